/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "record/card.h"
#include "record/db.h"
#include "record/exemption.h"
#include "record/gathering.h"
#include "record/incident.h"
#include "record/inspection.h"
#include "record/pin.h"
#include "record/progress.h"
#include "record/roll.h"
#include "record/roster_history.h"
#include "record/verify.h"
#include "support/cut.h"
#include "support/record_sample.h"

/* What is only half read is never handed on as all there is: wherever the reading fails, it says so. */

#define STAFF "000101"

static char title[] = "集合研修", place[] = "会議室", lessons[] = "m1";
static struct ks_gathering gathering;
static char card[KS_CARD_NAME];

static void import(struct ks_store *store)
{
	static const char csv[] =
		"職員番号,氏名,氏名カナ,所属,所属区分,施設,任用区分,任用開始,任用終了,在籍状態,役割,"
		"初期暗証番号\n"
		"000101,試験 太郎,シケン タロウ,総務課,事務局,本庁,01,2020-04-01,,在職,端末利用,\n"
		"000102,見本 花子,ミホン ハナコ,会計課,事務局,本庁,01,2020-04-01,,在職,管理職,\n";
	struct ks_roster roster = {0};
	struct ks_roster_change change;
	struct ks_diags diags = {0};

	assert_int_equal(ks_roster_parse("r.csv", csv, strlen(csv), &roster, &diags), KS_OK);
	assert_int_equal(ks_roster_store(store, &roster, &change), KS_OK);
	ks_diags_finish(&diags);
	ks_roster_finish(&roster);
}

static void fill(struct ks_record_sample *s)
{
	static const char *const expected[] = {"000101", "000102"};
	static const uint8_t id[] = {1, 2, 3, 4};
	static const struct ks_inspection_key key = {STAFF, 2026, "self-inspection"};
	static const struct ks_inspection_answer answer = {"i03", "文", "no", 1};
	static const struct ks_sitting sitting = {.staff = STAFF,
						  .nendo = 2026,
						  .plan = "annual",
						  .lesson = "m1",
						  .session_id = KS_SAMPLE_SESSION,
						  .begun_ms = 1,
						  .last_ms = 2};
	struct ks_progress progress = {.is_done = true, .done_ms = 7, .done_seq = 1};
	struct ks_incident incident = {.kind = KS_INCIDENT_GAPS, .wall_ms = 7, .n_lost = 3};
	struct ks_fact fact = ks_record_sample_fact(&s->course, KS_FACT_CHECKED_IN, 0, &s->answer);
	struct ks_attendance attendance;

	import(s->store);
	gathering = (struct ks_gathering){.date = {2026, 5, 18},
					  .from_minute = 540,
					  .to_minute = 600,
					  .title = title,
					  .place = place,
					  .lessons = lessons};
	assert_int_equal(ks_gathering_add(s->store, &gathering), KS_OK);
	assert_int_equal(ks_gathering_expect(s->store, gathering.id, expected, 2), KS_OK);
	fact.gathering_id = gathering.id;
	fact.staff = STAFF;
	assert_int_equal(ks_attendance_check_in(s->ledger, &fact, &attendance), KS_OK);
	assert_int_equal(ks_card_name(s->store, id, sizeof(id), card), KS_OK);
	assert_int_equal(ks_card_say(s->store, STAFF, card, 7), KS_OK);
	assert_int_equal(ks_preference_set(s->store, STAFF, "text", "2"), KS_OK);
	assert_int_equal(ks_progress_save(s->store, STAFF, 2026, "annual", "m1", &progress), KS_OK);
	assert_int_equal(ks_sitting_open(s->store, &sitting), KS_OK);
	assert_int_equal(ks_inspection_keep(s->store, &key, &answer, false), KS_OK);
	assert_int_equal(ks_incident_note(s->store, &incident), KS_OK);
	assert_int_equal(ks_store_settle_incident(s->store, 9, "控えと照合した"), KS_OK);
}

/* Each of them is told of in full, or not at all. */
#define READ(s, act) ks_cut_read((s)->store, #act, act, s)

/* ---- people ---- */

static enum ks_rc load_all(void *context)
{
	struct ks_record_sample *s = context;
	struct ks_roster roster = {0};
	enum ks_rc rc = ks_roster_load(s->store, true, &roster);

	if (rc == KS_OK)
		assert_int_equal(roster.n_entries, 2);
	ks_roster_finish(&roster);
	return rc;
}

static enum ks_rc load_day(void *context)
{
	struct ks_record_sample *s = context;
	struct ks_roster roster = {0};
	enum ks_rc rc = ks_roster_load_on(s->store, (struct ks_date){2026, 5, 18}, &roster);

	if (rc == KS_OK)
		assert_int_equal(roster.n_entries, 2);
	ks_roster_finish(&roster);
	return rc;
}

