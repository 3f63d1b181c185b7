/* SPDX-License-Identifier: Apache-2.0 */
/* How this machine is, told to the centre: the same lines that `kenshu doctor` prints, as far as the kiosk may see them. */
#ifndef KIOSK_CONDITION_H
#define KIOSK_CONDITION_H

#include "kiosk/app.h"

/** ks_condition_tell() - now and then, while nobody is here: look, and let the sync thread tell what changed. */
void ks_condition_tell(struct ks_app *app);

#endif
