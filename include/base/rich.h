/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Text with marks: what content makes of an author's paragraph and ui lays out. It lives on the
 * bottom floor because neither of those may know the other.
 */
#ifndef KS_BASE_RICH_H
#define KS_BASE_RICH_H

#include <stddef.h>
#include <stdint.h>

enum ks_mark {
	KS_MARK_STRONG,  /* **強調**: bold face in the key colour */
	KS_MARK_RUBY,    /* {漢字|かんじ}: aux is the reading */
	KS_MARK_ERRATUM, /* 〔ママ〕 stands behind it: dotted underline */
	KS_MARK_SMALL,   /* note size, e.g. the 〔ママ〕 itself */
	KS_MARK_LINK,    /* drawn as a link (in a drawn mail); leads nowhere */
	KS_MARK_CODE,    /* an address or file name: breaks only after @ . - / */
	KS_MARK_FOUND,   /* what a search looked for: a soft ground behind it and a line below */
	KS_MARK_BUTTON,  /* {button:next}: the label of a button; aux is its name */
	KS_MARK_CONTACT, /* {contact:security}: whom to call, from organisation.yaml; aux is its kind */
};

struct ks_span {
	uint32_t from, to; /* byte range in text */
	enum ks_mark mark;
	const char *aux; /* KS_MARK_RUBY: the reading; BUTTON, CONTACT: the name; otherwise NULL */
};

/* Spans are sorted by `from` and may nest or overlap. text is UTF-8, '\n' is a forced line break. */
struct ks_rich {
	const char *text;
	size_t len;
	const struct ks_span *spans;
	size_t n_spans;
};

/** ks_rich_plain() - borrowed text without marks. */
struct ks_rich ks_rich_plain(const char *text);

#endif
