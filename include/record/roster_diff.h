/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A new list beside the one in the store: who is who, and what would change. Records follow the person, not the number
 * (DESIGN §5.14), so where a number alone does not say who is meant, somebody who knows is asked before anything moves.
 */
#ifndef KS_RECORD_ROSTER_DIFF_H
#define KS_RECORD_ROSTER_DIFF_H

#include "record/roster.h"

enum ks_roster_doubt_kind {
	KS_DOUBT_NUMBER_REUSED, /* 氏名 and 氏名カナ both other than before */
	KS_DOUBT_NUMBER_CHANGED, /* a new number with the 氏名 and 氏名カナ of somebody who is gone */
	KS_DOUBT_ZERO_LOST, /* a new number that is an old one without its leading zeros */
};
/* So many of a kind are named; all are counted. */
#define KS_ROSTER_NAMED_MAX 20

struct ks_roster_doubt {
	enum ks_roster_doubt_kind kind;
	char number[KS_PERSON_NUMBER_MAX + 1]; /* in the new list */
	char before[KS_PERSON_NUMBER_MAX + 1]; /* 職員番号 of whom it may be */
};

/* What the person who imports has said. */
struct ks_roster_answers {
	const char *same; /* "204101=204207,204105": was = is; a number alone: the same person still */
	const char *other; /* "204103": not who had the number (or the name) before */
};

struct ks_roster_numbers {
	size_t n_items; /* of them the first KS_ROSTER_NAMED_MAX are named */
	char items[KS_ROSTER_NAMED_MAX][KS_PERSON_NUMBER_MAX + 1]; /* 職員番号 */
};

struct ks_roster_diff {
	size_t n_before; /* listed until now */
	struct ks_roster_numbers added, changed, renamed, gone;
	struct ks_roster_doubt doubts[KS_ROSTER_NAMED_MAX];
	size_t n_doubts;
};

/**
 * ks_roster_compare() - find for everybody in @list who they were, and what is different
 * @list: learns whose records everybody has, which ks_roster_moves() and ks_roster_take() go by
 * Doubts that @answers does not settle are listed; where there are any, the list must not be taken.
 * Return: KS_OK, KS_FULL, KS_IO ….
 */
KS_MUST_USE enum ks_rc ks_roster_compare(struct ks_store *store, struct ks_roster_list *list,
					 const struct ks_roster_answers *answers,
					 struct ks_roster_diff *out);

/* One difference: @old NULL: added, @new NULL: no longer listed; gone after the call. */
typedef void ks_roster_differs(void *context, const struct ks_roster_entry *old,
			       const struct ks_roster_entry *new);
/** ks_roster_each_difference() - everybody whom @list changes, by whose records they are; after ks_roster_compare(). */
KS_MUST_USE enum ks_rc ks_roster_each_difference(struct ks_roster_list *list,
						 ks_roster_differs *take, void *context);

/* How many people move between the same courses: 「annual → field 5名」. */
struct ks_roster_move {
	char *from, *to; /* names of courses; "" for none */
	size_t n_people;
};
struct ks_roster_moves {
	struct ks_roster_move *items; /* most people first */
	size_t n_items, capacity;
};
/**
 * ks_roster_moves() - what @list means for the courses as of @today, beside what was before; after ks_roster_compare()
 * Return: KS_OK, KS_IO …; @out must be finished in any case.
 */
KS_MUST_USE enum ks_rc ks_roster_moves(struct ks_roster_list *list, const struct ks_plan *plans,
				       size_t n_plans, struct ks_date today,
				       struct ks_roster_moves *out);
/** ks_roster_moves_finish() - frees the pairs; the struct is empty afterwards. Accepts NULL. */
void ks_roster_moves_finish(struct ks_roster_moves *moves);

#endif
