/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The certificate and the key this process shows to who connects over TLS. There is one of it, since the library that asks
 * for it in the middle of a handshake hands no context along.
 */
#ifndef KS_COLLECTOR_TLS_H
#define KS_COLLECTOR_TLS_H

#include "base/rc.h"

/**
 * ks_tls_load() - from now on show the chain in @cert_file, with the key in @key_file (both PEM); also while connections are made
 * @note: malloc'd, Japanese, or NULL: what is wrong with them, or with KS_OK what will be soon (the end of its validity).
 * Return: KS_OK; KS_INVALID: unreadable, none, or the two do not belong together: what was shown until now stays.
 */
KS_MUST_USE enum ks_rc ks_tls_load(const char *cert_file, const char *key_file, char **note);
/** ks_tls_callback() - what libmicrohttpd takes as MHD_OPTION_HTTPS_CERT_CALLBACK; NULL: nothing is loaded. */
void *ks_tls_callback(void);
/** ks_tls_finish() - frees; when no connection is left. */
void ks_tls_finish(void);

#endif
