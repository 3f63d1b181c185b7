/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "support/golden.h"
#include "support/test.h"
#include "ui/text_private.h"

/*
 * Where lines may begin, and where each sign then stands: tests/data/golden/ui/breaks.txt and places.txt, read with `git diff` after
 * UPDATE_GOLDEN=1. The pictures of test_text_golden.c show the same to an eye.
 */

/* ---- breaks ---- */

/* @text with a bar wherever a line may begin. */
static void put_breaks(struct ks_buf *out, const struct ks_rich *rich, enum ks_breaking breaking)
{
	struct ks_text_breaks breaks;

	ks_text_find_breaks(rich, breaking, &breaks);
	for (size_t i = 0; i < rich->len; i++) {
		if (breaks.allowed[i])
			ks_buf_putc(out, breaks.allowed[i] == KS_BREAK_FORCED ? '!' : '|');
		ks_buf_putc(out, rich->text[i] == '\n' ? '_' : rich->text[i]);
	}
	ks_buf_putc(out, '\n');
	ks_text_breaks_finish(&breaks);
	assert_null(breaks.allowed);
	assert_int_equal(breaks.len, 0);
}

static const char *const sentences[] = {
	"令和8年4月1日から平成元年度まで、昭和和年、令和元年、大正十年、明治元年、元年、正元年と和元年",
	"第244条の6第1項第2号、第三条、第十二章、第12号の2、3の2、条の6、項の9、号の1、人の6、第の3、条の規定",
	"6(3)②、A(b)、6(、6(ア)、)②、3②、①②③、(3)、z(9)、%(3)、2①の、①見出し、あ①見出し、　①見出し、。①見出し、①(ア)",
	"10:30、1,000、3.5、2026/4/1、10-20、1：2、3．5、4，000、5／6、:30、10:、10:a、a:10、1.、.5、1//2、１０：３０、0123456789、９8",
	"8年、57件、3人、300円、10％、10%、25℃、5個、9十、1万、2億、4千、5名、6点、7社、あ年、x月、1あ、26にち、5ふん、12がつ、3ねん、"
	"10かもく、2かい、9もん、4まい、8にん、1びょう、6けた、80てん、7にた、2か、5がた、0てんき",
	"3か月、2ヶ月、5カ所、6ヵ国、7ヶ条、8箇所、9個年、4ケ村、3か人、あか月、3月か、3ヶ、1個所、2かげつ、15か月",
	"約60分、約六十分、あと約10科目、約束、約A",
	"Wi-Fi、e-mail、A‐B、3-4、a-、-b、あ-い、a-い、う-b、---、x--y",
	"あ――い、う……え、お‥か、き──く、―…、‥…、—―",
	"連絡先は kyuyo@kuresaka-kankyo.example.xyz まで、a@b、@b、a@、https://a-b.example/docs/x_y?z=1、http:/a、http://、ftp://x、"
	"www.example.jp、ww.example、wwwxample、www.、(a@b.c)、a@b.c.、www.a、x://、a.b@c-d/e",
	"「（ア）」、「（イ）」。『本組合』（以下「組合」という。）は、〔ママ〕と｛あ｝《い》〈う〉【え】",
	"￥100、№5、＠お、＃1、§3、¥20、$30、#4、＄5、a&b、c+d、x=y、50%off、‰、℃、°",
	"サイバーセキュリティは、しょっちゅうヴァヵ。ゎぁぃぅぇぉゃゅょっ々ゝゞヽヾ〻ー",
	"か\u309aき\u3099葛\U000e0100城邉\U000e0102、e\u0301、あ\u200dい、漢\ufe00字、\u302a声",
	"一行\n二行\n\n四行\n",
	"the quick brown fox, it’s “To be”; don't! (no) [yes] {x} <y> a/b c\\d",
	"終わり、消してもらう、見ている、見てある、読んでおく、行ってしまう、聞いてみる、来てきた、なってない、ででなく、てう",
	"確かめましょう。契約書にある番号へ電話する。緊急時対応計画。全職員、サーバ室、東京都、区役所、本庁舎、二人",
	"送り方を振り返り、受け取る、使い方、書き直す、取り消す、立ち上がる、話し合い、申し出る、入れ替える、言い切り、"
	"見せ方法、打ち合わせ、引き付ける、読み始める、し続ける、あ方、う直、け離す",
	"ご遠慮ください。お客様にお茶をご、お、ごあん、お知らせ、ごX",
	"「合格」と、『方針』が、（例）を、【注】に、10％を、20%で、25℃は、Webの、PCや、3も、）へ、’と、”と、Xた、」ま",
	"ログインする、チェックした、コピーして、メモしない、セットします、リセットしよう、ロックされ、アップさせ、クリックすれ、"
	"ダウンせず、ゲストさん、ユーザさま、アクセスでき、メールに、ペンで、カードよ",
	"することができるようにするためです。そのときから、ほどなく、だけでなく、ではないので、くらいとぐらい、べきわけはず",
	"0@0、9@9、A@A、Z@Z、a@a、z@z、[@[、`@`、{@{、/@/、:@:、a@.b、a.@b、a@b/、a@b-",
	"𠮷野家の𠮷、髙橋と﨑山、㐀から鿿、豈と舘、〇と々",
};

