/* SPDX-License-Identifier: Apache-2.0 */
#include "ui/window.h"

#include <pthread.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include <SDL_image.h>

#include "base/mem.h"
#include "support/test.h"
#include "ui/window_private.h"

/* The window off screen, and the translation of events, which needs no display either. */

static struct ks_window *open_memory(int w, int h)
{
	struct ks_window_options options = {
		.mode = KS_WINDOW_OFFSCREEN, .width_px = w, .height_px = h};
	struct ks_window *window;

	assert_int_equal(ks_window_open(&options, &window), KS_OK);
	return window;
}

static void off_screen_the_canvas_has_the_asked_size(void **state)
{
	struct ks_window *window = open_memory(640, 480);

	(void)state;
	assert_int_equal(ks_window_canvas(window)->w, 640);
	assert_int_equal(ks_window_canvas(window)->h, 480);
	assert_int_equal(ks_window_canvas(window)->clip.h, 480);
	ks_window_close(window);
	ks_window_close(NULL);
}

static void off_screen_the_default_is_full_hd(void **state)
{
	struct ks_window *window = open_memory(0, 0);

	(void)state;
	assert_int_equal(ks_window_canvas(window)->w, 1920);
	assert_int_equal(ks_window_canvas(window)->h, 1080);
	ks_window_close(window);
}

static void waiting_ends_with_the_timeout(void **state)
{
	struct ks_window *window = open_memory(10, 10);
	struct ks_input input;
	int64_t before = ks_window_now_ms();

	(void)state;
	ks_window_wait(window, 30, &input);
	assert_int_equal(input.kind, KS_INPUT_NONE);
	assert_true(ks_window_now_ms() - before >= 29);
	ks_window_close(window);
}

static void *wake_later(void *window)
{
	usleep(20000);
	ks_window_wake(window);
	return NULL;
}

static void another_thread_wakes_the_wait(void **state)
{
	struct ks_window *window = open_memory(10, 10);
	struct ks_input input;
	pthread_t thread;

	(void)state;
	assert_int_equal(pthread_create(&thread, NULL, wake_later, window), 0);
	ks_window_wait(window, -1, &input);
	assert_int_equal(input.kind, KS_INPUT_WAKE);
	pthread_join(thread, NULL);
	ks_window_close(window);
}

static void a_wake_before_the_wait_is_not_lost_and_several_are_one(void **state)
{
	struct ks_window *window = open_memory(10, 10);
	struct ks_input input;

	(void)state;
	ks_window_wake(window);
	ks_window_wake(window);
	ks_window_wait(window, -1, &input);
	assert_int_equal(input.kind, KS_INPUT_WAKE);
	ks_window_wait(window, 0, &input);
	assert_int_equal(input.kind, KS_INPUT_NONE);
	ks_window_close(window);
}

static void a_shot_is_the_canvas_as_png(void **state)
{
	struct ks_window *window = open_memory(20, 10);
	char *folder = ks_test_folder(), *path = ks_format("%s/shot.png", folder);
	SDL_Surface *shot, *argb;
	struct ks_test_stream stream;
	char *log;

	(void)state;
	ks_paint_fill(ks_window_canvas(window), (struct ks_rect){0, 0, 20, 10}, 0xFFFFFFFF);
	ks_paint_fill(ks_window_canvas(window), (struct ks_rect){3, 4, 1, 1}, 0xFF0B5D4B);
	stream = ks_test_stream_begin(stderr);
	assert_int_equal(ks_window_shot(window, path), KS_OK);
	log = ks_test_stream_end(&stream);
	assert_string_equal(log, "");
	free(log);
	shot = IMG_Load(path);
	assert_non_null(shot);
	argb = SDL_ConvertSurfaceFormat(shot, SDL_PIXELFORMAT_ARGB8888, 0);
	assert_int_equal(argb->w, 20);
	assert_int_equal(((uint32_t *)argb->pixels)[4 * (argb->pitch / 4) + 3], 0xFF0B5D4B);
	assert_int_equal(((uint32_t *)argb->pixels)[4 * (argb->pitch / 4) + 4], 0xFFFFFFFF);
	SDL_FreeSurface(shot);
	SDL_FreeSurface(argb);
	stream = ks_test_stream_begin(stderr);
	assert_int_equal(ks_window_shot(window, "/nowhere/at/all.png"), KS_IO);
	log = ks_test_stream_end(&stream);
	assert_non_null(strstr(log, "cannot write /nowhere/at/all.png"));
	free(log);
	ks_window_close(window);
	free(path);
	ks_test_folder_finish(folder);
}

