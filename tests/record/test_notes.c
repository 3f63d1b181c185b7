/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <string.h>

#include "content/checklist.h"
#include "record/card.h"
#include "record/db.h"
#include "record/elsewhere.h"
#include "record/incident.h"
#include "record/inspection.h"
#include "support/record_sample.h"

/* The small values of a store: what is read of them, good or not, and which one stays. */

static void incident_is_read_only_when_it_is_whole(void **state)
{
	static const struct {
		const char *text;
		enum ks_incident_kind kind;
	} cases[] = {
		{"1 5 6 7 aside", KS_INCIDENT_TAIL_REMADE},
		{"6 5 6 7", KS_INCIDENT_ALTERED},
		{"7 5 6 7 aside", KS_INCIDENT_NONE},
		{"0 5 6 7 aside", KS_INCIDENT_NONE},
		{"-1 5 6 7 aside", KS_INCIDENT_NONE},
		{"1 5 6", KS_INCIDENT_NONE},
		{"", KS_INCIDENT_NONE},
	};
	struct ks_record_sample *s = *state;

	for (size_t i = 0; i < KS_COUNT(cases); i++) {
		struct ks_incident read;

		memset(&read, 0xff, sizeof(read));
		assert_int_equal(ks_store_set(s->store, "incident", cases[i].text), KS_OK);
		assert_int_equal(ks_store_incident(s->store, &read), KS_OK);
		if (read.kind != cases[i].kind)
			fail_msg("%s: %d", cases[i].text, (int)read.kind);
	}
}

static void heavier_incident_replaces_a_lighter_one(void **state)
{
	struct ks_record_sample *s = *state;
	struct ks_incident read;
	const struct ks_incident notes[] = {
		{KS_INCIDENT_RESTORED, 1, 2, 3, ""},
		{KS_INCIDENT_TAIL_REMADE, 9, 9, 9, "no"},
		{KS_INCIDENT_RESTORED, 9, 9, 9, "no"},
		{KS_INCIDENT_REBUILT, 4, 5, 6, "2026-07-01"},
		{KS_INCIDENT_RESTORED, 9, 9, 9, "later"},
	};

	assert_int_equal(ks_store_incident(s->store, &read), KS_OK);
	assert_int_equal(read.kind, KS_INCIDENT_NONE);
	for (size_t i = 0; i < KS_COUNT(notes); i++) {
		const struct ks_incident *holds = &notes[i < 3 ? 0 : 3];

		assert_int_equal(ks_incident_note(s->store, &notes[i]), KS_OK);
		assert_int_equal(ks_store_incident(s->store, &read), KS_OK);
		assert_int_equal(read.kind, holds->kind);
		assert_int_equal(read.wall_ms, holds->wall_ms);
		assert_int_equal(read.n_saved, holds->n_saved);
		assert_int_equal(read.n_lost, holds->n_lost);
		assert_string_equal(read.aside, holds->aside);
	}
}

static void last_settlement_is_told_with_its_incident(void **state)
{
	struct ks_record_sample *s = *state;
	const struct ks_incident note = {KS_INCIDENT_GAPS, 7, 8, 9, "x"};
	struct ks_settlement told;
	char reason[KS_SETTLEMENT_REASON_MAX + 2];

	assert_int_equal(ks_store_settlement(s->store, &told), KS_NOT_FOUND);
	assert_null(told.reason);
	assert_int_equal(ks_store_settle_incident(s->store, 50, "none is there"), KS_NOT_FOUND);
	memset(reason, 'r', sizeof(reason) - 1);
	reason[sizeof(reason) - 1] = '\0';
	for (int64_t at = 1; at <= 3; at++) {
		assert_int_equal(ks_incident_note(s->store, &note), KS_OK);
		assert_int_equal(ks_store_settle_incident(s->store, at == 3 ? 99 : 100 * at, reason),
				 KS_INVALID);
		assert_int_equal(ks_store_settle_incident(s->store, at == 3 ? 99 : 100 * at,
							  at == 2 ? reason + 1 : " a\xe3\x80\x80"),
				 KS_OK);
		assert_int_equal(ks_store_settle_incident(s->store, 1000, "twice"), KS_NOT_FOUND);
	}
	assert_int_equal(ks_store_settlement(s->store, &told), KS_OK);
	assert_int_equal(told.wall_ms, 200);
	assert_string_equal(told.reason, reason + 1);
	assert_int_equal(told.incident.kind, KS_INCIDENT_GAPS);
	assert_int_equal(told.incident.wall_ms, 7);
	assert_int_equal(told.incident.n_lost, 9);
	assert_string_equal(told.incident.aside, "x");
	ks_settlement_finish(&told);
	assert_null(told.reason);
	assert_int_equal(told.wall_ms, 0);
	ks_settlement_finish(NULL);
	assert_int_equal(ks_store_settle_incident(s->store, 50, "a\x7f"), KS_INVALID);
	assert_int_equal(ks_store_settle_incident(s->store, 50, "a\x1f"), KS_INVALID);
	assert_int_equal(ks_store_settle_incident(s->store, 50, "\xe3\x80"), KS_INVALID);
}

