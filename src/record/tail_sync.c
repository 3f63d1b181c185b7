/* SPDX-License-Identifier: Apache-2.0 */
#include "record/tail_sync.h"
#include "base/lock.h"

#include <assert.h>
#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <unistd.h>

/*
 * Two files must be on the disk before a fact is acknowledged. One after the other costs two flushes of the disk;
 * begun together, they share one.
 */

#define STACK_BYTES (64 << 10)

static int sync_now(int fd)
{
	return fdatasync(fd) == 0 ? 0 : errno;
}

static void *run(void *context)
{
	struct ks_tail_sync *sync = context;

	ks_lock(&sync->mutex);
	for (;;) {
		while (!sync->is_asked && !sync->is_ending)
			pthread_cond_wait(&sync->changed, &sync->mutex);
		if (sync->is_ending)
			break;
		int fd = sync->fd;

		ks_unlock(&sync->mutex);
		int error = sync_now(fd);

		ks_lock(&sync->mutex);
		sync->error = error;
		sync->is_asked = false;
		pthread_cond_broadcast(&sync->changed);
	}
	ks_unlock(&sync->mutex);
	return NULL;
}

/* Signals are the main thread's business. */
static bool make_thread(struct ks_tail_sync *sync)
{
	pthread_attr_t attributes;
	sigset_t all, old;
	bool is_made;

	ks_mutex_init(&sync->mutex);
	pthread_cond_init(&sync->changed, NULL);
	pthread_attr_init(&attributes);
	(void)pthread_attr_setstacksize(&attributes, STACK_BYTES);
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &old);
	is_made = pthread_create(&sync->thread, &attributes, run, sync) == 0;
	pthread_sigmask(SIG_SETMASK, &old, NULL);
	pthread_attr_destroy(&attributes);
	if (!is_made) {
		pthread_cond_destroy(&sync->changed);
		pthread_mutex_destroy(&sync->mutex);
	}
	return is_made;
}

void ks_tail_sync_start(struct ks_tail_sync *sync, int fd)
{
	if (!sync->is_made)
		sync->is_made = make_thread(sync);
	if (!sync->is_made) { /* without a thread it is only slower */
		sync->error = sync_now(fd);
		return;
	}
	ks_lock(&sync->mutex);
	assert(!sync->is_asked);
	sync->fd = fd;
	sync->is_asked = true;
	pthread_cond_broadcast(&sync->changed);
	ks_unlock(&sync->mutex);
}

int ks_tail_sync_wait(struct ks_tail_sync *sync)
{
	int error;

	if (!sync->is_made)
		return sync->error;
	ks_lock(&sync->mutex);
	while (sync->is_asked)
		pthread_cond_wait(&sync->changed, &sync->mutex);
	error = sync->error;
	ks_unlock(&sync->mutex);
	return error;
}

void ks_tail_sync_finish(struct ks_tail_sync *sync)
{
	if (!sync->is_made)
		return;
	ks_lock(&sync->mutex);
	sync->is_ending = true;
	pthread_cond_broadcast(&sync->changed);
	ks_unlock(&sync->mutex);
	pthread_join(sync->thread, NULL);
	pthread_cond_destroy(&sync->changed);
	pthread_mutex_destroy(&sync->mutex);
}
