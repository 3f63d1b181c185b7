/* SPDX-License-Identifier: Apache-2.0 */
#include "ui/text_private.h"

/*
 * Furigana. A reading is spread over its base (half a step at the ends, a full step between, JLREQ 3.3.5); where
 * it is wider, it may reach over kana beside it (text_space) and the rest spaces the base.
 *
 * Running text (pitch 170 %) has half an em for it. In headings (140 %) only 0.4 em stand free between two
 * lines, so the reading is set at 40 % of the em there instead of touching the line above; and the line box of
 * any text with readings carries its base line lower (text_place), so the first line keeps its reading inside.
 */
enum { RUBY_PERCENT = 50, RUBY_TIGHT_PERCENT = 40, TIGHT_PITCH_PERCENT = 160 };

int ks_ruby_em_px(const struct ks_text_style *style)
{
	int percent = style->pitch_percent < TIGHT_PITCH_PERCENT ? RUBY_TIGHT_PERCENT : RUBY_PERCENT;
	int em_px = style->em_px * percent / 100;

	return em_px - em_px % 2;
}

static bool base_clusters(const struct ks_text_work *work, const struct ks_span *span,
			  struct ks_ruby *ruby)
{
	size_t i = 0;

	while (i < work->n_clusters && work->clusters[i].from < span->from)
		i++;
	ruby->first = i;
	while (i < work->n_clusters && work->clusters[i].from < span->to)
		i++;
	ruby->end = i;
	return ruby->first < ruby->end && work->clusters[ruby->first].ruby < 0;
}

/* A reading wider than its base: half a step before, steps between, half a step behind. */
static void space_base(struct ks_text_work *work, const struct ks_ruby *ruby)
{
	int32_t base_64 = 0, step;
	size_t n = ruby->end - ruby->first;

	for (size_t i = ruby->first; i < ruby->end; i++)
		base_64 += work->clusters[i].body_64;
	if (ruby->width_64 <= base_64)
		return;
	step = (ruby->width_64 - base_64) / (int32_t)n;
	for (size_t i = ruby->first; i < ruby->end; i++)
		work->clusters[i].post_64 = i + 1 < ruby->end ? step : step / 2;
	work->clusters[ruby->first].pre_64 = step / 2;
}

void ks_ruby_measure_all(struct ks_text_engine *engine, struct ks_text_work *work)
{
	const struct ks_rich *rich = work->rich;
	int em_px = ks_ruby_em_px(work->style);

	work->n_rubies = 0;
	work->n_readings = 0;
	if (!work->style->has_furigana)
		return;
	for (size_t i = 0; i < rich->n_spans && work->n_rubies < INT16_MAX; i++) {
		const struct ks_span *span = &rich->spans[i];
		struct ks_ruby ruby = {.text_first = work->n_readings};
		bool is_bold;

		if (span->mark != KS_MARK_RUBY || !span->aux || !base_clusters(work, span, &ruby))
			continue;
		is_bold = work->style->face == KS_FACE_BOLD ||
			  (work->clusters[ruby.first].marks & KS_BIT(KS_MARK_STRONG));
		ks_cluster_of_reading(engine, work, span->aux, em_px,
				      is_bold ? KS_FACE_BOLD : KS_FACE_REGULAR);
		ruby.text_end = work->n_readings;
		for (size_t k = ruby.text_first; k < ruby.text_end; k++)
			ruby.width_64 += work->readings[k].body_64;
		for (size_t k = ruby.first; k < ruby.end; k++)
			work->clusters[k].ruby = (int16_t)work->n_rubies;
		ks_grow(&work->rubies, work->n_rubies, &work->rubies_capacity);
		work->rubies[work->n_rubies++] = ruby;
		space_base(work, &ruby);
	}
}

int32_t ks_ruby_place(const struct ks_ruby *ruby, const struct ks_cluster *readings, size_t i,
		      int32_t from_64, int32_t to_64)
{
	int32_t n = (int32_t)(ruby->text_end - ruby->text_first);
	int32_t free_64 = to_64 - from_64 - ruby->width_64;
	int32_t at_64 = from_64, k = (int32_t)(i - ruby->text_first);

	for (size_t j = ruby->text_first; j < i; j++)
		at_64 += readings[j].body_64;
	if (free_64 < 0) /* the base was torn apart by a line too narrow for it */
		return at_64 + free_64 / 2;
	return at_64 + free_64 * (2 * k + 1) / (2 * n);
}
