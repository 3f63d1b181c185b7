/* SPDX-License-Identifier: Apache-2.0 */
/* What is printed and filed: A4 sheets as PDF, in the fonts of the screens. The same data on the same day is the same bytes. */
#ifndef KS_REPORT_PDF_H
#define KS_REPORT_PDF_H

#include "course/paper.h"
#include "report/report.h"

/* Whose paper it is, of which day, and of which record. Borrowed. */
struct ks_pdf_origin {
	struct ks_date day;
	const char *body; /* what the body is called; "" where nobody told */
	const char *mark; /* of the record then, as ks_centre_mark() tells it; "" for none */
};
/** ks_report_origin() - of this store as it is now; texts are @arena's. KS_IO …. */
KS_MUST_USE enum ks_rc ks_report_origin(struct ks_store *store, struct ks_date day,
					struct ks_arena *arena, struct ks_pdf_origin *out);

/** ks_pdf_table() - any table: landscape, headings on each sheet, columns without anything left out; at its end a QR code
 * of the record it was made of, as on the sheets below. KS_IO, KS_FULL. */
KS_MUST_USE enum ks_rc ks_pdf_table(const struct ks_table *table,
				    const struct ks_pdf_origin *origin, struct ks_buf *out);
/** ks_pdf_attendance() - 出席簿: a sheet for each gathering, with who was there, corrections and room for seals. */
KS_MUST_USE enum ks_rc ks_pdf_attendance(const struct ks_attendance_list *list,
					 const struct ks_pdf_origin *origin, struct ks_buf *out);
/* 年次報告. Borrowed. */
struct ks_pdf_annual {
	const struct ks_completion *completion;
	const char *plan, *reminded; /* sentences: how the plan stands, how many were reminded */
};
/** ks_pdf_annual() - sums, by 所属 and 任用区分, the approval of the plan, 督促, and how it was counted. */
KS_MUST_USE enum ks_rc ks_pdf_annual(const struct ks_pdf_annual *what,
				     const struct ks_pdf_origin *origin, struct ks_buf *out);
/** ks_report_annual() - the same of what @store has; @completion may be part of the 年度's people. */
KS_MUST_USE enum ks_rc ks_report_annual(struct ks_store *store,
					const struct ks_completion *completion,
					const struct ks_pdf_origin *origin, struct ks_buf *out);

/* 解答用紙: the quiz of a lesson at a gathering, by the rules of a course. Borrowed. */
struct ks_pdf_answers {
	const struct ks_gathering *gathering;
	const struct ks_session_rules *rules;
};
/** ks_pdf_answers() - the sheet of course/paper.h, and its @mark; KS_NOT_FOUND: nothing of this quiz can stand on paper. */
KS_MUST_USE enum ks_rc ks_pdf_answers(const struct ks_pdf_answers *what,
				      const struct ks_pdf_origin *origin, struct ks_buf *out,
				      char mark[KS_PAPER_MARK]);

/* 修了証, or 受講証明書 while something is still owed. Borrowed. */
struct ks_pdf_certificate {
	const char *name, *number, *unit;
	int nendo;
	bool is_done;
	const struct ks_table *lessons; /* 題, 状態, 修了日時 */
};
/** ks_pdf_certificate() - one sheet. */
KS_MUST_USE enum ks_rc ks_pdf_certificate(const struct ks_pdf_certificate *what,
					  const struct ks_pdf_origin *origin, struct ks_buf *out);

/* 督促文: a sheet each. Borrowed. */
struct ks_pdf_letter {
	const char *name, *unit;
	bool is_overdue;
	const char *lessons; /* what is owed, a line each */
};
/** ks_pdf_letters() - as the page /letters prints them. */
KS_MUST_USE enum ks_rc ks_pdf_letters(const struct ks_pdf_letter *letters, size_t n,
				      const struct ks_pdf_origin *origin, struct ks_buf *out);

/* 暗証番号のお知らせ: a sheet each, to be folded in three so that the number lies inside. Borrowed. */
struct ks_pdf_slip {
	const char *name, *unit, *number, *pin;
};
/** ks_pdf_slips() - to be handed to the person and to nobody else. */
KS_MUST_USE enum ks_rc ks_pdf_slips(const struct ks_pdf_slip *slips, size_t n,
				    const struct ks_pdf_origin *origin, struct ks_buf *out);

/** ks_pdf_slips_of() - of those in @roster who have a 初期暗証番号; @n receives how many; KS_NOT_FOUND: nobody has. */
KS_MUST_USE enum ks_rc ks_pdf_slips_of(const struct ks_roster *roster,
				       const struct ks_pdf_origin *origin, struct ks_buf *out,
				       size_t *n);

#endif
