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
};

/** ks_lesson_read_markdown() - all pages of @text into reader->pages (the last one complete too). */
void ks_lesson_read_markdown(struct ks_lesson_reader *reader, const char *text, size_t len);
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
