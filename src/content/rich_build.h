/* SPDX-License-Identifier: Apache-2.0 */
/* Making struct ks_rich piece by piece. Private to src/content. */
#ifndef KS_CONTENT_RICH_BUILD_H
#define KS_CONTENT_RICH_BUILD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/rich.h"
#include "content/source.h"

/* Zeroed memory is an empty builder. */
struct ks_rich_build {
	struct ks_buf text;
	struct ks_span *spans;
	size_t n_spans, capacity;
};

/* What the small inline language of fenced blocks and questions knows. */
enum ks_rich_language {
	KS_RICH_LITERAL, /* nothing: policy quotations */
	KS_RICH_RUBY,    /* {漢字|かんじ}: text that cmark has already taken apart */
	KS_RICH_INLINE,  /* ruby, **strong** and `code` */
};

/**
 * ks_rich_build_add() - append text in @language
 * @line: of the file, for what is wrong in it
 */
void ks_rich_build_add(struct ks_rich_build *build, const struct ks_source *source, int line,
		       enum ks_rich_language language, const char *text, size_t len);
/** ks_rich_build_join() - a line ends here and the text goes on: a blank only between two ASCII letters. */
void ks_rich_build_join(struct ks_rich_build *build, const char *next);
void ks_rich_build_span(struct ks_rich_build *build, size_t from, enum ks_mark mark, const char *aux);
/** ks_rich_build_mark() - the same from @from to @to. */
void ks_rich_build_mark(struct ks_rich_build *build, size_t from, size_t to, enum ks_mark mark,
			const char *aux);
/** ks_rich_build_finish() - the rich text, owned by @arena; the builder is empty afterwards. */
struct ks_rich ks_rich_build_finish(struct ks_rich_build *build, struct ks_arena *arena);

/** ks_rich_of() - one text, lines joined, in @language. */
struct ks_rich ks_rich_of(const struct ks_source *source, int line, enum ks_rich_language language,
			  const char *text, size_t len);
/**
 * ks_rich_fill() - @rich with other words where @mark stands
 * @label: the words for the name in the mark (its aux); NULL for one it does not know: what stands there stays
 * Return: the marks stay, over the new words. @arena owns what is new; @rich itself when nothing was filled in.
 */
struct ks_rich ks_rich_fill(const struct ks_rich *rich, enum ks_mark mark,
			    const char *(*label)(const void *words, const char *name),
			    const void *words, struct ks_arena *arena);
/** ks_rich_characters() - code points without '\n' and without marks of our own. */
size_t ks_rich_characters(const struct ks_rich *rich);

#endif