/* --- events ------------------------------------------------------------------------------------ */

static struct ks_window_pointer pointer;
static int64_t now_ms;

static int fresh(void **state)
{
	(void)state;
	pointer = (struct ks_window_pointer){0};
	now_ms = 50000;
	return 0;
}

static struct ks_input translate(SDL_Event event)
{
	return ks_window_translate(&pointer, &event, 1000, 500, now_ms);
}

static struct ks_input finger(uint32_t type, SDL_FingerID id, float x, float y)
{
	return translate((SDL_Event){.tfinger = {.type = type, .fingerId = id, .x = x, .y = y}});
}

static struct ks_input button(uint32_t type, int which, int x, int y)
{
	return translate((SDL_Event){.button = {.type = type,
						.which = (uint32_t)which,
						.button = SDL_BUTTON_LEFT,
						.x = x,
						.y = y}});
}

static struct ks_input press_key(SDL_Keycode code, int modifiers, int repeat)
{
	return translate((SDL_Event){.key = {.type = SDL_KEYDOWN,
					     .repeat = (uint8_t)repeat,
					     .keysym = {.sym = code, .mod = (uint16_t)modifiers}}});
}

static void a_finger_comes_in_pixels(void **state)
{
	(void)state;

	struct ks_input input = finger(SDL_FINGERDOWN, 5, 0.25f, 0.5f);

	assert_int_equal(input.kind, KS_INPUT_DOWN);
	assert_int_equal(input.x, 250);
	assert_int_equal(input.y, 250);
	assert_int_equal(input.t_ms, now_ms);
	assert_int_equal(finger(SDL_FINGERMOTION, 5, 1.0f, 1.0f).x, 999);
	assert_int_equal(finger(SDL_FINGERUP, 5, 0.1f, 0.1f).kind, KS_INPUT_UP);
}

/* A device that is unplugged, a compositor's cancel: the end of that touch never comes. */
static void a_lost_end_costs_that_touch_alone(void **state)
{
	(void)state;
	for (SDL_FingerID again = 0; again < 2; again++) { /* ids that come again, ids that rise (X11) */
		assert_int_equal(finger(SDL_FINGERDOWN, 7, 0.5f, 0.5f).kind, KS_INPUT_DOWN);
		for (SDL_FingerID i = 0; i < 3; i++) {
			SDL_FingerID id = 7 + again * (i + 1);

			now_ms += 500;
			assert_int_equal(finger(SDL_FINGERDOWN, id, 0.5f, 0.5f).kind, KS_INPUT_DOWN);
			now_ms += 100;
			assert_int_equal(finger(SDL_FINGERUP, id, 0.5f, 0.5f).kind, KS_INPUT_UP);
		}
		now_ms += 500;
	}
}

static void a_cancel_of_two_fingers_costs_these_alone(void **state)
{
	(void)state;
	finger(SDL_FINGERDOWN, 0, 0.5f, 0.5f);
	assert_int_equal(finger(SDL_FINGERDOWN, 1, 0.5f, 0.5f).kind, KS_INPUT_CANCEL);
	now_ms += 500;
	for (int i = 0; i < 3; i++) {
		assert_int_equal(finger(SDL_FINGERDOWN, 0, 0.5f, 0.5f).kind, KS_INPUT_DOWN);
		now_ms += 100;
		assert_int_equal(finger(SDL_FINGERUP, 0, 0.5f, 0.5f).kind, KS_INPUT_UP);
		now_ms += 500;
	}
}

static void a_lost_finger_does_not_deafen_the_mouse(void **state)
{
	(void)state;
	finger(SDL_FINGERDOWN, 7, 0.5f, 0.5f);
	now_ms += 5000;
	assert_int_equal(button(SDL_MOUSEBUTTONDOWN, 1, 5, 5).kind, KS_INPUT_DOWN);
	assert_int_equal(button(SDL_MOUSEBUTTONUP, 1, 5, 5).kind, KS_INPUT_UP);
}

static void a_second_finger_cancels_until_all_are_lifted(void **state)
{
	(void)state;
	finger(SDL_FINGERDOWN, 1, 0.1f, 0.1f);
	assert_int_equal(finger(SDL_FINGERDOWN, 2, 0.9f, 0.9f).kind, KS_INPUT_CANCEL);
	assert_int_equal(finger(SDL_FINGERUP, 1, 0.1f, 0.1f).kind, KS_INPUT_NONE);
	assert_int_equal(finger(SDL_FINGERDOWN, 3, 0.1f, 0.1f).kind, KS_INPUT_NONE);
	assert_int_equal(finger(SDL_FINGERUP, 2, 0.1f, 0.1f).kind, KS_INPUT_NONE);
	assert_int_equal(finger(SDL_FINGERUP, 3, 0.1f, 0.1f).kind, KS_INPUT_NONE);
	assert_int_equal(finger(SDL_FINGERDOWN, 4, 0.1f, 0.1f).kind, KS_INPUT_DOWN);
}

