/* SPDX-License-Identifier: Apache-2.0 */
#include "record/roster.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "record/db.h"
#include "record/gathering.h"
#include "record/parcel.h"
#include "record/pin.h"
#include "record/progress.h"
#include "record/secrets.h"
#include "support/record_sample.h"

#define HEADER                                                                                                                    \
	"職員番号,氏名,氏名カナ,所属,所属区分,施設,任用区分,任用開始,任用終了,在籍状態,役割," \
	"初期暗証番号\n"
#define TARO \
	"000101,環境 太郎,カンキョウ タロウ,総務課,事務局,本庁,01,2008-04-01,,在職,管理職,918391\n"
#define JIRO "000102,見本 髙﨑,ミホン,施設課,事務局,本庁,06,2026-04-01,2027-03-31,在職,,026286\n"
#define JIRO_BEFORE "000102,見本 髙﨑,ミホン,施設課,事務局,本庁,06,2025-04-01,2026-03-31,在職,,\n"

static struct ks_roster_change import(struct ks_store *store, const char *csv)
{
	struct ks_diags diags = {0};
	struct ks_roster roster;
	struct ks_roster_change change;

	assert_int_equal(ks_roster_parse("a.csv", csv, strlen(csv), &roster, &diags), KS_OK);
	assert_int_equal(ks_roster_store(store, &roster, &change), KS_OK);
	ks_roster_finish(&roster);
	ks_diags_finish(&diags);
	return change;
}

static enum ks_rc sign_in(struct ks_record_sample *s, const char *number, const char *pin)
{
	struct ks_pin_verdict verdict;

	return ks_pin_check(s->store, &s->clock, number, pin, &verdict);
}

static void imported_people_are_found_as_they_were_written(void **state)
{
	struct ks_record_sample *s = *state;
	struct ks_arena arena = {0};
	struct ks_person person;
	size_t n;

	import(s->store, HEADER JIRO TARO JIRO_BEFORE);
	assert_int_equal(ks_roster_count(s->store, &n), KS_OK);
	assert_int_equal(n, 2);
	assert_int_equal(ks_roster_number_length(s->store), 6);
	assert_int_equal(ks_roster_find(s->store, "000102", &arena, &person), KS_OK);
	assert_string_equal(person.name, "見本 髙﨑");
	assert_int_equal(person.n_appointments, 2);
	assert_int_equal(person.appointments[0].from.year, 2025);
	assert_int_equal(person.appointments[1].to.year, 2027);
	assert_string_equal(person.appointments[1].employment, "06");
	assert_int_equal(ks_roster_find(s->store, "102", &arena, &person), KS_NOT_FOUND);
	assert_int_equal(sign_in(s, "000101", "918391"), KS_OK);
	assert_int_equal(sign_in(s, "000102", "918391"), KS_DENIED);
	ks_arena_finish(&arena);
}

static void who_is_missing_from_a_new_list_stays_but_is_not_listed(void **state)
{
	struct ks_record_sample *s = *state;
	struct ks_roster roster;
	struct ks_arena arena = {0};
	struct ks_person person;

	import(s->store, HEADER TARO JIRO);
	import(s->store, HEADER TARO);
	assert_int_equal(ks_roster_find(s->store, "000102", &arena, &person), KS_NOT_FOUND);
	assert_int_equal(sign_in(s, "000102", "026286"), KS_DENIED);
	assert_int_equal(ks_roster_load(s->store, false, &roster), KS_OK);
	assert_int_equal(roster.n_entries, 1);
	ks_roster_finish(&roster);
	assert_int_equal(ks_roster_load(s->store, true, &roster), KS_OK);
	assert_int_equal(roster.n_entries, 2);
	assert_true(roster.entries[0].is_listed);
	assert_false(roster.entries[1].is_listed);
	assert_string_equal(roster.entries[1].person.name, "見本 髙﨑");
	assert_int_equal(roster.entries[1].person.n_appointments, 1);
	ks_roster_finish(&roster);
	import(s->store, HEADER TARO JIRO);
	assert_int_equal(ks_roster_find(s->store, "000102", &arena, &person), KS_OK);
	ks_arena_finish(&arena);
}

