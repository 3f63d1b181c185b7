/* SPDX-License-Identifier: Apache-2.0 */
#include "web/chart.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"

/*
 * Right answers to the right, 見分ける力 upwards. Which questions are to be looked at again is told by the table in words:
 * the chart is for the eye, and a program that reads aloud gets its sums.
 */

enum { LEFT = 44, TOP = 12, WIDTH = 620, HEIGHT = 240, LABELS_MAX = 8 };

#define POWER_LOW (-0.4) /* what is below is drawn here */

static double x_of(double share)
{
	return LEFT + WIDTH * share;
}

static double y_of(double power)
{
	power = power < POWER_LOW ? POWER_LOW : power;
	return TOP + HEIGHT * (1 - power) / (1 - POWER_LOW);
}

static void put_field(struct ks_html *html, const char *class, double from, double to, double top,
		      double bottom)
{
	char *path = ks_format("M%.0f %.0fH%.0fV%.0fH%.0fZ", from, top, to, bottom, from);

	ks_html_open(html, "path", class);
	ks_html_attr(html, "d", path);
	ks_html_close(html, "path");
	free(path);
}

static void put_word(struct ks_html *html, double x, double y, const char *anchor, const char *word)
{
	char at[16], down[16];

	snprintf(at, sizeof(at), "%.0f", x);
	snprintf(down, sizeof(down), "%.0f", y);
	ks_html_open(html, "text", NULL);
	ks_html_attr(html, "x", at);
	ks_html_attr(html, "y", down);
	ks_html_attr(html, "text-anchor", anchor);
	ks_html_text(html, word);
	ks_html_close(html, "text");
}

static void put_ground(struct ks_html *html)
{
	static const struct {
		double at;
		const char *word;
	} shares[] = {{0, "0"}, {0.4, "40"}, {0.7, "70"}, {0.98, "98"}},
	  powers[] = {{0, "0"}, {0.2, "0.2"}, {0.6, "0.6"}, {1, "1"}};

	put_field(html, "low", x_of(0), x_of(KS_QUESTION_LOW_PERCENT / 100.0), y_of(1),
		  y_of(POWER_LOW));
	put_field(html, "weak", x_of(0), x_of(1), y_of(KS_QUESTION_POWER_LOW), y_of(POWER_LOW));
	put_field(html, "weak", x_of(KS_QUESTION_HIGH_PERCENT / 100.0), x_of(1), y_of(1),
		  y_of(POWER_LOW));
	put_field(html, "edge", x_of(0), x_of(1), y_of(1), y_of(POWER_LOW));
	put_word(html, x_of(0) + 8, y_of(1) + 18, "start", "むずかしい（40%未満）");
	put_word(html, x_of(0) + 8, y_of(POWER_LOW) - 8, "start", "見分ける力が弱い（0.2未満）");
	for (size_t i = 0; i < KS_COUNT(shares); i++)
		put_word(html, x_of(shares[i].at), TOP + HEIGHT + 18, "middle", shares[i].word);
	for (size_t i = 0; i < KS_COUNT(powers); i++)
		put_word(html, LEFT - 8, y_of(powers[i].at) + 4, "end", powers[i].word);
	put_word(html, x_of(0.5), TOP + HEIGHT + 36, "middle", "正答率（%）");
}

struct labels {
	double x[LABELS_MAX], y[LABELS_MAX];
	size_t n;
};

/* One that would stand on another is left out: the table has them all. */
static bool has_room(struct labels *labels, double x, double y)
{
	for (size_t i = 0; i < labels->n; i++)
		if (fabs(labels->x[i] - x) < 130 && fabs(labels->y[i] - y) < 14)
			return false;
	if (labels->n == LABELS_MAX)
		return false;
	labels->x[labels->n] = x;
	labels->y[labels->n++] = y;
	return true;
}

static void put_dot(struct ks_html *html, const struct ks_question_row *row, struct labels *labels)
{
	bool is_again = ks_question_note(row)[0];
	double share = (double)row->n_right / (double)row->n_answers;
	char x[16], y[16];

	snprintf(x, sizeof(x), "%.0f", x_of(share));
	snprintf(y, sizeof(y), "%.0f", y_of(row->power));
	ks_html_open(html, "circle", is_again ? "again" : "dot");
	ks_html_attr(html, "cx", x);
	ks_html_attr(html, "cy", y);
	ks_html_attr(html, "r", is_again ? "6" : "4.5");
	ks_html_close(html, "circle");
	if (is_again && has_room(labels, x_of(share), y_of(row->power)))
		put_word(html, x_of(share) + (share > 0.7 ? -10 : 10),
			 fmin(y_of(row->power) + 4, TOP + HEIGHT - 4),
			 share > 0.7 ? "end" : "start", row->question);
}

void ks_page_question_chart(struct ks_call *call, const struct ks_question_list *list)
{
	struct ks_html *html = &call->html;
	struct labels labels = {0};
	size_t n = 0, n_again = 0;
	char *words;

	for (size_t i = 0; i < list->n_rows; i++) {
		n += !isnan(list->rows[i].power);
		n_again += !isnan(list->rows[i].power) && ks_question_note(&list->rows[i])[0];
	}
	if (n == 0)
		return;
	words = ks_format(
		"正答率と見分ける力の図。設問 %zu問、見直すもの %zu問。下の表に同じ数があります。",
		n, n_again);
	ks_html_open(html, "div", "card");
	ks_html_line(html, "h2", NULL, "正答率と、見分ける力");
	ks_html_line(html, "p", "small",
		     "左にあるほどむずかしく、下にあるほど、よく分かっている人とそうでない人を見分けられません。"
		     "大きな赤い点が、見直すものです。見分ける力が「—」の設問は、図に出ません。");
	ks_html_open(html, "svg", "chart");
	ks_html_attr(html, "viewBox", "0 0 680 296");
	ks_html_attr(html, "role", "img");
	ks_html_attr(html, "aria-label", words);
	put_ground(html);
	for (size_t i = 0; i < list->n_rows; i++)
		if (!isnan(list->rows[i].power))
			put_dot(html, &list->rows[i], &labels);
	ks_html_close(html, "svg");
	ks_html_close(html, "div");
	free(words);
}
