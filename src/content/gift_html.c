/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "content/gift.h"

/*
 * Texts as Moodle exports them: with the format before them, and in it HTML. An editor there writes <p> and &nbsp; into
 * everything, so these are read; what is more than words (pictures, links, tables) is refused by name.
 */

/* Tags that only set words, and what stands in their place; '\v' is a line break of the author. */
static const struct {
	const char *name, *instead;
	bool is_at_end; /* at the closing tag only */
} tags[] = {
	{"p", "\v", true},       {"div", "\v", true}, {"br", "\v", false}, {"b", "**", false},
	{"strong", "**", false}, {"span", "", false}, {"i", "", false},    {"em", "", false},
	{"u", "", false},        {"font", "", false},
};

/* Those an author may have left behind without [html]. */
static const char *const refused[] = {
	"a",  "img", "table", "tr",    "td",  "th",  "ul",  "ol",   "li",     "h1",    "h2",
	"h3", "h4",  "video", "audio", "sub", "sup", "pre", "code", "script", "style", "hr",
};

static const struct {
	const char *name, *text;
} entities[] = {
	{"nbsp", " "}, {"amp", "&"}, {"lt", "<"}, {"gt", ">"}, {"quot", "\""}, {"apos", "'"},
};

/* A tag at @at: its name, and the place behind it; NULL when it is none. */
static const char *tag_at(const char *at, const char *end, char name[8], bool *is_closing)
{
	const char *stop = memchr(at, '>', (size_t)(end - at));
	size_t n = 0;

	if (!stop || *at != '<')
		return NULL;
	at++;
	*is_closing = *at == '/';
	at += *is_closing;
	while (n < 7 && ((at[n] | 0x20) >= 'a' && (at[n] | 0x20) <= 'z'))
		name[n] = (char)(at[n] | 0x20), n++;
	if (n > 0 && at[n] >= '1' && at[n] <= '6')
		name[n] = at[n], n++;
	name[n] = '\0';
	return n > 0 && (at[n] == ' ' || at[n] == '>' || at[n] == '/' || at[n] == '\n') ? stop + 1
											: NULL;
}

/* "&nbsp;" or "&#12354;" at @at: its text into @out, and the place behind it; NULL when it is none. */
static const char *entity_at(const char *at, const char *end, struct ks_buf *out)
{
	const char *stop = memchr(at, ';', (size_t)(end - at));
	size_t n = stop ? (size_t)(stop - at - 1) : 0;
	unsigned long code = 0;
	char bytes[4], *rest = NULL;

	if (n < 2 || n > 8)
		return NULL;
	if (at[1] == '#') {
		code = at[2] == 'x' ? strtoul(at + 3, &rest, 16) : strtoul(at + 2, &rest, 10);
		if (rest != stop || code == 0 || code > 0x10FFFF)
			return NULL;
		ks_buf_append(out, bytes, ks_utf8_put(bytes, (uint32_t)code));
		return stop + 1;
	}
	for (size_t i = 0; i < KS_COUNT(entities); i++) {
		if (strlen(entities[i].name) != n || memcmp(at + 1, entities[i].name, n) != 0)
			continue;
		ks_buf_puts(out, entities[i].text);
		return stop + 1;
	}
	return NULL;
}

static void refuse_tag(struct ks_gift_reader *reader, const char *at, const char *name)
{
	ks_diags_error(reader->source->diags, reader->source->file, ks_gift_line(reader, at),
		       "HTML の <%s> は使えません。文字だけにしてください。", name);
}

/* Is it a tag of HTML at all? "<a@b.example>" is an address. */
static bool is_known(const char *name, size_t *index)
{
	for (*index = 0; *index < KS_COUNT(tags); (*index)++)
		if (strcmp(tags[*index].name, name) == 0)
			return true;
	for (size_t i = 0; i < KS_COUNT(refused); i++)
		if (strcmp(refused[i], name) == 0)
			return true;
	return false;
}

static void read_html(struct ks_gift_reader *reader, const char *at, struct ks_buf *text, bool is_html)
{
	const char *from = ks_buf_text(text), *end = from + text->len, *next;
	struct ks_buf out = {0};
	bool is_closing = false, is_told = false;
	char name[9];
	size_t i;

	while (from < end) {
		if (*from == '<' && (next = tag_at(from, end, name, &is_closing)) &&
		    is_known(name, &i)) {
			if (!is_html || i == KS_COUNT(tags)) {
				if (!is_told)
					refuse_tag(reader, at, name);
				is_told = true;
			} else if (!tags[i].is_at_end || is_closing) {
				ks_buf_puts(&out, tags[i].instead);
			}
			from = next;
		} else if (*from == '&' && (next = entity_at(from, end, &out))) {
			if (!is_html && !is_told)
				ks_diags_error(
					reader->source->diags, reader->source->file,
					ks_gift_line(reader, at),
					"「%.*s」は、このままの文字で画面に出ます。ふつうの文字で書いてください。",
					(int)(next - from), from);
			is_told = is_told || !is_html;
			from = next;
		} else {
			ks_buf_putc(&out, *from++);
		}
	}
	while (out.len > 0 && strchr("\v \n", out.data[out.len - 1]))
		out.data[--out.len] = '\0';
	ks_buf_finish(text);
	*text = out;
}

void ks_gift_take_format(struct ks_gift_reader *reader, const char *at, struct ks_buf *text)
{
	static const char *const formats[] = {"[html]", "[plain]", "[moodle]", "[markdown]"};
	bool is_html = false;

	for (size_t i = 0; i < KS_COUNT(formats); i++) {
		size_t n = strlen(formats[i]);

		if (text->len < n || memcmp(text->data, formats[i], n) != 0)
			continue;
		is_html = i == 0;
		memmove(text->data, text->data + n, text->len - n + 1);
		text->len -= n;
		break;
	}
	if (is_html || (text->len > 0 && (strchr(text->data, '<') || strchr(text->data, '&'))))
		read_html(reader, at, text, is_html);
}
