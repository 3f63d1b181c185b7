/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Rectangles, and lengths in millimetres. Every size on screen is a length in mm times the text-size
 * step (UI.md); pixels appear only here.
 */
#ifndef KS_UI_GEOM_H
#define KS_UI_GEOM_H

#include <stdbool.h>

struct ks_rect {
	int x, y, w, h; /* px */
};

/* The long side of the default display (21.5", 16:9): 4.03 px/mm at 1920 px. */
#define KS_DISPLAY_LONG_MM_DEFAULT 476.0

/** ks_least() - the smaller of two. */
static inline int ks_least(int a, int b)
{
	return a < b ? a : b;
}
/** ks_most() - the larger of two. */
static inline int ks_most(int a, int b)
{
	return a > b ? a : b;
}

struct ks_metrics {
	int width_px, height_px;
	double px_per_mm;
	int step_percent; /* 100 標準, 125 大, 150 特大 */
	bool is_low;      /* 低い位置: what can be touched stays below ks_metrics_reach_px() */
};

/* 低い位置, for somebody who sits: nothing that can be touched begins higher than this share of the display. */
#define KS_REACH_PERCENT 40

/** ks_metrics_make() - @long_mm: physical length of the display's longer side. */
struct ks_metrics ks_metrics_make(int width_px, int height_px, double long_mm, int step_percent);
/** ks_mm() - @mm times the step, in px, at least 1. */
int ks_mm(const struct ks_metrics *metrics, double mm);
/** ks_mm_fixed() - @mm without the step (page margins, hairlines). */
int ks_mm_fixed(const struct ks_metrics *metrics, double mm);
/** ks_em() - a type size of @mm times the step, rounded to an even number of px, at least 12. */
int ks_em(const struct ks_metrics *metrics, double mm);
/** ks_metrics_is_portrait() - higher than wide; a square is landscape. */
bool ks_metrics_is_portrait(const struct ks_metrics *metrics);
/**
 * ks_metrics_reach_px() - the y above which nothing that can be touched begins; 0 unless is_low
 * Words and pictures stay above it or beside. What would no longer fit below goes to a further part. Two things may
 * stand higher: what is itself higher than the room below, and the regions of a drawing, whose middle stays below.
 */
int ks_metrics_reach_px(const struct ks_metrics *metrics);

/** ks_rect_is_empty() - no pixel lies in it: its width or height is 0 or less. */
bool ks_rect_is_empty(struct ks_rect r);
/** ks_rect_has() - the pixel @x, @y lies in @r; right and lower edge are outside. */
bool ks_rect_has(struct ks_rect r, int x, int y);
struct ks_rect ks_rect_meet(struct ks_rect a, struct ks_rect b); /* intersection, may be empty */
struct ks_rect ks_rect_join(struct ks_rect a,
			    struct ks_rect b);          /* bounding box; empty ones do not count */
struct ks_rect ks_rect_inset(struct ks_rect r, int by); /* negative: grow */
/** ks_rect_distance() - px from the point to the nearest edge, 0 inside. */
int ks_rect_distance(struct ks_rect r, int x, int y);

#endif
