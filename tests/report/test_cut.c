/* SPDX-License-Identifier: Apache-2.0 */
#include "support/cut.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "lrs/access.h"
#include "lrs/correction.h"
#include "lrs/exemption.h"
#include "lrs/measure.h"
#include "lrs/reminder.h"
#include "record/gathering.h"
#include "record/inspection.h"
#include "record/ledger.h"
#include "report/correction.h"
#include "report/exemption.h"
#include "report/pack.h"
#include "report/pdf.h"
#include "report/question.h"
#include "report/report.h"
#include "report/seal.h"
#include "report/tried.h"
#include "support/centre_sample.h"
#include "support/test.h"

/* Reports of a 年度 of everything: each is made of all that it reads, or says that it could not be. Half a list looks whole. */

#define BASE "https://kenshu.example"

static const char roster_csv[] =
	"職員番号,氏名,氏名カナ,所属,所属区分,施設,任用区分,任用開始,任用終了,在籍状態,役割,初期暗証番号\r\n"
	"000001,見本 一,ミホン イチ,総務課,事務局,本庁,01,2010-04-01,,在職,管理職;端末利用,\r\n"
	"000002,見本 二,ミホン ニ,総務課,事務局,本庁,01,2010-04-01,,在職,端末利用,\r\n"
	"000003,見本 三,ミホン サン,会計課,事務局,本庁,01,2010-04-01,,在職,端末利用,\r\n";

struct fixture {
	struct ks_sample_centre sample;
	struct ks_store *store; /* the sample's */
	struct ks_sample_kiosk kiosk;
	struct ks_plan_lesson lesson;
	struct ks_plan plan;
	struct ks_date today;
	int64_t now_ms;
};

static void decide(struct fixture *f, struct ks_correction_wish wish, bool is_decided)
{
	enum ks_correction_fault fault;
	char id[KS_UUID_TEXT];

	wish.nendo = 2026;
	wish.reason = "写しあり";
	wish.user = "trainer";
	wish.iri_base = BASE;
	assert_int_equal(ks_centre_correct(f->sample.centre, &wish, &fault, id), KS_OK);
	if (is_decided)
		assert_int_equal(ks_centre_correct_decide(f->sample.centre, id, "hr", true, "",
							  &fault),
				 KS_OK);
}

static void decide_all(struct fixture *f, const char *gathering)
{
	decide(f,
	       (struct ks_correction_wish){.kind = KS_CORRECTION_PRESENT,
					   .number = "000002",
					   .gathering = gathering,
					   .at_minute = 605},
	       true);
	decide(f,
	       (struct ks_correction_wish){.kind = KS_CORRECTION_UNDONE,
					   .number = "000003",
					   .plan = "annual",
					   .lesson = "m1",
					   .at_minute = -1},
	       true);
	decide(f,
	       (struct ks_correction_wish){.kind = KS_CORRECTION_KEY,
					   .question = "m1-q01",
					   .revision = "",
					   .answer = "*",
					   .at_minute = -1},
	       false);
}

static void add_hr(struct fixture *f)
{
	static const struct ks_reminder reminder = {2026, "000002", 1, "hr", "文書", "t"};
	static const struct ks_measure measure = {.nendo = 2026,
						  .checklist = "self-inspection",
						  .item = "i03",
						  .unit = "総務課",
						  .what = "w",
						  .owner = "o",
						  .due = {2026, 6, 30},
						  .by = "hr",
						  .at_ms = 1,
						  .result = "",
						  .done_by = ""};
	static const struct ks_inspection_answer given = {
		.item = "i03", .text = "机の上", .at_ms = 1, .response = "no"};
	static const struct ks_access access = {1, 1, "hr", "人事", KS_DEED_SAW, "x", "", -1};
	struct ks_exemption_wish exempt = {.number = "000001",
					   .kind = "育休",
					   .plan = "",
					   .lesson = "",
					   .from = {2026, 6, 1},
					   .to = {2026, 7, 31},
					   .reason = "届出",
					   .by = "000002",
					   .approver = "000003",
					   .iri_base = BASE};
	enum ks_exemption_fault fault;
	char id[KS_UUID_TEXT];
	size_t n;

	assert_int_equal(ks_reminder_add(f->store, &reminder, 1), KS_OK);
	assert_int_equal(ks_measure_add(f->store, &measure), KS_OK);
	assert_int_equal(ks_access_add(f->store, &access), KS_OK);
	assert_int_equal(ks_centre_exempt(f->sample.centre, &exempt, &fault, id, &n), KS_OK);
	assert_int_equal(ks_store_begin(f->store), KS_OK);
	for (int i = 1; i <= 3; i++) {
		char *staff = ks_format("00000%d", i);
		struct ks_inspection_key key = {staff, 2026, "self-inspection"};

		assert_int_equal(ks_inspection_keep(f->store, &key, &given, false), KS_OK);
		free(staff);
	}
	assert_int_equal(ks_store_commit(f->store), KS_OK);
}

