/* SPDX-License-Identifier: Apache-2.0 */
#include "content/policy.h"

#include <stdlib.h>
#include <string.h>

#include "content/rich_build.h"

/*
 * A quotation as the training shows it: not a letter mended, every known erratum underlined and followed by
 * 〔ママ〕, its note to stand below (CURRICULUM §2). Lessons and the policy reader both quote through here.
 */

#define MAMA "〔ママ〕"
#define ERRATA_MAX 32

struct found {
	const struct ks_erratum *erratum;
	size_t at;
};

static int by_place(const void *a, const void *b)
{
	const struct found *x = a, *y = b;

	return KS_ORDER(x->at, y->at);
}

static struct ks_rich mark_errata(const char *text, const struct found *found, size_t n,
				  struct ks_arena *arena)
{
	struct ks_rich_build build = {0};
	size_t done = 0;

	for (size_t i = 0; i < n; i++) {
		const struct ks_erratum *erratum = found[i].erratum;
		size_t len = strlen(erratum->original), from;

		if (found[i].at < done || erratum->reading[0] == '\0')
			continue;
		ks_buf_append(&build.text, text + done, found[i].at - done);
		from = build.text.len;
		ks_buf_append(&build.text, erratum->original, len);
		ks_rich_build_span(&build, from, KS_MARK_ERRATUM, NULL);
		from = build.text.len;
		ks_buf_puts(&build.text, MAMA);
		ks_rich_build_span(&build, from, KS_MARK_SMALL, NULL);
		done = found[i].at + len;
	}
	ks_buf_puts(&build.text, text + done);
	return ks_rich_build_finish(&build, arena);
}

struct ks_quotation ks_policy_mark(const struct ks_policy *policy, const struct ks_clause *clause,
				   const char *text, struct ks_arena *arena)
{
	const struct ks_erratum *erratum = NULL;
	struct ks_quotation quotation = {0};
	struct found found[ERRATA_MAX];
	size_t n = 0, at = 0;

	while (n < ERRATA_MAX &&
	       (erratum = ks_policy_next_erratum(policy, clause, text, erratum, &at)))
		found[n++] = (struct found){erratum, at};
	qsort(found, n, sizeof(*found), by_place);
	quotation.text = mark_errata(text, found, n, arena);
	quotation.notes = ks_arena_alloc(arena, (n + 1) * sizeof(*quotation.notes));
	for (size_t i = 0; i < n; i++)
		quotation.notes[quotation.n_notes++] =
			ks_rich_plain(ks_arena_strdup(arena, found[i].erratum->note));
	return quotation;
}
