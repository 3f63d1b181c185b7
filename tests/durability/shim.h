/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An LD_PRELOAD library between a real program and its state folder: it counts the calls that can fail, makes one of
 * them fail, and keeps a journal of writes and syncs from which power cuts are made (image.c). Everything is told by
 * the environment, see shim_fault.c and shim_journal.c; without it nothing is changed.
 */
#ifndef DURABILITY_SHIM_H
#define DURABILITY_SHIM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/types.h>

#define SHIM_PATH_MAX 512
#define SHIM_FDS_MAX 4096

/* What a journal record says; the letter is what stands in the file. */
enum shim_kind {
	SHIM_BEGIN = 'B',  /* a process begins: path = its name */
	SHIM_END = 'E',    /* it ends by itself */
	SHIM_MARK = 'M',   /* what is on the glass now: data = the scene */
	SHIM_OPEN = 'O',   /* path is file ino */
	SHIM_CREATE = 'C', /* path is the new file ino */
	SHIM_READ = 'r',   /* no more than a place where a call can fail */
	SHIM_WRITE = 'W',  /* data at offset of ino */
	SHIM_TRUNC = 'T',  /* ino is offset bytes long */
	SHIM_ALLOC = 'A',  /* ino is at least offset bytes long */
	SHIM_SYNC = 'S',   /* ino is on the disk */
	SHIM_LOSE = 'X',   /* a sync of ino failed: what was not on the disk never will be */
	SHIM_DIRSYNC = 'D',
	SHIM_RENAME = 'R', /* path becomes data */
	SHIM_LINK = 'L',   /* path is also data */
	SHIM_UNLINK = 'U',
	SHIM_MKDIR = 'K',
};

/* The head of a journal record; path and data follow. */
struct shim_record {
	uint8_t kind, is_failed, pad[2];
	uint32_t call; /* number of this call in its process, from 1 */
	uint64_t ino, offset;
	uint32_t n_path, n_data;
};

/* An open file inside a state folder. */
struct shim_file {
	bool is_inside, is_folder, is_durable; /* durable: O_DSYNC */
	uint64_t ino;
	char path[SHIM_PATH_MAX];
};

/* The calls themselves, under the names they have with 64-bit offsets. */
struct shim_real {
	int (*open)(const char *, int, ...);
	int (*mkostemp)(char *, int);
	int (*close)(int);
	ssize_t (*read)(int, void *, size_t);
	ssize_t (*pread)(int, void *, size_t, off_t);
	ssize_t (*write)(int, const void *, size_t);
	ssize_t (*pwrite)(int, const void *, size_t, off_t);
	int (*fsync)(int);
	int (*ftruncate)(int, off_t);
	int (*fallocate)(int, int, off_t, off_t);
	int (*rename)(const char *, const char *);
	int (*link)(const char *, const char *);
	int (*unlink)(const char *);
	int (*mkdir)(const char *, mode_t);
	int (*fputs)(const char *, FILE *);
	FILE *(*fopen)(const char *, const char *);
};

/** shim_ready() - read the environment, once; the real calls. Each wrapper begins with it. */
const struct shim_real *shim_ready(void);
/** shim_lock() - one call at a time. */
void shim_lock(void);
void shim_unlock(void);
/** shim_file() - the file behind @fd when it lies inside, else NULL. */
struct shim_file *shim_file(int fd);
/** shim_fail() - note that a call failed, release the lock, set errno. Return: -1. */
int shim_fail(const struct shim_record *head, const char *path, int error);

/** shim_is_inside() - @path lies in one of the folders of DUR_ROOTS. */
bool shim_is_inside(const char *path);

/** shim_journal_open() - DUR_JOURNAL, appended to with the real @calls; nothing is kept without it. */
void shim_journal_open(const struct shim_real *calls);
/** shim_journal_note() - append one record; @path and @data may be NULL. Under the lock of shim.c. */
void shim_journal_note(const struct shim_record *head, const char *path, const void *data);

/* What is to happen to a call. */
struct shim_fate {
	int error;    /* not 0: fail with it, having done nothing */
	size_t most;  /* a write: no more than so many bytes */
	bool is_last; /* and the process dies behind it */
};

/** shim_fault_open() - DUR_FAULT. */
void shim_fault_open(void);
/**
 * shim_fault_next() - the next call on a file inside
 * @kind:     as in the journal
 * @is_write: it would change something
 * @n:        bytes of a write, else 0
 * @grows_to: how long the file will be, 0 when it does not grow
 * @size:     how long it is
 * Return: its fate; the process may be dead instead.
 */
struct shim_fate shim_fault_next(enum shim_kind kind, bool is_write, size_t n, off_t grows_to,
				 off_t size);
/** shim_fault_freed() - a file gave back what it had allocated (full disk). */
void shim_fault_freed(off_t size);
/** shim_time_skipped_s() - seconds of waiting that did not take place (DUR_FAST). */
unsigned shim_time_skipped_s(void);
/** shim_fault_call() - the number of the last call. */
uint32_t shim_fault_call(void);

#endif
