/* SPDX-License-Identifier: Apache-2.0 */
#include "web/html.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"

/*
 * Why no templates: Debian 12 has no maintained template library for C (libctemplate is C++), and a template's escaping is
 * a convention that each author can leave out. Here it is the only way; the look is in style.c, which is plain CSS.
 */

static const char *const void_elements[] = {"br", "input", "link", "meta"};

static bool is_void(const char *tag)
{
	for (size_t i = 0; i < KS_COUNT(void_elements); i++)
		if (strcmp(void_elements[i], tag) == 0)
			return true;
	return false;
}

static void put_char(struct ks_buf *out, uint32_t c)
{
	char bytes[4];

	if (c == '&')
		ks_buf_puts(out, "&amp;");
	else if (c == '<')
		ks_buf_puts(out, "&lt;");
	else if (c == '>')
		ks_buf_puts(out, "&gt;");
	else if (c == '"')
		ks_buf_puts(out, "&quot;");
	else if (c == '\'')
		ks_buf_puts(out, "&#39;");
	else if ((c < 0x20 && c != '\n' && c != '\t') || (c >= 0x7f && c < 0xa0))
		ks_buf_puts(out, "\xef\xbf\xbd");
	else
		ks_buf_append(out, bytes, ks_utf8_put(bytes, c));
}

static void put_escaped(struct ks_buf *out, const char *text)
{
	const char *end = text + strlen(text);

	while (text < end)
		put_char(out, ks_utf8_next(&text, end));
}

static void end_tag(struct ks_html *html)
{
	if (html->is_in_tag)
		ks_buf_putc(html->out, '>');
	html->is_in_tag = false;
}

void ks_html_begin(struct ks_html *html, struct ks_buf *out)
{
	*html = (struct ks_html){.out = out};
	ks_buf_puts(out, "<!DOCTYPE html>\n");
}

static bool is_name(const char *name)
{
	return name[0] && strspn(name, "abcdefghijklmnopqrstuvwxyzB0123456789-") == strlen(name);
}

void ks_html_open(struct ks_html *html, const char *tag, const char *class)
{
	assert(html->depth < KS_HTML_DEPTH_MAX && is_name(tag) && strcmp(tag, "script") != 0);
	end_tag(html);
	ks_buf_printf(html->out, "<%s", tag);
	html->is_in_tag = true;
	html->open[html->depth++] = tag;
	if (class)
		ks_html_attr(html, "class", class);
}

void ks_html_attr(struct ks_html *html, const char *name, const char *value)
{
	bool is_address = strcmp(name, "href") == 0 || strcmp(name, "action") == 0 ||
			  strcmp(name, "src") == 0;

	assert(html->is_in_tag && is_name(name) && strncmp(name, "on", 2) != 0 &&
	       strcmp(name, "style") != 0);
	assert(!is_address || (value[0] == '/' && value[1] != '/') || value[0] == '#');
	ks_buf_printf(html->out, " %s=\"", name);
	put_escaped(html->out, value);
	ks_buf_putc(html->out, '"');
}

void ks_html_number(struct ks_html *html, const char *name, double value)
{
	char text[32];

	snprintf(text, sizeof(text), "%.4g", value);
	ks_html_attr(html, name, text);
}

void ks_html_text(struct ks_html *html, const char *text)
{
	end_tag(html);
	put_escaped(html->out, text);
}

void ks_html_printf(struct ks_html *html, const char *format, ...)
{
	char *text = NULL;
	va_list args;

	va_start(args, format);
	if (vasprintf(&text, format, args) < 0)
		abort(); /* out of memory (base/mem.h) */
	va_end(args);
	ks_html_text(html, text);
	free(text);
}

void ks_html_close(struct ks_html *html, const char *tag)
{
	assert(html->depth > 0 && strcmp(html->open[html->depth - 1], tag) == 0);
	html->depth--;
	end_tag(html);
	if (!is_void(tag))
		ks_buf_printf(html->out, "</%s>", tag);
}

void ks_html_line(struct ks_html *html, const char *tag, const char *class, const char *text)
{
	ks_html_open(html, tag, class);
	ks_html_text(html, text);
	ks_html_close(html, tag);
}

void ks_html_link(struct ks_html *html, const char *href, const char *class, const char *text)
{
	ks_html_open(html, "a", class);
	ks_html_attr(html, "href", href);
	ks_html_text(html, text);
	ks_html_close(html, "a");
}

void ks_html_end(struct ks_html *html)
{
	assert(html->depth == 0 && !html->is_in_tag);
	ks_buf_putc(html->out, '\n');
}

void ks_url_part(struct ks_buf *url, const char *part)
{
	static const char plain[] =
		"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.~";

	for (; *part; part++) {
		if (strchr(plain, *part))
			ks_buf_putc(url, *part);
		else
			ks_buf_printf(url, "%%%02X", (unsigned)(unsigned char)*part);
	}
}

void ks_url_put(struct ks_buf *url, const char *name, const char *value)
{
	if (!value || !*value)
		return;
	ks_buf_putc(url, strchr(ks_buf_text(url), '?') ? '&' : '?');
	ks_buf_printf(url, "%s=", name);
	ks_url_part(url, value);
}
