/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk/watchdog.h"

#include <fcntl.h>
#include <stddef.h>
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

/* A service may be started without any of the three streams. */
static void the_first_of_all_descriptors_is_one_too(void **state)
{
	struct listener *l = *state;
	int in = dup(0), fd;

	assert_int_equal(close(0), 0);
	fd = ks_watchdog_connect(l->path);
	assert_int_equal(fd, 0);
	assert_int_equal(send(fd, "WATCHDOG=1", 10, 0), 10);
	assert_int_equal(n_heard(l), 1);
	close(fd);
	ks_watchdog_open();
	assert_int_equal(ks_watchdog_turn(1000), 30000);
	assert_int_equal(n_heard(l), 1);
	ks_watchdog_close();
	assert_int_equal(fcntl(0, F_GETFD), -1); /* given back */
	ks_watchdog_leave(7);
	assert_int_equal(fcntl(0, F_GETFD), -1);
	assert_int_equal(recv(l->fd, (char[64]){0}, 64, MSG_DONTWAIT), strlen(KS_WATCHDOG_LEFT "7"));
	assert_int_equal(dup2(in, 0), 0);
	close(in);
}

/* "@name" is no file: nothing of it has to be there or to be taken away. */
static void a_socket_without_a_file_is_spoken_to(void **state)
{
	struct listener *l = *state;
	struct sockaddr_un at = {.sun_family = AF_UNIX};
	char name[64];
	int len = snprintf(name, sizeof(name), "@kenshu-test-%d", (int)getpid()), fd;

	memcpy(at.sun_path + 1, name + 1, (size_t)len - 1);
	close(l->fd);
	l->fd = socket(AF_UNIX, SOCK_DGRAM, 0);
	assert_int_equal(bind(l->fd, (const struct sockaddr *)&at,
			      (socklen_t)(offsetof(struct sockaddr_un, sun_path) + (size_t)len)),
			 0);
	fd = ks_watchdog_connect(name);
	assert_true(fd >= 0);
	assert_int_equal(send(fd, "WATCHDOG=1", 10, 0), 10);
	assert_int_equal(n_heard(l), 1);
	close(fd);
}

static void only_a_path_that_fits_and_a_time_that_can_be_kept(void **state)
{
	static const struct {
		const char *usec;
		int every_ms;
	} limits[] = {{"1999", -1}, {"2000", 1}, {"3600000000", 1800000}, {"3600000001", -1}};
	struct listener *l = *state;
	char path[sizeof(((struct sockaddr_un *)0)->sun_path) + 1];

	memset(path, 'x', sizeof(path));
	path[0] = '@';
	path[sizeof(path) - 1] = '\0';
	assert_int_equal(ks_watchdog_connect(path), -1); /* one too long */
	for (size_t i = 0; i < sizeof(limits) / sizeof(limits[0]); i++) {
		setenv("WATCHDOG_USEC", limits[i].usec, 1);
		ks_watchdog_open();
		assert_int_equal(ks_watchdog_turn(1000), limits[i].every_ms);
		ks_watchdog_close();
		assert_int_equal(n_heard(l), limits[i].every_ms > 0);
	}
	unsetenv("NOTIFY_SOCKET");
	ks_watchdog_open();
	assert_int_equal(ks_watchdog_turn(1000), -1);
	ks_watchdog_leave(3);
	ks_watchdog_close(); /* there is none */
	assert_int_equal(n_heard(l), 0);
}

/* An operator has to be able to see why a service is ended again and again. */
static void that_nobody_listens_is_told(void **state)
{
	struct ks_test_stream stream = ks_test_stream_begin(stderr);
	char *said;

	(void)state;
	setenv("NOTIFY_SOCKET", "/no/such/socket", 1);
	ks_watchdog_open();
	said = ks_test_stream_end(&stream);
	assert_non_null(strstr(said, "the watchdog cannot be told anything"));
	free(said);
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
		cmocka_unit_test_setup_teardown(the_first_of_all_descriptors_is_one_too, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(a_socket_without_a_file_is_spoken_to, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(only_a_path_that_fits_and_a_time_that_can_be_kept,
						set_up, tear_down),
		cmocka_unit_test_setup_teardown(that_nobody_listens_is_told, set_up, tear_down),
	};

	return ks_test_run(tests);
}
