/* SPDX-License-Identifier: Apache-2.0 */
#include <netinet/in.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/id.h"
#include "base/mem.h"
#include "kiosk/enrolling.h"
#include "kiosk/glass.h"
#include "kiosk/words/words.h"
#include "support/test.h"

/* 端末の登録 with a centre: each of its answers in its own words, and behind the right code a kiosk with a name. */

#define CODE "ABCD2345"
#define WAIT_MS 30000

/* A centre on a port of this machine: one answer a connection. */
static struct {
	pthread_t thread;
	int fd, port;
	int status;
	bool is_writing_lost; /* while it is asked the file becomes a folder */
	char heard[2048];     /* the last request; or how TLS begins */
	const char *file;
} centre;

static bool is_whole(const char *request, size_t len)
{
	const char *body = strstr(request, "\r\n\r\n"), *length = strstr(request, "Content-Length: ");

	if (len > 0 && request[0] == 0x16)
		return true; /* TLS */
	return body && (!length || strtoul(length + 16, NULL, 10) <= strlen(body + 4));
}

static void answer(int fd)
{
	char request[2048] = "", reply[512];
	size_t len = 0;
	ssize_t n;

	while (!is_whole(request, len) && len + 1 < sizeof(request) &&
	       (n = recv(fd, request + len, sizeof(request) - 1 - len, 0)) > 0)
		len += (size_t)n;
	if (request[0] != 0x16 && !strstr(request, "/enrol"))
		return; /* what is sent by who is enrolled */
	memcpy(centre.heard, request, sizeof(request));
	if (request[0] == 0x16)
		return;
	if (centre.is_writing_lost)
		(void)mkdir(centre.file, 0700);
	n = snprintf(reply, sizeof(reply),
		     "HTTP/1.1 %d X\r\nContent-Type: application/json\r\n"
		     "X-Experience-API-Version: 1.0.3\r\nContent-Length: 16\r\n"
		     "Connection: close\r\n\r\n{\"kiosk\":\"k-07\"}",
		     centre.status);
	(void)send(fd, reply, (size_t)n, MSG_NOSIGNAL);
}

static void *serve(void *context)
{
	int fd;

	(void)context;
	while ((fd = accept(centre.fd, NULL, NULL)) >= 0) {
		answer(fd);
		close(fd);
	}
	return NULL;
}

static void open_centre(void)
{
	struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	socklen_t len = sizeof(at);

	centre.fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	assert_int_equal(bind(centre.fd, (const struct sockaddr *)&at, len), 0);
	assert_int_equal(listen(centre.fd, 8), 0);
	assert_int_equal(getsockname(centre.fd, (struct sockaddr *)&at, &len), 0);
	centre.port = ntohs(at.sin_port);
	assert_int_equal(pthread_create(&centre.thread, NULL, serve, NULL), 0);
}

static void close_centre(void)
{
	shutdown(centre.fd, SHUT_RDWR);
	pthread_join(centre.thread, NULL);
	close(centre.fd);
}

static int begin(void **state)
{
	struct glass *glass = calloc(1, sizeof(*glass));
	char *file;

	glass->folder = ks_test_folder();
	glass->now_ms = 1000;
	file = ks_path_join(glass->folder, "credentials");
	centre.file = file;
	centre.status = 200;
	centre.is_writing_lost = false;
	memset(centre.heard, 0, sizeof(centre.heard));
	open_centre();
	glass->options = (struct ks_options){.state = glass->folder,
					     .content = "content",
					     .endpoint = "",
					     .credentials_file = file,
					     .wants_enrolment = true,
					     .kiosk = "k-local",
					     .proxy = "",
					     .is_without_reader = true,
					     .mode = KS_WINDOW_OFFSCREEN,
					     .width_px = 1280,
					     .height_px = 720,
					     .display_long_mm = KS_DISPLAY_LONG_MM_DEFAULT,
					     .idle_s = 60,
					     .countdown_s = 20,
					     .reading_idle_s = 150,
					     .step_percent = 100};
	assert_int_equal(ks_app_open(&glass->app, &glass->options), -1);
	assert_int_equal(ks_app_show(&glass->app), -1);
	assert_int_equal(glass->app.screen, KS_SCREEN_ENROL);
	*state = glass;
	return 0;
}

