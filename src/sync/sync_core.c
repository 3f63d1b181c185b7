// SPDX-License-Identifier: Apache-2.0
#include "sync/sync_private.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/log.h"
#include "base/mem.h"
#include "record/epoch.h"
#include "record/pin_news.h"
#include "record/roster.h"

/*
 * Which request is made next, and how long to wait for it. No thread, no socket and no clock of its own, so that
 * a simulation can walk through millions of histories; sync_thread.c gives it the real ones.
 */

#define REQUEST_HEADERS_MAX 8
#define BACKOFF_DOUBLINGS_MAX 20
#define COUNT_EVERY_JOBS 20

static bool wants_roster(const struct ks_sync_core *core)
{
	return core->options.ledger && (core->options.roster_file || !core->is_refused);
}

static void run_roster(struct ks_sync_core *core)
{
	if (core->options.roster_file)
		ks_sync_fetch_roster_file(core);
	else
		ks_sync_fetch_roster(core);
}

static bool wants_plan(const struct ks_sync_core *core)
{
	return !core->is_refused && !core->is_roster_refused && !core->is_plan_told;
}

static bool wants_about(const struct ks_sync_core *core)
{
	/* At the start also for the centre's time; later for what a new version may take. */
	return !core->is_about_known || core->status.n_pending > 0 || core->status.n_quarantined > 0;
}

static bool wants_settle(const struct ks_sync_core *core)
{
	return core->conflict.seq != 0;
}

static bool wants_send(const struct ks_sync_core *core)
{
	return core->is_about_known && core->status.n_pending > 0 && core->conflict.seq == 0;
}

static bool wants_condition(const struct ks_sync_core *core)
{
	return !core->is_refused && core->condition_json && !core->is_condition_told;
}

/* An older collector, and every other LRS, has no place for them: then they stay here. */
static bool wants_pins(const struct ks_sync_core *core)
{
	return core->has_pins && !core->is_refused && !core->is_foreign;
}

static const struct {
	const char *name;
	bool (*is_wanted)(const struct ks_sync_core *core);
	void (*run)(struct ks_sync_core *core);
} jobs[KS_SYNC_JOB_COUNT] = {
	[KS_SYNC_JOB_PINS] = {"pins", wants_pins, ks_sync_tell_pins},
	[KS_SYNC_JOB_ROSTER] = {"roster", wants_roster, run_roster},
	[KS_SYNC_JOB_PLAN] = {"plan", wants_plan, ks_sync_tell_plan},
	[KS_SYNC_JOB_ABOUT] = {"about", wants_about, ks_sync_ask_about},
	[KS_SYNC_JOB_SETTLE] = {"settle", wants_settle, ks_sync_settle},
	[KS_SYNC_JOB_SEND] = {"send", wants_send, ks_sync_send},
	[KS_SYNC_JOB_CONDITION] = {"condition", wants_condition, ks_sync_tell_condition},
	[KS_SYNC_JOB_CONTENT] = {"content", ks_sync_wants_content, ks_sync_fetch_content},
};

/* The collector answers beside <root>/xAPI; for any other endpoint its server's root is asked. */
char *ks_sync_root_of(const char *endpoint)
{
	static const char suffix[] = "/xAPI";
	size_t len = strlen(endpoint), suffix_len = sizeof(suffix) - 1;
	const char *host = strstr(endpoint, "://");
	const char *path = host ? strchr(host + 3, '/') : NULL;

	if (len > suffix_len && strcasecmp(endpoint + len - suffix_len, suffix) == 0)
		return ks_strndup(endpoint, len - suffix_len);
	return path ? ks_strndup(endpoint, (size_t)(path - endpoint)) : ks_strdup(endpoint);
}

static char *without_slash(const char *url)
{
	size_t len = strlen(url);

	while (len > 0 && url[len - 1] == '/')
		len--;
	return ks_strndup(url, len);
}

