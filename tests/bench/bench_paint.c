/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "ui/widget.h"

/* What a frame costs without a display: `name value unit` a line, medians. */

#define W 1920
#define H 1080
#define ROUNDS 201

enum { WHAT_CHOICE = 1, WHAT_ANSWER };

struct bench {
	struct ks_ui ui;
	struct ks_scene *rest, *pressed;
	struct ks_canvas canvas;
};

static double now_us(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec * 1e6 + (double)now.tv_nsec / 1e3;
}

static int compare(const void *a, const void *b)
{
	double left = *(const double *)a, right = *(const double *)b;

	return left < right ? -1 : left > right;
}

static double median_us(void (*run)(struct bench *bench), struct bench *bench)
{
	static double times[ROUNDS];

	for (int i = 0; i < ROUNDS; i++) {
		double before = now_us();

		run(bench);
		times[i] = now_us() - before;
	}
	qsort(times, ROUNDS, sizeof(times[0]), compare);
	return times[ROUNDS / 2];
}

/* A question with four choices, like design 05. */
static void build(struct bench *bench, struct ks_scene *scene)
{
	static const char *const words[] = {
		"バス会社に電話し、見つかるまで様子を見る",
		"すぐに上司と情報セキュリティ担当へ報告する",
		"個人番号が入っていなければ、報告しなくてよい",
		"自分で探し、翌朝までに見つからなければ報告する",
	};
	static const char *const marks[] = {"ア", "イ", "ウ", "エ"};
	struct ks_ui *ui = &bench->ui;
	struct ks_text_style heading = ks_widget_heading_style(ui, 10);
	struct ks_button answer = {.kind = KS_BUTTON_PRIMARY,
				   .label = "答える",
				   .before = KS_ICON_ARROW_RIGHT,
				   .action = {WHAT_ANSWER, 0}};
	struct ks_rect r = {96, 200, W - 192, 0};

	ks_scene_begin(scene, ui, "bench");
	ks_scene_fill(scene, (struct ks_rect){0, 0, W, H}, KS_COLOR_BG);
	ks_scene_fill(scene, (struct ks_rect){0, 0, W, 103}, KS_COLOR_SURFACE);
	ks_scene_fill(scene, (struct ks_rect){0, 928, W, 152}, KS_COLOR_SURFACE);
	ks_widget_bar(scene, (struct ks_rect){0, 103, W, 12}, 0.4, "4/10");
	ks_widget_badge(scene, 96, 135, 6.4, KS_TONE_NEUTRAL, KS_ICON_NONE, "問 4 ／ 10");
	r.y += ks_scene_words(
		scene, KS_ROLE_HEADING, r,
		"清掃車両の点検票が入ったUSBメモリを、帰りのバスに置き忘れたことに気づきました。"
		"最初にすることはどれですか。",
		&heading);
	for (int i = 0; i < 4; i++) {
		struct ks_rich text = ks_rich_plain(words[i]);
		struct ks_choice_row row = {.mark = marks[i],
					    .text = &text,
					    .action = {WHAT_CHOICE, i},
					    .state = i == 1 ? KS_STATE_SELECTED : 0};

		r.h = 115;
		ks_widget_choice(scene, r, &row);
		r.y += r.h + 17;
	}
	ks_widget_button(scene, (struct ks_rect){1432, 953, 440, 104}, &answer);
}

static void paint_all(struct bench *bench)
{
	ks_scene_paint(bench->rest, &bench->canvas, (struct ks_rect){0, 0, W, H});
}

static void press_button(struct bench *bench)
{
	struct ks_damage damage;

	ks_scene_diff(bench->rest, bench->pressed, &damage);
	for (int i = 0; i < damage.n_rects; i++)
		ks_scene_paint(bench->pressed, &bench->canvas, damage.rects[i]);
}

static void compare_scenes(struct bench *bench)
{
	struct ks_damage damage;

	ks_scene_diff(bench->rest, bench->pressed, &damage);
}

static void build_scene(struct bench *bench)
{
	build(bench, bench->rest);
}

static void dump_scene(struct bench *bench)
{
	struct ks_buf out = {0};

	ks_scene_dump(bench->rest, &out);
	ks_buf_finish(&out);
}

int main(void)
{
	struct bench bench = {.ui.metrics = ks_metrics_make(W, H, 0, 100)};
	uint32_t *px = ks_alloc_zero((size_t)W * H, sizeof(*px));
	double before;

	bench.canvas = (struct ks_canvas){px, W, H, W, {0, 0, W, H}};
	if (ks_text_engine_open(&bench.ui.text) != KS_OK)
		return 1;
	bench.rest = ks_scene_open();
	bench.pressed = ks_scene_open();
	before = now_us();
	build(&bench, bench.rest);
	paint_all(&bench);
	printf("paint_first_screen %.2f ms\n", (now_us() - before) / 1e3);
	bench.ui.pressed = (struct ks_action){WHAT_ANSWER, 0};
	build(&bench, bench.pressed);
	bench.ui.pressed = (struct ks_action){0, 0};
	printf("paint_screen %.3f ms\n", median_us(paint_all, &bench) / 1e3);
	printf("paint_button %.3f ms\n", median_us(press_button, &bench) / 1e3);
	printf("scene_build %.1f us\n", median_us(build_scene, &bench));
	printf("scene_diff %.1f us\n", median_us(compare_scenes, &bench));
	printf("scene_dump %.1f us\n", median_us(dump_scene, &bench));
	ks_scene_close(bench.rest);
	ks_scene_close(bench.pressed);
	ks_text_engine_close(bench.ui.text);
	free(px);
	return 0;
}
