/* SPDX-License-Identifier: Apache-2.0 */
#include <dlfcn.h>
#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

/*
 * In every test program of this floor: a store that is closed while somebody still holds it was not let go of by whoever took it,
 * and the next thread would wait for ever. This stands before the C library's own.
 */

int pthread_mutex_destroy(pthread_mutex_t *mutex)
{
	static int (*real)(pthread_mutex_t *);
	int error;

	if (!real)
		*(void **)(&real) = dlsym(RTLD_NEXT, "pthread_mutex_destroy");
	error = real(mutex);
	if (error == EBUSY) {
		(void)fputs("a mutex is destroyed that is held\n", stderr);
		abort();
	}
	return error;
}
