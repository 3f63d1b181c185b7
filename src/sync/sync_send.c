// SPDX-License-Identifier: Apache-2.0
#include "sync/sync_private.h"

#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/mem.h"
#include "xapi/statement_same.h"

/*
 * Delivery and what each answer means (XAPI.md "Sending"). The ledger is told "delivered" only after a
 * proper answer, so a lost request, a lost answer and a restart all end in the same batch being sent again.
 */

enum answer {
	ANSWER_AGAIN, /* whatever is not named: the same batch later */
	ANSWER_TAKEN,
	ANSWER_BAD,
	ANSWER_CONFLICT,
	ANSWER_REFUSED,
	ANSWER_TOO_LARGE,
};

static const struct {
	int from, to;
	enum answer answer;
} answers[] = {
	{200, 299, ANSWER_TAKEN},   {400, 400, ANSWER_BAD},      {401, 401, ANSWER_REFUSED},
	{403, 403, ANSWER_REFUSED}, {409, 409, ANSWER_CONFLICT}, {413, 413, ANSWER_TOO_LARGE},
};

/* 200 with a page of HTML or an error in JSON is a portal or a gateway, and so is its 400, 403 or 409. */
static enum answer answer_of(const struct ks_sync_core *core, const struct ks_http_response *response)
{
	enum answer answer = ANSWER_AGAIN;

	for (size_t i = 0; i < KS_COUNT(answers); i++)
		if (response->status >= answers[i].from && response->status <= answers[i].to)
			answer = answers[i].answer;
	if (answer == ANSWER_TAKEN)
		return ks_sync_is_taken(response) ? ANSWER_TAKEN : ANSWER_AGAIN;
	if (answer == ANSWER_TOO_LARGE) /* rightly said by what stands before an LRS, too */
		return answer;
	return ks_sync_is_own(core, response) ? answer : ANSWER_AGAIN;
}

void ks_sync_end_suspicion(struct ks_sync_core *core)
{
	core->suspect_to = 0;
	core->n_suspects = core->window = 0;
}

/* One of these is bad: look at the first half next. */
static void suspect(struct ks_sync_core *core, int64_t to_seq, size_t n)
{
	core->suspect_to = to_seq;
	core->n_suspects = n;
	core->window = (n + 1) / 2;
}

/* What was recorded since the last count is sent, too: below nothing it is counted again (sync_core.c). */
static void count_settled(struct ks_sync_core *core, size_t n)
{
	core->status.n_pending -= (int64_t)n;
}

static void send_again_at_once(struct ks_sync_core *core)
{
	ks_sync_succeed(core, KS_SYNC_JOB_SEND, 0);
}

static void mark_delivered(struct ks_sync_core *core, const int64_t *seqs, size_t n)
{
	enum ks_rc rc = core->queue.mark_delivered(core->queue.context, seqs, n);

	core->is_ledger_failed = rc != KS_OK;
	if (rc != KS_OK) { /* they will be sent again, which the endpoint knows by their ids */
		ks_log_error("sync", "delivery could not be noted: %s", ks_rc_name(rc));
		ks_sync_fail(core, KS_SYNC_JOB_SEND, NULL);
		return;
	}
	count_settled(core, n);
	if (core->n_suspects > n)
		suspect(core, core->suspect_to, core->n_suspects - n);
	else
		ks_sync_end_suspicion(core);
	core->has_delivered = true;
	ks_sync_note_bad_run(core, 0);
	core->is_refused = core->is_roster_refused = false;
	send_again_at_once(core);
}

static void quarantine(struct ks_sync_core *core, int64_t seq, const char *reason)
{
	enum ks_rc rc = core->queue.quarantine(core->queue.context, seq, reason);

	ks_log_error("sync", "statement %lld is set aside: %s", (long long)seq, reason);
	core->is_ledger_failed = rc != KS_OK;
	ks_sync_end_suspicion(core);
	if (rc != KS_OK) {
		ks_sync_fail(core, KS_SYNC_JOB_SEND, NULL);
		return;
	}
	count_settled(core, 1);
	core->status.n_quarantined++;
	send_again_at_once(core);
}

static void on_again(struct ks_sync_core *core, struct ks_sync_batch *batch,
		     const struct ks_http_response *response)
{
	(void)batch;
	ks_sync_fail(core, KS_SYNC_JOB_SEND, response);
}

