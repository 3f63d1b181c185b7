/* SPDX-License-Identifier: Apache-2.0 */
#include <cmark.h>
#include <stdlib.h>
#include <string.h>

#include "content/lesson_read.h"
#include "content/rich_build.h"

/*
 * CommonMark's tree (cmark) to pages and blocks. What a touch screen has no use for (links, tables, raw HTML,
 * nested lists …) is refused by name, so that nothing an author wrote silently disappears.
 */

static void refuse(const struct ks_lesson_reader *reader, int line, const char *message)
{
	ks_diags_error(reader->source.diags, reader->source.file, line, "%s", message);
}

static int line_of(const struct ks_lesson_reader *reader, cmark_node *node)
{
	return cmark_node_get_start_line(node) + reader->line_offset;
}

/* What may not stand inside a paragraph, and what to do instead. */
static const struct {
	cmark_node_type type;
	const char *message;
} refused_inlines[] = {
	{CMARK_NODE_LINK,
	 "リンクは使えません（端末からは外を見られません）。アドレスは `…` で囲んでください。"},
	{CMARK_NODE_IMAGE, "絵は、前後を一行あけて、絵だけの段落にしてください。"},
	{CMARK_NODE_EMPH, "* 一つの強調は使えません。** で囲んでください。"},
	{CMARK_NODE_HTML_INLINE,
	 "HTML は使えません。<!-- clause: … --> は、前後を一行あけて書いてください。"},
};

static void add_text(const struct ks_lesson_reader *reader, struct ks_rich_build *build,
		     const char *text, int line)
{
	if (strstr(text, "**"))
		refuse(reader, line,
		       "「**」が強調になっていません。閉じる ** のすぐ内側の記号（」。など）を ** の外に出してください。");
	ks_rich_build_add(build, &reader->source, line, KS_RICH_RUBY, text, strlen(text));
}

static void add_inline(const struct ks_lesson_reader *reader, struct ks_rich_build *build,
		       cmark_node *node, int line);

static void add_inlines(const struct ks_lesson_reader *reader, struct ks_rich_build *build,
			cmark_node *parent, int line)
{
	for (cmark_node *node = cmark_node_first_child(parent); node; node = cmark_node_next(node))
		add_inline(reader, build, node, line);
}

static const char *text_after(cmark_node *node)
{
	cmark_node *next = cmark_node_next(node);
	const char *text;

	while (next && cmark_node_get_type(next) == CMARK_NODE_STRONG)
		next = cmark_node_first_child(next);
	text = next ? cmark_node_get_literal(next) : NULL;
	return text ? text : "";
}

static void add_inline(const struct ks_lesson_reader *reader, struct ks_rich_build *build,
		       cmark_node *node, int line)
{
	cmark_node_type type = cmark_node_get_type(node);
	const char *literal = cmark_node_get_literal(node);
	size_t from = build->text.len;

	for (size_t i = 0; i < KS_COUNT(refused_inlines); i++) {
		if (refused_inlines[i].type == type) {
			refuse(reader, line, refused_inlines[i].message);
			return;
		}
	}
	if (type == CMARK_NODE_SOFTBREAK) {
		ks_rich_build_join(build, text_after(node));
	} else if (type == CMARK_NODE_LINEBREAK) {
		ks_buf_putc(&build->text, '\n');
	} else if (type == CMARK_NODE_STRONG) {
		add_inlines(reader, build, node, line);
		ks_rich_build_span(build, from, KS_MARK_STRONG, NULL);
	} else if (type == CMARK_NODE_CODE) {
		ks_buf_puts(&build->text, literal);
		ks_rich_build_span(build, from, KS_MARK_CODE, NULL);
	} else if (literal) {
		add_text(reader, build, literal, line);
	}
}

static struct ks_rich rich_of(const struct ks_lesson_reader *reader, cmark_node *node)
{
	struct ks_rich_build build = {0};

	add_inlines(reader, &build, node, line_of(reader, node));
	return ks_rich_build_finish(&build, reader->source.arena);
}

static void plain_text(cmark_node *parent, struct ks_buf *out)
{
	for (cmark_node *node = cmark_node_first_child(parent); node; node = cmark_node_next(node)) {
		if (cmark_node_get_literal(node))
			ks_buf_puts(out, cmark_node_get_literal(node));
		plain_text(node, out);
	}
}

