/* SPDX-License-Identifier: Apache-2.0 */
#include "base/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "base/mem.h"

/*
 * The file system as the programs see it. Power may go at any moment: a write is beside, synced and
 * renamed, and then the folder is synced too, because a rename that is not on the disk did not happen.
 */

char *ks_path_join(const char *folder, const char *name)
{
	size_t len = strlen(folder);
	bool has_slash = len > 0 && folder[len - 1] == '/';

	return ks_format("%s%s%s", folder, has_slash ? "" : "/", name);
}

static enum ks_rc rc_of_errno(void)
{
	switch (errno) {
	case ENOENT:
	case ENOTDIR:
		return KS_NOT_FOUND;
	case EEXIST:
		return KS_CONFLICT;
	case ENOSPC:
	case EDQUOT:
		return KS_FULL;
	default:
		return KS_IO;
	}
}

/* The same for writing, where a missing right is a place that is read-only. */
static enum ks_rc rc_of_write_errno(void)
{
	return errno == EROFS || errno == EACCES || errno == EPERM ? KS_READ_ONLY : rc_of_errno();
}

static enum ks_rc read_all(int fd, size_t ceiling, size_t expected, char **data, size_t *len)
{
	size_t room = expected + 1, used = 0;
	char *memory = ks_alloc(room);

	for (;;) {
		ssize_t n = read(fd, memory + used, room - used);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0 || used + (size_t)n > ceiling) {
			free(memory);
			return n < 0 ? KS_IO : KS_FULL;
		}
		used += (size_t)n;
		if (n == 0)
			break;
		if (used == room) { /* it grew while being read */
			room = room * 2;
			memory = ks_realloc(memory, room, 1);
		}
	}
	memory = ks_realloc(memory, used + 1, 1);
	memory[used] = '\0';
	*data = memory;
	*len = used;
	return KS_OK;
}

enum ks_rc ks_file_read(const char *path, size_t ceiling, char **data, size_t *len)
{
	struct stat st;
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	enum ks_rc rc = KS_IO;

	if (fd < 0)
		return rc_of_errno();
	if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode))
		rc = KS_IO;
	else if ((uintmax_t)st.st_size > ceiling)
		rc = KS_FULL;
	else
		rc = read_all(fd, ceiling, (size_t)st.st_size, data, len);
	close(fd);
	return rc;
}

