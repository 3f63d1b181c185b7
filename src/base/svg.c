/* SPDX-License-Identifier: Apache-2.0 */
#include "base/svg.h"

#include <stdlib.h>
#include <string.h>

#include "base/svg_private.h"
#include "base/utf8.h"

/*
 * The words and regions of a drawing, read with expat. No entities and no external anything: expat loads
 * none by itself, and a document type is refused, which also ends the "billion laughs".
 */

#define TEXTS_MAX 200
#define TEXT_BYTES_MAX 2000

void ks_svg_refuse(struct ks_svg_reader *r, const char *message, const char *what)
{
	const char *place = strstr(message, "%s");

	r->is_bad = true;
	if (!r->diags)
		return;
	ks_diags_error(r->diags, r->file, (int)XML_GetCurrentLineNumber(r->parser), "%.*s%s%s",
		       place ? (int)(place - message) : (int)strlen(message), message,
		       place ? what : "", place ? place + 2 : "");
}

static void refuse(struct ks_svg_reader *r, const char *message)
{
	ks_svg_refuse(r, message, NULL);
}

/* ---- elements ---- */

/* A length of the drawing as a whole in px; 0 when it is absent or has another unit (which the viewBox then answers). */
static double size_in_px(const char **attributes, const char *name)
{
	const char *text = ks_svg_attribute(attributes, name);
	double value;

	if (!text || !ks_svg_number(&text, &value))
		return 0;
	return *text == '\0' || strcmp(text, "px") == 0 ? value : 0;
}

/* Shapes are fitted into width × height keeping their proportions, words are not: both have to be the same. */
static void check_proportions(struct ks_svg_reader *r, const char **attributes)
{
	double width = ks_svg_number_or(attributes, "width", 0);
	double height = ks_svg_number_or(attributes, "height", 0);
	double difference = width * r->svg->height - height * r->svg->width;

	if (width > 0 && height > 0 &&
	    (difference > 0.02 * width * r->svg->height ||
	     -difference > 0.02 * width * r->svg->height))
		refuse(r,
		       "width と height の比が viewBox と違います。width と height を消してください。");
}

static void begin_svg(struct ks_svg_reader *r, const char **attributes)
{
	const char *box = ks_svg_attribute(attributes, "viewBox");

	r->svg->width = size_in_px(attributes, "width");
	r->svg->height = size_in_px(attributes, "height");
	if (box) {
		if (!ks_svg_number(&box, &r->left) || !ks_svg_number(&box, &r->top) ||
		    !ks_svg_number(&box, &r->svg->width) || !ks_svg_number(&box, &r->svg->height))
			refuse(r, "viewBox は四つの数で書いてください。");
		else
			check_proportions(r, attributes);
	}
	if (r->svg->width <= 0 || r->svg->height <= 0)
		refuse(r, "絵の大きさがありません。viewBox=\"0 0 800 400\" のように書いてください（mm などの単位では、文字の"
			  "場所が合いません）。");
}

static void begin_collect(struct ks_svg_reader *r, enum ks_svg_collect what)
{
	if (r->collect != KS_SVG_NOTHING)
		return;
	r->collect = what;
	r->collect_depth = r->depth;
	ks_buf_clear(&r->words);
}

static void add_region(struct ks_svg_reader *r, const char **attributes)
{
	const struct ks_svg_style *style = &r->styles[r->depth - 1];
	const char *class = ks_svg_attribute(attributes, "class"),
		   *id = ks_svg_attribute(attributes, "id");
	struct ks_svg *svg = r->svg;

	if (!class || strcmp(class, "region") != 0)
		return;
	if (!id || id[0] == '\0') {
		refuse(r, "class=\"region\" の四角には id が要ります。");
		return;
	}
	if (ks_svg_region(svg, id) || svg->n_regions >= TEXTS_MAX)
		refuse(r, "同じ id の region が二つあるか、region が多すぎます。");
	if (style->is_moved)
		refuse(r, "region に使える transform は translate(…) だけです。");
	ks_grow(&svg->regions, svg->n_regions, &r->regions_capacity);
	svg->regions[svg->n_regions++] = (struct ks_svg_region){
		.id = ks_arena_strdup(&svg->arena, id),
		.x = ks_svg_number_or(attributes, "x", 0) + style->dx - r->left,
		.y = ks_svg_number_or(attributes, "y", 0) + style->dy - r->top,
		.width = ks_svg_number_or(attributes, "width", 0),
		.height = ks_svg_number_or(attributes, "height", 0),
		.line = (int)XML_GetCurrentLineNumber(r->parser),
	};
	if (svg->regions[svg->n_regions - 1].width <= 0 ||
	    svg->regions[svg->n_regions - 1].height <= 0)
		refuse(r, "region の幅と高さは 0 より大きくしてください。");
}

/* White space runs become one blank, none at the ends. */
static const char *collapsed(struct ks_svg_reader *r)
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

