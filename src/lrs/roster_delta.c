/* SPDX-License-Identifier: Apache-2.0 */
#include "lrs/roster_delta.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/id.h"
#include "base/mem.h"

/*
 * The document of 10,000 people is 9 MB, and somebody finishes a lesson every few seconds of a morning. Of each version only
 * the names of what changed in it are kept: people and completions one by one, gatherings, exemptions, cards and what is from paper each as a whole. A
 * kiosk that knows an earlier version gets what has one of the names since, as it is now.
 */

#define VERSIONS_MAX 512
#define CHANGES_MAX 50000 /* in one version; more is another list */

/* An element of the document: its name, what it says, and where. There are millions. */
struct item {
	uint64_t name, content;
	uint32_t at, len;
	char section;
};
struct items {
	const char *document; /* borrowed */
	struct item *items;
	size_t n, capacity;
	uint64_t seed;
	bool has_people;
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
	struct items now; /* of the newest, by name */
};
struct ks_roster_draft {
	struct items items;
	struct version version; /* without its tag */
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
		.at = (uint32_t)(text - items->document),
		.len = (uint32_t)len,
		.section = section,
	};
	items->has_people = items->has_people || section == 'p';
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

/* people, completed, gatherings, on_paper, exemptions by their first letter; cards, which is another c, by k. */
static char section_of(const char *key)
{
	return strncmp(key, "cards", 5) == 0 ? 'k' : *key;
}

static int by_name(const void *a, const void *b)
{
	const struct item *one = a, *other = b;

	return KS_ORDER(one->name, other->name);
}

static struct items read_items(const char *document, uint64_t seed)
{
	struct items items = {.document = document, .seed = seed};
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
	if (items.n > 0)
		qsort(items.items, items.n, sizeof(*items.items), by_name);
	return items;
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
	free(history->now.items);
	free(history);
}

static void forget_all(struct ks_roster_history *history)
{
	for (size_t i = 0; i < history->n; i++)
		finish_version(&history->versions[i]);
	history->n = 0;
}

/* @gone: where it is no longer there, whose element it was. */
static void add_change(struct version *version, size_t *capacity, const struct item *item,
		       const struct items *gone)
{
	const char *text = gone ? gone->document + item->at : NULL;

	ks_grow(&version->changes, version->n, capacity);
	version->changes[version->n++] = (struct change){
		.name = item->name,
		.section = item->section,
		.gone = gone ? ks_strndup(text, name_length(text, item->len, item->section)) : NULL,
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
			add_change(version, &capacity, old, before);
			i++;
		} else if (!old || new->name < old->name) {
			add_change(version, &capacity, new, NULL);
			k++;
		} else {
			if (old->content != new->content)
				add_change(version, &capacity, new, NULL);
			i++;
			k++;
		}
	}
}

struct ks_roster_draft *ks_roster_history_compare(const struct ks_roster_history *history,
						  const char *document)
{
	struct ks_roster_draft *draft = ks_alloc_zero(1, sizeof(*draft));

	draft->items = read_items(document, history->seed);
	if (history->now.document)
		compare(&draft->version, &history->now, &draft->items);
	return draft;
}

void ks_roster_history_take(struct ks_roster_history *history, const char *tag,
			    struct ks_roster_draft *draft)
{
	if (history->n == VERSIONS_MAX) {
		finish_version(&history->versions[0]);
		memmove(history->versions, history->versions + 1,
			(VERSIONS_MAX - 1) * sizeof(history->versions[0]));
		history->n--;
	}
	if (draft->version.n > CHANGES_MAX) {
		finish_version(&draft->version);
		forget_all(history); /* whoever knows what was before fetches all of it */
	} else if (history->now.document) {
		draft->version.tag = ks_strdup(tag);
		history->versions[history->n++] = draft->version;
	}
	free(history->now.items);
	history->now = draft->items;
	free(draft);
}

