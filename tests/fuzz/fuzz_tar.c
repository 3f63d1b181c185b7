/* SPDX-License-Identifier: Apache-2.0 */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "base/tar.h"

/*
 * A bundle comes on a USB stick from anywhere. Reading stays within its bytes, and what is taken whole is
 * read the same again after being written.
 */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct ks_tar tar = ks_tar_begin(data, size), again;
	struct ks_tar_file file, twin;
	struct ks_buf out = {0};
	bool is_whole = true;
	enum ks_rc rc;

	while ((rc = ks_tar_next(&tar, &file)) == KS_OK) {
		assert(file.data >= (const char *)data &&
		       file.data + file.len <= (const char *)data + size);
		assert(strlen(file.name) < sizeof(file.name));
		is_whole = is_whole && ks_tar_put(&out, file.name, file.data, file.len);
	}
	ks_tar_end(&out);
	if (rc == KS_NOT_FOUND && is_whole) {
		tar = ks_tar_begin(data, size);
		again = ks_tar_begin(out.data, out.len);
		while (ks_tar_next(&tar, &file) == KS_OK) {
			rc = ks_tar_next(&again, &twin);
			assert(rc == KS_OK && strcmp(file.name, twin.name) == 0);
			assert(file.len == twin.len && memcmp(file.data, twin.data, file.len) == 0);
		}
		assert(ks_tar_next(&again, &twin) == KS_NOT_FOUND);
	}
	ks_buf_finish(&out);
	return 0;
}
