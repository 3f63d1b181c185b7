/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The sentences of 受付 and the 係員 that stand beside those of desk.c: id and words in one row each, for HR to proof-read. Easy
 * words, where a learner needs them, are in easy.c.
 */
#ifndef KIOSK_WORDS_COUNTER_H
#define KIOSK_WORDS_COUNTER_H

/* clang-format off */
#define KS_COUNTER_WORDS(W) \
	/* 氏名から探す */ \
	W(NAME_TITLE, "氏名から探す") \
	W(NAME_HEADING, "みょうじの読みを入れて、自分の名前をさわってください") \
	W(NAME_HINT, "2文字から探します") \
	W(NAME_FOUND, "候補は%d名です") \
	W(NAME_MORE, "もう1字入れてください") \
	W(NAME_NONE, "見つかりません") \
	W(NAME_SHOW, "候補を見る（%d名）") \
	W(NAME_AGAIN, "読みを入れ直す") \
	W(NAME_BACK, "番号の入力に戻る") \
	W(NAME_HELP, "名前を選んだあと、暗証番号を入力します。出てこないときは、係員に声をかけてください。")
/* clang-format on */

#endif
