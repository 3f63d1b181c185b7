/* SPDX-License-Identifier: Apache-2.0 */
/* One boundary between two code points and its neighbours, as the rules of text_bound and text_phrase see it. */
#ifndef KS_UI_TEXT_SPOT_H
#define KS_UI_TEXT_SPOT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/utf8.h"

struct ks_spot { /* the boundary before c[k] */
	const uint32_t *c;
	size_t k, n;
};

/** ks_spot_sign() - the sign @offset behind the boundary (-1: before it); 0 outside the text. */
static inline uint32_t ks_spot_sign(const struct ks_spot *spot, int offset)
{
	if (offset < 0 && (size_t)-offset > spot->k)
		return 0;
	if (offset >= 0 && spot->k + (size_t)offset >= spot->n)
		return 0;
	return spot->c[spot->k + (size_t)offset];
}

static inline bool ks_spot_is_one_of(uint32_t c, const char *chars)
{
	char utf8[5] = {0};

	if (c == 0)
		return false;
	ks_utf8_put(utf8, c);
	return strstr(chars, utf8);
}

/** ks_spot_begins() - does one of @words stand @offset behind the boundary? */
static inline bool ks_spot_begins(const struct ks_spot *spot, int offset, const char *const *words,
				  size_t n_words)
{
	for (size_t i = 0; i < n_words; i++) {
		const char *word = words[i], *end = word + strlen(word);
		int at = offset;

		while (word < end && ks_spot_sign(spot, at) == ks_utf8_next(&word, end)) {
			at++;
			if (word == end)
				return true;
		}
	}
	return false;
}

static inline bool ks_spot_is_digit(uint32_t c)
{
	return (c >= '0' && c <= '9') || (c >= 0xff10 && c <= 0xff19);
}

static inline bool ks_spot_is_letter(uint32_t c)
{
	return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

#endif
