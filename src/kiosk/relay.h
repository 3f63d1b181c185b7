/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The main process of the session (kiosk/session/kenshu-session): starts cage, and tells systemd what the kiosk in it says.
 * logind puts the session into a scope of its own, so systemd no longer knows the kiosk as one of the unit's and hears its
 * main process alone.
 */
#ifndef KIOSK_RELAY_H
#define KIOSK_RELAY_H

/* "kenshu-kiosk --relay cage -- kenshu-kiosk …": for the session, not for people, so --help leaves it out. */
#define KS_RELAY_OPTION "--relay"

/**
 * ks_relay_run() - runs @argv (ended by NULL) and passes on its WATCHDOG=1, and nothing else, until it ends
 * It ends when this is told to (SIGTERM), and dies when this does. Without $NOTIFY_SOCKET it takes this process's place.
 * Return: what the kiosk in it was left with (ks_watchdog_leave()); else its exit code, 0 when it was told to end; 128 and the signal that ended it; 127: it could not be run.
 */
int ks_relay_run(char **argv);

#endif
