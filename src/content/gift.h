/* SPDX-License-Identifier: Apache-2.0 */
/*
 * GIFT's outer form: blocks between empty lines, comments, escapes, the braces and what stands between
 * them. What a question means is quiz.c's. Private to src/content.
 */
#ifndef KS_CONTENT_GIFT_H
#define KS_CONTENT_GIFT_H

#include "base/buf.h"
#include "base/rich.h"
#include "content/source.h"

/* A piece of the file; escapes are still in it. */
struct ks_gift_text {
	const char *from, *to;
};

struct ks_gift_block {
	int line;                       /* of the first line that is not a comment */
	struct ks_gift_text comments;   /* the lines beginning with // directly before it */
	struct ks_gift_text name, stem; /* name: without the colons, empty when there is none */
	struct ks_gift_text answers;    /* between the braces, without general feedback */
	struct ks_gift_text feedback;   /* behind ####, empty when there is none */
};

struct ks_gift_reader {
	const struct ks_source *source;
	const char *text, *end, *next;
	/* the last place a line number was asked for: lines are counted onward from there */
	const char *line_at;
	int line;
};

/** ks_gift_open() - begin at the head of a file (LF line ends, valid UTF-8). */
void ks_gift_open(struct ks_gift_reader *reader, const struct ks_source *source, const char *text,
		  size_t len);
/**
 * ks_gift_next() - the next question's block
 * Return: KS_OK; KS_NOT_FOUND behind the last; KS_INVALID: this block was diagnosed, go on with the next.
 */
KS_MUST_USE enum ks_rc ks_gift_next(struct ks_gift_reader *reader, struct ks_gift_block *out);
/** ks_gift_line() - line of a place in the file. */
int ks_gift_line(struct ks_gift_reader *reader, const char *at);
void ks_gift_error(struct ks_gift_reader *reader, const char *at, const char *message);

/** ks_gift_find() - first of the characters in @any that no backslash escapes; NULL when there is none. */
const char *ks_gift_find(const char *from, const char *to, const char *any);
bool ks_gift_is_empty(struct ks_gift_text text);
/** ks_gift_trimmed() - without blanks and line ends around it. */
struct ks_gift_text ks_gift_trimmed(const char *from, const char *to);
/** ks_gift_rich() - lines joined, escapes resolved, {漢字|かんじ}, ** and ` read. */
struct ks_rich ks_gift_rich(struct ks_gift_reader *reader, struct ks_gift_text text);
/**
 * ks_gift_take_format() - what Moodle writes into its exports: [html], [plain], [moodle], [markdown] before a text
 * @at: place in the file, for what cannot be read
 * The mark is taken off @text; of HTML, tags that only set words become our own marks and line breaks, and other tags are
 * refused. Without [html] any tag or &…; is refused, for it would stand on the screen as typed.
 */
void ks_gift_take_format(struct ks_gift_reader *reader, const char *at, struct ks_buf *text);
/** ks_gift_plain() - the same as plain text in the arena. */
const char *ks_gift_plain(struct ks_gift_reader *reader, struct ks_gift_text text);
/** ks_gift_arrow() - where "->" stands, NULL when it does not. */
const char *ks_gift_arrow(const char *from, const char *to);

#endif
