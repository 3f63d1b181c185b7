/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Corrections and what else needs two users (xapi/correction.h): one user of the pages proposes, another approves. Each is a
 * statement in the centre's own chained and signed record; before and after stand in every list. Which roles may do what is
 * set by HR.
 */
#ifndef KS_LRS_CORRECTION_H
#define KS_LRS_CORRECTION_H

#include "base/calendar.h"
#include "lrs/centre.h"
#include "lrs/user.h"
#include "xapi/correction.h"

/* Only 人事 and 研修担当 can be named; the others read or change nothing. */
struct ks_correction_rules {
	bool may_propose[KS_USER_COUNT], may_approve[KS_USER_COUNT];
	bool is_alone; /* who proposed it may approve it too; never what is about themselves */
};
/** ks_correction_rules_load() - as they are set; until then 人事 and 研修担当 propose, 人事 approves, never both alone. */
KS_MUST_USE enum ks_rc ks_correction_rules_load(struct ks_store *store,
						struct ks_correction_rules *out);
/** ks_correction_rules_set() - KS_INVALID: nobody could propose, or nobody approve, or a role that cannot be named. */
KS_MUST_USE enum ks_rc ks_correction_rules_set(struct ks_store *store,
					       const struct ks_correction_rules *rules);

enum ks_correction_fault {
	KS_CORRECTION_FINE,
	KS_CORRECTION_NO_USER,
	KS_CORRECTION_NO_RIGHT,
	KS_CORRECTION_SAME_USER, /* approves what they proposed */
	KS_CORRECTION_OWN,       /* it is about the user who proposes or decides it */
	KS_CORRECTION_NO_PERSON,
	KS_CORRECTION_NO_GATHERING,
	KS_CORRECTION_NOTHING, /* it is so already */
	KS_CORRECTION_NO_DONE, /* the lesson was not done at a kiosk */
	KS_CORRECTION_NO_TO,   /* to whom it belongs is nobody, or the same person */
	KS_CORRECTION_NO_QUESTION,
	KS_CORRECTION_NO_ANSWER,
	KS_CORRECTION_NO_REASON,
	KS_CORRECTION_PENDING, /* the same is proposed already */
	KS_CORRECTION_NO_ID,
	KS_CORRECTION_IS_DECIDED,
	KS_CORRECTION_NO_BASE,
	KS_CORRECTION_NO_PLAN, /* no kiosk told the courses of the 年度 */
	KS_CORRECTION_EXEMPTION, /* + enum ks_exemption_fault: what is wrong with an entry of the 台帳 */
};
/** ks_correction_fault_word() - a Japanese sentence: what is wrong and what to do; "" for FINE. */
const char *ks_correction_fault_word(enum ks_correction_fault fault);

/**
 * ks_correction_rules_judge() - may user @by say it with @approver's word, when both are said at once (`kenshu void`)?
 * KS_OK; KS_INVALID with @fault: no such user, a role that may not, or the same user twice while nobody may alone.
 */
KS_MUST_USE enum ks_rc ks_correction_rules_judge(struct ks_store *store, const char *by,
						 const char *approver,
						 enum ks_correction_fault *fault);

/* What somebody asks for. Everything is borrowed; numbers as they are typed; what is not meant is "" or 0. */
struct ks_correction_wish {
	enum ks_correction_kind kind;
	int nendo;
	const char *number, *to_number;
	const char *gathering;
	int at_minute; /* PRESENT: of the day; -1: when it began */
	const char *plan, *lesson;
	const char *question, *revision, *answer;
	const char *exempt_kind; /* EXEMPT: a word of ks_exemption_kinds(); plan, lesson: what of, from, to: when */
	const char *exempt_id; /* EXEMPT_END: which; `to`: its last day, not set: it never was */
	struct ks_date from, to;
	const char *reason;
	const char *user;     /* of the pages, who asks */
	const char *iri_base; /* of the content; used where no kiosk has told one. May be NULL. */
};

/** ks_centre_correct() - propose it. KS_OK with @id; KS_INVALID with @fault; KS_FULL, KS_IO …. */
KS_MUST_USE enum ks_rc ks_centre_correct(struct ks_centre *centre,
					 const struct ks_correction_wish *wish,
					 enum ks_correction_fault *fault, char id[KS_UUID_TEXT]);
/**
 * ks_centre_correct_decide() - approve (with effect in every report) or reject a proposal
 * @id: its id, or the first digits of it that no other has. Return: as ks_centre_correct().
 */
KS_MUST_USE enum ks_rc ks_centre_correct_decide(struct ks_centre *centre, const char *id,
						const char *user, bool is_approved,
						const char *reason, enum ks_correction_fault *fault);

/* What the kiosks run in a 年度, in short. */
struct ks_plan_mark {
	char sha256[KS_HASH_HEX]; /* of the courses as ks_plans_to_json() has them */
	size_t n_courses, n_lessons;
};
/** ks_plan_mark() - KS_NOT_FOUND: no kiosk has told them. */
KS_MUST_USE enum ks_rc ks_plan_mark(struct ks_store *store, int nendo, struct ks_plan_mark *out);

struct ks_correction {
	char id[KS_UUID_TEXT];
	struct ks_correction_fact what; /* without iri_base; step: as it stands now */
	int64_t by_ms;
	const char *end_id, *end_reason, *end_user; /* who decided; "" while it is open */
	int64_t end_ms;
};
/** ks_correction_load() - all there ever were, the newest first; texts and the array are @arena's. */
KS_MUST_USE enum ks_rc ks_correction_load(struct ks_store *store, struct ks_arena *arena,
					  const struct ks_correction **out, size_t *n_out);
/** ks_correction_step_word() - 「承認待ち」「承認」「却下」「あとの訂正で置換え」 */
const char *ks_correction_step_word(enum ks_correction_step step);

#endif
