/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Who owes what, by when and why: person × 年度 × lesson. Pure: the plans, the person and the day go in.
 */
#ifndef KS_COURSE_DUTY_H
#define KS_COURSE_DUTY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/calendar.h"
#include "content/limits.h"
#include "content/plan.h"
#include "course/person.h"

/* Why somebody is, or is not, among those a course is for. */
enum ks_target {
	KS_TARGET_YES,
	KS_TARGET_NOT_STAFF,     /* 任用区分 outside 方針5条 / the course's audience */
	KS_TARGET_NOT_APPOINTED, /* no appointment within the 年度, or not begun yet */
	KS_TARGET_AWAY,          /* 休職・育休・出向 … */
	KS_TARGET_LEFT,          /* 退職, or the appointment ended before today */
	KS_TARGET_TOO_SHORT,     /* too little is left of the appointment or of the 年度 */
	KS_TARGET_EXCUSED,       /* HR said so of this person (course/exemption.h) */
	KS_TARGET_NO_LESSON,     /* no ready lesson reaches them */
};

/* By which rule a due date is what it is. */
enum ks_due_rule {
	KS_DUE_COURSE,  /* the course's own date */
	KS_DUE_DAYS,    /* so many days from `began`: the course's date would leave fewer */
	KS_DUE_AT_ONCE, /* on the day it began */
	KS_DUE_END,     /* the last day of service comes before any of these */
};

struct ks_duty {
	const struct ks_plan *plan; /* the course it is owed to */
	const struct ks_plan_lesson *lesson;
	struct ks_date due;
	struct ks_date began; /* came under it: appointment, post or role without a gap; 発令日; back from an absence */
	bool is_mid_year;  /* due counts from `began` */
	bool has_returned; /* `began` is the day after an absence */
	enum ks_due_rule rule;
	struct ks_date course_due;         /* were it not for the end of service */
	const struct ks_appointment *post; /* of several posts the one by which it is owed */
	/* The test of a former post's course and its course: passed, it does for this one. NULL: none does. */
	const struct ks_plan *instead_plan;
	const struct ks_plan_lesson *instead;
};

/* A course, or of who is excused from no more a lesson, that would be owed, but for this. */
struct ks_waiver {
	const struct ks_plan *plan;
	const struct ks_plan_lesson *lesson; /* NULL: the course */
	enum ks_target target;
	const char *word; /* 育休, 任用終了, 年度末の任用 */
};

#define KS_WAIVERS_MAX 16
struct ks_duties {
	enum ks_target target;
	const char *word; /* why nothing is owed, for reports; "" for KS_TARGET_YES */
	const struct ks_appointment *appointment; /* the one that decides; NULL when there is none */
	/*
	 * By due date, then in the plans' order; ready lessons only. Behind the n_items that can be taken stand n_missed that
	 * cannot any more: who left, or is away since, after they were due. They count, done or not.
	 */
	struct ks_duty items[KS_DUTIES_MAX];
	size_t n_items, n_missed;
	struct ks_waiver waivers[KS_WAIVERS_MAX];
	size_t n_waivers;
};

/**
 * ks_duties_make() - what @person owes in @nendo as of @today
 * @plans: all courses; those of another 年度 are passed over. A lesson that two of them want is owed once, to the
 *         one that wants it first.
 * A past 年度 is read as of its last day. All posts in force on the day count (兼務), and each lesson is owed once.
 * A duty begins on the day the person came under the course (appointment, post, role, back from an absence), not before
 * the course opens. It is due on the course's date, but never within mid_year_days from its beginning and never after
 * the last day of service; a course with min_days_left is not owed where fewer are left.
 * A course for transferred staff counts from 発令日 and begins on that day, with only what the former post had not,
 * where the list tells the former post; what another course wanted before that day is then owed to it (who returns
 * from leave is not late for the time away).
 * One course's test is enough for a 年度. Of posts held together only the course that stands first asks its own; who left
 * such a post owes the test of the present one, done once the former was passed (instead): not passed, somebody who
 * moved would be tested by nobody.
 * Who left (or is away) owes nothing that was not due by then; what was, is missed. What the person is excused from is
 * not owed (person->exemptions).
 * Who owes nothing has the most telling reason of all courses as target: away before outside the audience.
 */
void ks_duties_make(const struct ks_plan *plans, size_t n_plans, int nendo,
		    const struct ks_person *person, struct ks_date today, struct ks_duties *out);
/**
 * ks_duties_carry() - one more duty, of the 年度 before: a date that a person can meet may lie behind its last day
 * Of a lesson that is owed in both 年度, the earlier duty stands until it is done. What was missed is let go.
 */
void ks_duties_carry(struct ks_duties *duties, const struct ks_duty *duty);
/** ks_duties_day() - the day a 年度 is read as of: a past one as of its last day, a coming one as of its first. */
struct ks_date ks_duties_day(int nendo, struct ks_date today);
/** ks_duty_is_present() - whether @appointment is in force on @day and its holder at work: not on leave, not gone. */
bool ks_duty_is_present(const struct ks_appointment *appointment, struct ks_date day);
/** ks_duty_waits_for() - @duty is the test of a course, to be taken once @other, one of its lessons, is done. */
bool ks_duty_waits_for(const struct ks_duty *duty, const struct ks_duty *other);
/* What makes a lesson this person's, for one line on マイページ. */
enum ks_duty_reason {
	KS_REASON_ALL,    /* everybody's, once a year */
	KS_REASON_JOINED, /* came within the 年度 */
	KS_REASON_MOVED,  /* 異動・復職 within it */
	KS_REASON_ROLE,   /* has the role @name */
	KS_REASON_PLACE,  /* works at @name */
	KS_REASON_POST,   /* 任用区分 @name */
};
/** ks_duty_reason() - the narrowest of the rules behind @duty; @name: what it names, or "". */
enum ks_duty_reason ks_duty_reason(const struct ks_duty *duty, const char **name);
/** ks_duty_why() - the rules by which this is a duty, as Japanese sentences; malloc'd. */
char *ks_duty_why(const struct ks_duty *duty);
/** ks_duty_rule() - the rule of its due date in a few words: 「任用開始から14日」; malloc'd. */
char *ks_duty_rule(const struct ks_duty *duty);
/** ks_duty_is_told_alike() - both have the same why and rule, as the lessons of a course mostly do; false: perhaps not. */
bool ks_duty_is_told_alike(const struct ks_duty *a, const struct ks_duty *b);
/** ks_target_word() - Japanese reason in general ("休職・育休など"), where ks_duties has none of its own; "" for YES. */
const char *ks_target_word(enum ks_target target);

enum ks_standing {
	KS_STANDING_EXEMPT,
	KS_STANDING_NOT_STARTED,
	KS_STANDING_UNDER_WAY,
	KS_STANDING_DONE
};
/** ks_standing_of() - 対象外・未受講・受講中・修了 from counts. */
enum ks_standing ks_standing_of(const struct ks_duties *duties, size_t n_done, bool has_begun);
/** ks_standing_word() - Japanese, for tables: 対象外, 未受講, 受講中, 修了. */
const char *ks_standing_word(enum ks_standing standing);

#endif
