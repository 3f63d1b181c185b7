/* SPDX-License-Identifier: Apache-2.0 */
#include "lrs/replica.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/calendar.h"
#include "base/log.h"
#include "base/mem.h"
#include "lrs/centre_private.h"
#include "lrs/replica_sender.h"
#include "record/db.h"

#define SETTING_FROM "replica_from"
#define SETTING_MORE "replica_more"
#define SETTING_SINCE "replica_since"
#define SETTING_HIGH "replica_high"   /* of the copying under way: the latest `stored` so far */
#define SETTING_UNTIL "replica_until" /* of its first page: until then that LRS shows all it has */
#define SETTING_AT "replica_at"
#define KIOSK_MAX 32

/* --- what is remembered ----------------------------------------------------------------------- */

static enum ks_rc get(struct ks_store *store, const char *name, char **out)
{
	enum ks_rc rc = ks_store_get(store, name, out);

	if (rc == KS_NOT_FOUND)
		*out = ks_strdup("");
	return rc == KS_NOT_FOUND ? KS_OK : rc;
}

enum ks_rc ks_replica_read(struct ks_store *store, struct ks_replica *out)
{
	enum ks_rc rc;

	*out = (struct ks_replica){0};
	rc = get(store, SETTING_FROM, &out->from);
	if (rc == KS_OK)
		rc = get(store, SETTING_MORE, &out->more);
	if (rc == KS_OK)
		rc = ks_store_get_number(store, SETTING_SINCE, &out->since_ms);
	return rc == KS_OK ? ks_store_get_number(store, SETTING_AT, &out->at_ms) : rc;
}

void ks_replica_finish(struct ks_replica *replica)
{
	if (!replica)
		return;
	free(replica->from);
	free(replica->more);
	*replica = (struct ks_replica){0};
}

enum ks_rc ks_replica_begin_anew(struct ks_centre *centre)
{
	return ks_store_set(centre->store, SETTING_MORE, "");
}

/* --- a page ----------------------------------------------------------------------------------- */

struct row {
	char *bytes;
	size_t len;
	char kiosk[KIOSK_MAX + 1]; /* that it says it is of, "" for none */
	bool is_taken;
};

static bool read_row(const json_t *statement, struct row *row, int64_t *stored_ms)
{
	const char *stored = json_string_value(json_object_get(statement, "stored"));
	struct ks_statement_view view;

	row->bytes = json_dumps(statement, JSON_COMPACT);
	if (!row->bytes)
		return false;
	row->len = strlen(row->bytes);
	if (stored && !ks_time_parse(stored, stored_ms))
		*stored_ms = 0;
	if (ks_statement_read(row->bytes, row->len, &view) != KS_OK)
		return false;
	if (strlen(view.kiosk) <= KIOSK_MAX && ks_centre_is_kiosk_name(view.kiosk))
		memcpy(row->kiosk, view.kiosk, strlen(view.kiosk) + 1);
	return true;
}

static enum ks_rc count_sender(struct ks_centre *centre, const char *sender)
{
	return ks_db_run(centre->store, "INSERT OR IGNORE INTO source(name, at_ms) VALUES(?, ?)",
			 "ti", sender, ks_centre_now_ms(centre));
}

/* What cannot be taken is left out and told; it never keeps the others away. */
static enum ks_rc deliver(struct ks_centre *centre, const char *sender, const char **bytes,
			  size_t *lens, size_t n, size_t *n_skipped)
{
	enum ks_rc rc = n > 0 ? count_sender(centre, sender) : KS_OK;

	while (rc == KS_OK && n > 0) {
		size_t bad = 0;
		char *why = NULL;

		rc = ks_centre_ingest(centre, sender, bytes, lens, n, &bad, &why);
		if (rc == KS_OK) {
			n = 0;
		} else if ((rc == KS_CONFLICT || rc == KS_INVALID) && why && bad < n) {
			ks_log_warn("replica", "a statement is left out: %s", why);
			memmove(&bytes[bad], &bytes[bad + 1], (n - bad - 1) * sizeof(*bytes));
			memmove(&lens[bad], &lens[bad + 1], (n - bad - 1) * sizeof(*lens));
			n--;
			(*n_skipped)++;
			rc = KS_OK;
		}
		free(why);
	}
	return rc;
}

/* Those of one kiosk in one go, in the order they came; what is of none (HR's voids) last, so behind what it is about. */
static enum ks_rc take_rows(struct ks_centre *centre, struct row *rows, size_t n, size_t *n_skipped)
{
	const char **bytes = ks_alloc_zero(n + 1, sizeof(*bytes));
	size_t *lens = ks_alloc_zero(n + 1, sizeof(*lens));
	enum ks_rc rc = KS_OK;

