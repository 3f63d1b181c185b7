/* SPDX-License-Identifier: Apache-2.0 */
#include "durability/shim.h"

#include <dlfcn.h>
#include <poll.h>
#include <pthread.h>
#include <stdlib.h>
#include <time.h>

/*
 * Time as a test wants it. DUR_WALL=S sets the wall clock to S seconds after 1970 at the start; with DUR_FAST=1 a wait for
 * input that does not come takes no time, and all clocks move on by it: a screen that must stand for ten seconds is
 * looked at in none. Off screen the kiosk waits in poll() on one descriptor and nowhere else. DUR_RATE=N: all clocks go N times
 * as fast, and so does waiting; a request that is never answered ends in a second, and one that is answered does not.
 */

#define NS INT64_C(1000000000)
#define WALL_FROM \
	(NS * 1000000000) /* no machine has been up for so long: a moment behind it is one of the wall clock */

static struct {
	bool is_fast, is_ready;
	int rate;
	int64_t skipped_ns, wall_ns;
	int64_t mono_start_ns, wall_start_ns;
	int (*poll)(struct pollfd *, nfds_t, int);
	int (*clock_gettime)(clockid_t, struct timespec *);
	int (*timedwait)(pthread_cond_t *, pthread_mutex_t *, const struct timespec *);
} real;

static int64_t ns_of(const struct timespec *at)
{
	return at->tv_sec * NS + at->tv_nsec;
}

static struct timespec at_of(int64_t ns)
{
	return (struct timespec){.tv_sec = ns / NS, .tv_nsec = ns % NS};
}

static void get_ready(void)
{
	const char *wall = getenv("DUR_WALL"), *fast = getenv("DUR_FAST"), *rate = getenv("DUR_RATE");
	struct timespec now;

	if (real.is_ready)
		return;
	*(void **)&real.poll = dlsym(RTLD_NEXT, "poll");
	*(void **)&real.clock_gettime = dlsym(RTLD_NEXT, "clock_gettime");
	*(void **)&real.timedwait = dlsym(RTLD_NEXT, "pthread_cond_timedwait");
	real.is_fast = fast && *fast == '1';
	real.rate = rate && *rate ? (int)strtol(rate, NULL, 10) : 1;
	real.clock_gettime(CLOCK_MONOTONIC, &now);
	real.mono_start_ns = ns_of(&now);
	real.clock_gettime(CLOCK_REALTIME, &now);
	real.wall_start_ns = ns_of(&now);
	if (wall && *wall)
		real.wall_ns = (strtoll(wall, NULL, 10) - now.tv_sec) * NS;
	real.is_ready = true;
}

unsigned shim_time_skipped_s(void)
{
	return (unsigned)(__atomic_load_n(&real.skipped_ns, __ATOMIC_RELAXED) / 1000000000);
}

int clock_gettime(clockid_t which, struct timespec *out)
{
	bool is_wall = which == CLOCK_REALTIME || which == CLOCK_REALTIME_COARSE;
	int64_t ns, start;
	int rc;

	get_ready();
	rc = real.clock_gettime(which, out);
	if (rc != 0 || which == CLOCK_PROCESS_CPUTIME_ID || which == CLOCK_THREAD_CPUTIME_ID)
		return rc;
	start = is_wall ? real.wall_start_ns : real.mono_start_ns;
	ns = start + (ns_of(out) - start) * real.rate +
	     __atomic_load_n(&real.skipped_ns, __ATOMIC_RELAXED);
	*out = at_of(ns + (is_wall ? real.wall_ns : 0));
	return 0;
}

int poll(struct pollfd *fds, nfds_t n, int timeout_ms)
{
	int rc;

	get_ready();
	if (n == 1 && timeout_ms > 0 && !real.is_fast)
		timeout_ms = (timeout_ms + real.rate - 1) / real.rate;
	if (!real.is_fast || n != 1 || timeout_ms <= 0)
		return real.poll(fds, n, timeout_ms);
	rc = real.poll(fds, n, 0);
	if (rc == 0)
		__atomic_fetch_add(&real.skipped_ns, timeout_ms * INT64_C(1000000), __ATOMIC_RELAXED);
	return rc;
}

/* The kernel's clock does not go faster: the moment is put back to where the kernel will be then. */
int pthread_cond_timedwait(pthread_cond_t *cond, pthread_mutex_t *mutex, const struct timespec *until)
{
	struct timespec at = *until;
	int64_t ns = ns_of(until), start;

	get_ready();
	if (real.rate > 1) {
		bool is_wall = ns > WALL_FROM;

		start = is_wall ? real.wall_start_ns : real.mono_start_ns;
		ns -= is_wall ? real.wall_ns : 0;
		at = at_of(start + (ns - start) / real.rate);
	}
	return real.timedwait(cond, mutex, &at);
}
