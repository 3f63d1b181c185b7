/* SPDX-License-Identifier: Apache-2.0 */
#include "desk.h"
#include "lrs/announce.h"
#include "lrs/user.h"
#include "record/db.h"
#include "record/inspection.h"
#include "support/golden.h"
#include "support/packed.h"
#include "support/sheet_told.h"

/*
 * Pages as they are seen once a year or never: the first user's, of nobody, of somebody who may not decide; and what the
 * pages' PDFs are told to draw. Several to a file of tests/data/golden/web/, without what is the same on every page.
 */

#define TODAY "2026-05-18" /* of the sample's clock */
#define HEAD \
	"職員番号,氏名,氏名カナ,所属,所属区分,施設,任用区分,任用開始,任用終了,在籍状態,役割,初期暗証番号\r\n"

static void put(struct ks_buf *out, struct fixture *f, const char *what, bool is_whole)
{
	ks_buf_printf(out, "==== %s %d %s\n", what, f->reply.status, told(f, "Location"));
	if (strncmp(ks_buf_text(&f->reply.body), "<!DOCTYPE", 9) == 0)
		put_lines(out, f, is_whole, false);
	else
		ks_buf_puts(out, ks_buf_text(&f->reply.body));
}

static void look(struct ks_buf *out, struct fixture *f, enum ks_user_role role, const char *address)
{
	(void)ask(f, f->cookie[role], address, NULL);
	put(out, f, address, false);
}

static void expect(struct ks_buf *out, const char *name)
{
	char *path = ks_format("tests/data/golden/web/%s.txt", name);

	ks_test_golden(path, ks_buf_text(out));
	ks_buf_finish(out);
	free(path);
}

/* ---- the first user ---- */

static void the_first_user_is_told_each_step(void **state)
{
	static const char wrong[] =
		"first=AAAA-BBBB-CCCC-DDDD&user=a&password=long+enough&again=long+"
		"enough";
	struct ks_sample_centre sample;
	struct fixture f = {0};
	struct ks_buf out = {0};
	char code[KS_FIRST_CODE_TEXT], *form;

	(void)state;
	ks_sample_centre_init(&sample);
	f.sample = sample;
	f.web = ks_web_open(sample.centre);
	assert_int_equal(ks_user_first_code(sample.store, code), KS_OK);
	(void)ask(&f, NULL, "/login", NULL);
	put(&out, &f, "login", true);
	(void)ask(&f, NULL, "/first", NULL);
	put(&out, &f, "first", true);
	(void)ask(&f, NULL, "/first", "first=x&user=a&password=long+enough&again=other");
	put(&out, &f, "two passwords", false);
	form = ks_format("first=%s&user=a&password=short&again=short", code);
	(void)ask(&f, NULL, "/first", form);
	put(&out, &f, "a short one", false);
	free(form);
	for (int i = 0; i < 5; i++)
		(void)ask(&f, NULL, "/first", wrong);
	put(&out, &f, "a wrong code", false);
	(void)ask(&f, NULL, "/first", wrong);
	put(&out, &f, "to wait", false);
	expect(&out, "first-ways");
	ks_reply_finish(&f.reply);
	ks_web_close(f.web);
	ks_sample_centre_finish(&sample);
}

/* ---- nothing there ---- */

static void pages_of_nothing_say_so(void **state)
{
	static const struct {
		enum ks_user_role role;
		const char *address;
	} views[] = {
		{KS_USER_HR, "/corrections?nendo=2026"},
		{KS_USER_HEAD, "/corrections?nendo=2026"},
		{KS_USER_HR, "/exemptions?nendo=2026&unit=x"},
		{KS_USER_HR, "/gatherings?nendo=2026"},
		{KS_USER_AUDITOR, "/gatherings?nendo=2026"},
		{KS_USER_HR, "/inspection?nendo=2026"},
		{KS_USER_HR, "/kiosks"},
		{KS_USER_TRAINER, "/letters?nendo=2026&employment=13"},
		{KS_USER_HR, "/outstanding?nendo=2026&employment=13"},
		{KS_USER_HR, "/outstanding?nendo=2026&status=%E4%BF%AE%E4%BA%86"},
		{KS_USER_TRAINER, "/plan?nendo=2026"},
		{KS_USER_HR, "/questions?nendo=2026"},
		{KS_USER_HR, "/questions?nendo=2026&clause=x"},
		{KS_USER_HR, "/roster?unit=x"},
		{KS_USER_HR, "/people/000003?nendo=2026"},
		{KS_USER_HR, "/completion?nendo=2026&unit=x&employment=x"},
		{KS_USER_HR, "/nowhere"},
	};
	struct fixture *f = *state;
	struct ks_buf out = {0};

	for (size_t i = 0; i < KS_COUNT(views); i++)
		look(&out, f, views[i].role, views[i].address);
	expect(&out, "of-nothing");
}

