/* SPDX-License-Identifier: Apache-2.0 */
/* What each row of マイページ says, whatever stands behind it: a lesson, the acknowledgement, the self-inspection. */
#ifndef KIOSK_HOME_SAY_H
#define KIOSK_HOME_SAY_H

#include <stdint.h>

#include "kiosk/app.h"
#include "ui/widget.h"

#define KS_HOME_ABOUT_MM 5.8

/* State is told by words, icon and colour. Words that are NULL are not there. */
struct ks_home_row {
	const char *number;
	enum ks_icon sign; /* in its place, on a card of its own colour: an offer, not owed */
	const char *title, *about; /* about: why, and of which clauses */
	enum ks_tone tone;
	enum ks_icon icon;
	const char *badge;
	const char *date, *left; /* by when, and how long that is from now */
	bool is_soon;            /* within two weeks, or over */
	const char *minutes;
	struct ks_button button; /* without a label: none */
};

#define KS_HOME_RECALL SIZE_MAX /* the row of questions to look back at */
/**
 * ks_home_describe() - row @index: the duties in their order, then the acknowledgement when owed, then the self-inspection;
 * KS_HOME_RECALL
 */
void ks_home_describe(struct ks_app *app, struct ks_scene *scene, size_t index, int width_px,
		      struct ks_home_row *row);
/** ks_home_minutes() - that duty @index still takes, at least 1; 0 when it is done. */
int ks_home_minutes(const struct ks_visit *visit, size_t index);

#endif
