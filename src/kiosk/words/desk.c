/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk/words/words.h"

/*
 * The sentences of 受付, of the 係員's desk and of enrolment. The reasons stand here once: what is chosen on the glass is, word for word,
 * what the statement says.
 */

static const char *const words[KS_W_COUNT] = {
	[KS_W_ATTEND_FOR] = "出席登録　%s",
	[KS_W_ATTEND_EARLY] = "受付は %d:%02d からです",
	[KS_W_ATTEND_ENDED] = "受付は %d:%02d に終わりました",
	[KS_W_ATTEND_CLOSED] = "いまは、受付の時間ではありません",
	[KS_W_ATTEND_CLOSED_HINT] =
		"受付は、始まりの30分前から終わりまでです。時間を過ぎたときは、係員にお知らせください。",
	[KS_W_ATTEND_WALK_IN] = "予定外の参加として記録しました",
	[KS_W_ATTEND_LEAVE] = "退室する",
	[KS_W_ATTEND_LEFT] = "退室を記録しました",
	[KS_W_ATTEND_LEFT_AT] = "%s　%d:%02d 退室",
	[KS_W_ATTEND_IN_AT] = "%s　%d:%02d 受付",
	[KS_W_CONFIRM_HEADING] = "この方でよろしいですか",
	[KS_W_CONFIRM_YES] = "はい、受付します",
	[KS_W_CONFIRM_NO] = "いいえ、入れ直します",
	[KS_W_RECEPTION_TITLE] = "出席受付",
	[KS_W_RECEPTION_COME] = "職員番号を入れて、受付してください",
	[KS_W_RECEPTION_NUMBER] = "番号を入力",
	[KS_W_RECEPTION_STRANGER] = "番号のない方、名簿にない方は、係員に声をかけてください",
	[KS_W_RECEPTION_COUNT] = "この端末で受付が済んだ人",
	[KS_W_RECEPTION_OF] = "%d ／ %d名",
	[KS_W_RECEPTION_ONLY] = "%d名",
	[KS_W_RECEPTION_BEGINS] = "あと%d分で始まります",
	[KS_W_RECEPTION_BEGUN] = "%d:%02d に始まりました。終わりは %d:%02d です",
	[KS_W_DESK] = "係員",
	[KS_W_DESK_TODAY] = "今日の集合研修は%d件です",
	[KS_W_DESK_REFUSED] = "係員の役割がありません",
	[KS_W_DESK_REFUSED_HINT] =
		"係員の画面は、名簿の役割が「研修担当」の人が使えます。名簿のことは、総務課に聞いてください。",
	[KS_W_DESK_ROW] = "%s\n%s　対象 %s",
	[KS_W_DESK_PEOPLE] = "%d名",
	[KS_W_DESK_ANYBODY] = "決めていません",
	[KS_W_DESK_STATE] = "まだ送っていない記録 %d件",
	[KS_W_DESK_BACK] = "係員の画面へ",
	[KS_W_ROLL_TITLE] = "出席簿",
	[KS_W_ROLL_BACK] = "出席簿に戻る",
	[KS_W_ROLL_SUM] = "対象 %d名 ＝ 出席 %d名 ＋ まだ来ていない人 %d名",
	[KS_W_ROLL_EXTRA] = "予定外の参加 %d名　会場にいるはずの人 %d名",
	[KS_W_ROLL_ANYBODY] = "出席 %d名（対象は決めていません）",
	[KS_W_ROLL_MISSING] = "まだ来ていない人",
	[KS_W_ROLL_HERE] = "出席した人（さわると訂正できます）",
	[KS_W_ROLL_WHY] = "理由を選ぶ",
	[KS_W_ROLL_PERSON] = "%s　%s\n%s",
	[KS_W_ROLL_IN] = "%d:%02d 受付",
	[KS_W_ROLL_IN_LATE] = "%d:%02d 受付（開始後）",
	[KS_W_ROLL_IN_WALK] = "%d:%02d 受付（予定外）",
	[KS_W_ROLL_ADMITTED] = "係員が出席にしました（%s）",
	[KS_W_ROLL_REMOVED] = "出席を取り消しました（%s）",
	[KS_W_ROLL_CLOSED] = "%d:%02d に閉じました　記録 %d名　数えた人数 %d名　%s",
	[KS_W_ROLL_MATCH] = "人数一致",
	[KS_W_ROLL_OPEN] = "出席受付を始める",
	[KS_W_ROLL_STOP] = "出席受付を終える",
	[KS_W_ROLL_ADMIT] = "番号で出席にする",
	[KS_W_ROLL_CLOSE] = "人数を合わせて閉じる",
	[KS_W_WHY_EXCUSE] = "%s さんが来ていない理由",
	[KS_W_WHY_REMOVE] = "%s さんの出席を取り消す理由",
	[KS_W_WHY_ADMIT] = "%s さんを出席にする理由",
	[KS_W_WHY_CLOSE] = "受付の記録は%d名、数えた人数は%d名です。ちがう理由を選んでください",
	[KS_W_WHY_NOTE] = "理由と、記録した人・時刻が出席簿に残ります。",
	[KS_W_WHY_GO_BACK] = "受付をしていない人がいる（閉じる前に受付します）",
	[KS_W_KEYS_ADMIT] = "出席にする人の職員番号を入れてください",
	[KS_W_KEYS_CLOSE] = "会場にいる人を数えて、入れてください",
	[KS_W_KEYS_ADMIT_LABEL] = "職員番号",
	[KS_W_KEYS_CLOSE_LABEL] = "数えた人数（受付の記録は%d名）",
	[KS_W_KEYS_NOBODY] = "この番号の人は、名簿にいません",
	[KS_W_WHY_EXCUSE_1] = "公欠（現場対応）",
	[KS_W_WHY_EXCUSE_2] = "公欠（ほかの会議・出張）",
	[KS_W_WHY_EXCUSE_3] = "休み（病気）",
	[KS_W_WHY_EXCUSE_4] = "休み（年次休暇）",
	[KS_W_WHY_EXCUSE_5] = "夜勤明け",
	[KS_W_WHY_EXCUSE_6] = "遅れて来る",
	[KS_W_WHY_EXCUSE_7] = "連絡がない",
	[KS_W_WHY_REMOVE_1] = "別の人の番号で受付した",
	[KS_W_WHY_REMOVE_2] = "まちがえて受付した",
	[KS_W_WHY_REMOVE_3] = "途中で帰った",
	[KS_W_WHY_ADMIT_1] = "番号や暗証番号を忘れた",
	[KS_W_WHY_ADMIT_2] = "受付の時間を過ぎて来た",
	[KS_W_WHY_ADMIT_3] = "端末が使えなかった",
	[KS_W_WHY_ADMIT_4] = "紙の出席簿から転記した",
	[KS_W_WHY_CLOSE_1] = "講師・係員も数えた",
	[KS_W_WHY_CLOSE_2] = "途中で出た人、遅れて来た人がいる",
	[KS_W_WHY_CLOSE_3] = "分からない（そのまま記録します）",
#define KS_COUNTER_WORD(id, words) [KS_W_##id] = words,
	KS_COUNTER_WORDS(KS_COUNTER_WORD) KS_ROOM_WORDS(KS_COUNTER_WORD)
#undef KS_COUNTER_WORD
		[KS_W_DESK_KEY] = "この端末 %s　端末の鍵 %s",
	[KS_W_ENROL_TITLE] = "端末の登録",
	[KS_W_ENROL_ADDRESS] = "センターのアドレスを入れてください",
	[KS_W_ENROL_ADDRESS_LABEL] =
		"例 training.example　総務課から聞いたものを入れます。https:// は、いりません。",
	[KS_W_ENROL_CODE] = "登録コードを入れてください",
	[KS_W_ENROL_CODE_LABEL] = "総務課が出した8文字です。この端末で一度だけ使えます。",
	[KS_W_ENROL_GO] = "登録する",
	[KS_W_ENROL_BACK] = "アドレスを直す",
	[KS_W_ENROL_ASKING] = "センターに問い合わせています。しばらくお待ちください。",
	[KS_W_ENROL_WRONG] =
		"このコードは使えません。打ち間違いでなければ、期限が切れたか、ほかの端末で使われています。",
	[KS_W_ENROL_OTHER] =
		"このコードの名前は、別の端末のものです。総務課に、新しい名前のコードを頼んでください。",
	[KS_W_ENROL_WAIT] =
		"違うコードが続いたので、センターは受け付けていません。10分ほどお待ちください。",
	[KS_W_ENROL_NO_CENTRE] =
		"センターの返事がありません。アドレスと、通信の線を確かめて、もう一度「登録する」をさわってください。",
	[KS_W_ENROL_NOT_OURS] =
		"そのアドレスで答えたのは、研修のセンターではありません。アドレスを確かめてください。",
	[KS_W_ENROL_CERTIFICATE] =
		"センターの証明書を確かめられません。この端末の時計と、アドレスの名前を確かめてください。組織の中の認証局なら、設定ファイルに ca_file が要ります。",
	[KS_W_ENROL_PROXY] =
		"プロキシーを通れません。設定ファイルの proxy を確かめて、もう一度「登録する」をさわってください。",
	[KS_W_ENROL_NOT_WRITTEN] =
		"認証情報をこの端末に書けません。保存場所の権限と空きを確かめてください。コードは、もう一度使えます。",
	[KS_W_ENROLLED] = "この端末を登録しました",
};

const char *ks_word_desk(enum ks_word word)
{
	return words[word];
}
