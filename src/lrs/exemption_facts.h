/* SPDX-License-Identifier: Apache-2.0 */
/* An entry in the 台帳 of exemptions, looked at and not yet said: who says it with something else says both in one transaction. */
#ifndef KS_LRS_EXEMPTION_FACTS_H
#define KS_LRS_EXEMPTION_FACTS_H

#include "lrs/centre_ledger.h"
#include "lrs/exemption.h"
#include "record/roster.h"
#include "xapi/exemption.h"

struct ks_exemption_facts {
	struct ks_roster roster; /* texts of the facts are its, @arena's, or of who asked */
	struct ks_arena arena;
	struct ks_exemption_fact *facts;
	struct ks_centre_fact *told;
	size_t n;
	char *base;
};
/**
 * ks_exemption_facts_make() - what @wish asks for, as ks_centre_exempt() would say it
 * @wish: borrowed until ks_exemption_facts_finish(). Return: KS_OK; KS_INVALID with @fault; KS_IO …. Finish it in any case.
 */
KS_MUST_USE enum ks_rc ks_exemption_facts_make(struct ks_centre *centre,
					       const struct ks_exemption_wish *wish,
					       enum ks_exemption_fault *fault,
					       struct ks_exemption_facts *out);
/** ks_exemption_facts_end() - the same of what ends or withdraws one, as ks_centre_exempt_end() would say it. */
KS_MUST_USE enum ks_rc ks_exemption_facts_end(struct ks_centre *centre,
					      const struct ks_exemption_end *end,
					      enum ks_exemption_fault *fault,
					      struct ks_exemption_facts *out);
/** ks_exemption_facts_finish() - frees all of it; accepts what is empty. */
void ks_exemption_facts_finish(struct ks_exemption_facts *facts);

#endif