static int end(void **state)
{
	struct glass *glass = *state;

	ks_app_close(&glass->app);
	close_centre();
	ks_options_finish(&glass->options);
	free((char *)(uintptr_t)centre.file);
	ks_test_folder_finish(glass->folder);
	free(glass);
	return 0;
}

static void type(struct glass *glass, const char *letters)
{
	for (; *letters; letters++)
		glass_tap(glass, KS_ACT_DIGIT, *letters);
}

static void type_address(struct glass *glass, const char *scheme)
{
	char *address = ks_format("%s127.0.0.1:%d", scheme, centre.port);

	type(glass, address);
	glass_tap(glass, KS_ACT_NEXT, 0);
	type(glass, CODE);
	free(address);
}

static void ask(struct glass *glass)
{
	struct ks_input input = {.kind = KS_INPUT_NONE};

	glass_tap(glass, KS_ACT_NEXT, 0);
	assert_true(glass_shows(glass, ks_word(KS_W_ENROL_ASKING)));
	assert_null(glass_find(glass, KS_ACT_NEXT, 0));
	assert_null(glass_find(glass, KS_ACT_ERASE, 0));
	do {
		ks_window_wait(glass->app.window, WAIT_MS, &input); /* nobody has to touch the glass */
		assert_int_equal(input.kind, KS_INPUT_WAKE);
		ks_app_pump(&glass->app, 0);
	} while (glass->app.enrolling);
}

static void expect_words(struct glass *glass, enum ks_word word)
{
	char *line = ks_strndup(ks_word(word), strcspn(ks_word(word), "\n"));

	if (!glass_shows(glass, line))
		fail_msg("not said: %s", line);
	free(line);
}

static void each_answer_has_its_words_and_the_code_stays(void **state)
{
	static const struct {
		int status;
		enum ks_word word;
	} answers[] = {{400, KS_W_ENROL_WRONG},
		       {401, KS_W_ENROL_WRONG},
		       {409, KS_W_ENROL_OTHER},
		       {429, KS_W_ENROL_WAIT},
		       {500, KS_W_ENROL_NO_CENTRE}};
	struct glass *glass = *state;

	type_address(glass, "http:");
	for (size_t i = 0; i < KS_COUNT(answers); i++) {
		centre.status = answers[i].status;
		ask(glass);
		expect_words(glass, answers[i].word);
		assert_true(glass_shows(glass, CODE));
		assert_int_equal(glass->app.screen, KS_SCREEN_ENROL);
		assert_true(glass->options.wants_enrolment);
		assert_null(glass->app.site.ledger);
	}
	assert_false(ks_file_exists(centre.file));
	glass_tap(glass, KS_ACT_ERASE, 0); /* what was said is about what stood there */
	assert_false(glass_shows(glass, "センターの返事がありません"));
	glass_tap(glass, KS_ACT_DIGIT, CODE[7]);
	centre.status = 200;
	centre.is_writing_lost = true;
	ask(glass);
	expect_words(glass, KS_W_ENROL_NOT_WRITTEN);
	assert_int_equal(glass->app.screen, KS_SCREEN_ENROL);
}

static void the_right_code_makes_it_a_kiosk_with_a_name(void **state)
{
	struct glass *glass = *state;
	char *kept, *wanted, *endpoint = ks_format("http://127.0.0.1:%d/xAPI", centre.port);

	type_address(glass, "http:");
	ask(glass);
	assert_memory_equal(centre.heard, "POST /kiosk/v1/enrol HTTP/1.1\r\n", 31);
	assert_non_null(strstr(centre.heard, "\"code\":\"" CODE "\""));
	assert_int_equal(glass->app.screen, KS_SCREEN_ATTRACT);
	expect_words(glass, KS_W_ENROLLED);
	assert_false(glass->options.wants_enrolment);
	assert_string_equal(glass->options.kiosk, "k-07");
	assert_string_equal(glass->options.endpoint, endpoint);
	assert_string_equal(ks_ledger_kiosk(glass->app.site.ledger), "k-07");
	assert_non_null(glass->app.sync);
	kept = ks_test_read(centre.file);
	wanted = ks_format("%s\n%s\n", glass->options.credentials, endpoint);
	assert_string_equal(kept, wanted);
	assert_memory_equal(kept, "k-07:", 5);
	for (size_t i = 0; i < KS_SCREEN_STATE_BYTES; i++) /* nothing of it is left */
		assert_int_equal(glass->app.view.state[KS_SCREEN_ENROL][i], 0);
	free(kept);
	free(wanted);
	free(endpoint);
}

