/* SPDX-License-Identifier: Apache-2.0 */
#include "durability/disk.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "durability/shim.h"

/*
 * The model is of a disk with a journaling file system: what was synced stays; names change in the order they were
 * changed, but maybe not all of them yet; bytes that were not synced arrive in any order, in part, or not at all.
 */

#define SECTOR 512
#define FILES_MAX 512
#define NAMES_MAX 64

struct bytes {
	uint8_t *data;
	size_t len, capacity;
};

/* A write, or a new length, that may not be on the disk yet. */
struct change {
	enum shim_kind kind;
	uint64_t offset;
	const uint8_t *data;
	uint32_t n;
};

struct node {
	uint64_t ino;
	struct bytes safe, cut;
	struct change *changes;
	size_t n_changes, capacity;
	uint64_t print;  /* of the cut */
	bool is_as_safe; /* the cut was made of these very safe bytes, and has none but them */
};

/* A name that came, went or moved, and may not have done so on the disk yet. */
struct rename_change {
	enum shim_kind kind;
	char path[SHIM_PATH_MAX], other[SHIM_PATH_MAX];
	struct node *node;
};

struct name {
	char path[SHIM_PATH_MAX]; /* "": free */
	struct node *node;
};

struct names {
	struct name items[NAMES_MAX];
};

struct disk {
	const uint8_t *journal;
	size_t n, at, n_marks;
	char root[SHIM_PATH_MAX];
	bool is_synced, is_point;
	bool has_begun; /* what stands before the first process is the folder as it was found */
	struct node *nodes[FILES_MAX];
	size_t n_nodes;
	struct names safe, cut; /* surely on the disk; and at the cut */
	struct rename_change *moves;
	size_t n_moves, capacity;
};

static void reserve(struct bytes *bytes, size_t len)
{
	if (len > bytes->capacity) {
		bytes->capacity = len * 2;
		bytes->data = ks_realloc(bytes->data, bytes->capacity, 1);
	}
}

static void resize(struct bytes *bytes, size_t len)
{
	reserve(bytes, len);
	if (len > bytes->len)
		memset(bytes->data + bytes->len, 0, len - bytes->len);
	bytes->len = len;
}

static void put(struct bytes *bytes, uint64_t offset, const uint8_t *data, size_t n)
{
	if (n == 0)
		return;
	if (offset + n > bytes->len)
		resize(bytes, offset + n);
	memcpy(bytes->data + offset, data, n);
}

static void apply(struct bytes *bytes, const struct change *change)
{
	if (change->kind == SHIM_WRITE)
		put(bytes, change->offset, change->data, change->n);
	else if (change->kind == SHIM_TRUNC || change->offset > bytes->len)
		resize(bytes, change->offset);
}

/* ---- names ---- */

static struct name *find_name(struct names *names, const char *path)
{
	for (size_t i = 0; i < NAMES_MAX; i++)
		if (strcmp(names->items[i].path, path) == 0)
			return &names->items[i];
	return NULL;
}

static void set_name(struct names *names, const char *path, struct node *node)
{
	struct name *name = find_name(names, path);

	if (!name)
		name = find_name(names, "");
	if (!name)
		abort(); /* more files than any state folder has */
	name->node = node;
	snprintf(name->path, sizeof(name->path), "%s", node ? path : "");
}

static void move(struct names *names, const struct rename_change *change)
{
	struct name *from = find_name(names, change->path);

	switch (change->kind) {
	case SHIM_CREATE:
		set_name(names, change->path, change->node);
		break;
	case SHIM_UNLINK:
		set_name(names, change->path, NULL);
		break;
	case SHIM_RENAME:
	case SHIM_LINK:
		if (!from || !*change->path)
			break;
		set_name(names, change->other, from->node);
		if (change->kind == SHIM_RENAME)
			set_name(names, change->path, NULL);
		break;
	default:
		break;
	}
}

/* ---- records ---- */

static struct node *node_of(struct disk *disk, uint64_t ino)
{
	for (size_t i = disk->n_nodes; i > 0; i--) /* a number may be used again: the newest */
		if (disk->nodes[i - 1]->ino == ino)
			return disk->nodes[i - 1];
	return NULL;
}

