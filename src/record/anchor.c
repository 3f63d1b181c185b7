/* SPDX-License-Identifier: Apache-2.0 */
#include "record/anchor.h"

#include <errno.h>
#include <jansson.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/log.h"
#include "base/mem.h"
#include "record/damage.h"
#include "record/db.h"
#include "record/derive.h"
#include "record/epoch.h"
#include "record/incident.h"
#include "record/store.h"
#include "record/store_private.h"

/*
 * At each start the ends of both files are compared. One flipped bit in SQLite's log makes it drop every later
 * transaction without a word; the tail still has them. Which of the two is right is never guessed: the chain says so.
 */

/* Statements of one group while a tail is made anew. */
#define GROUP_BYTES ((size_t)1 << 20)

void ks_anchor_utc(char out[32])
{
	time_t now = time(NULL);
	struct tm utc;

	if (!gmtime_r(&now, &utc) || strftime(out, 32, "%Y%m%dT%H%M%SZ", &utc) == 0)
		memcpy(out, "unknown", sizeof("unknown"));
}

int64_t ks_anchor_wall_ms(void)
{
	struct ks_clock clock = ks_clock_system();

	return ks_clock_wall_ms(&clock);
}

/* ---- from the database into the tail ---- */

/* Row @seq, or the last one when it is 0: its hash as its bytes give it. */
static enum ks_rc mark_of(struct ks_store *store, int64_t seq, struct ks_tail_mark *out)
{
	enum ks_rc rc;

	memset(out, 0, sizeof(*out));
	ks_db_lock(store);
	sqlite3_stmt *stmt = ks_db_query(store,
					 "SELECT seq, bytes, hash FROM statement"
					 " WHERE ?1 = 0 OR seq = ?1 ORDER BY seq DESC LIMIT 1",
					 "i", seq);

	rc = ks_db_step(store, stmt);
	if (rc == KS_OK) {
		const void *bytes = sqlite3_column_blob(stmt, 1);

		out->seq = sqlite3_column_int64(stmt, 0);
		ks_blake2b(bytes ? bytes : "", (size_t)sqlite3_column_bytes(stmt, 1), out->hash);
		if (sqlite3_column_bytes(stmt, 2) != KS_HASH_BYTES ||
		    memcmp(sqlite3_column_blob(stmt, 2), out->hash, KS_HASH_BYTES) != 0)
			rc = KS_DAMAGED;
	}
	ks_db_end(stmt);
	ks_db_unlock(store);
	return rc;
}

static enum ks_rc add_row(struct ks_tail *tail, sqlite3_stmt *stmt)
{
	struct ks_tail_mark mark = {.seq = sqlite3_column_int64(stmt, 0)};
	const char *bytes = sqlite3_column_blob(stmt, 1);
	size_t len = (size_t)sqlite3_column_bytes(stmt, 1);

	ks_blake2b(bytes ? bytes : "", len, mark.hash);
	if (sqlite3_column_bytes(stmt, 2) != KS_HASH_BYTES ||
	    memcmp(sqlite3_column_blob(stmt, 2), mark.hash, KS_HASH_BYTES) != 0)
		return KS_DAMAGED;
	ks_tail_add(tail, &mark, bytes ? bytes : "", len);
	return tail->group.len < GROUP_BYTES ? KS_OK : ks_tail_flush(tail);
}

static enum ks_rc copy_rows(struct ks_store *store, struct ks_tail *tail, int64_t after_seq)
{
	enum ks_rc rc;

	ks_db_lock(store);
	sqlite3_stmt *stmt =
		ks_db_query(store,
			    "SELECT seq, bytes, hash FROM statement WHERE seq > ? ORDER BY seq",
			    "i", after_seq);

	while ((rc = ks_db_step(store, stmt)) == KS_OK)
		if ((rc = add_row(tail, stmt)) != KS_OK)
			break;
	ks_db_end(stmt);
	ks_db_unlock(store);
	if (rc == KS_NOT_FOUND)
		return ks_tail_flush(tail);
	ks_tail_drop(tail);
	return rc;
}

