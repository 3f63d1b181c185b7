/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Who has finished, who has not, who was there. Reads only; the denominators add up on the page:
 * 名簿 = 対象 + 対象外, 対象 = 修了 + 受講中 + 未受講.
 */
#ifndef KS_REPORT_REPORT_H
#define KS_REPORT_REPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/calendar.h"
#include "content/plan.h"
#include "course/duty.h"
#include "course/inspection.h"
#include "record/gathering.h"
#include "record/roster.h"
#include "record/store.h"
#include "report/table.h"

struct ks_completion_row {
	const struct ks_person *person;
	const struct ks_appointment *appointment;
	size_t n_target, n_done; /* 対象科目数, 修了科目数 */
	enum ks_standing standing;
	enum ks_target why_exempt;
	const char *why_word; /* 育休, 任用終了 …; "" for who owes something */
	struct ks_date due;   /* earliest open duty; when all done: the last one */
	bool is_overdue;
	int64_t last_done_ms; /* 最終修了日時, 0: none */
	bool lacks_agreement; /* all lessons done, but the policy is still to be acknowledged */
	bool has_clock_doubt; /* a completion with an unsynced or stepped clock: 時刻要確認 */
	size_t n_from_paper;  /* lessons done on paper and keyed in */
	const char *addendum; /* 追補: what came after the 年度 was closed; NULL or "" for nothing */
	const char *correction; /* 訂正: before → after, why and by whom; NULL for none */
};
/* Somebody with records of these courses who is not on the list: taken off it since, or never on it. */
struct ks_unlisted_row {
	const char *number;             /* as it was recorded */
	const struct ks_person *person; /* as it was listed last; NULL: never */
	size_t n_done;                  /* lessons of the courses */
	int64_t last_done_ms;           /* 0: none */
};
struct ks_completion {
	struct ks_roster roster;        /* people no longer listed too */
	struct ks_completion_row *rows; /* of the listed ones, by 所属, then 職員番号 */
	size_t n_rows;
	struct ks_unlisted_row *unlisted; /* by number; in none of the sums */
	size_t n_unlisted, unlisted_capacity;
	size_t n_listed, n_target, n_exempt, n_done, n_under_way, n_not_started, n_overdue;
	int nendo;
	struct ks_date day; /* as of which the posts of each are looked at */
	int64_t sealed_ms;  /* closed then, and these are the numbers of that day; 0: open */
	size_t n_addenda,
		n_unsealed; /* rows with 追補; people who would be counted today and were not on the list */
};
/** ks_report_completion() - over all courses of @nendo among @plans together. */
KS_MUST_USE enum ks_rc ks_report_completion(struct ks_store *store, const struct ks_plan *plans,
					    size_t n_plans, int nendo, struct ks_date today,
					    struct ks_completion *out);
/** ks_completion_finish() - frees rows, unlisted ones and roster; the struct is empty afterwards. Accepts NULL. */
void ks_completion_finish(struct ks_completion *completion);
/** ks_report_done() - at the centre: when @staff did what @duty asks, for whichever of these plans of @nendo; 0: not yet. */
KS_MUST_USE enum ks_rc ks_report_done(struct ks_store *store, const struct ks_plan *plans,
				      size_t n_plans, int nendo, const char *staff,
				      const struct ks_duty *duty, int64_t *done_ms);
/** ks_report_from_paper() - whether what ks_report_done() found at @done_ms was done on paper and keyed in. */
KS_MUST_USE enum ks_rc ks_report_from_paper(struct ks_store *store, const struct ks_plan *plans,
					    size_t n_plans, int nendo, const char *staff,
					    const struct ks_duty *duty, int64_t done_ms,
					    bool *is_from_paper);
#define KS_FROM_PAPER "紙から転記"
/**
 * ks_report_lacks_agreement() - at the centre: whether a course among @duties asks for agreement to the policy, and @staff has
 * not agreed to it as the kiosks have it now
 */
KS_MUST_USE enum ks_rc ks_report_lacks_agreement(struct ks_store *store, const struct ks_plan *plans,
						 size_t n_plans, int nendo, const char *staff,
						 const struct ks_duties *duties, bool *lacks);
/** ks_completion_count() - the sums anew from the rows. */
void ks_completion_count(struct ks_completion *completion);
/** ks_completion_keep_outstanding() - only who is listed and still owes, by due date, 所属, number; the sums stay those of all. */
void ks_completion_keep_outstanding(struct ks_completion *completion);

