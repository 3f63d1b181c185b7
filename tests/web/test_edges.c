/* SPDX-License-Identifier: Apache-2.0 */
#include "desk.h"
#include "lrs/condition.h"
#include "lrs/measure.h"
#include "lrs/reminder.h"
#include "record/db.h"
#include "record/inspection.h"
#include "support/golden.h"

/* The day before and the day after, four people and five: where what a page says turns over. */

#define HEAD \
	"職員番号,氏名,氏名カナ,所属,所属区分,施設,任用区分,任用開始,任用終了,在籍状態,役割,初期暗証番号\r\n"

static const char *page_of(const struct fixture *f)
{
	return ks_buf_text(&f->reply.body);
}

static void see(struct fixture *f, const char *address)
{
	assert_int_equal(ask(f, f->cookie[KS_USER_HR], address, NULL), 200);
}

static void take_plan(struct fixture *f, const char *due)
{
	char *plan = ks_format(
		"{\"format\":\"kenshu-plan-1\",\"id\":\"annual\",\"title\":\"年次\",\"revision\":\"1\","
		"\"nendo\":2026,\"opens\":\"2026-04-01\",\"due\":\"%s\",\"mid_year_days\":14,"
		"\"max_repeats\":3,\"audience\":{\"employment\":[],\"roles\":[],\"facilities\":[]},"
		"\"lessons\":[{\"id\":\"m1\",\"title\":\"一\",\"minutes\":5,\"ready\":true,\"audience\":{"
		"\"employment\":[],\"roles\":[],\"facilities\":[]},\"pools\":[],\"questions\":5,"
		"\"pass\":4}]}",
		due);

	assert_int_equal(ks_centre_take_plans(f->sample.centre, "k-01", plan), KS_OK);
	ks_centre_touch(f->sample.centre);
	free(plan);
}

/* It is the 18th of May. */
static void how_near_the_due_day_is(void **state)
{
	static const struct {
		const char *due, *words, *overdue, *soon;
	} cases[] = {
		{"2026-05-16", "2日超過", "3", "0"}, {"2026-05-17", "1日超過", "3", "0"},
		{"2026-05-18", "あと0日", "0", "3"}, {"2026-05-19", "あと1日", "0", "3"},
		{"2026-05-25", "あと7日", "0", "3"}, {"2026-05-26", "あと8日", "0", "0"},
	};
	struct fixture *f = *state;

	ks_sample_import(f->sample.store, HEAD
			 "000001,見本 一,ミホン イチ,総務課,事務局,本庁,01,2010-04-01,,在職,,\r\n"
			 "000002,見本 二,ミホン ニ,総務課,事務局,本庁,01,2010-04-01,,在職,,\r\n"
			 "000003,見本 三,ミホン サン,会計課,事務局,本庁,01,2010-04-01,,在職,,\r\n");
	for (size_t i = 0; i < KS_COUNT(cases); i++) {
		char *overdue = ks_format("期限切れ</p><p class=\"value\">%s<", cases[i].overdue);
		char *soon = ks_format("7日以内に期限</p><p class=\"value\">%s<", cases[i].soon);
		char *days = ks_format(">%s</span>", cases[i].words);
		bool is_late = cases[i].overdue[0] != '0';

		take_plan(f, cases[i].due);
		see(f, "/outstanding?nendo=2026");
		must_say(f, overdue);
		must_say(f, soon);
		must_say(f, days);
		must_say(f, is_late ? "class=\"tile bad\""
				    : "class=\"tile \"><p class=\"what\">期限切れ");
		assert_int_equal(!!strstr(page_of(f), "class=\"tile warn\""),
				 cases[i].soon[0] != '0');
		assert_int_equal(!!strstr(page_of(f), " checked=\"\""), is_late);
		assert_int_equal(!!strstr(page_of(f), "badtext"), is_late);
		must_say(f, "受講期間の終わり");
		free(days);
		free(soon);
		free(overdue);
	}
}

