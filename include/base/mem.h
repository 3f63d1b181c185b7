/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Memory. Running out aborts: facts are committed rows and the service restarts, so a program that
 * limps on without memory would be the greater danger. Sizes that come from outside are bounded
 * where they are read, not here.
 */
#ifndef KS_BASE_MEM_H
#define KS_BASE_MEM_H

#include <stddef.h>

#include "base/rc.h"

#define KS_COUNT(array) (sizeof(array) / sizeof((array)[0]))

/** KS_ORDER() - of two numbers, as qsort() wants it: below 0, 0 or above. */
#define KS_ORDER(a, b) (((a) > (b)) - ((a) < (b)))

/* Like malloc, calloc, realloc, strdup; never return NULL. Release with free(). */
void *ks_alloc(size_t bytes);
/** ks_alloc_zero() - @count elements of @bytes, zeroed. */
void *ks_alloc_zero(size_t count, size_t bytes);
/** ks_realloc() - @count elements of @bytes, what was there kept; NULL is accepted. */
void *ks_realloc(void *memory, size_t count, size_t bytes);
/** ks_strdup() - a copy of @text. */
char *ks_strdup(const char *text);
/** ks_strndup() - a copy of at most @bytes bytes of it, NUL behind. */
char *ks_strndup(const char *text, size_t bytes);
/** ks_format() - text as printf() writes it. */
char *ks_format(const char *format, ...) KS_PRINTF(1, 2);

/**
 * ks_grow() - make room for one more element in a growing array
 * @array: the array's address (T **); @n used, @capacity allocated elements of @bytes each
 */
#define ks_grow(array, n, capacity) \
	ks_grow_bytes((void **)(array), (n), (capacity), sizeof(**(array)))
/** ks_grow_bytes() - what ks_grow() calls; use that. */
void ks_grow_bytes(void **array, size_t n, size_t *capacity, size_t bytes);

/*
 * An arena owns many small things that die together (a loaded lesson, a page's layout).
 * Zeroed memory is an empty arena. Not thread-safe.
 */
struct ks_arena {
	struct ks_arena_block *newest;
	size_t used_bytes; /* in the newest block */
};

void *ks_arena_alloc(struct ks_arena *arena, size_t bytes); /* zeroed, aligned for any type */
char *ks_arena_strdup(struct ks_arena *arena, const char *text);
/** ks_arena_strndup() - a copy of at most @bytes bytes of @text, NUL behind; the arena's. */
char *ks_arena_strndup(struct ks_arena *arena, const char *text, size_t bytes);
/** ks_arena_format() - text as printf() writes it; the arena's. */
char *ks_arena_format(struct ks_arena *arena, const char *format, ...) KS_PRINTF(2, 3);
void *ks_arena_copy(struct ks_arena *arena, const void *from, size_t bytes); /* NULL when bytes is 0 */
void ks_arena_finish(struct ks_arena *arena);
/** ks_arena_wipe() - overwrite all it holds with zeros, then finish: for what is known of a person. */
void ks_arena_wipe(struct ks_arena *arena);

#endif
