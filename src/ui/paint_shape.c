/* SPDX-License-Identifier: Apache-2.0 */
#include "ui/paint.h"

#include <math.h>

#include "base/mem.h"
#include "ui/paint_private.h"

/*
 * Shapes with curved edges. Coverage of a pixel is taken from its centre's distance to the edge, which
 * for edges that are nearly straight within a pixel is as good as area sampling, and costs one square
 * root; pixels that are surely inside or outside are told apart by squares alone.
 */

static double clamp01(double value)
{
	return value < 0 ? 0 : value > 1 ? 1 : value;
}

/* Coverage of a disc of @radius at distance (dx, dy) from its centre. */
static double disc(double dx, double dy, double radius)
{
	double square = dx * dx + dy * dy;

	if (radius <= 0 || square >= (radius + 0.5) * (radius + 0.5))
		return 0;
	if (radius > 0.5 && square <= (radius - 0.5) * (radius - 0.5))
		return 1;
	return clamp01(radius + 0.5 - sqrt(square));
}

/* How far pixel centre @at lies outside the straight part @from … @to of a side; negative before it. */
static double beyond(double at, double from, double to)
{
	if (at < from)
		return at - from;
	return at > to ? at - to : 0;
}

/* Coverage of the rounded rectangle @r at pixel x, y. */
static double round_at(struct ks_rect r, double radius, int x, int y)
{
	if (!ks_rect_has(r, x, y))
		return 0;

	double dx = beyond(x + 0.5, r.x + radius, r.x + r.w - radius);
	double dy = beyond(y + 0.5, r.y + radius, r.y + r.h - radius);

	if (dx == 0 || dy == 0)
		return 1;
	return disc(dx, dy, radius);
}

static int fit_radius(struct ks_rect r, int radius_px)
{
	return ks_most(0, ks_least(radius_px, ks_least(r.w, r.h) / 2));
}

/* How many pixels at the end of a corner row are not fully covered; @dy is to the circle's centre. */
static int corner_reach(int radius, double dy)
{
	double inner = radius - 0.5;
	double full = inner * inner > dy * dy ? sqrt(inner * inner - dy * dy) : 0;

	return (int)ceil(radius - full + 0.5);
}

static void round_row(struct ks_canvas *canvas, struct ks_rect r, struct ks_rect part, int radius,
		      int y, uint32_t argb)
{
	uint32_t *px = ks_paint_row(canvas, y);
	double dy = beyond(y + 0.5, r.y + radius, r.y + r.h - radius);
	int reach = dy == 0 ? 0 : ks_least(corner_reach(radius, dy), radius);
	int left = ks_most(part.x, r.x + reach), right = ks_least(part.x + part.w, r.x + r.w - reach);

	for (int x = part.x; x < ks_least(left, part.x + part.w); x++)
		ks_paint_cover(px + x, round_at(r, radius, x, y), argb);
	if (right > left)
		ks_paint_span(px + left, right - left, argb);
	for (int x = ks_most(right, left); x < part.x + part.w; x++)
		ks_paint_cover(px + x, round_at(r, radius, x, y), argb);
}

void ks_paint_round(struct ks_canvas *canvas, struct ks_rect r, int radius_px, uint32_t argb)
{
	struct ks_rect part = ks_rect_meet(r, canvas->clip);
	int radius = fit_radius(r, radius_px);

	if (ks_rect_is_empty(part) || argb >> 24 == 0)
		return;
	for (int y = part.y; y < part.y + part.h; y++)
		round_row(canvas, r, part, radius, y, argb);
}

/* The frame's middle line as a length from the top left corner's end clockwise, for dashes. */
struct perimeter {
	struct ks_rect r;
	double radius, inset; /* inset: half the line */
	double across, down, corner;
	double period, on;
};

static struct perimeter perimeter_of(struct ks_rect r, int radius, int line_px, int dash_px)
{
	struct perimeter p = {.r = r, .radius = radius, .inset = line_px / 2.0};
	double middle = radius > p.inset ? radius - p.inset : 0;

