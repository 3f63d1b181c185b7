/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "content/lesson_read.h"

/*
 * What Markdown takes in without a word, and no author meant: a frame that is never closed, a heading that is none. Looked
 * at line by line, since in the tree nothing of it is left to see.
 */

struct lines {
	const struct ks_lesson_reader *reader;
	int line;
	int fence_line; /* where the open frame begins; 0: none is open */
	size_t fence_length;
	char fence_sign;
};

static void refuse(const struct lines *lines, int line, const char *message)
{
	ks_diags_error(lines->reader->source.diags, lines->reader->source.file, line, "%s", message);
}

/* How many ` or ~ a line begins with; 0 when it is no fence. */
static size_t fence_length(const char *from, const char *to, char *sign)
{
	size_t n = 0;

	*sign = from < to ? *from : '\0';
	while (from + n < to && from[n] == *sign)
		n++;
	if (n < 3 || (*sign != '`' && *sign != '~'))
		return 0;
	return *sign == '~' || !memchr(from + n, '`', (size_t)(to - from) - n) ? n : 0;
}

static void look_inside(struct lines *lines, const char *from, const char *to)
{
	char sign;
	size_t n = fence_length(from, to, &sign);
	bool is_closing = n >= lines->fence_length && sign == lines->fence_sign && from + n == to;
	bool is_heading = to - from > 2 && memcmp(from, "# ", 2) == 0;
	bool is_opening = !is_closing && n && from + n < to;

	if (is_closing)
		lines->fence_line = 0;
	else if (is_heading || is_opening)
		refuse(lines, lines->fence_line,
		       "この枠は、次の見出しか枠までに閉じていません。``` だけの行で閉じてください。");
	if (is_heading || is_opening)
		lines->fence_line = 0; /* told once; what follows is looked at again */
	if (is_opening) {
		lines->fence_line = lines->line;
		lines->fence_length = n;
		lines->fence_sign = sign;
	}
}

static void look_outside(struct lines *lines, const char *from, const char *to)
{
	static const char wide[] = "＃", wide_blank[] = "　";
	size_t n = 0;

	lines->fence_length = fence_length(from, to, &lines->fence_sign);
	if (lines->fence_length > 0) {
		lines->fence_line = lines->line;
		return;
	}
	while (from + n < to && from[n] == '#')
		n++;
	if ((size_t)(to - from) >= strlen(wide) && memcmp(from, wide, strlen(wide)) == 0)
		refuse(lines, lines->line,
		       "行の始めの「＃」が全角です。見出しなら、半角の # と空白で書いてください。");
	else if (n > 0 && (size_t)(to - from) >= n + strlen(wide_blank) &&
		 memcmp(from + n, wide_blank, strlen(wide_blank)) == 0)
		refuse(lines, lines->line,
		       "# のあとの空白が全角です。半角の空白にしないと、見出しになりません。");
	else if (n > 0 && from + n < to && from[n] != ' ' && from[n] != '\t')
		refuse(lines, lines->line,
		       "# のあとに空白がないため、見出しになりません（見出しでなければ \\# と書いてください）。");
}

void ks_lesson_check_lines(const struct ks_lesson_reader *reader, const char *text, size_t len)
{
	struct lines lines = {.reader = reader, .line = reader->line_offset};
	const char *end = text + len;

	while (text < end) {
		const char *stop = memchr(text, '\n', (size_t)(end - text)), *from = text, *to;
		bool is_code;

		to = stop = stop ? stop : end;
		lines.line++;
		ks_source_trim(&from, &to);
		is_code = from - text >= 4; /* told elsewhere: 行頭の四つの空白も枠になります */
		if (lines.fence_line > 0)
			look_inside(&lines, from, to);
		else if (!is_code)
			look_outside(&lines, from, to);
		text = stop + 1;
	}
	if (lines.fence_line > 0)
		refuse(&lines, lines.fence_line,
		       "この枠は閉じていません。終わりに ``` だけの行を書いてください。");
}
