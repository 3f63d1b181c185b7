/* SPDX-License-Identifier: Apache-2.0 */
#include "tools/report.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "support/centre_sample.h"
#include "support/test.h"
#include "tools/tools.h"

/* What the reports print for a small centre, to the letter: a script at the body reads these. */

static const char roster_csv[] =
	"職員番号,氏名,氏名カナ,所属,所属区分,施設,任用区分,任用開始,任用終了,在籍状態,役割,初期暗証番号\r\n"
	"000001,見本 一,ミホン イチ,総務課,事務局,本庁,01,2010-04-01,,在職,端末利用,\r\n"
	"000002,見本 二,ミホン ニ,総務課,事務局,本庁,01,2010-04-01,,在職,管理職;端末利用,\r\n"
	"000003,見本 三,ミホン サン,総務課,事務局,本庁,01,2010-04-01,,在職,管理職,\r\n"
	"000004,見本 四,ミホン ヨン,会計課,事務局,本庁,01,2010-04-01,,育休,端末利用,\r\n"
	"000005,見本 五,ミホン ゴ,会計課,事務局,本庁,01,2010-04-01,,在職,端末利用,\r\n"
	"000006,見本 六,ミホン ロク,会計課,事務局,本庁,01,2010-04-01,,在職,端末利用,\r\n";

struct fixture {
	struct ks_sample_centre sample;
	struct ks_report report;
};

static char *plans_json(void)
{
	static const char *audience[] = {"01"};
	struct ks_plan_lesson lessons[] = {
		{.id = "m1",
		 .title = "一",
		 .minutes = 5,
		 .is_ready = true,
		 .n_questions = 5,
		 .pass_right = 4},
		{.id = "m5",
		 .title = "五",
		 .minutes = 5,
		 .is_ready = true,
		 .n_questions = 5,
		 .pass_right = 4},
	};
	struct ks_plan plans[] = {
		{.id = "annual",
		 .title = "年次研修",
		 .revision = "3",
		 .due = {2026, 12, 25},
		 .n_lessons = 2},
		{.id = "second",
		 .title = "もう一つ",
		 .revision = "1",
		 .due = {2027, 1, 31},
		 .n_lessons = 1},
	};
	char *json[KS_COUNT(plans)], *all;

	for (size_t i = 0; i < KS_COUNT(plans); i++) {
		plans[i].nendo = 2026;
		plans[i].opens = (struct ks_date){2026, 4, 1};
		plans[i].audience.employment = audience;
		plans[i].audience.n_employment = 1;
		plans[i].lessons = lessons;
		json[i] = ks_plan_to_json(&plans[i]);
	}
	all = ks_format("[%s,%s]", json[0], json[1]);
	free(json[0]);
	free(json[1]);
	return all;
}

/* 1 passed all, 5 half of it, 2 and 6 failed three times, 9 is not on the list any more. */
static int setup(void **state)
{
	static const char *const failed[] = {"000002", "000006"};
	struct fixture *f = ks_alloc_zero(1, sizeof(*f));
	struct ks_sample_kiosk kiosk = ks_sample_kiosk("k-01");
	char *json = plans_json();

	ks_sample_centre_init(&f->sample);
	ks_sample_import(f->sample.store, roster_csv);
	assert_int_equal(ks_centre_take_plans(f->sample.centre, "k-01", json), KS_OK);
	free(json);
	ks_sample_ingest(&f->sample, &kiosk, "000001", "passed", "course/annual/m1");
	ks_clock_advance(&f->sample.clock, 60000);
	ks_sample_ingest(&f->sample, &kiosk, "000001", "passed", "course/annual/m5");
	ks_sample_ingest(&f->sample, &kiosk, "000005", "passed", "course/annual/m5");
	for (size_t i = 0; i < 2 * 3; i++)
		ks_sample_ingest(&f->sample, &kiosk, failed[i % 2], "failed", "course/annual/m1");
	ks_sample_ingest(&f->sample, &kiosk, "000009", "passed", "course/annual/m1");
	f->report = (struct ks_report){
		.store = f->sample.store, .times = 3, .today = {2026, 12, 26}, .nendo = 2026};
	*state = f;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *f = *state;

	ks_buf_finish(&f->report.out);
	ks_sample_centre_finish(&f->sample);
	free(f);
	return 0;
}

