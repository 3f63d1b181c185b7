/* SPDX-License-Identifier: Apache-2.0 */
/* A centre that is asked without a network, and answers in whichever way a test wants. */
#ifndef KS_TESTS_KIOSK_PEER_H
#define KS_TESTS_KIOSK_PEER_H

#include <pthread.h>

#include "kiosk/glass.h"

#define PEER_MS INT64_C(1795827600000) /* what its clock says */

enum peer_way {
	PEER_ANSWERS,
	PEER_COLLECTS, /* a kenshu collector: it hears how the machine is, too */
	PEER_KEY_OF_ANOTHER,
	PEER_TWIN, /* the record of this kiosk goes on elsewhere */
	PEER_SILENT,
	PEER_NO_CERTIFICATE,
	PEER_NO_PROXY,
	PEER_REFUSES_ALL,
	PEER_UNKNOWN_KEY
};

extern struct peer {
	pthread_mutex_t lock;
	enum peer_way way;
	int n_posts, n_asked;
	char condition[8192]; /* what it was told of the machine last */
	int n_conditions;
} peer;

/** peer_begin() - from now on what is recorded is sent to it. */
void peer_begin(struct glass *glass, enum peer_way way);
/** peer_say() - it answers in another way. */
void peer_say(enum peer_way way);
/** peer_end() - nothing is sent any more. */
void peer_end(struct glass *glass);

#endif
