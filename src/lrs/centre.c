/* SPDX-License-Identifier: Apache-2.0 */
#include "lrs/centre.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/calendar.h"
#include "base/id.h"
#include "base/lock.h"
#include "base/log.h"
#include "base/mem.h"
#include "lrs/centre_private.h"
#include "lrs/replica_sender.h"
#include "lrs/roster_delta.h"
#include "lrs/sum.h"
#include "record/db.h"
#include "record/pseudonym.h"
#include "record/roster.h"
#include "record/roster_history.h"
#include "record/secrets.h"

/*
 * The centre as an object: the open store, the clock, and the roster document, which every kiosk asks for again and
 * again and which is therefore kept until something in it changes.
 */

/* A tag is of the document, and behind it of what a kiosk sees of it. */
#define VIEW_DIGITS 16
#define TAG_DIGITS (KS_HASH_HEX - 1 - VIEW_DIGITS)
#define OPEN_VIEW "0000000000000000"

enum ks_rc ks_centre_open(struct ks_store *store, struct ks_clock *clock, struct ks_centre **out)
{
	struct ks_centre *centre;
	char *rebuild = NULL;
	enum ks_rc rc = ks_store_get(store, "rebuild", &rebuild);

	*out = NULL;
	free(rebuild);
	/* Before anybody is counted under a pseudonym. A kiosk that stands alone, whose list this imports, has none. */
	if ((rc == KS_OK || rc == KS_NOT_FOUND) && ks_store_role(store) == KS_ROLE_COLLECTOR &&
	    ks_pseudonym_make_key(store) != KS_OK)
		return ks_db_failure(store);
	if (rc == KS_OK)
		rc = ks_sum_rebuild(store);
	if (rc != KS_OK && rc != KS_NOT_FOUND)
		return rc;
	centre = ks_alloc_zero(1, sizeof(*centre));
	centre->store = store;
	centre->clock = clock;
	ks_mutex_init(&centre->clock_mutex);
	ks_mutex_init(&centre->document_mutex);
	ks_mutex_init(&centre->have_mutex);
	ks_mutex_init(&centre->index_mutex);
	centre->indexed = -1;
	centre->history = ks_roster_history_open();
	centre->version = "1.0.3";
	atomic_init(&centre->edition, 1);
	*out = centre;
	return KS_OK;
}

void ks_centre_close(struct ks_centre *centre)
{
	if (!centre)
		return;
	pthread_mutex_destroy(&centre->clock_mutex);
	pthread_mutex_destroy(&centre->document_mutex);
	pthread_mutex_destroy(&centre->have_mutex);
	pthread_mutex_destroy(&centre->index_mutex);
	for (size_t i = 0; i < centre->n_have; i++)
		free(centre->have[i].kiosk);
	free(centre->have);
	free(centre->document);
	ks_roster_history_close(centre->history);
	free(centre);
}

struct ks_store *ks_centre_store(struct ks_centre *centre)
{
	return centre->store;
}

int64_t ks_centre_now_ms(struct ks_centre *centre)
{
	int64_t now;

	ks_lock(&centre->clock_mutex);
	now = ks_clock_wall_ms(centre->clock);
	ks_unlock(&centre->clock_mutex);
	return now;
}

void ks_centre_set_version(struct ks_centre *centre, const char *version)
{
	centre->version = version;
}

const char *ks_centre_version(const struct ks_centre *centre)
{
	return centre->version;
}

bool ks_centre_is_client(const char *sender)
{
	return strncmp(sender, "client:", strlen("client:")) == 0;
}

bool ks_centre_is_hr(const char *sender)
{
	return strncmp(sender, KS_SENDER_HR, strlen(KS_SENDER_HR)) == 0;
}

static void leave_claim(struct ks_statement_view *view)
{
	struct ks_statement_view claim = {.wall_ms = view->wall_ms,
					  .has_success = view->has_success,
					  .success = view->success};

	memcpy(claim.id, view->id, sizeof(claim.id));
	memcpy(claim.verb, view->verb, sizeof(claim.verb));
	memcpy(claim.object, view->object, sizeof(claim.object));
	memcpy(claim.registration, view->registration, sizeof(claim.registration));
	*view = claim;
}

