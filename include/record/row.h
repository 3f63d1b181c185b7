/* SPDX-License-Identifier: Apache-2.0 */
/* A statement as it stands in a ledger, or in its second copy. */
#ifndef KS_RECORD_ROW_H
#define KS_RECORD_ROW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/id.h"

/* One row, read back. Release with ks_statement_finish(). */
struct ks_statement {
	int64_t seq;
	char id[KS_UUID_TEXT];
	char *bytes;
	size_t len;
	uint8_t hash[KS_HASH_BYTES];
	int64_t wall_ms;
	bool is_delivered;
};
/** ks_statement_finish() - frees its bytes; the struct is empty afterwards. Accepts NULL. */
void ks_statement_finish(struct ks_statement *statement);

#endif
