/* SPDX-License-Identifier: Apache-2.0 */
/* What only tests change about the real exchange: how long it may take. */
#ifndef KS_SYNC_HTTP_CURL_H
#define KS_SYNC_HTTP_CURL_H

#include "sync/http.h"

/** ks_http_curl_hurry() - shorter limits than KS_HTTP_CONNECT_MS and KS_HTTP_TOTAL_MS. */
void ks_http_curl_hurry(struct ks_http *http, long connect_ms, long total_ms);

#endif
