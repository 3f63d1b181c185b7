/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which statement is about what: the inverted index behind every filter of GET statements. It is made behind the
 * statements, from their bytes, by whoever asks first, so that taking in a kiosk's morning costs nothing for it.
 */
#ifndef KS_LRS_INDEX_H
#define KS_LRS_INDEX_H

#include <jansson.h>

#include "lrs/centre_private.h"

/* Stored in tag.kind: never renumber. */
enum ks_tag {
	KS_TAG_AGENT = 1,         /* actor or object */
	KS_TAG_AGENT_RELATED = 2, /* and everybody else: authority, instructor, team, members … */
	KS_TAG_VERB = 3,
	KS_TAG_ACTIVITY = 4,         /* object */
	KS_TAG_ACTIVITY_RELATED = 5, /* and those of the context and within a SubStatement */
	KS_TAG_REGISTRATION = 6,
};

/** ks_index_catch_up() - up to the last statement that was stored; KS_OK, KS_IO … */
KS_MUST_USE enum ks_rc ks_index_catch_up(struct ks_centre *centre);

/** ks_index_agent() - the text by which an agent or group is told from others; malloc'd, NULL for a nameless group. */
char *ks_index_agent(const json_t *agent);
/** ks_index_find() - number of a name that was interned; KS_NOT_FOUND: nothing is about it. */
KS_MUST_USE enum ks_rc ks_index_find(struct ks_store *store, const char *text, int64_t *n);

#endif
