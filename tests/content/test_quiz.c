/* SPDX-License-Identifier: Apache-2.0 */
#include "support/test.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "content/expect.h"
#include "content/quiz.h"

/* GIFT, the subset Moodle and gift-pegjs share: what each kind becomes, and what is refused, with its line. */

struct quiz {
	struct ks_arena arena;
	struct ks_diags diags;
	struct ks_quiz quiz;
	enum ks_rc rc;
};

static struct quiz parse(const char *text)
{
	struct quiz q = {0};

	q.rc = ks_quiz_parse("quiz.gift", text, strlen(text), &q.arena, &q.quiz, &q.diags);
	return q;
}

static void finish(struct quiz *q)
{
	ks_arena_finish(&q->arena);
	ks_diags_finish(&q->diags);
}

static const struct ks_question *only(struct quiz *q)
{
	expect_none(&q->diags);
	assert_int_equal(q->rc, KS_OK);
	assert_int_equal(q->quiz.n_questions, 1);
	return &q->quiz.questions[0];
}

static void single_choice_keeps_a_reason_for_each_choice(void **state)
{
	struct quiz q =
		parse("// [id:m1-q01] [tag:5] [tag:6(5)] [must]\n"
		      "::題::採用三日目。\nどう考えますか。{\n\t=自分も守る #5が定めています。\n"
		      "\t~関係がない # 資産を扱う人は\nみな対象です。\n\t####まとめ\n}\n");
	const struct ks_question *question = only(&q);

	(void)state;
	assert_string_equal(question->id, "m1-q01");
	assert_int_equal(question->line, 2);
	assert_int_equal(question->kind, KS_QUESTION_SINGLE);
	assert_string_equal(question->name, "題");
	assert_string_equal(question->stem.text, "採用三日目。どう考えますか。");
	assert_int_equal(question->n_clauses, 2);
	assert_string_equal(question->clauses[1], "6(5)");
	assert_true(question->is_mandatory);
	assert_int_equal(question->n_choices, 2);
	assert_string_equal(question->choices[0].id, "a");
	assert_true(question->choices[0].is_right);
	assert_string_equal(question->choices[0].reason.text, "5が定めています。");
	assert_string_equal(question->choices[1].text.text, "関係がない");
	assert_false(question->choices[1].is_right);
	assert_string_equal(question->choices[1].reason.text, "資産を扱う人はみな対象です。");
	assert_string_equal(question->feedback.text, "まとめ");
	finish(&q);
}

static void multiple_choice_takes_positive_weights_as_right(void **state)
{
	struct quiz q = parse("// [id:q]\n選ぶ{\n~%50%甲 #a\n~%50%乙 #b\n~%-50%丙 #c\n~丁 #d\n}");
	const struct ks_question *question = only(&q);

	(void)state;
	assert_int_equal(question->kind, KS_QUESTION_MULTIPLE);
	assert_int_equal(question->n_choices, 4);
	assert_true(question->choices[0].is_right);
	assert_true(question->choices[1].is_right);
	assert_false(question->choices[2].is_right);
	assert_false(question->choices[3].is_right);
	assert_string_equal(question->choices[2].text.text, "丙");
	finish(&q);
}

static void true_false_feedback_reaches_the_choice_it_explains(void **state)
{
	struct quiz yes = parse("// [id:q]\n文。{TRUE#×を選んだ人へ#○を選んだ人へ}");
	struct quiz no = parse("// [id:q]\n文。{F#○を選んだ人へ#×を選んだ人へ ####全体}");
	const struct ks_question *question = only(&yes);

	(void)state;
	assert_int_equal(question->kind, KS_QUESTION_TRUE_FALSE);
	assert_string_equal(question->choices[0].id, "true");
	assert_string_equal(question->choices[0].text.text, "○");
	assert_true(question->choices[0].is_right);
	assert_string_equal(question->choices[0].reason.text, "○を選んだ人へ");
	assert_string_equal(question->choices[1].reason.text, "×を選んだ人へ");
	question = only(&no);
	assert_true(question->choices[1].is_right);
	assert_string_equal(question->choices[0].reason.text, "○を選んだ人へ");
	assert_string_equal(question->choices[1].reason.text, "×を選んだ人へ");
	assert_string_equal(question->feedback.text, "全体");
	finish(&yes);
	finish(&no);
}

