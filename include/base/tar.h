/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The part of POSIX ustar that holds plain files, in memory: the same files give the same bytes (no times, no
 * owners), and any tar lists and unpacks them years from now.
 */
#ifndef KS_BASE_TAR_H
#define KS_BASE_TAR_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/rc.h"

#define KS_TAR_NAME_MAX 257 /* prefix, '/', name and NUL */

/** ks_tar_put() - append one file; false (nothing appended) when @name does not fit into ustar. */
KS_MUST_USE bool ks_tar_put(struct ks_buf *out, const char *name, const void *data, size_t len);
/** ks_tar_end() - append the end mark. */
void ks_tar_end(struct ks_buf *out);

struct ks_tar {
	const char *at, *end;
};
struct ks_tar_file {
	char name[KS_TAR_NAME_MAX];
	const char *data; /* within the bytes that are read */
	size_t len;
};

/** ks_tar_begin() - read @bytes, which must stay. */
struct ks_tar ks_tar_begin(const void *bytes, size_t len);
/**
 * ks_tar_next() - the next file
 * Return: KS_OK; KS_NOT_FOUND behind the last (the end mark was there); KS_DAMAGED for anything that
 * ks_tar_put() does not write: links, folders, bad sums, a cut-off end.
 */
KS_MUST_USE enum ks_rc ks_tar_next(struct ks_tar *tar, struct ks_tar_file *out);

#endif
