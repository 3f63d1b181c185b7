/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "record/card.h"
#include "record/db.h"
#include "record/gathering.h"
#include "record/inspection.h"
#include "record/pin.h"
#include "record/progress.h"
#include "record/roster.h"
#include "record/verify.h"
#include "support/cut.h"
#include "support/record_sample.h"
#include "support/test.h"

/* Whatever fails, and wherever: it says so, nothing of it happened, and the next time it does. */

#define HEAD \
	"職員番号,氏名,氏名カナ,所属,所属区分,施設,任用区分,任用開始,任用終了,在籍状態,役割,初期暗証番号\n"
#define ONE "000001,見本 一,ミホン イチ,総務課,事務局,本庁,01,2010-04-01,,在職,端末利用,\n"
#define TWO "000002,見本 二,ミホン ニ,会計課,事務局,本庁,01,2010-04-01,,在職,端末利用,\n"

static void expect_sound(struct ks_record_sample *s)
{
	struct ks_ledger_fault fault;
	int64_t n_statements = 0;
	size_t n_faults = 0;

	assert_int_equal(ks_ledger_verify(s->store, &fault, 1, &n_faults, &n_statements), KS_OK);
	assert_int_equal(n_faults, 0);
}

#define CUT(of, act) cut(of, #act, act)
static struct ks_cut cut(struct ks_record_sample *s, const char *name,
			 enum ks_rc (*act)(void *context))
{
	struct ks_cut cut = {.store = s->store, .act = act, .context = s, .name = name};

	ks_cut_everywhere(&cut);
	assert_true(cut.n_refused > 0);
	expect_sound(s);
	return cut;
}

static enum ks_rc append(void *context)
{
	struct ks_record_sample *s = context;
	struct ks_fact fact = ks_record_sample_fact(&s->course, KS_FACT_EXPERIENCED, 0, &s->answer);
	enum ks_rc rc = ks_ledger_begin(s->ledger);

	if (rc == KS_OK)
		rc = ks_ledger_append(s->ledger, &fact, NULL);
	if (rc == KS_OK)
		rc = ks_ledger_commit(s->ledger);
	ks_ledger_rollback(s->ledger);
	return rc;
}

static void a_fact_is_recorded_whole_or_not_at_all(void **state)
{
	struct ks_record_sample *s = *state;
	struct ks_cut of;

	ks_record_sample_append(s, KS_FACT_INITIALIZED);
	of = CUT(s, append);
	assert_int_equal(ks_ledger_last_seq(s->ledger), 2 + of.n_cut - of.n_refused);
}

static const int64_t seqs[] = {1, 2, 3};

static enum ks_rc deliver(void *context)
{
	struct ks_record_sample *s = context;

	return ks_ledger_mark_delivered(s->ledger, seqs, 3);
}

static enum ks_rc forget(void *context)
{
	struct ks_record_sample *s = context;
	int64_t n = -1;
	enum ks_rc rc = ks_ledger_forget_delivery(s->ledger, 1, &n);

	if (rc != KS_OK)
		assert_int_equal(n, 0);
	return rc;
}

static enum ks_rc quarantine(void *context)
{
	struct ks_record_sample *s = context;

	return ks_ledger_quarantine(s->ledger, 2, "HTTP 400");
}

static enum ks_rc retry(void *context)
{
	struct ks_record_sample *s = context;
	int64_t n = -1;
	enum ks_rc rc = ks_ledger_retry_quarantine(s->ledger, INT64_MAX, &n);

	if (rc != KS_OK)
		assert_int_equal(n, 0);
	return rc;
}

static void what_was_delivered_is_known_or_offered_again(void **state)
{
	struct ks_record_sample *s = *state;
	struct ks_ledger_counts counts;

	for (int i = 0; i < 3; i++)
		ks_record_sample_append(s, KS_FACT_INITIALIZED);
	CUT(s, deliver);
	assert_int_equal(ks_ledger_counts(s->ledger, &counts), KS_OK);
	assert_int_equal(counts.n_delivered, 3);
	CUT(s, forget);
	assert_int_equal(ks_ledger_counts(s->ledger, &counts), KS_OK);
	assert_int_equal(counts.n_delivered, 1);
	CUT(s, quarantine);
	assert_int_equal(ks_ledger_counts(s->ledger, &counts), KS_OK);
	assert_int_equal(counts.n_quarantined, 1);
	CUT(s, retry);
	assert_int_equal(ks_ledger_counts(s->ledger, &counts), KS_OK);
	assert_int_equal(counts.n_quarantined, 0);
	assert_int_equal(ks_ledger_begin_epoch(s->ledger, 3), KS_OK);
	CUT(s, append);
}

/* ---- people ---- */

static enum ks_rc store_roster(struct ks_record_sample *s, const char *csv)
{
	struct ks_roster roster = {0};
	struct ks_roster_change change;
	struct ks_diags diags = {0};
	enum ks_rc rc;

	assert_int_equal(ks_roster_parse("r.csv", csv, strlen(csv), &roster, &diags), KS_OK);
	rc = ks_roster_store(s->store, &roster, &change);
	ks_diags_finish(&diags);
	ks_roster_finish(&roster);
	return rc;
}