static const char *const identity_names[] = {"kiosk", "identity_public", "identity_secret"};

/* It holds the secret key. */
static void wipe(char *json)
{
	if (json)
		sodium_memzero(json, strlen(json));
	free(json);
}

static char *identity_of(struct ks_store *store)
{
	struct ks_buf json = {0};
	bool is_known = true;

	ks_buf_puts(&json, "{");
	for (size_t i = 0; i < KS_COUNT(identity_names); i++) {
		char *value = NULL;

		is_known &= ks_store_get(store, identity_names[i], &value) == KS_OK;
		ks_buf_puts(&json, i == 0 ? "" : ",");
		ks_buf_json(&json, identity_names[i]);
		ks_buf_puts(&json, ":");
		ks_buf_json(&json, value ? value : "");
		free(value);
	}
	ks_buf_puts(&json, "}");
	if (is_known)
		return ks_buf_take(&json);
	ks_buf_finish(&json);
	return NULL;
}

enum ks_rc ks_anchor_identify(struct ks_store *store)
{
	char *json = identity_of(store), *known = NULL;
	uint8_t hash[KS_HASH_BYTES];
	char hex[KS_HASH_HEX];
	enum ks_rc rc = KS_OK;

	if (!json)
		return KS_OK;
	ks_blake2b(json, strlen(json), hash);
	ks_hex(hash, sizeof(hash), hex);
	if (ks_store_get(store, "tail_identity", &known) != KS_OK || strcmp(known, hex) != 0) {
		rc = ks_tail_identify(store->tail, json);
		if (rc == KS_OK)
			rc = ks_store_set(store, "tail_identity", hex);
	}
	free(known);
	wipe(json);
	return rc;
}

/* Made beside and renamed when whole. */
static enum ks_rc make_tail(struct ks_store *store, const char *path)
{
	char *beside = ks_format("%s.new", path), *identity = identity_of(store);
	struct ks_tail *tail = NULL;
	enum ks_rc rc;

	(void)unlink(beside);
	rc = ks_tail_create(beside, &tail);
	if (rc == KS_OK && identity)
		rc = ks_tail_identify(tail, identity);
	if (rc == KS_OK)
		rc = copy_rows(store, tail, 0);
	if (rc == KS_OK && (fsync(tail->fd) != 0 || rename(beside, path) != 0))
		rc = errno == ENOSPC || errno == EDQUOT ? KS_FULL : KS_IO;
	if (rc == KS_OK)
		rc = ks_folder_sync(store->folder);
	if (rc == KS_OK) {
		store->tail = tail;
		free(tail->path);
		tail->path = ks_strdup(path);
	} else {
		ks_tail_close(tail);
		(void)unlink(beside);
	}
	wipe(identity);
	free(beside);
	return rc;
}

/* The tail is another's, or lies: the database's chain is whole, so it is believed. */
static enum ks_rc remake_tail(struct ks_store *store, const char *path)
{
	struct ks_incident incident = {.kind = KS_INCIDENT_TAIL_REMADE,
				       .wall_ms = ks_anchor_wall_ms()};
	char utc[32], *aside;
	enum ks_rc rc = KS_OK;

	ks_log_warn("ledger", "the tail is not this database's: it is set aside and made anew");
	ks_anchor_utc(utc);
	snprintf(incident.aside, sizeof(incident.aside), "%s", utc);
	aside = ks_format("%s.bad-%s", path, utc);
	if (rename(path, aside) != 0)
		rc = KS_IO;
	if (rc == KS_OK) {
		rc = make_tail(store, path);
		if (rc != KS_OK)
			(void)rename(aside, path); /* a spoiled witness is better than none */
	}
	free(aside);
	return rc == KS_OK && store->tail->last.seq > 0 ? ks_incident_note(store, &incident) : rc;
}

/* ---- from the tail into the database ---- */

struct restore {
	struct ks_store *store;
	off_t end;
	struct ks_tail_mark from, at;
	int64_t n_saved, n_lost;
	bool is_other; /* does not continue the database's chain */
	bool has_identity;
	enum ks_rc rc;
};

