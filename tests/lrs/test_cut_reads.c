/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "lrs/access.h"
#include "lrs/announce.h"
#include "lrs/centre_private.h"
#include "lrs/condition.h"
#include "lrs/correction.h"
#include "lrs/evidence.h"
#include "lrs/exemption.h"
#include "lrs/measure.h"
#include "lrs/reminder.h"
#include "lrs/user.h"
#include "support/centre_sample.h"
#include "support/cut.h"
#include "support/golden.h"
#include "support/test.h"

/* What the pages and reports are made of: all of it, or that it cannot be read. Half a list looks like a whole one. */

#define PLAN(revision, title)                                                          \
	"{\"format\":\"kenshu-plan-1\",\"id\":\"annual\",\"title\":\"" title           \
	"\",\"revision\":\"" revision                                                  \
	"\",\"nendo\":2026,\"opens\":\"2026-04-01\",\"due\":\"2026-12-25\","           \
	"\"mid_year_days\":14,\"max_repeats\":3,\"audience\":{\"employment\":[],"      \
	"\"roles\":[],\"facilities\":[]},\"lessons\":[{\"id\":\"m1\",\"title\":\"m\"," \
	"\"minutes\":5,\"ready\":true,\"audience\":{\"employment\":[],\"roles\":[],"   \
	"\"facilities\":[]},\"pools\":[],\"questions\":5,\"pass\":4}]}"
#define PEOPLE                                                                                                                    \
	"職員番号,氏名,氏名カナ,所属,所属区分,施設,任用区分,任用開始,任用終了,在籍状態,役割," \
	"初期暗証番号\r\n"                                                                                                  \
	"000101,見本 一,ミホン イチ,総務課,事務局,本庁,01,2010-04-01,,在職,端末利用,\r\n"                   \
	"000102,見本 二,ミホン ニ,会計課,事務局,本庁,01,2010-04-01,,在職,端末利用,\r\n"

struct fixture {
	struct ks_sample_centre sample;
	struct ks_store *store; /* the sample's */
	struct ks_sample_kiosk kiosk;
	char id[KS_UUID_TEXT];
};

static void add_user(struct fixture *f, const char *name, enum ks_user_role role)
{
	struct ks_user user = {.role = role, .added_ms = 7};
	const char *why;

	(void)snprintf(user.name, sizeof(user.name), "%s", name);
	assert_int_equal(ks_user_add(f->store, &user, "long enough", &why), KS_OK);
}

static void add_rows(struct fixture *f)
{
	static const struct ks_access access = {1, 1, "hr", "人事", KS_DEED_SAW, "x", "", -1};
	static const struct ks_reminder two[] = {{2026, "000101", 1, "hr", "文書", "t"},
						 {2026, "000101", 2, "hr", "口頭", "u"}};
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
	struct ks_exemption_wish exempt = {.number = "000101",
					   .kind = "育休",
					   .plan = "",
					   .lesson = "",
					   .from = {2026, 6, 1},
					   .reason = "届出のとおり",
					   .by = "000101",
					   .approver = "000102",
					   .iri_base = "https://kenshu.example"};
	struct ks_correction_wish correct = {.kind = KS_CORRECTION_KEY,
					     .nendo = 2026,
					     .at_minute = -1,
					     .question = "m1-q01",
					     .revision = "",
					     .answer = "*",
					     .reason = "x",
					     .user = "trainer",
					     .iri_base = "https://kenshu.example"};
	enum ks_correction_fault fault;
	enum ks_exemption_fault exemption_fault;
	char id[KS_UUID_TEXT];
	size_t n = 0;

	for (int i = 0; i < 2; i++)
		assert_int_equal(ks_access_add(f->store, &access), KS_OK);
	assert_int_equal(ks_reminder_add(f->store, two, 2), KS_OK);
	assert_int_equal(ks_measure_add(f->store, &measure), KS_OK);
	exempt.approver = "000101";
	exempt.by = "000102";
	(void)!ks_centre_exempt(f->sample.centre, &exempt, &exemption_fault, id, &n);
	assert_int_equal(ks_centre_correct(f->sample.centre, &correct, &fault, id), KS_OK);
}

