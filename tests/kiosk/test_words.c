/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk/words/words.h"

#include <string.h>

#include "base/utf8.h"
#include "content/agreement.h"
#include "content/buttons.h"
#include "content/readings.h"
#include "course/inspection.h"
#include "support/test.h"

/*
 * The table of words is data that people edit: these rules keep an edit from breaking a screen.
 */

static void every_word_is_there_and_is_utf8(void **state)
{
	(void)state;
	for (int i = 0; i < KS_W_COUNT; i++) {
		const char *word = ks_word((enum ks_word)i);

		assert_true(*word != '\0');
		assert_true(ks_utf8_is_valid(word, strlen(word), NULL));
	}
}

static void sentences_are_polite_and_blame_nobody(void **state)
{
	static const char *const rough[] = {"しろ",   "するな", "ダメ",        "駄目",
					    "エラー", "不正な", "あなたのせい"};

	(void)state;
	for (int i = 0; i < KS_W_COUNT; i++)
		for (size_t k = 0; k < KS_COUNT(rough); k++)
			assert_null(strstr(ks_word((enum ks_word)i), rough[k]));
}

/* With ふりがな on nothing on the glass is left without a reading: buttons, badges and notices too. */
/* What is agreed to is called the same on every screen, as in the statement (tests/xapi/test_statement.c). */
static void the_agreement_has_one_name(void **state)
{
	static const enum ks_word named[] = {KS_W_AGREE_TITLE, KS_W_AGREE_ROW, KS_W_AGREE_LEFT,
					     KS_W_AGREE_DONE};

	(void)state;
	for (size_t i = 0; i < KS_COUNT(named); i++) {
		ks_words_use_easy(false);
		assert_non_null(strstr(ks_word(named[i]), KS_AGREEMENT));
		ks_words_use_easy(true);
		if (named[i] != KS_W_AGREE_DONE) /* short: 「記録しました」 */
			assert_non_null(strstr(ks_word(named[i]), KS_AGREEMENT_EASY));
	}
	ks_words_use_easy(false);
}

static void every_word_can_be_read_aloud(void **state)
{
	struct ks_readings readings = {0};
	struct ks_diags diags = {0};
	size_t n_missing = 0;

	(void)state;
	assert_int_equal(ks_readings_load("content/readings.yaml", &readings, &diags), KS_OK);
	for (int i = 0; i < KS_W_COUNT; i++) {
		struct ks_rich word = ks_rich_plain(ks_word((enum ks_word)i));
		size_t at = 0, n = 0;

		while ((at = ks_readings_missing(&readings, &word, at + n, &n)) < word.len) {
			print_error("no reading of 「%.*s」 in 「%s」\n", (int)n, word.text + at,
				    word.text);
			n_missing++;
		}
	}
	assert_int_equal(n_missing, 0);
	ks_readings_finish(&readings);
	ks_diags_finish(&diags);
}

