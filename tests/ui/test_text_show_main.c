/* SPDX-License-Identifier: Apache-2.0 */
#include <SDL_image.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ui/text.h"

/*
 * No test: draws sample paragraphs to a PNG, for a person who knows type to look at.
 *   build/default/tests/ui/test_text_show_main out.png [em_px [width_px]]
 */

struct sample {
	const char *text; /* with the marks of a small notation, see parse() */
	enum ks_face face;
	enum ks_breaking breaking;
	int em_percent, pitch_percent;
};

static const struct sample samples[] = {
	{"「不審なメール」は、どこを見れば分かる？", KS_FACE_BOLD, KS_BREAK_PHRASE, 165, 140},
	{"{標的型|ひょうてきがた}メールから{守|まも}る{手順|てじゅん}を、{職員|しょくいん}{全員|ぜんいん}が{確認|かくにん}しましょう。",
	 KS_FACE_BOLD, KS_BREAK_PHRASE, 165, 140},
	{"差出人の名前は、だれでも自由に書けます。見るべきなのは*＠より後ろのアドレス*です。急がせる言葉と添付ファイルが"
	 "そろったら、開かずに電話で確かめましょう。",
	 KS_FACE_REGULAR, KS_BREAK_STRICT, 100, 170},
	{"{情報|じょうほう}セキュリティ{基本方針|きほんほうしん}は、{地方自治法|ちほうじちほう}第244条の6に{基|もと}づき、{令和|れいわ}8年4月1日から"
	 "{公表|こうひょう}しています。{承|うけたまわ}る{志|こころざし}を{忘|わす}れず、{漏|ろう}えいを{防|ふせ}ぐ。",
	 KS_FACE_REGULAR, KS_BREAK_STRICT, 100, 170},
	{"本基本方針の6(3)②は「（ア）不正アクセス」、「サイバー攻撃」（例：DDoS）を含む。Wi-Fiの暗号化はWPA3、開始は10:30、"
	 "合格点は10％から80%へ。2026年4月1日――その日まで……待つ。",
	 KS_FACE_REGULAR, KS_BREAK_STRICT, 100, 170},
	{"必要_ときに_^〔ママ〕^中断されることなく、情報にアクセスできる状態を確保する。連絡先は[kyuyo@kuresaka-kankyo.example.xyz]、"
	 "手引はhttps://intra.kuresaka-kankyo.example.jp/docs/security/policy-2026.htmlにあります。",
	 KS_FACE_REGULAR, KS_BREAK_STRICT, 100, 170},
	{"名前の文字：髙橋 﨑山 𠮷野 渡邉󠄂 塚󠄁本 塚田 神戸 福山 葛󠄀城 か゚き ㇷ゚ 😀。辻󠄀 〇〇 ①②③ ○× → ％℃",
	 KS_FACE_REGULAR, KS_BREAK_STRICT, 100, 170},
	{"AVATAR Typography “To be, or not”: it's 100% Wi-Fi & e-mail (RFC 5322) 0123456789.",
	 KS_FACE_REGULAR, KS_BREAK_STRICT, 100, 170},
	{"不正アクセス、ウィルス攻撃、サービス不能攻撃等のサイバー攻撃や部外者の侵入等の意図的な要因による情報資産の漏えい・破壊・改ざん・"
	 "消去、重要情報の詐取、内部不正等",
	 KS_FACE_REGULAR, KS_BREAK_STRICT, 80, 170},
};

struct parsed {
	char text[2048];
	char aux[1024];
	struct ks_span spans[64];
	size_t n_spans;
};

static size_t put(struct parsed *parsed, size_t len, const char *text, size_t n)
{
	memcpy(parsed->text + len, text, n);
	return len + n;
}

/* *strong*  _erratum_  ^small^  [link]  {base|reading} */
static struct ks_rich parse(const char *from, struct parsed *parsed)
{
	static const char begins[] = "*_^[", ends[] = "*_^]";
	static const enum ks_mark marks[] = {KS_MARK_STRONG, KS_MARK_ERRATUM, KS_MARK_SMALL,
					     KS_MARK_LINK};
	size_t len = 0, aux = 0;

	parsed->n_spans = 0;
	while (*from) {
		const char *mark = strchr(begins, *from);
		struct ks_span *span = &parsed->spans[parsed->n_spans];
		const char *end;

		span->from = (uint32_t)len;
		span->aux = NULL;
		if (*from == '{') {
			end = strchr(from, '|');
			len = put(parsed, len, from + 1, (size_t)(end - from - 1));
			from = end + 1;
			end = strchr(from, '}');
			memcpy(parsed->aux + aux, from, (size_t)(end - from));
			span->aux = parsed->aux + aux;
			parsed->aux[aux += (size_t)(end - from)] = '\0';
			aux++;
			span->mark = KS_MARK_RUBY;
		} else if (mark) {
			end = strchr(from + 1, ends[mark - begins]);
			len = put(parsed, len, from + 1, (size_t)(end - from - 1));
			span->mark = marks[mark - begins];
		} else {
			len = put(parsed, len, from++, 1);
			continue;
		}
		from = end + 1;
		span->to = (uint32_t)len;
		parsed->n_spans++;
	}
	parsed->text[len] = '\0';
	return (struct ks_rich){parsed->text, len, parsed->spans, parsed->n_spans};
}

int main(int n_args, char **args)
{
	int em_px = n_args > 2 ? (int)strtol(args[2], NULL, 10) : 34;
	int width = n_args > 3 ? (int)strtol(args[3], NULL, 10) : 30 * em_px, y = 30;
	struct ks_text_engine *engine;
	SDL_Surface *surface = SDL_CreateRGBSurfaceWithFormat(0, width + 2 * em_px, em_px * 160, 32,
							      SDL_PIXELFORMAT_XRGB8888);
	struct ks_canvas canvas = {surface->pixels,
				   surface->w,
				   surface->h,
				   surface->pitch / 4,
				   {0, 0, surface->w, surface->h}};

	if (n_args < 2 || ks_text_engine_open(&engine) != KS_OK)
		return 1;
	ks_paint_fill(&canvas, canvas.clip, ks_theme_argb(KS_THEME_STANDARD, KS_COLOR_SURFACE));
	for (size_t i = 0; i < sizeof(samples) / sizeof(samples[0]); i++) {
		static struct parsed parsed;
		struct ks_rich rich = parse(samples[i].text, &parsed);
		struct ks_text_style style = {.face = samples[i].face,
					      .breaking = samples[i].breaking,
					      .em_px = em_px * samples[i].em_percent / 100,
					      .pitch_percent = samples[i].pitch_percent,
					      .has_furigana = true};
		const struct ks_text_layout *layout = ks_text_layout(engine, &rich, &style, width);

		ks_paint_fill(&canvas, (struct ks_rect){em_px + width, y, 1, layout->h}, 0xffe08080);
		ks_paint_fill(&canvas, (struct ks_rect){em_px - 1, y, 1, layout->h}, 0xffe08080);
		ks_text_draw(engine, layout, &canvas, em_px, y, KS_THEME_STANDARD);
		y += layout->h + em_px / 2;
	}
	y = y < surface->h ? y : surface->h;
	SDL_Surface *used = SDL_CreateRGBSurfaceWithFormatFrom(
		surface->pixels, surface->w, y, 32, surface->pitch, SDL_PIXELFORMAT_XRGB8888);
	int rc = IMG_SavePNG(used, args[1]);

	SDL_FreeSurface(used);
	SDL_FreeSurface(surface);
	ks_text_engine_close(engine);
	return rc != 0;
}
