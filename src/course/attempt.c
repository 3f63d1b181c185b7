// SPDX-License-Identifier: Apache-2.0
#include "course/session.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "course/attempt_private.h"

/*
 * Drawing the questions of one attempt. Wishes in the order they yield: mandatory questions are in; the
 * number of questions is reached; at most max_repeats of the last attempt come again; each pool has its
 * share. Pools may overlap ("6" and "6(7)"), so shares are handed out by matching (augmenting paths) and not
 * first come, first served, which could leave a pool empty that could have been filled.
 *
 * The steps of a case are drawn all or none and stand behind each other: a candidate is a unit of one or more questions.
 * A unit is taken only while the number of questions can still be reached exactly with what is left.
 */

#define EMPTY UINT32_MAX
#define ANY_POOL (-1)
#define CANDIDATES_MAX KS_TEST_QUESTIONS_MAX

/* A question for itself, or a case: questions first … first + n - 1 of the quiz. */
struct unit {
	uint32_t first;
	int n;
	bool was_last, is_mandatory, is_drawn;
};

struct slots {
	int n;
	int pool_of[KS_QUIZ_MAX];       /* slot → pool */
	uint32_t drawn_at[KS_QUIZ_MAX]; /* slot → index into the quiz, EMPTY */
};

struct draw {
	const struct ks_session_rules *rules;
	struct ks_shuffle shuffle;
	size_t n_units;
	struct unit units[CANDIDATES_MAX]; /* in drawn order */
	struct slots slots;
};

bool ks_attempt_is_usable(const struct ks_question *question)
{
	return question->n_choices >= 1 && question->n_choices <= KS_CHOICES_MAX &&
	       strlen(question->id) < KS_ID_MAX;
}

/* ---- units ---- */

/* How many questions from @at belong together; 0 when one of them is of no use. */
static int unit_at(const struct ks_quiz *quiz, size_t at, size_t *next)
{
	const struct ks_case *artefact = quiz->questions[at].artefact;
	bool is_usable = ks_attempt_is_usable(&quiz->questions[at]);

	for (*next = at + 1; artefact && *next < quiz->n_questions; (*next)++) {
		if (quiz->questions[*next].artefact != artefact)
			break;
		is_usable = is_usable && ks_attempt_is_usable(&quiz->questions[*next]);
	}
	return is_usable && *next - at <= KS_QUIZ_MAX ? (int)(*next - at) : 0;
}

static size_t find_units(const struct ks_quiz *quiz, struct unit units[CANDIDATES_MAX])
{
	size_t n_units = 0, next;

	for (size_t at = 0; at < quiz->n_questions && n_units < CANDIDATES_MAX; at = next) {
		struct unit unit = {.first = (uint32_t)at, .n = unit_at(quiz, at, &next)};

		for (size_t i = at; i < next; i++)
			unit.is_mandatory = unit.is_mandatory || quiz->questions[i].is_mandatory;
		if (unit.n > 0)
			units[n_units++] = unit;
	}
	return n_units;
}

/* Bit n: n questions can be had from units that are not drawn, @without passed over. */
static uint64_t reachable(const struct unit *units, size_t n_units, const struct unit *without)
{
	uint64_t sums = 1;

	for (size_t i = 0; i < n_units; i++)
		if (!units[i].is_drawn && &units[i] != without)
			sums |= sums << units[i].n;
	return sums;
}

/* The number at or below @wanted (of 1 at least) that can be reached, else the smallest above it. */
static int nearest(uint64_t sums, int wanted)
{
	for (int n = wanted; n > 0; n--)
		if (sums >> n & 1)
			return n;
	for (int n = wanted + 1; n <= KS_QUIZ_MAX; n++)
		if (sums >> n & 1)
			return n;
	return 0;
}

static int size_of(const struct ks_session_rules *rules, struct unit *units, size_t n_units)
{
	const struct ks_plan_lesson *plan_lesson = rules->plan_lesson;
	int n_wanted = plan_lesson->n_questions, n_mandatory = 0;

	for (size_t i = 0; n_wanted == 0 && i < plan_lesson->n_pools; i++)
		n_wanted += plan_lesson->pools[i].n_questions;
	if (n_wanted <= 0)
		return 0;
	n_wanted = n_wanted < KS_QUIZ_MAX ? n_wanted : KS_QUIZ_MAX;
	for (size_t i = 0; i < n_units; i++) {
		units[i].is_drawn = units[i].is_mandatory && n_mandatory + units[i].n <= KS_QUIZ_MAX;
		n_mandatory += units[i].is_drawn ? units[i].n : 0;
	}
	if (n_mandatory < n_wanted)
		n_mandatory += nearest(reachable(units, n_units, NULL) &
					       ((2ULL << (KS_QUIZ_MAX - n_mandatory)) - 1),
				       n_wanted - n_mandatory);
	for (size_t i = 0; i < n_units; i++)
		units[i].is_drawn = false;
	return n_mandatory;
}

