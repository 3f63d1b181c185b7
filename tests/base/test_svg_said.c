/* SPDX-License-Identifier: Apache-2.0 */
#include "support/test.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/svg.h"
#include "support/golden.h"

/* What is made of small drawings, good and bad, in the words that their author reads: tests/data/golden/base/svg.txt. */

/* Within <svg viewBox='0 0 100 50'>; what begins with "<svg" or "<?" stands alone. ' is ". */
static const char *const drawings[] = {
	/* words: place, size, look */
	"<text x='1' y='2'>一</text>",
	"<text x='1.5e1' y='-2E+0' font-size='1e1'>一</text>",
	"<text x='2.5e-1' y='+.5' font-size='12px'>一</text>",
	"<text x='1e' y='2e+' font-size='3ex'>一</text>",
	"<text x='10%'>一</text>",
	"<text x='1' y='2' text-anchor='end' font-weight='599'>一</text>",
	"<text font-weight='600' text-anchor='start'>一</text>",
	"<text style='font-size: 20; font-weight:bold;fill:#abc;text-anchor:middle'>一</text>",
	"<text style='font-size'>一</text>",
	"<text style=' fill : red ; ; fill:none'>一</text>",
	"<text fill='none'>一</text>",
	"<text fill='rgb(1, 22,255)'>一</text>",
	"<text fill='rgb(1,22,255 )'>一</text>",
	"<text fill='rgb(1,22,256)'>一</text>",
	"<text fill='rgb(1,22)'>一</text>",
	"<text fill='rgb(1,22,3'>一</text>",
	"<text fill='#1234'>一</text>",
	"<text fill='#12345g'>一</text>",
	"<text fill='#FfFfFf'>一</text>",
	"<text fill='magenta'>一</text>",
	"<text fill='grey'>一</text>",
	"<text> 一\n\t二 <tspan>三</tspan>  </text>",
	"<text>   </text>",
	"<text x='1' y='2'>一<tspan dy='3'>二</tspan><tspan x='4' dy='1em'>三</tspan></text>",
	"<text font-size='10' y='2'><tspan dy='5px'>一</tspan></text>",
	"<text><tspan dy='5mm'>一</tspan></text>",
	"<text stroke='red'>一</text>",
	"<text stroke='none' opacity='1'>一</text>",
	"<text opacity='0.5'>一</text>",
	"<text fill-opacity='0.9'>一</text>",
	"<text visibility='hidden'>一</text>",
	"<text display='none'>一</text>",
	"<text letter-spacing='2'>一</text>",
	"<text letter-spacing='normal' font-style='inherit' text-decoration='none'>一</text>",
	"<text textLength='2'>一</text>",
	/* groups */
	"<g transform='translate(3 4)' font-size='9' fill='navy'><text x='1' y='2'>一</text></g><text>二</text>",
	"<g transform='translate(3)'><g transform='translate(-1,-2)'><text>一</text></g></g>",
	"<g transform='translate(3,4) scale(2)'><text>一</text></g>",
	"<g transform='translate()'><text>一</text></g>",
	"<g transform='translate( 3 , 4  )'><text>一</text></g>",
	"<g transform='translate(3  )'><text>一</text></g>",
	"<g transform='rotate(9)'><rect width='1' height='1'/></g>",
	"<g transform='rotate(9)'><text>一</text></g>",
	"<g opacity='0.5'><rect width='1' height='1'/></g>",
	"<g opacity='1.0'><rect width='1' height='1' opacity='0.5'/></g>",
	"<g visibility='hidden'><text>一</text><rect class='region' id='a' width='1' height='1'/></g>",
	/* regions */
	"<rect class='region' id='a' x='1' y='2' width='3' height='4'/>",
	"<g transform='translate(10,20)'><rect class='region' id='a' width='3' height='4'/></g>",
	"<rect class='region' x='1' y='2' width='3' height='4'/>",
	"<rect class='region' id='' width='3' height='4'/>",
	"<rect class='region' id='a' width='3' height='4'/><rect class='region' id='a' width='3' height='4'/>",
	"<rect class='region' id='a' width='0' height='4'/>",
	"<rect class='region' id='a' width='3'/>",
	"<rect class='region' id='a' height='4'/>",
	"<rect class='other' id='a' width='3' height='4'/>",
	"<g transform='scale(2)'><rect class='region' id='a' width='3' height='4'/></g>",
	/* shapes */
	"<path d='M1 2l3-4.5h1v2c1 2 3 4 5 6s1,2 3,4q1 2 3 4t1 2a1 2 3 01 4 5z'/>",
	"<path d='M1e1 2E-1L3e+1 4e'/>",
	"<path d='M1 2 3 4 5'/>",
	"<path d='L1 2'/>",
	"<path d='M1 2z3 4'/>",
	"<path d='M1 2b3 4'/>",
	"<path d='M1 2a1 2 3 2 1 4 5'/>",
	"<path d='M.5.5 -.5-.5M.'/>",
	"<path d=''/>",
	"<path d='M- 1 2'/>",
	"<path d='M1 -'/>",
	"<path d='M1 2L+3 +4'/>",
	"<path d='M1 2e'/>",
	"<path d='M1 2e-'/>",
	"<path d='M1e9 2E-9'/>",
	"<path d='M1 2e-3e1'/>",
	"<path d='M1 2h3 4 5v6 7'/>",
	"<path d='M1 2s3 4 5 6q7 8 9 0t1 2'/>",
	"<path d='M1 2s3 4 5'/>",
	"<path d='M1 2c3 4 5 6 7'/>",
	"<path d='M1 2A3 4 5 1 0 6 7'/>",
	"<path d='M1 2a3 4 5 1'/>",
	"<path d='M1 2a3 4 5 10 6 7'/>",
	"<path d='1 2'/>",
	"<path d='m1,2\t3,4z'/>",
	"<path d='M1 2 3 4 Z M5 6'/>",
	"<path d='M1 2@'/>",
	"<path d='M1 2['/>",
	"<path d='M1 2h'/>",
	"<circle cx='1' cy='2' r='3px' stroke='red' stroke-width='2' stroke-dasharray='0'/>",
	"<circle r='3' stroke-dasharray='1 2'/>",
	"<circle r='3' opacity='0.5x'/>",
	"<circle r='3' opacity=''/>",
	"<circle r='3' opacity='x'/>",
	"<circle r='3' stroke-opacity='0.5' stroke='none'/>",
	"<circle r='3' visibility='visible'/>",
	"<circle r='3' stroke=''/>",
	"<circle r='' cx='' />",
	"<g opacity='1'><circle r='3'/></g>",
	"<g opacity='x'/>",
	"<g width='10%'/>",
	"<text dy='2'>一</text>",
	"<text dy='x'>一</text>",
	"<text dy='2 em'>一</text>",
	"<text font-size='-3'>一</text>",
	"<text x='12345678901'>一</text>",
	"<text x='1e40' y='1e-40'>一</text>",
	"<text x='1E2' y='-.25e+1'>一</text>",
	"<text x='1e30' y='1e300'>一</text>",
	"<text x='1e29' y='1e031'>一</text>",
	"<text x=',1' y=' \t2'>一</text>",
	"<text x='-' y='.'>一</text>",
	"<text style='fill:#000'>一</text>",
	"<text style='fill:  #123456 \t;'>一</text>",
	"<text style=';;x:y:z'>一</text>",
	"<text fill='rgb(-1,2,3)'>一</text>",
	"<text fill='rgb(0,0,0)'>一</text>",
	"<text fill='rgb(255,255,255) '>一</text>",
	"<text fill='rgb 1,2,3'>一</text>",
	"<text fill='#abcdef0'>一</text>",
	"<text fill='123456'>一</text>",
	"<text font-weight='9' >一</text>",
	"<text font-weight='5' >一</text>",
	"<text><tspan>一</tspan><tspan y='9'>二</tspan></text>",
	"<tspan x='1'>一</tspan>",
	"<title>一<g/></title>",
	"<g><text>一</text><title>題</title></g><title>二</title>",
	"<text>一<title>題</title>二</text>",
	"<text>一</text><text/>",
	"<g transform='translate(1,2) '><text>一</text></g>",
	"<g transform='translate(1,2'><text>一</text></g>",
	"<g transform='translate(1) rotate(2)'><g transform='translate(1)'><text>一</text></g></g>",
	"<circle r='3mm'/>",
	"<circle r='3 '/>",
	"<circle r='3  px'/>",
	"<circle r='3pxx'/>",
	"<line x1='1' y1='2' x2='3' y2='4' vector-effect='none'/>",
	"<circle r='3' onclick='x'/>",
	"<circle r='3' href='#a'/>",
	"<circle r='3' xlink:href='#a' xmlns:xlink='x'/>",
	"<circle r='3' aria-label='x' data-x='1' inkscape:x='2' style='-inkscape-x:1'/>",
	"<use href='#a'/>",
	"<image width='1' height='1'/>",
	"<style>.a{}</style>",
	"<defs><text>一</text></defs>",
	"<defs><rect class='region' id='a' width='1' height='1'/></defs>",
	"<linearGradient/>",
	"<metadata><x/><text>一</text></metadata><text>二</text>",
	"<sodipodi:namedview/><inkscape:grid/><inkscap/>",
	/* title and desc of the drawing, not of its parts */
	"<title>題</title><desc> 何が\n描いてあるか </desc><g><title>部</title><desc>分</desc></g>",
	/* the whole */
	"<svg/>",
	"<svg width='80' height='40'/>",
	"<svg width='80px' height='40px'/>",
	"<svg width='80mm' height='40mm'/>",
	"<svg width='80mm' height='40mm' viewBox='0 0 8 4'/>",
	"<svg width='80' height='40' viewBox='0 0 8 4'/>",
	"<svg width='82' height='40' viewBox='0 0 8 4'/>",
	"<svg width='78' height='40' viewBox='0 0 8 4'/>",
	"<svg width='81' height='40' viewBox='0 0 8 4'/>",
	"<svg width='100' height='49' viewBox='0 0 100 50'/>",
	"<svg width='100' height='51' viewBox='0 0 100 50'/>",
	"<svg width='100' height='48.9' viewBox='0 0 100 50'/>",
	"<svg width='100' height='51.1' viewBox='0 0 100 50'/>",
	"<svg width='100' viewBox='0 0 8 4'/>",
	"<svg height='100' viewBox='0 0 8 4'/>",
	"<svg width='100' height='0' viewBox='0 0 8 4'/>",
	"<svg width='80 px' height='40'/>",
	"<svg width='80'/>",
	"<svg viewBox='0 0 8 x'/>",
	"<svg viewBox=''/>",
	"<svg viewBox='0 0 8'/>",
	"<svg viewBox='0 0 8 0'/>",
	"<svg viewBox='0,0,-8,4'/>",
	"<svg viewBox='5 6 8 4'><text x='5' y='6'>一</text><rect class='region' id='a' x='6' y='8' width='1' height='1'/></svg>",
	"<svg viewBox='0 0 8 4'>",
	"<svg viewBox='0 0 8 4'></g></svg>",
	"<svg viewBox='0 0 8 4'/><svg/>",
	"<?xml version='1.0'?><!DOCTYPE svg [<!ENTITY a 'b'>]><svg viewBox='0 0 8 4'/>",
	"<g/>",
	"<svg viewBox='0 0 8 4'>\xff</svg>",
	"",
};

