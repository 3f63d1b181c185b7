/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Something a person does, with each step of the database failing as a damaged one: who is told so is told just that, nothing of it
 * stands, and the visit stands as it stood. After what is kept and cannot be read back, nothing vouches for it.
 */
#ifndef KS_TESTS_VISIT_STEPS_H
#define KS_TESTS_VISIT_STEPS_H

#include "visit/stage.h"

typedef enum ks_rc (*act_fn)(struct stage *s);

/* The PIN was right; what could not be read behind it is read anew by another one. */
#define ENTERING "\nduties\nperson\nattend\nsheet\nanswers\nstanding\n"

/**
 * fail_each() - @does until none of its steps fails
 * @may_change: beginnings of lines of tell_visit() that may be others after a failure, each between two newlines; NULL: none
 */
void fail_each(struct stage *s, const char *name, act_fn does, const char *may_change);
/** fail_each_or() - the same of what says @also for damage. */
void fail_each_or(struct stage *s, const char *name, act_fn does, const char *may_change,
		  enum ks_rc also);

/* Acts of several tests. */
enum ks_rc act_number(struct stage *s);
enum ks_rc act_pin(struct stage *s); /* of whoever's number was typed; no lock stands in its way */

#endif
