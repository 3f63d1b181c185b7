/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "record/damaged.h"
#include "record/db.h"
#include "record/salvage_private.h"
#include "support/calls.h"

/* What is looked for in damaged files, where it is found, and what is left where it lies. */

#define BLOCK ((off_t)4 << 20) /* files are looked through in pieces of that size */

/* ---- rows that no page holds ---- */

/* A fact of more than a page. */
static int64_t append_long(struct ks_damaged *f)
{
	struct ks_fact fact =
		ks_record_sample_fact(&f->sample->course, KS_FACT_CHECKED_IN, 0, &f->sample->answer);
	char *title = ks_alloc_zero(1, 9001);
	int64_t seq = 0;

	memset(title, 't', 9000);
	fact.gathering_title = title;
	assert_int_equal(ks_ledger_begin(f->sample->ledger), KS_OK);
	assert_int_equal(ks_ledger_append(f->sample->ledger, &fact, &seq), KS_OK);
	assert_int_equal(ks_ledger_commit(f->sample->ledger), KS_OK);
	free(title);
	return seq;
}

static void long_statements_come_out_of_the_rows(void **state)
{
	struct ks_damaged *f = *state;
	struct ks_statement before[4], after;

	for (int i = 0; i < 4; i++)
		assert_int_equal(i == 2 ? ks_record_sample_append(f->sample, KS_FACT_PASSED)
					: append_long(f),
				 i + 1);
	for (int i = 0; i < 4; i++)
		assert_int_equal(ks_ledger_read(f->sample->ledger, i + 1, &before[i]), KS_OK);
	assert_int_equal(unlink(f->tail), 0);
	ks_damaged_salvage(f);
	assert_int_equal(f->salvage.n_saved, 4);
	assert_int_equal(f->salvage.n_lost, 0);
	for (int i = 0; i < 4; i++) {
		struct ks_ledger *ledger = NULL;

		assert_int_equal(ks_ledger_open(f->into, &f->sample->clock, "k-01", &ledger), KS_OK);
		assert_int_equal(ks_ledger_read(ledger, i + 1, &after), KS_OK);
		assert_int_equal(after.len, before[i].len);
		assert_memory_equal(after.bytes, before[i].bytes, after.len);
		assert_memory_equal(after.hash, before[i].hash, KS_HASH_BYTES);
		ks_statement_finish(&after);
		ks_statement_finish(&before[i]);
		ks_ledger_close(ledger);
	}
	ks_record_sample_open(f->sample);
}

/* Number 2 does not fit its hash, number 3 fits and is no statement: both are told as lost. */
static void long_rows_that_are_spoiled_are_left(void **state)
{
	struct ks_damaged *f = *state;
	char *text = ks_alloc_zero(1, 5001);
	uint8_t hash[KS_HASH_BYTES];

	for (int i = 0; i < 6; i++)
		append_long(f);
	memset(text, 'x', 5000);
	ks_blake2b(text, 5000, hash);
	ks_damaged_run_sql(f, "DROP TRIGGER statement_no_update; PRAGMA ignore_check_constraints = 1;"
			      "UPDATE statement SET hash = zeroblob(32) WHERE seq = 2;"
			      "UPDATE statement SET hash = x'00' WHERE seq = 5");
	assert_int_equal(ks_db_run(f->sample->store,
				   "UPDATE statement SET bytes = ?, hash = ? WHERE seq = 3", "bb",
				   text, (size_t)5000, hash, sizeof(hash)),
			 KS_OK);
	assert_int_equal(unlink(f->tail), 0);
	ks_damaged_salvage(f);
	assert_int_equal(f->salvage.n_saved, 3);
	assert_int_equal(f->salvage.n_lost, 3);
	assert_int_equal(f->salvage.n_gaps, 2);
	assert_int_equal(f->salvage.gaps[0].from, 2);
	assert_int_equal(f->salvage.gaps[0].to, 3);
	assert_int_equal(f->salvage.gaps[1].from, 5);
	assert_int_equal(f->salvage.gaps[1].to, 5);
	assert_int_equal(f->salvage.last_seq, 6);
	free(text);
	ks_damaged_leave(f);
}

