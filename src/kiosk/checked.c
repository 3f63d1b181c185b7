/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk/checked.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/log.h"
#include "base/mem.h"
#include "record/incident.h"
#include "record/verify.h"

#define SETTING "checked_by"
#define EVERY_MS (INT64_C(24) * 3600 * 1000)
#define BREATH_MS 2 /* so that who draws or records finds the store free */

struct ks_checker {
	pthread_t thread;
	atomic_bool is_stopping;
	atomic_bool is_done; /* then what follows is the kiosk's, until then the thread's */
	enum ks_rc rc;
	struct ks_ledger_fault first;
	struct ks_ledger_beside found;
	struct ks_store *store;
	struct ks_window *window;
};

/* A record that could not be read is not one that does not fit: what opens and writes it says so. */
static enum ks_rc keep(struct ks_app *app, enum ks_rc rc, const struct ks_ledger_beside *found)
{
	if (rc != KS_OK && found->n_faults == 0)
		return rc;
	app->checked.mono_ms = ks_clock_mono_ms(&app->clock);
	app->checked.wall_ms = ks_clock_wall_ms(&app->clock);
	app->checked.n_faults = found->n_faults;
	app->checked.n_statements = found->n_statements;
	if (found->n_faults > 0)
		ks_log_warn("kiosk", "%zu faults in the record, the first at %lld", found->n_faults,
			    (long long)found->faults[0].seq);
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
	struct ks_ledger_fault first;
	struct ks_ledger_beside whole = {.faults = &first, .max = 1};
	char *by = NULL;
	bool is_known = ks_store_get(app->site.store, SETTING, &by) == KS_OK &&
			strcmp(by, KENSHU_VERSION) == 0;

	free(by);
	if (is_known || keep(app, ks_ledger_verify_beside(app->site.store, &whole), &whole) != KS_OK)
		return;
	if (app->checked.n_faults > 0)
		note(app);
	/* On a disk that takes nothing it is looked at again at the next start. */
	if (ks_store_set(app->site.store, SETTING, KENSHU_VERSION) == KS_OK)
		ks_log_info("kiosk", "the record was looked at: %lld statements",
			    (long long)app->checked.n_statements);
}

/* ---- the thread ---- */

static bool breathe(void *of)
{
	struct ks_checker *checker = of;

	(void)nanosleep(&(struct timespec){.tv_nsec = BREATH_MS * 1000000L}, NULL);
	return !atomic_load(&checker->is_stopping);
}

static void *run(void *of)
{
	struct ks_checker *checker = of;

	checker->rc = ks_ledger_verify_beside(checker->store, &checker->found);
	ks_store_forget(checker->store); /* all that everybody ever did went through its pages */
	atomic_store(&checker->is_done, true);
	ks_window_wake(checker->window);
	return NULL;
}

static struct ks_checker *start(struct ks_app *app)
{
	struct ks_checker *checker = ks_alloc_zero(1, sizeof(*checker));

	checker->store = app->site.store;
	checker->window = app->window;
	checker->found = (struct ks_ledger_beside){
		.faults = &checker->first, .max = 1, .breathe = breathe, .context = checker};
	if (pthread_create(&checker->thread, NULL, run, checker) == 0)
		return checker;
	ks_log_error("kiosk", "no thread to look at the record");
	free(checker);
	return NULL;
}

static void finish(struct ks_app *app)
{
	pthread_join(app->checker->thread, NULL);
	free(app->checker);
	app->checker = NULL;
}

bool ks_checked_now_and_then(struct ks_app *app)
{
	bool is_new = app->checked.wall_ms != 0 &&
		      ks_clock_mono_ms(&app->clock) - app->checked.mono_ms < EVERY_MS;

	if (!app->checker && app->site.store && !is_new)
		app->checker = start(app);
	if (!app->checker)
		return true;
	if (!atomic_load(&app->checker->is_done))
		return false;
	(void)keep(app, app->checker->rc, &app->checker->found);
	finish(app);
	return true;
}

void ks_checked_stop(struct ks_app *app)
{
	if (!app->checker)
		return;
	atomic_store(&app->checker->is_stopping, true);
	finish(app);
}