static void on_taken(struct ks_sync_core *core, struct ks_sync_batch *batch,
		     const struct ks_http_response *response)
{
	if (!core->is_about_read) /* which shows it better */
		ks_sync_note_headers(core, response->xapi_version[0] == '\0');
	mark_delivered(core, batch->seqs, batch->n);
}

static void on_bad(struct ks_sync_core *core, struct ks_sync_batch *batch,
		   const struct ks_http_response *response)
{
	if (batch->n == 1 && core->n_bad_run < KS_SYNC_BAD_RUN_MAX) {
		ks_sync_note_bad_run(core, core->n_bad_run + 1);
		quarantine(core, batch->seqs[0], "HTTP 400");
		return;
	}
	if (batch->n == 1) { /* no endpoint of ours: keep the rest of the ledger out of this */
		ks_sync_fail(core, KS_SYNC_JOB_SEND, response);
		return;
	}
	suspect(core, batch->seqs[batch->n - 1], batch->n);
	send_again_at_once(core);
}

static void on_conflict(struct ks_sync_core *core, struct ks_sync_batch *batch,
			const struct ks_http_response *response)
{
	if (batch->n > 1) {
		suspect(core, batch->seqs[batch->n - 1], batch->n);
		send_again_at_once(core);
		return;
	}
	core->conflict = batch->statement; /* taken over */
	memset(&batch->statement, 0, sizeof(batch->statement));
	core->is_conflict_voided = false;
	core->is_conflict_listed = ks_sync_lists_id(response, core->conflict.id);
	ks_sync_succeed(core, KS_SYNC_JOB_SETTLE, 0);
}

static void on_refused(struct ks_sync_core *core, struct ks_sync_batch *batch,
		       const struct ks_http_response *response)
{
	(void)batch;
	if (!core->is_refused)
		ks_log_error("sync", "the endpoint refuses our credentials (HTTP %d)",
			     response->status);
	core->is_refused = true;
	ks_sync_succeed(core, KS_SYNC_JOB_SEND, KS_SYNC_REFUSED_RETRY_MS);
}

static void on_too_large(struct ks_sync_core *core, struct ks_sync_batch *batch,
			 const struct ks_http_response *response)
{
	if (batch->n == 1) { /* about 1 kB: this is not about the statement */
		ks_sync_fail(core, KS_SYNC_JOB_SEND, response);
		return;
	}
	core->batch_limit = batch->n / 2;
	send_again_at_once(core);
}

static void (*const reactions[])(struct ks_sync_core *core, struct ks_sync_batch *batch,
				 const struct ks_http_response *response) = {
	[ANSWER_AGAIN] = on_again,     [ANSWER_TAKEN] = on_taken,
	[ANSWER_BAD] = on_bad,         [ANSWER_CONFLICT] = on_conflict,
	[ANSWER_REFUSED] = on_refused, [ANSWER_TOO_LARGE] = on_too_large,
};

char *ks_sync_head_header(struct ks_sync_core *core)
{
	struct ks_head head = {0};
	char *header = NULL;

	if (core->options.ledger && ks_ledger_head(core->options.ledger, &head) == KS_OK)
		header = ks_format("X-Kenshu-Head: %lld %s %s %s", (long long)head.seq, head.hash,
				   head.public_key, head.signature);
	ks_head_finish(&head);
	return header;
}

/* Of a long backlog the last of all proves nothing until it is there itself: the end of this part is signed, too. */
static char *batch_head_header(struct ks_sync_core *core, const struct ks_sync_batch *batch)
{
	int64_t seq = batch->seqs[batch->n - 1];
	struct ks_head head = {0};
	char *header = NULL;

	if (core->options.ledger && seq != ks_ledger_last_seq(core->options.ledger) &&
	    ks_ledger_head_at(core->options.ledger, seq, batch->last_hash, &head) == KS_OK)
		header = ks_format("X-Kenshu-Batch-Head: %lld %s %s %s", (long long)head.seq,
				   head.hash, head.public_key, head.signature);
	ks_head_finish(&head);
	return header;
}

static enum ks_rc post(struct ks_sync_core *core, const struct ks_sync_batch *batch,
		       struct ks_http_response *response)
{
	char *url = ks_format("%s/statements", core->endpoint);
	char *head = ks_sync_head_header(core), *batch_head = batch_head_header(core, batch);
	const char *headers[3] = {"Content-Type: application/json"};
	struct ks_http_request request = {
		.method = "POST",
		.url = url,
		.headers = headers,
		.n_headers = 1,
		.body = batch->body.data,
		.body_len = batch->body.len,
	};
	enum ks_rc rc;

