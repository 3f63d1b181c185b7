/* SPDX-License-Identifier: Apache-2.0 */
#include "support/test.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/svg.h"

/* The words and tap regions of a drawing, as the ui lays them over the shapes. */

static enum ks_rc parse(const char *text, struct ks_svg *svg, struct ks_diags *diags)
{
	return ks_svg_parse("a.svg", text, strlen(text), svg, diags);
}

static void assert_near(double a, double b)
{
	assert_true(a - b < 0.001 && b - a < 0.001);
}

static void words_have_place_size_and_look(void **state)
{
	struct ks_svg svg;

	(void)state;
	assert_int_equal(
		parse("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 800.5 400\" width=\"80\">"
		      "<title>題</title><desc>何が  描いて\nあるか</desc>"
		      "<text x=\"10\" y=\"20.05\" font-size=\"24\" text-anchor=\"middle\" font-weight=\"700\" fill=\"#1a2B3c\">"
		      " 計量  システム\n</text><text>小</text></svg>",
		      &svg, NULL),
		KS_OK);
	assert_near(svg.width, 800.5);
	assert_near(svg.height, 400);
	assert_string_equal(svg.title, "題");
	assert_string_equal(svg.desc, "何が 描いて あるか");
	assert_int_equal(svg.n_texts, 2);
	assert_string_equal(svg.texts[0].text, "計量 システム");
	assert_near(svg.texts[0].x, 10);
	assert_near(svg.texts[0].y, 20.05);
	assert_near(svg.texts[0].size, 24);
	assert_int_equal(svg.texts[0].anchor, KS_SVG_MIDDLE);
	assert_true(svg.texts[0].is_bold);
	assert_int_equal(svg.texts[0].color, 0x1a2b3c);
	assert_false(svg.texts[1].is_bold);
	ks_svg_finish(&svg);
}

static void each_tspan_with_a_place_is_a_line(void **state)
{
	struct ks_svg svg;

	(void)state;
	assert_int_equal(parse("<svg viewBox=\"0 0 9 9\"><text x=\"1\" y=\"2\" font-size=\"10\">一"
			       "<tspan x=\"1\" dy=\"1.5em\">二<tspan fill=\"red\">の</tspan>続き</tspan>"
			       "<tspan x=\"3\" y=\"40\">三</tspan></text></svg>",
			       &svg, NULL),
			 KS_OK);
	assert_int_equal(svg.n_texts, 3);
	assert_string_equal(svg.texts[0].text, "一");
	assert_near(svg.texts[0].y, 2);
	assert_near(svg.texts[1].y, 17);
	assert_string_equal(svg.texts[2].text, "三");
	assert_near(svg.texts[2].x, 3);
	assert_near(svg.texts[2].y, 40);
	ks_svg_finish(&svg);
}

static void groups_hand_down_look_and_translation(void **state)
{
	struct ks_svg svg;

	(void)state;
	assert_int_equal(
		parse("<svg viewBox=\"100 50 200 100\"><g transform=\"translate(10, 20)\" font-size=\"18\" "
		      "style=\"fill: #f00; font-weight:bold\"><g transform=\"translate(1)\">"
		      "<text x=\"100\" y=\"60\">あ</text><rect id=\"door\" class=\"region\" x=\"110\" y=\"50\" "
		      "width=\"30\" height=\"40\"/></g></g><text x=\"100\" y=\"50\">い</text></svg>",
		      &svg, NULL),
		KS_OK);
	assert_near(svg.texts[0].x, 11);
	assert_near(svg.texts[0].y, 30);
	assert_near(svg.texts[0].size, 18);
	assert_int_equal(svg.texts[0].color, 0xff0000);
	assert_true(svg.texts[0].is_bold);
	assert_near(svg.texts[1].x, 0);
	assert_int_equal(svg.texts[1].color, 0);
	assert_non_null(ks_svg_region(&svg, "door"));
	assert_near(ks_svg_region(&svg, "door")->x, 21);
	assert_near(ks_svg_region(&svg, "door")->height, 40);
	assert_null(ks_svg_region(&svg, "window"));
	ks_svg_finish(&svg);
}

static void other_rectangles_are_only_shapes(void **state)
{
	struct ks_svg svg;

	(void)state;
	assert_int_equal(
		parse("<svg width=\"9\" height=\"9\"><rect id=\"a\" width=\"1\" height=\"1\"/></svg>",
		      &svg, NULL),
		KS_OK);
	assert_int_equal(svg.n_regions, 0);
	ks_svg_finish(&svg);
}

