/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A typed writer of HTML. Elements, attributes and text are told one by one, and whatever is a value is escaped here: there
 * is no call that copies text into a page as it is. Elements are closed in the order they were opened, by assert.
 */
#ifndef KS_WEB_HTML_H
#define KS_WEB_HTML_H

#include <stdbool.h>

#include "base/buf.h"

#define KS_HTML_DEPTH_MAX 32

struct ks_html {
	struct ks_buf *out;
	const char *open[KS_HTML_DEPTH_MAX];
	int depth;
	bool is_in_tag; /* attributes may follow */
};

/** ks_html_begin() - a document: its doctype. @out is borrowed. */
void ks_html_begin(struct ks_html *html, struct ks_buf *out);
/** ks_html_open() - an element; @tag is a literal (void elements too). @class NULL: none. */
void ks_html_open(struct ks_html *html, const char *tag, const char *class);
/**
 * ks_html_attr() - of the element just opened; @name is a literal
 * Handlers and styles are refused by assert: the pages' CSP would drop them. So is an address that does not begin with / or #.
 */
void ks_html_attr(struct ks_html *html, const char *name, const char *value);
/** ks_html_number() - the same for a number: a width, a span. */
void ks_html_number(struct ks_html *html, const char *name, double value);
/** ks_html_text() - text; characters that no page may hold (C0, broken UTF-8) become U+FFFD. */
void ks_html_text(struct ks_html *html, const char *text);
/** ks_html_printf() - ks_html_text() of what printf() would write. */
void ks_html_printf(struct ks_html *html, const char *format, ...) KS_PRINTF(2, 3);
/** ks_html_close() - the element opened last, which is @tag. */
void ks_html_close(struct ks_html *html, const char *tag);
/** ks_html_line() - an element with only text in it. */
void ks_html_line(struct ks_html *html, const char *tag, const char *class, const char *text);
/** ks_html_link() - <a href>. */
void ks_html_link(struct ks_html *html, const char *href, const char *class, const char *text);
/** ks_html_end() - all was closed, or it stops here. */
void ks_html_end(struct ks_html *html);

/** ks_url_put() - append `?name=value` (or `&…` after one), percent-encoded; nothing for "" and NULL. */
void ks_url_put(struct ks_buf *url, const char *name, const char *value);
/** ks_url_part() - append one part of a path, percent-encoded. */
void ks_url_part(struct ks_buf *url, const char *part);

#endif
