/* SPDX-License-Identifier: Apache-2.0 */
#include "sync/curl_lib.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/log.h"

/* Opened once and for good: libcurl has exit handlers of its own and may not be unloaded. */

#define SONAME "libcurl.so.4"

static pthread_once_t once = PTHREAD_ONCE_INIT;
static struct ks_curl_lib lib;
static bool is_open;

static bool find(void *handle, const char *name, void **symbol)
{
	*symbol = handle ? dlsym(handle, name) : NULL;
	if (!*symbol)
		ks_log_error("sync", "%s", dlerror());
	return *symbol;
}

static void open_once(void)
{
	void *handle = dlopen(SONAME, RTLD_NOW | RTLD_LOCAL), *symbol;

#define FIND(name)                                 \
	if (!find(handle, "curl_" #name, &symbol)) \
		return;                            \
	lib.name = (__typeof__(lib.name))symbol;

	KS_CURL_CALLS(FIND)
	is_open = lib.global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
}

const struct ks_curl_lib *ks_curl_lib(void)
{
	pthread_once(&once, open_once);
	return is_open ? &lib : NULL;
}
