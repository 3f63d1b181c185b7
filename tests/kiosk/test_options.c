/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk/options.h"

#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/mem.h"
#include "kiosk/app.h"
#include "kiosk/stop.h"
#include "support/test.h"

/* What a kiosk is told at its start, and what cannot be; and that a signal ends it. */

struct fixture {
	char *folder, *config;
	struct ks_options options;
};

static int setup(void **state)
{
	struct fixture *f = ks_alloc_zero(1, sizeof(*f));

	f->folder = ks_test_folder();
	*state = f;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *f = *state;

	ks_options_finish(&f->options);
	free(f->config);
	ks_test_folder_finish(f->folder);
	free(f);
	return 0;
}

/* The exit code, -1 to go on; *said receives what is told, malloc'd. @more: one more word, NULL: none. */
static int start(struct fixture *f, const char *config, const char *more, char **said)
{
	struct ks_test_stream stream = ks_test_stream_begin(stderr);
	char *words[12] = {(char *)"kenshu-kiosk", (char *)"--offscreen",
			   (char *)"--state",      f->folder,
			   (char *)"--content",    (char *)"content",
			   (char *)"--endpoint=",  (char *)"--config"};
	int n = 8, code;

	ks_options_finish(&f->options);
	memset(&f->options, 0, sizeof(f->options));
	free(f->config);
	f->config = ks_test_write(f->folder, "kiosk.yaml", config);
	words[n++] = f->config;
	if (more)
		words[n++] = (char *)more;
	code = ks_options_read(&f->options, n, words);
	*said = ks_test_stream_end(&stream);
	return code;
}

static void good(struct fixture *f, const char *config, const char *more)
{
	char *said;

	if (start(f, config, more, &said) != -1)
		fail_msg("%s: %s", config, said);
	free(said);
}

static void what_is_not_told_is_as_for_everybody(void **state)
{
	struct fixture *f = *state;
	const struct ks_options *o = &f->options;

	good(f, "motion: on\n", NULL);
	assert_int_equal(o->mode, KS_WINDOW_OFFSCREEN);
	assert_int_equal(o->step_percent, 100);
	assert_int_equal(o->width_px, 0);
	assert_false(o->is_still || o->is_contrast || o->is_without_reader || o->wants_enrolment);
	assert_int_equal(o->keyboard_reader, KS_KEYBOARD_PERSON);
	assert_int_equal(o->idle_s * 5 / 2, o->reading_idle_s);
	assert_string_equal(o->kiosk, "k-local");
	assert_string_equal(o->endpoint, "");
}

static void what_is_told_holds(void **state)
{
	static const struct {
		const char *text;
		int percent;
	} steps[] = {{"100", 100}, {"125", 125}, {"150", 150}};
	struct fixture *f = *state;
	const struct ks_options *o = &f->options;

	good(f,
	     "motion: off\ntheme: contrast\ncard_reader: off\nkeyboard_reader: card\n"
	     "idle_s: 40\ncountdown_s: 10\ndisplay_mm: 300\n",
	     "--size=320x16384");
	assert_true(o->is_still && o->is_contrast && o->is_without_reader);
	assert_int_equal(o->keyboard_reader, KS_KEYBOARD_CARD);
	assert_int_equal(o->idle_s, 40);
	assert_int_equal(o->reading_idle_s, 100);
	assert_int_equal(o->countdown_s, 10);
	assert_true(o->display_long_mm > 299 && o->display_long_mm < 301);
	assert_int_equal(o->width_px, 320);
	assert_int_equal(o->height_px, 16384);
	good(f, "", "--size=390x490");
	assert_int_equal(o->width_px, 390);
	assert_int_equal(o->height_px, 490);
	good(f, "", "--size=16384x320");
	assert_int_equal(o->width_px, 16384);
	assert_int_equal(o->height_px, 320);
	good(f, "motion: on\ntheme: standard\ncard_reader: on\nkeyboard_reader: number\n", NULL);
	assert_false(o->is_still || o->is_contrast || o->is_without_reader);
	assert_int_equal(o->keyboard_reader, KS_KEYBOARD_NUMBER);
	for (size_t i = 0; i < KS_COUNT(steps); i++) {
		char *config = ks_format("text_step: %s\n", steps[i].text);

		good(f, config, NULL);
		assert_int_equal(o->step_percent, steps[i].percent);
		free(config);
	}
}

