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
struct ks_roster_doubt {
	enum ks_roster_doubt_kind kind;
	const char *number; /* in the new list */
	const char *before; /* 職員番号 of whom it may be */
};

/* What the person who imports has said. */
struct ks_roster_answers {
	const char *same; /* "204101=204207,204105": was = is; a number alone: the same person still */
	const char *other; /* "204103": not who had the number (or the name) before */
};

struct ks_roster_numbers {
	const char **items; /* 職員番号 */
	size_t n_items, capacity;
};

struct ks_roster_diff {
	struct ks_roster before; /* everybody who ever was listed */
	size_t n_before;         /* listed until now */
	struct ks_roster_numbers added, changed, renamed, gone;
	struct ks_roster_doubt *doubts;
	size_t n_doubts, doubts_capacity;
	struct ks_arena arena;
};

/**
 * ks_roster_compare() - find for everybody in @roster who they were, and what is different
 * @roster: as ks_roster_parse_as() made it; receives `number` (whose records) and `typed` (職員番号), and its order
 * Doubts that @answers does not settle are listed; where there are any, the roster must not be taken.
 * Return: KS_OK, KS_IO …; @out must be finished in any case.
 */
KS_MUST_USE enum ks_rc ks_roster_compare(struct ks_store *store, struct ks_roster *roster,
					 const struct ks_roster_answers *answers,
					 struct ks_roster_diff *out);
/** ks_roster_diff_finish() - frees it with the list from before; the new list is not its own. Accepts NULL. */
void ks_roster_diff_finish(struct ks_roster_diff *diff);

/* How many people move between the same courses: 「annual → field 5名」. */
struct ks_roster_move {
	char *from, *to; /* names of courses; "" for none */
	size_t n_people;
};
struct ks_roster_moves {
	struct ks_roster_move *items; /* most people first */
	size_t n_items, capacity;
};
/** ks_roster_moves() - what @roster means for the courses of @nendo as of @today, beside what was before. */
void ks_roster_moves(const struct ks_roster_diff *diff, const struct ks_roster *roster,
		     const struct ks_plan *plans, size_t n_plans, struct ks_date today,
		     struct ks_roster_moves *out);
/** ks_roster_moves_finish() - frees the pairs; the struct is empty afterwards. Accepts NULL. */
void ks_roster_moves_finish(struct ks_roster_moves *moves);

#endif
