/* SPDX-License-Identifier: Apache-2.0 */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "collector/control_private.h"
#include "lrs/access.h"
#include "lrs/announce.h"
#include "lrs/centre.h"
#include "lrs/closing.h"

/* 集合研修 as the command `kenshu gathering` asks for it; pages call lrs/announce.h and lrs/closing.h themselves. */

/* The texts of an array; *n of them, to free(). NULL: there is no such array. */
static const char **read_numbers(const json_t *request, const char *name, size_t *n)
{
	const json_t *numbers = json_object_get(request, name);
	const char **texts = NULL;

	*n = json_array_size(numbers);
	if (json_is_array(numbers))
		texts = ks_alloc_zero(*n + 1, sizeof(*texts));
	for (size_t i = 0; i < *n; i++) {
		const char *text = json_string_value(json_array_get(numbers, i));

		texts[i] = text ? text : "";
	}
	return texts;
}

static json_t *say_announced(enum ks_rc rc, char *said, const char *id)
{
	json_t *answer = ks_control_say(rc == KS_OK, said ? said : ks_control_failure(rc));

	if (rc == KS_OK)
		json_object_set_new(answer, "id", json_string(id));
	return answer;
}

static json_t *announce(struct ks_centre *centre, const json_t *request, const char *id)
{
	struct ks_announce_wish wish = {
		.id = id,
		.title = json_string_value(json_object_get(request, "title")),
		.place = json_string_value(json_object_get(request, "place")),
		.lessons = json_string_value(json_object_get(request, "lessons")),
		.date = ks_control_text(request, "date"),
		.from = ks_control_text(request, "from"),
		.to = ks_control_text(request, "to"),
		.expected = ks_control_text(request, "expected"),
	};
	const char **numbers = read_numbers(request, "expected_numbers", &wish.n_numbers);
	char *said, known[64];
	enum ks_rc rc;

	wish.numbers = numbers;
	rc = ks_centre_announce(centre, &wish, &said, known);
	free(numbers);
	return say_announced(rc, said, known);
}

json_t *ks_control_add_gathering(struct ks_centre *centre, const json_t *request)
{
	return announce(centre, request, "");
}

json_t *ks_control_change_gathering(struct ks_centre *centre, const json_t *request)
{
	const char *id = ks_control_text(request, "id");

	return announce(centre, request, id[0] ? id : "?");
}

json_t *ks_control_cancel_gathering(struct ks_centre *centre, const json_t *request)
{
	const char *id = ks_control_text(request, "id");
	char *said;
	enum ks_rc rc = ks_centre_call_off(centre, id, &said);

	return say_announced(rc, said, id);
}

/* ---- closed, and from paper ---- */

static json_t *say_refused(enum ks_rc rc, enum ks_closing_fault fault,
			   const struct ks_closing_result *result)
{
	if (rc != KS_INVALID)
		return ks_control_say(false, ks_control_failure(rc));
	if (fault == KS_CLOSING_NO_REASON)
		return ks_control_say(false,
				      ks_format("%s記録は%zu名です。何も変わっていません。",
						ks_closing_fault_word(fault), result->n_present));
	return ks_control_say(false, ks_format("%s%s%s何も変わっていません。",
					       ks_closing_fault_word(fault), result->bad,
					       result->bad[0] ? "。" : ""));
}

static enum ks_rc log_said(struct ks_centre *centre, const char *what, const char *id, size_t n)
{
	char *text = ks_format("%s %s（命令）", what, id);
	enum ks_rc rc = ks_control_log_change(centre, &(struct ks_access){.user = "kenshu gathering",
									  .what = text,
									  .n_people = (int64_t)n});

	free(text);
	return rc;
}

json_t *ks_control_close_gathering(struct ks_centre *centre, const json_t *request)
{
	const char *counted = ks_control_text(request, "counted");
	struct ks_closing_wish wish = {
		.gathering = ks_control_text(request, "id"),
		.by = ks_control_text(request, "by"),
		.reason = ks_control_text(request, "reason"),
		.iri_base = ks_control_text(request, "iri_base"),
		.n_counted = ks_closing_counted(counted),
	};
	struct ks_closing_result result;
	enum ks_closing_fault fault;
	enum ks_rc rc = ks_centre_close_gathering(centre, &wish, &fault, &result);

	if (rc != KS_OK)
		return say_refused(rc, fault, &result);
	rc = log_said(centre, "集合研修の締め", wish.gathering, result.n_present);
	if (rc != KS_OK)
		return ks_control_say(false, ks_control_unlogged(rc));
	return ks_control_say(true,
			      ks_format("集合研修 %s を閉じました。記録 %zu名、数えた人数 %d名。%s"
					"出席の証明を、新たに%zu名に付けました。",
					wish.gathering, result.n_present, wish.n_counted,
					wish.reason[0] ? "" : "人数一致。", result.n_credited));
}

json_t *ks_control_paper_gathering(struct ks_centre *centre, const json_t *request)
{
	struct ks_closing_wish wish = {
		.gathering = ks_control_text(request, "id"),
		.by = ks_control_text(request, "by"),
		.iri_base = ks_control_text(request, "iri_base"),
	};
	const char **numbers = read_numbers(request, "numbers", &wish.n_numbers);
	struct ks_closing_result result;
	enum ks_closing_fault fault;
	enum ks_rc rc, logged = KS_OK;
	json_t *answer;

	wish.numbers = numbers;
	rc = ks_centre_from_paper(centre, &wish, &fault, &result);
	if (rc == KS_OK)
		logged = log_said(centre, "紙の出席簿からの転記", wish.gathering, result.n_credited);
	if (rc != KS_OK)
		answer = say_refused(rc, fault, &result);
	else if (logged != KS_OK)
		answer = ks_control_say(false, ks_control_unlogged(logged));
	else
		answer = ks_control_say(
			true, ks_format("集合研修 %s に、紙の出席簿から%zu名を転記しました。"
					"ほかの%zu名は、もう出席になっています。"
					"一覧には「紙から転記」と出ます。",
					wish.gathering, result.n_credited,
					wish.n_numbers - result.n_credited));
	free(numbers);
	return answer;
}
