/* SPDX-License-Identifier: Apache-2.0 */
#include "lrs/roster_document.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/calendar.h"
#include "base/lock.h"
#include "base/log.h"
#include "base/mem.h"
#include "lrs/roster_delta.h"
#include "record/roster.h"
#include "record/roster_history.h"
#include "record/secrets.h"

/* A tag is of the document, and behind it of what a kiosk sees of it. */
#define VIEW_DIGITS 16
#define TAG_DIGITS (KS_HASH_HEX - 1 - VIEW_DIGITS)
#define OPEN_VIEW "0000000000000000"

/* Who asks does the work only where nobody tends to it. */
#define GRACE_MS 3000
#define COST_TIMES 4

static int64_t mono_ms(struct ks_centre *centre)
{
	int64_t now;

	ks_lock(&centre->clock_mutex);
	now = ks_clock_mono_ms(centre->clock);
	ks_unlock(&centre->clock_mutex);
	return now;
}

/* ---- made ---- */

static enum ks_rc write_text(struct ks_centre *centre, char **text)
{
	struct ks_civil now = ks_civil_from_ms(ks_centre_now_ms(centre));
	char *completed = NULL;
	enum ks_rc rc = ks_centre_completed_json(centre->store, ks_nendo_of(now.date), &completed);

	*text = NULL;
	if (rc == KS_OK)
		rc = ks_roster_to_json(centre->store, completed, text);
	free(completed);
	return rc;
}

static void tag_text(const char *text, char etag[KS_HASH_HEX + 2])
{
	uint8_t hash[KS_HASH_BYTES];
	char hex[KS_HASH_HEX];

	ks_blake2b(text, strlen(text), hash);
	ks_hex(hash, sizeof(hash), hex);
	(void)snprintf(etag, KS_HASH_HEX + 2, "\"%.*s%s\"", TAG_DIGITS, hex, OPEN_VIEW);
}

/* With the mutex held, which is let go meanwhile. The edition is read first: a change meanwhile makes it old again. */
static enum ks_rc make(struct ks_centre *centre)
{
	struct ks_roster_document *document = &centre->document;
	uint_fast64_t edition = atomic_load(&centre->edition);
	int64_t from_ms = mono_ms(centre);
	struct ks_roster_draft *draft = NULL;
	char etag[KS_HASH_HEX + 2], *text;
	enum ks_rc rc;

	document->is_making = true;
	document->is_wanted = false;
	ks_unlock(&document->mutex);
	rc = write_text(centre, &text);
	if (rc == KS_OK) {
		tag_text(text, etag);
		/* Only who makes changes tag, text and history. */
		if (strcmp(etag, document->etag) != 0)
			draft = ks_roster_history_compare(document->history, text);
	}
	ks_lock(&document->mutex);
	if (draft) {
		char *before = document->text;

		ks_roster_history_take(document->history, document->etag, draft);
		memcpy(document->etag, etag, sizeof(etag));
		document->text = text;
		text = before;
	}
	free(text);
	if (rc == KS_OK)
		document->edition = edition;
	document->made_ms = mono_ms(centre);
	document->cost_ms = document->made_ms - from_ms;
	document->is_making = false;
	pthread_cond_broadcast(&document->made);
	return rc;
}

static bool is_due(struct ks_centre *centre, int64_t grace_ms)
{
	const struct ks_roster_document *document = &centre->document;
	int64_t pause_ms = COST_TIMES * document->cost_ms;

	if (pause_ms > KS_DOCUMENT_MAX_MS)
		pause_ms = KS_DOCUMENT_MAX_MS;
	return document->cost_ms < KS_DOCUMENT_QUICK_MS ||
	       mono_ms(centre) - document->made_ms >= pause_ms + grace_ms;
}

/* @urgent, @edition: of the moment when it was asked for. */
static bool is_good(struct ks_centre *centre, uint_fast64_t urgent, uint_fast64_t edition)
{
	const struct ks_roster_document *document = &centre->document;

	if (!document->text || document->edition < urgent)
		return false;
	return document->edition >= edition || !is_due(centre, GRACE_MS) ||
	       (document->is_making && document->cost_ms >= KS_DOCUMENT_QUICK_MS);
}

/* Returns with the mutex held. */
static enum ks_rc lock_good(struct ks_centre *centre)
{
	struct ks_roster_document *document = &centre->document;
	uint_fast64_t urgent, edition;
	size_t n_taken = 0;
	enum ks_rc rc = KS_OK;