static struct node *new_node(struct disk *disk, uint64_t ino)
{
	struct node *node = ks_alloc_zero(1, sizeof(*node));

	if (disk->n_nodes == FILES_MAX)
		abort();
	node->ino = ino;
	disk->nodes[disk->n_nodes++] = node;
	return node;
}

static void settle_node(struct node *node)
{
	node->is_as_safe &= node->n_changes == 0;
	for (size_t i = 0; i < node->n_changes; i++)
		apply(&node->safe, &node->changes[i]);
	node->n_changes = 0;
}

static void settle_names(struct disk *disk)
{
	for (size_t i = 0; i < disk->n_moves; i++)
		move(&disk->safe, &disk->moves[i]);
	disk->n_moves = 0;
}

static void note_move(struct disk *disk, const struct shim_record *head, const char *path,
		      const uint8_t *data)
{
	struct rename_change *change;

	ks_grow(&disk->moves, disk->n_moves, &disk->capacity);
	change = &disk->moves[disk->n_moves++];
	memset(change, 0, sizeof(*change));
	change->kind = (enum shim_kind)head->kind;
	snprintf(change->path, sizeof(change->path), "%s", path);
	snprintf(change->other, sizeof(change->other), "%.*s", (int)head->n_data, (const char *)data);
	if (head->kind == SHIM_CREATE)
		change->node = new_node(disk, head->ino);
}

static void note_change(struct disk *disk, const struct shim_record *head, const uint8_t *data)
{
	struct node *node = node_of(disk, head->ino);

	if (!node)
		return; /* not a file of the state folder's */
	ks_grow(&node->changes, node->n_changes, &node->capacity);
	node->changes[node->n_changes++] =
		(struct change){(enum shim_kind)head->kind, head->offset, data, head->n_data};
}

static void take(struct disk *disk, const struct shim_record *head, const char *path,
		 const uint8_t *data)
{
	struct node *node = node_of(disk, head->ino);

	disk->has_begun |= head->kind == SHIM_BEGIN;
	disk->is_point = disk->has_begun && strchr("CWTASDRLUM", head->kind);
	switch ((enum shim_kind)head->kind) {
	case SHIM_CREATE:
	case SHIM_RENAME:
	case SHIM_LINK:
	case SHIM_UNLINK:
		note_move(disk, head, path, data);
		break;
	case SHIM_WRITE:
	case SHIM_TRUNC:
	case SHIM_ALLOC:
		note_change(disk, head, data);
		break;
	case SHIM_SYNC:
		if (node && disk->is_synced)
			settle_node(node);
		break;
	case SHIM_DIRSYNC:
		if (disk->is_synced)
			settle_names(disk);
		break;
	case SHIM_MARK:
		disk->n_marks++;
		break;
	default:
		break;
	}
}

bool disk_step(struct disk *disk)
{
	struct shim_record head;
	char path[SHIM_PATH_MAX];
	const uint8_t *at = disk->journal + disk->at;

	if (disk->n - disk->at < sizeof(head))
		return false;
	memcpy(&head, at, sizeof(head));
	at += sizeof(head);
	snprintf(path, sizeof(path), "%.*s", (int)head.n_path, (const char *)at);
	disk->at += sizeof(head) + head.n_path + head.n_data;
	disk->is_point = false;
	if (!head.is_failed)
		take(disk, &head, path, at + head.n_path);
	return true;
}

bool disk_is_point(const struct disk *disk)
{
	return disk->is_point;
}

size_t disk_n_marks(const struct disk *disk)
{
	return disk->n_marks;
}

/* ---- the power goes ---- */

static uint64_t next_random(uint64_t *state)
{
	uint64_t z = (*state += UINT64_C(0x9e3779b97f4a7c15));

	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	return z ^ (z >> 31);
}

static void tear(struct bytes *bytes, const struct change *change, uint64_t *state)
{
	uint64_t bits = next_random(state);

	for (uint32_t from = 0; from < change->n; from += SECTOR, bits = bits >> 1 | bits << 63) {
		uint32_t n = change->n - from < SECTOR ? change->n - from : SECTOR;

		if (bits & 1)
			put(bytes, change->offset + from, change->data + from, n);
	}
}

