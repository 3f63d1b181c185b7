/* SPDX-License-Identifier: Apache-2.0 */
#include "support/test.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "base/log.h"
#include "base/mem.h"
#include "collector/deadline.h"
#include "collector/guard.h"
#include "collector/server_private.h"

/* Who is let in at all: addresses that are listened at, how many connections, and who goes on guessing. */

/* ---- deadlines ---- */

struct pair {
	int here, there;
};

static struct pair pair(void)
{
	int fds[2];

	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, fds), 0);
	return (struct pair){fds[0], fds[1]};
}

static void hang_up(struct ks_deadlines *deadlines, struct pair pair)
{
	ks_deadlines_forget(deadlines, pair.here);
	close(pair.here);
	close(pair.there);
}

static bool is_cut(struct pair pair)
{
	char byte;

	return recv(pair.there, &byte, 1, 0) == 0;
}

static struct sockaddr_storage at_v4(const char *text)
{
	struct sockaddr_storage out = {0};
	struct sockaddr_in *v4 = (struct sockaddr_in *)&out;

	v4->sin_family = AF_INET;
	assert_int_equal(inet_pton(AF_INET, text, &v4->sin_addr), 1);
	return out;
}

static struct sockaddr_storage at_v6(const char *text)
{
	struct sockaddr_storage out = {0};
	struct sockaddr_in6 *v6 = (struct sockaddr_in6 *)&out;

	v6->sin6_family = AF_INET6;
	assert_int_equal(inet_pton(AF_INET6, text, &v6->sin6_addr), 1);
	return out;
}

static struct pair enter(struct ks_deadlines *deadlines, struct sockaddr_storage address)
{
	struct pair guest = pair();

	ks_deadlines_enter(deadlines, guest.here, (struct sockaddr *)&address, 60000);
	return guest;
}

static void pause_ms(long ms)
{
	(void)nanosleep(&(struct timespec){.tv_nsec = ms * 1000000}, NULL);
}

static void of_one_address_too_many_the_idlest_gives_way(void **state)
{
	struct ks_deadlines *deadlines;
	struct pair a[3], other;

	(void)state;
	assert_int_equal(ks_deadlines_start(100, 2, &deadlines), KS_OK);
	other = enter(deadlines, at_v4("192.0.2.2"));
	pause_ms(3);
	a[0] = enter(deadlines, at_v4("192.0.2.1"));
	pause_ms(3);
	a[1] = enter(deadlines, at_v4("192.0.2.1"));
	assert_false(is_cut(a[0]) || is_cut(a[1]));
	pause_ms(3);
	ks_deadlines_watch(deadlines, a[0].here, 60000, KS_DOING_NOTHING); /* it did something since */
	pause_ms(3);
	a[2] = enter(deadlines, at_v4("192.0.2.1"));
	assert_true(is_cut(a[1]));
	assert_false(is_cut(a[0]) || is_cut(a[2]) || is_cut(other));
	for (size_t i = 0; i < 3; i++)
		hang_up(deadlines, a[i]);
	hang_up(deadlines, other);
	ks_deadlines_stop(deadlines);
}

/* Who waits for our answer, or is sending, does not give way; then the one that comes does. */
static void who_is_busy_stays_and_who_comes_is_turned_away(void **state)
{
	struct ks_deadlines *deadlines;
	struct pair reading, sending, next;

	(void)state;
	assert_int_equal(ks_deadlines_start(100, 2, &deadlines), KS_OK);
	reading = enter(deadlines, at_v4("192.0.2.1"));
	sending = enter(deadlines, at_v4("192.0.2.1"));
	ks_deadlines_watch(deadlines, reading.here, 60000, KS_DOING_READING);
	ks_deadlines_watch(deadlines, sending.here, 60000, KS_DOING_SENDING);
	next = enter(deadlines, at_v4("192.0.2.1"));
	assert_true(is_cut(next));
	assert_false(is_cut(reading) || is_cut(sending));
	hang_up(deadlines, next);
	pause_ms(900);
	pause_ms(900);
	pause_ms(300); /* a body that takes longer than two seconds does */
	next = enter(deadlines, at_v4("192.0.2.1"));
	assert_true(is_cut(sending));
	assert_false(is_cut(reading) || is_cut(next));
	hang_up(deadlines, reading);
	hang_up(deadlines, sending);
	hang_up(deadlines, next);
	ks_deadlines_stop(deadlines);
}