/* Each of one person's reminders counts, the last one stands there; nobody else's does. */
static void a_reminder_is_counted_for_its_person(void **state)
{
	static const struct ks_reminder list[] = {
		{2026, "000001", INT64_C(1779000000000), "hr", "文書", "t"},
		{2026, "000001", INT64_C(1779100000000), "hr", "口頭", "t"},
		{2025, "000002", INT64_C(1779200000000), "hr", "電話", "t"}};
	struct fixture *f = *state;
	const char *at;

	assert_int_equal(ks_reminder_add(f->sample.store, list, KS_COUNT(list)), KS_OK);
	see(f, "/outstanding?nendo=2026");
	must_say(f, "2026-05-18（2回）");
	at = strstr(page_of(f), "まだ</td>");
	assert_non_null(at);
	assert_null(strstr(at + 1, "まだ</td>"));
	assert_null(strstr(page_of(f), "（1回）"));
	see(f, "/people/000001?nendo=2026");
	must_say(f, "文書");
	must_say(f, "口頭");
	see(f, "/people/000002?nendo=2026");
	assert_null(strstr(page_of(f), "電話"));
}

/* ---- self-inspection ---- */

static void answer(struct fixture *f, const char *item, const char *response, int from, int n)
{
	struct ks_inspection_answer given = {
		.item = item, .text = "項目", .at_ms = 1, .response = response};

	assert_int_equal(ks_store_begin(f->sample.store), KS_OK);
	for (int i = from; i < from + n; i++) {
		char *staff = ks_format("9%05d", i);
		struct ks_inspection_key key = {staff, 2026, "self-inspection"};

		assert_int_equal(ks_inspection_keep(f->sample.store, &key, &given, false), KS_OK);
		free(staff);
	}
	assert_int_equal(ks_store_commit(f->sample.store), KS_OK);
}

/* The worst share first, equal ones as the sheet has them; of fewer than five nothing. */
static void the_worst_answers_come_first(void **state)
{
	static const char *const order[] = {"i05", "i02", "i03", "i06", "i04"};
	struct fixture *f = *state;
	const char *at, *end;

	answer(f, "i01", "no", 0, 4);
	answer(f, "i02", "no", 0, 3);
	answer(f, "i02", "yes", 10, 3);
	answer(f, "i03", "unknown", 0, 5);
	answer(f, "i03", "yes", 10, 5);
	answer(f, "i04", "no", 0, 1);
	answer(f, "i04", "yes", 10, 6);
	answer(f, "i05", "no", 0, 5);
	answer(f, "i06", "no", 0, 2);
	answer(f, "i06", "unknown", 10, 1);
	answer(f, "i06", "yes", 20, 4);
	answer(f, "i07", "yes", 0, 6);
	answer(f, "i08", "na", 0, 6);
	see(f, "/inspection?nendo=2026");
	at = strstr(page_of(f), "よくない答えの多い順");
	assert_non_null(at);
	end = strstr(at, "</table>");
	for (size_t i = 0; i < KS_COUNT(order); i++) {
		char *cell = ks_format("self-inspection %s<", order[i]);

		at = strstr(at, cell);
		if (!at || at > end)
			fail_msg("%s is not in its place", order[i]);
		free(cell);
	}
	assert_null(strstr(page_of(f), "self-inspection i01<"));
	assert_null(strstr(page_of(f), "self-inspection i07<"));
	assert_null(strstr(page_of(f), "self-inspection i08<"));
	must_say(f, "<td class=\"num\">2／7</td><td class=\"num\">1</td>");
	assert_null(strstr(page_of(f), "対応を決める</h2>"));
	see(f, "/inspection?nendo=2026&checklist=self-inspection&item=i05&group="
	       "%EF%BC%88%E3%81%AA%E3%81%97%EF%BC%89");
	must_say(f, "対応を決める</h2>");
	must_say(f, "（なし） i05「項目」");
	see(f, "/inspection?nendo=2026&checklist=x&item=i05&group="
	       "%EF%BC%88%E3%81%AA%E3%81%97%EF%BC%89");
	assert_null(strstr(page_of(f), "対応を決める</h2>"));
	see(f, "/inspection?nendo=2026&checklist=self-inspection&item=i05&group=x");
	assert_null(strstr(page_of(f), "対応を決める</h2>"));
}

