/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The sentences of what the 係員 does before a room (教材を映す, 訓練), of a gathering nobody announced and of the stick: id and words in one
 * row each, for HR to proof-read. Easy words are in easy.c.
 */
#ifndef KIOSK_WORDS_ROOM_H
#define KIOSK_WORDS_ROOM_H

/* clang-format off */
#define KS_ROOM_WORDS(W) \
	W(ROLL_SHOW, "教材を映す・訓練をする") \
	W(ROLL_ADMIT_NAME, "氏名から出席にする") \
	W(NAME_ADMIT, "みょうじの読みを入れて、出席にする人をさわってください") \
	W(ROLL_CLOSE_BRIEF, "受付を締める") \
	/* what to look at about a check-in: it accuses nobody */ \
	W(ROLL_NOTES, "受付のようす：%s") \
	W(ROLL_NOTED, "%s %d名") \
	W(ROLL_AT_ONCE, "3秒以内に別の人") \
	W(ROLL_TWO_DOORS, "2台の端末で受付") \
	W(ROLL_FAILED_FIRST, "暗証番号の入れまちがいのあと") \
	W(ROLL_NO_PIN, "暗証番号なし") \
	W(DESK_ASIDE, "隔離中の記録 %d件　総務課にお知らせください") \
	W(DESK_APART, "センターとつながっていません。記録は、この端末に残っています。") \
	W(ROLL_CORRECTIONS, "訂正の記録 %d件") \
	W(ROLL_CORRECTED_OUT, "%s　取り消し（%s）　%s %d:%02d") \
	W(ROLL_CORRECTED_IN, "%s　出席にした（%s）　%s %d:%02d") \
	W(KEYS_CLOSE_SAME, "人数が合いました。") \
	W(KEYS_CLOSE_OTHER, "%d名ちがいます。次に、その理由を選びます。") \
	W(KEYS_CLOSE_SILENT, "まだ来ていない %d名のうち %d名は、理由がまだです（あとから入れられます）。") \
	/* which lesson or drill */ \
	W(SHOW_LESSONS, "映す教材を選んでください") \
	W(SHOW_DRILLS, "訓練を選んでください") \
	W(SHOW_LESSON_ROW, "%s\n約%d分　%d枚") \
	W(SHOW_DRILL_ROW, "%s\n約%d分　%d場面") \
	W(SHOW_AGAIN, "教材を選び直す") \
	/* 教材を映す */ \
	W(PRESENT_TITLE, "%s　%d:%02d　出席 %d名") \
	W(PRESENT_OF, "%d ／ %d枚") \
	W(HANDS_ASK, "手を挙げて答えましょう") \
	W(HANDS_N, "%d名") \
	W(HANDS_SUM, "合わせて %d名　手を挙げていない人 %d名") \
	W(HANDS_SUM_ONLY, "合わせて %d名") \
	W(HANDS_MORE, "%sを1名増やす") \
	W(HANDS_LESS, "%sを1名減らす") \
	W(HANDS_KEPT, "手を挙げた人数を記録しました。だれが挙げたかは、残りません。") \
	W(HANDS_THEN, "このあと、一人ずつ端末で答えます。") \
	/* 訓練 */ \
	W(DRILL_TITLE, "%s　経過 %d:%02d") \
	W(DRILL_BEGIN, "訓練を始める") \
	W(DRILL_SCENE, "場面 %d ／ %d　想定 %s") \
	W(DRILL_OTHER, "ほかのことを決めた") \
	W(DRILL_DECIDED, "経過 %d分%02d秒に決めました。記録に残りました。") \
	W(DRILL_AGAIN, "決め直す") \
	W(DRILL_NEXT, "次の場面へ") \
	W(DRILL_END, "訓練を終える") \
	W(DRILL_OVER, "訓練を終えました（%d分%02d秒）") \
	W(DRILL_OVER_NOTE, "決めたことと時刻は、この集合研修の記録に残りました。") \
	W(DRILL_SUM, "%d　%d分%02d秒　%s") \
	W(DRILL_PASSED, "%d　決めずに進みました") \
	W(DRILL_CLOSE, "出席簿へ") \
	/* 紙から転記 */ \
	W(ROLL_PAPER, "紙の解答を転記する") \
	W(PAPER_TITLE, "紙の解答の転記") \
	W(PAPER_WHICH, "用紙の番号が同じものを選んでください") \
	W(PAPER_WHICH_HINT, "番号は、解答用紙の右上にあります。同じものがないときは、教材が新しくなっています。") \
	W(PAPER_NONE, "紙で解答できる教材がありません") \
	W(PAPER_SHEET, "用紙番号 %s　%d問\n%s（%s）") \
	W(KEYS_PAPER, "解答した人の職員番号を入れてください") \
	W(KEYS_PAPER_DONE, "この人は、この科目を修了しています。転記はいりません") \
	W(KEYS_PAPER_OTHER, "この用紙は、この人が受ける研修のものではありません") \
	W(KEYS_PAPER_LATER, "この人は、先に受ける科目が残っています") \
	W(PAPER_BLANK_BUTTON, "無回答にする") \
	W(PAPER_STOP, "転記をやめる") \
	W(PAPER_WHOSE, "%s　%s\n%s（用紙番号 %s）") \
	W(PAPER_COMPARE, "紙と同じか、確かめてください") \
	W(PAPER_ANSWER, "問%d　%s") \
	W(PAPER_BLANK, "無回答") \
	W(PAPER_RECORD, "この内容で記録する") \
	W(PAPER_AGAIN, "最初から入れ直す") \
	W(PAPER_KEPT, "紙から転記したことを記録しました") \
	W(PAPER_RESULT, "%d問のうち %d問正解　%s") \
	W(PAPER_FAILED, "合格に届いていません") \
	W(PAPER_NEXT, "次の人の解答") \
	W(PAPER_OTHER, "用紙を選び直す") \
	W(PAPER_MARKED, "紙から転記") \
	/* a gathering nobody announced */ \
	W(NEW_TITLE, "予定にない集合研修を開く") \
	W(NEW_WHAT, "何の集まりですか") \
	W(NEW_WHERE, "どこでしますか") \
	W(NEW_LONG, "いまから何分ですか") \
	W(NEW_WHAT_1, "情報セキュリティ集合研修") \
	W(NEW_WHAT_2, "職場の打合せでの研修") \
	W(NEW_WHERE_1, "会議室") \
	W(NEW_WHERE_2, "事務室") \
	W(NEW_WHERE_3, "休憩室・詰所") \
	W(NEW_MINUTES, "%d分") \
	W(NEW_DOUBT, "今日の日付が分かりません。「端末の状態」で時計を合わせてから、もう一度開いてください。") \
	W(NEW_TWICE, "同じ名前の集合研修が、いま始まったところです。一覧から選んでください。") \
	W(NEW_LATE, "今日のうちに終わりません。短い時間を選んでください。") \
	/* the stick */ \
	W(STICK_WRITE, "USBで届ける（書き出す）") \
	W(STICK_DONE, "%d件を書き出しました。センターで読み、受領書の入ったUSBメモリーを、もう一度差してください") \
	W(STICK_ASKS, "送る記録はありません。名簿を頼むファイルだけを書き出しました") \
	W(STICK_TAKEN, "受領 %d件。新しく %d件が届いたと分かりました") \
	W(STICK_REFUSED, "新しく %d件が届いたと分かりました。センターが受け取らない記録 %d件は、隔離中として端末に残しています") \
	W(STICK_NONE, "USBメモリーが差さっていません") \
	W(STICK_NO_KEY, "センターの鍵がまだありません。総務課の人が kenshu courier export --key で一度書き出してください") \
	W(STICK_FULL, "USBメモリーの空き容量が足りません。記録は端末に残っています") \
	W(STICK_FAILED, "USBメモリーに書けません。記録は端末に残っています") \
	W(STICK_CONTENT, "教材の版 %d を受け取りました。終了すると、新しい教材になります") \
	W(STICK_CONTENT_NOT, "USBメモリーの教材は使いません。いまの教材のままです。%s") \
	W(STICK_PEOPLE, "名簿と集合研修を新しくしました") \
	W(STICK_NOTHING, "送る記録はありません")
/* clang-format on */

#endif
