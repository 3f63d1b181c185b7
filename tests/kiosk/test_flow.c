/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk/flow.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "kiosk/glass.h"
#include "kiosk/question/question.h"
#include "kiosk/words/words.h"
#include "support/test.h"

/* A column that is too short: nothing is cut off or said twice, and what belongs together stands together. */

#define COLUMN_X 100
#define COLUMN_Y 60
#define COLUMN_W 700
#define PARTS_MAX 60

struct bench {
	struct ks_scene *scene;
	struct ks_rect column;
	void (*fill)(struct ks_flow *flow, const void *of);
	const void *of;
	int n_parts;
};

static struct glass *glass_of(void **state)
{
	return *state;
}

/* Part @wanted on the scene; the number of parts. */
static int show(struct glass *glass, struct bench *b, int wanted)
{
	struct ks_flow flow;

	ks_scene_begin(b->scene, &glass->app.ui, "flow");
	flow = ks_flow_begin(&glass->app, b->scene, b->column, wanted);
	b->fill(&flow, b->of);
	return ks_flow_n_parts(&flow);
}

static struct bench begin(struct glass *glass, int height,
			  void (*fill)(struct ks_flow *, const void *), const void *of)
{
	struct bench b = {.scene = ks_scene_open(),
			  .column = {COLUMN_X, COLUMN_Y, COLUMN_W, height},
			  .fill = fill,
			  .of = of};

	b.n_parts = show(glass, &b, -1);
	assert_in_range(b.n_parts, 1, PARTS_MAX);
	return b;
}

/* What stands on a part, each element's words behind the other's; all of it within the column. malloc'd */
static char *words_of(struct glass *glass, struct bench *b, int part)
{
	struct ks_buf out = {0};
	const struct ks_element *shown;
	size_t n;

	assert_int_equal(show(glass, b, part), b->n_parts); /* painted as it was measured */
	shown = ks_scene_elements(b->scene, &n);
	assert_true(n > 0);
	for (size_t i = 0; i < n; i++) {
		const struct ks_rect *r = &shown[i].rect;

		assert_true(r->x >= b->column.x && r->x + r->w <= b->column.x + b->column.w);
		assert_true(r->y >= b->column.y && r->y + r->h <= b->column.y + b->column.h + 2);
		ks_buf_puts(&out, shown[i].label);
	}
	return ks_buf_take(&out);
}

static char *words_of_all(struct glass *glass, struct bench *b)
{
	struct ks_buf out = {0};

	for (int part = 0; part < b->n_parts; part++) {
		char *words = words_of(glass, b, part);

		ks_buf_puts(&out, words);
		free(words);
	}
	return ks_buf_take(&out);
}

static size_t count(const char *text, const char *words)
{
	size_t n = 0;

	for (const char *at = strstr(text, words); at; at = strstr(at + 1, words))
		n++;
	return n;
}

/* 「001番目の文です。002番目の…」 */
static char *sentences(int n)
{
	struct ks_buf out = {0};

	for (int i = 1; i <= n; i++)
		ks_buf_printf(&out, "%03d番目の文です。", i);
	return ks_buf_take(&out);
}

/* ---- paragraphs ---- */

static void put_text(struct ks_flow *flow, const void *of)
{
	struct ks_text_style style = ks_widget_style(&flow->app->ui, KS_MM_BODY);

	ks_flow_text(flow, KS_ROLE_TEXT, of, &style, 0);
}

static size_t lines_on(struct bench *b)
{
	size_t n, n_lines = 0;
	const struct ks_element *shown = ks_scene_elements(b->scene, &n);

	for (size_t i = 0; i < n; i++)
		n_lines += shown[i].layout ? shown[i].layout->n_lines : 0;
	return n_lines;
}

