/* SPDX-License-Identifier: Apache-2.0 */
#include "durability/shim.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

/*
 * What is read, written and synced. The disk below need not be a slow one: a sync is only noted, for what counts is the
 * journal. DUR_NOSYNC=1 is the planted fault of a program that does not sync: not even noted.
 */

static bool is_dropped(void)
{
	const char *dropped = getenv("DUR_NOSYNC");

	return dropped && *dropped == '1';
}

static off_t size_of(int fd)
{
	struct stat st;

	return fstat(fd, &st) == 0 ? st.st_size : 0;
}

static ssize_t read_file(int fd, void *data, size_t n, off_t offset)
{
	struct shim_file *file = shim_file(fd);
	struct shim_record head = {.kind = SHIM_READ};
	ssize_t got;

	if (file && !file->is_folder) {
		struct shim_fate fate;

		shim_lock();
		head.ino = file->ino;
		fate = shim_fault_next(SHIM_READ, false, n, 0, 0);
		if (fate.error != 0)
			return shim_fail(&head, file->path, fate.error);
		shim_journal_note(&head, NULL, NULL);
		shim_unlock();
	}
	got = offset < 0 ? shim_ready()->read(fd, data, n) : shim_ready()->pread(fd, data, n, offset);
	return got;
}

ssize_t read(int fd, void *data, size_t n)
{
	return read_file(fd, data, n, -1);
}

ssize_t pread(int fd, void *data, size_t n, off_t offset)
{
	return read_file(fd, data, n, offset);
}

ssize_t pread64(int fd, void *data, size_t n, off64_t offset)
{
	return read_file(fd, data, n, offset);
}

static off_t where_is(int fd, off_t offset)
{
	if (offset >= 0)
		return offset;
	return fcntl(fd, F_GETFL) & O_APPEND ? size_of(fd) : lseek(fd, 0, SEEK_CUR);
}

static ssize_t write_file(int fd, const void *data, size_t n, off_t offset)
{
	struct shim_file *file = shim_file(fd);
	struct shim_record head = {.kind = SHIM_WRITE};
	struct shim_fate fate;
	off_t at, size;
	ssize_t done;

	if (!file)
		return offset < 0 ? shim_ready()->write(fd, data, n)
				  : shim_ready()->pwrite(fd, data, n, offset);
	shim_lock();
	at = where_is(fd, offset);
	size = size_of(fd);
	head.ino = file->ino;
	head.offset = (uint64_t)at;
	fate = shim_fault_next(SHIM_WRITE, true, n, at + (off_t)n > size ? at + (off_t)n : 0, size);
	if (fate.error != 0)
		return shim_fail(&head, file->path, fate.error);
	done = offset < 0 ? shim_ready()->write(fd, data, fate.most)
			  : shim_ready()->pwrite(fd, data, fate.most, at);
	if (done < 0)
		return shim_fail(&head, file->path, errno);
	head.n_data = (uint32_t)done;
	shim_journal_note(&head, NULL, data);
	if (file->is_durable && !is_dropped())
		shim_journal_note(&(struct shim_record){.kind = SHIM_SYNC, .ino = file->ino}, NULL,
				  NULL);
	if (fate.is_last)
		(void)kill(getpid(), SIGKILL);
	shim_unlock();
	return done;
}

ssize_t write(int fd, const void *data, size_t n)
{
	return write_file(fd, data, n, -1);
}

ssize_t pwrite(int fd, const void *data, size_t n, off_t offset)
{
	return write_file(fd, data, n, offset);
}

ssize_t pwrite64(int fd, const void *data, size_t n, off64_t offset)
{
	return write_file(fd, data, n, offset);
}

ssize_t pwritev(int fd, const struct iovec *parts, int n_parts, off_t offset)
{
	ssize_t done = 0;

	for (int i = 0; i < n_parts; i++) {
		ssize_t n = write_file(fd, parts[i].iov_base, parts[i].iov_len,
				       offset < 0 ? -1 : offset + done);

		if (n < 0)
			return done > 0 ? done : -1;
		done += n;
		if ((size_t)n < parts[i].iov_len)
			break;
	}
	return done;
}

ssize_t writev(int fd, const struct iovec *parts, int n_parts)
{
	return pwritev(fd, parts, n_parts, -1);
}

static int sync_file(int fd)
{
	struct shim_file *file = shim_file(fd);
	struct shim_record head = {.kind = SHIM_SYNC};
	struct shim_fate fate;

	if (!file)
		return shim_ready()->fsync(fd);
	shim_lock();
	head.kind = file->is_folder ? SHIM_DIRSYNC : SHIM_SYNC;
	head.ino = file->ino;
	fate = shim_fault_next((enum shim_kind)head.kind, false, 0, 0, 0);
	if (fate.error != 0) {
		if (!file->is_folder)
			head.kind = SHIM_LOSE;
		return shim_fail(&head, file->path, fate.error);
	}
	/* The disk below is as good as any: what counts is the journal. */
	if (!is_dropped())
		shim_journal_note(&head, file->path, NULL);
	shim_unlock();
	return 0;
}

int fsync(int fd)
{
	return sync_file(fd);
}

int fdatasync(int fd)
{
	return sync_file(fd);
}

static int resize(enum shim_kind kind, int fd, int mode, off_t from, off_t to)
{
	struct shim_file *file = shim_file(fd);
	struct shim_record head = {.kind = (uint8_t)kind, .offset = (uint64_t)to};
	struct shim_fate fate = {0};
	off_t size;
	int rc;

	if (file) {
		shim_lock();
		head.ino = file->ino;
		size = size_of(fd);
		fate = shim_fault_next(kind, true, 0, kind == SHIM_ALLOC && to > size ? to : 0, size);
		if (fate.error != 0)
			return shim_fail(&head, file->path, fate.error);
		if (kind == SHIM_TRUNC && to < size)
			shim_fault_freed(size - to);
	}
	rc = kind == SHIM_TRUNC ? shim_ready()->ftruncate(fd, to)
				: shim_ready()->fallocate(fd, mode, from, to - from);
	if (!file)
		return rc;
	if (rc != 0)
		return shim_fail(&head, file->path, errno);
	shim_journal_note(&head, file->path, NULL);
	shim_unlock();
	return 0;
}

int ftruncate(int fd, off_t size)
{
	return resize(SHIM_TRUNC, fd, 0, 0, size);
}

int ftruncate64(int fd, off64_t size)
{
	return resize(SHIM_TRUNC, fd, 0, 0, size);
}

int fallocate(int fd, int mode, off_t offset, off_t n)
{
	return resize(SHIM_ALLOC, fd, mode, offset, offset + n);
}

int posix_fallocate(int fd, off_t offset, off_t n)
{
	return resize(SHIM_ALLOC, fd, 0, offset, offset + n) == 0 ? 0 : errno;
}

int posix_fallocate64(int fd, off64_t offset, off64_t n)
{
	return posix_fallocate(fd, offset, n);
}

int fallocate64(int fd, int mode, off64_t offset, off64_t n)
{
	return fallocate(fd, mode, offset, n);
}
