/* SPDX-License-Identifier: Apache-2.0 */
/* What stands in a kiosk's folder at one moment, to be put there again, or elsewhere, with something of it changed. */
#ifndef KS_TESTS_RECORD_IMAGE_H
#define KS_TESTS_RECORD_IMAGE_H

#include <stddef.h>

enum { KS_IMAGE_DB, KS_IMAGE_LOG, KS_IMAGE_TAIL, KS_IMAGE_FILES };
extern const char *const ks_image_names[KS_IMAGE_FILES];

struct ks_image {
	char *data[KS_IMAGE_FILES]; /* NULL: there is none */
	size_t len[KS_IMAGE_FILES];
};

/** ks_image_take() - as the files are on the disk now, the log too. */
struct ks_image ks_image_take(const char *folder);
/** ks_image_put() - the files that @image has; without waiting for the disk, since a thousand of them are made. */
void ks_image_put(const char *folder, const struct ks_image *image);
void ks_image_finish(struct ks_image *image);

#endif
