/* SPDX-License-Identifier: Apache-2.0 */
#include "lrs/claim.h"

#include <string.h>

#include "base/log.h"
#include "xapi/completion.h"

/* The rules that hold whoever says it, signed or not. */

/* As far as a clock that is called trusted may be ahead of ours. */
#define FUTURE_MS (INT64_C(24) * 60 * 60 * 1000)

bool ks_claim_is_done(const struct ks_statement_view *view)
{
	return strcmp(view->verb, "passed") == 0 || strcmp(view->verb, "completed") == 0 ||
	       strcmp(view->verb, "agree") == 0;
}

static bool contradicts(const struct ks_statement_view *view)
{
	return view->has_success && ((strcmp(view->verb, "passed") == 0 && !view->success) ||
				     (strcmp(view->verb, "failed") == 0 && view->success));
}

enum ks_claim ks_claim_rule(const struct ks_statement_view *view, int64_t now_ms)
{
	const struct ks_completion said = {view->staff, view->nendo, view->plan, view->lesson,
					   view->wall_ms};
	bool is_of_lesson = view->staff[0] && view->plan[0] && view->lesson[0] && view->nendo != 0;
	const char *fault = is_of_lesson ? ks_completion_fault(&said) : NULL;

	if (fault) {
		ks_log_warn("collector", "statement %s counts for nothing: %s is outside the rules",
			    view->id, fault);
		return KS_CLAIM_OUTSIDE;
	}
	if (contradicts(view))
		return KS_CLAIM_CONTRADICTS;
	/* A kiosk that knows its clock to be wrong says so, and its records are flagged, not refused (DESIGN §5.3). */
	if (view->wall_ms > now_ms + FUTURE_MS &&
	    (!view->clock[0] || strcmp(view->clock, "synced") == 0))
		return KS_CLAIM_FUTURE;
	return KS_CLAIM_NONE;
}
