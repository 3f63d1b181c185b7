/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk/relay.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"
#include "kiosk/watchdog.h"
#include "support/test.h"

/* systemd hears the main process alone: what the kiosk says must come from it, and the session's end be its end. */

#define CODE 42

struct bench {
	char *folder, *path;
	int fd;
};

/* What stands for cage and the kiosk in it: this program once more, told what to do. */
static int act(const char *part)
{
	ks_watchdog_open();
	if (strcmp(part, "speak") == 0)
		return ks_watchdog_turn(1000) > 0 ? CODE : 1;
	if (strcmp(part, "leave") == 0) {
		ks_watchdog_leave(CODE);
		return 0; /* as cage does */
	}
	if (strcmp(part, "die") == 0)
		return raise(SIGKILL);
	if (strcmp(part, "socket") == 0) {
		const char *at = getenv("NOTIFY_SOCKET"), *folder = getenv("XDG_RUNTIME_DIR");
		size_t len = folder ? strlen(folder) : 0;

		return len > 0 && strncmp(at, folder, len) == 0 && strcmp(at + len, "/notify") == 0
			       ? CODE
			       : 1;
	}
	if (strcmp(part, "mask") == 0) {
		sigset_t now;

		return sigprocmask(SIG_BLOCK, NULL, &now) == 0 && !sigismember(&now, SIGTERM) &&
				       !sigismember(&now, SIGCHLD) && !sigismember(&now, SIGABRT)
			       ? CODE
			       : 1;
	}
	if (strcmp(part, "lie") == 0) {
		int fd = ks_watchdog_connect(getenv("NOTIFY_SOCKET"));

		return send(fd, "STOPPING=1", 10, 0) == 10 ? CODE : 1;
	}
	if (strcmp(part, "cage") == 0 && fork() == 0)
		signal(SIGTERM, SIG_IGN);
	else if (strcmp(part, "cage") == 0)
		for (;;)
			pause();
	(void)ks_watchdog_turn(1000); /* it is there */
	for (;;)
		pause();
}

static int set_up(void **state)
{
	struct bench *bench = calloc(1, sizeof(*bench));
	struct sockaddr_un at = {.sun_family = AF_UNIX};
	const int on = 1;

	bench->folder = ks_test_folder();
	bench->path = ks_path_join(bench->folder, "systemd");
	snprintf(at.sun_path, sizeof(at.sun_path), "%s", bench->path);
	bench->fd = socket(AF_UNIX, SOCK_DGRAM, 0);
	setenv("NOTIFY_SOCKET", bench->path, 1);
	setenv("WATCHDOG_USEC", "60000000", 1);
	setenv("XDG_RUNTIME_DIR", bench->folder, 1);
	*state = bench;
	if (setsockopt(bench->fd, SOL_SOCKET, SO_PASSCRED, &on, sizeof(on)) != 0)
		return 1;
	return bind(bench->fd, (const struct sockaddr *)&at, sizeof(at));
}

static int tear_down(void **state)
{
	struct bench *bench = *state;

	close(bench->fd);
	free(bench->path);
	ks_test_folder_finish(bench->folder);
	free(bench);
	return 0;
}

static pid_t relay_of(const char *part)
{
	char self[] = "/proc/self/exe";
	char *argv[] = {self, (char *)part, NULL};
	pid_t relay = fork();

	if (relay == 0) {
		(void)setpgid(0, 0); /* as systemd does */
		_exit(ks_relay_run(argv));
	}
	return relay;
}

static int code_of(pid_t relay)
{
	int status;

	assert_int_equal(waitpid(relay, &status, 0), relay);
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status);
}

