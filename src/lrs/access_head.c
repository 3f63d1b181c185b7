/* SPDX-License-Identifier: Apache-2.0 */
#include "lrs/access_head.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/log.h"
#include "base/mem.h"
#include "record/db.h"

/* One line of fixed length, written in place: less than a sector, so that a power cut leaves the old one or the new one. */

#define NAME "access.head"
#define MARK "access.head" /* setting: there is a file */
#define LINE_BYTES 86

static char *path_of(struct ks_store *store)
{
	return ks_path_join(ks_store_folder(store), NAME);
}

static bool parse(const char line[LINE_BYTES + 1], struct ks_access_head *out)
{
	long long n;

	if (sscanf(line, "%20lld %64s", &n, out->hash) != 2 || n < 0 || strlen(out->hash) != 64)
		return false;
	out->n = n;
	return true;
}

enum ks_rc ks_access_head_read(struct ks_store *store, struct ks_access_head *out)
{
	char line[LINE_BYTES + 1] = "", *path = path_of(store), *mark = NULL;
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t n = fd >= 0 ? pread(fd, line, LINE_BYTES, 0) : 0;
	enum ks_rc rc = ks_store_get(store, MARK, &mark);

	*out = (struct ks_access_head){0};
	if (fd >= 0)
		close(fd);
	if (n != LINE_BYTES || !parse(line, out)) {
		*out = (struct ks_access_head){0};
		out->is_missing = rc == KS_OK;
	}
	free(mark);
	free(path);
	return rc == KS_NOT_FOUND ? KS_OK : rc;
}

/* Whether entry @head->n still is what the file says. */
static bool is_of_log(struct ks_store *store, const struct ks_access_head *head)
{
	int64_t is = 0;
	enum ks_rc rc =
		ks_db_number(store, &is, "SELECT lower(hex(hash)) = ? FROM access_log WHERE n = ?",
			     "ti", head->hash, head->n);

	return rc == KS_OK && is != 0;
}

static bool write_line(const char *path, const char *line)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
	bool is_done = fd >= 0 && pwrite(fd, line, LINE_BYTES, 0) == LINE_BYTES && fdatasync(fd) == 0;

	if (fd >= 0)
		close(fd);
	return is_done;
}

/* The file comes before its mark, so that a power cut never leaves the mark alone. */
enum ks_rc ks_access_head_begin(struct ks_store *store)
{
	char zeros[KS_HASH_HEX], *mark = NULL, *path, *line;
	enum ks_rc rc = ks_store_get(store, MARK, &mark);

	free(mark);
	if (rc != KS_NOT_FOUND)
		return rc;
	memset(zeros, '0', sizeof(zeros) - 1);
	zeros[sizeof(zeros) - 1] = '\0';
	path = path_of(store);
	line = ks_format("%020d %s\n", 0, zeros);
	rc = write_line(path, line) ? ks_store_set(store, MARK, "1") : KS_IO;
	free(line);
	free(path);
	return rc;
}

void ks_access_head_write(struct ks_store *store, int64_t n, const uint8_t hash[KS_HASH_BYTES])
{
	char hex[KS_HASH_HEX], *path = path_of(store), *line;
	struct ks_access_head known;

	ks_hex(hash, KS_HASH_BYTES, hex);
	line = ks_format("%020lld %s\n", (long long)n, hex);
	if (ks_access_head_read(store, &known) != KS_OK || known.is_missing || known.n >= n ||
	    (known.n > 0 && !is_of_log(store, &known)))
		ks_log_error("web",
			     "access.head is not of this access log: kenshu verify tells more");
	else if (!write_line(path, line))
		ks_log_error("web", "access.head cannot be written: %s", strerror(errno));
	free(line);
	free(path);
}
