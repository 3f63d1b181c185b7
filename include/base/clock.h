/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Time is passed in, so that tests own it. A fact carries all of a reading (DESIGN §5.3): order is
 * the sequence number and never the clock.
 */
#ifndef KS_BASE_CLOCK_H
#define KS_BASE_CLOCK_H

#include <stdint.h>

enum ks_clock_trust {
	KS_CLOCK_SYNCED,   /* the kernel says NTP holds the clock */
	KS_CLOCK_UNSYNCED, /* it does not */
	KS_CLOCK_STEPPED,  /* wall time jumped against monotonic time since the last reading */
};

struct ks_time {
	int64_t wall_ms; /* Unix time, UTC */
	int64_t mono_ms; /* CLOCK_BOOTTIME: rises through suspend */
	char boot[37];   /* /proc/sys/kernel/random/boot_id */
	enum ks_clock_trust trust;
};

/* A clock; zeroed memory is not one, use ks_clock_system() or ks_clock_fake(). */
struct ks_clock {
	void (*now)(struct ks_clock *clock, struct ks_time *out);
	struct ks_time last; /* the reading before, to notice steps; for a fake clock: the reading */
};

/** ks_clock_system() - the machine's clock, which the kernel is asked anew at each reading. */
struct ks_clock ks_clock_system(void);
/** ks_clock_fake() - stands at @wall_ms until ks_clock_advance(). */
struct ks_clock ks_clock_fake(int64_t wall_ms);
/** ks_clock_advance() - let a fake clock go on by @ms, wall and monotonic alike. */
void ks_clock_advance(struct ks_clock *fake, int64_t ms);

/** ks_clock_now() - a whole reading; ks_clock_wall_ms()/ks_clock_mono_ms() only that part. */
struct ks_time ks_clock_now(struct ks_clock *clock);
/** ks_clock_wall_ms() - Unix milliseconds; a cheap reading that notices no step. */
int64_t ks_clock_wall_ms(struct ks_clock *clock);
/** ks_clock_mono_ms() - milliseconds since the machine started, for measuring; a cheap reading. */
int64_t ks_clock_mono_ms(struct ks_clock *clock);

/** ks_clock_trust_name() - "synced", "unsynced", "stepped" (XAPI.md, ext/kiosk). */
const char *ks_clock_trust_name(enum ks_clock_trust trust);

#endif
