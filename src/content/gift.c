/* SPDX-License-Identifier: Apache-2.0 */
#include "content/gift.h"

#include <string.h>

#include "base/buf.h"
#include "content/rich_build.h"

/*
 * The subset that both Moodle and gift-pegjs 1.0.2 read the same way. Where one of them is laxer than the
 * other (an unescaped colon, an answer sign in the middle of a sentence), this reader takes the stricter
 * side and says which backslash is missing.
 */

static const char escapable[] = "\\:#={}~n";

static bool is_escape(const char *at, const char *to)
{
	return *at == '\\' && at + 1 < to && at[1] != '\0' && strchr(escapable, at[1]);
}

void ks_gift_open(struct ks_gift_reader *reader, const struct ks_source *source, const char *text,
		  size_t len)
{
	*reader = (struct ks_gift_reader){.source = source,
					  .text = text,
					  .end = text + len,
					  .next = text,
					  .line_at = text,
					  .line = 1};
}

int ks_gift_line(struct ks_gift_reader *reader, const char *at)
{
	if (at < reader->line_at) {
		reader->line_at = reader->text;
		reader->line = 1;
	}
	for (; reader->line_at < at; reader->line_at++)
		reader->line += *reader->line_at == '\n';
	return reader->line;
}

void ks_gift_error(struct ks_gift_reader *reader, const char *at, const char *message)
{
	ks_diags_error(reader->source->diags, reader->source->file, ks_gift_line(reader, at), "%s",
		       message);
}

const char *ks_gift_find(const char *from, const char *to, const char *any)
{
	for (; from < to; from++) {
		if (is_escape(from, to))
			from++;
		else if (*from != '\0' && strchr(any, *from))
			return from;
	}
	return NULL;
}

bool ks_gift_is_empty(struct ks_gift_text text)
{
	return text.from == text.to;
}

struct ks_gift_text ks_gift_trimmed(const char *from, const char *to)
{
	ks_source_trim(&from, &to);
	return (struct ks_gift_text){from, to};
}

const char *ks_gift_arrow(const char *from, const char *to)
{
	return ks_source_find(from, (size_t)(to - from), "->", 2);
}

static void unescape(struct ks_buf *out, const char *from, const char *to)
{
	for (; from < to; from++) {
		if (is_escape(from, to)) {
			from++;
			ks_buf_putc(out, *from == 'n' ? '\v' : *from);
		} else {
			ks_buf_putc(out, *from);
		}
	}
}

/* Line breaks of the file join, "\n" of the author breaks: it travels as '\v' through the joining. */
struct ks_rich ks_gift_rich(struct ks_gift_reader *reader, struct ks_gift_text text)
{
	struct ks_buf plain = {0};
	struct ks_rich rich;
	char *broken;

	unescape(&plain, text.from, text.to);
	ks_gift_take_format(reader, text.from, &plain);
	rich = ks_rich_of(reader->source, ks_gift_line(reader, text.from), KS_RICH_INLINE,
			  ks_buf_text(&plain), plain.len);
	ks_buf_finish(&plain);
	broken = ks_arena_strndup(reader->source->arena, rich.text, rich.len);
	for (size_t i = 0; i < rich.len; i++)
		if (broken[i] == '\v')
			broken[i] = '\n';
	rich.text = broken;
	return rich;
}

const char *ks_gift_plain(struct ks_gift_reader *reader, struct ks_gift_text text)
{
	return ks_gift_rich(reader, text).text;
}

static const char *line_end(const struct ks_gift_reader *reader, const char *at)
{
	const char *stop = memchr(at, '\n', (size_t)(reader->end - at));

	return stop ? stop : reader->end;
}

static bool begins(const char *from, const char *to, const char *word)
{
	return (size_t)(to - from) >= strlen(word) && strncmp(from, word, strlen(word)) == 0;
}

/* The next run of lines that are not empty; false at the end of the file. */
static bool next_run(struct ks_gift_reader *reader, struct ks_gift_text *run)
{
	bool is_inside = false;

	while (reader->next < reader->end) {
		const char *stop = line_end(reader, reader->next);
		struct ks_gift_text line = ks_gift_trimmed(reader->next, stop);

		if (!ks_gift_is_empty(line)) {
			if (!is_inside)
				run->from = reader->next;
			run->to = stop;
			is_inside = true;
		} else if (is_inside) {
			return true;
		}
		reader->next = stop < reader->end ? stop + 1 : stop;
	}
	return is_inside;
}

