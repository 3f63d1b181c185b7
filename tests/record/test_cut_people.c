/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "record/card.h"
#include "record/db.h"
#include "record/gathering.h"
#include "record/incident.h"
#include "record/pin.h"
#include "record/roll.h"
#include "record/roster_diff.h"
#include "record/roster_history.h"
#include "record/roster_list.h"
#include "record/verify.h"
#include "support/cut.h"
#include "support/record_sample.h"

/* A list that is compared, taken, taken back or that waited, and what is said at a gathering: each is whole, or never happened. */

#define HEAD \
	"職員番号,氏名,氏名カナ,所属,所属区分,施設,任用区分,任用開始,任用終了,在籍状態,役割,初期暗証番号\n"
#define TARO "000101,試験 太郎,シケン タロウ,総務課,事務局,本庁,01,2010-04-01,,在職,端末利用,\n"
#define HANAKO "000102,見本 花子,ミホン ハナコ,会計課,事務局,本庁,01,2010-04-01,,在職,管理職,\n"
#define JIRO "000103,例示 次郎,レイジ ジロウ,会計課,事務局,本庁,01,2010-04-01,,在職,,\n"
#define JIRO_PIN "000103,例示 次郎,レイジ ジロウ,会計課,事務局,本庁,01,2010-04-01,,在職,,918391\n"

static const struct ks_date today = {2026, 5, 18}, april = {2027, 4, 1};
static struct ks_roster_list *list;
static size_t n_turned;

static enum ks_rc turn(void *context);
static enum ks_rc check_in(void *context);

static void expect_sound(struct ks_record_sample *s)
{
	struct ks_ledger_fault fault;
	int64_t n_statements = 0;
	size_t n_faults = 0;

	assert_int_equal(ks_ledger_verify(s->store, &fault, 1, &n_faults, &n_statements), KS_OK);
	assert_int_equal(n_faults, 0);
}

#define CUT(of, act) cut(of, (of)->store, #act, act)
static void cut(struct ks_record_sample *s, struct ks_store *store, const char *name,
		enum ks_rc (*act)(void *context))
{
	struct ks_cut cut = {.store = store, .act = act, .context = s, .name = name};

	/* A comparison begins anew each time; behind a list that was taken the next one is looked for, behind a check-in it is read back. */
	cut.leaves_trace = store != s->store || act == turn || act == check_in;

	ks_cut_everywhere(&cut);
	assert_true(cut.n_refused > 0);
	expect_sound(s);
}

static void read_list(const char *csv)
{
	struct ks_bytes bytes = ks_bytes_of(csv, strlen(csv));
	struct ks_diags diags = {0};

	assert_int_equal(ks_roster_list_read("r.csv", &bytes, &(struct ks_roster_reading){0}, &list,
					     &diags),
			 KS_OK);
	ks_diags_finish(&diags);
}

static enum ks_rc compare(void *context)
{
	static const struct ks_roster_answers none = {"", ""};
	struct ks_record_sample *s = context;
	struct ks_roster_diff diff;
	enum ks_rc rc = ks_roster_compare(s->store, list, &none, &diff);

	if (rc == KS_OK)
		assert_int_equal(diff.added.n_items, 2);
	return rc;
}

static enum ks_rc take_now(void *context)
{
	struct ks_record_sample *s = context;
	struct ks_roster_change change;

	return ks_roster_take(s->store, list, KS_TEST_WALL_MS, today, today, &change);
}

static enum ks_rc take_ahead(void *context)
{
	struct ks_record_sample *s = context;
	struct ks_roster_change change;

	return ks_roster_take(s->store, list, KS_TEST_WALL_MS, april, today, &change);
}

static enum ks_rc undo(void *context)
{
	struct ks_record_sample *s = context;
	struct ks_roster_undone undone;

	return ks_roster_undo(s->store, &undone);
}

static enum ks_rc turn(void *context)
{
	struct ks_record_sample *s = context;
	size_t n = 0;
	enum ks_rc rc = ks_roster_turn(s->store, april, &n);

	n_turned += n;
	return rc;
}

static enum ks_rc load_before(void *context)
{
	struct ks_record_sample *s = context;
	struct ks_roster roster = {0};
	enum ks_rc rc = ks_roster_load_on(s->store, (struct ks_date){2026, 5, 17}, &roster);

	if (rc == KS_OK)
		assert_int_equal(roster.n_entries, 1);
	else
		assert_null(roster.entries);
	ks_roster_finish(&roster);
	return rc;
}

