/* SPDX-License-Identifier: Apache-2.0 */
#include "visit/drill.h"

#include <assert.h>
#include <stdlib.h>

#include "visit/desk.h"

/* Recorded are always the usual words, in whichever wording they stood on the glass: an auditor compares years. */

void ks_drill_open(struct ks_visit *visit, const struct ks_drill *drill)
{
	assert(drill->n_scenes > 0);
	ks_receipt_close(visit->drill.kept);
	visit->drill = (struct ks_drill_visit){.drill = drill};
	for (size_t i = 0; i < KS_DRILL_SCENES_MAX; i++)
		visit->drill.decided[i] = -1;
	visit->place = KS_VISIT_DRILL;
}

int64_t ks_drill_elapsed_ms(const struct ks_site *site, const struct ks_visit *visit)
{
	const struct ks_drill_visit *drill = &visit->drill;

	if (!drill->is_begun)
		return 0;
	return drill->is_over ? drill->over_ms : ks_clock_mono_ms(site->clock) - drill->begun_mono_ms;
}

static enum ks_rc record(struct ks_site *site, struct ks_visit *visit, const char *how,
			 const char *words)
{
	struct ks_fact fact = {.kind = KS_FACT_DRILLED,
			       .how = how,
			       .reason = words,
			       .duration_ms = ks_drill_elapsed_ms(site, visit)};

	return ks_desk_record(site, visit, fact, &visit->drill.kept);
}

enum ks_rc ks_drill_begin(struct ks_site *site, struct ks_visit *visit)
{
	struct ks_drill_visit *drill = &visit->drill;
	enum ks_rc rc;

	assert(!drill->is_begun);
	rc = record(site, visit, "begun", drill->drill->title);
	if (rc != KS_OK)
		return rc;
	drill->is_begun = true;
	drill->begun_mono_ms = ks_clock_mono_ms(site->clock);
	return KS_OK;
}

enum ks_rc ks_drill_decide(struct ks_site *site, struct ks_visit *visit, int index)
{
	struct ks_drill_visit *drill = &visit->drill;
	const struct ks_drill_scene *scene = &drill->drill->scenes[drill->scene];
	bool is_other = index == (int)scene->n_decisions;
	char *words;
	enum ks_rc rc;

	assert(drill->is_begun && !drill->is_over && index >= 0 && index <= (int)scene->n_decisions);
	if (drill->decided[drill->scene] == index)
		return KS_OK;
	words = ks_format("場面%zu（想定 %s）%s → %s", drill->scene + 1, scene->clock,
			  scene->words.ask.text,
			  is_other ? "ほかのことを決めた" : scene->words.decisions[index].text);
	rc = record(site, visit, "decided", words);
	free(words);
	if (rc != KS_OK)
		return rc;
	drill->decided[drill->scene] = index;
	drill->decided_ms[drill->scene] = ks_drill_elapsed_ms(site, visit);
	return KS_OK;
}

enum ks_rc ks_drill_next(struct ks_site *site, struct ks_visit *visit)
{
	struct ks_drill_visit *drill = &visit->drill;
	enum ks_rc rc;

	assert(drill->is_begun && !drill->is_over);
	if (drill->scene + 1 < drill->drill->n_scenes) {
		drill->scene++;
		return KS_OK;
	}
	rc = record(site, visit, "ended", drill->drill->title);
	if (rc != KS_OK)
		return rc;
	drill->over_ms = ks_drill_elapsed_ms(site, visit);
	drill->is_over = true;
	return KS_OK;
}
