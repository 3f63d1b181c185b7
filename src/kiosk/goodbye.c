/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk/goodbye.h"

enum ks_word ks_goodbye(const struct ks_receipt *receipt)
{
	return receipt ? KS_W_GOODBYE_SAVED : KS_W_GOODBYE_NOTHING;
}
