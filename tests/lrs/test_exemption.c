/* SPDX-License-Identifier: Apache-2.0 */
#include "lrs/exemption.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/mem.h"
#include "record/db.h"
#include "record/roster.h"
#include "support/centre_sample.h"
#include "support/test.h"
#include "xapi/exemption.h"
#include "xapi/validate.h"

/* What HR says is a statement in the centre's own chain: by whom, approved by whom else, ended and withdrawn by others. */

static const char roster_csv[] =
	"職員番号,氏名,氏名カナ,所属,所属区分,施設,任用区分,任用開始,任用終了,在籍状態,役割,初期暗証番号\r\n"
	"000001,見本 一,ミホン イチ,総務課,事務局,本庁,01,2010-04-01,,在職,端末利用,\r\n"
	"000002,見本 二,ミホン ニ,総務課,事務局,本庁,01,2010-04-01,,在職,管理職,\r\n"
	"000003,見本 三,ミホン サン,会計課,事務局,本庁,06,2026-05-01,2027-03-31,在職,端末利用,\r\n";

struct fixture {
	struct ks_sample_centre sample;
	struct ks_plan_lesson lessons[3];
	struct ks_plan plan;
	struct ks_exemption_wish wish;
	enum ks_exemption_fault fault;
	char id[KS_UUID_TEXT];
	size_t n;
	struct ks_arena arena;
	struct ks_exemption_entry *rows;
	size_t n_rows;
};

static int setup(void **state)
{
	struct fixture *f = ks_alloc_zero(1, sizeof(*f));

	ks_sample_centre_init(&f->sample);
	ks_sample_import(f->sample.store, roster_csv);
	f->lessons[0] = (struct ks_plan_lesson){.id = "m1", .is_ready = true};
	f->lessons[1] = (struct ks_plan_lesson){.id = "m2", .is_ready = false};
	f->lessons[2] = (struct ks_plan_lesson){.id = "m5", .is_ready = true};
	f->plan = (struct ks_plan){
		.id = "annual",
		.nendo = ks_nendo_of(ks_civil_from_ms(ks_centre_now_ms(f->sample.centre)).date),
		.lessons = f->lessons,
		.n_lessons = 3};
	f->wish = (struct ks_exemption_wish){.number = "000003",
					     .kind = "育休",
					     .plan = "",
					     .lesson = "",
					     .from = {2026, 6, 1},
					     .reason = "届出のとおり",
					     .by = "000001",
					     .approver = "000002",
					     .iri_base = "https://kenshu.example",
					     .plans = &f->plan,
					     .n_plans = 1};
	*state = f;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *f = *state;

	ks_arena_finish(&f->arena);
	ks_sample_centre_finish(&f->sample);
	free(f);
	return 0;
}

static enum ks_rc say(struct fixture *f)
{
	return ks_centre_exempt(f->sample.centre, &f->wish, &f->fault, f->id, &f->n);
}

static void load(struct fixture *f)
{
	assert_int_equal(ks_exemption_load(f->sample.store, &f->arena, &f->rows, &f->n_rows), KS_OK);
}

static void count_fault(void *context, const char *kiosk, int64_t seq, int fault)
{
	(void)kiosk;
	(void)seq;
	(void)fault;
	(*(size_t *)context)++;
}

static void it_says_who_why_and_approved_by_whom(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(say(f), KS_OK);
	load(f);
	assert_int_equal(f->n_rows, 1);
	assert_string_equal(f->rows[0].staff, "000003");
	assert_string_equal(f->rows[0].what.kind->word, "育休");
	assert_string_equal(f->rows[0].what.reason, "届出のとおり");
	assert_string_equal(f->rows[0].by, "000001");
	assert_string_equal(f->rows[0].approver, "000002");
	assert_string_equal(f->rows[0].id, f->id);
	assert_false(ks_date_is_set(f->rows[0].what.to));
}

