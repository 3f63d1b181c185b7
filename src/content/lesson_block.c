/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "content/lesson_read.h"
#include "content/rich_build.h"

/*
 * Fenced blocks: the elements Markdown has no word for. Each kind is a row of a table, so a new one is a
 * row and a function.
 */

#define ITEMS_MAX 20

struct fence {
	struct ks_lesson_reader *reader;
	const char *argument; /* behind the kind: the clause of a quotation */
	const char *text, *end;
	int line; /* of the first content line */
	struct ks_block *out;
};

static void refuse(const struct fence *fence, int line, const char *message)
{
	ks_diags_error(fence->reader->source.diags, fence->reader->source.file, line, "%s", message);
}

/* One line of the block, trimmed; false behind the last. */
struct cursor {
	const char *next, *end;
	const char *from, *to;
	int line;
	bool is_indented;
};

static struct cursor lines_of(const struct fence *fence)
{
	return (struct cursor){.next = fence->text, .end = fence->end, .line = fence->line - 1};
}

static bool next_line(struct cursor *cursor)
{
	const char *stop;

	if (cursor->next >= cursor->end)
		return false;
	stop = memchr(cursor->next, '\n', (size_t)(cursor->end - cursor->next));
	cursor->from = cursor->next;
	cursor->to = stop != NULL ? stop : cursor->end;
	cursor->next = stop != NULL ? stop + 1 : cursor->end;
	cursor->line++;
	cursor->is_indented = *cursor->from == ' ' || *cursor->from == '\t';
	ks_source_trim(&cursor->from, &cursor->to);
	return true;
}

static struct ks_rich rich(const struct fence *fence, int line, const char *from, const char *to)
{
	return ks_rich_of(&fence->reader->source, line, KS_RICH_INLINE, from, (size_t)(to - from));
}

/* ---- policy ---- */

static void fill_quotation(const struct fence *fence, const struct ks_clause *clause, const char *text)
{
	struct ks_quotation quotation =
		ks_policy_mark(fence->reader->policy, clause, text, fence->reader->source.arena);

	fence->out->text = quotation.text;
	fence->out->items = quotation.notes;
	fence->out->n_items = quotation.n_notes;
}

