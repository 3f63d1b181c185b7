/* SPDX-License-Identifier: Apache-2.0 */
#include "desk.h"
#include "lrs/announce.h"
#include "record/db.h"

/* What pages show on the days that are not like others. */

#define HEAD \
	"職員番号,氏名,氏名カナ,所属,所属区分,施設,任用区分,任用開始,任用終了,在籍状態,役割,初期暗証番号\r\n"

static void see(struct fixture *f, const char *address)
{
	assert_int_equal(ask(f, f->cookie[KS_USER_HR], address, NULL), 200);
}

/* ---- 設問分析: clauses ---- */

static void clauses_stand_the_lowest_first_with_their_questions(void **state)
{
	struct fixture *f = *state;
	struct ks_sample_kiosk kiosk = ks_sample_kiosk("k-01");
	const char *low, *high;

	see(f, "/questions?nendo=2026");
	assert_false(is_said(f, "条項ごとの正答率"));
	for (int i = 0; i < 4; i++)
		ks_sample_ingest_shown(
			&f->sample, &kiosk, "course/annual/m1/quiz/m1-q01", "1",
			"\"extensions\":{\"https://kenshu.example/xapi/ext/clauses\":[\"第3条\"]}",
			i ? "\"response\":\"b\",\"success\":false"
			  : "\"response\":\"a\",\"success\":true");
	for (int i = 0; i < 2; i++)
		ks_sample_ingest_shown(
			&f->sample, &kiosk, "course/annual/m1/quiz/m1-q02", "1",
			"\"extensions\":{\"https://kenshu.example/xapi/ext/clauses\":[\"第1条\"]}",
			"\"response\":\"a\",\"success\":true");
	see(f, "/questions?nendo=2026");
	must_say(f, "<h2>条項ごとの正答率");
	low = strstr(ks_buf_text(&f->reply.body), "<td class=\"short strong\">第3条");
	high = strstr(ks_buf_text(&f->reply.body), "<td class=\"short strong\">第1条");
	assert_non_null(low);
	assert_non_null(high);
	assert_true(low < high);
	must_say(f,
		 "<td class=\"short strong\">第3条</td><td class=\"num\">1</td><td class=\"num\">4</td>");
	must_say(f, "</svg>25.0%");
	must_say(f, "</svg>100.0%");
	assert_false(is_said(f, "条項が記録されていません"));
	see(f, "/questions?nendo=2026&clause=%E7%AC%AC1%E6%9D%A1");
	assert_false(is_said(f, "question=m1-q01"));
	must_say(f, "question=m1-q02");
	see(f, "/questions?nendo=2026&of=clauses&format=csv&reason=x");
	must_say(f, "第3条,1,4,1,25.0");
}

/* ---- 監査 ---- */

static void a_pack_is_made_for_a_reason_and_leaves_a_trace(void **state)
{
	struct fixture *f = *state;
	const char *auditor = f->cookie[KS_USER_AUDITOR];

	assert_int_equal(ask(f, auditor, "/audit?nendo=2026&format=zip&reason=%20%20", NULL), 400);
	must_say(f, "書き出す理由を書いてください");
	assert_int_equal(ask(f, auditor, "/audit?nendo=2026&format=zip", NULL), 400);
	assert_int_equal(ask(f, auditor, "/audit?nendo=2026", NULL), 200);
	assert_false(is_said(f, "監査用の一式（2026年度）")); /* nothing was made */
	assert_int_equal(ask(f, auditor, "/audit?nendo=2026&format=zip&reason=year", NULL), 200);
	assert_memory_equal(ks_buf_text(&f->reply.body), "PK\3\4", 4);
	assert_string_equal(f->reply.content_type, "application/zip");
	assert_string_equal(told(f, "Content-Disposition"),
			    "attachment; filename=\"kenshu-audit-2026.zip\"");
	assert_int_equal(ask(f, auditor, "/audit?nendo=2026", NULL), 200);
	must_say(f, "監査用の一式（2026年度）");
	must_say(f, "year");
}

static void the_check_names_the_first_fault_and_counts_them(void **state)
{
	struct fixture *f = *state;
	struct ks_sample_kiosk kiosk = ks_sample_kiosk("k-01"), copied;
	const char *auditor = f->cookie[KS_USER_AUDITOR];

	ks_sample_ingest(&f->sample, &kiosk, "000001", "initialized", "course/annual/m1");
	assert_int_equal(ask(f, auditor, "/audit?nendo=2026&check=1", NULL), 200);
	must_say(f, "1件の記録が、すべてつながっています");
	must_say(f, "閲覧と書き出しの記録 ");
	must_say(f, "件が、すべてつながっています</strong>");
	copied = kiosk;
	ks_sample_ingest(&f->sample, &kiosk, "000001", "experienced", "course/annual/m1");
	ks_sample_ingest(&f->sample, &copied, "000002", "experienced", "course/annual/m1");
	assert_int_equal(ask(f, auditor, "/audit?nendo=2026&check=1", NULL), 200);
	must_say(f, "3件の記録のうち、1件の異常があります");
	must_say(f, "最初の異常は、端末 k-01 の 2番です。");
	must_say(f, "<div class=\"wrong\"><strong>3件");
}

