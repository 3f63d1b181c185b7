/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "content/content.h"
#include "tools/content_commands.h"
#include "tools/tools.h"

/*
 * What exactly somebody was asked, or shown, years ago: the words of one revision, with the names under which
 * the record has it. Readings of {漢字|かんじ} follow in brackets.
 */

/* Marks that change what is read; the others are only looks. */
static void put_rich(struct ks_buf *out, const struct ks_rich *rich)
{
	for (size_t i = 0; i <= rich->len; i++) {
		for (size_t k = 0; k < rich->n_spans; k++)
			if (rich->spans[k].mark == KS_MARK_RUBY && rich->spans[k].to == i)
				ks_buf_printf(out, "（%s）", rich->spans[k].aux);
		if (i == rich->len)
			break;
		ks_buf_putc(out, rich->text[i]);
		if (rich->text[i] == '\n')
			ks_buf_puts(out, "　");
	}
}

static void put_line(struct ks_buf *out, const char *label, const struct ks_rich *rich)
{
	if (rich->len == 0)
		return;
	ks_buf_puts(out, label);
	put_rich(out, rich);
	ks_buf_putc(out, '\n');
}

static void put_list(struct ks_buf *out, const char *label, const char **items, size_t n)
{
	ks_buf_puts(out, label);
	for (size_t i = 0; i < n; i++)
		ks_buf_printf(out, "%s%s", i > 0 ? "、" : "", items[i]);
	ks_buf_putc(out, '\n');
}

/* Under which names the record has it: course@revision+digest, for each course with this lesson. */
static void put_revision(struct ks_buf *out, const struct ks_content *content, const char *lesson)
{
	if (content->version > 0)
		ks_buf_printf(out, "教材: 版 %d\n", content->version);
	else
		ks_buf_puts(out, "教材: 公開前のフォルダー\n");
	ks_buf_printf(out, "ダイジェスト: %s\n署名: なし\n", content->digest);
	ks_buf_printf(out, "方針: %s\n", content->policy.version);
	for (size_t i = 0; i < content->n_plans; i++)
		if (ks_plan_find(&content->plans[i], lesson))
			ks_buf_printf(out, "記録での版: %s@%s+%.12s\n", content->plans[i].id,
				      content->plans[i].revision, content->digest);
}

/* ---- a question ---- */

static void put_choice(struct ks_buf *out, const struct ks_question *question, size_t index)
{
	const struct ks_choice *choice = &question->choices[index];

	ks_buf_printf(out, "  %s ", choice->id);
	if (question->kind == KS_QUESTION_ORDER)
		ks_buf_printf(out, "［%zu 番目］", index + 1);
	else if (question->kind != KS_QUESTION_CLASSIFY)
		ks_buf_puts(out, choice->is_right ? "［正解］" : "［　　］");
	if (choice->region)
		ks_buf_printf(out, "（@%s）", choice->region);
	put_rich(out, &choice->text);
	if (question->kind == KS_QUESTION_CLASSIFY && choice->box >= 0) {
		ks_buf_puts(out, " → ");
		put_rich(out, &question->boxes[choice->box]);
	}
	ks_buf_putc(out, '\n');
	put_line(out, "      理由: ", &choice->reason);
}

static void put_words(struct ks_buf *out, const struct ks_question *question)
{
	ks_buf_puts(out, "\n");
	put_line(out, "問い: ", &question->stem);
	ks_buf_puts(out, "\n選択肢（書かれた順。画面では毎回入れ替わります）:\n");
	for (size_t i = 0; i < question->n_choices; i++)
		put_choice(out, question, i);
	for (size_t i = 0; i < question->n_boxes; i++)
		put_line(out, i == 0 ? "\n仕分け先: " : "　　　　  ", &question->boxes[i]);
	put_line(out, "\nまとめ: ", &question->feedback);
}