static void matching_becomes_boxes_with_a_reason_for_each_item(void **state)
{
	struct quiz q = parse(
		"// [id:q]\n分ける{\n=改ざん -> 完全性\n=停電 -> 可用性\n=消去 -> 完全性\n= -> 機密性\n"
		"####前置き\n- 停電\\: 使えません。\n- 改ざん：書き換え\nられました。\n- 消えました。\n}");
	const struct ks_question *question = only(&q);

	(void)state;
	assert_int_equal(question->kind, KS_QUESTION_CLASSIFY);
	assert_int_equal(question->n_boxes, 3);
	assert_string_equal(question->boxes[0].text, "完全性");
	assert_int_equal(question->n_choices, 3);
	assert_int_equal(question->choices[0].box, 0);
	assert_int_equal(question->choices[1].box, 1);
	assert_int_equal(question->choices[2].box, 0);
	assert_string_equal(question->choices[0].reason.text, "書き換えられました。");
	assert_string_equal(question->choices[1].reason.text, "使えません。");
	assert_string_equal(question->choices[2].reason.text, "消えました。"); /* by its place */
	assert_string_equal(question->feedback.text, "前置き");
	finish(&q);
}

static void ordering_takes_reasons_from_comments_so_that_moodle_sees_only_items(void **state)
{
	struct quiz q = parse(
		"// [id:q] [tag:6(7)]\n// - 切り離す: 広がりを止めます。\n// - 電話する: 次に知らせます。\n"
		"順に{>2 ALL VERTICAL ABSOLUTE_POSITION\n切り離す\n電話する\n}");
	const struct ks_question *question = only(&q);

	(void)state;
	assert_int_equal(question->kind, KS_QUESTION_ORDER);
	assert_int_equal(question->n_choices, 2);
	assert_string_equal(question->choices[1].id, "b");
	assert_string_equal(question->choices[1].text.text, "電話する");
	assert_string_equal(question->choices[1].reason.text, "次に知らせます。");
	finish(&q);
}

static void ordering_with_general_feedback_is_taken_with_a_warning(void **state)
{
	struct quiz q = parse("// [id:q]\n順に{>ALL\n甲\n乙\n####\n- 甲\\: 先\n- 乙\\: 後\n}");

	(void)state;
	assert_int_equal(q.rc, KS_OK);
	assert_string_equal(q.quiz.questions[0].choices[1].reason.text, "後");
	expect_warning(&q.diags, 2, "項目の数を求めます");
	expect_warning(&q.diags, 6, "#### を項目として読み込みます");
	finish(&q);
}

static void choices_that_name_regions_make_a_find_question(void **state)
{
	struct quiz q = parse("// [id:q] [asset:desk.svg]\nさがす{\n~%50%@screen 開いたままの画面 #a\n"
			      "~%50%@door 開いた扉 #b\n~%-50%@cup #c\n}");
	const struct ks_question *question = &q.quiz.questions[0];

	(void)state;
	assert_int_equal(q.rc, KS_INVALID); /* a region alone shows nothing to read */
	expect_error(&q.diags, 3, "空の選択肢");
	finish(&q);
	q = parse("// [id:q] [asset:desk.svg]\nさがす{\n~%50%@screen 画面 #a\n~%50%@door 扉 #b\n~%-50%@cup 湯のみ #c\n}");
	question = only(&q);
	assert_int_equal(question->kind, KS_QUESTION_FIND);
	assert_string_equal(question->asset, "desk.svg");
	assert_string_equal(question->choices[1].region, "door");
	assert_string_equal(question->choices[1].text.text, "扉");
	finish(&q);
}

static void escapes_ruby_and_breaks_are_resolved(void **state)
{
	struct quiz q = parse(
		"// [id:q]\n\\{遵守|じゅんしゅ\\}は 9\\:00\\nから 1\\=1 \\~ \\# \\\\ 終{\n=`a\\=b`**太** #r\n~乙 #r\n}");
	const struct ks_question *question = only(&q);

	(void)state;
	assert_string_equal(question->stem.text, "遵守は 9:00\nから 1=1 ~ # \\ 終");
	assert_int_equal(question->stem.n_spans, 1);
	assert_int_equal(question->stem.spans[0].mark, KS_MARK_RUBY);
	assert_int_equal(question->stem.spans[0].to, strlen("遵守"));
	assert_string_equal(question->stem.spans[0].aux, "じゅんしゅ");
	assert_string_equal(question->choices[0].text.text, "a=b太");
	assert_int_equal(question->choices[0].text.spans[0].mark, KS_MARK_CODE);
	assert_int_equal(question->choices[0].text.spans[1].mark, KS_MARK_STRONG);
	finish(&q);
}

