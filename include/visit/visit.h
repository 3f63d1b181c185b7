/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a person does at the kiosk, without a pixel of it: from a typed number to 「保存しました」 and back to nobody.
 *
 * This is what is known of the person; what they do is in signin.h, lesson.h, agree.h, inspect.h, attend.h, who.h and desk.h. Each function
 * there takes the site and the visit, does one thing the person asked for, and returns an enum ks_rc; where the person then
 * stands is visit.place, and the kiosk maps both to a screen. Nothing is worked out before the person comes
 * or kept after they left: the day, the 年度 and the roster may be others for the next one.
 *
 * What is said to be recorded is a struct ks_receipt (record/receipt.h), which only a row read back from the disk makes.
 */
#ifndef KS_VISIT_VISIT_H
#define KS_VISIT_VISIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/mem.h"
#include "content/drill.h"
#include "course/duty.h"
#include "course/inspection.h"
#include "course/paper.h"
#include "course/session.h"
#include "record/card.h"
#include "record/gathering.h"
#include "record/inspection.h"
#include "record/pin.h"
#include "record/progress.h"
#include "record/receipt.h"
#include "record/roll.h"
#include "record/roster.h"
#include "visit/site.h"

enum ks_visit_place {
	KS_VISIT_NOBODY,
	KS_VISIT_GATHERINGS, /* which of today's (or none) */
	KS_VISIT_NUMBER,     /* the number is asked */
	KS_VISIT_PIN,        /* the PIN is asked */
	KS_VISIT_CHOOSE,     /* a code from HR was right: an own PIN is to be chosen */
	KS_VISIT_NAME,       /* 受付: the reading of the name is asked */
	KS_VISIT_HOME,       /* signed in: what is owed */
	KS_VISIT_PAGE,
	KS_VISIT_QUESTION,
	KS_VISIT_REASON,
	KS_VISIT_RESULT,
	KS_VISIT_AGREE,
	KS_VISIT_ITEM, /* of the self-inspection */
	KS_VISIT_HELP,
	KS_VISIT_INSPECTED,
	KS_VISIT_ATTENDED,
	KS_VISIT_OWN,     /* one's own record */
	KS_VISIT_CONFIRM, /* 受付 by the number alone: is it you? */
	KS_VISIT_DESK,    /* 係員: which gathering, how the kiosk is */
	KS_VISIT_ROLL,    /* of one gathering */
	KS_VISIT_WHY,     /* a reason is asked */
	KS_VISIT_KEYS,    /* a number is asked: whose, how many, or what time it is */
	KS_VISIT_DEVICE,  /* 係員: how the kiosk is */
	KS_VISIT_SHOW,    /* 係員: which lesson or drill for the room */
	KS_VISIT_PRESENT, /* a lesson's pages, for the room */
	KS_VISIT_DRILL,   /* a drill, likewise */
	KS_VISIT_NEW,     /* 係員: a gathering that nobody announced */
	KS_VISIT_PAPER,   /* 係員: which sheet, and what was keyed in from it */
	KS_VISIT_PLACE_COUNT,
};

/* What sign-in is for. */
enum ks_purpose { KS_PURPOSE_TRAIN, KS_PURPOSE_ATTEND, KS_PURPOSE_DESK };

/* The lesson that is open. */
struct ks_lesson_visit {
	bool is_open;
	size_t duty;                   /* the one it was opened from */
	struct ks_session_rules rules; /* of the content it was begun in, where that is here (site.h) */
	struct ks_session session;
	struct ks_sitting sitting;
	int64_t step_mono_ms;      /* when the present page or question was shown */
	int64_t mono_ms;           /* when the lesson was opened */
	struct ks_receipt *result; /* of passed / failed / completed; NULL: none yet, or a preview */
	const char *paper_by; /* 職員番号 of the 係員 who keys it in from paper (paper.h); NULL: they do it themselves */
	int64_t result_seq; /* from paper: the row of its result, of which no receipt is taken before the commit */
};

/* Self-inspection as it stands in the store; what is tapped but not recorded yet is in `response`. */
struct ks_inspect_visit {
	struct ks_inspection walk;
	struct ks_inspection_standing standing;
	uint8_t last_answers[KS_INSPECTION_MAX]; /* of the 年度 before */
	enum ks_response response;
	char session[KS_UUID_TEXT];
	int nendo; /* of the sheet */
	int64_t step_mono_ms, mono_ms;
	struct ks_receipt *done; /* of its completion; NULL: none */
};

/* Acknowledgement of the policy. */
struct ks_agree_visit {
	bool has_agreed;            /* to this very text, in this 年度 */
	const struct ks_plan *plan; /* on the glass; also while the policy is read from there */
	int64_t mono_ms;            /* since when */
	struct ks_receipt *receipt; /* NULL: not yet */
};

struct ks_attend_visit {
	struct ks_gathering *gatherings; /* owned */
	size_t n_gatherings, index;
	bool is_repeat;    /* was checked in before: nothing was written */
	bool is_doubtful;  /* the clock is: all gatherings are listed, not today's */
	bool is_refused;   /* 受付 of the chosen one was not open at the last tap */
	bool is_walk_in;   /* others were expected */
	bool has_left;     /* the receipt is of leaving */
	bool is_open_desk; /* the 係員 opened 受付 at this kiosk: the number alone is enough */
	bool is_proved;    /* the PIN was typed */
	bool is_by_card;   /* known by a card */
	int n_failed;      /* wrong PINs right before the right one */
	char by[64];       /* whose word that is */
	int64_t mono_ms;   /* since when the confirmation stands there */
	struct ks_receipt *receipt;
};