static void what_is_missing_is_told_and_nothing_is_said(void **state)
{
	struct fixture *f = *state;
	const struct ks_exemption_wish good = f->wish;
	int64_t n = -1;

#define REFUSED(member, value, why)                                   \
	do {                                                          \
		f->wish = good;                                       \
		f->wish.member = value;                               \
		assert_int_equal(say(f), KS_INVALID);                 \
		assert_int_equal(f->fault, why);                      \
		assert_true(ks_exemption_fault_word(why)[0] != '\0'); \
	} while (0)
	REFUSED(number, "999999", KS_EXEMPTION_NO_PERSON);
	REFUSED(kind, "長期休暇", KS_EXEMPTION_NO_KIND);
	REFUSED(from, ((struct ks_date){0}), KS_EXEMPTION_NO_DAYS);
	REFUSED(to, ((struct ks_date){2026, 5, 31}), KS_EXEMPTION_NO_DAYS);
	REFUSED(reason, "", KS_EXEMPTION_NO_REASON);
	REFUSED(reason, "一\n二", KS_EXEMPTION_NO_REASON);
	REFUSED(by, "", KS_EXEMPTION_NO_BY);
	REFUSED(approver, "999999", KS_EXEMPTION_NO_APPROVER);
	REFUSED(approver, "000001", KS_EXEMPTION_SAME_APPROVER);
	REFUSED(approver, "000003", KS_EXEMPTION_SAME_APPROVER);
	REFUSED(iri_base, NULL, KS_EXEMPTION_NO_BASE);
	f->wish = good;
	f->wish.plan = "never";
	f->wish.kind = "対象外";
	assert_int_equal(say(f), KS_INVALID);
	assert_int_equal(f->fault, KS_EXEMPTION_NO_PLAN);
	f->wish.kind = "紙受講";
	f->wish.plan = "annual";
	f->wish.from = (struct ks_date){2199, 1, 1};
	assert_int_equal(say(f), KS_INVALID); /* nobody has taken it yet */
	assert_int_equal(ks_db_number(f->sample.store, &n, "SELECT count(*) FROM received", ""),
			 KS_OK);
	assert_int_equal(n, 0);
}

static void what_ended_or_was_wrong_stays_beside_what_says_so(void **state)
{
	struct fixture *f = *state;
	const struct ks_date end = {2026, 12, 20}, before = {2026, 5, 1};
	struct ks_centre *centre = f->sample.centre;

	assert_int_equal(say(f), KS_OK);
	assert_int_equal(ks_centre_exempt_end(centre, f->id, before, "復職", "000001", "000002",
					      &f->fault),
			 KS_INVALID);
	assert_int_equal(ks_centre_exempt_end(centre, f->id, end, "復職", "000001", "000001",
					      &f->fault),
			 KS_INVALID);
	assert_int_equal(f->fault, KS_EXEMPTION_SAME_APPROVER);
	f->id[13] = '\0'; /* as the list shows it */
	assert_int_equal(ks_centre_exempt_end(centre, f->id, end, "復職", "000001", "000002",
					      &f->fault),
			 KS_OK);
	load(f);
	assert_int_equal(ks_date_compare(f->rows[0].what.to, end), 0);
	assert_string_equal(f->rows[0].what.reason, "届出のとおり");
	assert_string_equal(f->rows[0].end_reason, "復職");
	assert_int_equal(ks_centre_exempt_end(centre, f->id, (struct ks_date){0}, "入力の誤り",
					      "000001", "000002", &f->fault),
			 KS_OK);
	load(f);
	assert_int_equal(f->n_rows, 1);
	assert_true(f->rows[0].is_withdrawn);
	assert_int_equal(ks_centre_exempt_end(centre, f->id, end, "また", "000001", "000002",
					      &f->fault),
			 KS_INVALID);
	assert_int_equal(f->fault, KS_EXEMPTION_IS_OVER);
	assert_int_equal(ks_centre_exempt_end(centre, "", end, "また", "000001", "000002", &f->fault),
			 KS_INVALID);
	assert_int_equal(f->fault, KS_EXEMPTION_NO_ID);
}

