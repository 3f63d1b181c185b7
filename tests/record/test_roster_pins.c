/* SPDX-License-Identifier: Apache-2.0 */
#include "roster_parsed.h"

#include <sodium.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "record/db.h"
#include "record/roster_diff.h"
#include "record/roster_history.h"
#include "support/record_sample.h"

/*
 * The PINs of a list of many: each person has their own, and whoever has none has none. The real hash takes its time on purpose; these
 * stand before libsodium's and say the PIN itself.
 */

#define N_PEOPLE 600 /* more than are hashed at once, and not a multiple of it */
#define POST ",総務課,事務局,本庁,01,2020-04-01,,在職,端末利用,"

int crypto_pwhash_str_alg(char out[crypto_pwhash_STRBYTES], const char *const pin,
			  unsigned long long len, unsigned long long passes, size_t memory, int how)
{
	(void)passes;
	(void)memory;
	(void)how;
	memset(out, 0, crypto_pwhash_STRBYTES);
	(void)snprintf(out, crypto_pwhash_STRBYTES, "$argon2id$of %.*s", (int)len, pin);
	return 0;
}

int crypto_pwhash(unsigned char *const out, unsigned long long out_len, const char *const pin,
		  unsigned long long len, const unsigned char *const salt,
		  unsigned long long passes, size_t memory, int how)
{
	(void)passes;
	(void)memory;
	(void)how;
	return crypto_generichash(out, (size_t)out_len, (const uint8_t *)pin, len, salt,
				  crypto_pwhash_SALTBYTES);
}

/* Of every tenth there is none; the others' are their numbers turned round. */
static void take(struct ks_record_sample *s, bool is_once)
{
	static const struct ks_roster_answers none = {"", ""};
	static const struct ks_date today = {2026, 5, 18};
	struct ks_roster_change change;
	struct ks_diags diags = {0};
	struct ks_roster_list *list;
	struct ks_roster_diff diff;
	struct ks_buf csv = {0};
	struct ks_bytes bytes;

	ks_buf_puts(&csv, HEADER);
	for (int i = 1; i <= N_PEOPLE; i++) {
		ks_buf_printf(&csv, "%06d,見本 %d,ミホン" POST, i, i);
		if (i % 10 != 0)
			ks_buf_printf(&csv, "%06d", 900000 - i);
		ks_buf_putc(&csv, '\n');
	}
	bytes = ks_bytes_of(csv.data, csv.len);
	assert_int_equal(ks_roster_list_read("r.csv", &bytes, &(struct ks_roster_reading){0}, &list,
					     &diags),
			 KS_OK);
	assert_int_equal(ks_roster_list_count(list), N_PEOPLE);
	if (is_once)
		ks_roster_list_once(list);
	assert_int_equal(ks_roster_compare(s->store, list, &none, &diff), KS_OK);
	assert_int_equal(ks_roster_take(s->store, list, KS_TEST_WALL_MS, today, today, &change),
			 KS_OK);
	assert_int_equal(change.n_people, N_PEOPLE);
	ks_roster_list_close(list);
	ks_diags_finish(&diags);
	ks_buf_finish(&csv);
}

static void each_of_many_has_their_own_pin(void **state)
{
	struct ks_record_sample *s = *state;
	int64_t n = 0;

	take(s, false);
	assert_int_equal(ks_db_number(s->store, &n, "SELECT count(*) FROM pin", ""), KS_OK);
	assert_int_equal(n, N_PEOPLE - N_PEOPLE / 10);
	assert_int_equal(ks_db_number(s->store, &n,
				      "SELECT count(*) FROM pin WHERE source = 'initial' AND hash = printf("
				      "'$argon2id$of %06d', 900000 - CAST(number AS INTEGER))",
				      ""),
			 KS_OK);
	assert_int_equal(n, N_PEOPLE - N_PEOPLE / 10);
}

/* As codes they are marked, each another, and the same list again says the same; who has an own PIN needs none. */
static void codes_of_many_are_each_another_and_the_same_again(void **state)
{
	struct ks_record_sample *s = *state;
	int64_t n = 0;

	take(s, true);
	assert_int_equal(
		ks_db_number(s->store, &n,
			     "SELECT count(DISTINCT hash) FROM pin WHERE hash LIKE '%!once'", ""),
		KS_OK);
	assert_int_equal(n, N_PEOPLE - N_PEOPLE / 10);
	assert_int_equal(ks_db_run(s->store,
				   "CREATE TEMP TABLE was AS SELECT number, hash FROM pin", ""),
			 KS_OK);
	assert_int_equal(
		ks_db_run(s->store,
			  "UPDATE pin SET source = 'own', hash = '$argon2id$mine' WHERE number = '000301'",
			  ""),
		KS_OK);
	take(s, true);
	assert_int_equal(ks_db_number(s->store, &n,
				      "SELECT count(*) FROM pin JOIN was USING(number, hash)", ""),
			 KS_OK);
	assert_int_equal(n, N_PEOPLE - N_PEOPLE / 10 - 1);
	assert_int_equal(ks_db_number(s->store, &n,
				      "SELECT count(*) FROM pin WHERE hash = '$argon2id$mine'", ""),
			 KS_OK);
	assert_int_equal(n, 1);
}

/* Without threads beside this one it only takes longer. */
static void without_threads_they_are_the_same(void **state)
{
	ks_test_threads(false);
	each_of_many_has_their_own_pin(state);
	ks_test_threads(true);
}

#define with_store(test) \
	cmocka_unit_test_setup_teardown(test, ks_record_sample_setup, ks_record_sample_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		with_store(each_of_many_has_their_own_pin),
		with_store(codes_of_many_are_each_another_and_the_same_again),
		with_store(without_threads_they_are_the_same),
	};

	return ks_test_run(tests);
}
