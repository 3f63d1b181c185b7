/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "base/svg_private.h"

/* Numbers, colours and what an element hands down to the words within it. */

const char *ks_svg_attribute(const char **attributes, const char *name)
{
	for (size_t i = 0; attributes[i]; i += 2)
		if (strcmp(attributes[i], name) == 0)
			return attributes[i + 1];
	return NULL;
}

static void read_exponent(const char **at, double *value)
{
	const char *p = *at;
	bool is_negative;
	int n = 0;

	if (*p != 'e' && *p != 'E')
		return;
	p++;
	is_negative = *p == '-';
	p += *p == '-' || *p == '+';
	if (*p < '0' || *p > '9')
		return;
	for (; *p >= '0' && *p <= '9'; p++)
		n = n < 30 ? n * 10 + (*p - '0') : n;
	for (; n > 0; n--)
		*value = is_negative ? *value / 10 : *value * 10;
	*at = p;
}

bool ks_svg_number(const char **at, double *out)
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
	read_exponent(&p, &value);
	*out = is_negative ? -value : value;
	*at = p;
	return true;
}

double ks_svg_number_or(const char **attributes, const char *name, double otherwise)
{
	const char *text = ks_svg_attribute(attributes, name);
	double value;

	return text && ks_svg_number(&text, &value) ? value : otherwise;
}

/* ---- colours ---- */

static const struct {
	const char *name;
	uint32_t color;
} color_names[] = {
	{"black", 0x000000},  {"white", 0xffffff}, {"red", 0xff0000},    {"green", 0x008000},
	{"blue", 0x0000ff},   {"gray", 0x808080},  {"grey", 0x808080},   {"silver", 0xc0c0c0},
	{"yellow", 0xffff00}, {"navy", 0x000080},  {"maroon", 0x800000}, {"purple", 0x800080},
	{"teal", 0x008080},   {"olive", 0x808000}, {"orange", 0xffa500}, {"none", 0x000000},
};

/* rgb(12, 34, 56); percents are not read */
static bool read_rgb(const char *text, uint32_t *out)
{
	static const char word[] = "rgb(";
	uint32_t color = 0;
	double part;

	if (strncmp(text, word, strlen(word)) != 0)
		return false;
	text += strlen(word);
	for (int i = 0; i < 3; i++) {
		if (!ks_svg_number(&text, &part) || part < 0 || part > 255)
			return false;
		color = color << 8 | (uint32_t)part;
	}
	while (*text == ' ')
		text++;
	*out = color;
	return strcmp(text, ")") == 0;
}

bool ks_svg_color(const char *text, uint32_t *out)
{
	size_t len = strlen(text);
	unsigned long value;

	for (size_t i = 0; i < KS_COUNT(color_names); i++) {
		if (strcmp(color_names[i].name, text) == 0) {
			*out = color_names[i].color;
			return true;
		}
	}
	if (text[0] != '#' || (len != 4 && len != 7) ||
	    strspn(text + 1, "0123456789abcdefABCDEF") != len - 1)
		return read_rgb(text, out);
	value = strtoul(text + 1, NULL, 16);
	if (len == 4)
		value = ((value & 0xf00) << 8 | (value & 0xf0) << 4 | (value & 0xf)) * 0x11;
	*out = (uint32_t)value;
	return true;
}

/* ---- properties ---- */

static void read_translate(struct ks_svg_reader *r, const char *transform, struct ks_svg_style *style)
{
	static const char word[] = "translate(";
	double dx = 0, dy = 0;

	if (strncmp(transform, word, strlen(word)) != 0) {
		style->is_moved = true;
		return;
	}
	transform += strlen(word);
	if (!ks_svg_number(&transform, &dx)) {
		ks_svg_refuse(r, "transform の translate(…) を読めません。", NULL);
		return;
	}
	(void)ks_svg_number(&transform, &dy);
	while (*transform == ' ')
		transform++;
	style->is_moved = style->is_moved || strcmp(transform, ")") != 0;
	style->dx += dx;
	style->dy += dy;
}

static void set_property(struct ks_svg_reader *r, struct ks_svg_style *style, const char *element,
			 const char *name, const char *value)
{
	const char *at = value;
	uint32_t color;

	ks_svg_allow_property(r, element, name, value);
	if (strcmp(name, "font-size") == 0)
		(void)ks_svg_number(&at, &style->size);
	else if (strcmp(name, "font-weight") == 0)
		style->is_bold = strcmp(value, "bold") == 0 || (value[0] >= '6' && value[0] <= '9');
	else if (strcmp(name, "text-anchor") == 0)
		style->anchor = strcmp(value, "middle") == 0 ? KS_SVG_MIDDLE
				: strcmp(value, "end") == 0  ? KS_SVG_END
							     : KS_SVG_START;
	else if (strcmp(name, "fill") == 0 && ks_svg_color(value, &color)) {
		style->color = color;
		style->is_unfilled = strcmp(value, "none") == 0;
	} else if (strcmp(name, "transform") == 0)
		read_translate(r, value, style);
	else if ((strcmp(name, "display") == 0 && strcmp(value, "none") == 0) ||
		 (strcmp(name, "visibility") == 0 && strcmp(value, "visible") != 0))
		style->is_hidden = true;
}

void ks_svg_set_properties(struct ks_svg_reader *r, struct ks_svg_style *style, const char *element,
			   const char **attributes)
{
	const char *css = ks_svg_attribute(attributes, "style");

	for (size_t i = 0; attributes[i]; i += 2)
		set_property(r, style, element, attributes[i], attributes[i + 1]);
	while (css && *css != '\0') {
		size_t n = strcspn(css, ";"), name = strcspn(css, ":;");
		const char *value = css + name + 1;

		if (name < n) {
			size_t skip = strspn(css, " \n\t");
			char *key = ks_strndup(css + skip, strcspn(css + skip, " \n\t:")), *text;
			const char *end = css + n;

			value += strspn(value, " ");
			while (end > value && strchr(" \n\t", end[-1]))
				end--;
			text = ks_strndup(value, (size_t)(end - value));
			set_property(r, style, element, key, text);
			free(key);
			free(text);
		}
		css += n + (css[n] == ';');
	}
}
