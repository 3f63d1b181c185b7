/* SPDX-License-Identifier: Apache-2.0 */
/* What the kiosk is told at start: flags, and a config file with the same names. Flags win. */
#ifndef KIOSK_OPTIONS_H
#define KIOSK_OPTIONS_H

#include <stdbool.h>

#include "base/mem.h"
#include "ui/window.h"

/* Who types on a keyboard that is plugged in (wedge.h). */
enum ks_keyboard_reader { KS_KEYBOARD_PERSON, KS_KEYBOARD_NUMBER, KS_KEYBOARD_CARD };

struct ks_options {
	struct ks_arena arena;
	const char *state, *content, *endpoint, *credentials_file, *config_file, *script;
	const char *preview;     /* a lesson to show to its author; then there is no state */
	const char *kiosk;       /* id; from the credentials' key, else "k-local" */
	const char *credentials; /* "key:secret", NULL when there are none */
	bool wants_enrolment; /* the file is not there or empty: the glass asks for a code (screen/enrol.c) */
	int setup_step; /* enum ks_setup_step: what the first start asks next (setup.h) */
	bool is_alone;  /* somebody said so on the glass */
	bool is_mm_told, is_place_told; /* by the configuration: not asked on the glass */
	const char *place;              /* 施設 shown on the idle screen */
	const char *ca_file;            /* PEM of a private CA, NULL for the system's */
	const char *content_key,
		*content_key_next; /* public keys that content is signed with; NULL: not told */
	const char *proxy;         /* "http://host:port", NULL for the environment's, "" for none */
	enum ks_window_mode mode;
	int width_px, height_px; /* 0: the display's */
	double display_long_mm;
	int idle_s, countdown_s;
	int reading_idle_s; /* idle_s of a page or question */
	int blank_min;      /* minutes until the idle screen goes dark; 0: never */
	int step_percent;   /* text size before anybody chose one: 100, 125 or 150 */
	bool is_contrast;
	bool is_still;          /* motion: off */
	bool is_without_reader; /* card_reader: off */
	enum ks_keyboard_reader keyboard_reader;
	const char *roster; /* web address or name of a signed file with the people; NULL: the collector gives them */
	const char *courier; /* where a stick is mounted; NULL: none is carried */
};

/**
 * ks_options_read() - from the command line
 * Return: -1 to go on, else the exit code (the reason was printed).
 */
int ks_options_read(struct ks_options *options, int argc, char **argv);
/** ks_options_enrolled() - the credentials file was written: read it. False: it cannot be read (the reason was printed). */
bool ks_options_enrolled(struct ks_options *options);
void ks_options_finish(struct ks_options *options);

#endif
