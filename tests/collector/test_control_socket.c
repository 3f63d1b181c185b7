/* SPDX-License-Identifier: Apache-2.0 */
#include "support/test.h"

#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"
#include "collector/control_private.h"
#include "support/centre_sample.h"

/* A command and a running collector: one folder, one writer, and an answer that may be lost. */

#define ADD_KIOSK \
	"{\"do\":\"kiosk.add\",\"kiosk\":\"k-07\",\"secret\":\"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8\"}"
#define ADD_OTHER \
	"{\"do\":\"kiosk.add\",\"kiosk\":\"k-07\",\"secret\":\"BBECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8\"}"

static void a_command_reaches_the_running_collector_through_its_socket(void **state)
{
	struct ks_sample_centre *sample = *state;
	struct ks_control *control;
	char *answer, *why;

	assert_int_equal(ks_control_start(sample->centre, &control), KS_OK);
	/* again with the same secret: its first answer never came */
	for (int i = 0; i < 2; i++) {
		assert_int_equal(ks_control_ask(sample->folder, ADD_KIOSK, -1, &answer, &why), KS_OK);
		assert_non_null(strstr(answer, "\"ok\":true"));
		free(answer);
	}
	assert_int_equal(ks_control_ask(sample->folder, ADD_OTHER, -1, &answer, &why), KS_OK);
	assert_non_null(strstr(answer, "\"ok\":false"));
	free(answer);
	assert_int_equal(ks_control_ask(sample->folder, "{\"do\":\"kiosk.add\",\"kiosk\":\"k-08\"}",
					-1, &answer, &why),
			 KS_OK);
	assert_non_null(strstr(answer, "\"ok\":false")); /* no secret is no secret */
	free(answer);
	assert_int_equal(ks_control_ask(sample->folder, "garbage", -1, &answer, &why), KS_OK);
	assert_non_null(strstr(answer, "\"ok\":false"));
	free(answer);
	ks_control_stop(control);
}

static void a_held_folder_without_a_collector_is_busy(void **state)
{
	struct ks_sample_centre *sample = *state;
	char *answer, *why;

	assert_int_equal(ks_control_ask(sample->folder, ADD_KIOSK, -1, &answer, &why), KS_BUSY);
	assert_non_null(strstr(why, sample->folder));
	assert_null(answer);
	free(why);
}

static int n_open(void)
{
	int n = 0;

	for (int fd = 0; fd < 1024; fd++)
		n += fcntl(fd, F_GETFD) >= 0;
	return n;
}

/* No file to be had, or no thread: nothing stays open of the attempt. */
static void a_start_that_fails_leaves_nothing_open(void **state)
{
	struct ks_sample_centre *sample = *state;
	struct ks_control *control;
	int n_before = n_open(), next;
	struct ks_test_stream err;
	struct rlimit all, few;
	char *log;

	assert_int_equal(getrlimit(RLIMIT_NOFILE, &all), 0);
	few = all;
	err = ks_test_stream_begin(stderr);
	next = dup(0);
	(void)close(next);
	few.rlim_cur = (rlim_t)next + 1;
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &few), 0);
	assert_int_equal(ks_control_start(sample->centre, &control), KS_IO);
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &all), 0);
	log = ks_test_stream_end(&err);
	assert_memory_equal(log, "error: control: cannot open the control socket: E", 49);
	free(log);
	assert_null(control);
	assert_int_equal(n_open(), n_before);

	ks_test_threads(false);
	assert_int_equal(ks_control_start(sample->centre, &control), KS_IO);
	ks_test_threads(true);
	assert_null(control);
	assert_int_equal(n_open(), n_before);

	assert_int_equal(ks_control_start(sample->centre, &control), KS_OK);
	ks_control_stop(control);
	assert_int_equal(n_open(), n_before);
}

