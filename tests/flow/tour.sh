#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# `make tour`: every screen as a PNG in build/tour/SIZE/, and its dump beside it. TOUR_SIZES, TOUR_STEP (100, 125, 150),
# TOUR_THEME (standard, contrast) and TOUR_LESSONS (m1 m5 m6: those whose every page is taken) choose which.
set -u
. "$(dirname "$0")/lib.sh"
flow_begin
OUT=$TOP/build/tour
rm -rf "$OUT"
ENDPOINT=
CRED=
ME=204101

# snap NAME: picture and dump of what is on the glass
snap() { printf 'shot %s/%s.png\ndump %s/%s.json\n' "$DIR" "$1" "$DIR" "$1"; }

# see NAME COMMAND…: play the commands, then snap
see() {
	name=$1
	shift
	printf '%s\n' "$@"
	snap "$name"
}

# pages LESSON: pictures of its pages from the first, which is on the glass, to the last
pages() {
	snap "04-$1-0"
	case " ${TOUR_LESSONS:-m1 m5 m6} " in *" $1 "*) ;; *) return ;; esac
	n=$(grep -c '^# ' "$CONTENT/lessons/$1/lesson.md")
	i=1
	while [ "$i" -lt "$n" ]; do
		see "04-$1-$i" 'tap 次へ'
		i=$((i + 1))
	done
}

# From the idle screen to the first question of the first lesson.
first_half() {
	snap 01-attract
	see 02-signin 'tap 研修を受ける'
	see 02-signin-typing 'keys 2041'
	see 02-signin-unknown 'keys 99' 'tap 次へ' 'keys 123456' 'tap 次へ'
	see 02-signin-pin 'tap やめる' 'tap 研修を受ける' "keys $ME" 'tap 次へ' 'keys 12'
	see 02-signin-wrong 'keys 3456' 'tap 次へ'
	see 03-home "keys $(pin_of $ME)" 'tap 次へ'
	see 04-opening 'tap 始める' 'tap はじめに1問、考える'
	echo 'tap 先に読む'
	pages m1
	see 05-question 'lesson'
	echo 'tap 終了する'
}

# On from there: an answer, the results, attendance, the policy, the countdown.
second_half() {
	sign_in $ME
	snap 03-home-under-way
	echo 'tap 続ける'
	python3 "$TOP/tests/flow/tap_first.py" "$DIR/05-question.json" choice
	snap 05-question-chosen
	see 06-reason 'answer wrong'
	see 06-reason-page 'tap 学んだページを見る'
	echo 'tap 説明に戻る'
	see 07-result-failed 'quiz wrong'
	see 07-result-passed 'quiz right'
	for lesson in m2 m3 m4 m5 m6 m11; do
		echo 'tap 次の研修へ'
		pages $lesson
		echo 'quiz right'
	done
	see 04-test 'tap 次の研修へ'
	see 05-test 'lesson'
	see 07-result-test-failed 'quiz 5'
	if [ "${TOUR_STEP:-100}" = 100 ]; then # at larger steps it is behind 続きを見る
		see 04-page-again 'tap ページを見る'
		echo 'tap 結果に戻る'
	fi
	see 07-result-test 'tap もう一度受ける' 'quiz right'
	see 09-agree 'tap 確認へ進む'
	see 09-agreed 'tap 読みました。守ります'
	see 03-home-later 'tap マイページへ'
	if [ "${TOUR_STEP:-100}" = 100 ]; then # at larger steps it may be on a further page
		see 03-home-done-list 'tap 修了した'
		echo 'tap これから受ける科目'
	fi
	see 17-own-under-way 'tap 記録と修了証'
	echo 'tap マイページへ'
	see 10-inspect 'inspect'
	see 10-inspect-help 'tap いいえ' 'tap 次へ'
	see 10-inspected 'tap 次へ' 'inspect yes'
	see 03-settings 'tap マイページへ' 'tap 見やすさ'
	echo 'tap これで使う'
	echo 'tap 終了する'
	sign_in $ME
	for lesson in m7 m12; do
		echo 'tap 始める'
		pages $lesson
		printf 'quiz right\ntap マイページへ\n'
	done
	snap 03-home-done
	see 17-own-certificate 'tap 修了証を見る'
	see 08-signin 'tap 終了する' 'tap 出席を登録する'
	see 08-attended "keys $ME" 'tap 次へ' "keys $(pin_of $ME)" 'tap 次へ'
	see 08-attended-again 'tap 次の方の受付' "keys $ME" 'tap 次へ' "keys $(pin_of $ME)" 'tap 次へ'
	see 14-policy-1 'tap 終了する' 'tap 基本方針を読む'
	see 14-policy-2 'tap 次'
	see 14-policy-3 'tap 次'
	see 14-search 'tap ことばで探す'
	see 16-emergency 'tap 戻る' 'tap 閉じる' 'tap 緊急連絡先'
	see 15-countdown 'tap 閉じる' 'tap 研修を受ける' 'wait 4200'
	see 01-attract-after-idle 'wait 4000'
}

