/* SPDX-License-Identifier: Apache-2.0 */
/* Acknowledging the policy at the end of a course whose plan asks for it. */
#ifndef KS_VISIT_AGREE_H
#define KS_VISIT_AGREE_H

#include "visit/visit.h"

/** ks_agree_load() - agree.has_agreed: to this very text (sha256) in the visit's 年度, here or elsewhere. */
KS_MUST_USE enum ks_rc ks_agree_load(struct ks_site *site, struct ks_visit *visit);
/** ks_agree_is_open() - @plan asks for it and has not got it: the course is not completed yet. */
bool ks_agree_is_open(const struct ks_visit *visit, const struct ks_plan *plan);
/** ks_agree_owed() - a course whose lessons are all done and that only waits for it; NULL for none. */
const struct ks_plan *ks_agree_owed(const struct ks_visit *visit);
/** ks_agree_open() - to the sheet of ks_agree_owed(); KS_NOT_FOUND when nothing is owed. Records nothing. */
KS_MUST_USE enum ks_rc ks_agree_open(struct ks_site *site, struct ks_visit *visit);
/** ks_agree() - record that the person agreed to @sentence, the very words on the screen, and what follows from it. */
KS_MUST_USE enum ks_rc ks_agree(struct ks_site *site, struct ks_visit *visit, const char *sentence);

#endif
