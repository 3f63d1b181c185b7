/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk/state.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/log.h"
#include "base/mem.h"
#include "kiosk/checked.h"
#include "kiosk/screen/reception.h"
#include "kiosk/setup_file.h"
#include "record/roster_history.h"
#include "visit/device.h"
#include "visit/lesson.h"

/*
 * Where the kiosk's promise stands on: the folder it records into and the thread that delivers from it. What goes wrong
 * here by itself (a full or failing disk) must reach the glass, at the first start too; what somebody configured wrongly
 * ends the program with a sentence instead.
 */

/* By the rights of its place the folder could be written, or be made: then what failed is the disk, not a mistyped path. */
static bool is_good_place(const char *state)
{
	char *path = ks_strdup(state), *end;
	bool is_good;

	while (access(path, F_OK) != 0 && (end = strrchr(path, '/')) && end != path)
		*end = '\0';
	if (access(path, F_OK) != 0)
		snprintf(path, strlen(path) + 1, "%s", *path == '/' ? "/" : ".");
	is_good = ks_folder_exists(path) && (access(path, W_OK | X_OK) == 0 || errno == EROFS);
	free(path);
	return is_good;
}

/* Or it was a kiosk's before, whatever became of its rights. */
static bool was_set_up(const struct ks_options *options)
{
	char *path = ks_path_join(options->state, "kenshu.db");
	bool is_there = ks_file_exists(path);

	free(path);
	return is_there;
}

static bool is_for_the_glass(const struct ks_options *options, enum ks_rc rc)
{
	switch (rc) {
	case KS_FULL:
	case KS_DAMAGED:
		return true;
	case KS_READ_ONLY:
	case KS_IO:
		return was_set_up(options) || is_good_place(options->state);
	default:
		return false;
	}
}

static void tell(const struct ks_app *app, enum ks_rc rc, const char *why)
{
	if (why)
		fprintf(stderr, "%s\n", why);
	else if (rc == KS_CONFLICT)
		fprintf(stderr,
			"%s: この状態フォルダーは別の端末のものです。認証情報と --state の組み合わせを確かめてください。"
			"--credentials を付け忘れていませんか。\n",
			app->options->state);
	else
		fprintf(stderr, "%s: 記録を開けません（%s）。\n", app->options->state,
			ks_rc_name(rc));
}

static enum ks_rc open_both(struct ks_app *app, char **why)
{
	enum ks_rc rc = ks_store_open(app->options->state, KS_ROLE_KIOSK, KS_ACCESS_WRITE,
				      &app->site.store, why);

	if (rc == KS_OK)
		ks_setup_recognise(app->options, app->site.store, app->options->kiosk);
	/* Until it is enrolled nothing is recorded; the folder may be one that had a name before. */
	if (rc == KS_OK && !app->options->wants_enrolment)
		rc = ks_ledger_open(app->site.store, &app->clock, app->options->kiosk,
				    &app->site.ledger);
	if (rc != KS_OK)
		ks_state_close(app);
	return rc;
}

static void recorded(void *context)
{
	struct ks_app *app = context;

	if (app->sync)
		ks_sync_poke(app->sync);
}

int ks_state_open(struct ks_app *app)
{
	char *why = NULL;
	enum ks_rc rc = open_both(app, &why);

	app->site.record = ks_site_record;
	app->site.recorded = recorded;
	app->site.context = app;
	if (rc != KS_OK)
		tell(app, rc, why);
	free(why);
	if (rc == KS_OK) {
		ks_checked_after_update(app);
		return -1;
	}
	if (!is_for_the_glass(app->options, rc))
		return rc == KS_BUSY ? KS_EXIT_TRY_LATER : KS_EXIT_BAD_CONFIG;
	ks_log_error("kiosk", "%s cannot be opened: %s", app->options->state, ks_rc_name(rc));
	(void)ks_app_trouble(app, rc);
	return -1;
}

static void sync_changed(void *context)
{
	struct ks_app *app = context;

	if (app->window)
		ks_window_wake(app->window);
}