/* Whoever types a name alone means https; and no code goes over the wire as it is. */
static void without_a_scheme_it_is_https(void **state)
{
	static const char *const schemes[] = {"", "https:"};

	for (size_t i = 0; i < KS_COUNT(schemes); i++) {
		struct glass *glass = *state;

		type_address(glass, schemes[i]);
		ask(glass);
		assert_int_equal(centre.heard[0], 0x16);
		expect_words(glass, KS_W_ENROL_NO_CENTRE);
		(void)end(state);
		(void)begin(state);
	}
}

/* What is typed now is seen, however much stands before it. */
static void of_a_long_address_the_end_is_seen(void **state)
{
	struct glass *glass = *state;

	type(glass, "kenshu.centre");
	assert_true(glass_shows(glass, "kenshu.centre"));
	type(glass,
	     "-of-a-place-with-a-name-that-is-a-little-too-long-for-one-line-of-it.joho.somu.kuresaka.example:8090");
	assert_false(glass_shows(glass, "kenshu.centre"));
	assert_true(glass_shows(glass, ".example:8090"));
}

/* Nobody can be asked where there is no thread for it; and whoever gives up waits for who asks. */
static void who_cannot_be_asked_is_no_centre(void **state)
{
	struct glass *glass = *state;
	struct ks_app *app = &glass->app;

	assert_int_equal(ks_enrolling_end(app), KS_ENROL_NO_CENTRE); /* of nothing */
	ks_test_threads(false);
	ks_enrolling_begin(app, "http://127.0.0.1:1/xAPI", CODE);
	ks_test_threads(true);
	assert_true(ks_enrolling_is_over(app));
	assert_int_equal(ks_enrolling_end(app), KS_ENROL_NO_CENTRE);
	assert_null(app->enrolling);
	for (int i = 0; i < 20; i++) {
		ks_enrolling_begin(app, "http://127.0.0.1:1/xAPI", CODE);
		assert_int_equal(ks_enrolling_end(app), KS_ENROL_NO_CENTRE);
		assert_false(ks_enrolling_is_over(app));
	}
}

/* The file that was written cannot be read: the code is spent, and it is asked again. */
static void credentials_that_cannot_be_read_are_asked_for_again(void **state)
{
	static const char nonsense[] = "nonsense\n";
	struct glass *glass = *state;
	struct ks_test_stream stream;
	char *said;

	assert_int_equal(ks_file_write(centre.file, nonsense, strlen(nonsense), 0600), KS_OK);
	stream = ks_test_stream_begin(stderr);
	assert_false(ks_options_enrolled(&glass->options));
	said = ks_test_stream_end(&stream);
	assert_true(said[0]);
	free(said);
	assert_true(glass->options.wants_enrolment);
	assert_string_equal(glass->options.endpoint, "");
	assert_string_equal(glass->options.kiosk, "k-local");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)
	const struct CMUnitTest tests[] = {
		TEST(each_answer_has_its_words_and_the_code_stays),
		TEST(the_right_code_makes_it_a_kiosk_with_a_name),
		TEST(without_a_scheme_it_is_https),
		TEST(of_a_long_address_the_end_is_seen),
		TEST(who_cannot_be_asked_is_no_centre),
		TEST(credentials_that_cannot_be_read_are_asked_for_again),
	};

	ks_id_init();
	return ks_test_run(tests);
}
