/* SPDX-License-Identifier: Apache-2.0 */
#include "xapi/json_read.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "base/buf.h"
#include "base/mem.h"
#include "support/test.h"
#include "xapi/corpus.h"
#include "xapi/json_split.h"

/* Our reader beside jansson: the same documents are good, and they say the same. */

static bool is_same(const struct ks_json *ours, const json_t *theirs);

static bool is_same_object(const struct ks_json *ours, const json_t *theirs)
{
	const char *name;
	json_t *member;

	if (ours->n != json_object_size(theirs))
		return false;
	json_object_foreach((json_t *)theirs, name, member)
	{
		const struct ks_json *own = ks_json_get(ours, name);

		if (!own || strcmp(own->key, name) != 0 || !is_same(own, member))
			return false;
	}
	return true;
}

static bool is_same_array(const struct ks_json *ours, const json_t *theirs)
{
	size_t i = 0;

	if (ks_json_size(ours) != json_array_size(theirs))
		return false;
	for (const struct ks_json *one = ks_json_first(ours); one; one = ks_json_next(ours, one))
		if (!is_same(one, json_array_get(theirs, i++)))
			return false;
	return i == json_array_size(theirs);
}

static bool is_same(const struct ks_json *ours, const json_t *theirs)
{
	switch (json_typeof(theirs)) {
	case JSON_OBJECT:
		return ks_json_is(ours, KS_JSON_OBJECT) && is_same_object(ours, theirs);
	case JSON_ARRAY:
		return ks_json_is(ours, KS_JSON_ARRAY) && is_same_array(ours, theirs);
	case JSON_STRING:
		return ks_json_text(ours) && ours->len == json_string_length(theirs) &&
		       strcmp(ks_json_text(ours), json_string_value(theirs)) == 0;
	case JSON_INTEGER:
		return ks_json_is(ours, KS_JSON_INTEGER) &&
		       ks_json_integer(ours) == json_integer_value(theirs);
	case JSON_REAL: {
		double a = ks_json_number(ours), b = json_real_value(theirs);

		return ks_json_is(ours, KS_JSON_REAL) && memcmp(&a, &b, sizeof(a)) == 0;
	}
	case JSON_TRUE:
		return ks_json_is(ours, KS_JSON_TRUE);
	case JSON_FALSE:
		return ks_json_is(ours, KS_JSON_FALSE);
	default:
		return ks_json_is(ours, KS_JSON_NULL);
	}
}

/* Return: whether it is good, by both. */
static bool compare(const char *bytes, size_t len)
{
	/* Of its own, to the byte: so that a sanitizer sees what is read behind its end. */
	char *own = memcpy(ks_alloc(len ? len : 1), bytes, len);
	struct ks_json_document document;
	const struct ks_json *ours = ks_json_read(own, len, &document);
	json_t *theirs = json_loadb(own, len, JSON_REJECT_DUPLICATES, NULL);
	bool is_good = ours;

	if (is_good != !!theirs || (ours && !is_same(ours, theirs)))
		fail_msg("%s: %.*s", is_good ? "ours alone reads, or differs" : "jansson alone reads",
			 (int)(len < 2000 ? len : 2000), own);
	ks_json_finish(&document);
	json_decref(theirs);
	free(own);
	return is_good;
}