static void several_questions_and_free_comments_are_told_apart(void **state)
{
	struct quiz q = parse(
		"// この科目の問題\n// 自由な書き込み\n\n$CATEGORY: top/m1\n\n// [id:a]\n文。{T#x#y}\n\n\n"
		"// [id:b]\n文。{F#x#y}\n");

	(void)state;
	expect_none(&q.diags);
	assert_int_equal(q.quiz.n_questions, 2);
	assert_int_equal(q.quiz.questions[1].line, 11);
	assert_ptr_equal(ks_quiz_find(&q.quiz, "b"), &q.quiz.questions[1]);
	assert_null(ks_quiz_find(&q.quiz, "c"));
	finish(&q);
}

static void every_mistake_is_told_with_its_line(void **state)
{
	static const struct {
		const char *text;
		int line;
		const char *words;
	} cases[] = {
		{"問い{\n=甲 #a\n~乙 #b\n}", 1, "番号がありません"},
		{"// [id:日本語]\n問い{=甲 #a\n~乙 #b}", 2, "番号がありません"},
		{"// [id:q] [tga:5]\n問い{=甲 #a\n~乙 #b}", 1, "印は知りません"},
		{"// [id:q]\n\n問い{=甲 #a\n~乙 #b}", 1, "空の行を入れません"},
		{"// [id:q]\n文。{T#a#b}\n\n// [id:q]\n文。{F#a#b}", 5, "2 行目の問題と同じ"},
		{"// [id:q]\n問い{\n=甲 #a\n=乙 #b\n~丙 #c\n}", 3, "正解（=）が二つ以上"},
		{"// [id:q]\n問い{\n~甲 #a\n~乙 #b\n}", 3, "正解がありません"},
		{"// [id:q]\n問い{\n=甲 #a\n=乙 #b\n}", 3, "文字を入れる問題は使えません"},
		{"// [id:q]\n問い{\n~%50%甲 #a\n~%50%乙 #b\n}", 3, "間違いの選択肢がありません"},
		{"// [id:q]\n問い{\n~%50%甲 #a\n~%-50%乙 #b\n}", 3, "足して 100%"},
		{"// [id:q]\n問い{\n=甲 #a\n~%50%乙 #b\n}", 3, "一緒に使えません"},
		{"// [id:q]\n問い{\n~%x%甲 #a\n~乙 #b\n}", 3, "割合は"},
		{"// [id:q]\n問い{\n=甲 #a #b\n~乙 #b\n}", 3, "理由（#）が二つ"},
		{"// [id:q]\n問い{\n=1=1 #a\n~乙 #b\n}", 3, "文の中の = と ~"},
		{"// [id:q]\n問い{\n=甲 #a\n~甲 #b\n}", 3, "同じ選択肢が二つ"},
		{"// [id:q]\n問い{\n~甲 #a\n}", 3, "二つ以上要ります"},
		{"// [id:q]\n問い{\n=1 #a\n~2 #a\n~3 #a\n~4 #a\n~5 #a\n~6 #a\n~7 #a\n~8 #a\n~9 #a\n}",
		 11, "八つまで"},
		{"// [id:q]\n9:00です。{T#a#b}", 2, "「\\:」と書いてください"},
		{"// [id:q]\n問い{\n=甲 #a\n~乙 #9:00\n}", 4, "「\\:」と書いてください"},
		{"// [id:q]\n1+1=2 か。{T#a#b}", 2, "問題文の中の"},
		{"// [id:q]\n{遵守|じゅんしゅ}する。{T#a#b}", 2, "「}」のあとに文"},
		{"// [id:q]\n問い{\n=甲 #a\n\n~乙 #b\n}", 2, "空の行を入れたとき"},
		{"// [id:q]\n問い{\n=甲 #a\n~乙 #{b}\n}", 4, "答えの中の { }"},
		{"// [id:q]\n題だけの文。", 2, "答えの { … } がありません"},
		{"// [id:q]\n::題 問い{T#a#b}", 2, "題の「::」"},
		{"// [id:q]\n{T#a#b}", 2, "問題文がありません"},
		{"// [id:q]\n記述{}", 2, "記述式"},
		{"// [id:q]\n数{#3}", 2, "数を入れる問題"},
		{"// [id:q]\n文。{T#a#b#c}", 2, "○×の理由"},
		{"// [id:q]\n問い{\n=甲 #a\n// 途中\n~乙 #b\n}", 4, "問題の途中に //"},
		{"// [id:q]\n分ける{\n=甲 -> 一\n=乙 -> 一\n####\n- 甲\\: a\n- 乙\\: b\n}", 3,
		 "分ける先が二つ以上"},
		{"// [id:q]\n分ける{\n=甲 -> 一\n=乙\n}", 4, "=項目 -> 分ける先"},
		{"// [id:q]\n分ける{\n=甲 -> 一\n=乙 -> 二\n####\n- a\n- b\n- c\n}", 8,
		 "当たる項目がありません"},
		{"// [id:q] [asset:a.svg]\n問い{\n~%100%@a 甲 #a\n~乙 #b\n}", 3, "混ざっています"},
		{"// [id:q]\n順{>2 ALL 甲\n乙\n丙\n}", 2, "次の行から"},
		{"// [id:q]\n問い{\n=甲 #a\n~**乙 #b\n}", 4, "** が閉じていません"},
		{"// [id:q]\n問い{\n=甲 #a ####一\n####二\n~乙 #b\n}", 4, "最後に一つだけ"},
	};

	(void)state;
	for (size_t i = 0; i < KS_COUNT(cases); i++) {
		struct quiz q = parse(cases[i].text);

		if (q.rc != KS_INVALID)
			fail_msg("taken: %s", cases[i].text);
		expect_error(&q.diags, cases[i].line, cases[i].words);
		finish(&q);
	}
}

