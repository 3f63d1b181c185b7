/* SPDX-License-Identifier: Apache-2.0 */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "collector/control_private.h"
#include "lrs/centre.h"
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
