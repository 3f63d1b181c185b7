/* SPDX-License-Identifier: Apache-2.0 */
#include "record/anchor.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"
#include "record/db.h"
#include "record/image.h"
#include "record/incident.h"
#include "record/store_private.h"
#include "record/tail.h"
#include "record/verify.h"
#include "support/calls.h"
#include "support/cut.h"
#include "support/record_sample.h"

/* Which of the two copies is believed at a start, and that making one anew may fail and is done again. */

#define N_ROWS 5

static void append(struct ks_record_sample *s, int n)
{
	for (int i = 0; i < n; i++)
		ks_record_sample_append(s, KS_FACT_ANSWERED);
}

static int setup(void **state)
{
	int rc = ks_record_sample_setup(state);

	append(*state, N_ROWS);
	return rc;
}

/* The sample goes on with @image and nothing else. */
static void move_to(struct ks_record_sample *s, struct ks_image *image)
{
	ks_record_sample_close(s);
	ks_test_folder_finish(s->folder);
	s->folder = ks_test_folder();
	ks_image_put(s->folder, image);
	ks_image_finish(image);
	ks_record_sample_open(s);
}

static void expect(struct ks_record_sample *s, int64_t n_expected, enum ks_incident_kind kind,
		   int64_t n_saved, int64_t n_lost)
{
	struct ks_ledger_fault fault;
	struct ks_incident incident;
	size_t n_faults = 0;
	int64_t n = 0;

	(void)!ks_ledger_verify(s->store, &fault, 1, &n_faults, &n);
	assert_int_equal(n, n_expected);
	assert_int_equal(n_faults, n_lost > 0); /* the gap itself */
	assert_int_equal(ks_store_incident(s->store, &incident), KS_OK);
	assert_int_equal(incident.kind, kind);
	if (kind == KS_INCIDENT_NONE)
		return;
	assert_int_equal(incident.n_saved, n_saved);
	assert_int_equal(incident.n_lost, n_lost);
	assert_in_range(incident.wall_ms, INT64_C(1600000000000), INT64_C(9000000000000));
}

static bool is_there(struct ks_record_sample *s, const char *name)
{
	char *path = ks_path_join(s->folder, name);
	bool is = ks_file_exists(path);

	free(path);
	return is;
}

/* What is written over a row: its bytes, or the hash beside them, of its length or not. */
static const char *const spoils[] = {"bytes = CAST('{}' AS BLOB)", "hash = zeroblob(32)",
				     "hash = x'00'"};

static void spoil(struct ks_record_sample *s, const char *how, int seq)
{
	char *sql = ks_format("DROP TRIGGER statement_no_update; PRAGMA ignore_check_constraints = 1;"
			      "UPDATE statement SET %s WHERE seq = %d",
			      how, seq);

	ks_record_sample_sql(s, sql);
	free(sql);
}

static void again(void **state)
{
	assert_int_equal(ks_record_sample_teardown(state), 0);
	assert_int_equal(setup(state), 0);
}

static void last_row_that_is_spoiled_comes_from_the_tail(void **state)
{
	for (size_t i = 0; i < KS_COUNT(spoils); i++) {
		struct ks_record_sample *s = *state;

		spoil(s, spoils[i], N_ROWS);
		ks_record_sample_close(s);
		ks_record_sample_open(s);
		expect(s, N_ROWS, KS_INCIDENT_REBUILT, N_ROWS, 0);
		again(state);
	}
}

/* Of which there is no good copy left. */
static void row_that_is_spoiled_is_not_copied_into_a_new_tail(void **state)
{
	for (size_t i = 0; i < KS_COUNT(spoils); i++) {
		struct ks_record_sample *s = *state;
		struct ks_image image;

		spoil(s, spoils[i], 2);
		assert_int_equal(ks_store_checkpoint(s->store), KS_DAMAGED);
		ks_record_sample_close(s);
		image = ks_image_take(s->folder);
		free(image.data[KS_IMAGE_TAIL]);
		image.data[KS_IMAGE_TAIL] = NULL;
		move_to(s, &image);
		expect(s, N_ROWS - 1, KS_INCIDENT_EPOCH, N_ROWS - 1, 1);
		again(state);
	}
}

