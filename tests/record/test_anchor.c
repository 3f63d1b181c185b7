/* SPDX-License-Identifier: Apache-2.0 */
#include "record/anchor.h"

#include <fcntl.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"
#include "record/db.h"
#include "record/gathering.h"
#include "record/incident.h"
#include "record/progress.h"
#include "record/store_private.h"
#include "record/verify.h"
#include "support/record_sample.h"

static const char *const files[] = {"kenshu.db", "kenshu.db-wal", KS_TAIL_NAME};

/* What the disk would hold if the power went now; the sample goes on with it. */
static void cut_power(struct ks_record_sample *s)
{
	char *folder = ks_test_folder(), *old = s->folder;

	for (size_t i = 0; i < KS_COUNT(files); i++) {
		char *from = ks_path_join(old, files[i]), *to = ks_path_join(folder, files[i]);
		char *data = NULL;
		size_t len;

		if (ks_file_read(from, 64 << 20, &data, &len) == KS_OK)
			assert_int_equal(ks_file_write(to, data, len, 0600), KS_OK);
		free(data);
		free(from);
		free(to);
	}
	ks_record_sample_close(s);
	ks_test_folder_finish(old);
	s->folder = folder;
}

static void flip(struct ks_record_sample *s, const char *name, off_t at)
{
	char *path = ks_path_join(s->folder, name);
	int fd = open(path, O_RDWR | O_CLOEXEC);
	char byte;

	assert_true(fd >= 0);
	assert_int_equal(pread(fd, &byte, 1, at), 1);
	byte ^= 4;
	assert_int_equal(pwrite(fd, &byte, 1, at), 1);
	(void)close(fd);
	free(path);
}

static void take_away(struct ks_record_sample *s, const char *name)
{
	char *path = ks_path_join(s->folder, name);

	(void)unlink(path);
	free(path);
}

static void expect_sound(struct ks_record_sample *s, int64_t n_expected)
{
	struct ks_ledger_fault fault;
	size_t n_faults = 0;
	int64_t n = 0;

	assert_int_equal(ks_ledger_verify(s->store, &fault, 1, &n_faults, &n), KS_OK);
	assert_int_equal(n, n_expected);
}

static void expect_incident(struct ks_record_sample *s, enum ks_incident_kind kind)
{
	struct ks_incident incident;

	assert_int_equal(ks_store_incident(s->store, &incident), KS_OK);
	assert_int_equal(incident.kind, kind);
	assert_int_equal(*ks_incident_word(kind) == '\0', kind == KS_INCIDENT_NONE);
}

/* It goes from the glass and stays in the record, with what the 係員 said; the next one does not replace it. */
static void expect_settled_with_a_reason(struct ks_record_sample *s)
{
	struct ks_settlement settled;
	char control[] = "控え\nと照合", *too_long = ks_alloc_zero(1, KS_SETTLEMENT_REASON_MAX + 2);
	struct ks_incident was, other = {.kind = KS_INCIDENT_GAPS, .wall_ms = 7, .n_lost = 3};

	memset(too_long, 'x', KS_SETTLEMENT_REASON_MAX + 1);
	assert_int_equal(ks_store_incident(s->store, &was), KS_OK);
	memset(&settled, 0x5a, sizeof(settled)); /* whatever stood there before */
	assert_int_equal(ks_store_settlement(s->store, &settled), KS_NOT_FOUND);
	ks_settlement_finish(&settled);
	assert_int_equal(ks_store_settle_incident(s->store, 5, ""), KS_INVALID);
	assert_int_equal(ks_store_settle_incident(s->store, 5, "  "), KS_INVALID);
	assert_int_equal(ks_store_settle_incident(s->store, 5, control), KS_INVALID);
	assert_int_equal(ks_store_settle_incident(s->store, 5, too_long), KS_INVALID);
	free(too_long);
	expect_incident(s, was.kind);
	assert_int_equal(ks_store_settle_incident(s->store, 1795849200000, "控えと照合した"), KS_OK);
	expect_incident(s, KS_INCIDENT_NONE);
	assert_int_equal(ks_store_settle_incident(s->store, 1795849200001, "もう一度"), KS_NOT_FOUND);
	assert_int_equal(ks_store_settlement(s->store, &settled), KS_OK);
	assert_int_equal(settled.incident.kind, was.kind);
	assert_int_equal(settled.incident.n_saved, was.n_saved);
	assert_int_equal(settled.wall_ms, 1795849200000);
	assert_string_equal(settled.reason, "控えと照合した");
	ks_settlement_finish(&settled);
	assert_null(settled.reason);

	assert_int_equal(ks_incident_note(s->store, &other), KS_OK); /* lighter than none is no more */
	assert_int_equal(ks_store_settle_incident(s->store, 1795849200002, "総務課へ報告"), KS_OK);
	assert_int_equal(ks_store_settlement(s->store, &settled), KS_OK);
	assert_int_equal(settled.incident.n_lost, 3);
	assert_string_equal(settled.reason, "総務課へ報告");
	ks_settlement_finish(&settled);
	expect_incident(s, KS_INCIDENT_NONE);
}