static void expect_number(struct ks_record_sample *s, const char *sql, int64_t expected)
{
	int64_t n = -1;

	assert_int_equal(ks_db_number(s->store, &n, sql, ""), KS_OK);
	assert_int_equal(n, expected);
}

static void start_with_one(struct ks_record_sample *s)
{
	struct ks_roster roster = {0};
	struct ks_roster_change change;
	struct ks_diags diags = {0};

	assert_int_equal(ks_roster_parse("r.csv", HEAD TARO, strlen(HEAD TARO), &roster, &diags),
			 KS_OK);
	assert_int_equal(ks_roster_store(s->store, &roster, &change), KS_OK);
	ks_diags_finish(&diags);
	ks_roster_finish(&roster);
}

static void a_list_is_compared_taken_and_taken_back_whole(void **state)
{
	struct ks_record_sample *s = *state;

	start_with_one(s);
	read_list(HEAD TARO HANAKO JIRO);
	CUT(s, compare);
	cut(s, list->store, "compare", compare);
	CUT(s, take_now);
	expect_number(s, "SELECT count(*) FROM person WHERE is_listed", 3);
	expect_number(s, "SELECT count(*) FROM roster_before", 2);
	CUT(s, load_before);
	CUT(s, undo);
	expect_number(s, "SELECT count(*) FROM person WHERE is_listed", 1);
	expect_number(s, "SELECT count(*) FROM roster_import WHERE state = 'undone'", 1);
	ks_roster_list_close(list);
}

static void a_list_that_waits_is_taken_whole_on_its_day(void **state)
{
	struct ks_record_sample *s = *state;

	start_with_one(s);
	read_list(HEAD HANAKO JIRO);
	assert_int_equal(compare(s), KS_OK);
	CUT(s, take_ahead);
	expect_number(s, "SELECT count(*) FROM roster_before WHERE import < 0", 2);
	expect_number(s, "SELECT count(*) FROM person WHERE is_listed", 1);
	CUT(s, turn);
	assert_int_equal(n_turned, 1);
	expect_number(s, "SELECT count(*) FROM person WHERE is_listed", 2);
	expect_number(s, "SELECT count(*) FROM roster_before WHERE import < 0", 0);
	expect_number(s, "SELECT count(*) FROM roster_before WHERE import > 0", 3);
	ks_roster_list_close(list);
	/* One that waits and is given up leaves nothing either. */
	read_list(HEAD HANAKO);
	assert_int_equal(ks_roster_compare(s->store, list, &(struct ks_roster_answers){"", ""},
					   &(struct ks_roster_diff){0}),
			 KS_OK);
	assert_int_equal(take_ahead(s), KS_OK);
	expect_number(s, "SELECT count(*) FROM roster_before WHERE import < 0", 1);
	CUT(s, undo);
	expect_number(s, "SELECT count(*) FROM roster_before WHERE import < 0", 0);
	expect_number(s, "SELECT count(*) FROM person WHERE is_listed", 2);
	ks_roster_list_close(list);
}

/* The list's own store fails, before and while the people are written. */
static void a_list_that_cannot_be_read_again_is_not_taken(void **state)
{
	struct ks_record_sample *s = *state;
	struct ks_cut cut = {.act = take_now, .context = s, .name = "take", .leaves_trace = true};

	start_with_one(s);
	read_list(HEAD TARO HANAKO JIRO_PIN);
	cut.store = list->store;
	assert_int_equal(compare(s), KS_OK);
	ks_cut_everywhere(&cut);
	assert_true(cut.n_refused > 0);
	expect_number(s, "SELECT count(*) FROM person WHERE is_listed", 3);
	expect_number(s, "SELECT count(*) FROM pin", 1);
	expect_number(s, "SELECT count(*) FROM roster_import", 1);
	ks_roster_list_close(list);
}

/* ---- at a gathering ---- */

static char title[] = "春の研修", place[] = "会議室";
static struct ks_gathering gathering;

static struct ks_fact fact_of(struct ks_record_sample *s, enum ks_fact_kind kind, const char *staff)
{
	struct ks_fact fact = ks_record_sample_fact(&s->course, kind, 0, &s->answer);

	fact.gathering_id = gathering.id;
	fact.staff = staff;
	fact.by = "000102";
	fact.reason = "確かめた";
	return fact;
}

