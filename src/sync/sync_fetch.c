// SPDX-License-Identifier: Apache-2.0
#include "sync/sync_private.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/mem.h"
#include "record/pin_news.h"
#include "record/roster.h"

/*
 * What is asked of the other end besides taking statements: the roster (only a kenshu collector has one), the
 * plan it should report on, and which xAPI versions it speaks. Nothing here may hold up delivery for good: an
 * endpoint that does not know these paths is a foreign LRS, and that is fine.
 */

#define ROSTER_TAG "sync_roster_etag" /* in the store: "<url> <etag>" */

/* The tag belongs to one address: another collector's "not modified" would be about another roster. */
static char *load_tag(struct ks_store *store, const char *url)
{
	char *saved = NULL, *tag = NULL;
	size_t len = strlen(url);

	if (ks_store_get(store, ROSTER_TAG, &saved) != KS_OK)
		return NULL;
	if (strncmp(saved, url, len) == 0 && saved[len] == ' ' && saved[len + 1] != '\0')
		tag = ks_strdup(saved + len + 1);
	free(saved);
	return tag;
}

static void save_tag(struct ks_store *store, const char *url, const char *tag)
{
	char *text = ks_format("%s %s", url, tag);

	if (ks_store_set(store, ROSTER_TAG, text) != KS_OK)
		ks_log_warn("sync", "the roster's tag could not be kept");
	free(text);
}

static bool is_news(const struct ks_sync_core *core, int64_t have)
{
	for (size_t i = 0; i < core->n_believed; i++)
		if (core->believed[i] == have)
			return false;
	return core->n_believed < KS_SYNC_FORGET_MAX;
}

/*
 * A collector that has less than it once confirmed was restored from an older backup: what it lost is still here and
 * is sent again. Once for each number and a few times in all, so that a lying collector gets no endless stream.
 */
static void compare_have(struct ks_sync_core *core, int64_t have)
{
	int64_t n_forgotten = 0;
	enum ks_rc rc;

	if (have < 0 || !is_news(core, have))
		return;
	rc = ks_ledger_forget_delivery(core->options.ledger, have, &n_forgotten);
	core->is_ledger_failed = rc != KS_OK;
	if (rc != KS_OK)
		ks_log_error("sync", "delivery could not be taken back: %s", ks_rc_name(rc));
	if (rc != KS_OK || n_forgotten == 0)
		return;
	core->believed[core->n_believed++] = have;
	ks_sync_note_offered_again(core, n_forgotten);
	core->jobs[KS_SYNC_JOB_SEND].due_ms = core->now_ms;
	core->is_plan_told = !core->plan_json; /* it may have lost that too */
}

/* @tag: of the document that is here; NULL: none, and no difference can be taken. */
static enum ks_rc store_roster(struct ks_store *store, const char *tag,
			       const struct ks_http_response *response)
{
	const char *text = ks_buf_text(&response->body);

	if (!ks_roster_is_delta(text))
		return ks_roster_store_json(store, text, response->body.len);
	return tag ? ks_roster_store_delta(store, text, response->body.len, tag) : KS_CONFLICT;
}

static void take_roster(struct ks_sync_core *core, const char *url, const char *tag,
			const struct ks_http_response *response)
{
	struct ks_store *store = ks_ledger_store(core->options.ledger);
	enum ks_rc rc = store_roster(store, tag, response);

	if ((rc == KS_INVALID || rc == KS_CONFLICT) &&
	    ks_roster_is_delta(ks_buf_text(&response->body))) { /* the whole of it, then */
		save_tag(store, url, "");
		ks_sync_succeed(core, KS_SYNC_JOB_ROSTER, 0);
		return;
	}
	if (rc != KS_OK) {
		ks_log_error("sync", "the roster could not be taken: %s", ks_rc_name(rc));
		core->is_last_failed = true; /* it may be no collector's answer */
		ks_sync_succeed(core, KS_SYNC_JOB_ROSTER, KS_SYNC_ROSTER_EVERY_MS);
		return;
	}
	save_tag(store, url, response->etag);
	core->status.has_roster = core->status.is_roster_fresh = true;
	core->is_roster_refused = false;
	ks_sync_succeed(core, KS_SYNC_JOB_ROSTER, KS_SYNC_ROSTER_EVERY_MS);
}

