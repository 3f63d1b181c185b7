/* SPDX-License-Identifier: Apache-2.0 */
/* What a process holds, whether or not AddressSanitizer stands between it and malloc. */
#ifndef KS_TESTS_SUPPORT_SOAK_H
#define KS_TESTS_SUPPORT_SOAK_H

#include <stddef.h>

/** soak_heap() - bytes in use on the heap. */
size_t soak_heap(void);

#endif