static void a_course_taken_on_paper_is_each_of_its_lessons(void **state)
{
	struct fixture *f = *state;
	char *json = NULL;

	f->wish.kind = "紙受講";
	f->wish.plan = "annual";
	f->wish.from = (struct ks_date){f->plan.nendo, 4, 1};
	assert_int_equal(say(f), KS_OK);
	assert_int_equal(f->n, 2); /* m2 is not ready */
	assert_int_equal(ks_centre_completed_json(f->sample.store, f->plan.nendo, &json), KS_OK);
	assert_non_null(strstr(json, "\"000003\""));
	assert_non_null(strstr(json, "\"m5\""));
	assert_null(strstr(json, "\"m2\""));
	free(json);
	load(f);
	assert_int_equal(ks_centre_exempt_end(f->sample.centre, f->rows[0].id,
					      (struct ks_date){2026, 12, 1}, "誤り", "000001",
					      "000002", &f->fault),
			 KS_INVALID);
	assert_int_equal(f->fault, KS_EXEMPTION_NO_END);
	for (size_t i = 0; i < f->n_rows; i++)
		assert_int_equal(ks_centre_exempt_end(f->sample.centre, f->rows[i].id,
						      (struct ks_date){0}, "誤り", "000001",
						      "000002", &f->fault),
				 KS_OK);
	assert_int_equal(ks_centre_completed_json(f->sample.store, f->plan.nendo, &json), KS_OK);
	assert_string_equal(json, "[]");
	free(json);
}

/* All kinds, and both ways of ending: every statement keeps xAPI's rules and is read back as it was said. */
static void every_statement_is_chained_signed_and_keeps_the_rules(void **state)
{
	struct fixture *f = *state;
	size_t n_kinds, n_faults = 0;
	const struct ks_exemption_kind *kinds = ks_exemption_kinds(&n_kinds);
	int64_t n_statements = 0;
	struct ks_kiosk_health *health = NULL;
	size_t n_health = 0;

	f->wish.plan = "annual";
	f->wish.from = (struct ks_date){f->plan.nendo, 4, 1};
	for (size_t i = 0; i < n_kinds; i++) {
		f->wish.kind = kinds[i].word;
		assert_int_equal(say(f), KS_OK);
		assert_int_equal(ks_centre_exempt_end(f->sample.centre, f->id,
						      ks_exemption_is_absence(&kinds[i])
							      ? (struct ks_date){2027, 1, 1}
							      : (struct ks_date){0},
						      "終わり", "000001", "000002", &f->fault),
				 KS_OK);
	}
	load(f);
	for (size_t i = 0; i < f->n_rows; i++) {
		for (int k = 0; k < (f->rows[i].end_id[0] ? 4 : 2); k++) {
			struct ks_exemption_fact fact;
			struct ks_finding finding;
			char id[KS_UUID_TEXT], *bytes;
			int64_t wall_ms, stored_ms;
			size_t len;
			json_t *root;

			assert_int_equal(ks_centre_read(f->sample.centre,
							k < 2 ? f->rows[i].id : f->rows[i].end_id,
							&bytes, &len, &stored_ms),
					 KS_OK);
			root = json_loadb(bytes, len, JSON_REJECT_DUPLICATES, NULL);
			if (ks_validate_statement(root, k % 2 ? KS_XAPI_2_0_0 : KS_XAPI_1_0_3,
						  &finding) != KS_OK)
				fail_msg("%s: %s", finding.member, finding.reason);
			assert_int_equal(
				ks_exemption_read(bytes, len, &f->arena, &fact, id, &wall_ms), KS_OK);
			assert_string_equal(fact.staff, "000003");
			assert_ptr_equal(fact.what.kind, f->rows[i].what.kind);
			json_decref(root);
			free(bytes);
		}
	}
	assert_int_equal(ks_centre_verify(f->sample.store, count_fault, &n_faults, &n_statements),
			 KS_OK);
	assert_int_equal(n_faults, 0);
	assert_int_equal(ks_centre_health(f->sample.store, &health, &n_health), KS_OK);
	assert_int_equal(n_health, 1);
	assert_string_equal(health[0].kiosk, KS_CENTRE_OWN);
	assert_int_equal(health[0].head_seq, health[0].n_statements);
	assert_int_equal(health[0].n_chain_faults, 0);
	free(health);
}

static void a_planted_change_of_what_hr_said_is_found(void **state)
{
	struct fixture *f = *state;
	size_t n_faults = 0;
	int64_t n_statements = 0;

	assert_int_equal(say(f), KS_OK);
	assert_int_equal(ks_db_run(f->sample.store, "DROP TRIGGER received_no_update", ""), KS_OK);
	assert_int_equal(ks_db_run(f->sample.store,
				   "UPDATE received SET bytes = CAST(replace(CAST(body(bytes) AS TEXT),"
				   " '000002', '000001') AS BLOB)",
				   ""),
			 KS_OK);
	assert_int_equal(ks_centre_verify(f->sample.store, count_fault, &n_faults, &n_statements),
			 KS_DAMAGED);
	assert_true(n_faults > 0);
}