static void add_facts(struct fixture *f, const char *gathering)
{
	char *path = ks_format("session/%s", gathering);

	ks_sample_ingest(&f->sample, &f->kiosk, "000001", "checkin", path);
	ks_sample_ingest_answer(&f->sample, &f->kiosk, "course/annual/m1/quiz/m1-q01", "1", false);
	ks_sample_ingest_answer(&f->sample, &f->kiosk, "course/annual/m1/quiz/m1-q02", "1", true);
	ks_sample_ingest(&f->sample, &f->kiosk, "000001", "passed", "course/annual/m1");
	ks_sample_ingest(&f->sample, &f->kiosk, "000003", "passed", "course/annual/m1");
	for (int i = 0; i < 3; i++)
		ks_sample_ingest_told(&f->sample, &f->kiosk, "000002", "failed", "course/annual/m1",
				      "\"success\":false,\"score\":{\"raw\":1,\"min\":0,\"max\":5}",
				      "\"" BASE "/xapi/ext/attempt\":1");
	free(path);
}

static int setup(void **state)
{
	static const struct {
		const char *name;
		enum ks_user_role role;
	} users[] = {{"hr", KS_USER_HR}, {"trainer", KS_USER_TRAINER}};
	struct fixture *f = ks_alloc_zero(1, sizeof(*f));
	struct ks_gathering gathering = {.date = {2026, 5, 18}, .from_minute = 600, .to_minute = 660};

	ks_sample_centre_init(&f->sample);
	f->store = f->sample.store;
	f->kiosk = ks_sample_kiosk("k-01");
	f->today = (struct ks_date){2026, 5, 20};
	f->now_ms = KS_TEST_WALL_MS + INT64_C(2) * 86400000;
	f->lesson = (struct ks_plan_lesson){.id = "m1", .title = "一", .is_ready = true};
	f->plan = (struct ks_plan){.id = "annual",
				   .title = "年次",
				   .revision = "1",
				   .nendo = 2026,
				   .opens = {2026, 4, 1},
				   .due = {2026, 12, 25},
				   .lessons = &f->lesson,
				   .n_lessons = 1};
	ks_sample_import(f->store, roster_csv);
	for (size_t i = 0; i < KS_COUNT(users); i++) {
		struct ks_user user = {.role = users[i].role};
		const char *why;

		(void)snprintf(user.name, sizeof(user.name), "%s", users[i].name);
		assert_int_equal(ks_user_add(f->store, &user, "long enough", &why), KS_OK);
	}
	gathering.title = ks_strdup("集合研修");
	gathering.place = ks_strdup("");
	assert_int_equal(ks_gathering_add(f->store, &gathering), KS_OK);
	add_facts(f, gathering.id);
	decide_all(f, gathering.id);
	add_hr(f);
	assert_int_equal(ks_ledger_make_identity(f->store), KS_OK);
	ks_gathering_finish(&gathering);
	*state = f;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *f = *state;

	ks_sample_centre_finish(&f->sample);
	free(f);
	return 0;
}

#define READ(of, act) ks_cut_read((of)->store, #act, act, of)

static enum ks_rc completion(void *context)
{
	struct fixture *f = context;
	struct ks_completion out;
	enum ks_rc rc = ks_report_completion(f->store, &f->plan, 1, 2026, f->today, &out);

