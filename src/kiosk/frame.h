/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The frame most screens share: a bar above, a bar below, the body between (design 02–07). The buttons of the
 * upper bar stand in a row above the lower one (the tray) in portrait, where they would not fit, and in 低い位置 —
 * there in the middle of the lower bar where it is wide enough, so that the body keeps the height.
 */
#ifndef KIOSK_FRAME_H
#define KIOSK_FRAME_H

#include "kiosk/app.h"
#include "kiosk/screen/screen.h"
#include "kiosk/settings.h"
#include "ui/widget.h"

struct ks_frame_row; /* the tray, and what the lower bar has room for; private */

struct ks_frame {
	struct ks_rect top, body, bottom; /* body: inside the margins */
	int foot_px;                      /* where the body could end beside the tray (tray_w_px) */
	int margin_px, gap_px;
	struct ks_frame_row *row;
};

struct ks_frame_head {
	const char *title;
	const char *exit_label; /* in the upper right corner: to the idle screen (the rule of the ways out: words.c) */
	struct ks_action exit;
	const char *step_label; /* left of it: a step back, or NULL */
	struct ks_action step;
	const char *extra_label; /* one more small button, or NULL */
	struct ks_action extra;
	const char *other_label; /* and another */
	struct ks_action other;
	bool has_settings; /* 見やすさ */
	bool has_person;   /* the person's name, where there is room */
	bool has_bottom;
	int side_px; /* the bottom bar begins right of a column that reaches down to the edge */
	int left_px; /* what stands left of a tray in the bottom bar may need more than a main button: so much */
	int tray_w_px; /* a tray, from the left, is not wider than this; 0: as wide as the body */
};

/** ks_frame_open() - ground, top bar, and the ground of the bottom bar; the rest of the screen follows. */
struct ks_frame ks_frame_open(struct ks_app *app, struct ks_scene *scene,
			      const struct ks_frame_head *head);
/** ks_frame_measure() - the same without painting. */
struct ks_frame ks_frame_measure(struct ks_app *app, struct ks_scene *scene,
				 const struct ks_frame_head *head);
/** ks_frame_door_head() - of a screen that nobody has to sign in for: 見やすさ, and out. */
struct ks_frame_head ks_frame_door_head(const char *title, const char *exit_label);
/** ks_frame_person_head() - of a screen somebody is signed in on: name, 見やすさ, @exit, and 終了する if that is another. */
struct ks_frame_head ks_frame_person_head(const char *title, const char *exit_label,
					  enum ks_act exit);
/** ks_frame_progress() - the bar right below the top bar, 0 … 1. */
void ks_frame_progress(struct ks_scene *scene, const struct ks_frame *frame, double part,
		       const char *label);

/**
 * ks_frame_tray() - draw the tray, if there is one: after the body, so that Tab reaches it then
 * The bottom bar's functions do it by themselves; call it on a screen without them.
 */
void ks_frame_tray(struct ks_scene *scene, const struct ks_frame *frame);

enum ks_slot { KS_SLOT_LEFT, KS_SLOT_RIGHT };
/** ks_frame_bottom_button() - main button of the bottom bar; further ones at the left stand beside the first. */
void ks_frame_bottom_button(struct ks_scene *scene, const struct ks_frame *frame, enum ks_slot slot,
			    const struct ks_button *button);
/** ks_frame_back() - 戻る, and what leads on: the pair under everything that is read page by page. */
struct ks_button ks_frame_back(void);
struct ks_button ks_frame_next(const char *label);
/** ks_frame_bottom_most() - the most width one of them can have. */
int ks_frame_bottom_most(struct ks_scene *scene, const struct ks_frame *frame, enum ks_slot slot);
/** ks_frame_bottom_free() - what is free for one more at the left while one of @right_w px is still to come at the right. */
int ks_frame_bottom_free(struct ks_scene *scene, const struct ks_frame *frame, int right_w);
/** ks_frame_words_width() - what ks_frame_bottom_words() needs for @words in one line. */
int ks_frame_words_width(struct ks_scene *scene, const char *words);
/** ks_frame_bottom_words() - grey words between the buttons drawn before; left out where they do not fit. */
void ks_frame_bottom_words(struct ks_scene *scene, const struct ks_frame *frame, const char *words);

#endif
