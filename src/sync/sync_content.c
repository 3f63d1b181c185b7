// SPDX-License-Identifier: Apache-2.0
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/log.h"
#include "base/mem.h"
#include "base/secret.h"
#include "content/shelf.h"
#include "sync/sync_private.h"

/*
 * Content that the centre offers, in pieces: one request each, behind everything that a person did. What came so far is on
 * the disk, so neither a cut line nor a cut of power begins anew.
 */

/* What was refused is not wanted again; what had no room is here still (ks_shelf_part_install()), and is looked at again. */
static bool is_known(const struct ks_sync_core *core, const struct ks_sync_offer *offer)
{
	struct ks_shelf shelf;
	struct ks_shelf_told told;

	ks_shelf_read(core->shelf, &shelf);
	ks_shelf_told(core->shelf, &told);
	return offer->version <= shelf.newest.version ||
	       (strcmp(told.sha256, offer->sha256) == 0 &&
		ks_shelf_part_len(core->shelf, offer->sha256) == 0);
}

void ks_sync_hear_offer(struct ks_sync_core *core, const char *text)
{
	struct ks_sync_offer offer = {0};
	int n = 0;

	if (!core->shelf)
		return;
	if (sscanf(text, "%7d %9zu %64[0-9a-f]%n", &offer.version, &offer.bytes, offer.sha256, &n) !=
		    3 ||
	    text[n] != '\0' || !ks_sign_is_public(offer.sha256) || offer.version < 1 ||
	    offer.bytes == 0 || offer.bytes > KS_BUNDLE_BYTES_MAX || is_known(core, &offer))
		offer.version = 0;
	if (strcmp(offer.sha256, core->offer.sha256) != 0)
		core->jobs[KS_SYNC_JOB_CONTENT] = (struct ks_sync_job){0};
	core->offer = offer;
}

bool ks_sync_wants_content(const struct ks_sync_core *core)
{
	return core->offer.version > 0 && !core->is_refused;
}

/* Over a line that nobody between could change: then the first key that comes may be believed (shelf.h). */
static bool is_safe_line(const struct ks_sync_core *core)
{
	return ks_secret_host_of(core->root) && !ks_secret_is_in_clear(core->root);
}

static void install(struct ks_sync_core *core)
{
	struct ks_shelf_told told;
	enum ks_rc rc =
		ks_shelf_part_install(core->shelf, core->offer.sha256, is_safe_line(core), &told);

	if (rc == KS_FULL || rc == KS_READ_ONLY) {
		ks_log_error("sync", "no room for content %d", core->offer.version);
		ks_sync_succeed(core, KS_SYNC_JOB_CONTENT, KS_SYNC_CONTENT_RETRY_MS);
		return;
	}
	if (rc == KS_OK) {
		ks_log_info("sync", "content %d is here", core->offer.version);
		core->status.content_version = core->offer.version;
	} else {
		ks_log_error("sync", "content %d was not taken: %s", core->offer.version,
			     ks_rc_name(rc));
		core->status.content_refused = core->offer.version;
	}
	core->offer.version = 0;
	ks_sync_succeed(core, KS_SYNC_JOB_CONTENT, 0);
}

static void take_piece(struct ks_sync_core *core, size_t have, const struct ks_http_response *response)
{
	size_t len = response->body.len;
	enum ks_rc rc;

	if (len == 0 || len > core->offer.bytes - have) {
		ks_sync_fail(core, KS_SYNC_JOB_CONTENT, NULL);
		return;
	}
	rc = ks_shelf_part_add(core->shelf, core->offer.sha256, response->body.data, len);
	if (rc != KS_OK)
		ks_log_error("sync", "a piece of content could not be kept: %s", ks_rc_name(rc));
	if (rc == KS_OK && have + len == core->offer.bytes)
		install(core);
	else
		ks_sync_succeed(core, KS_SYNC_JOB_CONTENT,
				rc == KS_OK ? 0 : KS_SYNC_CONTENT_RETRY_MS);
}

void ks_sync_fetch_content(struct ks_sync_core *core)
{
	size_t have = ks_shelf_part_len(core->shelf, core->offer.sha256);
	char *url = ks_format("%s/kiosk/v1/content", core->root);
	char *range = ks_format("Range: bytes=%zu-", have);
	char *match = ks_format("If-Match: \"%s\"", core->offer.sha256);
	const char *headers[] = {range, match};
	struct ks_http_request request = {
		.method = "GET", .url = url, .headers = headers, .n_headers = KS_COUNT(headers)};
	struct ks_http_response response = {0};

	if (have == 0)
		ks_shelf_part_drop(core->shelf, core->offer.sha256);
	if (have >= core->offer.bytes) {
		install(core); /* the power went before it was looked at */
	} else if (ks_sync_exchange(core, &request, &response) != KS_OK) {
		ks_sync_fail(core, KS_SYNC_JOB_CONTENT, NULL);
	} else if (response.status == 206 && ks_sync_is_own(core, &response)) {
		take_piece(core, have, &response);
	} else if (response.status == 412 || response.status == 404) {
		core->offer.version = 0; /* another one; the next roster says which */
		ks_sync_succeed(core, KS_SYNC_JOB_CONTENT, 0);
	} else {
		ks_sync_fail(core, KS_SYNC_JOB_CONTENT, &response);
	}
	ks_http_response_finish(&response);
	free(match);
	free(range);
	free(url);
}
