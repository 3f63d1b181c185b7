/* SPDX-License-Identifier: Apache-2.0 */
/* What the parts of duties share: whom a course is for (duty_reach.c), from and until when (duty_due.c). */
#ifndef KS_COURSE_DUTY_PRIVATE_H
#define KS_COURSE_DUTY_PRIVATE_H

#include "course/duty.h"

bool ks_duty_has_begun_by(const struct ks_appointment *a, struct ks_date day);
bool ks_duty_has_ended_before(const struct ks_appointment *a, struct ks_date day);
struct ks_date ks_duty_day_after(struct ks_date day, int days);

/* ---- duty_reach.c ---- */

/** ks_duty_is_for() - @a is among whom @plan is for, days left aside. */
bool ks_duty_is_for(const struct ks_plan *plan, const struct ks_appointment *a);
/** ks_duty_reaches() - the same of one lesson, within the plan. @lesson may be NULL: the plan alone. */
bool ks_duty_reaches(const struct ks_plan *plan, const struct ks_plan_lesson *lesson,
		     const struct ks_appointment *a);
/** ks_duty_enters() - the conditions on days: joined, or transferred, within the 年度 and by @day. */
bool ks_duty_enters(const struct ks_audience *audience, int nendo, const struct ks_person *person,
		    const struct ks_appointment *a, struct ks_date day);

/** ks_duty_absence() - the kind of absence from the post of @a on @day; NULL: none. @from: its first day, when it is known. */
const char *ks_duty_absence(const struct ks_person *person, const struct ks_appointment *a,
			    struct ks_date day, struct ks_date *from);
/** ks_duty_leave_kind() - the kind of absence a line of the list tells of; NULL: none. */
const struct ks_exemption_kind *ks_duty_leave_kind(const struct ks_appointment *a);
/** ks_duty_is_retired() - 退職 without a day that says since when. */
bool ks_duty_is_retired(const struct ks_appointment *a, struct ks_date day);

/* ---- duty_due.c ---- */

/* What the days of all of a post's lessons go by. */
struct ks_service {
	const struct ks_person *person;
	struct ks_date back; /* the day after the last absence; not set: none */
	struct ks_date end;  /* the last day of service without a gap; not set: open */
};
/** ks_duty_service() - of @person in the post @a, as of @day. */
struct ks_service ks_duty_service(const struct ks_person *person, const struct ks_appointment *a,
				  struct ks_date day);
/**
 * ks_duty_schedule() - when @duty (plan, lesson and post are set) began to matter and when it is due
 * Return: false when too little is left of the appointment or the 年度; then @word says of which.
 */
bool ks_duty_schedule(const struct ks_service *service, struct ks_duty *duty, const char **word);
/** ks_duty_before() - the post that @a's order took the person away from; NULL: the list does not say. */
const struct ks_appointment *ks_duty_before(const struct ks_person *person,
					    const struct ks_appointment *a);
/** ks_duty_service_began() - the first day of service up to @a without a gap of more than @gap days. */
struct ks_date ks_duty_service_began(const struct ks_person *person, const struct ks_appointment *a,
				     const struct ks_plan *plan,
				     const struct ks_plan_lesson *lesson, int gap);

#endif
