/* SPDX-License-Identifier: Apache-2.0 */
#include "record/backup_step.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/id.h"
#include "base/mem.h"

/*
 * A step is the blocks in which a database differs from an earlier whole copy beside it. Steps do not build on each other:
 * each needs its whole copy and nothing else, so any of them may be lost or deleted. Blocks and no rows, since whatever is
 * in the file, tables of later versions too, comes back to the byte; the hash of the whole result says so.
 *
 *   kenshu-step 1 <name of the whole copy> <bytes of the result> <blocks that follow> <hash of the result>\n
 *   per block: its number, eight bytes, the highest first; its bytes
 */

#define BLOCK_BYTES 4096
#define HEAD_MAX 512
#define WORTH 4 /* a step is at most this part of the whole */

struct head {
	char base[256], hash[KS_HASH_HEX];
	long long size, n_blocks;
};

static enum ks_rc put(int fd, const void *bytes, size_t len)
{
	for (size_t at = 0; at < len;) {
		ssize_t n = write(fd, (const char *)bytes + at, len - at);

		if (n <= 0)
			return n < 0 && (errno == ENOSPC || errno == EDQUOT) ? KS_FULL : KS_IO;
		at += (size_t)n;
	}
	return KS_OK;
}

/* Up to @len bytes; less only at the end of the file. */
static ssize_t get(int fd, void *bytes, size_t len)
{
	size_t at = 0;

	while (at < len) {
		ssize_t n = read(fd, (char *)bytes + at, len - at);

		if (n < 0)
			return -1;
		if (n == 0)
			break;
		at += (size_t)n;
	}
	return (ssize_t)at;
}

static void finish_hash(crypto_generichash_state *state, char out[KS_HASH_HEX])
{
	uint8_t hash[KS_HASH_BYTES];

	crypto_generichash_final(state, hash, sizeof(hash));
	ks_hex(hash, sizeof(hash), out);
}

static enum ks_rc put_block(int fd, long long number, const unsigned char *bytes)
{
	unsigned char place[8];

	for (int i = 0; i < 8; i++)
		place[i] = (unsigned char)(number >> (8 * (7 - i)));
	if (put(fd, place, sizeof(place)) != KS_OK)
		return KS_IO;
	return put(fd, bytes, BLOCK_BYTES);
}

/* @out NULL: only counts and hashes. */
static enum ks_rc walk(int base, int now, int out, struct head *head)
{
	unsigned char a[BLOCK_BYTES], b[BLOCK_BYTES];
	crypto_generichash_state state;
	enum ks_rc rc = KS_OK;

	crypto_generichash_init(&state, NULL, 0, KS_HASH_BYTES);
	head->n_blocks = 0;
	for (long long i = 0; i * BLOCK_BYTES < head->size && rc == KS_OK; i++) {
		ssize_t n_base = get(base, a, BLOCK_BYTES), n = get(now, b, BLOCK_BYTES);

		if (n != BLOCK_BYTES || n_base < 0)
			return KS_IO;
		crypto_generichash_update(&state, b, BLOCK_BYTES);
		if (n_base == BLOCK_BYTES && memcmp(a, b, BLOCK_BYTES) == 0)
			continue;
		head->n_blocks++;
		if (out >= 0)
			rc = put_block(out, i, b);
	}
	finish_hash(&state, head->hash);
	return rc;
}

static enum ks_rc write_step(int base, int now, int out, struct head *head)
{
	char text[HEAD_MAX];
	enum ks_rc rc = walk(base, now, -1, head);

	if (rc != KS_OK)
		return rc;
	if (head->n_blocks * BLOCK_BYTES * WORTH > head->size)
		return KS_NOT_FOUND;
	(void)snprintf(text, sizeof(text), "kenshu-step 1 %s %lld %lld %s\n", head->base,
		       head->size, head->n_blocks, head->hash);
	rc = put(out, text, strlen(text));
	if (rc == KS_OK && (lseek(base, 0, SEEK_SET) != 0 || lseek(now, 0, SEEK_SET) != 0))
		rc = KS_IO;
	if (rc == KS_OK)
		rc = walk(base, now, out, head);
	return rc == KS_OK && fsync(out) != 0 ? KS_IO : rc;
}

