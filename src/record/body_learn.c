/* SPDX-License-Identifier: Apache-2.0 */
#include "record/body.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <zdict.h>
#include <zstd.h>

#include "base/buf.h"
#include "base/id.h"
#include "base/log.h"
#include "base/mem.h"
#include "record/body_private.h"
#include "record/db.h"
#include "record/store_private.h"

/*
 * What the centre's statements have in common, learned from a sample of the newest. The first one comes early and from
 * little, so it is asked again when there are ten times as many, and then as often as a year's content may have changed.
 */

#define DICTIONARY_BYTES ((size_t)1 << 16)
#define N_SAMPLES 2000
#define N_LEAST 500
#define SAMPLE_BYTES ((size_t)8 << 20)
#define LEARN_EVERY INT64_C(200000)
#define N_AT_ONCE 500 /* rows in one transaction */
#define SETTING_LEARN "body_learn"
#define SETTING_PLAIN "body_plain"

struct sample {
	char *bytes;
	size_t len, *lens;
	unsigned n;
};

static void finish(struct sample *sample)
{
	free(sample->bytes);
	free(sample->lens);
}

/* Of the newest statements, spread over ten times as many. */
static enum ks_rc read_sample(struct ks_store *store, struct sample *out)
{
	static const char select[] =
		"SELECT body(bytes) FROM received WHERE stored > (SELECT max(stored) FROM received) - ?1 * 10"
		" AND stored % max(1, min(10, (SELECT max(stored) FROM received) / ?1)) = 0"
		" ORDER BY stored DESC LIMIT ?1";
	struct ks_buf all = {0};
	sqlite3_stmt *stmt;
	enum ks_rc rc;

	*out = (struct sample){.lens = ks_alloc_zero(N_SAMPLES, sizeof(*out->lens))};
	ks_db_lock(store);
	stmt = ks_db_query(store, select, "d", N_SAMPLES);
	while ((rc = ks_db_step(store, stmt)) == KS_OK && all.len < SAMPLE_BYTES) {
		out->lens[out->n] = (size_t)sqlite3_column_bytes(stmt, 0);
		ks_buf_append(&all, sqlite3_column_blob(stmt, 0), out->lens[out->n++]);
	}
	ks_db_end(stmt);
	ks_db_unlock(store);
	/* What is larger than a buffer may be is no statement to learn from. */
	if (all.is_over)
		out->n = 0;
	out->len = all.len;
	out->bytes = ks_buf_take(&all);
	return rc == KS_NOT_FOUND ? KS_OK : rc;
}

/* What a dictionary makes of the sample, in bytes. */
static size_t size_with(const struct sample *sample, const void *dictionary, size_t len)
{
	ZSTD_CCtx *packer = ZSTD_createCCtx();
	ZSTD_CDict *pack = ZSTD_createCDict(dictionary, len, ZSTD_CLEVEL_DEFAULT);
	size_t sum = 0, at = 0;

	for (unsigned i = 0; i < sample->n; at += sample->lens[i++]) {
		size_t bound = ZSTD_compressBound(sample->lens[i]);
		void *out = ks_alloc(bound);
		size_t n = ZSTD_compress_usingCDict(packer, out, bound, sample->bytes + at,
						    sample->lens[i], pack);

		sum += ZSTD_isError(n) ? sample->lens[i] : n;
		free(out);
	}
	ZSTD_freeCDict(pack);
	ZSTD_freeCCtx(packer);
	return sum;
}

/* What the last one makes of it; all of it when there is none. */
static size_t size_now(struct ks_store *store, const struct sample *sample)
{
	size_t size = sample->len;
	sqlite3_stmt *stmt;

	ks_db_lock(store);
	stmt = ks_db_query(store, "SELECT bytes FROM dictionary ORDER BY n DESC LIMIT 1", "");
	if (ks_db_step(store, stmt) == KS_OK)
		size = size_with(sample, sqlite3_column_blob(stmt, 0),
				 (size_t)sqlite3_column_bytes(stmt, 0));
	ks_db_end(stmt);
	ks_db_unlock(store);
	return size;
}

