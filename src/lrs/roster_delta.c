/* SPDX-License-Identifier: Apache-2.0 */
#include "lrs/roster_delta.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/id.h"
#include "base/mem.h"

/*
 * The document of 10,000 people is 9 MB, and somebody finishes a lesson every few seconds of a morning. Of each version only
 * the names of what changed in it are kept: people and completions one by one, gatherings, exemptions and cards each as a whole. A
 * kiosk that knows an earlier version gets what has one of the names since, as it is now.
 */

#define VERSIONS_MAX 512
#define CHANGES_MAX 50000 /* in one version; more is another list */

/* An element of the document: its name, and what it says. */
struct item {
	uint64_t name, content;
	const char *text;
	size_t len, name_len;
	char section;
};
struct items {
	struct item *items;
	size_t n, capacity;
	uint64_t seed;
};

struct change {
	uint64_t name;
	char section;
	char *gone; /* the text of its name, where it is no longer there; else NULL */
};
struct version {
	char *tag; /* of the document before */
	struct change *changes;
	size_t n;
};
struct ks_roster_history {
	uint64_t seed; /* nobody can choose names that are taken for each other */
	struct version versions[VERSIONS_MAX];
	size_t n;
};

/* ---- the document ---- */

static uint64_t hash_of(uint64_t seed, const char *text, size_t len)
{
	uint64_t hash = UINT64_C(0xcbf29ce484222325) ^ seed;

	for (size_t i = 0; i < len; i++)
		hash = (hash ^ (unsigned char)text[i]) * UINT64_C(0x100000001b3);
	return hash ^ hash >> 29;
}

/* Behind the value that begins at @at: the document is ours, and well formed. */
static const char *skip(const char *at)
{
	int depth = 0;

	for (; *at; at++) {
		if (*at == '"') {
			for (at++; *at && *at != '"'; at++)
				at += *at == '\\' && at[1];
			if (!*at)
				return at;
		} else if (*at == '[' || *at == '{') {
			depth++;
		} else if (*at == ']' || *at == '}') {
			if (depth-- == 0)
				return at;
		} else if (*at == ',' && depth == 0) {
			return at;
		}
	}
	return at;
}

/* A person is named by the first member, a completion by all but the last. */
static size_t name_length(const char *text, size_t len, char section)
{
	const char *comma = section == 'p' ? memchr(text, ',', len) : memrchr(text, ',', len);

	return comma ? (size_t)(comma - text) : len;
}

static void add(struct items *items, char section, const char *text, size_t len, size_t name_len)
{
	ks_grow(&items->items, items->n, &items->capacity);
	items->items[items->n++] = (struct item){
		.name = hash_of(items->seed ^ (unsigned char)section, text, name_len),
		.content = hash_of(items->seed, text, len),
		.text = text,
		.len = len,
		.name_len = name_len,
		.section = section,
	};
}

static void add_each(struct items *items, char section, const char *array)
{
	for (const char *at = array + 1; *at && *at != ']';) {
		const char *end = skip(at);
		size_t len = (size_t)(end - at);

		add(items, section, at, len, name_length(at, len, section));
		at = end + (*end == ',');
	}
}

/* people, completed, gatherings, exemptions by their first letter; cards, which is another c, by k. */
static char section_of(const char *key)
{
	return strncmp(key, "cards", 5) == 0 ? 'k' : *key;
}

/* In the order of the document. */
static struct items read_items(const char *document, uint64_t seed)
{
	struct items items = {.seed = seed};
	const char *at = document + (*document == '{');

	while (*at == '"') {
		const char *key = at + 1, *value = strchr(key, ':') + 1, *end = skip(value);

		char section = section_of(key);

		if (*value == '[' && (section == 'p' || section == 'c'))
			add_each(&items, section, value);
		else if (*value == '[' || *value == '{') /* its name is that of the member */
			add(&items, section, value, (size_t)(end - value), 0);
		at = end + (*end == ',');
	}
	return items;
}

