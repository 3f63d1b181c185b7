/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fold.h"
#include "record/roster_diff.h"
#include "record/roster_field.h"
#include "record/roster_private.h"

/*
 * Numbers are given anew, change with a new appointment and lose their zeros in Excel. What looks like any of these is
 * asked: a record that counts for somebody else is worse than a list that is not taken.
 */

/* Somebody of the store, while the new list is gone through. */
struct holder {
	const struct ks_roster_entry *entry;
	bool is_claimed;
};

struct matching {
	struct holder *holders; /* by number, as they were loaded */
	size_t n_holders;
	struct holder **by_typed; /* listed first, then who had it last */
	struct holder **by_name;
	struct ks_roster *roster;
	const struct ks_roster_answers *answers;
	struct ks_roster_diff *out;
	struct ks_arena *arena; /* the roster's */
};

/* ---- what was answered ---- */

/* Calls for each "a" or "a=b" of @list; stops at true. */
static bool each_answer(const char *list,
			bool (*is)(const char *was, const char *now, void *context), void *context)
{
	bool found = false;

	for (const char *at = list ? list : ""; *at && !found;) {
		char was[64] = "", now[64] = "";
		size_t len = strcspn(at, ","), left = strcspn(at, "=,");

		(void)snprintf(was, sizeof(was), "%.*s", (int)left, at);
		(void)snprintf(now, sizeof(now), "%.*s", (int)(left < len ? len - left - 1 : len),
			       left < len ? at + left + 1 : at);
		found = is(was, now, context);
		at += len + (at[len] == ',');
	}
	return found;
}

struct question {
	const char *now;
	char was[64];
};

static bool is_about(const char *was, const char *now, void *context)
{
	struct question *question = context;

	if (strcmp(now, question->now) != 0)
		return false;
	(void)snprintf(question->was, sizeof(question->was), "%s", was);
	return true;
}

/* ---- who had a number, who has a name ---- */

static const char *typed_of(const struct holder *holder)
{
	return ks_person_typed(&holder->entry->person);
}

static int compare_typed(const void *left, const void *right)
{
	const struct holder *a = *(struct holder *const *)left, *b = *(struct holder *const *)right;
	int order = strcmp(typed_of(a), typed_of(b));

	if (order == 0)
		order = (int)b->entry->is_listed - (int)a->entry->is_listed;
	/* of several who are gone the one who had it last: 204101~2 after 204101 */
	return order != 0 ? order : strcmp(b->entry->person.number, a->entry->person.number);
}

static int compare_name(const void *left, const void *right)
{
	const struct holder *a = *(struct holder *const *)left, *b = *(struct holder *const *)right;
	int order = strcmp(a->entry->person.name, b->entry->person.name);

	return order != 0 ? order : strcmp(a->entry->person.kana, b->entry->person.kana);
}

static struct holder *find_typed(const struct matching *m, const char *typed)
{
	size_t low = 0, high = m->n_holders;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (strcmp(typed_of(m->by_typed[middle]), typed) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low < m->n_holders && strcmp(typed_of(m->by_typed[low]), typed) == 0
		       ? m->by_typed[low]
		       : NULL;
}

/* Nobody's any more, with this very name. */
static struct holder *find_name(const struct matching *m, const struct ks_person *person)
{
	struct ks_roster_entry wanted = {.person = *person};
	struct holder key = {.entry = &wanted}, *key_at = &key;
	size_t low = 0, high = m->n_holders;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (compare_name(&m->by_name[middle], &key_at) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	for (; low < m->n_holders && compare_name(&m->by_name[low], &key_at) == 0; low++)
		if (!m->by_name[low]->is_claimed)
			return m->by_name[low];
	return NULL;
}

static struct holder *find_key(const struct matching *m, const char *number)
{
	size_t low = 0, high = m->n_holders;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = strcmp(m->holders[middle].entry->person.number, number);

		if (order == 0)
			return &m->holders[middle];
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

/* Of somebody who is in nobody's place yet: "101" was "000101". */
static struct holder *find_with_zeros(const struct matching *m, const char *number)
{
	char longer[KS_PERSON_NUMBER_MAX + 1];
	size_t len = strlen(number);