static enum ks_rc open_gathering(void *context)
{
	struct ks_record_sample *s = context;
	struct ks_fact fact = fact_of(s, KS_FACT_OPENED, "000102");

	gathering = (struct ks_gathering){
		.date = today, .from_minute = 540, .to_minute = 600, .title = title, .place = place};
	return ks_gathering_open(s->ledger, &fact, &gathering);
}

static enum ks_rc check_in(void *context)
{
	struct ks_record_sample *s = context;
	struct ks_fact fact = fact_of(s, KS_FACT_CHECKED_IN, "000101");
	struct ks_attendance out;

	fact.reason = NULL;
	return ks_attendance_check_in(s->ledger, &fact, &out);
}

static enum ks_rc admit(void *context)
{
	struct ks_record_sample *s = context;
	struct ks_fact fact = fact_of(s, KS_FACT_ADMITTED, "000103");
	int64_t seq;

	return ks_roll_record(s->ledger, &fact, &seq);
}

static enum ks_rc close_gathering(void *context)
{
	struct ks_record_sample *s = context;
	struct ks_fact fact = fact_of(s, KS_FACT_CLOSED, "000102");
	int64_t seq;

	return ks_roll_close(s->ledger, &fact, &gathering, &seq);
}

static enum ks_rc call_off(void *context)
{
	struct ks_record_sample *s = context;
	struct ks_gathering g = gathering;

	g.is_cancelled = true;
	return ks_gathering_change(s->store, &g);
}

static enum ks_rc expect_them(void *context)
{
	static const char *const staff[] = {"000101", "000103"};
	struct ks_record_sample *s = context;

	return ks_gathering_expect(s->store, gathering.id, staff, 2);
}

static void what_is_said_at_a_gathering_is_whole(void **state)
{
	struct ks_record_sample *s = *state;

	CUT(s, open_gathering);
	CUT(s, check_in);
	CUT(s, admit);
	CUT(s, expect_them);
	CUT(s, close_gathering);
	CUT(s, call_off);
	expect_number(s, "SELECT count(*) FROM gathering_fact WHERE verb = 'attended'", 2);
	expect_number(s, "SELECT count(*) FROM gathering_fact", 6);
	expect_number(s, "SELECT count(*) FROM gathering WHERE is_cancelled", 1);
}

/* ---- small things ---- */

static enum ks_rc bind(void *context)
{
	struct ks_record_sample *s = context;
	struct ks_fact fact = ks_record_sample_fact(&s->course, KS_FACT_CARD, 0, &s->answer);
	int64_t seq;

	fact.staff = "000101";
	return ks_card_bind(s->ledger, &fact, &seq);
}

static enum ks_rc settle(void *context)
{
	struct ks_record_sample *s = context;

	return ks_store_settle_incident(s->store, 9, "控えと照合した");
}

static enum ks_rc make_identity(void *context)
{
	struct ks_record_sample *s = context;

	return ks_ledger_make_identity(s->store);
}

static void cards_incidents_and_the_key_too(void **state)
{
	struct ks_incident incident = {.kind = KS_INCIDENT_GAPS, .wall_ms = 7, .n_lost = 3};
	struct ks_record_sample *s = *state;
	char *folder = ks_test_folder(), *why = NULL;
	struct ks_store *fresh = NULL;

	CUT(s, bind);
	assert_int_equal(ks_incident_note(s->store, &incident), KS_OK);
	CUT(s, settle);
	/* Of a key pair there is never one half. */
	assert_int_equal(ks_store_open(folder, KS_ROLE_ANY, KS_ACCESS_WRITE, &fresh, &why), KS_OK);
	struct ks_record_sample other = *s;
	struct ks_cut of = {.store = fresh, .act = make_identity, .context = &other, .name = "key"};

	other.store = fresh;
	ks_cut_everywhere(&of);
	assert_int_equal(of.n_refused, of.n_cut);
	ks_store_close(fresh);
	ks_test_folder_finish(folder);
}

int main(void)
{
#define TEST(name) \
	cmocka_unit_test_setup_teardown(name, ks_record_sample_setup, ks_record_sample_teardown)
	const struct CMUnitTest tests[] = {
		TEST(a_list_is_compared_taken_and_taken_back_whole),
		TEST(a_list_that_waits_is_taken_whole_on_its_day),
		TEST(a_list_that_cannot_be_read_again_is_not_taken),
		TEST(what_is_said_at_a_gathering_is_whole),
		TEST(cards_incidents_and_the_key_too),
	};

	return ks_test_run(tests);
}
