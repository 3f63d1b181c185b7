/* SPDX-License-Identifier: Apache-2.0 */
#include "lrs/centre.h"

#include <stdlib.h>
#include <string.h>

#include "base/lock.h"
#include "base/mem.h"
#include "lrs/centre_private.h"
#include "lrs/replica_sender.h"
#include "lrs/sum.h"
#include "record/db.h"
#include "record/pseudonym.h"

/* The centre as an object: the open store, the clock, and what is kept so as not to be made anew for everybody who asks. */

enum ks_rc ks_centre_open(struct ks_store *store, struct ks_clock *clock, struct ks_centre **out)
{
	struct ks_centre *centre;
	char *rebuild = NULL;
	enum ks_rc rc = ks_store_get(store, "rebuild", &rebuild);

	*out = NULL;
	free(rebuild);
	/* Before anybody is counted under a pseudonym. A kiosk that stands alone, whose list this imports, has none. */
	if ((rc == KS_OK || rc == KS_NOT_FOUND) && ks_store_role(store) == KS_ROLE_COLLECTOR &&
	    ks_pseudonym_make_key(store) != KS_OK)
		return ks_db_failure(store);
	if (rc == KS_OK)
		rc = ks_sum_rebuild(store);
	if (rc != KS_OK && rc != KS_NOT_FOUND)
		return rc;
	centre = ks_alloc_zero(1, sizeof(*centre));
	centre->store = store;
	centre->clock = clock;
	ks_mutex_init(&centre->clock_mutex);
	ks_roster_document_init(&centre->document);
	ks_mutex_init(&centre->have_mutex);
	ks_mutex_init(&centre->index_mutex);
	centre->indexed = -1;
	centre->version = "1.0.3";
	atomic_init(&centre->edition, 1);
	atomic_init(&centre->urgent, 1);
	*out = centre;
	return KS_OK;
}

void ks_centre_close(struct ks_centre *centre)
{
	if (!centre)
		return;
	pthread_mutex_destroy(&centre->clock_mutex);
	pthread_mutex_destroy(&centre->have_mutex);
	pthread_mutex_destroy(&centre->index_mutex);
	for (size_t i = 0; i < centre->n_have; i++)
		free(centre->have[i].kiosk);
	free(centre->have);
	ks_roster_document_finish(&centre->document);
	free(centre);
}

struct ks_store *ks_centre_store(struct ks_centre *centre)
{
	return centre->store;
}

int64_t ks_centre_now_ms(struct ks_centre *centre)
{
	int64_t now;

	ks_lock(&centre->clock_mutex);
	now = ks_clock_wall_ms(centre->clock);
	ks_unlock(&centre->clock_mutex);
	return now;
}

void ks_centre_set_version(struct ks_centre *centre, const char *version)
{
	centre->version = version;
}

const char *ks_centre_version(const struct ks_centre *centre)
{
	return centre->version;
}

bool ks_centre_is_client(const char *sender)
{
	return strncmp(sender, "client:", strlen("client:")) == 0;
}

bool ks_centre_is_hr(const char *sender)
{
	return strncmp(sender, KS_SENDER_HR, strlen(KS_SENDER_HR)) == 0;
}

static void leave_claim(struct ks_statement_view *view)
{
	struct ks_statement_view claim = {.wall_ms = view->wall_ms,
					  .has_success = view->has_success,
					  .success = view->success};

	memcpy(claim.id, view->id, sizeof(claim.id));
	memcpy(claim.verb, view->verb, sizeof(claim.verb));
	memcpy(claim.object, view->object, sizeof(claim.object));
	memcpy(claim.registration, view->registration, sizeof(claim.registration));
	*view = claim;
}

void ks_centre_as_indexed(const char *sender, struct ks_statement_view *view)
{
	if (ks_replica_is_sender(sender)) {
		view->seq = 0;
		view->prev[0] = '\0';
	} else if (ks_centre_is_client(sender)) {
		leave_claim(view);
	}
}

void ks_centre_touch_later(struct ks_centre *centre)
{
	atomic_fetch_add(&centre->edition, 1);
}

void ks_centre_touch(struct ks_centre *centre)
{
	uint_fast64_t edition = atomic_fetch_add(&centre->edition, 1) + 1;
	uint_fast64_t urgent = atomic_load(&centre->urgent);

	while (urgent < edition && !atomic_compare_exchange_weak(&centre->urgent, &urgent, edition))
		;
}
