/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "base/utf8.h"
#include "ui/text_private.h"

/*
 * Distances between signs, in parts of an em (JLREQ 3.1, the classes that occur here).
 *
 * A bracket or comma has half an em of ink; the other half of its square is space that belongs to it. Seen
 * this way all rules are additions: at the head or end of a line the space is simply not there, where two
 * signs meet only one of their spaces is, and solid setting needs no special case.
 */

static const char open_signs[] = "「『（［｛〔【〈《〘〖〝“‘";
static const char close_signs[] = "」』）］｝〕】〉》〙〗〟”’、。，．";
static const char middle_signs[] = "・：；";
static const char divide_signs[] = "？！‼⁇⁈⁉";

static bool has_sign(const char *signs, uint32_t c)
{
	char utf8[5] = {0};

	ks_utf8_put(utf8, c);
	return strstr(signs, utf8);
}

static enum ks_sign ascii_sign(uint32_t c)
{
	if (c == '\n')
		return KS_SIGN_NEWLINE;
	if (c == ' ' || c == '\t' || c == 0xa0)
		return KS_SIGN_SPACE;
	if (c < ' ' || (c >= 0x7f && c < 0xa0) || c == 0xad)
		return KS_SIGN_NOTHING;
	if ((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
	    c >= 0xc0 || c == '%' || c == '#' || c == '&' || c == '+' || c == '$')
		return KS_SIGN_LATIN;
	return KS_SIGN_OTHER;
}

static enum ks_sign punctuation_sign(uint32_t c)
{
	if (c == 0x3000)
		return KS_SIGN_WIDE_SPACE;
	if (has_sign(open_signs, c))
		return KS_SIGN_OPEN;
	if (has_sign(close_signs, c))
		return KS_SIGN_CLOSE;
	if (has_sign(middle_signs, c))
		return KS_SIGN_MIDDLE;
	if (has_sign(divide_signs, c))
		return KS_SIGN_DIVIDE;
	return KS_SIGN_OTHER;
}

enum ks_sign ks_space_sign(uint32_t c)
{
	if (c < 0x250)
		return c == 0xd7 || c == 0xf7 ? KS_SIGN_OTHER : ascii_sign(c);
	if (c >= 0x3041 && c <= 0x30ff && c != 0x30fb && c != 0x30a0)
		return KS_SIGN_KANA;
	if (c == 0x3005 || c == 0x3007 || (c >= 0x3400 && c <= 0x9fff) ||
	    (c >= 0xf900 && c <= 0xfaff) || (c >= 0x20000 && c <= 0x3ffff))
		return KS_SIGN_KANJI;
	if ((c >= 0x200b && c <= 0x200d) || c == 0x2060 || c == 0xfeff)
		return KS_SIGN_NOTHING;
	if ((c >= 0x2010 && c <= 0x204f) || (c >= 0x3000 && c <= 0x30ff) || c >= 0xff00)
		return punctuation_sign(c);
	return KS_SIGN_OTHER;
}

void ks_space_set_body(struct ks_cluster *cluster, int32_t advance_64)
{
	int32_t em_64 = cluster->em_px * 64;
	bool is_square = advance_64 > em_64 * 9 / 10;

	cluster->body_64 = advance_64;
	cluster->shift_64 = 0;
	if (cluster->sign != KS_SIGN_OPEN && cluster->sign != KS_SIGN_CLOSE &&
	    cluster->sign != KS_SIGN_MIDDLE)
		return;
	if (!is_square) { /* a font with narrow punctuation: nothing to take out */
		cluster->sign = KS_SIGN_OTHER;
		return;
	}
	cluster->body_64 = em_64 / 2;
	if (cluster->sign == KS_SIGN_OPEN)
		cluster->shift_64 = -em_64 / 2;
	else if (cluster->sign == KS_SIGN_MIDDLE)
		cluster->shift_64 = -em_64 / 4;
}

/* Half an em; in display type, where it would gape, a quarter. */
static int32_t space_of_half(const struct ks_cluster *cluster)
{
	return cluster->em_px * (cluster->is_display ? 16 : 32);
}

static int32_t space_before(const struct ks_cluster *cluster)
{
	if (cluster->sign == KS_SIGN_OPEN)
		return space_of_half(cluster);
	return cluster->sign == KS_SIGN_MIDDLE ? cluster->em_px * 16 : 0;
}

static int32_t space_behind(const struct ks_cluster *cluster)
{
	if (cluster->sign == KS_SIGN_CLOSE)
		return space_of_half(cluster);
	return cluster->sign == KS_SIGN_MIDDLE ? cluster->em_px * 16 : 0;
}

static bool is_japanese(const struct ks_cluster *cluster)
{
	return cluster->sign == KS_SIGN_KANA || cluster->sign == KS_SIGN_KANJI;
}

/* Where a note in small type, 〔ママ〕, meets the text it stands in: closer than its bracket would. */
static int32_t space_of_note(const struct ks_cluster *a, const struct ks_cluster *b)
{
	if (a->em_px > b->em_px)
		return b->em_px * 4;
	return b->sign == KS_SIGN_CLOSE || b->sign == KS_SIGN_SPACE ? 0 : a->em_px * 12;
}

static int32_t space_of_signs(const struct ks_cluster *a, const struct ks_cluster *b)
{
	int32_t behind = space_behind(a), before = space_before(b);

	if (a->em_px != b->em_px &&
	    (a->em_px < b->em_px ? a->sign == KS_SIGN_CLOSE : b->sign == KS_SIGN_OPEN))
		return space_of_note(a, b);
	if (a->sign == KS_SIGN_CLOSE) {
		if (b->sign == KS_SIGN_CLOSE || b->sign == KS_SIGN_DIVIDE ||
		    b->sign == KS_SIGN_WIDE_SPACE)
			return 0;
		if (b->sign == KS_SIGN_OPEN)
			return ks_most(behind, before);
		if (b->sign == KS_SIGN_MIDDLE)
			return before;
		if (b->sign == KS_SIGN_SPACE) /* the blank is part of the half em */
			return ks_most(0, behind - b->body_64);
	}
	if (a->sign == KS_SIGN_OPEN && b->sign != KS_SIGN_MIDDLE)
		return 0;
	if (a->sign == KS_SIGN_MIDDLE && (b->sign == KS_SIGN_OPEN || b->sign == KS_SIGN_CLOSE))
		return behind;
	if (b->sign == KS_SIGN_OPEN) {
		if (a->sign == KS_SIGN_SPACE)
			return ks_most(0, before - a->body_64);
		if (a->sign == KS_SIGN_WIDE_SPACE)
			return 0;
	}
	if ((is_japanese(a) && b->sign == KS_SIGN_LATIN) ||
	    (a->sign == KS_SIGN_LATIN && is_japanese(b)))
		return ks_least(a->em_px, b->em_px) * 8;
	return behind + before;
}

/* A wide reading may reach over kana and over the blank half of punctuation, by half a sign of its own. */
static bool lets_reading_over(const struct ks_cluster *cluster)
{
	return cluster->ruby < 0 &&
	       (cluster->sign == KS_SIGN_KANA || cluster->sign == KS_SIGN_CLOSE ||
		cluster->sign == KS_SIGN_OPEN || cluster->sign == KS_SIGN_MIDDLE);
}

int32_t ks_space_between(const struct ks_cluster *a, const struct ks_cluster *b, int32_t ruby_em_64)
{
	int32_t space = space_of_signs(a, b), over = 0, half = ruby_em_64 / 2;

	if (a->ruby != b->ruby) {
		if (lets_reading_over(a))
			over += ks_least(b->pre_64, half);
		if (lets_reading_over(b))
			over += ks_least(a->post_64, half);
	}
	return space + a->post_64 + b->pre_64 - over;
}