/* What each sentence with gaps is called with: d, s and l as ks_say()'s callers pass them. */
static const struct {
	enum ks_word word;
	const char *gaps;
} formats[] = {
	{KS_W_NUMBER_LABEL, "d"},
	{KS_W_PIN_WHO, "ss"},
	{KS_W_DESK_KEY, "ss"},
	{KS_W_DIGITS_SHORT, "d"},
	{KS_W_SET_CALLED, "ss"},
	{KS_W_PIN_NUMBER, "s"},
	{KS_W_PIN_WRONG, "d"},
	{KS_W_PIN_LOCKED, "d"},
	{KS_W_SAN, "s"},
	{KS_W_HOME_COURSE, "ssss"},
	{KS_W_HOME_LEFT, "dd"},
	{KS_W_RESUME_IN, "d"},
	{KS_W_START_IN, "d"},
	{KS_W_ROW_DAYS, "d"},
	{KS_W_ROW_MINUTES, "d"},
	{KS_W_WHY_ROLE, "s"},
	{KS_W_WHY_PLACE, "s"},
	{KS_W_WHY_POST, "s"},
	{KS_W_ROWS_DONE, "d"},
	{KS_W_HOME_EXEMPT_WHY, "s"},
	{KS_W_HOME_PREPARING, "d"},
	{KS_W_ROW_ABOUT, "sss"},
	{KS_W_ROW_UNDER_WAY, "d"},
	{KS_W_ROW_DUE, "dd"},
	{KS_W_ROW_DONE_ON, "dd"},
	{KS_W_OPENING_THEN, "s"},
	{KS_W_THOUGHT, "s"},
	{KS_W_RECALL_TITLE, "s"},
	{KS_W_RECALL_ROW, "d"},
	{KS_W_PAGE_OF, "dd"},
	{KS_W_POLICY_SOURCE, "s"},
	{KS_W_POLICY_RUNNING, "sss"},
	{KS_W_POLICY_SOURCE_TITLED, "ss"},
	{KS_W_QUIZ_TITLE, "s"},
	{KS_W_LESSON_TITLE, "ds"},
	{KS_W_QUESTION_OF, "dd"},
	{KS_W_CHOOSE_N, "d"},
	{KS_W_FIND, "d"},
	{KS_W_CARDS_LEFT, "d"},
	{KS_W_PUT_INTO, "s"},
	{KS_W_CARDS, "d"},
	{KS_W_MORE_CARDS, "d"},
	{KS_W_FIND_FULL, "d"},
	{KS_W_PARTLY, "dd"},
	{KS_W_MISSED_N, "d"},
	{KS_W_EXTRA_N, "d"},
	{KS_W_MISSED_AND_EXTRA, "dd"},
	{KS_W_OFF_N, "d"},
	{KS_W_TOO_MANY_HERE, "ds"},
	{KS_W_RIGHT_ANSWER_IS, "s"},
	{KS_W_YOUR_ANSWER_IS, "s"},
	{KS_W_HELP_PAGE, "d"},
	{KS_W_MORE_MISSED, "dd"},
	{KS_W_MORE_LEARNT, "dd"},
	{KS_W_SAME_BOX, "ss"},
	{KS_W_OTHER_BOX, "sss"},
	{KS_W_SAME_PLACE, "ds"},
	{KS_W_OTHER_PLACE, "dsd"},
	{KS_W_FOUND, "ds"},
	{KS_W_ALSO_HERE, "ds"},
	{KS_W_NOT_HERE, "ds"},
	{KS_W_SCORE_PASSED, "ddd"},
	{KS_W_SCORE_NOT_YET, "ddd"},
	{KS_W_QUESTION_N, "d"},
	{KS_W_ROW_TEST, "dd"},
	{KS_W_REVIEW_OF, "sdd"},
	{KS_W_OWN_ALL_DONE, "d"},
	{KS_W_OWN_DONE_ON, "s"},
	{KS_W_OWN_PAPER, "d"},
	{KS_W_OWN_YEAR, "sddd"},
	{KS_W_ATTEND_AGAIN, "dd"},
	{KS_W_ATTEND_AT, "ssdd"},
	{KS_W_ATTEND_COUNT, "d"},
	{KS_W_GATHERING_WHEN, "sdddds"},
	{KS_W_SHOW_LESSON_ROW, "sdd"},
	{KS_W_PAPER_SHEET, "sdss"},
	{KS_W_PAPER_WHOSE, "ssss"},
	{KS_W_PAPER_ANSWER, "ds"},
	{KS_W_PAPER_RESULT, "dds"},
	{KS_W_STICK_CONTENT, "d"},
	{KS_W_STICK_CONTENT_NOT, "s"},
	{KS_W_SHOW_DRILL_ROW, "sdd"},
	{KS_W_PRESENT_TITLE, "sddd"},
	{KS_W_PRESENT_OF, "dd"},
	{KS_W_HANDS_N, "d"},
	{KS_W_HANDS_SUM, "dd"},
	{KS_W_HANDS_SUM_ONLY, "d"},
	{KS_W_HANDS_MORE, "s"},
	{KS_W_HANDS_LESS, "s"},
	{KS_W_DRILL_TITLE, "sdd"},
	{KS_W_DRILL_SCENE, "dds"},
	{KS_W_DRILL_DECIDED, "dd"},
	{KS_W_DRILL_OVER, "dd"},
	{KS_W_DRILL_SUM, "ddds"},
	{KS_W_DRILL_PASSED, "d"},
	{KS_W_NEW_MINUTES, "d"},
	{KS_W_STICK_DONE, "d"},
	{KS_W_STICK_TAKEN, "dd"},
	{KS_W_STICK_REFUSED, "dd"},
	{KS_W_ATTEND_FOR, "s"},
	{KS_W_ATTEND_EARLY, "dd"},
	{KS_W_ATTEND_ENDED, "dd"},
	{KS_W_ATTEND_LEFT_AT, "sdd"},
	{KS_W_ATTEND_IN_AT, "sdd"},
	{KS_W_RECEPTION_OF, "dd"},
	{KS_W_RECEPTION_ONLY, "d"},
	{KS_W_RECEPTION_BEGINS, "d"},
	{KS_W_RECEPTION_BEGUN, "dddd"},
	{KS_W_DESK_TODAY, "d"},
	{KS_W_DESK_ROW, "sss"},
	{KS_W_DESK_PEOPLE, "d"},
	{KS_W_DESK_STATE, "d"},
	{KS_W_DESK_ASIDE, "d"},
	{KS_W_ROLL_CORRECTIONS, "d"},
	{KS_W_ROLL_CORRECTED_OUT, "sssdd"},
	{KS_W_ROLL_CORRECTED_IN, "sssdd"},
	{KS_W_KEYS_CLOSE_OTHER, "d"},
	{KS_W_KEYS_CLOSE_SILENT, "dd"},
	{KS_W_ROLL_SUM, "ddd"},
	{KS_W_ROLL_NOTES, "s"},
	{KS_W_ROLL_NOTED, "sd"},
	{KS_W_ROLL_EXTRA, "dd"},
	{KS_W_ROLL_ANYBODY, "d"},
	{KS_W_ROLL_PERSON, "sss"},
	{KS_W_ROLL_NOTES, "s"},
	{KS_W_ROLL_NOTED, "sd"},
	{KS_W_ROLL_IN, "dd"},
	{KS_W_ROLL_IN_LATE, "dd"},
	{KS_W_ROLL_IN_WALK, "dd"},
	{KS_W_ROLL_ADMITTED, "s"},
	{KS_W_ROLL_REMOVED, "s"},
	{KS_W_ROLL_CLOSED, "dddds"},
	{KS_W_WHY_EXCUSE, "s"},
	{KS_W_WHY_REMOVE, "s"},
	{KS_W_WHY_ADMIT, "s"},
	{KS_W_WHY_CLOSE, "dd"},
	{KS_W_KEYS_CLOSE_LABEL, "d"},
	{KS_W_NAME_FOUND, "d"},
	{KS_W_DEVICE_N, "d"},
	{KS_W_DEVICE_AT, "dddd"},
	{KS_W_DEVICE_CLOCK_SYNCED, "dd"},
	{KS_W_DEVICE_CLOCK_CENTRE, "dd"},
	{KS_W_DEVICE_CLOCK_TOLD, "dd"},
	{KS_W_DEVICE_CLOCK_ALONE, "dd"},
	{KS_W_DEVICE_CLOCK_DOUBT, "dd"},
	{KS_W_DEVICE_READER_READ, "s"},
	{KS_W_DEVICE_DISK_GOOD, "d"},
	{KS_W_DEVICE_DISK_LOW, "d"},
	{KS_W_SETUP_MM, "d"},
	{KS_W_DEVICE_CONTENT_VERSION, "d"},
	{KS_W_DEVICE_CONTENT_REFUSED, "d"},
	{KS_W_DEVICE_ROSTER_FRESH, "d"},
	{KS_W_DEVICE_ROSTER_OLD, "d"},
	{KS_W_DEVICE_ROSTER_OWN, "d"},
	{KS_W_TOUCH_SPOT, "d"},
	{KS_W_NAME_SHOW, "d"},
	{KS_W_CARD_UNKNOWN, "s"},
	{KS_W_TROUBLE_RECORD_STAFF, "lds"},
	{KS_W_TROUBLE_CONTENT_STAFF, "ds"},
	{KS_W_TROUBLE_CLOSED_STAFF, "s"},
	{KS_W_SEARCH_HITS, "d"},
	{KS_W_SEARCH_FOUND, "s"},
	{KS_W_SYNC_PENDING, "d"},
	{KS_W_INCIDENT_SETTLED, "sdd"},
	{KS_W_INCIDENT_SETTLED_SHORT, "s"},
	{KS_W_CASE_STEP, "dd"},
	{KS_W_CASE_CLUE, "d"},
	{KS_W_SYNC_QUARANTINED, "d"},
	{KS_W_SYNC_STUCK, "d"},
	{KS_W_SYNC_STUCK_SINCE, "ddddd"},
	{KS_W_SYNC_CERTIFICATE, "d"},
	{KS_W_SYNC_PROXY, "d"},
	{KS_W_INSPECT_ROW, "d"},
	{KS_W_INSPECT_TITLE, "ss"},
	{KS_W_INSPECT_UNDER_WAY, "dd"},
	{KS_W_INSPECT_DONE_ON, "dd"},
	{KS_W_INSPECT_ITEM_OF, "dd"},
	{KS_W_INSPECT_HELP_FOR, "ss"},
	{KS_W_AGREE_ROW_ABOUT, "s"},
	{KS_W_AGREE_VERSION, "ss"},
	{KS_W_IDLE_SAVES, "d"},
	{KS_W_IDLE_CLOSES, "d"},
	{KS_W_DONE_FOR, "s"},
	{KS_W_OWN_THANKS, "s"},
	{KS_W_OWN_NEXT_YEAR, "s"},
	{KS_W_ATTEND_OVER, "dd"},
	{KS_W_ATTEND_LATE, "dd"},
	{KS_W_PREVIEW_TITLE, "s"},
	{KS_W_PREVIEW_MORE, "d"},
};