static int by_name(const void *a, const void *b)
{
	const struct item *one = a, *other = b;

	return one->name < other->name ? -1 : one->name > other->name;
}

/* ---- versions ---- */

struct ks_roster_history *ks_roster_history_open(void)
{
	struct ks_roster_history *history = ks_alloc_zero(1, sizeof(*history));

	ks_random(&history->seed, sizeof(history->seed));
	return history;
}

static void finish_version(struct version *version)
{
	for (size_t i = 0; i < version->n; i++)
		free(version->changes[i].gone);
	free(version->changes);
	free(version->tag);
	*version = (struct version){0};
}

void ks_roster_history_close(struct ks_roster_history *history)
{
	if (!history)
		return;
	for (size_t i = 0; i < history->n; i++)
		finish_version(&history->versions[i]);
	free(history);
}

static void forget_all(struct ks_roster_history *history)
{
	for (size_t i = 0; i < history->n; i++)
		finish_version(&history->versions[i]);
	history->n = 0;
}

static void add_change(struct version *version, size_t *capacity, const struct item *item,
		       bool is_gone)
{
	ks_grow(&version->changes, version->n, capacity);
	version->changes[version->n++] = (struct change){
		.name = item->name,
		.section = item->section,
		.gone = is_gone ? ks_strndup(item->text, item->name_len) : NULL,
	};
}

/* Both sorted by name. */
static void compare(struct version *version, const struct items *before, const struct items *now)
{
	size_t i = 0, k = 0, capacity = 0;

	while (i < before->n || k < now->n) {
		const struct item *old = i < before->n ? &before->items[i] : NULL;
		const struct item *new = k < now->n ? &now->items[k] : NULL;

		if (!new || (old && old->name < new->name)) {
			add_change(version, &capacity, old, true);
			i++;
		} else if (!old || new->name < old->name) {
			add_change(version, &capacity, new, false);
			k++;
		} else {
			if (old->content != new->content)
				add_change(version, &capacity, new, false);
			i++;
			k++;
		}
	}
}

void ks_roster_history_note(struct ks_roster_history *history, const char *tag, const char *before,
			    const char *document)
{
	struct items old = read_items(before, history->seed);
	struct items now = read_items(document, history->seed);
	struct version *version;

	qsort(old.items, old.n, sizeof(*old.items), by_name);
	qsort(now.items, now.n, sizeof(*now.items), by_name);
	if (history->n == VERSIONS_MAX) {
		finish_version(&history->versions[0]);
		memmove(history->versions, history->versions + 1,
			(VERSIONS_MAX - 1) * sizeof(history->versions[0]));
		history->n--;
	}
	version = &history->versions[history->n++];
	*version = (struct version){.tag = ks_strdup(tag)};
	compare(version, &old, &now);
	if (version->n > CHANGES_MAX)
		forget_all(history); /* whoever knows what was before fetches all of it */
	free(old.items);
	free(now.items);
}

/* ---- the difference ---- */

static int change_by_name(const void *a, const void *b)
{
	const struct change *const *one = a, *const *other = b;

	return (*one)->name < (*other)->name ? -1 : (*one)->name > (*other)->name;
}

/* Each name once, with the newest text of what is gone; sorted. Borrows the versions' changes. */
static const struct change **changes_from(const struct ks_roster_history *history, size_t from,
					  size_t *n)
{
	const struct change **changes;
	size_t n_all = 0;

	for (size_t i = from; i < history->n; i++)
		n_all += history->versions[i].n;
	changes = ks_alloc_zero(n_all + 1, sizeof(struct change *));
	*n = 0;
	for (size_t i = history->n; i-- > from;)
		for (size_t k = 0; k < history->versions[i].n; k++)
			changes[(*n)++] = &history->versions[i].changes[k];
	qsort(changes, *n, sizeof(struct change *), change_by_name);
	n_all = *n;
	*n = 0;
	for (size_t i = 0; i < n_all; i++) {
		if (*n > 0 && changes[*n - 1]->name == changes[i]->name) {
			if (changes[i]->gone)
				changes[*n - 1] = changes[i]; /* says its name, should it be gone */
		} else {
			changes[(*n)++] = changes[i];
		}
	}
	return changes;
}

