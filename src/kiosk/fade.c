/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk/fade.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

#define FRAME_MS 40 /* 120 ms in all */
#define STRETCH 64  /* pixels of plain ground passed over at once */

static uint32_t *row(const struct ks_canvas *canvas, struct ks_rect r, int y)
{
	return canvas->px + (size_t)(r.y + y) * (size_t)canvas->stride_px + r.x;
}

static void add_run(struct ks_fade_pixels *pixels, uint32_t px, uint32_t n)
{
	ks_grow(&pixels->runs, pixels->n, &pixels->cap);
	pixels->runs[pixels->n++] = (struct ks_fade_run){.px = px, .n = n};
}

static void keep(struct ks_fade_pixels *pixels, const struct ks_canvas *canvas, struct ks_rect r)
{
	for (int y = 0; y < r.h; y++) {
		const uint32_t *px = row(canvas, r, y);

		for (int x = 0, from = 0; x < r.w; from = x) {
			while (r.w - x > STRETCH &&
			       memcmp(px + x, px + x + 1, STRETCH * sizeof(*px)) == 0)
				x += STRETCH;
			while (x < r.w && px[x] == px[from])
				x++;
			add_run(pixels, px[from], (uint32_t)(x - from));
		}
	}
	add_run(pixels, 0, 0); /* the end */
}

void ks_fade_begin(struct ks_fade *fade, const struct ks_canvas *canvas,
		   const struct ks_damage *damage)
{
	struct ks_rect all = {0, 0, canvas->w, canvas->h};

	*fade = (struct ks_fade){0};
	for (int i = 0; i < damage->n_rects; i++)
		fade->r = ks_rect_join(fade->r, ks_rect_meet(damage->rects[i], all));
	keep(&fade->before, canvas, fade->r);
}

void ks_fade_end(struct ks_fade *fade, const struct ks_canvas *canvas)
{
	keep(&fade->after, canvas, fade->r);
}

_Static_assert((KS_FADE_FRAMES & (KS_FADE_FRAMES + 1)) == 0,
	       "a division that is a shift stays in its channel");

/* Each channel @part of the way from @a to @b; red and blue in one go, the room between them takes the carry. */
static uint32_t between(uint32_t a, uint32_t b, uint32_t part)
{
	uint32_t rest = KS_FADE_FRAMES + 1 - part;
	uint32_t red_blue = ((a & 0xFF00FF) * rest + (b & 0xFF00FF) * part) / (KS_FADE_FRAMES + 1);
	uint32_t green = ((a & 0x00FF00) * rest + (b & 0x00FF00) * part) / (KS_FADE_FRAMES + 1);

	return 0xFF000000u | (red_blue & 0xFF00FF) | (green & 0x00FF00);
}

void ks_fade_show(const struct ks_fade *fade, const struct ks_canvas *canvas, uint32_t part)
{
	const struct ks_fade_run *from = fade->before.runs, *to = fade->after.runs;
	uint32_t from_left = from ? from->n : 0, to_left = to ? to->n : 0;

	for (int y = 0; y < fade->r.h; y++) {
		uint32_t *px = row(canvas, fade->r, y), *end = px + fade->r.w;

		while (px < end) {
			uint32_t n = from_left < to_left ? from_left : to_left;

			if (from->px != to->px)
				for (uint32_t i = 0, mixed = between(from->px, to->px, part); i < n;
				     i++)
					px[i] = mixed;
			px += n;
			from_left -= n;
			to_left -= n;
			if (from_left == 0)
				from_left = (++from)->n;
			if (to_left == 0)
				to_left = (++to)->n;
		}
	}
}

void ks_fade_play(struct ks_fade *fade, struct ks_window *window, struct ks_input *input)
{
	struct ks_canvas *canvas = ks_window_canvas(window);
	struct ks_damage damage = {.rects = {fade->r}, .n_rects = 1};

	*input = (struct ks_input){.kind = KS_INPUT_NONE};
	if (ks_rect_is_empty(fade->r)) {
		ks_fade_wipe(fade); /* begun, and the same was drawn */
		return;
	}
	ks_fade_end(fade, canvas);
	for (uint32_t part = 1; part <= KS_FADE_FRAMES && input->kind == KS_INPUT_NONE; part++) {
		ks_fade_show(fade, canvas, part);
		ks_window_present(window, &damage);
		ks_window_wait(window, FRAME_MS, input);
	}
	ks_fade_show(fade, canvas, KS_FADE_FRAMES + 1);
	ks_fade_wipe(fade);
}

void ks_fade_wipe(struct ks_fade *fade)
{
	free(fade->before.runs);
	free(fade->after.runs);
	*fade = (struct ks_fade){0};
}
