/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "content/adopt.h"

/*
 * A public body writes its rules as 条・項・号・ア, or as 1・(1)・①. Both are brought to the three depths that policy.txt
 * has; what a line is is decided by its mark alone, so that nothing of its words is touched.
 */

enum mark { MARK_NONE, MARK_ARTICLE, MARK_NUMBER, MARK_PAREN, MARK_CIRCLE, MARK_KANA, MARK_TITLE };

struct line {
	enum mark mark;
	int number;
	const char *rest, *end; /* behind the mark, and the end */
};

static const char *skip_blank(const char *at, const char *end)
{
	while (at < end) {
		const char *next = at;
		uint32_t c = ks_utf8_next(&next, end);

		if (c != ' ' && c != '\t' && c != 0x3000 && c != 0xA0)
			break;
		at = next;
	}
	return at;
}

static const char *trim_end(const char *at, const char *end)
{
	while (end > at && (end[-1] == ' ' || end[-1] == '\r' || end[-1] == '\t'))
		end--;
	while (end - at >= 3 && memcmp(end - 3, "　", 3) == 0)
		end -= 3;
	return end;
}

/* 12, １２, 十二; 0 when there is none. */
static int read_number(const char **at, const char *end)
{
	static const uint32_t kanji[] = {0,      0x4E00, 0x4E8C, 0x4E09, 0x56DB,
					 0x4E94, 0x516D, 0x4E03, 0x516B, 0x4E5D};
	int n = 0, digit;

	while (*at < end && n < 1000) {
		const char *next = *at;
		uint32_t c = ks_utf8_next(&next, end);

		digit = -1;
		if (c >= '0' && c <= '9')
			digit = (int)(c - '0');
		else if (c >= 0xFF10 && c <= 0xFF19)
			digit = (int)(c - 0xFF10);
		for (int i = 1; digit < 0 && i < 10; i++)
			if (kanji[i] == c)
				digit = i;
		if (c == 0x5341) /* 十 */
			n = n == 0 ? 10 : n * 10;
		else if (digit < 0)
			break;
		else
			n = n >= 10 && n % 10 == 0 && c >= 0x4E00 && c < 0xA000 ? n + digit
										: n * 10 + digit;
		*at = next;
	}
	return n;
}

static bool take(const char **at, const char *end, const char *word)
{
	size_t len = strlen(word);

	if ((size_t)(end - *at) < len || strncmp(*at, word, len) != 0)
		return false;
	*at += len;
	return true;
}

static bool read_article(struct line *line, const char *at)
{
	if (!take(&at, line->end, "第"))
		return false;
	line->number = read_number(&at, line->end);
	if (line->number == 0 || !take(&at, line->end, "条"))
		return false;
	line->mark = MARK_ARTICLE;
	line->rest = at;
	return true;
}

/* "(1)", "（１）" */
static bool read_paren(struct line *line, const char *at)
{
	if (!take(&at, line->end, "(") && !take(&at, line->end, "（"))
		return false;
	line->number = read_number(&at, line->end);
	if (line->number == 0 || (!take(&at, line->end, ")") && !take(&at, line->end, "）")))
		return false;
	line->mark = MARK_PAREN;
	line->rest = at;
	return true;
}

/* A mark that a blank (or 、) must follow: "2　", "①　", "ア　". */
static bool read_single(struct line *line, const char *at)
{
	static const char kana[] = "アイウエオカキクケコサシスセソタチツテト";
	const char *from = at, *found, *next = at;
	uint32_t c = ks_utf8_next(&next, line->end);

	if (c >= 0x2460 && c <= 0x2473) {
		line->mark = MARK_CIRCLE;
		line->number = (int)(c - 0x2460) + 1;
		line->rest = next;
		return true;
	}
	line->number = read_number(&at, line->end);
	if (at > from) {
		line->mark = MARK_NUMBER;
	} else {
		char letter[8] = "";

		if (next == from || next - from > 4)
			return false;
		memcpy(letter, from, (size_t)(next - from));
		found = strstr(kana, letter);
		if (!found || !letter[0])
			return false;
		line->mark = MARK_KANA;
		line->number = (int)(found - kana) / 3 + 1;
		at = next;
	}
	line->rest = at;
	return line->number > 0 &&
	       (skip_blank(at, line->end) > at || take(&line->rest, line->end, "．") ||
		take(&line->rest, line->end, "."));
}

/* （目的） alone on its line: the title of the 条 that follows. */
static bool read_title(struct line *line, const char *at)
{
	const char *end = line->end;

	if (!(take(&at, end, "（") || take(&at, end, "(")) || end - at < 3)
		return false;
	if (memcmp(end - 3, "）", 3) == 0)
		end -= 3;
	else if (end[-1] == ')')
		end--;
	else
		return false;
	if (end - at > 90 || memchr(at, '(', (size_t)(end - at)))
		return false;
	line->mark = MARK_TITLE;
	line->rest = at;
	line->end = end;
	return true;
}

static struct line read_line(const char *at, const char *end)
{
	struct line line = {.mark = MARK_NONE};

	at = skip_blank(at, end);
	if (take(&at, end, "- "))
		at = skip_blank(at, end);
	line.rest = at;
	line.end = trim_end(at, end);
	if (!read_article(&line, at) && !read_paren(&line, at) && !read_single(&line, at) &&
	    !read_title(&line, at)) {
		line.mark = MARK_NONE;
		line.rest = at;
	} else {
		line.rest = skip_blank(line.rest, line.end);
	}
	return line;
}

