/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which content the kiosk runs: what came with the package, or what came to its shelf (content/shelf.h). It changes between
 * two visits and never within one; whoever stands in the middle of a lesson finishes in the one it was begun in.
 */
#ifndef KIOSK_REVISION_H
#define KIOSK_REVISION_H

#include "kiosk/app.h"

/** ks_revision_open() - at start: the first half of it, as ks_content_open(); a damaged bundle gives way to the one before. */
void ks_revision_open(struct ks_app *app);
/** ks_revision_read() - the other half, behind the first frame. */
void ks_revision_read(struct ks_app *app);
/** ks_revision_turn() - newer content is on the shelf and nobody is here: from now on it runs. True: all must be drawn anew. */
bool ks_revision_turn(struct ks_app *app);
/** ks_revision_close() - frees what is loaded. */
void ks_revision_close(struct ks_app *app);

#endif
