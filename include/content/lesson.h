/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A lesson (科目): pages read from CommonMark with YAML front matter, and its quiz (quiz.h).
 * A page begins at each `#` heading; fenced blocks with an info string are our elements (DESIGN §6).
 * All text is KS_RICH: {漢字|かんじ} becomes a ruby span, **…** a strong span, a known erratum inside a
 * policy quotation an erratum span followed by a small 〔ママ〕.
 */
#ifndef KS_CONTENT_LESSON_H
#define KS_CONTENT_LESSON_H

#include <stdbool.h>
#include <stddef.h>

#include "base/mem.h"
#include "base/rc.h"
#include "base/rich.h"
#include "content/policy.h"
#include "content/quiz.h"

enum ks_block_kind {
	KS_BLOCK_PARAGRAPH,
	KS_BLOCK_SUBHEADING, /* ## */
	KS_BLOCK_LIST,       /* items: one rich text each; is_ordered */
	KS_BLOCK_POLICY, /* ```policy 3(1)   text: quotation with errata marked; items: notes of those errata */
	/* ```ask           first line: question (text); "- " two lines: what one may think (items[1], items[2]; or neither);
	 * rest: answer (items[0]), shown once that is tapped */
	KS_BLOCK_ASK,
	KS_BLOCK_STEPS, /* ```steps         items: numbered steps */
	KS_BLOCK_MAIL,  /* ```mail          parts: 差出人 件名 本文 リンク 添付 */
	KS_BLOCK_LOCAL, /* ```local         a place the body fills in: shown as 「組合で決めること」 */
	KS_BLOCK_GENERAL, /* ```general       general advice, not in the policy: own frame (CURRICULUM §3.7) */
	KS_BLOCK_FIGURE, /* ![description](file.svg) alone in its paragraph: file, text = description */
	KS_BLOCK_MEMO, /* ```memo 電話メモ  heading (may be empty); parts "line" …: a phone note, a sticky note */
	KS_BLOCK_CHAT, /* ```chat 班の連絡  heading; parts "say" …: label = who speaks (and when) */
	KS_BLOCK_FORM, /* ```form 持出簿    heading; parts "row" …: label = name of the field, text may be empty */
	KS_BLOCK_LOG, /* ```log 計量端末   heading; parts "row" …: lines as a machine writes them */
	KS_BLOCK_SCREEN, /* ```screen ログイン heading; parts "body" "input" "button" "link": a window or web page */
};

/* One part of a drawn mail, memo, chat, form, log or screen. id: "from", "to", "cc", "bcc", "date", "subject", "body",
 * "link", "file" of a mail, else as above, with 2, 3 … behind it when repeated ("body2"); the choices of a find
 * question and the clues of a case name these. */
struct ks_mail_part {
	const char *id;
	const char *label; /* "差出人", "件名", "" for body and link, "添付" */
	struct ks_rich text;
};

struct ks_block {
	enum ks_block_kind kind;
	int line;
	struct ks_rich text;
	struct ks_rich *items;
	size_t n_items;
	bool is_ordered;
	const char *clause; /* POLICY: clause id */
	const char *place; /* LOCAL: whose words of organisation.yaml stand in it; text is empty while they are not decided */
	const char *file;       /* FIGURE: path of the SVG, relative to the lesson's folder */
	struct ks_rich heading; /* MEMO, CHAT, FORM, LOG, SCREEN: words behind the kind; may be empty */
	struct ks_mail_part *parts;
	size_t n_parts;
};

struct ks_page {
	const char *id; /* "p01" …, from the position; opaque and stable within a revision */
	int line;
	struct ks_rich title;
	struct ks_block *blocks;
	size_t n_blocks;
	const char **clauses; /* taught here: of its policy blocks and of `<!-- clause: 4(1) 4(2) -->` */
	size_t n_clauses;
	size_t n_characters; /* body text, for reading time and page length */
	struct ks_page *easy; /* やさしい日本語 variant (lesson.easy.md, same page count) or NULL */
	struct ks_clue *clues; /* of a case's page; none on pages of the lesson */
	size_t n_clues;
};

enum ks_clue_sign { KS_CLUE_GOOD, KS_CLUE_BAD, KS_CLUE_NEUTRAL }; /* ○ × △ */

/* What a part of a case's artefact was worth, shown on it once the step is answered. */
struct ks_clue {
	int line;
	const char *region; /* id of a part, or of a region of the figure */
	enum ks_clue_sign sign;
	struct ks_rich text;
};

/*
 * A case (事例, cases.md): one artefact that stays in sight while its steps are asked. The steps are the questions of
 * the lesson's quiz that carry its id, in the order of the file; an attempt draws all of them, one behind the
 * other, or none.
 */
struct ks_case {
	const char *id;     /* "m5-c1" */
	const char *folder; /* of the lesson: where the files of its figures lie */
	struct ks_page page; /* the artefact: page.id is the id of the case, page.easy its easy twin or NULL */
	size_t n_steps;
};

struct ks_lesson {
	struct ks_arena arena;
	const char *id;     /* folder name: "m1" */
	const char *folder; /* path */
	const char *title;  /* この方針は、だれの・何のため */
	int minutes;
	bool is_public;     /* may be shown without sign-in */
	const char **goals; /* 学習目標, one sentence each */
	size_t n_goals;
	const char **clauses; /* in short, for マイページ: "1", "4(1)" … */
	size_t n_clauses;
	struct ks_page *pages;
	size_t n_pages;
	struct ks_quiz quiz; /* no questions when the lesson has none */
	struct ks_case *cases;
	size_t n_cases;
	int nendo; /* of a course's test: whose year it is; 0: a lesson, the same in all years */
};

/** ks_lesson_finish() - frees it all; the struct is empty afterwards. Accepts NULL. */
void ks_lesson_finish(struct ks_lesson *lesson);
/** ks_lesson_page() - by its id ("p03"); NULL when there is none. */
const struct ks_page *ks_lesson_page(const struct ks_lesson *lesson, const char *id);
/** ks_lesson_case() - by its id ("m5-c1"); NULL when there is none. */
const struct ks_case *ks_lesson_case(const struct ks_lesson *lesson, const char *id);
/** ks_page_artefact() - the first block of @page with parts (a mail, a memo …); NULL when there is none. */
const struct ks_block *ks_page_artefact(const struct ks_page *page);
/** ks_block_part() - the part with this id; NULL when @block is NULL or has none. */
const struct ks_mail_part *ks_block_part(const struct ks_block *block, const char *id);

#endif
