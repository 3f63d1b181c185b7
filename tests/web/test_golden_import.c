/* SPDX-License-Identifier: Apache-2.0 */
#include "desk.h"
#include "support/golden.h"

/* HR's list on its way in, each page of it whole: what differs of everybody, what is asked, how many mistakes are named. */

#define HEAD                                                                                                                                                             \
	"職員番号,氏名,氏名カナ,所属,所属区分,施設,任用区分,任用開始,任用終了,在籍状態,休業区分,休業開始,休業終了,役割," \
	"初期暗証番号\r\n"
#define SAME ",総務課,事務局,本庁,01,2010-04-01,,在職,,,,端末利用,\r\n"

static void expect(const struct fixture *f, const char *name)
{
	char *path = ks_format("tests/data/golden/import/%s.html", name),
	     *page = page_lines(f, false);

	ks_test_golden(path, page);
	free(page);
	free(path);
}

static void send(struct fixture *f, const char *name, const char *list)
{
	assert_int_equal(post_file(f, KS_USER_HR, "/roster/upload", name, list), 303);
	assert_string_equal(told(f, "Location"), "/roster/import");
}

static void see(struct fixture *f, const char *query)
{
	char *path = ks_format("/roster/import%s", query);

	assert_int_equal(ask(f, f->cookie[KS_USER_HR], path, NULL), 200);
	free(path);
}

static void take(struct fixture *f, const char *list)
{
	ks_sample_import(f->sample.store, list);
	ks_centre_touch(f->sample.centre);
}

static void what_differs_of_everybody_is_shown(void **state)
{
	struct fixture *f = *state;

	take(f, HEAD "000001,見本 一,ミホン イチ" SAME "000002,見本 二,ミホン ニ" SAME
		     "000003,見本 三,ミホン サン" SAME "000004,見本 四,ミホン ヨン" SAME
		     "000005,見本 五,ミホン ゴ" SAME "000006,見本 六,ミホン ロク" SAME);
	send(f, "四月.csv",
	     HEAD
	     "000001,見本 壱,ミホン イチ" SAME
	     "000002,見本 二,ミホン ジ,会計課,事務局,西館,07,2026-04-01,2027-03-31,在職,,,,端末利用,\r\n"
	     "000003,見本 三,ミホン サン,総務課,事務局,本庁,01,2010-04-01,,育休,育休,2026-05-01,"
	     "2027-04-30,端末利用,\r\n"
	     "000004,見本 四,ミホン ヨン,総務課,事務局,本庁,01,2011-04-01,,在職,,,,端末利用,\r\n"
	     "000015,見本 五,ミホン ゴ" SAME
	     "000007,見本 七,ミホン ナナ,会計課,事務局,本庁,06,2026-04-01,,在職,,,,\"端末利用,管理職\",482913\r\n");
	see(f, "");
	expect(f, "asked");
	see(f, "?a-000015=same:000005=000015&a-999999=other:1&a-000001=&from=2026-06-01&c5=-");
	expect(f, "answered");
	see(f, "?a-000015=other:000015&c1=氏名カナ");
	expect(f, "wrong-column");
	assert_int_equal(post(f, KS_USER_HR, "/roster/import",
			      "do=take&from=2026-05-01&a-000015=same:000005=000015&once=yes"),
			 200);
	expect(f, "slips");
	assert_int_equal(post(f, KS_USER_HR, "/roster/import", "do=drop"), 303);
	assert_string_equal(told(f, "Location"), "/roster");
	assert_int_equal(ask(f, f->cookie[KS_USER_HR], "/roster?done=taken", NULL), 200);
	expect(f, "taken");
}

/* @n people from @first, all of whom have another name than before where @other says so. */
static char *many(int first, int n, const char *other)
{
	struct ks_buf list = {0};

	ks_buf_puts(&list, HEAD);
	for (int i = first; i < first + n; i++)
		ks_buf_printf(&list, "%06d,見本%s %d,ミホン%s バン%d" SAME, i, other, i, other, i);
	return ks_buf_take(&list);
}

