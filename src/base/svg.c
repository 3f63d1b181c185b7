/* SPDX-License-Identifier: Apache-2.0 */
#include "base/svg.h"

#include <expat.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"

/*
 * The words and regions of a drawing, read with expat. No entities and no external anything: expat loads
 * none by itself, and a document type is refused, which also ends the "billion laughs".
 */

#define DEPTH_MAX 32
#define TEXTS_MAX 200
#define TEXT_BYTES_MAX 2000

/* What an element hands down to those within. */
struct style {
	double dx, dy, size;
	enum ks_svg_anchor anchor;
	bool is_bold, is_moved; /* is_moved: by something other than translate() */
	uint32_t color;
};

enum collect { COLLECT_NONE, COLLECT_TITLE, COLLECT_DESC, COLLECT_TEXT };

struct reader {
	XML_Parser parser;
	const char *file;
	struct ks_svg *svg;
	struct ks_diags *diags;
	struct style styles[DEPTH_MAX];
	size_t depth;
	size_t texts_capacity, regions_capacity;
	enum collect collect;
	size_t collect_depth; /* depth of the element being collected */
	double text_x, text_y;
	struct ks_buf words;
	double left, top;  /* of the viewBox */
	size_t line_depth; /* of the open <tspan> that has its own place; 0: none */
	bool is_bad;
};

static void refuse(struct reader *r, const char *message)
{
	r->is_bad = true;
	if (r->diags != NULL)
		ks_diags_error(r->diags, r->file, (int)XML_GetCurrentLineNumber(r->parser), "%s",
			       message);
}

static const char *attribute(const char **attributes, const char *name)
{
	for (size_t i = 0; attributes[i] != NULL; i += 2)
		if (strcmp(attributes[i], name) == 0)
			return attributes[i + 1];
	return NULL;
}

/* A number without the locale's opinion; moves @at behind it. */
static bool read_number(const char **at, double *out)
{
	const char *p = *at;
	double value = 0, unit = 1;
	bool is_negative, has_digit = false;

	while (*p == ' ' || *p == ',' || *p == '\t' || *p == '\n')
		p++;
	is_negative = *p == '-';
	p += *p == '-' || *p == '+';
	for (; *p >= '0' && *p <= '9' && value < 1e9; p++, has_digit = true)
		value = value * 10 + (*p - '0');
	if (*p == '.')
		for (p++; *p >= '0' && *p <= '9'; p++, has_digit = true)
			value += (unit /= 10) * (*p - '0');
	if (!has_digit)
		return false;
	*out = is_negative ? -value : value;
	*at = p;
	return true;
}

static double number_or(const char **attributes, const char *name, double otherwise)
{
	const char *text = attribute(attributes, name);
	double value;

	return text != NULL && read_number(&text, &value) ? value : otherwise;
}

/* ---- style ---- */

static const struct {
	const char *name;
	uint32_t color;
} color_names[] = {
	{"black", 0x000000}, {"white", 0xffffff}, {"red", 0xff0000},  {"green", 0x008000},
	{"blue", 0x0000ff},  {"gray", 0x808080},  {"none", 0x000000},
};

static bool read_color(const char *text, uint32_t *out)
{
	size_t len = strlen(text);
	char *end = NULL;
	unsigned long value;

	for (size_t i = 0; i < KS_COUNT(color_names); i++) {
		if (strcmp(color_names[i].name, text) == 0) {
			*out = color_names[i].color;
			return true;
		}
	}
	if (text[0] != '#' || (len != 4 && len != 7) ||
	    strspn(text + 1, "0123456789abcdefABCDEF") != len - 1)
		return false;
	value = strtoul(text + 1, &end, 16);
	if (len == 4)
		value = ((value & 0xf00) << 8 | (value & 0xf0) << 4 | (value & 0xf)) * 0x11;
	*out = (uint32_t)value;
	return true;
}

