/* SPDX-License-Identifier: Apache-2.0 */
/* Find questions (あやしい所さがし) against the drawing or mail they are about. Private to src/content. */
#ifndef KS_CONTENT_FIND_H
#define KS_CONTENT_FIND_H

#include "content/lesson.h"

/** ks_find_check() - every @region of a find question and of a case's clues exists in its drawing or artefact. */
void ks_find_check(struct ks_lesson *lesson, struct ks_diags *diags);

#endif
