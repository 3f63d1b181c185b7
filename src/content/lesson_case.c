/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "base/file.h"
#include "content/lesson_read.h"
#include "content/rich_build.h"

/*
 * Cases (事例): cases.md is read like the pages of the lesson, and then tied to the questions that are its steps.
 * The tie is checked here, when the lesson is loaded: half a case cannot be answered.
 */

static void refuse(const struct ks_lesson_reader *reader, int line, const char *message)
{
	ks_diags_error(reader->source.diags, reader->source.file, line, "%s", message);
}

static void take_case(struct ks_lesson_reader *reader, const char *id, int line)
{
	struct ks_page *page = &reader->pages[reader->n_pages - 1];

	if (!ks_source_is_id(id, KS_ID_MAX))
		refuse(reader, line,
		       "事例の番号は <!-- case: m5-c1 --> のように、39 字までの英数字で書いてください。");
	else if (page->id[0] != '\0')
		refuse(reader, line,
		       "一つの見出しに事例の番号が二つあります。事例ごとに # の見出しを書いてください。");
	else
		page->id = ks_arena_strdup(reader->source.arena, id);
}

static const struct {
	const char *word;
	enum ks_clue_sign sign;
} signs[] = {{"○", KS_CLUE_GOOD}, {"×", KS_CLUE_BAD}, {"△", KS_CLUE_NEUTRAL}};

/* "link × この番号は、にせ物でした" */
static void take_clue(struct ks_lesson_reader *reader, const char *text, int line)
{
	size_t n = strcspn(text, " \t");
	const char *words = text + n + strspn(text + n, " \t");
	struct ks_clue clue = {.line = line,
			       .region = ks_arena_strndup(reader->source.arena, text, n)};

	for (size_t i = 0; i < KS_COUNT(signs); i++) {
		size_t len = strlen(signs[i].word);

		if (strncmp(words, signs[i].word, len) != 0)
			continue;
		words += len + strspn(words + len, " \t");
		clue.sign = signs[i].sign;
		clue.text = ks_rich_of(&reader->source, line, KS_RICH_INLINE, words, strlen(words));
		break;
	}
	if (clue.text.len == 0) {
		refuse(reader, line,
		       "手がかりは <!-- clue: link × この番号は、にせ物でした --> のように、場所、○×△のどれか、言葉の順に書いてください。");
		return;
	}
	ks_grow(&reader->clues, reader->n_clues, &reader->clues_capacity);
	reader->clues[reader->n_clues++] = clue;
}

bool ks_lesson_read_case_mark(struct ks_lesson_reader *reader, const char *text, int line)
{
	static const struct {
		const char *key;
		void (*take)(struct ks_lesson_reader *reader, const char *text, int line);
	} marks[] = {{"case:", take_case}, {"clue:", take_clue}};

	for (size_t i = 0; i < KS_COUNT(marks); i++) {
		size_t n = strlen(marks[i].key);

		if (strncmp(text, marks[i].key, n) != 0)
			continue;
		marks[i].take(reader, text + n + strspn(text + n, " \t"), line);
		return true;
	}
	return false;
}

/* ---- the file ---- */

static struct ks_page *read_file(const struct ks_policy *policy, struct ks_lesson *lesson,
				 const char *name, size_t *n, struct ks_diags *diags)
{
	const char *file = ks_source_join(&lesson->arena, lesson->folder, name);
	struct ks_lesson_reader reader = {
		.source = {file, diags, &lesson->arena}, .policy = policy, .is_cases = true};
	struct ks_page *pages;

	*n = 0;
	if (!ks_file_exists(file))
		return NULL;
	ks_lesson_read_file(&reader, NULL);
	pages = ks_lesson_end_reader(&reader);
	for (size_t i = 0; i < reader.n_pages; i++) {
		if (pages[i].id[0] == '\0')
			refuse(&reader, pages[i].line,
			       "事例の番号がありません。見出しのすぐ下に <!-- case: m5-c1 --> のように書いてください。");
		for (size_t k = 0; k < i && pages[i].id[0] != '\0'; k++)
			if (strcmp(pages[i].id, pages[k].id) == 0)
				refuse(&reader, pages[i].line,
				       "同じ番号の事例が、この上にもあります。別の番号にしてください。");
	}
	*n = reader.n_pages;
	return pages;
}

