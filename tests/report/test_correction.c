/* SPDX-License-Identifier: Apache-2.0 */
#include "report/correction.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "lrs/nendo.h"
#include "record/db.h"
#include "record/gathering.h"
#include "support/centre_sample.h"
#include "support/test.h"

/* Two users, two statements; and then every list says before and after. */

#define BASE "https://kenshu.example"
#define SESSION(id) "\"https://w3id.org/xapi/cmi5/context/extensions/sessionid\":\"" id "\""
#define ATTEMPT(n) "\"" BASE "/xapi/ext/attempt\":" #n
#define NEEDS(share) \
	"\"https://w3id.org/xapi/cmi5/context/extensions/masteryscore\":" #share "," ATTEMPT(1)
#define WRONG(answer) "\"response\":\"" answer "\",\"success\":false"
#define SCORE(raw, max) \
	"\"score\":{\"scaled\":0.1,\"raw\":" #raw ",\"min\":0,\"max\":" #max "},\"success\":false"

static const char roster_csv[] =
	"職員番号,氏名,氏名カナ,所属,所属区分,施設,任用区分,任用開始,任用終了,在籍状態,役割,初期暗証番号\r\n"
	"000001,見本 一,ミホン イチ,総務課,事務局,本庁,01,2010-04-01,,在職,端末利用,\r\n"
	"000002,見本 二,ミホン ニ,総務課,事務局,本庁,01,2010-04-01,,在職,端末利用,\r\n"
	"000003,見本 三,ミホン サン,会計課,事務局,本庁,01,2010-04-01,,在職,端末利用,\r\n";

struct fixture {
	struct ks_sample_centre sample;
	struct ks_sample_kiosk kiosk;
	struct ks_plan_lesson lesson;
	struct ks_plan plan;
	struct ks_gathering gathering;
	struct ks_correction_wish wish;
	enum ks_correction_fault fault;
	char id[KS_UUID_TEXT];
};

static void add_user(struct fixture *f, const char *name, enum ks_user_role role)
{
	struct ks_user user = {.role = role};
	const char *why;

	snprintf(user.name, sizeof(user.name), "%s", name);
	assert_int_equal(ks_user_add(f->sample.store, &user, "long enough", &why), KS_OK);
}

static int setup(void **state)
{
	struct fixture *f = ks_alloc_zero(1, sizeof(*f));

	ks_sample_centre_init(&f->sample);
	ks_sample_import(f->sample.store, roster_csv);
	f->kiosk = ks_sample_kiosk("k-01");
	f->lesson = (struct ks_plan_lesson){.id = "m1", .title = "一", .is_ready = true};
	f->plan = (struct ks_plan){
		.id = "annual", .nendo = 2026, .lessons = &f->lesson, .n_lessons = 1};
	f->gathering = (struct ks_gathering){.date = {2026, 11, 24},
					     .from_minute = 600,
					     .to_minute = 660,
					     .title = ks_strdup("集合研修"),
					     .place = ks_strdup("")};
	assert_int_equal(ks_gathering_add(f->sample.store, &f->gathering), KS_OK);
	add_user(f, "hr1", KS_USER_HR);
	add_user(f, "hr2", KS_USER_HR);
	add_user(f, "trainer", KS_USER_TRAINER);
	add_user(f, "auditor", KS_USER_AUDITOR);
	f->wish = (struct ks_correction_wish){.kind = KS_CORRECTION_PRESENT,
					      .nendo = 2026,
					      .number = "000001",
					      .to_number = "",
					      .gathering = f->gathering.id,
					      .at_minute = 605,
					      .plan = "annual",
					      .lesson = "m1",
					      .question = "m1-q01",
					      .revision = "",
					      .answer = "c2",
					      .reason = "出席簿の写しあり",
					      .user = "trainer",
					      .iri_base = BASE};
	*state = f;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *f = *state;

	ks_gathering_finish(&f->gathering);
	ks_sample_centre_finish(&f->sample);
	free(f);
	return 0;
}

static enum ks_rc propose(struct fixture *f)
{
	return ks_centre_correct(f->sample.centre, &f->wish, &f->fault, f->id);
}

static enum ks_rc decide(struct fixture *f, const char *user, bool is_approved)
{
	return ks_centre_correct_decide(f->sample.centre, f->id, user, is_approved, "写しを見た",
					&f->fault);
}

