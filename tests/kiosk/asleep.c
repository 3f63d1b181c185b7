/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk/asleep.h"

#include <poll.h>
#include <pthread.h>

#include "support/real.h"
#include "support/test.h"

static struct {
	struct ks_clock *clock; /* NULL: it sleeps as everybody does */
	void (*noted)(int wait_ms);
	pthread_t thread;
} sleeper;

/* An off-screen window waits by this. */
int poll(struct pollfd *fds, nfds_t n, int timeout)
{
	int (*real)(struct pollfd *, nfds_t, int) = KS_REAL(int, poll, struct pollfd *, nfds_t, int);
	int n_ready;

	if (!sleeper.clock || !pthread_equal(sleeper.thread, pthread_self()) || n != 1)
		return real(fds, n, timeout);
	n_ready = real(fds, n, 0); /* another thread may have woken it */
	if (n_ready != 0)
		return n_ready;
	if (sleeper.noted)
		sleeper.noted(timeout);
	assert_true(timeout >= 0);
	ks_clock_advance(sleeper.clock, timeout);
	return 0;
}

void asleep_begin(struct ks_clock *clock, void (*noted)(int wait_ms))
{
	sleeper.noted = noted;
	sleeper.thread = pthread_self();
	sleeper.clock = clock;
}

void asleep_end(void)
{
	sleeper.clock = NULL;
}
