/* SPDX-License-Identifier: Apache-2.0 */
#include "content/adopt.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"

/* Which clause of the new policy says what a clause of ours says, and our content in its words. */

#define LIKE_SAME 0.7
#define LIKE_NEAR 0.3
#define LIKE_TITLE 0.35 /* the same title, in whatever words */

/* ---- likeness ---- */

static int by_value(const void *a, const void *b)
{
	return KS_ORDER(*(const uint64_t *)a, *(const uint64_t *)b);
}

/* Neighbouring characters as numbers, sorted; marks and blanks left out. */
static uint64_t *pairs_of(const char *text, size_t *n)
{
	uint64_t *pairs = ks_alloc_zero(strlen(text) + 1, sizeof(*pairs));
	const char *end = text + strlen(text);
	uint32_t last = 0;

	*n = 0;
	while (text < end) {
		uint32_t c = ks_utf8_next(&text, end);

		if (c <= ' ' || (c >= 0x3000 && c <= 0x3002) || c == 0xFF08 || c == 0xFF09 ||
		    c == '(' || c == ')')
			continue;
		if (last)
			pairs[(*n)++] = (uint64_t)last << 32 | c;
		last = c;
	}
	qsort(pairs, *n, sizeof(*pairs), by_value);
	return pairs;
}

double ks_adopt_likeness(const char *a, const char *b)
{
	size_t n_a, n_b, i = 0, k = 0, n = 0;
	uint64_t *x = pairs_of(a, &n_a), *y = pairs_of(b, &n_b);

	while (i < n_a && k < n_b) {
		if (x[i] == y[k])
			n++;
		if (x[i] <= y[k])
			i++, k += x[i - 1] == y[k];
		else
			k++;
	}
	free(x);
	free(y);
	return n_a + n_b > 0 ? 2.0 * (double)n / (double)(n_a + n_b) : 0;
}

static char *words_of(const struct ks_clause *clause)
{
	return ks_format("%s\n%s", clause->title, clause->text);
}

struct ks_adopt_pair *ks_adopt_align(const struct ks_policy *from, const struct ks_policy *to)
{
	struct ks_adopt_pair *pairs = ks_alloc_zero(from->n_clauses + 1, sizeof(*pairs));

	for (size_t i = 0; i < from->n_clauses; i++) {
		char *mine = words_of(&from->clauses[i]);

		for (size_t k = 0; k < to->n_clauses; k++) {
			char *theirs = words_of(&to->clauses[k]);
			double likeness = ks_adopt_likeness(mine, theirs);

			if (likeness < LIKE_TITLE && from->clauses[i].title[0] &&
			    strcmp(from->clauses[i].title, to->clauses[k].title) == 0)
				likeness = LIKE_TITLE;
			if (likeness > pairs[i].likeness)
				pairs[i] = (struct ks_adopt_pair){.to = k, .likeness = likeness};
			free(theirs);
		}
		pairs[i].verdict = pairs[i].likeness >= LIKE_SAME   ? KS_ADOPT_HOLDS
				   : pairs[i].likeness >= LIKE_NEAR ? KS_ADOPT_REWRITE
								    : KS_ADOPT_GONE;
		free(mine);
	}
	return pairs;
}

/* ---- one file ---- */

struct writing {
	const struct ks_policy *from, *to;
	const struct ks_adopt_pair *pairs;
	struct ks_buf *out;
};

static const struct ks_clause *new_of(const struct writing *w, const char *id, size_t len)
{
	for (size_t i = 0; i < w->from->n_clauses; i++)
		if (strlen(w->from->clauses[i].id) == len &&
		    strncmp(w->from->clauses[i].id, id, len) == 0)
			return &w->to->clauses[w->pairs[i].to];
	return NULL;
}

/* "6" means all below it too, and these may have gone different ways. */
static void put_all_below(const struct writing *w, const char *id, size_t len, struct ks_buf *seen)
{
	char *above = ks_strndup(id, len);

	for (size_t i = 0; i < w->from->n_clauses; i++) {
		const char *next = w->to->clauses[w->pairs[i].to].id;
		char *mark = ks_format("\"%s\"", next);

		if (ks_clause_is_within(w->from->clauses[i].id, above) &&
		    !strstr(ks_buf_text(seen), mark)) {
			ks_buf_puts(seen, seen->len > 0 ? ", " : "");
			ks_buf_puts(seen, mark);
		}
		free(mark);
	}
	free(above);
}

/* clauses: ["1", "2(3)"] - the list behind the key; returns what stands behind it. */
static const char *put_list(const struct writing *w, const char *at, const char *end)
{
	struct ks_buf seen = {0};
	const char *close = memchr(at, ']', (size_t)(end - at));

	if (!close)
		return at;
	while (at < close) {
		const char *quote = memchr(at, '"', (size_t)(close - at)), *stop;

		stop = quote ? memchr(quote + 1, '"', (size_t)(close - quote - 1)) : NULL;
		if (!stop)
			break;
		put_all_below(w, quote + 1, (size_t)(stop - quote - 1), &seen);
		at = stop + 1;
	}
	ks_buf_puts(w->out, ks_buf_text(&seen));
	ks_buf_finish(&seen);
	return close;
}

