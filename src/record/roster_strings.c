/* SPDX-License-Identifier: Apache-2.0 */
#include "record/roster_strings.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

/* A hash set with open addressing: the same 所属 stands on hundreds of lines, and is kept once. */

struct ks_strings {
	struct ks_arena *arena;
	const char **slots;
	size_t n_slots, n_used; /* n_slots is a power of two, more than half of it free */
};

static size_t hash(const char *text)
{
	size_t h = 2166136261u;

	for (; *text; text++)
		h = (h ^ (unsigned char)*text) * 16777619u;
	return h ^ h >> 15;
}

/* Where @text stands or would stand. */
static const char **slot_of(const struct ks_strings *strings, const char *text)
{
	size_t at = hash(text) & (strings->n_slots - 1);

	while (strings->slots[at] && strcmp(strings->slots[at], text) != 0)
		at = (at + 1) & (strings->n_slots - 1);
	return &strings->slots[at];
}

struct ks_strings *ks_strings_open(struct ks_arena *arena)
{
	struct ks_strings *strings = ks_alloc_zero(1, sizeof(*strings));

	strings->arena = arena;
	strings->n_slots = 256;
	strings->slots = ks_alloc_zero(strings->n_slots, sizeof(*strings->slots));
	return strings;
}

static void grow(struct ks_strings *strings)
{
	const char **old = strings->slots;
	size_t n = strings->n_slots;

	strings->n_slots *= 2;
	strings->slots = ks_alloc_zero(strings->n_slots, sizeof(*strings->slots));
	for (size_t i = 0; i < n; i++)
		if (old[i])
			*slot_of(strings, old[i]) = old[i];
	free(old);
}

const char *ks_strings_keep(struct ks_strings *strings, const char *text)
{
	const char **slot = slot_of(strings, text);

	if (*slot)
		return *slot;
	*slot = ks_arena_strdup(strings->arena, text);
	text = *slot;
	if (++strings->n_used * 2 > strings->n_slots)
		grow(strings);
	return text;
}

void ks_strings_close(struct ks_strings *strings)
{
	if (!strings)
		return;
	free(strings->slots);
	free(strings);
}
