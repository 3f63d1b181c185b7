/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "content/quiz_read.h"

/*
 * Matching and ordering have no place for a reason per item in GIFT. It is given as a list, either in the
 * general feedback ("- item\: reason"; Moodle then shows the whole list) or in the comment lines before the
 * question ("// - item: reason"; the only place Moodle's ordering import leaves alone).
 */

#define BULLET "- "

/* The item's name and the reason behind a colon (half or full width, escaped or not). */
static bool split_colon(struct ks_gift_text line, struct ks_gift_text *item,
			struct ks_gift_text *reason)
{
	for (const char *at = line.from; at < line.to; at++) {
		size_t left = (size_t)(line.to - at), n = 0;

		if (*at == ':')
			n = 1;
		else if (left >= 2 && memcmp(at, "\\:", 2) == 0)
			n = 2;
		else if (left >= 3 && memcmp(at, "：", 3) == 0)
			n = 3;
		if (n == 0)
			continue;
		*item = ks_gift_trimmed(line.from, at);
		*reason = ks_gift_trimmed(at + n, line.to);
		return true;
	}
	return false;
}

static struct ks_choice *choice_named(struct ks_gift_reader *reader,
				      const struct ks_question *question, struct ks_gift_text name)
{
	const char *text = ks_gift_plain(reader, name);

	for (size_t i = 0; i < question->n_choices; i++)
		if (strcmp(question->choices[i].text.text, text) == 0)
			return &question->choices[i];
	return NULL;
}

/* One list entry, @nth of its list: by the item's name, else by its place. */
static void take_reason(struct ks_gift_reader *reader, struct ks_question *question,
			struct ks_gift_text line, size_t nth)
{
	struct ks_gift_text item, reason;
	struct ks_choice *choice = NULL;

	if (split_colon(line, &item, &reason))
		choice = choice_named(reader, question, item);
	if (!choice) {
		if (nth >= question->n_choices) {
			ks_gift_error(
				reader, line.from,
				"この理由に当たる項目がありません。「- 項目\\: 理由」の形で書いてください。");
			return;
		}
		choice = &question->choices[nth];
		reason = line;
	}
	choice->reason = ks_gift_rich(reader, reason);
}

/* Where the next line that begins with a bullet begins; @end when there is none. */
static const char *next_bullet(const char *at, const char *end)
{
	while (at < end) {
		const char *stop = memchr(at, '\n', (size_t)(end - at));
		struct ks_gift_text line = ks_gift_trimmed(at, stop ? stop : end);

		if (line.to - line.from > 2 && memcmp(line.from, BULLET, 2) == 0)
			return line.from;
		at = stop ? stop + 1 : end;
	}
	return end;
}

static const char *after_line(const char *at, const char *end)
{
	const char *stop = memchr(at, '\n', (size_t)(end - at));

	return stop ? stop + 1 : end;
}

static void read_feedback_list(struct ks_gift_reader *reader, const struct ks_gift_block *block,
			       struct ks_question *out)
{
	const char *end = block->feedback.to;
	const char *at = next_bullet(block->feedback.from, end);

	out->feedback = ks_gift_rich(reader, ks_gift_trimmed(block->feedback.from, at));
	for (size_t nth = 0; at < end; nth++) {
		const char *next = next_bullet(after_line(at, end), end);

		take_reason(reader, out, ks_gift_trimmed(at + 2, next), nth);
		at = next;
	}
}

static void read_comment_list(struct ks_gift_reader *reader, const struct ks_gift_block *block,
			      struct ks_question *out)
{
	const char *at = block->comments.from, *end = block->comments.to;

	for (size_t nth = 0; at < end; at = after_line(at, end)) {
		const char *stop = memchr(at, '\n', (size_t)(end - at));
		struct ks_gift_text line = ks_gift_trimmed(at, stop ? stop : end);

		line = ks_gift_trimmed(line.from + 2, line.to); /* behind the // */
		if (line.to - line.from > 2 && memcmp(line.from, BULLET, 2) == 0)
			take_reason(reader, out, ks_gift_trimmed(line.from + 2, line.to), nth++);
	}
}

void ks_quiz_read_reasons(struct ks_gift_reader *reader, const struct ks_gift_block *block,
			  struct ks_question *out)
{
	read_comment_list(reader, block, out);
	read_feedback_list(reader, block, out);
}