static void read_translate(struct reader *r, const char *transform, struct style *style)
{
	static const char word[] = "translate(";
	double dx = 0, dy = 0;

	if (strncmp(transform, word, strlen(word)) != 0) {
		style->is_moved = true;
		return;
	}
	transform += strlen(word);
	if (!read_number(&transform, &dx)) {
		refuse(r, "transform の translate(…) を読めません。");
		return;
	}
	(void)read_number(&transform, &dy);
	while (*transform == ' ')
		transform++;
	style->is_moved = style->is_moved || strcmp(transform, ")") != 0;
	style->dx += dx;
	style->dy += dy;
}

/* One of the properties words are drawn with, as an attribute or within style="…". */
static void set_property(struct reader *r, struct style *style, const char *name, const char *value)
{
	const char *at = value;
	uint32_t color;

	if (strcmp(name, "font-size") == 0)
		(void)read_number(&at, &style->size);
	else if (strcmp(name, "font-weight") == 0)
		style->is_bold = strcmp(value, "bold") == 0 || (value[0] >= '6' && value[0] <= '9');
	else if (strcmp(name, "text-anchor") == 0)
		style->anchor = strcmp(value, "middle") == 0 ? KS_SVG_MIDDLE
				: strcmp(value, "end") == 0  ? KS_SVG_END
							     : KS_SVG_START;
	else if (strcmp(name, "fill") == 0 && read_color(value, &color))
		style->color = color;
	else if (strcmp(name, "transform") == 0)
		read_translate(r, value, style);
}

static void set_properties(struct reader *r, struct style *style, const char **attributes)
{
	const char *css = attribute(attributes, "style");

	for (size_t i = 0; attributes[i] != NULL; i += 2)
		set_property(r, style, attributes[i], attributes[i + 1]);
	while (css != NULL && *css != '\0') {
		size_t n = strcspn(css, ";"), name = strcspn(css, ":;");
		const char *value = css + name + 1;

		if (name < n) {
			char *key = ks_strndup(css + strspn(css, " "), name - strspn(css, " "));
			char *text;

			value += strspn(value, " ");
			text = ks_strndup(value, (size_t)(css + n - value));
			set_property(r, style, key, text);
			free(key);
			free(text);
		}
		css += n + (css[n] == ';');
	}
}

/* ---- elements ---- */

static void begin_svg(struct reader *r, const char **attributes)
{
	const char *box = attribute(attributes, "viewBox");

	r->svg->width = number_or(attributes, "width", 0);
	r->svg->height = number_or(attributes, "height", 0);
	if (box != NULL) {
		if (!read_number(&box, &r->left) || !read_number(&box, &r->top) ||
		    !read_number(&box, &r->svg->width) || !read_number(&box, &r->svg->height))
			refuse(r, "viewBox は四つの数で書いてください。");
	}
	if (r->svg->width <= 0 || r->svg->height <= 0)
		refuse(r, "絵の大きさがありません。viewBox=\"0 0 800 400\" のように書いてください。");
}

static void begin_collect(struct reader *r, enum collect what)
{
	if (r->collect != COLLECT_NONE)
		return;
	r->collect = what;
	r->collect_depth = r->depth;
	ks_buf_clear(&r->words);
}

static void add_region(struct reader *r, const char **attributes)
{
	const struct style *style = &r->styles[r->depth - 1];
	const char *class = attribute(attributes, "class"), *id = attribute(attributes, "id");
	struct ks_svg *svg = r->svg;

	if (class == NULL || strcmp(class, "region") != 0)
		return;
	if (id == NULL || id[0] == '\0') {
		refuse(r, "class=\"region\" の四角には id が要ります。");
		return;
	}
	if (ks_svg_region(svg, id) != NULL || svg->n_regions >= TEXTS_MAX)
		refuse(r, "同じ id の region が二つあるか、region が多すぎます。");
	if (style->is_moved)
		refuse(r, "region に使える transform は translate(…) だけです。");
	ks_grow(&svg->regions, svg->n_regions, &r->regions_capacity);
	svg->regions[svg->n_regions++] = (struct ks_svg_region){
		.id = ks_arena_strdup(&svg->arena, id),
		.x = number_or(attributes, "x", 0) + style->dx - r->left,
		.y = number_or(attributes, "y", 0) + style->dy - r->top,
		.width = number_or(attributes, "width", 0),
		.height = number_or(attributes, "height", 0),
		.line = (int)XML_GetCurrentLineNumber(r->parser),
	};
	if (svg->regions[svg->n_regions - 1].width <= 0 ||
	    svg->regions[svg->n_regions - 1].height <= 0)
		refuse(r, "region の幅と高さは 0 より大きくしてください。");
}

