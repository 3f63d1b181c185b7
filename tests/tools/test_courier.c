/* SPDX-License-Identifier: Apache-2.0 */
#include "sync/courier.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/mem.h"
#include "lrs/courier.h"
#include "lrs/enrol.h"
#include "record/db.h"
#include "record/parcel.h"
#include "record/pin.h"
#include "record/pin_news.h"
#include "support/centre_sample.h"
#include "support/record_sample.h"

/* 記録 → 発送 → 受領: a kiosk without a network and the centre, with nothing between them but files. */

struct fixture {
	struct ks_record_sample *kiosk;
	struct ks_sample_centre centre;
	char *stick, *key, *secret;
	enum ks_courier_fault fault;
	struct ks_courier_got got;
};

static int setup(void **state)
{
	struct fixture *f = ks_alloc_zero(1, sizeof(*f));
	void *kiosk;

	assert_int_equal(ks_record_sample_setup(&kiosk), 0);
	f->kiosk = kiosk;
	ks_sample_centre_init(&f->centre);
	f->stick = ks_test_folder();
	assert_int_equal(ks_centre_courier_key(f->centre.centre, &f->key), KS_OK);
	assert_int_equal(ks_centre_add_kiosk(f->centre.centre, "k-01", &f->secret), KS_OK);
	(void)ks_record_sample_append(f->kiosk, KS_FACT_INITIALIZED);
	(void)ks_record_sample_append(f->kiosk, KS_FACT_EXPERIENCED);
	*state = f;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *f = *state;
	void *kiosk = f->kiosk;

	ks_courier_got_finish(&f->got);
	ks_test_folder_finish(f->stick);
	free(f->secret);
	free(f->key);
	ks_sample_centre_finish(&f->centre);
	assert_int_equal(ks_record_sample_teardown(&kiosk), 0);
	free(f);
	return 0;
}

/* The parcel's bytes; the file stays on the stick. */
static char *export(struct fixture *f, int64_t n_expected, size_t *len)
{
	struct ks_courier_sent sent;
	char *bytes = NULL;

	assert_int_equal(ks_courier_export(f->kiosk->ledger,
					   &(struct ks_courier_wish){.folder = f->stick,
								     .centre_key = f->key,
								     .secret = f->secret},
					   &sent),
			 KS_OK);
	assert_int_equal(sent.n_statements, n_expected);
	if (sent.path)
		assert_int_equal(ks_file_read(sent.path, KS_PARCEL_MAX_BYTES, &bytes, len), KS_OK);
	free(sent.path);
	return bytes;
}

static enum ks_rc import(struct fixture *f, const char *bytes, size_t len)
{
	ks_courier_got_finish(&f->got);
	return ks_centre_courier_take(f->centre.centre, bytes, len, &f->fault, &f->got);
}

static void put(struct fixture *f, const char *name, const void *bytes, size_t len)
{
	char *path = ks_path_join(f->stick, name);

	assert_int_equal(ks_file_write(path, bytes, len, 0600), KS_OK);
	free(path);
}

static void put_receipt(struct fixture *f)
{
	put(f, "r" KS_PARCEL_RECEIPT, f->got.receipt.data, f->got.receipt.len);
}

static struct ks_courier_taken take(struct fixture *f)
{
	struct ks_courier_taken taken;

	assert_int_equal(ks_courier_take(f->kiosk->ledger, f->stick, &taken), KS_OK);
	return taken;
}

static int64_t n_waiting(struct fixture *f)
{
	struct ks_ledger_counts counts;

	assert_int_equal(ks_ledger_counts(f->kiosk->ledger, &counts), KS_OK);
	return counts.n_statements - counts.n_delivered;
}

static int64_t n_at_centre(struct fixture *f)
{
	int64_t n = -1;

	assert_int_equal(ks_db_number(f->centre.store, &n,
				      "SELECT count(*) FROM received WHERE kiosk = 'k-01'", ""),
			 KS_OK);
	return n;
}

static void expect_sound(struct fixture *f, int64_t n_statements)
{
	int64_t n_claims = -1;

	assert_int_equal(ks_sample_n_faults(f->centre.store), 0);
	assert_int_equal(n_at_centre(f), n_statements);
	assert_int_equal(ks_db_number(f->centre.store, &n_claims, "SELECT count(*) FROM claim", ""),
			 KS_OK);
	assert_int_equal(n_claims, 0);
}

