/* SPDX-License-Identifier: Apache-2.0 */
#include "content/rich_build.h"

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "content/buttons.h"
#include "content/organisation.h"

/*
 * One small inline language for every place that is not Markdown proper (fenced blocks, questions,
 * posters), so that an author learns it once: {漢字|かんじ}, **強調**, `address`.
 */

void ks_rich_build_mark(struct ks_rich_build *build, size_t from, size_t to, enum ks_mark mark,
			const char *aux)
{
	ks_grow(&build->spans, build->n_spans, &build->capacity);
	build->spans[build->n_spans++] = (struct ks_span){
		.from = (uint32_t)from, .to = (uint32_t)to, .mark = mark, .aux = aux};
}

void ks_rich_build_span(struct ks_rich_build *build, size_t from, enum ks_mark mark, const char *aux)
{
	ks_rich_build_mark(build, from, build->text.len, mark, aux);
}

static const char *find(const char *from, const char *to, const char *what)
{
	return ks_source_find(from, (size_t)(to - from), what, strlen(what));
}

/*
 * "{button:next}" at @at: the label the standard screen has, marked with the name, so that whoever draws it can put the
 * label of the words in use in its place (buttons.h). Its length; 0 when it is not one.
 */
static size_t add_button(struct ks_rich_build *build, const struct ks_source *source, int line,
			 const char *at, const char *to)
{
	static const char head[] = "{button:";
	const char *close = find(at, to, "}"), *label;
	size_t from = build->text.len;
	char *name;

	if (!close || (size_t)(to - at) < strlen(head) || memcmp(at, head, strlen(head)) != 0)
		return 0;
	at += strlen(head);
	name = ks_arena_strndup(source->arena, at, (size_t)(close - at));
	label = ks_button_label(name);
	if (!label) {
		ks_diags_error(source->diags, source->file, line,
			       "ボタン「%s」はありません。使えるのは %s です。", name,
			       ks_button_names());
		label = name;
	}
	ks_buf_puts(&build->text, label);
	ks_rich_build_span(build, from, KS_MARK_BUTTON, name);
	return strlen(head) + strlen(name) + 1;
}

/*
 * "{contact:security}" at @at: whom to call, as organisation.yaml says it; contacts.c puts it in once that was read. Its
 * length; 0 when it is not one.
 */
static size_t add_contact(struct ks_rich_build *build, const struct ks_source *source, int line,
			  const char *at, const char *to)
{
	static const char head[] = "{contact:";
	const char *close = find(at, to, "}");
	size_t from = build->text.len, len = close ? (size_t)(close - at) : 0;
	char *name;

	if (len < strlen(head) || memcmp(at, head, strlen(head)) != 0)
		return 0;
	name = ks_arena_strndup(source->arena, at + strlen(head), len - strlen(head));
	if (ks_contact_kind_find(name) < 0)
		ks_diags_error(source->diags, source->file, line,
			       "連絡先「%s」はありません。使えるのは %s です。", name,
			       ks_contact_kind_names());
	ks_buf_puts(&build->text, "緊急連絡先の番号");
	ks_rich_build_span(build, from, KS_MARK_CONTACT, name);
	return len + 1;
}

/* "{base|reading}" at @at: appended and its length returned; 0 when it is not one. */
static size_t add_ruby(struct ks_rich_build *build, const struct ks_source *source, int line,
		       const char *at, const char *to)
{
	const char *bar = find(at, to, "|");
	const char *close = find(at, to, "}");
	size_t from = build->text.len;

	if (!bar || !close || bar > close)
		return 0;
	if (bar == at + 1 || bar + 1 == close || find(at + 1, close, "{")) {
		ks_diags_error(source->diags, source->file, line,
			       "ふりがなは {漢字|かんじ} の形で書いてください（「%.*s」）。",
			       (int)(close + 1 - at), at);
		return 0;
	}
	ks_buf_append(&build->text, at + 1, (size_t)(bar - at - 1));
	ks_rich_build_span(build, from, KS_MARK_RUBY,
			   ks_arena_strndup(source->arena, bar + 1, (size_t)(close - bar - 1)));
	return (size_t)(close + 1 - at);
}

