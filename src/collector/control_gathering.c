/* SPDX-License-Identifier: Apache-2.0 */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "collector/control_private.h"
#include "lrs/access.h"
#include "lrs/centre.h"
#include "lrs/closing.h"
#include "record/gathering.h"

/* 集合研修: announced, changed, cancelled. A cancelled one stays, since people may have come to it. */

static const char *read_times(const json_t *request, struct ks_gathering *gathering)
{
	const char *date = ks_control_text(request, "date"),
		   *from = ks_control_text(request, "from"), *to = ks_control_text(request, "to");

	if (date[0] && !ks_date_parse(date, &gathering->date))
		return "日付（--date）は 2026-11-24 の形で書いてください。";
	if ((from[0] && !ks_time_parse_clock(from, &gathering->from_minute)) ||
	    (to[0] && !ks_time_parse_clock(to, &gathering->to_minute)))
		return "時刻（--from と --to）は 10:00 の形で書いてください。";
	if (gathering->to_minute <= gathering->from_minute)
		return "終わりの時刻（--to）は、始まり（--from）より後にしてください。";
	return NULL;
}

static void take_text(char **to, const json_t *request, const char *name)
{
	const char *text = json_string_value(json_object_get(request, name));

	if (!text)
		return; /* as it was */
	free(*to);
	*to = ks_strdup(text);
}

/* What the request says over what @gathering says; the sentence that tells what is wrong, or NULL. */
static const char *read_gathering(const json_t *request, struct ks_gathering *gathering)
{
	take_text(&gathering->title, request, "title");
	take_text(&gathering->place, request, "place");
	take_text(&gathering->lessons, request, "lessons");
	if (!gathering->place)
		gathering->place = ks_strdup("");
	if (!gathering->title || !gathering->title[0])
		return "集合研修の名前（--title）がありません。";
	if (!ks_gathering_is_text(gathering->title))
		return "集合研修の名前（--title）は、改行などの見えない文字を入れずに、120字までにしてください。";
	if (!ks_gathering_is_text(gathering->place))
		return "場所（--place）は、改行などの見えない文字を入れずに、120字までにしてください。";
	if (gathering->lessons && !ks_gathering_is_text(gathering->lessons))
		return "科目（--lessons）は m1,m4 のように書いてください。";
	return read_times(request, gathering);
}

/* Both in words: what is said of it, and who is expected. */
static json_t *say_done(const struct ks_gathering *g, const struct ks_expected *expected,
			const char *done)
{
	char *day = ks_wareki_date_weekday(g->date);
	char *people = expected->is_told ? ks_format("対象は%zu名です。", expected->n_staff)
					 : ks_strdup("");
	json_t *answer = ks_control_say(true, ks_format("集合研修 %s「%s」（%s）を%s。%s", g->id,
							g->title, day, done, people));

	json_object_set_new(answer, "id", json_string(g->id));
	free(people);
	free(day);
	return answer;
}

static json_t *say_failed(enum ks_rc rc, const char *id)
{
	if (rc == KS_CONFLICT)
		return ks_control_say(
			false,
			ks_format("同じ日時・同じ名前の集合研修 %s が、もう登録されています。"
				  "内容を変えるときは、kenshu gathering change をお使いください。",
				  id));
	if (rc == KS_NOT_FOUND)
		return ks_control_say(false,
				      ks_format("集合研修 %s は登録されていません。"
						"kenshu gathering list で番号を確かめてください。",
						id));
	return ks_control_say(false, ks_control_failure(rc));
}

/* Who is expected goes with it: @rc is how the gathering itself went. */
static json_t *finish(struct ks_centre *centre, struct ks_gathering *gathering,
		      const struct ks_expected *expected, enum ks_rc rc, const char *done)
{
	struct ks_store *store = ks_centre_store(centre);

	if (rc == KS_OK && expected->is_told)
		rc = ks_gathering_expect(store, gathering->id, (const char *const *)expected->staff,
					 expected->n_staff);
	if (rc != KS_OK)
		return say_failed(rc, gathering->id);
	ks_centre_touch(centre);
	return say_done(gathering, expected, done);
}

json_t *ks_control_add_gathering(struct ks_centre *centre, const json_t *request)
{
	struct ks_gathering gathering = {0};
	struct ks_expected expected = {0};
	const char *wrong = read_gathering(request, &gathering);
	json_t *answer;

	if (!wrong && !ks_date_is_set(gathering.date))
		wrong = "日付（--date）は 2026-11-24 の形で書いてください。";
	if (wrong)
		answer = ks_control_say(false, ks_strdup(wrong));
	else
		answer = ks_control_expected(centre, request, gathering.date, &expected);
	if (!answer)
		answer = finish(centre, &gathering, &expected,
				ks_gathering_add(ks_centre_store(centre), &gathering),
				"登録しました");
	ks_expected_finish(&expected);
	ks_gathering_finish(&gathering);
	return answer;
}

