/* SPDX-License-Identifier: Apache-2.0 */
/* An archive, as the texts that lie in it. */
#ifndef KS_TESTS_SUPPORT_PACKED_H
#define KS_TESTS_SUPPORT_PACKED_H

#include "base/buf.h"

/** ks_test_unpacked() - each file's name and text into @out, one behind the other; only the names below the folder @without. Fails the test for what is no archive. */
void ks_test_unpacked(const char *bytes, size_t len, const char *without, struct ks_buf *out);

#endif
