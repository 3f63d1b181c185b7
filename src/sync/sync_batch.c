// SPDX-License-Identifier: Apache-2.0
#include "sync/sync_private.h"

#include <string.h>

#include "base/log.h"

/*
 * Request bodies are put together from the committed bytes, never from parsed and written JSON: a statement that
 * differs by one digit or one space after a retry is another statement to a strict endpoint.
 */

static void append(struct ks_sync_batch *batch, const struct ks_statement *statement)
{
	ks_buf_putc(&batch->body, batch->n == 0 ? '[' : ',');
	ks_buf_append(&batch->body, statement->bytes, statement->len);
	batch->seqs[batch->n++] = statement->seq;
	memcpy(batch->last_hash, statement->hash, sizeof(batch->last_hash));
}

/* Where the words stand elsewhere in it, a request is shorter than need be. */
static bool is_void(const struct ks_statement *statement)
{
	static const char verb[] = "\"http://adlnet.gov/expapi/verbs/voided\"";

	return memmem(statement->bytes, statement->len, verb, sizeof(verb) - 1);
}

/* A row whose bytes no longer give its hash must neither be sent nor stop the ones behind it. */
static enum ks_rc set_damaged_aside(const struct ks_sync_queue *queue, int64_t seq)
{
	ks_log_error("sync", "statement %lld is damaged and set aside", (long long)seq);
	if (seq <= 0)
		return KS_DAMAGED;
	return queue->quarantine(queue->context, seq, "damaged on this machine");
}

enum ks_rc ks_sync_batch_collect(const struct ks_sync_queue *queue, size_t limit, int64_t to_seq,
				 struct ks_sync_batch *out)
{
	enum ks_rc rc = KS_OK;
	int64_t after = 0;

	memset(out, 0, sizeof(*out));
	while (rc == KS_OK && out->n < limit && out->n < KS_SYNC_BATCH_MAX) {
		struct ks_statement next = {0};

		rc = queue->next(queue->context, after, &next);
		if (rc == KS_DAMAGED) {
			rc = set_damaged_aside(queue, next.seq);
		} else if (rc == KS_OK) {
			bool is_full = out->n > 0 &&
				       (out->body.len + next.len + 2 > KS_SYNC_BATCH_MAX_BYTES ||
					next.seq != after + 1 || is_void(&next));

			if (is_full || (to_seq > 0 && next.seq > to_seq)) {
				ks_statement_finish(&next);
				break;
			}
			after = next.seq;
			append(out, &next);
			ks_statement_finish(&out->statement);
			out->statement = next;
			continue;
		}
		ks_statement_finish(&next);
	}
	if (out->n != 1)
		ks_statement_finish(&out->statement);
	if (out->n == 0)
		return rc == KS_OK ? KS_NOT_FOUND : rc;
	ks_buf_putc(&out->body, ']');
	return rc == KS_NOT_FOUND ? KS_OK : rc;
}

void ks_sync_batch_finish(struct ks_sync_batch *batch)
{
	ks_statement_finish(&batch->statement);
	ks_buf_finish(&batch->body);
	memset(batch, 0, sizeof(*batch));
}
