/* SPDX-License-Identifier: Apache-2.0 */
#include "content/blind.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "content/blind_private.h"

/*
 * Answering without having read. All choices are counted once; for a lesson its own are taken off again, so that the
 * model has never seen what it answers.
 */

static bool is_blank(uint32_t c)
{
	return c == ' ' || c == '\n' || c == '\t' || c == 0x3000;
}

/* One choice as its characters between ^ and $, without blanks. */
static size_t characters(const char *text, uint32_t *out, size_t max)
{
	const char *at = text, *end = text + strlen(text);
	size_t n = 0;

	out[n++] = '^';
	while (at < end && n + 1 < max) {
		uint32_t c = ks_utf8_next(&at, end);

		if (!is_blank(c))
			out[n++] = c;
	}
	out[n++] = '$';
	return n;
}

static int by_key(const void *a, const void *b)
{
	return KS_ORDER(*(const uint64_t *)a, *(const uint64_t *)b);
}

/* FNV-1a over the code points: 64 bits are enough for some ten thousand runs. */
uint64_t ks_blind_key(const uint32_t *from, size_t n)
{
	uint64_t key = 0xCBF29CE484222325u;

	for (size_t i = 0; i < n; i++)
		key = (key ^ from[i]) * 0x100000001B3u;
	return key;
}

size_t ks_blind_grams(const char *text, struct ks_blind_grams *out)
{
	uint32_t c[KS_BLIND_TEXT_MAX];
	size_t len = characters(text, c, KS_BLIND_TEXT_MAX), n = 0, kept = 0;

	for (size_t size = 1; size <= KS_BLIND_GRAM_MAX; size++)
		for (size_t at = 0; at + size <= len; at++)
			out->keys[n++] = ks_blind_key(c + at, size);
	qsort(out->keys, n, sizeof(*out->keys), by_key);
	for (size_t i = 0; i < n; i++)
		if (i == 0 || out->keys[i] != out->keys[i - 1])
			out->keys[kept++] = out->keys[i];
	out->n = kept;
	return kept;
}

/* ---- counts ---- */

static struct ks_blind_count *slot(struct ks_blind_table *table, uint64_t key)
{
	size_t at = (size_t)key & (table->size - 1);

	while (table->slots[at].key != 0 && table->slots[at].key != key)
		at = (at + 1) & (table->size - 1);
	return &table->slots[at];
}

static void grow(struct ks_blind_table *table)
{
	struct ks_blind_table larger = {.size = table->size ? table->size * 2 : 1024,
					.n_used = table->n_used,
					.n = {table->n[0], table->n[1]}};

	larger.slots = ks_alloc_zero(larger.size, sizeof(*larger.slots));
	for (size_t i = 0; i < table->size; i++)
		if (table->slots[i].key != 0)
			*slot(&larger, table->slots[i].key) = table->slots[i];
	free(table->slots);
	*table = larger;
}

void ks_blind_learn(struct ks_blind_table *table, const char *text, bool is_right)
{
	struct ks_blind_grams grams;

	table->n[is_right]++;
	ks_blind_grams(text, &grams);
	for (size_t i = 0; i < grams.n; i++) {
		struct ks_blind_count *count;

		if (table->n_used * 2 >= table->size)
			grow(table);
		count = slot(table, grams.keys[i]);
		table->n_used += count->key == 0;
		count->key = grams.keys[i];
		count->n[is_right]++;
	}
}

double ks_blind_weight(struct ks_blind_table *all, struct ks_blind_table *own, uint64_t key)
{
	const struct ks_blind_count none = {0};
	const struct ks_blind_count *a = all->size ? slot(all, key) : &none;
	const struct ks_blind_count *o = own->size ? slot(own, key) : &none;
	double n_right = a->n[1] - o->n[1], n_wrong = a->n[0] - o->n[0];
	double right = all->n[1] - own->n[1], wrong = all->n[0] - own->n[0];

	if (n_right + n_wrong < KS_BLIND_SEEN_MIN)
		return 0;
	return log((n_right + .5) / (right + 1)) - log((n_wrong + .5) / (wrong + 1));
}

/* How much more the runs of @text look like right choices than like wrong ones. */
static double score(struct ks_blind_table *all, struct ks_blind_table *own, const char *text)
{
	struct ks_blind_grams grams;
	double sum = 0;

	ks_blind_grams(text, &grams);
	for (size_t i = 0; i < grams.n; i++)
		sum += ks_blind_weight(all, own, grams.keys[i]);
	return sum;
}

/* ---- questions ---- */

/* What is judged of a true/false question: its name and its sentence. */
static char *statement_of(const struct ks_question *question)
{
	return ks_format("::%s::%s", question->name, question->stem.text);
}

