/* SPDX-License-Identifier: Apache-2.0 */
/* What the readers of fenced blocks share. Private to src/content. */
#ifndef KS_CONTENT_LESSON_FENCE_H
#define KS_CONTENT_LESSON_FENCE_H

#include <stdbool.h>

#include "content/lesson_read.h"

#define KS_FENCE_ITEMS_MAX 20

struct ks_fence {
	struct ks_lesson_reader *reader;
	const char *argument; /* behind the kind: clause of a quotation, heading of a memo; "" for none */
	const char *text, *end;
	int line; /* of the first content line */
	struct ks_block *out;
};

/* One line of the block, trimmed. */
struct ks_fence_line {
	const char *next, *end;
	const char *from, *to;
	int line;
	bool is_indented;
};

/** ks_fence_refuse() - an error at @line of the file. */
void ks_fence_refuse(const struct ks_fence *fence, int line, const char *message);
/** ks_fence_lines() - before the first line. */
struct ks_fence_line ks_fence_lines(const struct ks_fence *fence);
/** ks_fence_next() - on to the next line; false behind the last. */
bool ks_fence_next(struct ks_fence_line *line);

/** ks_fence_read_mail() - a mail: 差出人 件名 本文 …. */
void ks_fence_read_mail(const struct ks_fence *fence);
/** ks_fence_read_screen() - a window or web page: 本文 入力 ボタン リンク. */
void ks_fence_read_screen(const struct ks_fence *fence);
/** ks_fence_read_memo() - lines of a note. */
void ks_fence_read_memo(const struct ks_fence *fence);
/** ks_fence_read_log() - lines as a machine writes them. */
void ks_fence_read_log(const struct ks_fence *fence);
/** ks_fence_read_chat() - who: words. */
void ks_fence_read_chat(const struct ks_fence *fence);
/** ks_fence_read_form() - field: value. */
void ks_fence_read_form(const struct ks_fence *fence);

#endif
