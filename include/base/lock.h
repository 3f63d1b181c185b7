/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Mutexes that know who holds them. To lock twice, or to unlock what one does not hold, is a mistake in the program whose
 * consequences nobody can foresee; it ends here, with a line that says so, and whatever was not committed is not acknowledged.
 */
#ifndef KS_BASE_LOCK_H
#define KS_BASE_LOCK_H

#include <pthread.h>

#define KS_MUTEX_INIT PTHREAD_ERRORCHECK_MUTEX_INITIALIZER_NP /* of one with static storage */

/** ks_mutex_init() - free; end with pthread_mutex_destroy(). */
void ks_mutex_init(pthread_mutex_t *mutex);
/** ks_mutex_init_recursive() - may be locked again by who holds it. */
void ks_mutex_init_recursive(pthread_mutex_t *mutex);
/** ks_lock() - waits for it; aborts when this thread holds it already, unless it is recursive. */
void ks_lock(pthread_mutex_t *mutex);
/** ks_unlock() - aborts when this thread does not hold it. */
void ks_unlock(pthread_mutex_t *mutex);

#endif