static void only_a_receipt_makes_it_received(void **state)
{
	struct fixture *f = *state;
	struct ks_courier_taken taken;
	size_t len = 0;
	char *bytes = export(f, 2, &len);

	assert_int_equal(n_waiting(f), 2);
	for (int i = 0; i < 2; i++) { /* carried twice */
		assert_int_equal(import(f, bytes, len), KS_OK);
		assert_string_equal(f->got.kiosk, "k-01");
		assert_int_equal(f->got.n_statements, 2);
		assert_int_equal(f->got.n_refused, 0);
		expect_sound(f, 2);
	}
	assert_int_equal(n_waiting(f), 2); /* 発送, not 受領 */
	put_receipt(f);
	taken = take(f);
	assert_int_equal(taken.n_delivered, 2);
	assert_int_equal(taken.n_bad, 0);
	assert_int_equal(n_waiting(f), 0);
	taken = take(f);
	assert_int_equal(taken.n_receipts, 1);
	assert_int_equal(taken.n_delivered, 0);
	free(bytes);
	bytes = export(f, 0, &len); /* it has nobody on its list, and asks for one */
	assert_int_equal(import(f, bytes, len), KS_OK);
	assert_int_equal(f->got.n_statements, 0);
	assert_true(f->got.people.len > 0);
	free(bytes);
}

/* The centre says what it has by number and hash: of another statement under a number of ours it is no receipt. */
static void a_receipt_of_another_hash_is_none(void **state)
{
	struct fixture *f = *state;
	struct ks_buf text = {0}, parcel = {0};
	struct ks_statement row;
	char *key = NULL, hex[KS_HASH_HEX], *bytes;
	size_t len = 0;

	bytes = export(f, 2, &len); /* now it knows which centre is meant */
	assert_int_equal(ks_ledger_read(f->kiosk->ledger, 2, &row), KS_OK);
	ks_hex(row.hash, KS_HASH_BYTES, hex);
	ks_buf_printf(&text, "has 1 %s\nhas 2 %s\nhas 3 %s\n", hex, hex, hex);
	assert_int_equal(ks_parcel_key(f->kiosk->store, &key), KS_OK);
	assert_int_equal(ks_parcel_seal(f->centre.store, KS_PARCEL_RECEIPT, key, text.data,
					text.len, &parcel),
			 KS_OK);
	put(f, "r" KS_PARCEL_RECEIPT, parcel.data, parcel.len);
	assert_int_equal(take(f).n_delivered, 1);
	assert_int_equal(n_waiting(f), 1);
	assert_int_equal(import(f, bytes, len), KS_OK); /* the true one says both */
	put_receipt(f);
	assert_int_equal(take(f).n_delivered, 1);
	assert_int_equal(n_waiting(f), 0);
	ks_statement_finish(&row);
	ks_buf_finish(&text);
	ks_buf_finish(&parcel);
	free(bytes);
	free(key);
}

static void sticks_come_in_any_order(void **state)
{
	struct fixture *f = *state;
	size_t first_len = 0, second_len = 0;
	char *first = export(f, 2, &first_len), *second;

	(void)ks_record_sample_append(f->kiosk, KS_FACT_SUSPENDED);
	second = export(f, 3, &second_len);
	assert_int_equal(import(f, second, second_len), KS_OK);
	assert_int_equal(import(f, first, first_len), KS_OK);
	expect_sound(f, 3);
	put_receipt(f); /* of the first */
	assert_int_equal(take(f).n_delivered, 2);
	assert_int_equal(n_waiting(f), 1);
	assert_int_equal(import(f, second, second_len), KS_OK);
	put_receipt(f);
	assert_int_equal(take(f).n_delivered, 1);
	assert_int_equal(n_waiting(f), 0);
	expect_sound(f, 3);
	free(first);
	free(second);
}

