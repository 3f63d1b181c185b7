/* SPDX-License-Identifier: Apache-2.0 */
/* What programs that measure (tests/bench) have in common. */
#ifndef KS_TESTS_SUPPORT_BENCH_H
#define KS_TESTS_SUPPORT_BENCH_H

#include <stdbool.h>
#include <stddef.h>

/** ks_bench_need() - end the program with @what unless it @holds. */
void ks_bench_need(bool holds, const char *what);
/** ks_bench_now_s() - seconds, of a clock that only goes on. */
double ks_bench_now_s(void);
/** ks_bench_cpu_s() - seconds of processor so far; @who as getrusage() has it. */
double ks_bench_cpu_s(int who);
/** ks_bench_pss_mib() - this process's memory now, what it shares with others divided. */
double ks_bench_pss_mib(void);
/** ks_bench_peak_mib() - the most this program held since it was begun (getrusage() tells of who forked it, too). */
double ks_bench_peak_mib(void);
/** ks_bench_p95() - of @n times, which are sorted by it. */
double ks_bench_p95(double *took, size_t n);

/* Of one way, seconds on the wall and of this thread's processor; the latter tells more where something else runs. */
struct ks_bench_took {
	double wall_s, cpu_s;
};
/** ks_bench_took_since() - @from is what this said before; of {0}: the time now, to be handed to it later. */
struct ks_bench_took ks_bench_took_since(struct ks_bench_took from);
/** ks_bench_tell_best() - print `name ms` and `name_processor ms`, the best of @n times each. */
void ks_bench_tell_best(const char *name, const struct ks_bench_took *took, size_t n);
/**
 * ks_bench_command() - run the program @kenshu with @one and @two (may be NULL) on this state folder
 * Prints `name s` and `name_memory MiB`; ends the program when it fails.
 */
void ks_bench_command(const char *name, const char *kenshu, const char *folder, const char *one,
		      const char *two);

#endif