/* ---- pages ---- */

static char *path_of_pages(struct ks_damaged *f)
{
	return ks_path_join(f->outside, "pages");
}

/* The statement of number @seq with its hash behind it, at @offset of the file; returns where it ends. */
static off_t put_at(struct ks_damaged *f, int64_t seq, off_t offset)
{
	char *path = path_of_pages(f);
	int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
	struct ks_statement row;

	assert_int_equal(ks_ledger_read(f->sample->ledger, seq, &row), KS_OK);
	assert_int_equal(pwrite(fd, row.bytes, row.len, offset), row.len);
	offset += (off_t)row.len;
	assert_int_equal(pwrite(fd, row.hash, KS_HASH_BYTES, offset), KS_HASH_BYTES);
	ks_statement_finish(&row);
	close(fd);
	free(path);
	return offset + KS_HASH_BYTES;
}

static size_t look(struct ks_damaged *f, struct ks_found_list *list)
{
	char *path = path_of_pages(f);

	ks_found_in_pages(list, path);
	free(path);
	return list->n_items;
}

static void statement_is_met_once_wherever_it_stands(void **state)
{
	struct ks_damaged *f = *state;
	const off_t places[] = {0, BLOCK - 10, 2 * BLOCK, 3 * BLOCK - 1, 4 * BLOCK + 1};
	struct ks_found_list list = {0};

	for (size_t i = 0; i < KS_COUNT(places); i++) {
		ks_record_sample_append(f->sample, KS_FACT_ANSWERED);
		(void)put_at(f, (int64_t)i + 1, places[i]);
	}
	assert_int_equal(look(f, &list), KS_COUNT(places));
	for (size_t i = 0; i < KS_COUNT(places); i++) {
		char *bytes = ks_found_bytes(&list.items[i]);

		assert_int_equal(list.items[i].seq, i + 1);
		assert_int_equal(list.items[i].offset, places[i]);
		assert_int_equal(list.items[i].rank, 1);
		assert_non_null(bytes);
		assert_int_equal(strlen(bytes), list.items[i].len);
		free(bytes);
	}
	assert_int_equal(list.n_fds, 1);
	ks_found_list_finish(&list);
}

static void what_is_no_whole_statement_in_a_page_is_passed_over(void **state)
{
	struct ks_damaged *f = *state;
	static const char nothing[] = "{\"id\":\"019e3879-0560-7000-8000-000000000001\",\"x\":1}";
	struct ks_found_list list = {0};
	char *path = path_of_pages(f);
	uint8_t hash[KS_HASH_BYTES];
	off_t end;
	int fd;

	ks_record_sample_append(f->sample, KS_FACT_ANSWERED);
	end = put_at(f, 1, 100);
	fd = open(path, O_WRONLY | O_CLOEXEC);
	assert_int_equal(pwrite(fd, nothing, sizeof(nothing) - 1, 0), sizeof(nothing) - 1);
	ks_blake2b(nothing, sizeof(nothing) - 1, hash); /* whole, and no statement */
	assert_int_equal(pwrite(fd, hash, sizeof(hash), sizeof(nothing) - 1), sizeof(hash));
	assert_int_equal(pwrite(fd, nothing, 30, end),
			 30); /* and the beginning of one, at the very end */
	assert_int_equal(look(f, &list), 1);
	assert_int_equal(list.items[0].offset, 100);
	ks_found_list_finish(&list);
	assert_int_equal(ftruncate(fd, end), 0);
	assert_int_equal(look(f, &list), 1); /* to its last byte */
	ks_found_list_finish(&list);
	assert_int_equal(ftruncate(fd, end - 1), 0);
	assert_int_equal(look(f, &list), 0);
	ks_found_list_finish(&list);
	close(fd);
	free(path);
}

