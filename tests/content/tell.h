/* SPDX-License-Identifier: Apache-2.0 */
/* What was read of an author's files, every field of it, and every diagnosis, as text that can be kept (support/golden.h). */
#ifndef KS_TESTS_CONTENT_TELL_H
#define KS_TESTS_CONTENT_TELL_H

#include "base/buf.h"
#include "base/diag.h"
#include "content/content.h"

/** tell_diags() - a line each, in the order they were told; of a path what stands behind @folder. */
void tell_diags(const struct ks_diags *diags, const char *folder, struct ks_buf *out);
void tell_rich(const char *name, const struct ks_rich *rich, struct ks_buf *out);
void tell_quiz(const struct ks_quiz *quiz, struct ks_buf *out);
void tell_lesson(const struct ks_lesson *lesson, struct ks_buf *out);
void tell_policy(const struct ks_policy *policy, struct ks_buf *out);
void tell_plan(const struct ks_plan *plan, struct ks_buf *out);
void tell_organisation(const struct ks_organisation *organisation, struct ks_buf *out);
/** tell_content() - all but the organisation, the policy, the lessons, the readings and the digest. */
void tell_content(const struct ks_content *content, struct ks_buf *out);
/** tell_lessons() - the lessons, and what the tests draw from. */
void tell_lessons(const struct ks_content *content, struct ks_buf *out);

/** tell_fill_up() - a policy, an organisation, a course and a lesson where @folder has none of its own. */
void tell_fill_up(const char *folder);
/**
 * tell_cases() - a corpus of what authors write (tests/data/written/NAME.txt), each piece read alone, kept in golden/NAME.txt
 * A piece begins with "==== its name"; in it "@@ FILE" begins a file of its folder, what stands before the first belongs to
 * @file, behind @head. "%%21 words" is 21 such lines, № in them their number. @read tells what became of a folder.
 */
void tell_cases(const char *name, const char *file, const char *head,
		void (*read)(const char *folder, struct ks_buf *out));

#endif
