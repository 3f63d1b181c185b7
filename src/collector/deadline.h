/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A limit on how long one request may take as a whole. libmicrohttpd only limits silence, so a client that sends one
 * byte a second would keep its place for ever, and a few of them would keep everybody out.
 */
#ifndef KS_COLLECTOR_DEADLINE_H
#define KS_COLLECTOR_DEADLINE_H

#include "base/rc.h"

struct ks_deadlines;

/** ks_deadlines_start() - a thread that cuts connections which are over time. */
KS_MUST_USE enum ks_rc ks_deadlines_start(struct ks_deadlines **out);
void ks_deadlines_stop(struct ks_deadlines *deadlines);

/** ks_deadlines_watch() - @socket is cut @ms from now; watching it again sets a new time. Any thread. */
void ks_deadlines_watch(struct ks_deadlines *deadlines, int socket, int ms);
/** ks_deadlines_forget() - before @socket is closed. */
void ks_deadlines_forget(struct ks_deadlines *deadlines, int socket);

#endif
