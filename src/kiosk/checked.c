/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk/checked.h"

#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "record/incident.h"
#include "record/verify.h"

#define SETTING "checked_by"
#define EVERY_MS (INT64_C(24) * 3600 * 1000)

static enum ks_rc walk(struct ks_app *app)
{
	struct ks_ledger_fault faults[1];
	struct ks_checked checked = {.wall_ms = ks_clock_wall_ms(&app->clock),
				     .mono_ms = ks_clock_mono_ms(&app->clock)};
	enum ks_rc rc = ks_ledger_verify(app->site.store, faults, 1, &checked.n_faults,
					 &checked.n_statements);

	if (rc != KS_OK && checked.n_faults == 0)
		return rc; /* it could not be read: what opens and writes it says so */
	app->checked = checked;
	if (checked.n_faults > 0)
		ks_log_warn("kiosk", "%zu faults in the record, the first at %lld",
			    checked.n_faults, (long long)faults[0].seq);
	return KS_OK;
}

static void note(struct ks_app *app)
{
	struct ks_incident incident = {.kind = KS_INCIDENT_ALTERED,
				       .wall_ms = app->checked.wall_ms,
				       .n_saved = app->checked.n_statements,
				       .n_lost = (int64_t)app->checked.n_faults};

	if (ks_incident_note(app->site.store, &incident) != KS_OK)
		ks_log_error("kiosk", "the fault could not be noted");
}

void ks_checked_after_update(struct ks_app *app)
{
	char *by = NULL;
	bool is_known = ks_store_get(app->site.store, SETTING, &by) == KS_OK &&
			strcmp(by, KENSHU_VERSION) == 0;

	free(by);
	if (is_known || walk(app) != KS_OK)
		return;
	if (app->checked.n_faults > 0)
		note(app);
	/* On a disk that takes nothing it is looked at again at the next start. */
	if (ks_store_set(app->site.store, SETTING, KENSHU_VERSION) == KS_OK)
		ks_log_info("kiosk", "the record was looked at: %lld statements",
			    (long long)app->checked.n_statements);
}

void ks_checked_now_and_then(struct ks_app *app)
{
	bool is_new = app->checked.wall_ms != 0 &&
		      ks_clock_mono_ms(&app->clock) - app->checked.mono_ms < EVERY_MS;

	if (app->site.store && !is_new)
		(void)walk(app);
}