/* Who said WATCHDOG=1; 0: nobody said anything, and nobody will, if @waits is false. */
static pid_t heard_of(struct bench *bench, bool waits)
{
	char text[64], control[CMSG_SPACE(sizeof(struct ucred))] = {0};
	struct iovec part = {.iov_base = text, .iov_len = sizeof(text)};
	struct msghdr message = {.msg_iov = &part,
				 .msg_iovlen = 1,
				 .msg_control = control,
				 .msg_controllen = sizeof(control)};
	ssize_t len = recvmsg(bench->fd, &message, waits ? 0 : MSG_DONTWAIT);
	struct ucred who;

	if (len < 0)
		return 0;
	assert_int_equal(len, strlen("WATCHDOG=1"));
	assert_memory_equal(text, "WATCHDOG=1", (size_t)len);
	memcpy(&who, CMSG_DATA(CMSG_FIRSTHDR(&message)), sizeof(who));
	return who.pid;
}

static void the_main_process_says_what_the_kiosk_said(void **state)
{
	struct bench *bench = *state;
	pid_t relay = relay_of("speak");

	assert_int_equal(heard_of(bench, true), relay);
	assert_int_equal(code_of(relay), CODE);
	assert_int_equal(heard_of(bench, false), 0);
}

/* A 係員 left it: systemd must know, or it starts it again. */
static void what_the_kiosk_was_left_with_is_the_end(void **state)
{
	struct bench *bench = *state;

	assert_int_equal(code_of(relay_of("leave")), CODE);
	assert_int_equal(heard_of(bench, false), 0);
}

static void nothing_else_is_passed_on(void **state)
{
	struct bench *bench = *state;

	assert_int_equal(code_of(relay_of("lie")), CODE);
	assert_int_equal(heard_of(bench, false), 0);
}

static void what_cannot_be_run_ends_at_once(void **state)
{
	char *argv[] = {(char *)"/no/such/program", NULL};
	pid_t relay = fork();

	(void)state;
	if (relay == 0)
		_exit(ks_relay_run(argv));
	assert_int_equal(code_of(relay), 127);
}

static void told_to_end_it_ends_the_session(void **state)
{
	struct bench *bench = *state;
	pid_t relay = relay_of("stay");

	assert_int_equal(heard_of(bench, true), relay);
	assert_int_equal(kill(relay, SIGTERM), 0);
	assert_int_equal(code_of(relay), 0);
}

/* Whoever holds the end of a pipe: the relay, what it started, and what that started. */
static int one_end_below(const char *part, pid_t *relay)
{
	int ends[2];

	assert_int_equal(pipe(ends), 0);
	*relay = relay_of(part);
	close(ends[1]);
	return ends[0];
}

static void expect_nobody_behind(int end, pid_t relay)
{
	int status;
	char byte;

	assert_int_equal(waitpid(relay, &status, 0), relay);
	assert_true(WIFSIGNALED(status));
	assert_int_equal(read(end, &byte, 1), 0); /* the last of them has gone */
	close(end);
}

/* No screen stays that nobody watches. */
static void killed_it_leaves_nobody_behind(void **state)
{
	struct bench *bench = *state;
	pid_t relay;
	int end = one_end_below("stay", &relay);

	assert_int_equal(heard_of(bench, true), relay);
	assert_int_equal(kill(relay, SIGKILL), 0);
	expect_nobody_behind(end, relay);
}

/* As the watchdog ends it: a kiosk that hangs in its cage hears no SIGTERM, and holds the record. */
static void a_kiosk_that_hangs_goes_with_it(void **state)
{
	struct bench *bench = *state;
	pid_t relay;
	int end = one_end_below("cage", &relay);

	assert_int_equal(heard_of(bench, true), relay);
	assert_int_equal(kill(relay, SIGABRT), 0);
	expect_nobody_behind(end, relay);
}

static void without_systemd_there_is_nothing_between(void **state)
{
	struct bench *bench = *state;

	unsetenv("NOTIFY_SOCKET");
	assert_int_equal(code_of(relay_of("speak")), 1); /* it had nobody to speak to */
	assert_int_equal(heard_of(bench, false), 0);
}