static void lines_may_begin_where_they_did(void **state)
{
	struct ks_buf out = {0};

	(void)state;
	for (size_t i = 0; i < KS_COUNT(sentences); i++) {
		struct ks_rich rich = ks_rich_plain(sentences[i]);

		put_breaks(&out, &rich, KS_BREAK_STRICT);
		put_breaks(&out, &rich, KS_BREAK_PHRASE);
	}
	ks_test_golden("tests/data/golden/ui/breaks.txt", ks_buf_text(&out));
	ks_buf_finish(&out);
}

/* Of each class one, and the first and last of each range. */
static const char *const signs[] = {
	"0",      "9",      "/",      ":",  "０", "９", "a",  "z",  "A",  "Z",   "@",  "[",  "`",
	"{",      "(",      ")",      "-",  ".",  ",",  "%",  "$",  " ",  "　",  "「", "」", "（",
	"）",     "、",     "。",     "・", "：", "？", "ー", "々", "ん", "は",  "の", "お", "て",
	"っ",     "ア",     "ン",     "ッ", "漢", "方", "年", "月", "か", "第",  "約", "条", "元",
	"和",     "一",     "①",      "⓿",  "❶",  "➓",  "―",  "…",  "㐀", "鿿", "豈", "𠀀", "é",
	"\u0301", "\u3099", "\ufe00", "”",  "’",  "℃",  "㏋", "ꀀ", "ぁ", "ゟ",  "ゔ",
};

static void put_pairs(struct ks_buf *out, const char *before, const char *behind,
		      enum ks_breaking breaking)
{
	ks_buf_printf(out, "== %s..%s by %s\n", before, behind,
		      breaking == KS_BREAK_PHRASE ? "phrase" : "strict");
	for (size_t i = 0; i < KS_COUNT(signs); i++) {
		ks_buf_printf(out, "%s:", signs[i]);
		for (size_t k = 0; k < KS_COUNT(signs); k++) {
			char *text = ks_format("%s%s%s%s", before, signs[i], signs[k], behind);
			struct ks_rich rich = ks_rich_plain(text);
			struct ks_text_breaks breaks;

			ks_text_find_breaks(&rich, breaking, &breaks);
			if (breaks.allowed[strlen(before) + strlen(signs[i])])
				ks_buf_puts(out, signs[k]);
			ks_text_breaks_finish(&breaks);
			free(text);
		}
		ks_buf_puts(out, "\n");
	}
}

static void each_two_signs_part_where_they_did(void **state)
{
	struct ks_buf out = {0};

	(void)state;
	put_pairs(&out, "", "", KS_BREAK_STRICT);
	put_pairs(&out, "語", "語", KS_BREAK_STRICT);
	put_pairs(&out, "3", "3", KS_BREAK_STRICT);
	put_pairs(&out, "条の", "号", KS_BREAK_STRICT);
	put_pairs(&out, "語", "語", KS_BREAK_PHRASE);
	put_pairs(&out, "の", "す", KS_BREAK_PHRASE);
	ks_test_golden("tests/data/golden/ui/pairs.txt", ks_buf_text(&out));
	ks_buf_finish(&out);
}

