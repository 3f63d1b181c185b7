// SPDX-License-Identifier: Apache-2.0
#include "sync/sync.h"

#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/lock.h"
#include "base/log.h"
#include "base/mem.h"
#include "sync/sync_private.h"

/*
 * The thread around the core: it sleeps until something is due or somebody pokes, and it never holds its mutex
 * during a request, so that the screen's thread is never kept waiting by a network.
 */

struct ks_sync {
	struct ks_sync_core *core; /* used by the thread only */
	pthread_t thread;
	pthread_mutex_t mutex;
	pthread_cond_t cond; /* CLOCK_MONOTONIC: setting the clock neither wakes nor delays it */
	bool is_poked;       /* under mutex */
	char *plan_json;     /* under mutex: told by ks_sync_set_plan() and not taken up yet */
	int content_version; /* under mutex: goes with it */
	bool is_plan_new;    /* under mutex */
	char *condition;     /* under mutex: told by ks_sync_set_condition() and not taken up yet */
	bool is_stopped;     /* written under mutex, read by the exchange without it */
	struct ks_sync_status seen; /* under mutex */
	struct ks_sync_queue queue; /* asked how far it has grown since */
	void (*changed)(void *context);
	void *context;
};

static bool is_same(const struct ks_sync_status *a, const struct ks_sync_status *b)
{
	/* last_seq too: a screen may have counted what came behind it by itself */
	return a->state == b->state && a->tally == b->tally && a->last_seq == b->last_seq &&
	       a->n_pending == b->n_pending && a->n_quarantined == b->n_quarantined &&
	       a->last_success_ms == b->last_success_ms && a->has_roster == b->has_roster &&
	       a->is_roster_fresh == b->is_roster_fresh && a->is_key_refused == b->is_key_refused &&
	       a->is_twin == b->is_twin && a->is_centre_time_known == b->is_centre_time_known &&
	       a->content_version == b->content_version && a->content_refused == b->content_refused &&
	       a->last_http_status == b->last_http_status && a->fault == b->fault;
}

static void publish(struct ks_sync *sync)
{
	struct ks_sync_status now;
	bool is_changed;

	ks_sync_core_status(sync->core, &now);
	ks_lock(&sync->mutex);
	is_changed = !is_same(&now, &sync->seen);
	sync->seen = now;
	ks_unlock(&sync->mutex);
	if (is_changed && sync->changed)
		sync->changed(sync->context);
}

static struct timespec deadline_in(int64_t wait_ms)
{
	struct timespec at;

	clock_gettime(CLOCK_MONOTONIC, &at);
	at.tv_sec += (time_t)(wait_ms / 1000);
	at.tv_nsec += (long)(wait_ms % 1000) * 1000000L;
	if (at.tv_nsec >= 1000000000L) {
		at.tv_sec++;
		at.tv_nsec -= 1000000000L;
	}
	return at;
}

/* Return: false when the thread shall end. */
static bool wait_for_work(struct ks_sync *sync, int64_t wait_ms)
{
	struct timespec at = deadline_in(wait_ms > 0 ? wait_ms : 0);
	bool goes_on;
	int rc = 0;

	ks_lock(&sync->mutex);
	while (!sync->is_poked && !sync->is_stopped && wait_ms != 0 && rc == 0)
		rc = wait_ms < 0 ? pthread_cond_wait(&sync->cond, &sync->mutex)
				 : pthread_cond_timedwait(&sync->cond, &sync->mutex, &at);
	sync->is_poked = false;
	goes_on = !sync->is_stopped;
	ks_unlock(&sync->mutex);
	return goes_on;
}

