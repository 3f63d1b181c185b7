/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "course/duty_private.h"

/*
 * A due date that a person can meet: it counts from the day on which the duty began to matter to them, is never
 * before that, and never after the appointment ends. The table it is held against is tests/course/test_duty_table.c.
 */

struct ks_date ks_duty_day_after(struct ks_date day, int days)
{
	return days == 0 ? day : ks_date_from_day(ks_date_to_day(day) + days);
}

bool ks_duty_has_begun_by(const struct ks_appointment *a, struct ks_date day)
{
	return ks_date_compare(a->from, day) <= 0;
}

bool ks_duty_has_ended_before(const struct ks_appointment *a, struct ks_date day)
{
	return ks_date_is_set(a->to) && ks_date_compare(a->to, day) < 0;
}

static bool is_later(struct ks_date a, struct ks_date b)
{
	return ks_date_compare(a, b) > 0;
}

static bool is_under(const struct ks_plan *plan, const struct ks_plan_lesson *lesson,
		     const struct ks_appointment *a)
{
	return !plan || ks_duty_reaches(plan, lesson, a);
}

/* A transfer or a renewal is no new appointment: the first day of service without a gap counts. */
struct ks_date ks_duty_service_began(const struct ks_person *person, const struct ks_appointment *a,
				     const struct ks_plan *plan,
				     const struct ks_plan_lesson *lesson, int gap)
{
	struct ks_date began = a->from;

	for (size_t round = 0; round < person->n_appointments; round++) {
		struct ks_date last = ks_duty_day_after(began, -1 - gap);

		for (size_t i = 0; i < person->n_appointments; i++) {
			const struct ks_appointment *other = &person->appointments[i];

			if (is_later(began, other->from) &&
			    !ks_duty_has_ended_before(other, last) && is_under(plan, lesson, other))
				began = other->from;
		}
	}
	return began;
}

/* The last day of service from @a on without a gap; not set: open. */
static struct ks_date service_ends(const struct ks_person *person, const struct ks_appointment *a)
{
	struct ks_date end = a->to;

	for (size_t round = 0; round < person->n_appointments && ks_date_is_set(end); round++) {
		struct ks_date next = ks_duty_day_after(end, 1);

		for (size_t i = 0; i < person->n_appointments && ks_date_is_set(end); i++) {
			const struct ks_appointment *other = &person->appointments[i];

			if (ks_duty_has_begun_by(other, next) &&
			    !ks_duty_has_ended_before(other, next))
				end = other->to;
		}
	}
	return end;
}

static void take_return(bool moves, struct ks_date from, struct ks_date to, struct ks_date day,
			struct ks_date *back)
{
	struct ks_date after;

	if (!ks_date_is_set(to) || (moves ? is_later(from, day) : !is_later(day, to)))
		return;
	after = ks_duty_day_after(to, 1);
	if (is_later(after, *back))
		*back = after;
}

/* The day after the last absence that was over by @day, or that began by then and only moves dates; not set: none. */
static struct ks_date came_back(const struct ks_person *person, struct ks_date day)
{
	struct ks_date back = {0};

	for (size_t i = 0; i < person->n_appointments; i++) {
		const struct ks_appointment *a = &person->appointments[i];
		const struct ks_exemption_kind *kind = ks_duty_leave_kind(a);

		take_return(kind && kind->rule == KS_EXEMPTION_MOVES, a->leave_from, a->leave_to,
			    day, &back);
	}
	for (size_t i = 0; i < person->n_exemptions; i++) {
		const struct ks_exemption *e = &person->exemptions[i];

		if (ks_exemption_is_absence(e->kind))
			take_return(e->kind->rule == KS_EXEMPTION_MOVES, e->from, e->to, day, &back);
	}
	return back;
}

const struct ks_appointment *ks_duty_before(const struct ks_person *person,
					    const struct ks_appointment *a)
{
	struct ks_date last = ks_duty_day_after(a->ordered, -1);

	if (is_later(a->ordered, a->from))
		return NULL; /* one line for before and after: what was before it does not say */
	for (size_t i = 0; i < person->n_appointments; i++) {
		const struct ks_appointment *other = &person->appointments[i];

		if (other != a && ks_duty_has_begun_by(other, last) &&
		    !ks_duty_has_ended_before(other, last))
			return other;
	}
	return NULL;
}

static void set_due(struct ks_duty *duty, struct ks_date begins)
{
	const struct ks_plan *plan = duty->plan;
	struct ks_date earliest = ks_duty_day_after(begins, plan->mid_year_days);

	duty->due = plan->due;
	duty->rule = KS_DUE_COURSE;
	if (plan->is_due_at_once && !is_later(ks_nendo_first(plan->nendo), duty->began)) {
		duty->due = begins;
		duty->rule = KS_DUE_AT_ONCE;
	} else if (plan->audience.is_transferred || is_later(earliest, plan->due)) {
		duty->due = earliest;
		duty->rule = KS_DUE_DAYS;
	}
}

/* A course that wants time is not owed where there is none. */
static const char *too_short(const struct ks_plan *plan, struct ks_date begins, struct ks_date end)
{
	struct ks_date least;

	if (plan->min_days_left == 0)
		return NULL;
	least = ks_duty_day_after(begins, plan->min_days_left);
	if (is_later(least, ks_nendo_last(plan->nendo)))
		return "年度末の任用";
	return ks_date_is_set(end) && is_later(least, end) ? "短い任用" : NULL;
}

struct ks_service ks_duty_service(const struct ks_person *person, const struct ks_appointment *a,
				  struct ks_date day)
{
	return (struct ks_service){
		.person = person, .back = came_back(person, day), .end = service_ends(person, a)};
}

bool ks_duty_schedule(const struct ks_service *service, struct ks_duty *duty, const char **word)
{
	const struct ks_plan *plan = duty->plan;
	const struct ks_appointment *a = duty->post;
	struct ks_date back = service->back, begins, end = service->end;

	duty->began = plan->audience.is_transferred
			      ? a->ordered
			      : ks_duty_service_began(service->person, a, plan, duty->lesson, 0);
	duty->has_returned = !plan->audience.is_transferred && is_later(back, duty->began);
	if (duty->has_returned)
		duty->began = back;
	begins = is_later(plan->opens, duty->began) ? plan->opens : duty->began;
	*word = too_short(plan, begins, end);
	if (*word)
		return false;
	set_due(duty, begins);
	duty->course_due = duty->due;
	if (ks_date_is_set(end) && is_later(duty->due, end)) {
		duty->due = end;
		duty->rule = KS_DUE_END;
	}
	duty->is_mid_year = duty->rule == KS_DUE_DAYS || duty->rule == KS_DUE_AT_ONCE;
	return true;
}