static void changes_are_counted(void **state)
{
	struct ks_record_sample *s = *state;
	static const struct {
		const char *csv;
		struct ks_roster_change expected; /* people, new, changed, unlisted */
	} steps[] = {
		{HEADER TARO JIRO, {2, 2, 0, 0}},
		{HEADER JIRO TARO, {2, 0, 0, 0}},
		{HEADER JIRO_BEFORE JIRO TARO, {2, 0, 1, 0}},
		{HEADER "000100,新 人,シン,課,,,01,2026-04-01,,在職,,\n" JIRO_BEFORE JIRO,
		 {2, 1, 0, 1}},
		{HEADER "000100,新 人,シン,別課,,,01,2026-04-01,,在職,,\n" TARO, {2, 1, 1, 1}},
	};

	for (size_t i = 0; i < KS_COUNT(steps); i++) {
		struct ks_roster_change change = import(s->store, steps[i].csv);

		assert_memory_equal(&change, &steps[i].expected, sizeof(change));
	}
}

static void new_list_replaces_initial_pins_only(void **state)
{
	struct ks_record_sample *s = *state;

	import(s->store, HEADER TARO);
	import(s->store,
	       HEADER "000101,環境 太郎,カンキョウ タロウ,総務課,,,01,2008-04-01,,在職,,777123\n");
	assert_int_equal(sign_in(s, "000101", "777123"), KS_OK);
	import(s->store, HEADER "000101,環境 太郎,カ,総務課,,,01,2008-04-01,,在職,,\n");
	assert_int_equal(sign_in(s, "000101", "777123"), KS_OK);
	assert_int_equal(ks_db_run(s->store, "UPDATE pin SET source = 'own'", ""), KS_OK);
	import(s->store, HEADER TARO);
	assert_int_equal(sign_in(s, "000101", "777123"), KS_OK);
	assert_int_equal(sign_in(s, "000101", "918391"), KS_DENIED);
}

/* ---- as JSON, from one store to another ---- */

static struct ks_store *open_centre(const char *folder)
{
	struct ks_store *store = NULL;
	char *why = NULL;

	assert_int_equal(ks_store_open(folder, KS_ROLE_COLLECTOR, KS_ACCESS_WRITE, &store, &why),
			 KS_OK);
	return store;
}

/* @to: whose key the PINs are sealed to; NULL: nobody's. */
static char *centre_document(const char *csv, const char *completed, struct ks_store *to)
{
	char *folder = ks_test_folder(), *json = NULL;
	struct ks_store *centre = open_centre(folder);
	struct ks_gathering g = {.date = {2026, 11, 24},
				 .from_minute = 600,
				 .to_minute = 660,
				 .title = ks_strdup("集合\"研修\""),
				 .place = ks_strdup("大会議室")};

	import(centre, csv);
	assert_int_equal(ks_gathering_add(centre, &g), KS_OK);
	ks_gathering_finish(&g);
	assert_int_equal(ks_roster_to_json(centre, completed, &json), KS_OK);
	if (to) {
		struct ks_buf document = {0};
		char *key = NULL;

		assert_int_equal(ks_parcel_key(to, &key), KS_OK);
		ks_buf_puts(&document, json);
		assert_int_equal(ks_secrets_add(centre, key, "", 0, &document), KS_OK);
		free(key);
		free(json);
		json = ks_buf_take(&document);
	}
	ks_store_close(centre);
	ks_test_folder_finish(folder);
	return json;
}

