/* SPDX-License-Identifier: Apache-2.0 */
/* Files and folders: whole-file reads with a ceiling, writes that are complete or absent. */
#ifndef KS_BASE_FILE_H
#define KS_BASE_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "base/rc.h"

/** ks_path_join() - "@folder/@name", malloc'd. */
char *ks_path_join(const char *folder, const char *name);

/**
 * ks_file_read() - a whole regular file
 * @data: malloc'd, NUL-terminated behind @len
 * Return: KS_OK, KS_NOT_FOUND, KS_FULL (longer than @ceiling), KS_IO.
 */
KS_MUST_USE enum ks_rc ks_file_read(const char *path, size_t ceiling, char **data, size_t *len);

/** ks_file_write() - write beside, fsync, rename: @path is the old or the new content, never half. A pipe or device is written through. KS_FULL, KS_READ_ONLY, KS_IO. */
KS_MUST_USE enum ks_rc ks_file_write(const char *path, const void *data, size_t len, mode_t mode);

/** ks_file_create() - like ks_file_write() but KS_CONFLICT when @path exists (secrets: written once). */
KS_MUST_USE enum ks_rc ks_file_create(const char *path, const void *data, size_t len, mode_t mode);

/** ks_file_exists() - a regular file is there (or a link to one). */
bool ks_file_exists(const char *path);
/** ks_folder_exists() - a folder is there (or a link to one). */
bool ks_folder_exists(const char *path);

/** ks_folder_make() - create @path (and parents) mode 0700 if absent; KS_READ_ONLY without the right to write, KS_FULL, KS_IO. */
KS_MUST_USE enum ks_rc ks_folder_make(const char *path);

/** ks_folder_sync() - wait until the names in @folder are on the disk. */
KS_MUST_USE enum ks_rc ks_folder_sync(const char *folder);

/**
 * ks_folder_list() - names in @folder ending in @suffix (NULL: all), sorted bytewise, without dot files
 * @names: malloc'd array of malloc'd strings; release with ks_folder_list_finish()
 */
KS_MUST_USE enum ks_rc ks_folder_list(const char *folder, const char *suffix, char ***names,
				      size_t *n_names);
/** ks_folder_list_finish() - frees what ks_folder_list() gave; NULL with 0 is accepted. */
void ks_folder_list_finish(char **names, size_t n_names);

/** ks_folder_remove() - @path and all below it, links not followed; what is not there is fine. */
void ks_folder_remove(const char *path);

/** ks_file_free_mib() - free space of the file system that holds @path in MiB, -1 when unknown. */
long ks_file_free_mib(const char *path);

/** ks_program_folder() - folder of the running executable (malloc'd, NULL when unknown). */
char *ks_program_folder(void);

#endif