json_t *ks_control_change_gathering(struct ks_centre *centre, const json_t *request)
{
	struct ks_store *store = ks_centre_store(centre);
	const char *id = ks_control_text(request, "id"), *wrong = NULL;
	struct ks_gathering gathering = {0};
	struct ks_expected expected = {0};
	json_t *answer = NULL;
	enum ks_rc rc = ks_gathering_find(store, id, &gathering);

	if (rc != KS_OK)
		answer = say_failed(rc, id);
	else
		wrong = read_gathering(request, &gathering);
	if (wrong)
		answer = ks_control_say(false, ks_strdup(wrong));
	if (!answer)
		answer = ks_control_expected(centre, request, gathering.date, &expected);
	if (!answer)
		answer = finish(centre, &gathering, &expected,
				ks_gathering_change(store, &gathering), "変更しました");
	ks_expected_finish(&expected);
	ks_gathering_finish(&gathering);
	return answer;
}

json_t *ks_control_cancel_gathering(struct ks_centre *centre, const json_t *request)
{
	struct ks_store *store = ks_centre_store(centre);
	const char *id = ks_control_text(request, "id");
	struct ks_gathering gathering = {0};
	json_t *answer;
	enum ks_rc rc = ks_gathering_find(store, id, &gathering);

	if (rc == KS_OK && gathering.is_cancelled) {
		answer = ks_control_say(false,
					ks_format("集合研修 %s は、もう中止になっています。", id));
	} else {
		gathering.is_cancelled = true;
		if (rc == KS_OK)
			rc = ks_gathering_change(store, &gathering);
		(void)snprintf(gathering.id, sizeof(gathering.id), "%s", id);
		answer = finish(centre, &gathering, &(struct ks_expected){0}, rc, "中止にしました");
	}
	ks_gathering_finish(&gathering);
	return answer;
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

/* What changes records stands in the access log, whichever way it came. */
static enum ks_rc log_said(struct ks_centre *centre, const char *what, const char *id, size_t n)
{
	char *text = ks_format("%s %s（命令）", what, id);
	enum ks_rc rc = ks_access_add(ks_centre_store(centre),
				      &(struct ks_access){.at_ms = ks_centre_now_ms(centre),
							  .user = "kenshu gathering",
							  .role = "",
							  .deed = KS_DEED_CHANGED,
							  .what = text,
							  .reason = "",
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
		return ks_control_say(false, ks_control_failure(rc));
	return ks_control_say(true,
			      ks_format("集合研修 %s を閉じました。記録 %zu名、数えた人数 %d名。%s"
					"出席の証明を、新たに%zu名に付けました。",
					wish.gathering, result.n_present, wish.n_counted,
					wish.reason[0] ? "" : "人数一致。", result.n_credited));
}

json_t *ks_control_paper_gathering(struct ks_centre *centre, const json_t *request)
{
	const json_t *numbers = json_object_get(request, "numbers");
	size_t n = json_array_size(numbers);
	const char **texts = ks_alloc_zero(n + 1, sizeof(*texts));
	struct ks_closing_wish wish = {
		.gathering = ks_control_text(request, "id"),
		.by = ks_control_text(request, "by"),
		.iri_base = ks_control_text(request, "iri_base"),
		.numbers = texts,
		.n_numbers = n,
	};
	struct ks_closing_result result;
	enum ks_closing_fault fault;
	json_t *answer;
	enum ks_rc rc;

	for (size_t i = 0; i < n; i++) {
		const char *text = json_string_value(json_array_get(numbers, i));

		texts[i] = text ? text : "";
	}
	rc = ks_centre_from_paper(centre, &wish, &fault, &result);
	if (rc != KS_OK)
		answer = say_refused(rc, fault, &result);
	else if (log_said(centre, "紙の出席簿からの転記", wish.gathering, result.n_credited) != KS_OK)
		answer = ks_control_say(false, ks_control_failure(KS_IO));
	else
		answer = ks_control_say(
			true, ks_format("集合研修 %s に、紙の出席簿から%zu名を転記しました。"
					"ほかの%zu名は、もう出席になっています。"
					"一覧には「紙から転記」と出ます。",
					wish.gathering, result.n_credited, n - result.n_credited));
	free(texts);
	return answer;
}
