/* SPDX-License-Identifier: Apache-2.0 */
#include "base/fonts.h"

/*
 * The fallback chain as data (see the header). Paths are those of Debian 12's packages.
 */

#define BIZUD "/usr/share/fonts/truetype/bizud-gothic/"
#define NOTO "/usr/share/fonts/opentype/noto/"
#define IPAMJ "/usr/share/fonts/truetype/ipamj/"

const struct ks_font_file ks_font_chain[] = {
	{KS_FONT_TEXT, BIZUD "BIZUDPGothic-Regular.ttf", BIZUD "BIZUDPGothic-Bold.ttf", 0,
	 "fonts-morisawa-bizud-gothic"},
	{KS_FONT_FIXED, BIZUD "BIZUDGothic-Regular.ttf", BIZUD "BIZUDGothic-Bold.ttf", 0,
	 "fonts-morisawa-bizud-gothic"},
	{KS_FONT_FALLBACK, NOTO "NotoSansCJK-Regular.ttc", NOTO "NotoSansCJK-Bold.ttc", 0,
	 "fonts-noto-cjk"},
	{KS_FONT_NAMES, IPAMJ "ipamjm.ttf", IPAMJ "ipamjm.ttf", 0, "fonts-ipamj-mincho"},
};

const size_t ks_font_chain_count = sizeof(ks_font_chain) / sizeof(ks_font_chain[0]);
