// SPDX-License-Identifier: Apache-2.0
#include "sync/sync_private.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/secret.h"
#include "record/roster_file.h"

/*
 * The roster where no collector of ours gives it out: a signed file, on a web server or in a folder. It is fetched without the
 * kiosk's credentials, which are for the LRS alone, and what it is worth its signature says, not where it came from.
 */

/* That a file was there says nothing of the LRS: neither that it answered nor that it did not. */
static void look_again(struct ks_sync_core *core)
{
	core->jobs[KS_SYNC_JOB_ROSTER] =
		(struct ks_sync_job){.due_ms = core->now_ms + KS_SYNC_ROSTER_EVERY_MS};
}

static void try_again(struct ks_sync_core *core, const struct ks_http_response *response)
{
	bool was_failed = core->is_last_failed;

	ks_sync_fail(core, KS_SYNC_JOB_ROSTER, response);
	core->is_last_failed = was_failed;
}

static void take(struct ks_sync_core *core, const char *bytes, size_t len)
{
	struct ks_store *store = ks_ledger_store(core->options.ledger);
	enum ks_rc rc = ks_roster_file_take(store, core->options.roster_keys,
					    KS_COUNT(core->options.roster_keys), bytes, len);

	if (rc == KS_OK || rc == KS_NOT_FOUND)
		core->status.has_roster = core->status.is_roster_fresh = true;
	look_again(core);
}

static void fetch(struct ks_sync_core *core)
{
	const char *headers[1] = {core->roster_match};
	struct ks_http_request request = {.method = "GET",
					  .url = core->options.roster_file,
					  .headers = headers,
					  .n_headers = core->roster_match ? 1 : 0,
					  .response_max_bytes = KS_ROSTER_FILE_MAX_BYTES};
	struct ks_http_response response = {.retry_after_s = -1, .have = -1};
	enum ks_rc rc = core->options.http.perform(&core->options.http, &request, &response);

	if (rc == KS_OK && response.status == 304) { /* what was taken of it was taken */
		look_again(core);
	} else if (rc == KS_OK && response.status == 200) {
		take(core, ks_buf_text(&response.body), response.body.len);
		free(core->roster_match);
		core->roster_match =
			response.etag[0] ? ks_format("If-None-Match: %s", response.etag) : NULL;
	} else {
		try_again(core, &response);
	}
	ks_http_response_finish(&response);
}

/* A stick that is not in, a share that is not there: nothing to tell, it comes back. */
static void read_folder(struct ks_sync_core *core)
{
	char *bytes = NULL;
	size_t len = 0;

	if (ks_file_read(core->options.roster_file, KS_ROSTER_FILE_MAX_BYTES, &bytes, &len) == KS_OK)
		take(core, bytes, len);
	else
		look_again(core);
	free(bytes);
}

void ks_sync_fetch_roster_file(struct ks_sync_core *core)
{
	const char *at = core->options.roster_file;

	if (ks_secret_host_of(at))
		fetch(core);
	else
		read_folder(core);
}