static void refresh_counts(struct ks_sync_core *core)
{
	struct ks_ledger_counts counts = {0};

	core->is_counted = core->queue.counts(core->queue.context, &counts) == KS_OK;
	if (!core->is_counted) {
		core->is_ledger_failed = true;
		return;
	}
	core->n_uncounted_jobs = 0;
	core->status.last_seq = counts.last_seq;
	core->status.n_quarantined = counts.n_quarantined;
	core->status.n_pending = counts.n_statements - counts.n_delivered - counts.n_quarantined;
	if (core->status.last_success_ms == 0)
		core->status.last_success_ms = counts.last_delivered_ms;
}

static enum ks_sync_state state_of(const struct ks_sync_core *core)
{
	if (core->endpoint[0] == '\0')
		return KS_SYNC_OFF;
	if (core->is_refused || core->status.is_key_refused ||
	    (core->is_roster_refused && !core->has_delivered))
		return KS_SYNC_REFUSED;
	if (core->is_last_failed || core->is_ledger_failed ||
	    core->jobs[KS_SYNC_JOB_SEND].n_failures > 0)
		return KS_SYNC_WAITING;
	return core->status.n_pending > 0 ? KS_SYNC_SENDING : KS_SYNC_IDLE;
}

struct ks_sync_core *ks_sync_core_open(const struct ks_sync_options *options)
{
	struct ks_sync_core *core = ks_alloc_zero(1, sizeof(*core));
	size_t n_people = 0;
	uint64_t seed = options->seed;

	if (seed == 0)
		ks_random(&seed, sizeof(seed));
	core->options = *options;
	core->endpoint = without_slash(options->endpoint ? options->endpoint : "");
	core->root = ks_sync_root_of(core->endpoint);
	core->credentials = options->credentials ? ks_strdup(options->credentials) : NULL;
	core->is_foreign = options->roster_file; /* there is no collector to tell */
	ks_sync_core_set_plan(core, options->plan_json, options->content_version);
	core->shelf = options->shelf ? ks_strdup(options->shelf) : NULL;
	core->jitter.state = seed;
	core->xapi_version = "1.0.3";
	core->batch_limit = KS_SYNC_BATCH_MAX;
	core->queue = options->queue ? *options->queue : ks_sync_queue_of(options->ledger);
	if (options->ledger && ks_roster_count(ks_ledger_store(options->ledger), &n_people) == KS_OK)
		core->status.has_roster = n_people > 0;
	refresh_counts(core);
	ks_sync_recall(core);
	core->status.state = state_of(core);
	return core;
}

void ks_sync_core_set_plan(struct ks_sync_core *core, const char *plan_json, int content_version)
{
	core->content_version = content_version;
	free(core->plan_json);
	core->plan_json = plan_json ? ks_strdup(plan_json) : NULL;
	core->is_plan_told = !plan_json || core->is_foreign;
	core->jobs[KS_SYNC_JOB_PLAN] = (struct ks_sync_job){0};
}

void ks_sync_core_set_condition(struct ks_sync_core *core, const char *json)
{
	if (core->condition_json && strcmp(core->condition_json, json) == 0)
		return;
	free(core->condition_json);
	core->condition_json = ks_strdup(json);
	core->is_condition_told = core->is_foreign;
	core->jobs[KS_SYNC_JOB_CONDITION] = (struct ks_sync_job){0};
}

void ks_sync_core_close(struct ks_sync_core *core)
{
	if (!core)
		return;
	ks_statement_finish(&core->conflict);
	free(core->endpoint);
	free(core->root);
	free(core->credentials);
	free(core->plan_json);
	free(core->shelf);
	free(core->roster_match);
	free(core->condition_json);
	free(core);
}

/* Only an LRS's own word counts, here too. The header names whole seconds; the middle of one is the best guess. */
static void note_time(struct ks_sync_core *core, const struct ks_http_response *response)
{
	struct ks_time now;

	if (response->xapi_version[0] == '\0' || response->date_ms <= 0)
		return;
	now = ks_clock_now(core->options.clock);
	core->status.is_centre_time_known = true;
	core->status.centre_offset_ms = response->date_ms + 500 - now.wall_ms;
	core->status.centre_mono_offset_ms = response->date_ms + 500 - now.mono_ms;
}