/* Only who runs the command may read what it imports: so the file itself goes through the socket, open. */
static void a_file_goes_through_the_socket_with_the_request(void **state)
{
	struct ks_sample_centre *sample = *state;
	char *path = ks_test_write(sample->folder, "list", "nonsense\n"), *answer, *why;
	int file = open(path, O_RDONLY | O_CLOEXEC);
	struct ks_control *control;

	assert_true(file >= 0);
	assert_int_equal(ks_control_start(sample->centre, &control), KS_OK);
	/* what it says of a file itself counts for nothing */
	assert_int_equal(ks_control_ask(sample->folder,
					"{\"do\":\"roster.import\",\"file\":\"r.csv\",\"open_file\":0}",
					-1, &answer, &why),
			 KS_OK);
	assert_non_null(strstr(answer, "名簿を受け取れませんでした"));
	free(answer);
	for (int i = 0; i < 3; i++) {
		assert_int_equal(ks_control_ask(sample->folder,
						"{\"do\":\"roster.import\",\"file\":\"r.csv\"}",
						file, &answer, &why),
				 KS_OK);
		assert_non_null(strstr(answer, "誤りが"));
		free(answer);
	}
	ks_control_stop(control);
	close(file);
	free(path);
}

/* A caller may send any number of files, or go away; it is the collector's to close them and to go on. */
static void whoever_calls_wrongly_leaves_nothing_behind(void **state)
{
	struct ks_sample_centre *sample = *state;
	char *path = ks_test_write(sample->folder, "list", "nonsense\n"), *answer, *why;
	int file = open(path, O_RDONLY | O_CLOEXEC), fd, next, before, after;
	struct ks_test_stream err = ks_test_stream_begin(stderr);
	struct ks_control *control;
	char *log;

	assert_int_equal(ks_control_start(sample->centre, &control), KS_OK);
	before = next = open(path, O_RDONLY | O_CLOEXEC);
	close(next);
	for (int i = 0; i < 3; i++) {
		fd = ks_control_socket(sample->folder, false);
		assert_true(fd >= 0);
		assert_int_equal(ks_control_send_file(fd, '{', file), KS_OK);
		assert_int_equal(ks_control_send_file(fd, '"', file), KS_OK);
		close(fd);
	}
	/* answered in order: the three before it are done with */
	assert_int_equal(ks_control_ask(sample->folder, ADD_KIOSK, -1, &answer, &why), KS_OK);
	assert_non_null(strstr(answer, "\"ok\":true"));
	free(answer);
	ks_control_stop(control);
	log = ks_test_stream_end(&err);
	assert_string_equal(log, "warn: control: the caller went away before its answer\n"
				 "warn: control: the caller went away before its answer\n"
				 "warn: control: the caller went away before its answer\n");
	free(log);
	after = open(path, O_RDONLY | O_CLOEXEC);
	assert_true(after <= before);
	close(after);
	close(file);
	free(path);
}

/* Hears one caller out and answers @answer, and then nothing. */
struct mute {
	int listener;
	const char *answer;
	pthread_t thread;
};

static void *hear_out(void *context)
{
	struct mute *mute = context;
	int fd = accept(mute->listener, NULL, NULL), file = -1;
	struct ks_buf heard = {0};

	(void)!ks_control_read(fd, &heard, &file);
	(void)!ks_control_write(fd, mute->answer, strlen(mute->answer));
	ks_buf_finish(&heard);
	(void)close(fd);
	return NULL;
}

/* A collector that died over it: what came of the command nobody knows, and whoever typed it is told so. */
static void a_collector_that_goes_away_without_an_answer_is_told(void **state)
{
	struct ks_sample_centre *sample = *state;
	struct mute mutes[] = {{.answer = ""}, {.answer = "{}"}};

	for (size_t i = 0; i < KS_COUNT(mutes); i++) {
		char *answer, *why;
		enum ks_rc rc;

		mutes[i].listener = ks_control_socket(sample->folder, true);
		assert_true(mutes[i].listener >= 0);
		assert_int_equal(pthread_create(&mutes[i].thread, NULL, hear_out, &mutes[i]), 0);
		rc = ks_control_ask(sample->folder, ADD_KIOSK, -1, &answer, &why);
		assert_int_equal(rc, i == 0 ? KS_BUSY : KS_OK);
		assert_int_equal(pthread_join(mutes[i].thread, NULL), 0);
		if (i == 0)
			assert_non_null(
				strstr(why, "から返事がありません。少し待って、結果を確かめてから"));
		else
			assert_string_equal(answer, "{}");
		free(answer);
		free(why);
		close(mutes[i].listener);
	}
}

