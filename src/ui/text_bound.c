/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "base/utf8.h"
#include "ui/text_private.h"
#include "ui/text_spot.h"

/*
 * Words that belong together although Unicode would break them: numbers with their unit (8年, 10％), clauses
 * of law (第244条の6, 6(3)②), times, hyphenated Latin (Wi-Fi), runs of dashes and dots.
 *
 * Every rule looks at one boundary with its neighbours, so that a new one is a new line in the table.
 */

static bool is_circled(uint32_t c)
{
	return (c >= 0x2460 && c <= 0x24ff) || (c >= 0x2776 && c <= 0x2793);
}

static bool is_unit(uint32_t c)
{
	return ks_spot_is_one_of(
		c, "年月日時分秒条項号円％%人件名回個本台枚点問度章節歳割倍位番段級種通社校階桁字行"
		   "週目つ万億千百兆十℃");
}

/* 10:30, 1,000, 3.5, 2026/4/1 */
static bool in_number(const struct ks_spot *s)
{
	static const char joiners[] = ".,:/-：．，／";

	if (ks_spot_is_digit(ks_spot_sign(s, -1)) && ks_spot_is_digit(ks_spot_sign(s, 0)))
		return true;
	if (ks_spot_is_digit(ks_spot_sign(s, -1)) &&
	    ks_spot_is_one_of(ks_spot_sign(s, 0), joiners) && ks_spot_is_digit(ks_spot_sign(s, 1)))
		return true;
	return ks_spot_is_digit(ks_spot_sign(s, -2)) &&
	       ks_spot_is_one_of(ks_spot_sign(s, -1), joiners) &&
	       ks_spot_is_digit(ks_spot_sign(s, 0));
}

static bool before_unit(const struct ks_spot *s)
{
	return ks_spot_is_digit(ks_spot_sign(s, -1)) && is_unit(ks_spot_sign(s, 0));
}

/* 26にち, 5ふん: as やさしい日本語 writes them */
static bool in_kana_count(const struct ks_spot *s)
{
	static const char *const units[] = {"にち", "ふん", "がつ", "ねん",   "かもく", "かい",
					    "もん", "まい", "にん", "びょう", "けた",   "てん"};

	if (ks_spot_is_digit(ks_spot_sign(s, -1)))
		return ks_spot_begins(s, 0, units, KS_COUNT(units));
	/* and inside: behind its first sign */
	return ks_spot_is_digit(ks_spot_sign(s, -2)) && ks_spot_begins(s, -1, units, KS_COUNT(units));
}

/* 3か月, 2ヶ所 */
static bool in_count_with_ka(const struct ks_spot *s)
{
	static const char ka[] = "かカヵヶケ箇個", what[] = "月所国条年村";

	if (ks_spot_is_digit(ks_spot_sign(s, -1)) && ks_spot_is_one_of(ks_spot_sign(s, 0), ka) &&
	    ks_spot_is_one_of(ks_spot_sign(s, 1), what))
		return true;
	return ks_spot_is_digit(ks_spot_sign(s, -2)) && ks_spot_is_one_of(ks_spot_sign(s, -1), ka) &&
	       ks_spot_is_one_of(ks_spot_sign(s, 0), what);
}

static bool after_ordinal(const struct ks_spot *s)
{
	return ks_spot_sign(s, -1) == 0x7b2c /* 第 */ &&
	       (ks_spot_is_digit(ks_spot_sign(s, 0)) ||
		ks_spot_is_one_of(ks_spot_sign(s, 0), "一二三四五六七八九十百"));
}

/* 約|60分 */
static bool after_about(const struct ks_spot *s)
{
	return ks_spot_sign(s, -1) == 0x7d04 /* 約 */ && ks_spot_is_digit(ks_spot_sign(s, 0));
}

static bool is_era(uint32_t a, uint32_t b)
{
	static const char *const eras[] = {"令和", "平成", "昭和", "大正", "明治"};
	char name[9] = {0};
	size_t len;

	if (!a || !b)
		return false;
	len = ks_utf8_put(name, a);
	ks_utf8_put(name + len, b);
	for (size_t i = 0; i < KS_COUNT(eras); i++)
		if (strcmp(name, eras[i]) == 0)
			return true;
	return false;
}

