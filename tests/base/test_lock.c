/* SPDX-License-Identifier: Apache-2.0 */
#include "base/lock.h"

#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "support/test.h"

/* A lock that is used wrongly ends the program, and says why. */

static pthread_mutex_t fixed = KS_MUTEX_INIT;

static void lock_twice(pthread_mutex_t *mutex)
{
	ks_lock(mutex);
	ks_lock(mutex);
}

/* Whether @deed ends the program. */
static int ends(void (*deed)(pthread_mutex_t *mutex), pthread_mutex_t *mutex)
{
	int status;
	pid_t child = fork();

	assert_true(child >= 0);
	if (child == 0) {
		fclose(stderr);
		(void)signal(SIGABRT, SIG_DFL);
		deed(mutex);
		_exit(0);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	return WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT;
}

static void whoever_holds_it_locks_it_once(void **state)
{
	pthread_mutex_t mutex;

	(void)state;
	ks_mutex_init(&mutex);
	ks_lock(&mutex);
	ks_unlock(&mutex);
	assert_true(ends(lock_twice, &mutex));
	assert_true(ends(ks_unlock, &mutex));
	assert_true(ends(lock_twice, &fixed));
	assert_true(ends(ks_unlock, &fixed));
	pthread_mutex_destroy(&mutex);
}

static void a_recursive_one_is_given_back_as_often_as_it_was_taken(void **state)
{
	pthread_mutex_t mutex;

	(void)state;
	ks_mutex_init_recursive(&mutex);
	lock_twice(&mutex);
	ks_unlock(&mutex);
	ks_unlock(&mutex);
	assert_true(ends(ks_unlock, &mutex));
	pthread_mutex_destroy(&mutex);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(whoever_holds_it_locks_it_once),
		cmocka_unit_test(a_recursive_one_is_given_back_as_often_as_it_was_taken),
	};

	return ks_test_run(tests);
}
