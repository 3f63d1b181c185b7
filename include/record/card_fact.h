/* SPDX-License-Identifier: Apache-2.0 */
/* What is said about a card as a row (card.h). */
#ifndef KS_RECORD_CARD_FACT_H
#define KS_RECORD_CARD_FACT_H

#include "base/rc.h"
#include "record/store.h"
#include "xapi/statement.h"

/** ks_card_keep() - @view's row, if it is about a card; inside a transaction. */
KS_MUST_USE enum ks_rc ks_card_keep(struct ks_store *store, const struct ks_statement_view *view);

enum ks_card_source { KS_CARD_SAID_HERE, KS_CARD_SAID_BY_HR, KS_CARD_SAID_BY_CENTRE };
/** ks_card_insert() - @name ("": none) is @staff's since @at_ms; the word @id is kept once. As ks_db_run(). */
KS_MUST_USE enum ks_rc ks_card_insert(struct ks_store *store, const char *id, const char *staff,
				      const char *name, int64_t at_ms, enum ks_card_source source);

#endif
