/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <pthread.h>

#include "support/real.h"
#include "support/test.h"

/*
 * A store that is closed while somebody still holds it was not let go of by whoever took it, and the next thread would wait for
 * ever. This stands before the C library's own in every test program.
 */

static _Atomic(int) n_held;

int pthread_mutex_destroy(pthread_mutex_t *mutex)
{
	int error = KS_REAL(int, pthread_mutex_destroy, pthread_mutex_t *)(mutex);

	n_held += error == EBUSY;
	return error;
}

bool ks_test_has_held(void)
{
	if (n_held > 0)
		print_error("%d mutexes were destroyed while they were held\n", n_held);
	return n_held > 0;
}
