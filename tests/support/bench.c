/* SPDX-License-Identifier: Apache-2.0 */
#include "support/bench.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

void ks_bench_need(bool holds, const char *what)
{
	if (holds)
		return;
	fprintf(stderr, "bench: %s\n", what);
	exit(EXIT_FAILURE);
}

double ks_bench_now_s(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

double ks_bench_cpu_s(int who)
{
	struct rusage used;

	getrusage(who, &used);
	return (double)(used.ru_utime.tv_sec + used.ru_stime.tv_sec) +
	       (double)(used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1e6;
}

static double memory_mib(const char *path, const char *name)
{
	FILE *file = fopen(path, "r");
	char line[256];
	double kib = 0;

	while (file && fgets(line, sizeof(line), file))
		if (strncmp(line, name, strlen(name)) == 0)
			kib = strtod(line + strlen(name), NULL);
	ks_bench_need(file && kib > 0, path);
	fclose(file);
	return kib / 1024;
}

double ks_bench_pss_mib(void)
{
	return memory_mib("/proc/self/smaps_rollup", "Pss:");
}

double ks_bench_peak_mib(void)
{
	return memory_mib("/proc/self/status", "VmHWM:");
}

static int by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

double ks_bench_p95(double *took, size_t n)
{
	qsort(took, n, sizeof(*took), by_size);
	return took[n * 95 / 100];
}

struct ks_bench_took ks_bench_took_since(struct ks_bench_took from)
{
	return (struct ks_bench_took){ks_bench_now_s() - from.wall_s,
				      ks_bench_cpu_s(RUSAGE_THREAD) - from.cpu_s};
}

void ks_bench_tell_best(const char *name, const struct ks_bench_took *took, size_t n)
{
	struct ks_bench_took best = took[0];

	for (size_t i = 1; i < n; i++) {
		best.wall_s = took[i].wall_s < best.wall_s ? took[i].wall_s : best.wall_s;
		best.cpu_s = took[i].cpu_s < best.cpu_s ? took[i].cpu_s : best.cpu_s;
	}
	printf("%s %.2f ms\n%s_processor %.2f ms\n", name, best.wall_s * 1000, name,
	       best.cpu_s * 1000);
	fflush(stdout);
}

void ks_bench_command(const char *name, const char *kenshu, const char *folder, const char *one,
		      const char *two)
{
	struct rusage used;
	double from = ks_bench_now_s();
	int status;
	pid_t child = fork();

	if (child == 0) {
		if (!freopen("/dev/null", "w", stdout))
			_exit(1);
		execl(kenshu, kenshu, one, two ? two : "--state", two ? "--state" : folder,
		      two ? folder : NULL, NULL);
		_exit(1);
	}
	ks_bench_need(child > 0 && wait4(child, &status, 0, &used) == child && WIFEXITED(status) &&
			      WEXITSTATUS(status) == 0,
		      name);
	printf("%s %.2f s\n%s_memory %.1f MiB\n", name, ks_bench_now_s() - from, name,
	       (double)used.ru_maxrss / 1024);
	fflush(stdout);
}