static void put(const char *name, const char *text, size_t len, struct ks_buf *out)
{
	struct ks_diags diags = {0};
	struct ks_svg svg;
	enum ks_rc rc = ks_svg_parse("a.svg", text, len, &svg, &diags);

	ks_buf_printf(out, "%s\n  rc %d, %g x %g, title 「%s」, desc 「%s」\n", name, (int)rc,
		      svg.width, svg.height, svg.title, svg.desc);
	for (size_t i = 0; i < svg.n_texts && i < 4; i++)
		ks_buf_printf(out,
			      "  text 「%s」 %g,%g size %g anchor %d bold %d color %06x line %d\n",
			      svg.texts[i].text, svg.texts[i].x, svg.texts[i].y, svg.texts[i].size,
			      (int)svg.texts[i].anchor, svg.texts[i].is_bold,
			      (unsigned)svg.texts[i].color, svg.texts[i].line);
	for (size_t i = 0; i < svg.n_regions && i < 4; i++)
		ks_buf_printf(out, "  region %s %g,%g %gx%g line %d\n", svg.regions[i].id,
			      svg.regions[i].x, svg.regions[i].y, svg.regions[i].width,
			      svg.regions[i].height, svg.regions[i].line);
	ks_buf_printf(out, "  %zu texts, %zu regions\n", svg.n_texts, svg.n_regions);
	for (size_t i = 0; i < diags.n_items && i < 4; i++)
		ks_buf_printf(out, "  %d: %s\n", diags.items[i].line, diags.items[i].message);
	ks_svg_finish(&svg);
	ks_diags_finish(&diags);
}

