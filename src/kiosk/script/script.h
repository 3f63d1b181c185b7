/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Touch scripts (README "Touch scripts"): real taps on real elements, one command a line. Used by flow tests, the
 * tour, the bench and by people who script a demonstration.
 */
#ifndef KIOSK_SCRIPT_H
#define KIOSK_SCRIPT_H

#include "kiosk/app.h"

/** ks_script_run() - play @file on an open, shown kiosk. Return: the exit code of the program. */
int ks_script_run(struct ks_app *app, const char *file);

/* One script being played; for script_play.c. */
struct ks_script {
	struct ks_app *app;
	const char *file;
	int line;
	int64_t t_ms; /* of the made-up touches: far enough apart never to be a double tap */
	bool is_over;
};

/* The commands that play on their own (script_play.c). KS_OK, or KS_INVALID after ks_script_fail(). */
KS_MUST_USE enum ks_rc ks_script_lesson(struct ks_script *script, const char *argument);
KS_MUST_USE enum ks_rc ks_script_answer(struct ks_script *script, const char *argument);
KS_MUST_USE enum ks_rc ks_script_quiz(struct ks_script *script, const char *argument);
KS_MUST_USE enum ks_rc ks_script_sync(struct ks_script *script, const char *argument);
/* From マイページ to the self-inspection (script_inspect.c); with "yes" … the whole rest of it. */
KS_MUST_USE enum ks_rc ks_script_inspect(struct ks_script *script, const char *argument);

/** ks_script_fail() - say file, line, what was looked for and what is on the screen. Returns KS_INVALID. */
KS_MUST_USE enum ks_rc ks_script_fail(const struct ks_script *script, const char *format, ...)
	KS_PRINTF(2, 3);
/** ks_script_tap() - press and lift in the middle of @element. */
void ks_script_tap(struct ks_script *script, const struct ks_element *element);
/** ks_script_tap_action() - the element on the glass with this action. KS_NOT_FOUND when there is none. */
KS_MUST_USE enum ks_rc ks_script_tap_action(struct ks_script *script, struct ks_action action);

#endif
