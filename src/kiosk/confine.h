/* SPDX-License-Identifier: Apache-2.0 */
/* A kiosk by itself writes where it has to and nowhere else, also where no unit of systemd says so. */
#ifndef KIOSK_CONFINE_H
#define KIOSK_CONFINE_H

#include "kiosk/options.h"

/**
 * ks_confine() - gives up writing outside of the state folder, sticks and temporary folders, and running other programs
 * Not with a script, which takes pictures wherever it is told, nor for an author's preview. To be called before there are
 * threads or a window. Without Landlock it is logged, and the kiosk goes on as before.
 */
void ks_confine(const struct ks_options *options);

#endif
