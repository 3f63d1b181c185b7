/* SPDX-License-Identifier: Apache-2.0 */
#include "visit/desk.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/id.h"
#include "visit/attend.h"

/*
 * The roll is read anew behind everything that is said, so that the counts the 係員 sees are what the disk says. Only the
 * kiosk's own check-ins and its own 係員's words are known here; the centre puts the doors together.
 */

#define COUNTED_DIGITS 4
#define DAY_MINUTES (24 * 60)

void ks_desk_begin(struct ks_visit *visit)
{
	visit->purpose = KS_PURPOSE_DESK;
	visit->place = KS_VISIT_NUMBER;
}

enum ks_rc ks_desk_enter(struct ks_site *site, struct ks_visit *visit)
{
	const struct ks_appointment *appointment = ks_visit_appointment(visit);
	enum ks_rc rc = ks_attend_load(site, visit);

	visit->desk.is_refused =
		!appointment || !ks_appointment_has_role(appointment, KS_ROLE_FACILITATOR);
	if (rc == KS_OK)
		visit->place = KS_VISIT_DESK;
	return rc;
}

static enum ks_rc read_roll(struct ks_site *site, struct ks_visit *visit)
{
	struct ks_desk_visit *desk = &visit->desk;
	struct ks_roll roll;
	enum ks_rc rc = ks_roll_load(site->store, ks_attend_gathering(visit)->id, &roll);

	if (rc != KS_OK)
		return rc;
	ks_roll_finish(&desk->roll);
	desk->roll = roll;
	desk->has_roll = true;
	desk->staff = NULL;
	visit->place = KS_VISIT_ROLL;
	return KS_OK;
}

enum ks_rc ks_desk_open(struct ks_site *site, struct ks_visit *visit, size_t index)
{
	struct ks_desk_visit *desk = &visit->desk;
	enum ks_rc rc = KS_OK;

	assert(index < visit->attend.n_gatherings && !desk->is_refused);
	visit->attend.index = index;
	if (!desk->roster.entries)
		rc = ks_roster_load(site->store, true, &desk->roster);
	return rc == KS_OK ? read_roll(site, visit) : rc;
}

void ks_desk_ask_why(struct ks_visit *visit, size_t index)
{
	struct ks_desk_visit *desk = &visit->desk;

	assert(index < desk->roll.n_people);
	desk->staff = desk->roll.people[index].staff;
	desk->deed = desk->roll.people[index].is_present ? KS_DESK_REMOVE : KS_DESK_EXCUSE;
	visit->place = KS_VISIT_WHY;
}

void ks_desk_ask_number(struct ks_visit *visit, enum ks_desk_deed deed)
{
	visit->desk.deed = deed;
	visit->desk.staff = NULL;
	visit->place = KS_VISIT_KEYS;
}

static const char *find_number(const struct ks_roster *roster, const char *typed)
{
	for (size_t i = 0; i < roster->n_entries; i++)
		if (roster->entries[i].is_listed &&
		    strcmp(ks_person_typed(&roster->entries[i].person), typed) == 0)
			return roster->entries[i].person.number;
	return NULL;
}

enum ks_rc ks_desk_record(struct ks_site *site, const struct ks_visit *visit, struct ks_fact fact,
			  struct ks_receipt **receipt)
{
	const struct ks_gathering *gathering = ks_attend_gathering(visit);
	struct ks_receipt *taken = NULL;
	char session_id[KS_UUID_TEXT];
	int64_t seq = 0;
	enum ks_rc rc;

	ks_uuid_v7(ks_clock_wall_ms(site->clock), session_id);
	fact.staff = fact.staff ? fact.staff : visit->person.number;
	fact.session_id = session_id;
	fact.content = site->content;
	fact.plan = ks_site_plan(site);
	fact.gathering_id = gathering->id;
	fact.gathering_title = gathering->title;
	fact.by = visit->person.number;
	if (fact.kind == KS_FACT_CLOSED)
		rc = ks_roll_close(site->ledger, &fact, gathering, &seq);
	else
		rc = ks_roll_record(site->ledger, &fact, &seq);
	if (rc == KS_OK)
		rc = ks_receipt_take(site->ledger, seq, &taken);
	if (rc != KS_OK)
		return rc;
	ks_receipt_close(*receipt);
	*receipt = taken;
	if (site->recorded)
		site->recorded(site->context);
	return KS_OK;
}

static enum ks_rc say(struct ks_site *site, struct ks_visit *visit, const char *reason,
		      const char *how)
{
	static const enum ks_fact_kind kinds[] = {[KS_DESK_EXCUSE] = KS_FACT_EXCUSED,
						  [KS_DESK_REMOVE] = KS_FACT_REMOVED,
						  [KS_DESK_ADMIT] = KS_FACT_ADMITTED,
						  [KS_DESK_CLOSE] = KS_FACT_CLOSED};
	struct ks_desk_visit *desk = &visit->desk;
	struct ks_fact fact = {.kind = kinds[desk->deed],
			       .staff = desk->staff,
			       .how = how,
			       .reason = reason,
			       .n_counted = desk->n_counted};
	enum ks_rc rc = ks_desk_record(site, visit, fact, &desk->receipt);

	return rc == KS_OK ? read_roll(site, visit) : rc;
}