struct flood {
	int fd;
	size_t len;
};

static void *pour(void *context)
{
	const struct flood *flood = context;
	char *bytes = ks_alloc(flood->len);

	memset(bytes, 'x', flood->len);
	(void)!ks_control_write(flood->fd, bytes, flood->len);
	(void)close(flood->fd);
	free(bytes);
	return NULL;
}

static void as_much_is_read_as_may_come_and_not_a_byte_more(void **state)
{
	(void)state;
	for (size_t over = 0; over < 2; over++) {
		struct flood flood = {.len = KS_CONTROL_MAX_BYTES + over};
		struct ks_buf got = {0};
		pthread_t thread;
		int fds[2], file = -1;

		assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, fds), 0);
		flood.fd = fds[0];
		assert_int_equal(pthread_create(&thread, NULL, pour, &flood), 0);
		assert_int_equal(ks_control_read(fds[1], &got, &file), over ? KS_FULL : KS_OK);
		assert_int_equal(file, -1);
		close(fds[1]);
		assert_int_equal(pthread_join(thread, NULL), 0);
		ks_buf_finish(&got);
	}
}

static void what_is_too_large_is_not_even_sent(void **state)
{
	struct ks_sample_centre *sample = *state;
	char *request = ks_alloc(KS_CONTROL_MAX_BYTES + 2), *answer, *why;

	memset(request, ' ', KS_CONTROL_MAX_BYTES + 1);
	request[KS_CONTROL_MAX_BYTES + 1] = '\0';
	assert_int_equal(ks_control_ask(sample->folder, request, -1, &answer, &why), KS_FULL);
	assert_non_null(strstr(why, "一度に送るには大きすぎます"));
	assert_null(answer);
	free(why);
	free(request);
}

/* Both ends of a stream, as they share it. */
static void a_stream_is_read_to_its_end_with_its_first_file(void **state)
{
	struct ks_buf got = {0};
	struct stat sent, taken;
	int fds[2], file = -1, first = open("/dev/null", O_RDONLY), second = open("/", O_PATH);

	(void)state;
	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, fds), 0);
	assert_int_equal(ks_control_send_file(fds[0], 'a', first), KS_OK);
	assert_int_equal(ks_control_send_file(fds[0], 'b', second), KS_OK);
	assert_int_equal(ks_control_write(fds[0], "cde", 3), KS_OK);
	assert_int_equal(ks_control_write(fds[0], "", 0), KS_OK);
	close(fds[0]);
	assert_int_equal(ks_control_read(fds[1], &got, &file), KS_OK);
	assert_string_equal(ks_buf_text(&got), "abcde");
	assert_int_equal(fstat(first, &sent), 0);
	assert_int_equal(fstat(file, &taken), 0);
	assert_true(sent.st_rdev == taken.st_rdev && sent.st_ino == taken.st_ino);
	assert_true(fcntl(file, F_GETFD) & FD_CLOEXEC);
	close(file);
	assert_int_equal(ks_control_write(fds[1], "x", 1), KS_IO); /* nobody reads it */
	assert_int_equal(ks_control_send_file(fds[1], 'x', first), KS_IO);
	close(fds[1]);
	assert_int_equal(ks_control_read(first, &got, &file), KS_IO); /* no socket */
	assert_int_equal(file, -1);
	close(first);
	close(second);
	ks_buf_finish(&got);
}

/* Wakes the thread that waits in a call by a signal, and does what it waits for a moment later. */
struct waker {
	pthread_t waiting, thread;
	int fd;
	size_t n_drained, n_wrong;
};

static void heard_nothing(int signal)
{
	(void)signal;
}

static void disturb(const struct waker *waker)
{
	for (int i = 0; i < 3; i++) {
		(void)nanosleep(&(struct timespec){.tv_nsec = 20000000}, NULL);
		(void)pthread_kill(waker->waiting, SIGUSR1);
	}
	(void)nanosleep(&(struct timespec){.tv_nsec = 20000000}, NULL);
}

