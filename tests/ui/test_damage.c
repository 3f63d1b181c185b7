/* SPDX-License-Identifier: Apache-2.0 */
#include "base/buf.h"
#include "support/golden.h"
#include "support/test.h"
#include "ui/scene_private.h"

/*
 * Which rectangles are painted anew from one scene to the next: few, near what changed, in the same pieces as ever. That they are enough
 * is test_scene.c's. tests/data/golden/ui/damage.txt, read with `git diff` after UPDATE_GOLDEN=1.
 */

#define W 1920
#define H 1080

static uint32_t dice;

static int throw(int below)
{
	dice = dice * 1664525u + 1013904223u;
	return (int)(dice >> 8) % below;
}

struct thing {
	struct ks_rect r;
	enum ks_color color;
};

#define MOST 40

static struct thing any_thing(int size)
{
	struct thing thing = {.color = KS_COLOR_KEY};

	thing.r.x = throw(W);
	thing.r.y = throw(H);
	thing.r.w = 1 + throw(size);
	thing.r.h = 1 + throw(size);
	if (throw(2))
		thing.color = KS_COLOR_INK;
	return thing;
}

static void put_all(struct ks_scene *scene, struct ks_ui *ui, const struct thing *things, int n)
{
	ks_scene_begin(scene, ui, "damage");
	for (int i = 0; i < n; i++)
		ks_scene_fill(scene, things[i].r, things[i].color);
}

/* @n things of at most @size; of them some change, go, come or change places. */
static void put_case(struct ks_buf *out, struct ks_scene *old, struct ks_scene *now,
		     struct ks_ui *ui, int n, int size)
{
	struct thing things[MOST];
	struct ks_damage damage;
	int n_changed = 1 + throw(n);

	for (int i = 0; i < n; i++)
		things[i] = any_thing(size);
	put_all(old, ui, things, n);
	for (int i = 0; i < n_changed; i++) {
		int at = throw(n), other = throw(n);
		struct thing kept = things[at];

		if (throw(2)) {
			things[at] = any_thing(size);
		} else {
			things[at] = things[other];
			things[other] = kept;
		}
	}
	n -= throw(2);
	put_all(now, ui, things, n);
	ks_scene_diff(old, now, &damage);
	ks_buf_printf(out, "%d things of %d, %d changed:", n, size, n_changed);
	for (int i = 0; i < damage.n_rects; i++)
		ks_buf_printf(out, " %d,%d %dx%d;", damage.rects[i].x, damage.rects[i].y,
			      damage.rects[i].w, damage.rects[i].h);
	ks_buf_puts(out, "\n");
}

static void what_is_painted_anew_is_in_the_same_pieces(void **state)
{
	static const int sizes[] = {3, 30, 64, 65, 120, 400};
	struct ks_ui ui = {.metrics = ks_metrics_make(W, H, 480, 100)};
	struct ks_scene *old = ks_scene_open(), *now = ks_scene_open();
	struct ks_buf out = {0};

	(void)state;
	for (int n = 1; n <= MOST; n += 3)
		for (size_t i = 0; i < KS_COUNT(sizes); i++)
			put_case(&out, old, now, &ui, n, sizes[i]);
	ks_scene_close(old);
	ks_scene_close(now);
	ks_test_golden("tests/data/golden/ui/damage.txt", ks_buf_text(&out));
	ks_buf_finish(&out);
}

/* What comes alone is painted alone: where it is, and a pixel around what has no edges of its own. */
static void one_thing_is_painted_where_it_is(void **state)
{
	static const struct ks_rect r = {100, 50, 41, 30};
	struct ks_ui ui = {.metrics = ks_metrics_make(W, H, 480, 100)};
	struct ks_box box = {.fill = KS_COLOR_KEY, .radius_px = 3};

	(void)state;
	for (int kind = 0; kind < 4; kind++) {
		struct ks_scene *old = ks_scene_open(), *now = ks_scene_open();
		int around = kind == 3;
		struct ks_damage damage;

		ks_scene_begin(old, &ui, "damage");
		ks_scene_begin(now, &ui, "damage");
		if (kind == 0)
			ks_scene_fill(now, r, KS_COLOR_KEY);
		else if (kind == 1)
			ks_scene_box(now, r, &box);
		else if (kind == 2)
			ks_scene_arc(now, r, 3, 0, 0.7, KS_COLOR_KEY);
		else
			ks_scene_icon(now, r, KS_ICON_PIN, KS_COLOR_KEY);
		ks_scene_diff(old, now, &damage);
		assert_int_equal(damage.n_rects, 1);
		assert_int_equal(damage.rects[0].x, r.x - around);
		assert_int_equal(damage.rects[0].y, r.y - around);
		assert_int_equal(damage.rects[0].w, r.w + 2 * around);
		assert_int_equal(damage.rects[0].h, r.h + 2 * around);
		ks_scene_close(old);
		ks_scene_close(now);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(one_thing_is_painted_where_it_is),
		cmocka_unit_test(what_is_painted_anew_is_in_the_same_pieces),
	};

	return ks_test_run(tests);
}
