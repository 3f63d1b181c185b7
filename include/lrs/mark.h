/* SPDX-License-Identifier: Apache-2.0 */
/* What a printed sheet is recognised by: where in which record its facts stand. */
#ifndef KS_LRS_MARK_H
#define KS_LRS_MARK_H

#include "base/mem.h"
#include "record/store.h"

struct ks_gathering_mark {
	const char *digest; /* 16 digits over every statement of the gathering; "" when there is none */
	const char *heads; /* 「k-01 57番 83d10c5e77f2a94b」 … : the last of each record */
};
/**
 * ks_gathering_mark() - of gathering @id; texts are @arena's
 * @own: the name of this folder's kiosk. The same facts give the same mark, whatever else was recorded.
 */
KS_MUST_USE enum ks_rc ks_gathering_mark(struct ks_store *store, const char *id, const char *own,
					 struct ks_arena *arena, struct ks_gathering_mark *out);

/**
 * ks_centre_mark() - 「1234-83d10c5e77f2a94b」: how many statements the centre had, and 16 digits over the last of each record
 * @text: "" for now; else such a mark: receives what it would have to be if that many are still what they were
 * Return: KS_OK with @out, @arena's ("" of an empty record); KS_INVALID: @text is none, or there are not as many.
 */
KS_MUST_USE enum ks_rc ks_centre_mark(struct ks_store *store, const char *text,
				      struct ks_arena *arena, const char **out);

#endif
