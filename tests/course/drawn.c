/* SPDX-License-Identifier: Apache-2.0 */
#include "drawn.h"

#include <string.h>

#include "support/test.h"

bool drawn_holds(const struct ks_attempt *attempt, const char *id)
{
	for (int i = 0; i < attempt->n_items; i++)
		if (strcmp(attempt->items[i].question, id) == 0)
			return true;
	return false;
}

void drawn_all_differ(const struct ks_attempt *attempt)
{
	for (int i = 0; i < attempt->n_items; i++)
		for (int k = 0; k < i; k++)
			assert_string_not_equal(attempt->items[i].question,
						attempt->items[k].question);
}

void drawn_from(struct ks_sample *sample, const char *clause, int n)
{
	for (int i = 0; i < n; i++)
		ks_sample_question(sample, KS_QUESTION_SINGLE, 4, clause);
}
