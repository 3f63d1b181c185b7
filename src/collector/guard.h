/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Wrong credentials, counted by address. The right ones are never refused for it, since a whole office may stand behind
 * one address; but who goes on guessing is told to wait, and it is in the log.
 */
#ifndef KS_COLLECTOR_GUARD_H
#define KS_COLLECTOR_GUARD_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/socket.h>

#define KS_GUARD_WRONG_MAX 20 /* in a minute, from one address */
#define KS_GUARD_MINUTE_MS 60000

struct ks_guard;

/** ks_guard_open() - nobody has guessed yet. */
struct ks_guard *ks_guard_open(void);
void ks_guard_close(struct ks_guard *guard); /* accepts NULL */
/** ks_guard_wrong() - wrong credentials came from @address; true: too many within the minute. Any thread. */
bool ks_guard_wrong(struct ks_guard *guard, const struct sockaddr *address, int64_t now_ms);

#endif
