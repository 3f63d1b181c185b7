/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Every Japanese sentence of the kiosk's own interface, in one table for HR to proof-read (words.c).
 * Lessons, posters and the policy bring their own text. Words with a % are formats for ks_say().
 */
#ifndef KIOSK_WORDS_H
#define KIOSK_WORDS_H

#include <stdbool.h>

#include "base/mem.h"

enum ks_word {
	/* doors and buttons */
	KS_W_TRAIN,
	KS_W_ATTEND,
	KS_W_READ_POLICY,
	KS_W_EMERGENCY,
	KS_W_NEXT,
	KS_W_BACK,
	KS_W_QUIT_SIGNIN,
	KS_W_SIGN_OUT,
	KS_W_SUSPEND,
	KS_W_CLOSE,
	KS_W_ERASE,
	KS_W_START,
	KS_W_GO_ON,
	KS_W_REVIEW,
	KS_W_RESUME,
	KS_W_TO_QUIZ,
	KS_W_FINISH_LESSON,
	KS_W_TO_LIST,
	KS_W_ANSWER,
	KS_W_NEXT_QUESTION,
	KS_W_TO_RESULT,
	KS_W_RETRY,
	KS_W_READ_AGAIN,
	KS_W_NEXT_LESSON,
	KS_W_PREVIOUS_ROWS,
	KS_W_NEXT_ROWS,
	KS_W_SHOW_ANSWER,
	KS_W_PREVIOUS_CLAUSE,
	KS_W_NEXT_CLAUSE,
	KS_W_NEXT_PERSON,
	KS_W_KEEP_GOING,
	/* sign-in */
	KS_W_SIGNIN_TITLE,
	KS_W_NUMBER_HEADING,
	KS_W_NUMBER_LABEL,
	KS_W_PIN_HEADING,
	KS_W_PIN_LABEL,
	KS_W_PIN_WHO,
	KS_W_NUMBER_UNKNOWN,
	KS_W_PIN_SHORT,
	KS_W_PIN_WRONG,
	KS_W_PIN_LOCKED,
	KS_W_PIN_UNSET,
	KS_W_NO_ROSTER,
	/* マイページ */
	KS_W_HOME_TITLE,
	KS_W_SAN,
	KS_W_HOME_COURSE,
	KS_W_HOME_LEFT,
	KS_W_HOME_DONE,
	KS_W_HOME_EXEMPT,
	KS_W_HOME_EXEMPT_WHY,
	KS_W_HOME_PREPARING,
	KS_W_ROW_ABOUT,
	KS_W_ROW_AND_MORE,
	KS_W_ROW_DONE,
	KS_W_ROW_UNDER_WAY,
	KS_W_ROW_NOT_BEGUN,
	KS_W_ROW_FAULTY,
	KS_W_ROW_OVERDUE,
	KS_W_ROW_DUE,
	KS_W_ROW_DONE_ON,
	KS_W_ROWS_OF,
	/* lesson */
	KS_W_PAGE_OF,
	KS_W_POLICY_SOURCE,
	KS_W_POLICY_SOURCE_TITLED,
	KS_W_LOCAL_TITLE,
	KS_W_GENERAL_TITLE,
	/* quiz */
	KS_W_QUIZ_TITLE,
	KS_W_QUESTION_OF,
	KS_W_CHOOSE_ONE,
	KS_W_CHOOSE_ALL,
	KS_W_CHOOSE_TRUE_FALSE,
	KS_W_CLASSIFY,
	KS_W_ORDER,
	KS_W_FIND,
	KS_W_SAYS_TOUCH,
	KS_W_CLEAR,
	KS_W_UNDO,
	KS_W_CARDS_LEFT,
	KS_W_PUT_INTO,
	KS_W_CARDS,
	KS_W_MORE_CARDS,
	KS_W_TAKE_BACK,
	KS_W_FIND_FULL,
	KS_W_INBOX,
	KS_W_TRUE,
	KS_W_FALSE,
	KS_W_RIGHT,
	KS_W_WRONG,
	KS_W_YOUR_ANSWER,
	KS_W_RIGHT_ANSWER,
	KS_W_YOUR_RIGHT_ANSWER,
	KS_W_RIGHT_ANSWER_IS,
	KS_W_SAME_BOX,
	KS_W_OTHER_BOX,
	KS_W_SAME_PLACE,
	KS_W_OTHER_PLACE,
	KS_W_FOUND,
	KS_W_ALSO_HERE,
	KS_W_NOT_HERE,
	KS_W_ALL_REASONS,
	KS_W_MORE,
	/* result */
	KS_W_PASSED,
	KS_W_NOT_YET,
	KS_W_POINTS_UNIT,
	KS_W_SCORE_PASSED,
	KS_W_SCORE_NOT_YET,
	KS_W_NOT_YET_HINT,
	KS_W_MUST_HINT,
	KS_W_DONE_AT,
	KS_W_TAKEN_AT,
	KS_W_DONE_NUMBER,
	KS_W_RECORD,
	KS_W_SAVED_HERE,
	KS_W_WAITING,
	KS_W_DELIVERED,
	KS_W_STAND_ALONE,
	KS_W_MISSED,
	KS_W_QUESTION_N,
	KS_W_LEARNT,
	KS_W_LESSON_TITLE,
	KS_W_MORE_MISSED,
	/* attendance */
	KS_W_ATTEND_TITLE,
	KS_W_ATTEND_WHICH,
	KS_W_ATTEND_NONE,
	KS_W_ATTEND_NONE_HINT,
	KS_W_ATTEND_RECORDED,
	KS_W_ATTEND_AGAIN,
	KS_W_ATTEND_AT,
	KS_W_ATTEND_NEXT,
	KS_W_ATTEND_COUNT,
	KS_W_GATHERING_WHEN,
	/* policy, emergency */
	KS_W_POLICY_TITLE,
	KS_W_EMERGENCY_TITLE,
	KS_W_EMERGENCY_NOTE,
	/* idle */
	KS_W_IDLE_HEADING,
	KS_W_IDLE_NOTE,
	/* trouble */
	KS_W_TROUBLE_BADGE_RECORD,
	KS_W_TROUBLE_RECORD,
	KS_W_TROUBLE_FULL,
	KS_W_TROUBLE_IO,
	KS_W_TROUBLE_RECORD_STAFF,
	KS_W_TROUBLE_BADGE_CONTENT,
	KS_W_TROUBLE_CONTENT,
	KS_W_TROUBLE_CONTENT_SOME,
	KS_W_TROUBLE_CONTENT_ALL,
	KS_W_TROUBLE_STAFF,
	KS_W_TROUBLE_MORE,
	/* settings */
	KS_W_TEXT_0,
	KS_W_TEXT_1,
	KS_W_TEXT_2,
	KS_W_FURIGANA,
	KS_W_EASY,
	KS_W_CONTRAST,
	KS_W_LOW,
	KS_W_SETTINGS,
	KS_W_SET_TEXT,
	KS_W_SET_TEXT_0,
	KS_W_SET_TEXT_1,
	KS_W_SET_TEXT_2,
	KS_W_SET_FURIGANA,
	KS_W_SET_EASY,
	KS_W_SET_CONTRAST,
	KS_W_SET_LOW,
	KS_W_SET_OFF,
	KS_W_SET_ON,
	KS_W_SETTINGS_NOTE,
	KS_W_SETTINGS_BACK,
	KS_W_COUNT,
};

/** ks_words_use_easy() - やさしい日本語 from now on, where words_easy.c has it. */
void ks_words_use_easy(bool is_easy);
/** ks_word_easy() - the easy variant alone, or NULL (words_easy.c). */
const char *ks_word_easy(enum ks_word word);

/** ks_word() - the sentence; never NULL. */
const char *ks_word(enum ks_word word);

/** ks_say() - a sentence with its gaps filled (printf conversions as the table has them), in @arena. */
const char *ks_say(struct ks_arena *arena, enum ks_word word, ...);

/** ks_choice_mark() - ア イ ウ エ … for the choice shown at place @index. */
const char *ks_choice_mark(int index);

#endif
