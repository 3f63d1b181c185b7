/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What may stand in a list of who finished what. A statement from outside is a claim: the centre asks this before it
 * counts one and before it tells the kiosks, a kiosk before it believes a row. What does not fit is skipped and told, and
 * never costs the rows beside it.
 */
#ifndef KS_XAPI_COMPLETION_H
#define KS_XAPI_COMPLETION_H

#include <stdint.h>

/* As in content's course.yaml. */
#define KS_COMPLETION_NENDO_MIN 2000
#define KS_COMPLETION_NENDO_MAX 2200
#define KS_COMPLETION_TIME_MAX_MS INT64_C(253402300799999) /* the last instant of 9999 */

/* Borrowed texts; any of them may be NULL. */
struct ks_completion {
	const char *staff; /* 職員番号 */
	int64_t nendo;
	const char *plan, *lesson; /* "policy/<32 digits>" too */
	int64_t done_ms;           /* 0: begun only */
};

/**
 * ks_completion_fault() - what about @completion is outside the rules
 * Return: NULL when it fits; else a word for a log: "staff", "nendo", "course", "lesson", "time".
 */
const char *ks_completion_fault(const struct ks_completion *completion);

#endif
