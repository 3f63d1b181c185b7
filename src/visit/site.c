/* SPDX-License-Identifier: Apache-2.0 */
#include "visit/site.h"

#include <stdlib.h>

#include "base/log.h"

/*
 * Two things that every part of a visit needs and none may do in its own way: recording in one transaction, and
 * knowing which day it is. Nothing about a day is kept: a kiosk runs through 31 March.
 */

/* Plans are written a year ahead at most, and read for some years back. */
#define NENDO_BEFORE 2
#define NENDO_AFTER 2
/* A kiosk without NTP drifts by seconds; what differs by more than this was set wrong. */
#define CENTRE_DIFFERS_MS (INT64_C(10) * 60 * 1000)

enum ks_rc ks_site_record(struct ks_site *site, ks_site_write_fn write, void *what)
{
	enum ks_rc rc = ks_ledger_begin(site->ledger);

	if (rc != KS_OK)
		return rc;
	rc = ks_ledger_end(site->ledger, write(site, what));
	if (rc != KS_OK) {
		ks_log_error("visit", "not recorded (%s): %s", ks_rc_name(rc),
			     ks_store_last_error(site->store));
		return rc;
	}
	if (site->recorded)
		site->recorded(site->context);
	return KS_OK;
}

enum ks_rc ks_site_record_nothing(struct ks_site *site, ks_site_write_fn write, void *what)
{
	(void)site;
	(void)write;
	(void)what;
	return KS_OK;
}

static bool is_near_a_plan(const struct ks_content *content, int nendo)
{
	if (content->n_plans == 0)
		return true; /* nothing to compare with, and nothing that depends on it */
	for (size_t i = 0; i < content->n_plans; i++)
		if (nendo >= content->plans[i].nendo - NENDO_BEFORE &&
		    nendo <= content->plans[i].nendo + NENDO_AFTER)
			return true;
	return false;
}

bool ks_site_is_near(const struct ks_site *site, struct ks_date day)
{
	return is_near_a_plan(site->content, ks_nendo_of(day));
}

int64_t ks_site_wall_ms(const struct ks_site *site)
{
	struct ks_time now = ks_clock_now(site->clock);
	int64_t told_ms = now.mono_ms + (site->is_centre_time_known ? site->centre_mono_offset_ms
								    : site->told_mono_offset_ms);
	bool is_known = site->is_centre_time_known || site->is_time_told;

	return is_known && llabs(told_ms - now.wall_ms) > CENTRE_DIFFERS_MS ? told_ms : now.wall_ms;
}

enum ks_rc ks_site_today(const struct ks_site *site, struct ks_date *today)
{
	*today = ks_civil_from_ms(ks_site_wall_ms(site)).date;
	if (site->is_centre_time_known || site->is_time_told || ks_site_is_near(site, *today))
		return KS_OK;
	*today = (struct ks_date){0};
	return KS_NOT_FOUND;
}

int ks_site_nendo(const struct ks_site *site)
{
	struct ks_date today;

	return ks_site_today(site, &today) == KS_OK ? ks_nendo_of(today) : 0;
}

const struct ks_plan *ks_site_plan(const struct ks_site *site)
{
	int nendo = ks_site_nendo(site);
	const struct ks_plan *plan = ks_content_plan(site->content, nendo);

	/* ks_content_plan() falls back to the newest: a list for authors, not a duty of this year */
	return plan && plan->nendo == nendo ? plan : NULL;
}
