/* SPDX-License-Identifier: Apache-2.0 */
/* 解答用紙 of a gathering: found, drawn and named, for the command and for HR's page alike. */
#ifndef KS_REPORT_ANSWERS_H
#define KS_REPORT_ANSWERS_H

#include "base/buf.h"
#include "content/content.h"
#include "course/paper.h"
#include "record/store.h"

/* Which sheet. Borrowed. */
struct ks_answers_wish {
	const char *gathering, *lesson;
	const char *course; /* NULL or "": the first of that 年度 that has the lesson */
	struct ks_date day; /* when it is printed */
};

enum ks_answers_fault {
	KS_ANSWERS_FINE,
	KS_ANSWERS_NO_GATHERING,
	KS_ANSWERS_NO_LESSON,  /* in no course of that 年度, or not in the one that was named */
	KS_ANSWERS_NO_PAPER,   /* nothing of it can stand on paper */
	KS_ANSWERS_NO_CONTENT, /* the centre offers none */
};

/**
 * ks_report_answer_sheet() - the sheet as PDF, and its @mark (用紙番号); the same record, content and day are the same bytes
 * Return: KS_OK; KS_NOT_FOUND: @fault says what; as ks_pdf_answers() otherwise.
 */
KS_MUST_USE enum ks_rc ks_report_answer_sheet(struct ks_store *store,
					      const struct ks_content *content,
					      const struct ks_answers_wish *wish, struct ks_buf *pdf,
					      char mark[KS_PAPER_MARK], enum ks_answers_fault *fault);
/** ks_report_answer_sheet_offered() - the same of the content that this centre offers its kiosks. */
KS_MUST_USE enum ks_rc ks_report_answer_sheet_offered(struct ks_store *store,
						      const struct ks_answers_wish *wish,
						      struct ks_buf *pdf, char mark[KS_PAPER_MARK],
						      enum ks_answers_fault *fault);

#endif
