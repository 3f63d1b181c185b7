/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"
#include "content/shelf_private.h"

/*
 * A bundle on its way. Its length says how far it came, also over a power cut; pieces are not synced, for the hash of the
 * whole is looked at before anybody believes a byte of it.
 */

#define PART ".part"

static char *part_path(const char *state, const char *sha256)
{
	return ks_format("%s/content/%s" PART, state, sha256);
}

size_t ks_shelf_part_len(const char *state, const char *sha256)
{
	char *path = part_path(state, sha256);
	struct stat st;
	bool is_there = stat(path, &st) == 0 && S_ISREG(st.st_mode);

	free(path);
	return is_there ? (size_t)st.st_size : 0;
}

static enum ks_rc append(int fd, const char *bytes, size_t len)
{
	off_t before = lseek(fd, 0, SEEK_END);
	ssize_t n = before < 0 ? -1 : write(fd, bytes, len);
	enum ks_rc rc =
		n >= 0 ? KS_FULL : ks_rc_of_write(errno); /* cut short: there was no more room */

	if (n == (ssize_t)len)
		return KS_OK;
	(void)!ftruncate(fd, before > 0 ? before : 0);
	return rc;
}

enum ks_rc ks_shelf_part_add(const char *state, const char *sha256, const void *bytes, size_t len)
{
	char *path = part_path(state, sha256);
	enum ks_rc rc = ks_shelf_make(state);
	int fd = rc == KS_OK ? open(path, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600) : -1;

	if (fd >= 0)
		rc = append(fd, bytes, len);
	else if (rc == KS_OK)
		rc = ks_rc_of_write(errno);
	if (fd >= 0)
		close(fd);
	free(path);
	return rc;
}

static enum ks_rc check_hash(const char *path, const char *sha256)
{
	char *bytes = NULL, hex[KS_HASH_HEX];
	uint8_t hash[KS_HASH_BYTES];
	size_t len = 0;
	enum ks_rc rc = ks_file_read(path, KS_BUNDLE_BYTES_MAX, &bytes, &len);

	if (rc != KS_OK)
		return rc;
	ks_sha256(bytes, len, hash);
	ks_hex(hash, sizeof(hash), hex);
	free(bytes);
	return strcmp(hex, sha256) == 0 ? KS_OK : KS_DAMAGED;
}

enum ks_rc ks_shelf_part_install(const char *state, const char *sha256, bool is_known_sender,
				 struct ks_shelf_told *told)
{
	char *path = part_path(state, sha256);
	enum ks_rc rc = check_hash(path, sha256);

	memset(told, 0, sizeof(*told));
	memcpy(told->sha256, sha256, KS_HASH_HEX);
	if (rc == KS_OK)
		rc = ks_shelf_install(state, path, is_known_sender, told);
	if (rc != KS_FULL)
		(void)!unlink(path);
	free(path);
	return rc;
}

void ks_shelf_part_drop(const char *state, const char *sha256)
{
	char *folder = ks_path_join(state, "content"), **names = NULL;
	char *kept = ks_format("%s" PART, sha256 ? sha256 : "");
	size_t n = 0;

	if (ks_folder_list(folder, PART, &names, &n) == KS_OK) {
		for (size_t i = 0; i < n; i++) {
			char *path = ks_path_join(folder, names[i]);

			if (strcmp(names[i], kept) != 0)
				(void)!unlink(path);
			free(path);
		}
		ks_folder_list_finish(names, n);
	}
	free(kept);
	free(folder);
}
