/* SPDX-License-Identifier: Apache-2.0 */
#include "report/offered.h"

#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"
#include "content/load.h"

/* Content is read from a file, so it becomes one for as long. */
enum ks_rc ks_report_unpack(const char *bytes, size_t len, struct ks_content *out)
{
	const char *tmp = getenv("TMPDIR");
	char *path = ks_format("%s/kenshu-content-XXXXXX", tmp && tmp[0] ? tmp : "/tmp");
	struct ks_diags diags = {0};
	int file = mkstemp(path);
	enum ks_rc rc = KS_IO;

	if (file >= 0) {
		(void)close(file);
		rc = ks_file_write(path, bytes, len, 0600);
		if (rc == KS_OK)
			rc = ks_content_load(path, out, &diags);
		(void)unlink(path);
	}
	ks_diags_finish(&diags);
	free(path);
	return rc == KS_INVALID ? KS_OK : rc;
}
