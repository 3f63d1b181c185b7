/* SPDX-License-Identifier: Apache-2.0 */
#include "ui/window_private.h"

#include <math.h>

/*
 * From SDL's events to ours, the last place that knows SDL. One finger counts: a second one right after it cancels, since
 * nobody means two things at once. X servers send a mouse event beside each touch, before or after it,
 * so whoever came first holds the touch and the mouse is deaf for a while after a finger.
 *
 * The end of a touch may never come (a device unplugged; a compositor's cancel, which SDL 2.26 swallows). So nothing is
 * counted down to zero: a finger that has been silent gives way to the next one.
 */

#define MOUSE_DEAF_MS 700
#define SILENT_MS 300

static struct ks_input pointer_input(enum ks_input_kind kind, int x, int y)
{
	return (struct ks_input){.kind = kind, .x = x, .y = y};
}

static bool is_emulated(const struct ks_window_pointer *pointer, uint32_t which, int64_t now_ms)
{
	bool is_recent = now_ms - pointer->finger_ms < MOUSE_DEAF_MS;

	return which == SDL_TOUCH_MOUSEID || (pointer->owner == KS_POINTER_FINGER && is_recent) ||
	       (pointer->finger_ms != 0 && now_ms - pointer->finger_ms < MOUSE_DEAF_MS &&
		pointer->owner == KS_POINTER_NONE);
}

static struct ks_input from_mouse(struct ks_window_pointer *pointer, const SDL_Event *event,
				  int64_t now_ms)
{
	struct ks_input none = {.kind = KS_INPUT_NONE};

	if (event->type == SDL_MOUSEMOTION) {
		if (is_emulated(pointer, event->motion.which, now_ms))
			return none;
		pointer->is_cursor_hidden = false;
		if (pointer->owner != KS_POINTER_MOUSE)
			return none;
		return pointer_input(KS_INPUT_MOVE, event->motion.x, event->motion.y);
	}
	if (event->button.button != SDL_BUTTON_LEFT ||
	    is_emulated(pointer, event->button.which, now_ms))
		return none;
	if (event->type == SDL_MOUSEBUTTONDOWN && pointer->owner != KS_POINTER_MOUSE) {
		pointer->owner = KS_POINTER_MOUSE;
		return pointer_input(KS_INPUT_DOWN, event->button.x, event->button.y);
	}
	if (event->type == SDL_MOUSEBUTTONUP && pointer->owner == KS_POINTER_MOUSE) {
		pointer->owner = KS_POINTER_NONE;
		return pointer_input(KS_INPUT_UP, event->button.x, event->button.y);
	}
	return none;
}

/* @silent_ms: since the last event of any finger. */
static struct ks_input finger_down(struct ks_window_pointer *pointer, SDL_FingerID finger, int x,
				   int y, int64_t silent_ms)
{
	bool is_alone = silent_ms >= SILENT_MS ||
			(pointer->is_touched && pointer->finger == finger); /* its end was lost */

	if (pointer->owner == KS_POINTER_MOUSE)
		return (struct ks_input){.kind = KS_INPUT_NONE};
	if (pointer->is_touched && !is_alone) {
		bool was_owner = pointer->owner == KS_POINTER_FINGER;

		pointer->owner = KS_POINTER_NONE;
		pointer->finger = finger;
		return was_owner ? pointer_input(KS_INPUT_CANCEL, x, y)
				 : (struct ks_input){.kind = KS_INPUT_NONE};
	}
	pointer->is_touched = true;
	pointer->owner = KS_POINTER_FINGER;
	pointer->finger = finger;
	return pointer_input(KS_INPUT_DOWN, x, y);
}

static struct ks_input from_finger(struct ks_window_pointer *pointer, const SDL_Event *event,
				   int width_px, int height_px, int64_t now_ms)
{
	int x = (int)floorf(event->tfinger.x * (float)width_px);
	int y = (int)floorf(event->tfinger.y * (float)height_px);
	bool is_owner =
		pointer->owner == KS_POINTER_FINGER && event->tfinger.fingerId == pointer->finger;

	x = ks_least(ks_most(0, x), width_px - 1);
	y = ks_least(ks_most(0, y), height_px - 1);
	int64_t silent_ms = now_ms - pointer->finger_ms;

	pointer->finger_ms = now_ms;
	pointer->is_cursor_hidden = true;
	if (event->type == SDL_FINGERDOWN)
		return finger_down(pointer, event->tfinger.fingerId, x, y, silent_ms);
	if (event->type == SDL_FINGERUP && event->tfinger.fingerId == pointer->finger)
		pointer->is_touched = false;
	if (!is_owner)
		return (struct ks_input){.kind = KS_INPUT_NONE};
	if (event->type == SDL_FINGERMOTION)
		return pointer_input(KS_INPUT_MOVE, x, y);
	pointer->owner = KS_POINTER_NONE;
	return pointer_input(KS_INPUT_UP, x, y);
}

