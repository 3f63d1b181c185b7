/* SPDX-License-Identifier: Apache-2.0 */
#include "record/salvage.h"

#include <jansson.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/log.h"
#include "base/mem.h"
#include "record/db.h"
#include "record/derive.h"
#include "record/epoch.h"
#include "record/salvage_private.h"
#include "record/store.h"
#include "record/store_private.h"
#include "record/tail.h"

/*
 * One new store out of damaged ones. A number is never given out twice: unless the end of the chain is certain, the new
 * store goes on in a new epoch, behind every number that may have been used.
 */

#define DATABASE "kenshu.db"

void ks_salvage_finish(struct ks_salvage *salvage)
{
	if (!salvage)
		return;
	free(salvage->gaps);
	memset(salvage, 0, sizeof(*salvage));
}

/* ---- which files ---- */

typedef enum ks_rc (*on_file)(void *context, const char *path);

static bool ends_with(const char *text, const char *end)
{
	size_t len = strlen(text), n = strlen(end);

	return len >= n && strcmp(text + len - n, end) == 0;
}

/* "kenshu.db" and "kenshu.db.bad-…", but not their logs; of the tail likewise. */
static bool is_one_of(const char *name, const char *base)
{
	size_t n = strlen(base);

	if (strncmp(name, base, n) != 0)
		return false;
	return name[n] == '\0' || (strncmp(name + n, ".bad-", 5) == 0 && !ends_with(name, "-wal") &&
				   !ends_with(name, "-shm") && !ends_with(name, "-journal"));
}

/* But not the new store itself, when it lies in the same folder. */
static enum ks_rc each_file(const char *folder, const char *base, const struct ks_store *into,
			    on_file take, void *context)
{
	char **names = NULL;
	size_t n_names = 0;
	enum ks_rc rc = ks_folder_list(folder, NULL, &names, &n_names);

	for (size_t i = 0; i < n_names && rc == KS_OK; i++) {
		char *path = ks_path_join(folder, names[i]);

		if (is_one_of(names[i], base) && (!into || strcmp(path, into->path) != 0))
			rc = take(context, path);
		free(path);
	}
	ks_folder_list_finish(names, n_names);
	return rc;
}

static enum ks_rc find_in_tail(void *context, const char *path)
{
	ks_found_in_tail(context, path);
	return KS_OK;
}

static enum ks_rc find_in_database(void *context, const char *path)
{
	char *wal = ks_format("%s-wal", path);

	ks_found_in_pages(context, path);
	ks_found_in_pages(context, wal);
	ks_found_in_rows(context, path);
	free(wal);
	return KS_OK;
}

static enum ks_rc copy_tables(void *context, const char *path)
{
	return ks_salvage_copy_tables(path, context);
}

/* ---- the statements ---- */

static void add_gap(struct ks_salvage *out, size_t *capacity, int64_t from, int64_t to)
{
	ks_grow(&out->gaps, out->n_gaps, capacity);
	out->gaps[out->n_gaps++] = (struct ks_salvage_gap){from, to};
	out->n_lost += to - from + 1;
}

static void step_over(struct ks_salvage *out, size_t *capacity, int64_t seq)
{
	int64_t n = ks_epoch_gap(out->last_seq, seq);

	if (n > 0)
		add_gap(out, capacity, seq - n, seq - 1);
	out->last_seq = seq;
}

static enum ks_rc write_statements(const struct ks_found_list *list, struct ks_store *into,
				   struct ks_salvage *out)
{
	size_t capacity = 0;

	for (size_t i = 0; i < list->n_items; i++) {
		struct ks_statement_view view;
		char *bytes = ks_found_bytes(&list->items[i]);
		enum ks_rc rc;

		if (!bytes)
			continue;
		rc = ks_derive_insert(into, list->items[i].seq, bytes, list->items[i].len, &view);
		sodium_memzero(bytes, list->items[i].len);
		free(bytes);
		if (rc == KS_CONFLICT || rc == KS_INVALID) /* an id that is there already */
			continue;
		if (rc != KS_OK)
			return rc;
		step_over(out, &capacity, list->items[i].seq);
		out->n_saved++;
	}
	return KS_OK;
}

