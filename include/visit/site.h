/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a visit stands on: the state folder, the ledger, the clock and the content of this kiosk. Nothing here knows a
 * screen; the kiosk, a test and the preview each make one.
 *
 * One thread: the one that handles the person. The sync thread meets it only in the store's mutex.
 */
#ifndef KS_VISIT_SITE_H
#define KS_VISIT_SITE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/calendar.h"
#include "base/clock.h"
#include "content/content.h"
#include "record/ledger.h"

struct ks_site;

/* Appends facts and what goes with them; runs inside a transaction of the ledger. */
typedef enum ks_rc (*ks_site_write_fn)(struct ks_site *site, void *what);

struct ks_site {
	struct ks_store *store;   /* NULL only where `record` writes nothing */
	struct ks_ledger *ledger; /* likewise */
	struct ks_clock *clock;
	const struct ks_content *content;
	/* How facts are recorded: ks_site_record(), or ks_site_record_nothing() for a preview. */
	enum ks_rc (*record)(struct ks_site *site, ks_site_write_fn write, void *what);
	/*
	 * The content of that digest, where it is still here (what runs, or what ran before it): whoever began a lesson in it
	 * finishes in it. NULL where it is gone. The pointer holds while a lesson is open. May be NULL itself.
	 */
	const struct ks_content *(*revision)(void *context, const char *digest);
	void *revision_context;
	void (*recorded)(void *context); /* after each transaction that stands on the disk; may be NULL */
	void *context;
	/* What the centre's clock says, once it answered: its now is our monotonic time + this. */
	bool is_centre_time_known;
	int64_t centre_mono_offset_ms;
	/* What a 係員 told the time to be, where the centre did not; for as long as the machine runs (device.h). */
	bool is_time_told;
	int64_t told_mono_offset_ms;
};

/**
 * ks_site_record() - one transaction: begin, @write, commit; the callback only behind a commit
 * Return: KS_OK: it stands on the disk. Else nothing of it does: KS_FULL, KS_READ_ONLY, KS_IO, KS_DAMAGED, or what @write said.
 */
KS_MUST_USE enum ks_rc ks_site_record(struct ks_site *site, ks_site_write_fn write, void *what);
/** ks_site_record_nothing() - the preview's: @write is not called, nothing is kept; KS_OK. */
KS_MUST_USE enum ks_rc ks_site_record_nothing(struct ks_site *site, ks_site_write_fn write,
					      void *what);

/**
 * ks_site_today() - the day in Japan by which duties are judged
 * The centre's time counts where it is known. Without it a clock is doubted that stands in no 年度 near those of the
 * content (1970 after an empty battery, 2099): then no day is guessed (DESIGN §5.3).
 * Return: KS_OK; KS_NOT_FOUND: the clock is in doubt (時刻要確認), @today is "no date".
 */
KS_MUST_USE enum ks_rc ks_site_today(const struct ks_site *site, struct ks_date *today);
/** ks_site_is_near() - a day in a 年度 near those of the courses: what a clock that was set by a person may say. */
bool ks_site_is_near(const struct ks_site *site, struct ks_date day);
/** ks_site_wall_ms() - the time as well as it is known: the centre's, else what was told, where this clock is far from it. */
int64_t ks_site_wall_ms(const struct ks_site *site);
/** ks_site_nendo() - the 年度 of today; 0 when the clock is in doubt. Worked out anew at each call: it turns by itself. */
int ks_site_nendo(const struct ks_site *site);
/** ks_site_plan() - the first course of this 年度; NULL when there is none (yet), or the clock is in doubt. */
const struct ks_plan *ks_site_plan(const struct ks_site *site);

#endif