	/* A list that was ordered for today is taken before anybody is told who works here. */
	if (ks_roster_turn(centre->store, ks_civil_from_ms(ks_centre_now_ms(centre)).date,
			   &n_taken) != KS_OK)
		ks_log_error("roster", "a list that waits could not be taken");
	if (n_taken > 0)
		ks_centre_touch(centre);
	urgent = atomic_load(&centre->urgent);
	edition = atomic_load(&centre->edition);
	ks_lock(&document->mutex);
	while (rc == KS_OK && !is_good(centre, urgent, edition)) {
		if (document->is_making)
			pthread_cond_wait(&document->made, &document->mutex);
		else
			rc = make(centre);
	}
	document->is_wanted = document->is_wanted || document->edition < edition;
	return rc;
}

void ks_roster_document_tend(struct ks_centre *centre)
{
	struct ks_roster_document *document = &centre->document;
	enum ks_rc rc = KS_OK;

	ks_lock(&document->mutex);
	if (document->is_wanted && !document->is_making && is_due(centre, 0))
		rc = make(centre);
	ks_unlock(&document->mutex);
	if (rc != KS_OK)
		ks_log_warn("roster", "the list could not be made anew: %s", ks_rc_name(rc));
}

/* ---- answered ---- */

/* What this kiosk sees of the document: another key, other 所属, or another word of HR's, and it needs the whole anew. */
struct view {
	char *units;
	bool is_sealed;
	char mark[VIEW_DIGITS + 1];
};

static enum ks_rc read_view(struct ks_store *store, const struct ks_roster_wish *wish,
			    struct view *out)
{
	uint8_t hash[KS_HASH_BYTES];
	char hex[KS_HASH_HEX], *text;
	enum ks_rc rc = KS_OK;

	if (wish->key)
		rc = ks_centre_vouches(store, wish->kiosk, wish->key, &out->is_sealed);
	if (rc == KS_OK)
		rc = ks_centre_units(store, wish->kiosk, &out->units);
	if (rc != KS_OK)
		return rc;
	text = out->is_sealed ? ks_format("sealed\n%s\n%s", wish->key, out->units)
			      : ks_strdup("open");
	ks_blake2b(text, strlen(text), hash);
	ks_hex(hash, sizeof(hash), hex);
	memcpy(out->mark, hex, VIEW_DIGITS);
	free(text);
	return KS_OK;
}

/* With the mutex held. @known: of this very view, or NULL. */
static void put_answer(const struct ks_roster_document *document, const char *known,
		       struct ks_buf *out)
{
	char tag[KS_HASH_HEX + 2];
	bool is_delta = false;

	if (known && strlen(known) == strlen(document->etag)) {
		(void)snprintf(tag, sizeof(tag), "%s", known);
		(void)snprintf(tag + 1 + TAG_DIGITS, sizeof(tag) - 1 - TAG_DIGITS, "%s\"", OPEN_VIEW);
		is_delta = ks_roster_history_since(document->history, tag, known, out);
	}
	if (!is_delta)
		ks_buf_puts(out, document->text);
}

static bool ends_with_view(const char *tag, const struct view *view)
{
	const char *at = tag ? strstr(tag, view->mark) : NULL;

	return at && strcmp(at + VIEW_DIGITS, "\"") == 0;
}

enum ks_rc ks_centre_roster(struct ks_centre *centre, const struct ks_roster_wish *wish,
			    char etag[KS_HASH_HEX + 2], struct ks_buf *out)
{
	struct view view = {0};
	enum ks_rc rc = read_view(centre->store, wish, &view);
	const char *known = ends_with_view(wish->known, &view) ? wish->known : NULL;

	if (rc == KS_OK) {
		rc = lock_good(centre);
		memcpy(etag, centre->document.etag, KS_HASH_HEX + 2);
		memcpy(etag + 1 + TAG_DIGITS, view.mark, VIEW_DIGITS);
		if (rc == KS_OK && known && strcmp(known, etag) == 0)
			rc = KS_NOT_FOUND;
		else if (rc == KS_OK)
			put_answer(&centre->document, wish->takes_delta ? known : NULL, out);
		ks_unlock(&centre->document.mutex);
		if (out->is_over) /* an empty answer would be none */
			rc = KS_FULL;
	}
	if (rc == KS_OK && view.is_sealed)
		rc = ks_secrets_add(centre->store, wish->key, view.units, ks_centre_now_ms(centre),
				    out);
	free(view.units);
	return rc;
}