/* Of all together it is the address with most that gives way, not who was here first. */
static void of_too_many_in_all_the_busiest_address_gives_way(void **state)
{
	struct ks_deadlines *deadlines;
	struct pair first, many[2], next;

	(void)state;
	assert_int_equal(ks_deadlines_start(3, 100, &deadlines), KS_OK);
	first = enter(deadlines, at_v4("192.0.2.9"));
	pause_ms(3);
	many[0] = enter(deadlines, at_v4("192.0.2.1"));
	pause_ms(3);
	many[1] = enter(deadlines, at_v4("192.0.2.1"));
	assert_false(is_cut(first) || is_cut(many[0]) || is_cut(many[1]));
	next = enter(deadlines, at_v4("192.0.2.5"));
	assert_true(is_cut(many[0]));
	assert_false(is_cut(first) || is_cut(many[1]) || is_cut(next));
	hang_up(deadlines, first);
	hang_up(deadlines, many[0]);
	hang_up(deadlines, many[1]);
	hang_up(deadlines, next);
	ks_deadlines_stop(deadlines);
}

/* Whoever has an IPv6 network has all addresses in it. */
static void a_network_of_ipv6_is_one_address(void **state)
{
	struct ks_deadlines *deadlines;
	struct pair a, b, c;

	(void)state;
	assert_int_equal(ks_deadlines_start(100, 1, &deadlines), KS_OK);
	a = enter(deadlines, at_v6("2001:db8:0:1::1"));
	b = enter(deadlines, at_v6("2001:db8:0:2::1"));
	assert_false(is_cut(a) || is_cut(b));
	c = enter(deadlines, at_v6("2001:db8:0:1:ffff::2"));
	assert_true(is_cut(a));
	assert_false(is_cut(b) || is_cut(c));
	hang_up(deadlines, a);
	hang_up(deadlines, b);
	hang_up(deadlines, c);
	ks_deadlines_stop(deadlines);
}

static void who_is_over_time_is_cut_and_who_left_is_not_touched(void **state)
{
	struct ks_deadlines *deadlines;
	struct pair late = pair(), left = pair(), longer = pair();
	struct sockaddr_storage here = at_v4("192.0.2.1");
	int n = 0;

	(void)state;
	assert_int_equal(ks_deadlines_start(100, 100, &deadlines), KS_OK);
	ks_deadlines_enter(deadlines, late.here, (struct sockaddr *)&here, 1);
	ks_deadlines_enter(deadlines, left.here, (struct sockaddr *)&here, 1);
	ks_deadlines_forget(deadlines, left.here);
	ks_deadlines_enter(deadlines, longer.here, (struct sockaddr *)&here, 1);
	ks_deadlines_watch(deadlines, longer.here, 60000, KS_DOING_SENDING);
	while (!is_cut(late) && n++ < 400)
		pause_ms(10);
	assert_true(is_cut(late));
	assert_false(is_cut(left) || is_cut(longer));
	/* it is being closed: no new time keeps it, and it counts no more */
	ks_deadlines_watch(deadlines, late.here, 60000, KS_DOING_SENDING);
	hang_up(deadlines, late);
	hang_up(deadlines, left);
	hang_up(deadlines, longer);
	ks_deadlines_stop(deadlines);
	ks_deadlines_stop(NULL);
}

static struct pair pair_at(int number)
{
	struct pair guest = pair();

	if (guest.here != number) {
		assert_int_equal(dup2(guest.here, number), number);
		close(guest.here);
		guest.here = number;
	}
	return guest;
}

/* However large their numbers become: the table of them grows to just where it has to. */
static void each_socket_counts_whatever_its_number(void **state)
{
	struct sockaddr_storage here = at_v4("192.0.2.1");
	struct pair last = {-1, -1};
	struct ks_deadlines *deadlines;

	(void)state;
	assert_int_equal(ks_deadlines_start(1000, 1, &deadlines), KS_OK);
	for (int number = 300; number < 500; number++) {
		struct pair next = pair_at(number);

		ks_deadlines_enter(deadlines, next.here, (struct sockaddr *)&here, 60000);
		assert_false(is_cut(next));
		if (last.here >= 0) {
			assert_true(is_cut(last));
			hang_up(deadlines, last);
		}
		last = next;
	}
	hang_up(deadlines, last);
	ks_deadlines_stop(deadlines);
}

