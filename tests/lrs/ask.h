/* SPDX-License-Identifier: Apache-2.0 */
/* A request to the LRS without a socket. */
#ifndef KS_TESTS_LRS_ASK_H
#define KS_TESTS_LRS_ASK_H

#include "lrs/http.h"
#include "support/centre_sample.h"

struct ks_ask {
	struct ks_sample_centre sample;
	struct ks_reply reply;      /* of the last request */
	const char *const *headers; /* name, value, …, NULL: for the requests to come */
	const char *kiosk;   /* asks with this kiosk's credentials; NULL: LRS client "lms-1" */
	const char *version; /* "1.0.3" */
};
int ks_ask_setup(void **state);
int ks_ask_teardown(void **state);

/** ks_ask() - the status; @line: "GET /xAPI/statements"; @params: "name", "value", …, NULL; @body NULL for none. */
int ks_ask(struct ks_ask *ask, const char *line, const char *const *params, const char *body);
/** ks_ask_text() - the body of the last answer. */
const char *ks_ask_text(struct ks_ask *ask);

#define KS_PARAMS(...) ((const char *const[]){__VA_ARGS__, NULL})

#endif
