/* SPDX-License-Identifier: Apache-2.0 */
#include "content/yaml.h"

#include <string.h>
#include <yaml.h>

#include "base/utf8.h"

/*
 * libyaml's events, made into a small tree that remembers lines: authors edit these files by hand, and
 * "line 12" is half of a useful message. Built without recursion over the input, with ceilings.
 */

struct builder {
	const char *text; /* the document */
	size_t len;
	const struct ks_source *source;
	int first_line;
	struct ks_yaml *stack[KS_YAML_DEPTH_MAX];
	struct ks_yaml **tail[KS_YAML_DEPTH_MAX]; /* where the next child is linked */
	const char *key[KS_YAML_DEPTH_MAX];       /* a map's key that waits for its value */
	size_t depth;
	size_t n_nodes, n_documents;
	struct ks_yaml *root;
	bool is_bad;
};

static void refuse(struct builder *b, int line, const char *message)
{
	ks_diags_error(b->source->diags, b->source->file, line, "%s", message);
	b->is_bad = true;
}

static void check_duplicate(struct builder *b, const struct ks_yaml *map, const char *key, int line)
{
	if (!ks_yaml_get(map, key))
		return;
	ks_diags_error(b->source->diags, b->source->file, line, "項目「%s」が二度書かれています。",
		       key);
	b->is_bad = true;
}

static struct ks_yaml *add_node(struct builder *b, enum ks_yaml_kind kind, int line)
{
	struct ks_yaml *node = ks_arena_alloc(b->source->arena, sizeof(*node));
	size_t top = b->depth - 1;

	node->kind = kind;
	node->line = line;
	if (++b->n_nodes > KS_YAML_NODES_MAX)
		refuse(b, line, "項目が多すぎます。ファイルを分けてください。");
	if (b->depth == 0) {
		b->root = node;
		return node;
	}
	node->key = b->key[top];
	b->key[top] = NULL;
	*b->tail[top] = node;
	b->tail[top] = &node->next;
	b->stack[top]->n_children++;
	return node;
}

static bool wants_key(const struct builder *b)
{
	return b->depth > 0 && b->stack[b->depth - 1]->kind == KS_YAML_MAP && !b->key[b->depth - 1];
}

static void open_node(struct builder *b, enum ks_yaml_kind kind, int line)
{
	struct ks_yaml *node;

	if (wants_key(b)) {
		refuse(b, line, "項目の名前は文字で書いてください。");
		return;
	}
	if (b->depth == KS_YAML_DEPTH_MAX) {
		refuse(b, line, "字下げが深すぎます。");
		return;
	}
	node = add_node(b, kind, line);
	b->stack[b->depth] = node;
	b->tail[b->depth] = &node->first;
	b->key[b->depth++] = NULL;
}

static void add_scalar(struct builder *b, const yaml_event_t *event, int line)
{
	const char *value = (const char *)event->data.scalar.value;
	char *text = ks_arena_strndup(b->source->arena, value, event->data.scalar.length);

	if (strlen(text) != event->data.scalar.length)
		refuse(b, line, "文字として使えないバイト（NUL）があります。");
	if (wants_key(b)) {
		check_duplicate(b, b->stack[b->depth - 1], text, line);
		b->key[b->depth - 1] = text;
	} else {
		add_node(b, KS_YAML_TEXT, line)->text = text;
	}
}

static bool has_anchor_or_tag(const yaml_event_t *event)
{
	switch (event->type) {
	case YAML_SCALAR_EVENT:
		return event->data.scalar.anchor || event->data.scalar.tag;
	case YAML_SEQUENCE_START_EVENT:
		return event->data.sequence_start.anchor || event->data.sequence_start.tag;
	case YAML_MAPPING_START_EVENT:
		return event->data.mapping_start.anchor || event->data.mapping_start.tag;
	default:
		return event->type == YAML_ALIAS_EVENT;
	}
}

/* "title: 対策 #1 の話" ends before the #; a comment is written with a blank behind it. */
static void warn_cut(struct builder *b, const yaml_event_t *event)
{
	const char *at = b->text, *end = b->text + b->len;

	if (event->data.scalar.style != YAML_PLAIN_SCALAR_STYLE)
		return;
	for (size_t line = 0; line < event->end_mark.line && at < end; at++)
		line += *at == '\n';
	for (size_t column = 0; column < event->end_mark.column && at < end; column++)
		(void)ks_utf8_next(&at, end);
	while (at < end && *at == ' ')
		at++;
	if (at > b->text && at + 1 < end && at[-1] == ' ' && at[0] == '#' &&
	    !strchr(" \t\r\n#", at[1]))
		ks_diags_warn(
			b->source->diags, b->source->file, (int)event->end_mark.line + b->first_line,
			"「 #」からあとは読まれません（YAML の覚え書きになります）。文の一部なら、全体を \"…\" で囲んでください。");
}

