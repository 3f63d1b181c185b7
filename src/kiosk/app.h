/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The running kiosk: what is open, who stands before it, which screen is on the glass.
 *
 * One thread (the UI's). The sync thread reaches in only through ks_window_wake(). A screen is a table of
 * functions; it never calls another one but returns where to go (screen.h).
 */
#ifndef KIOSK_APP_H
#define KIOSK_APP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/clock.h"
#include "content/content.h"
#include "course/duty.h"
#include "course/session.h"
#include "kiosk/options.h"
#include "record/gathering.h"
#include "record/inspection.h"
#include "record/ledger.h"
#include "record/progress.h"
#include "sync/sync.h"
#include "ui/scene.h"
#include "ui/touch.h"
#include "ui/window.h"

enum ks_screen_id {
	KS_SCREEN_SAME, /* stay, and draw again */
	KS_SCREEN_ATTRACT,
	KS_SCREEN_SIGNIN,
	KS_SCREEN_HOME,
	KS_SCREEN_PAGE,
	KS_SCREEN_QUESTION,
	KS_SCREEN_REASON,
	KS_SCREEN_RESULT,
	KS_SCREEN_REVIEW,
	KS_SCREEN_GATHERINGS,
	KS_SCREEN_ATTENDED,
	KS_SCREEN_POLICY,
	KS_SCREEN_EMERGENCY,
	KS_SCREEN_TROUBLE,
	KS_SCREEN_SETTINGS,
	KS_SCREEN_SEARCH,
	KS_SCREEN_INSPECT,
	KS_SCREEN_HELP,
	KS_SCREEN_INSPECTED,
	KS_SCREEN_AGREE,
	KS_SCREEN_PREVIEW,
	KS_SCREEN_COUNT,
};

/* What sign-in is for. */
enum ks_purpose { KS_PURPOSE_TRAIN, KS_PURPOSE_ATTEND };

#define KS_TYPED_MAX 16

/* The person at the screen. ks_visit_end() wipes all of it: nothing of the last person stays. */
struct ks_visit {
	struct ks_arena arena; /* owns what person points to */
	enum ks_purpose purpose;
	char typed[KS_TYPED_MAX]; /* on the keypad, number or PIN */
	bool is_pin_step;         /* the number is known, the PIN is asked */
	bool is_signed_in;
	unsigned chosen_settings; /* bit s: setting s was chosen by this person, here and now */
	struct ks_person person;
	char family_name[96];
	const char *message; /* sentence below the field, owned by arena; NULL for none */
	struct ks_duties duties;
	struct ks_progress progress[KS_DUTIES_MAX]; /* beside duties.items */
	size_t first_row;                           /* of マイページ's list on the glass */

	/* ことばで探す */
	char search[KS_POLICY_QUERY_MAX]; /* what was typed */
	int kana_row;                     /* of the table, whose signs are shown */
	bool is_found;                    /* the clauses are shown, not the keys */
	char found[KS_POLICY_QUERY_MAX];  /* what the policy reader marks; "" for nothing */

	/* the lesson that is open */
	bool is_lesson_open;
	struct ks_session_rules rules;
	struct ks_session session;
	struct ks_sitting sitting;
	int64_t step_mono_ms;    /* when the present page or question was shown */
	int64_t lesson_mono_ms;  /* when the lesson was opened */
	int part_index, n_parts; /* a page that does not fit flows over several screens */
	unsigned revealed;       /* bit b: answer of ask block b is shown */
	struct ks_answer answer;
	int held;                     /* card in hand (classify): its authored index + 1; 0: none */
	int64_t result_seq;           /* ledger row of passed / failed / completed */
	int review_item, review_page; /* a missed question, and which of the pages that teach it */
	int result_part;              /* of 結果, to come back to from there */

	/* self-inspection: as it stands in the store; what is tapped but not recorded yet is in `response` */
	struct ks_inspection inspection;
	struct ks_inspection_standing inspected;
	uint8_t last_answers[KS_INSPECTION_MAX]; /* of the 年度 before */
	enum ks_response response;
	char inspection_session[KS_UUID_TEXT];

	/* acknowledgement of the policy */
	bool has_agreed;                  /* to this very text, in this 年度 */
	const struct ks_plan *agree_plan; /* on the glass; also while the policy is read from there */
	int64_t agree_seq;                /* its ledger row, 0: not yet */

	/* attendance */
	struct ks_gathering *gatherings;
	size_t n_gatherings, gathering_index;
	struct ks_attendance attendance;
};

struct ks_app {
	const struct ks_options *options;
	struct ks_clock clock;
	struct ks_clock sync_clock; /* the sync thread's own */
	struct ks_content content;
	struct ks_diags content_faults;
	bool is_content_whole;      /* the rest is read behind the first frame */
	const struct ks_plan *plan; /* the first of the present 年度; NULL when there is none */
	struct ks_store *store;
	struct ks_ledger *ledger;
	char *plan_json;
	struct ks_http http;  /* the sync thread's */
	struct ks_sync *sync; /* NULL: stand-alone */
	struct ks_window *window;
	struct ks_ui ui;
	struct ks_scene *scene, *shown; /* being built; on the glass */
	bool is_easy;                   /* やさしい日本語 */
	bool has_shown;
	bool has_foreseen; /* what comes next is ready, or there is nothing to make ready */
	struct ks_touch touch;
	enum ks_screen_id screen;
	struct ks_visit visit;
	size_t poster_index;
	int64_t poster_mono_ms;
	bool is_poster_turned;            /* the next drawing shows another one: fade */
	size_t clause_index, clause_part; /* of the policy reader */
	int wanted_clause;                /* open it at this one: index + 1 (0: as it was) */
	bool is_contents_open;            /* its 目次, where that does not stand beside */
	enum ks_rc trouble;               /* why nothing can be recorded; KS_OK when it can */
	int64_t input_mono_ms;            /* last touch: idle counts from here */
	bool is_preview; /* an author's lesson: no store, no ledger, nobody signed in (preview.h) */
	uint8_t preview_mark[KS_HASH_BYTES]; /* of the files as they were read */
	int64_t preview_mono_ms;             /* last look at them */
	bool is_counting_down;
	bool is_quit;
	int exit_code;
};

/** ks_app_open() - everything but the window; on failure the reason was printed. Return: -1, or an exit code. */
int ks_app_open(struct ks_app *app, const struct ks_options *options);
/** ks_app_show() - open fonts and window, and draw the first screen. Return: -1, or an exit code. */
int ks_app_show(struct ks_app *app);
void ks_app_close(struct ks_app *app);

/** ks_app_run() - until quit; the exit code. */
int ks_app_run(struct ks_app *app);
/** ks_app_input() - one input, whether from the window or from a script. */
void ks_app_input(struct ks_app *app, const struct ks_input *input);
/** ks_app_pump() - handle what comes in until @wait_ms passed (0: only what is there). */
void ks_app_pump(struct ks_app *app, int wait_ms);
/** ks_app_draw() - build the present screen and paint what changed. */
void ks_app_draw(struct ks_app *app);

struct ks_date ks_app_today(struct ks_app *app);
/** ks_app_base_screen() - where the kiosk rests: attract, or trouble. */
enum ks_screen_id ks_app_base_screen(const struct ks_app *app);

/** ks_visit_end() - leave the lesson if one is open (saved), wipe everything of the person. */
void ks_visit_end(struct ks_app *app, bool is_idle);

#endif