/* ---- classes ---- */

#define LAST 0x3ffffu

static unsigned class_of(uint32_t c, int which)
{
	if (which == 0)
		return ks_space_sign(c);
	if (which == 1)
		return ks_break_is_forbidden_head(c);
	return ks_break_is_forbidden_tail(c);
}

/* Each code point's class, in ranges. What is an extender is Unicode's to say, but for what is asked often. */
static void each_code_point_is_of_its_class(void **state)
{
	static const char *const names[] = {"sign", "head", "tail"};
	struct ks_buf out = {0};

	(void)state;
	for (int which = 0; which < 3; which++)
		for (uint32_t from = 0, c = 0; c <= LAST; c++)
			if (c == LAST || class_of(c + 1, which) != class_of(from, which)) {
				ks_buf_printf(&out, "%s %X-%X: %u\n", names[which], (unsigned)from,
					      (unsigned)c, class_of(from, which));
				from = c + 1;
			}
	for (uint32_t from = 0x2e80, c = 0x2e80; c <= 0xffff; c++)
		if (c == 0xffff || ks_cluster_is_extender(c + 1) != ks_cluster_is_extender(from)) {
			if (c < 0xfe20)
				ks_buf_printf(&out, "extender %X-%X: %d\n", (unsigned)from,
					      (unsigned)c, ks_cluster_is_extender(from));
			from = c + 1;
		}
	assert_false(ks_cluster_is_extender(0x2ff));
	assert_true(ks_cluster_is_extender(0x300));
	assert_true(ks_cluster_is_extender(0x200d));
	assert_false(ks_cluster_is_extender(0xe00ff));
	assert_true(ks_cluster_is_extender(0xe0100));
	assert_true(ks_cluster_is_extender(0xe01ef));
	assert_false(ks_cluster_is_extender(0xe01f0));
	ks_test_golden("tests/data/golden/ui/classes.txt", ks_buf_text(&out));
	ks_buf_finish(&out);
}

/* ---- places ---- */

#define TEXT(words, ...)                                                                       \
	{                                                                                      \
		words, sizeof(words) - 1, (const struct ks_span[]){__VA_ARGS__},               \
			sizeof((const struct ks_span[]){__VA_ARGS__}) / sizeof(struct ks_span) \
	}
#define PLAIN(words)                              \
	{                                         \
		words, sizeof(words) - 1, NULL, 0 \
	}

