/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk/keys.h"

#include "support/test.h"

/* Reading order is judged by the places on the glass, the ring by its pixels: neither is taken from the code. */

#define TARGETS_MAX 128

static bool is_live(const struct ks_element *element)
{
	return element->action.what != 0 && !(element->state & KS_STATE_DISABLED);
}

/* The targets in the order the scene declares them, without what lies behind a dialogue. */
static size_t targets(struct glass *glass, struct ks_element *out)
{
	size_t n, n_out = 0;
	const struct ks_element *shown = ks_scene_elements(glass->app.shown, &n);

	for (size_t i = 0; i < n; i++) {
		if (shown[i].role == KS_ROLE_DIALOG)
			n_out = 0;
		if (is_live(&shown[i]) && n_out < TARGETS_MAX)
			out[n_out++] = shown[i];
	}
	return n_out;
}

static const struct ks_element *focused(struct glass *glass)
{
	size_t n;
	const struct ks_element *shown = ks_scene_elements(glass->app.shown, &n), *found = NULL;

	for (size_t i = 0; i < n; i++) {
		if (!(shown[i].state & KS_STATE_FOCUSED))
			continue;
		if (found) /* one focus, not two */
			fail_msg("%s: 「%s」 and 「%s」 are one target",
				 ks_scene_name(glass->app.shown), found->label, shown[i].label);
		found = &shown[i];
	}
	return found;
}

static bool is_behind(const struct ks_rect *before, const struct ks_rect *after)
{
	return after->y + after->h > before->y || after->x >= before->x + before->w;
}

static bool is_focus_color(struct glass *glass, int x, int y)
{
	const struct ks_canvas *canvas = ks_window_canvas(glass->app.window);
	uint32_t wanted = ks_theme_argb(glass->app.ui.theme, KS_COLOR_FOCUS) & 0xffffff;

	if (canvas->h != glass->app.ui.metrics.height_px)
		return true; /* turned without a window: nothing to look at */
	assert_true(x >= 0 && y >= 0 && x < canvas->w && y < canvas->h);
	return (canvas->px[y * canvas->stride_px + x] & 0xffffff) == wanted;
}

/* In the middle of each side, on the glass itself: nothing painted later covers it. */
static void assert_ring_is_seen(struct glass *glass, const struct ks_element *at)
{
	struct ks_rect r = ks_rect_inset(at->rect, -ks_mm_fixed(&glass->app.ui.metrics, 0.9));
	int x = r.x + r.w / 2, y = r.y + r.h / 2;

	if (!is_focus_color(glass, x, r.y) || !is_focus_color(glass, x, r.y + r.h - 1) ||
	    !is_focus_color(glass, r.x, y) || !is_focus_color(glass, r.x + r.w - 1, y))
		fail_msg("%s: no ring around 「%s」", ks_scene_name(glass->app.shown), at->label);
}

void keys_go_round(struct glass *glass)
{
	struct ks_element order[TARGETS_MAX];
	size_t n = targets(glass, order);
	const char *screen = ks_scene_name(glass->app.shown);

	assert_true(n > 0);
	glass->app.ui.focused = (struct ks_action){0, 0};
	for (size_t i = 0; i <= n; i++) {
		const struct ks_element *at;

		glass_key(glass, KS_KEY_NEXT, 0);
		at = focused(glass);
		if (!at || at->action.what != order[i % n].action.what ||
		    at->action.arg != order[i % n].action.arg)
			fail_msg("%s: Tab %zu does not reach 「%s」 but 「%s」", screen, i + 1,
				 order[i % n].label, at ? at->label : "nothing");
		assert_ring_is_seen(glass, at);
		if (i > 0 && i < n && !is_behind(&order[i - 1].rect, &order[i].rect))
			fail_msg("%s: 「%s」 comes after 「%s」 but stands before it", screen,
				 order[i].label, order[i - 1].label);
	}
	glass_key(glass, KS_KEY_PREVIOUS, 0);
	assert_int_equal(focused(glass)->action.what, order[n - 1].action.what);
	glass_touch(glass, KS_INPUT_DOWN, 1, 1); /* a finger takes the ring away */
	glass_touch(glass, KS_INPUT_CANCEL, 1, 1);
	assert_null(focused(glass));
}

void keys_enter(struct glass *glass, int what, int arg)
{
	for (int i = 0; i < TARGETS_MAX; i++) {
		const struct ks_element *at;

		glass_key(glass, KS_KEY_NEXT, 0);
		at = focused(glass);
		if (at && at->action.what == what && (arg < 0 || at->action.arg == arg)) {
			glass_key(glass, KS_KEY_ENTER, 0);
			return;
		}
	}
	fail_msg("%s: the keyboard does not reach %d", ks_scene_name(glass->app.shown), what);
}
