/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What SDL2_image's SVG reader (nanosvg) leaves out: the words and the tap regions of a drawing. The
 * shapes are painted from the very same file; these are laid over them (DESIGN §6). It lives on the
 * bottom floor because ui draws the words and content checks the regions.
 *
 * Read: `<text>` (x, y, font-size, font-weight, text-anchor, fill; one line per `<tspan>`, or one in all),
 * `<rect id="…" class="region">`, `<title>`, `<desc>`, viewBox (else width and height). translate() on a
 * `<g>` is followed, and a `<g>` hands font-size, font-weight, text-anchor and fill down; any other
 * transform around words or regions is diagnosed, for it would put them elsewhere. Words of hidden layers (display,
 * visibility) are left out.
 *
 * Elements, properties and units are an allow-list: what would be drawn otherwise than in any other viewer (<use>,
 * <image>, CSS, gradients, mm without a viewBox …) is refused, not left out in silence.
 */
#ifndef KS_BASE_SVG_H
#define KS_BASE_SVG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/diag.h"
#include "base/mem.h"
#include "base/rc.h"

enum ks_svg_anchor { KS_SVG_START, KS_SVG_MIDDLE, KS_SVG_END };

/* One line of text. All lengths are in units of the viewBox, whose upper left corner is (0, 0) here. */
struct ks_svg_text {
	const char *text; /* white space collapsed; may hold {漢字|かんじ} as everywhere in content */
	double x, y; /* y is the baseline */
	double size; /* font-size */
	enum ks_svg_anchor anchor;
	bool is_bold;   /* font-weight bold or 600 and above */
	uint32_t color; /* fill as 0xRRGGBB */
	int line;       /* in the file */
};

/* A rectangle to tap: the choice of a find question names its id. */
struct ks_svg_region {
	const char *id;
	double x, y, width, height;
	int line;
};

struct ks_svg {
	struct ks_arena arena;
	double width, height; /* of the viewBox */
	const char *title;    /* "" when there is none */
	const char *desc;     /* "" when there is none */
	struct ks_svg_text *texts;
	size_t n_texts;
	struct ks_svg_region *regions;
	size_t n_regions;
};

/* A drawing larger than this is refused: a kiosk draws it while somebody waits. */
#define KS_SVG_BYTES_MAX ((size_t)1 << 20)

/**
 * ks_svg_parse() - read the words and regions of an SVG
 * @file:  name for the diagnosis
 * @diags: may be NULL: then only the code says that something is wrong
 * Return: KS_OK; KS_INVALID (not well-formed, no size, a region without id …). @out must be finished in any case.
 */
KS_MUST_USE enum ks_rc ks_svg_parse(const char *file, const char *bytes, size_t len,
				    struct ks_svg *out, struct ks_diags *diags);
/** ks_svg_finish() - frees it all; the struct is empty afterwards. Accepts NULL. */
void ks_svg_finish(struct ks_svg *svg);
/**
 * ks_svg_spread() - the same drawing with blanks between all numbers of its paths, as SDL2_image's reader needs them
 * Return: malloc'd, @out_len bytes and a NUL.
 */
char *ks_svg_spread(const char *bytes, size_t len, size_t *out_len);
/** ks_svg_region() - region with this id, NULL when there is none. */
const struct ks_svg_region *ks_svg_region(const struct ks_svg *svg, const char *id);

#endif
