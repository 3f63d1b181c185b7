/* SPDX-License-Identifier: Apache-2.0 */
#include <jansson.h>
#include <malloc.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "record/card.h"
#include "record/db.h"
#include "record/elsewhere.h"
#include "record/exemption_private.h"
#include "record/roster_private.h"
#include "record/secrets.h"

/*
 * The document at the kiosk. That of 100,000 people is 98 MB, and as one tree of JSON more than a gigabyte: people and
 * completions are read one after the other, and only the rest, which is short, as a whole. All of it is looked through
 * before the first row is written: a cut or meddled document must not leave half a list.
 */

#define LONG_BYTES \
	((size_t)1 << 20) /* behind it memory is given back to the system, which waits for nobody to ask for it */
#define GATHERINGS_MAX 10000
#define COMPLETIONS_MAX 2000000

/* ---- one value after the other ---- */

struct source {
	const char *at, *end;
};

static bool is_at_end(struct source *s)
{
	while (s->at < s->end && *s->at && strchr(" \t\n\r", *s->at))
		s->at++;
	return s->at == s->end;
}

static bool take(struct source *s, char c)
{
	if (is_at_end(s) || *s->at != c)
		return false;
	s->at++;
	return true;
}

/* NULL: there is none. */
static json_t *take_value(struct source *s)
{
	json_error_t read;
	json_t *value =
		json_loadb(s->at, (size_t)(s->end - s->at),
			   JSON_DECODE_ANY | JSON_DISABLE_EOF_CHECK | JSON_REJECT_DUPLICATES, &read);

	if (value)
		s->at += read.position;
	return value;
}

typedef bool take_element(void *context, const json_t *element);

static bool each_element(struct source *s, take_element *use, void *context)
{
	if (!take(s, '['))
		return false;
	if (take(s, ']'))
		return true;
	do {
		json_t *element = take_value(s);
		bool is_good = element && use(context, element);

		json_decref(element);
		if (!is_good)
			return false;
	} while (take(s, ','));
	return take(s, ']');
}

/* ---- the document ---- */

struct document {
	struct ks_roster roster;
	struct ks_roster_entry *entries; /* while they come */
	size_t n_entries, capacity;
	bool has_people;
	struct source completed; /* its array; at NULL: there is none */
	size_t n_completed;
	json_t *rest; /* all other members */
};

static bool take_person(void *context, const json_t *person)
{
	struct document *d = context;
	struct ks_roster_entry entry = {0};

	if (d->n_entries == KS_ROSTER_PEOPLE_MAX ||
	    !ks_roster_read_person(person, &d->roster.arena, &entry))
		return false;
	ks_roster_keep_texts(&d->roster.arena, &entry);
	ks_grow(&d->entries, d->n_entries, &d->capacity);
	d->entries[d->n_entries++] = entry;
	return true;
}

static bool count_completion(void *context, const json_t *row)
{
	(void)row;
	return ++((struct document *)context)->n_completed <= COMPLETIONS_MAX;
}

static bool read_member(struct document *d, const char *key, struct source *s)
{
	json_t *value;

	if (strcmp(key, "people") == 0) {
		if (d->has_people)
			return false;
		d->has_people = true;
		return each_element(s, take_person, d);
	}
	if (strcmp(key, "completed") == 0) {
		if (d->completed.at)
			return false;
		d->completed = *s;
		return each_element(s, count_completion, d);
	}
	value = json_object_get(d->rest, key) ? NULL : take_value(s);
	return value && json_object_set_new(d->rest, key, value) == 0;
}

static bool read_members(struct document *d, struct source *s)
{
	bool is_good;

	if (!take(s, '{'))
		return false;
	do {
		json_t *key = take_value(s);

		is_good = json_is_string(key) && take(s, ':') &&
			  read_member(d, json_string_value(key), s);
		json_decref(key);
	} while (is_good && take(s, ','));
	return is_good && take(s, '}') && is_at_end(s);
}

static bool read_document(const char *json, size_t len, struct document *d)
{
	struct source s = {json, json + len};
	const char *format;
	const json_t *gatherings;

	d->entries = ks_alloc_zero(1, sizeof(*d->entries));
	d->rest = json_object();
	if (!read_members(d, &s))
		return false;
	format = json_string_value(json_object_get(d->rest, "format"));
	gatherings = json_object_get(d->rest, "gatherings");
	d->roster.entries = d->entries;
	d->roster.n_entries = d->n_entries;
	return format && strcmp(format, KS_ROSTER_FORMAT) == 0 && d->has_people &&
	       d->completed.at && json_is_array(gatherings) &&
	       json_array_size(gatherings) <= GATHERINGS_MAX && ks_roster_sort_each_once(&d->roster);
}

/* ---- writing what was found good ---- */

struct writing {
	struct ks_store *store;
	size_t n;
	enum ks_rc rc;
};

static bool write_completion(void *context, const json_t *row)
{
	struct writing *w = context;

	w->rc = ks_elsewhere_take_completion(w->store, row, w->n++);
	return w->rc == KS_OK;
}

static enum ks_rc write_completions(struct ks_store *store, struct source completed)
{
	struct writing writing = {.store = store};
	enum ks_rc rc = ks_db_run(store, "DELETE FROM elsewhere", "");

	if (rc == KS_OK && !each_element(&completed, write_completion, &writing))
		rc = writing.rc;
	return rc;
}

static enum ks_rc write_document(struct ks_store *store, const struct document *d)
{
	enum ks_rc rc = ks_store_begin(store);

	if (rc != KS_OK)
		return rc;
	/* A centre that was set up anew has no list yet: nobody is locked out because of that. */
	if (d->n_entries > 0)
		rc = ks_roster_write(store, &d->roster, NULL, NULL);
	if (rc == KS_OK && d->n_entries > 0)
		rc = ks_secrets_take(store, json_string_value(json_object_get(d->rest, "sealed")),
				     &d->roster);
	if (rc == KS_OK)
		rc = ks_roster_write_gatherings(store, json_object_get(d->rest, "gatherings"));
	if (rc == KS_OK)
		rc = write_completions(store, d->completed);
	if (rc == KS_OK)
		rc = ks_elsewhere_take_papers(store, json_object_get(d->rest, "on_paper"));
	if (rc == KS_OK)
		rc = ks_exemption_take(store, json_object_get(d->rest, "exemptions"));
	if (rc == KS_OK)
		rc = ks_card_take_json(store, json_object_get(d->rest, "cards"));
	return ks_store_end(store, rc);
}

enum ks_rc ks_roster_store_json(struct ks_store *store, const char *json, size_t len)
{
	struct document document = {0};
	enum ks_rc rc =
		read_document(json, len, &document) ? write_document(store, &document) : KS_INVALID;

	if (rc != KS_OK)
		ks_log_warn("roster", "document not taken: %s", ks_rc_name(rc));
	free(document.entries);
	document.roster.entries = NULL;
	ks_roster_finish(&document.roster);
	json_decref(document.rest);
	if (len > LONG_BYTES)
		(void)malloc_trim(0);
	return rc;
}
