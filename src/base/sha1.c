/* SPDX-License-Identifier: Apache-2.0 */
#include "base/sha1.h"

#include <stdint.h>
#include <string.h>

/*
 * RFC 3174, method 1. Never for security: a name-based UUID only has to be the same everywhere.
 */

struct state {
	uint32_t h[5];
	uint8_t block[64];
	uint64_t n_bytes;
};

static uint32_t rotate(uint32_t x, unsigned by)
{
	return x << by | x >> (32 - by);
}

static void mix(struct state *s)
{
	static const uint32_t constants[4] = {0x5A827999, 0x6ED9EBA1, 0x8F1BBCDC, 0xCA62C1D6};
	uint32_t w[80];

	for (unsigned t = 0; t < 16; t++)
		w[t] = (uint32_t)s->block[4 * t] << 24 | (uint32_t)s->block[4 * t + 1] << 16 |
		       (uint32_t)s->block[4 * t + 2] << 8 | s->block[4 * t + 3];
	for (unsigned t = 16; t < 80; t++)
		w[t] = rotate(w[t - 3] ^ w[t - 8] ^ w[t - 14] ^ w[t - 16], 1);

	uint32_t a = s->h[0], b = s->h[1], c = s->h[2], d = s->h[3], e = s->h[4];

	for (unsigned t = 0; t < 80; t++) {
		uint32_t f = t < 20              ? (b & c) | (~b & d)
			     : t >= 40 && t < 60 ? (b & c) | (b & d) | (c & d)
						 : b ^ c ^ d;
		uint32_t next = rotate(a, 5) + f + e + constants[t / 20] + w[t];

		e = d;
		d = c;
		c = rotate(b, 30);
		b = a;
		a = next;
	}
	s->h[0] += a;
	s->h[1] += b;
	s->h[2] += c;
	s->h[3] += d;
	s->h[4] += e;
}

static void feed(struct state *s, const uint8_t *bytes, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		s->block[s->n_bytes++ % 64] = bytes[i];
		if (s->n_bytes % 64 == 0)
			mix(s);
	}
}

void ks_sha1(const struct ks_sha1_part *parts, size_t n, uint8_t out[KS_SHA1_BYTES])
{
	struct state s = {.h = {0x67452301, 0xEFCDAB89, 0x98BADCFE, 0x10325476, 0xC3D2E1F0}};
	static const uint8_t zeros[64] = {0x80};
	uint8_t length[8];

	for (size_t i = 0; i < n; i++)
		feed(&s, parts[i].bytes, parts[i].len);
	for (unsigned i = 0; i < 8; i++)
		length[i] = (uint8_t)(s.n_bytes * 8 >> (56 - 8 * i));
	feed(&s, zeros, 1 + (119 - s.n_bytes % 64) % 64);
	feed(&s, length, sizeof(length));
	for (unsigned i = 0; i < KS_SHA1_BYTES; i++)
		out[i] = (uint8_t)(s.h[i / 4] >> (24 - 8 * (i % 4)));
}