/* White space runs become one blank, none at the ends. */
static const char *collapsed(struct reader *r)
{
	char *text = ks_arena_strndup(&r->svg->arena, ks_buf_text(&r->words), r->words.len);
	size_t to = 0;

	for (const char *at = text; *at != '\0'; at++) {
		bool is_blank = *at == ' ' || *at == '\n' || *at == '\t' || *at == '\r';

		if (!is_blank)
			text[to++] = *at;
		else if (to > 0 && text[to - 1] != ' ')
			text[to++] = ' ';
	}
	if (to > 0 && text[to - 1] == ' ')
		to--;
	text[to] = '\0';
	return text;
}

static void end_text(struct reader *r)
{
	const struct style *style = &r->styles[r->depth - 1];
	struct ks_svg *svg = r->svg;
	const char *text = collapsed(r);

	ks_buf_clear(&r->words);
	if (text[0] == '\0')
		return;
	if (style->is_moved)
		refuse(r, "文字に使える transform は translate(…) だけです。");
	if (svg->n_texts >= TEXTS_MAX) {
		refuse(r, "文字が多すぎます。");
		return;
	}
	ks_grow(&svg->texts, svg->n_texts, &r->texts_capacity);
	svg->texts[svg->n_texts++] = (struct ks_svg_text){
		.text = text,
		.x = r->text_x + style->dx - r->left,
		.y = r->text_y + style->dy - r->top,
		.size = style->size,
		.anchor = style->anchor,
		.is_bold = style->is_bold,
		.color = style->color,
		.line = (int)XML_GetCurrentLineNumber(r->parser),
	};
}

static void begin_text(struct reader *r, const char *name, const char **attributes)
{
	const char *dy = attribute(attributes, "dy");

	if (strcmp(name, "text") == 0) {
		begin_collect(r, COLLECT_TEXT);
		r->text_x = number_or(attributes, "x", 0);
		r->text_y = number_or(attributes, "y", 0);
		return;
	}
	if (r->collect != COLLECT_TEXT)
		return;
	if (attribute(attributes, "x") == NULL && attribute(attributes, "y") == NULL && dy == NULL)
		return; /* part of its line, e.g. one word in another colour: read as plain */
	end_text(r);
	r->line_depth = r->depth;
	r->text_x = number_or(attributes, "x", r->text_x);
	r->text_y = number_or(attributes, "y", r->text_y);
	if (dy != NULL)
		r->text_y += number_or(attributes, "dy", 0) *
			     (strstr(dy, "em") != NULL ? r->styles[r->depth - 1].size : 1);
}

static void XMLCALL on_start(void *data, const char *name, const char **attributes)
{
	struct reader *r = data;

	if (r->depth == DEPTH_MAX) {
		refuse(r, "入れ子が深すぎます。");
		XML_StopParser(r->parser, XML_FALSE);
		return;
	}
	r->styles[r->depth] = r->depth > 0 ? r->styles[r->depth - 1] : (struct style){.size = 16};
	r->depth++;
	if (strcmp(name, "tspan") == 0 && r->collect == COLLECT_TEXT)
		begin_text(r, name, attributes);
	set_properties(r, &r->styles[r->depth - 1], attributes);
	if (r->depth == 1 && strcmp(name, "svg") != 0)
		refuse(r, "SVG の絵ではありません（最初の要素が <svg> ではありません）。");
	else if (r->depth == 1)
		begin_svg(r, attributes);
	else if (strcmp(name, "title") == 0 && r->depth == 2)
		begin_collect(r, COLLECT_TITLE);
	else if (strcmp(name, "desc") == 0 && r->depth == 2)
		begin_collect(r, COLLECT_DESC);
	else if (strcmp(name, "text") == 0)
		begin_text(r, name, attributes);
	else if (strcmp(name, "rect") == 0)
		add_region(r, attributes);
}

