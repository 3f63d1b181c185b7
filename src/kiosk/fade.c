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

static void keep_rect(struct ks_fade_pixels *pixels, const struct ks_canvas *canvas, struct ks_rect r)
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
}

static void keep(const struct ks_fade *fade, struct ks_fade_pixels *pixels,
		 const struct ks_canvas *canvas)
{
	for (int i = 0; i < fade->damage.n_rects; i++)
		keep_rect(pixels, canvas, fade->damage.rects[i]);
	add_run(pixels, 0, 0); /* the end */
}

void ks_fade_begin(struct ks_fade *fade, const struct ks_canvas *canvas,
		   const struct ks_damage *damage)
{
	struct ks_rect all = {0, 0, canvas->w, canvas->h};

	*fade = (struct ks_fade){0};
	for (int i = 0; i < damage->n_rects; i++) {
		struct ks_rect r = ks_rect_meet(damage->rects[i], all);

		if (!ks_rect_is_empty(r))
			fade->damage.rects[fade->damage.n_rects++] = r;
	}
	keep(fade, &fade->before, canvas);
}

void ks_fade_end(struct ks_fade *fade, const struct ks_canvas *canvas)
{
	keep(fade, &fade->after, canvas);
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

/* Where one is in the kept pixels. */
struct place {
	const struct ks_fade_run *run;
	uint32_t left; /* of it */
};

static struct place first_of(const struct ks_fade_pixels *pixels)
{
	return (struct place){.run = pixels->runs, .left = pixels->runs ? pixels->runs->n : 0};
}

static void pass_over(struct place *place, uint32_t n)
{
	place->left -= n;
	if (place->left == 0)
		place->left = (++place->run)->n;
}

/* A line, in the longest stretches in which both ends are of one colour. */
static void mix_line(uint32_t *px, const uint32_t *end, struct place *from, struct place *to,
		     uint32_t part)
{
	while (px < end) {
		uint32_t n = from->left < to->left ? from->left : to->left;

		if (from->run->px != to->run->px)
			for (uint32_t i = 0, mixed = between(from->run->px, to->run->px, part);
			     i < n; i++)
				px[i] = mixed;
		px += n;
		pass_over(from, n);
		pass_over(to, n);
	}
}

void ks_fade_show(const struct ks_fade *fade, const struct ks_canvas *canvas, uint32_t part)
{
	struct place from = first_of(&fade->before), to = first_of(&fade->after);

	for (int i = 0; i < fade->damage.n_rects; i++)
		for (int y = 0; y < fade->damage.rects[i].h; y++) {
			uint32_t *px = row(canvas, fade->damage.rects[i], y);

			mix_line(px, px + fade->damage.rects[i].w, &from, &to, part);
		}
}

void ks_fade_play(struct ks_fade *fade, struct ks_window *window, struct ks_input *input)
{
	struct ks_canvas *canvas = ks_window_canvas(window);

	*input = (struct ks_input){.kind = KS_INPUT_NONE};
	if (fade->damage.n_rects == 0)
		return;
	ks_fade_end(fade, canvas);
	for (uint32_t part = 1; part <= KS_FADE_FRAMES && input->kind == KS_INPUT_NONE; part++) {
		ks_fade_show(fade, canvas, part);
		ks_window_present(window, &fade->damage);
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
