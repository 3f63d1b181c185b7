/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "base/utf8.h"
#include "ui/text_private.h"

/*
 * Words that belong together although Unicode would break them: numbers with their unit (8年, 10％), clauses
 * of law (第244条の6, 6(3)②), times, hyphenated Latin (Wi-Fi), runs of dashes and dots; and, for headings,
 * endings that ICU's dictionary cuts off a verb (確かめま／しょう).
 *
 * Every rule looks at one boundary with its neighbours, so that a new one is a new line in the table.
 */

struct spot { /* the boundary before c[k] */
	const uint32_t *c;
	size_t k, n;
};

static uint32_t sign(const struct spot *spot, int offset)
{
	if (offset < 0 && (size_t)-offset > spot->k)
		return 0;
	if (spot->k + (size_t)offset >= spot->n)
		return 0;
	return spot->c[spot->k + (size_t)offset];
}

static bool is_one_of(uint32_t c, const char *chars)
{
	char utf8[5] = {0};

	if (c == 0)
		return false;
	ks_utf8_put(utf8, c);
	return strstr(chars, utf8) != NULL;
}

static bool is_digit(uint32_t c)
{
	return (c >= '0' && c <= '9') || (c >= 0xff10 && c <= 0xff19);
}

static bool is_letter(uint32_t c)
{
	return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

static bool is_circled(uint32_t c)
{
	return (c >= 0x2460 && c <= 0x24ff) || (c >= 0x2776 && c <= 0x2793);
}

static bool is_hiragana(uint32_t c)
{
	return c >= 0x3041 && c <= 0x309f;
}

static bool is_kanji(uint32_t c)
{
	return (c >= 0x3400 && c <= 0x9fff) || c == 0x3005 || (c >= 0xf900 && c <= 0xfaff) ||
	       (c >= 0x20000 && c <= 0x3ffff);
}

static bool is_katakana(uint32_t c)
{
	return c >= 0x30a1 && c <= 0x30ff;
}

static bool is_unit(uint32_t c)
{
	return is_one_of(c, "年月日時分秒条項号円％%人件名回個本台枚点問度章節歳割倍位番段級種通社校階桁字行"
			    "週目つ万億千百兆十℃");
}

/* 10:30, 1,000, 3.5, 2026/4/1 */
static bool in_number(const struct spot *s)
{
	static const char joiners[] = ".,:/-：．，／";

	if (is_digit(sign(s, -1)) && is_digit(sign(s, 0)))
		return true;
	if (is_digit(sign(s, -1)) && is_one_of(sign(s, 0), joiners) && is_digit(sign(s, 1)))
		return true;
	return is_digit(sign(s, -2)) && is_one_of(sign(s, -1), joiners) && is_digit(sign(s, 0));
}

static bool before_unit(const struct spot *s)
{
	return is_digit(sign(s, -1)) && is_unit(sign(s, 0));
}

/* 3か月, 2ヶ所 */
static bool in_count_with_ka(const struct spot *s)
{
	static const char ka[] = "かカヵヶケ箇個", what[] = "月所国条年村";

	if (is_digit(sign(s, -1)) && is_one_of(sign(s, 0), ka) && is_one_of(sign(s, 1), what))
		return true;
	return is_digit(sign(s, -2)) && is_one_of(sign(s, -1), ka) && is_one_of(sign(s, 0), what);
}

static bool after_ordinal(const struct spot *s)
{
	return sign(s, -1) == 0x7b2c /* 第 */ &&
	       (is_digit(sign(s, 0)) || is_one_of(sign(s, 0), "一二三四五六七八九十百"));
}

/* 令和|8, 令和|元年 */
static bool after_era(const struct spot *s)
{
	static const char *const eras[] = {"令和", "平成", "昭和", "大正", "明治"};
	char name[9] = {0};
	size_t len;

	if (!is_digit(sign(s, 0)) && sign(s, 0) != 0x5143 /* 元 */)
		return false;
	if (sign(s, -2) == 0)
		return false;
	len = ks_utf8_put(name, sign(s, -2));
	ks_utf8_put(name + len, sign(s, -1));
	for (size_t i = 0; i < KS_COUNT(eras); i++)
		if (strcmp(name, eras[i]) == 0)
			return true;
	return false;
}

static bool in_first_year(const struct spot *s) /* 元|年 */
{
	return sign(s, -1) == 0x5143 && sign(s, 0) == 0x5e74 && is_one_of(sign(s, -2), "和成正治");
}

/* 条|の6, 条の|6, 3|の2 */
static bool in_branch_number(const struct spot *s)
{
	static const uint32_t no = 0x306e;

	if (sign(s, 0) == no && is_digit(sign(s, 1)))
		return is_digit(sign(s, -1)) || is_one_of(sign(s, -1), "条項号");
	if (sign(s, -1) == no && is_digit(sign(s, 0)))
		return is_digit(sign(s, -2)) || is_one_of(sign(s, -2), "条項号");
	return false;
}

/* 6|(3)|② */
static bool in_clause_mark(const struct spot *s)
{
	uint32_t a = sign(s, -1), b = sign(s, 0);

	if (b == '(' && (is_digit(a) || is_letter(a)))
		return is_digit(sign(s, 1)) || is_letter(sign(s, 1));
	return is_circled(b) && (a == ')' || is_digit(a) || is_circled(a));
}

/* ①|見出し: the number of an item stays with the item. */
static bool after_item_number(const struct spot *s)
{
	return is_circled(sign(s, -1)) && !is_circled(sign(s, 0)) &&
	       (s->k == 1 || is_one_of(sign(s, -2), " 　\n、。，"));
}

/* Wi-|Fi; an address gets its breaks back afterwards. */
static bool after_inner_hyphen(const struct spot *s)
{
	uint32_t before = sign(s, -2), after = sign(s, 0);

	return (sign(s, -1) == '-' || sign(s, -1) == 0x2010) && (is_letter(before) || is_digit(before)) &&
	       (is_letter(after) || is_digit(after));
}

static bool in_leader(const struct spot *s)
{
	return sign(s, -1) == sign(s, 0) && is_one_of(sign(s, 0), "—―…‥─");
}

static bool (*const bound_rules[])(const struct spot *) = {
	in_number,        before_unit,    in_count_with_ka,  after_ordinal,      after_era, in_first_year,
	in_branch_number, in_clause_mark, after_item_number, after_inner_hyphen, in_leader,
};

void ks_break_apply_bound(uint8_t *allowed, const uint32_t *c, const uint32_t *at, size_t n)
{
	for (size_t k = 1; k < n; k++) {
		struct spot spot = {c, k, n};

		for (size_t i = 0; allowed[at[k]] && i < KS_COUNT(bound_rules); i++)
			if (bound_rules[i](&spot))
				allowed[at[k]] = 0;
	}
}

/* Words that never begin a phrase: endings, particles, formal nouns. */
static const char *const endings[] = {
	"しょう", "ます",   "まし",   "ませ",   "です",   "でし", "だっ", "だろ", "ない", "なか", "なく", "なけ",
	"たい",   "たら",   "たり",   "れる",   "れた",   "れて", "れば", "られ", "せる", "せて", "よう", "そう",
	"から",   "まで",   "など",   "だけ",   "ので",   "のに", "ほど", "より", "こと", "もの", "とき", "ため",
	"わけ",   "はず",   "ところ", "くらい", "ぐらい", "って", "とも", "べき",
};
/* … and these do not begin one behind kanji or katakana (登録|する), nor behind て (見て|いる). */
static const char *const verb_endings[] = {"する", "した",   "して", "しな", "しま", "され",
					   "させ", "すれ",   "せず", "さん", "さま", "できる",
					   "でき", "中",     "的",   "等"};
static const char *const te_endings[] = {"い", "お", "あ", "しま", "しまう", "み", "き", "な"};

static bool begins_with(const struct spot *s, const char *const *words, size_t n_words)
{
	for (size_t i = 0; i < n_words; i++) {
		const char *word = words[i], *end = word + strlen(word);
		int offset = 0;

		while (word < end && sign(s, offset) == ks_utf8_next(&word, end)) {
			offset++;
			if (word == end)
				return true;
		}
	}
	return false;
}

static bool inside_phrase(const struct spot *s)
{
	uint32_t a = sign(s, -1), b = sign(s, 0);

	if ((is_kanji(a) || is_katakana(a)) && begins_with(s, verb_endings, KS_COUNT(verb_endings)))
		return true;
	if (!is_hiragana(b) || !(is_hiragana(a) || is_kanji(a)))
		return false;
	if (begins_with(s, endings, KS_COUNT(endings)))
		return true;
	if ((a == 0x3066 || a == 0x3067) /* て で */ && begins_with(s, te_endings, KS_COUNT(te_endings)))
		return true;
	/* A phrase ends in a particle or an inflected end, never in the ま of ましょう. */
	return is_hiragana(a) && !is_one_of(a, "はがをにへともでやのかばてらりずくいるうたけつすむぶぐえれ");
}

void ks_break_apply_phrase(uint8_t *allowed, const uint32_t *c, const uint32_t *at, size_t n)
{
	for (size_t k = 1; k < n; k++) {
		struct spot spot = {c, k, n};

		if (allowed[at[k]] && inside_phrase(&spot))
			allowed[at[k]] = 0;
	}
}