static void read_figure(struct ks_lesson_reader *reader, cmark_node *image, struct ks_block *out)
{
	const char *file = cmark_node_get_url(image);
	struct ks_buf text = {0};

	plain_text(image, &text);
	out->kind = KS_BLOCK_FIGURE;
	out->file = ks_arena_strdup(reader->source.arena, file);
	out->text.text = ks_arena_strndup(reader->source.arena, ks_buf_text(&text), text.len);
	out->text.len = text.len;
	if (strlen(file) < 5 || strcmp(file + strlen(file) - 4, ".svg") != 0 || strchr(file, '/'))
		refuse(reader, out->line,
		       "絵は、lesson.md と同じ場所にある .svg ファイルの名前で書いてください。");
	if (text.len == 0)
		refuse(reader, out->line,
		       "絵の説明がありません。![説明](絵.svg) の形で書いてください。");
	ks_buf_finish(&text);
}

static void read_list(struct ks_lesson_reader *reader, cmark_node *list, struct ks_block *out)
{
	size_t n = 0;

	out->kind = KS_BLOCK_LIST;
	out->is_ordered = cmark_node_get_list_type(list) == CMARK_ORDERED_LIST;
	for (cmark_node *item = cmark_node_first_child(list); item; item = cmark_node_next(item))
		n++;
	out->items = ks_arena_alloc(reader->source.arena, n * sizeof(*out->items));
	for (cmark_node *item = cmark_node_first_child(list); item; item = cmark_node_next(item)) {
		cmark_node *paragraph = cmark_node_first_child(item);

		if (!paragraph || cmark_node_get_type(paragraph) != CMARK_NODE_PARAGRAPH ||
		    cmark_node_next(paragraph))
			refuse(reader, line_of(reader, item),
			       "箇条書きの一項目は一段落です。入れ子や空の項目は使えません。");
		else
			out->items[out->n_items++] = rich_of(reader, paragraph);
	}
}

static void read_paragraph(struct ks_lesson_reader *reader, cmark_node *node, struct ks_block *out)
{
	cmark_node *only = cmark_node_first_child(node);

	if (only && cmark_node_get_type(only) == CMARK_NODE_IMAGE && !cmark_node_next(only)) {
		read_figure(reader, only, out);
		return;
	}
	out->text = rich_of(reader, node);
	if (out->text.len > 0 && out->text.text[0] == '|')
		refuse(reader, out->line, "表は使えません。箇条書きにしてください。");
}

static struct ks_block *add_block(struct ks_lesson_reader *reader, int line)
{
	ks_grow(&reader->blocks, reader->n_blocks, &reader->blocks_capacity);
	reader->blocks[reader->n_blocks] = (struct ks_block){.line = line};
	return &reader->blocks[reader->n_blocks++];
}

static size_t count_characters(const struct ks_block *block)
{
	size_t n = block->kind == KS_BLOCK_FIGURE ? 0 : ks_rich_characters(&block->text);

	for (size_t i = 0; i < block->n_items; i++)
		n += ks_rich_characters(&block->items[i]);
	for (size_t i = 0; i < block->n_parts; i++)
		n += ks_rich_characters(&block->parts[i].text);
	return n;
}

static void end_page(struct ks_lesson_reader *reader)
{
	struct ks_arena *arena = reader->source.arena;
	struct ks_page *page;

	if (reader->n_pages == 0)
		return;
	page = &reader->pages[reader->n_pages - 1];
	page->blocks =
		ks_arena_copy(arena, reader->blocks, reader->n_blocks * sizeof(*reader->blocks));
	page->n_blocks = reader->n_blocks;
	page->clauses =
		ks_arena_copy(arena, reader->clauses, reader->n_clauses * sizeof(*reader->clauses));
	page->n_clauses = reader->n_clauses;
	page->clues = ks_arena_copy(arena, reader->clues, reader->n_clues * sizeof(*reader->clues));
	page->n_clues = reader->n_clues;
	for (size_t i = 0; i < page->n_blocks; i++)
		page->n_characters += count_characters(&page->blocks[i]);
	if (page->n_blocks == 0)
		refuse(reader, page->line, "このページには中身がありません。");
	if (page->n_blocks > KS_BLOCKS_MAX)
		refuse(reader, page->line, "このページの段落が多すぎます。ページを分けてください。");
	reader->n_blocks = reader->n_clauses = reader->n_clues = 0;
}

static void begin_page(struct ks_lesson_reader *reader, cmark_node *heading)
{
	struct ks_page *page;

	end_page(reader);
	ks_grow(&reader->pages, reader->n_pages, &reader->pages_capacity);
	page = &reader->pages[reader->n_pages++];
	*page = (struct ks_page){.line = line_of(reader, heading), .title = rich_of(reader, heading)};
	page->id = reader->is_cases
			   ? ""
			   : ks_arena_format(reader->source.arena, "p%02zu", reader->n_pages);
	if (page->title.len == 0)
		refuse(reader, page->line, "見出しが空です。");
}