static void record_some(struct ks_record_sample *s)
{
	static const enum ks_fact_kind kinds[] = {KS_FACT_INITIALIZED, KS_FACT_EXPERIENCED,
						  KS_FACT_ANSWERED, KS_FACT_PASSED,
						  KS_FACT_TERMINATED};

	for (size_t i = 0; i < KS_COUNT(kinds); i++)
		ks_record_sample_append(s, kinds[i]);
}

/* ---- the database lost something ---- */

static void flipped_bit_in_the_log_loses_nothing(void **state)
{
	struct ks_record_sample *s = *state;
	struct ks_progress progress;

	assert_int_equal(ks_store_checkpoint(s->store), KS_OK);
	record_some(s);
	cut_power(s);
	flip(s, "kenshu.db-wal", 500); /* in the first frame: SQLite drops all of them without a word */
	ks_record_sample_open(s);
	expect_sound(s, 5);
	expect_incident(s, KS_INCIDENT_RESTORED);
	assert_int_equal(ks_progress_load(s->store, "000123", 2026, "annual", "m1", &progress),
			 KS_OK);
	assert_true(progress.is_done);
	assert_int_equal(progress.done_seq, 4);
	ks_progress_finish(&progress);
	assert_int_equal(ks_record_sample_append(s, KS_FACT_INITIALIZED), 6);
	expect_sound(s, 6);
	expect_settled_with_a_reason(s);
}

static void lost_log_loses_neither_attendance_nor_its_uniqueness(void **state)
{
	struct ks_record_sample *s = *state;
	struct ks_fact fact = ks_record_sample_fact(&s->course, KS_FACT_CHECKED_IN, 0, &s->answer);
	struct ks_attendance attendance;

	assert_int_equal(ks_store_checkpoint(s->store), KS_OK);
	assert_int_equal(ks_attendance_check_in(s->ledger, &fact, &attendance), KS_OK);
	ks_record_sample_append(s, KS_FACT_INITIALIZED);
	cut_power(s);
	take_away(s, "kenshu.db-wal");
	ks_record_sample_open(s);
	expect_sound(s, 2);
	assert_int_equal(ks_attendance_check_in(s->ledger, &fact, &attendance), KS_OK);
	assert_true(attendance.is_repeat);
	assert_int_equal(attendance.seq, 1);
}

static void lost_database_comes_back_from_the_tail_with_its_key(void **state)
{
	struct ks_record_sample *s = *state;
	struct ks_head before, after;

	record_some(s);
	assert_int_equal(ks_ledger_head(s->ledger, &before), KS_OK);
	cut_power(s);
	take_away(s, "kenshu.db");
	take_away(s, "kenshu.db-wal");
	ks_record_sample_open(s);
	expect_sound(s, 5);
	assert_int_equal(ks_ledger_head(s->ledger, &after), KS_OK);
	assert_string_equal(before.public_key, after.public_key);
	assert_string_equal(before.hash, after.hash);
	ks_head_finish(&before);
	ks_head_finish(&after);
}