/* A part more than one request's worth, and the rest proved by its own head. */
static void many_are_as_good_as_few(void **state)
{
	struct fixture *f = *state;
	size_t len = 0;
	char *bytes;

	assert_int_equal(ks_ledger_begin(f->kiosk->ledger), KS_OK);
	for (int i = 0; i < 1001; i++) {
		struct ks_fact fact = ks_record_sample_fact(&f->kiosk->course, KS_FACT_EXPERIENCED,
							    0, &f->kiosk->answer);

		assert_int_equal(ks_ledger_append(f->kiosk->ledger, &fact, NULL), KS_OK);
	}
	assert_int_equal(ks_ledger_commit(f->kiosk->ledger), KS_OK);
	bytes = export(f, 1003, &len);
	assert_int_equal(import(f, bytes, len), KS_OK);
	assert_int_equal(f->got.n_statements, 1003);
	expect_sound(f, 1003);
	put_receipt(f);
	assert_int_equal(take(f).n_delivered, 1003);
	assert_int_equal(n_waiting(f), 0);
	free(bytes);
}

static void torn_out_at_any_byte_it_harms_nothing(void **state)
{
	struct fixture *f = *state;
	size_t len = 0;
	char *bytes = export(f, 2, &len);
	struct ks_buf receipt, people;
	struct ks_courier_taken taken;

	for (size_t cut = 0; cut < len; cut++) {
		assert_int_equal(import(f, bytes, cut), KS_INVALID);
		assert_int_equal(f->fault, KS_COURIER_NOT_WHOLE);
	}
	assert_int_equal(n_at_centre(f), 0);
	assert_int_equal(import(f, bytes, len), KS_OK);
	receipt = f->got.receipt;
	people = f->got.people;
	f->got = (struct ks_courier_got){0};
	for (size_t cut = 0; cut < receipt.len; cut++) {
		put(f, "r" KS_PARCEL_RECEIPT, receipt.data, cut);
		put(f, "k-01" KS_PARCEL_PEOPLE, people.data, cut < people.len ? cut : people.len - 1);
		taken = take(f);
		assert_int_equal(taken.n_bad, 2);
		assert_int_equal(taken.n_delivered + (int64_t)taken.n_people, 0);
	}
	assert_int_equal(n_waiting(f), 2);
	put(f, "r" KS_PARCEL_RECEIPT, receipt.data, receipt.len);
	put(f, "k-01" KS_PARCEL_PEOPLE, people.data, people.len);
	taken = take(f);
	assert_int_equal(taken.n_delivered, 2);
	assert_int_equal(taken.n_people, 1);
	ks_buf_finish(&receipt);
	ks_buf_finish(&people);
	free(bytes);
}

/* As if the second of both had been rewritten after it left: what the centre has under its id is something else. */
static void give_other_content(struct fixture *f, const char *bytes, size_t len)
{
	assert_int_equal(import(f, bytes, len), KS_OK);
	assert_int_equal(ks_db_run(f->centre.store, "DROP TRIGGER received_no_update", ""), KS_OK);
	assert_int_equal(
		ks_db_run(f->centre.store,
			  "UPDATE received SET hash = zeroblob(32), bytes = CAST(replace("
			  "CAST(body(bytes) AS TEXT), '\"name\":\"s-', '\"name\":\"t-')"
			  " AS BLOB) WHERE id IN (SELECT id FROM received ORDER BY stored DESC LIMIT 1)",
			  ""),
		KS_OK);
}

static void expect_quarantined(struct fixture *f, int64_t n_expected, int64_t n_delivered)
{
	struct ks_ledger_counts counts;

	assert_int_equal(ks_ledger_counts(f->kiosk->ledger, &counts), KS_OK);
	assert_int_equal(counts.n_quarantined, n_expected);
	assert_int_equal(counts.n_delivered, n_delivered);
}