/* A database that was lost does not know whose it is; the last frame that says so is right. */
static enum ks_rc take_identity(struct ks_store *store, const char *json)
{
	json_t *identity = json_loads(json, 0, NULL);
	enum ks_rc rc = KS_OK;

	for (size_t i = 0; i < KS_COUNT(identity_names) && rc == KS_OK; i++) {
		const char *value = json_string_value(json_object_get(identity, identity_names[i]));

		if (value)
			rc = ks_store_set(store, identity_names[i], value);
	}
	json_decref(identity);
	return rc;
}

static bool restore_one(void *context, const struct ks_tail_met *met)
{
	struct restore *restore = context;
	struct ks_statement_view view;
	char prev[KS_HASH_HEX];

	if (met->frame->offset >= restore->end)
		return false;
	if (met->frame->kind == KS_TAIL_IDENTITY && met->is_whole && !restore->has_identity)
		restore->rc = take_identity(restore->store, met->bytes);
	if (met->frame->kind != KS_TAIL_STATEMENT || !met->is_whole ||
	    met->frame->seq <= restore->at.seq)
		return restore->rc == KS_OK;
	restore->rc = ks_derive_insert(restore->store, met->frame->seq, met->bytes, met->frame->len,
				       &view);
	if (restore->rc != KS_OK)
		return false;
	ks_hex(restore->at.hash, KS_HASH_BYTES, prev);
	if (met->frame->seq == restore->from.seq + 1 && strcmp(view.prev, prev) != 0)
		restore->is_other = true;
	restore->n_saved++;
	restore->n_lost += ks_epoch_gap(restore->at.seq, met->frame->seq);
	restore->at.seq = met->frame->seq;
	memcpy(restore->at.hash, met->frame->hash, KS_HASH_BYTES);
	return !restore->is_other;
}

/* More than what may lie between the tail's fdatasync and COMMIT when the power goes. */
static bool is_ordinary(const struct restore *restore, const struct ks_tail *tail)
{
	return restore->n_lost == 0 && restore->n_saved <= (int64_t)tail->n_last;
}

static enum ks_rc finish_restore(struct restore *restore, const struct ks_tail *tail)
{
	struct ks_incident incident = {
		.kind = restore->n_lost > 0 ? KS_INCIDENT_GAPS : KS_INCIDENT_RESTORED,
		.wall_ms = ks_anchor_wall_ms(),
		.n_saved = restore->n_saved,
		.n_lost = restore->n_lost,
	};

	ks_log_warn("ledger", "%lld statements brought back from the tail, behind %lld",
		    (long long)restore->n_saved, (long long)restore->from.seq);
	if (is_ordinary(restore, tail))
		return KS_OK;
	return ks_incident_note(restore->store, &incident);
}

/* KS_CONFLICT: the tail tells of another chain; nothing was changed. */
static enum ks_rc restore_from(struct ks_store *store, struct ks_tail *tail,
			       const struct ks_tail_mark *from)
{
	struct restore restore = {.store = store, .end = tail->end, .from = *from, .at = *from};
	char *identity = identity_of(store);
	enum ks_rc rc = ks_store_begin(store);

	restore.has_identity = identity;
	wipe(identity);
	if (rc != KS_OK)
		return rc;
	rc = ks_tail_each(tail, restore_one, &restore, NULL);
	if (rc == KS_OK)
		rc = restore.is_other || restore.rc == KS_INVALID ? KS_CONFLICT : restore.rc;
	if (rc == KS_OK)
		rc = finish_restore(&restore, tail);
	return ks_store_end(store, rc);
}

/* ---- which is it ---- */

static bool is_same(const struct ks_tail_mark *a, const struct ks_tail_mark *b)
{
	return a->seq == b->seq && memcmp(a->hash, b->hash, KS_HASH_BYTES) == 0;
}

