/* SPDX-License-Identifier: Apache-2.0 */
#include "ui/text_private.h"

/*
 * Filling lines: as many signs as fit, then back to the last place where a line may begin. Closing punctuation
 * needs only its ink at the end of a line and an opening bracket only its ink at the head, since their space
 * lies between signs (text_space). Afterwards the last line is looked at: it never is a single sign.
 */

struct fill {
	struct ks_text_work *work;
	int32_t width_64;
	int32_t ruby_em_64;
};

static bool is_blank(const struct ks_cluster *cluster)
{
	return cluster->sign >= KS_SIGN_SPACE;
}

static void add_run(struct fill *fill, size_t first, size_t end)
{
	struct ks_text_work *work = fill->work;
	struct ks_text_run run = {.first = first, .end = end, .shown = end};
	int32_t at = 0;

	while (run.shown > first && is_blank(&work->clusters[run.shown - 1]))
		run.shown--;
	for (size_t i = first; i < run.shown; i++) {
		const struct ks_cluster *cluster = &work->clusters[i];

		at += i == first ? cluster->pre_64
				 : ks_space_between(cluster - 1, cluster, fill->ruby_em_64);
		at += cluster->body_64;
		run.width_64 = at + cluster->post_64;
	}
	ks_grow(&work->runs, work->n_runs, &work->runs_capacity);
	work->runs[work->n_runs++] = run;
}

/* First cluster in [first, end) that does not fit on a line begun at @first; @end if all do. */
static size_t first_outside(const struct fill *fill, size_t first, size_t end)
{
	const struct ks_cluster *clusters = fill->work->clusters;
	int32_t at = 0;

	for (size_t i = first; i < end; i++) {
		at += i == first
			      ? clusters[i].pre_64
			      : ks_space_between(&clusters[i - 1], &clusters[i], fill->ruby_em_64);
		at += clusters[i].body_64;
		if (!is_blank(&clusters[i]) && at + clusters[i].post_64 > fill->width_64 && i > first)
			return i;
	}
	return end;
}

static size_t last_break(const struct ks_text_work *work, const struct ks_text_breaks *breaks,
			 size_t first, size_t outside)
{
	for (size_t i = outside; i > first; i--)
		if (breaks->allowed[work->clusters[i].from])
			return i;
	return first;
}

/* Breaks of running text, where those between phrases are too far apart. */
static const struct ks_text_breaks *strict_breaks(struct ks_text_work *work)
{
	if (work->style->breaking == KS_BREAK_STRICT)
		return &work->breaks;
	if (!work->strict.allowed)
		ks_text_find_breaks(work->rich, KS_BREAK_STRICT, &work->strict);
	return &work->strict;
}

/* A word wider than the line: between clusters, kinsoku kept as far as it goes. */
static size_t emergency_break(const struct ks_text_work *work, size_t first, size_t outside)
{
	for (size_t i = outside; i > first; i--)
		if (!ks_break_is_forbidden_head(work->clusters[i].c) &&
		    !ks_break_is_forbidden_tail(work->clusters[i - 1].c))
			return i;
	return outside;
}

static size_t choose_break(struct fill *fill, size_t first, size_t outside)
{
	struct ks_text_work *work = fill->work;
	size_t at = last_break(work, &work->breaks, first, outside);

	if (at == first)
		at = last_break(work, strict_breaks(work), first, outside);
	return at > first ? at : emergency_break(work, first, outside);
}

/* Signs in [first, end) that a reader counts: not blanks, not closing punctuation. */
static size_t count_signs(const struct ks_text_work *work, size_t first, size_t end)
{
	size_t n = 0;

	for (size_t i = first; i < end; i++)
		n += !is_blank(&work->clusters[i]) &&
		     !ks_break_is_forbidden_head(work->clusters[i].c);
	return n;
}

/* The last break in (first, last) that leaves two signs for the line up to @end; @first if there is none. */
static size_t earlier_break(const struct fill *fill, const struct ks_text_breaks *breaks,
			    size_t first, size_t last, size_t end)
{
	const struct ks_text_work *work = fill->work;

	for (size_t i = last - 1; i > first; i--)
		if (breaks->allowed[work->clusters[i].from] && count_signs(work, i, end) >= 2)
			return first_outside(fill, i, end) == end ? i : first;
	return first;
}

/* Move the break before the last line of a paragraph back until the line has two signs. */
static void keep_company(struct fill *fill, size_t first_run)
{
	struct ks_text_work *work = fill->work;
	size_t first, last, end, at;

	if (work->n_runs < first_run + 2)
		return;
	first = work->runs[work->n_runs - 2].first;
	last = work->runs[work->n_runs - 1].first;
	end = work->runs[work->n_runs - 1].end;
	if (count_signs(work, last, end) >= 2)
		return;
	at = earlier_break(fill, &work->breaks, first, last, end);
	if (at == first)
		at = earlier_break(fill, strict_breaks(work), first, last, end);
	if (at == first)
		return;
	work->n_runs -= 2;
	add_run(fill, first, at);
	add_run(fill, at, end);
}

static void fill_paragraph(struct fill *fill, size_t first, size_t end)
{
	size_t first_run = fill->work->n_runs;

	if (first == end)
		add_run(fill, first, end);
	while (first < end) {
		size_t at = first_outside(fill, first, end);

		if (at < end)
			at = choose_break(fill, first, at);
		add_run(fill, first, at);
		first = at;
	}
	keep_company(fill, first_run);
}

static void fill_all(struct fill *fill)
{
	struct ks_text_work *work = fill->work;
	size_t first = 0;

	work->n_runs = 0;
	for (size_t i = 0; i < work->n_clusters; i++) {
		if (work->clusters[i].sign != KS_SIGN_NEWLINE)
			continue;
		fill_paragraph(fill, first, i);
		first = i + 1;
	}
	fill_paragraph(fill, first, work->n_clusters);
}

static int32_t widest(const struct ks_text_work *work)
{
	int32_t w = 0;

	for (size_t i = 0; i < work->n_runs; i++)
		w = ks_most(w, work->runs[i].width_64);
	return w;
}

/*
 * A heading or choice whose last line is a small rest: the narrowest width that needs no further line, so
 * that its lines come out about equally long.
 */
static void balance(struct fill *fill)
{
	struct ks_text_work *work = fill->work;
	int32_t low, high = widest(work);
	size_t n_lines = work->n_runs;

	if (n_lines < 2 || n_lines > 6 || work->runs[n_lines - 1].width_64 >= high / 3)
		return;
	low = high / 2;
	while (high - low > 64) {
		fill->width_64 = low + (high - low) / 2;
		fill_all(fill);
		if (work->n_runs > n_lines || widest(work) > fill->width_64)
			low = fill->width_64;
		else
			high = fill->width_64;
	}
	fill->width_64 = high;
	fill_all(fill);
}

void ks_line_fill(struct ks_text_work *work)
{
	struct fill fill = {.work = work, .width_64 = work->width_64};

	fill.ruby_em_64 = ks_ruby_em_px(work->style) * 64;
	fill_all(&fill);
	if (work->style->breaking == KS_BREAK_PHRASE)
		balance(&fill);
}
