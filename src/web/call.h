/* SPDX-License-Identifier: Apache-2.0 */
/* One request on its way to a page: who asks, for what, and what the page is written with. */
#ifndef KS_WEB_CALL_H
#define KS_WEB_CALL_H

#include "base/calendar.h"
#include "content/plan.h"
#include "lrs/access.h"
#include "report/correction.h"
#include "report/file.h"
#include "report/pdf.h"
#include "web/html.h"
#include "web/web.h"

#define KS_ROWS_A_PAGE 50

/* A file that somebody sent, with the words it is to be read by. */
struct ks_upload {
	char *name, *bytes, *words;
	size_t len;
};

struct ks_call {
	struct ks_web *web;
	const struct ks_request *request;
	struct ks_reply *reply;
	struct ks_store *store;
	struct ks_user user; /* name "": nobody is logged in */
	const char *csrf;    /* of the session; "" without one */
	enum ks_right right;
	struct ks_params form; /* of a POST */
	struct ks_upload upload;
	int64_t now_ms;
	struct ks_date today;
	/* The filters of the address; a 所属長's unit is always their own. */
	int nendo;
	struct ks_report_filter filter;
	const struct ks_choices *more; /* the page's own */
	size_t n_more;
	const char *on;     /* as of which day, as it was typed; "" for today */
	const char *format; /* "" for the page */
	size_t page;        /* from 0 */
	enum ks_rc unread;  /* what failed first while the page was written, KS_OK: nothing */
	struct ks_html html;
};

/* A filter of one page alone, which its address, files and form carry along. */
struct ks_choices {
	const char *name, *word,
		*all;       /* of the address, above the list, and what stands for no choice */
	const char *chosen; /* "" for none */
	const char **values, **words;
	size_t n;
};

struct ks_web_route {
	const char *path, *method;
	const char *word; /* in the row of links; NULL: not there */
	bool has_rest;    /* the path goes on: /people/NUMBER */
	enum ks_right rights[KS_USER_COUNT];
	void (*handle)(struct ks_call *call);
};
/** ks_web_route() - the i-th, NULL behind the last. */
const struct ks_web_route *ks_web_route(size_t i);

/* --- session.c: who is logged in --- */
struct ks_sessions;
struct ks_web_session {
	char user[KS_USER_NAME_MAX + 1];
	char csrf[44];
};
struct ks_sessions *ks_sessions_open(void);
void ks_sessions_close(struct ks_sessions *sessions);
/** ks_sessions_begin() - @token: 256 random bits, which only the browser keeps. */
void ks_sessions_begin(struct ks_sessions *sessions, const char *user, int64_t now_ms,
		       char token[44]);
/** ks_sessions_find() - and it is used now; false when there is none or it timed out. */
bool ks_sessions_find(struct ks_sessions *sessions, const char *token, int64_t now_ms,
		      struct ks_web_session *out);
void ks_sessions_end(struct ks_sessions *sessions, const char *token);
/** ks_sessions_wait() - how long this name has to wait before a password is looked at; 0: not at all. */
int64_t ks_sessions_wait(struct ks_sessions *sessions, const char *user, int64_t now_ms);
/** ks_sessions_tried() - count a try; a right one forgets the wrong ones. Return: tries left before it waits. */
int ks_sessions_tried(struct ks_sessions *sessions, const char *user, bool is_right, int64_t now_ms);

/* --- upload.c: a file between being sent and being taken, one a user --- */
struct ks_uploads;
struct ks_uploads *ks_uploads_open(void);
void ks_uploads_close(struct ks_uploads *uploads);
/** ks_uploads_keep() - in place of the user's last one; takes @upload over. */
void ks_uploads_keep(struct ks_uploads *uploads, const char *user, int64_t now_ms,
		     struct ks_upload *upload);
/** ks_uploads_copy() - for ks_upload_finish(); false when there is none, or none any more. */
bool ks_uploads_copy(struct ks_uploads *uploads, const char *user, int64_t now_ms,
		     struct ks_upload *out);
