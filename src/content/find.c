/* SPDX-License-Identifier: Apache-2.0 */
#include "content/find.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/svg.h"

/*
 * A find question whose place does not exist cannot be answered, so this is checked when a lesson is
 * loaded, not only when an author asks.
 */

static bool is_svg(const char *asset)
{
	size_t n = strlen(asset);

	return n > 4 && strcmp(asset + n - 4, ".svg") == 0;
}

static const struct ks_block *mail_of(const struct ks_lesson *lesson, const char *page_id)
{
	const struct ks_page *page = ks_lesson_page(lesson, page_id);

	for (size_t i = 0; page != NULL && i < page->n_blocks; i++)
		if (page->blocks[i].kind == KS_BLOCK_MAIL)
			return &page->blocks[i];
	return NULL;
}

static bool mail_has(const struct ks_block *mail, const char *region)
{
	for (size_t i = 0; i < mail->n_parts; i++)
		if (strcmp(mail->parts[i].id, region) == 0)
			return true;
	return false;
}

static void check_mail(const struct ks_lesson *lesson, const struct ks_question *question,
		       struct ks_diags *diags)
{
	const struct ks_block *mail = mail_of(lesson, question->asset);

	if (mail == NULL) {
		ks_diags_error(
			diags, lesson->quiz.file, question->line,
			"ページ「%s」に ```mail の枠がありません。[mail:p03] のようにページの番号を書いてください。",
			question->asset);
		return;
	}
	for (size_t i = 0; i < question->n_choices; i++)
		if (!mail_has(mail, question->choices[i].region))
			ks_diags_error(
				diags, lesson->quiz.file, question->line,
				"@%s はページ「%s」のメールにありません（from、subject、body、link、file と番号）。",
				question->choices[i].region, question->asset);
}

static void check_svg(const struct ks_lesson *lesson, const struct ks_question *question,
		      struct ks_diags *diags)
{
	char *path = ks_path_join(lesson->folder, question->asset);
	struct ks_svg svg = {0};
	char *bytes = NULL;
	size_t len = 0;

	if (ks_file_read(path, KS_SVG_BYTES_MAX, &bytes, &len) != KS_OK) {
		ks_diags_error(diags, lesson->quiz.file, question->line, "絵「%s」がありません。",
			       question->asset);
	} else if (ks_svg_parse(path, bytes, len, &svg, diags) == KS_OK) {
		for (size_t i = 0; i < question->n_choices; i++)
			if (ks_svg_region(&svg, question->choices[i].region) == NULL)
				ks_diags_error(
					diags, lesson->quiz.file, question->line,
					"@%s は絵「%s」にありません。<rect id=\"%s\" class=\"region\"> が要ります。",
					question->choices[i].region, question->asset,
					question->choices[i].region);
	}
	ks_svg_finish(&svg);
	free(bytes);
	free(path);
}

void ks_find_check(struct ks_lesson *lesson, struct ks_diags *diags)
{
	for (size_t i = 0; i < lesson->quiz.n_questions; i++) {
		const struct ks_question *question = &lesson->quiz.questions[i];

		if (question->kind != KS_QUESTION_FIND)
			continue;
		if (question->asset == NULL)
			ks_diags_error(
				diags, lesson->quiz.file, question->line,
				"@ で始まる選択肢には、[asset:絵.svg] か [mail:p03] が要ります。");
		else if (is_svg(question->asset))
			check_svg(lesson, question, diags);
		else
			check_mail(lesson, question, diags);
	}
}
