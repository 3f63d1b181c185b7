/* SPDX-License-Identifier: Apache-2.0 */
/*
 * systemd's watchdog (sd_notify(3), without its library): the loop that draws says that it goes round. One that hangs is
 * ended and started again, so that no glass stands still for longer than WatchdogSec.
 */
#ifndef KIOSK_WATCHDOG_H
#define KIOSK_WATCHDOG_H

#include <stdint.h>

#define KS_WATCHDOG_TURNS "WATCHDOG=1"  /* the loop goes round */
#define KS_WATCHDOG_LEFT "EXIT_STATUS=" /* and the code: a 係員 ends it */

/** ks_watchdog_open() - as NOTIFY_SOCKET and WATCHDOG_USEC say; without them, or where they lead nowhere, it is off. */
void ks_watchdog_open(void);
/**
 * ks_watchdog_turn() - the loop went round at @now_mono_ms: says so when half of the time is over
 * Return: ms until it should go round again, -1: there is no watchdog.
 */
int ks_watchdog_turn(int64_t now_mono_ms);
/** ks_watchdog_leave() - the program ends with @code by a 係員's wish; cage keeps that to itself, so the relay is told. */
void ks_watchdog_leave(int code);
/** ks_watchdog_close() - nothing is said any more. */
void ks_watchdog_close(void);

/** ks_watchdog_connect() - a datagram socket to systemd's @path ("/…", "@…" abstract); -1: there is none. Caller closes. */
int ks_watchdog_connect(const char *path);

#endif