/* ---- the difference ---- */

static int change_by_name(const void *a, const void *b)
{
	const struct change *const *one = a, *const *other = b;

	return KS_ORDER((*one)->name, (*other)->name);
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

static const struct item *find(const struct items *items, uint64_t name)
{
	const struct item wanted = {.name = name};

	return items->n > 0 ? bsearch(&wanted, items->items, items->n, sizeof(wanted), by_name)
			    : NULL;
}

static int by_place(const void *a, const void *b)
{
	const struct item *const *one = a, *const *other = b;

	return (*one)->at < (*other)->at ? -1 : (*one)->at > (*other)->at;
}

/* What changed and is there, in the order of the document. Borrows the items. */
static const struct item **find_changed(const struct items *now, const struct change **changes,
					size_t n, size_t *n_found)
{
	const struct item **found = ks_alloc_zero(n + 1, sizeof(struct item *));

	*n_found = 0;
	for (size_t i = 0; i < n; i++) {
		const struct item *item = find(now, changes[i]->name);

		if (item)
			found[(*n_found)++] = item;
	}
	qsort(found, *n_found, sizeof(struct item *), by_place);
	return found;
}

static void put_section(struct ks_buf *out, const char *name, const char *document,
			const struct item **found, size_t n)
{
	const char *before = "";

	ks_buf_printf(out, ",\"%s\":[", name);
	for (size_t i = 0; i < n; i++) {
		if (found[i]->section != section_of(name))
			continue;
		ks_buf_puts(out, before);
		ks_buf_append(out, document + found[i]->at, found[i]->len);
		before = ",";
	}
	ks_buf_puts(out, "]");
}

/* A whole member, where anything in it changed. */
static void put_member(struct ks_buf *out, const char *name, const char *document,
		       const struct item **found, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (found[i]->section != section_of(name))
			continue;
		ks_buf_printf(out, ",\"%s\":", name);
		ks_buf_append(out, document + found[i]->at, found[i]->len);
	}
}

static void put_gone(struct ks_buf *out, const char *name, char section, const char *close,
		     const struct change **changes, size_t n, const struct items *now)
{
	const char *before = "";

	ks_buf_printf(out, ",\"%s\":[", name);
	for (size_t i = 0; i < n; i++) {
		if (changes[i]->section != section || !changes[i]->gone ||
		    find(now, changes[i]->name))
			continue;
		ks_buf_printf(out, "%s%s%s", before, changes[i]->gone, close);
		before = ",";
	}
	ks_buf_puts(out, "]");
}

bool ks_roster_history_since(const struct ks_roster_history *history, const char *known,
			     const char *base, struct ks_buf *out)
{
	const struct items *now = &history->now;
	const struct change **changes;
	const struct item **found;
	size_t from = 0, n, n_found;

	while (from < history->n && strcmp(history->versions[from].tag, known) != 0)
		from++;
	if (from == history->n)
		return false;
	changes = changes_from(history, from, &n);
	/* Where nobody is left, a kiosk must see that it is so on purpose. */
	if (n > now->n / 2 + 16 || !now->has_people) {
		free(changes);
		return false;
	}
	found = find_changed(now, changes, n, &n_found);
	ks_buf_puts(out, "{\"format\":\"kenshu-roster-delta-1\",\"base\":");
	ks_buf_json(out, base);
	put_section(out, "people", now->document, found, n_found);
	put_section(out, "completed", now->document, found, n_found);
	put_gone(out, "gone", 'p', "}", changes, n, now);
	put_gone(out, "undone", 'c', "]", changes, n, now);
	put_member(out, "gatherings", now->document, found, n_found);
	put_member(out, "on_paper", now->document, found, n_found);
	put_member(out, "exemptions", now->document, found, n_found);
	put_member(out, "cards", now->document, found, n_found);
	ks_buf_puts(out, "}");
	free(found);
	free(changes);
	return true;
}
