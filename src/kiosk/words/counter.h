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
	/* 端末の状態 */ \
	W(DEVICE_TITLE, "端末の状態") \
	W(DEVICE_SYNC, "センターとの通信") \
	W(DEVICE_SYNC_OFF, "この端末だけで使っています") \
	W(DEVICE_SYNC_IDLE, "つながっています") \
	W(DEVICE_SYNC_SENDING, "送っています") \
	W(DEVICE_SYNC_WAITING, "つながっていません") \
	W(DEVICE_SYNC_REFUSED, "認証情報が断られています") \
	W(DEVICE_WAITING, "まだ送っていない記録") \
	W(DEVICE_ASIDE, "隔離中の記録") \
	W(DEVICE_N, "%d件") \
	W(DEVICE_RECEIVED, "最後に届いたとき") \
	W(DEVICE_NEVER, "まだありません") \
	W(DEVICE_AT, "%d月%d日 %d:%02d") \
	W(DEVICE_CLOCK, "時計") \
	W(DEVICE_CLOCK_SYNCED, "%d:%02d（時刻サーバーと合っています）") \
	W(DEVICE_CLOCK_CENTRE, "%d:%02d（センターの時刻で確かめています）") \
	W(DEVICE_CLOCK_TOLD, "%d:%02d（係員が合わせました）") \
	W(DEVICE_CLOCK_ALONE, "%d:%02d（確かめる相手がありません）") \
	W(DEVICE_CLOCK_DOUBT, "%d:%02d（時刻要確認）") \
	W(DEVICE_READER, "カードリーダー") \
	W(DEVICE_READER_OFF, "使いません") \
	W(DEVICE_READER_NO_PCSCD, "読み取りのプログラムが動いていません") \
	W(DEVICE_READER_NONE, "つながっていません") \
	W(DEVICE_READER_READY, "使えます。カードをかざすと試せます") \
	W(DEVICE_READER_READ, "読めました（末尾 %s）") \
	W(DEVICE_DISK, "記録の保存") \
	W(DEVICE_DISK_GOOD, "正常・空き %d GB") \
	W(DEVICE_DISK_LOW, "正常・空き %d MB") \
	W(DEVICE_DISK_BAD, "記録できません") \
	W(DEVICE_CONTENT, "教材") \
	W(DEVICE_CONTENT_VERSION, "版 %d") \
	W(DEVICE_CONTENT_REFUSED, "届いた版 %d は使えません。くわしくは kenshu doctor") \
	W(DEVICE_ROSTER, "名簿") \
	W(DEVICE_ROSTER_FRESH, "%d名（センターと同じ）") \
	W(DEVICE_ROSTER_OLD, "%d名（起動してから確かめていません）") \
	W(DEVICE_ROSTER_OWN, "%d名") \
	W(DEVICE_SEND, "いま送る") \
	W(DEVICE_TOUCH, "タッチを試す") \
	W(DEVICE_TELL_CLOCK, "時計を合わせる") \
	W(DEVICE_RESTART, "プログラムを再起動する") \
	W(DEVICE_LEAVE, "プログラムを終わる（点検や修理のとき）") \
	W(DEVICE_LEAVE_SURE, "もう一度さわると、記録して終わります。自動では始まりません") \
	W(DEVICE_RESTART_SURE, "もう一度さわると、記録して再起動します") \
	W(DEVICE_BACK, "端末の状態に戻る") \
	W(TOUCH_HEADING, "しるしを、すべてさわってください") \
	W(TOUCH_DONE, "すべて、さわれました") \
	W(TOUCH_SPOT, "%d") \
	W(KEYS_CLOCK, "いまの日付と時刻を入れてください") \
	W(KEYS_CLOCK_LABEL, "年（4けた）・月・日・時・分（例 202611241005）") \
	W(KEYS_NO_TIME, "この日付と時刻は使えません。入れ直してください") \
	/* プログラムが動けないとき */ \
	W(CALM, "この端末は、いま使えません") \
	W(CALM_HINT, "係員にお知らせください。しばらくすると、ひとりでに、もう一度始めます。") \
	/* はじめの設定 */ \
	W(SETUP_TITLE, "はじめの設定") \
	W(DARK, "さわると、画面がつきます") \
	W(SETUP_KIND, "この端末の使い方を選んでください") \
	W(SETUP_CENTRE, "センターにつないで使う") \
	W(SETUP_CENTRE_NOTE, "総務課から聞いた、アドレスと登録コードを使います") \
	W(SETUP_ALONE, "この端末だけで使う") \
	W(SETUP_ALONE_NOTE, "記録は、この端末の中に残ります。名簿は、あとで入れます") \
	W(SETUP_WIDTH, "免許証など、カードを画面に当てて、枠を同じ大きさにしてください") \
	W(SETUP_MM, "カードの大きさ\n画面の長いほう\n%d mm") \
	W(SETUP_MUCH_SMALLER, "もっと小さく") \
	W(SETUP_SMALLER, "少し小さく") \
	W(SETUP_LARGER, "少し大きく") \
	W(SETUP_MUCH_LARGER, "もっと大きく") \
	W(SETUP_SKIP_TOUCH, "このまま進む") \
	W(SETUP_PLACE, "この端末を置く場所を選んでください") \
	W(SETUP_PLACE_NOTE, "待ち受けの画面に出ます。分からないときは、「出さない」を選んでください。") \
	W(SETUP_NO_PLACE, "出さない") \
	W(SETUP_NOT_KEPT, "設定をこの端末に書けません。電源を切ると、もう一度聞きます。保存場所の権限と空きを確かめてください。") \
	W(SETUP_BACK, "使い方を選び直す") \
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