static void a_doubled_entry_is_told_in_every_kind(void **state)
{
	static const struct {
		const char *text;
		int line;
	} cases[] = {
		{"// [id:q]\n問い{\n=甲 #a\n~乙 #b\n~甲 #c\n}", 3},
		{"// [id:q]\n分ける{\n=甲 -> 一\n=乙 -> 二\n=甲 -> 二\n####\n- 甲\\: a\n- 乙\\: b\n}",
		 3},
		{"// [id:q]\n順{>ALL\n甲\n乙\n甲\n}", 2},
	};

	(void)state;
	for (size_t i = 0; i < KS_COUNT(cases); i++) {
		struct quiz q = parse(cases[i].text);

		assert_int_equal(q.rc, KS_INVALID);
		expect_error(&q.diags, cases[i].line, "同じ選択肢が二つ");
		finish(&q);
	}
}

static void a_faulty_question_leaves_the_others(void **state)
{
	struct quiz q = parse(
		"// [id:a]\n文。{T#a#b}\n\n// [id:b]\n問い{\n~甲 #a\n~乙 #b\n}\n\n// [id:c]\n文。{F#a#b}\n");

	(void)state;
	assert_int_equal(q.rc, KS_INVALID);
	assert_int_equal(q.quiz.n_questions, 2);
	assert_string_equal(q.quiz.questions[1].id, "c");
	finish(&q);
}

static void weights_moodle_refuses_are_warned_of(void **state)
{
	struct quiz q = parse(
		"// [id:q]\n問い{\n~%33.3%甲 #a\n~%33.33333%乙 #b\n~%33.33333%丙 #c\n~丁 #d\n}");

	(void)state;
	assert_int_equal(q.rc, KS_OK);
	assert_int_equal(q.diags.n_items, 1);
	expect_warning(&q.diags, 3, "33.33333% と書いてください");
	finish(&q);
}

static void texts_as_moodle_exports_them_are_read(void **state)
{
	struct quiz q = parse(
		"// question\\: 12  name\\: 題\n// [id:q] [tag:5]\n"
		"::題::[html]<p dir\\=\"ltr\">まず、<b>どう</b>しますか。</p><p>一つ&nbsp;選ぶ<br></p>{\n"
		"=[html]<p>電話 &lt;内線 &\\#49;20&gt;</p>#[markdown]理由\n~[plain]待つ<a@b.example>#[moodle]理由\n}\n");
	const struct ks_question *question = only(&q);

	(void)state;
	assert_string_equal(question->stem.text, "まず、どうしますか。\n一つ 選ぶ");
	assert_int_equal(question->stem.spans[0].mark, KS_MARK_STRONG);
	assert_string_equal(question->choices[0].text.text, "電話 <内線 120>");
	assert_string_equal(question->choices[0].reason.text, "理由");
	assert_string_equal(question->choices[1].text.text, "待つ<a@b.example>");
	finish(&q);
}

