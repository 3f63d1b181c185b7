/* SPDX-License-Identifier: Apache-2.0 */
#include "xapi/json_read.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "xapi/json_split.h"

/*
 * What comes from the network decides how much is done here: so depth has a limit, an object's members are compared in
 * pairs only while they are few, and every string fits into a block as long as the document.
 */

#define FEW_MEMBERS 24
#define FIRST_NODES 96 /* a statement of a kiosk has some eighty */

struct reader {
	const char *at, *end;
	char *text; /* where the next string goes */
	struct ks_json_document *out;
	int depth;
};

static size_t take_value(struct reader *r); /* 0: it is not well-formed; else its place + 1 */

static size_t add(struct reader *r, enum ks_json_type type)
{
	struct ks_json_document *out = r->out;

	ks_grow(&out->nodes, out->n, &out->capacity);
	out->nodes[out->n] = (struct ks_json){.type = type, .span = 1};
	return ++out->n;
}

static void skip_space(struct reader *r)
{
	while (r->at < r->end && (*r->at == ' ' || *r->at == '\n' || *r->at == '\t' || *r->at == '\r'))
		r->at++;
}

static bool take(struct reader *r, char c)
{
	if (r->at >= r->end || *r->at != c)
		return false;
	r->at++;
	return true;
}

/* ---- strings ---- */

static int hex4(struct reader *r)
{
	int value = 0;

	if (r->end - r->at < 4)
		return -1;
	for (int i = 0; i < 4; i++, r->at++) {
		char c = *r->at;
		int digit = c >= '0' && c <= '9'   ? c - '0'
			    : c >= 'a' && c <= 'f' ? c - 'a' + 10
			    : c >= 'A' && c <= 'F' ? c - 'A' + 10
						   : -1;

		if (digit < 0)
			return -1;
		value = value * 16 + digit;
	}
	return value;
}

static void put_utf8(struct reader *r, unsigned c)
{
	if (c < 0x80) {
		*r->text++ = (char)c;
		return;
	}
	if (c < 0x800) {
		*r->text++ = (char)(0xc0 | c >> 6);
	} else {
		if (c < 0x10000) {
			*r->text++ = (char)(0xe0 | c >> 12);
		} else {
			*r->text++ = (char)(0xf0 | c >> 18);
			*r->text++ = (char)(0x80 | (c >> 12 & 0x3f));
		}
		*r->text++ = (char)(0x80 | (c >> 6 & 0x3f));
	}
	*r->text++ = (char)(0x80 | (c & 0x3f));
}

/* Behind \u. Half a pair is no character, and NUL would end the string early. */
static bool take_code(struct reader *r)
{
	int c = hex4(r), low;

	if (c <= 0 || (c >= 0xdc00 && c <= 0xdfff))
		return false;
	if (c >= 0xd800 && c <= 0xdbff) {
		if (!take(r, '\\') || !take(r, 'u'))
			return false;
		low = hex4(r);
		if (low < 0xdc00 || low > 0xdfff)
			return false;
		c = 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00);
	}
	put_utf8(r, (unsigned)c);
	return true;
}

static bool take_escape(struct reader *r)
{
	static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
	const char *found;

	if (r->at >= r->end || !*r->at)
		return false;
	if (take(r, 'u'))
		return take_code(r);
	found = strchr(from, *r->at++);
	if (found)
		*r->text++ = to[found - from];
	return found;
}

/* One character of more than one byte, in its shortest form. */
static bool take_wide(struct reader *r)
{
	unsigned char c = (unsigned char)*r->at;
	int n = c >= 0xf0 ? 4 : c >= 0xe0 ? 3 : 2;
	unsigned code = c & (0xffU >> (n + 1));
	static const unsigned least[] = {0, 0, 0x80, 0x800, 0x10000};

	if (c < 0xc2 || c > 0xf4 || r->end - r->at < n)
		return false;
	for (int i = 1; i < n; i++) {
		if (((unsigned char)r->at[i] & 0xc0) != 0x80)
			return false;
		code = code << 6 | ((unsigned char)r->at[i] & 0x3f);
	}
	if (code < least[n] || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff))
		return false;
	for (int i = 0; i < n; i++)
		*r->text++ = *r->at++;
	return true;
}

