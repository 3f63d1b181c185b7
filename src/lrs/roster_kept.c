/* SPDX-License-Identifier: Apache-2.0 */
#include "lrs/roster_kept.h"

#include <stdlib.h>

#include "base/lock.h"
#include "lrs/roster_delta.h"

void ks_roster_document_init(struct ks_roster_document *document)
{
	ks_mutex_init(&document->mutex);
	pthread_cond_init(&document->made, NULL);
	document->history = ks_roster_history_open();
}

void ks_roster_document_finish(struct ks_roster_document *document)
{
	pthread_mutex_destroy(&document->mutex);
	pthread_cond_destroy(&document->made);
	ks_roster_history_close(document->history);
	free(document->text);
}