# A case, its consequence, and its artefact opened large: tests/flow/look.py has all of them.
case_stops() {
	for words in plain easy; do
		python3 "$TOP/tests/flow/look.py" "$WORK/look" --sizes "$SIZE" --steps "${TOUR_STEP:-100}" --words $words \
			--readings on --cases m5-c1 >/dev/null || return 1
	done
	for picture in "$WORK"/look/m5-c1/*.png; do
		mv "$picture" "$DIR/19-case-$(basename "$picture")"
	done
}

# What was missed a week ago, asked again: somebody passed m1 then with one wrong answer.
recall_stops() {
	command -v faketime >/dev/null || {
		echo "no faketime: ふり返り is left out" >&2
		return
	}
	rm -rf "$K"
	"$BIN/kenshu" roster import "$ROSTER" --state "$K" >/dev/null || return 1
	FAKETIME='-8 days'
	{
		sign_in $ME
		printf 'tap 始める\nquiz 4\ntap マイページへ\ntap 終了する\n'
	} | kiosk --config "$WORK/tour.conf" || return 1
	unset FAKETIME
	{
		sign_in $ME
		see 18-recall 'tap 答えてみる'
		see 18-recall-reason 'answer wrong'
	} | kiosk --config "$WORK/tour.conf"
}

# What a fault in the content looks like.
trouble() {
	rm -rf "$WORK/broken" "$WORK/T"
	cp -R "$CONTENT" "$WORK/broken"
	printf '\n```policy 3(9)\nありません\n```\n' >>"$WORK/broken/lessons/m1/lesson.md"
	snap 16-trouble >"$WORK/script.txt"
	"$BIN/kenshu-kiosk" --state "$WORK/T" --content "$WORK/broken" --offscreen --size "$SIZE" \
		--script "$WORK/script.txt" 2>/dev/null
}

# A machine that nobody configured, from its first start on. It is not left alone here, however slow this one is.
enrolment() {
	rm -rf "$WORK/E"
	sed '/^idle_s/d; /^countdown_s/d' "$WORK/tour.conf" >"$WORK/enrolment.conf"
	{
		see 17-first-kind 'wait 0'
		see 17-first-card 'tap センターにつないで使う'
		see 17-first-touch 'tap 次へ' 'tap 5'
		printf 'tap このまま進む\n'
		see 17-enrol-address 'keys training.example'
		see 17-enrol-code 'tap 次へ' 'keys ABCD'
	} >"$WORK/script.txt"
	"$BIN/kenshu-kiosk" --state "$WORK/E" --content "$CONTENT" --credentials "$WORK/none" --offscreen --size "$SIZE" \
		--script "$WORK/script.txt" --config "$WORK/enrolment.conf" 2>"$WORK/enrolment.err" || { cat "$WORK/enrolment.err" >&2; return 1; }
}

for SIZE in ${TOUR_SIZES:-1920x1080 1080x1920 1280x720}; do
	DIR=$OUT/$SIZE
	mkdir -p "$DIR"
	rm -rf "$K"
	"$BIN/kenshu" roster import "$ROSTER" --state "$K" >/dev/null || fail "roster import"
	"$BIN/kenshu" gathering add --state "$K" --title "令和8年度 情報セキュリティ集合研修（第2回）" \
		--date "$(TZ=Asia/Tokyo date +%F)" --from 0:00 --to 23:59 --place "本庁 大会議室" >/dev/null ||
		fail "gathering add"
	printf 'place: 北部クリーンセンター\nidle_s: 3\ncountdown_s: 4\ntext_step: %s\ntheme: %s\n' "${TOUR_STEP:-100}" "${TOUR_THEME:-standard}" >"$WORK/tour.conf"
	first_half | kiosk --config "$WORK/tour.conf" || fail "tour at $SIZE, first half"
	second_half | kiosk --config "$WORK/tour.conf" || fail "tour at $SIZE, second half"
	case_stops || fail "tour at $SIZE, a case"
	recall_stops || fail "tour at $SIZE, ふり返り"
	enrolment || fail "tour at $SIZE, enrolment"
	trouble || fail "tour at $SIZE, trouble"
done
find "$OUT" -name '*.png' | sort
