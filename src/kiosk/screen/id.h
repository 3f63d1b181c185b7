/* SPDX-License-Identifier: Apache-2.0 */
/*
 * All screens there are: a new one is a row here and a file beside this one that defines ks_screen_<name>. And the
 * actions of all screens, the numbers that a tap brings back.
 */
#ifndef KIOSK_SCREEN_ID_H
#define KIOSK_SCREEN_ID_H

#define KS_SCREENS(X)             \
	X(ATTRACT, attract)       \
	X(SIGNIN, signin)         \
	X(HOME, home)             \
	X(PAGE, page)             \
	X(QUESTION, question)     \
	X(REASON, reason)         \
	X(RESULT, result)         \
	X(REVIEW, review)         \
	X(GATHERINGS, gatherings) \
	X(ATTENDED, attended)     \
	X(CONFIRM, confirm)       \
	X(NAME, name)             \
	X(RECEPTION, reception)   \
	X(DESK, desk)             \
	X(ROLL, roll)             \
	X(WHY, why)               \
	X(DEVICE, device)         \
	X(TOUCH, touch)           \
	X(SHOW, show)             \
	X(PRESENT, present)       \
	X(DRILL, drill)           \
	X(OPENED, opened)         \
	X(PAPER, paper)           \
	X(POLICY, policy)         \
	X(EMERGENCY, emergency)   \
	X(TROUBLE, trouble)       \
	X(SETTINGS, settings)     \
	X(SEARCH, search)         \
	X(INSPECT, inspect)       \
	X(HELP, help)             \
	X(INSPECTED, inspected)   \
	X(AGREE, agree)           \
	X(OWN, own)               \
	X(OPENING, opening)       \
	X(MAGNIFY, magnify)       \
	X(ENROL, enrol)           \
	X(SETUP, setup)           \
	X(PREVIEW, preview)

#define KS_SCREEN_ID(id, name) KS_SCREEN_##id,
enum ks_screen_id {
	KS_SCREEN_SAME, /* stay, and draw again */
	KS_SCREENS(KS_SCREEN_ID) KS_SCREEN_COUNT,
};
#undef KS_SCREEN_ID

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
	KS_ACT_OPEN,      /* arg: row of マイページ */
	KS_ACT_RESUME,    /* the same from the large button: two targets never share an action */
	KS_ACT_ROWS,      /* arg: +1, -1 */
	KS_ACT_DONE_ROWS, /* arg 1: the list of what is done; 0: of what is not */
	KS_ACT_SUSPEND,
	KS_ACT_REVEAL, /* arg: bits of view.revealed */
	KS_ACT_CHOOSE, /* arg: authored index of a choice; of a gathering */
	KS_ACT_BOX,    /* arg: box the card in hand goes to */
	KS_ACT_UNDO,   /* take back: the last step, or all of an answer */
	KS_ACT_ANSWER,
	KS_ACT_RETRY,
	KS_ACT_READ_AGAIN,
	KS_ACT_REVIEW, /* arg: item of the attempt; the pages that teach what it asks */
	KS_ACT_HOME,
	KS_ACT_CLAUSE, /* arg: index of a clause of depth 0 */
	KS_ACT_OWN,    /* to one's own record; arg: which button */
	KS_ACT_KEEP_GOING,
	KS_ACT_SET,      /* arg: KS_SETTING_ARG() */
	KS_ACT_STANDARD, /* all settings as configured */
	KS_ACT_SEARCH,   /* ことばで探す */
	KS_ACT_KANA_ROW, /* arg: row of the kana table */
	KS_ACT_KANA,     /* arg: code point */
	KS_ACT_WORD,     /* arg: index of a suggested word */
	KS_ACT_FIND,
	KS_ACT_HIT,       /* arg: index of a clause */
	KS_ACT_CONTENTS,  /* 目次 of the policy, open or shut */
	KS_ACT_SETTINGS,  /* 見やすさ, from every screen */
	KS_ACT_SETTLED,   /* and back to that */
	KS_ACT_INSPECT,   /* to the self-inspection */
	KS_ACT_RESPOND,   /* arg: enum ks_response */
	KS_ACT_AGREE,     /* to the acknowledgement; there: agree */
	KS_ACT_OPENING,   /* to the question before the lesson */
	KS_ACT_RECALL,    /* to questions of earlier weeks */
	KS_ACT_MAGNIFY,   /* the artefact of a case, large; arg 1: with its clues */
	KS_ACT_MAGNIFIED, /* and back */
	KS_ACT_DESK,      /* the 係員 signs in */
	KS_ACT_CONFIRM,   /* it is me: check in */
	KS_ACT_LEAVE,     /* 退室 */
	KS_ACT_RECEPTION, /* 受付 at this kiosk; arg 1: begin, 0: end; on the desk: of which, from 1 */
	KS_ACT_PERSON, /* arg: of the roll */
	KS_ACT_WHY,    /* arg: which reason */
	KS_ACT_ADMIT,  /* by number */
	KS_ACT_COUNT,  /* how many are there: to close */
	KS_ACT_NAME,   /* 氏名から探す */
	KS_ACT_DEVICE, /* to how the kiosk is */
	KS_ACT_SEND,   /* what waits, now */
	KS_ACT_TOUCH,  /* to the marks to touch; arg: one of them */
	KS_ACT_CLOCK,  /* the time is told */
	KS_ACT_SIZE,   /* of the card that measures the display; arg: how much */
	KS_ACT_SETUP,  /* to the beginning of the first start */
	KS_ACT_RESTART,
	KS_ACT_CARD,   /* without binding the card */
	KS_ACT_SHOW,   /* to what can be shown to the room; arg: place of a lesson there */
	KS_ACT_DRILL,  /* arg: place of a drill */
	KS_ACT_HAND,   /* arg: side * 2, + 1: one more, else one fewer */
	KS_ACT_DECIDE, /* arg: which decision */
	KS_ACT_NEWLY,  /* a gathering nobody announced */
	KS_ACT_STICK,  /* the records to a stick */
	KS_ACT_PAPER,  /* answers on paper: which sheet */
	KS_ACT_BLANK,  /* nothing stands there on paper */
	KS_ACT_QUIT,   /* the program ends and stays off */
};

#endif
