/* SPDX-License-Identifier: Apache-2.0 */
#include "desk.h"
#include "lrs/announce.h"
#include "lrs/reminder.h"
#include "support/golden.h"
#include "support/sheet_told.h"

/* Pages as paper: what each PDF was told to draw, word by word, in tests/data/golden/papers/. */

#define HEAD \
	"職員番号,氏名,氏名カナ,所属,所属区分,施設,任用区分,任用開始,任用終了,在籍状態,役割,初期暗証番号\r\n"
#define LESSON(id, title)                                                                       \
	"{\"id\":\"" id "\",\"title\":\"" title "\",\"minutes\":5,\"ready\":true,\"audience\":" \
	"{\"employment\":[],\"roles\":[],\"facilities\":[]},\"pools\":[],\"questions\":5,"      \
	"\"pass\":4}"

static const char plan[] =
	"{\"format\":\"kenshu-plan-1\",\"id\":\"annual\",\"title\":\"年次\",\"revision\":\"1\","
	"\"nendo\":2026,\"opens\":\"2026-04-01\",\"due\":\"2026-05-18\",\"mid_year_days\":14,"
	"\"max_repeats\":3,\"audience\":{\"employment\":[],\"roles\":[],\"facilities\":[]},"
	"\"lessons\":[" LESSON("m1", "一つめ") "," LESSON("m2", "二つめ") "]}";

static void play(struct fixture *f)
{
	static const struct ks_reminder reminders[] = {
		{2026, "000002", KS_TEST_WALL_MS, "hr", "文書", "t"},
		{2026, "000002", KS_TEST_WALL_MS + 1, "hr", "口頭", "t"},
		{2026, "000004", KS_TEST_WALL_MS + 2, "hr", "電話", "t"},
		{2026, "000999", KS_TEST_WALL_MS + 3, "hr", "電話", "t"}};
	struct ks_sample_kiosk kiosk = ks_sample_kiosk("k-01");
	struct ks_announce_wish wish = {.id = "",
					.title = "春の研修",
					.place = "会議室",
					.lessons = "m1",
					.date = "2026-05-18",
					.from = "09:00",
					.to = "10:00",
					.expected = "全員"};
	char *said = NULL;

	assert_int_equal(ks_centre_take_plans(f->sample.centre, "k-01", plan), KS_OK);
	ks_sample_import(
		f->sample.store, HEAD
		"000001,見本 一,ミホン イチ,総務課,事務局,本庁,01,2010-04-01,,在職,端末利用,\r\n"
		"000002,見本 二,ミホン ニ,会計課,事務局,本庁,06,2010-04-01,,在職,端末利用,\r\n"
		"000003,見本 三,ミホン サン,総務課,事務局,本庁,01,2010-04-01,,育休,端末利用,\r\n"
		"000004,見本 四,ミホン ヨン,会計課,事務局,本庁,01,2026-05-10,,在職,端末利用,\r\n");
	ks_centre_touch(f->sample.centre);
	assert_int_equal(ks_centre_announce(f->sample.centre, &wish, &said, NULL), KS_OK);
	free(said);
	assert_int_equal(ks_reminder_add(f->sample.store, reminders, KS_COUNT(reminders)), KS_OK);
	ks_sample_ingest(&f->sample, &kiosk, "000001", "checkin", "session/2026-05-18-1");
	ks_sample_ingest(&f->sample, &kiosk, "000001", "passed", "course/annual/m1");
	ks_clock_advance(&f->sample.clock, 60000);
	ks_sample_ingest(&f->sample, &kiosk, "000001", "passed", "course/annual/m2");
	ks_sample_ingest(&f->sample, &kiosk, "000002", "passed", "course/annual/m2");
}

/* The mark of the record is another each time, for its statements are. */
static void blot_marks(char *text)
{
	for (char *at = strchr(text, '-'); at; at = strchr(at + 1, '-'))
		if (strspn(at + 1, "0123456789abcdef") == 16)
			memset(at + 1, 'x', 16);
}

static void every_page_is_paper_too(void **state)
{
	static const struct {
		const char *name, *address;
		enum ks_user_role role;
	} papers[] = {
		{"web-completion", "/completion?nendo=2026", KS_USER_HR},
		{"web-completion-head", "/completion?nendo=2026", KS_USER_HEAD},
		{"web-outstanding", "/outstanding?nendo=2026", KS_USER_HR},
		{"web-letters", "/letters?nendo=2026", KS_USER_HR},
		{"web-person-done", "/people/000001?nendo=2026", KS_USER_HR},
		{"web-person", "/people/000002?nendo=2026", KS_USER_HR},
		{"web-person-away", "/people/000003?nendo=2026", KS_USER_HR},
		{"web-tries", "/people/000001?nendo=2026&of=tries", KS_USER_HR},
		{"web-gatherings", "/gatherings?nendo=2026", KS_USER_HR},
		{"web-gatherings-head", "/gatherings?nendo=2026", KS_USER_HEAD},
		{"web-roster", "/roster?nendo=2026", KS_USER_HR},
		{"web-plan", "/plan?nendo=2026", KS_USER_HR},
		{"web-kiosks", "/kiosks?nendo=2026", KS_USER_IT},
	};
	struct fixture *f = *state;

	play(f);
	for (size_t i = 0; i < KS_COUNT(papers); i++) {
		char *path = ks_format("tests/data/golden/papers/%s.txt", papers[i].name);
		char *address = ks_format("%s&format=pdf&reason=x", papers[i].address);

		ks_clock_advance(&f->sample.clock, 1000);
		if (ask(f, f->cookie[papers[i].role], address, NULL) != 200)
			fail_msg("%s: %d", address, f->reply.status);
		assert_string_equal(f->reply.content_type, "application/pdf");
		blot_marks(f->reply.body.data);
		ks_test_golden(path, f->reply.body.data);
		free(address);
		free(path);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(every_page_is_paper_too, setup, teardown),
	};

	return ks_test_run(tests);
}