/* Found, and then no more what it was. */
static void what_can_no_longer_be_read_is_not_made_up(void **state)
{
	struct ks_damaged *f = *state;
	struct ks_found_list list = {0};
	char *path = path_of_pages(f);

	ks_record_sample_append(f->sample, KS_FACT_ANSWERED);
	(void)put_at(f, 1, 0);
	assert_int_equal(look(f, &list), 1);
	assert_int_equal(truncate(path, 100), 0);
	assert_null(ks_found_bytes(&list.items[0]));
	ks_found_list_finish(&list);
	assert_int_equal(list.n_items, 0);
	ks_found_in_tail(&list, path);
	ks_found_in_rows(&list, path);
	assert_int_equal(unlink(path), 0);
	ks_found_in_pages(&list, path);
	ks_found_in_rows(&list, path);
	ks_found_in_tail(&list, path);
	assert_int_equal(list.n_items, 0);
	assert_int_equal(list.rank, 5); /* each place has its own, whether anything is there or not */
	ks_found_list_finish(&list);
	free(path);
}

static void interrupted_and_short_reading_finds_the_same(void **state)
{
	struct ks_damaged *f = *state;

	ks_record_sample_append(f->sample, KS_FACT_ANSWERED);
	(void)put_at(f, 1, 0);
	for (int error = 0; error <= EINTR; error += EINTR) {
		struct ks_found_list list = {0};
		char *bytes;

		ks_calls_fail(KS_CALLS_READ, 1, false, error);
		assert_int_equal(look(f, &list), 1);
		ks_calls_end();
		ks_calls_fail(KS_CALLS_READ, 1, false, error);
		bytes = ks_found_bytes(&list.items[0]);
		ks_calls_end();
		assert_non_null(bytes);
		free(bytes);
		ks_found_list_finish(&list);
	}
}

/* ---- one of each ---- */

static void add(struct ks_found_list *list, int64_t seq, size_t rank, uint8_t hash, uint8_t prev)
{
	struct ks_found found = {.seq = seq, .rank = rank, .fd = -1, .bytes = ks_strdup("x")};

	memset(found.hash, hash, sizeof(found.hash));
	memset(found.prev, prev, sizeof(found.prev));
	ks_grow(&list->items, list->n_items, &list->capacity);
	list->items[list->n_items++] = found;
}

static void of_several_the_one_that_fits_the_chain_is_kept(void **state)
{
	static const int64_t seqs[] = {1, 2, 3, 5, 6};
	static const uint8_t hashes[] = {'A', 'B', 'C', 'E', 'F'};
	struct ks_found_list list = {0};

	(void)state;
	add(&list, 6, 1, 'F', 'E');
	add(&list, 5, 3, 'X', 'C'); /* behind a gap no chain says which */
	add(&list, 5, 2, 'E', 'y');
	add(&list, 3, 4, 'Z', 'y');
	add(&list, 3, 2, 'C', 'z'); /* none fits: the first place is believed */
	add(&list, 2, 2, 'Y', 'x');
	add(&list, 2, 3, 'B', 'A');
	add(&list, 1, 2, 'W', 0);
	add(&list, 1, 1, 'A', 0);
	ks_found_settle(&list);
	assert_int_equal(list.n_items, KS_COUNT(seqs));
	for (size_t i = 0; i < KS_COUNT(seqs); i++) {
		assert_int_equal(list.items[i].seq, seqs[i]);
		assert_int_equal(list.items[i].hash[0], hashes[i]);
	}
	ks_found_list_finish(&list);
	ks_found_settle(&list);
	assert_int_equal(list.n_items, 0);
}

#define with_files(test) \
	cmocka_unit_test_setup_teardown(test, ks_damaged_setup, ks_damaged_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		with_files(long_statements_come_out_of_the_rows),
		with_files(long_rows_that_are_spoiled_are_left),
		with_files(statement_is_met_once_wherever_it_stands),
		with_files(what_is_no_whole_statement_in_a_page_is_passed_over),
		with_files(what_can_no_longer_be_read_is_not_made_up),
		with_files(interrupted_and_short_reading_finds_the_same),
		cmocka_unit_test(of_several_the_one_that_fits_the_chain_is_kept),
	};

	/* Nothing here is about waiting for a disk. */
	if (access("/dev/shm", W_OK) == 0)
		setenv("TMPDIR", "/dev/shm", 1);
	return ks_test_run(tests);
}
