/* SPDX-License-Identifier: Apache-2.0 */
/* The server's limits as data, so that a test of the slow client need not wait half a minute. */
#ifndef KS_COLLECTOR_SERVER_PRIVATE_H
#define KS_COLLECTOR_SERVER_PRIVATE_H

#include "collector/server.h"

struct ks_server_limits {
	int request_ms;         /* from the first byte to the last of one request */
	int answer_ms;          /* to send the answer, which may be a long roster */
	unsigned n_connections; /* in all; of one too many the idlest is cut (deadline.h) */
	unsigned n_per_address; /* from one address; likewise */
	unsigned n_threads;
	bool is_tls; /* with the certificate of tls.h */
};

extern const struct ks_server_limits ks_server_limits_default;

/** ks_server_start_with() - ks_server_start() with other limits. */
KS_MUST_USE enum ks_rc ks_server_start_with(struct ks_centre *centre, const char *listen,
					    const struct ks_server_limits *limits,
					    struct ks_server **out);

/**
 * ks_listen_open() - a listening socket for "127.0.0.1:8090", "[::1]:8090" or "host:8090"
 * @port: receives the real one. Return: KS_OK; KS_INVALID no such address; KS_BUSY in use; KS_DENIED; KS_IO.
 */
KS_MUST_USE enum ks_rc ks_listen_open(const char *listen, int *socket_out, int *port);

#endif
