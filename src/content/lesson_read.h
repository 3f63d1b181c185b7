/* SPDX-License-Identifier: Apache-2.0 */
/* The parts of the lesson reader that know each other. Private to src/content. */
#ifndef KS_CONTENT_LESSON_READ_H
#define KS_CONTENT_LESSON_READ_H

#include "content/lesson.h"
#include "content/source.h"

/* Growing arrays of the lesson being read; copied into its arena when a page is complete. */
struct ks_lesson_reader {
	struct ks_source source;
	const struct ks_policy *policy;
	int line_offset; /* lines of front matter before the Markdown begins */
	struct ks_page *pages;
	size_t n_pages, pages_capacity;
	struct ks_block *blocks; /* of the page being read */
	size_t n_blocks, blocks_capacity;
	const char **clauses;
	size_t n_clauses, clauses_capacity;
	struct ks_clue *clues;
	size_t n_clues, clues_capacity;
	bool is_cases; /* cases.md: a page is an artefact, and its id is that of the case */
};

/** ks_lesson_read_markdown() - all pages of @text into reader->pages (the last one complete too). */
void ks_lesson_read_markdown(struct ks_lesson_reader *reader, const char *text, size_t len);
/** ks_lesson_read_file() - reader->source.file: its front matter into @out (NULL: passed over) and all its pages. */
void ks_lesson_read_file(struct ks_lesson_reader *reader, struct ks_lesson *out);
/** ks_lesson_check_lines() - frames that are not closed and headings that are none, in the text behind the front matter. */
void ks_lesson_check_lines(const struct ks_lesson_reader *reader, const char *text, size_t len);
/** ks_lesson_end_reader() - the pages, now the arena's; the reader's own memory is freed. */
struct ks_page *ks_lesson_end_reader(struct ks_lesson_reader *reader);
/** ks_lesson_read_cases() - cases.md and its easy twin; then the questions of @out know their cases. */
void ks_lesson_read_cases(const struct ks_policy *policy, struct ks_lesson *out,
			  struct ks_diags *diags);
/** ks_lesson_read_case_mark() - `case: ID` or `clue: PART ○ words` of a comment in cases.md; false for another one. */
bool ks_lesson_read_case_mark(struct ks_lesson_reader *reader, const char *text, int line);
/** ks_lesson_take_pages() - what was read becomes @out's pages; the reader's own memory is freed. */
void ks_lesson_take_pages(struct ks_lesson_reader *reader, struct ks_lesson *out);
/** ks_lesson_read_fence() - a fenced block: @info is the line behind the ```, @line that of its first content. */
void ks_lesson_read_fence(struct ks_lesson_reader *reader, const char *info, const char *text,
			  int line, struct ks_block *out);
/** ks_lesson_read_clauses() - clause ids separated by blanks, added to the page; unknown ones are diagnosed. */
void ks_lesson_read_clauses(struct ks_lesson_reader *reader, const char *text, int line);
/** ks_lesson_add_clause() - one clause of the page, once. */
void ks_lesson_add_clause(struct ks_lesson_reader *reader, const char *id);
/** ks_lesson_check_clause() - is @id in the policy? Diagnosed if not. */
bool ks_lesson_check_clause(const struct ks_source *source, const struct ks_policy *policy,
			    const char *id, int line);

#endif
