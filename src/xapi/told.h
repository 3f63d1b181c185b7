/* SPDX-License-Identifier: Apache-2.0 */
/* The way back of a statement that HR made: what it told stands in one extension of its own. */
#ifndef KS_XAPI_TOLD_H
#define KS_XAPI_TOLD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/id.h"
#include "base/mem.h"

struct json_t;

/** ks_told_text() - that member of @object, "" when there is none; @arena's. */
const char *ks_told_text(struct ks_arena *arena, const struct json_t *object, const char *name);

/* Whose way back it is. */
struct ks_told_reader {
	const char *tail; /* with which the name of the extension ends */
	/* @base: what stands before that (@arena's). False: it breaks a rule. */
	bool (*read)(const struct json_t *told, const char *base, struct ks_arena *arena, void *out);
};
/** ks_told_read() - id and time of the statement, and by @reader what it told, into @out; false: it is none of them. */
KS_MUST_USE bool ks_told_read(const char *bytes, size_t len, const struct ks_told_reader *reader,
			      struct ks_arena *arena, void *out, char id[KS_UUID_TEXT],
			      int64_t *wall_ms);

#endif
