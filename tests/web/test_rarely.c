/* SPDX-License-Identifier: Apache-2.0 */
#include "desk.h"
#include "lrs/announce.h"
#include "lrs/measure.h"
#include "record/db.h"

/* Pages with nothing on them, lists that were confused, and forms that come too late. */

#define HEAD \
	"職員番号,氏名,氏名カナ,所属,所属区分,施設,任用区分,任用開始,任用終了,在籍状態,役割,初期暗証番号\r\n"
#define REST ",総務課,事務局,本庁,01,2010-04-01,,在職,端末利用,\r\n"

static size_t times(const struct fixture *f, const char *words)
{
	size_t n = 0;

	for (const char *at = strstr(ks_buf_text(&f->reply.body), words); at;
	     at = strstr(at + 1, words))
		n++;
	return n;
}

static void see(struct fixture *f, const char *address)
{
	assert_int_equal(ask(f, f->cookie[KS_USER_HR], address, NULL), 200);
}

static void import(struct fixture *f, const char *csv)
{
	ks_sample_import(f->sample.store, csv);
	ks_centre_touch(f->sample.centre);
}

/* ---- nobody ---- */

static void a_page_without_people_says_why(void **state)
{
	static const struct {
		enum ks_user_role role;
		const char *address, *words;
	} cases[] = {
		{KS_USER_HR, "/completion?nendo=2026&employment=13",
		 "この条件に当てはまる人はいません。"},
		{KS_USER_HR, "/outstanding?nendo=2026&employment=13",
		 "この条件に当てはまる対象者がいません。"},
		{KS_USER_HR, "/outstanding?nendo=2026&status=%E4%BF%AE%E4%BA%86",
		 "この条件に、まだ終えていない人はいません。"},
		{KS_USER_HR, "/letters?nendo=2026&employment=13",
		 "この条件に、まだ終えていない人はいません。"},
	};
	static const struct {
		const char *address, *words;
	} of_head[] = {
		{"/completion?nendo=2026", "見られる職員がいません。"},
		{"/roster", "あなたの所属の職員が、名簿にいません。"},
	};
	struct fixture *f = *state;
	struct ks_sample_kiosk kiosk = ks_sample_kiosk("k-01");

	ks_sample_ingest(&f->sample, &kiosk, "000001", "passed", "course/annual/m1");
	for (size_t i = 0; i < KS_COUNT(cases); i++) {
		assert_int_equal(ask(f, f->cookie[cases[i].role], cases[i].address, NULL), 200);
		must_say(f, cases[i].words);
	}
	see(f, "/letters?nendo=2026&employment=13");
	assert_false(is_said(f, "class=\"pager\""));
	import(f, HEAD
	       "000001,見本 一,ミホン イチ,会計課,事務局,本庁,01,2010-04-01,,在職,端末利用,\r\n");
	for (size_t i = 0; i < KS_COUNT(of_head); i++) {
		assert_int_equal(ask(f, f->cookie[KS_USER_HEAD], of_head[i].address, NULL), 200);
		must_say(f, of_head[i].words);
	}
	/* Everybody is away: there is nobody to remind. */
	import(f, HEAD
	       "000001,見本 一,ミホン イチ,総務課,事務局,本庁,01,2010-04-01,,育休,端末利用,\r\n");
	see(f, "/outstanding?nendo=2026");
	assert_false(is_said(f, "この条件に、まだ終えていない人はいません。"));
	must_say(f, "class=\"card empty\"");
}

/* ---- letters ---- */

