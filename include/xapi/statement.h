/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From a fact to the exact bytes of its xAPI statement (shared XAPI.md; Experience API 1.0.3 and IEEE
 * 9274.1.1). The bytes are made once, at the moment of the fact, and never again.
 */
#ifndef KS_RECORD_STATEMENT_H
#define KS_RECORD_STATEMENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/id.h"
#include "content/content.h"
#include "course/inspection.h"
#include "course/session.h"

#define KS_ACTOR_MAX 64 /* bytes of a 職員番号, or a pseudonym, with its NUL */
#define KS_PSEUDONYM_MARK '~'
#define KS_PSEUDONYM_DIGITS 32 /* behind the mark (record/pseudonym.h) */
#define KS_ITEM_ID_MAX 72      /* bytes of a checklist item's id with its NUL */

#define KS_FACT_PAPER \
	"paper" /* `how` of whatever was keyed in from paper: a signature, an answer */

enum ks_fact_kind {
	KS_FACT_INITIALIZED,
	KS_FACT_RESUMED,
	KS_FACT_SUSPENDED,   /* progress_percent, duration_ms */
	KS_FACT_TERMINATED,  /* duration_ms */
	KS_FACT_ABANDONED,   /* duration_ms */
	KS_FACT_EXPERIENCED, /* page_index, duration_ms */
	KS_FACT_ANSWERED,    /* question, answer, duration_ms */
	KS_FACT_PASSED,      /* n_right, n_questions, duration_ms */
	KS_FACT_FAILED,
	KS_FACT_COMPLETED_LESSON,    /* duration_ms */
	KS_FACT_COMPLETED_COURSE,    /* duration_ms */
	KS_FACT_CHECKED_IN,          /* gathering_* */
	KS_FACT_AGREED,              /* sentence; the policy is the content's */
	KS_FACT_INSPECTED,           /* checklist, item_index, response, duration_ms */
	KS_FACT_COMPLETED_CHECKLIST, /* checklist, duration_ms */
	/* Of a gathering (gathering_*). What the 係員 says names them (by) and why (reason). */
	KS_FACT_LEFT,     /* duration_ms */
	KS_FACT_ATTENDED, /* duration_ms, by: one a person, written at closing */
	KS_FACT_EXCUSED,  /* an absence has a reason */
	KS_FACT_ADMITTED, /* a correction: was there */
	KS_FACT_REMOVED,  /* a correction: was not there */
	KS_FACT_CLOSED,   /* staff is the 係員; n_present by the records, n_counted by hand */
	KS_FACT_OPERATED, /* by, how and reason: what a 係員 did to the kiosk itself */
	KS_FACT_CARD,     /* this card is theirs from now on: card; who proved it, and how */
	KS_FACT_OPENED, /* a gathering nobody had announced: gathering_*; how: "10:00-11:00", reason: its place */
	KS_FACT_POLLED, /* hands raised to a question of a lesson: how: which, reason: in words, of n_present n_counted raised one */
	KS_FACT_DRILLED, /* a step of a drill: how: "begun", "decided", "ended", reason: which and what, duration_ms: since it began */
	KS_FACT_KIND_COUNT,
};

/* Everything is borrowed for the call. Members a kind does not name are ignored. */
struct ks_fact {
	enum ks_fact_kind kind;
	/* 職員番号; becomes account "s-<number>", never a name. Of KS_FACT_INSPECTED alone a pseudonym, account "p-<digits>" */
	const char *staff;
	const char *session_id; /* UUID of this sitting at the screen */
	const struct ks_content *content;
	const struct ks_plan *plan;
	const struct ks_plan_lesson *plan_lesson;
	const struct ks_lesson *lesson;
	int page_index;
	const struct ks_question *question;
	const struct ks_answer *answer;
	bool is_right;
	int n_right, n_questions, pass_right;
	int attempt_number;
	int progress_percent;
	int64_t duration_ms;
	const char *gathering_id, *gathering_title;
	/* Of a check-in: enum ks_identified's word; of what is said of a lesson: KS_FACT_PAPER, or NULL; NULL: not told */
	const char *how;
	const char *by; /* 職員番号 of the 係員; NULL: nobody's word */
	const char *reason;
	int n_present, n_counted;
	const char *kiosk; /* which one was operated */
	const char *card;  /* its name (record/card.h), never its number */
	const char *id; /* UUID of what means the same however often it is said; NULL: a new one */
	bool is_of_centre;    /* said at the centre, not at a kiosk */
	const char *sentence; /* exactly as it stood on the screen */
	const struct ks_checklist *checklist;
	int item_index;
	enum ks_response response;
};

