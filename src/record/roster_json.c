/* SPDX-License-Identifier: Apache-2.0 */
#include <inttypes.h>
#include <jansson.h>
#include <sodium.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "record/card.h"
#include "record/db.h"
#include "record/elsewhere.h"
#include "record/exemption_private.h"
#include "record/gathering.h"
#include "record/pin_mark.h"
#include "record/roll.h"
#include "record/roster_field.h"
#include "record/roster_private.h"
#include "record/secrets.h"

/*
 * The list on its way from the collector to a kiosk, with the gatherings and who has finished what elsewhere; PIN hashes are
 * sealed beside it (secrets.c). Here it is written, and its parts are read; roster_read.c reads the whole. A gathering or a
 * completion that breaks a rule is left out alone.
 */

/* ---- writing ---- */

static void put_member(struct ks_buf *out, const char *before, const char *value)
{
	ks_buf_puts(out, before);
	ks_buf_json(out, value);
}

static void put_appointment(struct ks_buf *out, const struct ks_appointment *a)
{
	const char *before = "{";
	char day[16];

	for (int i = 0; i < KS_FIELD_COUNT; i++) {
		const struct ks_roster_field *field = &ks_roster_fields[i];
		const char *text;

		if (!field->json)
			continue;
		text = ks_roster_field_text(a, field, day);
		ks_buf_printf(out, "%s\"%s\":", before, field->json);
		ks_buf_json(out, text);
		before = ",";
	}
	ks_buf_putc(out, '}');
}

/* Whether it is another PIN than before, or kiosks told something of it since. */
static void put_pin_mark(struct ks_buf *out, const char *hash, int64_t stamp)
{
	char *text = stamp > 0 ? ks_format("%s %" PRId64, hash, stamp) : ks_strdup(hash);
	char print[KS_PIN_PRINT_DIGITS + 1];

	ks_pin_print(text, print);
	ks_buf_printf(out, ",\"pin_mark\":\"%s\"", print);
	free(text);
}

/* @stamp: of what kiosks told of their PIN, 0: nothing; < 0: the hash itself is put, for nobody else to read. */
static void put_person(struct ks_buf *out, const struct ks_roster_entry *entry, int64_t stamp)
{
	const struct ks_person *person = &entry->person;

	put_member(out, "{\"number\":", person->number);
	if (!entry->is_listed)
		ks_buf_puts(out, ",\"listed\":false");
	if (strcmp(ks_person_typed(person), person->number) != 0)
		put_member(out, ",\"typed\":", person->typed);
	put_member(out, ",\"name\":", person->name);
	put_member(out, ",\"kana\":", person->kana);
	if (entry->pin_hash && stamp >= 0) {
		put_pin_mark(out, entry->pin_hash, stamp);
	} else if (entry->pin_hash) {
		put_member(out, ",\"pin\":{\"hash\":", entry->pin_hash);
		put_member(out, ",\"source\":", entry->pin_source);
		ks_buf_putc(out, '}');
	}
	ks_buf_puts(out, ",\"appointments\":[");
	for (size_t i = 0; i < person->n_appointments; i++) {
		if (i > 0)
			ks_buf_putc(out, ',');
		put_appointment(out, &person->appointments[i]);
	}
	ks_buf_puts(out, "]}");
}

void ks_roster_put_person(struct ks_buf *out, const struct ks_roster_entry *entry)
{
	put_person(out, entry, -1);
}

/* The list and the few of whom kiosks told something are both in the order of numbers. */
static enum ks_rc put_people(struct ks_buf *out, struct ks_store *store,
			     const struct ks_roster *roster)
{
	sqlite3_stmt *told =
		ks_db_query(store, "SELECT number, stamp FROM pin_state ORDER BY number", "");
	enum ks_rc rc = ks_db_step(store, told);

	for (size_t i = 0; i < roster->n_entries; i++) {
		const char *number = roster->entries[i].person.number;
		int64_t stamp = 0;

		while (rc == KS_OK && strcmp(ks_db_text(told, 0), number) < 0)
			rc = ks_db_step(store, told);
		if (rc == KS_OK && strcmp(ks_db_text(told, 0), number) == 0)
			stamp = sqlite3_column_int64(told, 1);
		if (i > 0)
			ks_buf_putc(out, ',');
		put_person(out, &roster->entries[i], stamp);
	}
	ks_db_end(told);
	return rc == KS_NOT_FOUND ? KS_OK : rc;
}