static bool is_year_number(uint32_t c)
{
	return ks_spot_is_digit(c) || c == 0x5143 /* 元 */;
}

/* 令|和|8, 令|和|元年 */
static bool in_era_year(const struct ks_spot *s)
{
	if (is_era(ks_spot_sign(s, -2), ks_spot_sign(s, -1)))
		return is_year_number(ks_spot_sign(s, 0));
	return is_era(ks_spot_sign(s, -1), ks_spot_sign(s, 0)) && is_year_number(ks_spot_sign(s, 1));
}

static bool in_first_year(const struct ks_spot *s) /* 元|年 */
{
	return ks_spot_sign(s, -1) == 0x5143 && ks_spot_sign(s, 0) == 0x5e74 &&
	       ks_spot_is_one_of(ks_spot_sign(s, -2), "和成正治");
}

/* 条|の6, 条の|6, 3|の2 */
static bool in_branch_number(const struct ks_spot *s)
{
	static const uint32_t no = 0x306e;

	if (ks_spot_sign(s, 0) == no && ks_spot_is_digit(ks_spot_sign(s, 1)))
		return ks_spot_is_digit(ks_spot_sign(s, -1)) ||
		       ks_spot_is_one_of(ks_spot_sign(s, -1), "条項号");
	if (ks_spot_sign(s, -1) == no && ks_spot_is_digit(ks_spot_sign(s, 0)))
		return ks_spot_is_digit(ks_spot_sign(s, -2)) ||
		       ks_spot_is_one_of(ks_spot_sign(s, -2), "条項号");
	return false;
}

/* 6|(3)|② */
static bool in_clause_mark(const struct ks_spot *s)
{
	uint32_t a = ks_spot_sign(s, -1), b = ks_spot_sign(s, 0);

	if (b == '(' && (ks_spot_is_digit(a) || ks_spot_is_letter(a)))
		return ks_spot_is_digit(ks_spot_sign(s, 1)) || ks_spot_is_letter(ks_spot_sign(s, 1));
	return is_circled(b) && (a == ')' || ks_spot_is_digit(a) || is_circled(a));
}

/* ①|見出し: the number of an item stays with the item. */
static bool after_item_number(const struct ks_spot *s)
{
	return is_circled(ks_spot_sign(s, -1)) && !is_circled(ks_spot_sign(s, 0)) &&
	       (s->k == 1 || ks_spot_is_one_of(ks_spot_sign(s, -2), " 　\n、。，"));
}

/* Wi-|Fi; an address gets its breaks back afterwards. */
static bool after_inner_hyphen(const struct ks_spot *s)
{
	uint32_t before = ks_spot_sign(s, -2), after = ks_spot_sign(s, 0);

	return (ks_spot_sign(s, -1) == '-' || ks_spot_sign(s, -1) == 0x2010) &&
	       (ks_spot_is_letter(before) || ks_spot_is_digit(before)) &&
	       (ks_spot_is_letter(after) || ks_spot_is_digit(after));
}

static bool in_leader(const struct ks_spot *s)
{
	return ks_spot_sign(s, -1) == ks_spot_sign(s, 0) &&
	       ks_spot_is_one_of(ks_spot_sign(s, 0), "—―…‥─");
}

static bool (*const bound_rules[])(const struct ks_spot *) = {
	in_kana_count,     in_number,          before_unit,   in_count_with_ka, after_ordinal,
	after_about,       in_era_year,        in_first_year, in_branch_number, in_clause_mark,
	after_item_number, after_inner_hyphen, in_leader,
};

void ks_break_apply_bound(uint8_t *allowed, const uint32_t *c, const uint32_t *at, size_t n)
{
	for (size_t k = 1; k < n; k++) {
		struct ks_spot spot = {c, k, n};

		for (size_t i = 0; allowed[at[k]] && i < KS_COUNT(bound_rules); i++)
			if (bound_rules[i](&spot))
				allowed[at[k]] = 0;
	}
}
