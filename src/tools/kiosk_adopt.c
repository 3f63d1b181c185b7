/* SPDX-License-Identifier: Apache-2.0 */
#include "tools/kiosk_adopt.h"

#include <jansson.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/args.h"
#include "base/file.h"
#include "base/mem.h"
#include "collector/control.h"
#include "record/ledger.h"
#include "record/salvage.h"
#include "sync/sync.h"
#include "tools/tools.h"

/*
 * The disk of a kiosk that was replaced lies on somebody's desk, and not all of it had been sent. It is only read: what can be
 * saved goes into a folder of its own, and from there to the centre by the very sender of a kiosk, whose requests are carried
 * through the control socket instead of a network. What was there already is known by its id.
 */

#define FAILURES_MAX 5
#define WAIT_MOST_MS 200

struct adoption {
	const char *state;
	char kiosk[64]; /* the account at the centre */
	int n_failures;
	struct ks_store *store;
	struct ks_ledger *ledger;
	struct ks_salvage salvage;
};

/* ---- the centre ---- */

static json_t *ask(const struct adoption *adoption, const char *request, bool *is_done)
{
	char *text = NULL, *why = NULL;
	enum ks_rc rc = ks_control_ask(adoption->state, request, -1, &text, &why);
	json_t *answer = rc == KS_OK ? json_loads(text, 0, NULL) : NULL;
	const char *message = json_string_value(json_object_get(answer, "message"));

	*is_done = json_is_true(json_object_get(answer, "ok"));
	if (!*is_done)
		fprintf(stderr, "%s\n", why ? why : message ? message : "実行できませんでした。");
	free(text);
	free(why);
	return answer;
}

/* "Name: value" as a member. */
static void put_headers(json_t *out, const struct ks_http_request *request)
{
	for (size_t i = 0; i < request->n_headers; i++) {
		const char *colon = strchr(request->headers[i], ':');
		char *name = ks_strndup(request->headers[i], (size_t)(colon - request->headers[i]));

		json_object_set_new(out, name, json_string(colon + 1 + strspn(colon + 1, " ")));
		free(name);
	}
}

/* Of our own sender: a path below the root, and at most a statement's id behind it. */
static json_t *carried(const struct adoption *adoption, const struct ks_http_request *request)
{
	const char *path = strstr(request->url, "/xAPI/"), *query = path ? strchr(path, '?') : NULL;
	json_t *out = json_pack("{s:s, s:s, s:s, s:{}, s:{}}", "do", "kiosk.carry", "kiosk",
				adoption->kiosk, "method", request->method, "headers", "query");
	const char *equals = query ? strchr(query, '=') : NULL;

	json_object_set_new(out, "path",
			    json_stringn(path ? path : "", path ? strcspn(path, "?") : 0));
	put_headers(json_object_get(out, "headers"), request);
	if (equals) {
		char *name = ks_strndup(query + 1, (size_t)(equals - query - 1));

		json_object_set_new(json_object_get(out, "query"), name, json_string(equals + 1));
		free(name);
	}
	json_object_set_new(out, "body",
			    json_stringn(request->body ? request->body : "", request->body_len));
	return out;
}

static enum ks_rc perform(struct ks_http *http, const struct ks_http_request *request,
			  struct ks_http_response *response)
{
	struct adoption *adoption = http->context;
	bool is_done = true;
	json_t *asked, *answer;
	const char *body;
	char *text;

	memcpy(response->xapi_version, "1.0.3", sizeof("1.0.3"));
	response->status = 404;
	if (!strstr(request->url, "/xAPI/"))
		return KS_OK; /* no people are wanted, and no plan */
	asked = carried(adoption, request);
	text = json_dumps(asked, JSON_COMPACT);
	answer = text ? ask(adoption, text, &is_done) : NULL;
	body = json_string_value(json_object_get(answer, "body"));
	response->status = (int)json_integer_value(json_object_get(answer, "status"));
	(void)snprintf(response->content_type, sizeof(response->content_type), "%s",
		       json_string_value(json_object_get(answer, "type"))
			       ? json_string_value(json_object_get(answer, "type"))
			       : "");
	if (body)
		ks_buf_puts(&response->body, body);
	adoption->n_failures = is_done && response->status < 500 ? 0 : adoption->n_failures + 1;
	json_decref(answer);
	json_decref(asked);
	free(text);
	return is_done && response->status > 0 ? KS_OK : KS_IO;
}

static bool find_account(struct adoption *adoption, const char *name)
{
	char *label = NULL, *key = NULL, *text;
	bool is_done = false;
	json_t *asked, *answer;

	if (ks_store_get(adoption->store, "kiosk", &label) != KS_OK)
		label = NULL;
	if (ks_store_get(adoption->store, "identity_public", &key) != KS_OK)
		key = NULL;
	asked = json_pack("{s:s, s:s, s:s}", "do", "kiosk.adopt", "kiosk",
			  name    ? name
			  : label ? label
				  : "",
			  "key", key ? key : "");
	text = json_dumps(asked, JSON_COMPACT);
	answer = ask(adoption, text ? text : "", &is_done);
	if (is_done)
		(void)snprintf(adoption->kiosk, sizeof(adoption->kiosk), "%s",
			       json_string_value(json_object_get(answer, "kiosk")));
	json_decref(answer);
	json_decref(asked);
	free(text);
	free(label);
	free(key);
	return is_done;
}

/* ---- the folder ---- */

