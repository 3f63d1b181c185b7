/* SPDX-License-Identifier: Apache-2.0 */
/* Questions to draw from, and what was drawn. */
#ifndef KS_TESTS_COURSE_DRAWN_H
#define KS_TESTS_COURSE_DRAWN_H

#include "support/course_sample.h"

/** drawn_from() - @n more questions of four choices, of @clause. */
void drawn_from(struct ks_sample *sample, const char *clause, int n);
/** drawn_holds() - whether the question @id is in it. */
bool drawn_holds(const struct ks_attempt *attempt, const char *id);
/** drawn_all_differ() - fails where a question is in it twice. */
void drawn_all_differ(const struct ks_attempt *attempt);

#endif
