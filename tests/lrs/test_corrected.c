/* SPDX-License-Identifier: Apache-2.0 */
#include "lrs/correction.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "lrs/announce.h"
#include "lrs/exemption.h"
#include "lrs/user.h"
#include "record/db.h"
#include "support/centre_sample.h"
#include "support/golden.h"
#include "support/test.h"

/*
 * Everything that two users can bring about, one after the other: what is refused and in which words, what stands in the list and
 * what came of it. tests/data/golden/lrs/corrected.txt.
 */

static const char roster_csv[] =
	"職員番号,氏名,氏名カナ,所属,任用区分,任用開始,任用終了,在籍状態,役割\r\n"
	"000001,見本 一,ミホン イチ,総務課,01,2010-04-01,,在職,端末利用\r\n"
	"000002,見本 二,ミホン ニ,総務課,01,2010-04-01,,在職,端末利用\r\n"
	"000004,見本 四,ミホン ヨン,総務課,01,2010-04-01,,在職,研修担当\r\n";
#define PLAN(ready)                                                                           \
	"{\"format\":\"kenshu-plan-1\",\"id\":\"annual\",\"title\":\"t\",\"revision\":\"1\"," \
	"\"nendo\":2026,\"opens\":\"2026-04-01\",\"due\":\"2026-12-25\","                     \
	"\"mid_year_days\":14,\"max_repeats\":3,\"audience\":{\"employment\":[],"             \
	"\"roles\":[],\"facilities\":[]},\"lessons\":[{\"id\":\"m1\",\"title\":\"m\","        \
	"\"minutes\":5,\"ready\":true,\"audience\":{\"employment\":[],\"roles\":[],"          \
	"\"facilities\":[]},\"pools\":[],\"questions\":5,\"pass\":4},{\"id\":\"m2\","         \
	"\"title\":\"n\",\"minutes\":5,\"ready\":" ready ",\"audience\":{\"employment\":[],"  \
	"\"roles\":[],\"facilities\":[]},\"pools\":[],\"questions\":5,\"pass\":4}]}"
#define MEETING "2026-05-18-1"

enum deed { PROPOSE, APPROVE, REJECT };

