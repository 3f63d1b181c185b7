/* SPDX-License-Identifier: Apache-2.0 */
#include "record/roster_diff.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "course/duty.h"
#include "record/db.h"
#include "record/roster_list.h"
#include "record/roster_private.h"

/*
 * What a list would change, told before it does: numbers of people, and what it means for who owes which course.
 */

static int compare_entries(const void *left, const void *right)
{
	const struct ks_roster_entry *a = left, *b = right;

	return strcmp(a->person.number, b->person.number);
}

void ks_roster_sort(struct ks_roster *roster)
{
	if (roster->n_entries > 1)
		qsort(roster->entries, roster->n_entries, sizeof(*roster->entries), compare_entries);
}

static void add(struct ks_roster_numbers *numbers, const struct ks_person *person)
{
	if (numbers->n_items < KS_ROSTER_NAMED_MAX)
		(void)snprintf(numbers->items[numbers->n_items], sizeof(numbers->items[0]), "%s",
			       ks_person_typed(person));
	numbers->n_items++;
}

static enum ks_roster_becomes becomes(const struct ks_roster_entry *old,
				      const struct ks_roster_entry *new)
{
	bool was = old && old->is_listed;

	if (!new)
		return KS_BECOMES_GONE;
	if (!was)
		return KS_BECOMES_NEW;
	return ks_roster_is_same_person(&old->person, &new->person) ? KS_BECOMES_SAME
								    : KS_BECOMES_OTHER;
}

static enum ks_rc keep_change(struct ks_roster_list *list, const char *key,
			      enum ks_roster_becomes what)
{
	if (what == KS_BECOMES_SAME)
		return ks_db_run(list->store,
				 "INSERT INTO change(key, becomes)"
				 " SELECT key, ? FROM claim JOIN who USING(number)"
				 " WHERE key = ? AND pin_at >= 0",
				 "dt", (int)what, key);
	return ks_db_run(list->store, "INSERT INTO change(key, becomes) VALUES(?, ?)", "td", key,
			 (int)what);
}

enum ks_rc ks_roster_list_changes(struct ks_roster_list *list, struct ks_roster_diff *out)
{
	const struct ks_roster_entry *old, *new;
	struct ks_roster_pairs pairs;
	enum ks_rc rc;

	ks_roster_pairs_begin(&pairs, list);
	while ((rc = ks_roster_pairs_next(&pairs, &old, &new)) == KS_OK) {
		bool was = old && old->is_listed;
		enum ks_roster_becomes what = becomes(old, new);

		if (!new && !was)
			continue;
		out->n_before += was;
		if (what == KS_BECOMES_GONE)
			add(&out->gone, &old->person);
		else if (what == KS_BECOMES_NEW)
			add(&out->added, &new->person);
		else if (what == KS_BECOMES_OTHER)
			add(&out->changed, &new->person);
		if (new &&was && strcmp(old->person.name, new->person.name) != 0)
			add(&out->renamed, &new->person);
		rc = keep_change(list, new ? new->person.number : old->person.number, what);
		if (rc != KS_OK)
			break;
	}
	ks_roster_pairs_end(&pairs);
	return rc == KS_NOT_FOUND ? KS_OK : rc;
}

enum ks_rc ks_roster_each_difference(struct ks_roster_list *list, ks_roster_differs *take,
				     void *context)
{
	const struct ks_roster_entry *old, *new;
	struct ks_roster_pairs pairs;
	enum ks_rc rc;

	ks_roster_pairs_begin(&pairs, list);
	while ((rc = ks_roster_pairs_next(&pairs, &old, &new)) == KS_OK) {
		bool was = old && old->is_listed;

		if ((new || was) && becomes(old, new) != KS_BECOMES_SAME)
			take(context, was ? old : NULL, new);
	}
	ks_roster_pairs_end(&pairs);
	return rc == KS_NOT_FOUND ? KS_OK : rc;
}

/* ---- what it means for courses ---- */

#define PLANS_MAX 64

/* The courses a person owes, as bits by plan. */
static uint64_t courses_of(const struct ks_roster_entry *entry, const struct ks_plan *plans,
			   size_t n_plans, struct ks_date today)
{
	struct ks_duties duties;
	uint64_t courses = 0;

	if (!entry || !entry->is_listed)
		return 0;
	ks_duties_make(plans, n_plans, ks_nendo_of(today), &entry->person, today, &duties);
	for (size_t i = 0; i < duties.n_items; i++)
		courses |= UINT64_C(1) << (duties.items[i].plan - plans);
	return courses;
}

static char *names(uint64_t courses, const struct ks_plan *plans, size_t n_plans)
{
	struct ks_buf out = {0};

	for (size_t i = 0; i < n_plans; i++)
		if (courses >> i & 1)
			ks_buf_printf(&out, "%s%s", out.len > 0 ? "、" : "", plans[i].title);
	return out.data ? ks_buf_take(&out) : ks_strdup("");
}

struct move {
	uint64_t from, to;
	size_t n;
};

static int by_people(const void *left, const void *right)
{
	const struct move *a = left, *b = right;

	if (a->n != b->n)
		return KS_ORDER(b->n, a->n);
	return a->from != b->from ? KS_ORDER(a->from, b->from) : KS_ORDER(a->to, b->to);
}

/* Few different ones. */
struct moves {
	struct move *items;
	size_t n_items, capacity;
};

static void count_move(struct moves *moves, uint64_t from, uint64_t to)
{
	size_t at = 0;

	while (at < moves->n_items && (moves->items[at].from != from || moves->items[at].to != to))
		at++;
	if (at == moves->n_items) {
		ks_grow(&moves->items, moves->n_items, &moves->capacity);
		moves->items[moves->n_items++] = (struct move){from, to, 0};
	}
	moves->items[at].n++;
}

enum ks_rc ks_roster_moves(struct ks_roster_list *list, const struct ks_plan *plans, size_t n_plans,
			   struct ks_date today, struct ks_roster_moves *out)
{
	const struct ks_roster_entry *old, *new;
	struct ks_roster_pairs pairs;
	struct moves moves = {0};
	enum ks_rc rc;

	memset(out, 0, sizeof(*out));
	if (n_plans > PLANS_MAX)
		n_plans = PLANS_MAX;
	ks_roster_pairs_begin(&pairs, list);
	while ((rc = ks_roster_pairs_next(&pairs, &old, &new)) == KS_OK) {
		uint64_t was = courses_of(old, plans, n_plans, today);
		uint64_t is = courses_of(new, plans, n_plans, today);

		if (was != is)
			count_move(&moves, was & ~is, is & ~was);
	}
	ks_roster_pairs_end(&pairs);
	if (moves.n_items > 1)
		qsort(moves.items, moves.n_items, sizeof(*moves.items), by_people);
	for (size_t at = 0; at < moves.n_items; at++) {
		const struct move *move = &moves.items[at];

		ks_grow(&out->items, out->n_items, &out->capacity);
		out->items[out->n_items++] =
			(struct ks_roster_move){names(move->from, plans, n_plans),
						names(move->to, plans, n_plans), move->n};
	}
	free(moves.items);
	return rc == KS_NOT_FOUND ? KS_OK : rc;
}

void ks_roster_moves_finish(struct ks_roster_moves *moves)
{
	if (!moves)
		return;
	for (size_t i = 0; i < moves->n_items; i++) {
		free(moves->items[i].from);
		free(moves->items[i].to);
	}
	free(moves->items);
	memset(moves, 0, sizeof(*moves));
}
