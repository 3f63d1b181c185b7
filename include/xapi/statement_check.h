/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whether a statement has the shape that everything behind the door relies on. The whole of xAPI's statement validation (640 of ADL's tests) is an issue of its own and
 * belongs here, behind ks_statement_check().
 */
#ifndef KS_COLLECTOR_STATEMENT_CHECK_H
#define KS_COLLECTOR_STATEMENT_CHECK_H

#include <stdbool.h>
#include <stddef.h>

#include "base/id.h"
#include "base/rc.h"

#define KS_STATEMENT_MAX_BYTES ((size_t)256 << 10)

struct ks_statement_shape {
	char id[KS_UUID_TEXT];  /* "" when absent: the endpoint gives one */
	bool has_timestamp;     /* false: the endpoint gives one */
	const char *bad_member; /* on KS_INVALID: "actor", "verb.id" …; "" for the whole */
	const char *reason;     /* on KS_INVALID: English, one line */
};

/** ks_statement_check() - id, actor, verb, object, timestamp. KS_OK or KS_INVALID; @shape is always filled. */
KS_MUST_USE enum ks_rc ks_statement_check(const char *bytes, size_t len,
					  struct ks_statement_shape *shape);

/** ks_statement_lower() - a UUID as it is kept: in lower case. */
void ks_statement_lower(char *uuid);

#endif