static enum ks_rc keep(struct ks_store *store, const void *bytes, size_t len)
{
	static const char insert[] =
		"INSERT INTO dictionary(id, hash, bytes, again) VALUES(?1, ?2, ?3, ?3)";
	uint8_t hash[KS_HASH_BYTES];
	enum ks_rc rc;

	ks_blake2b(bytes, len, hash);
	rc = ks_db_run(store, insert, "ibb", (int64_t)ZSTD_getDictID_fromDict(bytes, len), hash,
		       sizeof(hash), bytes, len);
	ks_bodies_ask_again(store->bodies);
	return rc;
}

enum ks_rc ks_body_learn(struct ks_store *store)
{
	void *dictionary = ks_alloc(DICTIONARY_BYTES);
	struct sample sample;
	size_t len, before, after;
	enum ks_rc rc = read_sample(store, &sample);

	if (rc == KS_OK && sample.n >= N_LEAST) {
		len = ZDICT_trainFromBuffer(dictionary, DICTIONARY_BYTES, sample.bytes, sample.lens,
					    sample.n);
		if (!ZDICT_isError(len)) {
			before = size_now(store, &sample);
			after = size_with(&sample, dictionary, len);
			/* Each one is read into memory by everybody: a little better is not enough. */
			if (after < before - before / 10)
				rc = keep(store, dictionary, len);
			ks_log_info("store", "dictionary: %u statements of %zu bytes, %zu, now %zu",
				    sample.n, sample.len, before, after);
		}
	}
	finish(&sample);
	free(dictionary);
	return rc;
}

/* ---- when nothing else is to do ---- */

static enum ks_rc learn_when_due(struct ks_store *store, int64_t newest)
{
	int64_t learned = 0;
	enum ks_rc rc = ks_store_get_number(store, SETTING_LEARN, &learned);
	bool is_due = learned == 0 ? newest >= N_LEAST
				   : newest - learned >=
					     (learned * 9 < LEARN_EVERY ? learned * 9 : LEARN_EVERY);

	if (rc != KS_OK || !is_due)
		return rc;
	rc = ks_body_learn(store);
	return rc == KS_OK ? ks_store_set_number(store, SETTING_LEARN, newest) : rc;
}

/* The next rows of those that came before there was a dictionary. */
static enum ks_rc pack_some(struct ks_store *store, int64_t from, int64_t to)
{
	static const char update[] =
		"UPDATE received SET bytes = packed(bytes) WHERE stored > ? AND stored <= ?"
		" AND substr(bytes, 1, 4) <> x'28b52ffd'";
	enum ks_rc rc = ks_store_begin(store);

	if (rc == KS_OK)
		rc = ks_db_run(store, update, "ii", from, to);
	if (rc == KS_OK)
		rc = ks_store_set_number(store, SETTING_PLAIN, to);
	return ks_store_end(store, rc);
}

enum ks_rc ks_body_tend(struct ks_store *store, bool *is_done)
{
	int64_t newest = 0, upto = 0, has_one = 0;
	enum ks_rc rc =
		ks_db_number(store, &newest, "SELECT coalesce(max(stored), 0) FROM received", "");

	*is_done = true;
	if (rc == KS_OK)
		rc = learn_when_due(store, newest);
	if (rc == KS_OK)
		rc = ks_db_number(store, &has_one, "SELECT count(*) FROM dictionary", "");
	if (rc == KS_OK && has_one)
		rc = ks_store_get_number(store, SETTING_PLAIN, &upto);
	if (rc != KS_OK || !has_one || upto >= newest)
		return rc;
	rc = pack_some(store, upto, upto + N_AT_ONCE < newest ? upto + N_AT_ONCE : newest);
	*is_done = rc != KS_OK || upto + N_AT_ONCE >= newest;
	return rc;
}
