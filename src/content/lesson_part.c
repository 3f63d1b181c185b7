/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "content/lesson_fence.h"
#include "content/rich_build.h"

/*
 * Fenced blocks that are drawn as things of work: a mail, a note, a chat, a form, a log, a screen. Each becomes
 * parts with ids, so that a find question, or a clue of a case, can point at one of them.
 */

/* The words a line may begin with, and what part it then is. */
struct field {
	const char *word;  /* in the file */
	const char *id;    /* of the part */
	const char *label; /* on the screen */
};

static const struct field mail_fields[] = {
	{"差出人", "from", "差出人"}, {"宛先", "to", "宛先"},    {"写し", "cc", "写し（Cc）"},
	{"Cc", "cc", "写し（Cc）"},   {"Bcc", "bcc", "Bcc"},     {"日時", "date", "日時"},
	{"件名", "subject", "件名"},  {"本文", "body", ""},      {"リンク", "link", ""},
	{"添付", "file", "添付"},     {"署名", "signature", ""},
};

static const struct field screen_fields[] = {
	{"本文", "body", ""},
	{"入力", "input", ""},
	{"ボタン", "button", ""},
	{"リンク", "link", ""},
};

static const char *part_id(const struct ks_fence *fence, const char *id)
{
	size_t n = 1, len = strlen(id);

	for (size_t i = 0; i < fence->out->n_parts; i++)
		n += strncmp(fence->out->parts[i].id, id, len) == 0;
	return n == 1 ? id : ks_arena_format(fence->reader->source.arena, "%s%zu", id, n);
}

static void open_parts(const struct ks_fence *fence)
{
	fence->out->parts = ks_arena_alloc(fence->reader->source.arena,
					   (KS_FENCE_ITEMS_MAX + 1) * sizeof(*fence->out->parts));
}

/* A new part; NULL (diagnosed) when there are too many. */
static struct ks_mail_part *add_part(const struct ks_fence *fence, int line, const char *id,
				     const char *label)
{
	struct ks_block *out = fence->out;

	if (out->n_parts == KS_FENCE_ITEMS_MAX) {
		ks_fence_refuse(fence, line, "枠の中の行が多すぎます。20 行までにしてください。");
		return NULL;
	}
	out->parts[out->n_parts] = (struct ks_mail_part){.id = part_id(fence, id), .label = label};
	return &out->parts[out->n_parts++];
}

/* ---- mail and screen: fields with fixed names ---- */

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

static bool is_part(const struct ks_mail_part *part, const char *id)
{
	size_t n = strlen(id);

	return strncmp(part->id, id, n) == 0 &&
	       strspn(part->id + n, "0123456789") == strlen(part->id + n);
}

static void add_mail_text(const struct ks_fence *fence, const struct ks_mail_part *part,
			  const struct ks_fence_line *line, struct ks_rich_build *build)
{
	bool is_address = is_part(part, "from") || is_part(part, "to") || is_part(part, "cc") ||
			  is_part(part, "bcc");
	const char *open =
		is_address ? memchr(line->from, '<', (size_t)(line->to - line->from)) : NULL;
	size_t before = (size_t)((open ? open : line->to) - line->from);
	size_t mark;

	ks_rich_build_join(build, line->from);
	ks_rich_build_add(build, &fence->reader->source, line->line, KS_RICH_INLINE, line->from,
			  before);
	if (!open)
		return;
	mark = build->text.len;
	ks_buf_append(&build->text, open, (size_t)(line->to - open));
	ks_rich_build_span(build, mark, KS_MARK_CODE, NULL);
}

static void end_part(const struct ks_fence *fence, struct ks_rich_build *build)
{
	struct ks_block *out = fence->out;
	struct ks_mail_part *part;

	if (out->n_parts == 0)
		return;
	part = &out->parts[out->n_parts - 1];
	if (is_part(part, "link")) {
		ks_rich_build_span(build, 0, KS_MARK_LINK, NULL);
		ks_rich_build_span(build, 0, KS_MARK_CODE, NULL);
	}
	part->text = ks_rich_build_finish(build, fence->reader->source.arena);
}

/* Does a new part begin on this line? Then it stands behind its "件名:". */
static bool begin_part(const struct ks_fence *fence, const struct field *fields, size_t n_fields,
		       struct ks_fence_line *line, struct ks_rich_build *build)
{
	for (size_t i = 0; !line->is_indented && i < n_fields; i++) {
		size_t n = field_length(line->from, line->to, fields[i].word);

		if (n == 0)
			continue;
		end_part(fence, build);
		add_part(fence, line->line, fields[i].id, fields[i].label);
		line->from += n;
		ks_source_trim(&line->from, &line->to);
		return true;
	}
	return false;
}

