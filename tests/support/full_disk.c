/* SPDX-License-Identifier: Apache-2.0 */
#include "support/full_disk.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

/* Each file is SQLite's own behind a head of ours, and everything is passed on but writes while the disk is full. */

struct file {
	sqlite3_file head;
	sqlite3_file *real; /* behind this struct */
};

static sqlite3_vfs vfs, *under;
static bool is_shut;

static sqlite3_file *real_of(sqlite3_file *file)
{
	return ((struct file *)(void *)file)->real;
}

#define PASS(name, args, ...)                                                       \
	static int name args                                                        \
	{                                                                           \
		return real_of(file)->pMethods->name(real_of(file), ##__VA_ARGS__); \
	}
PASS(xClose, (sqlite3_file * file))
PASS(xRead, (sqlite3_file * file, void *to, int n, sqlite3_int64 at), to, n, at)
PASS(xTruncate, (sqlite3_file * file, sqlite3_int64 size), size)
PASS(xSync, (sqlite3_file * file, int flags), flags)
PASS(xFileSize, (sqlite3_file * file, sqlite3_int64 *size), size)
PASS(xLock, (sqlite3_file * file, int lock), lock)
PASS(xUnlock, (sqlite3_file * file, int lock), lock)
PASS(xCheckReservedLock, (sqlite3_file * file, int *out), out)
PASS(xFileControl, (sqlite3_file * file, int what, void *arg), what, arg)
PASS(xSectorSize, (sqlite3_file * file))
PASS(xDeviceCharacteristics, (sqlite3_file * file))

static int xWrite(sqlite3_file *file, const void *from, int n, sqlite3_int64 at)
{
	if (__atomic_load_n(&is_shut, __ATOMIC_RELAXED))
		return SQLITE_FULL;
	return real_of(file)->pMethods->xWrite(real_of(file), from, n, at);
}

static const sqlite3_io_methods methods = {
	.iVersion = 1,
	.xClose = xClose,
	.xRead = xRead,
	.xWrite = xWrite,
	.xTruncate = xTruncate,
	.xSync = xSync,
	.xFileSize = xFileSize,
	.xLock = xLock,
	.xUnlock = xUnlock,
	.xCheckReservedLock = xCheckReservedLock,
	.xFileControl = xFileControl,
	.xSectorSize = xSectorSize,
	.xDeviceCharacteristics = xDeviceCharacteristics,
};

static int open_file(sqlite3_vfs *self, const char *name, sqlite3_file *out, int flags, int *flags_out)
{
	struct file *file = (struct file *)(void *)out;
	int result;

	(void)self;
	file->real = (sqlite3_file *)(void *)(file + 1);
	result = under->xOpen(under, name, file->real, flags, flags_out);
	out->pMethods = file->real->pMethods ? &methods : NULL;
	return result;
}

void ks_full_disk_use(void)
{
	if (under)
		return;
	under = sqlite3_vfs_find(NULL);
	vfs = *under;
	vfs.zName = "kenshu-full-disk";
	vfs.szOsFile = (int)sizeof(struct file) + under->szOsFile;
	vfs.xOpen = open_file;
	sqlite3_vfs_register(&vfs, 1);
}

void ks_full_disk_set(bool is_full)
{
	__atomic_store_n(&is_shut, is_full, __ATOMIC_RELAXED);
}