static void a_letter_names_what_is_owed_and_is_a_sheet(void **state)
{
	static const char plan[] =
		"{\"format\":\"kenshu-plan-1\",\"id\":\"annual\",\"title\":\"年次\",\"revision\":\"1\","
		"\"nendo\":2026,\"opens\":\"2026-04-01\",\"due\":\"2026-05-17\",\"mid_year_days\":14,"
		"\"max_repeats\":3,\"acknowledge\":true,\"acknowledge_text\":\"読みました\","
		"\"policy_sha256\":\"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\","
		"\"audience\":{\"employment\":[],\"roles\":[],\"facilities\":[]},"
		"\"lessons\":[{\"id\":\"m1\",\"title\":\"一つめ\",\"minutes\":5,\"ready\":true,"
		"\"audience\":{\"employment\":[],\"roles\":[],\"facilities\":[]},\"pools\":[],"
		"\"questions\":5,\"pass\":4},{\"id\":\"m2\",\"title\":\"まだの科目\",\"minutes\":5,"
		"\"ready\":false,\"audience\":{\"employment\":[],\"roles\":[],\"facilities\":[]},"
		"\"pools\":[],\"questions\":5,\"pass\":4}]}";
	struct fixture *f = *state;
	struct ks_sample_kiosk kiosk = ks_sample_kiosk("k-01");

	assert_int_equal(ks_centre_take_plans(f->sample.centre, "k-01", plan), KS_OK);
	import(f, HEAD "000001,見本 一,ミホン イチ" REST "000002,見本 二,ミホン ニ" REST);
	ks_sample_ingest(&f->sample, &kiosk, "000001", "passed", "course/annual/m1");
	see(f, "/letters?nendo=2026&format=csv&reason=x");
	must_say(f, "000001,見本 一,総務課,2026-05-17,基本方針を読んで、確認すること\r\n");
	must_say(f, "000002,見本 二,総務課,2026-05-17,一つめ（期限 令和8年5月17日）\r\n");
	see(f, "/letters?nendo=2026&format=pdf&reason=x");
	assert_memory_equal(ks_buf_text(&f->reply.body), "%PDF-", 5);
	assert_true(f->reply.body.len > 2000);
	see(f, "/letters?nendo=2026");
	must_say(f, "次の研修の期限が過ぎています。");
	assert_false(is_said(f, "次の研修を、まだ受けていません。"));
	see(f, "/plan?nendo=2026");
	must_say(f, "一つめ");
	assert_false(is_said(f, "まだの科目")); /* it is not ready */
}

/* ---- lists ---- */

static void a_number_that_changed_or_lost_its_zeros_is_asked_about(void **state)
{
	struct fixture *f = *state;

	import(f, HEAD "000001,見本 一,ミホン イチ" REST "000002,見本 二,ミホン ニ" REST
		       "000003,見本 三,ミホン サン" REST);
	assert_int_equal(post_file(f, KS_USER_HR, "/roster/upload", "new.csv",
				   HEAD "1,見本 一,ミホン イチ" REST "000009,見本 二,ミホン ニ" REST
					"000003,見本 三,ミホン サン" REST),
			 303);
	see(f, "/roster/import?a-000777=same:000001&a-000778=&b=c");
	must_say(f, "職員番号 1 は、000001 の先頭の 0 が落ちたものと思われます。");
	must_say(f,
		 "新しい職員番号 000009 の人は、名簿にいなくなった 000002 の人と、氏名と氏名カナが同じです。");
	/* An answer of before goes along with both forms, an empty one with that which gives up alone. */
	assert_int_equal(times(f, "name=\"a-000777\" value=\"same:000001\""), 2);
	assert_int_equal(times(f, "name=\"a-000778\""), 1);
	assert_false(is_said(f, "name=\"b\""));
}

static void the_same_list_again_changes_nothing(void **state)
{
	static const char list[] =
		HEAD "000001,見本 一,ミホン イチ" REST "000002,見本 二,ミホン ニ" REST;
	struct fixture *f = *state;

	import(f, list);
	assert_int_equal(post_file(f, KS_USER_HR, "/roster/upload", "same.csv", list), 303);
	see(f, "/roster/import");
	assert_false(is_said(f, "<h2>変わるところ"));
	assert_false(is_said(f, "state bad\">誤り"));
	assert_int_equal(post_file(f, KS_USER_HR, "/roster/upload", "new.csv",
				   HEAD "000001,見本 壱,ミホン イチ" REST
					"000002,見本 二,ミホン ニ" REST),
			 303);
	see(f, "/roster/import");
	must_say(f, "<h2>変わるところ");
}

static void what_was_not_sent_is_not_taken(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(ask(f, f->cookie[KS_USER_HR], "/roster/import", NULL), 400);
	must_say(f, "名簿のファイルがありません");
	assert_int_equal(post_file(f, KS_USER_HR, "/roster/upload", "x.csv", ""), 400);
	must_say(f, "名簿のファイルがありません");
	assert_int_equal(post(f, KS_USER_HR, "/roster/import", "do=take"), 400);
	must_say(f, "名簿のファイルがありません");
	assert_int_equal(post_file(f, KS_USER_HR, "/roster/upload", "x.csv",
				   HEAD "000001,x,ミホン" REST),
			 303);
	assert_int_equal(post(f, KS_USER_HR, "/roster/import", "do=drop"), 303);
	assert_int_equal(ask(f, f->cookie[KS_USER_HR], "/roster/import", NULL), 400);
}

