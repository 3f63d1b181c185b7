/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Who is connected, and for how long. libmicrohttpd only limits silence, so a client that sends one byte a second would
 * keep its place for ever, and a few of them would keep everybody out; and of too many from one address it refuses the
 * newest, who may be the only good one. Here each request has its time, and of too many the one that idles gives way.
 */
#ifndef KS_COLLECTOR_DEADLINE_H
#define KS_COLLECTOR_DEADLINE_H

#include <sys/socket.h>

#include "base/rc.h"

struct ks_deadlines;

enum ks_doing {
	KS_DOING_NOTHING, /* no head of a request has come, or none since the last answer */
	KS_DOING_SENDING, /* its body is under way */
	KS_DOING_READING, /* our answer is */
};

/** ks_deadlines_start() - a thread that cuts connections which are over time; at most @n_all, and @n_per_address of one address. */
KS_MUST_USE enum ks_rc ks_deadlines_start(unsigned n_all, unsigned n_per_address,
					  struct ks_deadlines **out);
void ks_deadlines_stop(struct ks_deadlines *deadlines);

/**
 * ks_deadlines_enter() - a new connection from @address (a whole /64 of IPv6 is one), to be cut @ms from now
 * Where it is one too many, the one that has done nothing for longest is cut; where all are busy, the new one.
 */
void ks_deadlines_enter(struct ks_deadlines *deadlines, int socket, const struct sockaddr *address,
			int ms);
/** ks_deadlines_watch() - it is cut @ms from now, a new time each call. Any thread. */
void ks_deadlines_watch(struct ks_deadlines *deadlines, int socket, int ms, enum ks_doing doing);
/** ks_deadlines_forget() - before @socket is closed. */
void ks_deadlines_forget(struct ks_deadlines *deadlines, int socket);

#endif
