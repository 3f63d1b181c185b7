/* SPDX-License-Identifier: Apache-2.0 */
#include "record/receipt.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "record/db.h"
#include "record/store_private.h"
#include "record/tail.h"
#include "support/record_sample.h"

/* Changes one letter in each place where @text stands in the folder's file, as a failing disk would. */
static int spoil(struct ks_record_sample *s, const char *name, const char *text)
{
	char *path = ks_path_join(s->folder, name), *data = NULL;
	size_t len = 0;
	int n = 0;

	if (ks_file_read(path, 64 << 20, &data, &len) == KS_OK) {
		int fd = open(path, O_WRONLY | O_CLOEXEC);

		assert_true(fd >= 0);
		for (char *at = data;
		     (at = memmem(at, len - (size_t)(at - data), text, strlen(text))); at++, n++)
			assert_int_equal(pwrite(fd, "X", 1, at - data), 1);
		assert_int_equal(close(fd), 0);
	}
	free(data);
	free(path);
	return n;
}

static void receipt_says_what_the_row_on_the_disk_says(void **state)
{
	struct ks_record_sample *s = *state;
	struct ks_receipt *receipt = NULL;
	struct ks_statement row;
	bool is_delivered = true;
	int64_t seq;

	ks_record_sample_append(s, KS_FACT_INITIALIZED);
	seq = ks_record_sample_append(s, KS_FACT_PASSED);
	assert_int_equal(ks_receipt_take(s->ledger, seq, &receipt), KS_OK);
	assert_int_equal(ks_ledger_read(s->ledger, seq, &row), KS_OK);
	assert_int_equal(ks_receipt_seq(receipt), 2);
	assert_int_equal(ks_receipt_wall_ms(receipt), KS_TEST_WALL_MS);
	assert_string_equal(ks_receipt_id(receipt), row.id);
	assert_string_equal(ks_receipt_view(receipt)->verb, "passed");
	assert_string_equal(ks_receipt_view(receipt)->staff, "000123");
	assert_int_equal(ks_receipt_is_delivered(receipt, s->ledger, &is_delivered), KS_OK);
	assert_false(is_delivered);
	assert_int_equal(ks_ledger_mark_delivered(s->ledger, &seq, 1), KS_OK);
	assert_int_equal(ks_receipt_is_delivered(receipt, s->ledger, &is_delivered), KS_OK);
	assert_true(is_delivered);
	ks_statement_finish(&row);
	ks_receipt_close(receipt);
}

static void nothing_recorded_is_no_receipt(void **state)
{
	struct ks_record_sample *s = *state;
	struct ks_receipt *receipt = (struct ks_receipt *)s;

	assert_int_equal(ks_receipt_take(s->ledger, 1, &receipt), KS_NOT_FOUND);
	assert_null(receipt);
	ks_receipt_close(NULL);
}

static void what_the_disk_lost_is_no_receipt_though_the_cache_still_has_it(void **state)
{
	struct ks_record_sample *s = *state;
	struct ks_receipt *receipt = NULL;
	struct ks_statement row;
	int64_t seq = ks_record_sample_append(s, KS_FACT_PASSED);

	assert_true(spoil(s, "kenshu.db-wal", "s-000123") > 0);
	assert_int_equal(ks_ledger_read(s->ledger, seq, &row), KS_OK);
	ks_statement_finish(&row);
	assert_int_equal(ks_receipt_take(s->ledger, seq, &receipt), KS_DAMAGED);
	assert_null(receipt);
}

static void what_only_the_tail_lost_is_no_receipt(void **state)
{
	struct ks_record_sample *s = *state;
	struct ks_receipt *receipt = NULL;
	int64_t seq = ks_record_sample_append(s, KS_FACT_PASSED);

	assert_true(spoil(s, "kenshu.tail", "s-000123") > 0);
	assert_int_equal(ks_receipt_take(s->ledger, seq, &receipt), KS_DAMAGED);
}

/* Of what an earlier process wrote, one good copy is proof enough. */
static void what_the_tail_lost_later_is_a_receipt_all_the_same(void **state)
{
	struct ks_record_sample *s = *state;
	struct ks_receipt *receipt = NULL;
	char *path = ks_path_join(s->folder, "kenshu.tail");

	for (int i = 0; i < 2; i++)
		ks_record_sample_append(s, KS_FACT_PASSED);
	ks_record_sample_close(s);
	assert_int_equal(unlink(path), 0);
	free(path);
	ks_record_sample_open(s);
	ks_record_sample_close(s); /* there is a new one, with both */
	ks_record_sample_open(s);
	assert_int_equal(pwrite(s->store->tail->fd, "X", 1, KS_TAIL_HEAD_BYTES + 900), 1);
	for (int64_t seq = 1; seq <= 2; seq++) {
		assert_int_equal(ks_receipt_take(s->ledger, seq, &receipt), KS_OK);
		ks_receipt_close(receipt);
	}
}

/* Whole in itself, and not what was recorded: the row of another number, or no statement at all. */
static void row_that_is_another_is_no_receipt(void **state)
{
	for (int is_none = 0; is_none < 2; is_none++)
		for (int is_later = 0; is_later < 2; is_later++) {
			struct ks_record_sample *s = *state;
			struct ks_receipt *receipt = NULL;
			struct ks_statement first;
			uint8_t hash[KS_HASH_BYTES];

			for (int i = 0; i < 3; i++)
				ks_record_sample_append(s, KS_FACT_PASSED);
			assert_int_equal(ks_ledger_read(s->ledger, 1, &first), KS_OK);
			if (is_none)
				first.len = 2;
			ks_blake2b(is_none ? "{}" : first.bytes, first.len, hash);
			assert_int_equal(ks_db_run(s->store, "DROP TRIGGER statement_no_update", ""),
					 KS_OK);
			assert_int_equal(
				ks_db_run(s->store,
					  "UPDATE statement SET bytes = ?, hash = ? WHERE seq = 2",
					  "bb", is_none ? "{}" : first.bytes, first.len, hash,
					  sizeof(hash)),
				KS_OK);
			if (is_later) { /* then one good copy would be enough */
				ks_record_sample_close(s);
				ks_record_sample_open(s);
			}
			assert_int_equal(ks_receipt_take(s->ledger, 2, &receipt), KS_DAMAGED);
			assert_null(receipt);
			ks_statement_finish(&first);
			assert_int_equal(ks_record_sample_teardown(state), 0);
			assert_int_equal(ks_record_sample_setup(state), 0);
		}
}

#define with_ledger(test) \
	cmocka_unit_test_setup_teardown(test, ks_record_sample_setup, ks_record_sample_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		with_ledger(receipt_says_what_the_row_on_the_disk_says),
		with_ledger(nothing_recorded_is_no_receipt),
		with_ledger(what_the_disk_lost_is_no_receipt_though_the_cache_still_has_it),
		with_ledger(what_only_the_tail_lost_is_no_receipt),
		with_ledger(what_the_tail_lost_later_is_a_receipt_all_the_same),
		with_ledger(row_that_is_another_is_no_receipt),
	};

	return ks_test_run(tests);
}