static void document_carries_people_pins_gatherings_and_completions(void **state)
{
	struct ks_record_sample *s = *state;
	char *json = centre_document(HEADER TARO JIRO JIRO_BEFORE,
				     "[[\"000101\",2026,\"annual\",\"m1\",\"2026-05-18T00:30:20Z\"]]",
				     s->store);
	struct ks_roster roster;
	struct ks_gathering *gatherings;
	struct ks_progress progress;
	size_t n;

	/* The PIN itself does not travel. */
	assert_null(strstr(json, "918391"));
	for (int round = 0; round < 2; round++)
		assert_int_equal(ks_roster_store_json(s->store, json, strlen(json)), KS_OK);
	assert_int_equal(ks_roster_load(s->store, true, &roster), KS_OK);
	assert_int_equal(roster.n_entries, 2);
	assert_string_equal(roster.entries[1].person.name, "見本 髙﨑");
	assert_int_equal(roster.entries[1].person.n_appointments, 2);
	assert_string_equal(roster.entries[1].pin_source, "initial");
	ks_roster_finish(&roster);
	assert_int_equal(sign_in(s, "000101", "918391"), KS_OK);
	assert_int_equal(ks_gathering_on(s->store, (struct ks_date){2026, 11, 24}, &gatherings, &n),
			 KS_OK);
	assert_int_equal(n, 1);
	assert_string_equal(gatherings[0].title, "集合\"研修\"");
	ks_gathering_finish(&gatherings[0]);
	free(gatherings);
	assert_int_equal(ks_progress_load(s->store, "000101", 2026, "annual", "m1", &progress),
			 KS_OK);
	assert_true(progress.is_done);
	assert_int_equal(progress.done_ms, KS_TEST_WALL_MS);
	free(json);
	/* A completion that the centre took back is taken back here. */
	json = centre_document(HEADER TARO, NULL, NULL);
	assert_int_equal(ks_roster_store_json(s->store, json, strlen(json)), KS_OK);
	assert_int_equal(ks_progress_load(s->store, "000101", 2026, "annual", "m1", &progress),
			 KS_NOT_FOUND);
	free(json);
}

static char *replaced(const char *text, const char *from, const char *to)
{
	const char *at = strstr(text, from);

	if (!at)
		fail_msg("%s is not in the document", from);
	return ks_format("%.*s%s%s", (int)(at - text), text, to, at + strlen(from));
}

static void the_day_of_an_order_travels_and_an_older_centre_is_without(void **state)
{
	struct ks_record_sample *s = *state;
	struct ks_arena arena = {0};
	struct ks_person person;
	char *json = centre_document(
		"職員番号,氏名,氏名カナ,所属,任用区分,任用開始,任用終了,在籍状態,発令日\n"
		"000103,見本,ミホン,総務課,01,2020-04-01,,在職,2026-07-01\n",
		NULL, NULL);
	char *older = replaced(json, ",\"ordered\":\"2026-07-01\"", "");

	assert_int_equal(ks_roster_store_json(s->store, json, strlen(json)), KS_OK);
	assert_int_equal(ks_roster_find(s->store, "000103", &arena, &person), KS_OK);
	assert_int_equal(person.appointments[0].ordered.month, 7);
	assert_int_equal(ks_roster_store_json(s->store, older, strlen(older)), KS_OK);
	assert_int_equal(ks_roster_find(s->store, "000103", &arena, &person), KS_OK);
	assert_false(ks_date_is_set(person.appointments[0].ordered));
	ks_arena_finish(&arena);
	free(older);
	free(json);
}

static void empty_list_of_a_new_centre_locks_nobody_out(void **state)
{
	static const char empty[] =
		"{\"format\":\"kenshu-roster-1\",\"people\":[],\"gatherings\":[],\"completed\":[]}";
	struct ks_record_sample *s = *state;

	import(s->store, HEADER TARO);
	assert_int_equal(ks_roster_store_json(s->store, empty, strlen(empty)), KS_OK);
	assert_int_equal(sign_in(s, "000101", "918391"), KS_OK);
}

/* As a centre of before wrote it, with the hash beside the first person. */
static char *as_older(const char *document)
{
	char *mark = ks_strndup(strstr(document, "\"pin_mark\""), strlen("\"pin_mark\":\"\"") + 16);
	char *hash = ks_pin_hash("918391");
	char *pin = ks_format("\"pin\":{\"hash\":\"%s\",\"source\":\"initial\"}", hash);
	char *older = replaced(document, mark, pin);

	free(pin);
	free(hash);
	free(mark);
	return older;
}