/* Up to the next character that is more than itself. */
static void take_plain(struct reader *r)
{
	const char *at = r->at, *end = r->end;
	char *to = r->text;

	for (; at < end; at++) {
		unsigned char c = (unsigned char)*at;

		if (c < 0x20 || c >= 0x80 || c == '"' || c == '\\')
			break;
		*to++ = (char)c;
	}
	r->at = at;
	r->text = to;
}

static bool take_string(struct reader *r, const char **out, uint32_t *len)
{
	char *from = r->text;

	if (!take(r, '"'))
		return false;
	for (;;) {
		take_plain(r);
		if (take(r, '"'))
			break;
		if (take(r, '\\')) {
			if (!take_escape(r))
				return false;
		} else if (r->at >= r->end || (unsigned char)*r->at < 0x80 || !take_wide(r)) {
			return false;
		}
	}
	*out = from;
	*len = (uint32_t)(r->text - from);
	*r->text++ = '\0';
	return true;
}

/* ---- numbers ---- */

static bool take_digits(struct reader *r)
{
	const char *from = r->at;

	while (r->at < r->end && *r->at >= '0' && *r->at <= '9')
		r->at++;
	return r->at > from;
}

static bool read_integer(const char *from, const char *end, int64_t *out)
{
	bool is_negative = *from == '-';
	uint64_t most = (uint64_t)INT64_MAX + is_negative, value = 0;

	for (const char *c = from + is_negative; c < end; c++) {
		unsigned digit = (unsigned)(*c - '0');

		if (value > (most - digit) / 10)
			return false;
		value = value * 10 + digit;
	}
	*out = is_negative ? (int64_t)(0 - value) : (int64_t)value;
	return true;
}

static size_t take_number(struct reader *r)
{
	const char *from = r->at;
	bool is_real = false;
	int64_t integer = 0;
	double real = 0;
	size_t n;

	(void)take(r, '-');
	if (!take(r, '0') && !take_digits(r))
		return 0;
	if (take(r, '.')) {
		is_real = true;
		if (!take_digits(r))
			return 0;
	}
	if (take(r, 'e') || take(r, 'E')) {
		is_real = true;
		if (!take(r, '+'))
			(void)take(r, '-');
		if (!take_digits(r))
			return 0;
	}
	if (is_real) {
		memcpy(r->text, from, (size_t)(r->at - from));
		r->text[r->at - from] = '\0';
		real = strtod(r->text, NULL);
		if (isinf(real))
			return 0;
	} else if (!read_integer(from, r->at, &integer)) {
		return 0;
	}
	n = add(r, is_real ? KS_JSON_REAL : KS_JSON_INTEGER);
	if (is_real)
		r->out->nodes[n - 1].real = real;
	else
		r->out->nodes[n - 1].integer = integer;
	return n;
}

/* ---- containers ---- */

static bool is_same_key(const struct ks_json *a, const struct ks_json *b)
{
	return a->key_len == b->key_len && memcmp(a->key, b->key, a->key_len) == 0;
}