/* The conversions of a format, one letter each: d, s, l for %ld. */
static void gaps_of(const char *format, char out[16])
{
	size_t n = 0;

	for (; *format; format++) {
		if (*format != '%')
			continue;
		format += strspn(format + 1, "0123456789") + 1;
		out[n++] = *format;
		if (*format == 'l')
			format++;
	}
	out[n] = '\0';
}

static void gaps_of_every_sentence_are_the_ones_it_is_called_with(void **state)
{
	(void)state;
	for (int i = 0; i < KS_W_COUNT; i++) {
		const char *expected = "";
		char gaps[16];

		for (size_t k = 0; k < KS_COUNT(formats); k++)
			if (formats[k].word == (enum ks_word)i)
				expected = formats[k].gaps;
		gaps_of(ks_word((enum ks_word)i), gaps);
		assert_string_equal(gaps, expected);
	}
}

/* {button:NAME} in a lesson is what stands on the glass. */
static void buttons_are_called_in_lessons_as_on_the_glass(void **state)
{
	static const struct {
		const char *name;
		enum ks_word word;
	} buttons[] = {
		{"next", KS_W_NEXT},         {"back", KS_W_BACK},
		{"answer", KS_W_ANSWER},     {"start", KS_W_START},
		{"finish", KS_W_SIGN_OUT},   {"pause", KS_W_SUSPEND},
		{"retry", KS_W_RETRY},       {"home", KS_W_TO_LIST},
		{"furigana", KS_W_FURIGANA}, {"easy", KS_W_EASY},
		{"look", KS_W_SETTINGS},     {"reveal", KS_W_SHOW_ANSWER},
		{"page", KS_W_REVIEW_PAGES}, {"emergency", KS_W_EMERGENCY},
	};
	size_t n = 0;

	(void)state;
	while (ks_button_name(n))
		n++;
	assert_int_equal(n, KS_COUNT(buttons));
	for (size_t i = 0; i < n; i++)
		assert_string_equal(ks_button_label(buttons[i].name), ks_word(buttons[i].word));
}