/* ---- 名簿の取込み ---- */

static char *many(int n)
{
	struct ks_buf list = {0};

	ks_buf_puts(&list, HEAD);
	for (int i = 1; i <= n; i++)
		ks_buf_printf(&list,
			      "%06d,見本 %d,ミホン バン%d,総務課,事務局,本庁,01,2010-04-01,,在職,"
			      "端末利用,\r\n",
			      i, i, i);
	return ks_buf_take(&list);
}

/* Of 40 people 15 are missing: asked first, and the answer goes with the form. */
static void a_list_that_lost_many_is_taken_only_when_that_is_meant(void **state)
{
	struct fixture *f = *state;
	char *whole = many(40), *part = many(25);

	ks_sample_import(f->sample.store, whole);
	ks_centre_touch(f->sample.centre);
	assert_int_equal(post_file(f, KS_USER_HR, "/roster/upload", "new.csv", part), 303);
	see(f, "/roster/import");
	must_say(f, "確かめること");
	must_say(f, "名簿から外れる人が 15名と多すぎます（40名のうち）。行が抜けていませんか");
	must_say(f, "<option value=\"15\">まちがいありません");
	assert_false(is_said(f, "value=\"take\""));
	assert_int_equal(post(f, KS_USER_HR, "/roster/import", "do=take"), 400);
	see(f, "/roster/import?gone=14"); /* another number is not that answer */
	assert_false(is_said(f, "value=\"take\""));
	see(f, "/roster/import?gone=many");
	assert_false(is_said(f, "value=\"take\""));
	see(f, "/roster/import?gone=15");
	assert_false(is_said(f, "多すぎます"));
	assert_int_equal(press(f, KS_USER_HR, "take", ""), 303);
	assert_string_equal(told(f, "Location"), "/roster?done=taken");
	see(f, "/roster");
	must_say(f, "1～25名 ／ 25名");
	free(whole);
	free(part);
}

/* What is answered on one page is not asked again on the next, and goes with the form. */
static void the_same_person_or_another_is_decided_one_by_one(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(
		post_file(f, KS_USER_HR, "/roster/upload", "new.csv",
			  HEAD
			  "000001,別の 人,ベツノ ヒト,総務課,事務局,本庁,01,2010-04-01,,在職,,\r\n"
			  "000002,違う 人,チガウ ヒト,会計課,事務局,本庁,01,2010-04-01,,在職,,\r\n"
			  "000003,\"'\"\"quoted\"\"'\",ミホン サン,会計課,事務局,本庁,01,2010-04-01"
			  ",,育休,端末利用,\r\n"),
		303);
	see(f, "/roster/import");
	must_say(f, "name=\"a-000001\"");
	must_say(f, "name=\"a-000002\"");
	must_say(f, "<option value=\"same:000001\">同じ人です（記録を引き継ぎます）");
	must_say(f, "<option value=\"other:000002\">別の人です（記録を分けます）");
	assert_false(is_said(f, "ほかに "));
	see(f, "/roster/import?a-000001=same:000001&a-000002=other:000002");
	must_say(f, "name=\"a-000001\" value=\"same:000001\"");
	assert_int_equal(press(f, KS_USER_HR, "take", ""), 303);
	see(f, "/roster?format=csv&reason=x");
	must_say(f, "000001,別の 人");
	must_say(f, "000002,違う 人");
}

/* Before and after, of what differs alone; days where nothing else does. */
static void a_change_shows_what_was_and_what_will_be(void **state)
{
	struct fixture *f = *state;

	ks_sample_import(f->sample.store, HEAD
			 "000001,見本 一,ミホン イチ,総務課,事務局,本庁,01,2010-04-01,,在職,端末利用,\r\n"
			 "000002,見本 二,ミホン ニ,総務課,事務局,本庁,07,2010-04-01,2027-03-31,在職,"
			 "端末利用,\r\n");
	ks_centre_touch(f->sample.centre);
	assert_int_equal(
		post_file(f, KS_USER_HR, "/roster/upload", "new.csv",
			  HEAD "000001,見本 壱,ミホン イチ,会計課,事務局,本庁,01,2010-04-01,,在職,"
			       "端末利用,\r\n"
			       "000002,見本 二,ミホン ニ,総務課,事務局,本庁,07,2010-04-01,2028-03-31,"
			       "在職,端末利用,\r\n"),
		303);
	see(f, "/roster/import");
	must_say(f, "見本 一（ミホン イチ）・総務課・本庁・");
	must_say(f, "見本 壱（ミホン イチ）・会計課・本庁・");
	must_say(f, "（2010-04-01～2027-03-31）");
	must_say(f, "（2010-04-01～2028-03-31）");
	assert_false(is_said(f, "～2028-03-31）・"));
}