static void html_that_is_more_than_words_is_refused(void **state)
{
	static const struct {
		const char *text, *words;
	} cases[] = {
		{"// [id:q]\n[html]<img src\\=\"a\">問い{=a #b\n~c #d\n}", "HTML の <img>"},
		{"// [id:q]\n問い{=<b>a</b> #b\n~c #d\n}", "HTML の <b>"},
		{"// [id:q]\n問い{=a&\\#64; #b\n~c #d\n}", "「&#64;」は、このまま"},
	};

	(void)state;
	for (size_t i = 0; i < KS_COUNT(cases); i++) {
		struct quiz q = parse(cases[i].text);

		expect_error(&q.diags, 2, cases[i].words);
		finish(&q);
	}
}

static void full_width_signs_are_named(void **state)
{
	static const struct {
		const char *text, *words;
		int line;
	} cases[] = {
		{"// [id:q]\n問い{\n＝a #b\n~c #d\n}", "行の始めの「＝」が全角", 3},
		{"// [id:q]\n問い{\n=a #b\n~c　＃d\n}", "理由の前の「＃」が全角", 4},
		{"// [id:q]\n問い｛\n=a #b\n~c #d\n｝", "「｛」「｝」が全角", 2},
		{"// [id:q]\n：：題：：問い{\n=a #b\n~c #d\n}", "題の「：：」が全角", 2},
		{"// [id:q]\n問い{\n=a → b\n=c → d\n}", "矢印は、半角の -> で", 3},
	};

	(void)state;
	for (size_t i = 0; i < KS_COUNT(cases); i++) {
		struct quiz q = parse(cases[i].text);

		expect_error(&q.diags, cases[i].line, cases[i].words);
		finish(&q);
	}
}

static void an_ordering_head_takes_moodles_words_and_nothing_else(void **state)
{
	struct quiz q =
		parse("// [id:q]\n問い{>2 ALL HORIZONTAL ABSOLUTE_POSITION HIDE iii\n甲\n乙\n}");

	(void)state;
	assert_int_equal(only(&q)->n_choices, 2);
	finish(&q);
	q = parse("// [id:q]\n問い{>2 ALL 甲\n乙\n}");
	expect_error(&q.diags, 2, "次の行から一行に一つ");
	finish(&q);
}

static void a_byte_that_is_no_text_is_refused_with_all(void **state)
{
	static const struct {
		const char *text;
		size_t len;
		int line;
	} cases[] = {{NULL, 0, 0}, {"", 1, 1}, {"\n\n\0\n", 4, 1}, {"x{T}\n\0", 6, 1}};

	(void)state;
	for (size_t i = 0; i < KS_COUNT(cases); i++) {
		struct quiz q = {0};

		q.rc = ks_quiz_parse("quiz.gift", cases[i].text, cases[i].len, &q.arena, &q.quiz,
				     &q.diags);
		assert_int_equal(q.rc, cases[i].line ? KS_INVALID : KS_OK);
		assert_int_equal(q.diags.n_items, !!cases[i].line);
		assert_int_equal(q.quiz.n_questions, 0);
		if (cases[i].line)
			expect_error(&q.diags, cases[i].line, "文字として使えないバイト（NUL）");
		finish(&q);
	}
}

static const struct CMUnitTest tests[] = {
	cmocka_unit_test(texts_as_moodle_exports_them_are_read),
	cmocka_unit_test(html_that_is_more_than_words_is_refused),
	cmocka_unit_test(full_width_signs_are_named),
	cmocka_unit_test(an_ordering_head_takes_moodles_words_and_nothing_else),
	cmocka_unit_test(single_choice_keeps_a_reason_for_each_choice),
	cmocka_unit_test(multiple_choice_takes_positive_weights_as_right),
	cmocka_unit_test(true_false_feedback_reaches_the_choice_it_explains),
	cmocka_unit_test(matching_becomes_boxes_with_a_reason_for_each_item),
	cmocka_unit_test(ordering_takes_reasons_from_comments_so_that_moodle_sees_only_items),
	cmocka_unit_test(ordering_with_general_feedback_is_taken_with_a_warning),
	cmocka_unit_test(choices_that_name_regions_make_a_find_question),
	cmocka_unit_test(escapes_ruby_and_breaks_are_resolved),
	cmocka_unit_test(several_questions_and_free_comments_are_told_apart),
	cmocka_unit_test(every_mistake_is_told_with_its_line),
	cmocka_unit_test(a_doubled_entry_is_told_in_every_kind),
	cmocka_unit_test(a_faulty_question_leaves_the_others),
	cmocka_unit_test(weights_moodle_refuses_are_warned_of),
	cmocka_unit_test(a_byte_that_is_no_text_is_refused_with_all),
};

int main(void)
{
	return ks_test_run(tests);
}
