/* SPDX-License-Identifier: Apache-2.0 */
/* tests/support/lrs.py as a child process: the other end of real connections. */
#ifndef KS_TESTS_SYNC_PEER_H
#define KS_TESTS_SYNC_PEER_H

#include <sys/types.h>

struct ks_peer {
	pid_t pid;
	int stdin_fd; /* the child ends when this is closed, so that none outlives a crashed test */
	int port;
};

/** ks_peer_start() - in mode "normal"; fails the test when python3 is not there. */
void ks_peer_start(struct ks_peer *peer);
void ks_peer_stop(struct ks_peer *peer);
/** ks_peer_url() - http://127.0.0.1:<port>/mode/<mode>/xAPI, with @mode NULL without /mode; malloc'd. */
char *ks_peer_url(const struct ks_peer *peer, const char *mode);
/** ks_peer_closed_port() - a port nobody listens on. */
int ks_peer_closed_port(void);

#endif