/* A 対応 counts beside its own item, 所属 and 年度 alone. */
static void a_measure_stands_beside_its_answers(void **state)
{
	static const struct {
		int nendo;
		const char *item, *unit;
	} measures[] = {{2026, "i05", "（なし）"},
			{2026, "i05", "（なし）"},
			{2025, "i05", "（なし）"},
			{2026, "i06", "（なし）"},
			{2026, "i05", "総務課"}};
	struct fixture *f = *state;

	answer(f, "i05", "no", 0, 5);
	for (size_t i = 0; i < KS_COUNT(measures); i++) {
		struct ks_measure measure = {.nendo = measures[i].nendo,
					     .checklist = "self-inspection",
					     .item = measures[i].item,
					     .unit = measures[i].unit,
					     .what = "札を出す",
					     .owner = "課長",
					     .due = {2026, 6, 30},
					     .by = "hr",
					     .at_ms = 1,
					     .result = "",
					     .done_by = ""};

		assert_int_equal(ks_measure_add(f->sample.store, &measure), KS_OK);
	}
	see(f, "/inspection?nendo=2026");
	must_say(f, "対応 2件 ");
	assert_int_equal(ask(f, f->cookie[KS_USER_AUDITOR], "/inspection?nendo=2026", NULL), 200);
	must_say(f, "対応 2件 ");
	assert_null(strstr(page_of(f), "対応を決める</a>"));
	assert_null(strstr(page_of(f), "未決定"));
}

/* ---- kiosks ---- */

#define FINDING(id, mark, todo) \
	"{\"id\":\"" id "\",\"mark\":\"" mark "\",\"title\":\"" id "\",\"seen\":\"見た\"" todo "}"
#define TODO ",\"todo\":\"する\""

/* Each thing that can be wrong with one, alone: its state, its words, and what it told of itself. */
static void every_kiosk_has_its_state(void **state)
{
	static const struct {
		const char *id, *sql, *condition;
	} kiosks[] = {
		{"k01-never", "UPDATE kiosk SET last_seen_ms = 0 WHERE id = ?", NULL},
		{"k02-well", NULL, "[" FINDING("a", "good", "") "," FINDING("b", "none", "") "]"},
		{"k03-near", "UPDATE kiosk SET last_seen_ms = last_seen_ms - 1800000 WHERE id = ?",
		 NULL},
		{"k04-silent",
		 "UPDATE kiosk SET last_seen_ms = last_seen_ms - 1800001 WHERE id = ?", NULL},
		{"k05-minute", "UPDATE kiosk SET program = '1', skew_ms = 60000 WHERE id = ?", NULL},
		{"k06-ahead", "UPDATE kiosk SET program = '1', skew_ms = 60001 WHERE id = ?", NULL},
		{"k07-behind", "UPDATE kiosk SET program = '1', skew_ms = -60001 WHERE id = ?", NULL},
		{"k08-untold", "UPDATE kiosk SET skew_ms = 99999 WHERE id = ?", NULL},
		{"k09-alarm", "UPDATE kiosk SET key_alarm = 1 WHERE id = ?", NULL},
		{"k10-aside", "UPDATE kiosk SET n_quarantined = 2 WHERE id = ?", NULL},
		{"k11-conflict",
		 "INSERT INTO conflict(kiosk, id, bytes, at_ms) VALUES(?, 'x', x'00', 1)", NULL},
		{"k12-breaks", "INSERT INTO kiosk_tally VALUES(?, 5, 0, 0, 0, 0, 1, 0)", NULL},
		{"k13-gap", "INSERT INTO kiosk_tally VALUES(?, 2, 1, 2, 0, 0, 0, 0)", NULL},
		{"k14-twin", "INSERT INTO kiosk_tally VALUES(?, 3, 0, 0, 1, 3, 0, 0)", NULL},
		{"k15-renamed", "UPDATE kiosk SET identity = 'k02-well' WHERE id = ?", NULL},
		{"k16-taken", "UPDATE kiosk SET taken_over_by = 'k02-well' WHERE id = ?", NULL},
		{"k17-revoked", "UPDATE kiosk SET secret_sha256 = zeroblob(32) WHERE id = ?",
		 "[" FINDING("c", "bad", TODO) "]"},
		{"k18-care", NULL, "[" FINDING("d", "care", TODO) "," FINDING("e", "good", "") "]"},
		{"k19-bad", NULL, "[" FINDING("f", "bad", TODO) "," FINDING("g", "care", TODO) "]"},
		{"k20-key", "UPDATE kiosk SET public_key = 'k' WHERE id = ?", NULL},
		{"k21-near-a-day",
		 "UPDATE kiosk SET program = '1', skew_ms = 86399999 WHERE id = ?", NULL},
		{"k22-a-day", "UPDATE kiosk SET program = '1', skew_ms = 86400000 WHERE id = ?", NULL},
		{"k23-behind-by-days",
		 "UPDATE kiosk SET program = '1', skew_ms = -129600000 WHERE id = ?", NULL},
	};
	struct fixture *f = *state;
	char *page, *secret;

	for (size_t i = 0; i < KS_COUNT(kiosks); i++) {
		assert_int_equal(ks_centre_add_kiosk(f->sample.centre, kiosks[i].id, &secret), KS_OK);
		free(secret);
		assert_int_equal(ks_db_run(f->sample.store,
					   "UPDATE kiosk SET last_seen_ms = ? WHERE id = ?", "it",
					   ks_clock_wall_ms(&f->sample.clock), kiosks[i].id),
				 KS_OK);
		if (kiosks[i].sql)
			assert_int_equal(ks_db_run(f->sample.store, kiosks[i].sql, "t", kiosks[i].id),
					 KS_OK);
		if (kiosks[i].condition)
			assert_int_equal(ks_condition_keep(f->sample.centre, kiosks[i].id,
							   kiosks[i].condition,
							   strlen(kiosks[i].condition)),
					 KS_OK);
	}
	see(f, "/kiosks");
	page = page_lines(f, false);
	ks_test_golden("tests/data/golden/web/kiosks-states.html", page);
	free(page);
}