/* ---- something rare ---- */

static void answer_item(struct fixture *f, const char *item, const char *response)
{
	struct ks_inspection_answer given = {
		.item = item, .text = "机の上", .at_ms = 1, .response = response};

	assert_int_equal(ks_store_begin(f->sample.store), KS_OK);
	for (int i = 0; i < 6; i++) {
		char *staff = ks_format("91000%d", i);
		struct ks_inspection_key key = {staff, 2026, "c"};

		assert_int_equal(ks_inspection_keep(f->sample.store, &key, &given, false), KS_OK);
		free(staff);
	}
	assert_int_equal(ks_store_commit(f->sample.store), KS_OK);
}

static void play_record(struct fixture *f)
{
	struct ks_sample_kiosk kiosk = ks_sample_kiosk("k-02"), copied;

	for (int i = 0; i < 12; i++)
		ks_sample_ingest_shown(
			&f->sample, &kiosk, "course/annual/m1/quiz/m1-q01", "1",
			"\"extensions\":{\"https://kenshu.example/xapi/ext/clauses\":[\"第3条\"]}",
			i % 2 ? "\"response\":\"b\",\"success\":false"
			      : "\"response\":\"a\",\"success\":true");
	ks_sample_ingest_shown(
		&f->sample, &kiosk, "course/annual/m1/quiz/m1-q02", "1",
		"\"extensions\":{\"https://kenshu.example/xapi/ext/clauses\":[\"第1条\"]}",
		"\"response\":\"a\",\"success\":true");
	ks_sample_ingest(&f->sample, &kiosk, "000001", "passed", "course/annual/m1");
	copied = kiosk;
	ks_sample_ingest(&f->sample, &kiosk, "000001", "experienced", "course/annual/m1");
	ks_sample_ingest(&f->sample, &copied, "000002", "experienced", "course/annual/m1");
}

static void play_desk(struct fixture *f)
{
	char *id, *form;

	must(f, KS_USER_TRAINER, "/exemptions",
	     "nendo=2026&do=add&number=000002&kind=%E8%82%B2%E4%BC%91&from=2026-11-01&to=2026-12-01&"
	     "reason=r");
	decide_first(f, "/exemptions?nendo=2026", "approve", "a");
	must(f, KS_USER_TRAINER, "/exemptions",
	     "nendo=2026&do=add&number=000001&kind=%E8%82%B2%E4%BC%91&from=2026-11-01&reason=s");
	decide_first(f, "/exemptions?nendo=2026", "approve", "a");
	assert_int_equal(ask(f, f->cookie[KS_USER_HR], "/exemptions?nendo=2026", NULL), 200);
	id = value_of(f, "/exemptions?nendo=2026&amp;end=");
	form = ks_format("nendo=2026&do=end&id=%s&reason=x", id);
	must(f, KS_USER_TRAINER, "/exemptions", form);
	decide_first(f, "/exemptions?nendo=2026", "approve", "a");
	free(form);
	free(id);
	must(f, KS_USER_TRAINER, "/corrections",
	     "nendo=2026&do=undone&number=000001&course=annual&lesson=m1&reason=r");
	must(f, KS_USER_TRAINER, "/gatherings",
	     "do=add&title=T&date=" TODAY "&from=00:00&to=23:59&place=&lessons=m1");
	answer_item(f, "i03", "no");
	answer_item(f, "i04", "unknown");
	must(f, KS_USER_HR, "/inspection",
	     "nendo=2026&do=add&checklist=c&item=i03&group=%EF%BC%88%E3%81%AA%E3%81%97%EF%BC%89&what=w&"
	     "owner=o&due=2026-05-17");
}

