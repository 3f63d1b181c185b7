/* SPDX-License-Identifier: Apache-2.0 */
#include "record/tail.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"
#include "support/test.h"

/* A tail in a folder of its own; statements are "<seq>:" and letters. */
struct fixture {
	char *folder, *path;
	struct ks_tail *tail;
};

static int setup(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));

	if (!f)
		return -1;
	ks_id_init();
	f->folder = ks_test_folder();
	f->path = ks_path_join(f->folder, KS_TAIL_NAME);
	assert_int_equal(ks_tail_create(f->path, &f->tail), KS_OK);
	*state = f;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *f = *state;

	ks_tail_close(f->tail);
	free(f->path);
	ks_test_folder_finish(f->folder);
	free(f);
	return 0;
}

static char *text_of(int64_t seq)
{
	char *text = ks_format("%lld:%0*d", (long long)seq, (int)(700 + seq % 13), 7);

	return text;
}

static void add(struct ks_tail *tail, int64_t seq)
{
	char *text = text_of(seq);
	struct ks_tail_mark mark = {.seq = seq};

	ks_blake2b(text, strlen(text), mark.hash);
	ks_tail_add(tail, &mark, text, strlen(text));
	free(text);
}

/* Groups of the given sizes, numbered on. */
static void write_groups(struct ks_tail *tail, const int *sizes, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		int64_t next = tail->last.seq + 1;

		for (int k = 0; k < sizes[i]; k++)
			add(tail, next + k);
		assert_int_equal(ks_tail_flush(tail), KS_OK);
	}
}

static void reopen(struct fixture *f)
{
	ks_tail_close(f->tail);
	assert_int_equal(ks_tail_open(f->path, false, &f->tail), KS_OK);
}

static void expect_statement(struct ks_tail *tail, int64_t seq)
{
	char *text = text_of(seq);
	struct ks_statement row;

	assert_int_equal(ks_tail_read(tail, seq, &row), KS_OK);
	assert_int_equal(row.len, strlen(text));
	assert_memory_equal(row.bytes, text, row.len);
	ks_statement_finish(&row);
	free(text);
}

static const int usual[] = {1, 3, 2, 3};
#define USUAL_LAST 9
#define USUAL_BEFORE_LAST_GROUP 6

static void statements_come_back_by_number_after_a_restart(void **state)
{
	struct fixture *f = *state;
	struct ks_statement row;

	write_groups(f->tail, usual, KS_COUNT(usual));
	reopen(f);
	assert_int_equal(f->tail->last.seq, USUAL_LAST);
	assert_int_equal(f->tail->n_last, 3);
	assert_false(f->tail->is_dirty);
	for (int64_t seq = 1; seq <= USUAL_LAST; seq++)
		expect_statement(f->tail, seq);
	assert_int_equal(ks_tail_read(f->tail, USUAL_LAST + 1, &row), KS_NOT_FOUND);
	write_groups(f->tail, usual, KS_COUNT(usual));
	reopen(f);
	assert_int_equal(f->tail->last.seq, 2 * USUAL_LAST);
	expect_statement(f->tail, USUAL_LAST + 1);
}

static void end_is_found_beyond_the_zeros_of_many_chunks(void **state)
{
	struct fixture *f = *state;

	for (int i = 0; i < 120; i++)
		write_groups(f->tail, usual, KS_COUNT(usual));
	assert_true(f->tail->size > (off_t)3 * 256 * 1024);
	assert_true(f->tail->size > f->tail->end);
	reopen(f);
	assert_int_equal(f->tail->last.seq, 120 * USUAL_LAST);
	expect_statement(f->tail, 1);
	expect_statement(f->tail, 120 * USUAL_LAST);
}

/* Power goes while the last group is written: the file is short, or a sector of it never came. */
static void torn_group_is_not_counted_wherever_it_was_torn(void **state)
{
	struct fixture *f = *state;
	char *whole = NULL;
	size_t len = 0;
	off_t from;

	write_groups(f->tail, usual, KS_COUNT(usual) - 1);
	from = f->tail->end;
	write_groups(f->tail, usual + KS_COUNT(usual) - 1, 1);
	assert_int_equal(ks_file_read(f->path, 1 << 20, &whole, &len), KS_OK);
	for (off_t cut = from; cut < f->tail->end; cut += 37) {
		char *torn = ks_alloc(len);
		off_t sector = cut / 512 * 512 < from ? from : cut / 512 * 512;

		memcpy(torn, whole, len);
		/* Odd ones lose a sector in the middle, even ones everything behind the cut. */
		memset(torn + (cut % 2 ? sector : cut), 0, cut % 2 ? (size_t)512 : len - (size_t)cut);
		assert_int_equal(ks_file_write(f->path, torn, len, 0600), KS_OK);
		free(torn);
		reopen(f);
		assert_int_equal(f->tail->last.seq, USUAL_BEFORE_LAST_GROUP);
		assert_int_equal(f->tail->end, from);
		write_groups(f->tail, usual, 1);
		reopen(f);
		assert_int_equal(f->tail->last.seq, USUAL_BEFORE_LAST_GROUP + 1);
	}
	free(whole);
}