/* Comments at the head of a run; the rest begins at the first other line. */
static struct ks_gift_text split_comments(const struct ks_gift_reader *reader,
					  struct ks_gift_text *run)
{
	struct ks_gift_text comments = {run->from, run->from};

	while (run->from < run->to) {
		const char *stop = line_end(reader, run->from);
		struct ks_gift_text line = ks_gift_trimmed(run->from, stop);

		if (!begins(line.from, line.to, "//"))
			break;
		comments.to = stop;
		run->from = stop < run->to ? stop + 1 : run->to;
	}
	return comments;
}

static enum ks_rc refuse(struct ks_gift_reader *reader, const char *at, const char *message)
{
	ks_gift_error(reader, at, message);
	return KS_INVALID;
}

static enum ks_rc refuse_later_comments(struct ks_gift_reader *reader, struct ks_gift_text run)
{
	for (const char *at = run.from; at < run.to;) {
		const char *stop = line_end(reader, at);
		struct ks_gift_text line = ks_gift_trimmed(at, stop);

		if (begins(line.from, line.to, "//"))
			return refuse(reader, at,
				      "問題の途中に // の行は書けません。問題の前に移してください。");
		at = stop < run.to ? stop + 1 : run.to;
	}
	return KS_OK;
}

static enum ks_rc split_name(struct ks_gift_reader *reader, struct ks_gift_text *rest,
			     struct ks_gift_text *name)
{
	const char *at;

	*name = (struct ks_gift_text){rest->from, rest->from};
	if (!begins(rest->from, rest->to, "::"))
		return KS_OK;
	at = ks_gift_find(rest->from + 2, rest->to, ":");
	if (!at || at + 1 >= rest->to || at[1] != ':')
		return refuse(reader, rest->from,
			      "題の「::」が閉じていません。::題:: の形で書いてください。");
	*name = ks_gift_trimmed(rest->from + 2, at);
	rest->from = at + 2;
	return KS_OK;
}

static enum ks_rc split_feedback(struct ks_gift_reader *reader, struct ks_gift_block *out)
{
	const char *from = out->answers.from, *to = out->answers.to;

	out->feedback = (struct ks_gift_text){to, to};
	for (const char *at = from; (at = ks_gift_find(at, to, "#")); at++) {
		if (!begins(at, to, "####"))
			continue;
		out->answers = ks_gift_trimmed(from, at);
		out->feedback = ks_gift_trimmed(at + 4, to);
		at = ks_gift_find(at + 4, to, "#~=");
		return !at ? KS_OK
			   : refuse(reader, at,
				    "全体の解説（####）は最後に一つだけです。文の中の #、~、= は \\#、\\~、\\= と書きます。");
	}
	return KS_OK;
}

static enum ks_rc refuse_bare_signs(struct ks_gift_reader *reader, const struct ks_gift_block *block)
{
	bool is_number = !ks_gift_is_empty(block->answers) && *block->answers.from == '#';
	const char *colon = ks_gift_find(block->stem.from, block->stem.to, ":");
	const char *sign = ks_gift_find(block->stem.from, block->stem.to, "=~#");

	if (!colon && !is_number) /* {#30:5}: refused as a kind, and its colon is right there */
		colon = ks_gift_find(block->answers.from, block->answers.to, ":");
	if (!colon)
		colon = ks_gift_find(block->feedback.from, block->feedback.to, ":");
	if (colon)
		return refuse(
			reader, colon,
			"半角の「:」は「\\:」と書いてください（全角の「：」はそのままで構いません）。");
	if (sign)
		return refuse(reader, sign,
			      "問題文の中の =、~、# は \\=、\\~、\\# と書いてください。");
	return KS_OK;
}

