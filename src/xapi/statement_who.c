/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "xapi/statement_put.h"

/* Who a statement is of: by 職員番号 ("s-…"), and what is answered to a self-inspection under a pseudonym ("p-…"). */

bool ks_statement_is_pseudonym(const char *staff)
{
	return *staff == KS_PSEUDONYM_MARK && strlen(staff + 1) == KS_PSEUDONYM_DIGITS &&
	       strspn(staff + 1, "0123456789abcdef") == KS_PSEUDONYM_DIGITS;
}

void ks_put_person(struct ks_buf *out, const char *base, const char *staff)
{
	char *name = *staff == KS_PSEUDONYM_MARK ? ks_format("p-%s", staff + 1)
						 : ks_format("s-%s", staff);

	ks_buf_puts(out, "{\"objectType\":\"Agent\",\"account\":{\"homePage\":");
	ks_put_iri(out, base, (const char *[]){"staff"}, 1);
	ks_buf_puts(out, ",\"name\":");
	ks_buf_json(out, name);
	ks_buf_puts(out, "}}");
	free(name);
}