	p.across = r.w - 2.0 * radius;
	p.down = r.h - 2.0 * radius;
	p.corner = middle * M_PI / 2;

	double length = 2 * (p.across + p.down) + 4 * p.corner;
	double n = floor(length / (2.0 * dash_px));

	p.period = n >= 1 ? length / n : length;
	p.on = p.period * 0.55;
	return p;
}

static double perimeter_position(const struct perimeter *p, int x, int y)
{
	double left = p->r.x + p->radius, top = p->r.y + p->radius;
	double dx = beyond(x + 0.5, left, left + p->across), dy = beyond(y + 0.5, top, top + p->down);

	if (dx != 0 && dy != 0) {
		/* quarter turns: top right, bottom right, bottom left, top left */
		double turn = atan2(fabs(dx), fabs(dy)) / (M_PI / 2);

		if (dx > 0)
			return dy < 0 ? p->across + turn * p->corner
				      : p->across + p->corner + p->down + (1 - turn) * p->corner;
		return dy > 0 ? 2 * p->across + 2 * p->corner + p->down + turn * p->corner
			      : 2 * (p->across + p->down) + 3 * p->corner + (1 - turn) * p->corner;
	}
	double to_top = y + 0.5 - p->r.y, to_bottom = p->r.h - to_top;
	double to_left = x + 0.5 - p->r.x, to_right = p->r.w - to_left;
	double sideways = to_left < to_right ? to_left : to_right;

	if (to_top <= to_bottom && to_top <= sideways)
		return x + 0.5 - left;
	if (to_bottom <= sideways)
		return p->across + 2 * p->corner + p->down + (left + p->across - x - 0.5);
	if (to_right <= to_left)
		return p->across + p->corner + (y + 0.5 - top);
	return 2 * p->across + 3 * p->corner + p->down + (top + p->down - y - 0.5);
}

static double dash_at(const struct perimeter *p, int x, int y)
{
	double at = fmod(perimeter_position(p, x, y), p->period);
	double inside = at < p->on ? fmin(at, p->on - at) : -fmin(at - p->on, p->period - at);

	return clamp01(inside + 0.5);
}

struct frame {
	struct ks_rect outer, inner;
	int radius, inner_radius;
	const struct perimeter *dashes; /* NULL: solid */
	uint32_t argb;
};

static void frame_cell(struct ks_canvas *canvas, const struct frame *frame, int x, int y)
{
	double coverage = round_at(frame->outer, frame->radius, x, y) -
			  round_at(frame->inner, frame->inner_radius, x, y);

	if (coverage > 0 && frame->dashes)
		coverage *= dash_at(frame->dashes, x, y);
	ks_paint_cover(ks_paint_row(canvas, y) + x, coverage, frame->argb);
}

static void frame_cells(struct ks_canvas *canvas, const struct frame *frame, struct ks_rect cells)
{
	struct ks_rect part = ks_rect_meet(cells, canvas->clip);

	for (int y = part.y; y < part.y + part.h; y++) {
		for (int x = part.x; x < part.x + part.w; x++)
			frame_cell(canvas, frame, x, y);
	}
}

void ks_paint_frame(struct ks_canvas *canvas, struct ks_rect r, int radius_px, int line_px,
		    int dash_px, uint32_t argb)
{
	if (ks_rect_is_empty(ks_rect_meet(r, canvas->clip)) || line_px <= 0 || argb >> 24 == 0)
		return;

	int radius = fit_radius(r, radius_px);

	if (2 * line_px >= ks_least(r.w, r.h)) {
		ks_paint_round(canvas, r, radius, argb);
		return;
	}
	struct perimeter dashes = perimeter_of(r, radius, line_px, dash_px > 0 ? dash_px : 1);
	struct frame frame = {
		.outer = r,
		.inner = ks_rect_inset(r, line_px),
		.radius = radius,
		.inner_radius = radius - line_px,
		.dashes = dash_px > 0 ? &dashes : NULL,
		.argb = argb,
	};
	int corner = ks_most(radius, line_px), across = r.w - 2 * corner, down = r.h - 2 * corner;
	int right = r.x + r.w, bottom = r.y + r.h;
	const struct ks_rect corners[] = {
		{r.x, r.y, corner, corner},
		{right - corner, r.y, corner, corner},
		{r.x, bottom - corner, corner, corner},
		{right - corner, bottom - corner, corner, corner},
	};
	const struct ks_rect sides[] = {
		{r.x + corner, r.y, across, line_px},
		{r.x + corner, bottom - line_px, across, line_px},
		{r.x, r.y + corner, line_px, down},
		{right - line_px, r.y + corner, line_px, down},
	};

	for (size_t i = 0; i < KS_COUNT(corners); i++) {
		frame_cells(canvas, &frame, corners[i]);
		if (frame.dashes)
			frame_cells(canvas, &frame, sides[i]);
		else
			ks_paint_fill(canvas, sides[i], argb);
	}
}

