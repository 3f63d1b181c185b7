/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a screen is: how it looks (build) and where a tap leads (tap). A screen never calls another;
 * the driver in app.c does the change.
 */
#ifndef KIOSK_SCREEN_H
#define KIOSK_SCREEN_H

#include "kiosk/app.h"

/* Actions of all screens; the number a tap brings back. */
enum ks_act {
	KS_ACT_NONE,
	KS_ACT_TRAIN,
	KS_ACT_ATTEND,
	KS_ACT_POLICY,
	KS_ACT_EMERGENCY,
	KS_ACT_DIGIT, /* arg: '0' … '9' */
	KS_ACT_ERASE,
	KS_ACT_NEXT,
	KS_ACT_BACK,
	KS_ACT_CLOSE, /* to where the kiosk rests */
	KS_ACT_SIGN_OUT,
	KS_ACT_OPEN,   /* arg: row of マイページ */
	KS_ACT_RESUME, /* the same from the large button: two targets never share an action */
	KS_ACT_ROWS,   /* arg: +1, -1 */
	KS_ACT_SUSPEND,
	KS_ACT_REVEAL, /* arg: ask block */
	KS_ACT_CHOOSE, /* arg: authored index of a choice; of a gathering */
	KS_ACT_BOX,    /* arg: box the card in hand goes to */
	KS_ACT_UNDO,   /* take back: the last step, or all of an answer */
	KS_ACT_ANSWER,
	KS_ACT_RETRY,
	KS_ACT_READ_AGAIN,
	KS_ACT_REVIEW, /* arg: item of the attempt; the pages that teach what it asks */
	KS_ACT_HOME,
	KS_ACT_CLAUSE, /* arg: index of a clause of depth 0 */
	KS_ACT_KEEP_GOING,
	KS_ACT_LEAVE,    /* 終了する of the countdown: not the one behind it */
	KS_ACT_SETTING,  /* arg: setting to cycle; on every screen (settings.h) */
	KS_ACT_SET,      /* arg: KS_SETTING_ARG() */
	KS_ACT_SEARCH,   /* ことばで探す */
	KS_ACT_KANA_ROW, /* arg: row of the kana table */
	KS_ACT_KANA,     /* arg: code point */
	KS_ACT_WORD,     /* arg: index of a suggested word */
	KS_ACT_FIND,
	KS_ACT_HIT,      /* arg: index of a clause */
	KS_ACT_CONTENTS, /* 目次 of the policy, open or shut */
	KS_ACT_SETTINGS, /* to the screen of all settings */
	KS_ACT_INSPECT,  /* to the self-inspection */
	KS_ACT_RESPOND,  /* arg: enum ks_response */
	KS_ACT_AGREE,    /* to the acknowledgement; there: agree */
};

struct ks_screen {
	const char *name;                  /* in dumps */
	void (*enter)(struct ks_app *app); /* may be NULL */
	void (*build)(struct ks_app *app, struct ks_scene *scene);
	enum ks_screen_id (*tap)(struct ks_app *app, struct ks_action action);
	/* Change struct ks_visit to what the most likely tap would make of it, and say which screen shows that; SAME when
	 * there is none. Its glyphs and pictures are made ready while nobody taps; the caller restores the visit. May be NULL. */
	enum ks_screen_id (*foresee)(struct ks_app *app);
	bool never_idles; /* nobody's screen: no countdown */
	int redraw_ms; /* draw again after this long (a clock, a poster); 0: only when something happens */
};

/** ks_screen_get() - the table's row. */
const struct ks_screen *ks_screen_get(enum ks_screen_id id);

extern const struct ks_screen ks_screen_attract, ks_screen_signin, ks_screen_home, ks_screen_page,
	ks_screen_question, ks_screen_reason, ks_screen_result, ks_screen_review,
	ks_screen_gatherings, ks_screen_attended, ks_screen_policy, ks_screen_emergency,
	ks_screen_trouble, ks_screen_settings, ks_screen_search, ks_screen_inspect, ks_screen_help,
	ks_screen_inspected, ks_screen_agree, ks_screen_preview;

/** ks_countdown_build() - the idle dialogue over the present screen. */
void ks_countdown_build(struct ks_app *app, struct ks_scene *scene, int seconds_left);

#endif
