/* SPDX-License-Identifier: Apache-2.0 */
#include "support/soak.h"

#include <malloc.h>

/* The sanitizer's own count, where it is linked: mallinfo2() knows nothing there. */
extern size_t __sanitizer_get_current_allocated_bytes(void) __attribute__((weak));

size_t soak_heap(void)
{
	struct mallinfo2 info;

	if (__sanitizer_get_current_allocated_bytes)
		return __sanitizer_get_current_allocated_bytes();
	info = mallinfo2();
	return info.uordblks + info.hblkhd;
}
