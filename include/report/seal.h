/* SPDX-License-Identifier: Apache-2.0 */
/* `kenshu nendo close`: the numbers of a 年度 as they are to stay. */
#ifndef KS_REPORT_SEAL_H
#define KS_REPORT_SEAL_H

#include "lrs/centre.h"
#include "report/report.h"

/**
 * ks_report_close() - seal what ks_report_completion() says of @nendo now
 * @out: what was sealed; finish it in any case
 * Return: KS_OK; KS_INVALID: it is not over yet; KS_CONFLICT: closed already; KS_NOT_FOUND: nobody told which IRIs are ours;
 * KS_FULL, KS_IO ….
 */
KS_MUST_USE enum ks_rc ks_report_close(struct ks_centre *centre, const struct ks_plan *plans,
				       size_t n_plans, int nendo, const char *iri_base,
				       struct ks_completion *out);
/**
 * ks_report_as_sealed() - the rows of a closed 年度 in place of what they would be today, with the difference as 追補
 * @out: as ks_report_completion() made it; as it was when the 年度 is open. KS_DAMAGED: the seal is broken.
 */
KS_MUST_USE enum ks_rc ks_report_as_sealed(struct ks_store *store, struct ks_completion *out);
/** ks_report_duties_as_sealed() - the same of the duties: those of then, and behind them what is owed only since; at @out->sealed_ms. */
KS_MUST_USE enum ks_rc ks_report_duties_as_sealed(struct ks_store *store, int nendo,
						  struct ks_duty_list *out);
/** ks_seal_put_duties() - members of the sealed document: `,"duties":[…],"words":[…]`. */
void ks_seal_put_duties(struct ks_buf *out, const struct ks_duty_list *list, struct ks_date today);

#endif
