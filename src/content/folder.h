/* SPDX-License-Identifier: Apache-2.0 */
/* The files of a content folder, and the digest over all of them. Private to src/content. */
#ifndef KS_CONTENT_FOLDER_H
#define KS_CONTENT_FOLDER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/id.h"

/* Paths of all content files relative to the folder, sorted bytewise. */
struct ks_folder_files {
	char **paths;
	size_t n, capacity;
};
/** ks_folder_walk() - what the digest covers: organisation.yaml and everything in the folders of content. */
void ks_folder_walk(const char *folder, struct ks_folder_files *out);
/** ks_folder_is_part() - is @path (relative to the folder) among what ks_folder_walk() finds? */
bool ks_folder_is_part(const char *path);
void ks_folder_files_finish(struct ks_folder_files *files);
/**
 * ks_folder_digest() - SHA-256 over the lines "sha256  path\n" of all files
 * The same as `sha256sum` over the sorted paths, piped into `sha256sum`: anybody can check it by hand.
 */
void ks_folder_digest(const char *folder, char out[KS_HASH_HEX]);

#endif