static void put_question(struct ks_buf *out, const struct ks_content *content,
			 const struct ks_lesson *lesson, const struct ks_question *question)
{
	static const char *const kinds[] = {
		[KS_QUESTION_SINGLE] = "一つ選ぶ", [KS_QUESTION_MULTIPLE] = "いくつか選ぶ",
		[KS_QUESTION_TRUE_FALSE] = "○×",   [KS_QUESTION_CLASSIFY] = "仕分け",
		[KS_QUESTION_ORDER] = "並べ替え",  [KS_QUESTION_FIND] = "絵の中をさがす",
	};

	ks_buf_printf(out, "問題 %s（%s）%s\n", question->id, kinds[question->kind],
		      question->is_mandatory ? "必ず正解する問題" : "");
	ks_buf_printf(out, "科目: %s %s\n", lesson->id, lesson->title);
	put_revision(out, content, lesson->id);
	put_list(out, "条: ", question->clauses, question->n_clauses);
	put_list(out, "ページ: ", question->pages, question->n_pages);
	if (question->name[0] != '\0')
		ks_buf_printf(out, "題: %s\n", question->name);
	if (question->asset)
		ks_buf_printf(out, "絵・メール: %s\n", question->asset);
	if (question->case_id)
		ks_buf_printf(out, "事例: %s の %zu 問目\n", question->case_id, question->step + 1);
	put_words(out, question);
	if (!question->easy)
		return;
	ks_buf_puts(out, "\n--- やさしい日本語 ---\n");
	put_words(out, question->easy);
}

/* ---- a page ---- */

static const struct {
	const char *label, *item;
} block_words[] = {
	[KS_BLOCK_PARAGRAPH] = {"", ""},
	[KS_BLOCK_SUBHEADING] = {"■ ", ""},
	[KS_BLOCK_LIST] = {"", "・"},
	[KS_BLOCK_POLICY] = {"［方針の引用］", "※ "},
	[KS_BLOCK_ASK] = {"［問いかけ］", "答え: "},
	[KS_BLOCK_STEPS] = {"［手順］", "→ "},
	[KS_BLOCK_MAIL] = {"［メール］", ""},
	[KS_BLOCK_LOCAL] = {"［組合で決めること］", ""},
	[KS_BLOCK_GENERAL] = {"［一般的な注意］", ""},
	[KS_BLOCK_FIGURE] = {"［絵］", ""},
	[KS_BLOCK_MEMO] = {"［メモ］", ""},
	[KS_BLOCK_CHAT] = {"［チャット］", ""},
	[KS_BLOCK_FORM] = {"［様式］", ""},
	[KS_BLOCK_LOG] = {"［記録］", ""},
	[KS_BLOCK_SCREEN] = {"［画面］", ""},
};

static void put_block(struct ks_buf *out, const struct ks_block *block)
{
	ks_buf_puts(out, block_words[block->kind].label);
	if (block->clause)
		ks_buf_printf(out, "%s ", block->clause);
	if (block->file)
		ks_buf_printf(out, "%s ", block->file);
	put_rich(out, &block->heading);
	put_rich(out, &block->text);
	ks_buf_putc(out, '\n');
	for (size_t i = 0; i < block->n_items; i++)
		put_line(out,
			 block->kind == KS_BLOCK_ASK && i > 0 ? "考え: "
							      : block_words[block->kind].item,
			 &block->items[i]);
	for (size_t i = 0; i < block->n_parts; i++) {
		ks_buf_printf(out, "  @%s %s: ", block->parts[i].id, block->parts[i].label);
		put_line(out, "", &block->parts[i].text);
	}
}

static void put_blocks(struct ks_buf *out, const struct ks_page *page)
{
	static const char *const signs[] = {
		[KS_CLUE_GOOD] = "○", [KS_CLUE_BAD] = "×", [KS_CLUE_NEUTRAL] = "△"};

	put_line(out, "\n# ", &page->title);
	for (size_t i = 0; i < page->n_blocks; i++)
		put_block(out, &page->blocks[i]);
	for (size_t i = 0; i < page->n_clues; i++) {
		ks_buf_printf(out, "  手がかり @%s %s ", page->clues[i].region,
			      signs[page->clues[i].sign]);
		put_line(out, "", &page->clues[i].text);
	}
}

