// SPDX-License-Identifier: Apache-2.0
#include "course/duty.h"

#include <assert.h>
#include <string.h>

#include "base/mem.h"

/*
 * The one place that decides who is in the denominator. Kiosk, collector and reports all ask here, so that a
 * person who is told "本年度の対象です" is also counted as one, with the same due date.
 */

/* Statuses under which nothing is owed; every other word counts as present, so that a misspelt status never
 * lets somebody drop out of the report. */
static const struct {
	const char *status;
	enum ks_target target;
} absences[] = {
	{"休職", KS_TARGET_AWAY},
	{"育休", KS_TARGET_AWAY},
	{"派遣出", KS_TARGET_AWAY},
	{"退職", KS_TARGET_LEFT},
};

static bool has_begun_by(const struct ks_appointment *a, struct ks_date day)
{
	return ks_date_compare(a->from, day) <= 0;
}

static bool has_ended_before(const struct ks_appointment *a, struct ks_date day)
{
	return ks_date_is_set(a->to) && ks_date_compare(a->to, day) < 0;
}

static bool overlaps_nendo(const struct ks_appointment *a, int nendo)
{
	return has_begun_by(a, ks_nendo_last(nendo)) && !has_ended_before(a, ks_nendo_first(nendo));
}

struct ks_date ks_duties_day(int nendo, struct ks_date today)
{
	if (ks_date_compare(today, ks_nendo_first(nendo)) < 0)
		return ks_nendo_first(nendo);
	if (ks_date_compare(today, ks_nendo_last(nendo)) > 0)
		return ks_nendo_last(nendo);
	return today;
}

/* How well an appointment speaks for @day: in force, over, not begun. */
static int rank_on(const struct ks_appointment *a, struct ks_date day)
{
	if (!has_begun_by(a, day))
		return 0;
	return has_ended_before(a, day) ? 1 : 2;
}

static bool decides_before(const struct ks_appointment *a, const struct ks_appointment *b,
			   struct ks_date day)
{
	int rank_a = rank_on(a, day);
	int rank_b = rank_on(b, day);
	int later = ks_date_compare(a->from, b->from);

	if (rank_a != rank_b)
		return rank_a > rank_b;
	return rank_a == 0 ? later < 0 : later > 0;
}

static const struct ks_appointment *deciding(const struct ks_person *person, int nendo,
					     struct ks_date day)
{
	const struct ks_appointment *best = NULL;

	for (size_t i = 0; i < person->n_appointments; i++) {
		const struct ks_appointment *a = &person->appointments[i];

		if (overlaps_nendo(a, nendo) && (best == NULL || decides_before(a, best, day)))
			best = a;
	}
	return best;
}

