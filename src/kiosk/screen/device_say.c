/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk/screen/device_say.h"

#include <sys/statvfs.h>

#include "content/shelf.h"
#include "kiosk/card_reader.h"
#include "kiosk/words/words.h"

/* What cannot be read is not said to be well. */

#define MB (INT64_C(1) << 20)
#define LOW_MB 1024

static struct ks_device_line line(const char *what, const char *how, bool is_good)
{
	return (struct ks_device_line){.what = what, .how = how, .is_good = is_good};
}

static struct ks_device_line sync_line(const struct ks_sync_status *status)
{
	static const enum ks_word words[] = {[KS_SYNC_OFF] = KS_W_DEVICE_SYNC_OFF,
					     [KS_SYNC_IDLE] = KS_W_DEVICE_SYNC_IDLE,
					     [KS_SYNC_SENDING] = KS_W_DEVICE_SYNC_SENDING,
					     [KS_SYNC_WAITING] = KS_W_DEVICE_SYNC_WAITING,
					     [KS_SYNC_REFUSED] = KS_W_DEVICE_SYNC_REFUSED};

	return line(ks_word(KS_W_DEVICE_SYNC), ks_word(words[status->state]),
		    status->state < KS_SYNC_WAITING);
}

static const char *moment_words(struct ks_arena *arena, int64_t wall_ms)
{
	struct ks_civil at = ks_civil_from_ms(wall_ms);

	return wall_ms == 0 ? ks_word(KS_W_DEVICE_NEVER)
			    : ks_say(arena, KS_W_DEVICE_AT, at.date.month, at.date.day, at.hour,
				     at.minute);
}

/* That nothing arrived yet is no fault where nothing was recorded yet. */
static struct ks_device_line received_line(struct ks_arena *arena,
					   const struct ks_ledger_counts *counts)
{
	struct ks_device_line row =
		line(ks_word(KS_W_DEVICE_RECEIVED), moment_words(arena, counts->last_delivered_ms),
		     counts->last_delivered_ms > 0 || counts->n_statements == 0);

	row.is_absent = counts->last_delivered_ms == 0 && row.is_good;
	return row;
}

/* Of the ledger: what waits, what was set aside, what arrived last. */
static size_t ledger_lines(struct ks_app *app, struct ks_arena *arena, struct ks_device_line *lines)
{
	struct ks_ledger_counts counts;
	size_t n = 0;

	if (ks_ledger_counts(app->site.ledger, &counts) != KS_OK)
		return 0;
	int n_waiting = (int)(counts.n_statements - counts.n_delivered - counts.n_quarantined);

	lines[n++] = line(ks_word(KS_W_DEVICE_WAITING), ks_say(arena, KS_W_DEVICE_N, n_waiting),
			  n_waiting == 0 || !app->sync);
	if (counts.n_quarantined > 0)
		lines[n++] = line(ks_word(KS_W_DEVICE_ASIDE),
				  ks_say(arena, KS_W_DEVICE_N, (int)counts.n_quarantined), false);
	if (app->sync)
		lines[n++] = received_line(arena, &counts);
	return n;
}

static struct ks_device_line clock_line(struct ks_app *app, struct ks_arena *arena)
{
	struct ks_civil now = ks_civil_from_ms(ks_site_wall_ms(&app->site));
	enum ks_clock_trust trust = ks_clock_now(&app->clock).trust;
	struct ks_date today;
	enum ks_word word = KS_W_DEVICE_CLOCK_ALONE;

	if (ks_site_today(&app->site, &today) != KS_OK)
		word = KS_W_DEVICE_CLOCK_DOUBT;
	else if (trust == KS_CLOCK_SYNCED)
		word = KS_W_DEVICE_CLOCK_SYNCED;
	else if (app->site.is_centre_time_known)
		word = KS_W_DEVICE_CLOCK_CENTRE;
	else if (app->site.is_time_told)
		word = KS_W_DEVICE_CLOCK_TOLD;
	return line(ks_word(KS_W_DEVICE_CLOCK), ks_say(arena, word, now.hour, now.minute),
		    word != KS_W_DEVICE_CLOCK_DOUBT);
}