static void what_cannot_be_laid_over_is_refused_with_its_line(void **state)
{
	static const struct {
		const char *text;
		int line;
		const char *words;
	} cases[] = {
		{"<svg viewBox=\"0 0 9 9\">\n<g></svg>", 2, "XML として読めません"},
		{"", 1, "XML として読めません"},
		{"<html/>", 1, "SVG の絵ではありません"},
		{"<svg/>", 1, "絵の大きさがありません"},
		{"<svg viewBox=\"0 0 9\"/>", 1, "四つの数"},
		{"<!DOCTYPE svg [<!ENTITY a \"aaaa\">]>\n<svg viewBox=\"0 0 9 9\"/>", 1, "DOCTYPE"},
		{"<svg viewBox=\"0 0 9 9\">\n<rect class=\"region\" width=\"1\" height=\"1\"/></svg>",
		 2, "id が要ります"},
		{"<svg viewBox=\"0 0 9 9\">\n<rect id=\"a\" class=\"region\" width=\"1\"/></svg>",
		 2, "0 より大きく"},
		{"<svg viewBox=\"0 0 9 9\"><rect id=\"a\" class=\"region\" width=\"1\" height=\"1\"/>\n"
		 "<rect id=\"a\" class=\"region\" width=\"1\" height=\"1\"/></svg>",
		 2, "同じ id"},
		{"<svg viewBox=\"0 0 9 9\"><g transform=\"rotate(3)\">\n<text x=\"1\">あ</text></g></svg>",
		 2, "translate(…) だけ"},
		{"<svg viewBox=\"0 0 9 9\"><g transform=\"translate(1) scale(2)\">\n"
		 "<rect id=\"a\" class=\"region\" width=\"1\" height=\"1\"/></g></svg>",
		 2, "translate(…) だけ"},
	};

	(void)state;
	for (size_t i = 0; i < KS_COUNT(cases); i++) {
		struct ks_diags diags = {0};
		struct ks_svg svg;

		if (parse(cases[i].text, &svg, &diags) != KS_INVALID || diags.n_items == 0)
			fail_msg("taken: %s", cases[i].text);
		assert_int_equal(diags.items[0].line, cases[i].line);
		if (!strstr(diags.items[0].message, cases[i].words))
			fail_msg("%s: %s", cases[i].text, diags.items[0].message);
		ks_diags_finish(&diags);
		ks_svg_finish(&svg);
	}
}

#define BOX "<svg viewBox=\"0 0 9 9\">\n"

static void what_would_not_be_drawn_as_elsewhere_is_refused_by_name(void **state)
{
	static const struct {
		const char *text, *words;
	} cases[] = {
		{BOX "<use href=\"#a\"/></svg>", "<use> は使えません"},
		{BOX "<image href=\"a.png\"/></svg>", "<image> は使えません"},
		{BOX "<style>rect{fill:red}</style></svg>", "<style> は使えません"},
		{BOX "<defs><linearGradient/></defs></svg>", "<linearGradient> は使えません"},
		{BOX "<switch><foreignObject/></switch></svg>", "<switch> は使えません"},
		{BOX "<g><svg viewBox=\"0 0 1 1\"/></g></svg>", "<svg> の中に"},
		{BOX "<rect fill=\"url(#a)\"/></svg>", "fill=\"url(#a)\""},
		{BOX "<rect style=\"fill:hsl(1,2%,3%)\"/></svg>", "fill=\"hsl"},
		{BOX "<rect x=\"3mm\"/></svg>", "x=\"3mm\""},
		{BOX "<rect width=\"50%\"/></svg>", "width=\"50%\""},
		{BOX "<line stroke-dasharray=\"3 2\"/></svg>", "stroke-dasharray"},
		{BOX "<g visibility=\"hidden\"/></svg>", "visibility"},
		{BOX "<text letter-spacing=\"3\">あ</text></svg>", "letter-spacing"},
		{BOX "<text opacity=\"0.5\">あ</text></svg>", "opacity"},
		{BOX "<text stroke=\"#fff\">あ</text></svg>", "stroke"},
		{BOX "<text dx=\"3\">あ</text></svg>", "dx は使えません"},
		{BOX "<path d=\"M1 2 3\"/></svg>", "d=\"M1 2 3\""},
		{BOX "<path d=\"L1 2\"/></svg>", "d=\"L1 2\""},
		{"<svg width=\"127mm\" height=\"95mm\"/>", "絵の大きさがありません"},
		{"<svg width=\"100\" height=\"100\" viewBox=\"0 0 9 4\"/>", "比が viewBox と違います"},
		{"<svg viewBox=\"0 0 9 9\"><title>\xE9</title></svg>", "UTF-8 で保存"},
	};

	(void)state;
	for (size_t i = 0; i < KS_COUNT(cases); i++) {
		struct ks_diags diags = {0};
		struct ks_svg svg;

		if (parse(cases[i].text, &svg, &diags) != KS_INVALID || diags.n_items != 1)
			fail_msg("%zu faults: %s", diags.n_items, cases[i].text);
		if (!strstr(diags.items[0].message, cases[i].words))
			fail_msg("%s: %s", cases[i].text, diags.items[0].message);
		ks_diags_finish(&diags);
		ks_svg_finish(&svg);
	}
}