/* What can be saved of @old, in a folder of its own; opened again it has its second copy. */
static enum ks_rc save(struct adoption *adoption, const char *old, const char *folder, char **why)
{
	enum ks_rc rc = ks_store_open(folder, KS_ROLE_KIOSK, KS_ACCESS_WRITE, &adoption->store, why);

	if (rc == KS_OK)
		rc = ks_salvage_folder(old, adoption->store, &adoption->salvage);
	ks_store_close(adoption->store);
	adoption->store = NULL;
	if (rc == KS_OK)
		rc = ks_store_open(folder, KS_ROLE_KIOSK, KS_ACCESS_WRITE, &adoption->store, why);
	return rc;
}

static enum ks_rc deliver(struct adoption *adoption, struct ks_sync_status *status)
{
	struct ks_clock clock = ks_clock_system();
	struct ks_sync_options options = {.clock = &clock,
					  .http = {.perform = perform, .context = adoption},
					  .endpoint = "adopt:/xAPI"};
	struct ks_sync_core *core;
	int64_t n_forgotten, wait_ms = 0;
	enum ks_rc rc = ks_ledger_open(adoption->store, &clock, adoption->kiosk, &adoption->ledger);

	if (rc == KS_OK)
		rc = ks_ledger_forget_delivery(adoption->ledger, 0, &n_forgotten);
	if (rc != KS_OK)
		return rc;
	options.ledger = adoption->ledger;
	core = ks_sync_core_open(&options);
	do {
		if (wait_ms > 0)
			(void)poll(NULL, 0, wait_ms < WAIT_MOST_MS ? (int)wait_ms : WAIT_MOST_MS);
		ks_sync_core_step(core, &wait_ms);
		ks_sync_core_status(core, status);
	} while (status->n_pending > 0 && wait_ms >= 0 && adoption->n_failures < FAILURES_MAX &&
		 status->state != KS_SYNC_REFUSED);
	ks_sync_core_close(core);
	return KS_OK;
}

static int tell(const struct adoption *adoption, const struct ks_sync_status *status)
{
	const struct ks_salvage *salvage = &adoption->salvage;

	if (status->n_pending > 0) {
		fprintf(stderr, "%lld件を、まだ届けられませんでした。もう一度実行してください。\n",
			(long long)status->n_pending);
		return KS_EXIT_TRY_LATER;
	}
	printf("端末 %s の記録 %lld件（通し番号 %lld まで）は、すべてセンターにあります。\n",
	       adoption->kiosk, (long long)(salvage->n_saved - status->n_quarantined),
	       (long long)salvage->last_seq);
	if (status->n_quarantined > 0)
		printf("センターが受け取らない記録が %lld件ありました。\n",
		       (long long)status->n_quarantined);
	if (salvage->n_lost > 0)
		printf("フォルダーが壊れていて、読めない記録が %lld件あります。\n",
		       (long long)salvage->n_lost);
	printf("もとのフォルダーは、書き換えていません。\n");
	return status->n_quarantined > 0 || salvage->n_lost > 0 ? KS_EXIT_FAILED : KS_EXIT_DONE;
}

static int adopt(struct adoption *adoption, const char *old, const char *name, const char *folder)
{
	struct ks_sync_status status = {0};
	char *why = NULL;
	enum ks_rc rc = save(adoption, old, folder, &why);
	int exit_code = KS_EXIT_FAILED;

	if (rc != KS_OK) {
		fprintf(stderr, "%s\n", why ? why : "古いフォルダーの記録を写せません。");
	} else if (!adoption->salvage.has_key) {
		fprintf(stderr, "端末の鍵が読めないので、この記録が端末のものだと確かめられません。"
				"センターには入れません。\n");
	} else if (find_account(adoption, name)) {
		rc = deliver(adoption, &status);
		exit_code = rc == KS_OK ? tell(adoption, &status) : ks_tools_failed(rc);
	}
	ks_ledger_close(adoption->ledger);
	ks_store_close(adoption->store);
	ks_salvage_finish(&adoption->salvage);
	free(why);
	return exit_code;
}

int ks_tools_kiosk_adopt(int argc, char **argv)
{
	const char *old = NULL, *name = NULL;
	struct adoption adoption = {0};
	const struct ks_option options[] = {
		{"--state", "DIR", "センターの記録のフォルダー", &adoption.state, NULL, true},
		{"--name", "NAME", "センターがその端末の鍵を知らないときに付ける名前", &name, NULL,
		 false},
	};
	const struct ks_args args = {
		.program = "kenshu kiosk adopt",
		.summary = "もう使わない端末のフォルダーにある記録を、端末の鍵で確かめて、センターに入れます。"
			   "届いていたものは、二度は数えません。",
		.operands = "OLD-FOLDER",
		.n_operands_min = 1,
		.n_operands_max = 1,
		.options = options,
		.n_options = KS_COUNT(options),
	};
	const char *place = getenv("TMPDIR");
	char *folder;
	int exit_code;

	if (!ks_tools_parse(&args, argc, argv, &old, &exit_code))
		return exit_code;
	if (!ks_salvage_has_files(old)) {
		fprintf(stderr,
			"%s に端末の記録がありません。フォルダーの指定を確かめてください。\n", old);
		return KS_EXIT_FAILED;
	}
	folder = ks_format("%s/kenshu-adopt-XXXXXX", place && *place ? place : "/tmp");
	if (!mkdtemp(folder)) {
		fprintf(stderr, "%s を作れません。TMPDIR に、書ける場所を指定してください。\n",
			folder);
		free(folder);
		return KS_EXIT_FAILED;
	}
	exit_code = adopt(&adoption, old, name, folder);
	ks_folder_remove(folder);
	free(folder);
	return exit_code;
}
