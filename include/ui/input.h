/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What comes in, without SDL: the window translates, a touch script makes the same by itself.
 */
#ifndef KS_UI_INPUT_H
#define KS_UI_INPUT_H

#include <stdint.h>

enum ks_input_kind {
	KS_INPUT_NONE, /* the wait timed out */
	KS_INPUT_DOWN, /* finger or left button */
	KS_INPUT_MOVE, /* while down */
	KS_INPUT_UP,
	KS_INPUT_CANCEL, /* a second finger, or focus lost: forget the touch */
	KS_INPUT_KEY,    /* key: see below; digit: '0' … '9' */
	KS_INPUT_WAKE,   /* another thread has news */
	KS_INPUT_RESIZE, /* x, y: new size in px */
	KS_INPUT_EXPOSE, /* the window system lost our pixels: paint all */
	KS_INPUT_QUIT,
};

enum ks_key {
	KS_KEY_NONE,
	KS_KEY_NEXT,     /* Tab, → ↓ */
	KS_KEY_PREVIOUS, /* Shift+Tab, ← ↑ */
	KS_KEY_ENTER,    /* Enter, space */
	KS_KEY_ESCAPE,
	KS_KEY_BACKSPACE,
	KS_KEY_DIGIT,
	KS_KEY_HEX, /* A … F in `digit`: only readers that type mean anything by it */
};

struct ks_input {
	enum ks_input_kind kind;
	int x, y; /* px */
	enum ks_key key;
	char digit;
	int64_t t_ms; /* monotonic */
};

#endif
