/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk/card_lib.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/log.h"

/* Opened once and for good, as libcurl is (sync/curl_lib.c). */

#define SONAME "libpcsclite.so.1"

static pthread_once_t once = PTHREAD_ONCE_INIT;
static struct ks_card_lib lib;
static bool is_open;

static void open_once(void)
{
	void *handle = dlopen(SONAME, RTLD_NOW | RTLD_LOCAL), *symbol;

	if (!handle) {
		ks_log_info("card", "no reader is served: %s", dlerror());
		return;
	}
#define FIND(name)                     \
	symbol = dlsym(handle, #name); \
	if (!symbol)                   \
		return;                \
	lib.name = (__typeof__(lib.name))symbol;

	KS_CARD_CALLS(FIND)
	is_open = true;
}

const struct ks_card_lib *ks_card_lib(void)
{
	pthread_once(&once, open_once);
	return is_open ? &lib : NULL;
}
