/* SPDX-License-Identifier: Apache-2.0 */
/* The small files of a content folder, and the digest over all of it. Private to src/content. */
#ifndef KS_CONTENT_FOLDER_H
#define KS_CONTENT_FOLDER_H

#include "content/content.h"

/** ks_content_load_all() - ks_content_load(); @keep_faulty: lessons with an error too, so that all can be told at once */
KS_MUST_USE enum ks_rc ks_content_load_all(const char *path, bool keep_faulty,
					   struct ks_content *out, struct ks_diags *diags);
/** ks_folder_read_organisation() - organisation.yaml; what is missing stays "". */
void ks_folder_read_organisation(struct ks_content *content, struct ks_diags *diags);
/** ks_folder_fill_places() - the words of organisation.yaml into the ```local frames that name one. */
void ks_folder_fill_places(struct ks_content *content);
/** ks_folder_read_policy() - the newest of policy/. */
void ks_folder_read_policy(struct ks_content *content, struct ks_diags *diags);
/** ks_folder_read_posters() - every posters/ *.yaml without an error. */
void ks_folder_read_posters(struct ks_content *content, struct ks_diags *diags);

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