static const struct sample {
	struct ks_rich rich;
	struct ks_text_style style;
	int width_px;
} samples[] = {
	{PLAIN("「あ」、（い）。・う：え；お！？「か」・「き」（）、、」」。「「"), {.em_px = 20}, 0},
	{PLAIN("「あ」、（い）。・う：え；お！？「か」・「き」（）、、」」。「「"),
	 {.em_px = 20, .face = KS_FACE_BOLD, .breaking = KS_BREAK_PHRASE, .pitch_percent = 140},
	 0},
	{PLAIN("漢A字1と2、3。a「b」c・d e　f g「h　「i 。j\tk\u00a0l\u200bm\u00adn×o÷p°q§r"),
	 {.em_px = 32},
	 0},
	{PLAIN("漢0漢9漢A漢Z漢a漢z漢/漢:漢@漢[漢`漢{漢%漢#漢&漢+漢$漢À漢é漢~漢±漢§漢"),
	 {.em_px = 16},
	 0},
	{PLAIN("abcdefghijklmnopqrstuvwxyz"), {.em_px = 8}, 0}, /* what it leaves behind is not read */
	{TEXT("本書", {0, 6, KS_MARK_RUBY, "ほa’bん"}), {.em_px = 20, .has_furigana = true}, 0},
	{PLAIN("it’s “To be” “漢” ‘か’ ’s “ ” –—−€‐"), {.em_px = 24}, 0},
	{PLAIN("か\u309aき\u3099葛\U000e0100城e\u0301 x"), {.em_px = 24}, 0},
	{PLAIN("不正アクセス、ウィルス攻撃、「サービス不能攻撃」等のサイバー攻撃です。"),
	 {.em_px = 20},
	 100},
	{PLAIN("不正アクセス、ウィルス攻撃、「サービス不能攻撃」等のサイバー攻撃です。"),
	 {.em_px = 20, .breaking = KS_BREAK_PHRASE, .pitch_percent = 140, .align = KS_ALIGN_CENTRE},
	 170},
	{PLAIN("不正アクセス、ウィルス攻撃です。"), {.em_px = 20, .align = KS_ALIGN_RIGHT}, 131},
	{PLAIN("確認テストを受ける"), {.em_px = 20, .breaking = KS_BREAK_PHRASE}, 165},
	{PLAIN("確認テストを受けるとよい"), {.em_px = 20, .breaking = KS_BREAK_PHRASE}, 220},
	{PLAIN("あいうえおか。"), {.em_px = 20}, 120},
	{PLAIN("あいうえおかき"), {.em_px = 20}, 120},
	{PLAIN("「あいうえおか」きく"), {.em_px = 20}, 20},
	{PLAIN("ABCDEFGHIJKLMNOP qrstuvwxyz   "), {.em_px = 20}, 60},
	{PLAIN("一行　\n\n三行\n"), {.em_px = 20, .align = KS_ALIGN_CENTRE}, 200},
	{PLAIN(""), {.em_px = 20}, 100},
	{PLAIN("小"), {.em_px = 3, .pitch_percent = -1}, 1},
	{PLAIN("奇"), {.em_px = 21, .pitch_percent = 100, .color = KS_COLOR_WARN}, -5},
	{TEXT("遵守し、漏えいを防ぎ、緊急時に備える。", {0, 6, KS_MARK_RUBY, "じゅんしゅ"},
	      {12, 15, KS_MARK_RUBY, "ろう"}, {33, 42, KS_MARK_RUBY, "きんきゅうじ"}),
	 {.em_px = 20, .has_furigana = true},
	 0},
	{TEXT("遵守し、漏えいを防ぎ、緊急時に備える。", {0, 6, KS_MARK_RUBY, "じゅんしゅ"},
	      {12, 15, KS_MARK_RUBY, "ろう"}, {33, 42, KS_MARK_RUBY, "きんきゅうじ"}),
	 {.em_px = 20, .has_furigana = true, .pitch_percent = 140, .face = KS_FACE_BOLD},
	 100},
	{TEXT("遵守し、漏えいを防ぎ、緊急時に備える。", {0, 6, KS_MARK_RUBY, "じゅんしゅ"},
	      {12, 15, KS_MARK_RUBY, "ろう"}, {33, 42, KS_MARK_RUBY, "きんきゅうじ"}),
	 {.em_px = 20, .pitch_percent = 160},
	 100},
	{TEXT("承る「志」と心・承、A承", {0, 3, KS_MARK_RUBY, "うけたまわ"},
	      {9, 12, KS_MARK_RUBY, "こころざし"}, {18, 21, KS_MARK_RUBY, "こころざし"},
	      {24, 27, KS_MARK_RUBY, "うけたまわ"}, {31, 34, KS_MARK_RUBY, "うけたまわ"}),
	 {.em_px = 20, .has_furigana = true},
	 0},
	{TEXT("承承", {0, 6, KS_MARK_RUBY, "うけたまわります"}),
	 {.em_px = 20, .has_furigana = true},
	 20},
	{TEXT("完全性及び可能性〔ママ〕を維持する", {15, 24, KS_MARK_ERRATUM, NULL},
	      {24, 36, KS_MARK_SMALL, NULL}),
	 {.em_px = 40, .note_em_px = 20},
	 300},
	{TEXT("完全性及び可能性〔ママ〕を維持する", {15, 24, KS_MARK_ERRATUM, NULL},
	      {24, 36, KS_MARK_SMALL, NULL}),
	 {.em_px = 20, .note_em_px = 18},
	 0},
	{TEXT("重要な方針と見本を探す", {0, 6, KS_MARK_STRONG, NULL}, {9, 15, KS_MARK_LINK, NULL},
	      {18, 24, KS_MARK_FOUND, NULL}),
	 {.em_px = 20, .color = KS_COLOR_INK2, .strong_color = KS_COLOR_WARN},
	 80},
	{TEXT("重要な方針と見本を探す", {0, 6, KS_MARK_STRONG, NULL}, {9, 15, KS_MARK_LINK, NULL},
	      {15, 24, KS_MARK_FOUND, NULL}),
	 {.em_px = 8},
	 0},
	{TEXT("見つかった所と見つかった所", {0, 15, KS_MARK_FOUND, NULL},
	      {21, 39, KS_MARK_FOUND, NULL}),
	 {.em_px = 34},
	 150},
	/* of readings over each other the first is drawn */
	{TEXT("漢字感知", {0, 6, KS_MARK_RUBY, "かんじ"}, {0, 12, KS_MARK_RUBY, "よん"},
	      {3, 9, KS_MARK_RUBY, "じか"}, {6, 12, KS_MARK_RUBY, "かんち"},
	      {6, 6, KS_MARK_RUBY, "なし"}, {9, 12, KS_MARK_RUBY, "ち"}),
	 {.em_px = 20, .has_furigana = true},
	 0},
};

