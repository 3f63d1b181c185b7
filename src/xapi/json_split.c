/* SPDX-License-Identifier: Apache-2.0 */
#include "xapi/json_split.h"

#include <string.h>

/*
 * A JSON library gives values, not where they stood; the hash chain is over the very bytes. So this scanner
 * finds the ranges and nothing else. It keeps its own stack (one bit a level), does not recurse and does not
 * allocate, because everything it reads comes from the network.
 */

struct scan {
	const char *bytes;
	size_t len, at;
	const char *reason;
};

static bool fail(struct scan *scan, const char *reason)
{
	scan->reason = reason;
	return false;
}

static void skip_space(struct scan *scan)
{
	while (scan->at < scan->len && memchr(" \t\r\n", scan->bytes[scan->at], 4))
		scan->at++;
}

static bool is_next(const struct scan *scan, char c)
{
	return scan->at < scan->len && scan->bytes[scan->at] == c;
}

static bool is_digit_next(const struct scan *scan)
{
	return scan->at < scan->len && scan->bytes[scan->at] >= '0' && scan->bytes[scan->at] <= '9';
}

static bool take_hex4(struct scan *scan)
{
	static const char digits[] = "0123456789abcdefABCDEF";

	if (scan->len - scan->at < 4)
		return fail(scan, "unfinished \\u escape");
	for (int i = 0; i < 4; i++) {
		if (!memchr(digits, scan->bytes[scan->at], sizeof(digits) - 1))
			return fail(scan, "bad \\u escape");
		scan->at++;
	}
	return true;
}

static bool take_escape(struct scan *scan)
{
	char c;

	if (scan->at >= scan->len)
		return fail(scan, "unfinished string");
	c = scan->bytes[scan->at++];
	if (c == 'u')
		return take_hex4(scan);
	return memchr("\"\\/bfnrt", c, 8) ? true : fail(scan, "bad escape");
}

static bool take_string(struct scan *scan)
{
	if (!is_next(scan, '"'))
		return fail(scan, "a string was expected");
	scan->at++;
	while (scan->at < scan->len) {
		unsigned char c = (unsigned char)scan->bytes[scan->at++];

		if (c == '"')
			return true;
		if (c < 0x20)
			return fail(scan, "control character in a string");
		if (c == '\\' && !take_escape(scan))
			return false;
	}
	return fail(scan, "unfinished string");
}

static bool take_digits(struct scan *scan)
{
	if (!is_digit_next(scan))
		return fail(scan, "a digit was expected");
	while (is_digit_next(scan))
		scan->at++;
	return true;
}

static bool take_number(struct scan *scan)
{
	if (is_next(scan, '-'))
		scan->at++;
	if (is_next(scan, '0'))
		scan->at++;
	else if (!take_digits(scan))
		return false;
	if (is_next(scan, '.')) {
		scan->at++;
		if (!take_digits(scan))
			return false;
	}
	if (is_next(scan, 'e') || is_next(scan, 'E')) {
		scan->at++;
		if (is_next(scan, '+') || is_next(scan, '-'))
			scan->at++;
		return take_digits(scan);
	}
	return true;
}

static bool take_scalar(struct scan *scan)
{
	static const char *const words[] = {"true", "false", "null"};

	if (is_next(scan, '"'))
		return take_string(scan);
	for (size_t i = 0; i < 3; i++) {
		size_t len = strlen(words[i]);

		if (scan->len - scan->at >= len &&
		    memcmp(scan->bytes + scan->at, words[i], len) == 0) {
			scan->at += len;
			return true;
		}
	}
	if (is_next(scan, '-') || is_digit_next(scan))
		return take_number(scan);
	return fail(scan, scan->at < scan->len ? "a value was expected" : "unfinished document");
}

static bool take_key(struct scan *scan)
{
	skip_space(scan);
	if (!take_string(scan))
		return false;
	skip_space(scan);
	if (!is_next(scan, ':'))
		return fail(scan, "':' was expected");
	scan->at++;
	return true;
}

/*
 * Opens containers until a value stands that is complete: a scalar, {} or [].
 * @objects: bit d says that level d is an object
 */
static bool open_value(struct scan *scan, unsigned long long *objects, int *depth)
{
	for (;;) {
		bool is_object;

		skip_space(scan);
		is_object = is_next(scan, '{');
		if (!is_object && !is_next(scan, '['))
			return take_scalar(scan);
		scan->at++;
		skip_space(scan);
		if (is_next(scan, is_object ? '}' : ']')) {
			scan->at++;
			return true;
		}
		if (*depth == KS_JSON_DEPTH_MAX)
			return fail(scan, "nested too deeply");
		if (is_object)
			*objects |= 1ULL << *depth;
		else
			*objects &= ~(1ULL << *depth);
		(*depth)++;
		if (is_object && !take_key(scan))
			return false;
	}
}

/* One whole value, whatever its depth. */
static bool take_value(struct scan *scan)
{
	unsigned long long objects = 0;
	int depth = 0;

	if (!open_value(scan, &objects, &depth))
		return false;
	while (depth > 0) {
		bool is_object = objects >> (depth - 1) & 1;

		skip_space(scan);
		if (is_next(scan, is_object ? '}' : ']')) {
			scan->at++;
			depth--;
			continue;
		}
		if (!is_next(scan, ','))
			return fail(scan, scan->at < scan->len ? "',' was expected"
							       : "unfinished document");
		scan->at++;
		if (is_object && !take_key(scan))
			return false;
		if (!open_value(scan, &objects, &depth))
			return false;
	}
	return true;
}

static enum ks_rc take_elements(struct scan *scan, struct ks_json_parts *parts)
{
	scan->at++;
	skip_space(scan);
	if (is_next(scan, ']')) {
		scan->at++;
		return KS_OK;
	}
	for (;;) {
		size_t from;

		skip_space(scan);
		from = scan->at;
		if (!take_value(scan))
			return KS_INVALID;
		if (parts->n_items == parts->max)
			return KS_FULL;
		parts->items[parts->n_items++] = (struct ks_json_range){from, scan->at - from};
		skip_space(scan);
		if (is_next(scan, ']')) {
			scan->at++;
			return KS_OK;
		}
		if (!is_next(scan, ',')) {
			fail(scan, "',' or ']' was expected");
			return KS_INVALID;
		}
		scan->at++;
	}
}

enum ks_rc ks_json_split(const char *bytes, size_t len, struct ks_json_parts *parts)
{
	struct scan scan = {.bytes = bytes, .len = len};
	enum ks_rc rc = KS_OK;

	parts->n_items = 0;
	parts->reason = NULL;
	skip_space(&scan);
	parts->is_array = is_next(&scan, '[');
	if (parts->is_array) {
		rc = take_elements(&scan, parts);
	} else {
		size_t from = scan.at;

		if (!take_value(&scan))
			rc = KS_INVALID;
		else if (parts->max == 0)
			rc = KS_FULL;
		else
			parts->items[parts->n_items++] = (struct ks_json_range){from, scan.at - from};
	}
	skip_space(&scan);
	if (rc == KS_OK && scan.at < len) {
		fail(&scan, "something stands behind the document");
		rc = KS_INVALID;
	}
	parts->bad_at = scan.at;
	parts->reason = scan.reason;
	return rc;
}
