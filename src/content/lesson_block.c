/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "content/lesson_fence.h"
#include "content/rich_build.h"

/*
 * Fenced blocks: the elements Markdown has no word for. Each kind is a row of a table, so a new one is a
 * row and a function.
 */

void ks_fence_refuse(const struct ks_fence *fence, int line, const char *message)
{
	ks_diags_error(fence->reader->source.diags, fence->reader->source.file, line, "%s", message);
}

struct ks_fence_line ks_fence_lines(const struct ks_fence *fence)
{
	return (struct ks_fence_line){.next = fence->text, .end = fence->end, .line = fence->line - 1};
}

bool ks_fence_next(struct ks_fence_line *line)
{
	const char *stop;

	if (line->next >= line->end)
		return false;
	stop = memchr(line->next, '\n', (size_t)(line->end - line->next));
	line->from = line->next;
	line->to = stop ? stop : line->end;
	line->next = stop ? stop + 1 : line->end;
	line->line++;
	line->is_indented = *line->from == ' ' || *line->from == '\t';
	ks_source_trim(&line->from, &line->to);
	return true;
}

static struct ks_rich rich(const struct ks_fence *fence, int line, const char *from, const char *to)
{
	return ks_rich_of(&fence->reader->source, line, KS_RICH_INLINE, from, (size_t)(to - from));
}

/* ---- policy ---- */

static void fill_quotation(const struct ks_fence *fence, const struct ks_clause *clause,
			   const char *text)
{
	struct ks_quotation quotation =
		ks_policy_mark(fence->reader->policy, clause, text, fence->reader->source.arena);

	fence->out->text = quotation.text;
	fence->out->items = quotation.notes;
	fence->out->n_items = quotation.n_notes;
}

static void read_policy(const struct ks_fence *fence)
{
	struct ks_lesson_reader *reader = fence->reader;
	struct ks_rich quote = ks_rich_of(&reader->source, fence->line, KS_RICH_LITERAL,
					  fence->text, (size_t)(fence->end - fence->text));
	const struct ks_clause *clause;

	fence->out->clause = fence->argument;
	fence->out->text = quote;
	if (fence->argument[0] == '\0') {
		ks_fence_refuse(fence, fence->line - 1,
				"引用する条がありません。```policy 3(1) のように書いてください。");
		return;
	}
	if (!ks_lesson_check_clause(&reader->source, reader->policy, fence->argument, fence->line - 1))
		return;
	clause = ks_policy_find(reader->policy, fence->argument);
	ks_lesson_add_clause(reader, clause->id);
	if (!ks_policy_quotes(reader->policy, clause, quote.text)) {
		ks_diags_error(
			reader->source.diags, reader->source.file, fence->line,
			"方針の %s にない文です。policy.txt から写し、省いた所は … にしてください。",
			clause->id);
		return;
	}
	fill_quotation(fence, clause, quote.text);
}

/* ---- ask, steps, local, general ---- */

#define THOUGHTS 2
#define THOUGHT_MAX 14 /* characters: two of them stand side by side as buttons */

/* "- " lines below the question; @cursor stands on the question, and then on the last of them. */
static void read_thoughts(const struct ks_fence *fence, struct ks_fence_line *cursor)
{
	struct ks_block *out = fence->out;

	for (struct ks_fence_line at = *cursor;
	     ks_fence_next(&at) && at.to - at.from > 2 && strncmp(at.from, "- ", 2) == 0;
	     *cursor = at) {
		struct ks_rich thought = rich(fence, at.line, at.from + 2, at.to);

		if (ks_rich_characters(&thought) > THOUGHT_MAX)
			ks_fence_refuse(fence, at.line,
					"ask の「- 」の言葉は、14字までにしてください。");
		if (out->n_items <= THOUGHTS)
			out->items[out->n_items++] = thought;
		else
			ks_fence_refuse(fence, at.line, "ask の「- 」は、二つまでです。");
	}
	if (out->n_items == THOUGHTS)
		ks_fence_refuse(fence, cursor->line, "ask の「- 」は、二つ書いてください。");
}

static void read_ask(const struct ks_fence *fence)
{
	struct ks_fence_line cursor = ks_fence_lines(fence);

	while (ks_fence_next(&cursor) && cursor.from == cursor.to)
		;
	if (cursor.next >= cursor.end) {
		ks_fence_refuse(fence, fence->line - 1,
				"ask には、一行目に問い、二行目から答えを書いてください。");
		return;
	}
	fence->out->text = rich(fence, cursor.line, cursor.from, cursor.to);
	fence->out->items = ks_arena_alloc(fence->reader->source.arena,
					   (1 + THOUGHTS) * sizeof(*fence->out->items));
	fence->out->n_items = 1;
	read_thoughts(fence, &cursor);
	fence->out->items[0] = rich(fence, cursor.line + 1, cursor.next, cursor.end);
	if (fence->out->items[0].len == 0)
		ks_fence_refuse(fence, fence->line - 1,
				"ask の答えがありません。二行目から答えを書いてください。");
}

/* "- " or "1. " before a step may be written and means nothing. */
static const char *skip_bullet(const char *from, const char *to)
{
	const char *at = from;

	if (to - at > 2 && at[0] == '-' && at[1] == ' ')
		return at + 2;
	while (at < to && *at >= '0' && *at <= '9')
		at++;
	return at > from && to - at > 2 && at[0] == '.' && at[1] == ' ' ? at + 2 : from;
}

