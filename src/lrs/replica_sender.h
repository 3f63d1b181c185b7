/* SPDX-License-Identifier: Apache-2.0 */
/* Under which name what was copied from another LRS (replica.h) stands in the record: below everything that counts. */
#ifndef KS_LRS_REPLICA_SENDER_H
#define KS_LRS_REPLICA_SENDER_H

#include <stdbool.h>

/* This and the kiosk it says it is of; no client or kiosk can have such a name. */
#define KS_REPLICA_SENDER "client:@lrs/"

/** ks_replica_is_sender() - what comes under this name was copied from another LRS. */
bool ks_replica_is_sender(const char *sender);
/** ks_replica_kiosk() - the kiosk in a sender's name where it was copied, else the name itself. */
const char *ks_replica_kiosk(const char *sender);

#endif
