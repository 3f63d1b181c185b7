/* SPDX-License-Identifier: Apache-2.0 */
#include "content/find.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/svg.h"
#include "content/source.h"

/*
 * A find question whose place does not exist cannot be answered, so this is checked when a lesson is
 * loaded, not only when an author asks.
 */

static bool is_svg(const char *asset)
{
	size_t n = strlen(asset);

	return n > 4 && strcmp(asset + n - 4, ".svg") == 0;
}

/* @page: of the lesson, or of a case; NULL when there is no such page */
static void check_parts(const struct ks_lesson *lesson, const struct ks_question *question,
			const struct ks_page *page, struct ks_diags *diags)
{
	const struct ks_block *artefact = ks_page_artefact(page);

	if (!artefact) {
		ks_diags_error(
			diags, lesson->quiz.file, question->line,
			"ページか事例「%s」に ```mail などの枠がありません。[mail:p03] のようにページの番号を書いてください。",
			question->asset ? question->asset : question->case_id);
		return;
	}
	for (size_t i = 0; i < question->n_choices; i++)
		if (!ks_block_part(artefact, question->choices[i].region))
			ks_diags_error(
				diags, lesson->quiz.file, question->line,
				"@%s は「%s」の枠にありません（メールなら from、subject、body、link、file と番号）。",
				question->choices[i].region, page->id);
}

/* The drawing that @named_in speaks of at @line; false when it was diagnosed. Finish it in any case. */
static bool open_svg(const struct ks_lesson *lesson, const char *name, const char *named_in,
		     int line, struct ks_svg *svg, struct ks_diags *diags)
{
	char *path = ks_path_join(lesson->folder, name), *bytes = NULL;
	size_t len = 0;
	bool is_open = false;

	if (ks_file_read(path, KS_SVG_BYTES_MAX, &bytes, &len) != KS_OK)
		ks_diags_error(diags, named_in, line, "絵「%s」がありません。", name);
	else
		is_open = ks_svg_parse(path, bytes, len, svg, diags) == KS_OK;
	free(bytes);
	free(path);
	return is_open;
}

static void check_svg(const struct ks_lesson *lesson, const struct ks_question *question,
		      const char *name, struct ks_diags *diags)
{
	struct ks_svg svg = {0};

	if (open_svg(lesson, name, lesson->quiz.file, question->line, &svg, diags))
		for (size_t i = 0; i < question->n_choices; i++)
			if (!ks_svg_region(&svg, question->choices[i].region))
				ks_diags_error(
					diags, lesson->quiz.file, question->line,
					"@%s は絵「%s」にありません。<rect id=\"%s\" class=\"region\"> が要ります。",
					question->choices[i].region, name,
					question->choices[i].region);
	ks_svg_finish(&svg);
}

static const struct ks_block *figure_of(const struct ks_page *page)
{
	for (size_t i = 0; i < page->n_blocks; i++)
		if (page->blocks[i].kind == KS_BLOCK_FIGURE)
			return &page->blocks[i];
	return NULL;
}

static void check_question(const struct ks_lesson *lesson, const struct ks_question *question,
			   struct ks_diags *diags)
{
	const struct ks_block *figure;

	if (!question->asset && !question->artefact) {
		ks_diags_error(
			diags, lesson->quiz.file, question->line,
			"@ で始まる選択肢には、[asset:絵.svg] か [mail:p03] か [case:…] が要ります。");
	} else if (question->asset && is_svg(question->asset)) {
		check_svg(lesson, question, question->asset, diags);
	} else if (question->asset) {
		check_parts(lesson, question, ks_lesson_page(lesson, question->asset), diags);
	} else {
		figure = figure_of(&question->artefact->page);
		if (!ks_page_artefact(&question->artefact->page) && figure)
			check_svg(lesson, question, figure->file, diags);
		else
			check_parts(lesson, question, &question->artefact->page, diags);
	}
}

/* Clues point at parts of the artefact, or at regions of its drawing. */
static void check_clues(const struct ks_lesson *lesson, const struct ks_page *page,
			const char *file, struct ks_diags *diags)
{
	const struct ks_block *artefact = ks_page_artefact(page), *figure = figure_of(page);
	struct ks_svg svg = {0};
	bool has_svg = !artefact && figure && page->n_clues > 0 &&
		       open_svg(lesson, figure->file, file, figure->line, &svg, diags);

	for (size_t i = 0; i < page->n_clues; i++) {
		const struct ks_clue *clue = &page->clues[i];
		const void *target = has_svg ? (const void *)ks_svg_region(&svg, clue->region)
					     : (const void *)ks_block_part(artefact, clue->region);

		if (!target)
			ks_diags_error(diags, file, clue->line,
				       "手がかりの場所「%s」が、この事例の枠や絵にありません。",
				       clue->region);
	}
	ks_svg_finish(&svg);
}

void ks_find_check(struct ks_lesson *lesson, struct ks_diags *diags)
{
	for (size_t i = 0; i < lesson->quiz.n_questions; i++)
		if (lesson->quiz.questions[i].kind == KS_QUESTION_FIND)
			check_question(lesson, &lesson->quiz.questions[i], diags);
	for (size_t i = 0; i < lesson->n_cases; i++) {
		const struct ks_page *page = &lesson->cases[i].page;
		struct ks_arena arena = {0};

		check_clues(lesson, page, ks_source_join(&arena, lesson->folder, "cases.md"), diags);
		if (page->easy)
			check_clues(lesson, page->easy,
				    ks_source_join(&arena, lesson->folder, "cases.easy.md"), diags);
		ks_arena_finish(&arena);
	}
}