static void put_gathering(struct ks_buf *out, const struct ks_gathering *g, const struct ks_roll *roll)
{
	const char *before = "";
	char day[16];

	ks_date_format(g->date, day);
	put_member(out, "{\"id\":", g->id);
	put_member(out, ",\"day\":", day);
	ks_buf_printf(out, ",\"from_minute\":%d,\"to_minute\":%d", g->from_minute, g->to_minute);
	put_member(out, ",\"title\":", g->title);
	put_member(out, ",\"place\":", g->place);
	put_member(out, ",\"lessons\":", g->lessons);
	ks_buf_printf(out, ",\"cancelled\":%s,\"expected\":[", g->is_cancelled ? "true" : "false");
	for (size_t i = 0; i < roll->n_people; i++) {
		if (!roll->people[i].is_expected)
			continue;
		ks_buf_puts(out, before);
		ks_buf_json(out, roll->people[i].staff);
		before = ",";
	}
	ks_buf_puts(out, "]}");
}

static enum ks_rc put_gatherings(struct ks_buf *out, struct ks_store *store)
{
	struct ks_gathering *gatherings = NULL;
	size_t n = 0, n_put = 0;
	enum ks_rc rc = ks_gathering_on(store, (struct ks_date){0}, &gatherings, &n);

	for (size_t i = 0; i < n; i++) {
		struct ks_roll roll = {0};

		if (rc == KS_OK)
			rc = ks_roll_load(store, gatherings[i].id, &roll);
		/* One from before the rule must not spoil the whole document. */
		if (ks_gathering_is_text(gatherings[i].title) &&
		    ks_gathering_is_text(gatherings[i].place)) {
			ks_buf_puts(out, n_put++ > 0 ? "," : "");
			put_gathering(out, &gatherings[i], &roll);
		} else {
			ks_log_warn("roster", "gathering %s is not sent: its texts break the rule",
				    gatherings[i].id);
		}
		ks_roll_finish(&roll);
		ks_gathering_finish(&gatherings[i]);
	}
	free(gatherings);
	return rc;
}

enum ks_rc ks_roster_to_json(struct ks_store *store, const char *completed, char **json)
{
	struct ks_buf out = {.ceiling = KS_ROSTER_DOCUMENT_MAX_BYTES};
	struct ks_roster roster;

	*json = NULL;
	ks_db_lock(store);
	enum ks_rc rc = ks_roster_load(store, false, &roster);

	if (rc == KS_OK) {
		ks_buf_puts(&out, "{\"format\":\"" KS_ROSTER_FORMAT "\",\"people\":[");
		rc = put_people(&out, store, &roster);
		ks_buf_puts(&out, "],\"gatherings\":[");
		if (rc == KS_OK)
			rc = put_gatherings(&out, store);
		ks_buf_puts(&out, "],\"completed\":");
		ks_buf_puts(&out, completed ? completed : "[]");
		ks_buf_puts(&out, ",\"on_paper\":");
		if (rc == KS_OK)
			rc = ks_elsewhere_put_papers(store, &out);
		ks_buf_puts(&out, ",\"exemptions\":");
		if (rc == KS_OK)
			rc = ks_exemption_put(store, &out);
		ks_buf_puts(&out, ",\"cards\":");
		if (rc == KS_OK)
			rc = ks_card_put_json(store, &out);
		ks_buf_putc(&out, '}');
		ks_roster_finish(&roster);
	}
	ks_db_unlock(store);
	if (rc == KS_OK && out.is_over)
		rc = KS_FULL;
	if (rc == KS_OK)
		*json = ks_buf_take(&out);
	ks_buf_finish(&out);
	return rc;
}

/* ---- reading: everything is checked first ---- */