/* What the ledger adds. */
struct ks_stamp {
	char id[KS_UUID_TEXT];
	const char *kiosk; /* "k-01" */
	int64_t seq;
	char prev[KS_HASH_HEX]; /* hash of statement seq-1; 64 zeros for the first */
	struct ks_time time;
};

/** ks_statement_build() - append the statement's bytes (compact JSON, fixed member order) to @out. */
void ks_statement_build(const struct ks_fact *fact, const struct ks_stamp *stamp, struct ks_buf *out);

/**
 * ks_statement_policy_key() - under which name an acknowledgement stands beside the lessons: "policy/" and 32 digits of @sha256
 * In the statement it is the policy's IRI and the whole sha256; this is for indexes whose column is `lesson`.
 */
void ks_statement_policy_key(const char *sha256, char out[KS_ID_MAX]);

/** ks_statement_is_pseudonym() - @staff is "~" and 32 digits, as nobody's 職員番号 is. */
bool ks_statement_is_pseudonym(const char *staff);
/** ks_statement_verb() - last part of the verb's IRI: "passed". */
const char *ks_statement_verb(enum ks_fact_kind kind);

/** ks_registration() - UUIDv5 of 年度, course and person: one per yearly obligation. */
void ks_registration(const char *iri_base, int nendo, const char *plan_id, const char *staff,
		     char out[KS_UUID_TEXT]);
/**
 * ks_attended_id() - UUIDv5 of: this person (whose records) was at this gathering; one id, however many doors say it
 * @gathering: as its IRI names it.
 */
void ks_attended_id(const char *iri_base, const char *gathering, const char *staff,
		    char out[KS_UUID_TEXT]);
/** ks_duration_format() - ISO 8601 "PT12.34S", at most two decimals. */
void ks_duration_format(int64_t duration_ms, char out[32]);
/** ks_duration_read() - hours, minutes and seconds back into ms; 0 for anything else, and for days and longer. */
int64_t ks_duration_read(const char *text);

/* What can be read back from a statement's bytes: for the collector's index, verify and screens. */
struct ks_statement_view {
	char id[KS_UUID_TEXT];
	/* "" when the actor is not one of ours; of an answer to a self-inspection it may be a pseudonym */
	char staff[KS_ACTOR_MAX];
	char verb[24];    /* last part of the verb's IRI: "passed" */
	char object[256]; /* IRI */
	char plan[KS_ID_MAX],
		lesson[KS_ID_MAX]; /* from the object's IRI; "" when it is none of ours */
	char gathering[64], gathering_title[512];
	char how[16], by[64], reason[384]; /* of a gathering's fact, or from paper; "" when not told */
	int n_present, n_counted;
	char card[KS_HASH_HEX]; /* "" when it is about no card */
	bool is_course;         /* the object is the course itself */
	/* a question of a quiz, its title (its wording where it has none) and the revision of the content it is of */
	char question[KS_ID_MAX], question_title[768], revision[KS_ID_MAX];
	/* self-inspection: sheet without its 年度, item ("" for the sheet itself) and its wording, answer */
	char checklist[KS_ID_MAX], item[KS_ITEM_ID_MAX], item_text[768], response[16];
	int nendo; /* from the grouping; 0 when absent */
	char registration[KS_UUID_TEXT];
	char kiosk[64];
	int64_t seq; /* 0 when absent */
	char prev[KS_HASH_HEX];
	char clock[16];
	int64_t wall_ms; /* timestamp */
	bool has_success, success;
	char answer[120]; /* to a question: as its response stands there; "" when it is longer */
	int attempt;      /* which try at the lesson's quiz; 0 when absent */
	/* passed and failed: points, of how many, and how many were needed; score_max 0 when absent */
	int score_raw, score_max, score_pass; /* score_pass 0 when it is not told */
	int64_t duration_ms;
	char clauses[128]; /* of the policy, that a question is about: "3(1)、6(6)"; "" when not told */
};
/** ks_statement_read() - KS_INVALID when the bytes are not one JSON object with id, actor, verb, object. */
KS_MUST_USE enum ks_rc ks_statement_read(const char *bytes, size_t len,
					 struct ks_statement_view *out);

#endif
