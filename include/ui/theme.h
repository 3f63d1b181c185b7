/* SPDX-License-Identifier: Apache-2.0 */
/* Colours by meaning (UI.md "Colour"). Contrast of every pair in use is computed in a test. */
#ifndef KS_UI_THEME_H
#define KS_UI_THEME_H

#include <stddef.h>
#include <stdint.h>

enum ks_color {
	KS_COLOR_NONE, /* nothing is painted */
	KS_COLOR_BG,
	KS_COLOR_SURFACE,
	KS_COLOR_INK,
	KS_COLOR_INK2,
	KS_COLOR_LINE, /* hairlines and the outline of what is only shown */
	KS_COLOR_EDGE, /* outline of what can be touched or filled in: seen on its own */
	KS_COLOR_KEY,  /* main button, headings' accent */
	KS_COLOR_KEY_PRESSED,
	KS_COLOR_KEY_SOFT, /* selected choice, quotation */
	KS_COLOR_KEY_LINE,
	KS_COLOR_ON_KEY,     /* text on key */
	KS_COLOR_STAGE,      /* ground of the idle screen */
	KS_COLOR_ON_STAGE,   /* posters and clock on it */
	KS_COLOR_ON_STAGE2,  /* smaller words on it */
	KS_COLOR_STAGE_LINE, /* border of a door on it */
	KS_COLOR_DOOR,       /* ground of a door, and of one that is pressed or on */
	KS_COLOR_DOOR_SUNK,
	KS_COLOR_DOOR_MAIN, /* ground of the main door and its words */
	KS_COLOR_ON_DOOR_MAIN,
	KS_COLOR_KEY_FADED, /* disabled main button (text on it keeps ≥ 4.5) */
	KS_COLOR_ON_KEY_FADED,
	KS_COLOR_OK,
	KS_COLOR_OK_SOFT,
	KS_COLOR_WARN,
	KS_COLOR_WARN_SOFT,
	KS_COLOR_BAD,
	KS_COLOR_BAD_SOFT,
	KS_COLOR_FOCUS,
	KS_COLOR_ACCENT, /* yellow badge ground */
	KS_COLOR_ON_ACCENT,
	KS_COLOR_ACCENT_SOFT, /* behind words that were searched for */
	KS_COLOR_LINK,
	KS_COLOR_NEUTRAL_SOFT, /* grey badge ground, empty part of a progress bar */
	KS_COLOR_PAPER,        /* of a QR code, in every theme */
	KS_COLOR_PRINT,
	KS_COLOR_SHADE, /* drawn over a screen behind a dialogue, with alpha */
	KS_COLOR_COUNT,
};

enum ks_theme { KS_THEME_STANDARD, KS_THEME_CONTRAST, KS_THEME_COUNT };

/** ks_theme_argb() - 0xAARRGGBB. */
uint32_t ks_theme_argb(enum ks_theme theme, enum ks_color color);

/* Text and ground, or edge and ground, that occur together, with the contrast they must keep. */
struct ks_color_pair {
	enum ks_color front, ground;
	double contrast_min; /* WCAG 2 ratio: 4.5 text, 3.0 edges */
};
/** ks_theme_pairs() - every pair of colours in which something is to be read, and the contrast it must reach; static. */
const struct ks_color_pair *ks_theme_pairs(size_t *n_pairs);
/** ks_theme_contrast() - WCAG's ratio of two opaque colours, 1 to 21; the order does not matter. */
double ks_theme_contrast(uint32_t a_argb, uint32_t b_argb);

#endif
