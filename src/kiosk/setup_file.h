/* SPDX-License-Identifier: Apache-2.0 */
/* STATE/setup: what was said on the glass at the first start (setup.h), read with the other options. */
#ifndef KIOSK_SETUP_FILE_H
#define KIOSK_SETUP_FILE_H

#include "kiosk/options.h"
#include "kiosk/screen/id.h"
#include "record/store.h"

/* Where the first start stands; kept, so that a cut of power begins nothing anew. */
enum ks_setup_step {
	KS_SETUP_NONE, /* nothing is asked: it was done, or a file says all */
	KS_SETUP_KIND, /* with a centre, or alone */
	KS_SETUP_WIDTH,
	KS_SETUP_TOUCH,
	KS_SETUP_ENROL, /* screen/enrol.c */
	KS_SETUP_PLACE,
	KS_SETUP_STEP_COUNT,
};

/**
 * ks_setup_read() - what was said on the glass, where the configuration does not; and what is still to be asked
 * @may_ask: no address was given: this machine is to be set up on its glass. @display_mm: NULL, or the text that was kept.
 */
void ks_setup_read(struct ks_options *options, bool may_ask, const char **display_mm);
/**
 * ks_setup_recognise() - a machine that would be asked everything, but has recorded alone before: it goes on so
 * @label: what a kiosk without a centre records under. Nothing is asked then.
 */
void ks_setup_recognise(struct ks_options *options, struct ks_store *store, const char *label);
/** ks_setup_screen() - which screen asks what is asked next; SAME: nothing is asked. */
enum ks_screen_id ks_setup_screen(const struct ks_options *options);
/** ks_setup_write() - what is known so far, and what is asked next; KS_OK, or as ks_file_write(). */
KS_MUST_USE enum ks_rc ks_setup_write(const struct ks_options *options);

#endif
