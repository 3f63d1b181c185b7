/* SPDX-License-Identifier: Apache-2.0 */
#include "record/image.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"
#include "base/mem.h"
#include "record/tail.h"
#include "support/test.h"

const char *const ks_image_names[KS_IMAGE_FILES] = {"kenshu.db", "kenshu.db-wal", KS_TAIL_NAME};

struct ks_image ks_image_take(const char *folder)
{
	struct ks_image image = {0};

	for (size_t i = 0; i < KS_IMAGE_FILES; i++) {
		char *path = ks_path_join(folder, ks_image_names[i]);

		(void)!ks_file_read(path, 64 << 20, &image.data[i], &image.len[i]);
		free(path);
	}
	return image;
}

void ks_image_put(const char *folder, const struct ks_image *image)
{
	for (size_t i = 0; i < KS_IMAGE_FILES; i++) {
		char *path = ks_path_join(folder, ks_image_names[i]);
		FILE *file = image->data[i] ? fopen(path, "wb") : NULL;

		if (file) {
			assert_int_equal(fwrite(image->data[i], 1, image->len[i], file),
					 image->len[i]);
			assert_int_equal(fclose(file), 0);
		}
		free(path);
	}
}

void ks_image_finish(struct ks_image *image)
{
	for (size_t i = 0; i < KS_IMAGE_FILES; i++)
		free(image->data[i]);
	*image = (struct ks_image){0};
}