#define KS_STATUS_OVERDUE "期限切れ"
#define KS_STATUS_TARGET "母数"     /* all but 対象外 */
#define KS_STATUS_UNLISTED "名簿外" /* of ks_unlisted_row */
/* Which rows; "" does not restrict. */
struct ks_report_filter {
	const char *unit;       /* 所属, exactly */
	const char *employment; /* 任用区分: code or name */
	const char *status;     /* ks_standing_word(), KS_STATUS_OVERDUE, _TARGET or _UNLISTED */
};
/** ks_report_filter_keeps() - by 所属 and 任用区分; @a may be NULL. */
bool ks_report_filter_keeps(const struct ks_report_filter *filter, const struct ks_appointment *a);
/** ks_completion_filter() - only those rows, and the sums of them. */
void ks_completion_filter(struct ks_completion *completion, const struct ks_report_filter *filter);
/** ks_completion_table() - one row a person, who is not listed (名簿外) last. New columns are only ever added behind, here and below. */
void ks_completion_table(const struct ks_completion *completion, struct ks_table *out);
/** ks_completion_part() - the same of at most @n rows from @from on. */
void ks_completion_part(const struct ks_completion *completion, size_t from, size_t n,
			struct ks_table *out);

/* Sums by 所属 or 任用区分. */
enum ks_report_group { KS_GROUP_NONE, KS_GROUP_UNIT, KS_GROUP_EMPLOYMENT };
struct ks_group_row {
	const char *name; /* the completion's */
	size_t n_listed, n_target, n_exempt, n_done, n_under_way, n_not_started, n_overdue;
};
/**
 * ks_group_rows() - in the order of their names; array to free()
 * Who holds several posts on the day is counted in each of their 所属: rows may add up to more than there are people.
 */
struct ks_group_row *ks_group_rows(const struct ks_completion *completion,
				   enum ks_report_group group, size_t *n_rows);
/** ks_group_shared() - how many people are counted in more than one row. */
size_t ks_group_shared(const struct ks_completion *completion, enum ks_report_group group);
/** ks_group_table() - the rows as a table; with @has_total a last row 合計, each person once, and a note that says so. */
void ks_group_table(const struct ks_completion *completion, enum ks_report_group group,
		    bool has_total, struct ks_table *out);

/* One duty of one person. Plans and lessons are those that were given. */
struct ks_duty_row {
	const struct ks_person *person;
	const struct ks_appointment *appointment;
	struct ks_duty duty;
	const char *why;      /* why it is owed, in sentences */
	const char *rule;     /* by which rule it is due, in a few words */
	int64_t done_ms;      /* 0: still owed */
	bool is_missed;       /* left (or away) since it was due: cannot be taken any more */
	bool is_from_paper;   /* what did it was done on paper and keyed in */
	const char *state;    /* of a closed 年度: as it was then; NULL: by ks_duty_row_state() */
	const char *addendum; /* 追補: what came after it was closed; NULL or "" for nothing */
	const char *correction; /* 訂正: before and after, in words; NULL or "" for nothing */
};
/* What somebody does not owe, and why. */
struct ks_waiver_row {
	const struct ks_person *person;
	const struct ks_appointment *appointment; /* NULL: none within the 年度 */
	const struct ks_plan *plan;               /* NULL: no course reaches the person */
	const struct ks_plan_lesson *lesson;      /* NULL: the whole course */
	const char *word;
};
struct ks_duty_list {
	struct ks_arena arena;
	struct ks_roster roster;
	struct ks_duty_row *rows; /* by 職員番号, then as ks_duties_make() orders */
	size_t n_rows, capacity;
	struct ks_waiver_row *waived; /* by 職員番号, then by course */
	size_t n_waived, waived_capacity;
	int64_t sealed_ms; /* the 年度 was closed then, and the rows are those of that day; 0: open */
	size_t n_addenda; /* rows with 追補 */
};
/** ks_report_duties() - who owes what in @nendo, and what was done of it, as of @today; KS_OK, or as ks_roster_load(). */
KS_MUST_USE enum ks_rc ks_report_duties(struct ks_store *store, const struct ks_plan *plans,
					size_t n_plans, int nendo, struct ks_date today,
					struct ks_duty_list *out);
/** ks_duty_list_finish() - frees rows, roster and texts; the struct is empty afterwards. Accepts NULL. */
void ks_duty_list_finish(struct ks_duty_list *list);
/** ks_duty_row_done() - the day it was done; not set: still owed. */
struct ks_date ks_duty_row_done(const struct ks_duty_row *row);
/** ks_duty_row_state() - 修了, 未受講（退職）, 期限切れ or 未修了. */
const char *ks_duty_row_state(const struct ks_duty_row *row, struct ks_date today);
/** ks_duty_table() - one row a duty; with @has_exempt behind them what is not owed, 対象外（育休）. */
void ks_duty_table(const struct ks_duty_list *list, struct ks_date today, bool has_exempt,
		   struct ks_table *out);

