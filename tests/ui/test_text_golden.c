/* SPDX-License-Identifier: Apache-2.0 */
#include <SDL_image.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "support/test.h"
#include "ui/text.h"

/*
 * The hard cases of UI.md "Japanese text" as pictures in tests/data/golden/, looked at by a person when they were made.
 * UPDATE_GOLDEN=1 makes them anew; then look again before committing. A picture that differs is left beside the build.
 */

#define EM_PX 40
#define WIDTH_PX (16 * EM_PX)
#define FOLDER "tests/data/golden"

static const struct sample {
	const char *name;
	struct ks_rich rich;
	enum ks_face face;
	enum ks_breaking breaking;
	bool has_furigana;
} samples[] = {
#define TEXT(words, ...)                                                                       \
	{                                                                                      \
		words, sizeof(words) - 1, (const struct ks_span[]){__VA_ARGS__},               \
			sizeof((const struct ks_span[]){__VA_ARGS__}) / sizeof(struct ks_span) \
	}
#define PLAIN(words)                              \
	{                                         \
		words, sizeof(words) - 1, NULL, 0 \
	}
	{"line-head",
	 PLAIN("不正アクセス、ウィルス攻撃、サービス不能攻撃等のサイバー攻撃や、ソフトウェアの"
	       "欠陥による漏えい・破壊・改ざん・消去。"),
	 KS_FACE_REGULAR, KS_BREAK_STRICT, false},
	{"brackets",
	 PLAIN("「（ア）」、「（イ）」。『本組合』（以下「組合」という。）は、「情報」を「守る」"),
	 KS_FACE_REGULAR, KS_BREAK_STRICT, false},
	{"bound-words",
	 PLAIN("10％、第244条の6、6(3)②、10:30、Wi-Fi、2026年4月1日の約束です。合格は80％からです。"),
	 KS_FACE_REGULAR, KS_BREAK_STRICT, false},
	{"mixed",
	 PLAIN("USBメモリを3本、PCを12台、Webサイトを見るときはhttpsで始まるURLかを確かめます。"),
	 KS_FACE_REGULAR, KS_BREAK_STRICT, false},
	{"last-line", PLAIN("心当たりのないメールは開かず、情報担当へ連絡しよう。"),
	 KS_FACE_REGULAR, KS_BREAK_STRICT, false},
	{"heading", PLAIN("「不審なメール」は、どこを見れば分かる？"), KS_FACE_BOLD,
	 KS_BREAK_PHRASE, false},
	{"names",
	 PLAIN("髙橋 﨑山 𠮷野 德田 渡邉󠄂 塚田 神戸 福山 葛󠄀城 か゚き"),
	 KS_FACE_REGULAR, KS_BREAK_STRICT, false},
	{"furigana",
	 TEXT("遵守し、漏えいを防ぎ、緊急時に備える。", {0, 6, KS_MARK_RUBY, "じゅんしゅ"},
	      {12, 15, KS_MARK_RUBY, "ろう"}, {33, 42, KS_MARK_RUBY, "きんきゅうじ"}),
	 KS_FACE_REGULAR, KS_BREAK_STRICT, true},
	{"erratum",
	 TEXT("完全性及び可能性〔ママ〕を維持する", {15, 24, KS_MARK_ERRATUM, NULL},
	      {24, 36, KS_MARK_SMALL, NULL}),
	 KS_FACE_REGULAR, KS_BREAK_STRICT, false},
};

static struct ks_canvas canvas_of(SDL_Surface *surface)
{
	return (struct ks_canvas){surface->pixels,
				  surface->w,
				  surface->h,
				  surface->pitch / 4,
				  {0, 0, surface->w, surface->h}};
}

static SDL_Surface *surface_of(int w, int h)
{
	return SDL_CreateRGBSurfaceWithFormat(0, w, h, 32, SDL_PIXELFORMAT_XRGB8888);
}

static SDL_Surface *draw(const struct sample *sample)
{
	struct ks_text_engine *engine;
	struct ks_text_style style = {.face = sample->face,
				      .em_px = EM_PX,
				      .pitch_percent = sample->face == KS_FACE_BOLD ? 140 : 170,
				      .breaking = sample->breaking,
				      .has_furigana = sample->has_furigana};
	const struct ks_text_layout *layout;
	SDL_Surface *surface;
	struct ks_canvas canvas;

	assert_int_equal(ks_text_engine_open(&engine), KS_OK);
	layout = ks_text_layout(engine, &sample->rich, &style, WIDTH_PX);
	surface = surface_of(WIDTH_PX + EM_PX, layout->h + EM_PX / 2);
	canvas = canvas_of(surface);
	ks_paint_fill(&canvas, canvas.clip, 0xFFFFFFFF);
	ks_text_draw(engine, layout, &canvas, EM_PX / 2, EM_PX / 4, KS_THEME_STANDARD);
	ks_text_engine_close(engine);
	return surface;
}

/* Pixels whose colour differs by more than a rounding. */
static int n_different(SDL_Surface *a, SDL_Surface *b)
{
	int n = 0;

	if (a->w != b->w || a->h != b->h)
		return -1;
	for (int y = 0; y < a->h; y++) {
		const uint8_t *left = (const uint8_t *)a->pixels + (long)y * a->pitch;
		const uint8_t *right = (const uint8_t *)b->pixels + (long)y * b->pitch;

		for (int x = 0; x < a->w; x++)
			for (int i = 0; i < 3; i++)
				if (abs(left[4 * x + i] - right[4 * x + i]) > 2) {
					n++;
					break;
				}
	}
	return n;
}

static void compare(const struct sample *sample)
{
	char *path = ks_format(FOLDER "/%s.png", sample->name);
	SDL_Surface *drawn = draw(sample), *loaded, *golden;
	int n;

	if (getenv("UPDATE_GOLDEN"))
		assert_int_equal(IMG_SavePNG(drawn, path), 0);
	loaded = IMG_Load(path);
	assert_non_null(loaded);
	golden = SDL_ConvertSurfaceFormat(loaded, SDL_PIXELFORMAT_XRGB8888, 0);
	n = n_different(drawn, golden);
	if (n != 0) {
		char *left = ks_format("build/golden-%s.png", sample->name);

		print_error("%s: %d pixels differ; drawn now: %s\n", path, n, left);
		IMG_SavePNG(drawn, left);
		free(left);
	}
	assert_int_equal(n, 0);
	SDL_FreeSurface(golden);
	SDL_FreeSurface(loaded);
	SDL_FreeSurface(drawn);
	free(path);
}

static void hard_cases_look_as_they_did_when_a_person_looked(void **state)
{
	(void)state;
	for (size_t i = 0; i < KS_COUNT(samples); i++)
		compare(&samples[i]);
}

static void another_text_is_seen_to_differ(void **state)
{
	SDL_Surface *a = draw(&samples[0]), *b = draw(&samples[2]);

	(void)state;
	assert_true(n_different(a, b) != 0);
	assert_int_equal(n_different(a, a), 0);
	SDL_FreeSurface(a);
	SDL_FreeSurface(b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(hard_cases_look_as_they_did_when_a_person_looked),
		cmocka_unit_test(another_text_is_seen_to_differ),
	};

	return ks_test_run(tests);
}