static void end_text(struct ks_svg_reader *r)
{
	const struct ks_svg_style *style = &r->styles[r->depth - 1];
	struct ks_svg *svg = r->svg;
	const char *text = collapsed(r);

	ks_buf_clear(&r->words);
	if (text[0] == '\0' || style->is_hidden || style->is_unfilled)
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

static void begin_text(struct ks_svg_reader *r, const char *name, const char **attributes)
{
	const char *dy = ks_svg_attribute(attributes, "dy");

	if (strcmp(name, "text") == 0) {
		begin_collect(r, KS_SVG_WORDS);
		r->text_x = ks_svg_number_or(attributes, "x", 0);
		r->text_y = ks_svg_number_or(attributes, "y", 0);
		return;
	}
	if (r->collect != KS_SVG_WORDS)
		return;
	if (!ks_svg_attribute(attributes, "x") && !ks_svg_attribute(attributes, "y") && !dy)
		return; /* part of its line, e.g. one word in another colour: read as plain */
	end_text(r);
	r->line_depth = r->depth;
	r->text_x = ks_svg_number_or(attributes, "x", r->text_x);
	r->text_y = ks_svg_number_or(attributes, "y", r->text_y);
	if (dy)
		r->text_y += ks_svg_number_or(attributes, "dy", 0) *
			     (strstr(dy, "em") ? r->styles[r->depth - 1].size : 1);
}

static void take_element(struct ks_svg_reader *r, const char *name, const char **attributes)
{
	struct ks_svg_style *style = &r->styles[r->depth - 1];

	/* <html> as the first one is told below, in better words */
	if (r->depth > 1 && !ks_svg_allow(r, name)) {
		style->is_skipped = true;
		return;
	}
	if (strcmp(name, "tspan") == 0 && r->collect == KS_SVG_WORDS)
		begin_text(r, name, attributes);
	ks_svg_set_properties(r, style, name, attributes);
	if (r->depth == 1 && strcmp(name, "svg") != 0)
		refuse(r, "SVG の絵ではありません（最初の要素が <svg> ではありません）。");
	else if (r->depth == 1)
		begin_svg(r, attributes);
	else if (strcmp(name, "title") == 0 && r->depth == 2)
		begin_collect(r, KS_SVG_TITLE);
	else if (strcmp(name, "desc") == 0 && r->depth == 2)
		begin_collect(r, KS_SVG_DESC);
	else if (strcmp(name, "text") == 0)
		begin_text(r, name, attributes);
	else if (strcmp(name, "rect") == 0 && !style->is_hidden)
		add_region(r, attributes);
	else if (strcmp(name, "defs") == 0)
		style->is_hidden = true;
}

static void XMLCALL on_start(void *data, const char *name, const char **attributes)
{
	struct ks_svg_reader *r = data;
	struct ks_svg_style *style;

	if (r->depth == KS_SVG_DEPTH_MAX) {
		refuse(r, "入れ子が深すぎます。");
		XML_StopParser(r->parser, XML_FALSE);
		return;
	}
	style = &r->styles[r->depth];
	*style = r->depth > 0 ? style[-1] : (struct ks_svg_style){.size = 16};
	r->depth++;
	style->is_skipped = style->is_skipped || ks_svg_is_foreign(name);
	if (!style->is_skipped)
		take_element(r, name, attributes);
}

static void XMLCALL on_end(void *data, const char *name)
{
	struct ks_svg_reader *r = data;

	(void)name;
	if (r->collect == KS_SVG_WORDS && r->depth == r->line_depth) {
		end_text(r);
		r->line_depth = 0;
	}
	if (r->collect != KS_SVG_NOTHING && r->depth == r->collect_depth) {
		if (r->collect == KS_SVG_TITLE)
			r->svg->title = collapsed(r);
		else if (r->collect == KS_SVG_DESC)
			r->svg->desc = collapsed(r);
		else
			end_text(r);
		r->collect = KS_SVG_NOTHING;
	}
	r->depth--;
}

static void XMLCALL on_words(void *data, const char *text, int len)
{
	struct ks_svg_reader *r = data;

	if (r->collect == KS_SVG_NOTHING)
		return;
	if (r->words.len + (size_t)len > TEXT_BYTES_MAX)
		refuse(r, "文字が長すぎます。");
	else
		ks_buf_append(&r->words, text, (size_t)len);
}

static void XMLCALL on_doctype(void *data, const char *name, const char *system_id,
			       const char *public_id, int subset)
{
	struct ks_svg_reader *r = data;

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
	struct ks_svg_reader r = {.file = file, .svg = out, .diags = diags};

	memset(out, 0, sizeof(*out));
	out->title = out->desc = "";
	r.parser = XML_ParserCreate("UTF-8");
	if (!r.parser)
		abort();
	XML_SetUserData(r.parser, &r);
	XML_SetElementHandler(r.parser, on_start, on_end);
	XML_SetCharacterDataHandler(r.parser, on_words);
	XML_SetStartDoctypeDeclHandler(r.parser, on_doctype);
	if (len > KS_SVG_BYTES_MAX)
		refuse(&r, "絵のファイルが大きすぎます（1 MiB まで）。");
	else if (!ks_utf8_is_valid(bytes, len, NULL) || memchr(bytes, '\0', len))
		refuse(&r, "絵のファイルは UTF-8 で保存してください（UTF-16 などは開けません）。");
	else if (XML_Parse(r.parser, bytes, (int)len, XML_TRUE) != XML_STATUS_OK && !r.is_bad)
		refuse(&r, "XML として読めません。タグの閉じ忘れがないか確かめてください。");
	XML_ParserFree(r.parser);
	ks_buf_finish(&r.words);
	move_to_arena(out);
	return r.is_bad ? KS_INVALID : KS_OK;
}

void ks_svg_finish(struct ks_svg *svg)
{
	if (!svg)
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