void ks_uploads_drop(struct ks_uploads *uploads, const char *user, int64_t now_ms);
/** ks_upload_finish() - wiped and freed. */
void ks_upload_finish(struct ks_upload *upload);
/** ks_call_read_parts() - the fields into `form`, files "list" and "words" into `upload`; KS_INVALID. */
KS_MUST_USE enum ks_rc ks_call_read_parts(struct ks_call *call);

/* 所属, for the filters. */
struct ks_units {
	const char **names; /* sorted, to free() */
	size_t n;
};

/* --- summary.c: what three pages are made of, kept until something in the store changes --- */
struct ks_summaries;
struct ks_summary {
	struct ks_plans plans;
	struct ks_completion completion;
	struct ks_units units; /* of all */
};
struct ks_summaries *ks_summaries_open(void);
void ks_summaries_close(struct ks_summaries *summaries);
/**
 * ks_summary_take() - of the 年度 that is asked for, made anew where it must be
 * @rows: receives a copy of the completion whose rows are the caller's: filter and sort it, then ks_summary_rows_finish()
 * Return: NULL when there is no plan or the store failed: then the page already says so. Give back by ks_summary_give().
 */
const struct ks_summary *ks_summary_take(struct ks_call *call, const char *title,
					 struct ks_completion *rows);
void ks_summary_give(struct ks_call *call, const struct ks_summary *summary,
		     struct ks_completion *rows);
/** ks_summary_attendance() - ks_report_attendance() of the 年度 that is asked for. */
KS_MUST_USE enum ks_rc ks_summary_attendance(struct ks_call *call, struct ks_attendance_list *out);
/** ks_summary_roster() - show @use who is or was listed, read anew only when something has changed; one caller at a time. */
KS_MUST_USE enum ks_rc ks_summary_roster(struct ks_call *call, void *context,
					 void (*use)(void *context, const struct ks_roster *roster));

/* --- routes.c --- */
struct ks_summaries *ks_web_summaries(struct ks_web *web);
struct ks_sessions *ks_web_sessions(struct ks_web *web);
struct ks_uploads *ks_web_uploads(struct ks_web *web);
struct ks_centre *ks_web_centre(struct ks_web *web);
/** ks_call_token() - the session's token from the cookie; false without one. */
bool ks_call_token(const struct ks_request *request, char out[44]);
/** ks_call_query() - of the address, else of the form; "" when absent. */
const char *ks_call_query(const struct ks_call *call, const char *name);
/**
 * ks_call_log() - into the access log, before anything is shown
 * Return: false when it could not be logged: the answer is then an error page, and nothing else may be written.
 */
bool ks_call_log(struct ks_call *call, enum ks_deed deed, const char *what, int64_t n_people);
/** ks_call_redirect() - 303 to @path, a local one. */
void ks_call_redirect(struct ks_call *call, const char *path);
/** ks_call_page_error() - a page that says what is the matter. */
void ks_call_page_error(struct ks_call *call, int status, const char *title, const char *text);
/** ks_call_failed() - the store failed. */
void ks_call_failed(struct ks_call *call, enum ks_rc rc);
/** ks_call_read() - @rc of a part of the page: where that failed, ks_page_end() makes ks_call_failed() of it all. true: KS_OK. */
bool ks_call_read(struct ks_call *call, enum ks_rc rc);

/* --- layout.c: what all pages look like --- */
/** ks_page_begin() - up to the <h1>; the heading's line is left open for notes and links. */
void ks_page_begin(struct ks_call *call, const char *title);
void ks_page_end(struct ks_call *call);
/** ks_units_add() - that of @a, which may be NULL, behind the others; `names` has room. Then ks_units_sort(), each once. */
void ks_units_add(struct ks_units *units, const struct ks_appointment *a);
void ks_units_sort(struct ks_units *units);
struct ks_units ks_units_of(const struct ks_completion *completion);
/** ks_page_filters() - the form of the filters; @units: what 所属 there are, NULL: only the 年度. */
void ks_page_filters(struct ks_call *call, const struct ks_units *units, bool has_status);
/** ks_page_exports() - the files of this table, with a reason. */
void ks_page_exports(struct ks_call *call);
/** ks_page_exports_of() - the same where a page has several tables: the files ask for ?of=@of; "" for its own. */
void ks_page_exports_of(struct ks_call *call, const char *of);
/** ks_page_url() - this page with its filters, and @name as @value; malloc'd. */
char *ks_page_url(const struct ks_call *call, const char *name, const char *value);

