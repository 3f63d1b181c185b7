/* SPDX-License-Identifier: Apache-2.0 */
/* What the stopwatch of `make bench-peers` is made of: the glass (pixels) and the process tree. */
#ifndef KS_PEERS_STOPWATCH_H
#define KS_PEERS_STOPWATCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/* What an observer saw between two rests of the glass. */
struct seen {
	bool has_changed;
	int64_t first_us, ink_us, last_us; /* first change, 90 % of the final ink, last change */
};

int64_t now_us(void);
void sleep_us(int64_t us);
/** die() - message to stderr, children ended, exit 1. */
void die(const char *format, ...) __attribute__((format(printf, 1, 2), noreturn));

/** glass_open() - map the framebuffer file that `Xvfb -fbdir` keeps. */
void glass_open(const char *file);
/** glass_rest() - take what is on the glass now as "before". */
void glass_rest(void);
/**
 * glass_watch() - look until nothing has changed for @quiet_us after a first change
 * @wants_ink: also find when 90 % of the final ink was there (keeps every frame seen)
 * Gives up @limit_us after the call.
 */
struct seen glass_watch(int64_t quiet_us, int64_t limit_us, bool wants_ink);
/** glass_shot() - the glass as a PPM file. */
void glass_shot(const char *file);

/** tree_cpu_ms(), tree_pss_kib(), tree_switches() - sums over @root, its session and all descendants. */
double tree_cpu_ms(pid_t root);
long tree_pss_kib(pid_t root);
long tree_switches(pid_t root);
/** tree_end() - TERM, and KILL for who has not ended within 5 s. */
void tree_end(pid_t root);

#endif