/* At every height of the column: all of it once, in order, and no line alone at an end where three find room. */
static void a_paragraph_is_all_there_at_every_height(void **state)
{
	struct glass *glass = glass_of(state);
	char *text = sentences(40);
	struct ks_rich rich = ks_rich_plain(text);

	for (int height = 90; height < 700; height += 37) {
		struct bench b = begin(glass, height, put_text, &rich);
		char *all = words_of_all(glass, &b);
		size_t n_most = 0;

		assert_string_equal(all, text);
		for (int part = 0; part < b.n_parts; part++) {
			(void)show(glass, &b, part);
			n_most = lines_on(&b) > n_most ? lines_on(&b) : n_most;
		}
		for (int part = 0; part < b.n_parts && n_most >= 3; part++) {
			(void)show(glass, &b, part);
			assert_true(lines_on(&b) >= 2);
		}
		ks_scene_close(b.scene);
		free(all);
	}
	free(text);
}

static void put_found(struct ks_flow *flow, const void *of)
{
	put_text(flow, of);
	flow->mark_part = flow->found_part;
	assert_true(flow->found_part > 0);
}

/* Where the words stand that were looked for. */
static void the_part_with_what_was_found_is_known(void **state)
{
	struct glass *glass = glass_of(state);
	char *text = sentences(60);
	const char *at = strstr(text, "055番目");
	struct ks_span span = {(uint32_t)(at - text), (uint32_t)(at - text) + 9, KS_MARK_FOUND, NULL};
	struct ks_rich rich = {text, strlen(text), &span, 1};
	struct bench b = begin(glass, 200, put_found, &rich);
	struct ks_flow flow = ks_flow_begin(&glass->app, b.scene, b.column, -1);
	char *words;

	assert_int_equal(flow.found_part, -1);
	put_text(&flow, &rich);
	words = words_of(glass, &b, flow.found_part);
	assert_non_null(strstr(words, "055番目"));
	free(words);
	ks_scene_close(b.scene);
	free(text);
}

static void put_heading(struct ks_flow *flow, const void *of)
{
	const struct ks_rich *texts = of;
	struct ks_text_style heading = ks_widget_heading_style(&flow->app->ui, KS_MM_HEADING);

	put_text(flow, &texts[0]);
	ks_flow_text(flow, KS_ROLE_HEADING, &texts[1], &heading, 0);
	put_text(flow, &texts[2]);
}

/* A heading stands on the part where what it heads begins. */
static void a_heading_stands_with_what_it_heads(void **state)
{
	struct glass *glass = glass_of(state);
	char *before = sentences(12), *after = ks_strdup("ここからの文です。つづく文です。");
	struct ks_rich texts[] = {ks_rich_plain(before), ks_rich_plain("大見出し"),
				  ks_rich_plain(after)};

	for (int height = 200; height < 700; height += 11) {
		struct bench b = begin(glass, height, put_heading, texts);

		for (int part = 0; part < b.n_parts; part++) {
			char *words = words_of(glass, &b, part);

			assert_int_equal(!strstr(words, "大見出し"), !strstr(words, "ここから"));
			free(words);
		}
		ks_scene_close(b.scene);
	}
	free(before);
	free(after);
}

/* ---- quotations ---- */

static void put_quote(struct ks_flow *flow, const void *of)
{
	ks_flow_quote(flow, of);
}

static void put_plain_quote(struct ks_flow *flow, const void *of)
{
	ks_question_flow_quote(flow, of);
}

