/* SPDX-License-Identifier: Apache-2.0 */
#include "base/rc.h"

#include <errno.h>
#include <stddef.h>

#include "base/mem.h"

/* Names for logs: a number in a log line helps nobody. */

static const char *const names[] = {
	[KS_OK] = "ok",
	[KS_NOT_FOUND] = "not-found",
	[KS_INVALID] = "invalid",
	[KS_DENIED] = "denied",
	[KS_CONFLICT] = "conflict",
	[KS_BUSY] = "busy",
	[KS_FULL] = "full",
	[KS_IO] = "io",
	[KS_DAMAGED] = "damaged",
	[KS_READ_ONLY] = "read-only",
};

const char *ks_rc_name(enum ks_rc rc)
{
	return (size_t)rc < KS_COUNT(names) ? names[rc] : "unknown";
}

enum ks_rc ks_rc_of_write(int error)
{
	switch (error) {
	case ENOSPC:
	case EDQUOT:
		return KS_FULL;
	case EROFS:
	case EACCES:
	case EPERM:
		return KS_READ_ONLY;
	default:
		return KS_IO;
	}
}
