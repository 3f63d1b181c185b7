/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the endpoint has to know of a statement before it takes it: that it keeps xAPI's rules (validate.h), and what it
 * leaves to the endpoint to give.
 */
#ifndef KS_XAPI_STATEMENT_CHECK_H
#define KS_XAPI_STATEMENT_CHECK_H

#include <stdbool.h>
#include <stddef.h>

#include "base/id.h"
#include "base/rc.h"
#include "xapi/statement.h"
#include "xapi/validate.h"

#define KS_STATEMENT_MAX_BYTES ((size_t)256 << 10)

struct ks_statement_shape {
	char id[KS_UUID_TEXT]; /* "" when absent: the endpoint gives one */
	bool has_timestamp;    /* false: the endpoint gives one */
	bool has_attachments;  /* itself, or the SubStatement that it is about */
	struct ks_finding finding;
};

/**
 * ks_statement_check() - by the rules of @version
 * @view: what it says (ks_statement_read()), where it has an id; left alone where it has none. May be NULL.
 * Return: KS_OK or KS_INVALID; @shape is always filled.
 */
KS_MUST_USE enum ks_rc ks_statement_check(const char *bytes, size_t len, enum ks_xapi_version version,
					  struct ks_statement_shape *shape,
					  struct ks_statement_view *view);

/** ks_statement_lower() - a UUID as it is kept: in lower case. */
void ks_statement_lower(char *uuid);

#endif
