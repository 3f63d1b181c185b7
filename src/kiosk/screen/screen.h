/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a screen is: how it looks (build) and where a tap leads (tap). A screen never calls another;
 * the driver (driver.h) does the change.
 */
#ifndef KIOSK_SCREEN_H
#define KIOSK_SCREEN_H

#include "kiosk/app.h"

struct ks_screen {
	const char *name; /* in dumps */
	/* Begin to show: only what the view says can be set; nothing is read, recorded or claimed here. May be NULL. */
	void (*enter)(const struct ks_app *app, struct ks_view *view);
	void (*build)(struct ks_app *app, struct ks_scene *scene);
	enum ks_screen_id (*tap)(struct ks_app *app, struct ks_action action);
	/* Make of these copies what the most likely tap would make of the visit, and say which screen shows that; SAME when
	 * there is none. Its glyphs and pictures are made ready while nobody taps; what is shown cannot change. May be NULL. */
	enum ks_screen_id (*foresee)(const struct ks_app *app, struct ks_visit *visit,
				     struct ks_view *view);
	void (*recount)(struct ks_view *view); /* parts and rows begin anew: another size. May be NULL. */
	/* What moves by itself while somebody stands here: drawn again, and after so many ms (0: no more) once more. -1:
	 * nothing does. May be NULL. */
	int (*due_ms)(struct ks_app *app);
	/* In how many ms the person is taken to have gone (0: now): nobody need tap. -1: never. May be NULL. */
	int (*leaves_ms)(struct ks_app *app);
	int stays_s; /* it is shown to a room, and nobody need touch it for so long; 0: as others */
	bool is_read;     /* takes longer than a touch: reading_idle_s */
	bool never_idles; /* nobody's screen: no countdown */
	int redraw_ms; /* draw again after this long (a clock, a poster); 0: only when something happens */
};

/** ks_screen_get() - the table's row. */
const struct ks_screen *ks_screen_get(enum ks_screen_id id);

#define KS_SCREEN_DECLARE(id, name) extern const struct ks_screen ks_screen_##name;
KS_SCREENS(KS_SCREEN_DECLARE)
#undef KS_SCREEN_DECLARE

#endif
