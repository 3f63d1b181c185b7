/* SPDX-License-Identifier: Apache-2.0 */
#include "record/roster_file.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "base/fold.h"
#include "record/db.h"
#include "record/roster.h"
#include "support/cut.h"
#include "support/record_sample.h"

/* A list that comes as a signed file: its number, who signed it, and what is told until one is taken; and who is found in a list. */

#define DOCUMENT                                                                                                             \
	"{\"format\":\"kenshu-roster-1\",\"people\":[{\"number\":\"%s\",\"name\":\"a\",\"kana\":\"\",\"appointments\":[]}]," \
	"\"gatherings\":[],\"completed\":[]}"

static struct ks_sign_key own, other;
static const char *keys[2]; /* the second one is ours */

static int setup(void **state)
{
	ks_id_init();
	ks_sign_key_make(&own);
	ks_sign_key_make(&other);
	keys[1] = own.public_key;
	return ks_record_sample_setup(state);
}

static struct ks_buf make(const struct ks_sign_key *key, int64_t counter, const char *number)
{
	struct ks_buf out = {0};
	char *json = strcmp(number, "none") == 0 ? ks_strdup("no list") : ks_format(DOCUMENT, number);

	ks_roster_file_make(key, counter, json, &out);
	free(json);
	return out;
}

static void expect_told(struct ks_record_sample *s, const char *word)
{
	char *told = ks_roster_file_told(s->store);

	if (word[0] ? !strstr(told, word) : told[0] != '\0')
		fail_msg("%s", told);
	free(told);
}

static void take(struct ks_record_sample *s, const struct ks_sign_key *key, int64_t counter,
		 const char *number, enum ks_rc expected, const char *told)
{
	struct ks_buf file = make(key, counter, number);

	if (ks_roster_file_take(s->store, keys, 2, file.data, file.len) != expected)
		fail_msg("file %lld of %s", (long long)counter, number);
	expect_told(s, told);
	ks_buf_finish(&file);
}

static void expect_listed(struct ks_record_sample *s, const char *number)
{
	struct ks_arena arena = {0};
	struct ks_person person;

	if (ks_roster_find(s->store, number, &arena, &person) != KS_OK)
		fail_msg("%s is not listed", number);
	ks_arena_finish(&arena);
}

static void newer_files_of_our_own_key_are_taken(void **state)
{
	struct ks_record_sample *s = *state;

	expect_told(s, "");
	take(s, &other, 1, "1", KS_DENIED, "この端末の鍵");
	take(s, &own, 5, "1", KS_OK, "");
	expect_listed(s, "1");
	take(s, &own, 5, "2", KS_NOT_FOUND, ""); /* that very number is here */
	expect_listed(s, "1");
	take(s, &own, 4, "2", KS_CONFLICT, "古い");
	take(s, &own, 5, "2", KS_NOT_FOUND, ""); /* and all is well again */
	take(s, &own, 6, "none", KS_INVALID, "途中で切れている");
	take(s, &own, 6, "2", KS_OK, "");
	expect_listed(s, "2");
}

static void spoiled_file_is_told_as_what_it_is(void **state)
{
	struct ks_record_sample *s = *state;
	struct ks_buf file = make(&own, 7, "1"), zero = make(&own, 0, "1");
	struct ks_test_stream stream = ks_test_stream_begin(stderr);

	assert_int_equal(ks_roster_file_counter(file.data, file.len), 7);
	assert_int_equal(ks_roster_file_counter(zero.data, zero.len), 0);
	assert_int_equal(ks_roster_file_take(s->store, keys, 2, zero.data, zero.len), KS_INVALID);
	for (size_t len = 0; len < file.len; len++) { /* cut: nothing signs the rest */
		assert_int_equal(ks_roster_file_counter(file.data, len), 0);
		assert_int_equal(ks_roster_file_take(s->store, keys, 2, file.data, len), KS_INVALID);
	}
	for (size_t at = 0; at < file.len; at++) {
		enum ks_rc rc;

		file.data[at] ^= 1;
		rc = ks_roster_file_take(s->store, keys, 2, file.data, file.len);
		assert_true(rc == KS_INVALID || rc == KS_DENIED);
		file.data[at] ^= 1;
	}
	assert_int_equal(ks_roster_file_take(s->store, keys, 1, file.data, file.len),
			 KS_DENIED); /* without a key */
	assert_int_equal(ks_roster_file_take(s->store, keys, 2, file.data, file.len), KS_OK);
	char *said = ks_test_stream_end(&stream);

	assert_non_null(strstr(said, "a roster file was not taken: invalid"));
	assert_non_null(strstr(said, "a roster file was not taken: denied"));
	free(said);
	/* Signed, and another kind of file. */
	char signature[KS_SIGNATURE_HEX];
	struct ks_buf text = {0};

	ks_buf_puts(&text, "format kenshu-roster-2\ncounter 9\n");
	ks_sign(&own, "kenshu-roster-1", text.data, text.len, signature);
	ks_buf_printf(&text, "signature %s\n", signature);
	assert_int_equal(ks_roster_file_counter(text.data, text.len), 0);
	assert_int_equal(ks_roster_file_take(s->store, keys, 2, text.data, text.len), KS_INVALID);
	ks_buf_finish(&text);
	ks_buf_finish(&file);
	ks_buf_finish(&zero);
}

static struct ks_buf cut_file;

static void begin_cut(void *context)
{
	static int64_t counter = 8;

	(void)context;
	ks_buf_finish(&cut_file);
	cut_file = make(&own, counter++, "1");
}

