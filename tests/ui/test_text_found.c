/* SPDX-License-Identifier: Apache-2.0 */
#include "support/test.h"

#include <string.h>

#include "base/mem.h"
#include "ui/text.h"

/* Words that a search found: a soft ground behind them and a line below, on every line they reach, and nowhere else. */

enum { EM_PX = 32, W_PX = 320, H_PX = 160 };

static struct ks_text_engine *engine;
static uint32_t px[W_PX * H_PX];

/* "これは情報資産です。" in lines of five signs; 情報 ends the first, 資産 begins the second. */
static const struct ks_text_layout *paint(enum ks_theme theme)
{
	static const char text[] = "これは情報資産です。";
	struct ks_span span = {strlen("これは"), strlen("これは情報資産"), KS_MARK_FOUND, NULL};
	struct ks_rich rich = {text, strlen(text), &span, 1};
	struct ks_text_style style = {.em_px = EM_PX, .pitch_percent = 170};
	struct ks_canvas canvas = {px, W_PX, H_PX, W_PX, {0, 0, W_PX, H_PX}};
	const struct ks_text_layout *layout = ks_text_layout(engine, &rich, &style, 5 * EM_PX);

	for (size_t i = 0; i < KS_COUNT(px); i++)
		px[i] = ks_theme_argb(theme, KS_COLOR_BG);
	ks_text_draw(engine, layout, &canvas, 0, 0, theme);
	assert_int_equal(layout->n_lines, 2);
	return layout;
}

static bool is_at(int x, int y, enum ks_theme theme, enum ks_color color)
{
	return (px[y * W_PX + x] & 0xffffff) == (ks_theme_argb(theme, color) & 0xffffff);
}

/* Column @x of line @line: is there ground, and the line of the key colour below it? */
static bool is_marked(const struct ks_text_layout *layout, size_t line, int x, enum ks_theme theme)
{
	int base = layout->lines[line].baseline;
	bool has_ground = false, has_line = false;

	for (int y = base - EM_PX; y < base + EM_PX / 3; y++) {
		has_ground |= is_at(x, y, theme, KS_COLOR_ACCENT_SOFT);
		has_line |= y > base && is_at(x, y, theme, KS_COLOR_KEY);
	}
	assert_true(has_ground == has_line);
	return has_ground;
}

static void found_words_are_marked_on_both_lines_and_no_others(void **state)
{
	(void)state;
	for (int theme = 0; theme < KS_THEME_COUNT; theme++) {
		const struct ks_text_layout *layout = paint((enum ks_theme)theme);

		for (int sign = 0; sign < 5; sign++)
			for (int part = 1; part < 4; part++) {
				int x = sign * EM_PX + part * EM_PX / 4;

				assert_int_equal(is_marked(layout, 0, x, (enum ks_theme)theme),
						 sign >= 3);
				assert_int_equal(is_marked(layout, 1, x, (enum ks_theme)theme),
						 sign < 2);
			}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(found_words_are_marked_on_both_lines_and_no_others),
	};
	int failed;

	if (ks_text_engine_open(&engine) != KS_OK)
		return 1;
	failed = ks_test_run(tests);
	ks_text_engine_close(engine);
	return failed;
}