/* What is not told of a wish is as the first of these has it. */
static const struct step {
	const char *what;
	enum deed deed;
	const char *id, *by, *reason; /* APPROVE, REJECT; id NULL: the last proposal */
	struct ks_correction_wish wish;
} steps[] = {
#define ASK(...)                   \
	PROPOSE, NULL, NULL, NULL, \
	{                          \
		__VA_ARGS__        \
	}
#define YES                                \
	APPROVE, NULL, "hr", "写しを見た", \
	{                                  \
		0                          \
	}
#define WAITING(columns) "!UPDATE correction SET " columns " WHERE state = 0"
	{"a user whom nobody knows", ASK(.user = "nobody")},
	{"one whose role may not", ASK(.user = "auditor")},
	{"a person who is not on the list", ASK(.number = "000009")},
	{"a gathering that is none", ASK(.gathering = "2026-05-18-9")},
	{"a reason that is none", ASK(.reason = "")},
	{"a reason of two lines", ASK(.reason = "a\nb")},
	{"about oneself, and wrong besides", ASK(.number = "000004", .gathering = "x")},
	{"about oneself", ASK(.number = "000004")},
	{"that somebody was there", ASK(.at_minute = 605)},
	{"the same again", ASK(.at_minute = 606)},
	{"approved by nobody", APPROVE, NULL, "nobody", "x", {0}},
	{"by one whose role may not", APPROVE, NULL, "trainer", "x", {0}},
	{"by an id that is none", APPROVE, "x", "hr", "x", {0}},
	{"by no id", APPROVE, "", "hr", "x", {0}},
	{"with a reason of two lines", APPROVE, NULL, "hr", "a\nb", {0}},
	{"approved", YES},
	{"approved again", YES},
	{"that they were there at that time, which is so", ASK(.at_minute = 605)},
	{"that they were not", ASK(.kind = KS_CORRECTION_ABSENT)},
	{"approved", YES},
	{"that who was not there was not", ASK(.kind = KS_CORRECTION_ABSENT, .number = "000002")},
	{"that they were there from the beginning", ASK(.at_minute = -1)},
	{"by the beginning of two ids", APPROVE, "0", "hr", "x", {0}},
	{"rejected", REJECT, NULL, "hr", "", {0}},
	{"a completion that is none", ASK(.kind = KS_CORRECTION_UNDONE, .lesson = "m2")},
	{"one for the same person", ASK(.kind = KS_CORRECTION_UNDONE, .to_number = "000001")},
	{"one for nobody", ASK(.kind = KS_CORRECTION_UNDONE, .to_number = "000009")},
	{"one for who proposes it", ASK(.kind = KS_CORRECTION_UNDONE, .to_number = "000004")},
	{"one for somebody else", ASK(.kind = KS_CORRECTION_UNDONE, .to_number = "000002")},
	{"approved", YES},
	{"one that is theirs no more", ASK(.kind = KS_CORRECTION_UNDONE)},
	{"a question that is none", ASK(.kind = KS_CORRECTION_KEY, .question = "m1-q09")},
	{"a version of it that is none", ASK(.kind = KS_CORRECTION_KEY, .revision = "9")},
	{"no answer", ASK(.kind = KS_CORRECTION_KEY, .answer = "")},
	{"an answer of two lines", ASK(.kind = KS_CORRECTION_KEY, .answer = "a\nb")},
	{"what is right already", ASK(.kind = KS_CORRECTION_KEY, .answer = "c1")},
	{"another answer", ASK(.kind = KS_CORRECTION_KEY, .answer = "c2", .revision = "1")},
	{"approved", YES},
	{"all answers", ASK(.kind = KS_CORRECTION_KEY, .answer = "*")},
	{"the courses of a year that nobody told", ASK(.kind = KS_CORRECTION_PLAN, .nendo = 2025)},
	{"the courses", ASK(.kind = KS_CORRECTION_PLAN)},
	{"the same again", ASK(.kind = KS_CORRECTION_PLAN)},
	{"approved", YES},
	{"as they are approved", ASK(.kind = KS_CORRECTION_PLAN)},
	{"+plan", ASK(.kind = KS_CORRECTION_PLAN)},
	{"other courses", ASK(.kind = KS_CORRECTION_PLAN)},
	{"approved", YES},
	{"an entry of nobody",
	 ASK(.kind = KS_CORRECTION_EXEMPT, .exempt_kind = "育休", .number = "000009")},
	{"an entry of no kind", ASK(.kind = KS_CORRECTION_EXEMPT, .exempt_kind = "x")},
	{"an absence without a day", ASK(.kind = KS_CORRECTION_EXEMPT, .exempt_kind = "育休")},
	{"an absence that ends before it begins",
	 ASK(.kind = KS_CORRECTION_EXEMPT, .exempt_kind = "育休", .from = {2026, 6, 2},
	     .to = {2026, 6, 1})},
	{"an absence", ASK(.kind = KS_CORRECTION_EXEMPT, .exempt_kind = "育休",
			   .from = {2026, 6, 1}, .to = {2026, 6, 30})},
	{"approved", YES},
	{"one without an end",
	 ASK(.kind = KS_CORRECTION_EXEMPT, .exempt_kind = "育休", .from = {2026, 7, 1})},
	{"rejected", REJECT, NULL, "hr", "x", {0}},
	{"a course that was taken elsewhere",
	 ASK(.kind = KS_CORRECTION_EXEMPT, .exempt_kind = "他機関受講", .from = {2026, 5, 1},
	     .plan = "annual", .lesson = "")},
	{"approved", YES},
	{"a lesson that is none", ASK(.kind = KS_CORRECTION_EXEMPT, .exempt_kind = "他機関受講",
				      .from = {2026, 5, 1}, .plan = "annual", .lesson = "m9")},
	{"a course and no such one", ASK(.kind = KS_CORRECTION_EXEMPT, .exempt_kind = "他機関受講",
					 .from = {2026, 5, 1}, .plan = "x", .lesson = "")},
	{"a course on a day to come",
	 ASK(.kind = KS_CORRECTION_EXEMPT, .exempt_kind = "他機関受講", .from = {2026, 5, 19})},
	{"one lesson, today", ASK(.kind = KS_CORRECTION_EXEMPT, .exempt_kind = "紙受講",
				  .from = {2026, 5, 18}, .number = "000002")},
	{"approved", YES},
	{"a lesson of no course",
	 ASK(.kind = KS_CORRECTION_EXEMPT, .exempt_kind = "対象外", .plan = "", .lesson = "m1")},
	{"a whole year", ASK(.kind = KS_CORRECTION_EXEMPT, .exempt_kind = "対象外", .plan = "",
			     .lesson = "", .number = "000002")},
	{"approved", YES},
	{"an entry for a year", ASK(.kind = KS_CORRECTION_EXEMPT, .exempt_kind = "対象外",
				    .plan = "annual", .lesson = "m1")},
	{"approved", YES},
	{"the end of an entry that is none", ASK(.kind = KS_CORRECTION_EXEMPT_END, .exempt_id = "x")},
	{"the end of no entry", ASK(.kind = KS_CORRECTION_EXEMPT_END, .exempt_id = "")},
	{"the end of several", ASK(.kind = KS_CORRECTION_EXEMPT_END, .exempt_id = "0")},
	{"an end before the beginning",
	 ASK(.kind = KS_CORRECTION_EXEMPT_END, .exempt_id = "absence", .to = {2026, 5, 31})},
	{"an end on the first day",
	 ASK(.kind = KS_CORRECTION_EXEMPT_END, .exempt_id = "absence", .to = {2026, 6, 1})},
	{"approved", YES},
	{"that it never was", ASK(.kind = KS_CORRECTION_EXEMPT_END, .exempt_id = "absence")},
	{"approved", YES},
	{"once more", ASK(.kind = KS_CORRECTION_EXEMPT_END, .exempt_id = "absence")},
	{"an end of what has none",
	 ASK(.kind = KS_CORRECTION_EXEMPT_END, .exempt_id = "credit", .to = {2026, 6, 1})},
	{"that a year never was", ASK(.kind = KS_CORRECTION_EXEMPT_END, .exempt_id = "excused")},
	{"approved", YES},
	{"an absence of somebody else", ASK(.kind = KS_CORRECTION_EXEMPT, .exempt_kind = "育休",
					    .from = {2026, 9, 1}, .number = "000002")},
	/* What waits is altered in the file: it is not approved as something else. */
	{WAITING("answer = 'childcare-leave 2026-09-01'"), ASK(0)},
	{"approved", YES},
	{WAITING("answer = 'childcare-leave 2026-09-31 -'"), ASK(0)},
	{"approved", YES},
	{WAITING("answer = 'childcare-leave 2026-09-01 x'"), ASK(0)},
	{"approved", YES},
	{WAITING("answer = 'childcare-leave - -'"), ASK(0)},
	{"approved", YES},
	{WAITING("answer = 'x 2026-09-01 -'"), ASK(0)},
	{"approved", YES},
	{WAITING("answer = 'childcare-leave 2026-09-01 -', staff = '000009'"), ASK(0)},
	{"approved", YES},
	{WAITING("staff = '000002'"), ASK(0)},
	{"approved", YES},
	{"an end of that",
	 ASK(.kind = KS_CORRECTION_EXEMPT_END, .exempt_id = "absence", .to = {2026, 9, 30})},
	{WAITING("answer = '2026-09-31'"), ASK(0)},
	{"approved", YES},
	{WAITING("answer = '2026-09-30', targets = 'x'"), ASK(0)},
	{"approved", YES},
};

