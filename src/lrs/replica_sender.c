/* SPDX-License-Identifier: Apache-2.0 */
#include "lrs/replica_sender.h"

#include <string.h>

bool ks_replica_is_sender(const char *sender)
{
	return strncmp(sender, KS_REPLICA_SENDER, strlen(KS_REPLICA_SENDER)) == 0;
}

const char *ks_replica_kiosk(const char *sender)
{
	return ks_replica_is_sender(sender) ? sender + strlen(KS_REPLICA_SENDER) : sender;
}