static size_t add_code(struct ks_rich_build *build, const char *at, const char *to)
{
	const char *close = find(at + 1, to, "`");
	size_t from = build->text.len;

	if (!close || close == at + 1)
		return 0;
	ks_buf_append(&build->text, at + 1, (size_t)(close - at - 1));
	ks_rich_build_span(build, from, KS_MARK_CODE, NULL);
	return (size_t)(close + 1 - at);
}

void ks_rich_build_add(struct ks_rich_build *build, const struct ks_source *source, int line,
		       enum ks_rich_language language, const char *text, size_t len)
{
	const char *to = text + len;
	size_t strong = SIZE_MAX, taken;

	while (text < to) {
		taken = 0;
		if (language != KS_RICH_LITERAL && *text == '{')
			taken = add_button(build, source, line, text, to);
		if (taken == 0 && language != KS_RICH_LITERAL && *text == '{')
			taken = add_contact(build, source, line, text, to);
		if (taken == 0 && language != KS_RICH_LITERAL && *text == '{')
			taken = add_ruby(build, source, line, text, to);
		if (language == KS_RICH_INLINE && *text == '`')
			taken = add_code(build, text, to);
		if (language == KS_RICH_INLINE && to - text >= 2 && memcmp(text, "**", 2) == 0) {
			taken = 2;
			if (strong == SIZE_MAX) {
				strong = build->text.len;
			} else {
				ks_rich_build_span(build, strong, KS_MARK_STRONG, NULL);
				strong = SIZE_MAX;
			}
		}
		if (taken == 0) {
			ks_buf_putc(&build->text, *text);
			taken = 1;
		}
		text += taken;
	}
	if (strong != SIZE_MAX)
		ks_diags_error(source->diags, source->file, line, "強調の ** が閉じていません。");
}

/* A line ends in @text and goes on with @next. */
static void join(struct ks_buf *text, const char *next)
{
	unsigned char last = text->len > 0 ? (unsigned char)text->data[text->len - 1] : '\n';
	unsigned char first = (unsigned char)*next;

	if (last > ' ' && last < 0x80 && first > ' ' && first < 0x80)
		ks_buf_putc(text, ' ');
}

void ks_rich_build_join(struct ks_rich_build *build, const char *next)
{
	join(&build->text, next);
}

static int by_from(const void *a, const void *b)
{
	const struct ks_span *x = a, *y = b;

	return x->from != y->from ? KS_ORDER(x->from, y->from) : KS_ORDER(y->to, x->to);
}

struct ks_rich ks_rich_build_finish(struct ks_rich_build *build, struct ks_arena *arena)
{
	struct ks_rich rich = {.len = build->text.len, .n_spans = build->n_spans};

	if (build->n_spans > 1)
		qsort(build->spans, build->n_spans, sizeof(*build->spans), by_from);
	rich.text = ks_arena_strndup(arena, ks_buf_text(&build->text), build->text.len);
	rich.spans = ks_arena_copy(arena, build->spans, build->n_spans * sizeof(*build->spans));
	ks_buf_finish(&build->text);
	free(build->spans);
	*build = (struct ks_rich_build){0};
	return rich;
}

struct ks_rich ks_rich_of(const struct ks_source *source, int line, enum ks_rich_language language,
			  const char *text, size_t len)
{
	struct ks_rich_build build = {0};
	const char *end = text + len;
	struct ks_buf joined = {0};

	while (text < end) {
		const char *stop = memchr(text, '\n', (size_t)(end - text));
		const char *from = text, *to = stop ? stop : end;

		ks_source_trim(&from, &to);
		if (from < to) {
			join(&joined, from);
			ks_buf_append(&joined, from, (size_t)(to - from));
		}
		text = stop ? stop + 1 : end;
	}
	ks_rich_build_add(&build, source, line, language, ks_buf_text(&joined), joined.len);
	ks_buf_finish(&joined);
	return ks_rich_build_finish(&build, source->arena);
}

size_t ks_rich_characters(const struct ks_rich *rich)
{
	size_t n = ks_utf8_count(rich->text, rich->len);

	for (size_t i = 0; i < rich->len; i++)
		n -= rich->text[i] == '\n';
	return n;
}
