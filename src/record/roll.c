/* SPDX-License-Identifier: Apache-2.0 */
#include "record/roll.h"

#include <assert.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "record/db.h"

/*
 * One table of facts, on a kiosk and at the centre, and one way from the facts to who is here: what the 係員 sees and what
 * the 出席簿 says cannot differ.
 */

static bool is_verb(const struct ks_roll_fact *fact, const char *verb)
{
	return strcmp(fact->verb, verb) == 0;
}

/* ---- reading ---- */

static enum ks_rc load_facts(struct ks_store *store, const char *id, struct ks_roll *roll)
{
	static const char select[] =
		"SELECT staff, verb, kiosk, how, by_staff, reason, at_ms, n_present, n_counted, 0, 0, id"
		" FROM gathering_fact WHERE gathering = ?1"
		/* What HR corrected with two users stands behind what was said before it (src/lrs/correction.c). */
		" UNION ALL SELECT staff, CASE kind WHEN 'present' THEN 'admitted' ELSE 'removed' END,"
		"  '@centre', '', by_user, reason, end_ms, 0, 0, 1,"
		"  CASE kind WHEN 'present' THEN at_ms ELSE 0 END, id"
		"  FROM correction WHERE gathering = ?1 AND state = 1 AND kind IN ('present', 'absent')"
		" ORDER BY 7, 12";
	struct ks_roll_fact *facts = NULL;
	size_t capacity = 0;
	sqlite3_stmt *stmt;
	enum ks_rc rc;

	ks_db_lock(store);
	stmt = ks_db_query(store, select, "t", id);
	while ((rc = ks_db_step(store, stmt)) == KS_OK) {
		ks_grow(&facts, roll->n_facts, &capacity);
		facts[roll->n_facts++] = (struct ks_roll_fact){
			.staff = ks_arena_strdup(&roll->arena, ks_db_text(stmt, 0)),
			.verb = ks_arena_strdup(&roll->arena, ks_db_text(stmt, 1)),
			.kiosk = ks_arena_strdup(&roll->arena, ks_db_text(stmt, 2)),
			.how = ks_arena_strdup(&roll->arena, ks_db_text(stmt, 3)),
			.by = ks_arena_strdup(&roll->arena, ks_db_text(stmt, 4)),
			.reason = ks_arena_strdup(&roll->arena, ks_db_text(stmt, 5)),
			.at_ms = sqlite3_column_int64(stmt, 6),
			.n_present = sqlite3_column_int(stmt, 7),
			.n_counted = sqlite3_column_int(stmt, 8),
			.is_of_centre = sqlite3_column_int(stmt, 9) != 0,
			.stated_ms = sqlite3_column_int64(stmt, 10),
		};
	}
	ks_db_end(stmt);
	ks_db_unlock(store);
	roll->facts = ks_arena_copy(&roll->arena, facts, roll->n_facts * sizeof(*facts));
	free(facts);
	return rc == KS_NOT_FOUND ? KS_OK : rc;
}

static enum ks_rc load_expected(struct ks_store *store, const char *id, struct ks_roll *roll)
{
	static const char select[] =
		"SELECT staff, 1 FROM gathering_expected WHERE gathering = ?1"
		" UNION SELECT staff, 0 FROM"
		"  (SELECT staff FROM gathering_fact WHERE gathering = ?1 AND verb NOT IN"
		"   ('closed', 'opened', 'polled', 'drilled')"
		"   UNION SELECT staff FROM correction WHERE gathering = ?1 AND state = 1)"
		"  WHERE staff NOT IN"
		"  (SELECT staff FROM gathering_expected WHERE gathering = ?1) ORDER BY 1";
	struct ks_roll_person *people = NULL;
	size_t capacity = 0;
	sqlite3_stmt *stmt;
	enum ks_rc rc;

	ks_db_lock(store);
	stmt = ks_db_query(store, select, "t", id);
	while ((rc = ks_db_step(store, stmt)) == KS_OK) {
		ks_grow(&people, roll->n_people, &capacity);
		people[roll->n_people++] = (struct ks_roll_person){
			.staff = ks_arena_strdup(&roll->arena, ks_db_text(stmt, 0)),
			.is_expected = sqlite3_column_int(stmt, 1) != 0,
			.how = "",
			.kiosk = "",
			.reason = "",
			.by = "",
		};
	}
	ks_db_end(stmt);
	ks_db_unlock(store);
	roll->people = ks_arena_copy(&roll->arena, people, roll->n_people * sizeof(*people));
	free(people);
	return rc == KS_NOT_FOUND ? KS_OK : rc;
}

/* ---- working out ---- */

