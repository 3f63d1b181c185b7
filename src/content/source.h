/* SPDX-License-Identifier: Apache-2.0 */
/* Reading an author's file: what every parser of this floor begins with. Private to src/content. */
#ifndef KS_CONTENT_SOURCE_H
#define KS_CONTENT_SOURCE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/diag.h"
#include "base/mem.h"
#include "base/rc.h"

/* Ceilings: far above what people write, far below what hurts. */
#define KS_SOURCE_BYTES_MAX ((size_t)512 << 10)

/* Where a parser stands and whom it tells. */
struct ks_source {
	const char *file;
	struct ks_diags *diags; /* never NULL */
	struct ks_arena *arena; /* owns what is made of the file */
};

/**
 * ks_source_read() - a text file into @arena: valid UTF-8 without NUL or BOM, CRLF made LF
 * @is_verbatim: bytes are kept as they are (the policy): a CR is then an error
 * Return: KS_OK; KS_INVALID (diagnosed, also when the file is missing).
 */
KS_MUST_USE enum ks_rc ks_source_read(const struct ks_source *source, bool is_verbatim, char **text,
				      size_t *len);
/** ks_source_trim() - move both ends inwards over spaces, tabs, CR and LF. */
void ks_source_trim(const char **from, const char **to);
/** ks_source_name() - last part of a path; into the path, nothing to free. */
const char *ks_source_name(const char *path);
/** ks_source_is_id() - letters, digits, - _ . that can be a part of an IRI, at most @size - 1 of them. */
bool ks_source_is_id(const char *text, size_t size);
/** ks_source_number() - the whole of @text as a number in min … max. */
bool ks_source_number(const char *text, long min, long max, int *out);
/** ks_source_find() - first place of @part in @text, NULL when it is not there. */
const char *ks_source_find(const char *text, size_t len, const char *part, size_t part_len);
/** ks_source_join() - "folder/name" in the arena. */
const char *ks_source_join(struct ks_arena *arena, const char *folder, const char *name);

#endif