/* ---- 端末, 全体, 一人 ---- */

static void clocks_are_told_in_the_unit_that_fits(void **state)
{
	static const struct {
		int64_t ms;
		const char *words;
	} clocks[] = {{200, ">+0.2秒<"},       {-59900, ">−59.9秒<"},       {60000, ">+1分0秒<"},
		      {-192000, ">−3分12秒<"}, {86399000, ">+1439分59秒<"}, {86400000, ">+1日<"},
		      {-259200000, ">−3日<"}};
	struct fixture *f = *state;
	struct ks_sample_kiosk kiosk = ks_sample_kiosk("k-01");
	char *secret;

	assert_int_equal(ks_centre_add_kiosk(f->sample.centre, "k-01", &secret), KS_OK);
	free(secret);
	ks_sample_ingest(&f->sample, &kiosk, "000001", "initialized", "course/annual/m1");
	see(f, "/kiosks");
	must_say(f, ">分かりません<");
	for (size_t i = 0; i < KS_COUNT(clocks); i++) {
		assert_int_equal(ks_db_run(f->sample.store,
					   "UPDATE kiosk SET program = '0.2.0',"
					   " revision = '2026.1#7', skew_ms = ?",
					   "i", clocks[i].ms),
				 KS_OK);
		see(f, "/kiosks");
		must_say(f, clocks[i].words);
		must_say(f, ">2026.1（版 7）<");
	}
	assert_int_equal(ks_db_run(f->sample.store, "UPDATE kiosk SET revision = '2026.1'", ""),
			 KS_OK);
	see(f, "/kiosks");
	must_say(f, ">2026.1<");
}

static void the_overview_counts_kiosks_and_knows_the_last_delivery(void **state)
{
	struct fixture *f = *state;
	char *secret;

	see(f, "/completion?nendo=2026");
	must_say(f, "登録した端末 0台");
	assert_int_equal(ks_centre_add_kiosk(f->sample.centre, "k-01", &secret), KS_OK);
	free(secret);
	assert_int_equal(ks_centre_add_kiosk(f->sample.centre, "k-02", &secret), KS_OK);
	free(secret);
	see(f, "/completion?nendo=2026");
	must_say(f, "登録した端末 2台");
	must_say(f, ">まだ<");
	/* 2026-05-01 12:34 in Japan */
	assert_int_equal(ks_db_run(f->sample.store,
				   "UPDATE kiosk SET last_seen_ms = 1777606440000 WHERE id = 'k-01'",
				   ""),
			 KS_OK);
	see(f, "/completion?nendo=2026");
	must_say(f, ">5月1日 12:34<");
}

static void who_attended_has_the_moment_and_the_title_on_the_own_page(void **state)
{
	struct fixture *f = *state;
	struct ks_announce_wish wish = {.id = "",
					.title = "春の研修",
					.place = "",
					.lessons = "",
					.date = "2026-04-20",
					.from = "10:00",
					.to = "11:00",
					.expected = ""};
	struct ks_sample_kiosk kiosk = ks_sample_kiosk("k-01");
	struct ks_civil at = ks_civil_from_ms(ks_clock_wall_ms(&f->sample.clock));
	char *said = NULL, *when;

	assert_int_equal(ks_centre_announce(f->sample.centre, &wish, &said, NULL), KS_OK);
	free(said);
	see(f, "/people/000001?nendo=2026");
	must_say(f, "この年度の出席は、まだありません。");
	ks_sample_ingest(&f->sample, &kiosk, "000001", "checkin", "session/2026-04-20-1");
	see(f, "/people/000001?nendo=2026");
	when = ks_format("<p>%d月%d日 %d:%02d 春の研修", at.date.month, at.date.day, at.hour,
			 at.minute);
	must_say(f, when);
	assert_false(is_said(f, "まだありません。この"));
	see(f, "/people/000002?nendo=2026");
	must_say(f, "この年度の出席は、まだありません。");
	assert_false(is_said(f, "春の研修"));
	free(when);
}

