/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/deadline.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>

#include "base/log.h"
#include "base/mem.h"

/*
 * A table by socket number and one thread that looks twice a second. Cutting means shutdown(): the HTTP library then
 * sees the end of the connection and closes it itself, so a number is never cut after it was given to somebody else.
 */

#define DEADLINE_LOOK_MS 500

struct ks_deadlines {
	pthread_mutex_t mutex;
	pthread_cond_t wake;
	pthread_t thread;
	bool is_stopping;
	int64_t *at_ms; /* by socket; 0: not watched */
	size_t n_sockets;
};

static int64_t now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void cut_late(struct ks_deadlines *deadlines, int64_t now)
{
	for (size_t i = 0; i < deadlines->n_sockets; i++) {
		if (!deadlines->at_ms[i] || deadlines->at_ms[i] > now)
			continue;
		ks_log_info("collector", "connection cut: request took too long");
		shutdown((int)i, SHUT_RDWR);
		deadlines->at_ms[i] = 0;
	}
}

static void *look(void *context)
{
	struct ks_deadlines *deadlines = context;

	pthread_mutex_lock(&deadlines->mutex);
	while (!deadlines->is_stopping) {
		struct timespec until;
		int64_t next = now_ms() + DEADLINE_LOOK_MS;

		cut_late(deadlines, now_ms());
		until.tv_sec = next / 1000;
		until.tv_nsec = next % 1000 * 1000000;
		pthread_cond_timedwait(&deadlines->wake, &deadlines->mutex, &until);
	}
	pthread_mutex_unlock(&deadlines->mutex);
	return NULL;
}

enum ks_rc ks_deadlines_start(struct ks_deadlines **out)
{
	struct ks_deadlines *deadlines = ks_alloc_zero(1, sizeof(*deadlines));
	pthread_condattr_t attributes;

	pthread_mutex_init(&deadlines->mutex, NULL);
	pthread_condattr_init(&attributes);
	pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
	pthread_cond_init(&deadlines->wake, &attributes);
	pthread_condattr_destroy(&attributes);
	*out = deadlines;
	if (pthread_create(&deadlines->thread, NULL, look, deadlines) == 0)
		return KS_OK;
	free(deadlines);
	*out = NULL;
	return KS_IO;
}

void ks_deadlines_stop(struct ks_deadlines *deadlines)
{
	if (!deadlines)
		return;
	pthread_mutex_lock(&deadlines->mutex);
	deadlines->is_stopping = true;
	pthread_cond_signal(&deadlines->wake);
	pthread_mutex_unlock(&deadlines->mutex);
	pthread_join(deadlines->thread, NULL);
	pthread_cond_destroy(&deadlines->wake);
	pthread_mutex_destroy(&deadlines->mutex);
	free(deadlines->at_ms);
	free(deadlines);
}

void ks_deadlines_watch(struct ks_deadlines *deadlines, int socket, int ms)
{
	size_t i = (size_t)socket;

	pthread_mutex_lock(&deadlines->mutex);
	if (i >= deadlines->n_sockets) {
		size_t n = i + 64;

		deadlines->at_ms = ks_realloc(deadlines->at_ms, n, sizeof(*deadlines->at_ms));
		for (size_t k = deadlines->n_sockets; k < n; k++)
			deadlines->at_ms[k] = 0;
		deadlines->n_sockets = n;
	}
	deadlines->at_ms[i] = now_ms() + ms;
	pthread_mutex_unlock(&deadlines->mutex);
}

void ks_deadlines_forget(struct ks_deadlines *deadlines, int socket)
{
	pthread_mutex_lock(&deadlines->mutex);
	if ((size_t)socket < deadlines->n_sockets)
		deadlines->at_ms[socket] = 0;
	pthread_mutex_unlock(&deadlines->mutex);
}