static const char *name_in(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

enum ks_rc ks_backup_step_make(const char *base_path, const char *now_path, const char *path)
{
	int base = open(base_path, O_RDONLY | O_CLOEXEC), now = open(now_path, O_RDONLY | O_CLOEXEC);
	int out = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
	struct head head = {0};
	struct stat st;
	enum ks_rc rc = KS_IO;

	(void)snprintf(head.base, sizeof(head.base), "%s", name_in(base_path));
	if (base >= 0 && now >= 0 && out >= 0 && fstat(now, &st) == 0 &&
	    st.st_size % BLOCK_BYTES == 0 && !strpbrk(head.base, " \n")) {
		head.size = st.st_size;
		rc = write_step(base, now, out, &head);
	}
	for (int i = 0; i < 3; i++)
		if ((int[]){base, now, out}[i] >= 0)
			close((int[]){base, now, out}[i]);
	if (rc != KS_OK)
		(void)unlink(path);
	return rc;
}

/* ---- the way back ---- */

/* KS_NOT_FOUND: it is no step. The file stands behind the head then. */
static enum ks_rc read_head(int fd, struct head *head)
{
	char text[HEAD_MAX + 1] = {0}, *end;
	ssize_t n = get(fd, text, HEAD_MAX);

	if (n <= 0 || strncmp(text, "kenshu-step ", 12) != 0)
		return KS_NOT_FOUND;
	end = memchr(text, '\n', (size_t)n);
	if (!end)
		return KS_DAMAGED;
	*end = '\0';
	if (sscanf(text, "kenshu-step 1 %255s %lld %lld %64s", head->base, &head->size,
		   &head->n_blocks, head->hash) != 4 ||
	    strchr(head->base, '/') || head->size < 0 || head->size % BLOCK_BYTES != 0)
		return KS_DAMAGED;
	return lseek(fd, end + 1 - text, SEEK_SET) > 0 ? KS_OK : KS_IO;
}

static enum ks_rc lay(int step, int target, const struct head *head)
{
	unsigned char block[8 + BLOCK_BYTES];

	if (ftruncate(target, head->size) != 0)
		return KS_FULL;
	for (long long i = 0; i < head->n_blocks; i++) {
		unsigned long long number = 0;

		if (get(step, block, sizeof(block)) != (ssize_t)sizeof(block))
			return KS_DAMAGED;
		for (int k = 0; k < 8; k++)
			number = number << 8 | block[k];
		if (number >= (unsigned long long)(head->size / BLOCK_BYTES))
			return KS_DAMAGED;
		if (pwrite(target, block + 8, BLOCK_BYTES, (off_t)number * BLOCK_BYTES) != BLOCK_BYTES)
			return errno == ENOSPC ? KS_FULL : KS_IO;
	}
	return KS_OK;
}

static enum ks_rc check(int target, const struct head *head)
{
	unsigned char block[BLOCK_BYTES];
	crypto_generichash_state state;
	char hash[KS_HASH_HEX];
	ssize_t n;

	if (lseek(target, 0, SEEK_SET) != 0)
		return KS_IO;
	crypto_generichash_init(&state, NULL, 0, KS_HASH_BYTES);
	while ((n = get(target, block, sizeof(block))) > 0)
		crypto_generichash_update(&state, block, (size_t)n);
	finish_hash(&state, hash);
	return n == 0 && strcmp(hash, head->hash) == 0 ? KS_OK : KS_DAMAGED;
}

enum ks_rc ks_backup_step_base(const char *path, char **base)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	const char *name = name_in(path);
	struct head head = {0};
	enum ks_rc rc = fd >= 0 ? read_head(fd, &head) : KS_NOT_FOUND;

	*base = rc == KS_OK ? ks_format("%.*s%s", (int)(name - path), path, head.base) : NULL;
	if (fd >= 0)
		close(fd);
	return rc;
}

enum ks_rc ks_backup_step_lay(const char *path, int target)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	struct head head = {0};
	enum ks_rc rc = fd >= 0 ? read_head(fd, &head) : KS_NOT_FOUND;

	if (rc == KS_OK)
		rc = lay(fd, target, &head);
	if (rc == KS_OK)
		rc = check(target, &head);
	if (fd >= 0)
		close(fd);
	return rc == KS_OK && fsync(target) != 0 ? KS_IO : rc;
}
