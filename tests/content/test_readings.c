/* SPDX-License-Identifier: Apache-2.0 */
#include "support/test.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/mem.h"
#include "content/buttons.h"
#include "content/expect.h"
#include "content/lesson.h"
#include "content/load.h"
#include "content/readings.h"
#include "content/texts.h"
#include "support/content_copy.h"

/* The lexicon: which reading goes over which characters, and what has none. And the labels of buttons. */

#define LEXICON                                                                                                                  \
	"# 覚え書き\n情報: じょうほう\n情報担当: じょうほうたんとう\n取り扱う: とりあつかう\n" \
	"方: かた\nの方: のほう\n方針: ほうしん\n6分: 6ぷん\n2日: ふつか\n12日: 12にち\n日: ひ\n"      \
	"ウイルス対策: ういるすたいさく\n人々: ひとびと\n"

struct fixture {
	char *folder;
	struct ks_readings readings;
	struct ks_diags diags;
	struct ks_arena arena;
};

static enum ks_rc load(struct fixture *f, const char *text)
{
	char *file = ks_test_write(f->folder, "readings.yaml", text);
	enum ks_rc rc;

	ks_readings_finish(&f->readings);
	rc = ks_readings_load(file, &f->readings, &f->diags);
	free(file);
	return rc;
}

static int set_up(void **state)
{
	struct fixture *f = ks_alloc_zero(1, sizeof(*f));

	f->folder = ks_test_folder();
	if (load(f, LEXICON) != KS_OK)
		expect_none(&f->diags);
	*state = f;
	return 0;
}

static int tear_down(void **state)
{
	struct fixture *f = *state;

	ks_readings_finish(&f->readings);
	ks_diags_finish(&f->diags);
	ks_arena_finish(&f->arena);
	ks_test_folder_finish(f->folder);
	free(f);
	return 0;
}

/* "情報[じょうほう]の" of @rich. */
static void check(const struct ks_rich *rich, const char *expected)
{
	struct ks_buf out = {0};

	for (size_t i = 0; i <= rich->len; i++) {
		for (size_t k = 0; k < rich->n_spans; k++) {
			if (rich->spans[k].mark != KS_MARK_RUBY)
				continue;
			if (rich->spans[k].to == i)
				ks_buf_printf(&out, "|%s]", rich->spans[k].aux);
			if (rich->spans[k].from == i)
				ks_buf_putc(&out, '[');
		}
		if (i < rich->len)
			ks_buf_putc(&out, rich->text[i]);
	}
	assert_string_equal(ks_buf_text(&out), expected);
	ks_buf_finish(&out);
}

static void the_longest_base_is_read_kana_and_repeated_digits_are_left_out(void **state)
{
	static const struct {
		const char *text, *read;
	} cases[] = {
		{"情報と情報担当", "[情報|じょうほう]と[情報担当|じょうほうたんとう]"},
		{"取り扱う。", "[取|と]り[扱|あつか]う。"},
		{"ウイルス対策", "ウイルス[対策|たいさく]"},
		{"16分と6分", "16[分|ぷん]と6[分|ぷん]"},
		{"2日、12日、22日", "[2日|ふつか]、12[日|にち]、22[日|ひ]"},
		{"その方が、この方針", "その[方|ほう]が、この[方針|ほうしん]"},
		{"人々", "[人々|ひとびと]"},
		{"漢字", "漢字"},
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < KS_COUNT(cases); i++) {
		struct ks_rich rich = ks_readings_apply_plain(&f->readings, cases[i].text, &f->arena);

		check(&rich, cases[i].read);
		assert_string_equal(rich.text, cases[i].text);
	}
}

static void a_reading_in_place_stays_and_other_marks_too(void **state)
{
	const struct ks_span spans[] = {
		{0, 12, KS_MARK_STRONG, NULL},
		{0, 6, KS_MARK_RUBY, "なさけ"},
	};
	const struct ks_rich given = {"情報情報", 12, spans, 2};
	struct fixture *f = *state;
	struct ks_rich rich = ks_readings_apply(&f->readings, &given, &f->arena);

	check(&rich, "[情報|なさけ][情報|じょうほう]");
	assert_int_equal(rich.n_spans, 3);
	assert_int_equal(rich.spans[0].mark, KS_MARK_STRONG);
}

