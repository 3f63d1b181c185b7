/* SPDX-License-Identifier: Apache-2.0 */
#include "roster_parsed.h"

#include <stdio.h>
#include <string.h>

struct parsed parse_bytes(const char *bytes, size_t len)
{
	struct parsed p = {0};

	p.rc = ks_roster_parse("名簿.csv", bytes, len, &p.roster, &p.diags);
	return p;
}

struct parsed parse(const char *csv)
{
	return parse_bytes(csv, strlen(csv));
}

void finish(struct parsed *p)
{
	ks_roster_finish(&p->roster);
	ks_diags_finish(&p->diags);
}

bool has(const struct parsed *p, enum ks_severity severity, int line, const char *word)
{
	for (size_t i = 0; i < p->diags.n_items; i++) {
		const struct ks_diag *d = &p->diags.items[i];

		if (d->severity == severity && d->line == line && strstr(d->message, word))
			return true;
	}
	return false;
}

void expect(struct parsed *p, enum ks_severity severity, int line, const char *word)
{
	if (has(p, severity, line, word))
		return;
	ks_diags_print(&p->diags, stderr);
	fail_msg("line %d: no message with 「%s」", line, word);
}
