/* SPDX-License-Identifier: Apache-2.0 */
/* What stands on a visit, in words: for golden files, and to see that what failed has changed nothing. */
#ifndef KS_TESTS_VISIT_TELL_H
#define KS_TESTS_VISIT_TELL_H

#include "base/buf.h"
#include "visit/visit.h"

/** tell_visit() - a line for each of its parts, those that never changed (all zero) too. */
void tell_visit(const struct ks_visit *visit, struct ks_buf *out);
/** tell_news() - the lines of @now that stand in no line of @before. */
void tell_news(const char *before, const char *now, struct ks_buf *out);

#endif
