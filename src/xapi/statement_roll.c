/* SPDX-License-Identifier: Apache-2.0 */
#include "xapi/statement_put.h"

/*
 * Why somebody counts as present or not at a gathering: how the kiosk knew them, which 係員 said so, and for what reason. And
 * whose hand it was where answers on paper were keyed in.
 * What the 係員 says is one extension, so that the way back reads one object.
 */

static void put_told(struct ks_buf *out, const char **before, const char *name, const char *text)
{
	if (!text || !text[0])
		return;
	ks_buf_printf(out, "%s\"%s\":", *before, name);
	ks_buf_json(out, text);
	*before = ",";
}

void ks_put_roll(struct ks_buf *out, const char *base, const struct ks_fact *fact)
{
	const char *before = "{";

	bool has_counts = fact->kind == KS_FACT_CLOSED || fact->kind == KS_FACT_POLLED;

	if (!fact->how && !fact->by && !fact->reason && !has_counts)
		return; /* as check-ins always were */
	ks_put_iri(out, base, (const char *[]){"xapi/ext/roll"}, 1);
	ks_buf_putc(out, ':');
	put_told(out, &before, "how", fact->how);
	put_told(out, &before, "by", fact->by);
	put_told(out, &before, "reason", fact->reason);
	if (has_counts) {
		ks_buf_printf(out, "%s\"present\":%d,\"counted\":%d", before, fact->n_present,
			      fact->n_counted);
		before = ",";
	}
	ks_buf_puts(out, *before == '{' ? "{}," : "},");
}