static bool write_all(int fd, const char *data, size_t len)
{
	while (len > 0) {
		ssize_t n = write(fd, data, len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return false;
		data += n;
		len -= (size_t)n;
	}
	return true;
}

enum ks_rc ks_folder_sync(const char *folder)
{
	int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	enum ks_rc rc = fd >= 0 && fsync(fd) == 0 ? KS_OK : KS_IO;

	if (fd >= 0)
		close(fd);
	return rc;
}

static enum ks_rc sync_folder_of(const char *path)
{
	char *folder = ks_strdup(path);
	char *slash = strrchr(folder, '/');
	enum ks_rc rc;

	if (slash == folder)
		slash[1] = '\0';
	else if (slash)
		*slash = '\0';
	rc = ks_folder_sync(slash ? folder : ".");
	free(folder);
	return rc;
}

/* Writes the whole of a new file beside @path; its name in @beside (malloc'd) on KS_OK. */
static enum ks_rc write_beside(const char *path, const void *data, size_t len, mode_t mode,
			       char **beside)
{
	char *name = ks_format("%s.XXXXXX", path);
	int fd = mkostemp(name, O_CLOEXEC);
	enum ks_rc rc = KS_OK;

	if (fd < 0) {
		rc = rc_of_write_errno();
		free(name);
		return rc;
	}
	if (!write_all(fd, data, len) || fchmod(fd, mode) != 0 || fsync(fd) != 0)
		rc = errno == ENOSPC || errno == EDQUOT || errno == EROFS ? rc_of_write_errno()
									  : KS_IO;
	if (close(fd) != 0 && rc == KS_OK)
		rc = KS_IO;
	if (rc == KS_OK) {
		*beside = name;
		return KS_OK;
	}
	unlink(name);
	free(name);
	return rc;
}

/* A pipe, a terminal, /dev/stdout: there is nothing to replace, and renaming over it would destroy it. */
static bool is_stream(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && !S_ISREG(st.st_mode) && !S_ISDIR(st.st_mode);
}

static enum ks_rc write_through(const char *path, const void *data, size_t len)
{
	FILE *stream = fopen(path, "we");
	bool is_written;

	if (!stream)
		return rc_of_write_errno();
	is_written = fwrite(data, 1, len, stream) == len;
	return fclose(stream) == 0 && is_written ? KS_OK : KS_IO;
}

enum ks_rc ks_file_write(const char *path, const void *data, size_t len, mode_t mode)
{
	char *beside = NULL;
	enum ks_rc rc;

	if (is_stream(path))
		return write_through(path, data, len);
	rc = write_beside(path, data, len, mode, &beside);
	if (rc != KS_OK)
		return rc;
	if (rename(beside, path) != 0) {
		rc = rc_of_write_errno();
		unlink(beside);
	}
	free(beside);
	return rc == KS_OK ? sync_folder_of(path) : rc;
}

enum ks_rc ks_file_create(const char *path, const void *data, size_t len, mode_t mode)
{
	char *beside = NULL;
	enum ks_rc rc = write_beside(path, data, len, mode, &beside);

	if (rc != KS_OK)
		return rc;
	/* link() refuses an existing name, which rename() would replace. */
	if (link(beside, path) != 0)
		rc = rc_of_write_errno();
	unlink(beside);
	free(beside);
	return rc == KS_OK ? sync_folder_of(path) : rc;
}

bool ks_file_exists(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISREG(st.st_mode);
}

bool ks_folder_exists(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

enum ks_rc ks_folder_make(const char *path)
{
	char *part = ks_strdup(path);

	for (char *at = part + 1; part[0] != '\0' && *at != '\0'; at++) {
		if (*at != '/')
			continue;
		*at = '\0';
		mkdir(part, 0700); /* what is wrong shows at the last one */
		*at = '/';
	}
	free(part);
	if (mkdir(path, 0700) != 0 && errno != EEXIST) {
		enum ks_rc rc = rc_of_write_errno();

		return rc == KS_FULL || rc == KS_READ_ONLY ? rc : KS_IO;
	}
	if (!ks_folder_exists(path))
		return KS_IO;
	if (access(path, W_OK | X_OK) == 0)
		return KS_OK;
	return rc_of_write_errno() == KS_READ_ONLY ? KS_READ_ONLY : KS_IO;
}

static int compare_names(const void *left, const void *right)
{
	return strcmp(*(char *const *)left, *(char *const *)right);
}

enum ks_rc ks_folder_list(const char *folder, const char *suffix, char ***names, size_t *n_names)
{
	DIR *dir = opendir(folder);
	char **found = NULL;
	size_t n = 0, capacity = 0, n_suffix = suffix ? strlen(suffix) : 0;

	*names = NULL;
	*n_names = 0;
	if (!dir)
		return rc_of_errno();
	for (struct dirent *entry; (errno = 0, entry = readdir(dir));) {
		size_t len = strlen(entry->d_name);

		if (entry->d_name[0] == '.' || len < n_suffix ||
		    strcmp(entry->d_name + len - n_suffix, suffix ? suffix : "") != 0)
			continue;
		ks_grow(&found, n, &capacity);
		found[n++] = ks_strdup(entry->d_name);
	}
	enum ks_rc rc = errno == 0 ? KS_OK : KS_IO;

	closedir(dir);
	if (n > 1)
		qsort(found, n, sizeof(found[0]), compare_names);
	if (rc != KS_OK) {
		ks_folder_list_finish(found, n);
		return rc;
	}
	*names = found;
	*n_names = n;
	return KS_OK;
}

void ks_folder_list_finish(char **names, size_t n_names)
{
	for (size_t i = 0; i < n_names; i++)
		free(names[i]);
	free(names);
}

static int remove_one(const char *path, const struct stat *st, int flag, struct FTW *ftw)
{
	(void)st;
	(void)flag;
	(void)ftw;
	(void)remove(path);
	return 0;
}

void ks_folder_remove(const char *path)
{
	(void)nftw(path, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

long ks_file_free_mib(const char *path)
{
	struct statvfs fs;

	if (statvfs(path, &fs) != 0)
		return -1;
	return (long)((uintmax_t)fs.f_bavail * fs.f_frsize >> 20);
}

char *ks_program_folder(void)
{
	char *path = realpath("/proc/self/exe", NULL);
	char *slash = path ? strrchr(path, '/') : NULL;

	if (!slash) {
		free(path);
		return NULL;
	}
	slash[slash == path ? 1 : 0] = '\0';
	return path;
}