/* The receipt says which; it stays at the kiosk, told of, and keeps no other one there. */
static void what_the_centre_does_not_take_is_quarantined(void **state)
{
	struct fixture *f = *state;
	struct ks_courier_taken taken;
	int64_t seqs[] = {2};
	size_t len = 0;
	char *bytes;

	bytes = export(f, 2, &len);
	give_other_content(f, bytes, len);
	assert_int_equal(import(f, bytes, len), KS_OK);
	assert_int_equal(f->got.n_statements, 1);
	assert_int_equal(f->got.n_refused, 1);
	put_receipt(f);
	for (int i = 0; i < 2; i++) { /* read twice */
		taken = take(f);
		assert_int_equal(taken.n_refused, 1);
		assert_int_equal(taken.n_delivered, i == 0);
		assert_int_equal(taken.n_bad, 0);
		expect_quarantined(f, 1, 1);
	}
	free(bytes);
	free(export(f, 0, &len)); /* not carried again by itself */
	assert_int_equal(ks_ledger_release_quarantine(f->kiosk->ledger, 0), KS_OK);
	free(export(f, 1, &len)); /* kenshu kiosk resend */
	assert_int_equal(take(f).n_refused, 1);
	assert_int_equal(ks_ledger_mark_delivered(f->kiosk->ledger, seqs, 1), KS_OK);
	expect_quarantined(f, 0, 2);            /* a later receipt has it */
	assert_int_equal(take(f).n_refused, 0); /* and the old one says nothing any more */
	expect_quarantined(f, 0, 2);
}

static void who_the_centre_does_not_know_is_refused(void **state)
{
	struct fixture *f = *state;
	char *secret = f->secret, *bytes;
	size_t len = 0;

	f->secret = NULL;
	bytes = export(f, 2, &len);
	assert_int_equal(import(f, bytes, len), KS_INVALID);
	assert_int_equal(f->fault, KS_COURIER_NO_PROOF);
	free(bytes);
	f->secret = ks_strdup("not the secret");
	bytes = export(f, 2, &len);
	free(f->secret);
	f->secret = secret;
	assert_int_equal(import(f, bytes, len), KS_INVALID);
	assert_int_equal(f->fault, KS_COURIER_NO_PROOF);
	free(bytes);
	bytes = export(f, 2, &len);
	assert_int_equal(ks_centre_revoke_kiosk(f->centre.centre, "k-01"), KS_OK);
	assert_int_equal(import(f, bytes, len), KS_INVALID);
	assert_int_equal(f->fault, KS_COURIER_NO_KIOSK);
	assert_int_equal(n_at_centre(f), 0);
	for (int i = KS_COURIER_NOT_WHOLE; i <= KS_COURIER_OTHER_KEY; i++)
		assert_true(ks_courier_fault_word((enum ks_courier_fault)i)[0] != '\0');
	free(bytes);
}

/* The account's key was pinned; another machine under the same name, with the secret, is still another. */
static void another_machine_under_the_name_is_refused(void **state)
{
	struct fixture *f = *state;
	struct ks_record_sample *first = f->kiosk;
	void *second;
	size_t len = 0;
	char *bytes = export(f, 2, &len);

	assert_int_equal(import(f, bytes, len), KS_OK);
	free(bytes);
	assert_int_equal(ks_record_sample_setup(&second), 0);
	f->kiosk = second;
	(void)ks_record_sample_append(f->kiosk, KS_FACT_INITIALIZED);
	bytes = export(f, 1, &len);
	assert_int_equal(import(f, bytes, len), KS_INVALID);
	assert_int_equal(f->fault, KS_COURIER_OTHER_KEY);
	put(f, "x" KS_PARCEL_RECEIPT, bytes, len); /* nor is its parcel a receipt */
	assert_int_equal(take(f).n_bad, 1);
	free(bytes);
	assert_int_equal(ks_record_sample_teardown(&second), 0);
	f->kiosk = first;
	expect_sound(f, 2);
}

static void the_centre_is_the_one_of_the_first_time(void **state)
{
	struct fixture *f = *state;
	struct ks_courier_wish wish = {.folder = f->stick};
	struct ks_courier_taken taken;
	struct ks_courier_sent sent;
	char *own;

	assert_int_equal(ks_courier_export(f->kiosk->ledger, &wish, &sent), KS_NOT_FOUND);
	assert_int_equal(ks_courier_take(f->kiosk->ledger, f->stick, &taken), KS_NOT_FOUND);
	wish.centre_key = "no key";
	assert_int_equal(ks_courier_export(f->kiosk->ledger, &wish, &sent), KS_INVALID);
	wish.centre_key = f->key;
	assert_int_equal(ks_courier_export(f->kiosk->ledger, &wish, &sent), KS_OK);
	free(sent.path);
	assert_int_equal(ks_parcel_key(f->kiosk->store, &own), KS_OK);
	wish.centre_key = own;
	assert_int_equal(ks_courier_export(f->kiosk->ledger, &wish, &sent), KS_CONFLICT);
	wish.centre_key = NULL;
	assert_int_equal(ks_courier_export(f->kiosk->ledger, &wish, &sent), KS_OK);
	free(sent.path);
	free(own);
}

