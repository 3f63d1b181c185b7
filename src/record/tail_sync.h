/* SPDX-License-Identifier: Apache-2.0 */
/* A thread that waits for the disk, so that the tail and SQLite's log are flushed at the same time. */
#ifndef KS_RECORD_TAIL_SYNC_H
#define KS_RECORD_TAIL_SYNC_H

#include <pthread.h>
#include <stdbool.h>

/* Zeroed memory; the thread is made at the first call. */
struct ks_tail_sync {
	pthread_t thread;
	pthread_mutex_t mutex;
	pthread_cond_t changed;
	bool is_made;
	bool is_asked, is_ending; /* under mutex, like the rest */
	int fd, error;
};

/** ks_tail_sync_start() - begin fdatasync(@fd); one at a time. */
void ks_tail_sync_start(struct ks_tail_sync *sync, int fd);
/** ks_tail_sync_wait() - until it has ended; 0 or an errno. */
int ks_tail_sync_wait(struct ks_tail_sync *sync);
/** ks_tail_sync_finish() - end the thread, and use it no more; accepts zeroed memory. */
void ks_tail_sync_finish(struct ks_tail_sync *sync);

#endif