/* Who may decide, who proposed it, who it is about; what was ended; what was never decided. */
static void what_is_rare_is_shown_to_whom_it_is_for(void **state)
{
	static const struct {
		enum ks_user_role role;
		const char *address;
	} views[] = {
		{KS_USER_HR, "/corrections?nendo=2026"},
		{KS_USER_TRAINER, "/corrections?nendo=2026"},
		{KS_USER_AUDITOR, "/corrections?nendo=2026"},
		{KS_USER_HR, "/exemptions?nendo=2026"},
		{KS_USER_AUDITOR, "/exemptions?nendo=2026"},
		{KS_USER_HEAD, "/gatherings?nendo=2026"},
		{KS_USER_HR, "/gatherings?nendo=2026"},
		{KS_USER_HR, "/inspection?nendo=2026"},
		{KS_USER_HR, "/inspection?nendo=2026&table=measures&done=added"},
		{KS_USER_AUDITOR, "/inspection?nendo=2026"},
		{KS_USER_HR, "/questions?nendo=2026"},
		{KS_USER_HR, "/questions?nendo=2026&unit=%E7%B7%8F%E5%8B%99%E8%AA%B2"},
		{KS_USER_AUDITOR, "/audit?nendo=2026&check=1"},
	};
	struct fixture *f = *state;
	struct ks_buf out = {0};
	char *id, *address;

	play_record(f);
	play_desk(f);
	ks_centre_touch(f->sample.centre);
	for (size_t i = 0; i < KS_COUNT(views); i++)
		look(&out, f, views[i].role, views[i].address);
	assert_int_equal(ask(f, f->cookie[KS_USER_HR], "/exemptions?nendo=2026", NULL), 200);
	id = value_of(f, "/exemptions?nendo=2026&amp;end=");
	address = ks_format("/exemptions?nendo=2026&end=%s", id);
	(void)ask(f, f->cookie[KS_USER_HR], address, NULL);
	put(&out, f, "to end it", false);
	assert_int_equal(ks_user_set_staff(f->sample.store, names[KS_USER_HR], "000001"), KS_OK);
	look(&out, f, KS_USER_HR, "/corrections?nendo=2026");
	assert_int_equal(ks_user_set_staff(f->sample.store, names[KS_USER_HR], ""), KS_OK);
	expect(&out, "rare");
	free(address);
	free(id);
}

/* ---- lists that are odd ---- */

static char *many(int n)
{
	struct ks_buf list = {0};

	ks_buf_puts(&list, HEAD);
	for (int i = 1; i <= n; i++)
		ks_buf_printf(&list,
			      "%06d,見本 %d,ミホン バン%d,総務課,事務局,本庁,01,2010-04-01,,在職,端末利用,"
			      "\r\n",
			      i, i, i);
	return ks_buf_take(&list);
}

static void what_is_asked_of_a_list_stands_on_its_page(void **state)
{
	struct fixture *f = *state;
	struct ks_buf out = {0};
	char *whole = many(52), *part = many(30);
	char *zeros = ks_format(
		"%s1,見本 1,ミホン バン1,総務課,事務局,本庁,01,2010-04-01,,在職,,\r\n", HEAD);

	ks_sample_import(f->sample.store, whole);
	ks_centre_touch(f->sample.centre);
	look(&out, f, KS_USER_HR, "/outstanding?nendo=2026&page=2");
	assert_int_equal(post_file(f, KS_USER_HR, "/roster/upload", "x.csv", part), 303);
	look(&out, f, KS_USER_HR, "/roster/import");
	look(&out, f, KS_USER_HR, "/roster/import?gone=22&from=soon");
	look(&out, f, KS_USER_HR, "/roster/import?gone=22&from=2026-05-19");
	assert_int_equal(post(f, KS_USER_HR, "/roster/import", "do=take&gone=22&from=2026-05-19"),
			 303);
	put(&out, f, "taken for tomorrow", false);
	look(&out, f, KS_USER_HR, "/roster?done=waits&page=2");
	assert_int_equal(post_file(f, KS_USER_HR, "/roster/upload", "x.csv", zeros), 303);
	look(&out, f, KS_USER_HR, "/roster/import?a-000001=&a-9=same:9");
	expect(&out, "odd-lists");
	free(zeros);
	free(whole);
	free(part);
}

/* ---- as files ---- */

/* What stands between the first @mark and the next "<" in a workbook; "" without one. */
static char *part_of(const struct ks_buf *book, const char *mark)
{
	struct ks_buf parts = {0};
	const char *at;
	char *found;

	ks_test_unpacked(book->data, book->len, "xl/worksheets/", &parts);
	at = strstr(ks_buf_text(&parts), mark);
	found = at ? ks_strndup(at + strlen(mark), strcspn(at + strlen(mark), "<")) : ks_strdup("");
	ks_buf_finish(&parts);
	return found;
}