static bool begins(const char *at, const char *end, const char *word)
{
	return (size_t)(end - at) >= strlen(word) && strncmp(at, word, strlen(word)) == 0;
}

/* 〔5〕: the number between them, when it is a clause. */
static const char *put_reference(const struct writing *w, const char *at, const char *end)
{
	const char *id = at + strlen("〔");
	const char *stop = memmem(id, (size_t)(end - id), "〕", strlen("〕"));
	const struct ks_clause *next = stop ? new_of(w, id, (size_t)(stop - id)) : NULL;

	if (!next)
		return NULL;
	ks_buf_printf(w->out, "〔%s〕", next->id);
	return stop + strlen("〕");
}

static bool is_tagged(const char *line, const struct ks_clause *clause)
{
	char *tag = ks_format("[tag:%s]", clause->id);
	bool is_so = strstr(line, tag);

	free(tag);
	return is_so;
}

/* [tag:5], with the blanks before it; once on a line, also where two clauses became one. @line: where that begins in what is written. */
static const char *put_tag(const struct writing *w, const char *at, const char *end, size_t line)
{
	const char *tag = at + strspn(at, " "), *id, *stop;
	const struct ks_clause *next;

	if (!begins(tag, end, "[tag:"))
		return NULL;
	id = tag + strlen("[tag:");
	stop = memchr(id, ']', (size_t)(end - id));
	next = stop ? new_of(w, id, (size_t)(stop - id)) : NULL;
	if (!next)
		return NULL;
	if (!is_tagged(ks_buf_text(w->out) + line, next))
		ks_buf_printf(w->out, "%.*s[tag:%s]", (int)(tag - at), at, next->id);
	return stop + 1;
}

static void put_comment(const struct writing *w, const char *at, const char *end)
{
	struct ks_buf seen = {0};

	while (at < end) {
		const char *stop = at + strcspn(at, " \n");
		const struct ks_clause *next = new_of(w, at, (size_t)(stop - at));
		char *mark = next ? ks_format(" %s ", next->id) : NULL;

		if (mark && !strstr(ks_buf_text(&seen), mark))
			ks_buf_puts(&seen, mark);
		free(mark);
		at = stop + strspn(stop, " ");
		if (*at == '-')
			break;
	}
	ks_buf_puts(w->out, "<!-- clause:");
	for (const char *c = ks_buf_text(&seen); *c; c++)
		if (!(*c == ' ' && c[1] == ' '))
			ks_buf_putc(w->out, *c);
	ks_buf_puts(w->out, seen.len > 0 ? "-->" : " -->");
	ks_buf_finish(&seen);
}

static void put_line(const struct writing *w, const char *at, const char *end)
{
	size_t line = w->out->len;

	if (begins(at, end, "<!-- clause: ")) {
		put_comment(w, at + strlen("<!-- clause: "), end);
		return;
	}
	while (at < end) {
		const char *next = put_tag(w, at, end, line);

		if (begins(at, end, "〔"))
			next = put_reference(w, at, end);
		else if (begins(at, end, "clauses: [") || begins(at, end, "must: [")) {
			size_t len = (size_t)(strchr(at, '[') + 1 - at);

			ks_buf_append(w->out, at, len);
			next = put_list(w, at + len, end);
		}
		if (next) {
			at = next;
			continue;
		}
		ks_buf_putc(w->out, *at++);
	}
}

/* The clause's own words; of one that only heads others, its title. */
static void put_quotation(const struct writing *w, const struct ks_clause *clause)
{
	const char *text = clause->text[0] ? clause->text : clause->title;

	ks_buf_printf(w->out, "```policy %s\n", clause->id);
	ks_buf_puts(w->out, text);
	ks_buf_puts(w->out, "\n```\n");
}

void ks_adopt_text(const char *text, const struct ks_policy *from, const struct ks_policy *to,
		   const struct ks_adopt_pair *pairs, struct ks_buf *out)
{
	static const char fence[] = "```policy ";
	struct writing w = {from, to, pairs, out};

	while (*text) {
		const char *end = text + strcspn(text, "\n");
		const struct ks_clause *next = NULL;

		if (begins(text, end, fence))
			next = new_of(&w, text + strlen(fence), (size_t)(end - text) - strlen(fence));
		if (next) {
			const char *close = strstr(end, "\n```");

			put_quotation(&w, next);
			text = close ? close + strlen("\n```") : end + strlen(end);
			text += *text == '\n';
			continue;
		}
		put_line(&w, text, end);
		if (*end)
			ks_buf_putc(out, '\n');
		text = *end ? end + 1 : end;
	}
}