static bool is_changed(const struct change **changes, size_t n, uint64_t name, size_t *at)
{
	const struct change wanted = {.name = name}, *key = &wanted;
	const struct change **found =
		n > 0 ? bsearch(&key, changes, n, sizeof(struct change *), change_by_name) : NULL;

	if (found)
		*at = (size_t)(found - changes);
	return found;
}

static void put_section(struct ks_buf *out, const char *name, const struct items *now, char section,
			const struct change **changes, size_t n, bool *is_there)
{
	const char *before = "";
	size_t at;

	ks_buf_printf(out, ",\"%s\":[", name);
	for (size_t i = 0; i < now->n; i++) {
		if (now->items[i].section != section ||
		    !is_changed(changes, n, now->items[i].name, &at))
			continue;
		is_there[at] = true;
		ks_buf_puts(out, before);
		ks_buf_append(out, now->items[i].text, now->items[i].len);
		before = ",";
	}
	ks_buf_puts(out, "]");
}

/* A whole member, where anything in it changed. */
static void put_member(struct ks_buf *out, const char *name, const struct items *now,
		       const struct change **changes, size_t n)
{
	size_t at;

	for (size_t i = 0; i < now->n; i++) {
		if (now->items[i].section != section_of(name) ||
		    !is_changed(changes, n, now->items[i].name, &at))
			continue;
		ks_buf_printf(out, ",\"%s\":", name);
		ks_buf_append(out, now->items[i].text, now->items[i].len);
	}
}

static void put_gone(struct ks_buf *out, const char *name, char section, const char *close,
		     const struct change **changes, size_t n, const bool *is_there)
{
	const char *before = "";

	ks_buf_printf(out, ",\"%s\":[", name);
	for (size_t i = 0; i < n; i++) {
		if (is_there[i] || changes[i]->section != section || !changes[i]->gone)
			continue;
		ks_buf_printf(out, "%s%s%s", before, changes[i]->gone, close);
		before = ",";
	}
	ks_buf_puts(out, "]");
}

bool ks_roster_history_since(const struct ks_roster_history *history, const char *known,
			     const char *base, const char *document, struct ks_buf *out)
{
	struct items now;
	const struct change **changes;
	size_t from = 0, n;
	bool *is_there, is_small;

	while (from < history->n && strcmp(history->versions[from].tag, known) != 0)
		from++;
	if (from == history->n)
		return false;
	changes = changes_from(history, from, &n);
	now = read_items(document, history->seed);
	is_there = ks_alloc_zero(n + 1, sizeof(*is_there));
	/* Where nobody is left, a kiosk must see that it is so on purpose. */
	is_small = n <= now.n / 2 + 16 && now.n > 0 && now.items[0].section == 'p';
	if (is_small) {
		ks_buf_puts(out, "{\"format\":\"kenshu-roster-delta-1\",\"base\":");
		ks_buf_json(out, base);
		put_section(out, "people", &now, 'p', changes, n, is_there);
		put_section(out, "completed", &now, 'c', changes, n, is_there);
		put_gone(out, "gone", 'p', "}", changes, n, is_there);
		put_gone(out, "undone", 'c', "]", changes, n, is_there);
		put_member(out, "gatherings", &now, changes, n);
		put_member(out, "exemptions", &now, changes, n);
		put_member(out, "cards", &now, changes, n);
		ks_buf_puts(out, "}");
	}
	free(is_there);
	free(changes);
	free(now.items);
	return is_small;
}
