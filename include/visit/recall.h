/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ふり返り: up to two questions that were answered wrong in earlier weeks are offered on マイページ (retrieval, not a test).
 *
 * Nothing of it is a statement. xAPI's `answered` belongs to an attempt under a registration here (XAPI.md), and the centre
 * counts each of them in the question's rate; a second look at home must change neither. The kiosk keeps a small note
 * instead (record/progress.h, preferences): lost, it costs a question asked once more, never a fact.
 */
#ifndef KS_VISIT_RECALL_H
#define KS_VISIT_RECALL_H

#include "visit/visit.h"

/**
 * ks_recall_load() - what to offer this person: visit.recall; duties and progress are loaded
 * Of lessons finished on this kiosk at least KS_RECALL_DAYS ago: what was wrong when it was answered last, and was not looked
 * back at since: rightly ever, or wrongly within those days. Nothing while the clock is in doubt.
 * Return: KS_OK, also for none; else the notes cannot be read.
 */
KS_MUST_USE enum ks_rc ks_recall_load(struct ks_site *site, struct ks_visit *visit);
/** ks_recall_open() - from HOME to the first of them. KS_NOT_FOUND: there is none; the place is unchanged. */
KS_MUST_USE enum ks_rc ks_recall_open(struct ks_site *site, struct ks_visit *visit);
/**
 * ks_recall_step() - what ks_lesson_step() does while visit.recall.is_on: KS_STEP_ANSWER, and KS_STEP_NEXT behind the reason
 * Behind the last reason the place is HOME, and what was answered rightly is offered no more.
 * Return: KS_OK; KS_INVALID: the input does not fit; else the note cannot be kept, and nothing moved.
 */
KS_MUST_USE enum ks_rc ks_recall_step(struct ks_site *site, struct ks_visit *visit,
				      const struct ks_session_input *input);

#endif