	for (size_t first = 0; rc == KS_OK && first <= n; first++) {
		const char *kiosk = first < n ? rows[first].kiosk : "";
		char *sender;
		size_t n_batch = 0;

		if (first < n && (rows[first].is_taken || !*kiosk))
			continue;
		for (size_t i = first < n ? first : 0; i < n; i++) {
			if (rows[i].is_taken || strcmp(rows[i].kiosk, kiosk) != 0)
				continue;
			rows[i].is_taken = true;
			bytes[n_batch] = rows[i].bytes;
			lens[n_batch++] = rows[i].len;
		}
		sender = ks_format("%s%s", KS_REPLICA_SENDER, kiosk);
		rc = deliver(centre, sender, bytes, lens, n_batch, n_skipped);
		free(sender);
	}
	free(bytes);
	free(lens);
	return rc;
}

static enum ks_rc take_page(struct ks_centre *centre, const json_t *statements,
			    struct ks_replica_page *page, int64_t *high_ms)
{
	size_t n = json_array_size(statements), n_rows = 0;
	struct row *rows = ks_alloc_zero(n + 1, sizeof(*rows));
	enum ks_rc rc;

	page->n = n;
	for (size_t i = 0; i < n; i++) {
		int64_t stored_ms = 0;

		if (read_row(json_array_get(statements, i), &rows[n_rows], &stored_ms)) {
			n_rows++;
		} else {
			free(rows[n_rows].bytes);
			rows[n_rows] = (struct row){0};
			page->n_skipped++;
		}
		if (stored_ms > *high_ms)
			*high_ms = stored_ms;
	}
	rc = take_rows(centre, rows, n_rows, &page->n_skipped);
	for (size_t i = 0; i < n_rows; i++)
		free(rows[i].bytes);
	free(rows);
	return rc;
}

/* --- the copying ------------------------------------------------------------------------------ */

static enum ks_rc may_be_copy(struct ks_centre *centre, const char *from)
{
	int64_t n_kiosks = 0;
	char *known = NULL;
	enum ks_rc rc =
		ks_db_number(centre->store, &n_kiosks,
			     "SELECT count(*) FROM kiosk WHERE id <> '" KS_CENTRE_OWN "'", "");

	if (rc == KS_OK)
		rc = get(centre->store, SETTING_FROM, &known);
	if (rc == KS_OK && n_kiosks > 0)
		rc = KS_DENIED;
	else if (rc == KS_OK && *known && strcmp(known, from) != 0)
		rc = KS_CONFLICT;
	else if (rc == KS_OK && !*known)
		rc = ks_store_set(centre->store, SETTING_FROM, from);
	free(known);
	return rc;
}

/* All pages are here: the next copying asks for what came since, and a little before it. */
static enum ks_rc conclude(struct ks_centre *centre, int64_t high_ms, int64_t until_ms)
{
	int64_t since_ms = 0;
	enum ks_rc rc = ks_store_get_number(centre->store, SETTING_SINCE, &since_ms);

	if (until_ms > 0 && until_ms < high_ms)
		high_ms = until_ms;
	if (rc == KS_OK && high_ms - KS_REPLICA_OVERLAP_MS > since_ms)
		rc = ks_store_set_number(centre->store, SETTING_SINCE,
					 high_ms - KS_REPLICA_OVERLAP_MS);
	return rc == KS_OK ? ks_store_set_number(centre->store, SETTING_AT, ks_centre_now_ms(centre))
			   : rc;
}

/* The statements are on the disk; where this is cut, the same page is taken once more. */
static enum ks_rc remember(struct ks_centre *centre, const struct ks_replica_page *page,
			   int64_t high_ms, int64_t until_ms)
{
	enum ks_rc rc = page->is_first ? ks_store_set_number(centre->store, SETTING_UNTIL, until_ms)
				       : KS_OK;

	if (rc == KS_OK)
		rc = ks_store_set_number(centre->store, SETTING_HIGH, high_ms);
	if (rc == KS_OK && !*page->more)
		rc = conclude(centre, high_ms, until_ms);
	return rc == KS_OK ? ks_store_set(centre->store, SETTING_MORE, page->more) : rc;
}

enum ks_rc ks_replica_take(struct ks_centre *centre, struct ks_replica_page *page)
{
	json_t *root = json_loadb(page->bytes, page->len, 0, NULL);
	const json_t *statements = json_object_get(root, "statements");
	const char *more = json_string_value(json_object_get(root, "more"));
	int64_t high_ms = 0, until_ms = page->consistent_ms;
	enum ks_rc rc = json_is_array(statements) ? may_be_copy(centre, page->from) : KS_INVALID;

	page->more = ks_strdup(more ? more : "");
	page->n = page->n_skipped = 0;
	if (rc == KS_OK && !page->is_first)
		rc = ks_store_get_number(centre->store, SETTING_HIGH, &high_ms);
	if (rc == KS_OK && !page->is_first)
		rc = ks_store_get_number(centre->store, SETTING_UNTIL, &until_ms);
	if (rc == KS_OK)
		rc = take_page(centre, statements, page, &high_ms);
	if (rc == KS_OK)
		rc = remember(centre, page, high_ms, until_ms);
	json_decref(root);
	return rc;
}
