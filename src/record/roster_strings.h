/* SPDX-License-Identifier: Apache-2.0 */
/* A set of strings in an arena: a list of 100,000 people names a few hundred units. Private to src/record. */
#ifndef KS_RECORD_ROSTER_STRINGS_H
#define KS_RECORD_ROSTER_STRINGS_H

#include "base/mem.h"

struct ks_strings;

/** ks_strings_open() - an empty set whose texts go into @arena, which must outlive them. */
struct ks_strings *ks_strings_open(struct ks_arena *arena);
/** ks_strings_keep() - the set's own copy of @text; the same pointer for the same text. */
const char *ks_strings_keep(struct ks_strings *strings, const char *text);
/** ks_strings_close() - the set; its texts stay the arena's. Accepts NULL. */
void ks_strings_close(struct ks_strings *strings);

#endif
