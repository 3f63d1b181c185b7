/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "content/blind_private.h"
#include "content/check.h"
#include "content/source.h"

/*
 * Words that give the answer away. A run of characters that stands in many choices should be right as often as any
 * choice is; one that is far off (more than Z_MIN standard deviations) is named, with the first place it stands at.
 */

#define RUN_MIN 2
#define RUN_MAX 8
#define SEEN_MIN 10
#define Z_MIN 4.5
#define TOLD_MAX 20

/* A place a run can begin: the rest of a choice from some character on. */
struct place {
	const char *text;
	const struct ks_choice *choice; /* the same choice is counted once */
	size_t order;                   /* of the choice, as they are read */
	const char *file;
	int line;
};

struct places {
	struct place *items;
	size_t n, capacity, n_choices;
	double share; /* of right ones among all choices */
};

static int by_text(const void *a, const void *b)
{
	const struct place *x = a, *y = b;
	int order = strcmp(x->text, y->text);

	return order ? order : KS_ORDER(x->order, y->order);
}

static void add_choice(struct places *places, const struct ks_choice *choice, const char *file,
		       int line)
{
	const char *at = choice->text.text, *end = at + choice->text.len;

	while (at < end) {
		ks_grow(&places->items, places->n, &places->capacity);
		places->items[places->n++] =
			(struct place){at, choice, places->n_choices, file, line};
		ks_utf8_next(&at, end);
	}
	places->n_choices++;
}

static const char *file_of(const struct ks_lesson *home, bool is_easy, struct ks_arena *arena)
{
	return is_easy ? ks_source_join(arena, home->folder, "quiz.easy.gift") : home->quiz.file;
}

static void gather(const struct ks_content *content, bool is_easy, struct ks_arena *arena,
		   struct places *out)
{
	size_t n = 0, n_right = 0;

	for (size_t i = 0; i < ks_content_n_homes(content); i++) {
		const struct ks_lesson *home = ks_content_home_at(content, i);
		const struct ks_quiz *quiz = &home->quiz;
		const char *file = file_of(home, is_easy, arena);

		for (size_t k = 0; k < quiz->n_questions; k++) {
			const struct ks_question *question =
				ks_blind_worded(&quiz->questions[k], is_easy);

			if (question->kind != KS_QUESTION_SINGLE)
				continue;
			for (size_t c = 0; c < question->n_choices; c++)
				add_choice(out, &question->choices[c], file, question->line);
			n += question->n_choices;
			n_right++;
		}
	}
	out->share = n > 0 ? (double)n_right / (double)n : 0;
}

/* Bytes of the first @characters of @text; 0 when it has not so many. */
static size_t run_bytes(const char *text, int characters)
{
	const char *at = text, *end = text + strlen(text);

	while (characters-- > 0) {
		if (at >= end)
			return 0;
		ks_utf8_next(&at, end);
	}
	return (size_t)(at - text);
}

static double deviation(const struct places *places, size_t n, size_t n_right)
{
	double spread = sqrt((double)n * places->share * (1 - places->share));

	return spread > 0 ? ((double)n_right - (double)n * places->share) / spread : 0;
}

/* The same choices in other words: of two runs one of which holds the other, the longer one is told, which comes later. */
static void keep(struct ks_blind *out, const struct ks_giveaway *found)
{
	size_t kept = 0;

	for (size_t i = 0; i < out->n_giveaways; i++)
		if (!strstr(found->text, out->giveaways[i].text))
			out->giveaways[kept++] = out->giveaways[i];
	out->n_giveaways = kept;
	if (out->n_giveaways < TOLD_MAX)
		out->giveaways[out->n_giveaways++] = *found;
}

static void judge(const struct places *places, size_t from, size_t to, size_t bytes,
		  struct ks_blind *out)
{
	const struct place *first = &places->items[from];
	struct ks_giveaway found = {.file = first->file, .line = first->line};
	const struct ks_choice *last = NULL;

	for (size_t i = from; i < to; i++) {
		const struct place *place = &places->items[i];

		if (place->choice == last)
			continue;
		last = place->choice;
		found.n++;
		found.n_right += last->is_right;
		if (strcmp(place->file, found.file) == 0 && place->line < found.line)
			found.line = place->line;
	}
	if (found.n < SEEN_MIN || fabs(deviation(places, found.n, found.n_right)) < Z_MIN)
		return;
	found.text = ks_arena_strndup(&out->arena, first->text, bytes);
	keep(out, &found);
}

