/* SPDX-License-Identifier: Apache-2.0 */
/* A pcscd played for tests: readers and cards that come and go while the thread of kiosk/card_reader.h waits. */
#ifndef KS_TESTS_KIOSK_PCSCD_H
#define KS_TESTS_KIOSK_PCSCD_H

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

#include "kiosk/card_lib.h"

#define PCSCD_READERS 12

struct pcscd_reader {
	bool is_there, is_unavailable, is_refused; /* refused: no card can be spoken with */
	DWORD state;
	uint8_t reply[40];
	DWORD len;
};

/* Under its lock while a thread waits. */
struct pcscd {
	pthread_mutex_t lock;
	pthread_cond_t told;
	struct pcscd_reader readers[PCSCD_READERS];
	DWORD changes; /* of what readers there are */
	LONG answer;   /* of the next wait, once; SUCCESS: none */
	bool is_asleep, is_cancelled, is_down;
	int established, released, connected, disconnected, asked, listed;
	int faults; /* calls that no pcscd would understand */
};
extern struct pcscd pcscd;
extern const struct ks_card_lib pcscd_lib;

/** pcscd_reset() - no reader, nothing counted. */
void pcscd_reset(void);
/** pcscd_still() - until the thread sleeps in pcscd and has seen all there is; by no clock. */
void pcscd_still(void);
/** pcscd_begin() - something changes; pcscd_end() - it has, and the thread has seen it. */
void pcscd_begin(void);
void pcscd_end(void);
/** pcscd_set() - a reader is there or not, before anybody looks. pcscd_plug() - while the thread waits. */
void pcscd_set(int reader, bool is_there);
void pcscd_plug(int reader, bool is_there);
/** pcscd_hold() - what lies on a reader, and what it answers. */
void pcscd_hold(int reader, DWORD state, const uint8_t *reply, DWORD len);
/** pcscd_hold_card() - a card whose number ends with @last, twice. pcscd_lift() - takes it away. */
void pcscd_hold_card(int reader, uint8_t last);
void pcscd_lift(int reader);

#endif