static void put_easy_blocks(struct ks_buf *out, const struct ks_page *page)
{
	if (!page->easy)
		return;
	ks_buf_puts(out, "\n--- やさしい日本語 ---\n");
	put_blocks(out, page->easy);
}

static void put_page(struct ks_buf *out, const struct ks_content *content,
		     const struct ks_lesson *lesson, const struct ks_page *page)
{
	ks_buf_printf(out, "ページ %s/%s\n科目: %s %s\n", lesson->id, page->id, lesson->id,
		      lesson->title);
	put_revision(out, content, lesson->id);
	put_list(out, "条: ", page->clauses, page->n_clauses);
	put_blocks(out, page);
	put_easy_blocks(out, page);
}

static void put_case(struct ks_buf *out, const struct ks_content *content,
		     const struct ks_lesson *lesson, const struct ks_case *artefact)
{
	const struct ks_quiz *quiz = &lesson->quiz;

	ks_buf_printf(out, "事例 %s（問題 %zu 問）\n科目: %s %s\n", artefact->id, artefact->n_steps,
		      lesson->id, lesson->title);
	put_revision(out, content, lesson->id);
	put_blocks(out, &artefact->page);
	put_easy_blocks(out, &artefact->page);
	for (size_t i = 0; i < quiz->n_questions; i++) {
		if (quiz->questions[i].artefact != artefact)
			continue;
		ks_buf_putc(out, '\n');
		put_question(out, content, lesson, &quiz->questions[i]);
	}
}

static bool put_named(struct ks_buf *out, const struct ks_content *content, const char *name)
{
	const char *slash = strchr(name, '/');

	for (size_t i = 0; i < ks_content_n_homes(content); i++) {
		const struct ks_lesson *lesson = ks_content_home_at(content, i);
		const struct ks_question *question = ks_quiz_find(&lesson->quiz, name);
		const struct ks_page *page =
			slash && strlen(lesson->id) == (size_t)(slash - name) &&
					strncmp(lesson->id, name, (size_t)(slash - name)) == 0
				? ks_lesson_page(lesson, slash + 1)
				: NULL;
		const struct ks_case *artefact = ks_lesson_case(lesson, name);

		if (question)
			put_question(out, content, lesson, question);
		else if (page)
			put_page(out, content, lesson, page);
		else if (artefact)
			put_case(out, content, lesson, artefact);
		if (question || page || artefact)
			return true;
	}
	return false;
}

int ks_content_show(int argc, char **argv)
{
	static const struct ks_args args = {
		.program = "kenshu content show",
		.summary =
			"問題（m5-q02）、ページ（m5/p03）、事例（m5-c1）を、その版で出したとおりに見せます",
		.operands = "版のファイルか教材のフォルダー、問題かページか事例の番号",
		.n_operands_min = 2,
		.n_operands_max = 2,
	};
	const char *operands[2] = {NULL, NULL};
	struct ks_content content;
	struct ks_buf out = {0};
	int exit_code;

	if (!ks_tools_parse(&args, argc, argv, operands, &exit_code))
		return exit_code;
	exit_code = ks_tools_content_open(operands[0], &content);
	if (content.n_lessons == 0) {
		exit_code = KS_EXIT_FAILED;
	} else if (put_named(&out, &content, operands[1])) {
		exit_code = ks_tools_print(&out);
	} else {
		fprintf(stderr, "「%s」は %s にありません。\n", operands[1], operands[0]);
		exit_code = KS_EXIT_FAILED;
	}
	ks_buf_finish(&out);
	ks_content_finish(&content);
	return exit_code;
}
