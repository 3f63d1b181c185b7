/* SPDX-License-Identifier: Apache-2.0 */
#include "base/clock.h"

#include <assert.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/timex.h>
#include <time.h>
#include <unistd.h>

#include "base/mem.h"

/*
 * The system's clock with what is known about its honesty. A jump is wall time moving differently
 * from CLOCK_BOOTTIME between two readings; the kernel's slewing stays far below the limit.
 */

#define STEP_MS 2000

static const char *const trust_names[] = {
	[KS_CLOCK_SYNCED] = "synced",
	[KS_CLOCK_UNSYNCED] = "unsynced",
	[KS_CLOCK_STEPPED] = "stepped",
};

static int64_t read_ms(clockid_t which)
{
	struct timespec ts;

	clock_gettime(which, &ts);
	return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

static void read_boot_id(char out[37])
{
	int fd = open("/proc/sys/kernel/random/boot_id", O_RDONLY | O_CLOEXEC);
	ssize_t n = fd >= 0 ? read(fd, out, 36) : -1;

	if (fd >= 0)
		close(fd);
	if (n != 36)
		memcpy(out, "00000000-0000-0000-0000-000000000000", 36);
	out[36] = '\0';
}

static bool kernel_is_synced(void)
{
	struct timex state = {0};
	int rc = adjtimex(&state);

	return rc >= 0 && rc != TIME_ERROR && (state.status & STA_UNSYNC) == 0;
}

static void now_system(struct ks_clock *clock, struct ks_time *out)
{
	struct ks_time *last = &clock->last;

	*out = *last;
	out->wall_ms = read_ms(CLOCK_REALTIME);
	out->mono_ms = read_ms(CLOCK_BOOTTIME);
	if (last->boot[0] == '\0')
		read_boot_id(out->boot);
	int64_t drift = (out->wall_ms - last->wall_ms) - (out->mono_ms - last->mono_ms);

	if (last->boot[0] != '\0' && (drift > STEP_MS || drift < -STEP_MS))
		out->trust = KS_CLOCK_STEPPED;
	else
		out->trust = kernel_is_synced() ? KS_CLOCK_SYNCED : KS_CLOCK_UNSYNCED;
	*last = *out;
}

struct ks_clock ks_clock_system(void)
{
	return (struct ks_clock){.now = now_system};
}

static void now_fake(struct ks_clock *clock, struct ks_time *out)
{
	*out = clock->last;
}

struct ks_clock ks_clock_fake(int64_t wall_ms)
{
	return (struct ks_clock){
		.now = now_fake,
		.last = {.wall_ms = wall_ms,
			 .mono_ms = 1000,
			 .boot = "b0070000-0000-4000-8000-000000000001",
			 .trust = KS_CLOCK_SYNCED},
	};
}

void ks_clock_advance(struct ks_clock *fake, int64_t ms)
{
	assert(fake->now == now_fake);
	fake->last.wall_ms += ms;
	fake->last.mono_ms += ms;
}

struct ks_time ks_clock_now(struct ks_clock *clock)
{
	struct ks_time now;

	clock->now(clock, &now);
	return now;
}

int64_t ks_clock_wall_ms(struct ks_clock *clock)
{
	return clock->now == now_system ? read_ms(CLOCK_REALTIME) : ks_clock_now(clock).wall_ms;
}

int64_t ks_clock_mono_ms(struct ks_clock *clock)
{
	return clock->now == now_system ? read_ms(CLOCK_BOOTTIME) : ks_clock_now(clock).mono_ms;
}

const char *ks_clock_trust_name(enum ks_clock_trust trust)
{
	assert((size_t)trust < KS_COUNT(trust_names));
	return trust_names[trust];
}
