/* SPDX-License-Identifier: Apache-2.0 */
#include "support/packed.h"

#include <string.h>

#include "report/zip.h"
#include "support/test.h"

void ks_test_unpacked(const char *bytes, size_t len, const char *without, struct ks_buf *out)
{
	struct ks_unzip *zip = ks_unzip_open(bytes, len);
	const char *name;

	assert_non_null(zip);
	for (size_t i = 0; (name = ks_unzip_name(zip, i)); i++) {
		struct ks_buf text = {.ceiling = (size_t)1 << 24};

		assert_int_equal(ks_unzip_read(zip, name, &text), KS_OK);
		ks_buf_printf(out, "==== %s\n", name);
		if (strncmp(name, without, strlen(without)) != 0)
			ks_buf_puts(out, ks_buf_text(&text));
		ks_buf_finish(&text);
	}
	ks_unzip_close(zip);
}
