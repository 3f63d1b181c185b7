/* SPDX-License-Identifier: Apache-2.0 */
#include "base/lock.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void check(int error, const char *what)
{
	if (error == 0)
		return;
	fprintf(stderr, "kenshu: %s: %s\n", what, strerror(error));
	abort();
}

static void init(pthread_mutex_t *mutex, int type)
{
	pthread_mutexattr_t attributes;

	pthread_mutexattr_init(&attributes);
	pthread_mutexattr_settype(&attributes, type);
	check(pthread_mutex_init(mutex, &attributes), "a mutex cannot be made");
	pthread_mutexattr_destroy(&attributes);
}

void ks_mutex_init(pthread_mutex_t *mutex)
{
	init(mutex, PTHREAD_MUTEX_ERRORCHECK);
}

void ks_mutex_init_recursive(pthread_mutex_t *mutex)
{
	init(mutex, PTHREAD_MUTEX_RECURSIVE);
}

void ks_lock(pthread_mutex_t *mutex)
{
	check(pthread_mutex_lock(mutex), "a lock cannot be taken");
}

void ks_unlock(pthread_mutex_t *mutex)
{
	check(pthread_mutex_unlock(mutex), "a lock is given back that is not held");
}
