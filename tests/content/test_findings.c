/* SPDX-License-Identifier: Apache-2.0 */
#include "support/test.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/mem.h"
#include "content/agreement.h"
#include "content/blind.h"
#include "content/expect.h"
#include "content/load.h"

/* What a close reading found in the content once, as far as a rule can say it: it stays mended. */

static char *text_of(const char *path)
{
	char *whole = ks_path_join(content_folder(), path), *data = NULL;
	size_t len = 0;

	assert_int_equal(ks_file_read(whole, 1 << 20, &data, &len), KS_OK);
	free(whole);
	return data;
}

static void what_was_missing_is_there(void **state)
{
	static const struct {
		const char *file, *words;
	} rows[] = {
		{"lessons/m0/lesson.md", KS_AGREEMENT},
		{"lessons/m1/lesson.md", "地方自治法244条の6"},
		{"lessons/m3/lesson.md", "大規模・広範囲にわたる"},
		{"lessons/m4/lesson.md", "16条の3"},
		{"lessons/m4g/lesson.md", "16条の3"},
		{"lessons/m5/lesson.md", "kuresaka.example"},
		{"lessons/m5/lesson.md", "本物とは限りません"},
		{"lessons/m5/lesson.md", "見抜けなくて"},
		{"lessons/m5/lesson.md", "パスキー"},
		{"lessons/m9/lesson.md", "番号法10条"},
		{"lessons/m9/lesson.md", "番号法16条"},
		{"lessons/m9/lesson.md", "番号法29条の2"},
		{"lessons/m9/lesson.md", "番号法29条の4"},
		{"lessons/m10/lesson.md", "244条の6"},
		{"lessons/m12/lesson.md", "消防計画"},
		{"courses/number.yaml", "\"12\""},
		{"courses/field.yaml", "acknowledge: true"},
		{"courses/field.yaml", "id: m11"},
	};

	(void)state;
	for (size_t i = 0; i < KS_COUNT(rows); i++) {
		char *text = text_of(rows[i].file);

		if (!strstr(text, rows[i].words))
			fail_msg("%s lacks 「%s」", rows[i].file, rows[i].words);
		free(text);
	}
}

/* In every lesson, its questions and cases, in both wordings. */
static void what_was_wrong_is_gone(void **state)
{
	static const char *const gone[] = {"最後の守りは",
					   "組合へ照会",
					   "IDから出",
					   "誰",
					   "すべて選んで",
					   "五分",
					   "絵絵]",
					   "手順を見るか",
					   "手順を聞",
					   "手順で確かめてください",
					   "{実施手順|じっしてじゅん}を{見|み}ます"};
	static const char *const files[] = {"lesson.md", "lesson.easy.md", "quiz.gift",
					    "quiz.easy.gift"};
	char *lessons = ks_path_join(content_folder(), "lessons"), **names = NULL;
	size_t n = 0;

	(void)state;
	assert_int_equal(ks_folder_list(lessons, NULL, &names, &n), KS_OK);
	assert_true(n >= 14);
	for (size_t i = 0; i < n * KS_COUNT(files); i++) {
		char *path = ks_format("lessons/%s/%s", names[i / KS_COUNT(files)],
				       files[i % KS_COUNT(files)]);
		char *text = text_of(path);

		for (size_t k = 0; k < KS_COUNT(gone); k++)
			if (strstr(text, gone[k]))
				fail_msg("%s says 「%s」 again", path, gone[k]);
		free(text);
		free(path);
	}
	ks_folder_list_finish(names, n);
	free(lessons);
}

/* A box for what the body decides says it, with whom and what number: it never sends one to a procedure. */
static void places_of_the_body_are_filled(void **state)
{
	struct copied copy;
	size_t n = 0;

	(void)state;
	copied_init(&copy);
	assert_int_equal(ks_content_load(copy.folder, &copy.content, &copy.diags), KS_OK);
	for (size_t i = 0; i < copy.content.n_lessons * 2; i++) {
		const struct ks_lesson *lesson = &copy.content.lessons[i / 2];

		for (size_t k = 0; k < lesson->n_pages; k++) {
			const struct ks_page *page =
				i % 2 ? lesson->pages[k].easy : &lesson->pages[k];

			for (size_t b = 0; b < page->n_blocks; b++) {
				if (page->blocks[b].kind != KS_BLOCK_LOCAL)
					continue;
				n++;
				if (page->blocks[b].text.len == 0 ||
				    strstr(page->blocks[b].text.text, "手順"))
					fail_msg("%s %s: %s is not filled", lesson->id, page->id,
						 page->blocks[b].place);
			}
		}
	}
	assert_true(n >= 2 * 8);
	copied_finish(&copy);
}

/* ---- no spaces between phrases ---- */

