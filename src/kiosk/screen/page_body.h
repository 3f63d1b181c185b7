/* SPDX-License-Identifier: Apache-2.0 */
/* An author's page on the glass: in its lesson (screen_page.c) and as help behind a self-inspection's いいえ. */
#ifndef KIOSK_PAGE_BODY_H
#define KIOSK_PAGE_BODY_H

#include "kiosk/app.h"

/** ks_page_body_build() - paint part visit.part_index of @page of @lesson into @body; returns how many parts it has. */
int ks_page_body_build(struct ks_app *app, struct ks_scene *scene, struct ks_rect body,
		       const struct ks_lesson *lesson, const struct ks_page *page);

#endif