/* A text member that may be shown; NULL when it is missing or not fit. */
static const char *text_member(const json_t *object, const char *name)
{
	const char *text = json_string_value(json_object_get(object, name));

	return text && ks_roster_is_text(text) ? text : NULL;
}

static bool read_appointment(const json_t *from, struct ks_appointment *a)
{
	for (int i = 0; i < KS_FIELD_COUNT; i++) {
		const struct ks_roster_field *field = &ks_roster_fields[i];
		const char *text;

		if (!field->json)
			continue;
		text = text_member(from, field->json);
		if (!text && field->is_late && !json_object_get(from, field->json))
			text = ""; /* an older centre is without */
		if (!text || !ks_roster_field_put(a, field, text))
			return false;
	}
	return true;
}

bool ks_roster_is_pin(const char *hash, const char *source)
{
	return hash && source && strlen(hash) < crypto_pwhash_STRBYTES &&
	       strncmp(hash, crypto_pwhash_STRPREFIX, strlen(crypto_pwhash_STRPREFIX)) == 0 &&
	       (strcmp(source, "initial") == 0 || strcmp(source, "own") == 0);
}

/* An older centre puts the hash here; what is sealed comes by itself (secrets.c). */
static bool read_pin(const json_t *pin, struct ks_roster_entry *entry)
{
	const char *hash = text_member(pin, "hash"), *source = text_member(pin, "source");

	if (!pin || json_is_null(pin))
		return true;
	if (!ks_roster_is_pin(hash, source))
		return false;
	entry->pin_hash = hash;
	entry->pin_source = source;
	return true;
}

bool ks_roster_read_person(const json_t *from, struct ks_arena *arena, struct ks_roster_entry *entry)
{
	const json_t *appointments = json_object_get(from, "appointments");
	struct ks_person *person = &entry->person;
	size_t n = json_array_size(appointments);

	person->number = text_member(from, "number");
	person->typed = json_object_get(from, "typed") ? text_member(from, "typed") : person->number;
	person->name = text_member(from, "name");
	person->kana = text_member(from, "kana");
	entry->is_listed = !json_is_false(json_object_get(from, "listed"));
	if (!person->number || !ks_person_is_key(person->number) || !person->typed ||
	    !ks_person_is_number(person->typed) || !person->name || person->name[0] == '\0' ||
	    !person->kana || !json_is_array(appointments) || n > KS_ROSTER_APPOINTMENTS_MAX ||
	    !read_pin(json_object_get(from, "pin"), entry))
		return false;
	person->appointments = ks_arena_alloc(arena, (n + 1) * sizeof(*person->appointments));
	person->n_appointments = n;
	for (size_t i = 0; i < n; i++)
		if (!read_appointment(json_array_get(appointments, i), &person->appointments[i]))
			return false;
	return true;
}

static const char *keep(struct ks_arena *arena, const char *text)
{
	return text ? ks_arena_strdup(arena, text) : NULL;
}

void ks_roster_keep_texts(struct ks_arena *arena, struct ks_roster_entry *entry)
{
	struct ks_person *person = &entry->person;

	person->number = keep(arena, person->number);
	person->typed = keep(arena, person->typed);
	person->name = keep(arena, person->name);
	person->kana = keep(arena, person->kana);
	entry->pin_hash = keep(arena, entry->pin_hash);
	entry->pin_source = keep(arena, entry->pin_source);
	for (size_t i = 0; i < person->n_appointments; i++) {
		struct ks_appointment *a = &person->appointments[i];
		char day[16];

		for (int k = 0; k < KS_FIELD_COUNT; k++)
			if (ks_roster_fields[k].column && ks_roster_fields[k].kind != KS_ROSTER_DAY)
				(void)ks_roster_field_put(
					a, &ks_roster_fields[k],
					keep(arena,
					     ks_roster_field_text(a, &ks_roster_fields[k], day)));
	}
}

bool ks_roster_read_people(const json_t *people, struct ks_roster *out)
{
	size_t n = json_array_size(people);

	if (!json_is_array(people) || n > KS_ROSTER_PEOPLE_MAX)
		return false;
	out->entries = ks_arena_alloc(&out->arena, (n + 1) * sizeof(*out->entries));
	out->n_entries = n;
	for (size_t i = 0; i < n; i++)
		if (!ks_roster_read_person(json_array_get(people, i), &out->arena, &out->entries[i]))
			return false;
	return ks_roster_sort_each_once(out);
}

