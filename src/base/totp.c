/* SPDX-License-Identifier: Apache-2.0 */
#include "base/totp.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "base/id.h"
#include "base/sha1.h"

/* HMAC-SHA-1 is what the apps speak; nothing here depends on SHA-1's collisions. */

#define BLOCK_BYTES 64
#define DIGITS 6
#define DIGITS_MAX 8

static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

void ks_base32(const uint8_t *bytes, size_t len, char *out)
{
	uint32_t held = 0;
	int n_bits = 0;

	for (size_t i = 0; i < len || n_bits > 0; i++) {
		if (i < len) {
			held = held << 8 | bytes[i];
			n_bits += 8;
		} else {
			held <<= 5 - n_bits;
			n_bits = 5;
		}
		for (; n_bits >= 5; n_bits -= 5)
			*out++ = alphabet[held >> (n_bits - 5) & 31];
	}
	*out = '\0';
}

bool ks_unbase32(const char *text, uint8_t *out, size_t len)
{
	uint32_t held = 0;
	size_t n = 0;
	int n_bits = 0;

	for (; *text; text++) {
		const char *at = strchr(alphabet, *text);

		if (!at || n > len)
			return false;
		held = held << 5 | (uint32_t)(at - alphabet);
		n_bits += 5;
		if (n_bits < 8)
			continue;
		n_bits -= 8;
		if (n < len)
			out[n] = (uint8_t)(held >> n_bits);
		n++;
	}
	return n == len && n_bits < 5 && (held & ((1U << n_bits) - 1)) == 0;
}

void ks_totp_secret(char out[KS_TOTP_SECRET_TEXT])
{
	uint8_t bytes[KS_TOTP_SECRET_BYTES];

	ks_random(bytes, sizeof(bytes));
	ks_base32(bytes, sizeof(bytes), out);
	sodium_memzero(bytes, sizeof(bytes));
}

static void hmac(const uint8_t *key, size_t len, const uint8_t *text, size_t n,
		 uint8_t out[KS_SHA1_BYTES])
{
	uint8_t inner[BLOCK_BYTES], outer[BLOCK_BYTES], whole[BLOCK_BYTES] = {0};
	uint8_t digest[KS_SHA1_BYTES];

	if (len > BLOCK_BYTES)
		ks_sha1(&(struct ks_sha1_part){key, len}, 1, whole);
	else
		memcpy(whole, key, len);
	for (size_t i = 0; i < BLOCK_BYTES; i++) {
		inner[i] = whole[i] ^ 0x36;
		outer[i] = whole[i] ^ 0x5c;
	}
	ks_sha1((const struct ks_sha1_part[]){{inner, BLOCK_BYTES}, {text, n}}, 2, digest);
	ks_sha1((const struct ks_sha1_part[]){{outer, BLOCK_BYTES}, {digest, sizeof(digest)}}, 2,
		out);
	sodium_memzero(whole, sizeof(whole));
	sodium_memzero(inner, sizeof(inner));
	sodium_memzero(outer, sizeof(outer));
}

void ks_totp_code(const uint8_t *secret, size_t len, int64_t step, int digits, char *out)
{
	static const uint32_t powers[DIGITS_MAX + 1] = {1,      10,      100,      1000,     10000,
							100000, 1000000, 10000000, 100000000};
	uint8_t counter[8], mac[KS_SHA1_BYTES];
	const uint8_t *at;
	uint32_t value;

	for (int i = 0; i < 8; i++)
		counter[i] = (uint8_t)((uint64_t)step >> (56 - 8 * i));
	hmac(secret, len, counter, sizeof(counter), mac);
	at = mac + (mac[KS_SHA1_BYTES - 1] & 15);
	value = (uint32_t)(at[0] & 0x7f) << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
	(void)snprintf(out, (size_t)digits + 1, "%0*u", digits, (unsigned)(value % powers[digits]));
}

int64_t ks_totp_step(const char *secret, const char *code, int64_t wall_ms, int64_t after)
{
	uint8_t key[KS_TOTP_SECRET_BYTES];
	int64_t now = wall_ms / KS_TOTP_STEP_MS, found = 0;
	char told[DIGITS + 1] = "", right[DIGITS + 1];
	bool is_shaped = strlen(code) == DIGITS && strspn(code, "0123456789") == DIGITS;

	if (!ks_unbase32(secret, key, sizeof(key)))
		return 0;
	if (is_shaped)
		memcpy(told, code, sizeof(told));
	for (int64_t step = now - 1; step <= now + 1; step++) {
		ks_totp_code(key, sizeof(key), step, DIGITS, right);
		if ((sodium_memcmp(told, right, DIGITS) == 0) & (step > after))
			found = step;
	}
	sodium_memzero(key, sizeof(key));
	return is_shaped ? found : 0;
}
