/* SPDX-License-Identifier: Apache-2.0 */
/* One proposal on its way, for the files that look at it (correction.c, approval.c). */
#ifndef KS_LRS_CORRECTION_WORK_H
#define KS_LRS_CORRECTION_WORK_H

#include "lrs/centre_ledger.h"
#include "lrs/correction.h"
#include "lrs/exemption_facts.h"
#include "record/roster.h"

struct ks_correction_work {
	struct ks_centre *centre;
	const struct ks_correction_wish *wish;
	struct ks_roster roster;
	struct ks_arena arena;
	struct ks_correction_fact fact;
	struct ks_exemption_facts exemption; /* what an approval says beside itself; made by ks_approval_facts() */
	char *base;
	enum ks_rc rc;
};

/** ks_approval_judge() - a kind that changes nothing recorded: fills work->fact; the first fault, or work->rc. */
enum ks_correction_fault ks_approval_judge(struct ks_correction_work *work);
/** ks_approval_facts() - what the proposal in work->fact, once approved by @user, says of exemptions; none for the plan. */
enum ks_correction_fault ks_approval_facts(struct ks_correction_work *work, const char *proposer,
					   const char *user);

#endif