/* Of whom nobody knows where he is there is one. */
static void who_has_no_address_is_counted_as_one(void **state)
{
	struct pair first = pair(), second = pair(), known;
	struct ks_deadlines *deadlines;

	(void)state;
	assert_int_equal(ks_deadlines_start(100, 1, &deadlines), KS_OK);
	known = enter(deadlines, at_v6("2001:db8::1"));
	ks_deadlines_enter(deadlines, first.here, NULL, 60000);
	assert_false(is_cut(first) || is_cut(known));
	ks_deadlines_enter(deadlines, second.here,
			   (struct sockaddr *)&(struct sockaddr_storage){.ss_family = AF_UNIX},
			   60000);
	assert_true(is_cut(first));
	assert_false(is_cut(second) || is_cut(known));
	hang_up(deadlines, first);
	hang_up(deadlines, second);
	hang_up(deadlines, known);
	ks_deadlines_stop(deadlines);
}

/* A service that was started without an input has a guest there. */
static void socket_zero_is_one_as_any_other(void **state)
{
	struct sockaddr_storage here = at_v4("192.0.2.1");
	int kept = dup(0), n = 0;
	struct ks_deadlines *deadlines;
	struct pair zero, next;

	(void)state;
	assert_true(kept > 0);
	assert_int_equal(ks_deadlines_start(1, 100, &deadlines), KS_OK);
	zero = pair_at(0);
	ks_deadlines_enter(deadlines, zero.here, (struct sockaddr *)&here, 60000);
	next = enter(deadlines, at_v4("192.0.2.2"));
	assert_true(is_cut(zero));
	assert_false(is_cut(next));
	hang_up(deadlines, zero);
	hang_up(deadlines, next);
	zero = pair_at(0);
	ks_deadlines_enter(deadlines, zero.here, (struct sockaddr *)&here, 1);
	while (!is_cut(zero) && n++ < 400)
		pause_ms(10);
	assert_true(is_cut(zero));
	hang_up(deadlines, zero);
	ks_deadlines_stop(deadlines);
	assert_int_equal(dup2(kept, 0), 0);
	close(kept);
}

static void without_a_thread_there_are_no_deadlines(void **state)
{
	struct ks_deadlines *deadlines = (struct ks_deadlines *)state;

	ks_test_threads(false);
	assert_int_equal(ks_deadlines_start(100, 100, &deadlines), KS_IO);
	ks_test_threads(true);
	assert_null(deadlines);
}

/* Whoever asks why a kiosk was cut off finds it in the log. */
static void why_somebody_was_cut_stands_in_the_log(void **state)
{
	static const struct {
		unsigned n_all, n_per_address;
		const char *log;
	} cases[] = {{100, 1, "info: collector: connection cut: too many of one address\n"},
		     {1, 100, "info: collector: connection cut: too many\n"}};

	(void)state;
	ks_log_set(KS_LOG_INFO);
	for (size_t i = 0; i < KS_COUNT(cases); i++) {
		struct ks_test_stream err = ks_test_stream_begin(stderr);
		struct ks_deadlines *deadlines;
		struct pair a, b;
		char *log;

		assert_int_equal(ks_deadlines_start(cases[i].n_all, cases[i].n_per_address,
						    &deadlines),
				 KS_OK);
		a = enter(deadlines, at_v4("192.0.2.1"));
		b = enter(deadlines, at_v4("192.0.2.1"));
		log = ks_test_stream_end(&err);
		assert_string_equal(log, cases[i].log);
		free(log);
		hang_up(deadlines, a);
		hang_up(deadlines, b);
		ks_deadlines_stop(deadlines);
	}
	ks_log_set(KS_LOG_WARN);
}

/* ---- who guesses ---- */

#define AT "warn: collector: "
#define FROM(whom) "wrong credentials from " whom "\n"
#define IN_ALL(whom) " wrong credentials from " whom " in a minute\n"

static void guesses_are_counted_by_the_minute_and_address(void **state)
{
	struct ks_guard *guard = ks_guard_open();
	struct sockaddr_storage a = at_v4("192.0.2.1"), b = at_v6("2001:db8::1");
	const struct sockaddr *from = (struct sockaddr *)&a, *other = (struct sockaddr *)&b;

	struct ks_test_stream err = ks_test_stream_begin(stderr);
	char *log, *wanted;

	(void)state;
	for (int i = 0; i < KS_GUARD_WRONG_MAX; i++)
		assert_false(ks_guard_wrong(guard, from, 1000));
	assert_true(ks_guard_wrong(guard, from, 1000 + KS_GUARD_MINUTE_MS - 1));
	assert_false(ks_guard_wrong(guard, other, 1000));
	assert_false(ks_guard_wrong(guard, NULL, 1000));
	assert_false(ks_guard_wrong(guard, from, 1000 + KS_GUARD_MINUTE_MS));
	for (int i = 1; i < KS_GUARD_WRONG_MAX; i++)
		assert_false(ks_guard_wrong(guard, from, 1000 + KS_GUARD_MINUTE_MS));
	assert_true(ks_guard_wrong(guard, from, 1000 + KS_GUARD_MINUTE_MS));
	assert_false(ks_guard_wrong(guard, from, 500)); /* the clock was set back */
	log = ks_test_stream_end(&err);
	/* a line for the first, one when it is too much, one that counts them when the minute is over */
	wanted = ks_format(
		"%s" FROM("192.0.2.1") "%s" FROM("192.0.2.1: told to wait") "%s" FROM("2001:db8::1") "%s" FROM("?") "%s%d" IN_ALL(
			"192.0.2.1") "%s" FROM("192.0.2.1") "%s" FROM("192.0.2.1: told to wait") "%s%d" IN_ALL("192.0.2.1") "%s" FROM("192.0.2.1"),
		AT, AT, AT, AT, AT, KS_GUARD_WRONG_MAX + 1, AT, AT, AT, KS_GUARD_WRONG_MAX + 1, AT);
	assert_string_equal(log, wanted);
	free(wanted);
	free(log);
	ks_guard_close(guard);
	ks_guard_close(NULL);
}