static char *whole(const char *drawing)
{
	char *text = drawing[0] == '\0' || (strncmp(drawing, "<svg", 4) == 0 || drawing[1] == '?')
			     ? ks_strdup(drawing)
			     : ks_format("<svg viewBox='0 0 100 50'>\n%s\n</svg>", drawing);

	for (char *at = text; *at; at++)
		if (*at == '\'')
			*at = '"';
	return text;
}

/* @n of @part within a drawing; "@" in it: which one. */
static char *repeated(const char *before, const char *part, size_t n, const char *after)
{
	struct ks_buf text = {0};

	ks_buf_puts(&text, before);
	for (size_t i = 0; i < n; i++)
		for (const char *at = part; *at; at++) {
			if (*at == '@')
				ks_buf_printf(&text, "%zu", i);
			else
				ks_buf_putc(&text, *at);
		}
	ks_buf_puts(&text, after);
	return ks_buf_take(&text);
}

static void put_limit(const char *what, size_t n, const char *before, const char *part,
		      const char *after, struct ks_buf *out)
{
	for (size_t i = n; i <= n + 1; i++) {
		char *text = repeated(before, part, i, after), *name = ks_format("%s: %zu", what, i);

		put(name, text, strlen(text), out);
		free(text);
		free(name);
	}
}

