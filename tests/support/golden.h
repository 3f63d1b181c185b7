/* SPDX-License-Identifier: Apache-2.0 */
/* Outputs that people see as a whole (a page, a sheet of paper) are kept as a whole, in files that can be read beside a change. */
#ifndef KS_TESTS_SUPPORT_GOLDEN_H
#define KS_TESTS_SUPPORT_GOLDEN_H

/**
 * ks_test_golden() - fails, with the first line that differs, when @text is not what the file at @path has
 * What is another each time is masked: UUIDs, 16 and more hexadecimal digits, 22 and more letters and digits of base64, and 43 letters, become "…". With UPDATE_GOLDEN=1 in the environment the file is written instead: read `git diff` then.
 */
void ks_test_golden(const char *path, const char *text);

#endif
