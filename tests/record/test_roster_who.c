/* SPDX-License-Identifier: Apache-2.0 */
#include "roster_parsed.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "record/db.h"
#include "record/roster_diff.h"
#include "record/roster_history.h"
#include "support/golden.h"
#include "support/record_sample.h"

/*
 * Who of a new list is who of the one before: what is asked, what is answered, and whose records everybody has then. Kept as a whole
 * in tests/data/golden/lists-compared.txt.
 */

#define POST ",総務課,事務局,本庁,01,2020-04-01,,在職,端末利用,\n"
#define OTHER_POST ",会計課,事務局,本庁,01,2020-04-01,,在職,端末利用,\n"
#define TARO ",試験 太郎,シケン タロウ"
#define HANAKO ",見本 花子,ミホン ハナコ"

static const struct ks_date today = {2026, 5, 18};

static const struct {
	const char *before, *after, *same, *other;
} cases[] = {
	{"", "000101" TARO POST "000102" HANAKO POST, "", ""},
	{"000101" TARO POST, "000101" TARO POST, "", ""},
	{"000101" TARO POST, "000101" TARO OTHER_POST, "", ""},
	{"000101" TARO POST, "000101,試験 大郎,シケン タロウ" POST, "", ""},
	{"000101" TARO POST, "000101,試験 太郎,シケン タロオ" POST, "", ""},
	{"000101" TARO POST, "000101,試験　太郎,ｼｹﾝﾀﾛｳ" POST, "", ""},
	{"000101" TARO POST, "000101,試験 太郎," POST, "", ""},
	{"000101" TARO POST, "000101,例示 太郎," POST, "", ""},
	{"000101,試験 太郎," POST, "000101,例示 太郎," POST, "", ""},
	/* another name and kana */
	{"000101" TARO POST, "000101" HANAKO POST, "", ""},
	{"000101" TARO POST, "000101" HANAKO POST, "000101", ""},
	{"000101" TARO POST, "000101" HANAKO POST, "000101=000101", ""},
	{"000101" TARO POST, "000101" HANAKO POST, "000102,000101", ""},
	{"000101" TARO POST, "000101" HANAKO POST, "000101,", ""},
	{"000101" TARO POST, "000101" HANAKO POST, "", "000101"},
	{"000101" TARO POST, "000101" HANAKO POST, "", "000102,000101"},
	{"000101" TARO POST, "000101" HANAKO POST, "000102=000101", ""},
	/* two change their numbers with each other */
	{"000101" TARO POST "000102" HANAKO POST, "000102" TARO POST "000101" HANAKO POST, "", ""},
	{"000101" TARO POST "000102" HANAKO POST, "000102" TARO POST "000101" HANAKO POST,
	 "000101=000102,000102=000101", ""},
	/* a new number */
	{"000101" TARO POST "000102" HANAKO POST, "000101" TARO POST "000202" HANAKO POST, "", ""},
	{"000101" TARO POST "000102" HANAKO POST, "000101" TARO POST "000202" HANAKO POST,
	 "000102=000202", ""},
	{"000101" TARO POST "000102" HANAKO POST, "000101" TARO POST "000202" HANAKO POST, "",
	 "000202"},
	{"000101" TARO POST, "000101" TARO POST "000202" TARO POST, "", ""},
	{"000101" TARO POST "000102" TARO POST, "000202" TARO POST "000203" TARO POST, "", ""},
	{"000101" TARO POST "000102" HANAKO POST, "000101" TARO POST "000202" HANAKO POST,
	 "000101=000202", ""},
	/* zeros that Excel took */
	{"000101" TARO POST, "101" TARO POST, "", ""},
	{"000101" TARO POST, "101" HANAKO POST, "", ""},
	{"000101" TARO POST, "101" TARO POST, "000101=101", ""},
	{"000101" TARO POST, "101" HANAKO POST, "", "101"},
	{"000101" TARO POST, "000101" TARO POST "101" HANAKO POST, "", ""},
	{"000000000101" TARO POST, "101" TARO POST, "", ""},
	{"0101" TARO POST, "101" TARO POST "00101" HANAKO POST, "", ""},
	/* nobody is left */
	{"000101" TARO POST "000102" HANAKO POST, "000103,例示 次郎,レイジ ジロウ" POST, "", ""},
};

