/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/svg.h"
#include "base/utf8.h"
#include "content/check.h"
#include "content/folder.h"
#include "content/source.h"
#include "content/texts.h"

/*
 * Rules that look at files rather than at what was made of them: drawings, and the characters in all
 * text. A character is told once a file, at its first line.
 */

#define ODD_MAX 64

/* ---- drawings ---- */

/* @named_in: NULL when loading has already told what cannot be read */
static void check_svg(const char *path, const char *named_in, int line, struct ks_diags *diags)
{
	struct ks_svg svg = {0};
	char *bytes = NULL;
	size_t len = 0;
	enum ks_rc rc = ks_file_read(path, KS_SVG_BYTES_MAX, &bytes, &len);

	if (rc != KS_OK && !named_in) {
		;
	} else if (rc == KS_NOT_FOUND) {
		ks_diags_error(diags, named_in, line, "絵「%s」がありません。", ks_source_name(path));
	} else if (rc != KS_OK) {
		ks_diags_error(diags, path, 0, "絵を読めません（1 MiB まで）。");
	} else if (ks_svg_parse(path, bytes, len, &svg, named_in ? diags : NULL) == KS_OK) {
		if (svg.title[0] == '\0')
			ks_diags_error(diags, path, 1,
				       "絵に <title>（短い名前）がありません。読み上げに使います。");
		if (svg.desc[0] == '\0')
			ks_diags_error(
				diags, path, 1,
				"絵に <desc>（何が描いてあるか）がありません。読み上げに使います。");
	}
	ks_svg_finish(&svg);
	free(bytes);
}

static void check_page_figures(const struct ks_lesson *lesson, const struct ks_page *page,
			       const char *file, struct ks_arena *arena, struct ks_diags *diags)
{
	for (size_t i = 0; i < page->n_blocks; i++)
		if (page->blocks[i].kind == KS_BLOCK_FIGURE)
			check_svg(ks_source_join(arena, lesson->folder, page->blocks[i].file), file,
				  page->blocks[i].line, diags);
}

void ks_check_figures(const struct ks_content *content, struct ks_diags *diags)
{
	struct ks_arena arena = {0};

	for (size_t i = 0; i < ks_content_n_homes(content); i++) {
		const struct ks_lesson *lesson = ks_content_home_at(content, i);
		const char *file = ks_source_join(&arena, lesson->folder, "lesson.md");

		for (size_t k = 0; k < lesson->n_pages; k++)
			check_page_figures(lesson, &lesson->pages[k], file, &arena, diags);
		for (size_t k = 0; k < lesson->n_cases; k++)
			check_page_figures(lesson, &lesson->cases[k].page,
					   ks_source_join(&arena, lesson->folder, "cases.md"),
					   &arena, diags);
		for (size_t k = 0; k < lesson->quiz.n_questions; k++) {
			const struct ks_question *question = &lesson->quiz.questions[k];

			if (question->asset && strstr(question->asset, ".svg"))
				check_svg(ks_source_join(&arena, lesson->folder, question->asset),
					  NULL, 0, diags);
		}
	}
	for (size_t i = 0; i < content->n_posters; i++)
		if (content->posters[i].figure[0] != '\0')
			check_svg(content->posters[i].figure,
				  ks_arena_format(&arena, "%s/posters", content->folder), 0, diags);
	ks_arena_finish(&arena);
}

/* ---- readings ---- */

struct missing {
	const struct ks_readings *readings;
	size_t n;
};

static void count_missing(void *to, const char *file, int line, const struct ks_rich *text)
{
	struct missing *missing = to;
	size_t len = 0, at = ks_readings_missing(missing->readings, text, 0, &len);

	(void)file;
	(void)line;
	for (; at < text->len; at = ks_readings_missing(missing->readings, text, at + len, &len))
		missing->n++;
}

/* One note for all of them: `kenshu content readings --check` names each. */
void ks_check_readings(const struct ks_content *content, struct ks_diags *diags)
{
	struct missing missing = {.readings = &content->readings};
	struct ks_arena arena = {0};

	if (content->readings.n_items > 0)
		ks_texts_each(content, count_missing, &missing);
	if (missing.n > 0)
		ks_diags_warn(
			diags, ks_source_join(&arena, content->folder, "readings.yaml"), 0,
			"読みのない漢字が %zu か所あります。kenshu content readings で案を足し、確かめてください（--check で場所が分かります）。",
			missing.n);
	ks_arena_finish(&arena);
}

/* ---- characters ---- */

static bool is_selector(uint32_t c)
{
	return (c >= 0xFE00 && c <= 0xFE0F) || (c >= 0xE0100 && c <= 0xE01EF);
}

struct odd {
	uint32_t c, selector;
};

static bool is_told(const struct odd *odd, size_t n, uint32_t c, uint32_t selector)
{
	for (size_t i = 0; i < n; i++)
		if (odd[i].c == c && odd[i].selector == selector)
			return true;
	return false;
}