/* Kana, kanji and their marks are three bytes from E3 to E9. */
static bool is_japanese(const char *at)
{
	return (unsigned char)*at >= 0xE3 && (unsigned char)*at <= 0xE9;
}

/* Where a sentence has a space in it: readings do the work that spaces do in text of kana alone. */
static const char *gap_in(const char *text)
{
	for (const char *at = text; (at = strchr(at, ' ')); at++)
		if (at - text >= 3 && (is_japanese(at - 3) || at[-1] == '}') &&
		    (is_japanese(at + 1) || at[1] == '{' || at[1] == '\\'))
			return at;
	return NULL;
}

static void easy_sentences_are_spaced_alike(void **state)
{
	static const char *const files[] = {"lesson.easy.md", "quiz.easy.gift"};
	char *lessons = ks_path_join(content_folder(), "lessons"), **names = NULL, *text;
	size_t n = 0;

	(void)state;
	assert_non_null(gap_in("{研修|けんしゅう}を {受|う}ける"));
	assert_non_null(gap_in("紙を 読む"));
	assert_null(gap_in("- **{読|よ}む** 紙を読む #10分\n"));
	assert_int_equal(ks_folder_list(lessons, NULL, &names, &n), KS_OK);
	for (size_t i = 0; i < n * KS_COUNT(files); i++) {
		char *path = ks_format("lessons/%s/%s", names[i / KS_COUNT(files)],
				       files[i % KS_COUNT(files)]);

		text = text_of(path);
		if (gap_in(text))
			fail_msg("%s has a space between phrases: %.40s", path, gap_in(text));
		free(text);
		free(path);
	}
	text = text_of("courses/annual-test/quiz.easy.gift");
	assert_null(gap_in(text));
	free(text);
	ks_folder_list_finish(names, n);
	free(lessons);
}

/* ---- what no course would ever ask ---- */

static bool pools_take(const struct ks_plan_lesson *wanted, const struct ks_question *question)
{
	int n = 0;

	for (size_t i = 0; i < wanted->n_pools; i++)
		n += wanted->pools[i].n_questions;
	if (n < wanted->n_questions || question->is_mandatory)
		return true;
	for (size_t i = 0; i < wanted->n_pools; i++)
		for (size_t k = 0; k < wanted->pools[i].n_clauses; k++)
			for (size_t c = 0; c < question->n_clauses; c++)
				if (ks_clause_is_within(question->clauses[c],
							wanted->pools[i].clauses[k]))
					return true;
	return false;
}

static bool is_asked_somewhere(const struct ks_content *content, const struct ks_lesson *lesson,
			       const struct ks_question *question)
{
	for (size_t i = 0; i < content->n_plans; i++)
		for (size_t k = 0; k < content->plans[i].n_lessons; k++)
			if (strcmp(content->plans[i].lessons[k].id, lesson->id) == 0 &&
			    pools_take(&content->plans[i].lessons[k], question))
				return true;
	return false;
}

/* A case is drawn whole: one of its questions that is taken brings the others along. */
static bool is_asked(const struct ks_content *content, const struct ks_lesson *lesson,
		     const struct ks_question *question)
{
	for (size_t i = 0; question->case_id && i < lesson->quiz.n_questions; i++) {
		const struct ks_question *other = &lesson->quiz.questions[i];

		if (other->case_id && strcmp(other->case_id, question->case_id) == 0 &&
		    is_asked_somewhere(content, lesson, other))
			return true;
	}
	return is_asked_somewhere(content, lesson, question);
}

static void every_question_can_be_asked(void **state)
{
	struct copied copy;
	struct ks_question untagged;
	const struct ks_lesson *planted;

	(void)state;
	copied_init(&copy);
	assert_int_equal(ks_content_load(copy.folder, &copy.content, &copy.diags), KS_OK);
	for (size_t i = 0; i < copy.content.n_lessons; i++) {
		const struct ks_lesson *lesson = &copy.content.lessons[i];

		for (size_t k = 0; k < lesson->quiz.n_questions; k++)
			if (!is_asked(&copy.content, lesson, &lesson->quiz.questions[k]))
				fail_msg("%s is in no pool of any course",
					 lesson->quiz.questions[k].id);
	}
	planted = ks_content_lesson(&copy.content, "m10");
	untagged = planted->quiz.questions[0];
	untagged.n_clauses = 0;
	assert_false(is_asked(&copy.content, planted, &untagged));
	copied_finish(&copy);
}

/* ---- genuine and harmless ---- */

static bool is_listed(const char *list, const char *id)
{
	size_t len = strlen(id);

	for (const char *at = list; (at = strstr(at, id)); at += len)
		if (strchr(" \n", at[-1]) && strchr(" \n", at[len]))
			return true;
	return false;
}