static struct ks_roll_person *find(const struct ks_roll *roll, const char *staff)
{
	for (size_t low = 0, high = roll->n_people; low < high;) {
		size_t middle = low + (high - low) / 2;
		int order = strcmp(roll->people[middle].staff, staff);

		if (order == 0)
			return &roll->people[middle];
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

const struct ks_roll_person *ks_roll_find(const struct ks_roll *roll, const char *staff)
{
	return find(roll, staff);
}

bool ks_roll_is_credited(const struct ks_roll *roll, const char *staff)
{
	for (size_t i = 0; i < roll->n_facts; i++)
		if (is_verb(&roll->facts[i], "attended") && strcmp(roll->facts[i].staff, staff) == 0)
			return true;
	return false;
}

/* The first check-in counts; a later one at another kiosk is only noted. */
static void take_check_in(struct ks_roll_person *person, const struct ks_roll_fact *fact)
{
	if (person->in_ms != 0) {
		if (strcmp(person->kiosk, fact->kiosk) != 0)
			person->notes |= KS_ROLL_TWO_DOORS;
		return;
	}
	person->in_ms = fact->at_ms;
	person->how = fact->how;
	person->kiosk = fact->kiosk;
	if (strcmp(fact->how, "number") == 0 || strcmp(fact->how, "card") == 0)
		person->notes |= KS_ROLL_NO_PIN;
	if (fact->reason[0])
		person->notes |= KS_ROLL_FAILED_FIRST;
	if (!person->is_corrected)
		person->is_present = true;
}

static void take(struct ks_roll *roll, const struct ks_roll_fact *fact)
{
	struct ks_roll_person *person = find(roll, fact->staff);
	bool is_admitted = is_verb(fact, "admitted");

	if (is_verb(fact, "closed") && !roll->closing)
		roll->closing = fact;
	if (!person || is_verb(fact, "closed"))
		return;
	if (is_verb(fact, "checkin"))
		take_check_in(person, fact);
	if (is_verb(fact, "leave"))
		person->out_ms = fact->at_ms;
	if (is_admitted || is_verb(fact, "removed")) {
		person->is_present = is_admitted;
		person->is_corrected = true;
		person->notes &= ~(unsigned)KS_ROLL_ON_PAPER;
		if (is_admitted && strcmp(fact->how, KS_ROLL_PAPER) == 0)
			person->notes |= KS_ROLL_ON_PAPER;
		if (fact->stated_ms > 0) {
			person->in_ms = fact->stated_ms;
			person->kiosk = fact->kiosk;
		}
	}
	if (is_admitted || is_verb(fact, "removed") || is_verb(fact, "excused")) {
		person->reason = fact->reason;
		person->by = fact->by;
	}
}

static void note_neighbours(struct ks_roll *roll)
{
	const struct ks_roll_fact *last = NULL;

	for (size_t i = 0; i < roll->n_facts; i++) {
		const struct ks_roll_fact *fact = &roll->facts[i];

		if (!is_verb(fact, "checkin"))
			continue;
		for (size_t k = i + 1; k < roll->n_facts; k++) {
			last = &roll->facts[k];
			if (last->at_ms - fact->at_ms > KS_ROLL_AT_ONCE_MS)
				break;
			if (!is_verb(last, "checkin") || strcmp(last->kiosk, fact->kiosk) != 0 ||
			    strcmp(last->staff, fact->staff) == 0)
				continue;
			find(roll, fact->staff)->notes |= KS_ROLL_TWO_AT_ONCE;
			find(roll, last->staff)->notes |= KS_ROLL_TWO_AT_ONCE;
		}
	}
}

static void count(struct ks_roll *roll)
{
	for (size_t i = 0; i < roll->n_people; i++) {
		const struct ks_roll_person *person = &roll->people[i];

		roll->n_expected += person->is_expected;
		roll->n_here += person->is_expected && person->is_present;
		roll->n_missing += person->is_expected && !person->is_present;
		roll->n_walk_ins += !person->is_expected && person->is_present;
	}
}

bool ks_roll_is_walk_in(const struct ks_roll *roll, const struct ks_roll_person *person)
{
	return roll->n_expected > 0 && person->is_present && !person->is_expected;
}

enum ks_rc ks_roll_load(struct ks_store *store, const char *id, struct ks_roll *out)
{
	enum ks_rc rc;

	memset(out, 0, sizeof(*out));
	ks_db_lock(store);
	rc = load_facts(store, id, out);
	if (rc == KS_OK)
		rc = load_expected(store, id, out);
	ks_db_unlock(store);
	if (rc != KS_OK) {
		ks_roll_finish(out);
		return rc;
	}
	for (size_t i = 0; i < out->n_facts; i++)
		take(out, &out->facts[i]);
	note_neighbours(out);
	count(out);
	return KS_OK;
}

void ks_roll_finish(struct ks_roll *roll)
{
	if (!roll)
		return;
	ks_arena_wipe(&roll->arena);
	memset(roll, 0, sizeof(*roll));
}