static bool names_employment(const struct ks_audience *audience, const char *code)
{
	const struct ks_employment *mine = ks_employment_find(code);

	for (size_t i = 0; i < audience->n_employment; i++) {
		const struct ks_employment *named = ks_employment_find(audience->employment[i]);

		if (strcmp(audience->employment[i], code) == 0 || (mine != NULL && mine == named))
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
	return a != NULL && b != NULL && strcmp(a, b) == 0;
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
	const char *code = a->employment != NULL ? a->employment : "";

	return (audience->n_employment == 0 || names_employment(audience, code)) &&
	       (audience->n_roles == 0 || has_role_of(a, audience->roles, audience->n_roles)) &&
	       !has_role_of(a, audience->without_roles, audience->n_without_roles) &&
	       (audience->n_facilities == 0 || names_facility(audience, a));
}

/* A course that names 任用区分 means just those; one that does not means 方針5条の「職員等」. */
static bool is_for(const struct ks_plan *plan, const struct ks_appointment *a)
{
	const struct ks_employment *mine =
		ks_employment_find(a->employment != NULL ? a->employment : "");

	if (plan->audience.n_employment == 0 && (mine == NULL || !mine->is_staff))
		return false;
	return reaches(&plan->audience, a);
}

/* A transfer or a renewal is no new appointment: the first day of service without a gap counts. */
static struct ks_date service_began(const struct ks_plan *plan, const struct ks_person *person,
				    const struct ks_appointment *a)
{
	struct ks_date began = a->from;

	for (size_t round = 0; round < person->n_appointments; round++) {
		struct ks_date day_before = ks_date_from_day(ks_date_to_day(began) - 1);

		for (size_t i = 0; i < person->n_appointments; i++) {
			const struct ks_appointment *other = &person->appointments[i];

			if (ks_date_compare(other->from, began) < 0 &&
			    !has_ended_before(other, day_before) && is_for(plan, other))
				began = other->from;
		}
	}
	return began;
}

/* Transferred or back at work within the 年度, by @day: an order for later is no duty yet. */
static bool is_ordered(const struct ks_appointment *a, int nendo, struct ks_date day)
{
	return ks_date_is_set(a->ordered) && ks_date_compare(a->ordered, day) <= 0 &&
	       ks_date_compare(a->ordered, ks_nendo_first(nendo)) >= 0;
}

/* The conditions on days. @began: the first day of service */
static bool enters(const struct ks_audience *audience, int nendo, const struct ks_appointment *a,
		   struct ks_date began, struct ks_date day)
{
	return (!audience->is_joining || ks_date_compare(began, ks_nendo_first(nendo)) >= 0) &&
	       (!audience->is_transferred || is_ordered(a, nendo, day));
}

static enum ks_target absence_of(const struct ks_appointment *a)
{
	for (size_t i = 0; i < KS_COUNT(absences); i++)
		if (is_text(a->status, absences[i].status))
			return absences[i].target;
	return KS_TARGET_YES;
}

static enum ks_target target_of(const struct ks_plan *plan, const struct ks_person *person,
				const struct ks_appointment *a, struct ks_date day)
{
	if (a == NULL || !has_begun_by(a, day))
		return KS_TARGET_NOT_APPOINTED;
	if (!is_for(plan, a) ||
	    !enters(&plan->audience, plan->nendo, a, service_began(plan, person, a), day))
		return KS_TARGET_NOT_STAFF;
	if (absence_of(a) != KS_TARGET_YES)
		return absence_of(a);
	return has_ended_before(a, day) ? KS_TARGET_LEFT : KS_TARGET_YES;
}

bool ks_duty_is_present(const struct ks_appointment *a, struct ks_date day)
{
	return has_begun_by(a, day) && !has_ended_before(a, day) && absence_of(a) == KS_TARGET_YES;
}

/* Earlier due first; of the same day the course for joining, then as the plans stand. */
static bool precedes(const struct ks_duty *a, const struct ks_duty *b)
{
	int order = ks_date_compare(a->due, b->due);

	if (order != 0)
		return order < 0;
	if (a->plan->audience.is_joining != b->plan->audience.is_joining)
		return a->plan->audience.is_joining;
	return a->plan != b->plan ? a->plan < b->plan : a->lesson < b->lesson;
}

/* Of two duties to the same lesson the earlier is owed; but an order renews what was due before it. */
static bool takes_over(const struct ks_duty *duty, const struct ks_duty *other)
{
	if (duty->plan->audience.is_transferred && ks_date_compare(duty->began, other->due) > 0)
		return true;
	if (other->plan->audience.is_transferred && ks_date_compare(other->began, duty->due) > 0)
		return false;
	return precedes(duty, other);
}

/* Keeps items in order, and one duty to each lesson. */
static void add_duty(struct ks_duties *out, const struct ks_duty *duty)
{
	size_t at = 0;

	while (at < out->n_items && strcmp(out->items[at].lesson->id, duty->lesson->id) != 0)
		at++;
	if (at < out->n_items && !takes_over(duty, &out->items[at]))
		return;
	if (at == out->n_items && out->n_items == KS_DUTIES_MAX)
		return;
	if (at < out->n_items)
		memmove(&out->items[at], &out->items[at + 1],
			(--out->n_items - at) * sizeof(out->items[0]));
	for (at = out->n_items++; at > 0 && precedes(duty, &out->items[at - 1]); at--)
		out->items[at] = out->items[at - 1];
	out->items[at] = *duty;
}

static struct ks_duty first_duty(const struct ks_plan *plan, const struct ks_appointment *a,
				 struct ks_date began)
{
	struct ks_duty duty = {.plan = plan, .began = began, .due = plan->due};

	if (plan->audience.is_transferred)
		duty.began = a->ordered;
	duty.is_mid_year = plan->audience.is_transferred || ks_date_compare(began, plan->opens) > 0;
	if (duty.is_mid_year)
		duty.due = ks_date_from_day(ks_date_to_day(duty.began) + plan->mid_year_days);
	return duty;
}

/* Return: how many lessons of the plan reach the person, owed to this plan or to another. */
static size_t add_plan_duties(const struct ks_plan *plan, struct ks_date began, struct ks_date day,
			      struct ks_duties *out)
{
	const struct ks_appointment *a = out->appointment;
	struct ks_duty duty = first_duty(plan, a, began);
	size_t n = 0;

	for (size_t i = 0; i < plan->n_lessons; i++) {
		duty.lesson = &plan->lessons[i];
		if (duty.lesson->is_test && n == 0)
			break; /* a test without lessons is owed by nobody */
		if (!duty.lesson->is_ready || !reaches(&duty.lesson->audience, a) ||
		    !enters(&duty.lesson->audience, plan->nendo, a, began, day))
			continue;
		add_duty(out, &duty);
		n++;
	}
	return n;
}

/* What to tell somebody whom no course reaches: the reason that is most about them. */
static int telling(enum ks_target target)
{
	static const int ranks[] = {
		[KS_TARGET_NOT_STAFF] = 0, [KS_TARGET_NO_LESSON] = 1, [KS_TARGET_NOT_APPOINTED] = 2,
		[KS_TARGET_LEFT] = 3,      [KS_TARGET_AWAY] = 4,      [KS_TARGET_YES] = 5,
	};

	return ranks[target];
}

void ks_duties_make(const struct ks_plan *plans, size_t n_plans, int nendo,
		    const struct ks_person *person, struct ks_date today, struct ks_duties *out)
{
	struct ks_date day = ks_duties_day(nendo, today);
	bool is_first = true;

	*out = (struct ks_duties){.appointment = deciding(person, nendo, day),
				  .target = KS_TARGET_NO_LESSON};
	for (size_t i = 0; i < n_plans; i++) {
		const struct ks_plan *plan = &plans[i];
		enum ks_target target;

		if (plan->nendo != nendo)
			continue;
		target = target_of(plan, person, out->appointment, day);
		if (target == KS_TARGET_YES &&
		    add_plan_duties(plan, service_began(plan, person, out->appointment), day, out) ==
			    0)
			target = KS_TARGET_NO_LESSON;
		if (is_first || telling(target) > telling(out->target))
			out->target = target;
		is_first = false;
	}
}

bool ks_duty_waits_for(const struct ks_duty *duty, const struct ks_duty *other)
{
	return duty->lesson->is_test && !other->lesson->is_test &&
	       ks_plan_find(duty->plan, other->lesson->id) != NULL;
}

const char *ks_target_word(enum ks_target target)
{
	static const char *const words[] = {
		[KS_TARGET_YES] = "",
		[KS_TARGET_NOT_STAFF] = "対象の任用区分などに当たらない",
		[KS_TARGET_NOT_APPOINTED] = "任用の期間外",
		[KS_TARGET_AWAY] = "休職・育休など",
		[KS_TARGET_LEFT] = "退職・任用終了",
		[KS_TARGET_NO_LESSON] = "対象の科目なし",
	};

	assert((size_t)target < KS_COUNT(words));
	return words[target];
}

enum ks_standing ks_standing_of(const struct ks_duties *duties, size_t n_done, bool has_begun)
{
	if (duties->target != KS_TARGET_YES)
		return KS_STANDING_EXEMPT;
	if (n_done >= duties->n_items)
		return KS_STANDING_DONE;
	return n_done > 0 || has_begun ? KS_STANDING_UNDER_WAY : KS_STANDING_NOT_STARTED;
}

const char *ks_standing_word(enum ks_standing standing)
{
	static const char *const words[] = {
		[KS_STANDING_EXEMPT] = "対象外",
		[KS_STANDING_NOT_STARTED] = "未受講",
		[KS_STANDING_UNDER_WAY] = "受講中",
		[KS_STANDING_DONE] = "修了",
	};

	assert((size_t)standing < KS_COUNT(words));
	return words[standing];
}