static const struct {
	const char *text;
	bool is_good;
} odd[] = {
	{"", false},
	{" ", false},
	{"1", false},
	{"\"a\"", false},
	{"null", false},
	{"[]", true},
	{" {} ", true},
	{"[] []", false},
	{"[1,]", false},
	{"[,1]", false},
	{"{\"a\":1,}", false},
	{"{\"a\" 1}", false},
	{"{1:1}", false},
	{"[tru]", false},
	{"[true,false,null]", true},
	{"[nul", false},
	{"{\"a\":1,\"a\":1}", false},
	{"{\"a\":1,\"\\u0061\":1}", false},
	{"{\"a\":{\"b\":1},\"b\":{\"a\":1}}", true},
	{"{\"\":1}", true},
	{"[0,-0,1,-1,10]", true},
	{"[01]", false},
	{"[-]", false},
	{"[+1]", false},
	{"[.5]", false},
	{"[1.]", false},
	{"[1.5,1e3,1E-3,1.25e+2,-0.0]", true},
	{"[1e]", false},
	{"[1e400]", false},
	{"[1e-400]", true},
	{"[9223372036854775807,-9223372036854775808]", true},
	{"[9223372036854775808]", false},
	{"[-9223372036854775809]", false},
	{"[99999999999999999999]", false},
	{"[18446744073709551616]", false},
	{"[\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\u3042\\ud83d\\ude00\"]", true},
	{"[\"\\u0000\"]", false},
	{"[\"\\u0001\"]", true},
	{"[\"\\ud83d\"]", false},
	{"[\"\\ude00\"]", false},
	{"[\"\\ud83d\\u0041\"]", false},
	{"[\"\\ud83d\\ud83d\"]", false},
	{"[\"\\u12g4\"]", false},
	{"[\"\\u12", false},
	{"[\"\\udc00\"]", false},
	{"[\"\\udfff\"]", false},
	{"[\"\\udbff\\udbff\"]", false},
	{"[\"\\ud800\\ue000\"]", false},
	{"[\"\\x\"]", false},
	{"[\"a\tb\"]", false},
	{"[\"a\x7f\"]", true},
	{"[\"あ\xf0\x9f\x98\x80\"]", true},
	{"[\"\xc0\x80\"]", false},
	{"[\"\xc1\xbf\"]", false},
	{"[\"\xe0\x80\x80\"]", false},
	{"[\"\xed\xa0\x80\"]", false},
	{"[\"\xf0\x80\x80\x80\"]", false},
	{"[\"\xf4\x90\x80\x80\"]", false},
	{"[\"\xf5\x80\x80\x80\"]", false},
	{"[\"\xe3\x81\"]", false},
	{"[\"\x80\"]", false},
	{"\xef\xbb\xbf[]", false},
	{"[1\f]", false},
	{"[\"a]", false},
	{"[\"a\\", false},
};

static void test_what_is_odd(void **state)
{
	(void)state;
	for (size_t i = 0; i < KS_COUNT(odd); i++)
		if (compare(odd[i].text, strlen(odd[i].text)) != odd[i].is_good)
			fail_msg("%s", odd[i].text);
	assert_false(compare("[\"a\0b\"]", 7));
	assert_false(compare("[]\0", 3));
	assert_false(compare("[\"\\\0\"]", 6));
}

/* \\u at each border of the lengths of UTF-8. */
static void test_each_length_of_a_character(void **state)
{
	static const char text[] =
		"[\"\\u007f\\u0080\\u07ff\\u0800\\ud7ff\\ue000\\uffff\\ud800\\udc00\\udbff\\udfff\"]";
	struct ks_json_document document;
	const struct ks_json *root = ks_json_read(text, sizeof(text) - 1, &document);

	(void)state;
	assert_non_null(root);
	assert_string_equal(ks_json_text(ks_json_first(root)),
			    "\x7f\xc2\x80\xdf\xbf\xe0\xa0\x80\xed\x9f\xbf\xee\x80\x80"
			    "\xef\xbf\xbf\xf0\x90\x80\x80\xf4\x8f\xbf\xbf");
	ks_json_finish(&document);
}

/* Each first byte with what may stand behind it and what may not, at every border, whole and cut off. */
static void test_what_is_no_character(void **state)
{
	static const unsigned char second[] = {0x41, 0x7f, 0x80, 0x8f, 0x90,
					       0x9f, 0xa0, 0xbf, 0xc0},
				   more[] = {0x7f, 0x80, 0xbf, 0xc0};
	size_t n_good = 0;

	(void)state;
	for (int first = 0x80; first < 0x100; first++)
		for (size_t i = 0; i < KS_COUNT(second); i++)
			for (size_t k = 0; k < KS_COUNT(more) * KS_COUNT(more); k++) {
				char text[] = {'[',
					       '"',
					       (char)first,
					       (char)second[i],
					       (char)more[k / KS_COUNT(more)],
					       (char)more[k % KS_COUNT(more)],
					       '"',
					       ']'};

				n_good += compare(text, sizeof(text));
				(void)compare(text, 6);
				text[5] = '"';
				text[6] = ']';
				n_good += compare(text, 7);
				text[4] = '"';
				text[5] = ']';
				n_good += compare(text, 6);
			}
	assert_true(n_good > 0);
}