static void add_user(struct ks_sample_centre *sample, const char *name, enum ks_user_role role,
		     const char *staff)
{
	struct ks_user user = {.role = role};
	const char *why;

	snprintf(user.name, sizeof(user.name), "%s", name);
	assert_int_equal(ks_user_add(sample->store, &user, "long enough", &why), KS_OK);
	assert_int_equal(ks_db_run(sample->store, "UPDATE web_user SET staff = ? WHERE name = ?",
				   "tt", staff, name),
			 KS_OK);
}

static void fill(struct ks_sample_centre *sample)
{
	struct ks_sample_kiosk kiosk = ks_sample_kiosk("k-01");
	const struct ks_announce_wish meeting = {
		.id = "", .title = "研修", .date = "2026-05-18", .from = "10:00", .to = "11:00"};
	char *said;

	ks_sample_import(sample->store, roster_csv);
	add_user(sample, "hr", KS_USER_HR, "");
	add_user(sample, "trainer", KS_USER_TRAINER, "000004");
	add_user(sample, "auditor", KS_USER_AUDITOR, "");
	assert_int_equal(ks_centre_announce(sample->centre, &meeting, &said, NULL), KS_OK);
	free(said);
	assert_int_equal(ks_centre_take_plans(sample->centre, "k-01", PLAN("true")), KS_OK);
	ks_sample_ingest_shown(sample, &kiosk, "course/annual/m1/quiz/m1-q01", "1",
			       "\"correctResponsesPattern\":[\"c1\"],\"name\":{\"ja-JP\":\"題\"}",
			       "\"success\":false,\"response\":\"c2\"");
	ks_sample_ingest_told(sample, &kiosk, "000001", "passed", "course/annual/m1",
			      "\"success\":true", "");
}