void ks_blind_find_giveaways(const struct ks_content *content, bool is_easy, struct ks_blind *out)
{
	struct places places = {0};

	out->giveaways = ks_arena_alloc(&out->arena, TOLD_MAX * sizeof(*out->giveaways));
	gather(content, is_easy, &out->arena, &places);
	if (places.n > 0)
		qsort(places.items, places.n, sizeof(*places.items), by_text);
	for (int size = RUN_MIN; size <= RUN_MAX; size++) {
		for (size_t from = 0, to; from < places.n; from = to) {
			size_t bytes = run_bytes(places.items[from].text, size);

			to = from + 1;
			while (bytes > 0 && to < places.n &&
			       strncmp(places.items[from].text, places.items[to].text, bytes) == 0)
				to++;
			if (to - from >= SEEN_MIN)
				judge(&places, from, to, bytes, out);
		}
	}
	free(places.items);
}

/* ---- the check ---- */

/* 「紙のとおり」（12 行目）「電話」（30 行目）などの言葉で分かります。 Nothing where no word stands out. */
static char *tells_of(const struct ks_blind_row *row)
{
	struct ks_buf words = {0};
	char *text;

	for (size_t i = 0; i < row->n_tells; i++)
		ks_buf_printf(&words, "「%s」（%d 行目）", row->tells[i].text, row->tells[i].line);
	text = ks_format("%s%s", ks_buf_text(&words),
			 row->n_tells > 0 ? "などの言葉で分かります。" : "");
	ks_buf_finish(&words);
	return text;
}

static void check_row(const struct ks_blind_row *row, bool is_easy, struct ks_arena *arena,
		      struct ks_diags *diags)
{
	char *words;

	if (!ks_blind_is_over(&row->score))
		return;
	words = tells_of(row);
	ks_diags_warn(
		diags, file_of(row->home, is_easy, arena), 0,
		"選択肢の言い回しだけで、%.0f％ が当たります（当てずっぽうは %.0f％）。%skenshu content blindtest で確かめ、言い回しをそろえてください。",
		ks_blind_words(&row->score), ks_blind_chance(&row->score), words);
	free(words);
}

static void check_all(const struct ks_content *content, const struct ks_blind_score *all,
		      const char *wording, struct ks_diags *diags)
{
	double single = ks_blind_percent(all->words_single, all->n_single);
	double two = ks_blind_percent(all->words_true_false, all->n_true_false);
	double longest = ks_blind_percent(all->longest, all->n_single);

	if (all->n_single < KS_BLIND_QUESTIONS_MIN)
		return;
	if (single > KS_BLIND_SINGLE_MAX || two > KS_BLIND_TRUE_FALSE_MAX)
		ks_diags_warn(
			diags, content->folder, 0,
			"%s選択肢の言い回しだけで、一つ選ぶ問題の %.0f％（%d％ まで）、○×の %.0f％（%d％ まで）が当たります。",
			wording, single, KS_BLIND_SINGLE_MAX, two, KS_BLIND_TRUE_FALSE_MAX);
	if (longest < KS_BLIND_LONGEST_MIN || longest > KS_BLIND_LONGEST_MAX)
		ks_diags_warn(diags, content->folder, 0,
			      "%s正解がいちばん長い問題が %.0f％ です（%d％ から %d％ が目安です）。",
			      wording, longest, KS_BLIND_LONGEST_MIN, KS_BLIND_LONGEST_MAX);
}

static bool has_easy(const struct ks_content *content)
{
	for (size_t i = 0; i < ks_content_n_homes(content); i++) {
		const struct ks_quiz *quiz = &ks_content_home_at(content, i)->quiz;

		for (size_t k = 0; k < quiz->n_questions; k++)
			if (quiz->questions[k].easy)
				return true;
	}
	return false;
}

static void check_wording(const struct ks_content *content, bool is_easy, struct ks_diags *diags)
{
	struct ks_blind blind;

	ks_blind_measure(content, is_easy, &blind);
	for (size_t i = 0; i < blind.n_giveaways; i++) {
		const struct ks_giveaway *word = &blind.giveaways[i];

		ks_diags_warn(
			diags, word->file, word->line,
			"「%s」のある選択肢は、%zu のうち %zu が正解です。言葉だけで当てられます。ほかの選択肢にも使うか、言い換えてください。",
			word->text, word->n, word->n_right);
	}
	for (size_t i = 0; i < blind.n_rows; i++)
		check_row(&blind.rows[i], is_easy, &blind.arena, diags);
	check_all(content, &blind.all, is_easy ? "やさしい言葉では、" : "", diags);
	ks_blind_finish(&blind);
}

void ks_check_blind(const struct ks_content *content, struct ks_diags *diags)
{
	check_wording(content, false, diags);
	if (has_easy(content))
		check_wording(content, true, diags);
}
