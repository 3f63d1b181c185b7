/* SPDX-License-Identifier: Apache-2.0 */
/* A card of nobody's, and who proves with it who they are (card.h). */
#ifndef KS_VISIT_BIND_H
#define KS_VISIT_BIND_H

#include "visit/visit.h"

/** ks_card_bind_here() - the PIN was right: the card that waited is theirs; KS_OK too where none did. */
KS_MUST_USE enum ks_rc ks_card_bind_here(struct ks_site *site, struct ks_visit *visit);
/** ks_card_drop() - without binding it: on by number alone. */
void ks_card_drop(struct ks_visit *visit);

#endif
