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
	/* 職員証 */ \
	W(CARD_UNKNOWN, "この職員証（末尾 %s）は、\nまだ登録されていません") \
	W(CARD_BIND, "職員番号と暗証番号で、この職員証とあなたを結び付けます。次からは、かざすだけです。") \
	W(CARD_SKIP, "結び付けずに、番号だけで入る") \
	W(CARD_NOT_YOURS, "あなたの職員証でないときは、「やめる」をさわり、職員証を総務課へ届けてください。") \
	W(CARD_BOUND, "職員証を結び付けました") \
	W(CARD_COME, "職員証をかざすか、職員番号を入れて、受付してください") \
	W(NAME_HELP, "名前を選んだあと、暗証番号を入力します。出てこないときは、係員に声をかけてください。")
/* clang-format on */

#endif
