/* SPDX-License-Identifier: Apache-2.0 */
/* Between statement_read.c and statement_check.c, which read the same bytes once. Private to src/xapi. */
#ifndef KS_XAPI_STATEMENT_VIEW_H
#define KS_XAPI_STATEMENT_VIEW_H

#include "base/rc.h"
#include "xapi/json_read.h"
#include "xapi/statement.h"

/** ks_statement_view_of() - as ks_statement_read(), of what was read already; NULL is KS_INVALID. */
KS_MUST_USE enum ks_rc ks_statement_view_of(const struct ks_json *root,
					    struct ks_statement_view *out);

#endif