/* ---- what must fit the statements ---- */

/* The greatest number that anything in the tables speaks of. */
static enum ks_rc read_known(struct ks_store *into, int64_t *known)
{
	return ks_db_number(into, known,
			    "SELECT max((SELECT coalesce(max(seq), 0) FROM delivery),"
			    " (SELECT coalesce(max(seq), 0) FROM quarantine),"
			    " (SELECT coalesce(max(done_seq), 0) FROM inspection),"
			    " (SELECT coalesce(max(done_seq), 0) FROM progress))",
			    "");
}

/* A completion without its statement would be believed by nobody who checks: it is told anew by the statements. */
static enum ks_rc forget_what_follows(struct ks_store *into)
{
	enum ks_rc rc = ks_db_run(into, "UPDATE progress SET done_ms = 0, done_seq = 0", "");

	if (rc == KS_OK)
		rc = ks_db_run(into, "UPDATE inspection SET done_ms = 0, done_seq = 0", "");
	if (rc == KS_OK)
		rc = ks_db_run(into,
			       "DELETE FROM setting WHERE name IN ('incident', 'probe',"
			       " 'tail_identity')",
			       "");
	return rc;
}

static enum ks_rc forget_what_is_lost(struct ks_store *into)
{
	enum ks_rc rc = ks_db_run(
		into, "DELETE FROM delivery WHERE seq NOT IN (SELECT seq FROM statement)", "");

	if (rc == KS_OK)
		rc = ks_db_run(into,
			       "DELETE FROM quarantine WHERE seq NOT IN (SELECT seq FROM statement)",
			       "");
	return rc;
}

/* ---- whose it is ---- */

static bool is_pair(const char *public_text, const char *secret_text)
{
	uint8_t public_key[crypto_sign_PUBLICKEYBYTES], secret_key[crypto_sign_SECRETKEYBYTES];
	uint8_t seed[crypto_sign_SEEDBYTES], made_public[crypto_sign_PUBLICKEYBYTES];
	uint8_t made_secret[crypto_sign_SECRETKEYBYTES];
	bool is = public_text && secret_text &&
		  ks_unbase64url(public_text, public_key, sizeof(public_key)) &&
		  ks_unbase64url(secret_text, secret_key, sizeof(secret_key)) &&
		  crypto_sign_ed25519_sk_to_seed(seed, secret_key) == 0 &&
		  crypto_sign_seed_keypair(made_public, made_secret, seed) == 0 &&
		  memcmp(made_public, public_key, sizeof(public_key)) == 0 &&
		  memcmp(made_secret, secret_key, sizeof(secret_key)) == 0;

	sodium_memzero(secret_key, sizeof(secret_key));
	sodium_memzero(made_secret, sizeof(made_secret));
	sodium_memzero(seed, sizeof(seed));
	return is;
}

static enum ks_rc set_if(struct ks_store *into, const json_t *identity, const char *name)
{
	const char *value = json_string_value(json_object_get(identity, name));

	return value ? ks_store_set(into, name, value) : KS_OK;
}

/* From the tables when both halves fit, else from the tail; else there is none, and a new one will be made. */
static enum ks_rc settle_identity(const struct ks_found_list *list, struct ks_store *into,
				  struct ks_salvage *out)
{
	json_t *told = list->identity ? json_loads(list->identity, 0, NULL) : NULL;
	char *public_text = NULL, *secret_text = NULL, *kiosk = NULL;
	enum ks_rc rc = KS_OK;

