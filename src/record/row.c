/* SPDX-License-Identifier: Apache-2.0 */
#include "record/row.h"

#include <stdlib.h>
#include <string.h>

/* Beside the ledger, because the tail knows rows too and stands below it. */

void ks_statement_finish(struct ks_statement *statement)
{
	if (!statement)
		return;
	free(statement->bytes);
	memset(statement, 0, sizeof(*statement));
}
