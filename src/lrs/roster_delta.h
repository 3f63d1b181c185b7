/* SPDX-License-Identifier: Apache-2.0 */
/* What changed in the roster document between two versions of it, so that a kiosk need not fetch all of it again. */
#ifndef KS_LRS_ROSTER_DELTA_H
#define KS_LRS_ROSTER_DELTA_H

#include <stdbool.h>

#include "base/buf.h"

struct ks_roster_history;

/** ks_roster_history_open() - nothing is known of earlier versions. */
struct ks_roster_history *ks_roster_history_open(void);
void ks_roster_history_close(struct ks_roster_history *history); /* accepts NULL */
/* A document that was read, and what is other in it than in the one taken last. */
struct ks_roster_draft;
/** ks_roster_history_compare() - @document lives until the draft's successor is taken; @history may be read meanwhile. */
struct ks_roster_draft *ks_roster_history_compare(const struct ks_roster_history *history,
						  const char *document);
/** ks_roster_history_take() - @draft, which was compared last, is the newest from now on; @tag: that of the one before (quoted). */
void ks_roster_history_take(struct ks_roster_history *history, const char *tag,
			    struct ks_roster_draft *draft);
/**
 * ks_roster_history_since() - the difference of the newest document to the version whose tag is @known
 * @base: the tag that a kiosk has of that version, for it to compare
 * Return: false: that version is not known any more, or as much differs as is the same; @out is as it was.
 */
bool ks_roster_history_since(const struct ks_roster_history *history, const char *known,
			     const char *base, struct ks_buf *out);

#endif
