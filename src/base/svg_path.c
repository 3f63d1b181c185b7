/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "base/svg_private.h"

/*
 * The data of paths. Optimisers write the two flags of an arc without blanks ("a8 8 0 110-16"), which SDL2_image's
 * reader takes for one number; such paths are written out again with blanks before they are drawn.
 */

static size_t n_arguments(char command)
{
	static const struct {
		const char *letters;
		size_t n;
	} commands[] = {{"MmLlTt", 2}, {"HhVv", 1}, {"Cc", 6}, {"SsQq", 4}, {"Aa", 7}};

	for (size_t i = 0; i < KS_COUNT(commands); i++)
		if (strchr(commands[i].letters, command))
			return commands[i].n;
	return 0;
}

static const char *skip_blanks(const char *at, const char *end)
{
	while (at < end && (*at == ' ' || *at == ',' || *at == '\t' || *at == '\n' || *at == '\r'))
		at++;
	return at;
}

/* The length of a number at @at; 0 when there is none. */
static size_t number_length(const char *at, const char *end)
{
	const char *p = at + (at < end && (*at == '-' || *at == '+')), *exponent;
	size_t digits = 0;

	for (; p < end && *p >= '0' && *p <= '9'; p++)
		digits++;
	if (p < end && *p == '.')
		for (p++; p < end && *p >= '0' && *p <= '9'; p++)
			digits++;
	if (digits == 0)
		return 0;
	if (p < end && (*p == 'e' || *p == 'E')) {
		exponent = p + 1 + (p + 1 < end && (p[1] == '-' || p[1] == '+'));
		if (exponent < end && *exponent >= '0' && *exponent <= '9')
			for (p = exponent; p < end && *p >= '0' && *p <= '9';)
				p++;
	}
	return (size_t)(p - at);
}

static size_t argument_length(const char *at, const char *end, char command, size_t nth)
{
	bool is_flag = (command == 'a' || command == 'A') && (nth == 3 || nth == 4);

	if (is_flag)
		return at < end && (*at == '0' || *at == '1') ? 1 : 0;
	return number_length(at, end);
}

/* One set of arguments; the place behind it, NULL when it is not whole. */
static const char *read_set(const char *at, const char *end, char command, struct ks_buf *out)
{
	for (size_t i = 0; i < n_arguments(command); i++) {
		size_t n;

		at = skip_blanks(at, end);
		n = argument_length(at, end, command, i);
		if (n == 0)
			return NULL;
		if (out) {
			ks_buf_putc(out, ' ');
			ks_buf_append(out, at, n);
		}
		at += n;
	}
	return at;
}

bool ks_svg_path(const char *text, size_t len, struct ks_buf *out)
{
	const char *end = text + len, *at = skip_blanks(text, end);
	char command = '\0';

	while (at < end) {
		bool is_letter = (*at >= 'A' && *at <= 'Z') || (*at >= 'a' && *at <= 'z');

		if (is_letter) {
			if (!strchr("MmLlHhVvCcSsQqTtAaZz", *at) ||
			    (command == '\0' && *at != 'M' && *at != 'm'))
				return false;
			command = *at++;
			if (out)
				ks_buf_putc(out, command);
		} else if (command == '\0' || n_arguments(command) == 0) {
			return false;
		}
		at = read_set(at, end, command, out);
		if (!at)
			return false;
		at = skip_blanks(at, end);
	}
	return true;
}

/* Where the value of the next d="…" begins; NULL when there is none. */
static const char *next_data(const char *at, const char *end, const char **value_end)
{
	for (; at + 4 < end; at++) {
		char quote = at[3];

		if ((*at != ' ' && *at != '\n' && *at != '\t' && *at != '\r') || at[1] != 'd' ||
		    at[2] != '=' || (quote != '"' && quote != '\''))
			continue;
		*value_end = memchr(at + 4, quote, (size_t)(end - at - 4));
		return *value_end ? at + 4 : NULL;
	}
	return NULL;
}

char *ks_svg_spread(const char *bytes, size_t len, size_t *out_len)
{
	const char *at = bytes, *end = bytes + len, *value, *value_end;
	struct ks_buf out = {0}, data = {0};

	while ((value = next_data(at, end, &value_end))) {
		size_t n = (size_t)(value_end - value);

		ks_buf_append(&out, at, (size_t)(value - at));
		ks_buf_clear(&data);
		if ((memchr(value, 'a', n) || memchr(value, 'A', n)) && ks_svg_path(value, n, &data))
			ks_buf_append(&out, data.data, data.len);
		else
			ks_buf_append(&out, value, n);
		at = value_end;
	}
	ks_buf_append(&out, at, (size_t)(end - at));
	ks_buf_finish(&data);
	*out_len = out.len;
	return ks_buf_take(&out);
}
