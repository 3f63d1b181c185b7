/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The control socket in the state folder: a `kenshu` command that writes while the collector runs asks it
 * to. A request is one JSON object, so is the answer; file permissions (0600) are the guard.
 */
#ifndef KS_COLLECTOR_CONTROL_H
#define KS_COLLECTOR_CONTROL_H

#include <stddef.h>

#include "base/rc.h"
#include "lrs/centre.h"

#define KS_CONTROL_MAX_BYTES ((size_t)32 << 20)

struct ks_control;

/** ks_control_start() - the collector's side: a thread that answers STATE/control.sock. */
KS_MUST_USE enum ks_rc ks_control_start(struct ks_centre *centre, struct ks_control **out);
/** ks_control_stop() - ends the thread, removes the socket, frees; accepts NULL. */
void ks_control_stop(struct ks_control *control);

/**
 * ks_control_ask() - the command's side: through the socket when a collector runs, else open @state and do it here
 * @request: {"do": "roster.import", …}   @answer: malloc'd JSON {"ok": …, "message": "日本語", …}
 * @file:    one that goes with it, opened as whoever runs the command may; -1: none. It stays the caller's.
 * Return: KS_OK when answered; KS_BUSY, KS_IO …, with @why (Japanese, malloc'd).
 */
KS_MUST_USE enum ks_rc ks_control_ask(const char *state, const char *request, int file,
				      char **answer, char **why);

/** ks_control_do() - carry out one request on an open centre; @file as above; malloc'd answer. */
char *ks_control_do(struct ks_centre *centre, const char *request, size_t len, int file);

#endif