static int setup(void **state)
{
	struct fixture *f = ks_alloc_zero(1, sizeof(*f));

	ks_sample_centre_init(&f->sample);
	f->store = f->sample.store;
	f->kiosk = ks_sample_kiosk("k-01");
	ks_sample_import(f->store, PEOPLE);
	ks_sample_ingest(&f->sample, &f->kiosk, "000101", "passed", "course/annual/m1");
	ks_sample_ingest_answer(&f->sample, &f->kiosk, "course/annual/m1/quiz/m1-q01", "2026.1",
				true);
	ks_sample_ingest_answer(&f->sample, &f->kiosk, "course/annual/m1/quiz/m1-q01", "2026.2",
				false);
	memcpy(f->id, f->kiosk.last_id, sizeof(f->id));
	add_user(f, "hr", KS_USER_HR);
	add_user(f, "trainer", KS_USER_TRAINER);
	assert_int_equal(
		ks_centre_take_plans(f->sample.centre, "k-01",
				     "[" PLAN("2026.9", "old") "," PLAN("2026.10", "new") "]"),
		KS_OK);
	assert_int_equal(ks_centre_take_plans(f->sample.centre, "k-01", PLAN("2026.8", "older")),
			 KS_OK);
	assert_int_equal(ks_condition_keep(f->sample.centre, "k-01", "[]", 2), KS_OK);
	add_rows(f);
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

/* ---- evidence ---- */

static enum ks_rc questions(void *context)
{
	struct fixture *f = context;
	struct ks_buf out = {0};
	enum ks_rc rc = ks_evidence_questions(f->store, 2026, &out);

	if (rc == KS_OK)
		ks_test_golden("tests/data/golden/evidence_questions.jsonl", ks_buf_text(&out));
	ks_buf_finish(&out);
	return rc;
}

static enum ks_rc evidence(void *context)
{
	struct fixture *f = context;
	struct ks_buf out = {0};
	enum ks_rc rc = ks_evidence_statements(f->store, &out);

	if (rc == KS_OK)
		rc = ks_evidence_heads(f->store, &out);
	if (rc == KS_OK)
		rc = ks_evidence_access(f->store, &out);
	if (rc == KS_OK)
		ks_test_golden("tests/data/golden/evidence.jsonl", ks_buf_text(&out));
	ks_buf_finish(&out);
	return rc;
}

static void evidence_is_written_whole_and_as_it_is(void **state)
{
	struct fixture *f = *state;
	struct ks_buf small = {.ceiling = 100};

	READ(f, questions);
	READ(f, evidence);
	assert_int_equal(ks_evidence_statements(f->store, &small), KS_FULL);
	ks_buf_finish(&small);
}

/* ---- kiosks ---- */

static enum ks_rc health(void *context)
{
	struct fixture *f = context;
	struct ks_kiosk_health *health = NULL;
	size_t n = 0;
	enum ks_rc rc = ks_centre_health(f->store, &health, &n);

	if (rc == KS_OK) {
		assert_int_equal(n, 2); /* the centre's own account, too */
		assert_string_equal(health[n - 1].kiosk, "k-01");
		assert_int_equal(health[n - 1].n_statements, 3);
	}
	free(health);
	return rc;
}

static enum ks_rc condition(void *context)
{
	struct fixture *f = context;
	struct ks_arena arena = {0};
	struct ks_doctor doctor;
	int64_t told_ms = 0;
	enum ks_rc rc = ks_condition_read(f->store, "k-01", &arena, &doctor, &told_ms);

	if (rc == KS_OK)
		assert_int_equal(told_ms, KS_TEST_WALL_MS);
	ks_arena_finish(&arena);
	return rc;
}

static enum ks_rc plans(void *context)
{
	struct fixture *f = context;
	struct ks_plans plans = {0};
	enum ks_rc rc = ks_centre_plans(f->store, 2026, &plans);

	if (rc == KS_OK) {
		assert_int_equal(plans.n_items, 1);
		assert_string_equal(plans.items[0].title, "new"); /* whichever came last */
	}
	ks_plans_finish(&plans);
	return rc;
}

static enum ks_rc plan_nendo(void *context)
{
	struct fixture *f = context;
	int nendo = 0;
	enum ks_rc rc = ks_centre_plan_nendo(f->store, &nendo);

	if (rc == KS_OK)
		assert_int_equal(nendo, 2026);
	return rc;
}

static enum ks_rc completed(void *context)
{
	struct fixture *f = context;
	char *json = NULL;
	enum ks_rc rc = ks_centre_completed_json(f->store, 2026, &json);

	assert_int_equal(!json, rc != KS_OK);
	if (rc == KS_OK)
		assert_string_equal(
			json, "[[\"000101\",2026,\"annual\",\"m1\",\"2026-05-18T00:30:20.000Z\"]]");
	free(json);
	return rc;
}

static enum ks_rc identity(void *context)
{
	struct fixture *f = context;
	char name[64] = "";
	int64_t have = 0;
	enum ks_rc rc = ks_centre_identity(f->store, "k-01", name);

	if (rc == KS_OK)
		rc = ks_centre_have(f->sample.centre, name, &have);
	if (rc == KS_OK)
		assert_int_equal(have, 3);
	return rc;
}

static enum ks_rc statement(void *context)
{
	struct fixture *f = context;
	char *bytes = NULL, *own = NULL;
	size_t len = 0, own_len = 0;
	int64_t stored_ms = 0;
	enum ks_rc rc = ks_centre_read(f->sample.centre, f->id, &bytes, &len, &stored_ms);

	if (rc == KS_OK)
		rc = ks_centre_read_own(f->sample.centre, "k-01", f->id, &own, &own_len);
	if (rc == KS_OK)
		assert_string_equal(bytes, own);
	free(bytes);
	free(own);
	return rc;
}

static void kiosks_are_told_of_whole(void **state)
{
	struct fixture *f = *state;

	READ(f, health);
	READ(f, condition);
	READ(f, plans);
	READ(f, plan_nendo);
	READ(f, completed);
	READ(f, identity);
	READ(f, statement);
}

/* ---- what HR sees ---- */

static enum ks_rc accesses(void *context)
{
	struct fixture *f = context;
	struct ks_arena arena = {0};
	struct ks_access *list = NULL;
	char head[KS_HASH_HEX];
	int64_t n = 0, bad = 0;
	size_t n_list = 0;
	enum ks_rc rc = ks_access_count(f->store, &n);

	if (rc == KS_OK)
		rc = ks_access_list(f->store, n, 9, &arena, &list, &n_list);
	if (rc == KS_OK)
		rc = ks_access_verify(f->store, &n, &bad, head);
	if (rc == KS_OK) {
		assert_int_equal(n, 2);
		assert_int_equal(n_list, 2);
		assert_int_equal(list[0].n, 2);
		assert_int_equal(bad, 0);
	}
	free(list);
	ks_arena_finish(&arena);
	return rc;
}

static enum ks_rc users(void *context)
{
	struct fixture *f = context;
	struct ks_user *list = NULL, one;
	size_t n = 0;
	enum ks_rc rc = ks_user_list(f->store, &list, &n);

	if (rc == KS_OK) {
		assert_int_equal(n, 2);
		assert_string_equal(list[0].name, "hr");
		assert_int_equal(list[0].added_ms, 7);
		assert_int_equal(list[1].role, KS_USER_TRAINER);
		rc = ks_user_find(f->store, "hr", &one);
	}
	free(list);
	return rc;
}

static enum ks_rc reminders(void *context)
{
	struct fixture *f = context;
	struct ks_arena arena = {0};
	struct ks_reminder *list = NULL;
	int64_t last_ms = -1;
	size_t n = 0;
	enum ks_rc rc = ks_reminder_list(f->store, 2026, &arena, &list, &n);

	if (rc == KS_OK) {
		assert_int_equal(n, 2);
		assert_string_equal(list[1].how, "口頭");
		assert_string_equal(list[1].text, "u");
		assert_string_equal(list[1].by, "hr");
		assert_int_equal(list[1].nendo, 2026);
		assert_int_equal(ks_reminder_count(list, n, "000101", &last_ms), 2);
		assert_int_equal(last_ms, 2);
		assert_int_equal(ks_reminder_count(list, n, "000102", &last_ms), 0);
		assert_int_equal(last_ms, 0);
		assert_int_equal(ks_reminder_count(list, n, "000100", &last_ms), 0);
	}
	free(list);
	ks_arena_finish(&arena);
	return rc;
}

static enum ks_rc measures(void *context)
{
	struct fixture *f = context;
	struct ks_arena arena = {0};
	struct ks_measure *list = NULL;
	size_t n = 0;
	enum ks_rc rc = ks_measure_list(f->store, 2026, "", &arena, &list, &n);

	if (rc == KS_OK) {
		assert_int_equal(n, 1);
		assert_int_equal(list[0].n, 1);
		assert_int_equal(list[0].due.day, 30);
		assert_int_equal(list[0].done_ms, 0);
	}
	free(list);
	ks_arena_finish(&arena);
	return rc;
}

static enum ks_rc corrections(void *context)
{
	struct fixture *f = context;
	struct ks_arena arena = {0};
	const struct ks_correction *list = NULL;
	struct ks_correction_rules rules;
	size_t n = 0;
	enum ks_rc rc = ks_correction_rules_load(f->store, &rules);

	if (rc == KS_OK)
		rc = ks_correction_load(f->store, &arena, &list, &n);
	if (rc == KS_OK) {
		assert_int_equal(n, 1);
		assert_string_equal(list[0].end_id, "");
		assert_true(rules.may_propose[KS_USER_TRAINER]);
	}
	ks_arena_finish(&arena);
	return rc;
}

static enum ks_rc mark(void *context)
{
	struct fixture *f = context;
	struct ks_plan_mark mark;
	enum ks_rc rc = ks_plan_mark(f->store, 2026, &mark);

	if (rc == KS_OK) {
		assert_int_equal(mark.n_courses, 1);
		assert_int_equal(mark.n_lessons, 1);
		assert_int_equal(strlen(mark.sha256), 64);
	}
	return rc;
}

static void what_hr_sees_is_whole(void **state)
{
	struct fixture *f = *state;

	READ(f, accesses);
	READ(f, users);
	READ(f, reminders);
	READ(f, measures);
	READ(f, corrections);
	READ(f, mark);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(evidence_is_written_whole_and_as_it_is),
		TEST(kiosks_are_told_of_whole),
		TEST(what_hr_sees_is_whole),
	};

	return ks_test_run(tests);
}