/* Twenty are asked, and how many more there are. */
static void the_rest_of_many_doubts_is_counted(void **state)
{
	static const int cases[] = {20, 21, 22};
	struct fixture *f = *state;

	for (size_t i = 0; i < KS_COUNT(cases); i++) {
		char *before = many(1, cases[i], ""), *after = many(1, cases[i], "サン");
		char *more = ks_format("<p>ほかに %d件あります。上を決めると、続きが出ます。</p>",
				       cases[i] - 20);
		const char *page;

		take(f, before);
		send(f, "x.csv", after);
		see(f, "");
		page = ks_buf_text(&f->reply.body);
		assert_non_null(strstr(page, "name=\"a-000020\""));
		assert_null(strstr(page, "name=\"a-000021\""));
		assert_int_equal(!!strstr(page, more), cases[i] > 20);
		free(before);
		free(after);
		free(more);
	}
}

/* Fifty mistakes are named, and fifty changes shown. */
static void the_rest_of_many_mistakes_is_counted(void **state)
{
	static const int cases[] = {50, 51};
	struct fixture *f = *state;

	for (size_t i = 0; i < KS_COUNT(cases); i++) {
		/* two are of the file as a whole */
		char *list = many(1, cases[i] - 2, ""),
		     *more = ks_format("1～50名 ／ %d名。", cases[i]);
		const char *page;

		for (char *at = list; (at = strstr(at, "2010-04-01")); at++)
			at[4] = '!';
		send(f, "x.csv", list);
		see(f, "");
		page = ks_buf_text(&f->reply.body);
		assert_int_equal(!!strstr(page, "<p class=\"small\">ほかに 1件あります。</p>"),
				 cases[i] > 50);
		assert_int_equal(!!strstr(page, "ほかに "), cases[i] > 50);
		assert_null(strstr(page, "value=\"take\""));
		free(list);
		list = many(1000, 1, "");
		take(f, list);
		free(list);
		list = many(1000, cases[i] + 1, "");
		send(f, "x.csv", list);
		see(f, "");
		page = ks_buf_text(&f->reply.body);
		assert_non_null(strstr(page, more));
		assert_int_equal(!!strstr(page, "ここに出ない人は、"), cases[i] > 50);
		free(list);
		free(more);
	}
}

static void a_file_without_a_name_that_can_be_shown_is_the_list(void **state)
{
	static const struct {
		const char *name, *shown;
	} files[] = {{"", "名簿"},
		     {"a\x01z.csv", "名簿"},
		     {"a\x7fz.csv", "名簿"},
		     {"\xe3\x81", "名簿"},
		     {"表.csv", "表.csv"}};
	struct fixture *f = *state;
	char longest[122];

	for (size_t i = 0; i < KS_COUNT(files); i++) {
		char *line = ks_format("<p class=\"small\">%s ／ 1行 ／ 1 KB。", files[i].shown);

		send(f, files[i].name, HEAD "000001,見本 一,ミホン イチ" SAME);
		see(f, "");
		if (!strstr(ks_buf_text(&f->reply.body), line))
			fail_msg("%zu is not called %s", i, files[i].shown);
		free(line);
	}
	memset(longest, 'x', 121);
	longest[121] = '\0';
	for (int n = 120; n <= 121; n++) {
		send(f, longest + 121 - n, HEAD "000001,見本 一,ミホン イチ" SAME);
		see(f, "");
		assert_int_equal(!!strstr(ks_buf_text(&f->reply.body), "xxxx ／ 1行"), n == 120);
	}
}

static void a_list_lies_for_as_long_as_a_session(void **state)
{
	struct fixture *f = *state;
	int64_t left = KS_WEB_SESSION_MS;

	send(f, "x.csv", HEAD "000001,見本 一,ミホン イチ" SAME);
	for (; left > 0; left -= left < KS_WEB_IDLE_MS ? left : KS_WEB_IDLE_MS) {
		ks_clock_advance(&f->sample.clock, left < KS_WEB_IDLE_MS ? left : KS_WEB_IDLE_MS);
		if (ask(f, f->cookie[KS_USER_HR], "/roster", NULL) != 200)
			enter(f, KS_USER_HR);
	}
	see(f, "");
	ks_clock_advance(&f->sample.clock, 1);
	enter(f, KS_USER_HR);
	assert_int_equal(ask(f, f->cookie[KS_USER_HR], "/roster/import", NULL), 400);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_differs_of_everybody_is_shown),
		cmocka_unit_test(the_rest_of_many_doubts_is_counted),
		cmocka_unit_test(the_rest_of_many_mistakes_is_counted),
		cmocka_unit_test(a_file_without_a_name_that_can_be_shown_is_the_list),
		cmocka_unit_test(a_list_lies_for_as_long_as_a_session),
	};

	return ks_test_run_in(tests, setup, teardown);
}
