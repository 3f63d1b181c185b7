/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What HR says of one person beside the list: an absence, an exemption (対象外), a lesson taken elsewhere (みなし受講).
 * Every kind has its rule in one table. Pure: where these come from, who approved them and how they are corrected is
 * told in lrs/exemption.h.
 */
#ifndef KS_COURSE_EXEMPTION_H
#define KS_COURSE_EXEMPTION_H

#include <stdbool.h>
#include <stddef.h>

#include "base/calendar.h"

enum ks_exemption_rule {
	KS_EXEMPTION_AWAY, /* out of the denominator while it lasts; due dates count from the return */
	KS_EXEMPTION_MOVES, /* stays in it, due dates count from the return; without a last day as AWAY */
	KS_EXEMPTION_EXCUSES, /* 対象外: a course, a lesson, or all of a 年度, is not owed */
	KS_EXEMPTION_CREDITS, /* みなし受講: a lesson counts as done */
};

struct ks_exemption_kind {
	const char *word; /* 育休: for people and in HR's list */
	const char *id;   /* "childcare-leave": in statements, never changes */
	enum ks_exemption_rule rule;
	const char *activity; /* cmi5's reason where it is one; NULL */
};
/** ks_exemption_kinds() - the table; absences come first. */
const struct ks_exemption_kind *ks_exemption_kinds(size_t *n);
/** ks_exemption_kind_find() - by word or id; NULL when unknown. */
const struct ks_exemption_kind *ks_exemption_kind_find(const char *text);
/** ks_exemption_is_absence() - a kind with days: AWAY or MOVES. */
bool ks_exemption_is_absence(const struct ks_exemption_kind *kind);
/** ks_exemption_rule_word() - the rule in a few Japanese words, for lists. */
const char *ks_exemption_rule_word(enum ks_exemption_rule rule);

/* One that holds. Texts are borrowed. */
struct ks_exemption {
	const struct ks_exemption_kind *kind;
	int nendo; /* EXCUSES, CREDITS: of which; 0 for an absence */
	const char *plan; /* EXCUSES: the course, "" for all of the 年度; CREDITS: the course it was taken for */
	const char *lesson; /* EXCUSES: "" for the whole course; CREDITS: the lesson */
	struct ks_date from,
		to; /* an absence, inclusive; `to` not set: open. CREDITS: `from`, the day it was taken */
	const char *reason; /* for HR's reports only; "" on a kiosk */
};

/** ks_exemption_excuses() - whether it takes @lesson of @plan in @nendo out; @lesson "": the course as a whole. */
bool ks_exemption_excuses(const struct ks_exemption *exemption, int nendo, const char *plan,
			  const char *lesson);

#endif
