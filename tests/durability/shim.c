/* SPDX-License-Identifier: Apache-2.0 */
#include "durability/shim.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

/*
 * The calls themselves. Each does the same: is the file inside a state folder; what is its fate; do it; note it, all
 * under one lock, so that the journal has the order of the disk. SQLite and our own code both come by here, as both call
 * libc; stdio inside libc does not, so fopen() in a state folder would go unseen (nobody does that).
 */

static struct shim_file files[SHIM_FDS_MAX];
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_once_t once = PTHREAD_ONCE_INIT;
static const char *roots;

static struct shim_real real;

static void get_ready_once(void)
{
	static const struct {
		const char *name;
		void *place;
	} calls[] = {
		{"open64", &real.open},           {"mkostemp", &real.mkostemp},
		{"close", &real.close},           {"read", &real.read},
		{"pread64", &real.pread},         {"write", &real.write},
		{"pwrite64", &real.pwrite},       {"fsync", &real.fsync},
		{"ftruncate64", &real.ftruncate}, {"fallocate64", &real.fallocate},
		{"rename", &real.rename},         {"link", &real.link},
		{"unlink", &real.unlink},         {"mkdir", &real.mkdir},
		{"fputs", &real.fputs},           {"fopen", &real.fopen},
	};

	for (size_t i = 0; i < sizeof(calls) / sizeof(calls[0]); i++)
		*(void **)calls[i].place = dlsym(RTLD_NEXT, calls[i].name);
	roots = getenv("DUR_ROOTS");
	shim_fault_open();
	shim_journal_open(&real);
	shim_journal_note(&(struct shim_record){.kind = SHIM_BEGIN}, program_invocation_short_name,
			  NULL);
}

const struct shim_real *shim_ready(void)
{
	pthread_once(&once, get_ready_once);
	return &real;
}

void shim_lock(void)
{
	pthread_mutex_lock(&lock);
}

void shim_unlock(void)
{
	pthread_mutex_unlock(&lock);
}

__attribute__((destructor)) static void end(void)
{
	shim_ready();
	shim_journal_note(&(struct shim_record){.kind = SHIM_END}, program_invocation_short_name,
			  NULL);
}

bool shim_is_inside(const char *path)
{
	for (const char *at = roots; at && path && *at; at += *at == ':') {
		size_t n = strcspn(at, ":");

		if (strncmp(path, at, n) == 0 && (path[n] == '\0' || path[n] == '/'))
			return true;
		at += n;
	}
	return false;
}

struct shim_file *shim_file(int fd)
{
	return fd >= 0 && fd < SHIM_FDS_MAX && files[fd].is_inside ? &files[fd] : NULL;
}

int shim_fail(const struct shim_record *head, const char *path, int error)
{
	struct shim_record record = *head;

	record.is_failed = 1;
	shim_journal_note(&record, path, NULL);
	pthread_mutex_unlock(&lock);
	errno = error;
	return -1;
}

/* ---- names ---- */

static int take(int fd, const char *path, bool is_new, int flags)
{
	struct stat st;

	if (fd < 0 || fd >= SHIM_FDS_MAX || fstat(fd, &st) != 0)
		return fd;
	files[fd].is_inside = true;
	files[fd].is_folder = S_ISDIR(st.st_mode);
	files[fd].is_durable = (flags & O_DSYNC) != 0;
	files[fd].ino = st.st_ino;
	snprintf(files[fd].path, sizeof(files[fd].path), "%s", path);
	if (files[fd].is_folder)
		return fd;
	shim_journal_note(&(struct shim_record){.kind = is_new ? SHIM_CREATE : SHIM_OPEN,
						.ino = st.st_ino},
			  path, NULL);
	if (!is_new && (flags & O_TRUNC))
		shim_journal_note(&(struct shim_record){.kind = SHIM_TRUNC, .ino = st.st_ino}, path,
				  NULL);
	return fd;
}

