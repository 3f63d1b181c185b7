/* SPDX-License-Identifier: Apache-2.0 */
/* A statement of a gathering as a row of its roll (roll.h). */
#ifndef KS_RECORD_ROLL_FACT_H
#define KS_RECORD_ROLL_FACT_H

#include "base/rc.h"
#include "record/store.h"
#include "xapi/statement.h"

/** ks_roll_keep() - @view's row among the facts, if it is one of a gathering; inside a transaction. @kiosk "": our own. */
KS_MUST_USE enum ks_rc ks_roll_keep(struct ks_store *store, const struct ks_statement_view *view,
				    const char *kiosk);

#endif