static void tail_that_nothing_can_be_read_of_is_made_anew(void **state)
{
	struct ks_record_sample *s = *state;
	struct ks_image image = ks_image_take(s->folder);

	memset(image.data[KS_IMAGE_TAIL], 'x', image.len[KS_IMAGE_TAIL]);
	move_to(s, &image);
	expect(s, N_ROWS, KS_INCIDENT_TAIL_REMADE, 0, 0);
	assert_int_equal(s->store->tail->last.seq, N_ROWS);
}

/* As long as ours or longer, with our last number or without: its chain is another. */
static void tail_of_another_ledger_is_not_taken_over(void **state)
{
	static const struct {
		int n;
		bool is_spoiled; /* where our last one would be */
	} cases[] = {{N_ROWS, false}, {N_ROWS + 2, false}, {N_ROWS + 2, true}, {2, false}};

	for (size_t i = 0; i < KS_COUNT(cases); i++) {
		struct ks_record_sample *s = *state, *other;
		struct ks_image image, theirs;

		assert_int_equal(ks_record_sample_setup((void **)&other), 0);
		append(other, cases[i].n);
		if (cases[i].is_spoiled)
			assert_int_equal(pwrite(other->store->tail->fd, "X", 1,
						other->store->tail->recent[N_ROWS].offset +
							KS_TAIL_HEAD_BYTES + 3),
					 1);
		theirs = ks_image_take(other->folder);
		assert_int_equal(ks_record_sample_teardown((void **)&other), 0);
		image = ks_image_take(s->folder);
		free(image.data[KS_IMAGE_TAIL]);
		image.data[KS_IMAGE_TAIL] = theirs.data[KS_IMAGE_TAIL];
		image.len[KS_IMAGE_TAIL] = theirs.len[KS_IMAGE_TAIL];
		theirs.data[KS_IMAGE_TAIL] = NULL;
		ks_image_finish(&theirs);
		move_to(s, &image);
		expect(s, N_ROWS, KS_INCIDENT_TAIL_REMADE, 0, 0);
	}
}

/* The database as it was @n_back rows ago, and the tail of now. */
static void go_back(struct ks_record_sample *s, struct ks_image *before)
{
	struct ks_image now = ks_image_take(s->folder);

	free(before->data[KS_IMAGE_TAIL]);
	before->data[KS_IMAGE_TAIL] = now.data[KS_IMAGE_TAIL];
	before->len[KS_IMAGE_TAIL] = now.len[KS_IMAGE_TAIL];
	now.data[KS_IMAGE_TAIL] = NULL;
	ks_image_finish(&now);
	move_to(s, before);
}

static void one_row_behind_is_ordinary_and_two_are_told(void **state)
{
	struct ks_record_sample *s = *state;
	struct ks_image before;

	for (int n = 1; n <= 2; n++) {
		before = ks_image_take(s->folder);
		append(s, n);
		go_back(s, &before);
		expect(s, N_ROWS + (n == 1 ? 1 : 3),
		       n == 1 ? KS_INCIDENT_NONE : KS_INCIDENT_RESTORED, 2, 0);
	}
}

static void lost_number_among_what_is_brought_back_is_told(void **state)
{
	struct ks_record_sample *s = *state;
	struct ks_image before = ks_image_take(s->folder);

	append(s, 3);
	assert_int_equal(pwrite(s->store->tail->fd, "X", 1,
				s->store->tail->recent[N_ROWS + 2].offset + KS_TAIL_HEAD_BYTES + 3),
			 1);
	go_back(s, &before);
	expect(s, N_ROWS + 2, KS_INCIDENT_GAPS, 2, 1);
}