int ks_attempt_size(const struct ks_session_rules *rules)
{
	struct unit *units = ks_alloc_zero(CANDIDATES_MAX, sizeof(*units));
	int n = size_of(rules, units, find_units(&rules->lesson->quiz, units));

	free(units);
	return n;
}

static bool holds_question(const struct ks_attempt *attempt, const char *id)
{
	for (int i = 0; attempt && i < attempt->n_items; i++)
		if (strcmp(attempt->items[i].question, id) == 0)
			return true;
	return false;
}

static bool fits_pool(const struct draw *draw, uint32_t index, int pool)
{
	const struct ks_question *question = &draw->rules->lesson->quiz.questions[index];
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

/* What no lesson has shown comes before what one has, else in the order of the shuffle. */
static void own_first(const struct ks_quiz *quiz, const struct unit *found, uint32_t *order, size_t n)
{
	uint32_t own[CANDIDATES_MAX], shown[CANDIDATES_MAX];
	size_t n_own = 0, n_shown = 0;

	for (size_t i = 0; i < n; i++) {
		if (quiz->questions[found[order[i]].first].is_own)
			own[n_own++] = order[i];
		else
			shown[n_shown++] = order[i];
	}
	memcpy(order, own, n_own * sizeof(*order));
	memcpy(order + n_own, shown, n_shown * sizeof(*order));
}

static void collect_units(struct draw *draw, const struct ks_attempt *last,
			  const struct ks_question *wanted)
{
	const struct ks_quiz *quiz = &draw->rules->lesson->quiz;
	struct unit *found = ks_alloc_zero(CANDIDATES_MAX, sizeof(*found));
	uint32_t order[CANDIDATES_MAX];

	draw->n_units = find_units(quiz, found);
	for (size_t i = 0; i < draw->n_units; i++)
		order[i] = (uint32_t)i;
	ks_shuffle_order(&draw->shuffle, order, draw->n_units);
	own_first(quiz, found, order, draw->n_units);
	for (size_t u = 0; u < draw->n_units; u++) {
		struct unit *unit = &draw->units[u];

		*unit = found[order[u]];
		unit->is_mandatory |= wanted == &quiz->questions[unit->first];
		for (int k = 0; k < unit->n; k++)
			unit->was_last =
				unit->was_last ||
				holds_question(last, quiz->questions[unit->first + (uint32_t)k].id);
	}
	free(found);
}

static void open_slots(struct draw *draw, int n_slots)
{
	const struct ks_plan_lesson *plan_lesson = draw->rules->plan_lesson;
	struct slots *slots = &draw->slots;

	for (size_t p = 0; p < plan_lesson->n_pools; p++)
		for (int k = 0; k < plan_lesson->pools[p].n_questions; k++)
			if (slots->n < n_slots)
				slots->pool_of[slots->n++] = (int)p;
	while (slots->n < n_slots)
		slots->pool_of[slots->n++] = ANY_POOL;
	for (int s = 0; s < n_slots; s++)
		slots->drawn_at[s] = EMPTY;
}

static int count_empty(const struct slots *slots)
{
	int n = 0;

	for (int s = 0; s < slots->n; s++)
		n += slots->drawn_at[s] == EMPTY;
	return n;
}

/* Move other questions aside, if need be, to place the question @index in some empty slot. */
static bool place_question(struct draw *draw, uint32_t index, bool *was_tried)
{
	struct slots *slots = &draw->slots;

	for (int s = 0; s < slots->n; s++) {
		if (was_tried[s] || !fits_pool(draw, index, slots->pool_of[s]))
			continue;
		was_tried[s] = true;
		if (slots->drawn_at[s] == EMPTY ||
		    place_question(draw, slots->drawn_at[s], was_tried)) {
			slots->drawn_at[s] = index;
			return true;
		}
	}
	return false;
}

/* A question that is in no matter what takes the last empty slot. */
static bool force_question(struct slots *slots, uint32_t index)
{
	for (int s = slots->n - 1; s >= 0; s--) {
		if (slots->drawn_at[s] != EMPTY)
			continue;
		slots->drawn_at[s] = index;
		return true;
	}
	return false;
}

/* All questions of @unit, or none. @is_forced: also where their pools have no more place. */
static bool place_unit(struct draw *draw, struct unit *unit, bool is_forced)
{
	struct slots before = draw->slots;
	int left = count_empty(&draw->slots) - unit->n;

	if (left < 0 || !(reachable(draw->units, draw->n_units, unit) >> left & 1))
		return false;
	for (int k = 0; k < unit->n; k++) {
		uint32_t index = unit->first + (uint32_t)k;
		bool was_tried[KS_QUIZ_MAX] = {false};

		if (place_question(draw, index, was_tried) ||
		    (is_forced && force_question(&draw->slots, index)))
			continue;
		draw->slots = before;
		return false;
	}
	unit->is_drawn = true;
	return true;
}

static void place_mandatory(struct draw *draw)
{
	for (size_t u = 0; u < draw->n_units; u++)
		if (draw->units[u].is_mandatory)
			place_unit(draw, &draw->units[u], true);
}

static void place_others(struct draw *draw, bool with_repeats, int max_repeats)
{
	int n_repeats = 0;

	for (size_t u = 0; u < draw->n_units; u++)
		n_repeats +=
			draw->units[u].was_last && draw->units[u].is_drawn ? draw->units[u].n : 0;
	for (size_t u = 0; u < draw->n_units; u++) {
		struct unit *unit = &draw->units[u];

		if (unit->is_drawn || unit->was_last != with_repeats)
			continue;
		if (with_repeats && n_repeats + unit->n > max_repeats)
			continue;
		if (place_unit(draw, unit, false))
			n_repeats += with_repeats ? unit->n : 0;
	}
}

static void fill_slots(struct draw *draw)
{
	int max_repeats = draw->rules->plan->max_repeats;

	place_mandatory(draw);
	place_others(draw, false, 0);
	place_others(draw, true, max_repeats);
	/* A pool that cannot be filled takes others; a quiz too small to avoid repeats repeats. */
	for (int s = 0; s < draw->slots.n; s++)
		if (draw->slots.drawn_at[s] == EMPTY)
			draw->slots.pool_of[s] = ANY_POOL;
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

static void write_item(struct ks_shuffle *shuffle, const struct ks_question *question,
		       struct ks_attempt *out)
{
	struct ks_attempt_item *item = &out->items[out->n_items++];

	memcpy(item->question, question->id, strlen(question->id) + 1);
	shuffle_choices(shuffle, question, item->order);
}

void ks_attempt_of_one(const struct ks_question *question, uint64_t seed, struct ks_attempt *out)
{
	struct ks_shuffle shuffle = {.state = seed};

	memset(out, 0, sizeof(*out));
	out->number = 1;
	out->seed = seed;
	write_item(&shuffle, question, out);
}

/* In shuffled order; the first step of a case to come brings all of them along. */
static void write_items(struct draw *draw, struct ks_attempt *out)
{
	const struct ks_quiz *quiz = &draw->rules->lesson->quiz;
	const struct ks_case *written[KS_QUIZ_MAX];
	uint32_t slots[KS_QUIZ_MAX];
	int n_written = 0;

	for (int s = 0; s < draw->slots.n; s++)
		slots[s] = (uint32_t)s;
	ks_shuffle_order(&draw->shuffle, slots, (size_t)draw->slots.n);
	for (int k = 0; k < draw->slots.n; k++) {
		uint32_t index = draw->slots.drawn_at[slots[k]];
		const struct ks_case *artefact =
			index != EMPTY ? quiz->questions[index].artefact : NULL;
		bool is_written = index == EMPTY;

		for (int i = 0; artefact && i < n_written; i++)
			is_written = is_written || written[i] == artefact;
		if (is_written)
			continue;
		if (artefact)
			written[n_written++] = artefact;
		while (artefact && index > 0 && quiz->questions[index - 1].artefact == artefact)
			index--;
		do
			write_item(&draw->shuffle, &quiz->questions[index++], out);
		while (artefact && index < quiz->n_questions &&
		       quiz->questions[index].artefact == artefact);
	}
}

void ks_attempt_draw_with(const struct ks_session_rules *rules, uint64_t seed, int number,
			  const struct ks_attempt *last, const struct ks_question *wanted,
			  struct ks_attempt *out)
{
	struct draw *draw = ks_alloc_zero(1, sizeof(*draw));
	struct ks_attempt fresh;

	memset(&fresh, 0, sizeof(fresh)); /* padding too: states are compared as bytes */
	fresh.number = number;
	fresh.seed = seed;
	draw->rules = rules;
	draw->shuffle.state = seed;
	collect_units(draw, last, wanted);
	open_slots(draw, size_of(rules, draw->units, draw->n_units));
	fill_slots(draw);
	write_items(draw, &fresh);
	*out = fresh; /* last: @last may be part of what @out overwrites */
	free(draw);
}

void ks_attempt_draw(const struct ks_session_rules *rules, uint64_t seed, int number,
		     const struct ks_attempt *last, struct ks_attempt *out)
{
	ks_attempt_draw_with(rules, seed, number, last, NULL, out);
}

const struct ks_question *ks_attempt_wanted(const struct ks_session *session,
					    const struct ks_session_rules *rules, int number)
{
	return session->opening > 0 && number == 1 ? ks_session_opening(rules) : NULL;
}