static void what_is_made_of_small_drawings(void **state)
{
	struct ks_buf out = {0};

	(void)state;
	for (size_t i = 0; i < KS_COUNT(drawings); i++) {
		char *text = whole(drawings[i]);

		put(drawings[i], text, strlen(text), &out);
		free(text);
	}
	put("a NUL", "<svg viewBox=\"0 0 1 1\"/>\0", 26, &out);
	put_limit("words", 200, "<svg viewBox=\"0 0 1 1\">", "<text y=\"@\">a</text>", "</svg>",
		  &out);
	put_limit("regions", 200, "<svg viewBox=\"0 0 1 1\">",
		  "<rect class=\"region\" id=\"a@\" width=\"1\" height=\"1\"/>", "</svg>", &out);
	put_limit("bytes of a text", 2000, "<svg viewBox=\"0 0 1 1\"><desc>", "a", "</desc></svg>",
		  &out);
	put_limit("depth below svg", 31, "<svg viewBox=\"0 0 1 1\">", "<g>", "", &out);
	put_limit("bytes", KS_SVG_BYTES_MAX - 36, "<svg viewBox=\"0 0 1 1\"><!--", " ", "--></svg>",
		  &out);
	ks_test_golden("tests/data/golden/base/svg.txt", ks_buf_text(&out));
	ks_buf_finish(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_made_of_small_drawings),
	};

	return ks_test_run(tests);
}
