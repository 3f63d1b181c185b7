/* SPDX-License-Identifier: Apache-2.0 */
#include "support/calls.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/types.h>
#include <unistd.h>

#include "support/real.h"

/* A test may have its own of these, which is taken then. */
#pragma weak chmod
#pragma weak fdatasync
#pragma weak fsync
#pragma weak ftruncate
#pragma weak ftruncate64
#pragma weak open
#pragma weak open64
#pragma weak pread
#pragma weak pread64
#pragma weak pwrite
#pragma weak pwrite64
#pragma weak read
#pragma weak rename
#pragma weak statvfs
#pragma weak write

/* Threads may call at the same time: what fails is decided by number, one at a time. */

struct ks_calls ks_calls;

void ks_calls_fail(unsigned kinds, int at, bool is_from_there_on, int error)
{
	ks_calls.kinds = kinds;
	ks_calls.at = at;
	ks_calls.is_from_there_on = is_from_there_on;
	ks_calls.error = error;
	ks_calls.n = 0;
}

int ks_calls_end(void)
{
	int n = ks_calls.n;

	ks_calls_fail(0, 0, false, 0);
	return n;
}

static bool fails(enum ks_calls_kind kind)
{
	int n;

	if (!(ks_calls.kinds & kind))
		return false;
	n = ++ks_calls.n;
	if (ks_calls.at == 0)
		return false;
	return ks_calls.is_from_there_on ? n >= ks_calls.at : n == ks_calls.at;
}

static int fail(int usual)
{
	errno = ks_calls.error ? ks_calls.error : usual;
	return -1;
}

/* Whether only half of it is done. */
static bool is_short(size_t len)
{
	return ks_calls.error == 0 && len > 1 && !ks_calls.is_from_there_on;
}

/* ---- at a place ---- */

typedef ssize_t (*pwrites)(int, const void *, size_t, off_t);
typedef ssize_t (*preads)(int, void *, size_t, off_t);

ssize_t pwrite(int fd, const void *from, size_t len, off_t offset);
ssize_t pwrite64(int fd, const void *from, size_t len, off64_t offset);
ssize_t pread(int fd, void *to, size_t len, off_t offset);
ssize_t pread64(int fd, void *to, size_t len, off64_t offset);

ssize_t pwrite(int fd, const void *from, size_t len, off_t offset)
{
	pwrites real = KS_REAL(ssize_t, pwrite, int, const void *, size_t, off_t);

	if (!fails(KS_CALLS_WRITE))
		return real(fd, from, len, offset);
	return is_short(len) ? real(fd, from, len / 2, offset) : fail(ENOSPC);
}

ssize_t pwrite64(int fd, const void *from, size_t len, off64_t offset)
{
	return pwrite(fd, from, len, offset);
}

ssize_t pread(int fd, void *to, size_t len, off_t offset)
{
	preads real = KS_REAL(ssize_t, pread, int, void *, size_t, off_t);

	if (!fails(KS_CALLS_READ))
		return real(fd, to, len, offset);
	return is_short(len) ? real(fd, to, len / 2, offset) : fail(EIO);
}

ssize_t pread64(int fd, void *to, size_t len, off64_t offset)
{
	return pread(fd, to, len, offset);
}

/* ---- one after the other ---- */

ssize_t write(int fd, const void *from, size_t len);
ssize_t read(int fd, void *to, size_t len);

ssize_t write(int fd, const void *from, size_t len)
{
	ssize_t (*real)(int, const void *, size_t) =
		KS_REAL(ssize_t, write, int, const void *, size_t);

	if (fd <= STDERR_FILENO || !fails(KS_CALLS_WRITE))
		return real(fd, from, len);
	return is_short(len) ? real(fd, from, len / 2) : fail(ENOSPC);
}

ssize_t read(int fd, void *to, size_t len)
{
	ssize_t (*real)(int, void *, size_t) = KS_REAL(ssize_t, read, int, void *, size_t);

	if (!fails(KS_CALLS_READ))
		return real(fd, to, len);
	return is_short(len) ? real(fd, to, len / 2) : fail(EIO);
}

/* ---- of the whole file ---- */

int fdatasync(int fd);
int fsync(int fd);
int ftruncate(int fd, off_t len);
int ftruncate64(int fd, off64_t len);
int rename(const char *from, const char *to);
int chmod(const char *path, mode_t mode);

static int sync_badly(int (*real)(int), int fd)
{
	if (fd == ks_calls.deaf_fd && ks_calls.n_deaf > 0) {
		ks_calls.n_deaf--;
		errno = EIO;
		return -1;
	}
	return fails(KS_CALLS_SYNC) ? fail(EIO) : real(fd);
}

int fdatasync(int fd)
{
	return sync_badly(KS_REAL(int, fdatasync, int), fd);
}

int fsync(int fd)
{
	return sync_badly(KS_REAL(int, fsync, int), fd);
}

int ftruncate(int fd, off_t len)
{
	return fails(KS_CALLS_WRITE) ? fail(EIO) : KS_REAL(int, ftruncate, int, off_t)(fd, len);
}

int ftruncate64(int fd, off64_t len)
{
	return ftruncate(fd, len);
}

int rename(const char *from, const char *to)
{
	int (*real)(const char *, const char *) = KS_REAL(int, rename, const char *, const char *);

	return fails(KS_CALLS_RENAME) ? fail(EIO) : real(from, to);
}

int chmod(const char *path, mode_t mode)
{
	return fails(KS_CALLS_RENAME) ? fail(EIO)
				      : KS_REAL(int, chmod, const char *, mode_t)(path, mode);
}

int statvfs(const char *path, struct statvfs *out);

int statvfs(const char *path, struct statvfs *out)
{
	int result = KS_REAL(int, statvfs, const char *, struct statvfs *)(path, out);

	if (result == 0 && ks_calls.free_bytes > 0) {
		out->f_bavail = ks_calls.free_bytes;
		out->f_frsize = 1;
	}
	return result;
}

/* ---- opening ---- */

int open(const char *path, int flags, ...);
int open64(const char *path, int flags, ...);

static bool is_to_write(const char *path, int flags)
{
	return (flags & (O_WRONLY | O_RDWR | O_CREAT)) && strncmp(path, "/dev/null", 9) != 0;
}

static int open_badly(const char *path, int flags, mode_t mode)
{
	int (*real)(const char *, int, ...) = KS_REAL(int, open, const char *, int, ...);

	if (fails(KS_CALLS_OPEN) || (is_to_write(path, flags) && fails(KS_CALLS_OPEN_TO_WRITE)))
		return fail(EMFILE);
	return real(path, flags, mode);
}

int open(const char *path, int flags, ...)
{
	va_list rest;
	mode_t mode;

	va_start(rest, flags);
	mode = flags & O_CREAT ? va_arg(rest, mode_t) : 0;
	va_end(rest);
	return open_badly(path, flags, mode);
}

int open64(const char *path, int flags, ...)
{
	va_list rest;
	mode_t mode;

	va_start(rest, flags);
	mode = flags & O_CREAT ? va_arg(rest, mode_t) : 0;
	va_end(rest);
	return open_badly(path, flags, mode);
}
