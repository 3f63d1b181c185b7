/* SPDX-License-Identifier: Apache-2.0 */
#ifndef KS_TESTS_SUPPORT_PACKED_H
#define KS_TESTS_SUPPORT_PACKED_H

#include "base/buf.h"

/** ks_test_put_packed() - the files of a zip, one behind the other, each below its name; of those below the folder @but the names alone. */
void ks_test_put_packed(const void *bytes, size_t len, const char *but, struct ks_buf *out);

#endif