static void tell(const char *file, int line, const char *at, size_t len, uint32_t c,
		 uint32_t selector, struct ks_diags *diags)
{
	if (selector != 0)
		ks_diags_error(
			diags, file, line,
			"「%.*s」（U+%04X と異体字の指定 U+%04X）を表せる書体がありません。別の字にしてください。",
			(int)len, at, (unsigned)c, (unsigned)selector);
	else
		ks_diags_error(
			diags, file, line,
			"「%.*s」（U+%04X）を表せる書体がありません。別の字にするか、絵で描いてください。",
			(int)len, at, (unsigned)c);
}

/* Marks that steer what stands around them, and controls: nobody sees them, and no author typed them on purpose. */
static bool is_invisible(uint32_t c)
{
	static const struct {
		uint32_t from, to;
	} ranges[] = {{0x01, 0x08},     {0x0B, 0x0C},      {0x0E, 0x1F},     {0x7F, 0x9F},
		      {0xAD, 0xAD},     {0x200B, 0x200F},  {0x2028, 0x202E}, {0x2060, 0x206F},
		      {0xFFF9, 0xFFFC}, {0xE0000, 0xE007F}};

	for (size_t i = 0; i < KS_COUNT(ranges); i++)
		if (c >= ranges[i].from && c <= ranges[i].to)
			return true;
	return false;
}

static bool can_be_seen(const struct ks_check_options *options, uint32_t c, uint32_t selector)
{
	if (is_invisible(c))
		return false;
	return c < 0x7F || c == 0xFEFF || options->has_glyph(options->fonts, c, selector);
}

static bool is_typed(const char *typed, const char *at, size_t len)
{
	return typed && ks_source_find(typed, strlen(typed), at, len);
}

/* @typed: the file itself when @text was made of it: only what is not in it (an entity made it) is told. */
static void check_text(const char *file, int line, const char *text, size_t len, const char *typed,
		       const struct ks_check_options *options, struct ks_diags *diags)
{
	const char *at = text, *end = text + len;
	struct odd odd[ODD_MAX];
	size_t n_odd = 0;

	while (at < end && n_odd < ODD_MAX) {
		const char *from = at, *ahead;
		uint32_t c = ks_utf8_next(&at, end), selector = 0;

		line += c == '\n' && !typed;
		ahead = at;
		if (at < end && is_selector(ks_utf8_next(&ahead, end)))
			selector = ks_utf8_next(&at, end);
		if (can_be_seen(options, c, selector) || is_told(odd, n_odd, c, selector) ||
		    is_typed(typed, from, (size_t)(at - from)))
			continue;
		odd[n_odd++] = (struct odd){c, selector};
		tell(file, line, from, (size_t)(at - from), c, selector, diags);
	}
}

/* What stands on the pages: an entity (&#x1F600;) is a character there and none in the file. */
static void check_page_glyphs(const char *file, const struct ks_page *page, const char *typed,
			      const struct ks_check_options *options, struct ks_diags *diags)
{
	check_text(file, page->line, page->title.text, page->title.len, typed, options, diags);
	for (size_t i = 0; i < page->n_blocks; i++) {
		const struct ks_block *block = &page->blocks[i];

		if (block->text.len > 0)
			check_text(file, block->line, block->text.text, block->text.len, typed,
				   options, diags);
		for (size_t k = 0; k < block->n_items; k++)
			check_text(file, block->line, block->items[k].text, block->items[k].len,
				   typed, options, diags);
	}
}

static void check_lesson_glyphs(const struct ks_lesson *lesson, const char *name,
				const struct ks_check_options *options, struct ks_diags *diags)
{
	char *file = ks_path_join(lesson->folder, name), *typed = NULL;
	bool is_easy = strstr(name, ".easy."), is_cases = strncmp(name, "cases", 5) == 0;
	size_t len = 0, n = is_cases ? lesson->n_cases : lesson->n_pages;

	if (ks_file_read(file, KS_SOURCE_BYTES_MAX, &typed, &len) == KS_OK) {
		for (size_t i = 0; i < n; i++) {
			const struct ks_page *page =
				is_cases ? &lesson->cases[i].page : &lesson->pages[i];

			page = is_easy ? page->easy : page;
			if (page)
				check_page_glyphs(file, page, typed, options, diags);
		}
	}
	free(typed);
	free(file);
}

void ks_check_glyphs(const struct ks_content *content, const struct ks_check_options *options,
		     struct ks_diags *diags)
{
	static const char *const names[] = {"lesson.md", "lesson.easy.md", "cases.md",
					    "cases.easy.md"};
	struct ks_folder_files files;

	for (size_t i = 0; i < ks_content_n_homes(content); i++)
		for (size_t k = 0; k < KS_COUNT(names); k++)
			check_lesson_glyphs(ks_content_home_at(content, i), names[k], options, diags);
	ks_folder_walk(content->folder, &files);
	for (size_t i = 0; i < files.n; i++) {
		char *path = ks_path_join(content->folder, files.paths[i]);
		char *text = NULL;
		size_t len = 0;

		if (ks_file_read(path, KS_SVG_BYTES_MAX, &text, &len) == KS_OK &&
		    ks_utf8_is_valid(text, len, NULL))
			check_text(path, 1, text, len, NULL, options, diags);
		free(text);
		free(path);
	}
	ks_folder_files_finish(&files);
}
