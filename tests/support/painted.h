/* SPDX-License-Identifier: Apache-2.0 */
/* What ks_scene_dump() does not tell of a scene: the grounds, lines, signs and pictures, and the style of the words. */
#ifndef KS_TESTS_SUPPORT_PAINTED_H
#define KS_TESTS_SUPPORT_PAINTED_H

#include "base/buf.h"
#include "ui/scene.h"

/** ks_painted_dump() - appends {"painted":[…]}, one thing a line, in the order they are painted; lengths in pixels. */
void ks_painted_dump(const struct ks_scene *scene, struct ks_buf *out);

#endif