enum ks_show {
	KS_SHOW_PLAIN,
	KS_SHOW_PERSON, /* a 職員番号 that leads to the person's page */
	KS_SHOW_STRONG,
	KS_SHOW_STATE, /* 修了, 期限切れ … with its colour */
	KS_SHOW_NOT,
};
struct ks_page_table {
	const struct ks_table *table;
	const enum ks_show *shows; /* by column */
	size_t from, n;            /* which rows */
	const char *caption;       /* for who cannot see it; "" for none */
};
void ks_page_table(struct ks_call *call, const struct ks_page_table *what);
/** ks_page_is_told() - something stands in @column: an empty one only takes room. */
bool ks_page_is_told(const struct ks_table *table, size_t column);
/* A heading of a table that is written row by row; word NULL: left out. */
struct ks_heading {
	const char *word, *class;
};
/** ks_page_head() - the table up to its rows, each a <tr>; ks_page_foot() behind them. */
void ks_page_head(struct ks_call *call, const char *caption, const struct ks_heading *headings,
		  size_t n);
void ks_page_foot(struct ks_call *call);
/** ks_page_two() - a cell of two lines, the second small, or of one. */
void ks_page_two(struct ks_call *call, const char *class, const char *first, const char *second);
/** ks_page_pager() - 「1～100名／231名」 and the way on. */
void ks_page_pager(struct ks_call *call, size_t n_rows, const char *counter);
/** ks_page_empty() - nothing is there, and what to do next. */
void ks_page_empty(struct ks_call *call, const char *text);
/** ks_page_tile() - a number with its name; @class "" "bad" "warn" "ok". */
void ks_page_tile(struct ks_call *call, const char *class, const char *name, const char *value,
		  const char *counter, const char *note);
/** ks_page_state() - a word with the colour it means. */
void ks_page_state(struct ks_call *call, const char *word);
/** ks_page_bar() - a share as a drawn bar and in words. */
void ks_page_bar(struct ks_call *call, double share);
/** ks_page_hidden() - a hidden field. */
void ks_page_hidden(struct ks_call *call, const char *name, const char *value);
/** ks_page_from() - first row of the page asked for, held within @n_rows. */
size_t ks_page_from(const struct ks_call *call, size_t n_rows);

/* --- form.c: what changes something --- */
struct ks_field {
	const char *name, *word, *type; /* type: text, date, time, file */
	const char *value;              /* NULL: empty */
	int max;                        /* characters of a text; 0: 120 */
	bool is_required, is_wide;
};
/** ks_page_form_begin() - a form to POST to @action, with the session's token and the 年度; its fields follow. */
void ks_page_form_begin(struct ks_call *call, const char *action);
/** ks_page_file_form_begin() - the same, which may send files. */
void ks_page_file_form_begin(struct ks_call *call, const char *action);
void ks_page_form_end(struct ks_call *call);
/** ks_page_field() - a labelled field; @form makes its id one of its own on the page. */
void ks_page_field(struct ks_call *call, const char *form, const struct ks_field *field);
/** ks_page_choice_begin() - a labelled list to choose from; ks_page_choice() each, then ks_page_choice_end(). */
void ks_page_choice_begin(struct ks_call *call, const char *form, const char *name, const char *word);
void ks_page_choice(struct ks_call *call, const char *value, const char *word);
/** ks_page_chosen() - the same, and whether it is the one that stands there. */
void ks_page_chosen(struct ks_call *call, const char *value, const char *word, bool is_chosen);
void ks_page_choice_end(struct ks_call *call);
/** ks_page_submit() - a button that sends `do` as @value. */
void ks_page_submit(struct ks_call *call, const char *class, const char *value, const char *word);
#define KS_NO_BASE_WORD                                                                           \
	"端末の記録が、まだ一度も届いていないため、登録できません。" \
	"端末を一度センターにつないでください。"