static const char *or_usual(const char *text, const char *usual)
{
	return text ? text : usual;
}

/* The id of an entry by what it is; one that still holds. */
static const char *entry_id(struct ks_sample_centre *sample, struct ks_arena *arena, const char *told)
{
	struct ks_exemption_entry *rows;
	size_t n;

	assert_int_equal(ks_exemption_load(sample->store, arena, &rows, &n), KS_OK);
	for (size_t k = 0; k < 2; k++) /* else one that was taken back */
		for (size_t i = 0; i < n; i++) {
			const struct ks_exemption_kind *kind = rows[i].what.kind;
			const char *is = ks_exemption_is_absence(kind)        ? "absence"
					 : kind->rule == KS_EXEMPTION_EXCUSES ? "excused"
									      : "credit";

			if (strcmp(told, is) == 0 && rows[i].is_withdrawn == (k == 1))
				return rows[i].id;
		}
	return told;
}

static enum ks_rc propose(struct ks_sample_centre *sample, const struct step *step,
			  struct ks_arena *arena, enum ks_correction_fault *fault,
			  char id[KS_UUID_TEXT])
{
	struct ks_correction_wish wish = step->wish;

	wish.nendo = wish.nendo ? wish.nendo : 2026;
	wish.number = or_usual(wish.number, "000001");
	wish.to_number = or_usual(wish.to_number, "");
	wish.gathering = or_usual(wish.gathering, MEETING);
	wish.plan = or_usual(wish.plan, "annual");
	wish.lesson = or_usual(wish.lesson, "m1");
	wish.question = or_usual(wish.question, "m1-q01");
	wish.answer = or_usual(wish.answer, "c2");
	wish.exempt_kind = or_usual(wish.exempt_kind, "");
	wish.exempt_id = wish.exempt_id ? entry_id(sample, arena, wish.exempt_id) : "";
	wish.reason = or_usual(wish.reason, "届出のとおり");
	wish.user = or_usual(wish.user, "trainer");
	return ks_centre_correct(sample->centre, &wish, fault, id);
}

static void put_last(struct ks_sample_centre *sample, struct ks_buf *out, const char *id)
{
	const struct ks_correction *rows;
	struct ks_arena arena = {0};
	size_t n;

	assert_int_equal(ks_correction_load(sample->store, &arena, &rows, &n), KS_OK);
	for (size_t i = 0; i < n; i++)
		if (strcmp(rows[i].id, id) == 0)
			ks_buf_printf(
				out,
				"  %s: %d, %s%s%s, %s%s%s, 「%s」→「%s」, %zu targets; by %s 「%s」, end %s 「%s」\n",
				ks_correction_step_word(rows[i].what.step), rows[i].what.nendo,
				rows[i].what.staff, rows[i].what.to_staff[0] ? " to " : "",
				rows[i].what.to_staff, rows[i].what.plan,
				rows[i].what.lesson[0] ? "/" : "", rows[i].what.lesson,
				rows[i].what.was, rows[i].what.becomes,
				(strlen(rows[i].what.targets) + 1) / KS_UUID_TEXT, rows[i].what.by,
				rows[i].what.reason, rows[i].end_user, rows[i].end_reason);
	ks_arena_finish(&arena);
}

