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
/** ks_bench_p95() - of @n times, which are sorted by it. */
double ks_bench_p95(double *took, size_t n);

#endif