static void words_of_a_drawing_may_hold_their_own(void **state)
{
	struct fixture *f = *state;
	struct ks_rich rich = ks_readings_of_words(&f->readings, "{情報|なさけ}の情報", &f->arena);

	check(&rich, "[情報|なさけ]の[情報|じょうほう]");
}

static void each_run_without_a_reading_is_found(void **state)
{
	struct fixture *f = *state;
	const struct ks_rich rich = ks_rich_plain("情報の漢字とヶ所、情報々");
	size_t len = 0, at = ks_readings_missing(&f->readings, &rich, 0, &len);

	assert_int_equal(at, strlen("情報の"));
	assert_int_equal(len, strlen("漢字"));
	at = ks_readings_missing(&f->readings, &rich, at + len, &len);
	assert_int_equal(at, strlen("情報の漢字と"));
	assert_int_equal(len, strlen("ヶ所"));
	at = ks_readings_missing(&f->readings, &rich, at + len, &len);
	assert_int_equal(len, strlen("々"));
	assert_int_equal(ks_readings_missing(&f->readings, &rich, at + len, &len), rich.len);
}

static void lines_that_cannot_be_used_are_told(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(
		load(f,
		     "情報: じょうほう\n取り扱う: とあつかう\n情報：じょうほう\n情報: なさけ\nかな: かな\n"),
		KS_INVALID);
	expect_error(&f->diags, 2, "読み「とあつかう」が合いません");
	expect_error(&f->diags, 3, "の形で");
	expect_error(&f->diags, 4, "1 行目にもあります");
	expect_error(&f->diags, 5, "合いません");
	assert_int_equal(f->readings.n_items, 2);
}

/* What stood on the glass, found by reading it in context: no check can know. Each pair was read otherwise. */
static void our_lexicon_reads_what_it_once_misread(void **state)
{
	static const struct {
		const char *text, *expected;
	} cases[] = {
		{"棚に入れて", "[棚|たな]に[入|い]れて"},
		{"目に入れば", "[目|め]に[入|はい]れば"},
		{"だれが何をしたか", "だれが[何|なに]をしたか"},
		{"いちばん上に", "いちばん[上|うえ]に"},
		{"夜中に、今の値を", "[夜中|よなか]に、[今|いま]の[値|あたい]を"},
		{"分別のお知らせ", "[分別|ぶんべつ]のお[知|し]らせ"},
		{"契約書から", "[契約書|けいやくしょ]から"},
		{"書き込まれ", "[書|か]き[込|こ]まれ"},
		{"橋が通れません", "[橋|はし]が[通|とお]れません"},
		{"電話が九本来ました", "[電話|でんわ]が[九本|きゅうほん][来|き]ました"},
		{"四時間あります", "[四時間|よじかん]あります"},
		{"下4桁だけ", "[下4桁|しもよんけた]だけ"},
		{"月曜に重なりました", "[月曜|げつよう]に[重|かさ]なりました"},
		{"間に合うように", "[間|ま]に[合|あ]うように"},
		{"雨が降り", "[雨|あめ]が[降|ふ]り"},
		{"一時間後です", "[一|いち][時間後|じかんご]です"},
		{"12月1日の昼", "12[月1日|がつついたち]の[昼|ひる]"},
	};
	struct fixture *f = *state;
	char *file = ks_path_join(content_folder(), "readings.yaml");

	ks_readings_finish(&f->readings);
	assert_int_equal(ks_readings_load(file, &f->readings, &f->diags), KS_OK);
	for (size_t i = 0; i < KS_COUNT(cases); i++) {
		struct ks_rich rich = ks_readings_apply_plain(&f->readings, cases[i].text, &f->arena);

		check(&rich, cases[i].expected);
	}
	free(file);
}

static void no_lexicon_is_an_empty_one(void **state)
{
	struct fixture *f = *state;
	struct ks_readings none;

	assert_int_equal(ks_readings_load("/nonexistent/readings.yaml", &none, &f->diags), KS_OK);
	assert_int_equal(none.n_items, 0);
	expect_none(&f->diags);
	ks_readings_finish(&none);
}