static void a_mouse_event_made_from_a_touch_is_no_second_tap(void **state)
{
	(void)state;
	finger(SDL_FINGERDOWN, 1, 0.1f, 0.1f);
	assert_int_equal(button(SDL_MOUSEBUTTONDOWN, 0, 100, 50).kind, KS_INPUT_NONE);
	assert_int_equal(finger(SDL_FINGERUP, 1, 0.1f, 0.1f).kind, KS_INPUT_UP);
	assert_int_equal(button(SDL_MOUSEBUTTONUP, 0, 100, 50).kind, KS_INPUT_NONE);
	assert_int_equal(button(SDL_MOUSEBUTTONDOWN, 0, 100, 50).kind, KS_INPUT_NONE);
	assert_int_equal(button(SDL_MOUSEBUTTONDOWN, (int)SDL_TOUCH_MOUSEID, 100, 50).kind,
			 KS_INPUT_NONE);
}

static void a_mouse_event_that_comes_before_its_touch_is_the_only_tap(void **state)
{
	(void)state;
	assert_int_equal(button(SDL_MOUSEBUTTONDOWN, 0, 100, 50).kind, KS_INPUT_DOWN);
	assert_int_equal(finger(SDL_FINGERDOWN, 1, 0.1f, 0.1f).kind, KS_INPUT_NONE);
	assert_int_equal(button(SDL_MOUSEBUTTONUP, 0, 100, 50).kind, KS_INPUT_UP);
	assert_int_equal(finger(SDL_FINGERUP, 1, 0.1f, 0.1f).kind, KS_INPUT_NONE);
}

static void the_mouse_works_again_some_time_after_a_touch(void **state)
{
	(void)state;
	finger(SDL_FINGERDOWN, 1, 0.1f, 0.1f);
	finger(SDL_FINGERUP, 1, 0.1f, 0.1f);
	assert_true(pointer.is_cursor_hidden);
	now_ms += 700;
	translate((SDL_Event){.motion = {.type = SDL_MOUSEMOTION, .x = 5, .y = 5}});
	assert_false(pointer.is_cursor_hidden);
	assert_int_equal(button(SDL_MOUSEBUTTONDOWN, 0, 100, 50).kind, KS_INPUT_DOWN);
}

static void the_mouse_moves_only_while_its_button_is_down(void **state)
{
	SDL_Event motion = {.motion = {.type = SDL_MOUSEMOTION, .x = 7, .y = 8}};

	(void)state;
	assert_int_equal(translate(motion).kind, KS_INPUT_NONE);
	button(SDL_MOUSEBUTTONDOWN, 0, 1, 1);
	assert_int_equal(translate(motion).kind, KS_INPUT_MOVE);
	assert_int_equal(translate(motion).x, 7);
	button(SDL_MOUSEBUTTONUP, 0, 1, 1);
	assert_int_equal(translate(motion).kind, KS_INPUT_NONE);
}

static void only_the_left_button_counts(void **state)
{
	SDL_Event event = {.button = {.type = SDL_MOUSEBUTTONDOWN, .button = SDL_BUTTON_RIGHT}};

	(void)state;
	assert_int_equal(translate(event).kind, KS_INPUT_NONE);
}

static void losing_the_focus_cancels_the_touch(void **state)
{
	SDL_Event lost = {.window = {.type = SDL_WINDOWEVENT, .event = SDL_WINDOWEVENT_FOCUS_LOST}};

	(void)state;
	assert_int_equal(translate(lost).kind, KS_INPUT_NONE);
	finger(SDL_FINGERDOWN, 1, 0.1f, 0.1f);
	assert_int_equal(translate(lost).kind, KS_INPUT_CANCEL);
	assert_int_equal(finger(SDL_FINGERUP, 1, 0.1f, 0.1f).kind, KS_INPUT_NONE);
}