static void read_heading(struct ks_lesson_reader *reader, cmark_node *node)
{
	int line = line_of(reader, node), level = cmark_node_get_heading_level(node);

	if (level == 1) {
		begin_page(reader, node);
	} else if (reader->n_pages > 0) {
		struct ks_block *block = add_block(reader, line);

		block->kind = KS_BLOCK_SUBHEADING;
		block->text = rich_of(reader, node);
		if (level > 2)
			refuse(reader, line, "見出しは #（ページの題）と ##（小見出し）だけです。");
	}
}

/* What a comment may say: "clause: 4(1) 4(2)", in cases.md also "case: …" and "clue: …". */
static bool read_mark(struct ks_lesson_reader *reader, const char *text, int line)
{
	static const char clause[] = "clause:";

	if (strncmp(text, clause, strlen(clause)) != 0)
		return reader->is_cases && ks_lesson_read_case_mark(reader, text, line);
	ks_lesson_read_clauses(reader, text + strlen(clause), line);
	return true;
}

/* Comments that mean something, one a line; several may follow each other without an empty line. */
static void read_html(struct ks_lesson_reader *reader, cmark_node *node)
{
	static const char head[] = "<!--", tail[] = "-->";
	const char *text = cmark_node_get_literal(node), *end = text + strlen(text), *stop;

	for (int line = line_of(reader, node); text < end; line++, text = stop + 1) {
		const char *from = text, *to;
		bool is_mark = false;
		char *mark;

		stop = memchr(text, '\n', (size_t)(end - text));
		stop = stop ? stop : end;
		to = stop;
		ks_source_trim(&from, &to);
		if (from == to)
			continue;
		if ((size_t)(to - from) >= strlen(head) + strlen(tail) &&
		    strncmp(from, head, strlen(head)) == 0 &&
		    strncmp(to - strlen(tail), tail, strlen(tail)) == 0) {
			from += strlen(head);
			to -= strlen(tail);
			ks_source_trim(&from, &to);
			mark = ks_strndup(from, (size_t)(to - from));
			is_mark = read_mark(reader, mark, line);
			free(mark);
		}
		if (!is_mark) {
			refuse(reader, line,
			       reader->is_cases
				       ? "HTML は使えません。使えるのは <!-- case: m5-c1 -->、<!-- clue: link × 説明 -->、<!-- clause: 4(1) --> だけで、一行に書きます。"
				       : "HTML は使えません。使えるのは <!-- clause: 4(1) --> だけで、一行に書きます。");
			return;
		}
	}
}

static void read_node(struct ks_lesson_reader *reader, cmark_node *node)
{
	cmark_node_type type = cmark_node_get_type(node);
	int line = line_of(reader, node);

	if (type == CMARK_NODE_HEADING) {
		read_heading(reader, node);
		if (reader->n_pages > 0)
			return;
	}
	if (reader->n_pages == 0)
		refuse(reader, line, "最初に # で始まるページの題を書いてください。");
	else if (type == CMARK_NODE_PARAGRAPH)
		read_paragraph(reader, node, add_block(reader, line));
	else if (type == CMARK_NODE_LIST)
		read_list(reader, node, add_block(reader, line));
	else if (type == CMARK_NODE_CODE_BLOCK)
		ks_lesson_read_fence(reader, cmark_node_get_fence_info(node),
				     cmark_node_get_literal(node), line + 1, add_block(reader, line));
	else if (type == CMARK_NODE_HTML_BLOCK)
		read_html(reader, node);
	else
		refuse(reader, line,
		       type == CMARK_NODE_BLOCK_QUOTE
			       ? "> の引用は使えません。方針の引用は ```policy 条番号 で囲んでください。"
			       : "区切り線は使えません。ページは # の見出しで分けます。");
}

void ks_lesson_read_markdown(struct ks_lesson_reader *reader, const char *text, size_t len)
{
	cmark_node *document =
		cmark_parse_document(text, len, CMARK_OPT_SOURCEPOS | CMARK_OPT_VALIDATE_UTF8);

	for (cmark_node *node = cmark_node_first_child(document); node; node = cmark_node_next(node)) {
		if (reader->n_pages > KS_PAGES_MAX) {
			refuse(reader, line_of(reader, node),
			       "ページが多すぎます。科目を分けてください。");
			break;
		}
		read_node(reader, node);
	}
	end_page(reader);
	cmark_node_free(document);
	if (reader->n_pages == 0)
		refuse(reader, 0, "ページがありません。# で始まる見出しがページの始まりです。");
}
