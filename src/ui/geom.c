/* SPDX-License-Identifier: Apache-2.0 */
#include "ui/geom.h"

#include <math.h>

/* Rectangles and the one place where millimetres become pixels. */

struct ks_metrics ks_metrics_make(int width_px, int height_px, double long_mm, int step_percent)
{
	int long_px = ks_most(width_px, height_px);

	if (!(long_mm > 0))
		long_mm = KS_DISPLAY_LONG_MM_DEFAULT;
	return (struct ks_metrics){
		.width_px = width_px,
		.height_px = height_px,
		.px_per_mm = long_px / long_mm,
		.step_percent = step_percent > 0 ? step_percent : 100,
	};
}

static int at_least(int least, double px)
{
	return ks_most(least, (int)lround(px));
}

int ks_mm(const struct ks_metrics *metrics, double mm)
{
	return at_least(1, mm * metrics->px_per_mm * metrics->step_percent / 100.0);
}

int ks_mm_fixed(const struct ks_metrics *metrics, double mm)
{
	return at_least(1, mm * metrics->px_per_mm);
}

int ks_em(const struct ks_metrics *metrics, double mm)
{
	double px = mm * metrics->px_per_mm * metrics->step_percent / 100.0;

	return at_least(12, 2 * lround(px / 2));
}

bool ks_metrics_is_portrait(const struct ks_metrics *metrics)
{
	return metrics->height_px > metrics->width_px;
}

int ks_metrics_reach_px(const struct ks_metrics *metrics)
{
	return metrics->is_low ? (metrics->height_px * KS_REACH_PERCENT + 99) / 100 : 0;
}

bool ks_rect_is_empty(struct ks_rect r)
{
	return r.w <= 0 || r.h <= 0;
}

bool ks_rect_has(struct ks_rect r, int x, int y)
{
	return x >= r.x && y >= r.y && x < r.x + r.w && y < r.y + r.h;
}

struct ks_rect ks_rect_meet(struct ks_rect a, struct ks_rect b)
{
	int x = ks_most(a.x, b.x), y = ks_most(a.y, b.y);
	int right = ks_least(a.x + a.w, b.x + b.w), bottom = ks_least(a.y + a.h, b.y + b.h);

	if (right <= x || bottom <= y)
		return (struct ks_rect){x, y, 0, 0};
	return (struct ks_rect){x, y, right - x, bottom - y};
}

struct ks_rect ks_rect_join(struct ks_rect a, struct ks_rect b)
{
	if (ks_rect_is_empty(a))
		return b;
	if (ks_rect_is_empty(b))
		return a;

	int x = ks_least(a.x, b.x), y = ks_least(a.y, b.y);

	return (struct ks_rect){x, y, ks_most(a.x + a.w, b.x + b.w) - x,
				ks_most(a.y + a.h, b.y + b.h) - y};
}

struct ks_rect ks_rect_inset(struct ks_rect r, int by)
{
	return (struct ks_rect){r.x + by, r.y + by, r.w - 2 * by, r.h - 2 * by};
}

int ks_rect_distance(struct ks_rect r, int x, int y)
{
	int dx = ks_most(0, ks_most(r.x - x, x - (r.x + r.w - 1)));
	int dy = ks_most(0, ks_most(r.y - y, y - (r.y + r.h - 1)));

	return (int)ceil(hypot(dx, dy));
}
