/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which font files the screens are drawn with, in the order a character is looked for: one table for
 * the ui, which draws, and for the check that no content needs a character none of them has
 * (fonts/README.md says why these). The files come from Debian packages.
 */
#ifndef KS_BASE_FONTS_H
#define KS_BASE_FONTS_H

#include <stddef.h>

enum ks_font_role {
	KS_FONT_TEXT,     /* BIZ UDPGothic: Latin letters and digits, proportional */
	KS_FONT_FIXED,    /* BIZ UDGothic: Japanese, on the square grid that spacing relies on */
	KS_FONT_FALLBACK, /* Noto Sans CJK JP: kanji and signs the ones above lack */
	KS_FONT_NAMES,    /* IPAmj明朝: rare kanji and variants (異体字) of names */
};

struct ks_font_file {
	enum ks_font_role role;
	const char *path;      /* regular weight */
	const char *bold_path; /* the same path where there is no bold */
	int face;              /* index within a .ttc */
	const char *package;   /* the Debian package that brings it */
};

/* Latin asks in this order; Japanese asks KS_FONT_FIXED first, then the others in this order. */
extern const struct ks_font_file ks_font_chain[];
extern const size_t ks_font_chain_count;

#endif
