// SPDX-License-Identifier: Apache-2.0
#include "course/session.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "course/attempt_private.h"

/*
 * Drawing the questions of one attempt. Wishes in the order they yield: mandatory questions are in; the
 * number of questions is reached; at most max_repeats of the last attempt come again; each pool has its
 * share. Pools may overlap ("6" and "6(7)"), so shares are handed out by matching (augmenting paths) and not
 * first come, first served, which could leave a pool empty that could have been filled.
 */

#define NO_SLOT (-1)
#define ANY_POOL (-1)
#define CANDIDATES_MAX 500

struct draw {
	const struct ks_session_rules *rules;
	struct ks_shuffle shuffle;
	size_t n_candidates;
	uint32_t question[CANDIDATES_MAX]; /* index into the quiz, in drawn order */
	bool was_last[CANDIDATES_MAX];
	int slot_of[CANDIDATES_MAX]; /* NO_SLOT: not drawn */
	int n_slots;
	int pool_of[KS_QUIZ_MAX];  /* slot → pool */
	int drawn_at[KS_QUIZ_MAX]; /* slot → candidate, -1: empty */
};

bool ks_attempt_is_usable(const struct ks_question *question)
{
	return question->n_choices >= 1 && question->n_choices <= KS_CHOICES_MAX &&
	       strlen(question->id) < KS_ID_MAX;
}

int ks_attempt_size(const struct ks_session_rules *rules)
{
	const struct ks_plan_lesson *plan_lesson = rules->plan_lesson;
	const struct ks_quiz *quiz = &rules->lesson->quiz;
	int n_wanted = plan_lesson->n_questions;
	int n_usable = 0, n_mandatory = 0;

	for (size_t i = 0; n_wanted == 0 && i < plan_lesson->n_pools; i++)
		n_wanted += plan_lesson->pools[i].n_questions;
	if (n_wanted <= 0)
		return 0;
	for (size_t i = 0; i < quiz->n_questions && n_usable < CANDIDATES_MAX; i++) {
		if (!ks_attempt_is_usable(&quiz->questions[i]))
			continue;
		n_usable++;
		n_mandatory += quiz->questions[i].is_mandatory;
	}
	if (n_wanted < n_mandatory)
		n_wanted = n_mandatory;
	if (n_wanted > n_usable)
		n_wanted = n_usable;
	return n_wanted < KS_QUIZ_MAX ? n_wanted : KS_QUIZ_MAX;
}

static const struct ks_question *question_at(const struct draw *draw, size_t candidate)
{
	return &draw->rules->lesson->quiz.questions[draw->question[candidate]];
}

static bool holds_question(const struct ks_attempt *attempt, const char *id)
{
	for (int i = 0; attempt != NULL && i < attempt->n_items; i++)
		if (strcmp(attempt->items[i].question, id) == 0)
			return true;
	return false;
}

static bool fits_pool(const struct draw *draw, size_t candidate, int pool)
{
	const struct ks_question *question = question_at(draw, candidate);
	const struct ks_pool *p;

	if (pool == ANY_POOL)
		return true;
	p = &draw->rules->plan_lesson->pools[pool];
	for (size_t i = 0; i < p->n_clauses; i++)
		for (size_t k = 0; k < question->n_clauses; k++)
			if (ks_clause_is_within(question->clauses[k], p->clauses[i]))
				return true;
	return p->n_clauses == 0;
}

static void collect_candidates(struct draw *draw, const struct ks_attempt *last)
{
	const struct ks_quiz *quiz = &draw->rules->lesson->quiz;

	for (size_t i = 0; i < quiz->n_questions && draw->n_candidates < CANDIDATES_MAX; i++)
		if (ks_attempt_is_usable(&quiz->questions[i]))
			draw->question[draw->n_candidates++] = (uint32_t)i;
	ks_shuffle_order(&draw->shuffle, draw->question, draw->n_candidates);
	for (size_t c = 0; c < draw->n_candidates; c++) {
		draw->was_last[c] = holds_question(last, question_at(draw, c)->id);
		draw->slot_of[c] = NO_SLOT;
	}
}

static void open_slots(struct draw *draw, int n_slots)
{
	const struct ks_plan_lesson *plan_lesson = draw->rules->plan_lesson;

	for (size_t p = 0; p < plan_lesson->n_pools; p++)
		for (int k = 0; k < plan_lesson->pools[p].n_questions; k++)
			if (draw->n_slots < n_slots)
				draw->pool_of[draw->n_slots++] = (int)p;
	while (draw->n_slots < n_slots)
		draw->pool_of[draw->n_slots++] = ANY_POOL;
	for (int s = 0; s < n_slots; s++)
		draw->drawn_at[s] = -1;
}

static void put_in(struct draw *draw, size_t candidate, int slot)
{
	draw->slot_of[candidate] = slot;
	draw->drawn_at[slot] = (int)candidate;
}

