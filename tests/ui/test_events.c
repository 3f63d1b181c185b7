/* SPDX-License-Identifier: Apache-2.0 */
#include "base/buf.h"
#include "support/golden.h"
#include "support/test.h"
#include "ui/window_private.h"

/*
 * What comes of every three events of fingers, mouse and window one behind the other, and of every key: tests/data/golden/ui/events.txt
 * and keys.txt, read with `git diff` after UPDATE_GOLDEN=1. test_window.c says what of it matters.
 */

static const struct named {
	const char *name;
	uint32_t type;
	int which; /* finger, mouse or button */
} events[] = {
	{"f", SDL_FINGERDOWN, 1},
	{"fm", SDL_FINGERMOTION, 1},
	{"fu", SDL_FINGERUP, 1},
	{"g", SDL_FINGERDOWN, 2},
	{"gm", SDL_FINGERMOTION, 2},
	{"gu", SDL_FINGERUP, 2},
	{"m", SDL_MOUSEBUTTONDOWN, 0},
	{"mm", SDL_MOUSEMOTION, 0},
	{"mu", SDL_MOUSEBUTTONUP, 0},
	{"t", SDL_MOUSEBUTTONDOWN, -1},
	{"tm", SDL_MOUSEMOTION, -1},
	{"r", SDL_MOUSEBUTTONDOWN, 3},
	{"lost", SDL_WINDOWEVENT, SDL_WINDOWEVENT_FOCUS_LOST},
};

static SDL_Event event_of(const struct named *named)
{
	SDL_Event event = {.type = named->type};

	switch (named->type) {
	case SDL_FINGERDOWN:
	case SDL_FINGERMOTION:
	case SDL_FINGERUP:
		event.tfinger.fingerId = named->which;
		event.tfinger.x = 0.5F;
		event.tfinger.y = 0.25F;
		break;
	case SDL_MOUSEMOTION:
		event.motion.which = named->which < 0 ? SDL_TOUCH_MOUSEID : 0;
		event.motion.x = 7;
		event.motion.y = 8;
		break;
	case SDL_WINDOWEVENT:
		event.window.event = (uint8_t)named->which;
		break;
	default:
		event.button.which = named->which < 0 ? SDL_TOUCH_MOUSEID : 0;
		event.button.button = named->which == 3 ? SDL_BUTTON_RIGHT : SDL_BUTTON_LEFT;
		event.button.x = 7;
		event.button.y = 8;
	}
	return event;
}

static const char *name_of(enum ks_input_kind kind)
{
	switch (kind) {
	case KS_INPUT_NONE:
		return "-";
	case KS_INPUT_DOWN:
		return "down";
	case KS_INPUT_MOVE:
		return "move";
	case KS_INPUT_UP:
		return "up";
	case KS_INPUT_CANCEL:
		return "cancel";
	default:
		return "other";
	}
}

/* @gap_ms passes behind the first, 10 ms behind the second. */
static void put(struct ks_buf *out, const struct named *const three[3], int gap_ms)
{
	struct ks_window_pointer pointer = {0};
	int64_t now_ms = 100000;

	ks_buf_printf(out, "%s %d %s %s:", three[0]->name, gap_ms, three[1]->name, three[2]->name);
	for (int i = 0; i < 3; i++) {
		SDL_Event event = event_of(three[i]);
		struct ks_input input = ks_window_translate(&pointer, &event, 1000, 500, now_ms);

		assert_int_equal(input.t_ms, now_ms);
		ks_buf_printf(out, " %s", name_of(input.kind));
		if (input.kind == KS_INPUT_DOWN)
			ks_buf_printf(out, " %d,%d", input.x, input.y);
		now_ms += i == 0 ? gap_ms : 10;
	}
	ks_buf_printf(out, "%s\n", pointer.is_cursor_hidden ? " hidden" : "");
}

static void three_events_come_to_what_they_did(void **state)
{
	static const int gaps[] = {299, 300, 699, 700};
	struct ks_buf out = {0};

	(void)state;
	for (size_t a = 0; a < KS_COUNT(events); a++)
		for (size_t b = 0; b < KS_COUNT(events); b++) {
			for (size_t c = 0; c < KS_COUNT(events); c++)
				put(&out,
				    (const struct named *const[]){&events[a], &events[b], &events[c]},
				    10);
			for (size_t i = 0; i < KS_COUNT(gaps); i++)
				put(&out,
				    (const struct named *const[]){&events[a], &events[b], &events[6]},
				    gaps[i]);
		}
	ks_test_golden("tests/data/golden/ui/events.txt", ks_buf_text(&out));
	ks_buf_finish(&out);
}