	if (rc == KS_OK) {
		assert_int_equal(out.n_listed, 3);
		assert_int_equal(out.n_done, 1); /* one was taken back */
	}
	ks_completion_finish(&out);
	return rc;
}

static enum ks_rc duties(void *context)
{
	struct fixture *f = context;
	struct ks_duty_list out;
	enum ks_rc rc = ks_report_duties(f->store, &f->plan, 1, 2026, f->today, &out);

	if (rc == KS_OK)
		assert_int_equal(out.n_rows, 3);
	ks_duty_list_finish(&out);
	return rc;
}

/* Of one person: what is done, whether on paper, whether the policy was agreed to. */
static enum ks_rc one_duty(void *context)
{
	struct fixture *f = context;
	struct ks_duty duty = {.lesson = &f->lesson};
	struct ks_duties all = {.n_items = 1};
	int64_t done_ms = 0;
	bool is_from_paper = true, lacks = true;
	enum ks_rc rc = ks_report_done(f->store, &f->plan, 1, 2026, "000001", &duty, &done_ms);

	all.items[0] = duty;
	all.items[0].plan = &f->plan;
	if (rc == KS_OK)
		rc = ks_report_from_paper(f->store, &f->plan, 1, 2026, "000001", &duty, done_ms,
					  &is_from_paper);
	f->plan.acknowledges = true;
	if (rc == KS_OK)
		rc = ks_report_lacks_agreement(f->store, &f->plan, 1, 2026, "000001", &all, &lacks);
	f->plan.acknowledges = false;
	if (rc == KS_OK) {
		assert_true(done_ms > 0);
		assert_false(is_from_paper);
		assert_true(lacks);
	}
	return rc;
}

static enum ks_rc followup(void *context)
{
	struct fixture *f = context;
	struct ks_followup out;
	enum ks_rc rc = ks_report_followup(f->store, &f->plan, 1, 2026, f->today, 3, &out);

	if (rc == KS_OK) {
		assert_int_equal(out.n_rows, 1);
		assert_int_equal(out.rows[0].n_heads, 1);
	}
	ks_followup_finish(&out);
	return rc;
}

static enum ks_rc attendance(void *context)
{
	struct fixture *f = context;
	struct ks_attendance_list out;
	enum ks_rc rc = ks_report_attendance(f->store, 2026, f->now_ms, &out);

	if (rc == KS_OK)
		assert_int_equal(ks_attendance_present(out.rows, out.n_rows), 2);
	ks_attendance_list_finish(&out);
	return rc;
}

static void who_did_what_is_whole_or_not_told(void **state)
{
	struct fixture *f = *state;

	READ(f, completion);
	READ(f, duties);
	READ(f, one_duty);
	READ(f, followup);
	READ(f, attendance);
}

/* ---- questions, self-inspection ---- */

static enum ks_rc questions(void *context)
{
	static const char *const staff[] = {"000001", "000002", "000003", "000004", "000005"};
	struct fixture *f = context;
	struct ks_question_list out;
	enum ks_rc rc = ks_report_questions(f->store, &f->plan, 1, 2026, &out);

	if (rc == KS_OK) {
		assert_int_equal(out.n_rows, 2);
		rc = ks_report_question_chosen(f->store, 2026, &out, 0, out.n_rows);
	}
	if (rc == KS_OK)
		rc = ks_report_questions_of(f->store, 2026, staff, KS_COUNT(staff), &out);
	ks_question_list_finish(&out);
	return rc;
}

static enum ks_rc question(void *context)
{
	struct fixture *f = context;
	const struct ks_question_row row = {.lesson = "m1", .question = "m1-q01", .revision = "1"};
	struct ks_question_shown out = {0};
	enum ks_rc rc = ks_report_question_shown(f->store, 2026, &row, &out);

	ks_question_shown_finish(&out);
	return rc;
}

static enum ks_rc inspection(void *context)
{
	struct fixture *f = context;
	struct ks_inspection_tally out;
	enum ks_rc rc = ks_report_inspection(f->store, 2026, f->today, KS_GROUP_UNIT, &out);

