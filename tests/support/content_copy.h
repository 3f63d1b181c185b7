/* SPDX-License-Identifier: Apache-2.0 */
/* The real content, and a copy of it that a test may spoil. */
#ifndef KS_TESTS_SUPPORT_CONTENT_COPY_H
#define KS_TESTS_SUPPORT_CONTENT_COPY_H

/** content_folder() - where the real content lies: the tests run from the top of the tree. */
const char *content_folder(void);
/** copy_content() - all of it into @to. */
void copy_content(const char *to);

#endif
