/* SPDX-License-Identifier: Apache-2.0 */
/* A zip archive in memory; the only user of libzip. The same files are the same bytes. */
#ifndef KS_REPORT_ZIP_H
#define KS_REPORT_ZIP_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/rc.h"

struct ks_zip;

/** ks_zip_begin() - an empty archive; NULL: no memory for it. End it with ks_zip_end(). */
struct ks_zip *ks_zip_begin(void);
/** ks_zip_add() - @bytes (malloc'd, taken over in any case) as @name; KS_IO. */
KS_MUST_USE enum ks_rc ks_zip_add(struct ks_zip *zip, const char *name, char *bytes, size_t len);
/** ks_zip_end() - the whole archive into @out (NULL: thrown away), and free it; KS_IO, KS_FULL. */
KS_MUST_USE enum ks_rc ks_zip_end(struct ks_zip *zip, struct ks_buf *out);

struct ks_unzip;
/** ks_unzip_open() - of these bytes, which must outlive it; NULL: they are no zip archive. */
struct ks_unzip *ks_unzip_open(const char *bytes, size_t len);
/** ks_unzip_close() - accepts NULL. */
void ks_unzip_close(struct ks_unzip *zip);
/** ks_unzip_name() - the i-th file's; NULL behind the last. The archive's own. */
const char *ks_unzip_name(struct ks_unzip *zip, size_t i);
/** ks_unzip_read() - a file whole, by name; KS_NOT_FOUND; KS_DAMAGED: it cannot be unpacked; KS_FULL beyond @ceiling. */
KS_MUST_USE enum ks_rc ks_unzip_read(struct ks_unzip *zip, const char *name, struct ks_buf *out);

#endif
