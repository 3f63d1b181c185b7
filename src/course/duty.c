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

/* A report on a past 年度 is read as of its last day, a look ahead as of its first. */
static struct ks_date day_within(int nendo, struct ks_date today)
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

static bool names_role(const struct ks_audience *audience, const struct ks_appointment *a)
{
	for (size_t i = 0; i < audience->n_roles; i++)
		if (ks_appointment_has_role(a, audience->roles[i]))
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
	       (audience->n_roles == 0 || names_role(audience, a)) &&
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

static enum ks_target target_of(const struct ks_plan *plan, const struct ks_appointment *a,
				struct ks_date day)
{
	if (a == NULL || !has_begun_by(a, day))
		return KS_TARGET_NOT_APPOINTED;
	if (!is_for(plan, a))
		return KS_TARGET_NOT_STAFF;
	for (size_t i = 0; i < KS_COUNT(absences); i++)
		if (is_text(a->status, absences[i].status))
			return absences[i].target;
	return has_ended_before(a, day) ? KS_TARGET_LEFT : KS_TARGET_YES;
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

static void add_lesson_duties(const struct ks_plan *plan, struct ks_date began, struct ks_duties *out)
{
	bool is_mid_year = ks_date_compare(began, plan->opens) > 0;
	struct ks_date due = plan->due;

	if (is_mid_year)
		due = ks_date_from_day(ks_date_to_day(began) + plan->mid_year_days);
	for (size_t i = 0; i < plan->n_lessons && out->n_items < KS_DUTIES_MAX; i++) {
		const struct ks_plan_lesson *lesson = &plan->lessons[i];

		if (!lesson->is_ready || !reaches(&lesson->audience, out->appointment))
			continue;
		out->items[out->n_items++] = (struct ks_duty){
			.lesson = lesson,
			.due = due,
			.is_mid_year = is_mid_year,
		};
	}
}

void ks_duties_make(const struct ks_plan *plan, const struct ks_person *person,
		    struct ks_date today, struct ks_duties *out)
{
	struct ks_date day = day_within(plan->nendo, today);

	*out = (struct ks_duties){.appointment = deciding(person, plan->nendo, day)};
	out->target = target_of(plan, out->appointment, day);
	if (out->target != KS_TARGET_YES)
		return;
	add_lesson_duties(plan, service_began(plan, person, out->appointment), out);
	if (out->n_items == 0)
		out->target = KS_TARGET_NO_LESSON;
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
