/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk/words/words.h"

#include <string.h>

#include "base/utf8.h"
#include "support/test.h"

/* The easy words may stand wherever the usual ones do, and are easy. */

/* The next conversion at or after @at, without %%; its length in @len, NULL for none. */
static const char *next_gap(const char *at, size_t *len)
{
	while ((at = strchr(at, '%'))) {
		*len = 1 + strcspn(at + 1, "dsxXuc%") + 1;
		if (at[1] != '%')
			return at;
		at += 2;
	}
	return NULL;
}

static void easy_words_have_the_gaps_of_the_usual_ones(void **state)
{
	(void)state;
	ks_words_use_easy(false);
	for (int i = 0; i < KS_W_COUNT; i++) {
		const char *usual = ks_word((enum ks_word)i), *easy = ks_word_easy((enum ks_word)i);

		while (easy) {
			size_t usual_len = 0, easy_len = 0;

			usual = next_gap(usual, &usual_len);
			easy = next_gap(easy, &easy_len);
			if (!usual && !easy)
				break;
			if (!usual || !easy || usual_len != easy_len ||
			    memcmp(usual, easy, easy_len) != 0)
				fail_msg("「%s」 has other gaps than the usual words",
					 ks_word_easy((enum ks_word)i));
			usual += usual_len;
			easy += easy_len;
		}
	}
}

static bool is_kanji(uint32_t c)
{
	return c >= 0x4E00 && c <= 0x9FFF;
}

/* Behind a number: 分, 日, 月, 人. */
static bool is_counter(const char *text, const char *at)
{
	return at >= text + 2 && at[-1] == 'd' && at[-2] == '%' &&
	       (strncmp(at, "分", 3) == 0 || strncmp(at, "日", 3) == 0 ||
		strncmp(at, "月", 3) == 0 || strncmp(at, "人", 3) == 0);
}

/* All of them, but for what is counted: its kana would depend on the number. */
static void easy_words_are_written_in_kana(void **state)
{
	int n = 0;

	(void)state;
	for (int i = 0; i < KS_W_COUNT; i++) {
		const char *easy = ks_word_easy((enum ks_word)i);
		int n_kanji = 0;

		for (const char *at = easy, *end = easy ? easy + strlen(easy) : NULL; at < end;) {
			bool is_counted = is_counter(easy, at);

			n_kanji += is_kanji(ks_utf8_next(&at, end)) && !is_counted;
		}
		n += easy ? 1 : 0;
		assert_true(n_kanji == 0);
		assert_true(!easy || (!strstr(easy, "%dふん") && !strstr(easy, "%dぷん") &&
				      !strstr(easy, "%dにち") && !strstr(easy, "%dにん") &&
				      !strstr(easy, "%dがつ")));
	}
	assert_true(n > 80);
}

static void easy_words_are_used_only_when_chosen(void **state)
{
	(void)state;
	ks_words_use_easy(true);
	assert_string_equal(ks_word(KS_W_NEXT), "つぎへ");
	ks_words_use_easy(false);
	assert_string_equal(ks_word(KS_W_NEXT), "次へ");
}

/* What is recorded word for word must not change with a comfort of the display. */
static void the_acknowledgement_has_one_wording(void **state)
{
	(void)state;
	assert_null(ks_word_easy(KS_W_AGREE_SENTENCE));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(easy_words_have_the_gaps_of_the_usual_ones),
		cmocka_unit_test(easy_words_are_written_in_kana),
		cmocka_unit_test(easy_words_are_used_only_when_chosen),
		cmocka_unit_test(the_acknowledgement_has_one_wording),
	};

	return ks_test_run(tests);
}
