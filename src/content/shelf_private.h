/* SPDX-License-Identifier: Apache-2.0 */
/* What the two halves of the shelf share: names of files. Private to src/content. */
#ifndef KS_CONTENT_SHELF_PRIVATE_H
#define KS_CONTENT_SHELF_PRIVATE_H

#include "content/shelf.h"

/** ks_shelf_file() - STATE/content/@name; malloc'd. */
char *ks_shelf_file(const char *state, const char *name);
/** ks_shelf_make() - STATE/content is there. */
KS_MUST_USE enum ks_rc ks_shelf_make(const char *state);
/** ks_shelf_refuse() - @told is why; kept on the disk, @rc given back. */
enum ks_rc ks_shelf_refuse(const char *state, struct ks_shelf_told *told, enum ks_rc rc);

#endif