/* Each document is good but for one thing; none may leave a trace. */
static void meddled_document_is_refused_whole(void **state)
{
	static const struct {
		const char *from, *to;
	} changes[] = {
		{"kenshu-roster-1", "kenshu-roster-2"},
		{"\"000101\"", "\"000102\""},
		{"\"000101\"", "\"0001 1\""},
		{"\"000101\"", "101"},
		{"環境 太郎", ""},
		{"環境 太郎", "環境\\n太郎"},
		{"$argon2id$", "$argon2i$"},
		{"\"source\":\"initial\"", "\"source\":\"hr\""},
		{"\"employment\":\"01\"", "\"employment\":\"55\""},
		{"\"status\":\"在職\"", "\"status\":\"\""},
		{"2008-04-01", "2008-04-31"},
		{"\"ordered\":\"\"", "\"ordered\":\"soon\""},
		{"\"roles\":\"管理職\"", "\"rules\":\"管理職\""},
		{"\"appointments\":[{", "\"appointments\":[{\"unit\":\"x\","},
		{"\"completed\":[", "\"completedd\":["},
		{"\"people\":[", "\"people\":{},\"x\":["},
	};
	struct ks_record_sample *s = *state;
	char *document =
		centre_document(HEADER TARO JIRO,
				"[[\"000102\",2026,\"annual\",\"m1\",\"2026-05-18T00:30:20Z\"]]",
				NULL);
	char *json = as_older(document);
	size_t n;

	for (size_t i = 0; i < KS_COUNT(changes); i++) {
		char *bad = replaced(json, changes[i].from, changes[i].to);

		if (ks_roster_store_json(s->store, bad, strlen(bad)) != KS_INVALID)
			fail_msg("taken with %s", changes[i].to);
		free(bad);
	}
	for (size_t len = 0; len < strlen(json); len += 17)
		assert_int_equal(ks_roster_store_json(s->store, json, len), KS_INVALID);
	assert_int_equal(ks_roster_count(s->store, &n), KS_OK);
	assert_int_equal(n, 0);
	assert_int_equal(ks_roster_store_json(s->store, json, strlen(json)), KS_OK);
	free(document);
	free(json);
}

static size_t n_gatherings(struct ks_store *store)
{
	struct ks_gathering *list;
	size_t n;

	assert_int_equal(ks_gathering_on(store, (struct ks_date){0}, &list, &n), KS_OK);
	for (size_t i = 0; i < n; i++)
		ks_gathering_finish(&list[i]);
	free(list);
	return n;
}

static void gathering_that_breaks_a_rule_is_left_out_and_the_list_is_taken(void **state)
{
	char *long_title = ks_alloc_zero(1, 512);
	memset(long_title, 't', 121);
	const struct {
		const char *from, *to;
		size_t n;
	} changes[] = {
		{"\"day\":\"2026-11-24\"", "\"day\":\"\"", 0},
		{"\"from_minute\":600", "\"from_minute\":-1", 0},
		{"大会議室", "大会議室\\u001b[2J", 0},
		{"大会議室", "大会議室\\n二階", 0},
		{"大会議室", long_title, 0},
		{"\"gatherings\":[", "\"gatherings\":[7,", 1},
	};
	struct ks_record_sample *s = *state;
	char *json = centre_document(HEADER TARO, NULL, NULL);
	size_t n_people;

	for (size_t i = 0; i < KS_COUNT(changes); i++) {
		char *bad = replaced(json, changes[i].from, changes[i].to);

		assert_int_equal(ks_roster_store_json(s->store, bad, strlen(bad)), KS_OK);
		assert_int_equal(n_gatherings(s->store), changes[i].n);
		assert_int_equal(ks_roster_count(s->store, &n_people), KS_OK);
		assert_int_equal(n_people, 1);
		free(bad);
	}
	free(json);
	free(long_title);
}