static void learn_quiz(struct ks_blind_table tables[2], const struct ks_quiz *quiz, bool is_easy)
{
	for (size_t i = 0; i < quiz->n_questions; i++) {
		const struct ks_question *question = ks_blind_worded(&quiz->questions[i], is_easy);

		if (question->kind == KS_QUESTION_TRUE_FALSE) {
			char *text = statement_of(question);

			ks_blind_learn(&tables[1], text, question->choices[0].is_right);
			free(text);
		}
		for (size_t k = 0; question->kind == KS_QUESTION_SINGLE && k < question->n_choices;
		     k++)
			ks_blind_learn(&tables[0], question->choices[k].text.text,
				       question->choices[k].is_right);
	}
}

static void answer_true_false(struct ks_blind_table *all, struct ks_blind_table *own,
			      const struct ks_question *question, struct ks_blind_score *out)
{
	char *text = statement_of(question);

	out->n_true_false++;
	out->words_true_false += (score(all, own, text) > 0) == question->choices[0].is_right;
	free(text);
}

static void answer_single(struct ks_blind_table *all, struct ks_blind_table *own,
			  const struct ks_question *question, struct ks_blind_score *out)
{
	size_t longest = 0, n_longest = 0, n_best = 0;
	double best_score = 0, right_best = 0, right_longest = 0;

	for (size_t i = 0; i < question->n_choices; i++) {
		const struct ks_choice *choice = &question->choices[i];
		size_t len = ks_utf8_count(choice->text.text, choice->text.len);
		double s = score(all, own, choice->text.text);

		if (i == 0 || s > best_score) {
			best_score = s;
			n_best = 0;
			right_best = 0;
		}
		n_best += s >= best_score;
		right_best += s >= best_score && choice->is_right;
		if (len > longest) {
			longest = len;
			n_longest = 0;
			right_longest = 0;
		}
		n_longest += len == longest;
		right_longest += len == longest && choice->is_right;
	}
	out->n_single++;
	out->chance_single += 1.0 / (double)question->n_choices;
	out->words_single += right_best / (double)n_best; /* of those alike any is taken */
	out->longest += right_longest / (double)n_longest;
}

static void answer_quiz(struct ks_blind_table all[2], bool is_easy, struct ks_arena *arena,
			struct ks_blind_row *row)
{
	const struct ks_quiz *quiz = &row->home->quiz;
	struct ks_blind_table own[2] = {{0}};

	learn_quiz(own, quiz, is_easy);
	for (size_t i = 0; i < quiz->n_questions; i++) {
		const struct ks_question *question = ks_blind_worded(&quiz->questions[i], is_easy);

		if (question->kind == KS_QUESTION_TRUE_FALSE)
			answer_true_false(&all[1], &own[1], question, &row->score);
		else if (question->kind == KS_QUESTION_SINGLE)
			answer_single(&all[0], &own[0], question, &row->score);
	}
	if (ks_blind_is_over(&row->score))
		ks_blind_find_tells(all, own, is_easy, arena, row);
	free(own[0].slots);
	free(own[1].slots);
}

static void add(struct ks_blind_score *to, const struct ks_blind_score *from)
{
	to->n_single += from->n_single;
	to->n_true_false += from->n_true_false;
	to->chance_single += from->chance_single;
	to->words_single += from->words_single;
	to->longest += from->longest;
	to->words_true_false += from->words_true_false;
}

const struct ks_question *ks_blind_worded(const struct ks_question *question, bool is_easy)
{
	return is_easy && question->easy ? question->easy : question;
}

void ks_blind_measure(const struct ks_content *content, bool is_easy, struct ks_blind *out)
{
	struct ks_blind_table all[2] = {{0}};
	size_t n = ks_content_n_homes(content);

	memset(out, 0, sizeof(*out));
	out->rows = ks_arena_alloc(&out->arena, (n + 1) * sizeof(*out->rows));
	for (size_t i = 0; i < n; i++)
		learn_quiz(all, &ks_content_home_at(content, i)->quiz, is_easy);
	for (size_t i = 0; i < n; i++) {
		struct ks_blind_row row = {.home = ks_content_home_at(content, i)};

		answer_quiz(all, is_easy, &out->arena, &row);
		if (row.score.n_single + row.score.n_true_false > 0)
			out->rows[out->n_rows++] = row;
		add(&out->all, &row.score);
	}
	free(all[0].slots);
	free(all[1].slots);
	ks_blind_find_giveaways(content, is_easy, out);
}

void ks_blind_finish(struct ks_blind *blind)
{
	ks_arena_finish(&blind->arena);
	memset(blind, 0, sizeof(*blind));
}

double ks_blind_percent(double sum, size_t n)
{
	return n > 0 ? 100 * sum / (double)n : 0;
}

double ks_blind_chance(const struct ks_blind_score *score)
{
	return ks_blind_percent(score->chance_single + .5 * (double)score->n_true_false,
				score->n_single + score->n_true_false);
}

double ks_blind_words(const struct ks_blind_score *score)
{
	return ks_blind_percent(score->words_single + score->words_true_false,
				score->n_single + score->n_true_false);
}

bool ks_blind_is_over(const struct ks_blind_score *score)
{
	return score->n_single + score->n_true_false >= KS_BLIND_LESSON_MIN &&
	       ks_blind_words(score) > ks_blind_chance(score) + KS_BLIND_ABOVE_CHANCE_MAX;
}