static void carry_out(struct fixture *f)
{
	assert_int_equal(propose(f), KS_OK);
	assert_int_equal(decide(f, "hr1", true), KS_OK);
}

/* The table as a file, where before and after are looked for. */
static char *text_of(struct ks_table *table)
{
	struct ks_buf out = {0};

	ks_table_csv(table, &out);
	ks_table_finish(table);
	return ks_buf_take(&out);
}

static char *attendance(struct fixture *f, size_t *n_present)
{
	struct ks_attendance_list list;
	struct ks_table table;

	assert_int_equal(ks_report_attendance(f->sample.store, 2026,
					      KS_TEST_WALL_MS + INT64_C(400) * 86400000, &list),
			 KS_OK);
	*n_present = ks_attendance_present(list.rows, list.n_rows);
	ks_attendance_table(&list, &table);
	ks_attendance_list_finish(&list);
	return text_of(&table);
}

/* Who has done m1, and what stands beside. */
static char *completion(struct fixture *f, size_t *n_done)
{
	struct ks_completion completion;
	struct ks_table table;

	assert_int_equal(ks_report_completion(f->sample.store, &f->plan, 1, 2026,
					      (struct ks_date){2026, 11, 28}, &completion),
			 KS_OK);
	*n_done = completion.n_done;
	ks_completion_table(&completion, &table);
	ks_completion_finish(&completion);
	return text_of(&table);
}

static void assert_whole(struct fixture *f)
{
	const char *wrong = NULL;

	assert_int_equal(ks_centre_check_summaries(f->sample.store, &wrong), KS_OK);
	assert_null(wrong);
	assert_int_equal(ks_centre_rebuild_summaries(f->sample.centre), KS_OK);
}

static void tell(void *context, const char *kiosk, int64_t seq, int fault)
{
	print_message("%s %lld: %d\n", kiosk, (long long)seq, fault);
	++*(int *)context;
}

static void assert_has(char *text, const char *wanted)
{
	if (!strstr(text, wanted))
		fail_msg("「%s」 is not in: %s", wanted, text);
	free(text);
}

/* ---- who ---- */

static void one_proposes_and_another_approves(void **state)
{
	struct fixture *f = *state;
	size_t n;

	f->wish.user = "nobody";
	assert_int_equal(propose(f), KS_INVALID);
	assert_int_equal(f->fault, KS_CORRECTION_NO_USER);
	f->wish.user = "auditor";
	assert_int_equal(propose(f), KS_INVALID);
	assert_int_equal(f->fault, KS_CORRECTION_NO_RIGHT);

	f->wish.user = "hr1";
	assert_int_equal(propose(f), KS_OK);
	free(attendance(f, &n));
	assert_int_equal(n, 0); /* not before it is approved */
	assert_int_equal(propose(f), KS_INVALID);
	assert_int_equal(f->fault, KS_CORRECTION_PENDING);
	assert_int_equal(decide(f, "hr1", true), KS_INVALID);
	assert_int_equal(f->fault, KS_CORRECTION_SAME_USER);
	assert_int_equal(decide(f, "trainer", true), KS_INVALID);
	assert_int_equal(f->fault, KS_CORRECTION_NO_RIGHT);
	assert_int_equal(decide(f, "hr2", true), KS_OK);
	assert_int_equal(decide(f, "hr2", true), KS_INVALID);
	assert_int_equal(f->fault, KS_CORRECTION_IS_DECIDED);
	free(attendance(f, &n));
	assert_int_equal(n, 1);
	assert_int_equal(propose(f), KS_INVALID);
	assert_int_equal(f->fault, KS_CORRECTION_NOTHING);
}

