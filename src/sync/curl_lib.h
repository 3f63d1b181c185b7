/* SPDX-License-Identifier: Apache-2.0 */
/*
 * libcurl, opened when it is first wanted. It brings 28 further libraries, a quarter of all that the loader would open
 * before a kiosk's first frame, and is needed only behind it.
 */
#ifndef KS_SYNC_CURL_LIB_H
#define KS_SYNC_CURL_LIB_H

#include <curl/curl.h>

/* Every function of libcurl that we call, without its "curl_". */
#define KS_CURL_CALLS(X)       \
	X(easy_cleanup)        \
	X(easy_getinfo)        \
	X(easy_init)           \
	X(easy_reset)          \
	X(easy_setopt)         \
	X(easy_strerror)       \
	X(getdate)             \
	X(global_init)         \
	X(multi_add_handle)    \
	X(multi_cleanup)       \
	X(multi_info_read)     \
	X(multi_init)          \
	X(multi_perform)       \
	X(multi_poll)          \
	X(multi_remove_handle) \
	X(slist_append)        \
	X(slist_free_all)

#define KS_CURL_MEMBER(name) __typeof__(curl_##name) *name;
struct ks_curl_lib {
	KS_CURL_CALLS(KS_CURL_MEMBER)
};

/** ks_curl_lib() - the library, initialised, the same for all callers and threads; NULL (logged) when it cannot be had. */
const struct ks_curl_lib *ks_curl_lib(void);

#endif
