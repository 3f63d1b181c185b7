/* SPDX-License-Identifier: Apache-2.0 */
#include "support/test.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/id.h"
#include "base/mem.h"
#include "base/sha1.h"

/* Published vectors where there are any; the promises of the header where there are none. */

static void assert_hex(const uint8_t *bytes, size_t len, const char *expected)
{
	char hex[2 * 64 + 1];

	ks_hex(bytes, len, hex);
	assert_string_equal(hex, expected);
}

static void digests_match_the_published_vectors(void **state)
{
	uint8_t out[KS_HASH_BYTES];

	(void)state;
	ks_blake2b("abc", 3, out);
	assert_hex(out, sizeof(out),
		   "bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319");
	ks_blake2b("", 0, out);
	assert_hex(out, sizeof(out),
		   "0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8");
	ks_sha256("abc", 3, out);
	assert_hex(out, sizeof(out),
		   "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

static void sha1_matches_around_its_block_borders(void **state)
{
	static const struct {
		size_t n; /* times 'a' */
		const char *hex;
	} cases[] = {
		{0, "da39a3ee5e6b4b0d3255bfef95601890afd80709"},
		{55, "c1c8bbdc22796e28c0e15163d20899b65621d65a"},
		{56, "c2db330f6083854c99d4b5bfb6e8f29f201be699"},
		{63, "03f09f5b158a7a8cdad920bddc29b81c18a551f5"},
		{64, "0098ba824b5c16427bd7a1122a5a442a25ec644d"},
		{65, "11655326c708d70319be2610e8a57d9a5b959d3b"},
		{119, "ee971065aaa017e0632a8ca6c77bb3bf8b1dfc56"},
		{120, "f34c1488385346a55709ba056ddd08280dd4c6d6"},
	};
	char text[128];

	(void)state;
	memset(text, 'a', sizeof(text));
	for (size_t i = 0; i < KS_COUNT(cases); i++) {
		const struct ks_sha1_part parts[] = {{text, cases[i].n / 2},
						     {text, cases[i].n - cases[i].n / 2}};
		uint8_t out[KS_SHA1_BYTES];

		ks_sha1(parts, 2, out);
		assert_hex(out, sizeof(out), cases[i].hex);
	}
}

static void the_same_name_gives_the_same_uuid_everywhere(void **state)
{
	char id[KS_UUID_TEXT];

	(void)state;
	ks_uuid_v5("http://www.example.com/", id); /* Python: uuid.uuid5(uuid.NAMESPACE_URL, …) */
	assert_string_equal(id, "fcde3c85-2270-590f-9e7c-ee003d65e0e2");
	ks_uuid_v5("令和8年度", id);
	assert_string_equal(id, "f4dd9325-30bb-53d7-b665-62b5b140db63");
}

static void uuids_of_one_millisecond_rise(void **state)
{
	char before[KS_UUID_TEXT] = "", id[KS_UUID_TEXT];

	(void)state;
	for (int i = 0; i < 20000; i++) { /* more than the counter holds */
		ks_uuid_v7(KS_TEST_WALL_MS, id);
		assert_true(strcmp(before, id) < 0);
		assert_true(ks_uuid_is_valid(id));
		assert_int_equal(id[14], '7');
		assert_non_null(strchr("89ab", id[19]));
		memcpy(before, id, sizeof(id));
	}
}

/* RFC 9562: in the next millisecond it begins at none. */
static void behind_the_last_of_a_millisecond_comes_the_first_of_the_next(void **state)
{
	char id[KS_UUID_TEXT], before[KS_UUID_TEXT];

	(void)state;
	ks_uuid_v7(KS_TEST_WALL_MS + 500000, before);
	for (int i = 0; i <= 0xFFF; i++) {
		ks_uuid_v7(KS_TEST_WALL_MS + 500000, id);
		if (memcmp(id, before, 13) != 0)
			break;
		memcpy(before, id, sizeof(id));
	}
	assert_memory_equal(before + 14, "7fff", 4);
	assert_memory_equal(id + 14, "7000", 4);
	ks_uuid_v7(KS_TEST_WALL_MS + 500000, id);
	assert_memory_equal(id + 14, "7001", 4);
}

static void uuid_carries_its_time_and_follows_a_clock_set_far_back(void **state)
{
	char id[KS_UUID_TEXT], before[KS_UUID_TEXT];

	(void)state;
	ks_uuid_v7(INT64_C(0x018F00000000), id);
	assert_memory_equal(id, "018f0000-0000-7", 15);
	ks_uuid_v7(INT64_C(0x018F00000000) + 500, before);
	ks_uuid_v7(INT64_C(0x018F00000000) + 100, id); /* a little back: still rising */
	assert_true(strcmp(before, id) < 0);
	ks_uuid_v7(INT64_C(0x018E00000000), id);
	assert_memory_equal(id, "018e0000-0000-7", 15);
	ks_uuid_v7(INT64_C(0x018E00000000) - 10000, id); /* the most that is not followed */
	assert_memory_equal(id, "018e0000-0000-7", 15);
	ks_uuid_v7(INT64_C(0x018E00000000) - 10001, id);
	assert_memory_equal(id, "018dffff-d8ef-7", 15);
}

#define N_THREADS 4
#define N_EACH 2000

static void *make_uuids(void *room)
{
	char(*ids)[KS_UUID_TEXT] = room;

	for (int i = 0; i < N_EACH; i++)
		ks_uuid_v7(KS_TEST_WALL_MS + 100000, ids[i]);
	return NULL;
}

static int compare_ids(const void *a, const void *b)
{
	return strcmp(a, b);
}

static void threads_never_share_a_uuid(void **state)
{
	char(*ids)[KS_UUID_TEXT] = ks_alloc_zero(N_THREADS * N_EACH, KS_UUID_TEXT);
	pthread_t threads[N_THREADS];

	(void)state;
	for (int i = 0; i < N_THREADS; i++)
		assert_int_equal(
			pthread_create(&threads[i], NULL, make_uuids, ids + (size_t)i * N_EACH), 0);
	for (int i = 0; i < N_THREADS; i++)
		pthread_join(threads[i], NULL);
	qsort(ids, N_THREADS * N_EACH, KS_UUID_TEXT, compare_ids);
	for (int i = 1; i < N_THREADS * N_EACH; i++)
		assert_true(memcmp(ids[i - 1], ids[i], 18) < 0); /* time and counter alone differ */
	free(ids);
}

static void only_uuids_are_valid(void **state)
{
	static const char *const bad[] = {
		"",
		"018f0000-0000-7000-8000-00000000000",
		"018f0000-0000-7000-8000-0000000000000",
		"018f0000-0000-7000-8000-00000000000g",
		"018f000000007000800000000000000000000",
		"{18f0000-0000-7000-8000-000000000000}",
		"018f0000_0000-7000-8000-000000000000",
	};

	(void)state;
	assert_true(ks_uuid_is_valid("018F0000-0000-7000-8000-000000000abc"));
	for (size_t i = 0; i < KS_COUNT(bad); i++)
		assert_false(ks_uuid_is_valid(bad[i]));
}

static void text_forms_take_exactly_their_length(void **state)
{
	const uint8_t bytes[] = {0x00, 0xFB, 0xFF, 0x10};
	uint8_t out[4];
	char *text = ks_base64url(bytes, sizeof(bytes));

	(void)state;
	assert_string_equal(text, "APv_EA");
	assert_true(ks_unbase64url(text, out, 4));
	assert_memory_equal(out, bytes, 4);
	assert_false(ks_unbase64url("APv_", out, 4));
	assert_false(ks_unbase64url("APv_EAAA", out, 4));
	assert_false(ks_unbase64url("APv/EA", out, 4));
	assert_false(ks_unbase64url("APv_EA==", out, 4));
	assert_true(ks_unhex("00fbFF10", out, 4));
	assert_memory_equal(out, bytes, 4);
	assert_false(ks_unhex("00fbff1", out, 4));
	assert_false(ks_unhex("00fbff1x", out, 4));
	assert_false(ks_unhex("00fbff1000", out, 4));
	free(text);
}

static void a_seed_gives_its_order_for_ever(void **state)
{
	struct ks_shuffle shuffle = {.state = 1234567};
	uint32_t order[] = {0, 1, 2, 3, 4, 5, 6, 7};
	uint32_t seen = 0;

	(void)state;
	/* The first numbers that SplitMix64's author publishes for this seed. */
	assert_true(ks_shuffle_next(&shuffle) == UINT64_C(6457827717110365317));
	assert_true(ks_shuffle_next(&shuffle) == UINT64_C(3203168211198807973));
	shuffle.state = 42;
	ks_shuffle_order(&shuffle, order, KS_COUNT(order));
	for (size_t i = 0; i < KS_COUNT(order); i++)
		seen |= 1u << order[i];
	assert_int_equal(seen, 0xFF);
	static const uint32_t expected[] = {3, 1, 6, 2, 4, 0, 7, 5};

	assert_memory_equal(order, expected, sizeof(expected));
	/* the last has no choice: what is drawn next is the eighth number */
	assert_true(shuffle.state == 42 + 7 * UINT64_C(0x9E3779B97F4A7C15));
}

static void every_place_is_equally_likely(void **state)
{
	struct ks_shuffle shuffle = {.state = 7};
	int seen[3] = {0};

	(void)state;
	for (int i = 0; i < 30000; i++)
		seen[ks_shuffle_below(&shuffle, 3)]++;
	for (int i = 0; i < 3; i++)
		assert_in_range(seen[i], 9600, 10400);
	assert_int_equal(ks_shuffle_below(&shuffle, 1), 0);
}

/* Of 2^64 numbers the six behind the last whole ten are drawn again. States found by running SplitMix64 backwards. */
static void what_would_favour_small_results_is_drawn_again(void **state)
{
	static const struct {
		uint64_t state;
		uint32_t drawn;
	} rows[] = {
		{UINT64_C(0xb5002f40a7796bcc), 9}, /* …609, the last that counts */
		{UINT64_C(0x71a00ba151aeadc2), 3}, /* …610 would be 0 */
		{UINT64_C(0x31628af67b2131ab), 3}, /* …615 would be 5 */
	};

	(void)state;
	for (size_t i = 0; i < KS_COUNT(rows); i++) {
		struct ks_shuffle shuffle = {.state = rows[i].state};

		assert_int_equal(ks_shuffle_below(&shuffle, 10), rows[i].drawn);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(digests_match_the_published_vectors),
		cmocka_unit_test(sha1_matches_around_its_block_borders),
		cmocka_unit_test(the_same_name_gives_the_same_uuid_everywhere),
		cmocka_unit_test(uuids_of_one_millisecond_rise),
		cmocka_unit_test(behind_the_last_of_a_millisecond_comes_the_first_of_the_next),
		cmocka_unit_test(uuid_carries_its_time_and_follows_a_clock_set_far_back),
		cmocka_unit_test(threads_never_share_a_uuid),
		cmocka_unit_test(only_uuids_are_valid),
		cmocka_unit_test(text_forms_take_exactly_their_length),
		cmocka_unit_test(a_seed_gives_its_order_for_ever),
		cmocka_unit_test(every_place_is_equally_likely),
		cmocka_unit_test(what_would_favour_small_results_is_drawn_again),
	};

	ks_id_init();
	return ks_test_run(tests);
}