static void *send_late(void *context)
{
	struct waker *waker = context;

	disturb(waker);
	(void)!ks_control_write(waker->fd, "late", 4);
	(void)shutdown(waker->fd, SHUT_WR);
	return NULL;
}

static void *drain_late(void *context)
{
	struct waker *waker = context;
	char piece[4096];

	disturb(waker);
	for (ssize_t n = 1; n > 0;) {
		n = recv(waker->fd, piece, sizeof(piece), 0);
		for (ssize_t i = 0; i < n; i++)
			waker->n_wrong += piece[i] != (char)(waker->n_drained++ % 251);
	}
	return NULL;
}

/* A signal while it waits is no end of it: neither of reading, nor of writing, nor of what goes beside. */
static void a_signal_does_not_break_a_stream_off(void **state)
{
	const struct sigaction ours = {.sa_handler = heard_nothing}; /* no SA_RESTART */
	const size_t len = (size_t)4 << 20;
	struct waker waker = {.waiting = pthread_self()};
	char *bytes = ks_alloc(len);
	struct ks_buf got = {0};
	struct sigaction before;
	int fds[2], file = -1;

	(void)state;
	assert_int_equal(sigaction(SIGUSR1, &ours, &before), 0);
	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, fds), 0);
	waker.fd = fds[0];
	assert_int_equal(pthread_create(&waker.thread, NULL, send_late, &waker), 0);
	assert_int_equal(ks_control_read(fds[1], &got, &file), KS_OK);
	assert_string_equal(ks_buf_text(&got), "late");
	assert_int_equal(pthread_join(waker.thread, NULL), 0);

	for (size_t i = 0; i < len; i++)
		bytes[i] = (char)(i % 251);
	assert_int_equal(pthread_create(&waker.thread, NULL, drain_late, &waker), 0);
	assert_int_equal(ks_control_write(fds[1], bytes, len), KS_OK);
	assert_int_equal(shutdown(fds[1], SHUT_WR), 0);
	assert_int_equal(pthread_join(waker.thread, NULL), 0);
	assert_int_equal(waker.n_drained, len);
	assert_int_equal(waker.n_wrong, 0);
	assert_int_equal(sigaction(SIGUSR1, &before, NULL), 0);
	close(fds[0]);
	close(fds[1]);
	ks_buf_finish(&got);
	free(bytes);
}

static void its_socket_is_nobody_elses_and_goes_with_it(void **state)
{
	struct ks_sample_centre *sample = *state;
	char *path = ks_path_join(sample->folder, KS_CONTROL_SOCKET);
	struct ks_control *control;
	struct stat status;

	assert_int_equal(ks_control_socket(sample->folder, false), -1);
	assert_int_equal(ks_control_socket("/nowhere", true), -1);
	assert_int_equal(ks_control_start(sample->centre, &control), KS_OK);
	assert_int_equal(stat(path, &status), 0);
	assert_int_equal(status.st_mode & 0777, 0600);
	ks_control_stop(control);
	assert_int_equal(stat(path, &status), -1);
	ks_control_stop(NULL);
	free(path);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, ks_sample_setup, ks_sample_teardown)
	const struct CMUnitTest tests[] = {
		TEST(a_command_reaches_the_running_collector_through_its_socket),
		TEST(a_start_that_fails_leaves_nothing_open),
		TEST(a_held_folder_without_a_collector_is_busy),
		TEST(a_file_goes_through_the_socket_with_the_request),
		TEST(whoever_calls_wrongly_leaves_nothing_behind),
		TEST(a_collector_that_goes_away_without_an_answer_is_told),
		TEST(as_much_is_read_as_may_come_and_not_a_byte_more),
		TEST(what_is_too_large_is_not_even_sent),
		TEST(a_stream_is_read_to_its_end_with_its_first_file),
		TEST(a_signal_does_not_break_a_stream_off),
		TEST(its_socket_is_nobody_elses_and_goes_with_it),
	};

	return ks_test_run(tests);
}