/* The list of all and the page of one say the same of somebody: begun, owing only the agreement, done. */
static void a_person_stands_as_in_the_list(void **state)
{
	static const char plan[] =
		"{\"format\":\"kenshu-plan-1\",\"id\":\"annual\",\"title\":\"年次\",\"revision\":\"1\","
		"\"nendo\":2026,\"opens\":\"2026-04-01\",\"due\":\"2026-12-25\",\"mid_year_days\":14,"
		"\"max_repeats\":3,\"acknowledge\":true,\"acknowledge_text\":\"読みました\","
		"\"policy_sha256\":\"%s\","
		"\"audience\":{\"employment\":[],\"roles\":[],\"facilities\":[]},"
		"\"lessons\":[{\"id\":\"m1\",\"title\":\"一\",\"minutes\":5,\"ready\":true,"
		"\"audience\":{\"employment\":[],\"roles\":[],\"facilities\":[]},\"pools\":[],"
		"\"questions\":5,\"pass\":4}]}";
	static const char sha[] = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
			  later[] =
				  "f123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
	struct fixture *f = *state;
	struct ks_sample_kiosk kiosk = ks_sample_kiosk("k-01");
	static const struct {
		const char *standing, *words;
	} steps[] = {
		{"未受講", "<p class=\"small\">1科目のうち 0科目 修了 ／ 期限"},
		{"受講中", "<p class=\"small\">1科目のうち 0科目 修了 ／ 期限"},
		{"受講中", "<p class=\"small\">1科目のうち 1科目 修了 ／ 基本方針の確認がまだ</p>"},
		{"修了", "<p class=\"small\">1科目のうち 1科目 修了</p>"},
		{"受講中", "<p class=\"small\">1科目のうち 1科目 修了 ／ 基本方針の確認がまだ</p>"},
	};

	for (size_t i = 0; i < KS_COUNT(steps); i++) {
		char *json = ks_format(plan, i == 4 ? later : sha);
		char *state_word =
			ks_format(">%s</span> <span class=\"state\">在職", steps[i].standing);
		char *row = ks_format(",1,%d,%s,", i > 1, steps[i].standing);

		assert_int_equal(ks_centre_take_plans(f->sample.centre, "k-01", json), KS_OK);
		if (i == 1)
			ks_sample_ingest_told(&f->sample, &kiosk, "000001", "failed",
					      "course/annual/m1", "\"success\":false",
					      "\"https://kenshu.example/xapi/ext/attempt\":1");
		if (i == 2)
			ks_sample_ingest(&f->sample, &kiosk, "000001", "passed", "course/annual/m1");
		if (i == 3)
			ks_sample_agree(&f->sample, &kiosk, "000001", "annual", sha);
		ks_centre_touch(f->sample.centre);
		see(f, "/completion?nendo=2026&format=csv&reason=x");
		must_say(f, row);
		see(f, "/people/000001?nendo=2026");
		must_say(f, state_word);
		must_say(f, steps[i].words);
		free(row);
		free(state_word);
		free(json);
	}
}

/* ---- 未修了 ---- */

static void a_long_list_is_turned_fifty_at_a_time(void **state)
{
	struct fixture *f = *state;
	char *list = many(101);

	ks_sample_import(f->sample.store, list);
	ks_centre_touch(f->sample.centre);
	for (int page = 1; page <= 3; page++) {
		char *address = ks_format("/roster?page=%d", page);

		see(f, address);
		for (int i = 0; i <= 102; i++) {
			char *number = ks_format(">%06d</a>", i);
			bool is_here = (i + 49) / 50 == page && i <= 101;

			assert_int_equal(is_said(f, number), is_here);
			free(number);
		}
		free(address);
	}
	see(f, "/outstanding?nendo=2026");
	must_say(f, "1～50名 ／ 101名");
	assert_false(is_said(f, "前の50名"));
	assert_int_equal(follow(f, KS_USER_HR, "次の50名"), 200);
	must_say(f, "51～100名 ／ 101名");
	must_say(f, "前の50名");
	assert_int_equal(follow(f, KS_USER_HR, "次の50名"), 200);
	must_say(f, "101～101名 ／ 101名");
	assert_false(is_said(f, "次の50名"));
	assert_int_equal(follow(f, KS_USER_HR, "前の50名"), 200);
	must_say(f, "51～100名 ／ 101名");
	free(list);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(clauses_stand_the_lowest_first_with_their_questions),
		TEST(a_pack_is_made_for_a_reason_and_leaves_a_trace),
		TEST(the_check_names_the_first_fault_and_counts_them),
		TEST(a_list_that_lost_many_is_taken_only_when_that_is_meant),
		TEST(the_same_person_or_another_is_decided_one_by_one),
		TEST(a_change_shows_what_was_and_what_will_be),
		TEST(clocks_are_told_in_the_unit_that_fits),
		TEST(the_overview_counts_kiosks_and_knows_the_last_delivery),
		TEST(who_attended_has_the_moment_and_the_title_on_the_own_page),
		TEST(a_person_stands_as_in_the_list),
		TEST(a_long_list_is_turned_fifty_at_a_time),
	};

	return ks_test_run(tests);
}
