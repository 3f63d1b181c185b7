/* SPDX-License-Identifier: Apache-2.0 */
/* Which pages teach what a question asks: where 「ページを見る」 behind a wrong answer leads. */
#ifndef KS_CONTENT_TEACH_H
#define KS_CONTENT_TEACH_H

#include "content/content.h"

/**
 * ks_teach_page() - page @index (0, 1 …) to read again behind @question
 * Those of its [page:…] in their order; when it has none, or none of them is there, the pages of its lesson that teach
 * the first of its clauses that any page there teaches, in the order of the lesson.
 * @question: one of @content's, in standard words (an easy twin carries no marks)
 * @lesson: whose page it is, for its title and its pictures
 * Return: NULL behind the last, @lesson is then of no use; else it lives as long as @content.
 */
const struct ks_page *ks_teach_page(const struct ks_content *content,
				    const struct ks_question *question, size_t index,
				    const struct ks_lesson **lesson);

#endif