static void take_up_news(struct ks_sync *sync)
{
	char *plan_json, *condition;
	int content_version;
	bool is_new;

	ks_lock(&sync->mutex);
	is_new = sync->is_plan_new;
	plan_json = sync->plan_json;
	content_version = sync->content_version;
	condition = sync->condition;
	sync->condition = NULL;
	sync->is_plan_new = false;
	sync->plan_json = NULL;
	ks_unlock(&sync->mutex);
	if (condition)
		ks_sync_core_set_condition(sync->core, condition);
	free(condition);
	if (is_new)
		ks_sync_core_set_plan(sync->core, plan_json, content_version);
	free(plan_json);
}

static void *run(void *context)
{
	struct ks_sync *sync = context;
	int64_t wait_ms = 0;

	while (wait_for_work(sync, wait_ms)) {
		take_up_news(sync);
		ks_sync_core_step(sync->core, &wait_ms);
		publish(sync);
	}
	return NULL;
}

static int start_thread(struct ks_sync *sync)
{
	sigset_t all, before;
	int rc;

	/* SIGTERM and its like belong to the main thread. */
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	rc = pthread_create(&sync->thread, NULL, run, sync);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return rc;
}

static void release(struct ks_sync *sync)
{
	ks_sync_core_close(sync->core);
	pthread_cond_destroy(&sync->cond);
	pthread_mutex_destroy(&sync->mutex);
	free(sync->plan_json);
	free(sync->condition);
	free(sync);
}

enum ks_rc ks_sync_start(const struct ks_sync_options *options, struct ks_sync **out)
{
	struct ks_sync *sync = ks_alloc_zero(1, sizeof(*sync));
	struct ks_sync_options own = *options;
	pthread_condattr_t attr;

	own.http.stop = &sync->is_stopped;
	sync->core = ks_sync_core_open(&own);
	sync->queue = sync->core->queue;
	sync->changed = options->changed;
	sync->context = options->context;
	ks_sync_core_status(sync->core, &sync->seen);
	ks_mutex_init(&sync->mutex);
	pthread_condattr_init(&attr);
	pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
	pthread_cond_init(&sync->cond, &attr);
	pthread_condattr_destroy(&attr);
	*out = NULL;
	if (start_thread(sync) != 0) {
		ks_log_error("sync", "no thread could be started");
		release(sync);
		return KS_IO;
	}
	*out = sync;
	return KS_OK;
}

void ks_sync_poke(struct ks_sync *sync)
{
	ks_lock(&sync->mutex);
	sync->is_poked = true;
	pthread_cond_signal(&sync->cond);
	ks_unlock(&sync->mutex);
}

void ks_sync_set_plan(struct ks_sync *sync, const char *plan_json, int content_version)
{
	char *copy = plan_json ? ks_strdup(plan_json) : NULL;
	char *old;

	ks_lock(&sync->mutex);
	old = sync->plan_json;
	sync->plan_json = copy;
	sync->content_version = content_version;
	sync->is_plan_new = true;
	sync->is_poked = true;
	pthread_cond_signal(&sync->cond);
	ks_unlock(&sync->mutex);
	free(old);
}

void ks_sync_set_condition(struct ks_sync *sync, const char *json)
{
	char *copy = ks_strdup(json), *old;

	ks_lock(&sync->mutex);
	old = sync->condition;
	sync->condition = copy;
	sync->is_poked = true;
	pthread_cond_signal(&sync->cond);
	ks_unlock(&sync->mutex);
	free(old);
}

void ks_sync_status(struct ks_sync *sync, struct ks_sync_status *out)
{
	int64_t last_seq = sync->queue.last_seq(sync->queue.context);

	ks_lock(&sync->mutex);
	*out = sync->seen;
	ks_unlock(&sync->mutex);
	ks_sync_status_recount(out, last_seq);
}

void ks_sync_stop(struct ks_sync *sync)
{
	if (!sync)
		return;
	ks_lock(&sync->mutex);
	__atomic_store_n(&sync->is_stopped, true, __ATOMIC_RELAXED);
	pthread_cond_signal(&sync->cond);
	ks_unlock(&sync->mutex);
	pthread_join(sync->thread, NULL);
	release(sync);
}