static enum ks_rc find(void *context)
{
	struct ks_record_sample *s = context;
	struct ks_arena arena = {0};
	struct ks_person person;
	enum ks_rc rc = ks_roster_find(s->store, STAFF, &arena, &person);

	if (rc == KS_OK)
		assert_string_equal(person.name, "試験 太郎");
	ks_arena_finish(&arena);
	return rc;
}

static enum ks_rc search(void *context)
{
	struct ks_record_sample *s = context;
	struct ks_arena arena = {0};
	struct ks_person people[4];
	size_t n = 0;
	enum ks_rc rc = ks_roster_search(s->store, "シケン", 4, &arena, people, &n);

	if (rc == KS_OK)
		assert_int_equal(n, 1);
	ks_arena_finish(&arena);
	return rc;
}

static enum ks_rc units(void *context)
{
	struct ks_record_sample *s = context;
	struct ks_arena arena = {0};
	const char **names;
	size_t n = 0;
	enum ks_rc rc = ks_roster_units(s->store, &arena, 9, &names, &n);

	if (rc == KS_OK)
		assert_int_equal(n, 2);
	ks_arena_finish(&arena);
	return rc;
}

static enum ks_rc count(void *context)
{
	struct ks_record_sample *s = context;
	size_t n = 0;
	enum ks_rc rc = ks_roster_count(s->store, &n);

	if (rc == KS_OK)
		assert_int_equal(n, 2);
	return rc;
}

static enum ks_rc waiting(void *context)
{
	struct ks_record_sample *s = context;
	struct ks_date day;

	return ks_roster_waiting(s->store, &day);
}

static enum ks_rc turn(void *context)
{
	struct ks_record_sample *s = context;
	size_t n = 9;
	enum ks_rc rc = ks_roster_turn(s->store, (struct ks_date){2026, 5, 18}, &n);

	assert_int_equal(n, 0);
	return rc;
}

static enum ks_rc document(void *context)
{
	struct ks_record_sample *s = context;
	char *json = NULL;
	enum ks_rc rc = ks_roster_to_json(s->store, NULL, &json);

	assert_true(!json == (rc != KS_OK));
	free(json);
	return rc;
}

static enum ks_rc exemptions(void *context)
{
	struct ks_record_sample *s = context;
	struct ks_arena arena = {0};
	struct ks_exemption_entry *entries;
	const struct ks_exemption *of;
	size_t n = 0;
	enum ks_rc rc = ks_exemption_load(s->store, &arena, &entries, &n);

	if (rc == KS_OK)
		rc = ks_exemption_of(s->store, STAFF, &arena, &of, &n);
	ks_arena_finish(&arena);
	return rc;
}

static enum ks_rc owner(void *context)
{
	struct ks_record_sample *s = context;
	char staff[KS_CARD_STAFF] = "", number[KS_CARD_STAFF] = "";
	enum ks_rc rc = ks_card_find(s->store, card, staff);

	if (rc == KS_OK)
		rc = ks_card_number(s->store, card, number);
	if (rc == KS_OK)
		assert_string_equal(number, staff);
	return rc;
}

static enum ks_rc wait_ms(void *context)
{
	struct ks_record_sample *s = context;
	int64_t ms = -1;
	enum ks_rc rc = ks_pin_wait_ms(s->store, &s->clock, STAFF, &ms);

	assert_int_equal(ms, 0); /* of a failure, too */
	return rc;
}

static void people_are_read_whole_or_not_at_all(void **state)
{
	struct ks_record_sample *s = *state;

	fill(s);
	READ(s, load_all);
	READ(s, load_day);
	READ(s, find);
	READ(s, search);
	READ(s, units);
	READ(s, count);
	READ(s, waiting);
	READ(s, turn);
	READ(s, document);
	READ(s, exemptions);
	READ(s, owner);
	READ(s, wait_ms);
}

/* ---- gatherings ---- */

static enum ks_rc find_gathering(void *context)
{
	struct ks_record_sample *s = context;
	struct ks_gathering g = {0};
	enum ks_rc rc = ks_gathering_find(s->store, gathering.id, &g);

	if (rc == KS_OK)
		assert_int_equal(g.n_expected, 2);
	ks_gathering_finish(&g);
	return rc;
}

static enum ks_rc list_day(void *context)
{
	struct ks_record_sample *s = context;
	struct ks_gathering *list = NULL;
	size_t n = 0;
	enum ks_rc rc = ks_gathering_on(s->store, gathering.date, &list, &n);

	if (rc == KS_OK)
		assert_int_equal(n, 1);
	for (size_t i = 0; i < n; i++)
		ks_gathering_finish(&list[i]);
	free(list);
	return rc;
}

static enum ks_rc expects(void *context)
{
	struct ks_record_sample *s = context;
	bool is_expected = false;
	enum ks_rc rc = ks_gathering_expects(s->store, gathering.id, STAFF, &is_expected);

