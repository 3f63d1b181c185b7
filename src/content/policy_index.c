/* SPDX-License-Identifier: Apache-2.0 */
#include "content/policy_index.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"

/*
 * The policy is a public document that nobody may retype, so its structure is read from the text as it
 * stands: "6 題名", then "(3) 題名" on a line of its own or "- (3) 本文" in a list, then "① 本文".
 * Numbers must run on without a gap: a jump means that a heading was not recognised.
 */

#define CLAUSES_MAX 500

enum line_kind { LINE_BLANK, LINE_CHAPTER, LINE_SECTION, LINE_ITEM, LINE_CIRCLE, LINE_TEXT };

struct line {
	enum line_kind kind;
	int number;       /* of a heading */
	const char *mark; /* where the mark begins */
	size_t mark_len;
	const char *rest, *end; /* what stands behind the mark */
};

struct indexer {
	const struct ks_source *source;
	struct ks_policy *policy;
	size_t capacity;
	struct ks_buf text; /* of the clause being read */
	int counter[3];     /* last number at each depth */
	int open[3];        /* index of the open clause at each depth, -1: none */
};

static int read_number(const char **at, const char *end)
{
	int n = 0;

	for (; *at < end && **at >= '0' && **at <= '9' && n < 1000; (*at)++)
		n = n * 10 + (**at - '0');
	return n;
}

/* "N 題名": a number, one blank, and a title. */
static bool read_chapter(struct line *line, const char *at)
{
	const char *from = at;

	line->number = read_number(&at, line->end);
	if (line->number == 0 || at >= line->end || *at != ' ')
		return false;
	line->mark = from;
	line->mark_len = (size_t)(at - from);
	line->rest = at + 1;
	return true;
}

/* "(n) …" */
static bool read_section(struct line *line, const char *at)
{
	const char *from = at;

	if (at >= line->end || *at++ != '(')
		return false;
	line->number = read_number(&at, line->end);
	if (line->number == 0 || line->end - at < 2 || at[0] != ')' || at[1] != ' ')
		return false;
	line->mark = from;
	line->mark_len = (size_t)(at + 1 - from);
	line->rest = at + 2;
	return true;
}

/* "① …": U+2460 to U+2473 */
static bool read_circle(struct line *line, const char *at)
{
	if (line->end - at < 5 || memcmp(at, "\xE2\x91", 2) != 0 || (unsigned char)at[2] < 0xA0 ||
	    (unsigned char)at[2] > 0xB3 || at[3] != ' ')
		return false;
	line->number = (unsigned char)at[2] - 0xA0 + 1;
	line->mark = at;
	line->mark_len = 3;
	line->rest = at + 4;
	return true;
}

static struct line read_line(const char *at, const char *end)
{
	struct line line = {.kind = LINE_TEXT, .rest = at, .end = end};

	if (at == end)
		line.kind = LINE_BLANK;
	else if (read_chapter(&line, at))
		line.kind = LINE_CHAPTER;
	else if (end - at > 2 && at[0] == '-' && at[1] == ' ' && read_section(&line, at + 2))
		line.kind = LINE_ITEM;
	else if (read_section(&line, at))
		line.kind = LINE_SECTION;
	else if (read_circle(&line, at))
		line.kind = LINE_CIRCLE;
	return line;
}

static void end_text(struct indexer *in)
{
	struct ks_policy *policy = in->policy;

	if (policy->n_clauses > 0)
		policy->clauses[policy->n_clauses - 1].text =
			ks_arena_strndup(&policy->arena, ks_buf_text(&in->text), in->text.len);
	ks_buf_clear(&in->text);
}

static void close_from(struct indexer *in, int depth, size_t at)
{
	for (int d = 2; d >= depth; d--) {
		if (in->open[d] >= 0)
			in->policy->clauses[in->open[d]].to = at;
		in->open[d] = -1;
		if (d > depth)
			in->counter[d] = 0;
	}
}

static void complain(struct indexer *in, int line, const char *what)
{
	ks_diags_error(in->source->diags, in->source->file, line, "%s", what);
}

