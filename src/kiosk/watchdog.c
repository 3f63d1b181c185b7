/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk/watchdog.h"

#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/log.h"

/* One datagram now and then, to the relay before cage (relay.c). */

#define USEC_MOST INT64_C(3600000000)

static int fd = -1;
static int64_t every_ms, said_mono_ms;

int ks_watchdog_connect(const char *path)
{
	struct sockaddr_un to = {.sun_family = AF_UNIX};
	size_t len = strlen(path);
	int it;

	if (len == 0 || len >= sizeof(to.sun_path) || (*path != '/' && *path != '@'))
		return -1;
	memcpy(to.sun_path, path, len);
	if (*path == '@')
		to.sun_path[0] = '\0';
	it = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (it >= 0 && connect(it, (const struct sockaddr *)&to,
			       (socklen_t)(offsetof(struct sockaddr_un, sun_path) + len)) != 0) {
		close(it);
		it = -1;
	}
	return it;
}

void ks_watchdog_open(void)
{
	const char *path = getenv("NOTIFY_SOCKET"), *usec = getenv("WATCHDOG_USEC");
	int64_t limit = usec ? strtoll(usec, NULL, 10) : 0;

	if (!path || limit < 2000 || limit > USEC_MOST)
		return;
	every_ms = limit / 2000;
	said_mono_ms = INT64_MIN;
	fd = ks_watchdog_connect(path);
	if (fd >= 0)
		return;
	ks_log_warn("kiosk", "the watchdog cannot be told anything");
	ks_watchdog_close();
}

int ks_watchdog_turn(int64_t now_mono_ms)
{
	static const char words[] = KS_WATCHDOG_TURNS;

	if (fd < 0)
		return -1;
	if (said_mono_ms == INT64_MIN || now_mono_ms - said_mono_ms >= every_ms) {
		if (send(fd, words, sizeof(words) - 1, MSG_DONTWAIT | MSG_NOSIGNAL) > 0)
			said_mono_ms = now_mono_ms;
		else
			return (int)(every_ms / 4 + 1);
	}
	return (int)(every_ms - (now_mono_ms - said_mono_ms));
}

void ks_watchdog_leave(int code)
{
	const char *path = getenv("NOTIFY_SOCKET");
	int to = path ? ks_watchdog_connect(path) : -1;

	if (to < 0)
		return;
	(void)dprintf(to, KS_WATCHDOG_LEFT "%d", code);
	close(to);
}

void ks_watchdog_close(void)
{
	if (fd >= 0)
		close(fd);
	fd = -1;
}
