/* SPDX-License-Identifier: Apache-2.0 */
#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"
#include "base/id.h"
#include "base/mem.h"
#include "kiosk/enrolling.h"
#include "kiosk/glass.h"
#include "kiosk/words/words.h"
#include "support/test.h"

/* 端末の登録 on the glass, without a centre; tests/flow/enrol_sync.test.sh has one. */

static struct glass *begin(const char *endpoint, const char *file)
{
	struct glass *glass = calloc(1, sizeof(*glass));

	glass->folder = ks_test_folder();
	glass->now_ms = 1000;
	glass->options = (struct ks_options){.state = glass->folder,
					     .content = "content",
					     .endpoint = endpoint,
					     .credentials_file = file,
					     .wants_enrolment = true,
					     .kiosk = "k-local",
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
	return glass;
}

static void end(struct glass *glass)
{
	ks_app_close(&glass->app);
	ks_test_folder_finish(glass->folder);
	free(glass);
}

static void type(struct glass *glass, const char *letters)
{
	for (; *letters; letters++)
		glass_tap(glass, KS_ACT_DIGIT, *letters);
}

/* The answer comes from another thread. */
static void wait_for_answer(struct glass *glass)
{
	for (int i = 0; i < 200 && glass->app.enrolling; i++)
		ks_app_pump(&glass->app, 50);
	assert_null(glass->app.enrolling);
}

static void a_machine_without_credentials_asks_for_address_and_code(void **state)
{
	struct glass *glass = begin("", "/dev/null/credentials");

	(void)state;
	assert_true(glass_shows(glass, ks_word(KS_W_ENROL_ADDRESS)));
	assert_null(glass_find(glass, KS_ACT_NEXT, 0)); /* nothing typed: it is dead */
	assert_null(glass->app.site.ledger);            /* and nothing is recorded under no name */
	type(glass, "training.example");
	glass_tap(glass, KS_ACT_NEXT, 0);
	assert_true(glass_shows(glass, ks_word(KS_W_ENROL_CODE)));
	assert_null(glass_find(glass, KS_ACT_DIGIT, '0')); /* letters that are taken for others */
	assert_null(glass_find(glass, KS_ACT_DIGIT, 'O'));
	type(glass, "ABCD234");
	assert_null(glass_find(glass, KS_ACT_NEXT, 0));
	type(glass, "59"); /* the ninth is too many */
	assert_true(glass_shows(glass, "ABCD2345"));
	glass_tap(glass, KS_ACT_ERASE, 0);
	assert_false(glass_shows(glass, "ABCD2345"));
	glass_tap(glass, KS_ACT_BACK, 0);
	assert_true(glass_shows(glass, "training.example"));
	end(glass);
}

static void an_address_that_was_told_is_not_asked_for(void **state)
{
	struct glass *glass = begin("https://training.example/xAPI", "/dev/null/credentials");

	(void)state;
	assert_true(glass_shows(glass, ks_word(KS_W_ENROL_CODE)));
	assert_null(glass_find(glass, KS_ACT_BACK, 0));
	end(glass);
}

static void where_no_file_can_be_kept_no_code_is_spent(void **state)
{
	struct glass *glass = begin("http://127.0.0.1:1/xAPI", "/dev/null/credentials");

	(void)state;
	type(glass, "ABCD2345");
	glass_tap(glass, KS_ACT_NEXT, 0);
	assert_null(glass->app.enrolling);
	assert_true(glass_shows(glass, "認証情報をこの端末に書けません"));
	end(glass);
}

static void without_an_answer_it_stays_and_says_so(void **state)
{
	char *folder = ks_test_folder(), *file = ks_path_join(folder, "credentials");
	struct glass *glass = begin("http://127.0.0.1:1/xAPI", file);

	(void)state;
	type(glass, "ABCD2345");
	glass_tap(glass, KS_ACT_NEXT, 0);
	wait_for_answer(glass);
	assert_int_equal(glass->app.screen, KS_SCREEN_ENROL);
	assert_true(glass_shows(glass, "センターの返事がありません"));
	assert_non_null(glass_find(glass, KS_ACT_NEXT, 0)); /* what was typed stays: again */
	assert_false(ks_file_exists(file));
	end(glass);
	free(file);
	ks_test_folder_finish(folder);
}

static void asks_and_hears(struct glass *glass, const char *words)
{
	type(glass, "ABCD2345");
	glass_tap(glass, KS_ACT_NEXT, 0);
	wait_for_answer(glass);
	assert_true(glass_shows(glass, words));
	assert_non_null(glass_find(glass, KS_ACT_NEXT, 0));
	end(glass);
}

/* A page of somebody else's, once. Ends by itself. Returns its port. */
static int something_else(void)
{
	static const char answer[] = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
				     "Content-Length: 5\r\nConnection: close\r\n\r\nhello";
	struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	socklen_t len = sizeof(at);
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	char asked[4096];

	assert_int_equal(bind(fd, (struct sockaddr *)&at, sizeof(at)), 0);
	assert_int_equal(listen(fd, 1), 0);
	assert_int_equal(getsockname(fd, (struct sockaddr *)&at, &len), 0);
	if (fork() == 0) {
		int peer = accept(fd, NULL, NULL);

		(void)recv(peer, asked, sizeof(asked), 0);
		(void)send(peer, answer, strlen(answer), 0);
		(void)shutdown(peer, SHUT_WR);
		while (recv(peer, asked, sizeof(asked), 0) > 0)
			;
		_exit(0);
	}
	close(fd);
	return ntohs(at.sin_port);
}

/* Whoever stands there without a terminal must know what to mend: the address, the wire, the proxy. */
static void the_hint_names_what_is_wrong(void **state)
{
	char *folder = ks_test_folder(), *file = ks_path_join(folder, "credentials");
	char *page = ks_format("http://127.0.0.1:%d/xAPI", something_else());
	struct glass *glass = begin(page, file);

	(void)state;
	asks_and_hears(glass, "研修のセンターではありません");
	glass = begin("http://training.example/xAPI", file);
	glass->options.proxy = "http://127.0.0.1:1";
	asks_and_hears(glass, "プロキシーを通れません");
	assert_false(ks_file_exists(file));
	assert_int_equal(wait(NULL) > 0, 1);
	free(page);
	free(file);
	ks_test_folder_finish(folder);
}

/* Nothing to touch lies on another thing, or on the words above. */
static void expect_nothing_covered(struct glass *glass, int step)
{
	size_t n;
	const struct ks_element *shown = ks_scene_elements(glass->app.shown, &n);
	struct ks_rect all = ks_scene_rect(glass->app.shown);

	for (size_t i = 0; i < n; i++) {
		struct ks_rect meet = ks_rect_meet(all, shown[i].rect);

		assert_memory_equal(&meet, &shown[i].rect, sizeof(meet));
		for (size_t k = 0; k < i; k++)
			if ((shown[i].action.what || shown[k].action.what) &&
			    !ks_rect_is_empty(ks_rect_meet(shown[i].rect, shown[k].rect)))
				fail_msg("%dx%d at %d: %s on %s", all.w, all.h, step,
					 shown[i].label, shown[k].label);
	}
}

static void both_steps_fit_at_every_size_and_text_step(void **state)
{
	static const int sizes[][2] = {{1280, 720}, {1080, 1920}, {1920, 1080}, {640, 360}};
	struct glass *glass = begin("", "/dev/null/credentials");

	(void)state;
	for (int is_code = 0; is_code < 2; is_code++) {
		for (size_t i = 0; i < KS_COUNT(sizes) * 3; i++) {
			int step = 100 + 25 * (int)(i % 3);
			struct ks_input size = {
				.kind = KS_INPUT_RESIZE, .x = sizes[i / 3][0], .y = sizes[i / 3][1]};

			glass->app.ui.metrics.step_percent = step;
			ks_app_input(&glass->app, &size);
			expect_nothing_covered(glass, step);
		}
		if (is_code)
			break;
		type(glass, "training.example");
		glass_tap(glass, KS_ACT_NEXT, 0);
		type(glass, "ABCD2345");
		glass_tap(glass, KS_ACT_NEXT, 0); /* the message is there, too */
	}
	end(glass);
}

static void expect_options(const char *credentials, const char *endpoint, int code, bool wants,
			   const char *becomes)
{
	const char *argv[] = {"kenshu-kiosk",  "--state",   "K",           "--content",  "content",
			      "--credentials", credentials, "--offscreen", "--endpoint", endpoint};
	struct ks_options options = {0};

	assert_int_equal(ks_options_read(&options, endpoint ? 10 : 8, (char **)argv), code);
	assert_int_equal(options.wants_enrolment, wants);
	if (code < 0)
		assert_string_equal(options.endpoint, becomes);
	ks_options_finish(&options);
}

static void only_a_missing_or_empty_file_asks_for_a_code(void **state)
{
	static const char kept[] = "k-07:secret\nhttps://there.example/xAPI\n";
	static const char there[] = "https://there.example/xAPI", other[] = "https://x.example/xAPI";
	char *folder = ks_test_folder(), *file = ks_path_join(folder, "credentials");

	(void)state;
	expect_options(file, NULL, -1, true, "");
	expect_options(file, other, -1, true, other);
	expect_options(file, "", KS_EXIT_BAD_CONFIG, false, NULL); /* alone: then it is a mistake */
	assert_int_equal(ks_file_write(file, "\n", 1, 0600), KS_OK);
	expect_options(file, NULL, -1, true, "");
	assert_int_equal(ks_file_write(file, "nonsense\n", 9, 0600), KS_OK);
	expect_options(file, other, KS_EXIT_BAD_CONFIG, false, NULL);
	assert_int_equal(ks_file_write(file, kept, strlen(kept), 0600), KS_OK);
	expect_options(file, NULL, -1, false, there);
	expect_options(file, other, -1, false, other);
	expect_options(file, "", -1, false, "");
	free(file);
	ks_test_folder_finish(folder);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_machine_without_credentials_asks_for_address_and_code),
		cmocka_unit_test(an_address_that_was_told_is_not_asked_for),
		cmocka_unit_test(where_no_file_can_be_kept_no_code_is_spent),
		cmocka_unit_test(without_an_answer_it_stays_and_says_so),
		cmocka_unit_test(the_hint_names_what_is_wrong),
		cmocka_unit_test(both_steps_fit_at_every_size_and_text_step),
		cmocka_unit_test(only_a_missing_or_empty_file_asks_for_a_code),
	};

	ks_id_init();
	return ks_test_run(tests);
}
