/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Lists over time: one that is taken leaves what it changed, so that it can be taken back; one that was ordered ahead
 * (発令日) waits in the store until its day.
 */
#ifndef KS_RECORD_ROSTER_HISTORY_H
#define KS_RECORD_ROSTER_HISTORY_H

#include <stdint.h>

#include "record/roster.h"

/**
 * ks_roster_take() - replace the list by @list, which ks_roster_compare() has gone through, in one transaction
 * @from:  the day it counts from; one after @today waits for ks_roster_turn()
 * Initial PINs are hashed (Argon2id), which takes its time. KS_BUSY: another list came between; compare again.
 */
KS_MUST_USE enum ks_rc ks_roster_take(struct ks_store *store, struct ks_roster_list *list,
				      int64_t wall_ms, struct ks_date from, struct ks_date today,
				      struct ks_roster_change *change);
/* What a list that was taken back left. */
struct ks_roster_undone {
	size_t n_people;    /* are as they were again; 0 of a list that waited */
	size_t n_pins_back; /* have the initial PIN from before the list again */
	size_t n_pins_gone; /* had none before it, and have none again */
	size_t n_own;       /* have chosen a PIN themselves since, which stays */
};
/**
 * ks_roster_undo() - as it was before the last list, initial PINs too; one that waits is given up
 * Return: KS_OK; KS_NOT_FOUND when there is none.
 */
KS_MUST_USE enum ks_rc ks_roster_undo(struct ks_store *store, struct ks_roster_undone *out);
/**
 * ks_roster_turn() - take what waited until @today; to be called where a day may have begun
 * @n_taken: how many lists that were; may be NULL
 */
KS_MUST_USE enum ks_rc ks_roster_turn(struct ks_store *store, struct ks_date today, size_t *n_taken);
/**
 * ks_roster_load_on() - who was listed on @day, as the list then was: what lists after it changed is gone back over
 * Return: KS_OK; KS_IO, KS_DAMAGED …, and then @out is empty.
 */
KS_MUST_USE enum ks_rc ks_roster_load_on(struct ks_store *store, struct ks_date day,
					 struct ks_roster *out);
/** ks_roster_waiting() - the day of the next list that waits; not set: none. */
KS_MUST_USE enum ks_rc ks_roster_waiting(struct ks_store *store, struct ks_date *day);

#endif