static void an_older_list_of_people_takes_no_newer_ones_place(void **state)
{
	struct fixture *f = *state;
	struct ks_courier_taken taken;
	size_t len = 0;
	char *bytes = export(f, 2, &len);
	struct ks_buf old;

	assert_int_equal(import(f, bytes, len), KS_OK);
	old = f->got.people;
	f->got.people = (struct ks_buf){0};
	ks_clock_advance(&f->centre.clock, 1000);
	assert_int_equal(import(f, bytes, len), KS_OK);
	put(f, "p" KS_PARCEL_PEOPLE, f->got.people.data, f->got.people.len);
	taken = take(f);
	assert_int_equal(taken.n_people, 1);
	assert_int_equal(taken.people_ms, ks_clock_wall_ms(&f->centre.clock));
	put(f, "p" KS_PARCEL_PEOPLE, old.data, old.len);
	taken = take(f);
	assert_int_equal(taken.n_people, 0);
	assert_true(taken.is_people_old);
	ks_buf_finish(&old);
	free(bytes);
}

static void carry_both_ways(struct fixture *f, int64_t n_expected)
{
	size_t len = 0;
	char *bytes = export(f, n_expected, &len);

	assert_non_null(bytes);
	assert_int_equal(import(f, bytes, len), KS_OK);
	put(f, "p" KS_PARCEL_PEOPLE, f->got.people.data, f->got.people.len);
	free(bytes);
}

/* Alone on a stick too; it waits at the kiosk until the receipt is back. */
static void a_chosen_pin_travels_by_stick(void **state)
{
	struct fixture *f = *state;
	struct ks_store *kiosk = f->kiosk->store, *centre = f->centre.store;
	char code[KS_PIN_DIGITS + 1], mark[KS_MARK_CHARS + 1], *key = NULL;
	struct ks_pin_verdict verdict;

	assert_int_equal(ks_parcel_key(kiosk, &key), KS_OK);
	ks_code_of_key(key, mark);
	assert_int_equal(ks_centre_expect_key(f->centre.centre, "k-01", mark), KS_OK);
	ks_sample_import(centre, "職員番号,氏名,氏名カナ,所属,任用区分,任用開始,任用終了,在籍状態\n"
				 "000101,見本 一,ミホン,総務課,01,2020-04-01,,在職\n");
	assert_int_equal(ks_pin_reset(centre, "000101", "000101", code), KS_OK);
	ks_centre_touch(f->centre.centre);
	carry_both_ways(f, 2);
	put_receipt(f);
	(void)take(f);
	assert_int_equal(ks_pin_choose(kiosk, "000101", "000101", "480276"), KS_OK);
	carry_both_ways(f, 0);
	assert_int_equal(ks_pin_check(centre, &f->centre.clock, "000101", "480276", &verdict), KS_OK);
	assert_false(verdict.is_once);
	assert_true(ks_pin_news_is_any(kiosk));
	put_receipt(f);
	(void)take(f);
	assert_false(ks_pin_news_is_any(kiosk));
	assert_int_equal(ks_pin_check(kiosk, &f->kiosk->clock, "000101", "480276", &verdict), KS_OK);
	free(key);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
		TEST(only_a_receipt_makes_it_received),
		TEST(a_receipt_of_another_hash_is_none),
		TEST(sticks_come_in_any_order),
		TEST(many_are_as_good_as_few),
		TEST(torn_out_at_any_byte_it_harms_nothing),
		TEST(what_the_centre_does_not_take_is_quarantined),
		TEST(who_the_centre_does_not_know_is_refused),
		TEST(another_machine_under_the_name_is_refused),
		TEST(the_centre_is_the_one_of_the_first_time),
		TEST(an_older_list_of_people_takes_no_newer_ones_place),
		TEST(a_chosen_pin_travels_by_stick),
	};

	return ks_test_run(tests);
}