/* What the collector says beside the roster, changed or not. */
static void hear_collector(struct ks_sync_core *core, const struct ks_http_response *response)
{
	core->status.is_key_refused = false;
	core->status.is_twin = response->is_twin;
	if (response->epoch > 0 &&
	    ks_ledger_begin_epoch(core->options.ledger, response->epoch) != KS_OK)
		ks_log_error("sync", "the epoch could not be begun");
	compare_have(core, response->have);
	ks_sync_obey_resend(core, response->resend);
	ks_sync_hear_offer(core, response->content);
}

static void judge_roster(struct ks_sync_core *core, const char *url, const char *tag,
			 const struct ks_http_response *response)
{
	switch (response->status) {
	case 200:
		if (!ks_sync_is_json(response)) {
			ks_sync_fail(core, KS_SYNC_JOB_ROSTER, NULL);
			break;
		}
		take_roster(core, url, tag, response);
		hear_collector(core, response);
		break;
	case 304:
		core->status.is_roster_fresh = true;
		core->is_roster_refused = false;
		ks_sync_succeed(core, KS_SYNC_JOB_ROSTER, KS_SYNC_ROSTER_EVERY_MS);
		hear_collector(core, response);
		break;
	case 409:
	case 401:
	case 403: /* wrong credentials, or an LRS that protects paths it does not know; or a portal */
		if (!ks_sync_is_own(core, response)) {
			ks_sync_fail(core, KS_SYNC_JOB_ROSTER, response);
			break;
		}
		core->status.is_key_refused = response->status == 409;
		core->is_roster_refused = core->status.is_key_refused || !core->has_delivered;
		ks_sync_succeed(core, KS_SYNC_JOB_ROSTER, KS_SYNC_REFUSED_RETRY_MS);
		break;
	case 404: /* a foreign LRS has no plan to take either */
		ks_sync_succeed(core, KS_SYNC_JOB_ROSTER, KS_SYNC_FOREIGN_RETRY_MS);
		core->is_foreign = core->is_plan_told = true;
		break;
	default:
		ks_sync_fail(core, KS_SYNC_JOB_ROSTER, response);
		break;
	}
}

/*
 * X-Kenshu-About: this clock, this program, the revision of what is taught here ("-": none, or one that is no word), with
 * "#7" behind it where it is that of a bundle.
 */
static char *about_header(struct ks_sync_core *core)
{
	json_t *plan = core->plan_json ? json_loads(core->plan_json, 0, NULL) : NULL;
	const json_t *first = json_is_array(plan) ? json_array_get(plan, 0) : plan;
	const char *revision = json_string_value(json_object_get(first, "revision"));
	bool is_word = revision && *revision;
	char *header, number[16] = "";

	for (const char *at = revision; is_word && *at; at++)
		is_word = *at > ' ' && *at <= '~' && at - revision < 24;
	if (core->content_version > 0)
		snprintf(number, sizeof(number), "#%d", core->content_version);
	header = ks_format("X-Kenshu-About: %lld " KENSHU_VERSION " %s%s",
			   (long long)ks_clock_wall_ms(core->options.clock),
			   is_word ? revision : "-", number);
	json_decref(plan);
	return header;
}