static int open_file(const char *path, int flags, mode_t mode)
{
	bool is_write = (flags & O_ACCMODE) != O_RDONLY || (flags & (O_CREAT | O_TRUNC));
	struct shim_record head = {.kind = SHIM_OPEN};
	struct shim_fate fate;
	int fd, error;

	shim_ready();
	if (!shim_is_inside(path))
		return real.open(path, flags, mode);
	pthread_mutex_lock(&lock);
	bool is_new = (flags & O_CREAT) && access(path, F_OK) != 0;

	head.kind = is_new ? SHIM_CREATE : SHIM_OPEN;
	fate = shim_fault_next((enum shim_kind)head.kind, is_write, 0, 0, 0);
	if (fate.error != 0)
		return shim_fail(&head, path, fate.error);
	fd = take(real.open(path, flags, mode), path, is_new, flags);
	error = errno;
	if (fd < 0)
		return shim_fail(&head, path, error);
	pthread_mutex_unlock(&lock);
	return fd;
}

static mode_t mode_of(int flags, va_list list)
{
	return flags & (O_CREAT | O_TMPFILE) ? (mode_t)va_arg(list, unsigned) : 0;
}

int open(const char *path, int flags, ...)
{
	va_list list;
	mode_t mode;

	va_start(list, flags);
	mode = mode_of(flags, list);
	va_end(list);
	return open_file(path, flags, mode);
}

int open64(const char *path, int flags, ...)
{
	va_list list;
	mode_t mode;

	va_start(list, flags);
	mode = mode_of(flags, list);
	va_end(list);
	return open_file(path, flags, mode);
}

int __open_2(const char *path, int flags);
int __open64_2(const char *path, int flags);

int __open_2(const char *path, int flags)
{
	return open_file(path, flags, 0);
}

int __open64_2(const char *path, int flags)
{
	return open_file(path, flags, 0);
}

int mkostemp(char *pattern, int flags)
{
	struct shim_record head = {.kind = SHIM_CREATE};
	struct shim_fate fate;
	int fd;

	shim_ready();
	if (!shim_is_inside(pattern))
		return real.mkostemp(pattern, flags);
	pthread_mutex_lock(&lock);
	fate = shim_fault_next(SHIM_CREATE, true, 0, 0, 0);
	if (fate.error != 0)
		return shim_fail(&head, pattern, fate.error);
	fd = take(real.mkostemp(pattern, flags), pattern, true, 0);
	pthread_mutex_unlock(&lock);
	return fd;
}

int close(int fd)
{
	shim_ready();
	if (shim_file(fd)) {
		pthread_mutex_lock(&lock);
		files[fd].is_inside = false;
		pthread_mutex_unlock(&lock);
	}
	return real.close(fd);
}

/* rename, link, unlink, mkdir: one or two names. */
static int change_name(enum shim_kind kind, const char *path, const char *other)
{
	struct shim_record head = {.kind = (uint8_t)kind};
	struct shim_fate fate;
	struct stat st = {0};
	int rc, error;

	pthread_mutex_lock(&lock);
	if (stat(kind == SHIM_RENAME ? other : path, &st) != 0 || st.st_nlink > 1)
		st.st_size = 0;
	fate = shim_fault_next(kind, true, 0, 0, 0);
	if (fate.error != 0)
		return shim_fail(&head, path, fate.error);
	rc = kind == SHIM_RENAME   ? real.rename(path, other)
	     : kind == SHIM_LINK   ? real.link(path, other)
	     : kind == SHIM_UNLINK ? real.unlink(path)
				   : real.mkdir(path, 0700);
	error = errno;
	if (rc != 0)
		return shim_fail(&head, path, error);
	if (kind == SHIM_RENAME || kind == SHIM_UNLINK)
		shim_fault_freed(st.st_size);
	head.n_data = other ? (uint32_t)strlen(other) : 0;
	shim_journal_note(&head, path, other);
	pthread_mutex_unlock(&lock);
	return 0;
}

int rename(const char *path, const char *other)
{
	shim_ready();
	return shim_is_inside(other) ? change_name(SHIM_RENAME, path, other)
				     : real.rename(path, other);
}

int link(const char *path, const char *other)
{
	shim_ready();
	return shim_is_inside(other) ? change_name(SHIM_LINK, path, other) : real.link(path, other);
}

int unlink(const char *path)
{
	shim_ready();
	return shim_is_inside(path) ? change_name(SHIM_UNLINK, path, NULL) : real.unlink(path);
}

int mkdir(const char *path, mode_t mode)
{
	shim_ready();
	return shim_is_inside(path) ? change_name(SHIM_MKDIR, path, NULL) : real.mkdir(path, mode);
}