static struct ks_device_line reader_line(struct ks_app *app, struct ks_arena *arena)
{
	static const enum ks_word words[] = {[KS_CARD_READER_OFF] = KS_W_DEVICE_READER_OFF,
					     [KS_CARD_READER_NO_PCSCD] = KS_W_DEVICE_READER_NO_PCSCD,
					     [KS_CARD_READER_NONE] = KS_W_DEVICE_READER_NONE,
					     [KS_CARD_READER_READY] = KS_W_DEVICE_READER_READY};
	enum ks_card_reader_state state = ks_card_reader_state(app->reader);

	const char *card = ks_cards_tried(app->cards);

	if (card[0])
		return line(ks_word(KS_W_DEVICE_READER),
			    ks_say(arena, KS_W_DEVICE_READER_READ, card), true);
	return (struct ks_device_line){.what = ks_word(KS_W_DEVICE_READER),
				       .how = ks_word(words[state]),
				       .is_good = true, /* many do without */
				       .is_absent = state != KS_CARD_READER_READY};
}

static struct ks_device_line disk_line(struct ks_app *app, struct ks_arena *arena)
{
	struct statvfs disk;
	struct ks_device_line row =
		line(ks_word(KS_W_DEVICE_DISK), ks_word(KS_W_DEVICE_DISK_BAD), false);
	int64_t free_mb;

	if (ks_store_probe(app->site.store) != KS_OK || statvfs(app->options->state, &disk) != 0)
		return row;
	free_mb = (int64_t)disk.f_bavail * (int64_t)disk.f_frsize / MB;
	row.is_good = free_mb >= LOW_MB;
	row.how = row.is_good ? ks_say(arena, KS_W_DEVICE_DISK_GOOD, (int)(free_mb / 1024))
			      : ks_say(arena, KS_W_DEVICE_DISK_LOW, (int)free_mb);
	return row;
}

static struct ks_device_line content_line(struct ks_app *app, struct ks_arena *arena)
{
	const struct ks_plan *plan = ks_site_plan(&app->site);
	struct ks_buf words = {.ceiling = 256};
	struct ks_shelf_told told;
	const char *kept;

	ks_shelf_told(app->options->state, &told);
	if (told.words[0])
		return line(ks_word(KS_W_DEVICE_CONTENT),
			    ks_say(arena, KS_W_DEVICE_CONTENT_REFUSED, told.version), false);
	ks_buf_printf(&words, "%s%s", plan ? plan->revision : "", plan ? "　" : "");
	if (app->content.version > 0)
		ks_buf_printf(&words, "%s　",
			      ks_say(arena, KS_W_DEVICE_CONTENT_VERSION, app->content.version));
	ks_buf_printf(&words, "%.12s", app->content.digest);
	kept = ks_arena_strdup(arena, ks_buf_text(&words));
	ks_buf_finish(&words);
	return line(ks_word(KS_W_DEVICE_CONTENT), kept, plan);
}

static struct ks_device_line roster_line(struct ks_app *app, struct ks_arena *arena,
					 const struct ks_sync_status *status)
{
	enum ks_word word = !app->sync                ? KS_W_DEVICE_ROSTER_OWN
			    : status->is_roster_fresh ? KS_W_DEVICE_ROSTER_FRESH
						      : KS_W_DEVICE_ROSTER_OLD;
	size_t n_people = 0;
	enum ks_rc rc = ks_roster_count(app->site.store, &n_people);

	return line(ks_word(KS_W_DEVICE_ROSTER),
		    rc == KS_OK ? ks_say(arena, word, (int)n_people) : ks_word(KS_W_DEVICE_NEVER),
		    rc == KS_OK && n_people > 0 && word != KS_W_DEVICE_ROSTER_OLD);
}

size_t ks_device_lines(struct ks_app *app, struct ks_arena *arena,
		       struct ks_device_line lines[KS_DEVICE_LINES])
{
	struct ks_sync_status status = {.state = KS_SYNC_OFF};
	size_t n = 0;

	if (app->sync)
		ks_sync_status(app->sync, &status);
	lines[n++] = sync_line(&status);
	n += ledger_lines(app, arena, &lines[n]);
	lines[n++] = clock_line(app, arena);
	lines[n++] = reader_line(app, arena);
	lines[n++] = disk_line(app, arena);
	lines[n++] = content_line(app, arena);
	lines[n++] = roster_line(app, arena, &status);
	return n;
}