/* How each workbook is called, outside and inside, and whether there is a picture in it. */
static void what_a_page_gives_as_workbook(void **state)
{
	static const char *const addresses[] = {"/completion",    "/outstanding",   "/letters",
						"/plan",          "/exemptions",    "/corrections",
						"/gatherings",    "/inspection",    "/inspection",
						"/questions",     "/questions",     "/roster",
						"/people/000001", "/people/000001", "/kiosks",
						"/audit"};
	static const char *const more[KS_COUNT(addresses)] = {
		[8] = "&table=measures", [10] = "&of=clauses", [13] = "&of=tries"};
	struct fixture *f = *state;
	struct ks_buf out = {0};

	for (size_t i = 0; i < KS_COUNT(addresses); i++) {
		char *address = ks_format("%s?nendo=2026&format=xlsx&reason=x%s", addresses[i],
					  more[i] ? more[i] : "");
		char *title, *picture;

		assert_int_equal(ask(f, f->cookie[KS_USER_HR], address, NULL), 200);
		title = part_of(&f->reply.body, "<dc:title>");
		picture = part_of(&f->reply.body, "<a:t>");
		ks_buf_printf(&out, "%s %s\n  %s\n  %s %s\n", addresses[i], more[i] ? more[i] : "",
			      told(f, "Content-Disposition"), title, picture);
		free(picture);
		free(title);
		free(address);
	}
	expect(&out, "workbooks");
}

/* ---- on paper ---- */

/* What marks a record is another each time: 16 digits of a hash. */
static void blot_marks(struct ks_buf *out)
{
	static const char digits[] = "0123456789abcdef";

	for (size_t i = 0; i < out->len;) {
		size_t n = strspn(out->data + i, digits);

		if (n == 16)
			memset(out->data + i, '.', n);
		i += n ? n : 1;
	}
}

static void what_a_page_gives_as_pdf(void **state)
{
	static const char *const addresses[] = {"/completion?nendo=2026",
						"/outstanding?nendo=2026",
						"/letters?nendo=2026",
						"/plan?nendo=2026",
						"/exemptions?nendo=2026",
						"/gatherings?nendo=2026",
						"/people/000001?nendo=2026",
						"/people/000002?nendo=2026",
						"/people/000003?nendo=2026",
						"/people/000001?nendo=2026&of=tries",
						"/kiosks?x=y",
						"/corrections?nendo=2026",
						"/inspection?nendo=2026",
						"/inspection?nendo=2026&table=measures",
						"/questions?nendo=2026",
						"/questions?nendo=2026&of=clauses",
						"/audit?nendo=2026",
						"/roster?unit=%E4%BC%9A%E8%A8%88%E8%AA%B2"};
	struct fixture *f = *state;
	struct ks_sample_kiosk kiosk = ks_sample_kiosk("k-01");
	struct ks_announce_wish wish = {.id = "",
					.title = "春の研修",
					.place = "大会議室",
					.lessons = "m1",
					.date = "2026-04-20",
					.from = "10:00",
					.to = "11:00",
					.expected = "全員"};
	struct ks_buf out = {0};
	char *said = NULL;

	assert_int_equal(ks_centre_announce(f->sample.centre, &wish, &said, NULL), KS_OK);
	free(said);
	ks_sample_ingest(&f->sample, &kiosk, "000001", "checkin", "session/2026-04-20-1");
	ks_sample_ingest(&f->sample, &kiosk, "000001", "passed", "course/annual/m1");
	ks_centre_touch(f->sample.centre);
	for (size_t i = 0; i < KS_COUNT(addresses); i++) {
		char *address = ks_format("%s&format=pdf&reason=x", addresses[i]);

		look(&out, f, KS_USER_HR, address);
		ks_buf_puts(&out, "\n");
		free(address);
	}
	assert_int_equal(
		post_file(f, KS_USER_HR, "/roster/upload", "x.csv",
			  HEAD "000001,見本 一,ミホン イチ,総務課,事務局,本庁,01,2010-04-01,,在職,"
			       "端末利用,480216\r\n"
			       "000002,=1+1,ミホン ニ,会計課,事務局,本庁,01,2010-04-01,,在職,端末利用,"
			       "\r\n"),
		303);
	(void)post(f, KS_USER_HR, "/roster/import", "do=slips&reason=x");
	put(&out, f, "slips", false);
	blot_marks(&out);
	expect(&out, "papers");
}

/* Over one centre, in this order: a password's hash takes its time. */
int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_first_user_is_told_each_step),
		cmocka_unit_test(pages_of_nothing_say_so),
		cmocka_unit_test(what_a_page_gives_as_pdf),
		cmocka_unit_test(what_a_page_gives_as_workbook),
		cmocka_unit_test(what_is_rare_is_shown_to_whom_it_is_for),
		cmocka_unit_test(what_is_asked_of_a_list_stands_on_its_page),
	};

	return cmocka_run_group_tests_name(__FILE__, tests, setup, teardown);
}