	assert_int_equal(is_expected, rc == KS_OK);
	return rc;
}

static enum ks_rc count_here(void *context)
{
	struct ks_record_sample *s = context;
	size_t n = 9;
	enum ks_rc rc = ks_attendance_count(s->store, gathering.id, &n);

	assert_int_equal(n, rc == KS_OK ? 1 : 0);
	return rc;
}

static enum ks_rc roll(void *context)
{
	struct ks_record_sample *s = context;
	struct ks_roll roll = {0};
	enum ks_rc rc = ks_roll_load(s->store, gathering.id, &roll);

	if (rc == KS_OK) {
		assert_int_equal(roll.n_here, 1);
		assert_int_equal(roll.n_missing, 1);
	}
	ks_roll_finish(&roll);
	return rc;
}

static void gatherings_are_read_whole_or_not_at_all(void **state)
{
	struct ks_record_sample *s = *state;

	fill(s);
	READ(s, find_gathering);
	READ(s, list_day);
	READ(s, expects);
	READ(s, count_here);
	READ(s, roll);
}

/* ---- what somebody has done ---- */

static enum ks_rc progress(void *context)
{
	struct ks_record_sample *s = context;
	struct ks_progress progress = {0};
	enum ks_rc rc = ks_progress_load(s->store, STAFF, 2026, "annual", "m1", &progress);

	if (rc == KS_OK)
		assert_int_equal(progress.done_ms, 7);
	ks_progress_finish(&progress);
	return rc;
}

static enum ks_rc years(void *context)
{
	struct ks_record_sample *s = context;
	struct ks_year years[KS_YEARS_MAX];
	size_t n = 0;
	enum ks_rc rc = ks_progress_years(s->store, STAFF, years, &n);

	if (rc == KS_OK)
		assert_int_equal(n, 1);
	return rc;
}

static enum ks_rc sitting(void *context)
{
	struct ks_record_sample *s = context;
	struct ks_sitting any;
	enum ks_rc rc = ks_sitting_any(s->store, &any);

	if (rc == KS_OK)
		assert_string_equal(any.session_id, KS_SAMPLE_SESSION);
	return rc;
}

static enum ks_rc preference(void *context)
{
	struct ks_record_sample *s = context;
	char *value = NULL;
	enum ks_rc rc = ks_preference_get(s->store, STAFF, "text", &value);

	if (rc == KS_OK)
		assert_string_equal(value, "2");
	free(value);
	return rc;
}

static enum ks_rc inspection(void *context)
{
	static const struct ks_inspection_key key = {STAFF, 2026, "self-inspection"};
	struct ks_record_sample *s = context;
	struct ks_inspection_standing standing;
	uint8_t answers[KS_INSPECTION_MAX] = {0};
	enum ks_rc rc = ks_inspection_load(s->store, &key, &standing);

	if (rc == KS_OK)
		rc = ks_inspection_answers(s->store, &key, ks_record_sample_checklist(), answers);
	if (rc == KS_OK)
		assert_int_equal(answers[0], KS_RESPONSE_NO);
	return rc;
}

static void take_answer(void *context, const struct ks_inspection_key *key,
			const struct ks_inspection_answer *answer)
{
	assert_string_equal(key->staff, STAFF);
	assert_string_equal(answer->item, "i03");
	assert_string_equal(answer->text, "文");
	++*(int *)context;
}

static enum ks_rc each_answer(void *context)
{
	struct ks_record_sample *s = context;
	int n = 0;
	enum ks_rc rc = ks_inspection_each(s->store, 2026, take_answer, &n);

	if (rc == KS_OK)
		assert_int_equal(n, 1);
	return rc;
}

static enum ks_rc incident(void *context)
{
	struct ks_record_sample *s = context;
	struct ks_incident incident;
	struct ks_settlement settlement = {0};
	enum ks_rc rc = ks_store_incident(s->store, &incident);

	if (rc == KS_OK)
		rc = ks_store_settlement(s->store, &settlement);
	if (rc == KS_OK)
		assert_int_equal(settlement.incident.n_lost, 3);
	ks_settlement_finish(&settlement);
	return rc;
}

static void what_somebody_did_is_read_whole_or_not_at_all(void **state)
{
	struct ks_record_sample *s = *state;

	fill(s);
	READ(s, progress);
	READ(s, years);
	READ(s, sitting);
	READ(s, preference);
	READ(s, inspection);
	READ(s, each_answer);
	READ(s, incident);
}

int main(void)
{
#define TEST(name) \
	cmocka_unit_test_setup_teardown(name, ks_record_sample_setup, ks_record_sample_teardown)
	const struct CMUnitTest tests[] = {
		TEST(people_are_read_whole_or_not_at_all),
		TEST(gatherings_are_read_whole_or_not_at_all),
		TEST(what_somebody_did_is_read_whole_or_not_at_all),
	};

	return ks_test_run(tests);
}
