/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"
#include "record/tail.h"
#include "support/calls.h"
#include "support/test.h"

/* The second witness on a disk that fails: what it took is there, what it did not take is told and gone, and it goes on. */

#define ROOM ((off_t)32 << 10)   /* a probe wants that much behind the end */
#define CHUNK ((off_t)256 << 10) /* as much is written ahead */

struct fixture {
	char *folder, *path;
	struct ks_tail *tail;
};

static int setup(void **state)
{
	struct fixture *f = ks_alloc_zero(1, sizeof(*f));

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

/* Statement @seq, of @len bytes. */
static void add(struct ks_tail *tail, int64_t seq, size_t len)
{
	char *text = ks_alloc_zero(1, len + 1);
	struct ks_tail_mark mark = {.seq = seq};

	memset(text, 'a' + (int)(seq % 26), len);
	ks_blake2b(text, len, mark.hash);
	ks_tail_add(tail, &mark, text, len);
	free(text);
}

static enum ks_rc put(struct ks_tail *tail, int64_t seq, size_t len)
{
	add(tail, seq, len);
	return ks_tail_flush(tail);
}

static void reopen(struct fixture *f)
{
	ks_tail_close(f->tail);
	f->tail = NULL;
	assert_int_equal(ks_tail_open(f->path, false, &f->tail), KS_OK);
}

/* The file holds the statements 1 to @last and nothing else that counts. */
static void expect_up_to(struct fixture *f, int64_t last)
{
	struct ks_statement row;

	reopen(f);
	assert_int_equal(f->tail->last.seq, last);
	for (int64_t seq = 1; seq <= last; seq++) {
		assert_int_equal(ks_tail_read(f->tail, seq, &row), KS_OK);
		assert_int_equal(row.seq, seq);
		assert_int_equal(row.bytes[0], 'a' + (int)(seq % 26));
		ks_statement_finish(&row);
	}
	assert_int_equal(ks_tail_read(f->tail, last + 1, &row), KS_NOT_FOUND);
	assert_null(row.bytes);
}

static bool pass_by(void *context, const struct ks_tail_met *met)
{
	(void)met;
	++*(int *)context;
	return true;
}

/* What begins right behind the end was never acknowledged: torn or not, it is no damage. Before the end it is. */
static void torn_frame_behind_the_end_is_no_damage(void **state)
{
	struct fixture *f = *state;

	for (int64_t seq = 1; seq <= 3; seq++)
		assert_int_equal(put(f->tail, seq, 40), KS_OK);
	for (int64_t torn = 3; torn >= 2; torn--) {
		size_t n_damaged = 9;
		int n_met = 0;

		assert_int_equal(pwrite(f->tail->fd, "X", 1,
					(off_t)(torn - 1) * (KS_TAIL_HEAD_BYTES + 40) +
						KS_TAIL_HEAD_BYTES + 3),
				 1);
		reopen(f);
		assert_int_equal(f->tail->last.seq, torn - 1);
		assert_int_equal(ks_tail_each(f->tail, pass_by, &n_met, &n_damaged), KS_OK);
		assert_int_equal(n_damaged, 0);
		assert_int_equal(n_met, 3);
	}
	assert_int_equal(put(f->tail, 2, 40), KS_OK); /* over it, and what stood behind is gone */
	assert_int_equal(pwrite(f->tail->fd, "X", 1, KS_TAIL_HEAD_BYTES + 3), 1);
	reopen(f);
	size_t n_damaged = 9;
	int n_met = 0;

	assert_int_equal(ks_tail_each(f->tail, pass_by, &n_met, &n_damaged), KS_OK);
	assert_int_equal(n_damaged, 1);
	assert_int_equal(n_met, 2);
}

static void what_was_interrupted_or_short_is_gone_on_with(void **state)
{
	static const struct {
		unsigned kinds;
		int error;
	} ways[] = {{KS_CALLS_WRITE, EINTR},
		    {KS_CALLS_WRITE, 0},
		    {KS_CALLS_READ, EINTR},
		    {KS_CALLS_READ, 0}};
	struct fixture *f = *state;
	int64_t seq = 0;

	for (size_t i = 0; i < KS_COUNT(ways); i++)
		for (int at = 1; at <= 2; at++) {
			ks_calls_fail(ways[i].kinds, at, false, ways[i].error);
			assert_int_equal(put(f->tail, seq + 1, 700), KS_OK);
			assert_int_equal(ks_tail_probe(f->tail), KS_OK);
			assert_true(ks_calls_end() >= at);
			expect_up_to(f, ++seq);
		}
}

/* The first write is of the statement itself; with it nothing came, and the next one takes its place. */
static void statement_that_is_not_written_is_told_and_gone(void **state)
{
	static const struct {
		int error;
		enum ks_rc rc;
	} cases[] = {{ENOSPC, KS_FULL},
		     {EDQUOT, KS_FULL},
		     {EFBIG, KS_FULL},
		     {EROFS, KS_READ_ONLY},
		     {EIO, KS_IO}};
	struct fixture *f = *state;

	assert_int_equal(put(f->tail, 1, 700), KS_OK);
	for (size_t i = 0; i < KS_COUNT(cases); i++) {
		ks_calls_fail(KS_CALLS_WRITE, 1, false, cases[i].error);
		assert_int_equal(put(f->tail, 2, 700), cases[i].rc);
		ks_calls_end();
		assert_int_equal(f->tail->n_group, 0);
		assert_int_equal(f->tail->last.seq, 1);
		assert_false(f->tail->is_dirty);
		assert_int_equal(f->tail->size, f->tail->end); /* cut where the data ends */
	}
	assert_int_equal(put(f->tail, 2, 700), KS_OK);
	expect_up_to(f, 2);
}

/* Nor can it be taken away: then nothing is written behind it before that is done. */
static void what_cannot_be_taken_away_is_in_nobodys_way_for_ever(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(put(f->tail, 1, 700), KS_OK);
	ks_calls_fail(KS_CALLS_WRITE, 1, true, EIO);
	assert_int_equal(put(f->tail, 2, 700), KS_IO);
	assert_true(f->tail->is_dirty);
	ks_calls_fail(KS_CALLS_WRITE, 1, true, ENOSPC);
	assert_int_equal(put(f->tail, 2, 700), KS_FULL);
	assert_true(ks_calls_end() >= 1);
	ks_calls_fail(KS_CALLS_SYNC, 1, true, EIO); /* the cut itself must be on the disk */
	assert_int_equal(put(f->tail, 2, 700), KS_IO);
	ks_calls_end();
	assert_true(f->tail->is_dirty);
	assert_int_equal(put(f->tail, 2, 300), KS_OK);
	assert_false(f->tail->is_dirty);
	expect_up_to(f, 2);
}

/* What is written ahead may fail: the statement is there all the same, and the file ends with it. */
static void no_room_ahead_is_no_failure(void **state)
{
	struct fixture *f = *state;

	ks_calls_fail(KS_CALLS_WRITE, 2, false, ENOSPC);
	assert_int_equal(put(f->tail, 1, 700), KS_OK);
	assert_true(ks_calls_end() >= 3);
	assert_int_equal(f->tail->size, f->tail->end);
	assert_false(f->tail->is_dirty);
	expect_up_to(f, 1);
	assert_false(f->tail->is_dirty);
	assert_int_equal(put(f->tail, 2, 700), KS_OK);
	assert_int_equal(f->tail->size, CHUNK);
	reopen(f);
	assert_int_equal(f->tail->size, CHUNK);
	assert_int_equal(put(f->tail, 3, (size_t)CHUNK), KS_OK); /* over the border */
	assert_int_equal(f->tail->size, 2 * CHUNK);
	expect_up_to(f, 3);
}

static void two_failed_flushes_break_it_until_it_is_made_anew(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(put(f->tail, 1, 700), KS_OK);
	ks_calls.deaf_fd = f->tail->fd;
	ks_calls.n_deaf = 1;
	assert_int_equal(put(f->tail, 2, 700), KS_OK); /* given to the disk once more */
	assert_int_equal(ks_calls.n_deaf, 0);
	assert_int_equal(f->tail->last.seq, 2);
	ks_calls.n_deaf = 2;
	assert_int_equal(put(f->tail, 3, 700), KS_IO);
	assert_int_equal(ks_calls.n_deaf, 0);
	ks_calls.deaf_fd = -1;
	assert_true(f->tail->is_broken);
	assert_int_equal(f->tail->last.seq, 2);
	assert_int_equal(put(f->tail, 3, 700), KS_IO);
	assert_int_equal(ks_tail_probe(f->tail), KS_IO);
	assert_int_equal(f->tail->n_group, 0);
}

static void group_of_too_many_or_too_large_is_refused_whole(void **state)
{
	struct fixture *f = *state;

	for (int64_t i = 1; i <= UINT16_MAX + 1; i++)
		add(f->tail, i, 0);
	assert_int_equal(ks_tail_flush(f->tail), KS_FULL);
	assert_int_equal(f->tail->end, 0);
	for (int64_t i = 1; i <= UINT16_MAX; i++)
		add(f->tail, i, 0);
	assert_int_equal(ks_tail_flush(f->tail), KS_OK);
	assert_int_equal(f->tail->last.seq, UINT16_MAX);
	reopen(f);
	assert_int_equal(f->tail->last.seq, UINT16_MAX);
	assert_int_equal(f->tail->n_last, UINT16_MAX);
	f->tail->group.is_over = true; /* as a buffer says that could not grow */
	assert_int_equal(put(f->tail, UINT16_MAX + 1, 8), KS_FULL);
	assert_int_equal(put(f->tail, UINT16_MAX + 1, 8), KS_OK);
}

/* Without a thread beside it, it is only slower. */
static void without_a_thread_it_is_written_all_the_same(void **state)
{
	struct fixture *f = *state;

	ks_test_threads(false);
	assert_int_equal(put(f->tail, 1, 700), KS_OK);
	ks_calls.deaf_fd = f->tail->fd;
	ks_calls.n_deaf = 2;
	assert_int_equal(put(f->tail, 2, 700), KS_IO);
	assert_int_equal(ks_calls.n_deaf, 0);
	ks_calls.deaf_fd = -1;
	reopen(f);
	assert_int_equal(f->tail->last.seq, 2); /* it had come, and nobody was told so */
	assert_int_equal(put(f->tail, 3, 700), KS_OK);
	ks_test_threads(true);
	expect_up_to(f, 3);
}

static void probe_that_fails_is_told_and_leaves_nothing(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(put(f->tail, 1, 700), KS_OK);
	ks_calls_fail(KS_CALLS_WRITE, 1, false, ENOSPC);
	assert_int_equal(ks_tail_probe(f->tail), KS_FULL);
	ks_calls_end();
	assert_true(f->tail->is_dirty);
	assert_int_equal(ks_tail_probe(f->tail), KS_OK);
	assert_false(f->tail->is_dirty);
	ks_calls_fail(KS_CALLS_SYNC, 1, false, EIO);
	assert_int_equal(ks_tail_probe(f->tail), KS_IO);
	ks_calls_end();
	for (int at = 1; at <= 2; at++) {
		ks_calls_fail(KS_CALLS_READ, at, false, EIO);
		assert_int_equal(ks_tail_probe(f->tail), KS_DAMAGED);
		assert_true(ks_calls_end() >= at);
	}
	assert_int_equal(put(f->tail, 2, 700), KS_OK);
	expect_up_to(f, 2);
}

/* A step's facts must fit behind the end: the room for them is taken before anybody begins. */
static void probe_makes_room_for_a_step(void **state)
{
	struct fixture *f = *state;
	size_t until = (size_t)(CHUNK - ROOM - KS_TAIL_HEAD_BYTES);

	assert_int_equal(put(f->tail, 1, until), KS_OK);
	assert_int_equal(f->tail->size - f->tail->end, ROOM);
	assert_int_equal(ks_tail_probe(f->tail), KS_OK); /* just enough */
	assert_int_equal(f->tail->size, CHUNK);
	assert_int_equal(put(f->tail, 2, 8), KS_OK);
	assert_int_equal(ks_tail_probe(f->tail), KS_OK);
	assert_int_equal(f->tail->size, 2 * CHUNK);
	assert_int_equal(put(f->tail, 3, (size_t)CHUNK - 64), KS_OK);
	assert_true(f->tail->size - f->tail->end < ROOM);
	ks_calls_fail(KS_CALLS_WRITE, 2, true, ENOSPC); /* behind the probe itself */
	assert_int_equal(ks_tail_probe(f->tail), KS_FULL);
	ks_calls_end();
	assert_int_equal(ks_tail_probe(f->tail), KS_OK);
	expect_up_to(f, 3);
}

static void identity_that_is_not_written_is_told_and_gone(void **state)
{
	struct fixture *f = *state;
	off_t end;

	assert_int_equal(put(f->tail, 1, 700), KS_OK);
	end = f->tail->end;
	ks_calls_fail(KS_CALLS_SYNC, 1, false, ENOSPC);
	assert_int_equal(ks_tail_identify(f->tail, "{}"), KS_FULL);
	ks_calls_end();
	assert_int_equal(f->tail->end, end);
	assert_false(f->tail->is_dirty);
	assert_int_equal(ks_tail_identify(f->tail, "{}"), KS_OK);
	assert_true(f->tail->end > end);
	expect_up_to(f, 1);
	assert_true(f->tail->end > end); /* the identity belongs to it */
}

static void what_cannot_be_opened_or_read_is_no_tail(void **state)
{
	struct fixture *f = *state;
	struct ks_tail *other = (void *)f;
	char *link = ks_path_join(f->folder, "link");

	assert_int_equal(ks_tail_create(f->path, &other), KS_CONFLICT);
	assert_null(other);
	assert_int_equal(put(f->tail, 1, 700), KS_OK);
	assert_int_equal(symlink(f->path, link), 0);
	assert_int_not_equal(ks_tail_open(link, true, &other), KS_OK);
	assert_int_equal(ks_tail_open(f->folder, true, &other), KS_IO);
	assert_null(other);
	assert_int_equal(unlink(link), 0);
	assert_int_equal(ks_tail_open(link, false, &other), KS_NOT_FOUND);
	ks_calls_fail(KS_CALLS_READ, 1, true, EIO);
	assert_int_equal(ks_tail_open(f->path, false, &other), KS_IO);
	assert_null(other);
	ks_calls_end();
	free(link);
}

static bool count(void *context, const struct ks_tail_met *met)
{
	int *n_whole = context;

	*n_whole += met->is_whole;
	return true;
}

/* What the disk does not give back is missing, and that is told: as an error, or as damage. */
static void reading_that_fails_is_told(void **state)
{
	struct fixture *f = *state;
	struct ks_statement row;
	int n_calls;

	for (int64_t seq = 1; seq <= 4; seq++)
		assert_int_equal(put(f->tail, seq, 700), KS_OK);
	ks_calls_fail(KS_CALLS_READ, 0, false, EIO);
	assert_int_equal(ks_tail_read(f->tail, 2, &row), KS_OK);
	n_calls = ks_calls_end();
	assert_int_equal(n_calls, 2); /* head and bytes: it is known where */
	ks_statement_finish(&row);
	ks_calls_fail(KS_CALLS_READ, n_calls, false, EIO);
	assert_int_equal(ks_tail_read(f->tail, 2, &row), KS_IO);
	assert_null(row.bytes);
	ks_calls_end();
	for (int at = 1;; at++) {
		int n_whole = 0;
		size_t n_damaged = 9;
		enum ks_rc rc;

		ks_calls_fail(KS_CALLS_READ, at, true, EIO);
		rc = ks_tail_each(f->tail, count, &n_whole, &n_damaged);
		if (ks_calls_end() < at)
			break;
		if (n_whole != ((at - 1) / 2 < 4 ? (at - 1) / 2 : 4) ||
		    (rc != KS_OK) != (at % 2 == 0 && at <= 8))
			fail_msg("call %d: %s, %d whole", at, ks_rc_name(rc), n_whole);
	}
	assert_int_equal(ks_tail_read(f->tail, 0, &row), KS_NOT_FOUND);
	assert_int_equal(ks_tail_read(f->tail, -1, &row), KS_NOT_FOUND);
}

/* Longer than the file: a length that was spoiled, or a file that was cut. */
static void frame_that_passes_the_end_is_cut_off(void **state)
{
	struct fixture *f = *state;
	struct ks_tail_frame frame;
	char *bytes = NULL;
	bool is_whole = true;

	assert_int_equal(put(f->tail, 1, 700), KS_OK);
	assert_true(ks_tail_head_at(f->tail, 0, &frame));
	assert_int_equal(ks_tail_end_of(&frame), KS_TAIL_HEAD_BYTES + 704);
	f->tail->size = ks_tail_end_of(&frame);
	assert_int_equal(ks_tail_bytes_of(f->tail, &frame, &bytes, &is_whole), KS_OK);
	assert_true(is_whole);
	assert_int_equal(strlen(bytes), 700);
	free(bytes);
	f->tail->size--;
	assert_int_equal(ks_tail_bytes_of(f->tail, &frame, &bytes, &is_whole), KS_OK);
	assert_false(is_whole);
	assert_null(bytes);
	f->tail->size += 1;
	assert_false(ks_tail_head_at(f->tail, 8, &frame));
}

#define with_tail(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		with_tail(torn_frame_behind_the_end_is_no_damage),
		with_tail(what_was_interrupted_or_short_is_gone_on_with),
		with_tail(statement_that_is_not_written_is_told_and_gone),
		with_tail(what_cannot_be_taken_away_is_in_nobodys_way_for_ever),
		with_tail(no_room_ahead_is_no_failure),
		with_tail(two_failed_flushes_break_it_until_it_is_made_anew),
		with_tail(group_of_too_many_or_too_large_is_refused_whole),
		with_tail(without_a_thread_it_is_written_all_the_same),
		with_tail(probe_that_fails_is_told_and_leaves_nothing),
		with_tail(probe_makes_room_for_a_step),
		with_tail(identity_that_is_not_written_is_told_and_gone),
		with_tail(what_cannot_be_opened_or_read_is_no_tail),
		with_tail(reading_that_fails_is_told),
		with_tail(frame_that_passes_the_end_is_cut_off),
	};

	/* What a disk refuses is decided here, not by the disk. */
	if (access("/dev/shm", W_OK) == 0)
		setenv("TMPDIR", "/dev/shm", 1);
	return ks_test_run(tests);
}
