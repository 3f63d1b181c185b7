/* SPDX-License-Identifier: Apache-2.0 */
#include "visit/device.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/id.h"
#include "base/log.h"

/*
 * A kiosk whose battery is empty begins in 1970, and without the centre nobody can train there. The 係員 has a watch: what
 * they tell holds beside the machine's clock, counted by its monotonic one, so it ends with the boot.
 */

#define TOLD "clock_told" /* "<boot id> <offset>" */

void ks_device_begin(struct ks_visit *visit)
{
	visit->place = KS_VISIT_DEVICE;
}

void ks_device_ask_clock(struct ks_visit *visit)
{
	visit->desk.deed = KS_DESK_CLOCK;
	visit->place = KS_VISIT_KEYS;
}

struct deed {
	const struct ks_visit *visit;
	const char *how, *reason;
};

static enum ks_rc write_deed(struct ks_site *site, void *what)
{
	const struct deed *deed = what;
	char session_id[KS_UUID_TEXT];
	struct ks_fact fact = {.kind = KS_FACT_OPERATED,
			       .staff = deed->visit->person.number,
			       .session_id = session_id,
			       .content = site->content,
			       .plan = ks_site_plan(site),
			       .kiosk = ks_ledger_kiosk(site->ledger),
			       .how = deed->how,
			       .by = deed->visit->person.number,
			       .reason = deed->reason};
	int64_t seq;

	ks_uuid_v7(ks_clock_wall_ms(site->clock), session_id);
	return ks_ledger_append(site->ledger, &fact, &seq);
}

static int two(const char *at)
{
	return (at[0] - '0') * 10 + at[1] - '0';
}

static bool read_time(const char *typed, int64_t *wall_ms)
{
	struct ks_civil at = {.date = {two(typed) * 100 + two(typed + 2), two(typed + 4),
				       two(typed + 6)},
			      .hour = two(typed + 8),
			      .minute = two(typed + 10)};
	char day[16], again[16];

	if (at.hour > 23 || at.minute > 59 || at.date.month < 1 || at.date.month > 12)
		return false;
	*wall_ms = ks_civil_to_ms(&at);
	ks_date_format(at.date, day);
	ks_date_format(ks_civil_from_ms(*wall_ms).date, again); /* 31 February is another day */
	return strcmp(day, again) == 0;
}

static enum ks_rc keep(struct ks_site *site, const char *boot, int64_t offset_ms)
{
	char *value = ks_format("%s %lld", boot, (long long)offset_ms);
	enum ks_rc rc = ks_store_set(site->store, TOLD, value);

	free(value);
	return rc;
}

enum ks_rc ks_device_tell_clock(struct ks_site *site, struct ks_visit *visit, const char *typed)
{
	struct ks_time now = ks_clock_now(site->clock);
	struct deed deed = {.visit = visit, .how = "clock"};
	int64_t wall_ms = 0;
	char *reason;
	enum ks_rc rc;

	if (strlen(typed) != KS_DEVICE_CLOCK_DIGITS || !read_time(typed, &wall_ms))
		return KS_NOT_FOUND;
	if (!ks_site_is_near(site, ks_civil_from_ms(wall_ms).date))
		return KS_NOT_FOUND;
	site->is_time_told = true;
	site->told_mono_offset_ms = wall_ms - now.mono_ms;
	reason = ks_format("%s → %.4s-%.2s-%.2s %.2s:%.2s", ks_clock_trust_name(now.trust), typed,
			   typed + 4, typed + 6, typed + 8, typed + 10);
	deed.reason = reason;
	rc = site->record(site, write_deed, &deed);
	if (rc == KS_OK)
		rc = keep(site, now.boot, site->told_mono_offset_ms);
	if (rc == KS_OK) {
		ks_log_warn("kiosk", "the time was told by %s", visit->person.number);
		visit->place = KS_VISIT_DEVICE;
	} else {
		site->is_time_told = false;
	}
	free(reason);
	return rc;
}

void ks_device_load_clock(struct ks_site *site)
{
	struct ks_time now = ks_clock_now(site->clock);
	char *kept = NULL, *offset;

	if (!site->store || ks_store_get(site->store, TOLD, &kept) != KS_OK)
		return;
	offset = strchr(kept, ' ');
	if (offset && (size_t)(offset - kept) == strlen(now.boot) &&
	    strncmp(kept, now.boot, strlen(now.boot)) == 0) {
		site->is_time_told = true;
		site->told_mono_offset_ms = strtoll(offset + 1, NULL, 10);
	}
	free(kept);
}

static enum ks_rc end(struct ks_site *site, struct ks_visit *visit, const char *how)
{
	struct deed deed = {.visit = visit, .how = how, .reason = "係員の操作"};

	ks_log_warn("kiosk", "%s by %s", how, visit->person.number);
	return site->record(site, write_deed, &deed);
}

enum ks_rc ks_device_restart(struct ks_site *site, struct ks_visit *visit)
{
	return end(site, visit, "restart");
}

enum ks_rc ks_device_leave(struct ks_site *site, struct ks_visit *visit)
{
	return end(site, visit, "leave");
}
