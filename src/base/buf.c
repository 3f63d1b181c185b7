/* SPDX-License-Identifier: Apache-2.0 */
#include "base/buf.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

/*
 * Every text and body the programs build grows here, so that one ceiling and one terminating NUL
 * serve all of them.
 */

/* Makes room for @more bytes and the NUL; false when that would pass the ceiling. */
static bool reserve(struct ks_buf *buf, size_t more)
{
	size_t ceiling = buf->ceiling > 0 ? buf->ceiling : KS_BUF_CEILING_DEFAULT;

	if (buf->is_over || more > ceiling || buf->len > ceiling - more) {
		buf->is_over = true;
		return false;
	}
	size_t needed = buf->len + more + 1;

	if (needed > buf->capacity) {
		size_t wanted = buf->capacity + buf->capacity / 2;

		if (wanted < needed)
			wanted = needed < 64 ? 64 : needed;
		buf->data = ks_realloc(buf->data, wanted, 1);
		buf->capacity = wanted;
	}
	return true;
}

void ks_buf_append(struct ks_buf *buf, const void *bytes, size_t len)
{
	if (!reserve(buf, len))
		return;
	if (len > 0)
		memcpy(buf->data + buf->len, bytes, len);
	buf->len += len;
	buf->data[buf->len] = '\0';
}

void ks_buf_puts(struct ks_buf *buf, const char *text)
{
	ks_buf_append(buf, text, strlen(text));
}

void ks_buf_putc(struct ks_buf *buf, char c)
{
	ks_buf_append(buf, &c, 1);
}

void ks_buf_printf(struct ks_buf *buf, const char *format, ...)
{
	va_list args, again;

	va_start(args, format);
	va_copy(again, args);
	int len = vsnprintf(NULL, 0, format, args);

	va_end(args);
	assert(len >= 0);
	if (reserve(buf, (size_t)len)) {
		vsnprintf(buf->data + buf->len, (size_t)len + 1, format, again);
		buf->len += (size_t)len;
	}
	va_end(again);
}

void ks_buf_json(struct ks_buf *buf, const char *text)
{
	static const char short_escapes[32] = {
		['\b'] = 'b', ['\t'] = 't', ['\n'] = 'n', ['\f'] = 'f', ['\r'] = 'r'};
	const char *from = text;

	ks_buf_putc(buf, '"');
	for (const char *at = text;; at++) {
		unsigned char c = (unsigned char)*at;

		if (c >= 0x20 && c != '"' && c != '\\')
			continue;
		ks_buf_append(buf, from, (size_t)(at - from));
		from = at + 1;
		if (c == '\0')
			break;
		if (c == '"' || c == '\\')
			ks_buf_printf(buf, "\\%c", c);
		else if (short_escapes[c] != 0)
			ks_buf_printf(buf, "\\%c", short_escapes[c]);
		else
			ks_buf_printf(buf, "\\u%04x", c);
	}
	ks_buf_putc(buf, '"');
}

void ks_buf_clear(struct ks_buf *buf)
{
	buf->len = 0;
	buf->is_over = false;
	if (buf->data)
		buf->data[0] = '\0';
}

void ks_buf_finish(struct ks_buf *buf)
{
	if (!buf)
		return;
	free(buf->data);
	*buf = (struct ks_buf){0};
}

const char *ks_buf_text(const struct ks_buf *buf)
{
	return buf->data ? buf->data : "";
}

char *ks_buf_take(struct ks_buf *buf)
{
	char *data = buf->data ? buf->data : ks_strdup("");
	size_t ceiling = buf->ceiling;

	*buf = (struct ks_buf){.ceiling = ceiling};
	return data;
}