/* Lines to items; an indented line goes on with the item before. */
static void read_steps(const struct ks_fence *fence)
{
	struct ks_block *out = fence->out;
	struct ks_fence_line cursor = ks_fence_lines(fence);
	struct ks_rich_build build = {0};

	out->items = ks_arena_alloc(fence->reader->source.arena,
				    KS_FENCE_ITEMS_MAX * sizeof(*out->items));
	while (ks_fence_next(&cursor)) {
		if (cursor.from == cursor.to)
			continue;
		if (cursor.is_indented && build.text.len > 0) {
			ks_rich_build_join(&build, cursor.from);
		} else if (build.text.len > 0) {
			out->items[out->n_items++] =
				ks_rich_build_finish(&build, fence->reader->source.arena);
			cursor.from = skip_bullet(cursor.from, cursor.to);
		} else {
			cursor.from = skip_bullet(cursor.from, cursor.to);
		}
		if (out->n_items == KS_FENCE_ITEMS_MAX - 1) {
			ks_fence_refuse(fence, cursor.line,
					"手順が多すぎます。ページを分けてください。");
			break;
		}
		ks_rich_build_add(&build, &fence->reader->source, cursor.line, KS_RICH_INLINE,
				  cursor.from, (size_t)(cursor.to - cursor.from));
	}
	if (build.text.len > 0)
		out->items[out->n_items++] =
			ks_rich_build_finish(&build, fence->reader->source.arena);
	ks_buf_finish(&build.text);
	free(build.spans);
	if (out->n_items == 0)
		ks_fence_refuse(fence, fence->line - 1,
				"手順がありません。一行に一つずつ書いてください。");
}

/* Paragraphs: an empty line makes a line break. */
static void read_text(const struct ks_fence *fence)
{
	struct ks_fence_line cursor = ks_fence_lines(fence);
	struct ks_rich_build build = {0};
	bool is_new = false;

	while (ks_fence_next(&cursor)) {
		if (cursor.from == cursor.to) {
			is_new = true;
			continue;
		}
		if (build.text.len > 0 && is_new)
			ks_buf_putc(&build.text, '\n');
		else
			ks_rich_build_join(&build, cursor.from);
		is_new = false;
		ks_rich_build_add(&build, &fence->reader->source, cursor.line, KS_RICH_INLINE,
				  cursor.from, (size_t)(cursor.to - cursor.from));
	}
	fence->out->text = ks_rich_build_finish(&build, fence->reader->source.arena);
	if (fence->out->text.len == 0)
		ks_fence_refuse(fence, fence->line - 1, "枠の中が空です。");
}

/* ```local desk: its words come from organisation.yaml once that is known. */
static void read_local(const struct ks_fence *fence)
{
	struct ks_fence_line cursor = ks_fence_lines(fence);

	if (fence->argument[0] == '\0') {
		read_text(fence);
		return;
	}
	fence->out->place = fence->argument;
	while (ks_fence_next(&cursor))
		if (cursor.from < cursor.to)
			ks_fence_refuse(
				fence, cursor.line,
				"```local に名前を続けたときは、枠の中には書きません。言葉は organisation.yaml の places に書きます。");
}

/* ---- the table ---- */

/* What may stand behind the kind. */
enum argument { NOTHING, CLAUSE, HEADING, PLACE };

static const struct {
	const char *name;
	enum ks_block_kind kind;
	enum argument argument;
	void (*read)(const struct ks_fence *fence);
} fence_kinds[] = {
	{"policy", KS_BLOCK_POLICY, CLAUSE, read_policy},
	{"ask", KS_BLOCK_ASK, NOTHING, read_ask},
	{"steps", KS_BLOCK_STEPS, NOTHING, read_steps},
	{"mail", KS_BLOCK_MAIL, NOTHING, ks_fence_read_mail},
	{"local", KS_BLOCK_LOCAL, PLACE, read_local},
	{"general", KS_BLOCK_GENERAL, NOTHING, read_text},
	{"memo", KS_BLOCK_MEMO, HEADING, ks_fence_read_memo},
	{"chat", KS_BLOCK_CHAT, HEADING, ks_fence_read_chat},
	{"form", KS_BLOCK_FORM, HEADING, ks_fence_read_form},
	{"log", KS_BLOCK_LOG, HEADING, ks_fence_read_log},
	{"screen", KS_BLOCK_SCREEN, HEADING, ks_fence_read_screen},
};

void ks_lesson_read_fence(struct ks_lesson_reader *reader, const char *info, const char *text,
			  int line, struct ks_block *out)
{
	size_t word = strcspn(info, " \t");
	const char *argument = info + word + strspn(info + word, " \t");
	struct ks_fence fence = {
		.reader = reader,
		.argument = ks_arena_strdup(reader->source.arena, argument),
		.text = text,
		.end = text + strlen(text),
		.line = line,
		.out = out,
	};

	for (size_t i = 0; i < KS_COUNT(fence_kinds); i++) {
		if (strlen(fence_kinds[i].name) != word ||
		    strncmp(fence_kinds[i].name, info, word) != 0)
			continue;
		out->kind = fence_kinds[i].kind;
		if (argument[0] != '\0' && fence_kinds[i].argument == NOTHING)
			ks_fence_refuse(
				&fence, line - 1,
				"この枠では、``` のあとの言葉は一つだけです（policy には条番号、local には名前、memo、chat、form、log、screen には題を続けます）。");
		if (fence_kinds[i].argument == HEADING)
			out->heading = rich(&fence, line - 1, argument, argument + strlen(argument));
		fence_kinds[i].read(&fence);
		return;
	}
	ks_diags_error(reader->source.diags, reader->source.file, line - 1,
		       "枠の種類「%s」は知りません。policy、ask、steps、mail、local、general、memo、chat、form、log、screen のどれかを ``` に続けて"
		       "書いてください（行頭の四つの空白も枠になります）。",
		       info);
}