/* Too high for the column: its title stands above the first part of it, its source below the last. */
static void a_quotation_that_is_too_high_is_split_between_lines(void **state)
{
	static void (*const ways[])(struct ks_flow *, const void *) = {put_quote, put_plain_quote};
	struct glass *glass = glass_of(state);
	char *text = sentences(30), *whole = ks_format("表題の語%s出典の語", text);
	struct ks_rich rich = ks_rich_plain(text);
	struct ks_quote quote = {.ground = KS_COLOR_SURFACE,
				 .bar = KS_COLOR_KEY,
				 .text = &rich,
				 .mm = 7.4,
				 .title = "表題の語",
				 .source = "出典の語"};

	for (size_t w = 0; w < KS_COUNT(ways); w++) {
		for (int height = 220; height < 900; height += 61) {
			struct bench b = begin(glass, height, ways[w], &quote);
			char *all = words_of_all(glass, &b), *first = words_of(glass, &b, 0);
			char *last = words_of(glass, &b, b.n_parts - 1);

			assert_string_equal(all, whole);
			assert_memory_equal(first, "表題の語", strlen("表題の語"));
			assert_non_null(strstr(last, "出典の語"));
			free(last);
			free(first);
			free(all);
			ks_scene_close(b.scene);
		}
	}
	free(whole);
	free(text);
}

/* ---- blocks of a page ---- */

static void put_block(struct ks_flow *flow, const void *of)
{
	ks_flow_block(flow, of, 3);
}

static void items_have_their_mark_beside_them(void **state)
{
	struct glass *glass = glass_of(state);
	struct ks_rich items[12];
	struct ks_block block = {.kind = KS_BLOCK_STEPS, .items = items, .n_items = KS_COUNT(items)};
	struct bench b;
	char *texts[KS_COUNT(items)], *all;

	for (size_t i = 0; i < KS_COUNT(items); i++) {
		texts[i] = ks_format("手順の%c番", (int)('A' + i));
		items[i] = ks_rich_plain(texts[i]);
	}
	b = begin(glass, 170, put_block, &block);
	assert_true(b.n_parts > 1);
	all = words_of_all(glass, &b);
	for (size_t i = 0; i < KS_COUNT(items); i++) {
		char *wanted = ks_format("%zu%s", i + 1, texts[i]);

		assert_non_null(strstr(all, wanted));
		free(wanted);
	}
	free(all);
	block.kind = KS_BLOCK_LIST; /* dots are no words */
	all = words_of_all(glass, &b);
	assert_non_null(strstr(all, "手順のA番手順のB番"));
	free(all);
	block.is_ordered = true;
	all = words_of_all(glass, &b);
	assert_non_null(strstr(all, "1手順のA番2手順のB番"));
	free(all);
	ks_scene_close(b.scene);
	for (size_t i = 0; i < KS_COUNT(items); i++)
		free(texts[i]);
}

/* The answer stands behind its button until it is asked for. */
static void a_question_shows_its_answer_when_asked(void **state)
{
	struct glass *glass = glass_of(state);
	struct ks_rich answer = ks_rich_plain("答えの文です。");
	struct ks_block block = {.kind = KS_BLOCK_ASK,
				 .text = ks_rich_plain("問いの文ですか。"),
				 .items = &answer,
				 .n_items = 1};
	struct bench b = begin(glass, 600, put_block, &block);
	char *words = words_of(glass, &b, 0);
	const struct ks_element *shown;
	size_t n, n_buttons = 0;

	assert_null(strstr(words, "答えの文"));
	shown = ks_scene_elements(b.scene, &n);
	for (size_t i = 0; i < n; i++)
		if (shown[i].action.what == KS_ACT_REVEAL) {
			n_buttons++;
			assert_int_equal(shown[i].action.arg, 1 << 3);
			assert_true(shown[i].rect.w < COLUMN_W);
		}
	assert_int_equal(n_buttons, 1);
	free(words);
	glass->app.view.revealed = 1u << 2; /* another one */
	words = words_of(glass, &b, 0);
	assert_null(strstr(words, "答えの文"));
	free(words);
	glass->app.view.revealed = 1u << 3;
	words = words_of(glass, &b, 0);
	assert_string_equal(words, "問いの文ですか。答えの文です。");
	free(words);
	glass->app.view.revealed = 0;
	ks_scene_close(b.scene);
}

