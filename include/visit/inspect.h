/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The self-inspection: where the pure walk (course/inspection.h) meets the ledger. As in lesson.h every step is one
 * transaction, and the walk moves only after it was committed.
 */
#ifndef KS_VISIT_INSPECT_H
#define KS_VISIT_INSPECT_H

#include "visit/visit.h"

/** ks_inspect_checklist() - the sheet of this content; NULL when there is none, or nothing for this person on it. */
const struct ks_checklist *ks_inspect_checklist(const struct ks_site *site,
						const struct ks_visit *visit);
/** ks_inspect_load() - how far the person is, for マイページ and to go on. */
KS_MUST_USE enum ks_rc ks_inspect_load(struct ks_site *site, struct ks_visit *visit);
/** ks_inspect_open() - take up the sheet; when it is done, from its first item. KS_NOT_FOUND: there is none. */
KS_MUST_USE enum ks_rc ks_inspect_open(struct ks_site *site, struct ks_visit *visit);
/** ks_inspect_next() - record inspect.response to the item at hand, or leave the help; on an error nothing moved. */
KS_MUST_USE enum ks_rc ks_inspect_next(struct ks_site *site, struct ks_visit *visit);
/** ks_inspect_back() - KS_INVALID at the first item. */
KS_MUST_USE enum ks_rc ks_inspect_back(struct ks_site *site, struct ks_visit *visit);
/** ks_inspect_item() - the item at hand; only while the sheet is open. */
const struct ks_checklist_item *ks_inspect_item(const struct ks_site *site,
						const struct ks_visit *visit);

#endif