/* Asked of something that happened: what do you do, what do you say? */
static bool is_scenario(const struct ks_question *question)
{
	return question->kind == KS_QUESTION_SINGLE &&
	       (strstr(question->stem.text, "どう") || strstr(question->stem.text, "何をし"));
}

/* Half of them, as the issue asks: "go ahead" is right as often as not. */
static void many_scenarios_are_harmless(void **state)
{
	struct copied copy;
	char *list = NULL;
	size_t len = 0, n = 0, n_harmless = 0, n_listed = 0;

	(void)state;
	copied_init(&copy);
	assert_int_equal(ks_file_read("tests/data/harmless.txt", 1 << 16, &list, &len), KS_OK);
	assert_int_equal(ks_content_load(copy.folder, &copy.content, &copy.diags), KS_OK);
	for (size_t i = 0; i < ks_content_n_homes(&copy.content); i++) {
		const struct ks_quiz *quiz = &ks_content_home_at(&copy.content, i)->quiz;

		for (size_t k = 0; k < quiz->n_questions; k++) {
			const struct ks_question *question = &quiz->questions[k];

			n_listed += is_listed(list, question->id);
			n += is_scenario(question);
			n_harmless += is_scenario(question) && is_listed(list, question->id);
		}
	}
	print_message("scenario questions %zu, genuine and harmless %zu (%.0f %%)\n", n, n_harmless,
		      ks_blind_percent((double)n_harmless, n));
	assert_int_equal(n_harmless, n_listed);
	assert_int_equal(n_listed, 104);
	assert_true(ks_blind_percent((double)n_harmless, n) >= 50);
	free(list);
	copied_finish(&copy);
}

/* ---- what the policy does not say is told as advice ---- */

static bool page_says(const struct ks_page *page, const char *words)
{
	for (size_t i = 0; i < page->n_blocks; i++) {
		if (page->blocks[i].text.text && strstr(page->blocks[i].text.text, words))
			return true;
		for (size_t k = 0; k < page->blocks[i].n_items; k++)
			if (strstr(page->blocks[i].items[k].text, words))
				return true;
	}
	return false;
}

/* Which of the first @n pages says it; in easy words too. */
static bool tells_advice(const struct ks_lesson *lesson, size_t n, bool is_easy)
{
	for (size_t i = 0; i < n && i < lesson->n_pages; i++) {
		const struct ks_page *page = is_easy ? lesson->pages[i].easy : &lesson->pages[i];

		if (page && page_says(page, "一般"))
			return true;
	}
	return false;
}

/* Lessons that tell what to do in detail say on their first pages that the policy does not. */
static void advice_is_marked_in_both_wordings(void **state)
{
	static const struct {
		const char *lesson;
		size_t n_pages;
	} rows[] = {{"m3", 3}, {"m4", 1}, {"m4g", 1}, {"m5", 2},  {"m6", 1},
		    {"m7", 1}, {"m8", 1}, {"m9", 1},  {"m10", 1}, {"m12", 1}};
	struct copied copy;

	(void)state;
	copied_init(&copy);
	assert_int_equal(ks_content_load(copy.folder, &copy.content, &copy.diags), KS_OK);
	assert_false(tells_advice(ks_content_lesson(&copy.content, "m2"), 2, false)); /* none there */
	assert_false(tells_advice(ks_content_lesson(&copy.content, "m3"), 2, true));
	for (size_t i = 0; i < KS_COUNT(rows) * 2; i++)
		if (!tells_advice(ks_content_lesson(&copy.content, rows[i / 2].lesson),
				  rows[i / 2].n_pages, i % 2))
			fail_msg("%s does not say what is advice (%s)", rows[i / 2].lesson,
				 i % 2 ? "easy" : "standard");
	copied_finish(&copy);
}

/* ---- quotations ---- */

static char *without(const char *text, const char *mark)
{
	char *out = ks_strdup(text);

	for (char *at; (at = strstr(out, mark));)
		memmove(at, at + strlen(mark), strlen(at + strlen(mark)) + 1);
	return out;
}

static bool ends_with(const char *text, size_t len, const char *end)
{
	size_t n = strlen(end);

	return len >= n && strncmp(text + len - n, end, n) == 0;
}

/* It begins where its clause or a sentence of it begins, and ends where one ends; else … says that something is left out. */
static bool is_marked_where_cut(const char *quoted, const char *clause)
{
	const char *cut = strstr(quoted, "…"), *tail = quoted, *at;
	char *head = ks_strndup(quoted, cut ? (size_t)(cut - quoted) : strlen(quoted));
	size_t before;

	at = strstr(clause, head);
	free(head);
	before = at ? (size_t)(at - clause) : 1;
	for (; cut; cut = strstr(tail, "…"))
		tail = cut + strlen("…");
	return (before == 0 || (at && ends_with(clause, before, "。"))) &&
	       (ends_with(tail, strlen(tail), "。") || ends_with(clause, strlen(clause), tail));
}