/* Who asks, and how far its record goes: so the collector can tell another machine under our name before anybody trains. */
void ks_sync_fetch_roster(struct ks_sync_core *core)
{
	char *url = ks_format("%s/kiosk/v1/roster", core->root);
	char *tag = core->status.has_roster ? load_tag(ks_ledger_store(core->options.ledger), url)
					    : NULL;
	char *match = tag ? ks_format("If-None-Match: %s", tag) : NULL;
	char *head = ks_sync_head_header(core);
	char *aside = ks_format("X-Kenshu-Quarantined: %lld", (long long)core->status.n_quarantined);
	char *about = about_header(core);
	char *delta = tag ? ks_strdup("X-Kenshu-Delta: 1") : NULL;
	char *sealed = ks_strdup("X-Kenshu-Sealed: 1"); /* an older kiosk gets no PINs any more */
	char *const wanted[] = {aside, match, head, about, delta, sealed};
	const char *headers[KS_COUNT(wanted)];
	struct ks_http_request request = {
		.method = "GET",
		.url = url,
		.headers = headers,
		.response_max_bytes = KS_ROSTER_DOCUMENT_MAX_BYTES,
		.wants_certificate = true,
	};
	struct ks_http_response response = {0};

	for (size_t i = 0; i < KS_COUNT(wanted); i++)
		if (wanted[i])
			headers[request.n_headers++] = wanted[i];
	if (ks_sync_exchange(core, &request, &response) == KS_OK)
		judge_roster(core, url, tag, &response);
	else
		ks_sync_fail(core, KS_SYNC_JOB_ROSTER, NULL);
	ks_http_response_finish(&response);
	for (size_t i = 0; i < KS_COUNT(wanted); i++)
		free(wanted[i]);
	free(tag);
	free(url);
}

/* PUT to the collector; true: it is told, or will never hear it. */
static bool tell(struct ks_sync_core *core, enum ks_sync_job_id job, const char *what,
		 const char *json)
{
	char *url = ks_format("%s/kiosk/v1/%s", core->root, what);
	const char *headers[] = {"Content-Type: application/json"};
	struct ks_http_request request = {
		.method = "PUT",
		.url = url,
		.headers = headers,
		.n_headers = 1,
		.body = json,
		.body_len = strlen(json),
	};
	struct ks_http_response response = {0};
	enum ks_rc rc = ks_sync_exchange(core, &request, &response);
	bool is_told = rc == KS_OK && response.status >= 200 && response.status < 500 &&
		       response.status != 429 && !(response.status >= 300 && response.status < 400);

	if (!is_told)
		ks_sync_fail(core, job, &response);
	else
		ks_sync_succeed(core, job, 0);
	if (is_told && response.status >= 300 && response.status != 404)
		ks_log_warn("sync", "the %s was not taken (HTTP %d)", what, response.status);
	ks_http_response_finish(&response);
	free(url);
	return is_told;
}

void ks_sync_tell_plan(struct ks_sync_core *core)
{
	core->is_plan_told = tell(core, KS_SYNC_JOB_PLAN, "plan", core->plan_json);
}

void ks_sync_tell_condition(struct ks_sync_core *core)
{
	core->is_condition_told =
		tell(core, KS_SYNC_JOB_CONDITION, "condition", core->condition_json);
}

/* What does not hold at the centre is replaced by what does: the next list is fetched whole. */
static void settle_pins(struct ks_sync_core *core, const struct ks_http_response *response,
			int64_t upto)
{
	struct ks_store *store = ks_ledger_store(core->options.ledger);
	json_t *root = json_loadb(response->body.data, response->body.len, 0, NULL);
	bool is_refused = json_integer_value(json_object_get(root, "refused")) > 0;
	enum ks_rc rc = is_refused ? ks_store_set(store, ROSTER_TAG, "") : KS_OK;

	json_decref(root);
	if (rc == KS_OK)
		rc = ks_pin_news_settle(store, upto);
	if (rc != KS_OK) /* told again, which changes nothing */
		ks_log_warn("sync", "what was told of PINs could not be settled: %s", ks_rc_name(rc));
	ks_sync_succeed(core, KS_SYNC_JOB_PINS, rc == KS_OK ? 0 : KS_SYNC_REFUSED_RETRY_MS);
	if (rc == KS_OK && is_refused)
		core->jobs[KS_SYNC_JOB_ROSTER].due_ms = core->now_ms;
}

