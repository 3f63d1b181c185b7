/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A disk made of a journal (shim.h): what is surely on it, and what is only on its way. The power can be cut after any
 * record; which of the writes under way then arrived, and how much of each, is up to a seed.
 */
#ifndef DURABILITY_DISK_H
#define DURABILITY_DISK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct disk;

/**
 * disk_open() - an empty disk before the first record of @journal (a whole file in memory, which must stay)
 * @root:      the state folder's path as the journal has it
 * @is_synced: false: syncs in the journal are not believed (the planted fault of a program without them)
 */
struct disk *disk_open(const uint8_t *journal, size_t n, const char *root, bool is_synced);
void disk_close(struct disk *disk);

/** disk_step() - take one record. Return: false at the end. */
bool disk_step(struct disk *disk);
/** disk_is_point() - the record just taken changed something: here the power may go. */
bool disk_is_point(const struct disk *disk);
/** disk_n_marks() - so many scenes were shown up to here. */
size_t disk_n_marks(const struct disk *disk);

/* How a power cut treats what was under way. */
enum disk_cut {
	DISK_DROP,   /* nothing of it arrived */
	DISK_KEEP,   /* all of it did */
	DISK_PREFIX, /* what was written first, up to some place */
	DISK_MIXED,  /* each write by itself: dropped, whole, or torn at sectors of 512 bytes */
};

/** disk_cut() - the power goes now: decide what is on the disk. Return: a fingerprint of all of it. */
uint64_t disk_cut(struct disk *disk, enum disk_cut how, uint64_t seed);
/** disk_write() - the files as disk_cut() left them, in @folder, which is emptied before. False when that fails. */
bool disk_write(const struct disk *disk, const char *folder);

#endif