static void spoiled_key_names_no_card(void **state)
{
	static const char *const spoiled[] = {
		"",
		"00",
		"x00102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f",
		"000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20",
	};
	static const uint8_t id[KS_CARD_ID_MAX + 1] = {1, 2, 3};
	struct ks_record_sample *s = *state;
	char name[KS_CARD_NAME], again[KS_CARD_NAME];
	struct ks_buf out = {0};

	for (size_t i = 0; i < KS_COUNT(spoiled); i++) {
		assert_int_equal(ks_store_set(s->store, "card_key", spoiled[i]), KS_OK);
		assert_int_equal(ks_card_name(s->store, id, KS_CARD_ID_LEAST, name), KS_DAMAGED);
		assert_int_equal(ks_card_put_json(s->store, &out), KS_DAMAGED);
		assert_int_equal(out.len, 0);
	}
	assert_int_equal(ks_db_run(s->store, "DELETE FROM setting WHERE name = 'card_key'", ""),
			 KS_OK);
	assert_int_equal(ks_card_name(s->store, id, KS_CARD_ID_LEAST - 1, name), KS_INVALID);
	assert_int_equal(ks_card_name(s->store, id, KS_CARD_ID_MAX + 1, name), KS_INVALID);
	assert_int_equal(ks_card_name(s->store, id, KS_CARD_ID_LEAST, name), KS_OK);
	assert_int_equal(ks_card_name(s->store, id, KS_CARD_ID_LEAST, again), KS_OK);
	assert_string_equal(name, again);
	assert_int_equal(ks_card_name(s->store, id, KS_CARD_ID_MAX, again), KS_OK);
	assert_string_not_equal(name, again);
}

static void number_that_is_too_long_is_nobodys_card(void **state)
{
	struct ks_record_sample *s = *state;
	static const char name[] = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
	char staff[KS_CARD_STAFF + 1], found[KS_CARD_STAFF];

	memset(staff, '7', KS_CARD_STAFF);
	staff[KS_CARD_STAFF] = '\0';
	assert_int_equal(ks_card_say(s->store, staff, name, 5), KS_OK);
	assert_int_equal(ks_card_find(s->store, name, found), KS_DAMAGED);
	assert_int_equal(ks_card_say(s->store, staff + 1, name, 6), KS_OK);
	assert_int_equal(ks_card_find(s->store, name, found), KS_OK);
	assert_string_equal(found, staff + 1);
	assert_int_equal(ks_card_number(s->store, name, found), KS_NOT_FOUND);
}

static const struct ks_inspection_key sheet = {"000123", 2026, "self-inspection"};

static void standing_is_read_as_it_was_saved(void **state)
{
	struct ks_record_sample *s = *state;
	struct ks_inspection_standing standing = {.is_help = true, .done_ms = 5, .done_seq = 9}, read;
	char longest[sizeof(standing.item) + 1];

	memset(longest, 'i', sizeof(longest) - 1);
	longest[sizeof(longest) - 1] = '\0';
	memcpy(standing.item, longest + 1, sizeof(standing.item));
	assert_int_equal(ks_inspection_save(s->store, &sheet, &standing), KS_OK);
	assert_int_equal(ks_inspection_load(s->store, &sheet, &read), KS_OK);
	assert_string_equal(read.item, longest + 1);
	assert_true(read.is_help);
	assert_int_equal(read.done_ms, 5);
	assert_int_equal(read.done_seq, 9);
	standing = (struct ks_inspection_standing){.item = "i03", .done_ms = -1, .done_seq = 0};
	assert_int_equal(ks_inspection_save(s->store, &sheet, &standing), KS_OK);
	assert_int_equal(ks_inspection_load(s->store, &sheet, &read), KS_OK);
	assert_string_equal(read.item, "i03");
	assert_false(read.is_help);
	assert_int_equal(read.done_ms, -1);
	assert_int_equal(read.done_seq, 0);
	assert_int_equal(ks_db_run(s->store, "UPDATE inspection SET item = ?", "t", longest), KS_OK);
	assert_int_equal(ks_inspection_load(s->store, &sheet, &read), KS_OK);
	assert_string_equal(read.item, ""); /* none that there is */
	assert_int_equal(read.done_ms, -1);
}

static void put_answer(void *context, const struct ks_inspection_key *key,
		       const struct ks_inspection_answer *answer)
{
	ks_buf_printf(context, "%s %d %s %s %s %s %lld\n", key->staff, key->nendo, key->checklist,
		      answer->item, answer->text, answer->response, (long long)answer->at_ms);
}