void ks_centre_as_indexed(const char *sender, struct ks_statement_view *view)
{
	if (ks_replica_is_sender(sender)) {
		view->seq = 0;
		view->prev[0] = '\0';
	} else if (ks_centre_is_client(sender)) {
		leave_claim(view);
	}
}

void ks_centre_touch(struct ks_centre *centre)
{
	atomic_fetch_add(&centre->edition, 1);
}

/* Called with document_mutex held. The edition is read first: a change meanwhile makes the document old again. */
static enum ks_rc make_document(struct ks_centre *centre)
{
	uint_fast64_t edition = atomic_load(&centre->edition);
	char *completed = NULL, *document = NULL;
	uint8_t hash[KS_HASH_BYTES];
	char hex[KS_HASH_HEX];
	struct ks_civil now = ks_civil_from_ms(ks_centre_now_ms(centre));
	enum ks_rc rc;

	size_t n_taken = 0;

	/* A list that was ordered for today is taken before anybody is told who works here. */
	if (ks_roster_turn(centre->store, now.date, &n_taken) != KS_OK)
		ks_log_error("roster", "a list that waits could not be taken");
	if (centre->document && centre->document_edition == edition && n_taken == 0)
		return KS_OK;
	rc = ks_centre_completed_json(centre->store, ks_nendo_of(now.date), &completed);
	if (rc == KS_OK)
		rc = ks_roster_to_json(centre->store, completed, &document);
	free(completed);
	if (rc != KS_OK)
		return rc;
	ks_blake2b(document, strlen(document), hash);
	ks_hex(hash, sizeof(hash), hex);
	if (centre->document && strcmp(centre->document, document) != 0)
		ks_roster_history_note(centre->history, centre->document_etag, centre->document,
				       document);
	(void)snprintf(centre->document_etag, sizeof(centre->document_etag), "\"%.*s%s\"",
		       TAG_DIGITS, hex, OPEN_VIEW);
	free(centre->document);
	centre->document = document;
	centre->document_edition = edition;
	return KS_OK;
}

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

/* With document_mutex held. @wish->known: of this very view. */
static enum ks_rc answer_roster(struct ks_centre *centre, const struct ks_roster_wish *wish,
				const struct view *view, struct ks_buf *out)
{
	char tag[KS_HASH_HEX + 2];
	bool is_delta = false;

	if (wish->known && wish->takes_delta && strlen(wish->known) == strlen(centre->document_etag)) {
		(void)snprintf(tag, sizeof(tag), "%s", wish->known);
		(void)snprintf(tag + 1 + TAG_DIGITS, sizeof(tag) - 1 - TAG_DIGITS, "%s\"", OPEN_VIEW);
		is_delta = ks_roster_history_since(centre->history, tag, wish->known,
						   centre->document, out);
	}
	if (!is_delta)
		ks_buf_puts(out, centre->document);
	return view->is_sealed ? ks_secrets_add(centre->store, wish->key, view->units, out) : KS_OK;
}

static bool ends_with_view(const char *tag, const struct view *view)
{
	const char *at = tag ? strstr(tag, view->mark) : NULL;

	return at && strcmp(at + VIEW_DIGITS, "\"") == 0;
}

enum ks_rc ks_centre_roster(struct ks_centre *centre, const struct ks_roster_wish *wish,
			    char etag[KS_HASH_HEX + 2], struct ks_buf *out)
{
	struct ks_roster_wish asked = *wish;
	struct view view = {0};
	enum ks_rc rc;

	ks_lock(&centre->document_mutex);
	rc = make_document(centre);
	if (rc == KS_OK)
		rc = read_view(centre->store, wish, &view);
	if (rc == KS_OK) {
		memcpy(etag, centre->document_etag, KS_HASH_HEX + 2);
		memcpy(etag + 1 + TAG_DIGITS, view.mark, VIEW_DIGITS);
		if (!ends_with_view(wish->known, &view))
			asked.known = NULL;
		rc = asked.known && strcmp(asked.known, etag) == 0
			     ? KS_NOT_FOUND
			     : answer_roster(centre, &asked, &view, out);
	}
	ks_unlock(&centre->document_mutex);
	free(view.units);
	return rc;
}
