/* SPDX-License-Identifier: Apache-2.0 */
/* libpcsclite, opened when it is first wanted: a kiosk needs it only behind its first frame, and many have no reader at all. */
#ifndef KIOSK_CARD_LIB_H
#define KIOSK_CARD_LIB_H

#include <winscard.h>

/* Every function of libpcsclite that we call. */
#define KS_CARD_CALLS(X)         \
	X(SCardCancel)           \
	X(SCardConnect)          \
	X(SCardDisconnect)       \
	X(SCardEstablishContext) \
	X(SCardGetStatusChange)  \
	X(SCardListReaders)      \
	X(SCardReleaseContext)   \
	X(SCardTransmit)

#define KS_CARD_MEMBER(name) __typeof__(name) *name;
struct ks_card_lib {
	KS_CARD_CALLS(KS_CARD_MEMBER)
};

/** ks_card_lib() - the library, the same for all callers and threads; NULL when it is not installed, which is no fault. */
const struct ks_card_lib *ks_card_lib(void);

#endif