static void completion_outside_the_rules_is_left_out_and_the_list_is_taken(void **state)
{
	static const char *const bad_rows[] = {
		"[\"000101\",2026,\"annual\",\"m1\",\"soon\"]",
		"[\"000101\",2026,\"annual\",\"m1\"]",
		"[\"guest@other.example\",2026,\"annual\",\"m1\",\"2026-05-18T00:30:20Z\"]",
		"[\"000101\",9999,\"annual\",\"m1\",\"2026-05-18T00:30:20Z\"]",
		"[\"000101\",2026,\"\",\"m1\",\"2026-05-18T00:30:20Z\"]",
		"[\"000101\",2026,\"annual\",7,\"2026-05-18T00:30:20Z\"]",
		"7",
	};
	struct ks_record_sample *s = *state;
	char *json = centre_document(
		HEADER TARO, "[[\"000101\",2026,\"annual\",\"m2\",\"2026-05-18T00:30:20Z\"]]", NULL);

	for (size_t i = 0; i < KS_COUNT(bad_rows); i++) {
		char *rows = ks_format("\"completed\":[%s,", bad_rows[i]);
		char *bad = replaced(json, "\"completed\":[", rows);
		int64_t n = 0, n_good = 0;

		assert_int_equal(ks_roster_store_json(s->store, bad, strlen(bad)), KS_OK);
		assert_int_equal(ks_db_number(s->store, &n, "SELECT count(*) FROM elsewhere", ""),
				 KS_OK);
		assert_int_equal(ks_db_number(s->store, &n_good,
					      "SELECT count(*) FROM elsewhere WHERE lesson = 'm2'",
					      ""),
				 KS_OK);
		assert_int_equal(n, 1);
		assert_int_equal(n_good, 1);
		free(rows);
		free(bad);
	}
	free(json);
}

static void import_that_does_not_fit_on_the_disk_changes_nothing(void **state)
{
	struct ks_record_sample *s = *state;
	struct ks_buf csv = {0};
	struct ks_diags diags = {0};
	struct ks_roster roster;
	struct ks_roster_change change;
	size_t n;
	int64_t pages;

	import(s->store, HEADER TARO);
	ks_buf_puts(&csv, HEADER);
	for (int i = 0; i < 3000; i++)
		ks_buf_printf(&csv, "x%d,名,カナ,総務課,事務局,本庁,01,2008-04-01,,在職,,\n", i);
	assert_int_equal(ks_db_number(s->store, &pages, "PRAGMA max_page_count = 100", ""), KS_OK);
	assert_int_equal(ks_roster_parse("a", csv.data, csv.len, &roster, &diags), KS_OK);
	assert_int_equal(ks_roster_store(s->store, &roster, &change), KS_FULL);
	assert_int_equal(ks_roster_count(s->store, &n), KS_OK);
	assert_int_equal(n, 1);
	assert_int_equal(sign_in(s, "000101", "918391"), KS_OK);
	ks_roster_finish(&roster);
	ks_diags_finish(&diags);
	ks_buf_finish(&csv);
}

#define with_ledger(test) \
	cmocka_unit_test_setup_teardown(test, ks_record_sample_setup, ks_record_sample_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		with_ledger(imported_people_are_found_as_they_were_written),
		with_ledger(who_is_missing_from_a_new_list_stays_but_is_not_listed),
		with_ledger(changes_are_counted),
		with_ledger(new_list_replaces_initial_pins_only),
		with_ledger(document_carries_people_pins_gatherings_and_completions),
		with_ledger(the_day_of_an_order_travels_and_an_older_centre_is_without),
		with_ledger(empty_list_of_a_new_centre_locks_nobody_out),
		with_ledger(meddled_document_is_refused_whole),
		with_ledger(gathering_that_breaks_a_rule_is_left_out_and_the_list_is_taken),
		with_ledger(completion_outside_the_rules_is_left_out_and_the_list_is_taken),
		with_ledger(import_that_does_not_fit_on_the_disk_changes_nothing),
	};

	return ks_test_run(tests);
}
