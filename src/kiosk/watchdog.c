/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk/watchdog.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/log.h"

/* One datagram now and then. What systemd set is for its main process, cage; NotifyAccess=all lets the child speak. */

#define USEC_MOST INT64_C(3600000000)

static int fd = -1;
static int64_t every_ms, said_mono_ms;

static bool connect_to(const char *path)
{
	struct sockaddr_un to = {.sun_family = AF_UNIX};
	size_t len = strlen(path);

	if (len == 0 || len >= sizeof(to.sun_path) || (*path != '/' && *path != '@'))
		return false;
	memcpy(to.sun_path, path, len);
	if (*path == '@')
		to.sun_path[0] = '\0';
	fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	return fd >= 0 && connect(fd, (const struct sockaddr *)&to,
				  (socklen_t)(offsetof(struct sockaddr_un, sun_path) + len)) == 0;
}

void ks_watchdog_open(void)
{
	const char *path = getenv("NOTIFY_SOCKET"), *usec = getenv("WATCHDOG_USEC");
	int64_t limit = usec ? strtoll(usec, NULL, 10) : 0;

	if (!path || limit < 2000 || limit > USEC_MOST)
		return;
	every_ms = limit / 2000;
	said_mono_ms = INT64_MIN;
	if (connect_to(path))
		return;
	ks_log_warn("kiosk", "the watchdog cannot be told anything");
	ks_watchdog_close();
}

int ks_watchdog_turn(int64_t now_mono_ms)
{
	static const char words[] = "WATCHDOG=1";

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

void ks_watchdog_close(void)
{
	if (fd >= 0)
		close(fd);
	fd = -1;
}