/* Between the tail and COMMIT: a fact that happened and was never acknowledged. */
static void fact_that_only_the_tail_has_is_taken_over_in_silence(void **state)
{
	struct ks_record_sample *s = *state;
	char *path = ks_path_join(s->folder, KS_TAIL_NAME), *tail = NULL;
	size_t len;

	ks_record_sample_append(s, KS_FACT_INITIALIZED);
	assert_int_equal(ks_store_checkpoint(s->store), KS_OK);
	ks_record_sample_append(s, KS_FACT_PASSED);
	assert_int_equal(ks_file_read(path, 1 << 20, &tail, &len), KS_OK);
	cut_power(s);
	take_away(s, "kenshu.db-wal");
	ks_record_sample_open(s);
	expect_sound(s, 2);
	expect_incident(s, KS_INCIDENT_NONE);
	free(tail);
	free(path);
}

/* Where the database's file holds @bytes. */
static off_t place_of(struct ks_record_sample *s, const void *bytes, size_t len)
{
	char *path = ks_path_join(s->folder, "kenshu.db"), *data = NULL, *at;
	size_t n = 0;

	assert_int_equal(ks_file_read(path, 64 << 20, &data, &n), KS_OK);
	at = memmem(data, n, bytes, len);
	assert_non_null(at);
	n = (size_t)(at - data);
	free(data);
	free(path);
	return (off_t)n;
}

enum spoil { SPOIL_BYTES, SPOIL_HASH, SPOIL_STAFF, SPOIL_COUNT };

/* One bit of row 2, which no structure of SQLite's covers; behind it stands a -wal, as after a power cut. */
static void spoil_row(struct ks_record_sample *s, enum spoil what, bool is_cut_off)
{
	struct ks_statement row;
	off_t at;

	assert_int_equal(ks_ledger_read(s->ledger, 2, &row), KS_OK);
	assert_int_equal(ks_store_checkpoint(s->store), KS_OK);
	at = place_of(s, row.bytes, row.len);
	if (what == SPOIL_BYTES)
		at += (off_t)row.len / 2;
	else if (what == SPOIL_HASH)
		at = place_of(s, row.hash, sizeof(row.hash));
	else
		at = place_of(s, "experienced000123", 17) + 12;
	ks_statement_finish(&row);
	if (is_cut_off)
		ks_record_sample_append(s, KS_FACT_INITIALIZED);
	cut_power(s);
	flip(s, "kenshu.db", at);
}

static void spoiled_row_in_the_middle_comes_back_from_the_tail(void **state)
{
	struct ks_record_sample *s = *state;

	record_some(s);
	for (int what = 0; what < SPOIL_COUNT; what++) {
		spoil_row(s, (enum spoil)what, true);
		ks_record_sample_open(s);
		expect_sound(s, 6 + what);
		expect_incident(s, KS_INCIDENT_REBUILT);
		assert_int_equal(ks_store_settle_incident(s->store, 1795849200000, "控えと照合した"),
				 KS_OK);
	}
	assert_int_equal(ks_record_sample_append(s, KS_FACT_INITIALIZED), 9);
	expect_sound(s, 9);
}

/* A start in order does not look through all of it; the walk behind the first visit does. */
static void spoiled_row_in_a_closed_folder_is_found_by_the_walk(void **state)
{
	struct ks_record_sample *s = *state;
	struct ks_statement next;

	record_some(s);
	spoil_row(s, SPOIL_BYTES, false);
	ks_record_sample_open(s);
	expect_incident(s, KS_INCIDENT_NONE);
	assert_int_equal(ks_ledger_next_undelivered(s->ledger, 1, &next), KS_OK);
	assert_int_equal(next.seq, 2); /* what is sent is what was recorded */
	assert_non_null(strstr(next.bytes, "experienced"));
	ks_statement_finish(&next);
	assert_int_equal(ks_store_checkpoint(s->store), KS_DAMAGED);
	for (off_t at = 0; at < s->store->tail->end; at += 512)
		flip(s, KS_TAIL_NAME, at);
	assert_int_equal(ks_ledger_next_undelivered(s->ledger, 1, &next), KS_DAMAGED);
	assert_int_equal(next.seq, 2);
	for (off_t at = 0; at < s->store->tail->end; at += 512)
		flip(s, KS_TAIL_NAME, at); /* and back */
	ks_record_sample_close(s);
	ks_record_sample_open(s);
	expect_sound(s, 5);
	expect_incident(s, KS_INCIDENT_REBUILT);
}