/** ks_call_done() - back to the same page, which says what was @done (?done=). */
void ks_call_done(struct ks_call *call, const char *done);

/* --- waiting.c: what one user proposes and another decides --- */
/** ks_page_waiting() - those of @list that are open, with the buttons for who may decide; they POST to @action. */
void ks_page_waiting(struct ks_call *call, const struct ks_correction_list *list,
		     const struct ks_correction_rules *rules, const char *action);
/** ks_page_decided() - says what was just proposed or decided (?done=). */
void ks_page_decided(struct ks_call *call);
/** ks_call_proposed() - the answer to a form: back to the page with ?done=@done, or what is wrong. */
void ks_call_proposed(struct ks_call *call, enum ks_rc rc, enum ks_correction_fault fault,
		      const char *done);
/** ks_call_decide() - the answer to the two buttons of ks_page_waiting(). */
void ks_call_decide(struct ks_call *call);

/* --- export.c --- */
/** ks_call_export() - when a file was asked for: log it and answer with @table; false: a page was asked for. */
bool ks_call_export(struct ks_call *call, const struct ks_table *table, const char *name,
		    int64_t n_people);
/* What format=pdf is, where it is more than the table; and the second sheet of format=xlsx. */
struct ks_sheets {
	enum ks_rc (*write)(const void *context, const struct ks_pdf_origin *origin,
			    struct ks_buf *out);
	const void *context;
	const struct ks_table_sums *sums; /* NULL for none */
};
/** ks_call_export_sheets() - the same, with sheets of their own as PDF (NULL: the table). */
bool ks_call_export_sheets(struct ks_call *call, const struct ks_table *table,
			   const struct ks_sheets *sheets, const char *name, int64_t n_people);

extern const char ks_web_style[];

/* --- the pages --- */
/** ks_call_plans() - the courses of the 年度; false when there are none: then the page says so, and is done. */
bool ks_call_plans(struct ks_call *call, const char *title, struct ks_plans *out);
void ks_page_front(struct ks_call *call);
void ks_page_style(struct ks_call *call);
void ks_page_login(struct ks_call *call);
void ks_page_enter(struct ks_call *call);
void ks_page_leave(struct ks_call *call);
void ks_page_first(struct ks_call *call);
void ks_page_first_user(struct ks_call *call);
void ks_page_completion(struct ks_call *call);
void ks_page_outstanding(struct ks_call *call);
void ks_page_remind(struct ks_call *call);
void ks_page_letters(struct ks_call *call);
void ks_page_person(struct ks_call *call);
void ks_page_gatherings(struct ks_call *call);
void ks_page_gather(struct ks_call *call);
void ks_page_inspection(struct ks_call *call);
void ks_page_measure(struct ks_call *call);
void ks_page_questions(struct ks_call *call);
void ks_page_kiosks(struct ks_call *call);
void ks_page_roster(struct ks_call *call);
void ks_page_roster_undo(struct ks_call *call);
void ks_page_upload(struct ks_call *call);
void ks_page_import(struct ks_call *call);
void ks_page_import_take(struct ks_call *call);
void ks_page_exemptions(struct ks_call *call);
void ks_page_exempt(struct ks_call *call);
void ks_page_plan(struct ks_call *call);
void ks_page_plan_say(struct ks_call *call);
void ks_page_corrections(struct ks_call *call);
void ks_page_correct(struct ks_call *call);
/** ks_page_correction_rows() - @n rows from @from of ks_correction_table(); @has_person: with whose they are. */
void ks_page_correction_rows(struct ks_call *call, const struct ks_table *table, size_t from,
			     size_t n, bool has_person);
void ks_page_audit(struct ks_call *call);

#endif