static enum ks_rc read_list(const char *rows, struct ks_roster_list **list)
{
	char *csv = ks_format(HEADER "%s", rows);
	struct ks_bytes bytes = ks_bytes_of(csv, strlen(csv));
	struct ks_diags diags = {0};
	enum ks_rc rc =
		ks_roster_list_read("r.csv", &bytes, &(struct ks_roster_reading){0}, list, &diags);

	ks_diags_finish(&diags);
	free(csv);
	return rc;
}

static void put_numbers(struct ks_buf *out, const char *word, const struct ks_roster_numbers *numbers)
{
	if (numbers->n_items == 0)
		return;
	ks_buf_printf(out, "  %s", word);
	for (size_t i = 0; i < numbers->n_items && i < KS_ROSTER_NAMED_MAX; i++)
		ks_buf_printf(out, " %s", numbers->items[i]);
	ks_buf_printf(out, " (%zu)\n", numbers->n_items);
}

static void put_diff(struct ks_buf *out, const struct ks_roster_diff *diff)
{
	static const char *const doubts[] = {[KS_DOUBT_NUMBER_REUSED] = "another person",
					     [KS_DOUBT_NUMBER_CHANGED] = "a new number",
					     [KS_DOUBT_ZERO_LOST] = "zeros lost"};

	put_numbers(out, "added", &diff->added);
	put_numbers(out, "changed", &diff->changed);
	put_numbers(out, "renamed", &diff->renamed);
	put_numbers(out, "gone", &diff->gone);
	for (size_t i = 0; i < diff->n_doubts; i++)
		ks_buf_printf(out, "  asked: %s? %s, before %s\n", doubts[diff->doubts[i].kind],
			      diff->doubts[i].number, diff->doubts[i].before);
}

static void put_people(struct ks_buf *out, struct ks_store *store)
{
	sqlite3_stmt *stmt;

	assert_int_equal(sqlite3_prepare_v2(
				 ks_db_handle(store),
				 "SELECT number, typed, name, is_listed FROM person ORDER BY number",
				 -1, &stmt, NULL),
			 SQLITE_OK);
	while (sqlite3_step(stmt) == SQLITE_ROW)
		ks_buf_printf(out, "  %s %s types %s%s\n", ks_db_text(stmt, 0), ks_db_text(stmt, 2),
			      ks_db_text(stmt, 1), sqlite3_column_int(stmt, 3) ? "" : ", gone");
	sqlite3_finalize(stmt);
}

/* Compares with what is there, and takes what nobody is in doubt of. */
static void take(struct ks_store *store, const char *rows, const struct ks_roster_answers *answers,
		 struct ks_buf *out)
{
	struct ks_roster_change change;
	struct ks_roster_diff diff;
	struct ks_roster_list *list;

	assert_int_equal(read_list(rows, &list), KS_OK);
	assert_int_equal(ks_roster_compare(store, list, answers, &diff), KS_OK);
	if (out)
		put_diff(out, &diff);
	if (diff.n_doubts == 0) {
		assert_int_equal(ks_roster_take(store, list, KS_TEST_WALL_MS, today, today, &change),
				 KS_OK);
		if (out)
			ks_buf_printf(out,
				      "  taken: %zu people, %zu new, %zu changed, %zu gone, of %zu\n",
				      change.n_people, change.n_new, change.n_changed,
				      change.n_unlisted, diff.n_before);
	}
	ks_roster_list_close(list);
}

static void who_is_who(void **state)
{
	struct ks_buf out = {0};
	const struct ks_roster_answers none = {"", ""};

	for (size_t i = 0; i < KS_COUNT(cases); i++) {
		const struct ks_roster_answers answers = {cases[i].same, cases[i].other};
		struct ks_record_sample *s = *state;

		if (cases[i].before[0])
			take(s->store, cases[i].before, &none, NULL);
		ks_buf_printf(&out, "== %s-- same %s, other %s\n%s", cases[i].before, cases[i].same,
			      cases[i].other, cases[i].after);
		take(s->store, cases[i].after, &answers, &out);
		put_people(&out, s->store);
		assert_int_equal(ks_record_sample_teardown(state), 0);
		assert_int_equal(ks_record_sample_setup(state), 0);
	}
	ks_test_golden("tests/data/golden/lists-compared.txt", ks_buf_text(&out));
	ks_buf_finish(&out);
}

