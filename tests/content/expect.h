/* SPDX-License-Identifier: Apache-2.0 */
/* What the tests of this floor share: diagnoses that must be there, and a small whole content folder. */
#ifndef KS_TESTS_CONTENT_EXPECT_H
#define KS_TESTS_CONTENT_EXPECT_H

#include "base/diag.h"
#include "content/content.h"
#include "content/policy.h"
#include "support/content_copy.h"

/** expect_error() - an error at @line whose message holds @words; fails the test, printing all there is. */
void expect_error(const struct ks_diags *diags, int line, const char *words);
/** expect_error_in() - the same, in a file whose path ends in @file. */
void expect_error_in(const struct ks_diags *diags, const char *file, int line, const char *words);
void expect_warning(const struct ks_diags *diags, int line, const char *words);
/** expect_none() - no diagnosis at all. */
void expect_none(struct ks_diags *diags);

/** sample_policy() - a policy of a few clauses in @folder, loaded; two known errata. */
void sample_policy(const char *folder, struct ks_policy *out);

/* A copy of the real content that a test may spoil, and what it loads of it. */
struct copied {
	char *folder;
	struct ks_diags diags;
	struct ks_content content;
};
/** copied_init() - the copy, nothing loaded; copied_finish() takes it away, loaded or not. */
void copied_init(struct copied *copy);
void copied_finish(struct copied *copy);
/* The same for cmocka, whose state is then a struct copied. */
int copied_set_up(void **state);
int copied_tear_down(void **state);
/**
 * replace_in() - put @with in place of the first @what in @folder/@file; the test fails when it is not there
 * Return: the line @what began at.
 */
int replace_in(const char *folder, const char *file, const char *what, const char *with);

#endif
