/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The running kiosk: what is open, who stands before it, which screen is on the glass.
 *
 * One thread (the UI's). The sync thread reaches in only through ks_window_wake(). A screen is a table of
 * functions (screen/screen.h); it never calls another one but returns where to go. What the person does is in the floor
 * below (visit/); here its outcome becomes a screen.
 */
#ifndef KIOSK_APP_H
#define KIOSK_APP_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/clock.h"
#include "content/content.h"
#include "kiosk/options.h"
#include "kiosk/screen/id.h"
#include "kiosk/view.h"
#include "kiosk/words/words.h"
#include "record/card.h"
#include "record/incident.h"
#include "sync/sync.h"
#include "ui/scene.h"
#include "ui/touch.h"
#include "ui/window.h"
#include "visit/visit.h"

/* What a reader that types has typed so far (wedge.h). */
struct ks_wedge {
	char typed[2 * KS_CARD_ID_MAX + 1];
	size_t n;
	int64_t last_ms; /* of its last key, by the input's clock */
	bool has_led_on; /* its last digit did: its Enter is spent */
};

/* When the whole record was looked at last, and what was found (checked.h); wall_ms 0: not yet. */
struct ks_checked {
	int64_t wall_ms, mono_ms, n_statements;
	size_t n_faults;
};

struct ks_app {
	struct ks_options *options; /* changed by enrolment alone */
	struct ks_clock clock;
	struct ks_clock sync_clock; /* the sync thread's own */
	struct ks_content content;
	struct ks_diags content_faults;
	struct ks_content before; /* the revision before, once somebody came who began in it (revision.h) */
	bool is_before_known;    /* it was looked for */
	bool is_content_whole;   /* the rest is read behind the first frame */
	struct ks_site site;     /* store, ledger, clock and content, as a visit needs them */
	int64_t turned_day;      /* up to which lists that were ordered ahead were taken */
	bool has_told_condition; /* how this machine is (condition.h) */
	int64_t condition_mono_ms;
	int told_refused;     /* content that it said was refused */
	int stick_version;    /* of the content a stick brought since the start; 0: none */
	int told_nendo;       /* whose courses the centre was told; 0: none yet */
	struct ks_http http;  /* the sync thread's */
	struct ks_sync *sync; /* NULL: stand-alone */
	struct ks_enrolling *enrolling; /* the centre is being asked (enrolling.h); NULL: not */
	struct ks_window *window;
	struct ks_ui ui;
	struct ks_scene *scene, *shown; /* being built; on the glass */
	bool is_easy;                   /* やさしい日本語 */
	bool is_slow;                   /* ゆっくり */
	int scan;                       /* スイッチ1つで使う: KS_SETTING_SCAN */
	int64_t scan_mono_ms,
		scan_press_ms; /* when its ring moved; the last press, by the input's clock */
	bool is_recount_due;   /* another size: parts and rows begin anew at the next drawing */
	bool has_shown;
	bool has_foreseen;      /* what comes next is ready, or there is nothing to make ready */
	struct ks_cards *cards; /* what was held to a reader (card.h) */
	struct ks_card_reader *reader; /* NULL: there is none to wait for */
	struct ks_wedge wedge;
	struct ks_touch touch;
	bool is_touch_spent; /* it said 続ける: what is left of it means nothing */
	enum ks_screen_id screen;
	struct ks_visit visit;   /* the person, and */
	struct ks_view view;     /* what is shown of them: wiped together, ks_app_sign_out() */
	bool has_goodbye;        /* something is said on the idle screen to whoever just left */
	enum ks_word goodbye;    /* what */
	int64_t goodbye_mono_ms; /* since when */
	/* 受付 that the 係員 opened here: the kiosk rests on its screen. "": none. Kept over a restart (reception.c). */
	char reception_id[64], reception_by[64];
	size_t poster_index;
	int64_t poster_mono_ms;
	bool is_poster_turned;          /* the next drawing shows another one: fade */
	enum ks_incident_kind incident; /* what the store had to mend at start */
	int64_t settled_ms;             /* when the 係員 settled a loss last; 0: never */
	enum ks_rc trouble;             /* why nothing can be recorded; KS_OK when it can */
	int64_t trouble_mono_ms;        /* since when that is on the glass */
	int64_t input_mono_ms;          /* last touch: idle counts from here */
	struct ks_checked checked;
	struct ks_checker *checker; /* the thread that looks at the record now; NULL: none */
	struct {
		int fd;
		bool is_open, is_told;
	} visiting;      /* the lock that says that somebody is here (visiting.h) */
	bool is_preview; /* an author's lesson: no store, no ledger, nobody signed in (preview.h) */
	uint8_t preview_mark[KS_HASH_BYTES]; /* of the files as they were read */
	int64_t preview_mono_ms;             /* last look at them */
	bool is_dark;                        /* nobody has come for long (dark.h) */
	bool is_counting_down;
	bool is_quit;
	bool is_stopped; /* by a signal; set by another thread (stop.h) */
	bool has_stop_thread;
	pthread_t stop_thread;
	int exit_code;
};

/** ks_app_measure() - the display has these pixels and options.display_long_mm: all is laid out anew at the next drawing. */
void ks_app_measure(struct ks_app *app, int width_px, int height_px);
/** ks_app_content() - what is read now: that of the open lesson, else what the kiosk runs. */
const struct ks_content *ks_app_content(const struct ks_app *app);
/** ks_app_base_screen() - where the kiosk rests: attract, or trouble. */
enum ks_screen_id ks_app_base_screen(const struct ks_app *app);
/** ks_app_trouble() - nothing can be recorded, or read, for this reason; the screen that says so. */
enum ks_screen_id ks_app_trouble(struct ks_app *app, enum ks_rc rc);
/**
 * ks_app_where() - the screen that shows where the person stands after something they did
 * @rc: its outcome: KS_OK leads to the visit's place; KS_NOT_FOUND and KS_INVALID (there was nothing to do) stay; any other
 * is trouble. This is the only place where an outcome becomes a screen.
 */
enum ks_screen_id ks_app_where(struct ks_app *app, enum ks_rc rc);
/** ks_app_is_key_refused() - what would be recorded here could never be delivered under this kiosk's name. */
bool ks_app_is_key_refused(struct ks_app *app);
/** ks_app_sign_out() - the visit is over: recorded, wiped, and the kiosk rests. */
enum ks_screen_id ks_app_sign_out(struct ks_app *app, bool is_idle);
/**
 * ks_app_foresee_lesson() - for a screen's foresee(): the copies as they will be when the lesson of duty @index is open
 * Return: the screen that will show it; SAME when it cannot be opened.
 */
enum ks_screen_id ks_app_foresee_lesson(const struct ks_app *app, struct ks_visit *visit,
					struct ks_view *view, size_t index);
/** ks_app_home() - to マイページ, leaving the lesson if one is open. */
enum ks_screen_id ks_app_home(struct ks_app *app);

#endif