/* Move other questions aside, if need be, to place @candidate in some empty slot. */
static bool place_candidate(struct draw *draw, size_t candidate, bool *was_tried)
{
	for (int s = 0; s < draw->n_slots; s++) {
		if (was_tried[s] || !fits_pool(draw, candidate, draw->pool_of[s]))
			continue;
		was_tried[s] = true;
		if (draw->drawn_at[s] < 0 ||
		    place_candidate(draw, (size_t)draw->drawn_at[s], was_tried)) {
			put_in(draw, candidate, s);
			return true;
		}
	}
	return false;
}

static int count_repeats(const struct draw *draw)
{
	int n = 0;

	for (size_t c = 0; c < draw->n_candidates; c++)
		n += draw->was_last[c] && draw->slot_of[c] != NO_SLOT;
	return n;
}

/* Questions that are in no matter what take the slot of their pool, or else the last empty one. */
static void place_mandatory(struct draw *draw)
{
	for (size_t c = 0; c < draw->n_candidates; c++) {
		bool was_tried[KS_QUIZ_MAX] = {false};

		if (!question_at(draw, c)->is_mandatory || place_candidate(draw, c, was_tried))
			continue;
		for (int s = draw->n_slots - 1; s >= 0; s--) {
			if (draw->drawn_at[s] >= 0)
				continue;
			draw->pool_of[s] = ANY_POOL;
			put_in(draw, c, s);
			break;
		}
	}
}

static void place_others(struct draw *draw, bool with_repeats, int max_repeats)
{
	int n_repeats = count_repeats(draw);

	for (size_t c = 0; c < draw->n_candidates; c++) {
		bool was_tried[KS_QUIZ_MAX] = {false};

		if (draw->slot_of[c] != NO_SLOT || draw->was_last[c] != with_repeats)
			continue;
		if (with_repeats && n_repeats >= max_repeats)
			return;
		if (place_candidate(draw, c, was_tried))
			n_repeats += with_repeats;
	}
}

static void fill_slots(struct draw *draw)
{
	int max_repeats = draw->rules->plan->max_repeats;

	place_mandatory(draw);
	place_others(draw, false, 0);
	place_others(draw, true, max_repeats);
	/* A pool that cannot be filled takes others; a quiz too small to avoid repeats repeats. */
	for (int s = 0; s < draw->n_slots; s++)
		if (draw->drawn_at[s] < 0)
			draw->pool_of[s] = ANY_POOL;
	place_others(draw, false, 0);
	place_others(draw, true, max_repeats);
	place_others(draw, true, KS_QUIZ_MAX);
}

static bool is_sorted(const uint32_t *order, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (order[i] != i)
			return false;
	return true;
}

static void shuffle_choices(struct ks_shuffle *shuffle, const struct ks_question *question,
			    uint8_t out[KS_CHOICES_MAX])
{
	uint32_t order[KS_CHOICES_MAX];
	size_t n = question->n_choices;
	bool is_fixed =
		question->kind == KS_QUESTION_TRUE_FALSE || question->kind == KS_QUESTION_FIND;

	for (size_t i = 0; i < n; i++)
		order[i] = (uint32_t)i;
	if (!is_fixed)
		ks_shuffle_order(shuffle, order, n);
	while (question->kind == KS_QUESTION_ORDER && n > 1 && is_sorted(order, n))
		ks_shuffle_order(shuffle, order, n);
	for (size_t i = 0; i < n; i++)
		out[i] = (uint8_t)order[i];
}

static void write_items(struct draw *draw, struct ks_attempt *out)
{
	uint32_t slots[KS_QUIZ_MAX];

	for (int s = 0; s < draw->n_slots; s++)
		slots[s] = (uint32_t)s;
	ks_shuffle_order(&draw->shuffle, slots, (size_t)draw->n_slots);
	for (int k = 0; k < draw->n_slots; k++) {
		struct ks_attempt_item *item = &out->items[out->n_items++];
		int candidate = draw->drawn_at[slots[k]];

		assert(candidate >= 0);
		const struct ks_question *question = question_at(draw, (size_t)candidate);

		memcpy(item->question, question->id, strlen(question->id) + 1);
		shuffle_choices(&draw->shuffle, question, item->order);
	}
}

void ks_attempt_draw(const struct ks_session_rules *rules, uint64_t seed, int number,
		     const struct ks_attempt *last, struct ks_attempt *out)
{
	struct draw *draw = ks_alloc_zero(1, sizeof(*draw));
	struct ks_attempt fresh;

	memset(&fresh, 0, sizeof(fresh)); /* padding too: states are compared as bytes */
	fresh.number = number;
	fresh.seed = seed;
	draw->rules = rules;
	draw->shuffle.state = seed;
	collect_candidates(draw, last);
	open_slots(draw, ks_attempt_size(rules));
	fill_slots(draw);
	write_items(draw, &fresh);
	*out = fresh; /* last: @last may be part of what @out overwrites */
	free(draw);
}