	(void)!ks_store_get(into, "identity_public", &public_text);
	(void)!ks_store_get(into, "identity_secret", &secret_text);
	out->has_key = is_pair(public_text, secret_text);
	if (!out->has_key)
		rc = ks_db_run(into,
			       "DELETE FROM setting"
			       " WHERE name IN ('identity_public', 'identity_secret')",
			       "");
	if (rc == KS_OK && !out->has_key &&
	    is_pair(json_string_value(json_object_get(told, "identity_public")),
		    json_string_value(json_object_get(told, "identity_secret")))) {
		out->has_key = true;
		rc = set_if(into, told, "identity_public");
		if (rc == KS_OK)
			rc = set_if(into, told, "identity_secret");
	}
	if (rc == KS_OK && ks_store_get(into, "kiosk", &kiosk) == KS_NOT_FOUND)
		rc = set_if(into, told, "kiosk");
	if (secret_text)
		sodium_memzero(secret_text, strlen(secret_text));
	free(secret_text);
	free(public_text);
	free(kiosk);
	json_decref(told);
	return rc;
}

/* ---- where it goes on ---- */

static enum ks_rc settle_end(const struct ks_found_list *list, struct ks_store *into, int64_t known,
			     struct ks_salvage *out)
{
	int64_t last = out->last_seq, before, epoch;
	enum ks_rc rc;

	/* A number that no kiosk ever comes to is a flipped bit. */
	if (known > last && ks_epoch_of(known) <= ks_epoch_of(last) + 1)
		last = known;
	out->is_end_certain = list->tail_end_seq > 0 && list->is_tail_clean &&
			      list->tail_end_seq == out->last_seq && last == out->last_seq &&
			      out->has_key;
	if (out->is_end_certain)
		return KS_OK;
	epoch = ks_epoch_of(last) + 1;
	rc = ks_store_get_number(into, KS_SETTING_EPOCH, &before);
	if (before >= epoch && before < KS_EPOCH_MAX)
		epoch = before + 1;
	return rc == KS_OK ? ks_store_set_number(into, KS_SETTING_EPOCH, epoch) : rc;
}

static enum ks_rc write_all(const char *folder, const struct ks_found_list *list,
			    struct ks_store *into, struct ks_salvage *out)
{
	int64_t known = 0, n_people = 0;
	enum ks_rc rc = each_file(folder, DATABASE, into, copy_tables, into);

	if (rc == KS_OK)
		rc = read_known(into, &known);
	if (rc == KS_OK)
		rc = forget_what_follows(into);
	if (rc == KS_OK)
		rc = write_statements(list, into, out);
	if (rc == KS_OK)
		rc = forget_what_is_lost(into);
	if (rc == KS_OK)
		rc = settle_identity(list, into, out);
	if (rc == KS_OK)
		rc = settle_end(list, into, known, out);
	if (rc == KS_OK)
		rc = ks_db_number(into, &n_people, "SELECT count(*) FROM person", "");
	out->n_people = (size_t)n_people;
	return rc;
}

static enum ks_rc stop(void *context, const char *path)
{
	(void)context;
	(void)path;
	return KS_CONFLICT;
}

bool ks_salvage_has_files(const char *folder)
{
	return each_file(folder, DATABASE, NULL, stop, NULL) == KS_CONFLICT ||
	       each_file(folder, KS_TAIL_NAME, NULL, stop, NULL) == KS_CONFLICT;
}

enum ks_rc ks_salvage_folder(const char *folder, struct ks_store *into, struct ks_salvage *out)
{
	struct ks_found_list list = {0};
	enum ks_rc rc;

	memset(out, 0, sizeof(*out));
	rc = each_file(folder, KS_TAIL_NAME, into, find_in_tail, &list);
	if (rc == KS_OK)
		rc = each_file(folder, DATABASE, into, find_in_database, &list);
	ks_found_settle(&list);
	if (rc == KS_OK)
		rc = ks_store_begin(into);
	if (rc == KS_OK)
		rc = ks_store_end(into, write_all(folder, &list, into, out));
	ks_found_list_finish(&list);
	if (rc != KS_OK)
		ks_salvage_finish(out);
	else
		ks_log_warn("salvage", "%lld statements saved, %lld numbers lost, the end is %s",
			    (long long)out->n_saved, (long long)out->n_lost,
			    out->is_end_certain ? "certain" : "not certain");
	return rc;
}
