/* SPDX-License-Identifier: Apache-2.0 */
/* Every text of the content that stands on a screen, one after the other, with its place: for rules about words. */
#ifndef KS_CONTENT_TEXTS_H
#define KS_CONTENT_TEXTS_H

#include "content/content.h"

/* Called for each text; @line is that of its block or question. */
typedef void (*ks_texts_fn)(void *to, const char *file, int line, const struct ks_rich *text);

/**
 * ks_texts_each() - pages, cases and questions with their easy twins, titles, policy, courses, checklists, posters,
 * organisation and the words of the drawings
 */
void ks_texts_each(const struct ks_content *content, ks_texts_fn each, void *to);

#endif