static void read_policy(const struct fence *fence)
{
	struct ks_lesson_reader *reader = fence->reader;
	struct ks_rich quote = ks_rich_of(&reader->source, fence->line, KS_RICH_LITERAL,
					  fence->text, (size_t)(fence->end - fence->text));
	const struct ks_clause *clause;

	fence->out->clause = fence->argument;
	fence->out->text = quote;
	if (fence->argument[0] == '\0') {
		refuse(fence, fence->line - 1,
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

static void read_ask(const struct fence *fence)
{
	struct cursor cursor = lines_of(fence);

	while (next_line(&cursor) && cursor.from == cursor.to)
		;
	if (cursor.next >= cursor.end) {
		refuse(fence, fence->line - 1,
		       "ask には、一行目に問い、二行目から答えを書いてください。");
		return;
	}
	fence->out->text = rich(fence, cursor.line, cursor.from, cursor.to);
	fence->out->items = ks_arena_alloc(fence->reader->source.arena, sizeof(*fence->out->items));
	fence->out->items[0] = rich(fence, cursor.line + 1, cursor.next, cursor.end);
	fence->out->n_items = 1;
	if (fence->out->items[0].len == 0)
		refuse(fence, fence->line - 1,
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
static void read_steps(const struct fence *fence)
{
	struct ks_block *out = fence->out;
	struct cursor cursor = lines_of(fence);
	struct ks_rich_build build = {0};

	out->items = ks_arena_alloc(fence->reader->source.arena, ITEMS_MAX * sizeof(*out->items));
	while (next_line(&cursor)) {
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
		if (out->n_items == ITEMS_MAX - 1) {
			refuse(fence, cursor.line, "手順が多すぎます。ページを分けてください。");
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
		refuse(fence, fence->line - 1, "手順がありません。一行に一つずつ書いてください。");
}

/* Paragraphs: an empty line makes a line break. */
static void read_text(const struct fence *fence)
{
	struct cursor cursor = lines_of(fence);
	struct ks_rich_build build = {0};
	bool is_new = false;

	while (next_line(&cursor)) {
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
		refuse(fence, fence->line - 1, "枠の中が空です。");
}

/* ---- mail ---- */

static const struct {
	const char *word;  /* in the file */
	const char *id;    /* of the region */
	const char *label; /* on the screen */
} mail_fields[] = {
	{"差出人", "from", "差出人"}, {"件名", "subject", "件名"}, {"本文", "body", ""},
	{"リンク", "link", ""},       {"添付", "file", "添付"},
};

/* Length of "word:" (or "word：") at the head of a line, 0 when it is another. */
static size_t field_length(const char *from, const char *to, const char *word)
{
	size_t n = strlen(word), rest;

	if ((size_t)(to - from) <= n || memcmp(from, word, n) != 0)
		return 0;
	rest = (size_t)(to - from) - n;
	if (from[n] == ':')
		return n + 1;
	return rest >= 3 && memcmp(from + n, "：", 3) == 0 ? n + 3 : 0;
}

static void add_mail_text(const struct fence *fence, struct ks_mail_part *part,
			  struct cursor *cursor, struct ks_rich_build *build)
{
	bool is_address = strncmp(part->id, "from", 4) == 0;
	const char *open =
		is_address ? memchr(cursor->from, '<', (size_t)(cursor->to - cursor->from)) : NULL;
	size_t before =
		open != NULL ? (size_t)(open - cursor->from) : (size_t)(cursor->to - cursor->from);
	size_t mark;

	ks_rich_build_join(build, cursor->from);
	ks_rich_build_add(build, &fence->reader->source, cursor->line, KS_RICH_INLINE, cursor->from,
			  before);
	if (open == NULL)
		return;
	mark = build->text.len;
	ks_buf_append(&build->text, open, (size_t)(cursor->to - open));
	ks_rich_build_span(build, mark, KS_MARK_CODE, NULL);
}

static void end_part(const struct fence *fence, struct ks_rich_build *build)
{
	struct ks_block *out = fence->out;
	struct ks_mail_part *part;

	if (out->n_parts == 0)
		return;
	part = &out->parts[out->n_parts - 1];
	if (strncmp(part->id, "link", 4) == 0) {
		ks_rich_build_span(build, 0, KS_MARK_LINK, NULL);
		ks_rich_build_span(build, 0, KS_MARK_CODE, NULL);
	}
	part->text = ks_rich_build_finish(build, fence->reader->source.arena);
}

static const char *part_id(const struct fence *fence, const char *id)
{
	size_t n = 1, len = strlen(id);

	for (size_t i = 0; i < fence->out->n_parts; i++)
		n += strncmp(fence->out->parts[i].id, id, len) == 0;
	return n == 1 ? id : ks_arena_format(fence->reader->source.arena, "%s%zu", id, n);
}

/* Does a new part begin on this line? Then the cursor stands behind its "件名:". */
static bool begin_part(const struct fence *fence, struct cursor *cursor, struct ks_rich_build *build)
{
	for (size_t i = 0; !cursor->is_indented && i < KS_COUNT(mail_fields); i++) {
		size_t n = field_length(cursor->from, cursor->to, mail_fields[i].word);
		const char *id;

		if (n == 0)
			continue;
		end_part(fence, build);
		id = part_id(fence, mail_fields[i].id);
		fence->out->parts[fence->out->n_parts++] =
			(struct ks_mail_part){.id = id, .label = mail_fields[i].label};
		cursor->from += n;
		ks_source_trim(&cursor->from, &cursor->to);
		return true;
	}
	return false;
}

static void read_mail(const struct fence *fence)
{
	struct ks_block *out = fence->out;
	struct cursor cursor = lines_of(fence);
	struct ks_rich_build build = {0};

	out->parts =
		ks_arena_alloc(fence->reader->source.arena, (ITEMS_MAX + 1) * sizeof(*out->parts));
	while (next_line(&cursor) && out->n_parts < ITEMS_MAX) {
		if (cursor.from == cursor.to)
			continue;
		if (!begin_part(fence, &cursor, &build) &&
		    (!cursor.is_indented || out->n_parts == 0)) {
			refuse(fence, cursor.line,
			       "mail の行は「差出人:」「件名:」「本文:」「リンク:」「添付:」で始めます。続きの行は字下げします。");
			continue;
		}
		add_mail_text(fence, &out->parts[out->n_parts - 1], &cursor, &build);
	}
	end_part(fence, &build);
	if (out->n_parts == 0 || strcmp(out->parts[0].id, "from") != 0)
		refuse(fence, fence->line - 1, "mail は「差出人: …」の行から始めてください。");
}

/* ---- the table ---- */

static const struct {
	const char *name;
	enum ks_block_kind kind;
	void (*read)(const struct fence *fence);
} fence_kinds[] = {
	{"policy", KS_BLOCK_POLICY, read_policy}, {"ask", KS_BLOCK_ASK, read_ask},
	{"steps", KS_BLOCK_STEPS, read_steps},    {"mail", KS_BLOCK_MAIL, read_mail},
	{"local", KS_BLOCK_LOCAL, read_text},     {"general", KS_BLOCK_GENERAL, read_text},
};

void ks_lesson_read_fence(struct ks_lesson_reader *reader, const char *info, const char *text,
			  int line, struct ks_block *out)
{
	size_t word = strcspn(info, " \t");
	const char *argument = info + word + strspn(info + word, " \t");
	struct fence fence = {
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
		if (argument[0] != '\0' && out->kind != KS_BLOCK_POLICY)
			refuse(&fence, line - 1,
			       "``` のあとの言葉は一つだけです（policy だけは条番号を続けます）。");
		fence_kinds[i].read(&fence);
		return;
	}
	ks_diags_error(reader->source.diags, reader->source.file, line - 1,
		       "枠の種類「%s」は知りません。policy、ask、steps、mail、local、general のどれかを ``` に続けて"
		       "書いてください（行頭の四つの空白も枠になります）。",
		       info);
}