/* An answer that shows a working server, whatever it says about this request. */
static bool is_working(enum ks_rc rc, const struct ks_http_response *response)
{
	return rc == KS_OK && response->status != 429 && response->status < 500;
}

enum ks_rc ks_sync_exchange(struct ks_sync_core *core, const struct ks_http_request *wanted,
			    struct ks_http_response *response)
{
	struct ks_http_request request = *wanted;
	char *version = ks_format("X-Experience-API-Version: %s", core->xapi_version);
	const char *headers[REQUEST_HEADERS_MAX] = {version};
	enum ks_rc rc;

	for (size_t i = 0; i < wanted->n_headers && i + 1 < KS_COUNT(headers); i++)
		headers[i + 1] = wanted->headers[i];
	request.headers = headers;
	request.n_headers++;
	request.credentials = core->credentials;
	response->retry_after_s = -1;
	response->have = -1;
	rc = core->options.http.perform(&core->options.http, &request, response);
	core->is_last_failed = !is_working(rc, response);
	core->status.last_http_status = rc == KS_OK ? response->status : 0;
	core->status.fault = rc == KS_OK ? KS_HTTP_FAULT_NONE : response->fault;
	if (response->certificate_end_ms > 0)
		core->status.certificate_end_ms = response->certificate_end_ms;
	if (rc == KS_OK)
		note_time(core, response);
	ks_log_debug("sync", "%s %s: %d", request.method, request.url, core->status.last_http_status);
	free(version);
	return rc;
}

void ks_sync_succeed(struct ks_sync_core *core, enum ks_sync_job_id job, int64_t again_ms)
{
	core->jobs[job] = (struct ks_sync_job){.due_ms = core->now_ms + again_ms};
	if (core->is_last_failed || core->is_refused)
		return;
	core->status.last_success_ms = ks_clock_wall_ms(core->options.clock);
	/* The endpoint is back: what waits in the ledger does not wait any longer. */
	if (core->jobs[KS_SYNC_JOB_SEND].n_failures > 0)
		core->jobs[KS_SYNC_JOB_SEND].due_ms = core->now_ms;
}

/* Full jitter: kiosks that lost one endpoint together must not come back together. */
static int64_t backoff_ms(struct ks_sync_core *core, int n_failures, int64_t max_ms)
{
	int doublings =
		n_failures - 1 < BACKOFF_DOUBLINGS_MAX ? n_failures - 1 : BACKOFF_DOUBLINGS_MAX;
	int64_t cap = (int64_t)KS_SYNC_BACKOFF_BASE_MS << doublings;

	if (cap > max_ms)
		cap = max_ms;
	cap -= KS_SYNC_BACKOFF_MIN_MS;
	return KS_SYNC_BACKOFF_MIN_MS + ks_shuffle_below(&core->jitter, (uint32_t)cap + 1);
}

void ks_sync_fail(struct ks_sync_core *core, enum ks_sync_job_id job,
		  const struct ks_http_response *response)
{
	struct ks_sync_job *state = &core->jobs[job];
	int64_t max_ms = job == KS_SYNC_JOB_ROSTER ? KS_SYNC_ROSTER_EVERY_MS : KS_SYNC_BACKOFF_MAX_MS;
	int64_t wait_ms;
	bool is_told = response && (response->status == 429 || response->status == 503);

	/* cut short by our own stop: no failure of the other side */
	bool is_stopping = core->options.http.stop &&
			   __atomic_load_n(core->options.http.stop, __ATOMIC_RELAXED);

	core->is_last_failed = true;
	if (state->n_failures == 0 && !is_stopping)
		ks_log_warn("sync", "%s failed (HTTP %d), trying again", jobs[job].name,
			    core->status.last_http_status);
	state->n_failures++;
	wait_ms = backoff_ms(core, state->n_failures, max_ms);
	if (is_told && response->retry_after_s * INT64_C(1000) > wait_ms)
		wait_ms = response->retry_after_s * INT64_C(1000);
	if (wait_ms > KS_SYNC_RETRY_AFTER_MAX_MS)
		wait_ms = KS_SYNC_RETRY_AFTER_MAX_MS;
	state->due_ms = core->now_ms + wait_ms;
}