static void expect(struct fixture *f, int (*write)(struct ks_report *),
		   enum ks_report_format format, const char *text)
{
	ks_buf_finish(&f->report.out);
	f->report.out = (struct ks_buf){0};
	f->report.format = format;
	assert_int_equal(write(&f->report), KS_EXIT_DONE);
	assert_string_equal(ks_buf_text(&f->report.out), text);
}

static void duties_are_one_row_each(void **state)
{
	static const struct {
		const char *number, *name, *unit, *lesson, *title, *status, *done;
	} rows[] = {
		{"000001", "見本 一", "総務課", "m1", "一", "修了", "2026-05-18"},
		{"000001", "見本 一", "総務課", "m5", "五", "修了", "2026-05-18"},
		{"000002", "見本 二", "総務課", "m1", "一", "期限切れ", ""},
		{"000002", "見本 二", "総務課", "m5", "五", "期限切れ", ""},
		{"000003", "見本 三", "総務課", "m1", "一", "期限切れ", ""},
		{"000003", "見本 三", "総務課", "m5", "五", "期限切れ", ""},
		{"000005", "見本 五", "会計課", "m1", "一", "期限切れ", ""},
		{"000005", "見本 五", "会計課", "m5", "五", "修了", "2026-05-18"},
		{"000006", "見本 六", "会計課", "m1", "一", "期限切れ", ""},
		{"000006", "見本 六", "会計課", "m5", "五", "期限切れ", ""},
	};
	struct ks_buf text = {0};

	ks_buf_puts(&text, "{\"nendo\":2026,\"as_of\":\"2026-12-26\",\"duties\":[");
	for (size_t i = 0; i < KS_COUNT(rows); i++)
		ks_buf_printf(
			&text,
			"%s\n{\"number\":\"%s\",\"name\":\"%s\",\"unit\":\"%s\",\"employment\":\"01\","
			"\"plan\":\"annual\",\"revision\":\"3\",\"lesson\":\"%s\",\"title\":\"%s\","
			"\"due\":\"2026-12-25\",\"status\":\"%s\",\"done\":\"%s\","
			"\"why\":\"「年次研修」の対象です（任用区分「正規職員」）。期限は、"
			"受講期間の終わりです。\",\"rule\":\"受講期間の終わり\"}",
			i ? "," : "", rows[i].number, rows[i].name, rows[i].unit, rows[i].lesson,
			rows[i].title, rows[i].status, rows[i].done);
	ks_buf_puts(&text, "]}\n");
	expect(*state, ks_report_write_duties, KS_REPORT_JSON, ks_buf_text(&text));
	ks_buf_finish(&text);
}

static const char followup_json[] =
	"{\"nendo\":2026,\"as_of\":\"2026-12-26\",\"times\":3,\"people\":[\n"
	"{\"number\":\"000006\",\"name\":\"見本 六\",\"unit\":\"会計課\",\"lesson\":\"m1\",\"title\":\"一\",\"failed\":3,\"last_failed\":\"2026-05-18T09:31:20+09:00\",\"heads\":[]},\n"
	"{\"number\":\"000002\",\"name\":\"見本 二\",\"unit\":\"総務課\",\"lesson\":\"m1\",\"title\":\"一\",\"failed\":3,\"last_failed\":\"2026-05-18T09:31:20+09:00\",\"heads\":[{\"number\":\"000003\",\"name\":\"見本 三\"}]}]}\n";