/* 所属長フォロー: somebody keeps failing the quiz of a lesson, and still owes it. */
#define KS_FOLLOWUP_TIMES 3 /* CURRICULUM §3.2 */
struct ks_followup_row {
	const struct ks_person *person;
	const struct ks_appointment *appointment;
	const struct ks_plan_lesson *lesson; /* of the plans that were given */
	size_t n_failed;
	int64_t last_failed_ms;
	const struct ks_person **heads; /* 管理職 of the same 所属 who are at work, without the person */
	size_t n_heads;
	bool is_head; /* is 管理職 of it themself */
};
struct ks_followup {
	struct ks_arena arena;
	struct ks_roster roster;
	struct ks_followup_row *rows; /* by 所属, then 職員番号, then the lesson's id */
	size_t n_rows, capacity;
};
/**
 * ks_report_followup() - who failed a lesson's quiz (or a course's test) @times or more and has not passed it
 * Everybody here is under way in ks_report_completion(): a lesson done elsewhere, or not owed any more, is no reason.
 */
KS_MUST_USE enum ks_rc ks_report_followup(struct ks_store *store, const struct ks_plan *plans,
					  size_t n_plans, int nendo, struct ks_date today,
					  size_t times, struct ks_followup *out);
/** ks_followup_finish() - frees rows, roster and texts; the struct is empty afterwards. Accepts NULL. */
void ks_followup_finish(struct ks_followup *followup);
/** ks_followup_table() - one row a person and lesson. */
void ks_followup_table(const struct ks_followup *followup, struct ks_table *out);

/* How a question does. CURRICULUM §3.2: under 40 % or over 98 % right it is looked at again. */
#define KS_QUESTION_LOW_PERCENT 40
#define KS_QUESTION_HIGH_PERCENT 98
#define KS_QUESTION_ANSWERS_LEAST 10 /* fewer say nothing */
enum ks_question_verdict { KS_VERDICT_FEW, KS_VERDICT_FINE, KS_VERDICT_REVIEW };
/** ks_question_judge() - from counts alone. */
enum ks_question_verdict ks_question_judge(size_t n_answers, size_t n_right);
/** ks_question_verdict_word() - 「少ない」「○」「見直し」. */
const char *ks_question_verdict_word(enum ks_question_verdict verdict);

struct ks_choice_row;
struct ks_question_row {
	const char *lesson, *lesson_title; /* the title is "" for a lesson of no plan */
	const char *question;              /* "m1-q03" */
	const char *title;                 /* its title, or its wording */
	const char *revision;              /* of the content: the first digits of its digest */
	size_t n_answers, n_right;         /* all attempts of all people, the course's test too */
	enum ks_question_verdict verdict;  /* as it was answered */
	size_t n_regraded;                 /* wrong answers that 採点訂正 makes right */
	const char *correction;            /* that, in words; "" for none */
	const char *clauses; /* what it is about: "3(1)、6(6)"; "" when its answers do not tell */
	size_t n_tries;      /* first tries of which the result is known */
	/*
	 * 見分ける力: the correlation, over those tries, of this answer (0, 1) with the share of the other questions of the
	 * same quiz that were right. NaN with fewer than KS_QUESTION_ANSWERS_LEAST, or when all answered alike.
	 */
	double power;
	size_t lesson_at; /* for the order: the lesson's place in the plans, and the latest answer */
	int64_t last_ms;
	/* ks_report_questions_of(): how many of them answered; is_few: so few that no number is told (all are 0). */
	bool is_of_some, is_few;
	size_t n_people, n_chosen;
	const struct ks_choice_row *chosen; /* whole answers of theirs, often ones first; report/question.h */
	const char *chosen_words;           /* ks_report_question_chosen(); NULL before it */
};
struct ks_question_list {
	struct ks_arena arena;
	struct ks_question_row *rows; /* by lesson, then question; the revision answered last comes first */
	size_t n_rows;
};
/** ks_report_questions() - every question answered in @nendo; the plans only name the lessons, and their order. */
KS_MUST_USE enum ks_rc ks_report_questions(struct ks_store *store, const struct ks_plan *plans,
					   size_t n_plans, int nendo, struct ks_question_list *out);
/** ks_question_list_finish() - frees rows and texts; the struct is empty afterwards. Accepts NULL. */
void ks_question_list_finish(struct ks_question_list *list);
/** ks_question_table() - one row a question and revision. */
void ks_question_table(const struct ks_question_list *list, struct ks_table *out);