static void the_rules_can_be_set(void **state)
{
	struct fixture *f = *state;
	struct ks_correction_rules rules;

	assert_int_equal(ks_correction_rules_load(f->sample.store, &rules), KS_OK);
	assert_true(rules.may_propose[KS_USER_TRAINER] && !rules.may_approve[KS_USER_TRAINER]);
	assert_false(rules.is_alone);
	rules.may_approve[KS_USER_AUDITOR] = true;
	assert_int_equal(ks_correction_rules_set(f->sample.store, &rules), KS_INVALID);
	rules = (struct ks_correction_rules){.may_propose = {[KS_USER_HR] = true},
					     .may_approve = {[KS_USER_TRAINER] = true}};
	assert_int_equal(ks_correction_rules_set(f->sample.store, &rules), KS_OK);
	assert_int_equal(propose(f), KS_INVALID);
	assert_int_equal(f->fault, KS_CORRECTION_NO_RIGHT);
	f->wish.user = "hr1";
	assert_int_equal(propose(f), KS_OK);
	assert_int_equal(decide(f, "hr2", true), KS_INVALID);
	assert_int_equal(decide(f, "trainer", false), KS_OK);
	rules.may_approve[KS_USER_HR] = rules.is_alone = true;
	assert_int_equal(ks_correction_rules_set(f->sample.store, &rules), KS_OK);
	assert_int_equal(propose(f), KS_OK);
	assert_int_equal(decide(f, "hr1", true), KS_OK);
}

/* ---- what ---- */

/* Who owes what, as CSV. */
static char *duties(struct fixture *f)
{
	const struct ks_date today = {2026, 11, 28};
	struct ks_duty_list list;
	struct ks_table table;

	assert_int_equal(ks_report_duties(f->sample.store, &f->plan, 1, 2026, today, &list), KS_OK);
	ks_duty_table(&list, today, true, &table);
	ks_duty_list_finish(&list);
	return text_of(&table);
}

static void an_attendance_is_added_taken_off_and_put_back(void **state)
{
	struct fixture *f = *state;
	size_t n;

	carry_out(f);
	assert_has(attendance(f, &n), "欠席 → 出席（10:05）（出席簿の写しあり、trainer／hr1、");
	assert_int_equal(n, 1);
	f->wish.kind = KS_CORRECTION_ABSENT;
	carry_out(f);
	assert_has(attendance(f, &n), "出席（10:05） → 欠席（");
	assert_int_equal(n, 0);
	f->wish.kind = KS_CORRECTION_PRESENT;
	f->wish.at_minute = -1;
	carry_out(f);
	assert_has(attendance(f, &n), "欠席 → 出席（10:00）");
	assert_int_equal(n, 1);
	assert_whole(f);
}

static void a_check_in_is_taken_off(void **state)
{
	struct fixture *f = *state;
	char *path = ks_format("session/%s", f->gathering.id);
	size_t n;

	ks_sample_ingest(&f->sample, &f->kiosk, "000001", "checkin", path);
	free(attendance(f, &n));
	assert_int_equal(n, 1);
	f->wish.kind = KS_CORRECTION_ABSENT;
	carry_out(f);
	assert_has(attendance(f, &n), "→ 欠席（");
	assert_int_equal(n, 0);
	free(path);
}

static void a_completion_under_a_wrong_number_goes_to_whose_it_is(void **state)
{
	struct fixture *f = *state;
	int n_faults = 0;
	int64_t n_statements = 0, n_left = 0;
	size_t n;

	f->wish.kind = KS_CORRECTION_UNDONE;
	assert_int_equal(propose(f), KS_INVALID);
	assert_int_equal(f->fault, KS_CORRECTION_NO_DONE);
	ks_sample_ingest_told(&f->sample, &f->kiosk, "000001", "answered",
			      "course/annual/m1/quiz/m1-q01", WRONG("c1"), SESSION("s1"));
	ks_sample_ingest_told(&f->sample, &f->kiosk, "000001", "passed", "course/annual/m1",
			      "\"success\":true", SESSION("s1"));
	f->wish.to_number = "000001";
	assert_int_equal(propose(f), KS_INVALID);
	assert_int_equal(f->fault, KS_CORRECTION_NO_TO);
	f->wish.to_number = "000002";
	free(completion(f, &n));
	assert_int_equal(n, 1);
	carry_out(f);
	assert_has(completion(f, &n),
		   "取消し（000002 の修了とする）（出席簿の写しあり、trainer／hr1、");
	assert_int_equal(n, 1);
	assert_has(completion(f, &n), "未修了 → 修了（000001 の訂正）");
	assert_has(duties(f), "取消し（000002 の修了とする）（出席簿の写しあり、trainer／hr1、");
	assert_has(duties(f), ",未修了 → 修了（000001 の訂正）,\r\n");
	/* 000001 has not even begun: the answers of that sitting were another's. */
	assert_int_equal(ks_db_number(f->sample.store, &n_left,
				      "SELECT count(*) FROM standing WHERE staff = '000001'", ""),
			 KS_OK);
	assert_int_equal(n_left, 0);
	assert_whole(f);
	assert_int_equal(ks_centre_verify(f->sample.store, tell, &n_faults, &n_statements), KS_OK);
	assert_int_equal(n_faults, 0);
	/* Done by oneself later, it counts. */
	ks_sample_ingest_told(&f->sample, &f->kiosk, "000001", "passed", "course/annual/m1",
			      "\"success\":true", SESSION("s2"));
	free(completion(f, &n));
	assert_int_equal(n, 2);
}