static void what_cannot_be_is_told_and_it_does_not_start(void **state)
{
	static const struct {
		const char *config, *more, *words;
		int code;
	} cases[] = {
		{"", "--size=319x320", "--size は 1920x1080 のように", KS_EXIT_USAGE},
		{"", "--size=320x319", "--size は 1920x1080 のように", KS_EXIT_USAGE},
		{"", "--size=16385x320", "--size は 1920x1080 のように", KS_EXIT_USAGE},
		{"", "--size=320x16385", "--size は 1920x1080 のように", KS_EXIT_USAGE},
		{"", "--size=320x320x", "--size は 1920x1080 のように", KS_EXIT_USAGE},
		{"", "--size=32ax400", "--size は 1920x1080 のように", KS_EXIT_USAGE},
		{"", "--size=400x32a", "--size は 1920x1080 のように", KS_EXIT_USAGE},
		{"text_step: 110\n", NULL, "text_step は 100、125、150 のどれかです。", KS_EXIT_USAGE},
		{"motion: maybe\n", NULL, "motion は on か off です。", KS_EXIT_USAGE},
		{"card_reader: maybe\n", NULL, "card_reader は on か off です。", KS_EXIT_USAGE},
		{"keyboard_reader: maybe\n", NULL, "off、number、card のどれかです。", KS_EXIT_USAGE},
		{"theme: dark\n", NULL, "theme は standard か contrast です。", KS_EXIT_USAGE},
		{"idle_s: 0\n", NULL, "idle_s", KS_EXIT_USAGE},
		{"reading_idle_s: 0\n", NULL, "reading_idle_s", KS_EXIT_USAGE},
		{"display_mm: 99\n", NULL, "display_mm", KS_EXIT_USAGE},
		{"ca_file: /nowhere/ca.pem\n", NULL, "は、読める証明書（PEM）ではありません。",
		 KS_EXIT_BAD_CONFIG},
		{"ca_file: Makefile\n", NULL, "は、読める証明書（PEM）ではありません。",
		 KS_EXIT_BAD_CONFIG},
		{"proxy: http://a@proxy.example:8080\n", NULL, "http://proxy.example:8080 の形で",
		 KS_EXIT_BAD_CONFIG},
		{"proxy: socks://proxy.example\n", NULL, "http://proxy.example:8080 の形で",
		 KS_EXIT_BAD_CONFIG},
		{"", "--nonsense", "--nonsense", KS_EXIT_USAGE},
		{"", "--endpoint=https://training.example/xAPI",
		 "--endpoint を使うときは、--credentials も指定してください。", KS_EXIT_USAGE},
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < KS_COUNT(cases); i++) {
		char *said;
		int code = start(f, cases[i].config, cases[i].more, &said);

		if (code != cases[i].code || !strstr(said, cases[i].words))
			fail_msg("%s %d: %s", cases[i].words, code, said);
		free(said);
	}
}

/* ---- a signal ---- */

static void a_signal_ends_the_kiosk_and_wakes_its_loop(void **state)
{
	struct fixture *f = *state;
	struct ks_app app = {.options = &f->options};
	struct ks_window_options window = {
		.mode = KS_WINDOW_OFFSCREEN, .width_px = 32, .height_px = 32};
	struct ks_input input;

	f->options.mode = KS_WINDOW_OFFSCREEN;
	assert_int_equal(ks_window_open(&window, &app.window), KS_OK);
	ks_stop_end(&app); /* there is none yet */
	ks_stop_block();
	for (int i = 0; i < 2; i++) {
		sigset_t now;

		app.is_stopped = false;
		ks_stop_watch(&app);
		assert_true(app.has_stop_thread);
		assert_int_equal(pthread_sigmask(SIG_BLOCK, NULL, &now), 0);
		assert_true(sigismember(&now, SIGTERM) && sigismember(&now, SIGINT));
		assert_int_equal(kill(getpid(), i == 0 ? SIGTERM : SIGINT), 0);
		ks_window_wait(app.window, 10000, &input);
		assert_int_equal(input.kind, KS_INPUT_WAKE);
		assert_true(__atomic_load_n(&app.is_stopped, __ATOMIC_ACQUIRE));
		ks_stop_end(&app);
		assert_false(app.has_stop_thread);
	}
	ks_stop_watch(&app); /* ended without a signal */
	ks_stop_end(&app);
	ks_stop_unblock();
	{
		sigset_t now;

		assert_int_equal(pthread_sigmask(SIG_BLOCK, NULL, &now), 0);
		assert_false(sigismember(&now, SIGTERM) || sigismember(&now, SIGINT));
	}
	ks_window_close(app.window);
}

/* On the wall only SIGTERM ends it; Ctrl+C is for who tries it in a window. */
static void an_interrupt_ends_no_kiosk_on_the_wall(void **state)
{
	struct fixture *f = *state;
	struct ks_app app = {.options = &f->options};
	struct ks_window_options window = {
		.mode = KS_WINDOW_OFFSCREEN, .width_px = 32, .height_px = 32};
	struct ks_input input;
	sigset_t interrupt;
	int number;

	assert_int_equal(ks_window_open(&window, &app.window), KS_OK);
	f->options.mode = KS_WINDOW_FULLSCREEN;
	ks_stop_block();
	ks_stop_watch(&app);
	assert_int_equal(kill(getpid(), SIGINT), 0);
	ks_window_wait(app.window, 100, &input);
	assert_int_equal(input.kind, KS_INPUT_NONE);
	assert_false(__atomic_load_n(&app.is_stopped, __ATOMIC_ACQUIRE));
	assert_int_equal(kill(getpid(), SIGTERM), 0);
	ks_window_wait(app.window, 10000, &input);
	assert_int_equal(input.kind, KS_INPUT_WAKE);
	ks_stop_end(&app);
	sigemptyset(&interrupt);
	sigaddset(&interrupt, SIGINT);
	assert_int_equal(sigwait(&interrupt, &number), 0); /* it is still held back */
	assert_int_equal(number, SIGINT);
	ks_stop_unblock();
	ks_window_close(app.window);
}

/* No thread to hear it: then it ends the program by itself. */
static void a_signal_that_nobody_hears_is_not_held_back(void **state)
{
	struct fixture *f = *state;
	struct ks_app app = {.options = &f->options};
	sigset_t now;

	ks_stop_block();
	ks_test_threads(false);
	ks_stop_watch(&app);
	ks_test_threads(true);
	assert_false(app.has_stop_thread);
	assert_int_equal(pthread_sigmask(SIG_BLOCK, NULL, &now), 0);
	assert_false(sigismember(&now, SIGTERM) || sigismember(&now, SIGINT));
	ks_stop_end(&app);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(what_is_not_told_is_as_for_everybody),
		TEST(what_is_told_holds),
		TEST(what_cannot_be_is_told_and_it_does_not_start),
		TEST(a_signal_ends_the_kiosk_and_wakes_its_loop),
		TEST(an_interrupt_ends_no_kiosk_on_the_wall),
		TEST(a_signal_that_nobody_hears_is_not_held_back),
	};

	return ks_test_run(tests);
}