static void a_clause_names_its_source_and_its_notes_follow(void **state)
{
	struct glass *glass = glass_of(state);
	struct ks_rich note = ks_rich_plain("注の文です。");
	struct ks_block block = {.kind = KS_BLOCK_POLICY,
				 .text = ks_rich_plain("条の文です。"),
				 .items = &note,
				 .n_items = 1,
				 .clause = glass->app.content.policy.clauses[0].id};
	struct bench b = begin(glass, 600, put_block, &block);
	char *words = words_of(glass, &b, 0);
	const char *text = strstr(words, "条の文です。"), *after = strstr(words, "注の文です。");

	assert_true(text && after && text < after);
	assert_non_null(strstr(words, block.clause));
	assert_int_equal(count(words, "条の文"), 1);
	free(words);
	block.clause = "99(9)"; /* without a title, its number all the same */
	words = words_of(glass, &b, 0);
	assert_non_null(strstr(words, "99(9)"));
	free(words);
	ks_scene_close(b.scene);
}

static void local_words_say_that_they_are_and_nothing_where_there_are_none(void **state)
{
	static const struct {
		enum ks_block_kind kind;
		enum ks_word title;
	} kinds[] = {{KS_BLOCK_LOCAL, KS_W_LOCAL_TITLE}, {KS_BLOCK_GENERAL, KS_W_GENERAL_TITLE}};
	struct glass *glass = glass_of(state);

	for (size_t i = 0; i < KS_COUNT(kinds); i++) {
		struct ks_block block = {.kind = kinds[i].kind,
					 .text = ks_rich_plain("地元の文です。")};
		struct bench b = begin(glass, 600, put_block, &block);
		char *words = words_of(glass, &b, 0);
		char *wanted = ks_format("%s地元の文です。", ks_word(kinds[i].title));
		size_t n;

		assert_string_equal(words, wanted);
		block.text = ks_rich_plain("");
		(void)show(glass, &b, 0);
		(void)ks_scene_elements(b.scene, &n);
		assert_int_equal(n, 0);
		free(wanted);
		free(words);
		ks_scene_close(b.scene);
	}
}

static void a_note_of_work_has_its_name_and_its_parts(void **state)
{
	struct glass *glass = glass_of(state);
	struct ks_mail_part parts[] = {{"a", "受けた人", ks_rich_plain("一の文")},
				       {"b", "", ks_rich_plain("二の文")}};
	struct ks_block block = {.kind = KS_BLOCK_MEMO,
				 .heading = ks_rich_plain("電話のメモ"),
				 .parts = parts,
				 .n_parts = 2};
	struct bench b = begin(glass, 600, put_block, &block);
	char *words = words_of(glass, &b, 0);

	assert_memory_equal(words, "電話のメモ", strlen("電話のメモ"));
	assert_int_equal(count(words, "受けた人"), 1);
	assert_int_equal(count(words, "一の文"), 1);
	assert_int_equal(count(words, "二の文"), 1);
	free(words);
	block.heading = ks_rich_plain("");
	words = words_of(glass, &b, 0);
	assert_null(strstr(words, "電話"));
	free(words);
	ks_scene_close(b.scene);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_paragraph_is_all_there_at_every_height),
		cmocka_unit_test(the_part_with_what_was_found_is_known),
		cmocka_unit_test(a_heading_stands_with_what_it_heads),
		cmocka_unit_test(a_quotation_that_is_too_high_is_split_between_lines),
		cmocka_unit_test(items_have_their_mark_beside_them),
		cmocka_unit_test(a_question_shows_its_answer_when_asked),
		cmocka_unit_test(a_clause_names_its_source_and_its_notes_follow),
		cmocka_unit_test(local_words_say_that_they_are_and_nothing_where_there_are_none),
		cmocka_unit_test(a_note_of_work_has_its_name_and_its_parts),
	};

	return ks_test_run_in(tests, glass_setup, glass_teardown);
}