static void group_that_was_not_committed_is_taken_away(void **state)
{
	struct fixture *f = *state;

	write_groups(f->tail, usual, 2);
	add(f->tail, 5);
	add(f->tail, 6);
	assert_int_equal(ks_tail_write(f->tail), KS_OK);
	assert_int_equal(ks_tail_settle(f->tail, false), KS_OK);
	assert_int_equal(f->tail->last.seq, 4);
	reopen(f);
	assert_int_equal(f->tail->last.seq, 4);
	write_groups(f->tail, usual, 1);
	reopen(f);
	assert_int_equal(f->tail->last.seq, 5);
}

static void probe_writes_and_leaves_nothing_that_counts(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(ks_tail_probe(f->tail), KS_OK);
	write_groups(f->tail, usual, 2);
	assert_int_equal(ks_tail_probe(f->tail), KS_OK);
	assert_int_equal(ks_tail_probe(f->tail), KS_OK);
	reopen(f);
	assert_int_equal(f->tail->last.seq, 4);
	write_groups(f->tail, usual, 2);
	reopen(f);
	assert_int_equal(f->tail->last.seq, 8);
}

/* ---- damage ---- */

struct tally {
	off_t end;
	int64_t n_whole, n_spoiled;
};

static bool count(void *context, const struct ks_tail_met *met)
{
	struct tally *tally = context;
	char *text;

	if (met->frame->offset >= tally->end)
		return false;
	text = text_of(met->frame->seq);
	if (met->is_whole) {
		assert_string_equal(met->bytes, text);
		tally->n_whole++;
	} else {
		tally->n_spoiled++;
	}
	free(text);
	return true;
}

static void one_flipped_bit_costs_one_statement_and_is_always_seen(void **state)
{
	struct fixture *f = *state;
	off_t end;

	write_groups(f->tail, usual, KS_COUNT(usual));
	end = f->tail->end;
	for (off_t at = 0; at < end; at += 11) {
		struct tally tally = {.end = end};
		unsigned char byte, flipped;
		size_t n_damaged = 0;

		assert_int_equal(pread(f->tail->fd, &byte, 1, at), 1);
		flipped = (unsigned char)(byte ^ (1u << (at % 8)));
		assert_int_equal(pwrite(f->tail->fd, &flipped, 1, at), 1);
		assert_int_equal(ks_tail_each(f->tail, count, &tally, &n_damaged), KS_OK);
		/* Padding belongs to nothing. */
		if (tally.n_whole != USUAL_LAST || n_damaged > 0) {
			assert_int_equal(tally.n_whole, USUAL_LAST - 1);
			assert_true(n_damaged == 1 || tally.n_spoiled == 1 || at > end - 900);
		}
		assert_int_equal(pwrite(f->tail->fd, &byte, 1, at), 1);
	}
}

static void spoiled_statement_is_not_handed_out(void **state)
{
	struct fixture *f = *state;
	struct ks_statement row;

	write_groups(f->tail, usual, 2);
	assert_int_equal(pwrite(f->tail->fd, "X", 1, KS_TAIL_HEAD_BYTES + 5), 1);
	assert_int_equal(ks_tail_read(f->tail, 1, &row), KS_DAMAGED);
	expect_statement(f->tail, 2);
}

static void file_of_something_else_has_no_end(void **state)
{
	struct fixture *f = *state;
	static const char *const others[] = {"", "KsT1", "SQLite format 3",
					     ("KsT1KsT1KsT1KsT1KsT1KsT1KsT1KsT1KsT1KsT1KsT1KsT1KsT1KsT1"
					      "KsT1KsT1KsT1KsT1KsT1KsT1KsT1KsT1KsT1")};

	for (size_t i = 0; i < KS_COUNT(others); i++) {
		assert_int_equal(ks_file_write(f->path, others[i], strlen(others[i]), 0600), KS_OK);
		reopen(f);
		assert_int_equal(f->tail->end, 0);
		assert_int_equal(f->tail->last.seq, 0);
		assert_int_equal(f->tail->is_dirty, i > 0);
	}
}

#define with_tail(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		with_tail(statements_come_back_by_number_after_a_restart),
		with_tail(end_is_found_beyond_the_zeros_of_many_chunks),
		with_tail(torn_group_is_not_counted_wherever_it_was_torn),
		with_tail(group_that_was_not_committed_is_taken_away),
		with_tail(probe_writes_and_leaves_nothing_that_counts),
		with_tail(one_flipped_bit_costs_one_statement_and_is_always_seen),
		with_tail(spoiled_statement_is_not_handed_out),
		with_tail(file_of_something_else_has_no_end),
	};

	return ks_test_run(tests);
}
