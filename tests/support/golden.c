/* SPDX-License-Identifier: Apache-2.0 */
#include "golden.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/id.h"
#include "base/mem.h"
#include "test.h"

#define HEX "0123456789abcdef"
#define TOKEN "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-"

/* Whether the text form of RFC 4122 begins at @at. */
static bool is_uuid(const char *at)
{
	static const char form[] = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";
	size_t i = 0;

	while (form[i] && at[i] && (form[i] == 'x' ? !!strchr(HEX, at[i]) : at[i] == '-'))
		i++;
	return !form[i];
}

/* How many bytes at @at are made by chance, 0: none. */
static size_t chance(const char *at)
{
	size_t hex = strspn(at, HEX), token = strspn(at, TOKEN);
	bool has_capital = false, has_small = false, has_digit = false;

	for (size_t i = 0; i < token; i++) {
		has_capital = has_capital || (at[i] >= 'A' && at[i] <= 'Z');
		has_small = has_small || (at[i] >= 'a' && at[i] <= 'z');
		has_digit = has_digit || (at[i] >= '0' && at[i] <= '9');
	}
	if (token >= 22 && has_capital && has_small &&
	    (has_digit || token >= 43)) /* one key in a thousand has no digit */
		return token;
	return hex == token && hex >= 16 && has_digit ? hex : 0;
}

/* @text without what is made by chance; malloc'd. */
static char *masked(const char *text)
{
	struct ks_buf out = {0};

	for (const char *at = text; *at;) {
		size_t token = strspn(at, TOKEN), n = chance(at), uuid = 0;

		while (uuid < token && !is_uuid(at + uuid))
			uuid++;
		if (uuid < token) {
			token = uuid;
			n = uuid > 0 ? 0 : KS_UUID_TEXT - 1;
		}
		if (n)
			ks_buf_puts(&out, "…");
		else
			ks_buf_append(&out, at, token ? token : 1);
		at += n ? n : token ? token : 1;
	}
	return ks_buf_take(&out);
}

static void tell_difference(const char *path, const char *had, const char *has)
{
	int line = 1;
	const char *from = has, *from_had = had;

	for (size_t i = 0; had[i] && had[i] == has[i]; i++)
		if (has[i] == '\n') {
			line++;
			from = has + i + 1;
			from_had = had + i + 1;
		}
	fail_msg("%s:%d: 「%.*s」, now 「%.*s」 (UPDATE_GOLDEN=1 writes it)", path, line,
		 (int)strcspn(from_had, "\n"), from_had, (int)strcspn(from, "\n"), from);
}

void ks_test_golden(const char *path, const char *text)
{
	const char *wish = getenv("UPDATE_GOLDEN");
	char *now = masked(text), *had;

	if (wish && wish[0]) {
		assert_int_equal(ks_file_write(path, now, strlen(now), 0644), KS_OK);
		free(now);
		return;
	}
	had = ks_test_read(path);
	if (strcmp(had, now) != 0)
		tell_difference(path, had, now);
	free(had);
	free(now);
}
