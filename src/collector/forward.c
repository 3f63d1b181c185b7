/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/forward.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/secret.h"
#include "lrs/forward.h"

#define FILE_BYTES_MAX 4096
#define TARGETS_MAX 8

/* --- the queue -------------------------------------------------------------------------------- */

static enum ks_rc next(void *context, int64_t after, struct ks_statement *out)
{
	const struct ks_forward_context *c = context;

	return ks_forward_next(c->store, c->name, after, out);
}

static enum ks_rc mark_delivered(void *context, const int64_t *seqs, size_t n)
{
	const struct ks_forward_context *c = context;

	return ks_forward_mark_delivered(c->store, c->name, seqs, n, ks_clock_wall_ms(c->clock));
}

static enum ks_rc forget_delivery(void *context, int64_t after, int64_t *n_forgotten)
{
	const struct ks_forward_context *c = context;

	return ks_forward_forget(c->store, c->name, after, n_forgotten);
}

static enum ks_rc quarantine(void *context, int64_t seq, const char *reason)
{
	const struct ks_forward_context *c = context;

	return ks_forward_quarantine(c->store, c->name, seq, reason, ks_clock_wall_ms(c->clock));
}

static enum ks_rc retry_quarantine(void *context, int64_t until_ms, int64_t *n_released)
{
	const struct ks_forward_context *c = context;

	return ks_forward_retry(c->store, c->name, until_ms, n_released);
}

static int64_t last_seq(void *context)
{
	const struct ks_forward_context *c = context;

	return ks_forward_last(c->store);
}

static enum ks_rc counts(void *context, struct ks_ledger_counts *out)
{
	const struct ks_forward_context *c = context;

	return ks_forward_counts(c->store, c->name, out);
}

static enum ks_rc get(void *context, const char *name, char **value)
{
	const struct ks_forward_context *c = context;

	return ks_forward_get(c->store, c->name, name, value);
}

static enum ks_rc set(void *context, const char *name, const char *value)
{
	const struct ks_forward_context *c = context;

	return ks_forward_set(c->store, c->name, name, value);
}

struct ks_sync_queue ks_forward_queue(struct ks_forward_context *context)
{
	return (struct ks_sync_queue){.context = context,
				      .next = next,
				      .mark_delivered = mark_delivered,
				      .forget_delivery = forget_delivery,
				      .quarantine = quarantine,
				      .retry_quarantine = retry_quarantine,
				      .last_seq = last_seq,
				      .counts = counts,
				      .get = get,
				      .set = set};
}

/* --- whom to send to -------------------------------------------------------------------------- */

/* The name of the file without its folder and ending. */
static void name_of(const char *path, char out[33])
{
	const char *slash = strrchr(path, '/'), *base = slash ? slash + 1 : path;
	size_t len = strcspn(base, ".");

	(void)snprintf(out, 33, "%.*s", (int)len, base);
}

static char *take_line(char **rest)
{
	char *line = *rest;
	size_t len = strcspn(line, "\r\n");

	*rest += len + strspn(line + len, "\r\n");
	return len > 0 ? ks_strndup(line, len) : NULL;
}

enum ks_rc ks_forward_read(const char *path, struct ks_forward_target *out)
{
	char *text = NULL, *rest;
	size_t len = 0;

	*out = (struct ks_forward_target){0};
	name_of(path, out->name);
	if (ks_file_read(path, FILE_BYTES_MAX, &text, &len) != KS_OK) {
		fprintf(stderr,
			"%s: 転送先のファイルを読めません。場所と権限を確かめてください。\n", path);
		return KS_INVALID;
	}
	(void)ks_secret_tell_file(path, stderr);
	rest = text;
	out->credentials = take_line(&rest);
	out->endpoint = take_line(&rest);
	out->ca_file = take_line(&rest);
	sodium_memzero(text, len);
	free(text);
	if (!out->credentials || !strchr(out->credentials, ':')) {
		fprintf(stderr, "%s:1: 転送先の「名前:秘密」を書いてください。\n", path);
		return KS_INVALID;
	}
	if (!ks_secret_host_of(out->endpoint)) {
		fprintf(stderr,
			"%s:2: 転送先のアドレスを https://lrs.example.jp/xAPI のように書いてください。\n",
			path);
		return KS_INVALID;
	}
	if (ks_secret_is_in_clear(out->endpoint))
		fprintf(stderr,
			"注意: %s:2: 「%s」では、認証情報と記録が、暗号化されずに通信路を通ります。\n",
			path, out->endpoint);
	return KS_OK;
}

void ks_forward_target_finish(struct ks_forward_target *target)
{
	if (!target)
		return;
	if (target->credentials)
		sodium_memzero(target->credentials, strlen(target->credentials));
	free(target->credentials);
	free(target->endpoint);
	free(target->ca_file);
	*target = (struct ks_forward_target){0};
}

/* --- sending ---------------------------------------------------------------------------------- */