	for (size_t zeros = 1; zeros + len <= KS_PERSON_NUMBER_MAX; zeros++) {
		struct holder *holder;

		memset(longer, '0', zeros);
		memcpy(longer + zeros, number, len + 1);
		holder = find_typed(m, longer);
		if (holder && holder->entry->is_listed && !holder->is_claimed)
			return holder;
	}
	return NULL;
}

static bool is_alike(const char *a, const char *b)
{
	char *key_a, *key_b;
	bool is;

	if (strcmp(a, b) == 0)
		return true;
	key_a = ks_fold_key(a);
	key_b = ks_fold_key(b);
	is = strcmp(key_a, key_b) == 0;
	free(key_a);
	free(key_b);
	return is;
}

/* One of the two may change (改姓 changes both, and is asked). */
static bool may_be_same(const struct ks_person *a, const struct ks_person *b)
{
	return is_alike(a->name, b->name) || (a->kana[0] && is_alike(a->kana, b->kana));
}

/* ---- matching ---- */

static void doubt(struct matching *m, enum ks_roster_doubt_kind kind, const char *number,
		  const struct holder *before)
{
	struct ks_roster_diff *out = m->out;

	ks_grow(&out->doubts, out->n_doubts, &out->doubts_capacity);
	out->doubts[out->n_doubts++] = (struct ks_roster_doubt){kind, number, typed_of(before)};
}

static void claim(struct ks_roster_entry *entry, struct holder *holder)
{
	holder->is_claimed = true;
	entry->person.number = holder->entry->person.number;
}

/* The first of 204101, 204101~2, … under which there are no records of anybody. */
static void give_key(struct matching *m, struct ks_roster_entry *entry)
{
	const char *typed = entry->person.typed;
	const char *key = typed;

	for (int n = 2; find_key(m, key) && n < 1000; n++)
		key = ks_arena_format(m->arena, "%s~%d", typed, n);
	entry->person.number = key;
}

/* Who had the number too, and is meant by this name: an earlier list that was taken back knew them. */
static struct holder *find_namesake(const struct matching *m, const struct ks_roster_entry *entry)
{
	struct holder *first = find_typed(m, entry->person.typed);

	for (size_t i = 0; first && i < m->n_holders; i++) {
		struct holder *holder = &m->holders[i];

		if (holder != first && !holder->is_claimed &&
		    strcmp(typed_of(holder), entry->person.typed) == 0 &&
		    may_be_same(&entry->person, &holder->entry->person))
			return holder;
	}
	return NULL;
}

/* By an answer or by the number. False: this may be somebody new. */
static bool match_number(struct matching *m, struct ks_roster_entry *entry)
{
	struct question same = {.now = entry->person.typed}, other = same;
	struct holder *holder = find_typed(m, entry->person.typed);

	if (each_answer(m->answers->same, is_about, &same))
		holder = find_typed(m, same.was);
	else if (holder && each_answer(m->answers->other, is_about, &other))
		holder = find_namesake(m, entry);
	else if (holder && !may_be_same(&entry->person, &holder->entry->person))
		doubt(m, KS_DOUBT_NUMBER_REUSED, entry->person.typed, holder);
	if (!holder || holder->is_claimed)
		return false;
	claim(entry, holder);
	return true;
}

static void match_new(struct matching *m, struct ks_roster_entry *entry)
{
	struct question other = {.now = entry->person.typed};
	struct holder *zeros, *name;

	give_key(m, entry);
	if (each_answer(m->answers->other, is_about, &other))
		return;
	zeros = find_with_zeros(m, entry->person.typed);
	name = zeros ? NULL : find_name(m, &entry->person);
	if (zeros)
		doubt(m, KS_DOUBT_ZERO_LOST, entry->person.typed, zeros);
	else if (name)
		doubt(m, KS_DOUBT_NUMBER_CHANGED, entry->person.typed, name);
}

static void match_all(struct matching *m)
{
	size_t n = m->roster->n_entries;
	bool *is_new = ks_alloc_zero(n + 1, sizeof(*is_new));

	for (size_t i = 0; i < n; i++) {
		struct ks_person *person = &m->roster->entries[i].person;

		person->typed = person->number;
		is_new[i] = !match_number(m, &m->roster->entries[i]);
	}
	/* Only when everybody who kept the number has their place. */
	for (size_t i = 0; i < n; i++)
		if (is_new[i])
			match_new(m, &m->roster->entries[i]);
	free(is_new);
}

static void load_holders(struct matching *m, const struct ks_roster *before)
{
	size_t n = before->n_entries;

	m->n_holders = n;
	m->holders = ks_alloc_zero(n + 1, sizeof(*m->holders));
	m->by_typed = ks_alloc_zero(n + 1, sizeof(struct holder *));
	m->by_name = ks_alloc_zero(n + 1, sizeof(struct holder *));
	for (size_t i = 0; i < n; i++) {
		m->holders[i].entry = &before->entries[i];
		m->by_typed[i] = m->by_name[i] = &m->holders[i];
	}
	if (n > 1) {
		qsort(m->by_typed, n, sizeof(struct holder *), compare_typed);
		qsort(m->by_name, n, sizeof(struct holder *), compare_name);
	}
}

enum ks_rc ks_roster_compare(struct ks_store *store, struct ks_roster *roster,
			     const struct ks_roster_answers *answers, struct ks_roster_diff *out)
{
	struct matching m = {.roster = roster, .answers = answers, .out = out, .arena = &out->arena};
	enum ks_rc rc;

	memset(out, 0, sizeof(*out));
	rc = ks_roster_load(store, true, &out->before);
	if (rc != KS_OK)
		return rc;
	load_holders(&m, &out->before);
	match_all(&m);
	ks_roster_sort(roster);
	ks_roster_list_changes(roster, out);
	free(m.holders);
	free(m.by_typed);
	free(m.by_name);
	return KS_OK;
}
