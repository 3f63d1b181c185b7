/* SPDX-License-Identifier: Apache-2.0 */
/* People and the dates they are to have, as a table (test_duty_table.c). */
#ifndef KS_TESTS_COURSE_DUTY_PEOPLE_H
#define KS_TESTS_COURSE_DUTY_PEOPLE_H

#include <stddef.h>

struct line {
	const char *unit, *employment, *from, *to, *status, *roles, *ordered, *leave, *leave_from,
		*leave_to;
};

struct person_case {
	const char *what;
	struct line lines[2];
	const char *today, *done;
	const char *owes; /* "annual 2026-12-25", as many as there are, in the order of ks_duties */
	const char *missed; /* the same, of who left after it was due */
	const char *waived; /* "annual 年度末の任用", by course; NULL: not looked at */
	const char *word;   /* when nothing is owed */
};

extern const struct person_case person_cases[];
extern const size_t n_person_cases;

#endif