static void tell_pins(struct ks_sync_core *core, const char *body, int64_t upto)
{
	char *url = ks_format("%s/kiosk/v1/pins", core->root);
	const char *headers[] = {"Content-Type: application/json"};
	struct ks_http_request request = {
		.method = "PUT",
		.url = url,
		.headers = headers,
		.n_headers = 1,
		.body = body,
		.body_len = strlen(body),
	};
	struct ks_http_response response = {0};
	enum ks_rc rc = ks_sync_exchange(core, &request, &response);

	if (rc == KS_OK && response.status == 200 && ks_sync_is_json(&response))
		settle_pins(core, &response, upto);
	else if (rc == KS_OK && response.status == 404) /* an older collector */
		ks_sync_succeed(core, KS_SYNC_JOB_PINS, KS_SYNC_FOREIGN_RETRY_MS);
	else if (rc == KS_OK && (response.status == 400 || response.status == 403))
		ks_sync_succeed(core, KS_SYNC_JOB_PINS, KS_SYNC_REFUSED_RETRY_MS);
	else
		ks_sync_fail(core, KS_SYNC_JOB_PINS, rc == KS_OK ? &response : NULL);
	ks_http_response_finish(&response);
	free(url);
}

void ks_sync_tell_pins(struct ks_sync_core *core)
{
	struct ks_buf parcel = {0}, body = {0};
	int64_t upto = 0;
	char *text;
	enum ks_rc rc = ks_pin_news_seal(ks_ledger_store(core->options.ledger), core->options.clock,
					 NULL, &parcel, &upto);

	if (rc != KS_OK) {
		ks_sync_succeed(core, KS_SYNC_JOB_PINS, KS_SYNC_REFUSED_RETRY_MS);
	} else {
		text = ks_base64url((const uint8_t *)parcel.data, parcel.len);
		ks_buf_printf(&body, "{\"sealed\":\"%s\"}", text);
		free(text);
		tell_pins(core, ks_buf_text(&body), upto);
	}
	ks_buf_finish(&parcel);
	ks_buf_finish(&body);
}

/*
 * Anybody may be between us and the endpoint (a portal, a proxy without its server), so only a list of versions, or an
 * LRS's own answer without one, decides. An LRS whose /about is broken for good is spoken to in 1.0.3.
 */
static bool judge_about(struct ks_sync_core *core, const struct ks_http_response *response)
{
	struct ks_sync_about about;
	bool is_error = response->status >= 400 && response->status != 408 && response->status != 429;

	if (response->status == 200 && ks_sync_read_about(response, &about)) {
		core->xapi_version = about.is_only_new ? "2.0.0" : "1.0.3";
		core->is_about_read = true;
		ks_sync_note_headers(core, response->xapi_version[0] == '\0');
		ks_sync_note_about(core, response);
		return true;
	}
	if (response->status < 500 && response->xapi_version[0] != '\0')
		return is_error || response->status == 200;
	core->n_about_errors += is_error;
	return core->n_about_errors >= KS_SYNC_ABOUT_TRIES_MAX;
}

void ks_sync_ask_about(struct ks_sync_core *core)
{
	char *url = ks_format("%s/about", core->endpoint);
	struct ks_http_request request = {.method = "GET", .url = url, .wants_certificate = true};
	struct ks_http_response response = {0};
	enum ks_rc rc = ks_sync_exchange(core, &request, &response);

	if (rc == KS_OK && judge_about(core, &response)) {
		core->is_about_known = true;
		ks_sync_succeed(core, KS_SYNC_JOB_ABOUT, KS_SYNC_ABOUT_EVERY_MS);
	} else {
		ks_sync_fail(core, KS_SYNC_JOB_ABOUT, rc == KS_OK ? &response : NULL);
	}
	ks_http_response_finish(&response);
	free(url);
}
