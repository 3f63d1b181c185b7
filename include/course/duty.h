/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Who owes what, by when and why: person × 年度 × lesson. Pure: the plans, the person and the day go in.
 */
#ifndef KS_COURSE_DUTY_H
#define KS_COURSE_DUTY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/calendar.h"
#include "content/plan.h"
#include "course/person.h"

/* Why somebody is, or is not, among those a course is for. */
enum ks_target {
	KS_TARGET_YES,
	KS_TARGET_NOT_STAFF,     /* 任用区分 outside 方針5条 / the course's audience */
	KS_TARGET_NOT_APPOINTED, /* no appointment within the 年度, or not begun yet */
	KS_TARGET_AWAY,          /* 休職・育休・派遣出 */
	KS_TARGET_LEFT,          /* 退職, or the appointment ended before today */
	KS_TARGET_NO_LESSON,     /* no ready lesson reaches them */
};

struct ks_duty {
	const struct ks_plan *plan; /* the course it is owed to */
	const struct ks_plan_lesson *lesson;
	struct ks_date due;
	struct ks_date began; /* 任用開始: the first day of service without a gap; of a transfer 発令日 */
	bool is_mid_year; /* due counts from `began` */
};

#define KS_DUTIES_MAX 32
struct ks_duties {
	enum ks_target target;
	const struct ks_appointment *appointment; /* the one that decides; NULL when there is none */
	struct ks_duty items[KS_DUTIES_MAX]; /* by due date, then in the plans' order; ready lessons only */
	size_t n_items;
};

/**
 * ks_duties_make() - what @person owes in @nendo as of @today
 * @plans: all courses; those of another 年度 are passed over. A lesson that two of them want is owed once, to the
 *         one that wants it first.
 * A past 年度 is read as of its last day. Of several appointments within the 年度 the one in force decides, else
 * the latest that began. Appointed after `opens`: due is 任用開始 + mid_year_days, also when that is behind the
 * plan's due or the end of the 年度; appointments without a gap between them are one service.
 * A course for transferred staff counts from 発令日 and begins on that day; what another course wanted before that day
 * is then owed to it (who returns from leave is not late for the time away).
 * Who owes nothing has the most telling reason of all courses as target: away before outside the audience.
 */
void ks_duties_make(const struct ks_plan *plans, size_t n_plans, int nendo,
		    const struct ks_person *person, struct ks_date today, struct ks_duties *out);
/** ks_duties_day() - the day a 年度 is read as of: a past one as of its last day, a coming one as of its first. */
struct ks_date ks_duties_day(int nendo, struct ks_date today);
/** ks_duty_is_present() - whether @appointment is in force on @day and its holder at work: not on leave, not gone. */
bool ks_duty_is_present(const struct ks_appointment *appointment, struct ks_date day);
/** ks_duty_waits_for() - @duty is the test of a course, to be taken once @other, one of its lessons, is done. */
bool ks_duty_waits_for(const struct ks_duty *duty, const struct ks_duty *other);
/** ks_duty_why() - the rules by which @appointment (of ks_duties) makes this a duty, as Japanese sentences; malloc'd. */
char *ks_duty_why(const struct ks_duty *duty, const struct ks_appointment *appointment);
/** ks_target_word() - Japanese reason for reports ("休職・育休など"); "" for KS_TARGET_YES. */
const char *ks_target_word(enum ks_target target);

enum ks_standing {
	KS_STANDING_EXEMPT,
	KS_STANDING_NOT_STARTED,
	KS_STANDING_UNDER_WAY,
	KS_STANDING_DONE
};
/** ks_standing_of() - 対象外・未受講・受講中・修了 from counts. */
enum ks_standing ks_standing_of(const struct ks_duties *duties, size_t n_done, bool has_begun);
const char *ks_standing_word(enum ks_standing standing);

#endif
