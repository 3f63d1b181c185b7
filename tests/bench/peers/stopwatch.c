/* SPDX-License-Identifier: Apache-2.0 */
#include "stopwatch.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <time.h>
#include <unistd.h>

#include <X11/Xlib.h>
#include <X11/extensions/XTest.h>

/*
 * stopwatch FRAMEBUFFER PROGRAM ARG… <commands >samples
 *
 * Times any program from outside, so that ours and a browser are measured alike: it forks the program, presses through
 * XTEST, and looks at the pixels of the glass. Each line it prints is `name value`. Commands, one a line:
 *
 *   start QUIET_MS          fork; start_first, start_ink (90 % of the final ink), start_last in ms
 *   click X Y / key KEYSYM  press and wait until the glass is at rest
 *   type TEXT               a key for each character
 *   tap NAME X Y            press; NAME_first and NAME_final in ms since the press. No change is an error.
 *   cpu-begin / cpu-end NAME N    ms of processor time since then, by N
 *   pss NAME / idle NAME SECONDS / rest MS / shot FILE
 */

#define QUIET_US 300000
#define LIMIT_US 8000000
#define START_LIMIT_US 40000000
#define APART_US 500000 /* a second tap on one spot within 300 ms is ignored by a good kiosk */

static struct {
	Display *display;
	char **program;
	pid_t pid;
	double cpu_ms;
	int64_t pressed_us;
	int line;
} watch;

int64_t now_us(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * INT64_C(1000000) + now.tv_nsec / 1000;
}

void sleep_us(int64_t us)
{
	struct timespec wait = {us / 1000000, us % 1000000 * 1000};

	while (nanosleep(&wait, &wait) != 0 && errno == EINTR)
		;
}

void die(const char *format, ...)
{
	va_list list;

	fprintf(stderr, "stopwatch: line %d: ", watch.line);
	va_start(list, format);
	vfprintf(stderr, format, list);
	va_end(list);
	fprintf(stderr, "\n");
	if (watch.pid > 0) {
		const char *file = getenv("STOPWATCH_SHOT"); /* what stood there when it stopped */

		if (file)
			glass_shot(file);
		tree_end(watch.pid);
	}
	exit(1);
}

static void sample(const char *name, const char *what, double value)
{
	printf("%s%s %.3f\n", name, what, value);
}

static double ms_between(int64_t from_us, int64_t to_us)
{
	return (double)(to_us - from_us) / 1000;
}

static void do_start(const char *quiet_ms, const char *unused, const char *unused2)
{
	int64_t began_us;
	struct seen seen;

	(void)unused;
	(void)unused2;
	glass_rest();
	began_us = now_us();
	watch.pid = fork();
	if (watch.pid == 0) {
		setsid();
		dup2(STDERR_FILENO, STDOUT_FILENO);
		execvp(watch.program[0], watch.program);
		_exit(127);
	}
	seen = glass_watch(strtol(quiet_ms, NULL, 10) * 1000, START_LIMIT_US, true);
	if (!seen.has_changed)
		die("%s painted nothing", watch.program[0]);
	sample("start", "_first", ms_between(began_us, seen.first_us));
	sample("start", "_ink", ms_between(began_us, seen.ink_us));
	sample("start", "_last", ms_between(began_us, seen.last_us));
}

/* Moves, lets the program see it, then presses and lifts at once. */
static struct seen press(const char *x, const char *y)
{
	int64_t wait_us;

	XTestFakeMotionEvent(watch.display, -1, (int)strtol(x, NULL, 10), (int)strtol(y, NULL, 10),
			     0);
	XSync(watch.display, False);
	wait_us = watch.pressed_us + APART_US - now_us();
	sleep_us(wait_us > 100000 ? wait_us : 100000);
	glass_rest();
	watch.pressed_us = now_us();
	XTestFakeButtonEvent(watch.display, 1, True, 0);
	XTestFakeButtonEvent(watch.display, 1, False, 0);
	XFlush(watch.display);
	return glass_watch(QUIET_US, LIMIT_US, false);
}

static void do_click(const char *x, const char *y, const char *unused)
{
	(void)unused;
	if (!press(x, y).has_changed)
		die("click at %s,%s changed nothing", x, y);
}