static enum ks_rc take_two(void *context)
{
	return store_roster(context, HEAD ONE TWO);
}

static enum ks_rc take_one(void *context)
{
	return store_roster(context, HEAD ONE);
}

static void a_list_is_taken_whole_or_the_one_before_stays(void **state)
{
	struct ks_record_sample *s = *state;
	struct ks_roster roster;

	CUT(s, take_two);
	assert_int_equal(ks_roster_load(s->store, false, &roster), KS_OK);
	assert_int_equal(roster.n_entries, 2);
	ks_roster_finish(&roster);
	CUT(s, take_one);
	assert_int_equal(ks_roster_load(s->store, false, &roster), KS_OK);
	assert_int_equal(roster.n_entries, 1);
	ks_roster_finish(&roster);
}

static enum ks_rc reset(void *context)
{
	struct ks_record_sample *s = context;
	char code[KS_PIN_DIGITS + 1];

	return ks_pin_reset(s->store, "000001", "000001", code);
}

static enum ks_rc choose(void *context)
{
	struct ks_record_sample *s = context;

	return ks_pin_choose(s->store, "000001", "000001", "926174");
}

/* An interrupted choice leaves the code, an interrupted reset the PIN. */
static void of_two_pins_one_always_holds(void **state)
{
	struct ks_record_sample *s = *state;
	struct ks_pin_verdict verdict;

	assert_int_equal(store_roster(s, HEAD ONE TWO), KS_OK);
	CUT(s, reset);
	CUT(s, choose);
	assert_int_equal(ks_pin_check(s->store, &s->clock, "000001", "926174", &verdict), KS_OK);
}

static char name[KS_CARD_NAME];

static enum ks_rc say_card(void *context)
{
	struct ks_record_sample *s = context;

	return ks_card_say(s->store, "000001", name, 7);
}

static enum ks_rc prefer(void *context)
{
	struct ks_record_sample *s = context;

	return ks_preference_set(s->store, "000001", "text", "2");
}

static enum ks_rc answer(void *context)
{
	static const struct ks_inspection_key key = {"000001", 2026, "self-inspection"};
	static const struct ks_inspection_answer given = {
		.item = "i03", .text = "x", .response = "no", .at_ms = 1};
	struct ks_record_sample *s = context;
	enum ks_rc rc = ks_store_begin(s->store);

	if (rc == KS_OK)
		rc = ks_inspection_keep(s->store, &key, &given, false);
	if (rc == KS_OK)
		rc = ks_store_commit(s->store);
	ks_store_rollback(s->store);
	return rc;
}

static void small_things_too(void **state)
{
	static const uint8_t id[] = {1, 2, 3, 4};
	struct ks_record_sample *s = *state;

	assert_int_equal(store_roster(s, HEAD ONE TWO), KS_OK);
	assert_int_equal(ks_card_name(s->store, id, sizeof(id), name), KS_OK);
	CUT(s, say_card);
	CUT(s, prefer);
	CUT(s, answer);
}

/* ---- gatherings ---- */

static char title[] = "春の研修", place[] = "会議室", other[] = "講堂";
static char gathering_id[64];

static enum ks_rc add_gathering(void *context)
{
	struct ks_record_sample *s = context;
	struct ks_gathering g = {.date = {2026, 5, 18},
				 .from_minute = 540,
				 .to_minute = 600,
				 .title = title,
				 .place = place};
	enum ks_rc rc = ks_gathering_add(s->store, &g);

	snprintf(gathering_id, sizeof(gathering_id), "%s", g.id);
	return rc;
}

static enum ks_rc change_gathering(void *context)
{
	struct ks_record_sample *s = context;
	struct ks_gathering g = {.date = {2026, 5, 19},
				 .from_minute = 541,
				 .to_minute = 601,
				 .title = title,
				 .place = other};

	memcpy(g.id, gathering_id, sizeof(g.id));
	return ks_gathering_change(s->store, &g);
}

static void a_gathering_is_announced_and_changed_whole(void **state)
{
	struct ks_record_sample *s = *state;
	struct ks_gathering g;

	CUT(s, add_gathering);
	CUT(s, change_gathering);
	assert_int_equal(ks_gathering_find(s->store, gathering_id, &g), KS_OK);
	assert_int_equal(g.date.day, 19);
	assert_int_equal(g.to_minute, 601);
	assert_string_equal(g.place, other);
	ks_gathering_finish(&g);
}

int main(void)
{
#define TEST(name) \
	cmocka_unit_test_setup_teardown(name, ks_record_sample_setup, ks_record_sample_teardown)
	const struct CMUnitTest tests[] = {
		TEST(a_fact_is_recorded_whole_or_not_at_all),
		TEST(what_was_delivered_is_known_or_offered_again),
		TEST(a_list_is_taken_whole_or_the_one_before_stays),
		TEST(of_two_pins_one_always_holds),
		TEST(small_things_too),
		TEST(a_gathering_is_announced_and_changed_whole),
	};

	return ks_test_run(tests);
}
