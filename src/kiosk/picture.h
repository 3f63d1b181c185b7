/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The picture of a find question: a drawing with regions, or a drawn mail whose parts are regions. On the question
 * screen its regions are touched, on 答えの説明 they are marked with their numbers.
 */
#ifndef KIOSK_PICTURE_H
#define KIOSK_PICTURE_H

#include "kiosk/flow.h"

/* How one region looks; by authored index of its choice. */
struct ks_spot {
	unsigned state;          /* SELECTED; RIGHT or WRONG on 答えの説明 */
	struct ks_action action; /* what 0: only looked at */
	bool is_missed;          /* RIGHT, but not touched */
	int number;              /* shown beside it; 0: none */
};

struct ks_picture {
	struct ks_app *app;
	struct ks_scene *scene;
	const struct ks_question *question;
	struct ks_spot spots[KS_CHOICES_MAX];
};

/** ks_picture_is_mail() - a mail flows like text; a drawing is fitted into its place. */
bool ks_picture_is_mail(const struct ks_picture *picture);
/** ks_picture_order() - authored indexes from the top of the picture to its end. */
void ks_picture_order(const struct ks_picture *picture, int order[KS_CHOICES_MAX]);
/** ks_picture_n_parts() - how many parts a mail takes in @r; 1 for a drawing. */
int ks_picture_n_parts(const struct ks_picture *picture, struct ks_rect r);
/** ks_picture_build() - paint part @part into @r, with the elements of its regions. */
void ks_picture_build(const struct ks_picture *picture, struct ks_rect r, int part);
/** ks_picture_flow() - a mail's parts as rows of a column. */
void ks_picture_flow(const struct ks_picture *picture, struct ks_flow *flow);

#endif
