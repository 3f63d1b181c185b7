/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "content/blind_private.h"

/*
 * By which words the questions of one lesson (or test) were answered. Giveaways (blind_words.c) stand out in the whole
 * pool; a test of eight questions passed by words is told of here, by the runs that pushed most towards what is right:
 * of each choice the one that told most.
 */

#define RUN_MIN 3 /* shorter ones are seldom words */

struct gathered {
	struct ks_blind_table *all, *own;
	struct ks_arena *arena;
	struct ks_tell *items;
	size_t n, capacity;
};

/* Brackets, commas, full stops: no word goes over them. */
static bool is_mark(uint32_t c)
{
	return c <= ' ' || (c >= 0x3000 && c <= 0x303F && c != 0x3005);
}

static void take(struct gathered *to, const char *text, size_t len, int line, double weight)
{
	for (size_t i = 0; i < to->n; i++) {
		if (strlen(to->items[i].text) != len || memcmp(to->items[i].text, text, len) != 0)
			continue;
		to->items[i].weight += weight;
		return;
	}
	ks_grow(&to->items, to->n, &to->capacity);
	to->items[to->n++] = (struct ks_tell){ks_arena_strndup(to->arena, text, len), line, weight};
}

/* The run of @text that told most about it, if any did. */
static void take_strongest(struct gathered *to, const char *text, bool is_right, int line)
{
	const char *end = text + strlen(text), *best = NULL;
	size_t best_len = 0;
	double best_weight = 0;

	for (const char *from = text; from < end;) {
		const char *at = from;
		uint32_t run[KS_BLIND_GRAM_MAX];

		for (size_t n = 0; n < KS_BLIND_GRAM_MAX && at < end; n++) {
			double weight;

			run[n] = ks_utf8_next(&at, end);
			if (is_mark(run[n]))
				break;
			weight = ks_blind_weight(to->all, to->own, ks_blind_key(run, n + 1)) *
				 (is_right ? 1 : -1);
			if (n + 1 < RUN_MIN || weight <= best_weight)
				continue;
			best = from;
			best_len = (size_t)(at - from);
			best_weight = weight;
		}
		ks_utf8_next(&from, end);
	}
	if (best)
		take(to, best, best_len, line, best_weight);
}

static int by_weight(const void *a, const void *b)
{
	const struct ks_tell *x = a, *y = b;

	int order = KS_ORDER(y->weight, x->weight);

	return order != 0 ? order : strcmp(x->text, y->text);
}

/* The strongest that are no part of one another. */
static void keep(struct gathered *from, struct ks_blind_row *row)
{
	if (from->n > 0)
		qsort(from->items, from->n, sizeof(*from->items), by_weight);
	for (size_t i = 0; i < from->n && row->n_tells < KS_BLIND_TELLS_MAX; i++) {
		const struct ks_tell *tell = &from->items[i];
		bool is_new = true;

		for (size_t k = 0; k < row->n_tells; k++)
			is_new = is_new && !strstr(row->tells[k].text, tell->text) &&
				 !strstr(tell->text, row->tells[k].text);
		if (is_new)
			row->tells[row->n_tells++] = *tell;
	}
	free(from->items);
}

void ks_blind_find_tells(struct ks_blind_table all[2], struct ks_blind_table own[2], bool is_easy,
			 struct ks_arena *arena, struct ks_blind_row *row)
{
	struct gathered to = {.arena = arena};

	for (size_t i = 0; i < row->home->quiz.n_questions; i++) {
		const struct ks_question *question =
			ks_blind_worded(&row->home->quiz.questions[i], is_easy);
		bool is_two = question->kind == KS_QUESTION_TRUE_FALSE;

		to.all = &all[is_two];
		to.own = &own[is_two];
		if (is_two)
			take_strongest(&to, question->stem.text, question->choices[0].is_right,
				       question->line);
		for (size_t k = 0; question->kind == KS_QUESTION_SINGLE && k < question->n_choices;
		     k++)
			take_strongest(&to, question->choices[k].text.text,
				       question->choices[k].is_right, question->line);
	}
	keep(&to, row);
}