bool ks_roster_sort_each_once(struct ks_roster *roster)
{
	ks_roster_sort(roster);
	for (size_t i = 1; i < roster->n_entries; i++)
		if (strcmp(roster->entries[i - 1].person.number, roster->entries[i].person.number) ==
		    0)
			return false;
	return true;
}

static bool is_minute(const json_t *value)
{
	return json_is_integer(value) && json_integer_value(value) >= 0 &&
	       json_integer_value(value) <= 48 * 60;
}

static bool is_gathering(const json_t *g)
{
	const char *id = text_member(g, "id"), *day = text_member(g, "day");
	const char *title = json_string_value(json_object_get(g, "title"));
	const char *place = json_string_value(json_object_get(g, "place"));
	struct ks_date date;

	return id && id[0] != '\0' && strlen(id) < sizeof(((struct ks_gathering *)0)->id) && day &&
	       ks_date_parse(day, &date) && is_minute(json_object_get(g, "from_minute")) &&
	       is_minute(json_object_get(g, "to_minute")) && title && ks_gathering_is_text(title) &&
	       place && ks_gathering_is_text(place);
}

/* ---- storing what was found good ---- */

/* An older centre does not say them: then nothing is known of who should come. */
static enum ks_rc write_expected(struct ks_store *store, const char *id, const json_t *expected)
{
	enum ks_rc rc =
		ks_db_run(store, "DELETE FROM gathering_expected WHERE gathering = ?", "t", id);

	for (size_t i = 0; i < json_array_size(expected) && rc == KS_OK; i++) {
		const char *staff = json_string_value(json_array_get(expected, i));

		if (!staff || !ks_person_is_key(staff))
			continue;
		rc = ks_db_run(store,
			       "INSERT OR IGNORE INTO gathering_expected(gathering, staff)"
			       " VALUES(?, ?)",
			       "tt", id, staff);
	}
	return rc;
}

static enum ks_rc write_gathering(struct ks_store *store, const json_t *g)
{
	const char *lessons = json_string_value(json_object_get(g, "lessons"));
	bool is_cancelled = json_is_true(json_object_get(g, "cancelled"));
	enum ks_rc rc =
		ks_db_run(store,
			  "INSERT OR REPLACE INTO gathering(id, day, from_minute, to_minute,"
			  " title, place, lessons, is_cancelled) VALUES(?, ?, ?, ?, ?, ?, ?, ?)",
			  "ttddtttd", text_member(g, "id"), text_member(g, "day"),
			  (int)json_integer_value(json_object_get(g, "from_minute")),
			  (int)json_integer_value(json_object_get(g, "to_minute")),
			  json_string_value(json_object_get(g, "title")),
			  json_string_value(json_object_get(g, "place")),
			  lessons && ks_gathering_is_text(lessons) ? lessons : "", (int)is_cancelled);

	return rc == KS_OK
		       ? write_expected(store, text_member(g, "id"), json_object_get(g, "expected"))
		       : rc;
}

enum ks_rc ks_roster_write_gatherings(struct ks_store *store, const json_t *gatherings)
{
	/* One that people attended here, or that was opened here, stays, whatever the centre thinks of it now. */
	enum ks_rc rc = ks_db_run(store,
				  "DELETE FROM gathering WHERE id NOT IN"
				  " (SELECT gathering FROM attendance) AND id NOT IN"
				  " (SELECT gathering FROM gathering_fact WHERE verb = 'opened')",
				  "");

	for (size_t i = 0; i < json_array_size(gatherings) && rc == KS_OK; i++) {
		const json_t *g = json_array_get(gatherings, i);

		if (!is_gathering(g)) { /* the people and the other gatherings are no worse for it */
			ks_log_warn("roster", "gathering %zu of the document is left out", i + 1);
			continue;
		}
		rc = write_gathering(store, g);
	}
	return rc;
}
