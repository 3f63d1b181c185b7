/* SPDX-License-Identifier: Apache-2.0 */
/* The function of a library that a test program stands before. Threads may call it. */
#ifndef KS_TESTS_SUPPORT_REAL_H
#define KS_TESTS_SUPPORT_REAL_H

#include <dlfcn.h>

/** KS_REAL() - the next @name after ours: a pointer to a function that returns @type and takes what follows. */
#define KS_REAL(type, name, ...)                                     \
	({                                                           \
		static _Atomic(void *) known;                        \
		void *found_now = known;                             \
		type (*before_us)(__VA_ARGS__);                      \
		if (!found_now)                                      \
			known = found_now = dlsym(RTLD_NEXT, #name); \
		*(void **)(&before_us) = found_now;                  \
		before_us;                                           \
	})

#endif