/* ---- the document ---- */

struct reader {
	struct line *lines;
	size_t n, capacity;
	bool has_articles;
	char title[128]; /* （目的） until its 条 */
	bool has_items;  /* this 条 has numbered 項: they are (n), and 号 are ① */
	bool has_head;   /* the first 条 was seen */
	int section, circle;
	struct ks_buf *out;
};

static void put_words(struct reader *r, const char *before, const struct line *line)
{
	ks_buf_puts(r->out, before);
	ks_buf_append(r->out, line->rest, (size_t)(line->end - line->rest));
	ks_buf_puts(r->out, "\n\n");
}

static void put_circle(struct reader *r, const struct line *line)
{
	char mark[8] = {(char)0xE2, (char)0x91, (char)(0x9F + line->number), ' ', 0};

	if (line->number > 20 || line->number != r->circle + 1) {
		put_words(r, "", line);
		return;
	}
	r->circle = line->number;
	put_words(r, mark, line);
}

/* A title has no 。 and its text follows; else the words are the clause. */
static bool is_heading(const struct reader *r, size_t i)
{
	const struct line *line = &r->lines[i];

	if (line->rest == line->end || line->end - line->rest > 90 ||
	    memmem(line->rest, (size_t)(line->end - line->rest), "。", 3))
		return false;
	return i + 1 < r->n && r->lines[i + 1].mark == MARK_NONE;
}

static void put_section(struct reader *r, size_t i, int number)
{
	char *mark = ks_format(is_heading(r, i) ? "(%d) " : "- (%d) ", number);

	r->section = number;
	r->circle = 0;
	put_words(r, mark, &r->lines[i]);
	free(mark);
}

static bool has_numbered_items(const struct reader *r, size_t i)
{
	for (i++; i < r->n && r->lines[i].mark != MARK_ARTICLE; i++)
		if (r->lines[i].mark == MARK_NUMBER && r->lines[i].number == 2)
			return true;
	return false;
}

static void put_article(struct reader *r, size_t i)
{
	struct line line = r->lines[i];
	const char *open = line.rest, *close;

	r->has_head = true;
	r->section = r->circle = 0;
	r->has_items = has_numbered_items(r, i);
	/* 第1条（目的）本文 */
	if (!r->title[0] && take(&open, line.end, "（")) {
		close = memmem(open, (size_t)(line.end - open), "）", 3);
		if (close && close - open < (long)sizeof(r->title)) {
			memcpy(r->title, open, (size_t)(close - open));
			r->title[close - open] = '\0';
			line.rest = skip_blank(close + 3, line.end);
		}
	}
	if (!r->title[0] && is_heading(r, i)) {
		ks_buf_printf(r->out, "%d %.*s\n\n", line.number, (int)(line.end - line.rest),
			      line.rest);
		return;
	}
	ks_buf_printf(r->out, "%d %s\n\n", line.number, r->title[0] ? r->title : "（題名なし）");
	r->title[0] = '\0';
	if (line.rest == line.end)
		return;
	if (r->has_items) {
		r->section = 1;
		put_words(r, "- (1) ", &line);
	} else {
		put_words(r, "", &line);
	}
}

static void put_line(struct reader *r, size_t i)
{
	const struct line *line = &r->lines[i];

	switch (line->mark) {
	case MARK_ARTICLE:
		put_article(r, i);
		return;
	case MARK_TITLE:
		memcpy(r->title, line->rest, (size_t)(line->end - line->rest));
		r->title[line->end - line->rest] = '\0';
		return;
	case MARK_NUMBER:
		if (!r->has_articles) {
			r->has_head = true;
			r->section = r->circle = 0;
			ks_buf_printf(r->out, "%d %.*s\n\n", line->number,
				      (int)(line->end - line->rest), line->rest);
		} else if (line->number == r->section + 1) {
			put_section(r, i, line->number);
		} else {
			put_words(r, "", line);
		}
		return;
	case MARK_PAREN:
		if (r->has_items)
			put_circle(r, line);
		else if (line->number == r->section + 1)
			put_section(r, i, line->number);
		else
			put_words(r, "", line);
		return;
	case MARK_CIRCLE:
	case MARK_KANA:
		if (r->has_items || r->section == 0)
			put_words(r, "", line);
		else
			put_circle(r, line);
		return;
	case MARK_NONE:
		put_words(r, "", line);
		return;
	}
}

void ks_adopt_policy(const char *text, struct ks_buf *out)
{
	struct reader r = {.out = out};
	size_t n_head = 0;

	if (strncmp(text, "\xEF\xBB\xBF", 3) == 0)
		text += 3;
	while (*text) {
		const char *end = text + strcspn(text, "\n");
		struct line line = read_line(text, end);

		text = *end ? end + 1 : end;
		if (line.rest == line.end && line.mark == MARK_NONE)
			continue;
		r.has_articles |= line.mark == MARK_ARTICLE;
		ks_grow(&r.lines, r.n, &r.capacity);
		r.lines[r.n++] = line;
	}
	for (size_t i = 0; i < r.n; i++) {
		enum mark mark = r.lines[i].mark;

		if (!r.has_head && mark == (r.has_articles ? MARK_ARTICLE : MARK_NUMBER) &&
		    n_head == 1)
			ks_buf_puts(out, "（策定の日は、原文にありません）\n\n");
		if (r.has_head || mark != MARK_NONE || n_head < 2)
			put_line(&r, i);
		n_head += !r.has_head && mark == MARK_NONE;
	}
	free(r.lines);
}
