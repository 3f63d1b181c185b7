/* SPDX-License-Identifier: Apache-2.0 */
/* The ```local frames of lessons, which organisation.yaml fills. Private to src/content. */
#ifndef KS_CONTENT_PLACES_H
#define KS_CONTENT_PLACES_H

#include "content/content.h"

/** ks_places_fill() - the words of organisation.yaml into the ```local frames that name one. */
void ks_places_fill(struct ks_content *content);
/** ks_places_check() - ```local frames whose words the body has not decided yet. */
void ks_places_check(const struct ks_content *content, struct ks_diags *diags);

#endif