static void what_editors_write_for_themselves_is_passed_over(void **state)
{
	struct ks_svg svg;

	(void)state;
	assert_int_equal(
		parse("<svg xmlns:inkscape=\"i\" width=\"100%\" height=\"100%\" viewBox=\"0 0 9e0 9\" version=\"1.1\">"
		      "<sodipodi:namedview x=\"3mm\"><x/></sodipodi:namedview><metadata><rdf:RDF/></metadata><defs/>"
		      "<g inkscape:label=\"層\" style=\"display:inline;fill:rgb(179, 0, 255);-inkscape-font:a\">"
		      "<text x=\"1e1px\" y=\"2\" font-style=\"normal\">字</text></g></svg>",
		      &svg, NULL),
		KS_OK);
	assert_int_equal(svg.n_texts, 1);
	assert_near(svg.texts[0].x, 10);
	assert_int_equal(svg.texts[0].color, 0xb300ff); /* both ends of a part */
	ks_svg_finish(&svg);
}

static void hidden_layers_have_no_words_and_no_regions(void **state)
{
	struct ks_svg svg;

	(void)state;
	assert_int_equal(
		parse(BOX "<g style=\"display:none\"><text>一</text><rect id=\"a\" class=\"region\"/></g>"
			  "<text visibility=\"hidden\">二</text><g fill=\"none\"><text>三</text>"
			  "<text fill=\"#000\">四</text></g></svg>",
		      &svg, NULL),
		KS_OK);
	assert_int_equal(svg.n_texts, 1);
	assert_string_equal(svg.texts[0].text, "四");
	assert_int_equal(svg.n_regions, 0);
	ks_svg_finish(&svg);
}

static void flags_of_arcs_are_spread_out_for_the_painter(void **state)
{
	static const char text[] =
		"<path id=\"d\" d=\"M12 2a10 10 0 100-20zm0-1\"/><path\nd='M1,2'/>";
	size_t len = 0;
	char *spread = ks_svg_spread(text, strlen(text), &len);

	(void)state;
	assert_string_equal(
		spread, "<path id=\"d\" d=\"M 12 2a 10 10 0 1 0 0 -20zm 0 -1\"/><path\nd='M1,2'/>");
	assert_int_equal(strlen(spread), len);
	free(spread);
}

/* Each path for itself; what is no arc, or no path, stays as it was written. */
static void many_paths_are_spread_one_by_one(void **state)
{
	static const char *const rows[][2] = {
		{"<path d='M1 2a3 4 5 0116 7'/><path d='M0 0A1 2 3 104 5'/>",
		 "<path d='M 1 2a 3 4 5 0 1 16 7'/><path d='M 0 0A 1 2 3 1 0 4 5'/>"},
		{"<path\td=\"M1 2a3\"/><path\r\nd=\"M1 2a3 4 5 006 7\"/>",
		 "<path\td=\"M1 2a3\"/><path\r\nd=\"M 1 2a 3 4 5 0 0 6 7\"/>"},
		{"<path id='a' fd='M1 2a3 4 5 006 7'/>", "<path id='a' fd='M1 2a3 4 5 006 7'/>"},
		{"<path d='M1 2a3 4 5 006 7", "<path d='M1 2a3 4 5 006 7"},
		{"<path d=", "<path d="},
		{" d=''", " d=''"},
		{"", ""},
	};

	(void)state;
	for (size_t i = 0; i < KS_COUNT(rows); i++) {
		size_t len = 0;
		char *spread = ks_svg_spread(rows[i][0], strlen(rows[i][0]), &len);

		assert_string_equal(spread, rows[i][1]);
		assert_int_equal(len, strlen(rows[i][1]));
		free(spread);
	}
}

static const struct CMUnitTest tests[] = {
	cmocka_unit_test(words_have_place_size_and_look),
	cmocka_unit_test(each_tspan_with_a_place_is_a_line),
	cmocka_unit_test(groups_hand_down_look_and_translation),
	cmocka_unit_test(other_rectangles_are_only_shapes),
	cmocka_unit_test(what_cannot_be_laid_over_is_refused_with_its_line),
	cmocka_unit_test(what_would_not_be_drawn_as_elsewhere_is_refused_by_name),
	cmocka_unit_test(what_editors_write_for_themselves_is_passed_over),
	cmocka_unit_test(hidden_layers_have_no_words_and_no_regions),
	cmocka_unit_test(flags_of_arcs_are_spread_out_for_the_painter),
	cmocka_unit_test(many_paths_are_spread_one_by_one),
};

int main(void)
{
	return ks_test_run(tests);
}
