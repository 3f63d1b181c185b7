/* SPDX-License-Identifier: Apache-2.0 */
/* What a request may not leave open: where its body ends, and where its path does. */
#ifndef KS_COLLECTOR_FRAMING_H
#define KS_COLLECTOR_FRAMING_H

#include <stddef.h>

struct MHD_Connection;

/** ks_framing_fault() - what is wrong with how the body's length is told, in English; NULL: nothing. */
const char *ks_framing_fault(struct MHD_Connection *connection);
/** ks_framing_unescape() - %41 becomes A in place, as libmicrohttpd wants it; %00 stays as it was written. Returns the new length. */
size_t ks_framing_unescape(void *context, struct MHD_Connection *connection, char *text);

#endif
