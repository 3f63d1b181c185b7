/* SPDX-License-Identifier: Apache-2.0 */
#include "record/inspection.h"

#include <jansson.h>
#include <string.h>

#include "support/record_sample.h"

#define STAFF "000123"

static const struct ks_inspection_key key = {STAFF, 2026, "self-inspection"};

static void keep(struct ks_store *store, const struct ks_inspection_key *k, const char *item,
		 const char *response, int64_t at_ms, bool only_later)
{
	struct ks_inspection_answer answer = {item, "文", response, at_ms};

	assert_int_equal(ks_inspection_keep(store, k, &answer, only_later), KS_OK);
}

static void a_sheet_never_begun_has_no_standing(void **state)
{
	struct ks_record_sample *s = *state;
	struct ks_inspection_standing standing = {.is_help = true};
	uint8_t answers[KS_INSPECTION_MAX] = {1, 2, 3};

	assert_int_equal(ks_inspection_load(s->store, &key, &standing), KS_OK);
	assert_string_equal(standing.item, "");
	assert_false(standing.is_help);
	assert_int_equal(ks_inspection_answers(s->store, &key, ks_record_sample_checklist(), answers),
			 KS_OK);
	assert_int_equal(answers[0] | answers[1] | answers[2], 0);
}

static void standing_and_answers_survive_closing(void **state)
{
	struct ks_record_sample *s = *state;
	struct ks_inspection_standing standing = {
		.item = "i07", .is_help = true, .done_ms = 5, .done_seq = 9};
	uint8_t answers[KS_INSPECTION_MAX];

	assert_int_equal(ks_inspection_save(s->store, &key, &standing), KS_OK);
	keep(s->store, &key, "i07", "no", 10, false);
	keep(s->store, &key, "gone", "yes", 10, false);
	ks_record_sample_close(s);
	ks_record_sample_open(s);
	memset(&standing, 0, sizeof(standing));
	assert_int_equal(ks_inspection_load(s->store, &key, &standing), KS_OK);
	assert_string_equal(standing.item, "i07");
	assert_true(standing.is_help);
	assert_int_equal(standing.done_seq, 9);
	assert_int_equal(ks_inspection_answers(s->store, &key, ks_record_sample_checklist(), answers),
			 KS_OK);
	assert_int_equal(answers[0], KS_RESPONSE_NONE);
	assert_int_equal(answers[1], KS_RESPONSE_NO);
}

static void years_sheets_and_people_do_not_mix(void **state)
{
	struct ks_record_sample *s = *state;
	const struct ks_inspection_key others[] = {{STAFF, 2025, "self-inspection"},
						   {STAFF, 2026, "other"},
						   {"000124", 2026, "self-inspection"}};
	uint8_t answers[KS_INSPECTION_MAX];

	keep(s->store, &key, "i03", "yes", 10, false);
	for (size_t i = 0; i < KS_COUNT(others); i++) {
		assert_int_equal(ks_inspection_answers(s->store, &others[i],
						       ks_record_sample_checklist(), answers),
				 KS_OK);
		assert_int_equal(answers[0], KS_RESPONSE_NONE);
	}
}

/* Here the order counts, because the clock may have been set back; at the centre only the time is known. */
static void the_last_answer_counts_by_order_here_and_by_time_at_the_centre(void **state)
{
	struct ks_record_sample *s = *state;
	uint8_t answers[KS_INSPECTION_MAX];

	keep(s->store, &key, "i03", "yes", 100, false);
	keep(s->store, &key, "i03", "no", 50, false);
	keep(s->store, &key, "i07", "yes", 100, true);
	keep(s->store, &key, "i07", "no", 50, true);
	assert_int_equal(ks_inspection_answers(s->store, &key, ks_record_sample_checklist(), answers),
			 KS_OK);
	assert_int_equal(answers[0], KS_RESPONSE_NO);
	assert_int_equal(answers[1], KS_RESPONSE_YES);
}

static json_t *statement_of(struct ks_record_sample *s, enum ks_fact_kind kind)
{
	struct ks_statement row;
	json_t *root;

	assert_int_equal(ks_ledger_read(s->ledger, ks_record_sample_append(s, kind), &row), KS_OK);
	root = json_loadb(row.bytes, row.len, JSON_REJECT_DUPLICATES, NULL);
	assert_non_null(root);
	ks_statement_finish(&row);
	return root;
}

/* A choice with its four answers and nothing that says which of them is right. */
static void an_answer_is_a_choice_that_cannot_be_wrong(void **state)
{
	static const char *const ids[] = {"yes", "no", "na", "unknown"};
	json_t *root = statement_of(*state, KS_FACT_INSPECTED);
	const json_t *definition = json_object_get(json_object_get(root, "object"), "definition");
	const json_t *choices = json_object_get(definition, "choices");
	const json_t *result = json_object_get(root, "result");

	assert_string_equal(json_string_value(json_object_get(definition, "interactionType")),
			    "choice");
	assert_null(json_object_get(definition, "correctResponsesPattern"));
	assert_int_equal(json_array_size(choices), KS_COUNT(ids));
	for (size_t i = 0; i < KS_COUNT(ids); i++)
		assert_string_equal(
			json_string_value(json_object_get(json_array_get(choices, i), "id")), ids[i]);
	assert_string_equal(json_string_value(json_object_get(result, "response")), "unknown");
	assert_null(json_object_get(result, "success"));
	assert_null(json_object_get(result, "score"));
	assert_string_equal(
		json_string_value(json_object_get(json_object_get(root, "context"), "revision")),
		"self-inspection@2026.2+aaaaaaaaaaaa");
	json_decref(root);
}

static void an_agreement_says_the_sentence_and_the_hash_of_the_policy(void **state)
{
	json_t *root = statement_of(*state, KS_FACT_AGREED);
	const json_t *definition = json_object_get(json_object_get(root, "object"), "definition");
	const json_t *result = json_object_get(root, "result");
	const char *sha256 =
		json_string_value(json_object_get(json_object_get(definition, "extensions"),
						  "https://kenshu.kuresaka.example/xapi/ext/sha256"));

	assert_non_null(sha256);
	assert_int_equal(strspn(sha256, "9"), 64);
	assert_string_equal(json_string_value(json_object_get(result, "response")),
			    "読みました。\"守ります\"。");
	assert_true(json_is_true(json_object_get(result, "success")));
	json_decref(root);
}

static void the_sheet_of_a_year_is_named_with_its_year(void **state)
{
	json_t *root = statement_of(*state, KS_FACT_COMPLETED_CHECKLIST);
	const json_t *definition = json_object_get(json_object_get(root, "object"), "definition");

	assert_string_equal(
		json_string_value(json_object_get(json_object_get(definition, "name"), "ja-JP")),
		"令和8年度 自己点検票");
	json_decref(root);
}

#define WITH_LEDGER(test) \
	cmocka_unit_test_setup_teardown(test, ks_record_sample_setup, ks_record_sample_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_LEDGER(a_sheet_never_begun_has_no_standing),
		WITH_LEDGER(standing_and_answers_survive_closing),
		WITH_LEDGER(years_sheets_and_people_do_not_mix),
		WITH_LEDGER(the_last_answer_counts_by_order_here_and_by_time_at_the_centre),
		WITH_LEDGER(an_answer_is_a_choice_that_cannot_be_wrong),
		WITH_LEDGER(an_agreement_says_the_sentence_and_the_hash_of_the_policy),
		WITH_LEDGER(the_sheet_of_a_year_is_named_with_its_year),
	};

	return ks_test_run(tests);
}
