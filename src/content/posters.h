/* SPDX-License-Identifier: Apache-2.0 */
/* The posters of a content folder. Private to src/content. */
#ifndef KS_CONTENT_POSTERS_H
#define KS_CONTENT_POSTERS_H

#include "content/content.h"

/** ks_posters_read() - every posters/ *.yaml without an error. */
void ks_posters_read(struct ks_content *content, struct ks_diags *diags);

#endif