/* The tail ends earlier: an older program wrote, or its end was spoiled. */
static enum ks_rc tail_is_behind(struct ks_store *store, struct ks_tail *tail)
{
	struct ks_tail_mark there = {0};
	enum ks_rc rc = tail->last.seq > 0 ? mark_of(store, tail->last.seq, &there) : KS_OK;

	if (rc == KS_NOT_FOUND || (rc == KS_OK && !is_same(&there, &tail->last)))
		return KS_CONFLICT;
	if (rc == KS_OK)
		rc = copy_rows(store, tail, tail->last.seq);
	if (rc == KS_OK)
		ks_log_info("ledger", "the tail was behind and has caught up");
	return rc;
}

/* The database ends earlier, or both end at the same number with different bytes. */
static enum ks_rc database_is_behind(struct ks_store *store, struct ks_tail *tail,
				     const struct ks_tail_mark *end)
{
	struct ks_statement there;
	bool is_other;
	enum ks_rc rc = end->seq > 0 ? ks_tail_read(tail, end->seq, &there) : KS_NOT_FOUND;

	if (rc == KS_OK) {
		is_other = memcmp(there.hash, end->hash, KS_HASH_BYTES) != 0;
		ks_statement_finish(&there);
		if (is_other)
			return KS_CONFLICT;
	}
	return rc == KS_IO ? rc : restore_from(store, tail, end);
}

static enum ks_rc agree(struct ks_store *store, struct ks_tail *tail)
{
	struct ks_tail_mark end;
	enum ks_rc rc = mark_of(store, 0, &end);

	if (rc != KS_OK && rc != KS_NOT_FOUND)
		return rc;
	if (tail->end == 0 && tail->is_dirty)
		return KS_CONFLICT; /* nothing in it can be read, not even whose it is */
	if (is_same(&end, &tail->last))
		return KS_OK;
	return tail->last.seq < end.seq ? tail_is_behind(store, tail)
					: database_is_behind(store, tail, &end);
}

enum ks_rc ks_anchor_attach(struct ks_store *store)
{
	char *path;
	struct ks_tail *tail = NULL;
	enum ks_rc rc;

	if (store->tail)
		return KS_OK;
	path = ks_path_join(store->folder, KS_TAIL_NAME);
	rc = ks_tail_open(path, false, &tail);
	if (rc == KS_NOT_FOUND) {
		rc = make_tail(store, path);
	} else if (rc == KS_OK) {
		rc = agree(store, tail);
		if (rc == KS_OK)
			store->tail = tail;
		else
			ks_tail_close(tail);
		if (rc == KS_CONFLICT)
			rc = remake_tail(store, path);
	}
	free(path);
	return rc;
}

enum ks_rc ks_anchor_mend(struct ks_store *store)
{
	struct ks_tail *broken = store->tail;
	enum ks_rc rc;

	if (!broken || !broken->is_broken)
		return KS_OK;
	store->tail = NULL;
	rc = ks_anchor_attach(store);
	if (rc != KS_OK && !store->tail) {
		store->tail = broken;
		return rc;
	}
	ks_tail_close(broken);
	return rc;
}

static bool pass_by(void *context, const struct ks_tail_met *met)
{
	(void)context;
	(void)met;
	return true;
}

enum ks_rc ks_anchor_walk(struct ks_store *store)
{
	struct ks_tail *tail = store->tail;
	size_t n_damaged = 0;
	char *path;
	enum ks_rc rc;

	if (!tail || tail->is_walked)
		return KS_OK;
	tail->is_walked = true;
	rc = ks_tail_each(tail, pass_by, NULL, &n_damaged);
	if (rc == KS_OK && n_damaged > 0) {
		ks_log_warn("ledger", "the tail is spoiled in %zu places", n_damaged);
		path = ks_path_join(store->folder, KS_TAIL_NAME);
		rc = remake_tail(store, path);
		free(path);
		if (store->tail != tail)
			ks_tail_close(tail);
	} else if (rc == KS_OK) {
		rc = ks_anchor_compare(store);
	}
	if (rc == KS_DAMAGED) /* what each of them has is put together at the next start */
		ks_damage_met(store);
	return rc;
}