static int open_sync(struct ks_app *app)
{
	struct ks_sync_options sync = {.ledger = app->site.ledger,
				       .clock = &app->sync_clock,
				       .endpoint = app->options->endpoint,
				       .credentials = app->options->credentials,
				       .shelf = app->options->state,
				       .roster_file = app->options->roster,
				       .roster_keys = {app->options->content_key,
						       app->options->content_key_next},
				       .content_version = app->content.version,
				       .changed = sync_changed,
				       .context = app};

	if (*app->options->endpoint == '\0')
		return -1;
	if (ks_http_curl_open(app->options->ca_file, app->options->proxy, &app->http) != KS_OK) {
		fprintf(stderr,
			"送信の準備ができません。libcurl（libcurl4）をインストールしてください。\n");
		return KS_EXIT_BAD_CONFIG;
	}
	sync.http = app->http;
	if (ks_sync_start(&sync, &app->sync) != KS_OK) {
		fprintf(stderr, "送信を始められません。--endpoint と ca_file を確かめてください。\n");
		return KS_EXIT_BAD_CONFIG;
	}
	ks_state_tell_plan(app);
	return -1;
}

/* What was mended without loss is for the log and `kenshu verify`; a loss stays on the glass until it is settled. */
static void note_incident(struct ks_app *app)
{
	struct ks_incident incident = {0};
	struct ks_settlement settled;

	if (ks_store_settlement(app->site.store, &settled) == KS_OK &&
	    settled.incident.kind >= KS_INCIDENT_GAPS)
		app->settled_ms = settled.wall_ms;
	ks_settlement_finish(&settled);
	if (ks_store_incident(app->site.store, &incident) == KS_OK)
		app->incident = incident.kind;
	if (app->incident != KS_INCIDENT_NONE)
		ks_log_warn("kiosk", "incident %d: %lld saved, %lld lost", (int)app->incident,
			    (long long)incident.n_saved, (long long)incident.n_lost);
}

int ks_state_start(struct ks_app *app)
{
	enum ks_rc rc;

	if (!app->site.ledger)
		return -1;
	rc = ks_store_probe(app->site.store); /* opening what is whole writes nothing */
	if (rc == KS_OK)
		rc = ks_lesson_recover(&app->site, NULL);
	if (rc != KS_OK)
		(void)ks_app_trouble(app, rc);
	note_incident(app);
	ks_reception_load(app);
	ks_device_load_clock(&app->site);
	return open_sync(app);
}

enum ks_rc ks_state_retry(struct ks_app *app)
{
	enum ks_rc rc = KS_OK;

	if (!app->site.store) {
		char *why = NULL;

		rc = open_both(app, &why);
		free(why);
		if (rc != KS_OK)
			return rc;
		app->trouble = KS_OK;
		if (ks_state_start(app) >= 0)
			ks_log_error("kiosk", "delivery does not begin");
		return app->trouble;
	}
	return ks_store_probe(app->site.store);
}

void ks_state_begin(struct ks_app *app)
{
	enum ks_rc rc =
		ks_ledger_open(app->site.store, &app->clock, app->options->kiosk, &app->site.ledger);

	if (rc != KS_OK)
		(void)ks_app_trouble(app, rc);
	else if (ks_state_start(app) >= 0)
		ks_log_error("kiosk", "delivery does not begin");
}

void ks_state_enrolled(struct ks_app *app)
{
	if (!ks_options_enrolled(app->options))
		return;
	ks_state_begin(app);
	app->has_goodbye = app->site.ledger;
	app->goodbye = KS_W_ENROLLED;
	app->goodbye_mono_ms = ks_clock_mono_ms(&app->clock);
}

void ks_state_tell_plan(struct ks_app *app)
{
	int nendo = ks_site_nendo(&app->site);
	char *json;

	if (!app->sync || nendo == app->told_nendo || !ks_site_plan(&app->site))
		return;
	json = ks_plans_to_json(app->content.plans, app->content.n_plans, nendo);
	ks_sync_set_plan(app->sync, json, app->content.version);
	free(json);
	app->told_nendo = nendo;
}

void ks_state_turn_day(struct ks_app *app)
{
	struct ks_date today;

	if (!app->site.store || *app->options->endpoint != '\0' || app->visit.is_signed_in ||
	    ks_site_today(&app->site, &today) != KS_OK || ks_date_to_day(today) == app->turned_day)
		return;
	app->turned_day = ks_date_to_day(today);
	if (ks_roster_turn(app->site.store, today, NULL) != KS_OK)
		ks_log_error("kiosk", "a list that waited could not be taken: %s",
			     ks_store_last_error(app->site.store));
}

void ks_state_stop(struct ks_app *app)
{
	ks_sync_stop(app->sync);
	app->sync = NULL;
	ks_http_curl_close(&app->http);
}

void ks_state_close(struct ks_app *app)
{
	ks_ledger_close(app->site.ledger);
	ks_store_close(app->site.store);
	app->site.ledger = NULL;
	app->site.store = NULL;
}