/* What it ends by is the session's end too, and what it hears of signals as if nothing stood between. */
static void what_the_session_ends_with_is_its_end(void **state)
{
	(void)state;
	assert_int_equal(code_of(relay_of("die")), 128 + SIGKILL);
	assert_int_equal(code_of(relay_of("socket")), CODE);
	assert_int_equal(code_of(relay_of("mask")), CODE);
}

/* The code, and what was told of it. */
static char *told(const struct bench *bench, const char *part, int *code)
{
	char *path = ks_path_join(bench->folder, "told"), *text;
	char self[] = "/proc/self/exe";
	char *argv[] = {self, (char *)part, NULL};
	pid_t relay = fork();

	if (relay == 0) {
		if (!freopen(path, "w", stderr))
			_exit(1);
		_exit(ks_relay_run(argv));
	}
	*code = code_of(relay);
	text = ks_test_read(path);
	free(path);
	return text;
}

/* Where nothing can stand between, the session runs all the same; that systemd hears nothing is told. */
static void where_it_cannot_listen_the_session_runs(void **state)
{
	static const char words[] = "systemd cannot be told anything";
	struct bench *bench = *state;
	char longest[sizeof(((struct sockaddr_un *)0)->sun_path)], *text;
	int code;

	text = told(bench, "socket", &code);
	assert_int_equal(code, CODE);
	assert_null(strstr(text, words));
	free(text);
	memset(longest, 'x', sizeof(longest));
	longest[0] = '/';
	longest[sizeof(longest) - 1 - strlen("/notify")] = '\0'; /* one letter too many */
	setenv("XDG_RUNTIME_DIR", longest, 1);
	text = told(bench, "socket", &code);
	assert_int_equal(code, 1); /* what it speaks to is systemd's own */
	assert_non_null(strstr(text, words));
	free(text);
	setenv("XDG_RUNTIME_DIR", "/no/such/folder", 1);
	text = told(bench, "mask", &code);
	assert_int_equal(code, CODE);
	assert_non_null(strstr(text, words));
	free(text);
	unsetenv("XDG_RUNTIME_DIR");
	text = told(bench, "mask", &code);
	assert_non_null(strstr(text, words));
	free(text);
	setenv("XDG_RUNTIME_DIR", bench->folder, 1);
	setenv("NOTIFY_SOCKET", "/no/such/socket", 1);
	text = told(bench, "mask", &code);
	assert_int_equal(code, CODE);
	assert_non_null(strstr(text, words));
	free(text);
	unsetenv("NOTIFY_SOCKET");
	text = told(bench, "mask", &code);
	assert_int_equal(code, CODE);
	assert_null(strstr(text, words)); /* nobody asked for it */
	free(text);
}

/* A socket that an earlier session left is no obstacle. */
static void what_an_earlier_session_left_is_taken_away(void **state)
{
	struct bench *bench = *state;
	char *left = ks_test_write(bench->folder, "notify", "");
	pid_t relay = relay_of("speak");

	assert_int_equal(heard_of(bench, true), relay);
	assert_int_equal(code_of(relay), CODE);
	free(left);
}

int main(int argc, char **argv)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		TEST(the_main_process_says_what_the_kiosk_said),
		TEST(what_the_kiosk_was_left_with_is_the_end),
		TEST(nothing_else_is_passed_on),
		TEST(what_cannot_be_run_ends_at_once),
		TEST(told_to_end_it_ends_the_session),
		TEST(killed_it_leaves_nobody_behind),
		TEST(a_kiosk_that_hangs_goes_with_it),
		TEST(without_systemd_there_is_nothing_between),
		TEST(what_the_session_ends_with_is_its_end),
		TEST(where_it_cannot_listen_the_session_runs),
		TEST(what_an_earlier_session_left_is_taken_away),
	};

	if (argc > 1)
		return act(argv[1]);
	return ks_test_run(tests);
}
