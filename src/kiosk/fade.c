/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk/fade.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

/* Three frames between: enough to soften the change, too few to be called an animation. */

#define FRAMES 3
#define FRAME_MS 40 /* 120 ms in all */

static uint32_t *row(const struct ks_canvas *canvas, struct ks_rect r, int y)
{
	return canvas->px + (size_t)(r.y + y) * (size_t)canvas->stride_px + r.x;
}

static uint32_t *copy_of(const struct ks_canvas *canvas, struct ks_rect r)
{
	uint32_t *copy = ks_alloc((size_t)r.w * (size_t)r.h * sizeof(*copy));

	for (int y = 0; y < r.h; y++)
		memcpy(copy + (size_t)y * (size_t)r.w, row(canvas, r, y),
		       (size_t)r.w * sizeof(*copy));
	return copy;
}

void ks_fade_begin(struct ks_fade *fade, const struct ks_canvas *canvas,
		   const struct ks_damage *damage)
{
	struct ks_rect all = {0, 0, canvas->w, canvas->h};

	*fade = (struct ks_fade){0};
	for (int i = 0; i < damage->n_rects; i++)
		fade->r = ks_rect_join(fade->r, ks_rect_meet(damage->rects[i], all));
	if (!ks_rect_is_empty(fade->r))
		fade->before = copy_of(canvas, fade->r);
}

/* Each channel @part of FRAMES + 1 on the way from @a to @b. */
static uint32_t between(uint32_t a, uint32_t b, uint32_t part)
{
	uint32_t mixed = 0xFF000000u;

	for (int shift = 0; shift < 24; shift += 8) {
		uint32_t from = a >> shift & 0xFF, to = b >> shift & 0xFF;

		mixed |= (from * (FRAMES + 1 - part) + to * part) / (FRAMES + 1) << shift;
	}
	return mixed;
}

/* The canvas at @part of the way. */
static void mix(const struct ks_fade *fade, const uint32_t *after, const struct ks_canvas *canvas,
		uint32_t part)
{
	size_t w = (size_t)fade->r.w;

	for (int y = 0; y < fade->r.h; y++) {
		uint32_t *px = row(canvas, fade->r, y);
		const uint32_t *from = fade->before + (size_t)y * w, *to = after + (size_t)y * w;

		for (size_t x = 0; x < w; x++)
			px[x] = from[x] == to[x] ? to[x] : between(from[x], to[x], part);
	}
}

void ks_fade_play(struct ks_fade *fade, struct ks_window *window, struct ks_input *input)
{
	struct ks_canvas *canvas = ks_window_canvas(window);
	struct ks_damage damage = {.rects = {fade->r}, .n_rects = 1};
	uint32_t *after;

	*input = (struct ks_input){.kind = KS_INPUT_NONE};
	if (!fade->before)
		return;
	after = copy_of(canvas, fade->r);
	for (uint32_t part = 1; part <= FRAMES && input->kind == KS_INPUT_NONE; part++) {
		mix(fade, after, canvas, part);
		ks_window_present(window, &damage);
		ks_window_wait(window, FRAME_MS, input);
	}
	for (int y = 0; y < fade->r.h; y++)
		memcpy(row(canvas, fade->r, y), after + (size_t)y * (size_t)fade->r.w,
		       (size_t)fade->r.w * sizeof(*after));
	free(after);
	free(fade->before);
	*fade = (struct ks_fade){0};
}
