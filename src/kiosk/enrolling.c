/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk/enrolling.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "base/code.h"
#include "base/mem.h"

/* It touches the store (whose key it tells) and nothing else of the kiosk; the screen goes on being drawn. */

struct ks_enrolling {
	pthread_t thread;
	bool has_thread, is_stopped; /* curl looks at the latter */
	atomic_bool is_over;
	enum ks_enrolled outcome;
	struct ks_http http;
	char *endpoint, code[KS_CODE_CHARS + 1];
	struct ks_enrol_wish wish;
	struct ks_window *window;
};

static void *run(void *context)
{
	struct ks_enrolling *enrolling = context;

	enrolling->outcome = ks_enrol(&enrolling->http, &enrolling->wish);
	atomic_store(&enrolling->is_over, true);
	if (enrolling->window)
		ks_window_wake(enrolling->window);
	return NULL;
}

void ks_enrolling_begin(struct ks_app *app, const char *endpoint, const char *code)
{
	struct ks_enrolling *enrolling = ks_alloc_zero(1, sizeof(*enrolling));

	app->enrolling = enrolling;
	enrolling->outcome = KS_ENROL_NO_CENTRE;
	enrolling->endpoint = ks_strdup(endpoint);
	memcpy(enrolling->code, code, strlen(code) + 1);
	enrolling->window = app->window;
	enrolling->wish = (struct ks_enrol_wish){.endpoint = enrolling->endpoint,
						 .code = enrolling->code,
						 .file = app->options->credentials_file,
						 .store = app->site.store};
	if (ks_http_curl_open(app->options->ca_file, app->options->proxy, &enrolling->http) == KS_OK) {
		enrolling->http.stop = &enrolling->is_stopped;
		enrolling->has_thread = pthread_create(&enrolling->thread, NULL, run, enrolling) == 0;
	}
	if (!enrolling->has_thread)
		atomic_store(&enrolling->is_over, true);
}

bool ks_enrolling_is_over(const struct ks_app *app)
{
	return app->enrolling && atomic_load(&app->enrolling->is_over);
}

enum ks_enrolled ks_enrolling_end(struct ks_app *app)
{
	struct ks_enrolling *enrolling = app->enrolling;
	enum ks_enrolled outcome;

	if (!enrolling)
		return KS_ENROL_NO_CENTRE;
	__atomic_store_n(&enrolling->is_stopped, true, __ATOMIC_RELAXED);
	if (enrolling->has_thread)
		pthread_join(enrolling->thread, NULL);
	outcome = enrolling->outcome;
	ks_http_curl_close(&enrolling->http);
	explicit_bzero(enrolling->code, sizeof(enrolling->code));
	free(enrolling->endpoint);
	free(enrolling);
	app->enrolling = NULL;
	return outcome;
}