/* Whom a reading may mean (who.h). */
#define KS_WHO_MAX 6
struct ks_who_visit {
	struct ks_arena arena; /* owns what people point to */
	struct ks_person people[KS_WHO_MAX];
	size_t n_people, n_found; /* more were found than may be told: n_people 0 */
};

/* A card that nobody has: whoever types number and PIN with it has it from then on (card.h). */
struct ks_card_visit {
	bool is_unknown;         /* it waits for that */
	bool is_bound;           /* that was done */
	char name[KS_CARD_NAME]; /* what the store knows it by */
	char tail[5];            /* the end of its number, for whoever holds it */
};

/* What the 係員 is about to say. */
enum ks_desk_deed {
	KS_DESK_EXCUSE,
	KS_DESK_REMOVE,
	KS_DESK_ADMIT,
	KS_DESK_CLOSE,
	KS_DESK_CLOCK,
	KS_DESK_PAPER, /* whose answers on paper */
};

/* The desk of one gathering: attend's chosen one. */
struct ks_desk_visit {
	bool is_refused; /* signed in, but is no 係員 */
	bool has_roll;
	struct ks_roll roll;
	struct ks_roster roster; /* all there ever were: names and 所属 */
	enum ks_desk_deed deed;
	const char *staff; /* whom it is about; the roster's or the roll's; NULL: nobody */
	int n_counted;
	struct ks_receipt *receipt; /* of what was said last; NULL: nothing yet */
};

/* A lesson before the room: its pages, and behind some of them a question to raise hands to (present.h). */
struct ks_present_visit {
	const struct ks_lesson *lesson; /* NULL: none is chosen */
	size_t page;
	const struct ks_question *question; /* asked now, behind that page; NULL: the page itself */
	int hands[2];                       /* ○, × */
	bool is_told;                       /* which was right */
	struct ks_receipt *kept; /* of the hands; NULL: none were raised, or nothing was told */
};

/* A drill before the room (drill.h). */
struct ks_drill_visit {
	const struct ks_drill *drill; /* NULL: none is chosen */
	bool is_begun, is_over;
	size_t scene;
	int decided[KS_DRILL_SCENES_MAX]; /* which; n_decisions: something else; -1: nothing yet */
	int64_t decided_ms[KS_DRILL_SCENES_MAX]; /* since it began */
	int64_t begun_mono_ms, over_ms;
	struct ks_receipt *kept; /* of what was said last */
};

/* Answers on paper, keyed in (paper.h). The answers stand in `lesson`, the person in desk.staff. */
struct ks_paper_visit {
	const struct ks_lesson *lesson; /* of the sheet; NULL: none is chosen */
	char mark[KS_PAPER_MARK];
	bool is_on;              /* its questions are on the glass */
	struct ks_receipt *kept; /* of the result; NULL: nothing is recorded yet */
};

/* One's own record: what was completed, year by year, and the row that completed this one. */
struct ks_own_visit {
	struct ks_year years[KS_YEARS_MAX]; /* the newest first */
	size_t n_years;
	bool is_complete;       /* all that this 年度 asks is done */
	struct ks_receipt *end; /* of what completed it; NULL: not complete, or recorded elsewhere */
};

/* Questions to look back at (recall.h). */
#define KS_RECALL_MAX 2
#define KS_RECALL_DAYS 7
struct ks_recall_item {
	size_t duty; /* of which lesson */
	char question[KS_ID_MAX];
};
struct ks_recall_visit {
	struct ks_recall_item items[KS_RECALL_MAX];
	size_t n;   /* offered; 0: nothing is */
	bool is_on; /* one of them is on the glass: which */
	size_t at;
};

/* The person at the screen. ks_signin_end() wipes all of it: nothing of the last person stays. */
struct ks_visit {
	enum ks_visit_place place;
	struct ks_arena arena; /* owns what person points to */
	enum ks_purpose purpose;
	bool is_signed_in;
	bool is_named; /* how they came tells who they are: by a card, by their name; a typed number is nobody's yet */
	char chosen[KS_PIN_DIGITS + 1]; /* their own PIN, typed once; "": not yet */
	struct ks_person person;
	char *family_name; /* owned; NULL: nobody yet */
	struct ks_duties duties;
	struct ks_progress progress[KS_DUTIES_MAX]; /* beside duties.items */
	int nendo;            /* by which the duties were worked out; 0: the clock is in doubt */
	struct ks_date today; /* likewise */
	struct ks_lesson_visit lesson;
	struct ks_inspect_visit inspect;
	struct ks_agree_visit agree;
	struct ks_attend_visit attend;
	struct ks_who_visit who;
	struct ks_card_visit card;
	struct ks_desk_visit desk;
	struct ks_present_visit present;
	struct ks_drill_visit drill;
	struct ks_paper_visit paper;
	struct ks_own_visit own;
	struct ks_recall_visit recall;
	int64_t begun_seq; /* the ledger's last row when they signed in */
};

/** ks_visit_is_open() - may duty @index be begun: the test of a course waits for its lessons. */
bool ks_visit_is_open(const struct ks_visit *visit, size_t index);
/** ks_visit_n_done() - how many of the duties are done. */
size_t ks_visit_n_done(const struct ks_visit *visit);
/** ks_visit_has_lessons_done() - all that @plan wants of this person, but for duty @but (duties.n_items: none is left out). */
bool ks_visit_has_lessons_done(const struct ks_visit *visit, const struct ks_plan *plan, size_t but);
/** ks_visit_appointment() - the one that holds today; NULL when the roster has none. */
const struct ks_appointment *ks_visit_appointment(const struct ks_visit *visit);

#endif