static struct ks_rect bounds_around(double left, double top, double right, double bottom, double by)
{
	int x = (int)floor(left - by), y = (int)floor(top - by);

	return (struct ks_rect){x, y, (int)ceil(right + by) - x, (int)ceil(bottom + by) - y};
}

void ks_paint_arc(struct ks_canvas *canvas, double cx, double cy, double radius_px, double line_px,
		  double from, double to, uint32_t argb)
{
	double half = line_px / 2, reach = radius_px + half + 1, span = to - from;

	if (span <= 0 || half <= 0)
		return;

	struct ks_rect part = ks_rect_meet(bounds_around(cx, cy, cx, cy, reach), canvas->clip);
	double turn = 2 * M_PI, hole = fmax(0, radius_px - half - 1);
	double ax = cx + radius_px * sin(from * turn), ay = cy - radius_px * cos(from * turn);
	double bx = cx + radius_px * sin(to * turn), by = cy - radius_px * cos(to * turn);

	for (int y = part.y; y < part.y + part.h; y++) {
		uint32_t *px = ks_paint_row(canvas, y);

		for (int x = part.x; x < part.x + part.w; x++) {
			double dx = x + 0.5 - cx, dy = y + 0.5 - cy, square = dx * dx + dy * dy;

			if (square > reach * reach || square < hole * hole)
				continue;

			double at = atan2(dx, -dy) / turn - from;
			double distance = fabs(sqrt(square) - radius_px);

			if (span < 1 && at - floor(at) > span)
				distance = fmin(hypot(x + 0.5 - ax, y + 0.5 - ay),
						hypot(x + 0.5 - bx, y + 0.5 - by));
			ks_paint_cover(px + x, half + 0.5 - distance, argb);
		}
	}
}

static double segment_distance(const double *p, double x, double y)
{
	double dx = p[2] - p[0], dy = p[3] - p[1], square = dx * dx + dy * dy;
	double along = square > 0 ? clamp01(((x - p[0]) * dx + (y - p[1]) * dy) / square) : 0;

	return hypot(x - p[0] - along * dx, y - p[1] - along * dy);
}

void ks_paint_stroke(struct ks_canvas *canvas, const double *points, int n_points, double line_px,
		     uint32_t argb)
{
	if (n_points < 1 || line_px <= 0)
		return;

	double left = points[0], right = left, top = points[1], bottom = top, half = line_px / 2;

	for (int i = 1; i < n_points; i++) {
		left = fmin(left, points[2 * i]);
		right = fmax(right, points[2 * i]);
		top = fmin(top, points[2 * i + 1]);
		bottom = fmax(bottom, points[2 * i + 1]);
	}
	struct ks_rect part =
		ks_rect_meet(bounds_around(left, top, right, bottom, half + 1), canvas->clip);

	for (int y = part.y; y < part.y + part.h; y++) {
		uint32_t *px = ks_paint_row(canvas, y);

		for (int x = part.x; x < part.x + part.w; x++) {
			double distance = hypot(x + 0.5 - points[0], y + 0.5 - points[1]);

			for (int i = 0; i + 1 < n_points; i++)
				distance = fmin(distance,
						segment_distance(points + 2 * i, x + 0.5, y + 0.5));
			ks_paint_cover(px + x, half + 0.5 - distance, argb);
		}
	}
}