/* ---- the way in ---- */

static void guessing_the_first_code_has_to_wait(void **state)
{
	struct fixture *f = *state;
	static const char form[] =
		"first=AAAA-BBBB-CCCC-DDDD&user=hr9&password=long+enough&again=long+enough";
	char code[KS_FIRST_CODE_TEXT], *page;

	assert_int_equal(ks_db_run(f->sample.store, "DELETE FROM web_user", ""), KS_OK);
	assert_int_equal(ks_user_first_code(f->sample.store, code), KS_OK);
	assert_int_equal(ask(f, NULL, "/first", NULL), 200);
	page = page_lines(f, false);
	ks_test_golden("tests/data/golden/web/first.html", page);
	free(page);
	f->host = "centre.example";
	assert_int_equal(ask(f, NULL, "/first", NULL), 303);
	assert_int_equal(ask(f, NULL, "/first", form), 303);
	f->host = NULL;
	for (int i = 0; i < 5; i++) {
		assert_int_equal(ask(f, NULL, "/first", form), 403);
		must_say(f, "番号がちがいます。");
	}
	ks_clock_advance(&f->sample.clock, 1);
	assert_int_equal(ask(f, NULL, "/first", form), 429);
	assert_int_equal(f->reply.retry_after_s, 900);
	must_say(f, "あと15分のあいだ、入れません。");
	ks_clock_advance(&f->sample.clock, 14 * 60 * 1000 - 1);
	assert_int_equal(ask(f, NULL, "/first", form), 429);
	assert_int_equal(f->reply.retry_after_s, 60);
	must_say(f, "あと1分のあいだ、入れません。");
	ks_clock_advance(&f->sample.clock, 60 * 1000);
	assert_int_equal(ask(f, NULL, "/first", form), 403);
}

/* To the first page that is the role's; and out again, with nothing left behind. */
static void everybody_comes_in_at_their_own_page_and_leaves(void **state)
{
	static const char *const fronts[KS_USER_COUNT] = {"/completion", "/completion",
							  "/completion", "/completion", "/kiosks"};
	struct fixture *f = *state;

	for (int role = 0; role < KS_USER_COUNT; role++) {
		assert_int_equal(ask(f, f->cookie[role], "/", NULL), 303);
		assert_string_equal(told(f, "Location"), fronts[role]);
		assert_int_equal(ask(f, f->cookie[role], "/login", NULL), 303);
		assert_string_equal(told(f, "Location"), "/");
	}
	assert_int_equal(post_file(f, KS_USER_HR, "/roster/upload", "x.csv", HEAD), 303);
	assert_int_equal(post(f, KS_USER_HR, "/logout", "a=b"), 303);
	assert_string_equal(told(f, "Location"), "/login");
	assert_string_equal(told(f, "Set-Cookie"),
			    "__Host-kenshu=; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=0");
	assert_int_equal(ask(f, f->cookie[KS_USER_HR], "/roster", NULL), 303);
	enter(f, KS_USER_HR);
	assert_int_equal(ask(f, f->cookie[KS_USER_HR], "/roster/import", NULL), 400);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(how_near_the_due_day_is),
		TEST(a_reminder_is_counted_for_its_person),
		TEST(the_worst_answers_come_first),
		TEST(a_measure_stands_beside_its_answers),
		TEST(every_kiosk_has_its_state),
		TEST(guessing_the_first_code_has_to_wait),
		TEST(everybody_comes_in_at_their_own_page_and_leaves),
	};

	return ks_test_run(tests);
}
