/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A store and a ledger with a fake clock, for tests of what is recorded; the facts are fact_sample.h's. Header only, because benches and fuzz targets link no helpers.
 */
#ifndef KS_TESTS_SUPPORT_RECORD_SAMPLE_H
#define KS_TESTS_SUPPORT_RECORD_SAMPLE_H

#include <assert.h>
#include <sqlite3.h>
#include <stdlib.h>

#include "record/db.h"
#include "record/ledger.h"
#include "support/fact_sample.h"

struct ks_record_sample {
	struct ks_sample course;
	struct ks_clock clock;
	char *folder;
	struct ks_store *store;
	struct ks_ledger *ledger;
	struct ks_answer answer;
};

/** ks_record_sample_open() - open (again) the ledger in the sample's folder. */
static inline void ks_record_sample_open(struct ks_record_sample *s)
{
	char *why = NULL;
	enum ks_rc rc = ks_store_open(s->folder, KS_ROLE_KIOSK, KS_ACCESS_WRITE, &s->store, &why);

	if (rc != KS_OK)
		print_error("%s\n", why);
	assert_int_equal(rc, KS_OK);
	assert_int_equal(ks_ledger_open(s->store, &s->clock, "k-01", &s->ledger), KS_OK);
}

static inline void ks_record_sample_close(struct ks_record_sample *s)
{
	ks_ledger_close(s->ledger);
	ks_store_close(s->store);
	s->ledger = NULL;
	s->store = NULL;
}

/** ks_record_sample_setup() - cmocka setup: *state is a struct ks_record_sample with an open, empty ledger. */
static inline int ks_record_sample_setup(void **state)
{
	struct ks_record_sample *s = calloc(1, sizeof(*s));

	assert(s);
	ks_id_init();
	ks_record_sample_words(&s->course);
	s->clock = ks_clock_fake(KS_TEST_WALL_MS);
	s->folder = ks_test_folder();
	ks_record_sample_open(s);
	*state = s;
	return 0;
}

static inline int ks_record_sample_teardown(void **state)
{
	struct ks_record_sample *s = *state;

	ks_record_sample_close(s);
	ks_test_folder_finish(s->folder);
	free(s);
	return 0;
}

/** ks_record_sample_sql() - what somebody with the file and sqlite3 can do. */
static inline void ks_record_sample_sql(struct ks_record_sample *s, const char *sql)
{
	char *error = NULL;

	if (sqlite3_exec(ks_db_handle(s->store), sql, NULL, NULL, &error) != SQLITE_OK)
		fail_msg("%s: %s", sql, error);
}

/** ks_record_sample_append() - one fact in a transaction of its own; returns its seq. */
static inline int64_t ks_record_sample_append(struct ks_record_sample *s, enum ks_fact_kind kind)
{
	struct ks_fact fact = ks_record_sample_fact(&s->course, kind, 0, &s->answer);
	int64_t seq = 0;

	assert_int_equal(ks_ledger_begin(s->ledger), KS_OK);
	assert_int_equal(ks_ledger_append(s->ledger, &fact, &seq), KS_OK);
	assert_int_equal(ks_ledger_commit(s->ledger), KS_OK);
	return seq;
}

#endif