/* "title：試し": a line that begins with a name and a full-width colon; 0 when there is none. */
static int wide_colon_line(const char *text, size_t len, int line)
{
	const char *end = text + len;

	for (; text < end; line++) {
		const char *stop = memchr(text, '\n', (size_t)(end - text)), *at = text;

		stop = stop ? stop : end;
		while (at < stop && (*at == ' ' || *at == '-'))
			at++;
		text = at;
		while (at < stop && (*at == '_' || (*at >= 'a' && *at <= 'z')))
			at++;
		if (at > text && stop - at >= 3 && memcmp(at, "：", 3) == 0)
			return line;
		text = stop + 1;
	}
	return 0;
}

static void tell_problem(const struct builder *b, const yaml_parser_t *parser)
{
	int wide = wide_colon_line(b->text, b->len, b->first_line);

	if (wide > 0)
		ks_diags_error(
			b->source->diags, b->source->file, wide,
			"項目の名前のあとの「：」が全角です。半角の「:」と空白にしてください。");
	else
		ks_diags_error(
			b->source->diags, b->source->file,
			(int)parser->problem_mark.line + b->first_line,
			"YAML として読めません（%s）。字下げと「:」のあとの空白を確かめてください。",
			parser->problem ? parser->problem : "unknown");
}

static void take_event(struct builder *b, const yaml_event_t *event)
{
	int line = (int)event->start_mark.line + b->first_line;

	if (has_anchor_or_tag(event)) {
		refuse(b, line,
		       "&、*、! で始まる書き方は使えません。文字は \"…\" で囲んでください。");
		return;
	}
	switch (event->type) {
	case YAML_DOCUMENT_START_EVENT:
		if (++b->n_documents > 1)
			refuse(b, line, "「---」で分けた二つ目の部分は読めません。");
		break;
	case YAML_SCALAR_EVENT:
		warn_cut(b, event);
		add_scalar(b, event, line);
		break;
	case YAML_SEQUENCE_START_EVENT:
		open_node(b, KS_YAML_LIST, line);
		break;
	case YAML_MAPPING_START_EVENT:
		open_node(b, KS_YAML_MAP, line);
		break;
	case YAML_SEQUENCE_END_EVENT:
	case YAML_MAPPING_END_EVENT:
		b->depth--;
		break;
	default:
		break;
	}
}

enum ks_rc ks_yaml_parse(const struct ks_source *source, const char *text, size_t len,
			 int first_line, struct ks_yaml **root)
{
	struct builder b = {.source = source, .first_line = first_line, .text = text, .len = len};
	bool is_done = false;
	yaml_parser_t parser;
	yaml_event_t event;

	*root = NULL;
	if (yaml_parser_initialize(&parser) == 0)
		return KS_INVALID;
	yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING);
	yaml_parser_set_input_string(&parser, (const unsigned char *)text, len);
	while (!is_done && !b.is_bad) {
		if (yaml_parser_parse(&parser, &event) == 0) {
			tell_problem(&b, &parser);
			b.is_bad = true;
			break;
		}
		take_event(&b, &event);
		is_done = event.type == YAML_STREAM_END_EVENT;
		yaml_event_delete(&event);
	}
	yaml_parser_delete(&parser);
	*root = b.is_bad ? NULL : b.root;
	return b.is_bad ? KS_INVALID : KS_OK;
}

const struct ks_yaml *ks_yaml_get(const struct ks_yaml *map, const char *key)
{
	if (!map || map->kind != KS_YAML_MAP)
		return NULL;
	for (const struct ks_yaml *node = map->first; node; node = node->next)
		if (strcmp(node->key, key) == 0)
			return node;
	return NULL;
}

static bool is_word_of(const char *words, const char *word)
{
	size_t len = strlen(word);

	for (const char *at = words; *at != '\0'; at += strspn(at, " ")) {
		size_t n = strcspn(at, " ");

		if (n == len && memcmp(at, word, n) == 0)
			return true;
		at += n;
	}
	return false;
}

void ks_yaml_only(const struct ks_source *source, const struct ks_yaml *map, const char *keys)
{
	if (!map || map->kind != KS_YAML_MAP)
		return;
	for (const struct ks_yaml *node = map->first; node; node = node->next)
		if (!is_word_of(keys, node->key))
			ks_diags_error(source->diags, source->file, node->line,
				       "項目「%s」は知りません。使えるのは %s です。", node->key,
				       keys);
}
