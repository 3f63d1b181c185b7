/* SPDX-License-Identifier: Apache-2.0 */
/* 対象外の台帳: absences, exemptions and lessons taken elsewhere as HR said them (lrs/exemption.h), as one table. */
#ifndef KS_REPORT_EXEMPTION_H
#define KS_REPORT_EXEMPTION_H

#include "record/exemption.h"
#include "record/roster.h"
#include "report/table.h"

struct ks_exemption_list {
	struct ks_arena arena;
	struct ks_roster roster;         /* people no longer listed too */
	struct ks_exemption_entry *rows; /* by person and time; the arena's */
	size_t n_rows;
};
/** ks_report_exemptions() - all there ever were, ended and withdrawn ones too. */
KS_MUST_USE enum ks_rc ks_report_exemptions(struct ks_store *store, struct ks_exemption_list *out);
/** ks_exemption_list_finish() - frees rows, roster and texts; the struct is empty afterwards. Accepts NULL. */
void ks_exemption_list_finish(struct ks_exemption_list *list);
/** ks_exemption_list_keep() - only those that touch @nendo, of people who are in @unit ("": any) on @day. */
void ks_exemption_list_keep(struct ks_exemption_list *list, int nendo, const char *unit,
			    struct ks_date day);
/** ks_exemption_person() - whose records these are; NULL: never listed. */
const struct ks_person *ks_exemption_person(const struct ks_exemption_list *list, const char *staff);
/** ks_exemption_state() - 有効, まもなく終わる, これから, 終わり or 取消し. */
const char *ks_exemption_state(const struct ks_exemption_entry *row, struct ks_date today);
/** ks_exemption_table() - one row an entry; who entered, approved, ended or withdrew it. */
void ks_exemption_table(const struct ks_exemption_list *list, struct ks_date today,
			struct ks_table *out);

#endif
