/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk/watchdog.h"

#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/file.h"
#include "support/test.h"

/* A loop that goes round says so in time; one that does not is silent, which is what systemd listens for. */

struct listener {
	char *folder, *path;
	int fd;
};

static int set_up(void **state)
{
	struct listener *l = calloc(1, sizeof(*l));
	struct sockaddr_un at = {.sun_family = AF_UNIX};

	l->folder = ks_test_folder();
	l->path = ks_path_join(l->folder, "notify");
	snprintf(at.sun_path, sizeof(at.sun_path), "%s", l->path);
	l->fd = socket(AF_UNIX, SOCK_DGRAM, 0);
	*state = l;
	setenv("NOTIFY_SOCKET", l->path, 1);
	setenv("WATCHDOG_USEC", "60000000", 1);
	return bind(l->fd, (const struct sockaddr *)&at, sizeof(at));
}

static int tear_down(void **state)
{
	struct listener *l = *state;

	ks_watchdog_close();
	unsetenv("NOTIFY_SOCKET");
	unsetenv("WATCHDOG_USEC");
	close(l->fd);
	free(l->path);
	ks_test_folder_finish(l->folder);
	free(l);
	return 0;
}

/* How often it was said since the last question. */
static int n_heard(struct listener *l)
{
	char text[64];
	int n = 0;

	for (ssize_t len; (len = recv(l->fd, text, sizeof(text), MSG_DONTWAIT)) > 0; n++) {
		assert_int_equal(len, strlen("WATCHDOG=1"));
		assert_memory_equal(text, "WATCHDOG=1", (size_t)len);
	}
	return n;
}

static void each_half_of_the_time_it_is_said_once(void **state)
{
	struct listener *l = *state;

	ks_watchdog_open();
	assert_int_equal(n_heard(l), 0); /* opening is no turn */
	assert_int_equal(ks_watchdog_turn(1000), 30000);
	assert_int_equal(n_heard(l), 1);
	assert_int_equal(ks_watchdog_turn(11000), 20000);
	assert_int_equal(n_heard(l), 0);
	assert_int_equal(ks_watchdog_turn(31000), 30000);
	assert_int_equal(n_heard(l), 1);
}

/* What cannot be said now is tried again in a quarter of the time, and counts as not said. */
static void what_could_not_be_said_is_said_again(void **state)
{
	struct listener *l = *state;

	ks_watchdog_open();
	assert_int_equal(ks_watchdog_turn(1000), 30000);
	close(l->fd);
	assert_int_equal(ks_watchdog_turn(31000), 30000 / 4 + 1);
	assert_int_equal(ks_watchdog_turn(31001), 30000 / 4 + 1);
	l->fd = -1;
}

static void without_systemd_nothing_wakes_the_loop(void **state)
{
	struct listener *l = *state;
	const char *const wrong[] = {"", "relative", "/no/such/socket"};

	unsetenv("WATCHDOG_USEC");
	ks_watchdog_open();
	assert_int_equal(ks_watchdog_turn(1000), -1);
	setenv("WATCHDOG_USEC", "60000000", 1);
	for (size_t i = 0; i < 3; i++) {
		setenv("NOTIFY_SOCKET", wrong[i], 1);
		ks_watchdog_open();
		assert_int_equal(ks_watchdog_turn(1000), -1);
	}
	assert_int_equal(n_heard(l), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(each_half_of_the_time_it_is_said_once, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(what_could_not_be_said_is_said_again, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(without_systemd_nothing_wakes_the_loop, set_up,
						tear_down),
	};

	return ks_test_run(tests);
}
