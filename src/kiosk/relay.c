/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk/relay.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/log.h"
#include "kiosk/watchdog.h"

#define NOT_RUN 127
#define BY_SIGNAL 128

struct relay {
	int to, from, signals; /* systemd, the kiosk, what this process is told */
	pid_t child;
	bool is_told_to_end;
	int left_with;   /* told by the kiosk: cage ends with 0 whatever it ends with */
	sigset_t before; /* the child's */
};

/* Where the kiosk speaks: in the session's own folder, which nobody else may enter. */
static int listen_at(const char *path)
{
	struct sockaddr_un at = {.sun_family = AF_UNIX};
	int fd;

	if (snprintf(at.sun_path, sizeof(at.sun_path), "%s", path) >= (int)sizeof(at.sun_path))
		return -1;
	fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	(void)unlink(path);
	if (fd >= 0 && bind(fd, (const struct sockaddr *)&at, sizeof(at)) != 0) {
		close(fd);
		fd = -1;
	}
	return fd;
}

static bool open_all(struct relay *relay)
{
	const char *to = getenv("NOTIFY_SOCKET"), *folder = getenv("XDG_RUNTIME_DIR");
	char path[sizeof(((struct sockaddr_un *)0)->sun_path)];
	sigset_t wanted;

	if (!to || !folder || snprintf(path, sizeof(path), "%s/notify", folder) >= (int)sizeof(path))
		return false;
	relay->to = ks_watchdog_connect(to);
	relay->from = listen_at(path);
	sigemptyset(&wanted);
	sigaddset(&wanted, SIGCHLD);
	sigaddset(&wanted, SIGTERM);
	sigaddset(&wanted, SIGABRT);
	if (relay->to < 0 || relay->from < 0 || sigprocmask(SIG_BLOCK, &wanted, &relay->before) != 0)
		return false;
	relay->signals = signalfd(-1, &wanted, SFD_CLOEXEC);
	return relay->signals >= 0 && setenv("NOTIFY_SOCKET", path, 1) == 0;
}

static void begin(struct relay *relay, char **argv)
{
	pid_t self = getpid();

	relay->child = fork();
	if (relay->child != 0)
		return;
	(void)prctl(PR_SET_PDEATHSIG, SIGKILL);
	(void)sigprocmask(SIG_SETMASK, &relay->before, NULL);
	if (getppid() == self)
		(void)execvp(argv[0], argv);
	_exit(NOT_RUN);
}

static void pass_on(struct relay *relay)
{
	static const char turns[] = KS_WATCHDOG_TURNS, left[] = KS_WATCHDOG_LEFT;
	char said[64];

	for (ssize_t len; (len = recv(relay->from, said, sizeof(said) - 1, MSG_DONTWAIT)) > 0;) {
		said[len] = '\0';
		if (strcmp(said, turns) == 0)
			(void)send(relay->to, said, (size_t)len, MSG_NOSIGNAL);
		else if (strncmp(said, left, strlen(left)) == 0)
			relay->left_with = (int)strtol(said + strlen(left), NULL, 10);
	}
}

/*
 * The watchdog: a loop that hangs hears no SIGTERM, and would hold the record's lock against the next. systemd made this the
 * leader of a group, in which cage and the kiosk are.
 */
static void kill_all(const struct relay *relay)
{
	(void)kill(getpgrp() == getpid() ? 0 : relay->child, SIGKILL);
}

/* Has it ended? A pending SIGTERM is given to it: that it ends by that is as it should be, whatever cage makes of it. */
static bool has_ended(struct relay *relay, int *code)
{
	struct signalfd_siginfo told;
	int status;

	if (read(relay->signals, &told, sizeof(told)) != (ssize_t)sizeof(told))
		return false;
	if (told.ssi_signo == SIGABRT)
		kill_all(relay);
	if (told.ssi_signo == SIGTERM) {
		relay->is_told_to_end = true;
		(void)kill(relay->child, SIGTERM);
	}
	if (waitpid(relay->child, &status, WNOHANG) != relay->child)
		return false;
	pass_on(relay);
	*code = relay->left_with        ? relay->left_with
		: relay->is_told_to_end ? 0
		: WIFEXITED(status)     ? WEXITSTATUS(status)
					: BY_SIGNAL + WTERMSIG(status);
	return true;
}

int ks_relay_run(char **argv)
{
	struct relay relay = {.to = -1, .from = -1, .signals = -1};
	int code = NOT_RUN;

	if (!open_all(&relay)) {
		if (getenv("NOTIFY_SOCKET"))
			ks_log_warn("kiosk", "systemd cannot be told anything");
		(void)execvp(argv[0], argv);
		return NOT_RUN;
	}
	begin(&relay, argv);
	while (relay.child > 0) {
		struct pollfd fds[] = {{.fd = relay.from, .events = POLLIN},
				       {.fd = relay.signals, .events = POLLIN}};

		if (poll(fds, 2, -1) < 0 && errno != EINTR)
			break;
		if (fds[0].revents & POLLIN)
			pass_on(&relay);
		if ((fds[1].revents & POLLIN) && has_ended(&relay, &code))
			break;
	}
	return code;
}
