/* SPDX-License-Identifier: Apache-2.0 */
/* The frame most screens share: a bar above, a bar below, the body between (design 02–07). */
#ifndef KIOSK_FRAME_H
#define KIOSK_FRAME_H

#include "kiosk/app.h"
#include "ui/widget.h"

struct ks_frame {
	struct ks_rect top, body, bottom; /* body: inside the margins */
	int margin_px, gap_px;
};

/** ks_frame_begin() - ground, top bar with @title, and (with @has_bottom) the bottom bar. */
struct ks_frame ks_frame_begin(struct ks_app *app, struct ks_scene *scene, const char *title,
			       bool has_bottom);
/** ks_frame_progress() - the bar right below the top bar, 0 … 1. */
void ks_frame_progress(struct ks_scene *scene, const struct ks_frame *frame, double part,
		       const char *label);
/**
 * ks_frame_top_button() - at the right end of the top bar, before what is there already
 * @right_px: where the free room ends; moved left. Begin with the bar's right margin (0).
 */
void ks_frame_top_button(struct ks_scene *scene, const struct ks_frame *frame, int *right_px,
			 const char *label, struct ks_action action);
/** ks_frame_top_words() - grey words (a name) in the same way. */
void ks_frame_top_words(struct ks_scene *scene, const struct ks_frame *frame, int *right_px,
			const char *words);
/** ks_frame_person() - the person's name and a button in the top bar. */
void ks_frame_person(struct ks_app *app, struct ks_scene *scene, const struct ks_frame *frame,
		     const char *button, struct ks_action action);

enum ks_slot { KS_SLOT_LEFT, KS_SLOT_RIGHT };
/** ks_frame_bottom_button() - main button of the bottom bar. */
void ks_frame_bottom_button(struct ks_scene *scene, const struct ks_frame *frame, enum ks_slot slot,
			    const struct ks_button *button);
/** ks_frame_bottom_words() - grey words in the middle of the bottom bar. */
void ks_frame_bottom_words(struct ks_scene *scene, const struct ks_frame *frame, const char *words);

#endif
