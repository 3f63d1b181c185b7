/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whether a statement keeps the rules of Experience API 1.0.3 or of IEEE 9274.1.1 (2.0), all that can be told from its
 * bytes. The endpoint asks it of what comes in; the kiosk's tests, of every statement a kiosk makes.
 */
#ifndef KS_XAPI_VALIDATE_H
#define KS_XAPI_VALIDATE_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/rc.h"

enum ks_xapi_version { KS_XAPI_1_0_3, KS_XAPI_2_0_0 };

/* What is wrong with it. */
struct ks_finding {
	char member[128];   /* "object.definition.type", cut when longer; "" for the whole */
	const char *reason; /* English, one line; NULL: nothing */
};

/** ks_validate_statement() - @root as read by jansson. KS_OK or KS_INVALID with @finding, which is always filled. */
KS_MUST_USE enum ks_rc ks_validate_statement(const json_t *root, enum ks_xapi_version version,
					     struct ks_finding *finding);
/** ks_validate_who() - an Agent, or a Group that can be told from others, as parameters of requests name one. */
KS_MUST_USE enum ks_rc ks_validate_who(const json_t *root, struct ks_finding *finding);
/** ks_validate_is_iri() - an absolute IRI. */
bool ks_validate_is_iri(const char *text);

#endif