static void a_quotation_says_where_it_is_cut(void **state)
{
	struct copied copy;
	size_t n = 0;

	(void)state;
	assert_false(is_marked_where_cut("電源を切る。", "機器の電源を切る。"));
	assert_true(is_marked_where_cut("…電源を切る。", "機器の電源を切る。"));
	assert_false(is_marked_where_cut("機器の電源", "機器の電源を切る。"));
	assert_true(is_marked_where_cut("機器の…", "機器の電源を切る。"));
	copied_init(&copy);
	assert_int_equal(ks_content_load(copy.folder, &copy.content, &copy.diags), KS_OK);
	for (size_t i = 0; i < copy.content.n_lessons; i++)
		for (size_t k = 0; k < copy.content.lessons[i].n_pages; k++)
			for (size_t b = 0; b < copy.content.lessons[i].pages[k].n_blocks; b++) {
				const struct ks_block *block =
					&copy.content.lessons[i].pages[k].blocks[b];
				char *quoted;

				if (block->kind != KS_BLOCK_POLICY)
					continue;
				quoted = without(block->text.text, "〔ママ〕");
				if (!is_marked_where_cut(
					    quoted,
					    ks_policy_find(&copy.content.policy, block->clause)->text))
					fail_msg("%s: %s is cut: %s", copy.content.lessons[i].id,
						 block->clause, quoted);
				free(quoted);
				n++;
			}
	assert_true(n >= 60);
	copied_finish(&copy);
}

/* ---- the self-inspection ---- */

/* A verb goes on behind a comma: 「…で入り、終わったら…」. */
static bool asks_two_things(const char *text)
{
	static const char *const joints[] = {"て、", "し、", "り、", "め、",
					     "み、", "ち、", "い、"};
	static const char *const harmless[] = {"ついて、", "おいて、"};

	for (size_t i = 0; i < KS_COUNT(joints); i++)
		for (const char *at = text; (at = strstr(at, joints[i])); at++) {
			bool is_harmless = false;

			for (size_t k = 0; k < KS_COUNT(harmless); k++)
				is_harmless |= at - text >= 6 && strncmp(at - 6, harmless[k],
									 strlen(harmless[k])) == 0;
			if (!is_harmless)
				return true;
		}
	return false;
}

static bool is_retired(const char *id)
{
	static const char *const ids[] = {"c02", "c04", "c07", "c08", "c09", "c12", "c14",
					  "c17", "c18", "c19", "c20", "c21", "c22", "c23"};

	for (size_t i = 0; i < KS_COUNT(ids); i++)
		if (strcmp(ids[i], id) == 0)
			return true;
	return false;
}

/* はい is one answer to one thing, and an id means one thing for ever. */
static void an_item_asks_one_thing_in_both_wordings(void **state)
{
	struct copied copy;
	const struct ks_checklist *sheet;

	(void)state;
	assert_true(asks_two_things("共用の端末では、自分のIDで入り、終わったらログアウトしている。"));
	assert_true(asks_two_things("パスワードを自分だけのものにして、見えないようにしている。"));
	assert_false(asks_two_things("使っているクラウドサービスについて、使う範囲が定めてある。"));
	copied_init(&copy);
	assert_int_equal(ks_content_load(copy.folder, &copy.content, &copy.diags), KS_OK);
	sheet = ks_content_checklist(&copy.content, "self-inspection");
	assert_non_null(sheet);
	for (size_t i = 0; i < sheet->n_items; i++) {
		const struct ks_checklist_item *item = &sheet->items[i];

		if (asks_two_things(item->text.text) || asks_two_things(item->easy.text))
			fail_msg("%s asks two things", item->id);
		if (is_retired(item->id))
			fail_msg("%s was retired: another item takes another id", item->id);
		if (item->easy.text == item->text.text)
			fail_msg("%s has no easy words", item->id);
	}
	copied_finish(&copy);
}

static const struct CMUnitTest tests[] = {
	cmocka_unit_test(what_was_missing_is_there),
	cmocka_unit_test(what_was_wrong_is_gone),
	cmocka_unit_test(places_of_the_body_are_filled),
	cmocka_unit_test(easy_sentences_are_spaced_alike),
	cmocka_unit_test(every_question_can_be_asked),
	cmocka_unit_test(advice_is_marked_in_both_wordings),
	cmocka_unit_test(a_quotation_says_where_it_is_cut),
	cmocka_unit_test(an_item_asks_one_thing_in_both_wordings),
	cmocka_unit_test(many_scenarios_are_harmless),
};

int main(void)
{
	return ks_test_run(tests);
}
