/* SPDX-License-Identifier: Apache-2.0 */
#include "record/receipt.h"

#include <assert.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/mem.h"
#include "record/db.h"
#include "record/ledger_private.h"
#include "record/store.h"
#include "record/store_private.h"
#include "xapi/statement.h"

/*
 * A row that SQLite has just written stands in its page cache: reading it back from there says what was meant,
 * not what the disk took. So the pages are let go first, and the bytes come from the file.
 */

struct ks_receipt {
	int64_t seq;
	uint8_t hash[KS_HASH_BYTES];
	struct ks_statement_view view;
};

/* What this process has just written must stand in both files. Of an older one, one good copy is proof enough. */
static enum ks_rc check_tail(struct ks_tail *tail, const struct ks_statement *row)
{
	struct ks_statement copy = {0};
	enum ks_rc rc = ks_tail_read(tail, row->seq, &copy);

	if (rc == KS_OK && (copy.len != row->len || memcmp(copy.bytes, row->bytes, row->len) != 0))
		rc = KS_DAMAGED;
	if (rc != KS_OK)
		ks_log_error("ledger", "statement %lld is not in the tail: %s", (long long)row->seq,
			     ks_rc_name(rc));
	if (copy.bytes)
		sodium_memzero(copy.bytes, copy.len);
	ks_statement_finish(&copy);
	if (rc == KS_OK || ks_tail_is_recent(tail, row->seq))
		return rc == KS_NOT_FOUND ? KS_DAMAGED : rc;
	return KS_OK;
}

static enum ks_rc read_past_cache(struct ks_ledger *ledger, int64_t seq, struct ks_statement *out)
{
	ks_db_lock(ledger->store);
	assert(!ledger->is_in_transaction);
	ks_store_forget(ledger->store);
	enum ks_rc rc = ks_ledger_read(ledger, seq, out);

	if (rc == KS_OK)
		rc = check_tail(ledger->store->tail, out);
	ks_db_unlock(ledger->store);
	return rc;
}

enum ks_rc ks_receipt_take(struct ks_ledger *ledger, int64_t seq, struct ks_receipt **out)
{
	struct ks_receipt *receipt = ks_alloc_zero(1, sizeof(*receipt));
	struct ks_statement row = {0};
	enum ks_rc rc = read_past_cache(ledger, seq, &row);

	*out = NULL;
	if (rc == KS_OK && ks_statement_read(row.bytes, row.len, &receipt->view) != KS_OK)
		rc = KS_DAMAGED;
	if (rc == KS_OK && (receipt->view.seq != seq || row.seq != seq))
		rc = KS_DAMAGED;
	receipt->seq = seq;
	memcpy(receipt->hash, row.hash, sizeof(receipt->hash));
	if (row.bytes)
		sodium_memzero(row.bytes, row.len);
	ks_statement_finish(&row);
	if (rc == KS_OK)
		*out = receipt;
	else
		ks_receipt_close(receipt);
	return rc;
}

void ks_receipt_close(struct ks_receipt *receipt)
{
	if (!receipt)
		return;
	sodium_memzero(receipt, sizeof(*receipt));
	free(receipt);
}

int64_t ks_receipt_seq(const struct ks_receipt *receipt)
{
	return receipt->seq;
}

int64_t ks_receipt_wall_ms(const struct ks_receipt *receipt)
{
	return receipt->view.wall_ms;
}

const uint8_t *ks_receipt_hash(const struct ks_receipt *receipt)
{
	return receipt->hash;
}

const char *ks_receipt_id(const struct ks_receipt *receipt)
{
	return receipt->view.id;
}

const struct ks_statement_view *ks_receipt_view(const struct ks_receipt *receipt)
{
	return &receipt->view;
}

enum ks_rc ks_receipt_is_delivered(const struct ks_receipt *receipt, struct ks_ledger *ledger,
				   bool *is_delivered)
{
	int64_t n = 0;
	enum ks_rc rc = ks_db_number(ledger->store, &n, "SELECT count(*) FROM delivery WHERE seq = ?",
				     "i", receipt->seq);

	*is_delivered = n > 0;
	return rc;
}
