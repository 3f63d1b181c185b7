/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Functions of a library that fail when a test says so: FAILING() defines one in place of the library's own, for the program it stands
 * in. Header only: each test defines those it needs.
 */
#ifndef KS_TESTS_UI_FAILING_H
#define KS_TESTS_UI_FAILING_H

#include <dlfcn.h>
#include <stdbool.h>
#include <string.h>

static struct {
	const char *names; /* NULL: none fails */
	int after;         /* so many calls of it are still answered */
	int n_calls;
} failing;

static inline bool is_failing(const char *name)
{
	return failing.names && strstr(failing.names, name) && ++failing.n_calls > failing.after;
}

static inline void fail_at(const char *names, int after)
{
	failing.names = names;
	failing.after = after;
	failing.n_calls = 0;
}

/* As the linker knows it, where a header gives it another name. */
#define FAILING_TEXT_OF(name) #name
#define FAILING_TEXT(name) FAILING_TEXT_OF(name)

/* FAIL() - from now on @name fails, but for its next @after calls; FAIL_NONE() - all is well again. */
#define FAIL(name, after) fail_at(FAILING_TEXT(name), after)
#define FAIL_NONE() fail_at(NULL, 0)

/* @on_failure: what is done before it returns @failed */
#define FAILING_SO(type, name, parameters, arguments, failed, on_failure)      \
	type name parameters                                                   \
	{                                                                      \
		static type(*own) parameters;                                  \
                                                                               \
		if (is_failing(FAILING_TEXT(name))) {                          \
			on_failure;                                            \
			return failed;                                         \
		}                                                              \
		if (!own)                                                      \
			*(void **)&own = dlsym(RTLD_NEXT, FAILING_TEXT(name)); \
		return own arguments;                                          \
	}
#define FAILING(type, name, parameters, arguments, failed) \
	FAILING_SO(type, name, parameters, arguments, failed, (void)0)

#endif
