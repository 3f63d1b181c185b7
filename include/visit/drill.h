/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A drill before a room (緊急時対応訓練): scene by scene, with a clock that runs. Each beginning, decision and end is a statement of the
 * gathering at the moment it was said; together they are the drill's record.
 */
#ifndef KS_VISIT_DRILL_H
#define KS_VISIT_DRILL_H

#include "visit/visit.h"

/** ks_drill_open() - its introduction; nothing is recorded yet. place is DRILL. */
void ks_drill_open(struct ks_visit *visit, const struct ks_drill *drill);
/** ks_drill_begin() - the clock runs: recorded. Return: KS_OK; else nothing was recorded and it has not begun. */
KS_MUST_USE enum ks_rc ks_drill_begin(struct ks_site *site, struct ks_visit *visit);
/**
 * ks_drill_decide() - the room decided @index of the scene's decisions; n_decisions: something that is not among them
 * What was decided before in this scene stays in the record; the new one stands behind it.
 */
KS_MUST_USE enum ks_rc ks_drill_decide(struct ks_site *site, struct ks_visit *visit, int index);
/** ks_drill_next() - the next scene; behind the last the end, which is recorded: drill.is_over. */
KS_MUST_USE enum ks_rc ks_drill_next(struct ks_site *site, struct ks_visit *visit);
/** ks_drill_elapsed_ms() - since it began; 0 before, and it stands when it is over. */
int64_t ks_drill_elapsed_ms(const struct ks_site *site, const struct ks_visit *visit);

#endif
