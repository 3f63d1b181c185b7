/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "course/duty_private.h"

/* Whom a course is for, as its file says it: 任用区分, roles, places, and what happened within the 年度. */

#define JOINING_GAP_DAYS 30 /* away for longer between two appointments: joins anew */

static bool names_employment(const struct ks_audience *audience, const char *code)
{
	const struct ks_employment *mine = ks_employment_find(code);

	for (size_t i = 0; i < audience->n_employment; i++) {
		const struct ks_employment *named = ks_employment_find(audience->employment[i]);

		if (strcmp(audience->employment[i], code) == 0 || (mine && mine == named))
			return true;
	}
	return false;
}

static bool has_role_of(const struct ks_appointment *a, const char **roles, size_t n_roles)
{
	for (size_t i = 0; i < n_roles; i++)
		if (ks_appointment_has_role(a, roles[i]))
			return true;
	return false;
}

static bool is_text(const char *a, const char *b)
{
	return a && b && strcmp(a, b) == 0;
}

static bool names_facility(const struct ks_audience *audience, const struct ks_appointment *a)
{
	for (size_t i = 0; i < audience->n_facilities; i++)
		if (is_text(a->facility, audience->facilities[i]) ||
		    is_text(a->unit_kind, audience->facilities[i]))
			return true;
	return false;
}

static bool reaches(const struct ks_audience *audience, const struct ks_appointment *a)
{
	const char *code = a->employment ? a->employment : "";

	return (audience->n_employment == 0 || names_employment(audience, code)) &&
	       (audience->n_roles == 0 || has_role_of(a, audience->roles, audience->n_roles)) &&
	       !has_role_of(a, audience->without_roles, audience->n_without_roles) &&
	       (audience->n_facilities == 0 || names_facility(audience, a));
}

/* A course that names 任用区分 means just those; one that does not means 方針5条の「職員等」. */
bool ks_duty_is_for(const struct ks_plan *plan, const struct ks_appointment *a)
{
	const struct ks_employment *mine = ks_employment_find(a->employment ? a->employment : "");

	if (plan->audience.n_employment == 0 && (!mine || !mine->is_staff))
		return false;
	return reaches(&plan->audience, a);
}

bool ks_duty_reaches(const struct ks_plan *plan, const struct ks_plan_lesson *lesson,
		     const struct ks_appointment *a)
{
	return ks_duty_is_for(plan, a) && (!lesson || reaches(&lesson->audience, a));
}

/* Transferred or back at work within the 年度, by @day: an order for later is no duty yet. */
static bool is_ordered(const struct ks_appointment *a, int nendo, struct ks_date day)
{
	return ks_date_is_set(a->ordered) && ks_date_compare(a->ordered, day) <= 0 &&
	       ks_date_compare(a->ordered, ks_nendo_first(nendo)) >= 0;
}

/* Of everybody who serves, under whatever course: who moves within the body does not join it. */
static bool has_joined(int nendo, const struct ks_person *person, const struct ks_appointment *a)
{
	struct ks_date began = ks_duty_service_began(person, a, NULL, NULL, JOINING_GAP_DAYS);

	return ks_date_compare(began, ks_nendo_first(nendo)) >= 0;
}

bool ks_duty_enters(const struct ks_audience *audience, int nendo, const struct ks_person *person,
		    const struct ks_appointment *a, struct ks_date day)
{
	return (!audience->is_joining || has_joined(nendo, person, a)) &&
	       (!audience->is_transferred || is_ordered(a, nendo, day));
}

/* ---- absence ---- */

static bool has_leave_days(const struct ks_appointment *a)
{
	return ks_date_is_set(a->leave_from) || ks_date_is_set(a->leave_to);
}

/* Within these days, and of a kind that takes its people out of the denominator. */
static bool is_out(const struct ks_exemption_kind *kind, struct ks_date from, struct ks_date to,
		   struct ks_date day)
{
	if ((ks_date_is_set(from) && ks_date_compare(day, from) < 0) ||
	    (ks_date_is_set(to) && ks_date_compare(day, to) > 0))
		return false;
	return kind->rule == KS_EXEMPTION_AWAY ||
	       (kind->rule == KS_EXEMPTION_MOVES && !ks_date_is_set(to));
}

const struct ks_exemption_kind *ks_duty_leave_kind(const struct ks_appointment *a)
{
	const char *word = a->leave && a->leave[0] ? a->leave : a->status;

	return word && ks_state_is_away(word) ? ks_exemption_kind_find(word) : NULL;
}

static const char *absence_of(const struct ks_appointment *a, struct ks_date day, struct ks_date *from)
{
	const struct ks_exemption_kind *kind = ks_duty_leave_kind(a);

	if (!kind || (has_leave_days(a) && !is_out(kind, a->leave_from, a->leave_to, day)))
		return NULL;
	*from = a->leave_from;
	return kind->word;
}

static bool is_same_post(const struct ks_appointment *a, const struct ks_appointment *b)
{
	return ks_date_compare(a->from, b->from) == 0 && is_text(a->unit, b->unit) &&
	       is_text(a->facility, b->facility) && is_text(a->employment, b->employment) &&
	       is_text(a->roles, b->roles);
}

/* A second absence from a post stands on a line of its own; what HR said beside the list is of all posts. */
const char *ks_duty_absence(const struct ks_person *person, const struct ks_appointment *a,
			    struct ks_date day, struct ks_date *from)
{
	const char *kind = absence_of(a, day, from);

	for (size_t i = 0; i < person->n_appointments && !kind; i++)
		if (is_same_post(&person->appointments[i], a))
			kind = absence_of(&person->appointments[i], day, from);
	for (size_t i = 0; i < person->n_exemptions && !kind; i++) {
		const struct ks_exemption *e = &person->exemptions[i];

		if (!ks_exemption_is_absence(e->kind) || !is_out(e->kind, e->from, e->to, day))
			continue;
		*from = e->from;
		kind = e->kind->word;
	}
	return kind;
}

bool ks_duty_is_retired(const struct ks_appointment *a, struct ks_date day)
{
	return is_text(a->status, "退職") && !ks_duty_has_ended_before(a, day);
}
