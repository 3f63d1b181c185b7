/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where each statement lies within the bytes of a request: a record is kept exactly as the kiosk made it,
 * so it is cut out of the body and never printed anew (DESIGN §5.1).
 */
#ifndef KS_COLLECTOR_JSON_SPLIT_H
#define KS_COLLECTOR_JSON_SPLIT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/rc.h"

/* Deeper nesting is refused: no statement needs it, and the parsers behind us recurse. */
#define KS_JSON_DEPTH_MAX 64

struct ks_json_range {
	size_t from, len;
};

struct ks_json_parts {
	struct ks_json_range *items; /* room for `max`, given by the caller */
	size_t max;
	size_t n_items;
	bool is_array;      /* false: the document is one value, items[0] */
	size_t bad_at;      /* offset of the mistake on KS_INVALID */
	const char *reason; /* English */
};

/**
 * ks_json_split() - the byte range of every element of a JSON array, or of the one value
 * Strict RFC 8259 as to form; whether strings are good UTF-8 is for the parser that reads each element.
 * Return: KS_OK; KS_INVALID (bad_at, reason); KS_FULL more than `max` elements.
 */
KS_MUST_USE enum ks_rc ks_json_split(const char *bytes, size_t len, struct ks_json_parts *parts);

#endif
