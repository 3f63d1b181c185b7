/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A new list on its way in: read, laid beside the one that is there, and taken. The command and the page go through the
 * same steps and differ in their words alone.
 */
#ifndef KS_LRS_ROSTER_IN_H
#define KS_LRS_ROSTER_IN_H

#include "lrs/centre.h"
#include "record/roster_diff.h"
#include "record/roster_history.h"

struct ks_roster_in {
	struct ks_roster_map map;
	struct ks_plans plans; /* for the moves between courses, and the roles there are */
	struct ks_roster_list *list;
	struct ks_roster_diff diff;
	struct ks_diags diags;
	struct ks_date today, from; /* from: the day it counts from */
	bool is_gone_told;          /* n_gone_told may go; else a share of the list */
	size_t n_gone_told;
};

/** ks_roster_in_begin() - of today, by @centre's clock; end it with ks_roster_in_finish(). */
void ks_roster_in_begin(struct ks_centre *centre, struct ks_roster_in *in);
/**
 * ks_roster_in_words() - the body's words: @text of @file; "" takes those of the last list that came in with words
 * Return: KS_OK; KS_INVALID (diagnosed).
 */
KS_MUST_USE enum ks_rc ks_roster_in_words(struct ks_centre *centre, struct ks_roster_in *in,
					  const char *file, const char *text);
/** ks_roster_in_read() - the list by those words; @columns as in struct ks_roster_reading. As ks_roster_list_read(). */
KS_MUST_USE enum ks_rc ks_roster_in_read(struct ks_roster_in *in, const char *file,
					 const struct ks_bytes *bytes, const char *const *columns,
					 size_t n_columns);
/** ks_roster_in_compare() - `diff`, after what waited until today was taken. As ks_roster_compare(). */
KS_MUST_USE enum ks_rc ks_roster_in_compare(struct ks_centre *centre, struct ks_roster_in *in,
					    const struct ks_roster_answers *answers);
/** ks_roster_in_gone_max() - how many may be gone from the list without being asked about. */
size_t ks_roster_in_gone_max(const struct ks_roster_in *in);
/** ks_roster_in_is_settled() - nothing stands in the way: no doubt is open, and not too many are gone. */
bool ks_roster_in_is_settled(const struct ks_roster_in *in);
/** ks_roster_in_take() - now, or on its day; the words stay for the next list. As ks_roster_take(). */
KS_MUST_USE enum ks_rc ks_roster_in_take(struct ks_centre *centre, struct ks_roster_in *in,
					 const char *words, struct ks_roster_change *change);
/** ks_centre_body() - what the body is called, as the last list with an organisation.yaml told it; malloc'd, "" until then. */
KS_MUST_USE enum ks_rc ks_centre_body(struct ks_store *store, char **out);
/** ks_roster_in_finish() - frees it all. */
void ks_roster_in_finish(struct ks_roster_in *in);

#endif
