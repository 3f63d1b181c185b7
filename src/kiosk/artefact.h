/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The artefact of a case (事例, design 47): the mail, note, form or screen that stays in sight while its steps are asked, and
 * on 答えの説明 shows its clues (design 49).
 */
#ifndef KIOSK_ARTEFACT_H
#define KIOSK_ARTEFACT_H

#include "kiosk/flow.h"

/* Where an artefact stands, and how much of it. */
struct ks_artefact_place {
	const struct ks_question *question;
	struct ks_rect r,
		left; /* left: for the question; all of the body when it is no step of a case */
	bool has_clues;
	int rows, n_parts;
};

/**
 * ks_artefact_place() - make room for the artefact of @question beside (in portrait above) what is asked
 * @has_clues: its clues are marked with their numbers; where the rows need several parts, those without a clue are left out
 * Artefact and question each have their parts; where one has fewer, its last stays (view.n_parts_least).
 */
struct ks_artefact_place ks_artefact_place(struct ks_app *app, struct ks_scene *scene,
					   struct ks_rect body, const struct ks_question *question,
					   bool has_clues);
/**
 * ks_artefact_paint() - paint it at its place
 * A tap on it asks for KS_ACT_MAGNIFY.
 * @clue: 0, or the number of the one whose row has to be in sight whatever part is at hand
 */
void ks_artefact_paint(struct ks_app *app, struct ks_scene *scene,
		       const struct ks_artefact_place *place, int clue);
/**
 * ks_artefact_shows_clues() - on 答えの説明 of the last step: before, they would tell what is still asked
 * @question: the one at hand
 */
bool ks_artefact_shows_clues(const struct ks_app *app, const struct ks_question *question);
/** ks_artefact_flow() - its parts alone, as rows of a column; nothing when @question is no step of a case. */
void ks_artefact_flow(struct ks_flow *flow, const struct ks_question *question, bool has_clues);
/** ks_artefact_title() - its name in the words in use; "" when @question is no step of a case. */
const char *ks_artefact_title(const struct ks_app *app, const struct ks_question *question);
/**
 * ks_artefact_flow_clues() - what each clue was worth, one card each, numbered as on the artefact
 * A card whose row stands on another part of the artefact than the row of the card before begins a further part.
 * flow->mark becomes the number of the first that stands on flow->mark_part, unless it was set before.
 */
void ks_artefact_flow_clues(struct ks_flow *flow, const struct ks_artefact_place *place);

#endif
