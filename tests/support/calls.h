/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A system whose calls fail: whoever links this stands between its files and the C library, SQLite's too, for a symbol
 * defined here goes before the library's.
 */
#ifndef KS_TESTS_SUPPORT_CALLS_H
#define KS_TESTS_SUPPORT_CALLS_H

#include <stdbool.h>
#include <stdint.h>

enum ks_calls_kind {
	KS_CALLS_WRITE = 1,          /* write, pwrite, ftruncate */
	KS_CALLS_SYNC = 2,           /* fsync, fdatasync */
	KS_CALLS_READ = 4,           /* read, pread */
	KS_CALLS_OPEN = 8,           /* open */
	KS_CALLS_RENAME = 16,        /* rename, chmod */
	KS_CALLS_OPEN_TO_WRITE = 32, /* open of what is not read alone */
};

/* Set it all anew for each try; zeros: every call is the system's. */
struct ks_calls {
	_Atomic int n;          /* how many there were of the kinds below, since it was set */
	_Atomic unsigned kinds; /* enum ks_calls_kind, or'ed */
	_Atomic int at;         /* the call that fails; 0: none */
	_Atomic bool is_from_there_on; /* and every later one, too */
	_Atomic int error;             /* errno; 0: half of it is read or written */
	_Atomic int deaf_fd;           /* a file that will not be flushed ... */
	_Atomic int n_deaf;            /* ... so many times */
	_Atomic uint64_t free_bytes;   /* what any disk says is free; 0: what is */
};
extern struct ks_calls ks_calls;

/** ks_calls_fail() - from now on count calls of @kinds, and let number @at fail; 0: only count. */
void ks_calls_fail(unsigned kinds, int at, bool is_from_there_on, int error);
/** ks_calls_end() - all is well again; returns how many calls there were. */
int ks_calls_end(void);

#endif
