/* SPDX-License-Identifier: Apache-2.0 */
/* The tests of the courses, made of their lessons. Private to src/content. */
#ifndef KS_CONTENT_COURSE_TEST_H
#define KS_CONTENT_COURSE_TEST_H

#include "content/content.h"

/** ks_course_test_make_all() - content->tests, from the lessons and plans that are loaded already. */
void ks_course_test_make_all(struct ks_content *content, struct ks_diags *diags);

#endif