enum ks_rc ks_desk_number(struct ks_site *site, struct ks_visit *visit, const char *typed)
{
	struct ks_desk_visit *desk = &visit->desk;

	if (desk->deed == KS_DESK_ADMIT || desk->deed == KS_DESK_PAPER) {
		const char *staff = find_number(&desk->roster, typed);

		if (!staff)
			return KS_NOT_FOUND;
		desk->staff = staff;
		if (desk->deed == KS_DESK_ADMIT)
			visit->place = KS_VISIT_WHY;
		return KS_OK;
	}
	assert(strlen(typed) <= COUNTED_DIGITS);
	desk->n_counted = (int)strtol(typed, NULL, 10);
	if ((size_t)desk->n_counted == desk->roll.n_here + desk->roll.n_walk_ins)
		return say(site, visit, NULL, NULL);
	visit->place = KS_VISIT_WHY;
	return KS_OK;
}

enum ks_rc ks_desk_say(struct ks_site *site, struct ks_visit *visit, const char *reason)
{
	return say(site, visit, reason, NULL);
}

enum ks_rc ks_desk_from_paper(struct ks_site *site, struct ks_visit *visit, const char *reason)
{
	assert(visit->desk.deed == KS_DESK_ADMIT);
	return say(site, visit, reason, KS_ROLL_PAPER);
}

void ks_desk_new(struct ks_visit *visit)
{
	visit->place = KS_VISIT_NEW;
}

static enum ks_rc open_new(struct ks_site *site, struct ks_visit *visit, struct ks_gathering *g)
{
	char session_id[KS_UUID_TEXT];
	struct ks_fact fact = {.kind = KS_FACT_OPENED,
			       .staff = visit->person.number,
			       .session_id = session_id,
			       .content = site->content,
			       .plan = ks_site_plan(site),
			       .by = visit->person.number};
	enum ks_rc rc;

	ks_uuid_v7(ks_clock_wall_ms(site->clock), session_id);
	rc = ks_gathering_open(site->ledger, &fact, g);
	if (rc == KS_OK && site->recorded)
		site->recorded(site->context);
	return rc == KS_OK ? ks_attend_load(site, visit) : rc;
}

enum ks_rc ks_desk_open_new(struct ks_site *site, struct ks_visit *visit, const char *title,
			    const char *where, int minutes)
{
	struct ks_civil now = ks_civil_from_ms(ks_site_wall_ms(site));
	struct ks_gathering g = {.from_minute = now.hour * 60 + now.minute};
	enum ks_rc rc = ks_site_today(site, &g.date);

	g.to_minute = g.from_minute + minutes;
	if (rc == KS_OK && g.to_minute >= DAY_MINUTES)
		rc = KS_INVALID;
	if (rc != KS_OK)
		return rc;
	g.title = ks_strdup(title);
	g.place = ks_strdup(where);
	rc = open_new(site, visit, &g);
	for (size_t i = 0; rc == KS_OK && i < visit->attend.n_gatherings; i++)
		if (strcmp(visit->attend.gatherings[i].id, g.id) == 0) {
			rc = ks_desk_open(site, visit, i);
			break;
		}
	ks_gathering_finish(&g);
	return rc;
}

void ks_desk_back(struct ks_visit *visit)
{
	bool is_keys = visit->place == KS_VISIT_KEYS;

	if (is_keys && visit->desk.deed == KS_DESK_CLOCK) {
		visit->place = KS_VISIT_DEVICE;
	} else if (is_keys && visit->desk.deed == KS_DESK_PAPER) {
		visit->paper.lesson = NULL; /* which sheet is asked anew */
		visit->place = KS_VISIT_PAPER;
	} else if (visit->place == KS_VISIT_ROLL || visit->place == KS_VISIT_DEVICE ||
		   visit->place == KS_VISIT_NEW) {
		visit->place = KS_VISIT_DESK;
	} else {
		visit->place = KS_VISIT_ROLL;
	}
}

void ks_desk_leave(struct ks_visit *visit)
{
	ks_roll_finish(&visit->desk.roll);
	ks_arena_wipe(&visit->desk.roster.arena);
	ks_roster_finish(&visit->desk.roster);
}

const char *ks_desk_name(const struct ks_visit *visit, const char *staff)
{
	const struct ks_roster_entry *entry = ks_roster_entry(&visit->desk.roster, staff);

	return entry ? entry->person.name : "";
}

const char *ks_desk_unit(const struct ks_visit *visit, const char *staff)
{
	const struct ks_roster_entry *entry = ks_roster_entry(&visit->desk.roster, staff);
	const struct ks_appointment *a =
		entry ? ks_person_appointment_on(&entry->person, ks_attend_gathering(visit)->date)
		      : NULL;

	return a ? a->unit : "";
}