	if (rc == KS_OK)
		assert_int_equal(out.n_cells, 2);
	ks_inspection_tally_finish(&out);
	return rc;
}

static void what_was_answered_is_whole_or_not_told(void **state)
{
	struct fixture *f = *state;

	READ(f, questions);
	READ(f, question);
	READ(f, inspection);
}

/* ---- what was decided ---- */

static enum ks_rc corrections(void *context)
{
	struct fixture *f = context;
	struct ks_correction_list out;
	enum ks_rc rc = ks_report_corrections(f->store, 2026, &out);

	if (rc == KS_OK)
		assert_int_equal(out.n_rows, 3);
	ks_correction_list_finish(&out);
	return rc;
}

static enum ks_rc proposals(void *context)
{
	struct fixture *f = context;
	struct ks_correction_list out;
	enum ks_rc rc = ks_report_proposals(f->store, 2026, KS_PROPOSALS_ALL, &out);

	ks_correction_list_finish(&out);
	return rc;
}

static enum ks_rc exemptions(void *context)
{
	struct fixture *f = context;
	struct ks_exemption_list out;
	enum ks_rc rc = ks_report_exemptions(f->store, &out);

	if (rc == KS_OK)
		assert_int_equal(out.n_rows, 1);
	ks_exemption_list_finish(&out);
	return rc;
}

static enum ks_rc plan(void *context)
{
	struct fixture *f = context;
	char *word = NULL;
	enum ks_rc rc = ks_report_plan_word(f->store, 2026, &word);

	free(word);
	return rc;
}

static enum ks_rc notes(void *context)
{
	struct fixture *f = context;
	struct ks_lesson_notes out;
	enum ks_rc rc = ks_report_lesson_notes(f->store, 2026, &out);

	if (rc == KS_OK)
		assert_int_equal(out.n, 1);
	ks_lesson_notes_finish(&out);
	return rc;
}

static void what_was_decided_is_whole_or_not_told(void **state)
{
	struct fixture *f = *state;

	READ(f, corrections);
	READ(f, proposals);
	READ(f, exemptions);
	READ(f, plan);
	READ(f, notes);
}

/* ---- files ---- */

static enum ks_rc annual(void *context)
{
	struct fixture *f = context;
	struct ks_completion of = {.nendo = 2026, .day = f->today};
	struct ks_arena arena = {0};
	struct ks_buf out = {0};
	struct ks_pdf_origin origin;
	enum ks_rc rc = ks_report_origin(f->store, f->today, &arena, &origin);

	if (rc == KS_OK)
		rc = ks_report_annual(f->store, &of, &origin, &out);
	ks_buf_finish(&out);
	ks_arena_finish(&arena);
	return rc;
}

static enum ks_rc pack(void *context)
{
	struct fixture *f = context;
	const struct ks_pack_wish wish = {
		.nendo = 2026, .now_ms = f->now_ms, .plans = &f->plan, .n_plans = 1};
	struct ks_buf out = {.ceiling = KS_PACK_MAX_BYTES};
	enum ks_rc rc = ks_pack_make(f->store, &wish, &out);

	ks_buf_finish(&out);
	return rc;
}

static void a_file_is_whole_or_none(void **state)
{
	struct fixture *f = *state;

	READ(f, annual);
	READ(f, pack);
}

/* ---- a closed year ---- */

static void a_closed_year_is_whole_or_not_told(void **state)
{
	struct fixture *f = *state;
	struct ks_completion sealed;

	ks_clock_advance(&f->sample.clock, INT64_C(360) * 86400000);
	f->today = (struct ks_date){2027, 5, 13};
	assert_int_equal(ks_report_close(f->sample.centre, &f->plan, 1, 2026, BASE, &sealed), KS_OK);
	ks_completion_finish(&sealed);
	READ(f, completion);
	READ(f, duties);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(who_did_what_is_whole_or_not_told),
		TEST(what_was_answered_is_whole_or_not_told),
		TEST(what_was_decided_is_whole_or_not_told),
		TEST(a_file_is_whole_or_none),
		TEST(a_closed_year_is_whole_or_not_told),
	};

	return ks_test_run(tests);
}
