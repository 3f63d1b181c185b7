/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "ui/text.h"

/*
 * A page of 300 characters at body size: first seen (fonts just opened, no glyph known), laid out again
 * after a trim, asked for again, and painted. Lines of "name value unit" (tests/bench/bench.sh).
 */

enum { ROUNDS = 41, EM_PX = 34, WIDTH_PX = 1000, HEIGHT_PX = 900 };

static const char page[] =
	"差出人の名前は、だれでも自由に書けます。見るべきなのは＠より後ろのアドレスです。急がせる言葉と添付ファイルがそろったら、"
	"開かずに電話で確かめましょう。本基本方針は、組合が保有する情報資産の機密性、完全性及び可用性を維持するため、組合が実施する"
	"情報セキュリティ対策について基本的な事項を定めることを目的とする。\n"
	"不正アクセス、ウィルス攻撃、サービス不能攻撃等のサイバー攻撃や部外者の侵入等の意図的な要因による情報資産の漏えい・破壊・"
	"改ざん・消去、重要情報の詐取、内部不正等。地震、落雷、火災等の災害によるサービス及び業務の停止等。第244条の6により2026年4月1日から"
	"公表し、Wi-Fiの暗号化はWPA3とします。合格点は80％です。";

static double now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static int compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static void report(const char *name, double *values, const char *unit)
{
	qsort(values, ROUNDS, sizeof(values[0]), compare);
	printf("%s %.4f %s\n", name, values[ROUNDS / 2], unit);
}

int main(void)
{
	static uint32_t px[WIDTH_PX * HEIGHT_PX];
	static double cold[ROUNDS], first_draw[ROUNDS], layout[ROUNDS], again[ROUNDS], draw[ROUNDS];
	struct ks_canvas canvas = {px, WIDTH_PX, HEIGHT_PX, WIDTH_PX, {0, 0, WIDTH_PX, HEIGHT_PX}};
	struct ks_text_style style = {.em_px = EM_PX, .pitch_percent = 170};
	struct ks_rich rich = ks_rich_plain(page);
	struct ks_text_breaks breaks;

	memset(px, 0xff, sizeof(px));
	ks_text_find_breaks(&rich, KS_BREAK_STRICT,
			    &breaks); /* ICU: once per process, measured by start */
	ks_text_breaks_finish(&breaks);
	for (int i = 0; i < ROUNDS; i++) {
		const struct ks_text_layout *text;
		struct ks_text_engine *engine;
		double t[6];

		if (ks_text_engine_open(&engine) != KS_OK)
			return 1;
		t[0] = now_ms();
		text = ks_text_layout(engine, &rich, &style, WIDTH_PX);
		t[1] = now_ms();
		ks_text_draw(engine, text, &canvas, 0, 0, KS_THEME_STANDARD);
		t[2] = now_ms();
		ks_text_engine_trim(engine);
		text = ks_text_layout(engine, &rich, &style, WIDTH_PX);
		t[3] = now_ms();
		text = ks_text_layout(engine, &rich, &style, WIDTH_PX);
		t[4] = now_ms();
		ks_text_draw(engine, text, &canvas, 0, 0, KS_THEME_STANDARD);
		t[5] = now_ms();
		ks_text_engine_close(engine);
		cold[i] = t[2] - t[0];
		first_draw[i] = t[2] - t[1];
		layout[i] = t[3] - t[2];
		again[i] = t[4] - t[3];
		draw[i] = t[5] - t[4];
		first_draw[i] = (first_draw[i] - draw[i]) * 1000.0;
	}
	report("text_cold_ms", cold, "ms");
	report("text_layout_warm_ms", layout, "ms");
	report("text_layout_cached_ms", again, "ms");
	report("text_draw_ms", draw, "ms");
	for (int i = 0; i < ROUNDS; i++)
		first_draw[i] /= 158.0; /* different signs on the page */
	report("text_raster_glyph_us", first_draw, "us");
	return 0;
}
