/* SPDX-License-Identifier: Apache-2.0 */
#include "xapi/completion.h"

#include <stdbool.h>
#include <string.h>

#include "course/person.h"
#include "course/session.h"

/*
 * One rule for the centre and for the kiosk: while each had its own, one statement with a foreign account's name made a
 * roster that every kiosk refused whole.
 */

/* How an id may look is content's business; here it only must have room in a row and go to no terminal as a command. */
static bool is_id(const char *text)
{
	size_t len = text ? strlen(text) : 0;

	for (size_t i = 0; i < len; i++)
		if ((unsigned char)text[i] < 0x20 || text[i] == 0x7f)
			return false;
	return len > 0 && len < KS_ID_MAX;
}

const char *ks_completion_fault(const struct ks_completion *completion)
{
	if (!completion->staff || !ks_person_is_key(completion->staff))
		return "staff";
	if (completion->nendo < KS_COMPLETION_NENDO_MIN || completion->nendo > KS_COMPLETION_NENDO_MAX)
		return "nendo";
	if (!is_id(completion->plan))
		return "course";
	if (!is_id(completion->lesson))
		return "lesson";
	if (completion->done_ms < 0 || completion->done_ms > KS_COMPLETION_TIME_MAX_MS)
		return "time";
	return NULL;
}