/* ---- the tail lost something ---- */

static void folder_of_an_older_program_gets_its_tail(void **state)
{
	struct ks_record_sample *s = *state;

	record_some(s);
	cut_power(s);
	take_away(s, KS_TAIL_NAME);
	ks_record_sample_open(s);
	expect_sound(s, 5);
	expect_incident(s, KS_INCIDENT_NONE);
	cut_power(s);
	take_away(s, "kenshu.db");
	take_away(s, "kenshu.db-wal");
	ks_record_sample_open(s);
	expect_sound(s, 5);
}

static void tail_that_is_behind_catches_up(void **state)
{
	struct ks_record_sample *s = *state;
	char *path = ks_path_join(s->folder, KS_TAIL_NAME), *tail = NULL;
	size_t len;

	ks_record_sample_append(s, KS_FACT_INITIALIZED);
	assert_int_equal(ks_file_read(path, 1 << 20, &tail, &len), KS_OK);
	record_some(s);
	cut_power(s);
	free(path);
	path = ks_path_join(s->folder, KS_TAIL_NAME);
	assert_int_equal(ks_file_write(path, tail, len, 0600), KS_OK);
	ks_record_sample_open(s);
	expect_sound(s, 6);
	assert_int_equal(s->store->tail->last.seq, 6);
	expect_incident(s, KS_INCIDENT_NONE);
	free(tail);
	free(path);
}

static void tail_of_another_ledger_is_set_aside_and_made_anew(void **state)
{
	struct ks_record_sample *s = *state, *other;
	char *path, *tail = NULL, **names;
	size_t len, n_names = 0, n_aside = 0;

	record_some(s);
	assert_int_equal(ks_record_sample_setup((void **)&other), 0);
	ks_record_sample_append(other, KS_FACT_PASSED);
	ks_record_sample_append(other, KS_FACT_PASSED);
	path = ks_path_join(other->folder, KS_TAIL_NAME);
	assert_int_equal(ks_file_read(path, 1 << 20, &tail, &len), KS_OK);
	free(path);
	assert_int_equal(ks_record_sample_teardown((void **)&other), 0);
	cut_power(s);
	path = ks_path_join(s->folder, KS_TAIL_NAME);
	assert_int_equal(ks_file_write(path, tail, len, 0600), KS_OK);
	ks_record_sample_open(s);
	expect_sound(s, 5);
	expect_incident(s, KS_INCIDENT_TAIL_REMADE);
	assert_int_equal(ks_folder_list(s->folder, NULL, &names, &n_names), KS_OK);
	for (size_t i = 0; i < n_names; i++)
		n_aside += strstr(names[i], KS_TAIL_NAME ".bad-") ? 1 : 0;
	assert_int_equal(n_aside, 1);
	ks_folder_list_finish(names, n_names);
	free(tail);
	free(path);
}

static void spoiled_tail_is_seen_by_verify(void **state)
{
	struct ks_record_sample *s = *state;
	struct ks_ledger_fault fault;
	size_t n_faults;
	int64_t n;

	record_some(s);
	cut_power(s);
	flip(s, KS_TAIL_NAME, 2000);
	ks_record_sample_open(s);
	assert_int_equal(ks_ledger_verify(s->store, &fault, 1, &n_faults, &n), KS_DAMAGED);
	assert_int_equal(fault.fault, KS_CHAIN_TAIL);
}

static void spoiled_tail_is_made_anew_after_the_first_visit(void **state)
{
	struct ks_record_sample *s = *state;

	record_some(s);
	cut_power(s);
	flip(s, KS_TAIL_NAME, 2000);
	ks_record_sample_open(s);
	assert_int_equal(ks_store_checkpoint(s->store), KS_OK);
	expect_sound(s, 5);
	expect_incident(s, KS_INCIDENT_TAIL_REMADE);
	assert_int_equal(ks_record_sample_append(s, KS_FACT_INITIALIZED), 6);
	cut_power(s);
	take_away(s, "kenshu.db");
	take_away(s, "kenshu.db-wal");
	ks_record_sample_open(s);
	expect_sound(s, 6);
}