/* ---- buttons ---- */

static const char *easy_label(const void *words, const char *name)
{
	assert_string_equal(words, "easy");
	return strcmp(name, "next") == 0 ? "つぎへ" : NULL;
}

static void a_button_in_a_text_has_the_label_of_the_words_in_use(void **state)
{
	struct fixture *f = *state;
	struct ks_policy policy;
	struct ks_lesson lesson;
	char *folder = ks_format("%s/m1", f->folder);
	const struct ks_rich *text;
	struct ks_rich easy;

	sample_policy(f->folder, &policy);
	assert_int_equal(mkdir(folder, 0700), 0);
	free(ks_test_write(folder, "lesson.md",
			   "---\nid: m1\ntitle: 題\nminutes: 5\ngoals: [言える]\n---\n# 題\n\n"
			   "「{button:next}」か「{button:answer}」に**さわり**ます。\n"));
	if (ks_lesson_load(folder, &policy, &lesson, &f->diags) != KS_OK)
		expect_none(&f->diags);
	text = &lesson.pages[0].blocks[0].text;
	assert_string_equal(text->text, "「次へ」か「答える」にさわります。");
	assert_string_equal(text->spans[0].aux, "next");
	easy = ks_rich_with_buttons(text, easy_label, "easy", &f->arena);
	assert_string_equal(easy.text, "「つぎへ」か「答える」にさわります。");
	assert_int_equal(easy.spans[0].to - easy.spans[0].from, strlen("つぎへ"));
	assert_int_equal(easy.spans[2].mark, KS_MARK_STRONG);
	assert_memory_equal(easy.text + easy.spans[2].from, "さわり", strlen("さわり"));
	ks_lesson_finish(&lesson);
	free(ks_test_write(folder, "lesson.md", "# 題\n\n「{button:nxet}」です。\n"));
	assert_int_equal(ks_lesson_load(folder, &policy, &lesson, &f->diags), KS_INVALID);
	expect_error(&f->diags, 3, "ボタン「nxet」はありません");
	ks_lesson_finish(&lesson);
	ks_policy_finish(&policy);
	free(folder);
}

static void every_button_is_named_in_the_message(void **state)
{
	(void)state;
	for (size_t i = 0; ks_button_name(i); i++) {
		assert_non_null(strstr(ks_button_names(), ks_button_name(i)));
		assert_non_null(ks_button_label(ks_button_name(i)));
	}
	assert_null(ks_button_label("none"));
}

/* ---- all texts ---- */

static void look_for(void *to, const char *file, int line, const struct ks_rich *text)
{
	unsigned *found = to;

	static const char *const parts[] = {
		"lesson.md",   "quiz.gift",           ".svg", "policy.txt", "organisation.yaml",
		"annual.yaml", "self-inspection.yaml"};

	(void)line;
	assert_true(text->len > 0);
	for (size_t i = 0; i < KS_COUNT(parts); i++)
		if (strstr(file, parts[i]))
			*found |= 1u << i;
}

static void all_that_people_read_is_walked(void **state)
{
	struct fixture *f = *state;
	struct ks_content content;
	unsigned found = 0;

	(void)!ks_content_load(content_folder(), &content, &f->diags);
	ks_texts_each(&content, look_for, &found);
	assert_int_equal(found, 0x7F);
	assert_true(content.readings.n_items > 1000);
	ks_content_finish(&content);
}

#define with_fixture(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

static const struct CMUnitTest tests[] = {
	with_fixture(the_longest_base_is_read_kana_and_repeated_digits_are_left_out),
	with_fixture(a_reading_in_place_stays_and_other_marks_too),
	with_fixture(words_of_a_drawing_may_hold_their_own),
	with_fixture(each_run_without_a_reading_is_found),
	with_fixture(lines_that_cannot_be_used_are_told),
	with_fixture(our_lexicon_reads_what_it_once_misread),
	with_fixture(no_lexicon_is_an_empty_one),
	with_fixture(a_button_in_a_text_has_the_label_of_the_words_in_use),
	with_fixture(every_button_is_named_in_the_message),
	with_fixture(all_that_people_read_is_walked),
};

int main(void)
{
	return ks_test_run(tests);
}