static void keys_become_steps_and_digits(void **state)
{
	static const struct {
		SDL_Keycode code;
		int modifiers;
		enum ks_key key;
		char digit;
	} cases[] = {
		{SDLK_TAB, 0, KS_KEY_NEXT, 0},
		{SDLK_TAB, KMOD_LSHIFT, KS_KEY_PREVIOUS, 0},
		{SDLK_DOWN, 0, KS_KEY_NEXT, 0},
		{SDLK_UP, 0, KS_KEY_PREVIOUS, 0},
		{SDLK_SPACE, 0, KS_KEY_ENTER, 0},
		{SDLK_KP_ENTER, 0, KS_KEY_ENTER, 0},
		{SDLK_ESCAPE, 0, KS_KEY_ESCAPE, 0},
		{SDLK_BACKSPACE, 0, KS_KEY_BACKSPACE, 0},
		{SDLK_0, 0, KS_KEY_DIGIT, '0'},
		{SDLK_9, 0, KS_KEY_DIGIT, '9'},
		{SDLK_KP_0, KMOD_NUM, KS_KEY_DIGIT, '0'},
		{SDLK_KP_9, KMOD_NUM, KS_KEY_DIGIT, '9'},
		{SDLK_a, 0, KS_KEY_HEX, 'A'},
		{SDLK_f, KMOD_LSHIFT, KS_KEY_HEX, 'F'},
	};

	(void)state;
	for (size_t i = 0; i < KS_COUNT(cases); i++) {
		struct ks_input input = press_key(cases[i].code, cases[i].modifiers, 0);

		assert_int_equal(input.kind, KS_INPUT_KEY);
		assert_int_equal(input.key, cases[i].key);
		assert_int_equal(input.digit, cases[i].digit);
	}
	assert_int_equal(press_key(SDLK_g, 0, 0).kind, KS_INPUT_NONE);
}

static void a_held_key_is_one_key(void **state)
{
	(void)state;
	assert_int_equal(press_key(SDLK_RETURN, 0, 1).kind, KS_INPUT_NONE);
}

static void keys_with_control_or_alt_are_not_ours(void **state)
{
	(void)state;
	assert_int_equal(press_key(SDLK_TAB, KMOD_LALT, 0).kind, KS_INPUT_NONE);
	assert_int_equal(press_key(SDLK_1, KMOD_LCTRL, 0).kind, KS_INPUT_NONE);
}

static void the_window_tells_of_size_and_end(void **state)
{
	SDL_Event resized = {.window = {.type = SDL_WINDOWEVENT,
					.event = SDL_WINDOWEVENT_SIZE_CHANGED,
					.data1 = 800,
					.data2 = 600}};
	SDL_Event quit = {.type = SDL_QUIT};

	(void)state;
	assert_int_equal(translate(resized).kind, KS_INPUT_RESIZE);
	assert_int_equal(translate(resized).x, 800);
	assert_int_equal(translate(quit).kind, KS_INPUT_QUIT);
}

static const struct CMUnitTest tests[] = {
	cmocka_unit_test(off_screen_the_canvas_has_the_asked_size),
	cmocka_unit_test(off_screen_the_default_is_full_hd),
	cmocka_unit_test(waiting_ends_with_the_timeout),
	cmocka_unit_test(another_thread_wakes_the_wait),
	cmocka_unit_test(a_wake_before_the_wait_is_not_lost_and_several_are_one),
	cmocka_unit_test(a_shot_is_the_canvas_as_png),
	cmocka_unit_test_setup(a_finger_comes_in_pixels, fresh),
	cmocka_unit_test_setup(a_second_finger_cancels_until_all_are_lifted, fresh),
	cmocka_unit_test_setup(a_lost_end_costs_that_touch_alone, fresh),
	cmocka_unit_test_setup(a_cancel_of_two_fingers_costs_these_alone, fresh),
	cmocka_unit_test_setup(a_lost_finger_does_not_deafen_the_mouse, fresh),
	cmocka_unit_test_setup(a_mouse_event_made_from_a_touch_is_no_second_tap, fresh),
	cmocka_unit_test_setup(a_mouse_event_that_comes_before_its_touch_is_the_only_tap, fresh),
	cmocka_unit_test_setup(the_mouse_works_again_some_time_after_a_touch, fresh),
	cmocka_unit_test_setup(the_mouse_moves_only_while_its_button_is_down, fresh),
	cmocka_unit_test_setup(only_the_left_button_counts, fresh),
	cmocka_unit_test_setup(losing_the_focus_cancels_the_touch, fresh),
	cmocka_unit_test_setup(keys_become_steps_and_digits, fresh),
	cmocka_unit_test_setup(a_held_key_is_one_key, fresh),
	cmocka_unit_test_setup(keys_with_control_or_alt_are_not_ours, fresh),
	cmocka_unit_test_setup(the_window_tells_of_size_and_end, fresh),
};

int main(void)
{
	return ks_test_run(tests);
}
