/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A growing byte buffer with a named ceiling. Always NUL-terminated behind `len`, so `data` can be
 * read as text. Going over the ceiling sets `is_over` and appends nothing more: check it once at the end.
 */
#ifndef KS_BASE_BUF_H
#define KS_BASE_BUF_H

#include <stdbool.h>
#include <stddef.h>

#include "base/rc.h"

struct ks_buf {
	char *data; /* NULL while nothing was ever appended */
	size_t len;
	size_t capacity;
	size_t ceiling; /* 0: KS_BUF_CEILING_DEFAULT */
	bool is_over;
};

#define KS_BUF_CEILING_DEFAULT ((size_t)64 << 20)

/** ks_buf_append() - add @len bytes (NULL for 0). Past the ceiling nothing is added and is_over is set. */
void ks_buf_append(struct ks_buf *buf, const void *bytes, size_t len);
/** ks_buf_puts() - append text up to its NUL. */
void ks_buf_puts(struct ks_buf *buf, const char *text);
/** ks_buf_putc() - append one byte. */
void ks_buf_putc(struct ks_buf *buf, char c);
/** ks_buf_printf() - append as printf() writes it. */
void ks_buf_printf(struct ks_buf *buf, const char *format, ...) KS_PRINTF(2, 3);
/** ks_buf_json() - append @text as a JSON string with its quotes (input is UTF-8). */
void ks_buf_json(struct ks_buf *buf, const char *text);
/** ks_buf_clear() - empty it and is_over; the memory stays for what comes next. */
void ks_buf_clear(struct ks_buf *buf);
/** ks_buf_finish() - frees it; the struct is empty afterwards, its ceiling too. Accepts NULL. */
void ks_buf_finish(struct ks_buf *buf);
/** ks_buf_text() - the content as text, "" when empty; owned by the buffer. */
const char *ks_buf_text(const struct ks_buf *buf);
/** ks_buf_take() - hand the bytes over to the caller (free()); the buffer is empty afterwards. */
char *ks_buf_take(struct ks_buf *buf);

#endif