	if (head)
		headers[request.n_headers++] = head;
	if (batch_head)
		headers[request.n_headers++] = batch_head;
	rc = ks_sync_exchange(core, &request, response);
	free(batch_head);
	free(head);
	free(url);
	return rc;
}

static size_t next_batch_size(const struct ks_sync_core *core)
{
	size_t n = core->suspect_to > 0 ? core->window : KS_SYNC_BATCH_MAX;

	return n < core->batch_limit ? n : core->batch_limit;
}

void ks_sync_send(struct ks_sync_core *core)
{
	struct ks_sync_batch batch;
	struct ks_http_response response = {0};
	enum ks_rc rc =
		ks_sync_batch_collect(&core->queue, next_batch_size(core), core->suspect_to, &batch);

	core->is_ledger_failed = rc != KS_OK && rc != KS_NOT_FOUND;
	if (rc == KS_NOT_FOUND) { /* nothing left, or nothing left that is suspected */
		count_settled(core, core->suspect_to > 0 ? 0 : (size_t)core->status.n_pending);
		core->jobs[KS_SYNC_JOB_SEND].due_ms =
			core->now_ms + (core->suspect_to > 0 ? 0 : KS_SYNC_BACKOFF_BASE_MS);
		ks_sync_end_suspicion(core);
	} else if (rc != KS_OK) {
		ks_sync_fail(core, KS_SYNC_JOB_SEND, NULL);
	} else if (post(core, &batch, &response) != KS_OK) {
		ks_sync_fail(core, KS_SYNC_JOB_SEND, NULL);
	} else {
		reactions[answer_of(core, &response)](core, &batch, &response);
	}
	ks_http_response_finish(&response);
	ks_sync_batch_finish(&batch);
}

static void settled(struct ks_sync_core *core, bool is_same)
{
	int64_t seq = core->conflict.seq;

	core->is_refused = false;
	if (is_same)
		mark_delivered(core, &seq, 1);
	else
		quarantine(core, seq, "HTTP 409");
	ks_statement_finish(&core->conflict);
	memset(&core->conflict, 0, sizeof(core->conflict));
	ks_sync_succeed(core, KS_SYNC_JOB_SETTLE, 0);
}

/*
 * Credentials that may write and not read: what the answer to the delivery listed as being there is there. Otherwise
 * nobody can tell, so nothing is set aside: it is shown, as any refusal, until the credentials may read.
 */
static void on_unreadable(struct ks_sync_core *core, const struct ks_http_response *response)
{
	if (core->is_conflict_listed) {
		settled(core, true);
		return;
	}
	if (!core->is_refused)
		ks_log_error("sync", "a conflict cannot be settled: reading is refused (HTTP %d)",
			     response->status);
	core->is_refused = true;
	ks_sync_succeed(core, KS_SYNC_JOB_SETTLE, KS_SYNC_REFUSED_RETRY_MS);
}

static void judge_conflict(struct ks_sync_core *core, const struct ks_http_response *response)
{
	bool is_own = ks_sync_is_own(core, response);
	int status = response->status;

	if (status == 200 && (is_own || ks_sync_is_statement(response, core->conflict.id))) {
		settled(core, ks_statement_is_same(core->conflict.bytes, core->conflict.len,
						   ks_buf_text(&response->body), response->body.len));
	} else if (!is_own || status < 400 || status >= 500 || status == 408 || status == 429) {
		ks_sync_fail(core, KS_SYNC_JOB_SETTLE, response);
	} else if (status == 401 || status == 403) {
		on_unreadable(core, response);
	} else if (status == 404 && !core->is_conflict_voided) {
		core->is_conflict_voided = true; /* a voided statement is only found as one */
		ks_sync_succeed(core, KS_SYNC_JOB_SETTLE, 0);
	} else {
		settled(core, false); /* it cannot be shown to be ours */
	}
}

void ks_sync_settle(struct ks_sync_core *core)
{
	char *url = ks_format("%s/statements?%s=%s", core->endpoint,
			      core->is_conflict_voided ? "voidedStatementId" : "statementId",
			      core->conflict.id);
	struct ks_http_request request = {.method = "GET", .url = url};
	struct ks_http_response response = {0};

	if (ks_sync_exchange(core, &request, &response) == KS_OK)
		judge_conflict(core, &response);
	else
		ks_sync_fail(core, KS_SYNC_JOB_SETTLE, NULL);
	ks_http_response_finish(&response);
	free(url);
}