static void do_tap(const char *name, const char *x, const char *y)
{
	struct seen seen = press(x, y);

	if (!seen.has_changed)
		die("%s at %s,%s changed nothing", name, x, y);
	sample(name, "_first", ms_between(watch.pressed_us, seen.first_us));
	sample(name, "_final", ms_between(watch.pressed_us, seen.last_us));
}

static void press_key(KeySym symbol)
{
	KeyCode code = XKeysymToKeycode(watch.display, symbol);

	if (code == 0)
		die("no such key");
	glass_rest();
	XTestFakeKeyEvent(watch.display, code, True, 0);
	XTestFakeKeyEvent(watch.display, code, False, 0);
	XFlush(watch.display);
	if (!glass_watch(50000, LIMIT_US, false).has_changed)
		die("key %s changed nothing", XKeysymToString(symbol));
}

static void do_key(const char *name, const char *unused, const char *unused2)
{
	(void)unused;
	(void)unused2;
	press_key(XStringToKeysym(name));
}

static void do_type(const char *text, const char *unused, const char *unused2)
{
	(void)unused;
	(void)unused2;
	for (; *text; text++)
		press_key((KeySym)*text); /* Latin 1 symbols are their own characters */
}

static void do_cpu_begin(const char *unused, const char *unused2, const char *unused3)
{
	(void)unused;
	(void)unused2;
	(void)unused3;
	watch.cpu_ms = tree_cpu_ms(watch.pid);
}

static void do_cpu_end(const char *name, const char *times, const char *unused)
{
	(void)unused;
	sample(name, "_cpu", (tree_cpu_ms(watch.pid) - watch.cpu_ms) / strtod(times, NULL));
}

static void do_pss(const char *name, const char *unused, const char *unused2)
{
	(void)unused;
	(void)unused2;
	sample(name, "_pss", (double)tree_pss_kib(watch.pid) / 1024);
}

static void do_idle(const char *name, const char *seconds, const char *unused)
{
	double s = strtod(seconds, NULL), ms = tree_cpu_ms(watch.pid);
	long switches = tree_switches(watch.pid);

	(void)unused;
	sleep_us((int64_t)(s * 1e6));
	sample(name, "_wakeups", (double)(tree_switches(watch.pid) - switches) / s);
	sample(name, "_cpu_percent", (tree_cpu_ms(watch.pid) - ms) / s / 10);
}

static void do_rest(const char *ms, const char *unused, const char *unused2)
{
	(void)unused;
	(void)unused2;
	sleep_us(strtol(ms, NULL, 10) * 1000);
}

static void do_shot(const char *file, const char *unused, const char *unused2)
{
	(void)unused;
	(void)unused2;
	glass_shot(file);
}

static const struct {
	const char *name;
	int n_words;
	void (*run)(const char *a, const char *b, const char *c);
} commands[] = {
	{"start", 1, do_start},     {"click", 2, do_click}, {"key", 1, do_key},
	{"type", 1, do_type},       {"tap", 3, do_tap},     {"cpu-begin", 0, do_cpu_begin},
	{"cpu-end", 2, do_cpu_end}, {"pss", 1, do_pss},     {"idle", 2, do_idle},
	{"rest", 1, do_rest},       {"shot", 1, do_shot},
};

static void run_line(const char *line)
{
	char words[4][256] = {"", "", "", ""};
	int n = sscanf(line, "%255s %255s %255s %255s", words[0], words[1], words[2], words[3]);

	if (n < 1 || words[0][0] == '#')
		return;
	for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); i++) {
		if (strcmp(words[0], commands[i].name) != 0 || n - 1 != commands[i].n_words)
			continue;
		commands[i].run(words[1], words[2], words[3]);
		fflush(stdout);
		return;
	}
	die("not a command: %s", line);
}

int main(int argc, char **argv)
{
	char line[1100];

	if (argc < 3)
		die("usage: stopwatch FRAMEBUFFER PROGRAM ARG… <commands");
	prctl(PR_SET_TIMERSLACK, 1000, 0, 0, 0);
	watch.program = argv + 2;
	watch.display = XOpenDisplay(NULL);
	if (!watch.display)
		die("no display");
	glass_open(argv[1]);
	while (fgets(line, sizeof(line), stdin)) {
		watch.line++;
		run_line(line);
	}
	if (watch.pid > 0)
		tree_end(watch.pid);
	XCloseDisplay(watch.display);
	return 0;
}
