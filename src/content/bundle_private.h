/* SPDX-License-Identifier: Apache-2.0 */
/* What writing and reading a bundle share. Private to src/content. */
#ifndef KS_CONTENT_BUNDLE_PRIVATE_H
#define KS_CONTENT_BUNDLE_PRIVATE_H

#include "content/bundle.h"

#define KS_BUNDLE_FORMAT "kenshu-content-1"
#define KS_BUNDLE_MANIFEST "manifest.json"
#define KS_BUNDLE_SIGNATURE "manifest.sig"
#define KS_BUNDLE_ALGORITHM "ed25519"

/** ks_bundle_digest() - what ks_folder_digest() gives for the same files. */
void ks_bundle_digest(const struct ks_bundle_file *files, size_t n_files, char out[KS_HASH_HEX]);

#endif
