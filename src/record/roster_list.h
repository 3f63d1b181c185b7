/* SPDX-License-Identifier: Apache-2.0 */
/*
 * HR's list while it is read and compared: in a database of its own, so that a hundred thousand lines need the memory of
 * a few. Only the initial PINs stay in memory, four bytes a line: they are never written anywhere as they are.
 */
#ifndef KS_RECORD_ROSTER_LIST_H
#define KS_RECORD_ROSTER_LIST_H

#include "record/roster_private.h"

/* What becomes of somebody, for the table `change`. */
enum ks_roster_becomes {
	KS_BECOMES_NEW = 1,
	KS_BECOMES_OTHER,
	KS_BECOMES_SAME, /* but for an initial PIN of the list */
	KS_BECOMES_GONE,
};

struct ks_roster_list {
	struct ks_store *store; /* line, who, claim, was, was_post, change, hash */
	uint32_t *pins;         /* of each line 1 + the PIN; 0: none */
	size_t n_lines, pins_capacity;
	size_t n_people;
	bool is_once;    /* its PINs are codes, each good for choosing an own one */
	int64_t edition; /* of the store's list when the two were compared */
};

/* The statements that have the fields in them, made once. */
struct ks_roster_list_sql {
	char *tables;
	char *lines;         /* number, name, kana, at, line, then the fields */
	char *people;        /* as ks_roster_sql()->load, by whose records they are */
	char *changed;       /* those of them of whom the table `change` says something */
	char *people_before; /* the same of those who were there */
	char *put_line, *put_line_types; /* bound: number, name, kana, at, line, then the fields */
	char *put_post, *put_post_types; /* bound: number, position, then the fields */
};
const struct ks_roster_list_sql *ks_roster_list_sql(void);

/** ks_roster_list_open() - an empty one; NULL where there is no room for it. */
struct ks_roster_list *ks_roster_list_open(void);
/** ks_roster_list_put() - one line; number, the first appointment's fields and the initial PIN are those of @entry. */
KS_MUST_USE enum ks_rc ks_roster_list_put(struct ks_roster_list *list, int line,
					  const struct ks_roster_entry *entry);
/** ks_roster_list_who() - the lines of @number are a person's, whose PIN is that of the line @pin_at (of all that were put; -1: none). */
KS_MUST_USE enum ks_rc ks_roster_list_who(struct ks_roster_list *list,
					  const struct ks_person *person, int64_t pin_at);
/** ks_roster_list_pin() - the initial PIN of the line @at, written into @text; NULL: none. */
const char *ks_roster_list_pin(const struct ks_roster_list *list, int64_t at, char text[8]);
/** ks_roster_list_load() - the whole list in memory, each under their 職員番号, initial PINs with it. */
KS_MUST_USE enum ks_rc ks_roster_list_load(struct ks_roster_list *list, struct ks_roster *out);
/** ks_roster_list_keys() - everybody's records are under their 職員番号, until ks_roster_compare() knows better. */
KS_MUST_USE enum ks_rc ks_roster_list_keys(struct ks_roster_list *list);
/** ks_roster_list_edition() - a number that is another after each list that @store took, or took back. */
KS_MUST_USE enum ks_rc ks_roster_list_edition(struct ks_store *store, int64_t *edition);

/* The list beside the one that was there, by whose records they are. */
struct ks_roster_pairs {
	struct ks_roster_rows before, after;
	struct ks_arena old_arena, new_arena;
	struct ks_roster_entry old, new;
	enum ks_rc has_old, has_new; /* KS_OK, KS_NOT_FOUND at the end, or a failure */
	bool used_old, used_new;
};
void ks_roster_pairs_begin(struct ks_roster_pairs *pairs, struct ks_roster_list *list);
/** ks_roster_pairs_next() - the next person of either; NULL where they are not in one. KS_NOT_FOUND behind the last. */
KS_MUST_USE enum ks_rc ks_roster_pairs_next(struct ks_roster_pairs *pairs,
					    const struct ks_roster_entry **old,
					    const struct ks_roster_entry **new);
void ks_roster_pairs_end(struct ks_roster_pairs *pairs);

#endif
