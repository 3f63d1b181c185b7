/* SPDX-License-Identifier: Apache-2.0 */
#include "ask.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/mem.h"
#include "support/test.h"

int ks_ask_setup(void **state)
{
	struct ks_ask *ask = ks_alloc_zero(1, sizeof(*ask));

	ks_sample_centre_init(&ask->sample);
	ask->version = "1.0.3";
	*state = ask;
	return 0;
}

int ks_ask_teardown(void **state)
{
	struct ks_ask *ask = *state;

	ks_reply_finish(&ask->reply);
	ks_sample_centre_finish(&ask->sample);
	free(ask);
	return 0;
}

static const char *header(const struct ks_request *request, const char *name)
{
	const struct ks_ask *ask = request->context;

	for (size_t i = 0; ask->headers && ask->headers[i]; i += 2)
		if (strcasecmp(ask->headers[i], name) == 0)
			return ask->headers[i + 1];
	return NULL;
}

static const struct {
	const char *line;
	void (*handle)(const struct ks_request *request, struct ks_reply *reply);
} resources[] = {
	{"POST /xAPI/statements", ks_xapi_post_statements},
	{"PUT /xAPI/statements", ks_xapi_put_statement},
	{"GET /xAPI/statements", ks_xapi_get_statements},
	{"GET /xAPI/activities", ks_xapi_get_activity},
	{"GET /xAPI/agents", ks_xapi_get_person},
	{"GET /xAPI/about", ks_xapi_about},
	{"GET /kiosk/v1/roster", ks_kiosk_get_roster},
	{"GET /kiosk/v1/content", ks_kiosk_get_content},
	{"PUT /kiosk/v1/condition", ks_kiosk_put_condition},
	{"PUT /kiosk/v1/pins", ks_kiosk_put_pins},
	{"PUT /kiosk/v1/plan", ks_kiosk_put_plan},
	{"POST /kiosk/v1/enrol", ks_kiosk_enrol},
};

int ks_ask(struct ks_ask *ask, const char *line, const char *const *params, const char *body)
{
	const char *space = strchr(line, ' ');
	char *method = ks_strndup(line, (size_t)(space - line));
	struct ks_request request = {.centre = ask->sample.centre,
				     .method = method,
				     .path = space + 1,
				     .version = ask->version,
				     .body = body ? body : "",
				     .body_len = body ? strlen(body) : 0,
				     .header = header,
				     .context = ask};
	void (*handle)(const struct ks_request *, struct ks_reply *) = ks_xapi_document;

	(void)snprintf(request.kiosk, sizeof(request.kiosk), "%s", ask->kiosk ? ask->kiosk : "");
	(void)snprintf(request.client, sizeof(request.client), "%s", ask->kiosk ? "" : "lms-1");
	for (size_t i = 0; params && params[i]; i += 2)
		assert_true(ks_request_add(&request.query, params[i], params[i + 1]));
	for (size_t i = 0; i < KS_COUNT(resources); i++)
		if (strcmp(resources[i].line, line) == 0)
			handle = resources[i].handle;
	ks_reply_finish(&ask->reply);
	ask->reply = (struct ks_reply){0};
	handle(&request, &ask->reply);
	ks_request_finish(&request);
	free(method);
	return ask->reply.status;
}

const char *ks_ask_text(struct ks_ask *ask)
{
	return ks_buf_text(&ask->reply.body);
}