/* The first wanted job that is due, else KS_SYNC_JOB_COUNT and how long until one is (-1: none is wanted). */
static int next_job(const struct ks_sync_core *core, int64_t *wait_ms)
{
	*wait_ms = -1;
	for (int i = 0; i < KS_SYNC_JOB_COUNT; i++) {
		int64_t left = core->jobs[i].due_ms - core->now_ms;

		if (!jobs[i].is_wanted(core))
			continue;
		if (left <= 0)
			return i;
		if (*wait_ms < 0 || left < *wait_ms)
			*wait_ms = left;
	}
	return KS_SYNC_JOB_COUNT;
}

/* Counting walks the ledger and keeps the screen's thread from it, so a long drain does it now and then. */
static void note_sent(struct ks_sync_core *core, int64_t n_pending_before)
{
	core->n_uncounted_jobs++;
	if (core->status.n_pending <= 0 || n_pending_before == 0 ||
	    core->n_uncounted_jobs >= COUNT_EVERY_JOBS)
		refresh_counts(core);
}

void ks_sync_core_step(struct ks_sync_core *core, int64_t *wait_ms)
{
	int64_t n_pending = core->status.n_pending;
	int job = KS_SYNC_JOB_COUNT;

	*wait_ms = -1;
	core->now_ms = ks_clock_mono_ms(core->options.clock);
	core->has_pins =
		core->options.ledger && ks_pin_news_is_any(ks_ledger_store(core->options.ledger));
	if (core->endpoint[0] != '\0')
		ks_sync_tend(core);
	if (core->endpoint[0] != '\0' && n_pending > 0)
		job = next_job(core, wait_ms);
	if (job == KS_SYNC_JOB_COUNT)
		refresh_counts(core);
	if (core->endpoint[0] != '\0' && job == KS_SYNC_JOB_COUNT)
		job = next_job(core, wait_ms);
	if (job < KS_SYNC_JOB_COUNT) {
		jobs[job].run(core);
		note_sent(core, n_pending);
		core->now_ms = ks_clock_mono_ms(core->options.clock);
		if (next_job(core, wait_ms) < KS_SYNC_JOB_COUNT)
			*wait_ms = 0;
	}
	core->status.state = state_of(core);
}

void ks_sync_core_status(const struct ks_sync_core *core, struct ks_sync_status *out)
{
	*out = core->status;
	out->tally = core->is_counted && (!core->is_endpoint_new || core->is_endpoint_first)
			     ? KS_SYNC_TALLY_CONFIRMED
			     : KS_SYNC_TALLY_UNKNOWN;
	ks_sync_status_recount(out, core->queue.last_seq(core->queue.context));
}

/* A new epoch begins behind numbers that nobody has (record/epoch.h): none of those was recorded. */
static int64_t recorded_since(int64_t counted, int64_t last)
{
	int64_t base = last - last % KS_EPOCH_SPAN;

	return last - (counted > base ? counted : base);
}

void ks_sync_status_recount(struct ks_sync_status *status, int64_t last_seq)
{
	if (last_seq > status->last_seq) {
		status->n_pending += recorded_since(status->last_seq, last_seq);
		status->last_seq = last_seq;
	}
	if (status->state == KS_SYNC_IDLE && status->n_pending > 0)
		status->state = KS_SYNC_SENDING;
	if (status->tally == KS_SYNC_TALLY_UNKNOWN)
		return;
	if (status->n_pending > 0)
		status->tally = KS_SYNC_TALLY_WAITING;
	else
		status->tally = status->n_quarantined > 0 ? KS_SYNC_TALLY_QUARANTINED
							  : KS_SYNC_TALLY_CONFIRMED;
}