static void XMLCALL on_end(void *data, const char *name)
{
	struct reader *r = data;

	(void)name;
	if (r->collect == COLLECT_TEXT && r->depth == r->line_depth) {
		end_text(r);
		r->line_depth = 0;
	}
	if (r->collect != COLLECT_NONE && r->depth == r->collect_depth) {
		if (r->collect == COLLECT_TITLE)
			r->svg->title = collapsed(r);
		else if (r->collect == COLLECT_DESC)
			r->svg->desc = collapsed(r);
		else
			end_text(r);
		r->collect = COLLECT_NONE;
	}
	r->depth--;
}

static void XMLCALL on_words(void *data, const char *text, int len)
{
	struct reader *r = data;

	if (r->collect == COLLECT_NONE)
		return;
	if (r->words.len + (size_t)len > TEXT_BYTES_MAX)
		refuse(r, "文字が長すぎます。");
	else
		ks_buf_append(&r->words, text, (size_t)len);
}

static void XMLCALL on_doctype(void *data, const char *name, const char *system_id,
			       const char *public_id, int subset)
{
	struct reader *r = data;

	(void)name, (void)system_id, (void)public_id, (void)subset;
	refuse(r, "<!DOCTYPE …> は取り除いてください。");
	XML_StopParser(r->parser, XML_FALSE);
}

static void move_to_arena(struct ks_svg *svg)
{
	struct ks_svg_text *texts = svg->texts;
	struct ks_svg_region *regions = svg->regions;

	svg->texts = ks_arena_copy(&svg->arena, texts, svg->n_texts * sizeof(*texts));
	svg->regions = ks_arena_copy(&svg->arena, regions, svg->n_regions * sizeof(*regions));
	free(texts);
	free(regions);
}

enum ks_rc ks_svg_parse(const char *file, const char *bytes, size_t len, struct ks_svg *out,
			struct ks_diags *diags)
{
	struct reader r = {.file = file, .svg = out, .diags = diags};

	memset(out, 0, sizeof(*out));
	out->title = out->desc = "";
	r.parser = XML_ParserCreate("UTF-8");
	if (r.parser == NULL)
		abort();
	if (len > KS_SVG_BYTES_MAX) {
		refuse(&r, "絵のファイルが大きすぎます（1 MiB まで）。");
		len = 0;
	}
	XML_SetUserData(r.parser, &r);
	XML_SetElementHandler(r.parser, on_start, on_end);
	XML_SetCharacterDataHandler(r.parser, on_words);
	XML_SetStartDoctypeDeclHandler(r.parser, on_doctype);
	if (XML_Parse(r.parser, bytes, (int)len, XML_TRUE) != XML_STATUS_OK && !r.is_bad)
		refuse(&r, "XML として読めません。タグの閉じ忘れがないか確かめてください。");
	XML_ParserFree(r.parser);
	ks_buf_finish(&r.words);
	move_to_arena(out);
	return r.is_bad ? KS_INVALID : KS_OK;
}

void ks_svg_finish(struct ks_svg *svg)
{
	if (svg == NULL)
		return;
	ks_arena_finish(&svg->arena);
	memset(svg, 0, sizeof(*svg));
}

const struct ks_svg_region *ks_svg_region(const struct ks_svg *svg, const char *id)
{
	for (size_t i = 0; i < svg->n_regions; i++)
		if (strcmp(svg->regions[i].id, id) == 0)
			return &svg->regions[i];
	return NULL;
}