/* What people tap is what the statement says they chose. */
static void responses_are_called_alike_on_the_glass_and_in_the_record(void **state)
{
	static const enum ks_word words[KS_RESPONSE_COUNT] = {
		[KS_RESPONSE_YES] = KS_W_INSPECT_YES,
		[KS_RESPONSE_NO] = KS_W_INSPECT_NO,
		[KS_RESPONSE_NA] = KS_W_INSPECT_NA,
		[KS_RESPONSE_UNKNOWN] = KS_W_INSPECT_UNKNOWN,
	};

	(void)state;
	for (int i = KS_RESPONSE_YES; i < KS_RESPONSE_COUNT; i++)
		assert_string_equal(ks_word(words[i]), ks_response_word((enum ks_response)i));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_word_is_there_and_is_utf8),
		cmocka_unit_test(the_agreement_has_one_name),
		cmocka_unit_test(every_word_can_be_read_aloud),
		cmocka_unit_test(sentences_are_polite_and_blame_nobody),
		cmocka_unit_test(gaps_of_every_sentence_are_the_ones_it_is_called_with),
		cmocka_unit_test(buttons_are_called_in_lessons_as_on_the_glass),
		cmocka_unit_test(responses_are_called_alike_on_the_glass_and_in_the_record),
	};

	return ks_test_run(tests);
}