static const struct {
	SDL_Keycode code;
	enum ks_key key;
} keys[] = {
	{SDLK_TAB, KS_KEY_NEXT},         {SDLK_RIGHT, KS_KEY_NEXT},
	{SDLK_DOWN, KS_KEY_NEXT},        {SDLK_LEFT, KS_KEY_PREVIOUS},
	{SDLK_UP, KS_KEY_PREVIOUS},      {SDLK_RETURN, KS_KEY_ENTER},
	{SDLK_KP_ENTER, KS_KEY_ENTER},   {SDLK_SPACE, KS_KEY_ENTER},
	{SDLK_ESCAPE, KS_KEY_ESCAPE},    {SDLK_BACKSPACE, KS_KEY_BACKSPACE},
	{SDLK_DELETE, KS_KEY_BACKSPACE},
};

static struct ks_input from_key(const SDL_Event *event)
{
	SDL_Keycode code = event->key.keysym.sym;
	uint16_t modifiers = event->key.keysym.mod;
	struct ks_input input = {.kind = KS_INPUT_NONE};

	/* A held Enter must not answer twice. */
	if (event->key.repeat || modifiers & (KMOD_CTRL | KMOD_ALT | KMOD_GUI))
		return input;
	if (code >= SDLK_0 && code <= SDLK_9)
		input.digit = (char)('0' + (code - SDLK_0));
	else if (code >= SDLK_KP_1 && code <= SDLK_KP_9)
		input.digit = (char)('1' + (code - SDLK_KP_1));
	else if (code == SDLK_KP_0)
		input.digit = '0';
	if (input.digit) {
		input.kind = KS_INPUT_KEY;
		input.key = KS_KEY_DIGIT;
		return input;
	}
	if (code >= SDLK_a && code <= SDLK_f) {
		input.kind = KS_INPUT_KEY;
		input.key = KS_KEY_HEX;
		input.digit = (char)('A' + (code - SDLK_a));
		return input;
	}
	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		if (keys[i].code != code)
			continue;
		input.kind = KS_INPUT_KEY;
		input.key = keys[i].key;
		if (code == SDLK_TAB && modifiers & KMOD_SHIFT)
			input.key = KS_KEY_PREVIOUS;
	}
	return input;
}

static struct ks_input from_window(struct ks_window_pointer *pointer, const SDL_Event *event)
{
	struct ks_input input = {.kind = KS_INPUT_NONE};

	switch (event->window.event) {
	case SDL_WINDOWEVENT_SIZE_CHANGED:
		return pointer_input(KS_INPUT_RESIZE, event->window.data1, event->window.data2);
	case SDL_WINDOWEVENT_EXPOSED:
		input.kind = KS_INPUT_EXPOSE;
		return input;
	case SDL_WINDOWEVENT_FOCUS_LOST:
		if (pointer->owner != KS_POINTER_NONE)
			input.kind = KS_INPUT_CANCEL;
		pointer->owner = KS_POINTER_NONE;
		pointer->is_touched = false;
		return input;
	default:
		return input;
	}
}

struct ks_input ks_window_translate(struct ks_window_pointer *pointer, const SDL_Event *event,
				    int width_px, int height_px, int64_t now_ms)
{
	struct ks_input input = {.kind = KS_INPUT_NONE};

	switch (event->type) {
	case SDL_MOUSEMOTION:
	case SDL_MOUSEBUTTONDOWN:
	case SDL_MOUSEBUTTONUP:
		input = from_mouse(pointer, event, now_ms);
		break;
	case SDL_FINGERDOWN:
	case SDL_FINGERMOTION:
	case SDL_FINGERUP:
		input = from_finger(pointer, event, width_px, height_px, now_ms);
		break;
	case SDL_KEYDOWN:
		input = from_key(event);
		break;
	case SDL_WINDOWEVENT:
		input = from_window(pointer, event);
		break;
	case SDL_RENDER_TARGETS_RESET:
	case SDL_RENDER_DEVICE_RESET:
		input.kind = KS_INPUT_EXPOSE;
		break;
	case SDL_QUIT:
		input.kind = KS_INPUT_QUIT;
		break;
	default:
		break;
	}
	input.t_ms = now_ms;
	return input;
}