/* Two halves of a pair, or two characters, or neither. */
static void test_escapes_at_each_border(void **state)
{
	static const char *const codes[] = {"0000", "0001", "007f", "0080", "07FF", "0800", "d7ff",
					    "d800", "DBFF", "dc00", "dfff", "E000", "ffff", "000g",
					    "00@0", "00`0", "00:0", "00/0", "00G0", "12"};
	size_t n_good = 0;

	(void)state;
	for (size_t i = 0; i < KS_COUNT(codes); i++)
		for (size_t k = 0; k < KS_COUNT(codes); k++) {
			char *text = ks_format("[\"\\u%s\\u%s\"]", codes[i], codes[k]);

			n_good += compare(text, strlen(text));
			for (size_t len = 0; len < strlen(text); len++)
				assert_false(compare(text, len));
			free(text);
		}
	assert_int_equal(n_good, 8 * 8 + 2 * 2);
}

/* Nothing that is sent may cost more than its length. */
static void test_what_is_large(void **state)
{
	struct ks_json_document document;
	struct ks_buf text = {0};

	(void)state;
	ks_buf_puts(&text, "{");
	for (int i = 0; i < 20000; i++)
		ks_buf_printf(&text, "%s\"%d\":[]", i ? "," : "", i * 7919 % 20011);
	ks_buf_puts(&text, "}");
	assert_true(compare(ks_buf_text(&text), text.len));
	text.len--;
	ks_buf_puts(&text, ",\"7919\":[]}");
	assert_false(compare(ks_buf_text(&text), text.len));
	ks_buf_clear(&text);
	for (int i = 0; i < KS_JSON_DEPTH_MAX; i++)
		ks_buf_puts(&text, "[");
	for (int i = 0; i < KS_JSON_DEPTH_MAX; i++)
		ks_buf_puts(&text, "]");
	assert_true(compare(ks_buf_text(&text), text.len));
	ks_buf_clear(&text);
	for (int i = 0; i < 1000000; i++)
		ks_buf_puts(&text, "[");
	assert_null(ks_json_read(ks_buf_text(&text), text.len, &document));
	ks_json_finish(&document);
	ks_buf_finish(&text);
}

static unsigned next(unsigned *seed)
{
	*seed = *seed * 1103515245U + 12345U;
	return *seed >> 8;
}

/* Changed at one place, as a disk or a bad client would. */
static bool compare_spoiled(const char *line, size_t len, unsigned *seed)
{
	static const char hits[] = "\"\\{}[]:,0-eE.u\x80\xe3 ";
	char *copy = memcpy(ks_alloc(len + 2), line, len);
	size_t at = next(seed) % len;
	bool is_good;

	switch (next(seed) % 4) {
	case 0:
		copy[at] = hits[next(seed) % (sizeof(hits) - 1)];
		break;
	case 1:
		copy[at] = (char)(copy[at] ^ (1 << next(seed) % 8));
		break;
	case 2:
		memmove(copy + at, copy + at + 1, len - at - 1);
		len--;
		break;
	default:
		memmove(copy + at + 1, copy + at, len - at);
		copy[at] = hits[next(seed) % (sizeof(hits) - 1)];
		len++;
	}
	is_good = compare(copy, len);
	free(copy);
	return is_good;
}

static void test_both_corpora_whole_and_spoiled(void **state)
{
	static const char *const paths[] = {"tests/data/xapi/statements-1.0.3.jsonl.gz",
					    "tests/data/xapi/statements-2.0.0.jsonl.gz"};
	unsigned seed = 12;
	char *line = NULL;
	size_t room = 0, n = 0, n_good = 0;
	ssize_t len;
	pid_t child;
	int status;

	(void)state;
	for (size_t i = 0; i < KS_COUNT(paths); i++) {
		FILE *file = ks_corpus_open(paths[i], &child);

		while ((len = getline(&line, &room, file)) > 0) {
			assert_true(compare(line, (size_t)len));
			for (int k = 0; k < 12; k++, n++)
				n_good += compare_spoiled(line, (size_t)len, &seed);
		}
		(void)fclose(file);
		assert_int_equal(waitpid(child, &status, 0), child);
		assert_int_equal(status, 0);
	}
	free(line);
	/* Neither all nor none: or the test would say nothing. */
	assert_true(n > 20000 && n_good > n / 10 && n_good < n - n / 10);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_what_is_odd),
		cmocka_unit_test(test_each_length_of_a_character),
		cmocka_unit_test(test_what_is_no_character),
		cmocka_unit_test(test_escapes_at_each_border),
		cmocka_unit_test(test_what_is_large),
		cmocka_unit_test(test_both_corpora_whole_and_spoiled),
	};

	return ks_test_run(tests);
}