/* Each time another person: 000101, 000101~2, 000101~3. */
static void number_given_anew_again_and_again_has_records_of_its_own(void **state)
{
	static const char *const names[] = {"000101" TARO POST, "000101" HANAKO POST,
					    "000101,例示 次郎,レイジ ジロウ" POST,
					    "000101" TARO POST};
	const struct ks_roster_answers answers = {"", "000101"};
	struct ks_record_sample *s = *state;
	int64_t n = 0;

	for (size_t i = 0; i < KS_COUNT(names); i++)
		take(s->store, names[i], &answers, NULL);
	assert_int_equal(ks_db_number(s->store, &n, "SELECT count(*) FROM person", ""), KS_OK);
	assert_int_equal(n, 3); /* the first came back */
	assert_int_equal(
		ks_db_number(s->store, &n,
			     "SELECT count(*) FROM person WHERE number = '000101' AND is_listed", ""),
		KS_OK);
	assert_int_equal(n, 1);
	assert_int_equal(ks_db_number(s->store, &n,
				      "SELECT count(*) FROM person WHERE number = '000101~3'", ""),
			 KS_OK);
	assert_int_equal(n, 1);
}

/* However often it was, nobody gets the records of somebody before: three digits behind it tell them apart. */
static void number_that_a_thousand_had_is_nobodys_records(void **state)
{
	const struct ks_roster_answers none = {"", ""}, other = {"", "000101"};
	struct ks_record_sample *s = *state;
	struct ks_arena arena = {0};
	struct ks_person person;

	take(s->store, "000101" TARO POST, &none, NULL);
	assert_int_equal(
		ks_db_run(s->store,
			  "WITH RECURSIVE n(i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < 998)"
			  " INSERT INTO person(number, typed, name, kana, is_listed)"
			  " SELECT '000101~' || i, '000101', 'n' || i, 'k' || i, 0 FROM n",
			  ""),
		KS_OK);
	take(s->store, "000101" HANAKO POST, &other, NULL);
	assert_int_equal(ks_roster_find(s->store, "000101", &arena, &person), KS_OK);
	assert_string_equal(person.number, "000101~999");
	assert_string_equal(person.name, "見本 花子");
	ks_arena_finish(&arena);
}

static void of_many_doubts_the_first_are_named(void **state)
{
	struct ks_record_sample *s = *state;
	const struct ks_roster_answers none = {"", ""};
	struct ks_buf before = {0}, after = {0};
	struct ks_roster_diff diff;
	struct ks_roster_list *list;

	for (int i = 1; i <= KS_ROSTER_NAMED_MAX + 2; i++) {
		ks_buf_printf(&before, "%06d,試験 %d,シケン %d" POST, i, i, i);
		ks_buf_printf(&after, "%06d,見本 %d,ミホン %d" POST, i, i, i);
	}
	take(s->store, ks_buf_text(&before), &none, NULL);
	assert_int_equal(read_list(ks_buf_text(&after), &list), KS_OK);
	assert_int_equal(ks_roster_compare(s->store, list, &none, &diff), KS_OK);
	assert_int_equal(diff.n_doubts, KS_ROSTER_NAMED_MAX + 2);
	assert_string_equal(diff.doubts[KS_ROSTER_NAMED_MAX - 1].number, "000020");
	ks_roster_list_close(list);
	ks_buf_finish(&before);
	ks_buf_finish(&after);
}

#define with_store(test) \
	cmocka_unit_test_setup_teardown(test, ks_record_sample_setup, ks_record_sample_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		with_store(who_is_who),
		with_store(number_given_anew_again_and_again_has_records_of_its_own),
		with_store(number_that_a_thousand_had_is_nobodys_records),
		with_store(of_many_doubts_the_first_are_named),
	};

	/* Nothing here is about waiting for a disk. */
	if (access("/dev/shm", W_OK) == 0)
		setenv("TMPDIR", "/dev/shm", 1);
	return ks_test_run(tests);
}