/* Each start leaves one; the end of the chain is no less certain for it. */
static void probe_behind_the_end_is_no_damage(void **state)
{
	struct ks_record_sample *s = *state;

	record_some(s);
	assert_int_equal(ks_store_probe(s->store), KS_OK);
	cut_power(s);
	take_away(s, "kenshu.db");
	ks_record_sample_open(s);
	assert_false(s->store->tail->is_dirty);
	expect_incident(s, KS_INCIDENT_REBUILT);
	assert_int_equal(ks_record_sample_append(s, KS_FACT_INITIALIZED), 6);
	expect_sound(s, 6);
}

/* ---- what is acknowledged stands in both ---- */

static int refuse(void *context)
{
	(void)context;
	return 1;
}

static void rolled_back_commit_leaves_nothing_in_the_tail(void **state)
{
	struct ks_record_sample *s = *state;
	struct ks_fact fact = ks_record_sample_fact(&s->course, KS_FACT_PASSED, 0, &s->answer);

	ks_record_sample_append(s, KS_FACT_INITIALIZED);
	(void)sqlite3_commit_hook(ks_db_handle(s->store), refuse, NULL);
	assert_int_equal(ks_ledger_begin(s->ledger), KS_OK);
	assert_int_equal(ks_ledger_append(s->ledger, &fact, NULL), KS_OK);
	assert_int_not_equal(ks_ledger_commit(s->ledger), KS_OK);
	(void)sqlite3_commit_hook(ks_db_handle(s->store), NULL, NULL);
	assert_int_equal(s->store->tail->last.seq, 1);
	cut_power(s);
	ks_record_sample_open(s);
	expect_sound(s, 1);
	assert_int_equal(ks_record_sample_append(s, KS_FACT_TERMINATED), 2);
	expect_sound(s, 2);
}

/* The log begins anew after a checkpoint and has room below the limit; the tail has none. */
static void full_tail_acknowledges_nothing_though_the_database_has_room(void **state)
{
	struct ks_record_sample *s = *state;
	struct ks_fact fact = ks_record_sample_fact(&s->course, KS_FACT_PASSED, 0, &s->answer);
	struct rlimit old, low;
	int64_t n = 0;

	while (s->store->tail->end < 300 << 10)
		n = ks_record_sample_append(s, KS_FACT_ANSWERED);
	assert_int_equal(ks_store_checkpoint(s->store), KS_OK);
	signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &old), 0);
	low = old;
	low.rlim_cur = 200 << 10;
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &low), 0);
	assert_int_equal(ks_ledger_begin(s->ledger), KS_OK);
	assert_int_equal(ks_ledger_append(s->ledger, &fact, NULL), KS_OK);
	assert_int_equal(ks_ledger_commit(s->ledger), KS_FULL);
	assert_int_not_equal(ks_store_probe(s->store), KS_OK);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &old), 0);
	expect_sound(s, n);
	assert_int_equal(ks_store_probe(s->store), KS_OK);
	assert_int_equal(ks_record_sample_append(s, KS_FACT_TERMINATED), n + 1);
	expect_sound(s, n + 1);
}

#define with_ledger(test) \
	cmocka_unit_test_setup_teardown(test, ks_record_sample_setup, ks_record_sample_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		with_ledger(flipped_bit_in_the_log_loses_nothing),
		with_ledger(lost_log_loses_neither_attendance_nor_its_uniqueness),
		with_ledger(lost_database_comes_back_from_the_tail_with_its_key),
		with_ledger(fact_that_only_the_tail_has_is_taken_over_in_silence),
		with_ledger(spoiled_row_in_the_middle_comes_back_from_the_tail),
		with_ledger(spoiled_row_in_a_closed_folder_is_found_by_the_walk),
		with_ledger(folder_of_an_older_program_gets_its_tail),
		with_ledger(tail_that_is_behind_catches_up),
		with_ledger(tail_of_another_ledger_is_set_aside_and_made_anew),
		with_ledger(spoiled_tail_is_seen_by_verify),
		with_ledger(spoiled_tail_is_made_anew_after_the_first_visit),
		with_ledger(probe_behind_the_end_is_no_damage),
		with_ledger(rolled_back_commit_leaves_nothing_in_the_tail),
		with_ledger(full_tail_acknowledges_nothing_though_the_database_has_room),
	};

	return ks_test_run(tests);
}
