/* SPDX-License-Identifier: Apache-2.0 */
/*
 * JSON as values, for what is read once and let go: a statement at the door, in `verify`, in every count. A general library
 * makes some hundred allocations and a hash table of each object; here it is two blocks, five times as fast. It accepts and
 * refuses what jansson does with JSON_REJECT_DUPLICATES (tests/xapi/test_json_read.c holds them side by side), but
 * for nesting below KS_JSON_DEPTH_MAX, which no statement has. Private to src/xapi.
 *
 * All calls take NULL, as "nothing there", and then answer NULL, 0 or false.
 */
#ifndef KS_XAPI_JSON_READ_H
#define KS_XAPI_JSON_READ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum ks_json_type {
	KS_JSON_NULL,
	KS_JSON_FALSE,
	KS_JSON_TRUE,
	KS_JSON_INTEGER,
	KS_JSON_REAL,
	KS_JSON_TEXT,
	KS_JSON_ARRAY,
	KS_JSON_OBJECT,
};

/* One value. Those within it follow it; the next beside it is `span` further. */
struct ks_json {
	enum ks_json_type type;
	uint32_t span, n; /* values, with itself and all within; members or elements */
	uint32_t key_len, len;
	const char *key, *text; /* ended by NUL, which stands in none; NULL where there is none */
	union {
		int64_t integer;
		double real;
	};
};

/* A document; ks_json_finish() frees it. */
struct ks_json_document {
	struct ks_json *nodes;
	char *text;
	size_t n, capacity;
};

/** ks_json_read() - the array or object that @bytes are; NULL: they are none, or not well-formed. Finish @out either way. */
const struct ks_json *ks_json_read(const char *bytes, size_t len, struct ks_json_document *out);
/** ks_json_finish() - and all that was read of it. */
void ks_json_finish(struct ks_json_document *document);

/** ks_json_get() - the member @name of an object; NULL: it has none, or is none. */
const struct ks_json *ks_json_get(const struct ks_json *object, const char *name);
/** ks_json_text() - a string's; NULL for all else. */
const char *ks_json_text(const struct ks_json *value);
/** ks_json_is_equal() - two scalars; two containers never are. */
bool ks_json_is_equal(const struct ks_json *a, const struct ks_json *b);

/** ks_json_is() - of this type? */
static inline bool ks_json_is(const struct ks_json *value, enum ks_json_type type)
{
	return value && value->type == type;
}

/** ks_json_is_bool() - true or false. */
static inline bool ks_json_is_bool(const struct ks_json *value)
{
	return ks_json_is(value, KS_JSON_TRUE) || ks_json_is(value, KS_JSON_FALSE);
}

/** ks_json_is_number() - whole or not. */
static inline bool ks_json_is_number(const struct ks_json *value)
{
	return ks_json_is(value, KS_JSON_INTEGER) || ks_json_is(value, KS_JSON_REAL);
}

/** ks_json_integer() - of a whole number; 0 for all else. */
static inline int64_t ks_json_integer(const struct ks_json *value)
{
	return ks_json_is(value, KS_JSON_INTEGER) ? value->integer : 0;
}

/** ks_json_number() - of any number; 0 for all else. */
static inline double ks_json_number(const struct ks_json *value)
{
	return ks_json_is(value, KS_JSON_REAL) ? value->real : (double)ks_json_integer(value);
}

/** ks_json_size() - how many elements an array has; 0 for all else. */
static inline size_t ks_json_size(const struct ks_json *array)
{
	return ks_json_is(array, KS_JSON_ARRAY) ? array->n : 0;
}

/** ks_json_first() - the first member or element; NULL: there is none. */
static inline const struct ks_json *ks_json_first(const struct ks_json *container)
{
	bool is = ks_json_is(container, KS_JSON_ARRAY) || ks_json_is(container, KS_JSON_OBJECT);

	return is && container->n > 0 ? container + 1 : NULL;
}

/** ks_json_next() - the one behind @value in @container; NULL: it was the last. */
static inline const struct ks_json *ks_json_next(const struct ks_json *container,
						 const struct ks_json *value)
{
	value += value->span;
	return value < container + container->span ? value : NULL;
}

#endif