/* 000001: two of five wrong, one of them by the key. 000002: the same answer, and too few points all the same. */
static void tell_tries(struct fixture *f)
{
	static const char quiz[] = "course/annual/m1/quiz/m1-q01";

	ks_sample_ingest_told(&f->sample, &f->kiosk, "000001", "answered", quiz, WRONG("c2"),
			      ATTEMPT(1));
	ks_sample_ingest_told(&f->sample, &f->kiosk, "000001", "failed", "course/annual/m1",
			      SCORE(3, 5), NEEDS(0.8));
	ks_sample_ingest_told(&f->sample, &f->kiosk, "000002", "answered", quiz, WRONG("c2"),
			      ATTEMPT(1));
	ks_sample_ingest_told(&f->sample, &f->kiosk, "000002", "failed", "course/annual/m1",
			      SCORE(2, 5), NEEDS(0.8));
	ks_sample_ingest_told(&f->sample, &f->kiosk, "000003", "answered", quiz, WRONG("c3"),
			      ATTEMPT(1));
	ks_sample_ingest_told(&f->sample, &f->kiosk, "000003", "failed", "course/annual/m1",
			      SCORE(3, 5), NEEDS(0.8));
}

static char *questions(struct fixture *f)
{
	struct ks_question_list list;
	struct ks_table table;

	assert_int_equal(ks_report_questions(f->sample.store, &f->plan, 1, 2026, &list), KS_OK);
	ks_question_table(&list, &table);
	ks_question_list_finish(&list);
	return text_of(&table);
}

static void an_answer_key_is_mended_and_who_passes_by_it_has_passed(void **state)
{
	struct fixture *f = *state;
	size_t n;

	f->wish.kind = KS_CORRECTION_KEY;
	assert_int_equal(propose(f), KS_INVALID);
	assert_int_equal(f->fault, KS_CORRECTION_NO_QUESTION);
	tell_tries(f);
	free(completion(f, &n));
	assert_int_equal(n, 0);
	carry_out(f);
	assert_has(completion(f, &n), "m1 不合格 → 合格（採点訂正）");
	assert_has(duties(f), ",不合格 → 合格（採点訂正）,\r\n");
	assert_int_equal(n, 1);
	assert_has(questions(f), ",3,0,0.0%,少ない,2,66.7%,正解は");
	assert_whole(f);
	free(completion(f, &n));
	assert_int_equal(n, 1); /* counted anew from the statements, it is the same */
	/* A try that was offline until now is judged by the same key. */
	ks_sample_ingest_told(&f->sample, &f->kiosk, "000003", "answered",
			      "course/annual/m1/quiz/m1-q01", WRONG("c2"), ATTEMPT(2));
	ks_sample_ingest_told(&f->sample, &f->kiosk, "000003", "failed", "course/annual/m1",
			      SCORE(4, 5),
			      "\"https://w3id.org/xapi/cmi5/context/extensions/"
			      "masteryscore\":1.0," ATTEMPT(2));
	free(completion(f, &n));
	assert_int_equal(n, 2);
	assert_whole(f);
	/* What is voided credits nobody. */
	assert_int_equal(ks_centre_void(f->sample.centre, f->kiosk.last_id, "試し", "hr"), KS_OK);
	free(completion(f, &n));
	assert_int_equal(n, 1);
	assert_whole(f);
}

static void all_answers_can_be_right(void **state)
{
	struct fixture *f = *state;
	size_t n;

	f->wish.kind = KS_CORRECTION_KEY;
	f->wish.answer = KS_CORRECTION_ALL;
	tell_tries(f);
	carry_out(f);
	assert_has(questions(f), ",3,100.0%,");
	free(completion(f, &n));
	assert_int_equal(n, 2);
}

