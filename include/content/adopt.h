/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Another body's policy: read whatever way its clauses are numbered, held against the one taught here, and content made
 * in which every quotation and every clause number is the new text's. What people must still rewrite is told, not hidden.
 */
#ifndef KS_CONTENT_ADOPT_H
#define KS_CONTENT_ADOPT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/diag.h"
#include "base/rc.h"
#include "content/policy.h"

/**
 * ks_adopt_policy() - a policy as policy.txt wants it: 第1条・2・(1)・ア or 1・(1)・① become "1", "(1)", "①"
 * Only the marks at the heads of clauses are written anew; the words stay byte for byte. Of a 条 with numbered 項 the
 * first, unnumbered 項 is (1), and what stands below 号 stays in its text.
 */
void ks_adopt_policy(const char *text, struct ks_buf *out);

enum ks_adopt_verdict {
	KS_ADOPT_HOLDS,   /* says the same: what teaches it may stay */
	KS_ADOPT_REWRITE, /* says something near: what teaches it has to be read again */
	KS_ADOPT_GONE,    /* nothing near: what teaches it has to go or be written anew */
};
struct ks_adopt_pair {
	size_t to;       /* index of the nearest clause in the new policy */
	double likeness; /* 0 to 1 */
	enum ks_adopt_verdict verdict;
};
/** ks_adopt_align() - for each clause of @from the nearest of @to; array of from->n_clauses to free(). @to has clauses. */
struct ks_adopt_pair *ks_adopt_align(const struct ks_policy *from, const struct ks_policy *to);
/** ks_adopt_likeness() - of two texts, 0 to 1: how many pairs of neighbouring characters they share. */
double ks_adopt_likeness(const char *a, const char *b);

/**
 * ks_adopt_text() - one file of content (.md, .gift, .yaml) with the new clauses' numbers and quotations
 * @pairs: of ks_adopt_align(@from, @to)
 */
void ks_adopt_text(const char *text, const struct ks_policy *from, const struct ks_policy *to,
		   const struct ks_adopt_pair *pairs, struct ks_buf *out);

#endif
