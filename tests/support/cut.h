/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A database that fails once, at any of its steps: what is asked of a store is cut off after so many of SQLite's
 * instructions, as an I/O error or a full disk would, and what then stands in it is compared with what stood in it before.
 * And then each call to SQLite is refused once because nothing may be written any more: that reason has to come through.
 */
#ifndef KS_TESTS_SUPPORT_CUT_H
#define KS_TESTS_SUPPORT_CUT_H

#include "record/store.h"

struct ks_cut {
	struct ks_store *store;
	void (*begin)(void *context);     /* before each try, not cut; may be NULL */
	enum ks_rc (*act)(void *context); /* the same again and again, until it was not cut */
	void *context;
	const char *name;  /* of the act, for who reads that it failed */
	bool leaves_trace; /* what is logged before it fails may stand */
	bool tells_each;   /* whatever is refused, it says so */
	bool is_vague;     /* it says that it failed, not why, or why in words of its own */
	bool is_one_way;   /* it does not happen twice: only cut off, no call is refused */
	enum ks_rc also; /* of ks_cut_steps(): a word of its own that it may have for damage; KS_OK: none */
	int n_cut, n_refused; /* how often it was cut, and how often it said so */
};

/**
 * ks_cut_everywhere() - @act at each step that the next try is a little longer than the one before; the last is not cut
 * Whoever is told that it failed finds everything as it was: else the test fails. The last must be KS_OK.
 * At a centre @act is first tried while another program writes to the file: then it is KS_BUSY, or KS_OK of what only reads.
 */
void ks_cut_everywhere(struct ks_cut *cut);
/**
 * ks_cut_steps() - likewise, but one call to SQLite after the other, commits too, fails as one that finds damage
 * Whoever fails says just that: KS_DAMAGED, through however many hands it goes (or @also).
 */
void ks_cut_steps(struct ks_cut *cut);
/** ks_cut_read() - the same of @act, which only reads: each time that it is cut off it has to say so. */
void ks_cut_read(struct ks_store *store, const char *name, enum ks_rc (*act)(void *), void *context);
/** ks_cut_words() - from now on every call to SQLite with @words in its statement finds damage; NULL: no more. */
void ks_cut_words(struct ks_store *store, const char *words);

#endif