static void only_an_import_can_be_taken_back(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(post(f, KS_USER_HR, "/roster", "do=undo&reason=%20"), 400);
	must_say(f, "理由を書いて、もう一度送ってください。");
	assert_int_equal(post(f, KS_USER_HR, "/roster", "do=redo&reason=x"), 400);
	must_say(f, "理由を書いて、もう一度送ってください。");
	assert_int_equal(ks_db_run(f->sample.store, "DELETE FROM roster_import", ""), KS_OK);
	assert_int_equal(post(f, KS_USER_HR, "/roster", "do=undo&reason=x"), 400);
	must_say(f, "元に戻せる取込みがありません。");
}

/* ---- who asks ---- */

/* One cookie among others, of the length that ours have. */
static void a_cookie_is_ours_or_none(void **state)
{
	struct fixture *f = *state;
	const char *own = strstr(f->cookie[KS_USER_HR], "__Host-kenshu=");
	static const struct {
		const char *before, *after;
		int cut, status;
	} forms[] = {{"", "", 0, 200},     {"; ", "", 0, 200},
		     {"a=b;", "", 0, 200}, {"a=b;  ", "; c=d", 0, 200},
		     {"", ";", 0, 200},    {"", " ;", 0, 200},
		     {"x", "", 0, 303},    {"", "x", 0, 303},
		     {"", "", 1, 303},     {"a", ";", 0, 303},
		     {"a=", "", 0, 303}};

	for (size_t i = 0; i < KS_COUNT(forms); i++) {
		char *cookie = ks_format("%s%.*s%s", forms[i].before,
					 (int)strlen(own) - forms[i].cut, own, forms[i].after);

		assert_int_equal(ask(f, cookie, "/roster", NULL), forms[i].status);
		free(cookie);
	}
}

/* ---- self-inspection ---- */

static void what_was_decided_is_a_file_too(void **state)
{
	static const struct ks_measure measure = {.nendo = 2026,
						  .checklist = "self-inspection",
						  .item = "i03",
						  .unit = "総務課",
						  .what = "札を出す",
						  .owner = "課長",
						  .due = {2026, 6, 30},
						  .by = "hr",
						  .at_ms = 1,
						  .result = "",
						  .done_by = ""};
	struct fixture *f = *state;

	assert_int_equal(ks_measure_add(f->sample.store, &measure), KS_OK);
	see(f, "/inspection?nendo=2026&table=measures&format=csv&reason=x");
	must_say(f, "札を出す");
	assert_string_equal(f->reply.content_type, "text/csv; charset=utf-8");
	see(f, "/inspection?nendo=2026&table=measures");
	must_say(f, "<main");
	must_say(f, "札を出す");
}

/* ---- files ---- */

/* What is of nobody asks for no reason, in each form; and the log says that nobody's record went out. */
static void a_file_of_nobody_needs_no_reason(void **state)
{
	static const char *const pages[] = {"/plan?nendo=2026", "/questions?nendo=2026",
					    "/questions?nendo=2026&of=clauses",
					    "/inspection?nendo=2026",
					    "/inspection?nendo=2026&table=measures"};
	static const char *const formats[][2] = {
		{"csv", "\xef\xbb\xbf"}, {"csv-cp932", ""}, {"xlsx", "PK"}, {"pdf", "%PDF-"}};
	struct fixture *f = *state;

	for (size_t i = 0; i < KS_COUNT(pages); i++)
		for (size_t k = 0; k < KS_COUNT(formats); k++) {
			char *address = ks_format("%s&format=%s", pages[i], formats[k][0]);

			see(f, address);
			assert_memory_equal(ks_buf_text(&f->reply.body), formats[k][1],
					    strlen(formats[k][1]));
			assert_non_null(strstr(told(f, "Content-Disposition"), "kenshu-2026."));
			free(address);
		}
	assert_int_equal(ask(f, f->cookie[KS_USER_AUDITOR], "/audit?nendo=2026&format=csv&reason=x",
			     NULL),
			 200);
	assert_int_equal(times(f, "書き出し"), KS_COUNT(pages) * KS_COUNT(formats));
	assert_int_equal(times(f, "個人なし"), times(f, "\r\n") - 1);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(a_page_without_people_says_why),
		TEST(a_letter_names_what_is_owed_and_is_a_sheet),
		TEST(a_number_that_changed_or_lost_its_zeros_is_asked_about),
		TEST(the_same_list_again_changes_nothing),
		TEST(what_was_not_sent_is_not_taken),
		TEST(only_an_import_can_be_taken_back),
		TEST(a_cookie_is_ours_or_none),
		TEST(what_was_decided_is_a_file_too),
		TEST(a_file_of_nobody_needs_no_reason),
	};

	return ks_test_run(tests);
}
