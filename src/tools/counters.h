/* SPDX-License-Identifier: Apache-2.0 */
/* How numbers with counters are read (6分 → 6ぷん, 2日 → ふつか): whole families for the lexicon. Private to src/tools. */
#ifndef KS_TOOLS_COUNTERS_H
#define KS_TOOLS_COUNTERS_H

#include "base/buf.h"
#include "content/readings.h"

/** ks_counters_find() - the family of a word behind a digit (分, 日, 人 …); -1 when it is read as always. */
int ks_counters_find(const char *word);
/** ks_counters_put() - lines of the lexicon for the families of @bits that @readings does not have yet. */
void ks_counters_put(unsigned bits, const struct ks_readings *readings, struct ks_buf *out);

#endif
