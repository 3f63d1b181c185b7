/* SPDX-License-Identifier: Apache-2.0 */
#include "content/rich_build.h"

/* Other words of another length, and every mark behind them where it belongs. */

/* The mark that begins at @at; NULL when none does. */
static const struct ks_span *mark_at(const struct ks_rich *rich, enum ks_mark mark, size_t at)
{
	for (size_t i = 0; i < rich->n_spans; i++)
		if (rich->spans[i].mark == mark && rich->spans[i].from == at)
			return &rich->spans[i];
	return NULL;
}

/* Where a place of the old text stands in the new one; inside what was filled in: at its end. */
struct moves {
	struct {
		size_t from, to; /* of the old words */
		size_t new_to;
	} items[16];
	size_t n;
};

static size_t moved(const struct moves *moves, size_t at)
{
	size_t shifted = at;

	for (size_t i = 0; i < moves->n; i++) {
		if (at <= moves->items[i].from)
			break;
		shifted = at < moves->items[i].to
				  ? moves->items[i].new_to
				  : moves->items[i].new_to + (at - moves->items[i].to);
	}
	return shifted;
}

struct ks_rich ks_rich_fill(const struct ks_rich *rich, enum ks_mark mark,
			    const char *(*label)(const void *words, const char *name),
			    const void *words, struct ks_arena *arena)
{
	struct ks_rich_build build = {0};
	struct moves moves = {0};

	for (size_t at = 0; at < rich->len;) {
		const struct ks_span *span = mark_at(rich, mark, at);
		const char *text = span ? label(words, span->aux) : NULL;

		if (!text || moves.n == KS_COUNT(moves.items)) {
			ks_buf_putc(&build.text, rich->text[at++]);
			continue;
		}
		moves.items[moves.n].from = at;
		ks_buf_puts(&build.text, text);
		moves.items[moves.n].to = at = span->to;
		moves.items[moves.n++].new_to = build.text.len;
	}
	if (moves.n == 0) {
		ks_buf_finish(&build.text);
		return *rich;
	}
	for (size_t i = 0; i < rich->n_spans; i++)
		ks_rich_build_mark(&build, moved(&moves, rich->spans[i].from),
				   moved(&moves, rich->spans[i].to), rich->spans[i].mark,
				   rich->spans[i].aux);
	return ks_rich_build_finish(&build, arena);
}
