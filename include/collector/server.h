/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The HTTP side: an xAPI endpoint for kiosks (statements, about) and /kiosk/v1 (roster, plan).
 * libmicrohttpd with our own deadlines and a per-address limit (it starves under slow connections).
 */
#ifndef KS_COLLECTOR_SERVER_H
#define KS_COLLECTOR_SERVER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/rc.h"
#include "lrs/http.h"

#define KS_SERVER_REQUEST_MS 30000

struct ks_server;

/**
 * ks_server_start() - @listen: "127.0.0.1:8090" or "[::1]:8090"; port 0 picks one
 * @is_tls: with the certificate that ks_tls_load() took. Return: KS_OK; KS_BUSY: port in use; as ks_listen_open(), KS_IO.
 */
KS_MUST_USE enum ks_rc ks_server_start(struct ks_centre *centre, const char *listen, bool is_tls,
				       struct ks_server **out);
/** ks_server_port() - the port it listens on: the one that was given, or what the system chose for 0. */
int ks_server_port(const struct ks_server *server);
/** ks_server_stop() - lets requests under way end, joins its threads, frees; accepts NULL. */
void ks_server_stop(struct ks_server *server);

#endif
