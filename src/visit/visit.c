/* SPDX-License-Identifier: Apache-2.0 */
#include "visit/visit.h"

/* What can be said of a visit by looking at it. */

bool ks_visit_is_open(const struct ks_visit *visit, size_t index)
{
	const struct ks_duties *duties = &visit->duties;

	for (size_t i = 0; i < duties->n_items && !visit->progress[index].is_done; i++)
		if (!visit->progress[i].is_done &&
		    ks_duty_waits_for(&duties->items[index], &duties->items[i]))
			return false;
	return true;
}

size_t ks_visit_n_done(const struct ks_visit *visit)
{
	size_t n = 0;

	for (size_t i = 0; i < visit->duties.n_items; i++)
		n += visit->progress[i].is_done;
	return n;
}

bool ks_visit_has_lessons_done(const struct ks_visit *visit, const struct ks_plan *plan, size_t but)
{
	for (size_t i = 0; i < visit->duties.n_items; i++)
		if (i != but && !visit->progress[i].is_done &&
		    ks_plan_find(plan, visit->duties.items[i].lesson->id))
			return false;
	return true;
}

const struct ks_appointment *ks_visit_appointment(const struct ks_visit *visit)
{
	return ks_person_appointment_on(&visit->person, visit->today);
}