static void put_key(struct ks_buf *out, SDL_Keycode code, int modifiers, int is_repeat)
{
	struct ks_window_pointer pointer = {0};
	SDL_Event event = {.key = {.type = SDL_KEYDOWN,
				   .repeat = (uint8_t)is_repeat,
				   .keysym = {.sym = code, .mod = (uint16_t)modifiers}}};
	struct ks_input input = ks_window_translate(&pointer, &event, 1000, 500, 1);

	if (input.kind != KS_INPUT_NONE)
		ks_buf_printf(out, "%s with %d: key %d%s%c\n", SDL_GetKeyName(code), modifiers,
			      (int)input.key, input.digit ? " " : "",
			      input.digit ? input.digit : ' ');
}

/* Of all there are; those that come to nothing are not told. */
static void keys_are_what_they_were(void **state)
{
	static const int modifiers[] = {KMOD_NONE, KMOD_LSHIFT, KMOD_LCTRL,
					KMOD_RALT, KMOD_LGUI,   KMOD_NUM};
	struct ks_buf out = {0};

	(void)state;
	for (size_t i = 0; i < KS_COUNT(modifiers); i++) {
		for (int code = 1; code <= 0x7f; code++) /* a sign's own number */
			put_key(&out, code, modifiers[i], 0);
		for (int scan = 0; scan < SDL_NUM_SCANCODES; scan++)
			put_key(&out, SDL_SCANCODE_TO_KEYCODE(scan), modifiers[i], 0);
	}
	put_key(&out, SDLK_RETURN, 0, 1);
	ks_test_golden("tests/data/golden/ui/keys.txt", ks_buf_text(&out));
	ks_buf_finish(&out);
}

/* A finger at the very edge, and beyond it, is on the glass. */
static void a_finger_is_always_on_the_glass(void **state)
{
	static const struct {
		float x, y;
		int at_x, at_y;
	} places[] = {{0, 0, 0, 0},
		      {1, 1, 999, 499},
		      {-0.5F, 1.5F, 0, 499},
		      {0.9985F, 0.999F, 998, 499},
		      {0.5F, -0.001F, 500, 0}};

	(void)state;
	for (size_t i = 0; i < KS_COUNT(places); i++) {
		struct ks_window_pointer pointer = {0};
		SDL_Event event = {
			.tfinger = {.type = SDL_FINGERDOWN, .x = places[i].x, .y = places[i].y}};
		struct ks_input input = ks_window_translate(&pointer, &event, 1000, 500, 1000);

		assert_int_equal(input.x, places[i].at_x);
		assert_int_equal(input.y, places[i].at_y);
	}
}

static void what_a_window_tells_is_told_on(void **state)
{
	static const struct {
		uint32_t type;
		uint8_t event;
		enum ks_input_kind kind;
	} told[] = {
		{SDL_WINDOWEVENT, SDL_WINDOWEVENT_SIZE_CHANGED, KS_INPUT_RESIZE},
		{SDL_WINDOWEVENT, SDL_WINDOWEVENT_EXPOSED, KS_INPUT_EXPOSE},
		{SDL_WINDOWEVENT, SDL_WINDOWEVENT_FOCUS_LOST, KS_INPUT_NONE},
		{SDL_WINDOWEVENT, SDL_WINDOWEVENT_MOVED, KS_INPUT_NONE},
		{SDL_RENDER_TARGETS_RESET, 0, KS_INPUT_EXPOSE},
		{SDL_RENDER_DEVICE_RESET, 0, KS_INPUT_EXPOSE},
		{SDL_QUIT, 0, KS_INPUT_QUIT},
		{SDL_KEYUP, 0, KS_INPUT_NONE},
	};

	(void)state;
	for (size_t i = 0; i < KS_COUNT(told); i++) {
		struct ks_window_pointer pointer = {0};
		SDL_Event event = {.window = {.type = told[i].type,
					      .event = told[i].event,
					      .data1 = 800,
					      .data2 = 600}};
		struct ks_input input = ks_window_translate(&pointer, &event, 1000, 500, 1000);

		assert_int_equal(input.kind, told[i].kind);
		if (input.kind == KS_INPUT_RESIZE)
			assert_int_equal(input.x * 1000 + input.y, 800600);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(three_events_come_to_what_they_did),
		cmocka_unit_test(keys_are_what_they_were),
		cmocka_unit_test(a_finger_is_always_on_the_glass),
		cmocka_unit_test(what_a_window_tells_is_told_on),
	};

	return ks_test_run(tests);
}
