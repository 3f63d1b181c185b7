// SPDX-License-Identifier: Apache-2.0
#include "sync/sync_private.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/mem.h"

/*
 * What is remembered of the endpoint from one start to the next, so that nothing stays with an LRS that is no longer ours:
 * another address is offered everything anew (same ids, same bytes), and what was set aside has a way back, after a
 * day, when the endpoint became another version, and when a person says so.
 */

#define SETTING_ENDPOINT "sync_endpoint"
#define SETTING_ABOUT "sync_about"           /* hash of what /about said last */
#define SETTING_HEADERLESS "sync_headerless" /* it names no version in its answers */
#define SETTING_BAD_RUN "sync_bad_run"
#define SETTING_RESEND "sync_resend" /* the collector's last wish that was carried out */

static char *recall(const struct ks_sync_core *core, const char *name)
{
	char *value = NULL;

	if (core->queue.get(core->queue.context, name, &value) != KS_OK)
		return ks_strdup("");
	return value;
}

static enum ks_rc remember(const struct ks_sync_core *core, const char *name, const char *value)
{
	enum ks_rc rc = core->queue.set(core->queue.context, name, value);

	if (rc != KS_OK)
		ks_log_warn("sync", "%s could not be kept: %s", name, ks_rc_name(rc));
	return rc;
}

void ks_sync_recall(struct ks_sync_core *core)
{
	char *endpoint = recall(core, SETTING_ENDPOINT);
	char *headerless = recall(core, SETTING_HEADERLESS);
	char *bad_run = recall(core, SETTING_BAD_RUN);

	core->is_endpoint_new = core->endpoint[0] != '\0' && strcmp(endpoint, core->endpoint) != 0;
	core->is_endpoint_first = endpoint[0] == '\0';
	if (!core->is_endpoint_new) {
		core->is_headerless = headerless[0] != '\0';
		core->n_bad_run = (int)strtol(bad_run, NULL, 10);
	}
	free(endpoint);
	free(headerless);
	free(bad_run);
}

void ks_sync_note_offered_again(struct ks_sync_core *core, int64_t n)
{
	if (n == 0)
		return;
	core->status.n_pending += n;
	ks_sync_end_suspicion(core); /* what was suspected is no longer the oldest */
	if (core->jobs[KS_SYNC_JOB_SEND].n_failures == 0)
		core->jobs[KS_SYNC_JOB_SEND].due_ms = core->now_ms;
}

static enum ks_rc release_since(struct ks_sync_core *core, int64_t until_ms)
{
	int64_t n = 0;
	enum ks_rc rc = core->queue.retry_quarantine(core->queue.context, until_ms, &n);

	core->status.n_quarantined -= n;
	ks_sync_note_offered_again(core, n);
	return rc;
}

enum ks_rc ks_sync_release_all(struct ks_sync_core *core)
{
	return release_since(core, INT64_MAX);
}

/* Each once since the start, however often the other fails: else the new one gets all again at every step. */
static enum ks_rc offer_all(struct ks_sync_core *core)
{
	int64_t n = 0;
	enum ks_rc rc = KS_OK;

	if (!core->is_taken_back) {
		rc = core->queue.forget_delivery(core->queue.context, 0, &n);
		core->is_taken_back = rc == KS_OK;
		ks_sync_note_offered_again(core, n);
		ks_log_warn("sync", "another endpoint: %lld statements are offered to it",
			    (long long)n);
	}
	if (rc == KS_OK && !core->is_released) {
		rc = ks_sync_release_all(core);
		core->is_released = rc == KS_OK;
	}
	return rc;
}

/* What the old one took and what it refused says nothing of this one. */
static void move_to_endpoint(struct ks_sync_core *core)
{
	static const char *const of_the_old[] = {SETTING_ABOUT, SETTING_HEADERLESS, SETTING_BAD_RUN};
	enum ks_rc rc = core->is_endpoint_first ? KS_OK : offer_all(core);

	for (size_t i = 0; rc == KS_OK && i < KS_COUNT(of_the_old); i++)
		rc = remember(core, of_the_old[i], "");
	if (rc == KS_OK) /* last: until then all of it is done again after a restart */
		rc = remember(core, SETTING_ENDPOINT, core->endpoint);
	core->is_endpoint_new = rc != KS_OK;
	core->is_ledger_failed = rc != KS_OK;
}

void ks_sync_tend(struct ks_sync_core *core)
{
	int64_t wall_ms = ks_clock_wall_ms(core->options.clock);

	if (core->is_endpoint_new)
		move_to_endpoint(core);
	if (core->status.n_quarantined == 0 || core->now_ms < core->tend_due_ms)
		return;
	core->tend_due_ms = core->now_ms + KS_SYNC_TEND_EVERY_MS;
	(void)!release_since(core, wall_ms - KS_SYNC_QUARANTINE_MS); /* again in an hour */
}

void ks_sync_note_about(struct ks_sync_core *core, const struct ks_http_response *response)
{
	uint8_t hash[KS_HASH_BYTES];
	char hex[KS_HASH_HEX], *known = recall(core, SETTING_ABOUT);

	ks_blake2b(ks_buf_text(&response->body), response->body.len, hash);
	ks_hex(hash, sizeof(hash), hex);
	if (strcmp(known, hex) != 0 && (known[0] == '\0' || ks_sync_release_all(core) == KS_OK))
		(void)!remember(core, SETTING_ABOUT, hex);
	free(known);
}

void ks_sync_note_headers(struct ks_sync_core *core, bool is_headerless)
{
	if (core->is_headerless == is_headerless)
		return;
	core->is_headerless = is_headerless;
	(void)!remember(core, SETTING_HEADERLESS, is_headerless ? "1" : "");
}

void ks_sync_note_bad_run(struct ks_sync_core *core, int n)
{
	char text[16];

	if (core->n_bad_run == n)
		return;
	core->n_bad_run = n;
	snprintf(text, sizeof(text), "%d", n);
	(void)!remember(core, SETTING_BAD_RUN, text);
}

void ks_sync_obey_resend(struct ks_sync_core *core, const char *wish)
{
	char *done = recall(core, SETTING_RESEND);

	if (wish[0] != '\0' && strcmp(wish, done) != 0 && ks_sync_release_all(core) == KS_OK)
		(void)!remember(core, SETTING_RESEND, wish);
	free(done);
}
