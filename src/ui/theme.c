/* SPDX-License-Identifier: Apache-2.0 */
#include "ui/theme.h"

#include <assert.h>
#include <math.h>

#include "base/mem.h"

/*
 * The two palettes and the pairs that meet on the screen. Colours are named by what they mean, so that
 * the high-contrast theme is another column and no screen knows of it.
 */

static const uint32_t palettes[KS_COLOR_COUNT][KS_THEME_COUNT] = {
	/*                          standard    high contrast */
	[KS_COLOR_NONE] = {0x00000000, 0x00000000},
	[KS_COLOR_BG] = {0xFFF5F7F6, 0xFF000000},
	[KS_COLOR_SURFACE] = {0xFFFFFFFF, 0xFF000000},
	[KS_COLOR_INK] = {0xFF16211C, 0xFFFFFFFF},
	[KS_COLOR_INK2] = {0xFF4A5751, 0xFFE6E6E6},
	[KS_COLOR_LINE] = {0xFFCBD5CF, 0xFFB8B8B8},
	[KS_COLOR_KEY] = {0xFF0B5D4B, 0xFFFFE000},
	[KS_COLOR_KEY_PRESSED] = {0xFF084638, 0xFFFFF6A8},
	[KS_COLOR_KEY_SOFT] = {0xFFE1F0EB, 0xFF2E2900},
	[KS_COLOR_KEY_LINE] = {0xFF8FC3B2, 0xFF857600},
	[KS_COLOR_ON_KEY] = {0xFFFFFFFF, 0xFF000000},
	[KS_COLOR_KEY_RAISED] = {0xFF10765F, 0xFFFFFFFF},
	[KS_COLOR_KEY_FADED] = {0xFFCFE0DA, 0xFF3A3A3A},
	[KS_COLOR_ON_KEY_FADED] = {0xFF4A5751, 0xFFE6E6E6},
	[KS_COLOR_OK] = {0xFF1B6E3C, 0xFF7CF29C},
	[KS_COLOR_OK_SOFT] = {0xFFE3F4E8, 0xFF06280F},
	[KS_COLOR_WARN] = {0xFF8A5A00, 0xFFFFD27A},
	[KS_COLOR_WARN_SOFT] = {0xFFFFF3D6, 0xFF2E2000},
	[KS_COLOR_BAD] = {0xFFB3261E, 0xFFFFA59E},
	[KS_COLOR_BAD_SOFT] = {0xFFFDEAE8, 0xFF3A0703},
	[KS_COLOR_FOCUS] = {0xFFF2B705, 0xFFFFFFFF},
	[KS_COLOR_ACCENT] = {0xFFF2B705, 0xFFFFFFFF},
	[KS_COLOR_ON_ACCENT] = {0xFF16211C, 0xFF000000},
	[KS_COLOR_LINK] = {0xFF0B5CAD, 0xFF8CD3FF},
	[KS_COLOR_NEUTRAL_SOFT] = {0xFFE2E8E5, 0xFF333333},
	[KS_COLOR_SHADE] = {0xB016211C, 0xC8000000},
};

#define TEXT 4.5
#define EDGE 3.0

static const struct ks_color_pair pairs[] = {
	{KS_COLOR_INK, KS_COLOR_BG, TEXT},
	{KS_COLOR_INK, KS_COLOR_SURFACE, TEXT},
	{KS_COLOR_INK, KS_COLOR_KEY_SOFT, TEXT},
	{KS_COLOR_INK, KS_COLOR_OK_SOFT, TEXT},
	{KS_COLOR_INK, KS_COLOR_WARN_SOFT, TEXT},
	{KS_COLOR_INK, KS_COLOR_BAD_SOFT, TEXT},
	{KS_COLOR_INK, KS_COLOR_NEUTRAL_SOFT, TEXT},
	{KS_COLOR_INK2, KS_COLOR_BG, TEXT},
	{KS_COLOR_INK2, KS_COLOR_SURFACE, TEXT},
	{KS_COLOR_INK2, KS_COLOR_KEY_SOFT, TEXT},
	{KS_COLOR_INK2, KS_COLOR_OK_SOFT, TEXT},
	{KS_COLOR_INK2, KS_COLOR_WARN_SOFT, TEXT},
	{KS_COLOR_INK2, KS_COLOR_BAD_SOFT, TEXT},
	{KS_COLOR_INK2, KS_COLOR_NEUTRAL_SOFT, TEXT},
	{KS_COLOR_KEY, KS_COLOR_BG, TEXT},
	{KS_COLOR_KEY, KS_COLOR_SURFACE, TEXT},
	{KS_COLOR_KEY, KS_COLOR_KEY_SOFT, TEXT},
	{KS_COLOR_KEY, KS_COLOR_NEUTRAL_SOFT, EDGE},
	{KS_COLOR_ON_KEY, KS_COLOR_KEY, TEXT},
	{KS_COLOR_ON_KEY, KS_COLOR_KEY_PRESSED, TEXT},
	{KS_COLOR_ON_KEY, KS_COLOR_KEY_RAISED, TEXT},
	{KS_COLOR_KEY_LINE, KS_COLOR_KEY, EDGE},
	{KS_COLOR_ON_KEY_FADED, KS_COLOR_KEY_FADED, TEXT},
	{KS_COLOR_OK, KS_COLOR_BG, TEXT},
	{KS_COLOR_OK, KS_COLOR_SURFACE, TEXT},
	{KS_COLOR_OK, KS_COLOR_OK_SOFT, TEXT},
	{KS_COLOR_SURFACE, KS_COLOR_OK, TEXT},
	{KS_COLOR_SURFACE, KS_COLOR_BAD, TEXT},
	{KS_COLOR_WARN, KS_COLOR_BG, TEXT},
	{KS_COLOR_WARN, KS_COLOR_SURFACE, TEXT},
	{KS_COLOR_WARN, KS_COLOR_WARN_SOFT, TEXT},
	{KS_COLOR_BAD, KS_COLOR_BG, TEXT},
	{KS_COLOR_BAD, KS_COLOR_SURFACE, TEXT},
	{KS_COLOR_BAD, KS_COLOR_BAD_SOFT, TEXT},
	{KS_COLOR_LINK, KS_COLOR_SURFACE, TEXT},
	{KS_COLOR_LINK, KS_COLOR_KEY_SOFT, TEXT},
	{KS_COLOR_ON_ACCENT, KS_COLOR_ACCENT, TEXT},
};

uint32_t ks_theme_argb(enum ks_theme theme, enum ks_color color)
{
	assert((unsigned)color < KS_COLOR_COUNT && (unsigned)theme < KS_THEME_COUNT);
	return palettes[color][theme];
}

const struct ks_color_pair *ks_theme_pairs(size_t *n_pairs)
{
	*n_pairs = KS_COUNT(pairs);
	return pairs;
}

static double linear(uint32_t channel)
{
	double c = (channel & 0xFF) / 255.0;

	return c <= 0.04045 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4);
}

static double luminance(uint32_t argb)
{
	return 0.2126 * linear(argb >> 16) + 0.7152 * linear(argb >> 8) + 0.0722 * linear(argb);
}

double ks_theme_contrast(uint32_t a_argb, uint32_t b_argb)
{
	double a = luminance(a_argb) + 0.05, b = luminance(b_argb) + 0.05;

	return a > b ? a / b : b / a;
}
