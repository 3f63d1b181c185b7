/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk/spread.h"

#include <stdbool.h>

/*
 * Two passes of the same push: once with the wished gap, once without, so that the second only has to mend what
 * the first could not give.
 */

#define ROUNDS 60
#define ONLY_MOVE (-1) /* as a least size: nothing gives way */

/* One axis of two rectangles. */
struct side {
	int *at, *len;
};

static void grow(struct ks_rect *r, int least_px)
{
	if (r->w < least_px) {
		r->x -= (least_px - r->w) / 2;
		r->w = least_px;
	}
	if (r->h < least_px) {
		r->y -= (least_px - r->h) / 2;
		r->h = least_px;
	}
}

static void keep_within(struct ks_rect *r, struct ks_rect bounds)
{
	if (r->x + r->w > bounds.x + bounds.w)
		r->x = bounds.x + bounds.w - r->w;
	if (r->y + r->h > bounds.y + bounds.h)
		r->y = bounds.y + bounds.h - r->h;
	if (r->x < bounds.x)
		r->x = bounds.x;
	if (r->y < bounds.y)
		r->y = bounds.y;
}

static int least_of(int a, int b)
{
	return a < b ? a : b;
}

/* @near lies before @far: take @too_much out of them, by giving way and then by moving. */
static void push_apart(struct side near, struct side far, int too_much, int least_px)
{
	int half = (too_much + 1) / 2;
	int give = least_px == ONLY_MOVE ? 0 : least_of(half, *near.len - least_px);

	*near.len -= give;
	*near.at -= half - give;
	give = least_px == ONLY_MOVE ? 0 : least_of(too_much - half, *far.len - least_px);
	*far.len -= give;
	*far.at += too_much - half;
}

/* How far @a and @b are too close on each axis; true when on both. */
static bool is_too_close(struct ks_rect a, struct ks_rect b, int gap_px, int *dx, int *dy)
{
	*dx = least_of(a.x + a.w, b.x + b.w) - (a.x > b.x ? a.x : b.x) + gap_px;
	*dy = least_of(a.y + a.h, b.y + b.h) - (a.y > b.y ? a.y : b.y) + gap_px;
	return *dx > 0 && *dy > 0;
}

static void part_pair(struct ks_rect *a, struct ks_rect *b, int dx, int dy, int least_px)
{
	if (dx <= dy) {
		bool is_a_near = 2 * a->x + a->w <= 2 * b->x + b->w;
		struct ks_rect *near = is_a_near ? a : b, *far = is_a_near ? b : a;

		push_apart((struct side){&near->x, &near->w}, (struct side){&far->x, &far->w}, dx,
			   least_px);
	} else {
		bool is_a_near = 2 * a->y + a->h <= 2 * b->y + b->h;
		struct ks_rect *near = is_a_near ? a : b, *far = is_a_near ? b : a;

		push_apart((struct side){&near->y, &near->h}, (struct side){&far->y, &far->h}, dy,
			   least_px);
	}
}

static void part_all(struct ks_rect *rects, size_t n, int least_px, int gap_px, struct ks_rect bounds)
{
	for (int round = 0; round < ROUNDS; round++) {
		bool is_done = true;

		for (size_t i = 0; i < n; i++)
			for (size_t k = i + 1; k < n; k++) {
				int dx, dy;

				if (!is_too_close(rects[i], rects[k], gap_px, &dx, &dy))
					continue;
				part_pair(&rects[i], &rects[k], dx, dy, least_px);
				keep_within(&rects[i], bounds);
				keep_within(&rects[k], bounds);
				is_done = false;
			}
		if (is_done)
			return;
	}
}

void ks_spread(struct ks_rect *rects, size_t n, int least_px, int gap_px, struct ks_rect bounds)
{
	for (size_t i = 0; i < n; i++) {
		grow(&rects[i], least_px);
		keep_within(&rects[i], bounds);
	}
	part_all(rects, n, least_px, gap_px, bounds);
	part_all(rects, n, least_px, 0, bounds);
}

void ks_spread_move(struct ks_rect *rects, size_t n, int gap_px, struct ks_rect bounds)
{
	for (size_t i = 0; i < n; i++)
		keep_within(&rects[i], bounds);
	part_all(rects, n, ONLY_MOVE, gap_px, bounds);
}