static void put_layout(struct ks_buf *out, const struct ks_text_layout *layout)
{
	const struct ks_text_glyphs *glyphs = layout->glyphs;

	ks_buf_printf(out, "%dx%d in %d, em %d, pitch %d\n", layout->w, layout->h, layout->width_px,
		      layout->style.em_px, layout->style.pitch_percent);
	for (size_t i = 0; i < layout->n_lines; i++) {
		const struct ks_text_line *line = &layout->lines[i];

		ks_buf_printf(out, "line %d,%d %d wide, base %d, %u-%u: %.*s\n", line->x, line->y,
			      line->w, line->baseline, line->from, line->to,
			      (int)(line->to - line->from), layout->rich.text + line->from);
	}
	for (size_t i = 0; i < glyphs->n_placed; i++) {
		const struct ks_placed *placed = &glyphs->placed[i];

		ks_buf_printf(out, "%s%.*s %d,%d em %d face %d%s color %d", i % 6 ? "; " : "",
			      placed->glyph->len, placed->glyph->text, placed->x, placed->y,
			      placed->glyph->em_px, placed->glyph->face,
			      placed->glyph->is_latin ? " latin" : "", placed->color);
		ks_buf_puts(out, i % 6 == 5 || i + 1 == glyphs->n_placed ? "\n" : "");
	}
	for (size_t i = 0; i < glyphs->n_rules; i++)
		ks_buf_printf(out, "rule %d at %d,%d %dx%d color %d\n", glyphs->rules[i].kind,
			      glyphs->rules[i].x, glyphs->rules[i].y, glyphs->rules[i].w,
			      glyphs->rules[i].thick, glyphs->rules[i].color);
}

static void each_sign_stands_where_it_did(void **state)
{
	struct ks_text_engine *engine;
	struct ks_buf out = {0};

	(void)state;
	assert_int_equal(ks_text_engine_open(&engine), KS_OK);
	for (size_t i = 0; i < KS_COUNT(samples); i++) {
		const struct sample *sample = &samples[i];

		ks_buf_printf(&out, "== %zu: face %d breaking %d align %d readings %d\n", i + 1,
			      sample->style.face, sample->style.breaking, sample->style.align,
			      sample->style.has_furigana);
		put_layout(&out,
			   ks_text_layout(engine, &sample->rich, &sample->style, sample->width_px));
	}
	ks_text_engine_close(engine);
	ks_test_golden("tests/data/golden/ui/places.txt", ks_buf_text(&out));
	ks_buf_finish(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lines_may_begin_where_they_did),
		cmocka_unit_test(each_two_signs_part_where_they_did),
		cmocka_unit_test(each_code_point_is_of_its_class),
		cmocka_unit_test(each_sign_stands_where_it_did),
	};

	return ks_test_run(tests);
}
