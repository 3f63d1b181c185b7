/* SPDX-License-Identifier: Apache-2.0 */
#include "xapi/statement_put.h"

void ks_put_iri(struct ks_buf *out, const char *base, const char *const *parts, size_t n)
{
	struct ks_buf iri = {0};

	ks_buf_puts(&iri, base);
	for (size_t i = 0; i < n; i++) {
		ks_buf_putc(&iri, '/');
		ks_buf_puts(&iri, parts[i]);
	}
	ks_buf_json(out, ks_buf_text(&iri));
	ks_buf_finish(&iri);
}

void ks_put_profile(struct ks_buf *out, const char *base)
{
	ks_buf_puts(out, "\"category\":[{\"id\":");
	ks_put_iri(out, base, (const char *[]){"xapi/profile/v1"}, 1);
	ks_buf_puts(out, ",\"definition\":{\"type\":"
			 "\"http://adlnet.gov/expapi/activities/profile\"}}]");
}
