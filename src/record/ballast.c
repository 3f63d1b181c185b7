/* SPDX-License-Identifier: Apache-2.0 */
#include "record/ballast.h"

#include <stdint.h>
#include <stdlib.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "base/file.h"
#include "base/id.h"
#include "base/log.h"
#include "base/mem.h"
#include "record/store_private.h"

/*
 * A file of random bytes, really written: a hole or a row of zeros may hold nothing back. It goes when the disk is all
 * but full, before a statement fails; from then on the probe says full, so that nobody new begins.
 */

#define BALLAST "ballast"
#define BALLAST_BYTES ((size_t)2 << 20)
#define LOW_BYTES ((uintmax_t)1 << 20)
#define ENOUGH_BYTES ((uintmax_t)4 << 20) /* beside the ballast itself */

static uintmax_t free_bytes(const struct ks_store *store)
{
	struct statvfs fs;

	return statvfs(store->folder, &fs) == 0 ? (uintmax_t)fs.f_bavail * fs.f_frsize : UINTMAX_MAX;
}

static bool is_there(const struct ks_store *store)
{
	char *path = ks_path_join(store->folder, BALLAST);
	bool is = ks_file_exists(path);

	free(path);
	return is;
}

void ks_ballast_drop(struct ks_store *store)
{
	char *path;

	if (store->role != KS_ROLE_KIOSK || store->is_reader)
		return;
	path = ks_path_join(store->folder, BALLAST);
	if (unlink(path) == 0)
		ks_log_warn("store", "the disk is full: the space held back is given to it");
	free(path);
}

void ks_ballast_look(struct ks_store *store)
{
	if (store->role == KS_ROLE_KIOSK && free_bytes(store) < LOW_BYTES)
		ks_ballast_drop(store);
}

enum ks_rc ks_ballast_make(struct ks_store *store)
{
	char *path, *bytes;
	enum ks_rc rc;

	if (store->role != KS_ROLE_KIOSK || store->is_reader || is_there(store))
		return KS_OK;
	if (free_bytes(store) < BALLAST_BYTES + ENOUGH_BYTES)
		return KS_FULL;
	path = ks_path_join(store->folder, BALLAST);
	bytes = ks_alloc(BALLAST_BYTES);
	ks_random(bytes, BALLAST_BYTES);
	rc = ks_file_write(path, bytes, BALLAST_BYTES, 0600);
	free(bytes);
	free(path);
	return rc;
}