/* The table that reports and kiosks go by is held against the statements. */
static void a_planted_change_of_what_holds_is_found(void **state)
{
	static const char *const changes[] = {
		"UPDATE exemption SET to_day = '2026-06-02'",
		"UPDATE exemption SET is_withdrawn = 1",
		"DELETE FROM exemption",
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < KS_COUNT(changes); i++) {
		size_t n_faults = 0;
		int64_t n_statements = 0;

		assert_int_equal(say(f), KS_OK);
		assert_int_equal(ks_db_run(f->sample.store, changes[i], ""), KS_OK);
		assert_int_equal(ks_centre_verify(f->sample.store, count_fault, &n_faults,
						  &n_statements),
				 KS_DAMAGED);
		assert_int_equal(n_faults, 1);
	}
}

static void nobody_can_be_registered_under_its_name(void **state)
{
	struct fixture *f = *state;
	char *secret = NULL;

	assert_int_equal(ks_centre_add_kiosk(f->sample.centre, KS_CENTRE_OWN, &secret), KS_INVALID);
	assert_null(secret);
}

static void a_kiosk_learns_whom_it_concerns_and_no_reason(void **state)
{
	struct fixture *f = *state;
	char *folder = ks_test_folder(), *json = NULL, *why = NULL;
	struct ks_store *kiosk = NULL;
	struct ks_person person;

	assert_int_equal(say(f), KS_OK);
	f->wish.kind = "対象外";
	f->wish.number = "000001";
	f->wish.by = "000003";
	f->wish.plan = "annual";
	assert_int_equal(say(f), KS_OK);
	assert_int_equal(ks_roster_to_json(f->sample.store, NULL, &json), KS_OK);
	assert_null(strstr(json, "届出のとおり"));
	assert_int_equal(ks_store_open(folder, KS_ROLE_KIOSK, KS_ACCESS_WRITE, &kiosk, &why), KS_OK);
	assert_int_equal(ks_roster_store_json(kiosk, json, strlen(json)), KS_OK);
	assert_int_equal(ks_roster_find(kiosk, "000003", &f->arena, &person), KS_OK);
	assert_int_equal(person.n_exemptions, 1);
	assert_string_equal(person.exemptions[0].kind->word, "育休");
	assert_int_equal(ks_roster_find(kiosk, "000001", &f->arena, &person), KS_OK);
	assert_int_equal(person.n_exemptions, 1);
	assert_string_equal(person.exemptions[0].plan, "annual");
	free(json);
	/* withdrawn at the centre: gone at the kiosk with the next list */
	load(f);
	for (size_t i = 0; i < f->n_rows; i++)
		assert_int_equal(ks_centre_exempt_end(
					 f->sample.centre, f->rows[i].id, (struct ks_date){0},
					 "誤り", i == 0 ? "000003" : "000001", "000002", &f->fault),
				 KS_OK);
	assert_int_equal(ks_roster_to_json(f->sample.store, NULL, &json), KS_OK);
	assert_int_equal(ks_roster_store_json(kiosk, json, strlen(json)), KS_OK);
	assert_int_equal(ks_roster_find(kiosk, "000003", &f->arena, &person), KS_OK);
	assert_int_equal(person.n_exemptions, 0);
	free(json);
	ks_store_close(kiosk);
	free(why);
	ks_test_folder_finish(folder);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(it_says_who_why_and_approved_by_whom),
		TEST(what_is_missing_is_told_and_nothing_is_said),
		TEST(what_ended_or_was_wrong_stays_beside_what_says_so),
		TEST(a_course_taken_on_paper_is_each_of_its_lessons),
		TEST(every_statement_is_chained_signed_and_keeps_the_rules),
		TEST(a_planted_change_of_what_hr_said_is_found),
		TEST(a_planted_change_of_what_holds_is_found),
		TEST(nobody_can_be_registered_under_its_name),
		TEST(a_kiosk_learns_whom_it_concerns_and_no_reason),
	};

	return ks_test_run(tests);
}