static void read_fields(const struct ks_fence *fence, const struct field *fields, size_t n_fields,
			const char *message)
{
	struct ks_block *out = fence->out;
	struct ks_fence_line line = ks_fence_lines(fence);
	struct ks_rich_build build = {0};

	open_parts(fence);
	while (ks_fence_next(&line)) {
		if (line.from == line.to)
			continue;
		if (!begin_part(fence, fields, n_fields, &line, &build) &&
		    (!line.is_indented || out->n_parts == 0)) {
			ks_fence_refuse(fence, line.line, message);
			continue;
		}
		if (out->n_parts > 0)
			add_mail_text(fence, &out->parts[out->n_parts - 1], &line, &build);
	}
	end_part(fence, &build);
}

void ks_fence_read_mail(const struct ks_fence *fence)
{
	const struct ks_block *out = fence->out;

	read_fields(fence, mail_fields, KS_COUNT(mail_fields),
		    "mail の行は「差出人:」「宛先:」「写し:」「Bcc:」「日時:」「件名:」「本文:」「リンク:」「添付:」「署名:」で始めます。"
		    "続きの行は字下げします。");
	if (out->n_parts == 0 || strcmp(out->parts[0].id, "from") != 0)
		ks_fence_refuse(fence, fence->line - 1,
				"mail は「差出人: …」の行から始めてください。");
}

void ks_fence_read_screen(const struct ks_fence *fence)
{
	read_fields(
		fence, screen_fields, KS_COUNT(screen_fields),
		"screen の行は「本文:」「入力:」「ボタン:」「リンク:」で始めます。続きの行は字下げします。");
	if (fence->out->n_parts == 0)
		ks_fence_refuse(fence, fence->line - 1, "枠の中が空です。");
}

/* ---- memo and log: a part a line ---- */

static void read_lines(const struct ks_fence *fence, const char *id, bool is_machine)
{
	struct ks_fence_line line = ks_fence_lines(fence);
	struct ks_mail_part *part;

	open_parts(fence);
	while (ks_fence_next(&line)) {
		struct ks_rich_build build = {0};

		if (line.from == line.to)
			continue;
		part = add_part(fence, line.line, id, "");
		if (!part)
			return;
		ks_rich_build_add(&build, &fence->reader->source, line.line,
				  is_machine ? KS_RICH_RUBY : KS_RICH_INLINE, line.from,
				  (size_t)(line.to - line.from));
		if (is_machine)
			ks_rich_build_span(&build, 0, KS_MARK_CODE, NULL);
		part->text = ks_rich_build_finish(&build, fence->reader->source.arena);
	}
	if (fence->out->n_parts == 0)
		ks_fence_refuse(fence, fence->line - 1, "枠の中が空です。");
}

void ks_fence_read_memo(const struct ks_fence *fence)
{
	read_lines(fence, "line", false);
}

void ks_fence_read_log(const struct ks_fence *fence)
{
	read_lines(fence, "row", true);
}

/* ---- chat and form: names of the author's own ---- */

/* Where the name ends and the words begin: at "：", or at ":" before a blank or the line's end (so 10:30 stays whole). */
static bool split_name(const struct ks_fence_line *line, const char **name_to, const char **rest)
{
	for (const char *at = line->from; at < line->to; at++) {
		size_t left = (size_t)(line->to - at), n = 0;

		if (*at == ':' && (left == 1 || at[1] == ' ' || at[1] == '\t'))
			n = 1;
		else if (left >= 3 && memcmp(at, "：", 3) == 0)
			n = 3;
		if (n == 0)
			continue;
		*name_to = at;
		*rest = at + n;
		return at > line->from;
	}
	return false;
}

/* "name: words" a line; an indented line goes on, in a chat as a line of its own. */
static void read_named(const struct ks_fence *fence, const char *id, const char *message)
{
	struct ks_arena *arena = fence->reader->source.arena;
	struct ks_fence_line line = ks_fence_lines(fence);
	struct ks_rich_build build = {0};
	const char *name_to, *rest;

	open_parts(fence);
	while (ks_fence_next(&line)) {
		if (line.from == line.to)
			continue;
		if (line.is_indented && fence->out->n_parts > 0) {
			if (build.text.len > 0)
				ks_buf_putc(&build.text, '\n');
		} else if (split_name(&line, &name_to, &rest)) {
			end_part(fence, &build);
			add_part(fence, line.line, id,
				 ks_arena_strndup(arena, line.from, (size_t)(name_to - line.from)));
			line.from = rest;
			ks_source_trim(&line.from, &line.to);
		} else {
			ks_fence_refuse(fence, line.line, message);
			continue;
		}
		ks_rich_build_add(&build, &fence->reader->source, line.line, KS_RICH_INLINE,
				  line.from, (size_t)(line.to - line.from));
	}
	end_part(fence, &build);
	if (fence->out->n_parts == 0)
		ks_fence_refuse(fence, fence->line - 1, "枠の中が空です。");
}

void ks_fence_read_chat(const struct ks_fence *fence)
{
	read_named(fence, "say",
		   "chat の行は「話す人: 言葉」で書きます（: のあとに空白）。続きの行は字下げします。");
}

void ks_fence_read_form(const struct ks_fence *fence)
{
	read_named(
		fence, "row",
		"form の行は「項目: 値」で書きます（: のあとに空白。空の欄は「項目:」だけ）。続きの行は字下げします。");
}
