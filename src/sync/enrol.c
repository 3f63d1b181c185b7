// SPDX-License-Identifier: Apache-2.0
#include "sync/enrol.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/log.h"
#include "base/mem.h"
#include "record/identity.h"
#include "sync/sync_private.h"

/*
 * One request. The secret is made here and only its hash is told: nobody between this kiosk and the centre has seen it. That
 * the file can be written is known before a code is spent.
 */

bool ks_enrol_is_writable(const char *file)
{
	char *folder = ks_strdup(file), *slash = strrchr(folder, '/');
	bool is_writable;

	if (slash)
		*(slash == folder ? slash + 1 : slash) = '\0';
	is_writable = access(slash ? folder : ".", W_OK | X_OK) == 0 && !ks_folder_exists(file);
	free(folder);
	return is_writable;
}

static char *body_of(const struct ks_enrolment *enrolment)
{
	struct ks_buf body = {0};

	ks_buf_printf(&body, "{\"code\":\"%s\",\"secret_sha256\":\"%s\"", enrolment->code,
		      enrolment->secret_hex);
	if (enrolment->public_key)
		ks_buf_printf(&body, ",\"key\":\"%s\",\"signature\":\"%s\"", enrolment->public_key,
			      enrolment->signature);
	ks_buf_puts(&body, "}");
	return ks_buf_take(&body);
}

static enum ks_enrolled keep(const struct ks_enrol_wish *wish, const char *secret,
			     const struct ks_http_response *response)
{
	json_t *root = json_loadb(ks_buf_text(&response->body), response->body.len, 0, NULL);
	const char *name = json_string_value(json_object_get(root, "kiosk"));
	enum ks_enrolled outcome = KS_ENROL_NO_CENTRE;

	if (name && name[0] && !strpbrk(name, ":\r\n")) {
		char *text = ks_format("%s:%s\n%s\n", name, secret, wish->endpoint);
		enum ks_rc rc = ks_file_write(wish->file, text, strlen(text), 0600);

		outcome = rc == KS_OK ? KS_ENROLLED : KS_ENROL_NOT_WRITTEN;
		explicit_bzero(text, strlen(text));
		free(text);
	}
	json_decref(root);
	return outcome;
}

static enum ks_enrolled judge(const struct ks_enrol_wish *wish, const char *secret,
			      const struct ks_http_response *response)
{
	/* A portal or a gateway may answer with any status; of 5xx it says that nobody is behind it. */
	if (response->xapi_version[0] == '\0')
		return response->status >= 500 ? KS_ENROL_NO_CENTRE : KS_ENROL_NOT_OURS;
	switch (response->status) {
	case 200:
		return ks_sync_is_json(response) ? keep(wish, secret, response) : KS_ENROL_NOT_OURS;
	case 400:
	case 401:
		return KS_ENROL_WRONG_CODE;
	case 409:
		return KS_ENROL_OTHER_KEY;
	case 429:
		return KS_ENROL_WAIT;
	default:
		return KS_ENROL_NO_CENTRE;
	}
}

static enum ks_enrolled unanswered(enum ks_http_fault fault)
{
	switch (fault) {
	case KS_HTTP_FAULT_CERTIFICATE:
		return KS_ENROL_CERTIFICATE;
	case KS_HTTP_FAULT_PROXY:
		return KS_ENROL_PROXY;
	case KS_HTTP_FAULT_NONE:
		break;
	}
	return KS_ENROL_NO_CENTRE;
}

static enum ks_enrolled ask(struct ks_http *http, const struct ks_enrol_wish *wish,
			    const struct ks_enrolment *enrolment, const char *secret)
{
	char *root = ks_sync_root_of(wish->endpoint), *url = ks_format("%s/kiosk/v1/enrol", root);
	char *body = body_of(enrolment);
	const char *headers[] = {"Content-Type: application/json", "X-Experience-API-Version: 1.0.3"};
	struct ks_http_request request = {
		.method = "POST",
		.url = url,
		.headers = headers,
		.n_headers = KS_COUNT(headers),
		.body = body,
		.body_len = strlen(body),
	};
	struct ks_http_response response = {.retry_after_s = -1, .have = -1};
	enum ks_enrolled outcome;

	if (http->perform(http, &request, &response) == KS_OK)
		outcome = judge(wish, secret, &response);
	else
		outcome = unanswered(response.fault);
	ks_log_info("sync", "enrolment: HTTP %d, outcome %d", response.status, (int)outcome);
	ks_http_response_finish(&response);
	free(body);
	free(url);
	free(root);
	return outcome;
}

enum ks_enrolled ks_enrol(struct ks_http *http, const struct ks_enrol_wish *wish)
{
	struct ks_enrolment enrolment = {.code = wish->code};
	enum ks_enrolled outcome = KS_ENROL_NOT_WRITTEN;
	enum ks_rc rc = KS_OK;
	char *secret = NULL;

	if (!ks_enrol_is_writable(wish->file))
		return outcome;
	if (wish->store)
		rc = ks_enrolment_sign(wish->store, &enrolment, &secret);
	else
		secret = ks_enrolment_make_secret(&enrolment);
	if (rc == KS_OK)
		outcome = ask(http, wish, &enrolment, secret);
	explicit_bzero(secret, strlen(secret));
	free(secret);
	ks_enrolment_finish(&enrolment);
	return outcome;
}
