/* SPDX-License-Identifier: Apache-2.0 */
#include "lrs/announce.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "lrs/expected.h"
#include "record/gathering.h"

/* A cancelled one stays, since people may have come to it. */

static void take_text(char **to, const char *text)
{
	if (!text)
		return; /* as it was */
	free(*to);
	*to = ks_strdup(text);
}

static bool is_told(const char *text)
{
	return text && text[0];
}

static const char *read_times(const struct ks_announce_wish *wish, struct ks_gathering *gathering)
{
	if ((is_told(wish->date) && !ks_date_parse(wish->date, &gathering->date)) ||
	    !ks_date_is_set(gathering->date))
		return "日付（--date）は 2026-11-24 の形で書いてください。";
	if ((is_told(wish->from) && !ks_time_parse_clock(wish->from, &gathering->from_minute)) ||
	    (is_told(wish->to) && !ks_time_parse_clock(wish->to, &gathering->to_minute)))
		return "時刻（--from と --to）は 10:00 の形で書いてください。";
	if (gathering->to_minute <= gathering->from_minute)
		return "終わりの時刻（--to）は、始まり（--from）より後にしてください。";
	return NULL;
}

/* What the wish says over what @gathering says; the sentence that tells what is wrong, or NULL. */
static const char *read_gathering(const struct ks_announce_wish *wish, struct ks_gathering *gathering)
{
	take_text(&gathering->title, wish->title);
	take_text(&gathering->place, wish->place);
	take_text(&gathering->lessons, wish->lessons);
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
	return read_times(wish, gathering);
}

/* Both in words: what is said of it, and who is expected. */
static char *say_done(const struct ks_gathering *g, const struct ks_expected *expected,
		      const char *done)
{
	char *day = ks_wareki_date_weekday(g->date);
	char *people = expected->is_told ? ks_format("対象は%zu名です。", expected->n_staff)
					 : ks_strdup("");
	char *said = ks_format("集合研修 %s「%s」（%s）を%s。%s", g->id, g->title, day, done, people);

	free(people);
	free(day);
	return said;
}

static char *say_failed(enum ks_rc rc, const char *id)
{
	if (rc == KS_CONFLICT)
		return ks_format("同じ日時・同じ名前の集合研修 %s が、もう登録されています。"
				 "内容を変えるときは、kenshu gathering change か、画面の「変更・締め」を"
				 "お使いください。",
				 id);
	if (rc == KS_NOT_FOUND)
		return ks_format("集合研修 %s は登録されていません。"
				 "kenshu gathering list で番号を確かめてください。",
				 id);
	return NULL;
}

/* @rc is how it went. */
static enum ks_rc finish(struct ks_centre *centre, const struct ks_gathering *gathering,
			 const struct ks_expected *expected, enum ks_rc rc, const char *done,
			 char **said)
{
	if (rc == KS_OK)
		ks_centre_touch(centre);
	*said = rc == KS_OK ? say_done(gathering, expected, done) : say_failed(rc, gathering->id);
	return rc;
}

static enum ks_rc announce(struct ks_centre *centre, const struct ks_announce_wish *wish,
			   struct ks_gathering *gathering, struct ks_expected *expected, char **said)
{
	struct ks_store *store = ks_centre_store(centre);
	static const char *const nobody[1];
	bool is_new = !is_told(wish->id);
	const char *wrong;
	enum ks_rc rc = is_new ? KS_OK : ks_gathering_find(store, wish->id, gathering);

	if (rc != KS_OK) {
		*said = say_failed(rc, wish->id);
		return rc;
	}
	wrong = read_gathering(wish, gathering);
	if (wrong) {
		*said = ks_strdup(wrong);
		return KS_INVALID;
	}
	rc = ks_expected_find(store, wish, gathering->date, expected, said);
	if (rc != KS_OK)
		return rc;
	rc = ks_gathering_announce(store, gathering, is_new,
				   !expected->is_told ? NULL
				   : expected->staff  ? (const char *const *)expected->staff
						      : nobody,
				   expected->n_staff);
	return finish(centre, gathering, expected, rc, is_new ? "登録しました" : "変更しました",
		      said);
}

enum ks_rc ks_centre_announce(struct ks_centre *centre, const struct ks_announce_wish *wish,
			      char **said, char id[64])
{
	struct ks_gathering gathering = {0};
	struct ks_expected expected = {0};
	enum ks_rc rc;

	*said = NULL;
	rc = announce(centre, wish, &gathering, &expected, said);
	if (id)
		(void)snprintf(id, sizeof(gathering.id), "%s", gathering.id);
	ks_expected_finish(&expected);
	ks_gathering_finish(&gathering);
	return rc;
}

enum ks_rc ks_centre_call_off(struct ks_centre *centre, const char *id, char **said)
{
	struct ks_store *store = ks_centre_store(centre);
	struct ks_gathering gathering = {0};
	enum ks_rc rc = ks_gathering_find(store, id, &gathering);

	*said = NULL;
	if (rc == KS_OK && gathering.is_cancelled) {
		*said = ks_format("集合研修 %s は、もう中止になっています。", id);
		rc = KS_CONFLICT;
	} else {
		gathering.is_cancelled = true;
		if (rc == KS_OK)
			rc = ks_gathering_change(store, &gathering);
		(void)snprintf(gathering.id, sizeof(gathering.id), "%s", id);
		rc = finish(centre, &gathering, &(struct ks_expected){0}, rc, "中止にしました", said);
	}
	ks_gathering_finish(&gathering);
	return rc;
}
