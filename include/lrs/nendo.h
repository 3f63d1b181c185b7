/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A 年度 that is closed: what its numbers were then, as a document whose digest stands in a statement of the centre's
 * own record. They move no more; what comes later stands beside them.
 */
#ifndef KS_LRS_NENDO_H
#define KS_LRS_NENDO_H

#include <stdbool.h>

#include "lrs/centre.h"

struct ks_nendo_seal {
	char *document; /* JSON; malloc'd */
	int64_t at_ms;
	char id[64]; /* of the statement that closed it */
};
/** ks_nendo_seal_finish() - frees the document; the struct is empty afterwards. */
void ks_nendo_seal_finish(struct ks_nendo_seal *seal);
/** ks_nendo_seal_load() - KS_OK; KS_NOT_FOUND: @nendo is open; KS_DAMAGED: the document is not what was sealed. */
KS_MUST_USE enum ks_rc ks_nendo_seal_load(struct ks_store *store, int nendo,
					  struct ks_nendo_seal *out);
/**
 * ks_nendo_seal() - close @nendo with @document
 * @iri_base: of the content, used where no kiosk told one; may be NULL.
 * Return: KS_OK; KS_CONFLICT: closed already; KS_NOT_FOUND: nobody told which IRIs are ours; KS_FULL, KS_IO ….
 */
KS_MUST_USE enum ks_rc ks_nendo_seal(struct ks_centre *centre, int nendo, const char *document,
				     const char *iri_base);

#endif