struct line {
	struct ks_forward_target target;
	struct ks_forward_context context;
	struct ks_sync_queue queue;
	struct ks_clock clock; /* of its thread */
	struct ks_http http;
	struct ks_sync *sync;
	char *trouble; /* as it was told last; NULL: not yet */
};

struct ks_forward {
	struct ks_store *store;
	int64_t last;
	struct line lines[TARGETS_MAX];
	size_t n;
};

static char *trouble_of(const struct ks_sync_status *status)
{
	if (status->state == KS_SYNC_REFUSED)
		return ks_format("認証情報が断られました（%d）", status->last_http_status);
	if (status->fault == KS_HTTP_FAULT_CERTIFICATE)
		return ks_strdup("証明書を確かめられません");
	if (status->fault == KS_HTTP_FAULT_PROXY)
		return ks_strdup("プロキシを通れません");
	if (status->state != KS_SYNC_WAITING)
		return ks_strdup("");
	return status->last_http_status > 0
		       ? ks_format("受け取ってもらえません（%d）", status->last_http_status)
		       : ks_strdup("返事がありません");
}

/* How it stands is in the store, where every command sees it. */
static void note(struct line *line)
{
	struct ks_sync_status status;
	char *trouble;

	ks_sync_status(line->sync, &status);
	trouble = trouble_of(&status);
	if (line->trouble && strcmp(line->trouble, trouble) == 0) {
		free(trouble);
		return;
	}
	if (ks_forward_tell_trouble(line->context.store, line->context.name, trouble) != KS_OK)
		ks_log_warn("forward", "how %s stands could not be kept", line->context.name);
	free(line->trouble);
	line->trouble = trouble;
}

static enum ks_rc start_line(struct ks_store *store, const char *path, struct line *line)
{
	struct ks_sync_options options;
	enum ks_rc rc = ks_forward_read(path, &line->target);

	if (rc == KS_OK)
		rc = ks_forward_begin(store, line->target.name);
	if (rc == KS_INVALID && line->target.endpoint)
		fprintf(stderr,
			"%s: ファイルの名前は、lrs-1.txt のように、英小文字・数字・ハイフンにしてください。\n",
			path);
	if (rc == KS_OK)
		rc = ks_http_curl_open(line->target.ca_file, NULL, &line->http);
	if (rc != KS_OK)
		return rc;
	line->clock = ks_clock_system();
	line->context = (struct ks_forward_context){store, line->target.name, &line->clock};
	line->queue = ks_forward_queue(&line->context);
	options = (struct ks_sync_options){.queue = &line->queue,
					   .clock = &line->clock,
					   .http = line->http,
					   .endpoint = line->target.endpoint,
					   .credentials = line->target.credentials};
	return ks_sync_start(&options, &line->sync);
}

/* Two files of one name would be one target with two addresses. */
static bool is_known(const struct ks_forward *forward, const char *path)
{
	char name[33];

	name_of(path, name);
	for (size_t i = 0; i < forward->n; i++)
		if (strcmp(forward->lines[i].target.name, name) == 0)
			return true;
	return false;
}

enum ks_rc ks_forward_start(struct ks_store *store, const char *files, struct ks_forward **out)
{
	struct ks_forward *forward;
	char *list = ks_strdup(files ? files : ""), *rest = NULL;
	enum ks_rc rc = KS_OK;

	*out = NULL;
	if (!*list) {
		free(list);
		return KS_OK;
	}
	forward = ks_alloc_zero(1, sizeof(*forward));
	forward->store = store;
	for (char *path = strtok_r(list, " ", &rest); rc == KS_OK && path;
	     path = strtok_r(NULL, " ", &rest)) {
		if (is_known(forward, path) || forward->n == TARGETS_MAX) {
			fprintf(stderr,
				"転送先は、別の名前のファイルで、%d か所までにしてください。\n",
				TARGETS_MAX);
			rc = KS_INVALID;
		} else {
			rc = start_line(store, path, &forward->lines[forward->n++]);
		}
	}
	free(list);
	if (rc != KS_OK)
		ks_forward_stop(forward);
	else
		*out = forward;
	return rc;
}

void ks_forward_tend(struct ks_forward *forward)
{
	int64_t last;

	if (!forward)
		return;
	last = ks_forward_last(forward->store);
	for (size_t i = 0; i < forward->n; i++) {
		if (last > forward->last)
			ks_sync_poke(forward->lines[i].sync);
		note(&forward->lines[i]);
	}
	forward->last = last;
}

void ks_forward_stop(struct ks_forward *forward)
{
	if (!forward)
		return;
	for (size_t i = 0; i < forward->n; i++) {
		ks_sync_stop(forward->lines[i].sync);
		ks_http_curl_close(&forward->lines[i].http);
		ks_forward_target_finish(&forward->lines[i].target);
		free(forward->lines[i].trouble);
	}
	free(forward);
}
