/* SPDX-License-Identifier: Apache-2.0 */
#include "durability/shim.h"

#include <dlfcn.h>
#include <poll.h>
#include <stdlib.h>
#include <time.h>

/*
 * Time as a test wants it. DUR_WALL=S sets the wall clock to S seconds after 1970 at the start; with DUR_FAST=1 a wait for
 * input that does not come takes no time, and all clocks move on by it: a screen that must stand for ten seconds is
 * looked at in none. Off screen the kiosk waits in poll() on one descriptor and nowhere else.
 */

static struct {
	bool is_fast, is_ready;
	int64_t skipped_ns, wall_ns;
	int (*poll)(struct pollfd *, nfds_t, int);
	int (*clock_gettime)(clockid_t, struct timespec *);
} real;

static void get_ready(void)
{
	const char *wall = getenv("DUR_WALL"), *fast = getenv("DUR_FAST");
	struct timespec now;

	if (real.is_ready)
		return;
	*(void **)&real.poll = dlsym(RTLD_NEXT, "poll");
	*(void **)&real.clock_gettime = dlsym(RTLD_NEXT, "clock_gettime");
	real.is_fast = fast && *fast == '1';
	real.is_ready = true;
	if (!wall || !*wall)
		return;
	real.clock_gettime(CLOCK_REALTIME, &now);
	real.wall_ns = (strtoll(wall, NULL, 10) - now.tv_sec) * INT64_C(1000000000);
}

unsigned shim_time_skipped_s(void)
{
	return (unsigned)(__atomic_load_n(&real.skipped_ns, __ATOMIC_RELAXED) / 1000000000);
}

int clock_gettime(clockid_t which, struct timespec *out)
{
	int64_t ns;
	int rc;

	get_ready();
	rc = real.clock_gettime(which, out);
	if (rc != 0 || which == CLOCK_PROCESS_CPUTIME_ID || which == CLOCK_THREAD_CPUTIME_ID)
		return rc;
	ns = out->tv_sec * INT64_C(1000000000) + out->tv_nsec +
	     __atomic_load_n(&real.skipped_ns, __ATOMIC_RELAXED);
	if (which == CLOCK_REALTIME)
		ns += real.wall_ns;
	out->tv_sec = ns / 1000000000;
	out->tv_nsec = ns % 1000000000;
	return 0;
}

int poll(struct pollfd *fds, nfds_t n, int timeout_ms)
{
	int rc;

	get_ready();
	if (!real.is_fast || n != 1 || timeout_ms <= 0)
		return real.poll(fds, n, timeout_ms);
	rc = real.poll(fds, n, 0);
	if (rc == 0)
		__atomic_fetch_add(&real.skipped_ns, timeout_ms * INT64_C(1000000), __ATOMIC_RELAXED);
	return rc;
}
