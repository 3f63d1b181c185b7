/* SPDX-License-Identifier: Apache-2.0 */
#include "support/content_copy.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/mem.h"
#include "content/folder.h"
#include "support/test.h"

const char *content_folder(void)
{
	const char *folder = getenv("KENSHU_CONTENT");

	return folder ? folder : "content";
}

void copy_content(const char *to)
{
	struct ks_folder_files files;

	ks_folder_walk(content_folder(), &files);
	assert_true(files.n > 0);
	for (size_t i = 0; i < files.n; i++) {
		char *from = ks_path_join(content_folder(), files.paths[i]);
		char *target = ks_path_join(to, files.paths[i]);
		char *slash = strrchr(target, '/'), *data = NULL;
		size_t len = 0;

		*slash = '\0';
		assert_int_equal(ks_folder_make(target), KS_OK);
		*slash = '/';
		assert_int_equal(ks_file_read(from, (size_t)16 << 20, &data, &len), KS_OK);
		assert_int_equal(ks_file_write(target, data, len, 0600), KS_OK);
		free(data);
		free(target);
		free(from);
	}
	ks_folder_files_finish(&files);
}