static void pair_easy(const struct ks_policy *policy, struct ks_lesson *out, struct ks_diags *diags)
{
	const char *file = ks_source_join(&out->arena, out->folder, "cases.easy.md");
	size_t n = 0;
	struct ks_page *pages = read_file(policy, out, "cases.easy.md", &n, diags);

	if (!pages)
		return;
	if (n != out->n_cases)
		ks_diags_error(diags, file, 0,
			       "事例の数が cases.md と違います（%zu と %zu）。同じ数にしてください。",
			       n, out->n_cases);
	for (size_t i = 0; i < n && i < out->n_cases; i++) {
		out->cases[i].page.easy = &pages[i];
		if (strcmp(pages[i].id, out->cases[i].id) != 0)
			ks_diags_error(
				diags, file, pages[i].line,
				"事例「%s」の順番か番号が cases.md と違います（そこは「%s」です）。",
				pages[i].id, out->cases[i].id);
	}
}

/* ---- the steps ---- */

/* Takes the run of questions that begins at @at; returns the place behind it. */
static size_t take_steps(struct ks_lesson *lesson, size_t at, struct ks_diags *diags)
{
	struct ks_question *questions = lesson->quiz.questions;
	const char *id = questions[at].case_id;
	struct ks_case *found = NULL;
	size_t n = 0;

	for (size_t i = 0; i < lesson->n_cases; i++)
		if (strcmp(lesson->cases[i].id, id) == 0)
			found = &lesson->cases[i];
	if (!found)
		ks_diags_error(diags, lesson->quiz.file, questions[at].line,
			       "事例「%s」が cases.md にありません。", id);
	else if (found->n_steps > 0)
		ks_diags_error(
			diags, lesson->quiz.file, questions[at].line,
			"事例「%s」の問題が離れています。一つの事例の問題は、続けて書いてください。",
			id);
	for (; at + n < lesson->quiz.n_questions; n++) {
		struct ks_question *question = &questions[at + n];

		if (!question->case_id || strcmp(question->case_id, id) != 0)
			break;
		if (!found)
			continue;
		question->artefact = found;
		question->step = found->n_steps++;
	}
	return at + n;
}

static void tie_steps(struct ks_lesson *lesson, const char *file, struct ks_diags *diags)
{
	for (size_t i = 0; i < lesson->quiz.n_questions;)
		i = lesson->quiz.questions[i].case_id ? take_steps(lesson, i, diags) : i + 1;
	for (size_t i = 0; i < lesson->n_cases; i++)
		if (lesson->cases[i].n_steps > KS_QUIZ_MAX)
			ks_diags_error(diags, file, lesson->cases[i].page.line,
				       "事例「%s」の問題が %zu 問あります。%d 問までにしてください。",
				       lesson->cases[i].id, lesson->cases[i].n_steps, KS_QUIZ_MAX);
	for (size_t i = 0; i < lesson->n_cases; i++)
		if (lesson->cases[i].n_steps == 0 && lesson->cases[i].id[0] != '\0')
			ks_diags_error(
				diags, file, lesson->cases[i].page.line,
				"事例「%s」を使う問題がありません。quiz.gift の問題の前に [case:%s] と書いてください。",
				lesson->cases[i].id, lesson->cases[i].id);
}

void ks_lesson_read_cases(const struct ks_policy *policy, struct ks_lesson *out,
			  struct ks_diags *diags)
{
	const char *file = ks_source_join(&out->arena, out->folder, "cases.md");
	size_t n = 0;
	struct ks_page *pages = read_file(policy, out, "cases.md", &n, diags);

	out->cases = ks_arena_alloc(&out->arena, (n + 1) * sizeof(*out->cases));
	for (size_t i = 0; i < n; i++)
		out->cases[out->n_cases++] =
			(struct ks_case){.id = pages[i].id, .folder = out->folder, .page = pages[i]};
	pair_easy(policy, out, diags);
	tie_steps(out, file, diags);
}