/* A group that was torn was never acknowledged, not even the part of it that came. */
static void torn_group_is_not_brought_back(void **state)
{
	struct ks_record_sample *s = *state;
	struct ks_image before = ks_image_take(s->folder);
	struct ks_fact fact = ks_record_sample_fact(&s->course, KS_FACT_PASSED, 0, &s->answer);

	append(s, 1);
	assert_int_equal(ks_ledger_begin(s->ledger), KS_OK);
	for (int i = 0; i < 2; i++)
		assert_int_equal(ks_ledger_append(s->ledger, &fact, NULL), KS_OK);
	assert_int_equal(ks_ledger_commit(s->ledger), KS_OK);
	assert_int_equal(pwrite(s->store->tail->fd, "X", 1,
				s->store->tail->recent[N_ROWS + 3].offset + KS_TAIL_HEAD_BYTES + 3),
			 1);
	go_back(s, &before);
	expect(s, N_ROWS + 1, KS_INCIDENT_NONE, 0, 0);
}

/* Whole, and no statement: it takes nobody's place, and nothing of it is sent. */
static void copy_that_is_no_statement_is_not_sent(void **state)
{
	struct ks_record_sample *s = *state;
	struct ks_tail_mark mark = {.seq = N_ROWS + 1};
	struct ks_statement row;

	ks_blake2b("{}", 2, mark.hash);
	ks_tail_add(s->store->tail, &mark, "{}", 2);
	assert_int_equal(ks_tail_flush(s->store->tail), KS_OK);
	ks_record_sample_sql(s, "INSERT INTO statement(seq, id, bytes, hash, wall_ms, kind, staff)"
				" VALUES(6, 'x', CAST('{' AS BLOB), zeroblob(32), 0, '', '')");
	assert_int_equal(ks_ledger_next_undelivered(s->ledger, N_ROWS, &row), KS_DAMAGED);
	assert_int_equal(row.seq, N_ROWS + 1);
	assert_null(row.bytes);
}

/* ---- making it anew may fail ---- */

static void tail_that_cannot_be_made_is_told_and_made_the_next_time(void **state)
{
	static const struct {
		unsigned kinds;
		int at, error;
		enum ks_rc rc;
	} cases[] = {
		{KS_CALLS_RENAME, 1, EIO, KS_IO},        {KS_CALLS_RENAME, 1, ENOSPC, KS_FULL},
		{KS_CALLS_RENAME, 1, EDQUOT, KS_FULL},   {KS_CALLS_WRITE, 1, ENOSPC, KS_FULL},
		{KS_CALLS_SYNC, 1, EROFS, KS_READ_ONLY},
	};
	struct ks_record_sample *s = *state;

	for (size_t i = 0; i < KS_COUNT(cases); i++) {
		ks_tail_close(s->store->tail);
		s->store->tail = NULL;
		char *path = ks_path_join(s->folder, KS_TAIL_NAME);

		assert_int_equal(unlink(path), 0);
		free(path);
		ks_calls_fail(cases[i].kinds, cases[i].at, false, cases[i].error);
		assert_int_equal(ks_anchor_attach(s->store), cases[i].rc);
		assert_true(ks_calls_end() >= cases[i].at);
		assert_null(s->store->tail);
		assert_false(is_there(s, KS_TAIL_NAME ".new"));
		assert_int_equal(ks_anchor_attach(s->store), KS_OK);
		assert_int_equal(s->store->tail->last.seq, N_ROWS);
	}
	append(s, 1);
	expect(s, N_ROWS + 1, KS_INCIDENT_NONE, 0, 0);
}

