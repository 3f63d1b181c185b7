/* SPDX-License-Identifier: Apache-2.0 */
#include "base/rich.h"

#include <string.h>

/* The shape itself is all data; only the commonest case needs a function. */

struct ks_rich ks_rich_plain(const char *text)
{
	return (struct ks_rich){.text = text, .len = strlen(text)};
}
