/* SPDX-License-Identifier: Apache-2.0 */
#include "record/roster_diff.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "course/duty.h"
#include "record/roster_field.h"
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
	ks_grow(&numbers->items, numbers->n_items, &numbers->capacity);
	numbers->items[numbers->n_items++] = ks_person_typed(person);
}

int ks_roster_walk(const struct ks_roster *before, const struct ks_roster *after, size_t *i,
		   size_t *k, const struct ks_roster_entry **old, const struct ks_roster_entry **new)
{
	const struct ks_roster_entry *a = *i < before->n_entries ? &before->entries[*i] : NULL;
	const struct ks_roster_entry *b = *k < after->n_entries ? &after->entries[*k] : NULL;
	int order;

	*old = *new = NULL;
	if (!a && !b)
		return 0;
	order = !a ? 1 : !b ? -1 : compare_entries(a, b);
	if (order <= 0) {
		*old = a;
		(*i)++;
	}
	if (order >= 0) {
		*new = b;
		(*k)++;
	}
	return 1;
}

void ks_roster_list_changes(const struct ks_roster *roster, struct ks_roster_diff *out)
{
	const struct ks_roster_entry *old, *new;
	size_t i = 0, k = 0;

	while (ks_roster_walk(&out->before, roster, &i, &k, &old, &new)) {
		bool was = old && old->is_listed;

		out->n_before += was;
		if (!new &&was)
			add(&out->gone, &old->person);
		else if (new && !was)
			add(&out->added, &new->person);
		else if (new && !ks_roster_is_same_person(&old->person, &new->person))
			add(&out->changed, &new->person);
		if (new &&was && strcmp(old->person.name, new->person.name) != 0)
			add(&out->renamed, &new->person);
	}
}

void ks_roster_diff_finish(struct ks_roster_diff *diff)
{
	if (!diff)
		return;
	free(diff->added.items);
	free(diff->changed.items);
	free(diff->renamed.items);
	free(diff->gone.items);
	free(diff->doubts);
	ks_roster_finish(&diff->before);
	ks_arena_finish(&diff->arena);
	memset(diff, 0, sizeof(*diff));
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

/* Few different ones: a list of them. */
struct move {
	uint64_t from, to;
	size_t n;
};

static int by_people(const void *left, const void *right)
{
	const struct move *a = left, *b = right;

	if (a->n != b->n)
		return a->n < b->n ? 1 : -1;
	return a->from != b->from ? (a->from > b->from) - (a->from < b->from)
				  : (a->to > b->to) - (a->to < b->to);
}

void ks_roster_moves(const struct ks_roster_diff *diff, const struct ks_roster *roster,
		     const struct ks_plan *plans, size_t n_plans, struct ks_date today,
		     struct ks_roster_moves *out)
{
	const struct ks_roster_entry *old, *new;
	size_t i = 0, k = 0, n = 0, capacity = 0;
	struct move *moves = NULL;

	memset(out, 0, sizeof(*out));
	if (n_plans > PLANS_MAX)
		n_plans = PLANS_MAX;
	while (ks_roster_walk(&diff->before, roster, &i, &k, &old, &new)) {
		uint64_t was = courses_of(old, plans, n_plans, today);
		uint64_t is = courses_of(new, plans, n_plans, today);
		size_t at = 0;

		if (was == is)
			continue;
		while (at < n && (moves[at].from != (was & ~is) || moves[at].to != (is & ~was)))
			at++;
		if (at == n) {
			ks_grow(&moves, n, &capacity);
			moves[n++] = (struct move){was & ~is, is & ~was, 0};
		}
		moves[at].n++;
	}
	if (n > 1)
		qsort(moves, n, sizeof(*moves), by_people);
	for (size_t at = 0; at < n; at++) {
		ks_grow(&out->items, out->n_items, &out->capacity);
		out->items[out->n_items++] =
			(struct ks_roster_move){names(moves[at].from, plans, n_plans),
						names(moves[at].to, plans, n_plans), moves[at].n};
	}
	free(moves);
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