static void what_was_rejected_changes_nothing_and_stays(void **state)
{
	struct fixture *f = *state;
	struct ks_correction_list list;
	struct ks_table table;
	size_t n;

	assert_int_equal(propose(f), KS_OK);
	assert_int_equal(decide(f, "hr2", false), KS_OK);
	free(attendance(f, &n));
	assert_int_equal(n, 0);
	assert_int_equal(ks_report_corrections(f->sample.store, 2026, &list), KS_OK);
	ks_correction_table(&list, &table);
	ks_correction_list_finish(&list);
	assert_has(text_of(&table), "却下,出席の記入,2026,000001,見本 一,");
	assert_int_equal(propose(f), KS_OK); /* and may be asked again */
}

static void a_record_is_taken_back_by_two_users(void **state)
{
	static const struct {
		const char *by, *approver;
		enum ks_correction_fault fault;
	} cases[] = {
		{"hr1", "hr2", KS_CORRECTION_FINE},
		{"trainer", "hr1", KS_CORRECTION_FINE},
		{"hr1", "hr1", KS_CORRECTION_SAME_USER},
		{"hr1", "trainer", KS_CORRECTION_NO_RIGHT},
		{"auditor", "hr1", KS_CORRECTION_NO_RIGHT},
		{"nobody", "hr1", KS_CORRECTION_NO_USER},
		{"hr1", "nobody", KS_CORRECTION_NO_USER},
	};
	struct fixture *f = *state;
	struct ks_correction_rules rules;
	enum ks_correction_fault fault;

	for (size_t i = 0; i < KS_COUNT(cases); i++) {
		assert_int_equal(ks_correction_rules_judge(f->sample.store, cases[i].by,
							   cases[i].approver, &fault),
				 cases[i].fault ? KS_INVALID : KS_OK);
		assert_int_equal(fault, cases[i].fault);
	}
	assert_int_equal(ks_correction_rules_load(f->sample.store, &rules), KS_OK);
	rules.is_alone = true;
	assert_int_equal(ks_correction_rules_set(f->sample.store, &rules), KS_OK);
	assert_int_equal(ks_correction_rules_judge(f->sample.store, "hr1", "hr1", &fault), KS_OK);
}

static void what_is_corrected_after_the_year_was_closed_is_told_as_such(void **state)
{
	struct fixture *f = *state;
	size_t n_present = 0;
	char *text;

	assert_int_equal(propose(f), KS_OK);
	assert_int_equal(ks_nendo_seal(f->sample.centre, 2026, "{}", BASE), KS_OK);
	text = attendance(f, &n_present);
	assert_null(strstr(text, "追補"));
	free(text);
	ks_clock_advance(&f->sample.clock, 1000);
	assert_int_equal(decide(f, "hr1", true), KS_OK);
	text = attendance(f, &n_present);
	assert_non_null(strstr(text, "追補：欠席 → 出席（10:05）"));
	assert_int_equal(n_present, 1);
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(one_proposes_and_another_approves, setup, teardown),
		cmocka_unit_test_setup_teardown(the_rules_can_be_set, setup, teardown),
		cmocka_unit_test_setup_teardown(a_record_is_taken_back_by_two_users, setup, teardown),
		cmocka_unit_test_setup_teardown(an_attendance_is_added_taken_off_and_put_back,
						setup, teardown),
		cmocka_unit_test_setup_teardown(a_check_in_is_taken_off, setup, teardown),
		cmocka_unit_test_setup_teardown(
			a_completion_under_a_wrong_number_goes_to_whose_it_is, setup, teardown),
		cmocka_unit_test_setup_teardown(
			an_answer_key_is_mended_and_who_passes_by_it_has_passed, setup, teardown),
		cmocka_unit_test_setup_teardown(all_answers_can_be_right, setup, teardown),
		cmocka_unit_test_setup_teardown(
			what_is_corrected_after_the_year_was_closed_is_told_as_such, setup, teardown),
		cmocka_unit_test_setup_teardown(what_was_rejected_changes_nothing_and_stays, setup,
						teardown),
	};

	return ks_test_run(tests);
}