static void answers_of_a_year_are_told_by_sheet_and_item_the_latest_first(void **state)
{
	static const struct ks_inspection_key keys[] = {
		{"1", 2026, "b"}, {"2", 2026, "b"}, {"1", 2026, "a"}, {"1", 2025, "b"}};
	struct ks_record_sample *s = *state;
	struct ks_buf out = {0};

	for (size_t i = 0; i < KS_COUNT(keys); i++)
		for (int k = 2; k > 0; k--) {
			struct ks_inspection_answer answer = {k == 1 ? "i1" : "i2", "t", "no",
							      10 + (int64_t)i};

			assert_int_equal(ks_inspection_keep(s->store, &keys[i], &answer, true),
					 KS_OK);
			answer.text = "same";
			answer.response = "yes";
			assert_int_equal(ks_inspection_keep(s->store, &keys[i], &answer, k == 1),
					 KS_OK);
			answer.text = "before";
			answer.at_ms--;
			assert_int_equal(ks_inspection_keep(s->store, &keys[i], &answer, k == 1),
					 KS_OK);
		}
	assert_int_equal(ks_inspection_each(s->store, 2026, put_answer, &out), KS_OK);
	assert_string_equal(ks_buf_text(&out), "1 2026 a i1 same yes 12\n"
					       "1 2026 a i2 before yes 11\n"
					       "2 2026 b i1 same yes 11\n"
					       "1 2026 b i1 same yes 10\n"
					       "2 2026 b i2 before yes 10\n"
					       "1 2026 b i2 before yes 9\n");
	ks_buf_finish(&out);
}

static void more_items_than_a_sheet_may_have_are_not_answered(void **state)
{
	struct ks_record_sample *s = *state;
	struct ks_checklist_item items[KS_INSPECTION_MAX + 1];
	char ids[KS_INSPECTION_MAX + 1][8];
	struct ks_checklist many = {.items = items, .n_items = KS_COUNT(items)};
	uint8_t answers[KS_INSPECTION_MAX + 1];

	memset(items, 0, sizeof(items));
	memset(answers, 0x55, sizeof(answers));
	for (size_t i = 0; i < KS_COUNT(items); i++) {
		struct ks_inspection_answer answer = {ids[i], "t", "no", 1};

		(void)snprintf(ids[i], sizeof(ids[i]), "i%03d", (int)i);
		items[i].id = ids[i];
		if (i + 2 >= KS_COUNT(items))
			assert_int_equal(ks_inspection_keep(s->store, &sheet, &answer, false), KS_OK);
	}
	assert_int_equal(ks_inspection_answers(s->store, &sheet, &many, answers), KS_OK);
	assert_int_equal(answers[0], KS_RESPONSE_NONE);
	assert_int_equal(answers[KS_INSPECTION_MAX - 2], KS_RESPONSE_NONE);
	assert_int_equal(answers[KS_INSPECTION_MAX - 1], KS_RESPONSE_NO);
	assert_int_equal(answers[KS_INSPECTION_MAX], 0x55);
}

static void completions_and_papers_are_taken_together(void **state)
{
	struct ks_record_sample *s = *state;
	json_t *root = json_pack("{s:[[s,i,s,s,s],i,[s,i,s,s,s]],s:[[s,i,s,s]]}", "completed", "7",
				 2026, "p", "l", "2026-07-01T00:00:00Z", 0, "8", 2026, "p", "l",
				 "2026-07-01T00:00:00Z", "on_paper", "7", 2026, "p", "l");
	int64_t n = 0;

	assert_non_null(root);
	assert_int_equal(ks_elsewhere_take(s->store, root), KS_OK);
	assert_int_equal(ks_db_number(s->store, &n, "SELECT count(*) FROM elsewhere", ""), KS_OK);
	assert_int_equal(n, 2);
	assert_int_equal(ks_db_number(s->store, &n, "SELECT count(*) FROM on_paper", ""), KS_OK);
	assert_int_equal(n, 1);
	json_decref(root);
}

#define with_store(test) \
	cmocka_unit_test_setup_teardown(test, ks_record_sample_setup, ks_record_sample_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		with_store(incident_is_read_only_when_it_is_whole),
		with_store(heavier_incident_replaces_a_lighter_one),
		with_store(last_settlement_is_told_with_its_incident),
		with_store(spoiled_key_names_no_card),
		with_store(number_that_is_too_long_is_nobodys_card),
		with_store(standing_is_read_as_it_was_saved),
		with_store(answers_of_a_year_are_told_by_sheet_and_item_the_latest_first),
		with_store(more_items_than_a_sheet_may_have_are_not_answered),
		with_store(completions_and_papers_are_taken_together),
	};

	return ks_test_run(tests);
}