/* A table of 128: the one that was heard of longest ago is forgotten, and no other. */
static void of_more_addresses_than_are_kept_the_oldest_is_forgotten(void **state)
{
	struct ks_guard *guard = ks_guard_open();
	struct sockaddr_storage a = at_v4("192.0.2.1"), b = at_v4("192.0.2.2");

	(void)state;
	for (int i = 0; i < KS_GUARD_WRONG_MAX; i++)
		assert_false(ks_guard_wrong(guard, (struct sockaddr *)&a, 1000));
	for (int i = 0; i < KS_GUARD_WRONG_MAX; i++)
		assert_false(ks_guard_wrong(guard, (struct sockaddr *)&b, 1001));
	for (int i = 0; i < 127; i++) {
		struct sockaddr_storage c = at_v4("198.51.100.0");

		((struct sockaddr_in *)&c)->sin_addr.s_addr += htonl((uint32_t)i);
		assert_false(ks_guard_wrong(guard, (struct sockaddr *)&c, 2000));
	}
	assert_true(ks_guard_wrong(guard, (struct sockaddr *)&b, 2001));
	assert_false(ks_guard_wrong(guard, (struct sockaddr *)&a, 2001));
	ks_guard_close(guard);
}

/* ---- where is listened ---- */

static void an_address_is_listened_at_or_refused_by_its_kind(void **state)
{
	static const char *const bad[] = {
		"",         "127.0.0.1",     "127.0.0.1:", ":8090",           "127.0.0.1:80a",
		"::1:8090", "[::1:8090",     "[]:8090",    "127.0.0.1:65536", "127.0.0.1:000080",
		"[::1]x:0", "192.0.2.200:0",
	};
	int fd = -1, port = 0, second = -1, again = 0;
	char taken[32];

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_int_equal(ks_listen_open(bad[i], &fd, &port), KS_INVALID);
	assert_int_equal(ks_listen_open("127.0.0.1:0", &fd, &port), KS_OK);
	assert_true(fd >= 0 && port > 0);
	(void)snprintf(taken, sizeof(taken), "127.0.0.1:%d", port);
	assert_int_equal(ks_listen_open(taken, &second, &again), KS_BUSY);
	assert_int_equal(second, -1);
	close(fd);
	if (ks_listen_open("[::1]:0", &fd, &port) == KS_OK) { /* where there is IPv6 */
		assert_true(port > 0);
		close(fd);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(of_one_address_too_many_the_idlest_gives_way),
		cmocka_unit_test(who_is_busy_stays_and_who_comes_is_turned_away),
		cmocka_unit_test(of_too_many_in_all_the_busiest_address_gives_way),
		cmocka_unit_test(a_network_of_ipv6_is_one_address),
		cmocka_unit_test(who_is_over_time_is_cut_and_who_left_is_not_touched),
		cmocka_unit_test(each_socket_counts_whatever_its_number),
		cmocka_unit_test(who_has_no_address_is_counted_as_one),
		cmocka_unit_test(socket_zero_is_one_as_any_other),
		cmocka_unit_test(without_a_thread_there_are_no_deadlines),
		cmocka_unit_test(why_somebody_was_cut_stands_in_the_log),
		cmocka_unit_test(guesses_are_counted_by_the_minute_and_address),
		cmocka_unit_test(of_more_addresses_than_are_kept_the_oldest_is_forgotten),
		cmocka_unit_test(an_address_is_listened_at_or_refused_by_its_kind),
	};

	return ks_test_run(tests);
}
