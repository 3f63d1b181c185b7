/* SPDX-License-Identifier: Apache-2.0 */
#include "support/test.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

/* The arena's promises: zeroed, aligned, never moved, never overlapping. */

static void arena_memory_is_zeroed_aligned_and_apart(void **state)
{
	struct ks_arena arena = {0};
	enum { N = 500 };
	unsigned char *parts[N];
	size_t sizes[N];

	(void)state;
	for (size_t i = 0; i < N; i++) {
		/* small ones, ones as large as a block, and larger */
		sizes[i] = i % 50 == 0 ? 40000 : i % 7 == 0 ? 16384 : i % 97;
		parts[i] = ks_arena_alloc(&arena, sizes[i]);
		assert_int_equal((uintptr_t)parts[i] % _Alignof(max_align_t), 0);
		for (size_t k = 0; k < sizes[i]; k++)
			assert_int_equal(parts[i][k], 0);
		memset(parts[i], (int)(i % 251) + 1, sizes[i]);
	}
	for (size_t i = 0; i < N; i++)
		for (size_t k = 0; k < sizes[i]; k++)
			assert_int_equal(parts[i][k], i % 251 + 1);
	ks_arena_finish(&arena);
	assert_null(arena.newest);
	ks_arena_finish(&arena);
	ks_arena_finish(NULL);
}

static void large_things_do_not_waste_the_block_being_filled(void **state)
{
	struct ks_arena arena = {0};

	(void)state;
	char *a = ks_arena_alloc(&arena, 16);

	ks_arena_alloc(&arena, 100000);
	char *b = ks_arena_alloc(&arena, 16);

	assert_ptr_equal(a + 16, b);
	assert_ptr_not_equal(ks_arena_alloc(&arena, 0), ks_arena_alloc(&arena, 0));
	ks_arena_finish(&arena);
}

static void texts_are_copied_up_to_their_end(void **state)
{
	struct ks_arena arena = {0};

	(void)state;
	assert_string_equal(ks_arena_strdup(&arena, "職員"), "職員");
	assert_string_equal(ks_arena_strndup(&arena, "abc", 2), "ab");
	assert_string_equal(ks_arena_strndup(&arena, "abc", 9), "abc");
	assert_string_equal(ks_arena_format(&arena, "%03d%s", 7, "x"), "007x");
	assert_memory_equal(ks_arena_copy(&arena, "a\0b", 3), "a\0b", 3);
	assert_null(ks_arena_copy(&arena, NULL, 0));
	ks_arena_finish(&arena);
}

static void growing_array_keeps_what_it_holds(void **state)
{
	int *numbers = NULL;
	size_t n = 0, capacity = 0;

	(void)state;
	for (int i = 0; i < 1000; i++) {
		ks_grow(&numbers, n, &capacity);
		numbers[n++] = i;
	}
	for (int i = 0; i < 1000; i++)
		assert_int_equal(numbers[i], i);
	assert_true(capacity >= 1000 && capacity < 2000);
	free(numbers);
}

static void text_is_copied_and_written_as_asked(void **state)
{
	char *dup = ks_strdup("職員"), *part = ks_strndup("abc", 2),
	     *text = ks_format("%d-%s", 7, "x"), *empty = ks_format("%s", "");

	(void)state;
	assert_string_equal(dup, "職員");
	assert_string_equal(part, "ab");
	assert_string_equal(text, "7-x");
	assert_string_equal(empty, "");
	free(dup);
	free(part);
	free(text);
	free(empty);
}

static void nothing_asked_for_is_still_memory(void **state)
{
	void *a = ks_alloc(0), *b = ks_alloc_zero(0, 8), *c = ks_realloc(NULL, 0, 8),
	     *d = ks_realloc(ks_alloc(8), 0, 8), *e = ks_realloc(ks_alloc(8), 8, 0);

	(void)state;
	assert_non_null(a);
	assert_non_null(b);
	assert_non_null(c);
	assert_non_null(d);
	assert_non_null(e);
	free(a);
	free(b);
	free(c);
	free(d);
	free(e);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(arena_memory_is_zeroed_aligned_and_apart),
		cmocka_unit_test(large_things_do_not_waste_the_block_being_filled),
		cmocka_unit_test(texts_are_copied_up_to_their_end),
		cmocka_unit_test(growing_array_keeps_what_it_holds),
		cmocka_unit_test(nothing_asked_for_is_still_memory),
		cmocka_unit_test(text_is_copied_and_written_as_asked),
	};

	return ks_test_run(tests);
}
