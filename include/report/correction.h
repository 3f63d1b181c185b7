/* SPDX-License-Identifier: Apache-2.0 */
/* 訂正 in lists: all of them as a table, and a few words beside each row that one made otherwise. */
#ifndef KS_REPORT_CORRECTION_H
#define KS_REPORT_CORRECTION_H

#include "lrs/correction.h"
#include "report/report.h"

struct ks_correction_list {
	struct ks_arena arena;
	struct ks_roster roster;    /* people no longer listed too; empty without corrections */
	struct ks_correction *rows; /* the newest first */
	size_t n_rows;
	int64_t sealed_ms; /* when the 年度 was closed; 0: it is open, or none was asked for */
};
/** ks_report_corrections() - proposed, approved and rejected ones of @nendo; 0: of all. */
KS_MUST_USE enum ks_rc ks_report_corrections(struct ks_store *store, int nendo,
					     struct ks_correction_list *out);
/* What else two users decide. */
enum ks_proposals {
	KS_PROPOSALS_CORRECTIONS,
	KS_PROPOSALS_PLAN,
	KS_PROPOSALS_EXEMPTIONS,
	KS_PROPOSALS_ALL,
};
/** ks_report_proposals() - the same of @which. */
KS_MUST_USE enum ks_rc ks_report_proposals(struct ks_store *store, int nendo,
					   enum ks_proposals which, struct ks_correction_list *out);

/* How the plan of a 年度 stands. */
struct ks_plan_standing {
	const struct ks_correction *approved; /* the approval in force; NULL: none */
	bool is_other;                        /* the courses are not those that were approved */
	size_t n_waiting;
};
/** ks_report_plan_standing() - by @list of KS_PROPOSALS_PLAN of one 年度, against the courses now. */
KS_MUST_USE enum ks_rc ks_report_plan_standing(struct ks_store *store, int nendo,
					       const struct ks_correction_list *list,
					       struct ks_plan_standing *out);
/** ks_plan_standing_word() - 「令和8年4月1日 hr2 が承認（申し出 hr1）」 and what is to be done; malloc'd. */
char *ks_plan_standing_word(const struct ks_plan_standing *standing);
/** ks_report_plan_word() - the two above in one: how the plan of @nendo stands, as a sentence; malloc'd. */
KS_MUST_USE enum ks_rc ks_report_plan_word(struct ks_store *store, int nendo, char **out);
/** ks_correction_list_finish() - frees rows, roster and texts; the struct is empty afterwards. Accepts NULL. */
void ks_correction_list_finish(struct ks_correction_list *list);
/** ks_correction_list_keep() - only those that concern @staff (whose records). */
void ks_correction_list_keep(struct ks_correction_list *list, const char *staff);
/** ks_correction_list_keep_unit() - only those of people who are in @unit on @day, and those of nobody in particular. */
void ks_correction_list_keep_unit(struct ks_correction_list *list, const char *unit,
				  struct ks_date day);
/** ks_correction_table() - one row a correction: before and after, who, when and why. */
void ks_correction_table(const struct ks_correction_list *list, struct ks_table *out);

/** ks_correction_addendum() - 「追補：」 for what was said at @at_ms, when the 年度 had been closed by then; else "". */
const char *ks_correction_addendum(const struct ks_correction_list *list, int64_t at_ms);
/**
 * ks_correction_note() - the correction in force of @staff at @gathering in words, "" when there is none; @arena's
 * @is_absent: set when it says that the person was not there
 */
const char *ks_correction_note(const struct ks_correction_list *list, struct ks_arena *arena,
			       const char *gathering, const char *staff, bool *is_absent);
/** ks_correction_key_note() - the same of a question's answer key; @arena's. */
const char *ks_correction_key_note(const struct ks_correction_list *list, struct ks_arena *arena,
				   const char *question, const char *revision);
/** ks_correction_words() - 「前 → 後（理由、申し出た人／認めた人、日）」; @arena's. */
const char *ks_correction_words(const struct ks_correction_list *list, struct ks_arena *arena,
				const struct ks_correction *correction);
/** ks_correction_typed() - the number that person types; @staff itself for who was never listed. */
const char *ks_correction_typed(const struct ks_correction_list *list, const char *staff);

#define KS_CREDITED_WORD "不合格 → 合格（採点訂正）"
/* What corrections in force changed about one person's lesson, in words. */
struct ks_lesson_note {
	const char *staff, *lesson, *text;
};
struct ks_lesson_notes {
	struct ks_arena arena;
	struct ks_lesson_note *items; /* by staff, then lesson; each once */
	size_t n, capacity;
};
/** ks_report_lesson_notes() - of @nendo; finish it in any case. */
KS_MUST_USE enum ks_rc ks_report_lesson_notes(struct ks_store *store, int nendo,
					      struct ks_lesson_notes *out);
/** ks_lesson_notes_finish() - frees texts and array; the struct is empty afterwards. */
void ks_lesson_notes_finish(struct ks_lesson_notes *notes);
/** ks_lesson_note() - of @staff (whose records) and @lesson; "" for nothing. */
const char *ks_lesson_note(const struct ks_lesson_notes *notes, const char *staff,
			   const char *lesson);
/** ks_completion_add_corrections() - the words beside each row, into ks_completion_row.correction. */
KS_MUST_USE enum ks_rc ks_completion_add_corrections(struct ks_store *store,
						     struct ks_completion *completion);

#endif
