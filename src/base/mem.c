/* SPDX-License-Identifier: Apache-2.0 */
#include "base/mem.h"

#include <assert.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/*
 * Allocation that aborts instead of failing, and an arena: a list of blocks, the newest of which is
 * filled from the front. A request that is large for a block gets a block of its own.
 */

#define BLOCK_BYTES ((size_t)16 << 10)

struct ks_arena_block {
	struct ks_arena_block *older;
	size_t size_bytes;
	max_align_t memory[];
};

static void *check(void *memory)
{
	if (!memory) {
		fputs("kenshu: out of memory\n", stderr);
		abort();
	}
	return memory;
}

void *ks_alloc(size_t bytes)
{
	return check(malloc(bytes > 0 ? bytes : 1));
}

void *ks_alloc_zero(size_t count, size_t bytes)
{
	return check(count > 0 && bytes > 0 ? calloc(count, bytes) : calloc(1, 1));
}

void *ks_realloc(void *memory, size_t count, size_t bytes)
{
	if (count == 0 || bytes == 0)
		count = bytes = 1;
	return check(reallocarray(memory, count, bytes));
}

char *ks_strdup(const char *text)
{
	return check(strdup(text));
}

char *ks_strndup(const char *text, size_t bytes)
{
	return check(strndup(text, bytes));
}

char *ks_format(const char *format, ...)
{
	va_list args;
	char *text = NULL;

	va_start(args, format);
	if (vasprintf(&text, format, args) < 0)
		text = NULL;
	va_end(args);
	return check(text);
}

void ks_grow_bytes(void **array, size_t n, size_t *capacity, size_t bytes)
{
	if (n < *capacity)
		return;
	size_t wanted = *capacity < 8 ? 8 : *capacity + *capacity / 2;

	assert(n < wanted);
	*array = ks_realloc(*array, wanted, bytes);
	*capacity = wanted;
}

void *ks_arena_alloc(struct ks_arena *arena, size_t bytes)
{
	size_t align = _Alignof(max_align_t);

	assert(bytes <= SIZE_MAX / 2);
	bytes = (bytes + align - 1) / align * align;
	if (bytes == 0)
		bytes = align;
	if (!arena->newest || arena->newest->size_bytes - arena->used_bytes < bytes) {
		size_t size = bytes > BLOCK_BYTES / 4 ? bytes : BLOCK_BYTES;
		struct ks_arena_block *block = ks_alloc_zero(1, sizeof(*block) + size);

		block->size_bytes = size;
		/* A block of its own goes behind the newest, which keeps its free rest. */
		if (size == bytes && arena->newest) {
			block->older = arena->newest->older;
			arena->newest->older = block;
			return block->memory;
		}
		block->older = arena->newest;
		arena->newest = block;
		arena->used_bytes = 0;
	}
	void *memory = (char *)arena->newest->memory + arena->used_bytes;

	arena->used_bytes += bytes;
	return memory;
}

char *ks_arena_strdup(struct ks_arena *arena, const char *text)
{
	return ks_arena_strndup(arena, text, strlen(text));
}

char *ks_arena_strndup(struct ks_arena *arena, const char *text, size_t bytes)
{
	size_t len = strnlen(text, bytes);
	char *copy = ks_arena_alloc(arena, len + 1);

	memcpy(copy, text, len);
	return copy;
}

char *ks_arena_format(struct ks_arena *arena, const char *format, ...)
{
	va_list args, again;

	va_start(args, format);
	va_copy(again, args);
	int len = vsnprintf(NULL, 0, format, args);

	va_end(args);
	assert(len >= 0);
	char *text = ks_arena_alloc(arena, (size_t)len + 1);

	vsnprintf(text, (size_t)len + 1, format, again);
	va_end(again);
	return text;
}

void *ks_arena_copy(struct ks_arena *arena, const void *from, size_t bytes)
{
	return bytes > 0 ? memcpy(ks_arena_alloc(arena, bytes), from, bytes) : NULL;
}

void ks_arena_finish(struct ks_arena *arena)
{
	if (!arena)
		return;
	for (struct ks_arena_block *block = arena->newest; block;) {
		struct ks_arena_block *older = block->older;

		free(block);
		block = older;
	}
	*arena = (struct ks_arena){0};
}

void ks_arena_wipe(struct ks_arena *arena)
{
	for (struct ks_arena_block *block = arena->newest; block; block = block->older)
		explicit_bzero(block->memory, block->size_bytes);
	ks_arena_finish(arena);
}