static void open_clause(struct indexer *in, const struct line *line, int depth, size_t at, int number)
{
	struct ks_policy *policy = in->policy;
	struct ks_clause *clause;

	if (depth > 0 && in->open[depth - 1] < 0) {
		complain(in, number,
			 depth == 1 ? "条「(n)」の前に「1 目的」の形の見出しがありません。"
				    : "条「①」の前に「(1) …」の形の見出しがありません。");
		return;
	}
	end_text(in);
	close_from(in, depth, at);
	if (line->number != in->counter[depth] + 1)
		ks_diags_error(
			in->source->diags, in->source->file, number,
			"条番号が続いていません（%d の次に %d）。見出しの書き方を確かめてください。",
			in->counter[depth], line->number);
	in->counter[depth] = line->number;
	ks_grow(&policy->clauses, policy->n_clauses, &in->capacity);
	clause = &policy->clauses[policy->n_clauses];
	*clause = (struct ks_clause){
		.title = "", .text = "", .from = at, .to = policy->len, .depth = depth};
	clause->parent = depth > 0 ? in->open[depth - 1] : -1;
	clause->mark = ks_arena_strndup(&policy->arena, line->mark, line->mark_len);
	clause->id =
		ks_arena_format(&policy->arena, "%s%s",
				depth > 0 ? policy->clauses[clause->parent].id : "", clause->mark);
	in->open[depth] = (int)policy->n_clauses++;
	if (line->kind == LINE_CHAPTER || line->kind == LINE_SECTION)
		clause->title = ks_arena_strndup(&policy->arena, line->rest,
						 (size_t)(line->end - line->rest));
	else
		ks_buf_append(&in->text, line->rest, (size_t)(line->end - line->rest));
}

static void take_text(struct indexer *in, const struct line *line, int number)
{
	struct ks_policy *policy = in->policy;
	size_t len = (size_t)(line->end - line->rest);
	const char *copy = ks_arena_strndup(&policy->arena, line->rest, len);

	if (policy->n_clauses > 0) {
		if (in->text.len > 0)
			ks_buf_putc(&in->text, '\n');
		ks_buf_append(&in->text, line->rest, len);
	} else if (!policy->title) {
		policy->title = copy;
	} else if (!policy->issued) {
		policy->issued = copy;
	} else {
		complain(in, number,
			 "どの条にも入らない行です。表題、策定の行、「1 目的」の形の見出しの順に書いてください。");
	}
}

static void take_line(struct indexer *in, const char *at, const char *end, int number)
{
	struct line line = read_line(at, end);
	size_t from = (size_t)(at - in->policy->bytes);

	switch (line.kind) {
	case LINE_BLANK:
		break;
	case LINE_CHAPTER:
		open_clause(in, &line, 0, from, number);
		break;
	case LINE_SECTION:
	case LINE_ITEM:
		open_clause(in, &line, 1, from, number);
		break;
	case LINE_CIRCLE:
		open_clause(in, &line, 2, from, number);
		break;
	case LINE_TEXT:
		take_text(in, &line, number);
		break;
	}
}

/* A clause's range ends behind its last line, not behind the blank lines that follow. */
static void trim_ranges(struct ks_policy *policy)
{
	for (size_t i = 0; i < policy->n_clauses; i++) {
		struct ks_clause *clause = &policy->clauses[i];

		while (clause->to > clause->from && policy->bytes[clause->to - 1] == '\n')
			clause->to--;
	}
}

static const char *without_body_name(const char *title)
{
	const char *blank = strchr(title, ' ');

	return blank ? blank + 1 : title;
}

enum ks_rc ks_policy_index(const struct ks_source *source, struct ks_policy *policy)
{
	struct indexer in = {.source = source, .policy = policy, .open = {-1, -1, -1}};
	const char *at = policy->bytes, *end = policy->bytes + policy->len;
	size_t n_errors = source->diags->n_errors;
	struct ks_clause *clauses;

	for (int number = 1; at < end && policy->n_clauses < CLAUSES_MAX; number++) {
		const char *stop = memchr(at, '\n', (size_t)(end - at));

		take_line(&in, at, stop ? stop : end, number);
		at = stop ? stop + 1 : end;
	}
	end_text(&in);
	close_from(&in, 0, policy->len);
	ks_buf_finish(&in.text);
	clauses = policy->clauses;
	policy->clauses =
		ks_arena_copy(&policy->arena, clauses, policy->n_clauses * sizeof(*clauses));
	free(clauses);
	trim_ranges(policy);
	if (policy->n_clauses == 0 || policy->n_clauses >= CLAUSES_MAX)
		complain(&in, 0,
			 "条を一つも見つけられないか、多すぎます。「1 目的」の形の見出しが要ります。");
	if (!policy->title || !policy->issued)
		complain(&in, 1, "一つめの条の前に、表題と「令和8年3月策定」の形の行が要ります。");
	policy->title = policy->title ? policy->title : "";
	policy->issued = policy->issued ? policy->issued : "";
	policy->short_name = without_body_name(policy->title);
	return source->diags->n_errors > n_errors ? KS_INVALID : KS_OK;
}