static enum ks_rc take_cut(void *context)
{
	struct ks_record_sample *s = context;

	return ks_roster_file_take(s->store, keys, 2, cut_file.data, cut_file.len);
}

/* Told or not, the list is whole; a file that was taken and not numbered does not bar the next one. */
static void file_that_cannot_be_kept_is_told(void **state)
{
	struct ks_record_sample *s = *state;
	struct ks_cut cut = {.store = s->store,
			     .begin = begin_cut,
			     .act = take_cut,
			     .context = s,
			     .name = "file",
			     .leaves_trace = true,
			     .is_one_way = true};

	ks_cut_everywhere(&cut);
	assert_true(cut.n_refused > 0);
	expect_told(s, "");
	ks_buf_finish(&cut_file);
}

static void begin_older(void *context)
{
	expect_listed(context, "1"); /* so far */
}

static enum ks_rc take_older(void *context)
{
	enum ks_rc rc = take_cut(context);

	return rc == KS_CONFLICT ? KS_OK : rc; /* what is here is newer */
}

/* Which list is here cannot be read: then nobody knows that the file is newer, and it stays out. */
static void older_file_is_not_taken_when_what_is_here_cannot_be_read(void **state)
{
	struct ks_record_sample *s = *state;
	struct ks_cut cut = {.store = s->store,
			     .begin = begin_older,
			     .act = take_older,
			     .context = s,
			     .name = "older file",
			     .leaves_trace = true,
			     .is_one_way = true};

	take(s, &own, 5, "1", KS_OK, "");
	cut_file = make(&own, 4, "2");
	ks_cut_everywhere(&cut);
	assert_true(cut.n_refused > 0);
	expect_listed(s, "1");
	ks_buf_finish(&cut_file);
}

/* ---- who is found ---- */

static void import(struct ks_record_sample *s)
{
	assert_int_equal(
		sqlite3_exec(
			ks_db_handle(s->store),
			"INSERT INTO person(number, typed, name, kana, is_listed) VALUES"
			" ('1', '1', '試験 一', 'シケン イチ', 1), ('2', '2', '試験 二', 'ｼｹﾝ ﾆ', 1),"
			" ('3', '3', '見本 三', 'ミホン サン', 1), ('4', '4', '試験 四', 'シケン ヨン', 0),"
			" ('5', '5', '無名', '', 1);"
			"INSERT INTO appointment(number, position, unit, unit_kind, facility, employment, from_day,"
			" to_day, status, roles) VALUES('1', 0, 'い課', '', '', '01', '2020-04-01', '', '在職', ''),"
			" ('2', 0, 'ろ課', '', '', '01', '2020-04-01', '', '在職', ''),"
			" ('3', 0, 'は課', '', '', '01', '2020-04-01', '', '在職', ''),"
			" ('4', 0, 'に課', '', '', '01', '2020-04-01', '', '在職', ''),"
			" ('5', 0, '', '', '', '01', '2020-04-01', '', '在職', '')",
			NULL, NULL, NULL),
		SQLITE_OK);
}

static void people_are_found_by_the_beginning_of_their_reading(void **state)
{
	static const struct {
		const char *kana;
		size_t max, n_found;
		const char *numbers;
	} cases[] = {
		{"シケン", 4, 2, "12"}, {"シケン", 2, 2, "12"}, {"シケン", 1, 2, "1"},
		{"シケン", 0, 2, ""},   {"ミ", 4, 1, "3"},      {"シケンニ", 4, 1, "2"},
		{"ケン", 4, 0, ""},     {"", 9, 3, "123"},
	};
	struct ks_record_sample *s = *state;

	import(s);
	for (size_t i = 0; i < KS_COUNT(cases); i++) {
		struct ks_arena arena = {0};
		struct ks_person people[9] = {{0}};
		char *kana = ks_fold_kana(cases[i].kana);
		size_t n = 99, k = 0;

		assert_int_equal(ks_roster_search(s->store, kana, cases[i].max, &arena, people, &n),
				 KS_OK);
		assert_int_equal(n, cases[i].n_found);
		for (; cases[i].numbers[k]; k++) {
			bool is_there = false;

			for (size_t m = 0; m < strlen(cases[i].numbers); m++)
				is_there |= people[m].number &&
					    people[m].number[0] == cases[i].numbers[k];
			if (!is_there)
				fail_msg("%s: %c is missing", cases[i].kana, cases[i].numbers[k]);
		}
		assert_null(people[k].number);
		ks_arena_finish(&arena);
		free(kana);
	}
}

static void units_are_those_of_who_is_listed(void **state)
{
	struct ks_record_sample *s = *state;

	import(s);
	for (size_t max = 0; max <= 4; max++) {
		struct ks_arena arena = {0};
		const char **units;
		size_t n = 99;

		assert_int_equal(ks_roster_units(s->store, &arena, max, &units, &n), KS_OK);
		assert_int_equal(n, max < 3 ? max : 3);
		for (size_t i = 1; i < n; i++)
			assert_true(strcmp(units[i - 1], units[i]) < 0);
		ks_arena_finish(&arena);
	}
}

#define with_keys(test) cmocka_unit_test_setup_teardown(test, setup, ks_record_sample_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		with_keys(newer_files_of_our_own_key_are_taken),
		with_keys(spoiled_file_is_told_as_what_it_is),
		with_keys(file_that_cannot_be_kept_is_told),
		with_keys(older_file_is_not_taken_when_what_is_here_cannot_be_read),
		with_keys(people_are_found_by_the_beginning_of_their_reading),
		with_keys(units_are_those_of_who_is_listed),
	};

	return ks_test_run(tests);
}
