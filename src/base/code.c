/* SPDX-License-Identifier: Apache-2.0 */
#include "base/code.h"

#include <ctype.h>
#include <stdint.h>
#include <string.h>

#include "base/buf.h"
#include "base/id.h"

/* Neither 0 and O nor 1, I and L are in it, and U makes words: what is typed from paper is right at the first try. */

#define N_LETTERS (sizeof(KS_CODE_LETTERS) - 1)

void ks_code_make(char out[KS_CODE_CHARS + 1])
{
	size_t n = 0;

	while (n < KS_CODE_CHARS) {
		uint8_t byte;

		ks_random(&byte, sizeof(byte));
		if (byte < 256 / N_LETTERS * N_LETTERS) /* each letter as likely as another */
			out[n++] = KS_CODE_LETTERS[byte % N_LETTERS];
	}
	out[n] = '\0';
}

bool ks_code_read(const char *typed, size_t n, char *out)
{
	size_t len = 0;
	bool is_code = true;

	for (const char *at = typed; *at != '\0' && is_code; at++) {
		int c = toupper((unsigned char)*at);

		if (c == ' ' || c == '-')
			continue;
		is_code = len < n && strchr(KS_CODE_LETTERS, c);
		if (is_code)
			out[len++] = (char)c;
	}
	is_code = is_code && len == n;
	out[is_code ? n : 0] = '\0';
	return is_code;
}

char *ks_code_grouped(const char *code)
{
	struct ks_buf out = {0};

	for (size_t i = 0; code[i] != '\0'; i++) {
		if (i > 0 && i % 4 == 0)
			ks_buf_putc(&out, '-');
		ks_buf_putc(&out, code[i]);
	}
	return ks_buf_take(&out);
}

void ks_code_of_key(const char *public_key, char out[KS_MARK_CHARS + 1])
{
	uint8_t hash[KS_HASH_BYTES];

	ks_blake2b(public_key, strlen(public_key), hash);
	/* Two bytes a letter: the remainder is as good as even. */
	for (size_t i = 0; i < KS_MARK_CHARS; i++)
		out[i] = KS_CODE_LETTERS[(hash[2 * i] << 8 | hash[2 * i + 1]) % N_LETTERS];
	out[KS_MARK_CHARS] = '\0';
}