#define KS_ABSENT_SILENT "連絡なし"
struct ks_attendance_row {
	const char *gathering_id, *title, *place;
	struct ks_date date;
	int from_minute, to_minute;
	const char *number, *name, *unit, *employment;
	int64_t at_ms; /* of the check-in; 0: none */
	const char *kiosk;
	const char *how; /* they were known: 職員証, 暗証番号, 番号, 紙, 係員; "" */
	const char *correction; /* before → after, why and by whom; "" for none */
	bool is_present;        /* after corrections; false: expected and not here, or taken back */
	bool is_expected, is_walk_in;
	int64_t out_ms; /* 0: did not say that they left */
	/* late, walk-in, why absent, what to look at; "" */
	const char *remark;
	const char *absence; /* of somebody expected who was not there: the reason, or KS_ABSENT_SILENT; "" */
	const char *closing; /* of the gathering: by whom, head count against records; "" while it is open */
	bool is_over; /* of the gathering: it was closed, or its time is: who is not there will not come any more */
	const char *lessons; /* of the gathering: what it covered, "m1 題" by 、; "" when nothing was announced */
	const char *course; /* of the gathering: hands raised and the steps of a drill, a line each; "" */
	/* of the gathering: 16 digits over all its statements, and the last of each record; "" when nothing was recorded */
	const char *digest, *heads;
};
struct ks_attendance_list {
	struct ks_arena arena;
	struct ks_attendance_row *rows; /* by gathering; who was there by time, then who was not */
	size_t n_rows;
};
/**
 * ks_report_attendance() - who came to the gatherings of @nendo, listed or not; KS_OK, or as ks_roster_load()
 * @now_ms: until a gathering is over, or closed, who has not come is 未受付 and not absent.
 */
KS_MUST_USE enum ks_rc ks_report_attendance(struct ks_store *store, int nendo, int64_t now_ms,
					    struct ks_attendance_list *out);
/** ks_report_attendance_by() - the same with @roster, of all who ever stood on the list, which is there already. */
KS_MUST_USE enum ks_rc ks_report_attendance_by(struct ks_store *store,
					       const struct ks_roster *roster, int nendo,
					       int64_t now_ms, struct ks_attendance_list *out);
/** ks_attendance_list_finish() - frees rows and texts; the struct is empty afterwards. Accepts NULL. */
void ks_attendance_list_finish(struct ks_attendance_list *list);
/** ks_attendance_present() - how many of @n_rows were there: who was not stands in a row, and is not counted. */
size_t ks_attendance_present(const struct ks_attendance_row *rows, size_t n_rows);
/** ks_attendance_sum() - of one gathering: 「対象 3名 ＝ 出席 2名 ＋ 欠席 1名、予定外 0名」, until it is over 未受付; malloc'd. */
char *ks_attendance_sum(const struct ks_attendance_row *rows, size_t n_rows);
/** ks_attendance_rows_of() - how many rows from @at on are of one gathering. */
size_t ks_attendance_rows_of(const struct ks_attendance_list *list, size_t at);
/** ks_attendance_table() - one row a person, the gathering behind it. */
void ks_attendance_table(const struct ks_attendance_list *list, struct ks_table *out);
/** ks_gathering_table() - who was at one gathering. */
void ks_gathering_table(const struct ks_attendance_row *rows, size_t n_rows, struct ks_table *out);

/* 自己点検 in counts; nobody's answer. One item, of one group. */
struct ks_inspection_cell {
	const char *checklist, *item, *text, *group;
	size_t n, counts[KS_RESPONSE_COUNT];
	bool is_hidden; /* so few that it would tell whose they are, or tell another group's */
};
struct ks_inspection_tally {
	struct ks_arena arena;
	struct ks_roster roster;
	struct ks_inspection_cell *cells; /* by checklist, item, group */
	size_t n_cells, capacity;
};
/** ks_report_inspection() - all answers of @nendo, by @group as of @today. */
KS_MUST_USE enum ks_rc ks_report_inspection(struct ks_store *store, int nendo, struct ks_date today,
					    enum ks_report_group group,
					    struct ks_inspection_tally *out);
/** ks_inspection_tally_finish() - frees rows and texts; the struct is empty afterwards. Accepts NULL. */
void ks_inspection_tally_finish(struct ks_inspection_tally *tally);
/** ks_inspection_item_end() - behind the last cell of the item whose first is @from. */
size_t ks_inspection_item_end(const struct ks_inspection_tally *tally, size_t from);
/** ks_inspection_table() - one row a cell. */
void ks_inspection_table(const struct ks_inspection_tally *tally, struct ks_table *out);

#endif