static uint64_t mix(uint64_t print, const uint8_t *data, size_t n)
{
	for (; n >= 8; data += 8, n -= 8) {
		uint64_t word;

		memcpy(&word, data, 8);
		print = (print ^ word) * UINT64_C(0x9fb21c651e98df25);
		print ^= print >> 29;
	}
	for (; n > 0; data++, n--)
		print = (print ^ *data) * UINT64_C(0x100000001b3);
	return print;
}

static void cut_node(struct node *node, enum disk_cut how, uint64_t *state)
{
	size_t n_kept = how == DISK_KEEP     ? node->n_changes
			: how == DISK_PREFIX ? next_random(state) % (node->n_changes + 1)
					     : 0;

	if (node->is_as_safe && node->n_changes == 0)
		return; /* most files of most images */
	node->is_as_safe = node->n_changes == 0;
	reserve(&node->cut, node->safe.len);
	if (node->safe.len > 0)
		memcpy(node->cut.data, node->safe.data, node->safe.len);
	node->cut.len = node->safe.len;
	for (size_t i = 0; i < node->n_changes; i++) {
		const struct change *change = &node->changes[i];
		uint64_t dice = how == DISK_MIXED ? next_random(state) % 8 : 8;

		if (i < n_kept || (dice >= 1 && dice <= 4))
			apply(&node->cut, change);
		else if (dice == 0 && change->kind == SHIM_WRITE)
			tear(&node->cut, change, state);
	}
	node->print = mix(1, node->cut.data, node->cut.len) + node->cut.len;
}

uint64_t disk_cut(struct disk *disk, enum disk_cut how, uint64_t seed)
{
	uint64_t state = seed, print = 1;
	size_t n_moves = how == DISK_KEEP   ? disk->n_moves
			 : how == DISK_DROP ? 0
					    : next_random(&state) % (disk->n_moves + 1);

	disk->cut = disk->safe;
	for (size_t i = 0; i < n_moves; i++)
		move(&disk->cut, &disk->moves[i]);
	for (size_t i = 0; i < NAMES_MAX; i++) {
		struct name *name = &disk->cut.items[i];

		if (!*name->path || !name->node)
			continue;
		cut_node(name->node, how, &state);
		print = mix(print, (const uint8_t *)name->path, strlen(name->path));
		print = mix(print, (const uint8_t *)&name->node->print, sizeof(name->node->print));
	}
	return print;
}

static void empty(const char *folder)
{
	DIR *dir = opendir(folder);
	struct dirent *entry;

	while (dir && (entry = readdir(dir)))
		if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
			(void)unlinkat(dirfd(dir), entry->d_name, 0);
	if (dir)
		closedir(dir);
}

static bool write_one(const char *path, const struct bytes *bytes)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	bool is_written = fd >= 0 && (bytes->len == 0 ||
				      write(fd, bytes->data, bytes->len) == (ssize_t)bytes->len);

	if (fd >= 0)
		close(fd);
	return is_written;
}

bool disk_write(const struct disk *disk, const char *folder)
{
	size_t n_root = strlen(disk->root);

	(void)mkdir(folder, 0700);
	empty(folder);
	for (size_t i = 0; i < NAMES_MAX; i++) {
		const struct name *name = &disk->cut.items[i];
		char path[2 * SHIM_PATH_MAX];

		if (!*name->path || !name->node || strncmp(name->path, disk->root, n_root) != 0 ||
		    name->path[n_root] != '/')
			continue;
		snprintf(path, sizeof(path), "%s%s", folder, name->path + n_root);
		if (!write_one(path, &name->node->cut))
			return false;
	}
	return true;
}

struct disk *disk_open(const uint8_t *journal, size_t n, const char *root, bool is_synced)
{
	struct disk *disk = ks_alloc_zero(1, sizeof(*disk));

	disk->journal = journal;
	disk->n = n;
	disk->is_synced = is_synced;
	snprintf(disk->root, sizeof(disk->root), "%s", root);
	return disk;
}

void disk_close(struct disk *disk)
{
	for (size_t i = 0; i < disk->n_nodes; i++) {
		free(disk->nodes[i]->safe.data);
		free(disk->nodes[i]->cut.data);
		free(disk->nodes[i]->changes);
		free(disk->nodes[i]);
	}
	free(disk->moves);
	free(disk);
}
