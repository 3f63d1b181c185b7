/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk/stop.h"

#include <pthread.h>
#include <signal.h>

#include "base/log.h"

/*
 * SDL makes its own "quit" out of SIGINT and SIGTERM, which then looks like Alt+F4. So the signals are blocked, and one
 * thread that does nothing else waits for them and wakes the loop.
 */

static void *watch(void *context)
{
	struct ks_app *app = context;
	sigset_t set;
	int number;

	sigemptyset(&set);
	sigaddset(&set, SIGTERM);
	if (app->options->mode != KS_WINDOW_FULLSCREEN)
		sigaddset(&set, SIGINT);
	if (sigwait(&set, &number) != 0)
		return NULL;
	ks_log_info("kiosk", "signal %d: ending", number);
	__atomic_store_n(&app->is_stopped, true, __ATOMIC_RELEASE);
	ks_window_wake(app->window);
	return NULL;
}

static sigset_t ending_signals(void)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGINT);
	return set;
}

void ks_stop_block(void)
{
	sigset_t set = ending_signals();

	pthread_sigmask(SIG_BLOCK, &set, NULL);
}

void ks_stop_unblock(void)
{
	sigset_t set = ending_signals();

	pthread_sigmask(SIG_UNBLOCK, &set, NULL);
}

void ks_stop_watch(struct ks_app *app)
{
	app->has_stop_thread = pthread_create(&app->stop_thread, NULL, watch, app) == 0;
	if (!app->has_stop_thread)
		ks_stop_unblock();
}

void ks_stop_end(struct ks_app *app)
{
	if (!app->has_stop_thread)
		return;
	pthread_cancel(app->stop_thread);
	pthread_join(app->stop_thread, NULL);
	app->has_stop_thread = false;
}
