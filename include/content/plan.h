/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A course file (courses/<id>.yaml): one 年度's obligation. Which lessons, for whom, by when, and how
 * the quiz is drawn and judged. Named plan.h because src/course/ is the floor that applies it.
 */
#ifndef KS_CONTENT_PLAN_H
#define KS_CONTENT_PLAN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/calendar.h"
#include "base/diag.h"
#include "base/mem.h"
#include "base/rc.h"

/* Whom a rule reaches. Each list is OR within, AND between lists; an empty list does not restrict. */
struct ks_audience {
	const char **employment; /* 任用区分 codes: "01" … */
	size_t n_employment;
	const char **roles; /* 役割: 管理職, 個人番号取扱, 端末利用 … */
	size_t n_roles;
	const char **without_roles; /* nobody who has one of these: 端末利用 for the field course */
	size_t n_without_roles;
	const char **facilities; /* 施設区分・施設 */
	size_t n_facilities;
	bool is_joining; /* joining: true - only whose service began within the 年度 (採用時) */
	bool is_transferred; /* transferred: true - only with a 発令日 within the 年度 (異動・復職) */
};

/* How many questions of which clauses one quiz draws. */
struct ks_pool {
	const char **clauses; /* tag prefixes: "6" takes 6(7) too; empty: any */
	size_t n_clauses;
	int n_questions;
};

struct ks_plan_lesson {
	int line;          /* in the file; 0 when the plan came as JSON */
	const char *id;    /* "m1" */
	const char *title; /* as the course shows it, also while it is being prepared */
	int minutes;
	bool is_ready;               /* false: 準備中, not offered and not counted */
	struct ks_audience audience; /* in addition to the course's */
	struct ks_pool *pools;       /* empty: n_questions from all */
	size_t n_pools;
	int n_questions; /* per quiz */
	int pass_right;  /* this many right to pass */
	bool is_test; /* the course's own test: last, from the questions of all its ready lessons */
	const char **must; /* of a test: clauses whose [must] questions are always asked and have to be right */
	size_t n_must;
};

struct ks_plan {
	struct ks_arena arena;
	const char *id;       /* "annual" */
	const char *file;     /* path, for messages */
	const char *title;    /* 情報セキュリティ年次研修 */
	const char *revision; /* "2026.1": author's own number */
	int nendo;
	struct ks_date opens, due; /* 受講期間 */
	int mid_year_days; /* never due before this many days from the day it begins for a person */
	int min_days_left; /* not owed with fewer days left of the appointment or the 年度; 0: always */
	bool is_due_at_once;          /* who comes under it within the 年度 owes it on that day */
	int max_repeats;              /* questions of the last attempt that may come again */
	bool acknowledges;            /* completed only when the policy was acknowledged too */
	const char *acknowledge_text; /* the sentence agreed to; "" for the kiosk's own */
	const char *policy_sha256; /* what is acknowledged; "" while only the course file was read */
	struct ks_audience audience;
	struct ks_plan_lesson *lessons; /* the test, when there is one, is the last of them: "annual-test" */
	size_t n_lessons;
};

/* The courses of one 年度, or of several. */
struct ks_plans {
	struct ks_plan *items;
	size_t n_items, capacity;
};

/** ks_plan_load() - KS_OK, or KS_INVALID when an error was diagnosed. @out must be finished in any case. */
KS_MUST_USE enum ks_rc ks_plan_load(const char *file, struct ks_plan *out, struct ks_diags *diags);
/** ks_plan_finish() - frees it all; the struct is empty afterwards. Accepts NULL. */
void ks_plan_finish(struct ks_plan *plan);
/** ks_plan_to_json() - the plan on the wire: the same plan is the same bytes; malloc'd. */
char *ks_plan_to_json(const struct ks_plan *plan);
/** ks_plans_to_json() - those of @nendo as an array, as they go to the collector with the kiosk's first delivery; malloc'd. */
char *ks_plans_to_json(const struct ks_plan *plans, size_t n_plans, int nendo);
/** ks_plan_from_json() - the same plan again; KS_INVALID for anything that is not one. */
KS_MUST_USE enum ks_rc ks_plan_from_json(const char *json, struct ks_plan *out);
/** ks_plans_from_json() - an array of plans, or one alone; KS_INVALID when any of it is not one. @out must be finished in any case. */
KS_MUST_USE enum ks_rc ks_plans_from_json(const char *json, struct ks_plans *out);
/** ks_plans_finish() - frees each plan and the list; the struct is empty afterwards. Accepts NULL. */
void ks_plans_finish(struct ks_plans *plans);
/** ks_plans_title() - what the first course that has the lesson calls it; "" where none has. */
const char *ks_plans_title(const struct ks_plans *plans, const char *lesson_id);
/** ks_plan_find() - the lesson (or the course's test) with this id; NULL when the plan has none. */
const struct ks_plan_lesson *ks_plan_find(const struct ks_plan *plan, const char *lesson_id);

#endif