/* Signs as a Japanese keyboard writes them: they would become part of the words before. */
static enum ks_rc refuse_wide_signs(struct ks_gift_reader *reader, const struct ks_gift_block *block)
{
	static const struct {
		const char *wide, *narrow;
	} signs[] = {{"～", "~"}, {"〜", "~"}, {"＝", "="}, {"＃", "#"}, {"％", "%"}};
	bool is_order = !ks_gift_is_empty(block->answers) && *block->answers.from == '>';

	for (const char *at = block->answers.from; at < block->answers.to && !is_order;) {
		const char *stop = line_end(reader, at);
		struct ks_gift_text line = ks_gift_trimmed(at, stop);

		for (size_t i = 0; i < KS_COUNT(signs); i++) {
			if (!begins(line.from, line.to, signs[i].wide))
				continue;
			ks_diags_error(
				reader->source->diags, reader->source->file,
				ks_gift_line(reader, line.from),
				"行の始めの「%s」が全角です。半角の「%s」にしてください（全角は文の一部になります）。",
				signs[i].wide, signs[i].narrow);
			return KS_INVALID;
		}
		at = stop + 1;
	}
	return KS_OK;
}

static enum ks_rc split_block(struct ks_gift_reader *reader, struct ks_gift_text run,
			      struct ks_gift_block *out)
{
	struct ks_gift_text rest = ks_gift_trimmed(run.from, run.to);
	const char *open, *close;

	out->line = ks_gift_line(reader, rest.from);
	if (refuse_later_comments(reader, run) != KS_OK ||
	    split_name(reader, &rest, &out->name) != KS_OK)
		return KS_INVALID;
	open = ks_gift_find(rest.from, rest.to, "{}");
	if (!open && ks_source_find(rest.from, (size_t)(rest.to - rest.from), "｛", 3))
		return refuse(reader, rest.from,
			      "答えの「｛」「｝」が全角です。半角の { } にしてください。");
	if (begins(rest.from, rest.to, "：："))
		return refuse(reader, rest.from,
			      "題の「：：」が全角です。半角で ::題:: と書いてください。");
	if (!open || *open != '{')
		return refuse(
			reader, rest.from,
			"答えの { … } がありません。問題の途中に空の行を入れたときも、こうなります。");
	close = ks_gift_find(open + 1, rest.to, "{}");
	if (!close)
		return refuse(
			reader, open,
			"答えの「}」がありません。問題の途中に空の行を入れたときも、こうなります。");
	if (*close == '{')
		return refuse(
			reader, close,
			"答えの中の { } は \\{ \\} と書いてください（ふりがなは \\{漢字|かんじ\\}）。");
	out->stem = ks_gift_trimmed(rest.from, open);
	out->answers = ks_gift_trimmed(open + 1, close);
	rest = ks_gift_trimmed(close + 1, rest.to);
	if (!ks_gift_is_empty(rest))
		return refuse(
			reader, rest.from,
			"「}」のあとに文があります。穴うめは使えません。次の問題とのあいだには空の行が要ります。");
	if (ks_gift_is_empty(out->stem))
		return refuse(reader, open, "問題文がありません。");
	if (refuse_wide_signs(reader, out) != KS_OK || split_feedback(reader, out) != KS_OK)
		return KS_INVALID;
	return refuse_bare_signs(reader, out);
}

enum ks_rc ks_gift_next(struct ks_gift_reader *reader, struct ks_gift_block *out)
{
	struct ks_gift_text run;

	while (next_run(reader, &run)) {
		*out = (struct ks_gift_block){0};
		out->comments = split_comments(reader, &run);
		if (run.from == run.to) {
			const char *id =
				ks_source_find(out->comments.from,
					       (size_t)(out->comments.to - out->comments.from),
					       "[id:", 4);

			if (!id)
				continue;
			return refuse(
				reader, id,
				"[id:…] の行のすぐ次の行から問題を書いてください（空の行を入れません）。");
		}
		if (begins(run.from, run.to, "$CATEGORY:")) {
			if (line_end(reader, run.from) >= run.to)
				continue;
			return refuse(
				reader, run.from,
				"$CATEGORY の行のあとに、空の行が要ります（このままでは、次の問題が読まれません）。");
		}
		return split_block(reader, run, out);
	}
	return KS_NOT_FOUND;
}
