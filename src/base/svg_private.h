/* SPDX-License-Identifier: Apache-2.0 */
/* What the parts of the SVG reader share. Private to src/base. */
#ifndef KS_BASE_SVG_PRIVATE_H
#define KS_BASE_SVG_PRIVATE_H

#include <expat.h>
#include <stdbool.h>

#include "base/buf.h"
#include "base/svg.h"

#define KS_SVG_DEPTH_MAX 32

/* What an element hands down to those within. */
struct ks_svg_style {
	double dx, dy, size;
	enum ks_svg_anchor anchor;
	bool is_bold, is_moved; /* is_moved: by something other than translate() */
	bool is_unfilled;       /* fill: none */
	bool is_hidden;         /* display: none, or words with visibility: hidden */
	bool is_skipped;        /* what an editor keeps for itself: nothing in it is looked at */
	uint32_t color;
};

enum ks_svg_collect { KS_SVG_NOTHING, KS_SVG_TITLE, KS_SVG_DESC, KS_SVG_WORDS };

struct ks_svg_reader {
	XML_Parser parser;
	const char *file;
	struct ks_svg *svg;
	struct ks_diags *diags;
	struct ks_svg_style styles[KS_SVG_DEPTH_MAX];
	size_t depth;
	size_t texts_capacity, regions_capacity;
	enum ks_svg_collect collect;
	size_t collect_depth; /* depth of the element being collected */
	double text_x, text_y;
	struct ks_buf words;
	double left, top;  /* of the viewBox */
	size_t line_depth; /* of the open <tspan> that has its own place; 0: none */
	bool is_bad;
};

/** ks_svg_refuse() - an error at the line being read; @message may hold one %s for @what. */
void ks_svg_refuse(struct ks_svg_reader *r, const char *message, const char *what);
/** ks_svg_attribute() - value of an attribute, NULL when it is not there. */
const char *ks_svg_attribute(const char **attributes, const char *name);
/** ks_svg_number() - a number without the locale's opinion; moves @at behind it. */
bool ks_svg_number(const char **at, double *out);
/** ks_svg_number_or() - an attribute as a number, @otherwise when it is absent or none. */
double ks_svg_number_or(const char **attributes, const char *name, double otherwise);
/** ks_svg_set_properties() - look and place from the attributes of @element and its style="…". */
void ks_svg_set_properties(struct ks_svg_reader *r, struct ks_svg_style *style, const char *element,
			   const char **attributes);
/** ks_svg_is_foreign() - an element an editor keeps for itself (metadata, sodipodi:…): not drawn, not looked at. */
bool ks_svg_is_foreign(const char *element);
/** ks_svg_allow() - is the element among those that are drawn as written? Else diagnosed. */
bool ks_svg_allow(struct ks_svg_reader *r, const char *element);
/** ks_svg_allow_property() - the same for one attribute or property of style="…". */
void ks_svg_allow_property(struct ks_svg_reader *r, const char *element, const char *name,
			   const char *value);
/** ks_svg_color() - #rgb, #rrggbb, rgb(r, g, b) or one of the usual names; false for anything else. */
bool ks_svg_color(const char *text, uint32_t *out);
/**
 * ks_svg_path() - read the data of a path
 * @out: receives it with a blank between all numbers (NULL: only checked)
 * Return: false when it is not the data of a path.
 */
bool ks_svg_path(const char *text, size_t len, struct ks_buf *out);

#endif
