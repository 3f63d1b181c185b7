/* SPDX-License-Identifier: Apache-2.0 */
/* A day at one kiosk, each act 13 seconds after the one before: what was written, and what stands on the visit. */
#ifndef KS_TESTS_VISIT_DAY_H
#define KS_TESTS_VISIT_DAY_H

#include "base/buf.h"
#include "visit/stage.h"

struct day {
	struct stage *s;
	bool is_brief; /* of a statement what a list shows of it; false: all of it */
	struct ks_buf said;
	char *visit; /* as it stood */
	int64_t seq;
};

struct day morning(struct stage *s);
/** put() - @what was done and came to @rc: the statements of it and what is new on the visit; then 13 s pass. */
void put(struct day *day, const char *what, enum ks_rc rc);
/** night() - the end of a day that nobody reads. */
void night(struct day *day);
/** evening() - the day as a whole against its golden file. */
void evening(struct day *day, const char *path);

#endif
