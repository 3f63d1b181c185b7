/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "base/mem.h"
#include "content/buttons.h"
#include "content/rich_build.h"
#include "content/tell.h"
#include "support/test.h"

/* Other words of another length in the place of names, and every mark behind them where it belongs. */

/* Every ask is answered with @words, but for the button "back". */
static const char *label(const void *words, const char *name)
{
	return strcmp(name, "back") == 0 ? NULL : words;
}

static void check(const char *text, const char *words, const char *told)
{
	struct ks_arena arena = {0};
	struct ks_diags diags = {0};
	struct ks_source source = {"", &diags, &arena};
	struct ks_rich rich = ks_rich_of(&source, 1, KS_RICH_INLINE, text, strlen(text));
	struct ks_rich filled = ks_rich_with_buttons(&rich, label, words, &arena);
	struct ks_buf out = {0};

	assert_int_equal(diags.n_items, 0);
	tell_rich("", &filled, &out);
	assert_string_equal(ks_buf_text(&out), told);
	ks_buf_finish(&out);
	ks_arena_finish(&arena);
}

static void marks_move_with_the_words_they_are_on(void **state)
{
	(void)state;
	/* mark 8 is a contact, 7 a button, 1 a reading, 0 strong: from-to in bytes */
	check("{button:next}", "つぎへ進む", "  「つぎへ進む」 7:0-15=next\n");
	check("前{button:next}後", "a", "  「前a後」 7:3-4=next\n");
	check("**{button:next}へ** {漢|かん}", "abcdefg",
	      "  「abcdefgへ 漢」 0:0-10 7:0-7=next 1:11-14=かん\n");
	check("{漢|かん}{button:next}{字|じ}", "", "  「漢字」 1:0-3=かん 1:3-6=じ 7:3-3=next\n");
	check("**前{button:next}{button:easy}**`後`", "xy",
	      "  「前xyxy後」 0:0-7 7:3-5=next 7:5-7=easy 5:7-10\n");
	check("{button:back}と{button:next}", "x", "  「戻るとx」 7:0-6=back 7:9-10=next\n");
	check("{button:back}", "x", "  「戻る」 7:0-6=back\n");
	check("ただの文", "x", "  「ただの文」\n");
}

/* Sixteen in one text; those behind keep the words of the standard screen. */
static void so_many_and_no_more(void **state)
{
	struct ks_buf text = {0}, told = {0};

	(void)state;
	for (int i = 0; i < 18; i++)
		ks_buf_puts(&text, "{button:next}");
	ks_buf_puts(&text, "{漢|かん}");
	ks_buf_puts(&told, "  「xxxxxxxxxxxxxxxx次へ次へ漢」");
	for (int i = 0; i < 16; i++)
		ks_buf_printf(&told, " 7:%d-%d=next", i, i + 1);
	ks_buf_puts(&told, " 7:16-22=next 7:22-28=next 1:28-31=かん\n");
	check(ks_buf_text(&text), "x", ks_buf_text(&told));
	ks_buf_finish(&text);
	ks_buf_finish(&told);
}

static void every_name_of_a_button_is_among_those_that_are_told(void **state)
{
	struct ks_buf names = {0};
	size_t n = 0;

	(void)state;
	for (; ks_button_name(n); n++)
		ks_buf_printf(&names, "%s%s", n > 0 ? "、" : "", ks_button_name(n));
	assert_string_equal(ks_buf_text(&names), ks_button_names());
	assert_int_equal(n, 14);
	assert_null(ks_button_name(n));
	assert_null(ks_button_label("nexus"));
	ks_buf_finish(&names);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(marks_move_with_the_words_they_are_on),
		cmocka_unit_test(so_many_and_no_more),
		cmocka_unit_test(every_name_of_a_button_is_among_those_that_are_told),
	};

	return ks_test_run(tests);
}
