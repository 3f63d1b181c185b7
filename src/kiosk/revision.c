/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk/revision.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/mem.h"
#include "content/load.h"
#include "content/shelf.h"
#include "kiosk/reader.h"
#include "kiosk/settings.h"

/*
 * The shelf was filled by the sync thread, from a stick (stick.c), or by `kenshu courier` while the kiosk was off; here it
 * is only read. The one before is loaded when somebody comes who began in it, and stays until the next turn.
 */

#define TURN_IDLE_MS 1500 /* a hand may be on its way to the glass */

static enum ks_rc open_at(struct ks_app *app, const char *path)
{
	ks_content_finish(&app->content);
	ks_diags_finish(&app->content_faults);
	return ks_content_open(path, &app->content, &app->content_faults);
}

static bool open_item(struct ks_app *app, const struct ks_shelf_item *item)
{
	char *path = ks_shelf_path(app->options->state, item);
	enum ks_rc rc = item->version > 0 ? open_at(app, path) : KS_NOT_FOUND;

	if (item->version > 0 && rc != KS_OK)
		ks_log_error("kiosk", "content %d cannot be opened: %s", item->version,
			     ks_rc_name(rc));
	free(path);
	return rc == KS_OK;
}

void ks_revision_open(struct ks_app *app)
{
	struct ks_shelf shelf;
	enum ks_rc rc = KS_OK;

	ks_shelf_read(app->options->state, &shelf);
	if (!open_item(app, &shelf.newest) && !open_item(app, &shelf.before))
		rc = open_at(app, app->options->content);
	if (rc == KS_NOT_FOUND)
		ks_diags_error(&app->content_faults, app->options->content, 0,
			       "教材のフォルダーがありません。--content の場所を確かめてください。");
	app->is_content_whole = rc != KS_OK && rc != KS_INVALID; /* there is no more of it */
}

/* ---- the one before ---- */

static char *before_path(const struct ks_app *app, const struct ks_shelf *shelf)
{
	const struct ks_shelf_item *item = shelf->newest.version == app->content.version
						   ? &shelf->before
						   : &shelf->newest; /* not turned to yet */

	if (item->version == 0 || item->version == app->content.version)
		return ks_strdup(app->options->content);
	return ks_shelf_path(app->options->state, item);
}

static const struct ks_content *find(void *context, const char *digest)
{
	struct ks_app *app = context;
	struct ks_diags diags = {0};
	struct ks_shelf shelf;
	char *path;

	if (strcmp(app->content.digest, digest) == 0)
		return &app->content;
	if (!app->is_before_known && app->content.version > 0) {
		ks_shelf_read(app->options->state, &shelf);
		path = before_path(app, &shelf);
		if (ks_content_load(path, &app->before, &diags) != KS_OK)
			ks_log_warn("kiosk", "the content before cannot be read");
		ks_diags_finish(&diags);
		free(path);
	}
	app->is_before_known = true;
	return strcmp(app->before.digest, digest) == 0 ? &app->before : NULL;
}

static void drop_before(struct ks_app *app)
{
	ks_content_finish(&app->before);
	memset(&app->before, 0, sizeof(app->before));
	app->is_before_known = false;
}

/* ---- turning ---- */

static void pin(const struct ks_app *app)
{
	const char *keys[] = {app->options->content_key, app->options->content_key_next};
	const char *given[KS_COUNT(keys)];
	size_t n = 0;

	for (size_t i = 0; i < KS_COUNT(keys); i++)
		if (keys[i])
			given[n++] = keys[i];
	if (ks_shelf_pin(app->options->state, given, n) != KS_OK)
		ks_log_error("kiosk", "the keys of content cannot be kept");
}

static void note_use(const struct ks_app *app)
{
	if (app->content.version > 0 &&
	    ks_shelf_use(app->options->state, app->content.version) != KS_OK)
		ks_log_warn("kiosk", "which content runs cannot be kept");
}

void ks_revision_read(struct ks_app *app)
{
	if (!app->is_content_whole)
		(void)!ks_content_read(&app->content, &app->content_faults); /* the faults are shown */
	app->is_content_whole = true;
	if (app->content_faults.n_items > 0)
		ks_diags_print(&app->content_faults, stderr);
	app->site.revision = find;
	app->site.revision_context = app;
	pin(app);
	note_use(app);
}

static bool is_nobody_here(struct ks_app *app)
{
	const struct ks_visit *visit = &app->visit;

	return !visit->is_signed_in && visit->place == KS_VISIT_NOBODY && !visit->lesson.is_open &&
	       app->screen == ks_app_base_screen(app) && !app->touch.is_down &&
	       !app->is_counting_down && !app->enrolling && ks_settings_are_standard(app) &&
	       ks_clock_mono_ms(&app->clock) - app->input_mono_ms >= TURN_IDLE_MS;
}

bool ks_revision_turn(struct ks_app *app)
{
	struct ks_sync_status status = {.state = KS_SYNC_OFF};

	if ((!app->sync && !app->stick_version) || app->is_preview || !is_nobody_here(app))
		return false;
	if (app->sync)
		ks_sync_status(app->sync, &status);
	if (status.content_version <= app->content.version &&
	    app->stick_version <= app->content.version)
		return false;
	if (app->scene)
		ks_scene_wipe(app->scene);
	if (app->shown)
		ks_scene_wipe(app->shown);
	drop_before(app);
	ks_revision_open(app);
	ks_revision_read(app);
	ks_log_info("kiosk", "content %d runs", app->content.version);
	ks_reader_use(&app->ui, &app->content.readings);
	ks_text_engine_trim(app->ui.text);
	ks_images_trim(app->ui.images);
	app->poster_index = 0;
	app->has_shown = false;
	app->told_nendo = 0; /* the centre is told the courses anew */
	return true;
}

void ks_revision_close(struct ks_app *app)
{
	drop_before(app);
	ks_content_finish(&app->content);
	ks_diags_finish(&app->content_faults);
}
