/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "kiosk/kana.h"
#include "kiosk/screen/screen.h"
#include "support/golden.h"
#include "support/test.h"

/* Every sign of the table by its own key, whichever way the keys are shown; and what is typed with them. */

static void put(struct ks_buf *out, const char *name, const struct ks_kana_keys *keys)
{
	ks_buf_printf(out, "%s, %d a row, %d on:", name, keys->per_row, keys->chosen);
	for (int i = 0; i < keys->n; i++)
		ks_buf_printf(out, "%s%s:%s:%X", i % keys->per_row == 0 ? "\n  " : " ",
			      keys->labels[i],
			      keys->actions[i].what == KS_ACT_KANA       ? "sign"
			      : keys->actions[i].what == KS_ACT_KANA_ROW ? "row"
									 : "none",
			      (unsigned)keys->actions[i].arg);
	ks_buf_puts(out, "\n");
}

static void each_sign_has_its_key(void **state)
{
	struct ks_buf out = {0};
	struct ks_kana_keys keys = ks_kana_board();

	(void)state;
	put(&out, "board", &keys);
	for (int row = 0; row < 10; row++) {
		keys = ks_kana_row_keys(row);
		put(&out, "rows", &keys);
		keys = ks_kana_sign_keys(row);
		put(&out, "signs", &keys);
		keys = ks_kana_plain_keys(row);
		put(&out, "plain", &keys);
	}
	ks_test_golden("tests/data/golden/kana-keys.txt", ks_buf_text(&out));
	ks_buf_finish(&out);
}

/* As many whole signs as there is room for, and whole ones are taken back. */
static void whole_signs_are_typed_and_taken_back(void **state)
{
	char typed[10] = "";

	(void)state;
	ks_kana_erase(typed);
	assert_string_equal(typed, "");
	ks_kana_type(typed, sizeof(typed), 0x3042);
	ks_kana_type(typed, sizeof(typed), 'a');
	ks_kana_type(typed, sizeof(typed), 0x30FC);
	assert_string_equal(typed, "あaー");
	ks_kana_type(typed, sizeof(typed), 0x3042); /* one byte too few */
	assert_string_equal(typed, "あaー");
	ks_kana_type(typed, sizeof(typed), 'b');
	ks_kana_type(typed, sizeof(typed), 'c');
	assert_string_equal(typed, "あaーbc");
	ks_kana_type(typed, sizeof(typed), 'd');
	assert_string_equal(typed, "あaーbc");
	for (int left = 4; left > 0; left--)
		ks_kana_erase(typed);
	assert_string_equal(typed, "あ");
	ks_kana_erase(typed);
	assert_memory_equal(typed, (char[10]){0}, sizeof(typed)); /* nothing of it is left */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_sign_has_its_key),
		cmocka_unit_test(whole_signs_are_typed_and_taken_back),
	};

	return ks_test_run(tests);
}
