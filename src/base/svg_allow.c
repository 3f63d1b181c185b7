/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "base/svg_private.h"

/*
 * An allow-list: elements and properties that SDL2_image draws, or that our words follow, the way any other viewer does.
 * What is not in it would be silently missing on the screen, so it is an error.
 */

static const char *const elements[] = {
	"svg",  "g",    "title",    "desc",    "rect", "circle", "ellipse",
	"line", "path", "polyline", "polygon", "text", "tspan",
};

/* Kept by editors for themselves. */
static const char *const foreign[] = {"metadata", "sodipodi:", "inkscape:"};

bool ks_svg_is_foreign(const char *element)
{
	for (size_t i = 0; i < KS_COUNT(foreign); i++)
		if (strncmp(element, foreign[i], strlen(foreign[i])) == 0)
			return true;
	return false;
}

static bool is_one_of(const char *const *words, size_t n, const char *word)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(words[i], word) == 0)
			return true;
	return false;
}

static bool is_words(const char *element)
{
	return strcmp(element, "text") == 0 || strcmp(element, "tspan") == 0;
}

/* ---- what a property may say ---- */

/* A number, alone or in px: other units, and percents, are measured otherwise by shapes and by words. */
static bool is_length(const char *element, const char *value)
{
	double number;

	(void)element;
	if (!ks_svg_number(&value, &number))
		return false;
	while (*value == ' ')
		value++;
	return *value == '\0' || strcmp(value, "px") == 0;
}

/* Of the drawing as a whole: what it says does not matter beside a viewBox, begin_svg() looks at the rest. */
static bool is_size(const char *element, const char *value)
{
	return strcmp(element, "svg") == 0 || is_length(element, value);
}

static bool is_shift(const char *element, const char *value)
{
	double number;

	(void)element;
	if (!ks_svg_number(&value, &number))
		return false;
	return *value == '\0' || strcmp(value, "px") == 0 || strcmp(value, "em") == 0;
}

static bool is_color(const char *element, const char *value)
{
	uint32_t color;

	(void)element;
	return ks_svg_color(value, &color);
}

static bool is_stroke(const char *element, const char *value)
{
	return is_words(element) ? strcmp(value, "none") == 0 : is_color(element, value);
}

static bool is_whole(const char *value)
{
	double number;

	return ks_svg_number(&value, &number) && number >= 1;
}

static bool is_opacity(const char *element, const char *value)
{
	double number;

	if (is_words(element))
		return is_whole(value);
	return ks_svg_number(&value, &number) && *value == '\0';
}

/* Groups hand it down to their words, which would not follow. */
static bool is_group_opacity(const char *element, const char *value)
{
	return strcmp(element, "g") == 0 || strcmp(element, "svg") == 0 ? is_whole(value)
									: is_opacity(element, value);
}

static bool is_data(const char *element, const char *value)
{
	(void)element;
	return ks_svg_path(value, strlen(value), NULL);
}

static bool is_shown(const char *element, const char *value)
{
	return is_words(element) || strcmp(value, "visible") == 0;
}

static bool is_plain(const char *element, const char *value)
{
	static const char *const plain[] = {"none", "normal", "auto", "alphabetic", "baseline",
					    "0",    "0px",    "1",    "inherit",    "visible"};

	(void)element;
	return is_one_of(plain, KS_COUNT(plain), value);
}

static bool is_anything(const char *element, const char *value)
{
	(void)element;
	(void)value;
	return true;
}

static const struct {
	const char *names; /* separated by blanks */
	bool (*is_good)(const char *element, const char *value);
} properties[] = {
	{"id class style xmlns version baseProfile viewBox preserveAspectRatio lang role transform points "
	 "fill-rule clip-rule stroke-linecap stroke-linejoin stroke-miterlimit display font-family "
	 "font-weight text-anchor line-height text-align writing-mode font-variant font-stretch overflow "
	 "color tabindex",
	 is_anything},
	{"x y rx ry cx cy r x1 y1 x2 y2 font-size stroke-width", is_length},
	{"width height", is_size},
	{"dy", is_shift},
	{"fill", is_color},
	{"stroke", is_stroke},
	{"fill-opacity stroke-opacity", is_opacity},
	{"opacity", is_group_opacity},
	{"d", is_data},
	{"visibility", is_shown},
	{"stroke-dasharray stroke-dashoffset filter mask clip-path mix-blend-mode letter-spacing "
	 "word-spacing text-decoration font-style dominant-baseline alignment-baseline baseline-shift "
	 "paint-order vector-effect marker marker-start marker-mid marker-end",
	 is_plain},
};

static bool is_word_in(const char *words, const char *word)
{
	size_t len = strlen(word);

	for (const char *at = words; (at = strstr(at, word)); at += len)
		if ((at == words || at[-1] == ' ') && (at[len] == ' ' || at[len] == '\0'))
			return true;
	return false;
}

/* Names of other vocabularies, and what only programs that read aloud look at. */
static bool is_of_others(const char *name)
{
	return strchr(name, ':') || strncmp(name, "aria-", 5) == 0 ||
	       strncmp(name, "data-", 5) == 0 || name[0] == '-';
}

void ks_svg_allow_property(struct ks_svg_reader *r, const char *element, const char *name,
			   const char *value)
{
	if (strcmp(name, "xlink:href") == 0 || strcmp(name, "href") == 0) {
		ks_svg_refuse(r, "ほかの絵や部品への参照（%s）は使えません。", name);
		return;
	}
	if (is_of_others(name))
		return;
	for (size_t i = 0; i < KS_COUNT(properties); i++) {
		if (!is_word_in(properties[i].names, name))
			continue;
		if (!properties[i].is_good(element, value)) {
			char *what = ks_format("%s=\"%.40s\"", name, value);

			ks_svg_refuse(
				r,
				"%s は研修の画面に描けません。数は単位なし、色は #RRGGBB か rgb(…)、塗りは一色で書いてください。",
				what);
			free(what);
		}
		return;
	}
	ks_svg_refuse(r, "%s は使えません。研修の画面に描けないためです。", name);
}

bool ks_svg_allow(struct ks_svg_reader *r, const char *element)
{
	bool is_known = is_one_of(elements, KS_COUNT(elements), element);

	/* Inkscape writes an empty <defs> into every file; what stands in it is told for itself */
	if (!is_known && (strcmp(element, "defs") != 0 || r->depth != 2)) {
		ks_svg_refuse(r,
			      "<%s> は使えません。研修の画面に描けないためです（使えるのは rect、circle、ellipse、line、"
			      "path、polyline、polygon、text、tspan、g）。",
			      element);
		return false;
	}
	if (strcmp(element, "svg") == 0)
		ks_svg_refuse(r, "<svg> の中に <svg> は置けません。", NULL);
	return true;
}