/* A spoiled witness is better than none: it stays until the new one is there. */
static void spoiled_tail_stays_until_the_new_one_is_there(void **state)
{
	struct ks_record_sample *s = *state;

	for (int at = 1; at <= 2; at++) {
		assert_int_equal(pwrite(s->store->tail->fd, "X", 1, KS_TAIL_HEAD_BYTES + 900), 1);
		s->store->tail->is_walked = false;
		ks_calls_fail(KS_CALLS_RENAME, at, false, EIO);
		assert_int_equal(ks_store_checkpoint(s->store), KS_IO);
		assert_true(ks_calls_end() >= at);
		assert_true(is_there(s, KS_TAIL_NAME));
		assert_non_null(s->store->tail);
		assert_int_equal(s->store->tail->last.seq, N_ROWS);
		assert_int_equal(ks_store_checkpoint(s->store), KS_OK); /* walked once a start */
	}
	s->store->tail->is_walked = false;
	assert_int_equal(ks_store_checkpoint(s->store), KS_OK);
	expect(s, N_ROWS, KS_INCIDENT_TAIL_REMADE, 0, 0);
	append(s, 1);
	expect(s, N_ROWS + 1, KS_INCIDENT_TAIL_REMADE, 0, 0);
}

/* ---- the database fails while the two are compared ---- */

static void let_go_of_the_tail(struct ks_record_sample *s)
{
	ks_tail_close(s->store->tail);
	s->store->tail = NULL;
}

static void begin_without_tail(void *context)
{
	struct ks_record_sample *s = context;
	char *path = ks_path_join(s->folder, KS_TAIL_NAME);

	let_go_of_the_tail(s);
	(void)unlink(path);
	free(path);
}

/* The database lost its last two rows, and whose it is. */
static void begin_behind(void *context)
{
	struct ks_record_sample *s = context;

	let_go_of_the_tail(s);
	ks_record_sample_sql(
		s, "DELETE FROM statement WHERE seq > 3; DELETE FROM setting WHERE name = 'kiosk'");
}

static enum ks_rc attach(void *context)
{
	struct ks_record_sample *s = context;
	enum ks_rc rc = ks_anchor_attach(s->store);

	assert_true(rc != KS_OK || s->store->tail->last.seq == N_ROWS);
	return rc;
}

static void why_the_database_fails_comes_through(void **state)
{
	static void (*const begins[])(void *context) = {begin_without_tail, begin_behind};
	struct ks_record_sample *s = *state;

	ks_record_sample_sql(s, "DROP TRIGGER statement_no_delete");
	for (size_t i = 0; i < KS_COUNT(begins); i++) {
		struct ks_cut cut = {.store = s->store,
				     .begin = begins[i],
				     .act = attach,
				     .context = s,
				     .name = i == 0 ? "no tail" : "behind"};

		ks_cut_everywhere(&cut);
		assert_true(cut.n_refused > 0);
	}
	append(s, 1);
	ks_record_sample_close(s);
	ks_record_sample_open(s);
	assert_int_equal(ks_ledger_last_seq(s->ledger), N_ROWS + 1);
}

#define with_rows(test) cmocka_unit_test_setup_teardown(test, setup, ks_record_sample_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		with_rows(last_row_that_is_spoiled_comes_from_the_tail),
		with_rows(row_that_is_spoiled_is_not_copied_into_a_new_tail),
		with_rows(tail_that_nothing_can_be_read_of_is_made_anew),
		with_rows(tail_of_another_ledger_is_not_taken_over),
		with_rows(one_row_behind_is_ordinary_and_two_are_told),
		with_rows(lost_number_among_what_is_brought_back_is_told),
		with_rows(torn_group_is_not_brought_back),
		with_rows(copy_that_is_no_statement_is_not_sent),
		with_rows(tail_that_cannot_be_made_is_told_and_made_the_next_time),
		with_rows(spoiled_tail_stays_until_the_new_one_is_there),
		with_rows(why_the_database_fails_comes_through),
	};

	/* Nothing here is about waiting for a disk. */
	if (access("/dev/shm", W_OK) == 0)
		setenv("TMPDIR", "/dev/shm", 1);
	return ks_test_run(tests);
}
