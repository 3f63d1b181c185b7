/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk/words/words.h"

#include <assert.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include "content/agreement.h"

/*
 * The interface's words, one row each, so that somebody who does not program can proof-read them: plain
 * です・ます, no blame, what to do next. Nothing else in src/kiosk holds Japanese.
 *
 * Ways out, by one rule. The upper right corner leads to the idle screen, and nothing else ever stands there:
 *   終了する  somebody is signed in: what was done is saved, the visit ends
 *   やめる    a number or PIN is asked for: nothing was done yet
 *   閉じる    a screen of nobody's (基本方針, 緊急連絡先, which gathering): there is nothing to end
 * Left of the corner, where there is such a step:
 *   中断する  out of a lesson or 自己点検 to マイページ; it goes on from the same place later
 *   …に戻る   back to what the button names (結果, 説明, 本文, 確認)
 * In the lower bar 戻る and 次へ turn; 見やすさ closes there with これで使う, to where one was.
 */

static const char *const words[KS_W_COUNT] = {
	[KS_W_TRAIN] = "研修を受ける",
	[KS_W_ATTEND] = "出席を登録する",
	[KS_W_READ_POLICY] = "基本方針を読む",
	[KS_W_EMERGENCY] = "緊急連絡先",
	[KS_W_NEXT] = "次へ",
	[KS_W_BACK] = "戻る",
	[KS_W_QUIT_SIGNIN] = "やめる",
	[KS_W_SIGN_OUT] = "終了する",
	[KS_W_SUSPEND] = "中断する",
	[KS_W_CLOSE] = "閉じる",
	[KS_W_ERASE] = "1字消す",
	[KS_W_START] = "始める",
	[KS_W_GO_ON] = "続ける",
	[KS_W_REVIEW] = "見直す",
	[KS_W_RESUME_IN] = "続きから（約%d分）",
	[KS_W_START_IN] = "始める（約%d分）",
	[KS_W_TO_QUIZ] = "確認テストへ",
	[KS_W_FINISH_LESSON] = "読み終える",
	[KS_W_TO_LIST] = "マイページへ",
	[KS_W_ANSWER] = "答える",
	[KS_W_NEXT_QUESTION] = "次の問題",
	[KS_W_TO_RESULT] = "結果を見る",
	[KS_W_RETRY] = "もう一度受ける",
	[KS_W_READ_AGAIN] = "最初のページから読む",
	[KS_W_NEXT_LESSON] = "次の研修へ",
	[KS_W_REVIEW_PAGES] = "ページを見る",
	[KS_W_BACK_TO_RESULT] = "結果に戻る",
	[KS_W_BACK_TO_REASON] = "説明に戻る",
	[KS_W_LEARNT_PAGE] = "学んだページを見る",
	[KS_W_PREVIOUS_ROWS] = "前のページ",
	[KS_W_NEXT_ROWS] = "次のページ",
	[KS_W_FIRST_ROWS] = "最初のページ",
	[KS_W_SHOW_ANSWER] = "答えを見る",
	[KS_W_THOUGHT] = "考えたこと　%s",
	[KS_W_PREVIOUS_CLAUSE] = "前",
	[KS_W_NEXT_CLAUSE] = "次",
	[KS_W_NEXT_PERSON] = "次の方の受付",
	[KS_W_KEEP_GOING] = "続ける",

	[KS_W_SIGNIN_TITLE] = "サインイン",
	[KS_W_NUMBER_HEADING] = "職員番号を\n入力してください",
	[KS_W_NUMBER_LABEL] = "職員番号（%dけた）",
	[KS_W_PIN_HEADING] = "暗証番号を\n入力してください",
	[KS_W_PIN_LABEL] = "暗証番号（6けた）",
	[KS_W_PIN_WHO] = "%s さん　%s",
	[KS_W_NUMBER_UNKNOWN] =
		"この職員番号は名簿にありません。番号を確かめるか、係員に声をかけてください。",
	[KS_W_DIGITS_SHORT] = "あと%dけたです。続けて入力してください。",
	[KS_W_PIN_WRONG] =
		"職員番号か暗証番号が違います。あと%d回間違えると、しばらく入力できなくなります。",
	[KS_W_PIN_LOCKED] = "続けて間違えたため、あと%d秒お待ちください。",
	[KS_W_PIN_NUMBER] = "職員番号　%s",
	[KS_W_CHOOSE_HEADING] = "自分の暗証番号を\n決めてください",
	[KS_W_CHOOSE_AGAIN] = "同じ番号を、もう一度\n入力してください",
	[KS_W_CHOOSE_LABEL] = "これから使う暗証番号（6けた）",
	[KS_W_CHOOSE_WEAK] =
		"この番号は使えません。日付、職員番号、続いた数字でない番号にしてください。",
	[KS_W_CHOOSE_DIFFERS] = "1回目と違います。もう一度、はじめから決めてください。",
	[KS_W_NO_ROSTER] = "名簿がまだ届いていません。しばらくしてから、もう一度お試しください。",

	[KS_W_HOME_TITLE] = "マイページ",
	[KS_W_SAN] = "%s さん",
	[KS_W_HOME_COURSE] = "%s　%s　／　%s　%s",
	[KS_W_HOME_LEFT] = "あと%d科目、約%d分で終わります",
	[KS_W_HOME_DONE] = "今年度の研修は、すべて終わりました",
	[KS_W_HOME_EXEMPT] = "今年度は、この研修の対象ではありません",
	[KS_W_HOME_DOUBTFUL] = "時計が合っていないようです（時刻要確認）",
	[KS_W_HOME_DOUBTFUL_WHY] =
		"どの年度の研修か決められないため、いまは始められません。係員に知らせてください。時計が合えば、始められます。",
	[KS_W_HOME_NO_PLAN] = "今年度の研修は、まだ用意されていません",
	[KS_W_HOME_NO_PLAN_WHY] = "始まる時期は、総務課へお問い合わせください。",
	[KS_W_HOME_EXEMPT_WHY] = "理由：%s。分からないときは、総務課へお問い合わせください。",
	[KS_W_HOME_PREPARING] = "ほかに%d科目を準備しています",
	[KS_W_ROW_ABOUT] = "%s（基本方針 %s%s）",
	[KS_W_ROW_AND_MORE] = " ほか",
	[KS_W_ROW_TEST] = "%d問のうち%d問正解で合格",
	[KS_W_ROW_TEST_LATER] = "科目がすべて終わると、始められます",
	[KS_W_ROW_DONE] = "修了",
	[KS_W_ROW_UNDER_WAY] = "受講中 %d％",
	[KS_W_ROW_NOT_BEGUN] = "未受講",
	[KS_W_ROW_FAULTY] = "教材を直しています",
	[KS_W_ROW_OVERDUE] = "期限切れ",
	[KS_W_ROW_DUE] = "%d月%d日まで",
	[KS_W_ROW_DONE_ON] = "%d月%d日 修了",
	[KS_W_ROW_DAYS] = "あと%d日",
	[KS_W_ROW_TODAY] = "今日まで",
	[KS_W_ROW_PAST] = "期限を過ぎています",
	[KS_W_ROW_MINUTES] = "約%d分",
	[KS_W_WHY_ALL] = "年に1回、全員が受けます",
	[KS_W_WHY_JOINED] = "今年度、任用された方が受けます",
	[KS_W_WHY_MOVED] = "今年度、異動・復職した方が受けます",
	[KS_W_WHY_ROLE] = "「%s」の役割の方が受けます",
	[KS_W_WHY_PLACE] = "「%s」で働く方が受けます",
	[KS_W_WHY_POST] = "「%s」の方が受けます",
	[KS_W_RECALL_ROW] = "前に間違えた問題　%d問",
	[KS_W_RECALL_ABOUT] = "忘れかけたころに思い出すと、長く身に付きます",
	[KS_W_RECALL_BADGE] = "点数に入りません",
	[KS_W_RECALL_OPEN] = "答えてみる",
	[KS_W_ROWS_DONE] = "修了した%d科目",
	[KS_W_ROWS_TO_DO] = "これから受ける科目",

	[KS_W_PAGE_OF] = "%d ／ %d ページ",
	[KS_W_POLICY_SOURCE] = "基本方針 %s",
	[KS_W_POLICY_SOURCE_TITLED] = "基本方針 %s %s",
	[KS_W_LOCAL_TITLE] = "組合で決めること",
	[KS_W_GENERAL_TITLE] = "一般的な注意（方針の文ではありません）",

	[KS_W_QUIZ_TITLE] = "%s　― 確認テスト",
	[KS_W_OPENING_OPEN] = "はじめに1問、考える",
	[KS_W_OPENING_TITLE] = "はじめに考えてみましょう",
	[KS_W_OPENING_NOTE] = "点数には入りません。読んだあとに、もう一度考えます。",
	[KS_W_OPENING_SKIP] = "先に読む",
	[KS_W_OPENING_DONE] = "これで読み始める",
	[KS_W_OPENING_THEN] = "はじめに選んだもの　%s",
	[KS_W_RECALL_TITLE] = "ふり返り　― %s",
	[KS_W_MAGNIFY] = "大きく見る",
	[KS_W_TO_QUESTION] = "問題に戻る",
	[KS_W_TO_REASON] = "説明に戻る",
	[KS_W_CASE_STEP] = "事例 %d／%d",
	[KS_W_CASE_CLUE] = "手がかり %d",
	[KS_W_QUESTION_OF] = "問 %d ／ %d",
	[KS_W_CHOOSE_ONE] = "一つ選んでください",
	[KS_W_CHOOSE_N] = "当てはまるものを%dつ選んでください",
	[KS_W_CHOOSE_TRUE_FALSE] = "○か×を選んでください",
	[KS_W_CLASSIFY] = "カードをさわってから、入れる箱をさわってください",
	[KS_W_ORDER] = "順番にさわってください",
	[KS_W_FIND] = "%dつ、さわってください",
	[KS_W_SAYS_TOUCH] = "さわって", /* a question with this word says itself what to do */
	[KS_W_CLEAR] = "やり直す",
	[KS_W_UNDO] = "1つ戻す",
	[KS_W_CARDS_LEFT] = "あと %d枚",
	[KS_W_PUT_INTO] = "（%s に入れました）",
	[KS_W_CARDS] = "%d枚",
	[KS_W_MORE_CARDS] = "ほか %d枚",
	[KS_W_TAKE_BACK] = "もう一度さわると取り消せます",
	[KS_W_FIND_FULL] = "%dつ選びました。変えるときは、選んだ所をもう一度さわってください。",
	[KS_W_INBOX] = "受信トレイ",
	[KS_W_TRUE] = "正しい",
	[KS_W_FALSE] = "正しくない",
	[KS_W_RIGHT] = "正解です",
	[KS_W_WRONG] = "正解は、ほかにあります",
	[KS_W_PARTLY] = "%dつのうち%dつ正解",
	[KS_W_MISSED_N] = "%dつを見落としました",
	[KS_W_EXTRA_N] = "%dつを選びすぎました",
	[KS_W_MISSED_AND_EXTRA] = "%dつを見落とし、%dつを選びすぎました",
	[KS_W_OFF_N] = "%dつが違います",
	[KS_W_OVERLOOKED] = "見落とし",
	[KS_W_TOO_MANY] = "選びすぎ",
	[KS_W_TOO_MANY_HERE] = "%d　%s（選びすぎました）",
	[KS_W_IS_TRUE] = "○　この文は正しい",
	[KS_W_IS_FALSE] = "×　この文は正しくない",
	[KS_W_RIGHT_SIDE] = "正解はこちら",
	[KS_W_YOUR_ANSWER] = "あなたの答え",
	[KS_W_YOUR_ANSWER_IS] = "あなたの答え：%s",
	[KS_W_RIGHT_ANSWER] = "正しい答え",
	[KS_W_YOUR_RIGHT_ANSWER] = "あなたの答え（正解）",
	[KS_W_RIGHT_ANSWER_IS] = "正解：%s",
	[KS_W_SAME_BOX] = "%s → %s（正解です）",
	[KS_W_OTHER_BOX] = "%s → %s（あなたの答えは %s）",
	[KS_W_SAME_PLACE] = "%d番目　%s（正解です）",
	[KS_W_OTHER_PLACE] = "%d番目　%s（あなたの答えは%d番目）",
	[KS_W_FOUND] = "%d　%s（見つけました）",
	[KS_W_ALSO_HERE] = "%d　%s（見落としました）",
	[KS_W_NOT_HERE] = "%d　%s（ここは当てはまりません）",
	[KS_W_ALL_REASONS] = "ほかの選択肢の説明",
	[KS_W_MORE] = "説明の続き",

	[KS_W_PASSED] = "合格",
	[KS_W_NOT_YET] = "もう一度",
	[KS_W_POINTS_UNIT] = "点",
	[KS_W_SCORE_PASSED] = "（合格 %d点・%d問中%d問正解）",
	[KS_W_SCORE_NOT_YET] = "（基準 %d点・%d問中%d問正解）",
	[KS_W_NOT_YET_HINT] =
		"もう一歩です。間違えた問題のページを見直してから、もう一度受けてください。何度でも受けられます。",
	[KS_W_FAR_HINT] =
		"答えは、ページに書いてあります。間違えた問題のページを読んでから、もう一度受けてください。何度でも受けられます。",
	[KS_W_HELP_PAGE] = "問%dのページを読む",
	[KS_W_MUST_HINT] =
		"点数は足りていますが、正解が必要な問題が残っています。ページを見直してから、もう一度受けてください。",
	[KS_W_DONE_AT] = "修了日時",
	[KS_W_TAKEN_AT] = "受けた日時",
	[KS_W_DONE_NUMBER] = "記録番号",
	[KS_W_DONE_YEAR] = "年度",
	[KS_W_DONE_FOR] = "%sの研修として記録しました",
	[KS_W_RECORD] = "記録",
	[KS_W_SAVED_HERE] = "この端末に保存しました",
	[KS_W_WAITING] = "送信待ち",
	[KS_W_DELIVERED] = "送信済み",
	[KS_W_STAND_ALONE] = "記録は、この端末の中に残ります",
	[KS_W_MISSED] = "間違えた問題",
	[KS_W_QUESTION_N] = "問 %d",
	[KS_W_MORE_MISSED] = "間違えた問題を見る（%d／%d）",
	[KS_W_MORE_LEARNT] = "学んだことを見る（%d／%d）",
	[KS_W_FROM_FIRST] = "最初に戻る",
	[KS_W_LEARNT] = "この科目で学んだこと",
	[KS_W_LEARNT_COURSE] = "この研修で学んだ科目",
	[KS_W_REVIEW_OF] = "「%s」から　%d ／ %d ページ",
	[KS_W_LESSON_TITLE] = "%d　%s",

	[KS_W_OWN_TITLE] = "記録と修了証",
	[KS_W_OWN_SHOW] = "修了証を見る",
	[KS_W_OWN_ALL_DONE] = "%d科目すべて、終わりました",
	[KS_W_OWN_CERTIFICATE] = "修了証",
	[KS_W_OWN_NUMBER] = "修了番号",
	[KS_W_OWN_DONE_ON] = "%s 修了",
	[KS_W_OWN_ARRIVED] = "センターに届きました",
	[KS_W_OWN_QR_NOTE] =
		"番号は、QRコードで控えられます。QRコードに入っているのは、番号だけです。",
	[KS_W_OWN_LEARNT] = "この1年で学んだこと",
	[KS_W_OWN_ELSEWHERE] = "修了番号は、修了を記録した端末で見られます。",
	[KS_W_OWN_YEARS] = "これまでの記録",
	[KS_W_OWN_YEAR] = "%s　%d科目を修了（最後の記録は%d月%d日）",
	[KS_W_OWN_PAPER] = "うち%d科目は、紙の解答を転記した記録です",
	[KS_W_OWN_NONE] = "修了した科目の記録は、まだありません",
	[KS_W_OWN_THANKS] = "%s さん、ありがとうございました。",
	[KS_W_OWN_SAVED] = "保存しました。お疲れさまでした。",
	[KS_W_OWN_NEXT_YEAR] = "次は%sの研修です。4月から受けられます。",
	[KS_W_GOODBYE_SAVED] = "保存しました。\nお疲れさまでした。",
	[KS_W_GOODBYE_NOTHING] = "お疲れさまでした。\n今回は、保存する記録はありませんでした。",

	[KS_W_ATTEND_TITLE] = "出席登録",
	[KS_W_ATTEND_WHICH] = "出席する研修を選んでください",
	[KS_W_ATTEND_NONE] = "今日の集合研修はありません",
	[KS_W_ATTEND_NONE_HINT] =
		"日にちが違うときや、予定があるはずのときは、係員にお知らせください。",
	[KS_W_ATTEND_DOUBTFUL] =
		"時計が合っていないようです（時刻要確認）。出席する研修を選んでください",
	[KS_W_ATTEND_OVER] = "研修の時間（%d:%02dまで）のあとの受付です",
	[KS_W_ATTEND_LATE] = "%d:%02dに始まった研修です",
	[KS_W_ATTEND_RECORDED] = "出席を記録しました",
	[KS_W_ATTEND_AGAIN] = "%d:%02d に受付済みです",
	[KS_W_ATTEND_AT] = "%s　%s　%d:%02d 受付",
	[KS_W_ATTEND_NEXT] = "次の方は、「次の方の受付」をさわってください。",
	[KS_W_ATTEND_NEXT_CARD] = "次の方は、職員証をかざすか、「次の方の受付」をさわってください。",
	[KS_W_ATTEND_COUNT] = "この端末での受付 %d名",
	[KS_W_GATHERING_WHEN] = "%s %d:%02d〜%d:%02d　%s",

	[KS_W_POLICY_RUNNING] = "%s　%s（%s）",
	[KS_W_POLICY_TITLE] = "情報セキュリティ基本方針",
	[KS_W_EMERGENCY_TITLE] = "緊急連絡先",
	[KS_W_EMERGENCY_NOTE] = "あわてずに、電話してください",
	[KS_W_HERE] = "いまいる場所（電話で伝えてください）",
	[KS_W_NEAREST_PHONE] = "いちばん近い電話",
	[KS_W_CANNOT_DIAL] = "この画面からは電話できません。",

	[KS_W_IDLE_SAVES] = "あと%d秒で、ここまでを保存して終了します。画面にさわると続けられます。",
	[KS_W_IDLE_CLOSES] = "あと%d秒で、最初の画面に戻ります。画面にさわると続けられます。",

	[KS_W_TROUBLE_BADGE_RECORD] = "記録できません",
	[KS_W_TROUBLE_RECORD] = "この端末では、いま研修を受けられません",
	[KS_W_TROUBLE_FULL] =
		"記録を保存する場所がいっぱいです。ここまでの記録は残っています。\nほかの端末を使うか、総務課へ連絡してください。",
	[KS_W_TROUBLE_IO] =
		"記録を保存できませんでした。ここまでの記録は残っています。\nほかの端末を使うか、総務課へ連絡してください。",
	[KS_W_TROUBLE_READ_ONLY] =
		"記録を保存する場所に、書き込めなくなっています。ここまでの記録は残っています。\nほかの端末を使うか、総務課へ連絡してください。",
	[KS_W_TROUBLE_DAMAGED] =
		"記録のファイルに、読めない所があります。ファイルは消さずに残しています。\nほかの端末を使うか、総務課へ連絡してください。",
	[KS_W_TROUBLE_RECORD_STAFF] =
		"係員の方へ　総務課に、次のとおり知らせてください。電源は、切らないでください。\n空き %ld MB ／ 未送信 %d件 ／ 番号 %s",
	[KS_W_TROUBLE_CLOSED_STAFF] =
		"係員の方へ　電源は切らずに、総務課へ「記録を開けません、番号 %s」と知らせてください。直ると、この画面は自動で元に戻ります。",
	[KS_W_TROUBLE_BADGE_CONTENT] = "教材に誤りがあります",
	[KS_W_TROUBLE_CONTENT] = "使えない教材があります",
	[KS_W_TROUBLE_CONTENT_SOME] =
		"誤りのある科目は、直るまで始められません。ほかの科目は受けられます。",
	[KS_W_TROUBLE_CONTENT_ALL] = "いま受けられる科目がありません。総務課へ連絡してください。",
	[KS_W_TROUBLE_CONTENT_STAFF] =
		"係員の方へ　誤り %d件（%s）。教材を作った人に、この名前を知らせてください。直した教材が届くと、元に戻ります。",

	[KS_W_POLICY_CONTENTS] = "もくじ",
	[KS_W_POLICY_TEXT] = "本文に戻る",
	[KS_W_SEARCH] = "ことばで探す",
	[KS_W_SEARCH_HINT] = "かなを入れるか、語を選んでください",
	[KS_W_SEARCH_NONE] = "見つかりません",
	[KS_W_SEARCH_HITS] = "%d件の条項にあります",
	[KS_W_SEARCH_FIND] = "探す",
	[KS_W_SEARCH_AGAIN] = "別のことば",
	[KS_W_SEARCH_FOUND] = "「%s」が出てくる条項",

	[KS_W_SYNC_DONE] = "記録はすべて送信済み",
	[KS_W_SYNC_QUARANTINED] = "センターが受け取らない記録 %d件（この端末に残しています）",
	[KS_W_INCIDENT_SHORT] = "失われた記録があるかもしれません（係員へ）",
	[KS_W_INCIDENT_SETTLED_SHORT] = "%s（損傷は係員が確認済み）",
	[KS_W_INCIDENT_SETTLED] = "%s（記録の損傷は %d月%d日に係員が確認済み）",
	[KS_W_KEY_REFUSED] =
		"この認証情報は、別の端末のものです（係員は、新しい名前で登録してください）",
	[KS_W_TWIN] = "この端末の写しが、もう一台で動いている疑いがあります（係員へ）",
	[KS_W_SYNC_UNKNOWN] = "送信の状況を確かめられません",
	[KS_W_SYNC_PENDING] = "送信待ち %d件",
	[KS_W_SYNC_STUCK] = "送信できません（送信待ち %d件）",
	[KS_W_SYNC_CERTIFICATE] =
		"センターの証明書を確かめられず、送信できません（送信待ち %d件・係員へ）",
	[KS_W_SYNC_CERTIFICATE_SHORT] = "証明書を確かめられません（係員へ）",
	[KS_W_SYNC_PROXY_SHORT] = "プロキシーにつながりません（係員へ）",
	[KS_W_SYNC_PROXY] = "プロキシーにつながらず、送信できません（送信待ち %d件・係員へ）",
	[KS_W_SYNC_STUCK_SINCE] = "送信できません（送信待ち %d件・最後の送信 %d月%d日 %d:%02d）",

	[KS_W_SETTINGS] = "見やすさ",
	[KS_W_SET_TEXT] = "文字の大きさ",
	[KS_W_SET_TEXT_0] = "標準",
	[KS_W_SET_TEXT_1] = "大",
	[KS_W_SET_TEXT_2] = "特大",
	[KS_W_FURIGANA] = "ふりがな",
	[KS_W_EASY] = "やさしい日本語",
	[KS_W_SET_CONTRAST] = "くっきりした色",
	[KS_W_SET_LOW] = "低い位置",
	[KS_W_SET_SLOW] = "ゆっくり",
	[KS_W_SET_SCAN] = "スイッチ1つで使う",
	[KS_W_SET_TEXT_HINT] = "ボタンも大きくなります",
	[KS_W_SET_FURIGANA_HINT] = "漢字に読みを付けます",
	[KS_W_SET_EASY_HINT] = "やさしい文と、ふりがな",
	[KS_W_SET_CONTRAST_HINT] = "黒い地に、白と黄色の文字",
	[KS_W_SET_LOW_HINT] = "座ったまま届く高さに",
	[KS_W_SET_SLOW_HINT] = "待つ時間を2倍にします",
	[KS_W_SET_SCAN_HINT] = "枠が順に動きます。どこかにさわると選べます",
	[KS_W_SET_NOTHING_HERE] = "いまの画面は同じです。ほかの画面で変わります",
	[KS_W_SET_OFF] = "なし",
	[KS_W_SET_ON] = "あり",
	[KS_W_SET_SCAN_1] = "1秒",
	[KS_W_SET_SCAN_2] = "2秒",
	[KS_W_SET_SCAN_4] = "4秒",
	[KS_W_SET_CALLED] = "%s：%s",
	[KS_W_SETTINGS_NOTE] = "使い終わると、標準に戻ります。\nこのままサインインできます。",
	[KS_W_SETTINGS_NOTE_KEPT] = "選んだ設定は、次に入ったときも使えます。",
	[KS_W_SETTINGS_STANDARD] = "はじめの設定に戻す",
	[KS_W_SETTINGS_DONE] = "これで使う",
	[KS_W_SAMPLE] = "見え方　えらぶと、すぐ変わります",
	[KS_W_SAMPLE_TITLE] = "あやしいメール・電話・画面",
	[KS_W_SAMPLE_HEADING] = "急がせる言葉に、注意",
	[KS_W_SAMPLE_TEXT] = "「本日17時まで」と急がされたら、開く前に電話で確かめます。",
	[KS_W_SAMPLE_CHOSEN] = "電話で確かめる",
	[KS_W_SAMPLE_OTHER] = "返信して確かめる",

	[KS_W_INSPECT_ROW] = "自己点検（%d項目）",
	[KS_W_INSPECT_TITLE] = "%s　%s",
	[KS_W_INSPECT_NOT_BEGUN] = "未回答",
	[KS_W_INSPECT_UNDER_WAY] = "回答中 %d／%d",
	[KS_W_INSPECT_DONE] = "回答済み",
	[KS_W_INSPECT_DONE_ON] = "%d月%d日 回答",
	[KS_W_INSPECT_BEGIN] = "答える前に",
	[KS_W_INSPECT_ITEM_OF] = "%d ／ %d",
	[KS_W_INSPECT_NOTE] = "回答は、評価ではなく改善のために使います。",
	[KS_W_INSPECT_YES] = "はい",
	[KS_W_INSPECT_NO] = "いいえ",
	[KS_W_INSPECT_NA] = "仕事に関係ない",
	[KS_W_INSPECT_UNKNOWN] = "分からない",
	[KS_W_INSPECT_LAST_YEAR] = "昨年度は「いいえ」でした",
	[KS_W_INSPECT_HELP] = "自己点検　― 参考になるページ",
	[KS_W_INSPECT_HELP_FOR] = "「%s」と答えた項目：%s",
	[KS_W_INSPECT_HELP_POLICY] = "自己点検　― 関係する条項",
	[KS_W_INSPECT_END] = "自己点検が終わりました",
	[KS_W_INSPECT_END_NO] =
		"「いいえ」と答えた項目です。できることから直していきましょう。来年度の点検は、ここから始まります。",
	[KS_W_INSPECT_END_ALL] =
		"「いいえ」と答えた項目はありませんでした。これからも続けていきましょう。",
	[KS_W_INSPECT_DONE_AT] = "回答日時",

	[KS_W_AGREE_TITLE] = KS_AGREEMENT,
	[KS_W_AGREE_ROW] = KS_AGREEMENT,
	[KS_W_AGREE_ROW_ABOUT] = "%sの終わりに",
	[KS_W_AGREE_LEFT] = "あとは、" KS_AGREEMENT "だけです",
	[KS_W_AGREE_OWED] = "未確認",
	[KS_W_AGREE_OPEN] = "確認へ進む",
	[KS_W_AGREE_ROW_OPEN] = "進む",
	[KS_W_AGREE_HEADING] = "最後に、基本方針を守ることを確かめます",
	[KS_W_AGREE_SENTENCE] = "基本方針を読み、上に示した遵守義務を守ります。",
	[KS_W_AGREE_VERSION] = "版 %s　／　照合番号 %s",
	[KS_W_AGREE_YES] = "読みました。守ります",
	[KS_W_BACK_TO_AGREE] = "確認に戻る",
	[KS_W_AGREE_READ] = "方針を読む",
	[KS_W_AGREE_ASIDE] =
		"ボタンをさわると、次の文のとおりに記録します。まだのときは、「終了する」で終わり、次に続けられます。",
	[KS_W_AGREE_DONE] = KS_AGREEMENT "を記録しました",
	[KS_W_AGREE_DONE_AT] = "確認日時",

	[KS_W_PREVIEW_TITLE] = "下見　%s",
	[KS_W_PREVIEW_FAULTS] = "直すところがあります",
	[KS_W_PREVIEW_HINT] = "ファイルを直して保存すると、この画面が自動で変わります。",
	[KS_W_PREVIEW_MORE] = "ほか%d件",
};

static bool is_easy_used;

void ks_words_use_easy(bool is_easy)
{
	is_easy_used = is_easy;
}

const char *ks_word(enum ks_word word)
{
	const char *easy = is_easy_used ? ks_word_easy(word) : NULL;

	const char *usual = words[word] ? words[word] : ks_word_desk(word);

	assert(word < KS_W_COUNT && usual);
	return easy ? easy : usual;
}

/* The formats are the table's, so the compiler cannot see them; tests/kiosk/test_words.c does. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
const char *ks_say(struct ks_arena *arena, enum ks_word word, ...)
{
	va_list list, again;
	char *text;
	int len;

	va_start(list, word);
	va_copy(again, list);
	len = vsnprintf(NULL, 0, ks_word(word), list);
	assert(len >= 0);
	text = ks_arena_alloc(arena, (size_t)len + 1);
	vsnprintf(text, (size_t)len + 1, ks_word(word), again);
	va_end(again);
	va_end(list);
	return text;
}
#pragma GCC diagnostic pop
