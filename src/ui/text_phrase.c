/* SPDX-License-Identifier: Apache-2.0 */
#include "ui/text_private.h"
#include "ui/text_spot.h"

/*
 * Headings, buttons and choices break between phrases (文節). ICU's `lw=phrase` finds words with a dictionary; it cuts
 * off endings (確かめま／しょう), suffixes (契約／書) and parts of compound verbs (受け／取る). What it cuts within a
 * phrase is put together again here: too few breaks cost nothing, since a phrase that does not fit is
 * broken like running text (text_line).
 */

static bool is_hiragana(uint32_t c)
{
	return c >= 0x3041 && c <= 0x309f;
}

static bool is_katakana(uint32_t c)
{
	return c >= 0x30a1 && c <= 0x30ff;
}

static bool is_kanji(uint32_t c)
{
	return (c >= 0x3400 && c <= 0x9fff) || c == 0x3005 || (c >= 0xf900 && c <= 0xfaff) ||
	       (c >= 0x20000 && c <= 0x3ffff);
}

/* Endings, particles and formal nouns: none of them begins a phrase. */
static const char *const endings[] = {
	"しょう", "ます", "まし", "ませ", "です", "でし", "だっ",   "だろ",   "ない", "なか",
	"なく",   "なけ", "たい", "たら", "たり", "れる", "れた",   "れて",   "れば", "られ",
	"せる",   "せて", "よう", "そう", "から", "まで", "など",   "だけ",   "ので", "のに",
	"ほど",   "より", "こと", "もの", "とき", "ため", "わけ",   "はず",   "って", "とも",
	"べき",   "らい", "らう", "らえ", "らっ", "ころ", "くらい", "ぐらい",
};
/* … and behind katakana (ログイン|する). */
static const char *const verb_endings[] = {"する", "した", "して", "しな", "しま", "しよ", "され",
					   "させ", "すれ", "せず", "さん", "さま", "でき"};
/* … and behind て (見て|いる). */
static const char *const te_endings[] = {"い", "お", "あ", "しま", "み", "き", "な"};

/* 「合格」|と, 10％|を: a particle stays with what it follows. */
static bool before_particle(const struct ks_spot *s)
{
	uint32_t a = ks_spot_sign(s, -1);

	return ks_spot_is_one_of(ks_spot_sign(s, 0), "はがをにへとでものや") &&
	       (ks_spot_is_one_of(a, "」』）】〉》”’％%℃)") || ks_spot_is_digit(a) ||
		ks_spot_is_letter(a));
}

/* 終|わり, 消しても|らう: between hiragana only behind a particle or て, behind kanji never. */
static bool inside_word_of_kana(const struct ks_spot *s)
{
	uint32_t a = ks_spot_sign(s, -1);

	if (!is_hiragana(ks_spot_sign(s, 0)))
		return false;
	if (is_kanji(a))
		return true;
	if (is_katakana(a))
		return ks_spot_begins(s, 0, verb_endings, KS_COUNT(verb_endings));
	if (!is_hiragana(a))
		return false;
	if (ks_spot_is_one_of(a, "てで") && ks_spot_begins(s, 0, te_endings, KS_COUNT(te_endings)))
		return true;
	return !ks_spot_is_one_of(a, "はがをにへともでのやばて") ||
	       ks_spot_begins(s, 0, endings, KS_COUNT(endings));
}

/* 受け|取る, 使い|方 */
static bool inside_compound_verb(const struct ks_spot *s)
{
	uint32_t a = ks_spot_sign(s, -1), b = ks_spot_sign(s, 0);

	if (!is_hiragana(a) || is_kanji(ks_spot_sign(s, 1)))
		return false;
	return (b == 0x65b9 /* 方 */ && ks_spot_is_one_of(a, "いきしちりみびえけせてねべめれ")) ||
	       (ks_spot_is_one_of(b, "直返取込合出替換付上下切離消過始終続") &&
		ks_spot_is_one_of(a, "しけりきえみせべれちびめげ"));
}

/* ご|遠慮, お|客様 */
static bool after_honorific(const struct ks_spot *s)
{
	return ks_spot_is_one_of(ks_spot_sign(s, -1), "ごお") && is_kanji(ks_spot_sign(s, 0));
}

static bool (*const phrase_rules[])(const struct ks_spot *) = {
	before_particle,
	inside_word_of_kana,
	inside_compound_verb,
	after_honorific,
};

/* 契約|書, 緊急|時|対応, 全|職員, サーバ|室: one kanji alone is a part of the word beside it. */
static bool cuts_off_one_kanji(const uint8_t *allowed, const uint32_t *c, const uint32_t *at,
			       size_t n, size_t k)
{
	bool ends_behind = k + 1 >= n || !is_kanji(c[k + 1]) || allowed[at[k + 1]];
	bool is_alone_before = k < 2 || !is_kanji(c[k - 2]) || allowed[at[k - 1]];

	if (!is_kanji(c[k]))
		return false;
	if (is_katakana(c[k - 1]))
		return ends_behind;
	return is_kanji(c[k - 1]) && (ends_behind || is_alone_before);
}

void ks_break_apply_phrase(uint8_t *allowed, const uint32_t *c, const uint32_t *at, size_t n)
{
	for (size_t k = 1; k < n; k++) {
		struct ks_spot spot = {c, k, n};

		for (size_t i = 0; allowed[at[k]] && i < KS_COUNT(phrase_rules); i++)
			if (phrase_rules[i](&spot))
				allowed[at[k]] = 0;
		if (allowed[at[k]] && cuts_off_one_kanji(allowed, c, at, n, k))
			allowed[at[k]] = 0;
	}
}