/* What reports and kiosks go by. */
static void put_state(struct ks_sample_centre *sample, struct ks_buf *out)
{
	static const char counts[] =
		"SELECT (SELECT count(*) FROM standing WHERE done_ms > 0),"
		" (SELECT count(*) FROM void), (SELECT count(*) FROM regraded),"
		" (SELECT count(*) FROM exemption), (SELECT count(*) FROM exemption WHERE is_withdrawn),"
		" (SELECT group_concat(to_day) FROM exemption),"
		" (SELECT count(*) FROM received WHERE kiosk = '@centre'),"
		" (SELECT group_concat(state, '') FROM (SELECT state FROM correction ORDER BY by_ms, id))";
	struct sqlite3_stmt *stmt;

	ks_db_lock(sample->store);
	stmt = ks_db_query(sample->store, counts, "");
	assert_int_equal(ks_db_step(sample->store, stmt), KS_OK);
	ks_buf_printf(out, "  %s done, %s void, %s regraded, %s exempt (%s not; to %s), %s said\n",
		      ks_db_text(stmt, 0), ks_db_text(stmt, 1), ks_db_text(stmt, 2),
		      ks_db_text(stmt, 3), ks_db_text(stmt, 4), ks_db_text(stmt, 5),
		      ks_db_text(stmt, 6));
	ks_db_end(stmt);
	ks_db_unlock(sample->store);
}

static void what_comes_of_each(void **state)
{
	struct ks_sample_centre *sample = *state;
	char id[KS_UUID_TEXT] = "", last[KS_UUID_TEXT] = "";
	struct ks_arena arena = {0};
	struct ks_buf out = {0};
	const char *wrong = "";

	fill(sample);
	for (size_t i = 0; i < KS_COUNT(steps); i++) {
		enum ks_correction_fault fault = KS_CORRECTION_FINE;
		enum ks_rc rc;

		if (steps[i].what[0] == '!') {
			assert_int_equal(ks_db_run(sample->store, steps[i].what + 1, ""), KS_OK);
			ks_buf_printf(&out, "%s\n", steps[i].what);
			continue;
		}
		if (steps[i].what[0] == '+') {
			ks_clock_advance(&sample->clock, 1000);
			assert_int_equal(ks_centre_take_plans(sample->centre, "k-01", PLAN("false")),
					 KS_OK);
			continue;
		}
		ks_clock_advance(&sample->clock, 1000);
		rc = steps[i].deed == PROPOSE
			     ? propose(sample, &steps[i], &arena, &fault, id)
			     : ks_centre_correct_decide(sample->centre,
							steps[i].id ? steps[i].id : last,
							steps[i].by, steps[i].deed == APPROVE,
							steps[i].reason, &fault);
		if (steps[i].deed == PROPOSE && rc == KS_OK)
			memcpy(last, id, sizeof(last));
		ks_buf_printf(&out, "%s: %s\n", steps[i].what, ks_rc_name(rc));
		if (fault != KS_CORRECTION_FINE)
			ks_buf_printf(&out, "  %s\n", ks_correction_fault_word(fault));
		if (rc == KS_OK) {
			put_last(sample, &out, last);
			put_state(sample, &out);
		}
	}
	ks_test_golden("tests/data/golden/lrs/corrected.txt", ks_buf_text(&out));
	assert_int_equal(ks_sample_n_faults(sample->store), 0);
	assert_int_equal(ks_centre_check_summaries(sample->store, &wrong), KS_OK);
	assert_null(wrong);
	ks_buf_finish(&out);
	ks_arena_finish(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(what_comes_of_each, ks_sample_setup,
						ks_sample_teardown),
	};

	return ks_test_run(tests);
}