static const char completion_json[] =
	"{\"nendo\":2026,\"as_of\":\"2026-12-26\",\"plan\":{\"id\":\"annual\",\"title\":\"年次研修\",\"revision\":\"3\"},\"plans\":[{\"id\":\"annual\",\"title\":\"年次研修\",\"revision\":\"3\"},{\"id\":\"second\",\"title\":\"もう一つ\",\"revision\":\"1\"}],\n"
	"\"totals\":{\"listed\":6,\"target\":5,\"exempt\":1,\"done\":1,\"under_way\":3,\"not_started\":1},\n"
	"\"people\":[\n"
	"{\"number\":\"000004\",\"name\":\"見本 四\",\"unit\":\"会計課\",\"employment\":{\"code\":\"01\",\"name\":\"正規職員\"},\"target\":0,\"done\":0,\"status\":\"対象外\",\"due\":null,\"last_done\":null,\"reason\":\"育休\",\"addendum\":null,\"correction\":null,\"overdue\":false,\"clock_doubt\":false,\"agreement_owed\":false},\n"
	"{\"number\":\"000005\",\"name\":\"見本 五\",\"unit\":\"会計課\",\"employment\":{\"code\":\"01\",\"name\":\"正規職員\"},\"target\":2,\"done\":1,\"status\":\"受講中\",\"due\":\"2026-12-25\",\"last_done\":\"2026-05-18T09:31:20+09:00\",\"reason\":null,\"addendum\":null,\"correction\":null,\"overdue\":true,\"clock_doubt\":false,\"agreement_owed\":false},\n"
	"{\"number\":\"000006\",\"name\":\"見本 六\",\"unit\":\"会計課\",\"employment\":{\"code\":\"01\",\"name\":\"正規職員\"},\"target\":2,\"done\":0,\"status\":\"受講中\",\"due\":\"2026-12-25\",\"last_done\":null,\"reason\":null,\"addendum\":null,\"correction\":null,\"overdue\":true,\"clock_doubt\":false,\"agreement_owed\":false},\n"
	"{\"number\":\"000001\",\"name\":\"見本 一\",\"unit\":\"総務課\",\"employment\":{\"code\":\"01\",\"name\":\"正規職員\"},\"target\":2,\"done\":2,\"status\":\"修了\",\"due\":\"2026-12-25\",\"last_done\":\"2026-05-18T09:31:20+09:00\",\"reason\":null,\"addendum\":null,\"correction\":null,\"overdue\":false,\"clock_doubt\":false,\"agreement_owed\":false},\n"
	"{\"number\":\"000002\",\"name\":\"見本 二\",\"unit\":\"総務課\",\"employment\":{\"code\":\"01\",\"name\":\"正規職員\"},\"target\":2,\"done\":0,\"status\":\"受講中\",\"due\":\"2026-12-25\",\"last_done\":null,\"reason\":null,\"addendum\":null,\"correction\":null,\"overdue\":true,\"clock_doubt\":false,\"agreement_owed\":false},\n"
	"{\"number\":\"000003\",\"name\":\"見本 三\",\"unit\":\"総務課\",\"employment\":{\"code\":\"01\",\"name\":\"正規職員\"},\"target\":2,\"done\":0,\"status\":\"未受講\",\"due\":\"2026-12-25\",\"last_done\":null,\"reason\":null,\"addendum\":null,\"correction\":null,\"overdue\":true,\"clock_doubt\":false,\"agreement_owed\":false}],\n"
	"\"unlisted\":[\n"
	"{\"number\":\"000009\",\"name\":null,\"done\":1,\"last_done\":\"2026-05-18T09:31:20+09:00\"}]}\n";

static void who_failed_stands_beside_the_heads_of_the_unit(void **state)
{
	expect(*state, ks_report_write_followup, KS_REPORT_JSON, followup_json);
}

static void completion_names_everybody_and_who_is_not_listed(void **state)
{
	expect(*state, ks_report_write_completion, KS_REPORT_JSON, completion_json);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(duties_are_one_row_each, setup, teardown),
		cmocka_unit_test_setup_teardown(who_failed_stands_beside_the_heads_of_the_unit,
						setup, teardown),
		cmocka_unit_test_setup_teardown(completion_names_everybody_and_who_is_not_listed,
						setup, teardown),
	};

	return ks_test_run(tests);
}