static int by_key(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static bool has_twice_of_many(const struct ks_json *object)
{
	const char **keys = ks_alloc(object->n * sizeof(*keys));
	size_t n = 0;
	bool has = false;

	for (const struct ks_json *m = ks_json_first(object); m; m = ks_json_next(object, m))
		keys[n++] = m->key;
	qsort(keys, n, sizeof(*keys), by_key);
	for (size_t i = 1; i < n && !has; i++)
		has = strcmp(keys[i - 1], keys[i]) == 0;
	free(keys);
	return has;
}

static bool has_twice(const struct ks_json *object)
{
	if (object->n > FEW_MEMBERS)
		return has_twice_of_many(object);
	for (const struct ks_json *m = ks_json_first(object); m; m = ks_json_next(object, m))
		for (const struct ks_json *k = ks_json_next(object, m); k;
		     k = ks_json_next(object, k))
			if (is_same_key(m, k))
				return true;
	return false;
}

static bool take_member(struct reader *r, bool is_object)
{
	const char *key = NULL;
	uint32_t key_len = 0;
	size_t n;

	skip_space(r);
	if (is_object) {
		if (!take_string(r, &key, &key_len))
			return false;
		skip_space(r);
		if (!take(r, ':'))
			return false;
	}
	n = take_value(r);
	if (n == 0)
		return false;
	r->out->nodes[n - 1].key = key;
	r->out->nodes[n - 1].key_len = key_len;
	skip_space(r);
	return true;
}

static size_t take_container(struct reader *r, bool is_object)
{
	char close = is_object ? '}' : ']';
	size_t self = add(r, is_object ? KS_JSON_OBJECT : KS_JSON_ARRAY);
	uint32_t n = 0;

	if (++r->depth > KS_JSON_DEPTH_MAX)
		return 0;
	r->at++;
	skip_space(r);
	if (!take(r, close)) {
		do {
			if (!take_member(r, is_object))
				return 0;
			n++;
		} while (take(r, ','));
		if (!take(r, close))
			return 0;
	}
	r->depth--;
	r->out->nodes[self - 1].n = n;
	r->out->nodes[self - 1].span = (uint32_t)(r->out->n - self + 1);
	return is_object && has_twice(&r->out->nodes[self - 1]) ? 0 : self;
}

static size_t take_word(struct reader *r)
{
	static const struct {
		const char *text;
		size_t len;
		enum ks_json_type type;
	} words[] = {
		{"true", 4, KS_JSON_TRUE}, {"false", 5, KS_JSON_FALSE}, {"null", 4, KS_JSON_NULL}};

	for (size_t i = 0; i < KS_COUNT(words); i++) {
		if ((size_t)(r->end - r->at) < words[i].len ||
		    memcmp(r->at, words[i].text, words[i].len) != 0)
			continue;
		r->at += words[i].len;
		return add(r, words[i].type);
	}
	return 0;
}

static size_t take_value(struct reader *r)
{
	const char *text;
	uint32_t len;
	size_t n;

	skip_space(r);
	if (r->at >= r->end)
		return 0;
	switch (*r->at) {
	case '{':
	case '[':
		return take_container(r, *r->at == '{');
	case '"':
		if (!take_string(r, &text, &len))
			return 0;
		n = add(r, KS_JSON_TEXT);
		r->out->nodes[n - 1].text = text;
		r->out->nodes[n - 1].len = len;
		return n;
	case '-':
		return take_number(r);
	default:
		return *r->at >= '0' && *r->at <= '9' ? take_number(r) : take_word(r);
	}
}

/* ---- the document ---- */

const struct ks_json *ks_json_read(const char *bytes, size_t len, struct ks_json_document *out)
{
	struct reader r = {.at = bytes, .end = bytes + len, .out = out};

	/* Each string has two quotes for its one NUL; a number is copied behind them and not kept. */
	*out = (struct ks_json_document){.nodes = ks_alloc(FIRST_NODES * sizeof(*out->nodes)),
					 .text = ks_alloc(len + 2),
					 .capacity = FIRST_NODES};
	r.text = out->text;
	skip_space(&r);
	if (len >= UINT32_MAX || r.at >= r.end || (*r.at != '{' && *r.at != '[') ||
	    take_value(&r) == 0)
		return NULL;
	skip_space(&r);
	return r.at == r.end ? out->nodes : NULL;
}

void ks_json_finish(struct ks_json_document *document)
{
	free(document->nodes);
	free(document->text);
	*document = (struct ks_json_document){0};
}

const struct ks_json *ks_json_get(const struct ks_json *object, const char *name)
{
	size_t len = strlen(name);

	if (!ks_json_is(object, KS_JSON_OBJECT))
		return NULL;
	for (const struct ks_json *m = ks_json_first(object); m; m = ks_json_next(object, m))
		if (m->key_len == len && memcmp(m->key, name, len) == 0)
			return m;
	return NULL;
}

const char *ks_json_text(const struct ks_json *value)
{
	return ks_json_is(value, KS_JSON_TEXT) ? value->text : NULL;
}

bool ks_json_is_equal(const struct ks_json *a, const struct ks_json *b)
{
	if (!a || !b || a->type != b->type)
		return false;
	switch (a->type) {
	case KS_JSON_TEXT:
		return a->len == b->len && memcmp(a->text, b->text, a->len) == 0;
	case KS_JSON_INTEGER:
		return a->integer == b->integer;
	case KS_JSON_REAL:
		return a->real >= b->real && a->real <= b->real;
	case KS_JSON_ARRAY:
	case KS_JSON_OBJECT:
		return false;
	default:
		return true;
	}
}
