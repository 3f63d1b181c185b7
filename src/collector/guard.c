/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/guard.h"

#include <netdb.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/lock.h"
#include "base/log.h"
#include "base/mem.h"

/*
 * A short table: of more addresses than it holds the one that was heard of longest ago is forgotten. One line of the log
 * a minute and address, with how many it was.
 */

#define ADDRESSES_MAX 128
#define TEXT_MAX 64

struct suspect {
	char address[TEXT_MAX];
	int64_t from_ms; /* of the minute that is counted; 0: nobody */
	unsigned n;
};

struct ks_guard {
	pthread_mutex_t mutex;
	struct suspect suspects[ADDRESSES_MAX];
};

struct ks_guard *ks_guard_open(void)
{
	struct ks_guard *guard = ks_alloc_zero(1, sizeof(*guard));

	ks_mutex_init(&guard->mutex);
	return guard;
}

void ks_guard_close(struct ks_guard *guard)
{
	if (!guard)
		return;
	pthread_mutex_destroy(&guard->mutex);
	free(guard);
}

static void name_of(const struct sockaddr *address, char text[TEXT_MAX])
{
	socklen_t len = address && address->sa_family == AF_INET6 ? sizeof(struct sockaddr_in6)
								  : sizeof(struct sockaddr_in);

	if (!address || getnameinfo(address, len, text, TEXT_MAX, NULL, 0, NI_NUMERICHOST) != 0)
		(void)snprintf(text, TEXT_MAX, "?");
}

static struct suspect *suspect_at(struct ks_guard *guard, const char *address)
{
	struct suspect *oldest = &guard->suspects[0];

	for (size_t i = 0; i < ADDRESSES_MAX; i++) {
		struct suspect *suspect = &guard->suspects[i];

		if (suspect->from_ms && strcmp(suspect->address, address) == 0)
			return suspect;
		if (suspect->from_ms < oldest->from_ms)
			oldest = suspect;
	}
	*oldest = (struct suspect){0};
	(void)snprintf(oldest->address, sizeof(oldest->address), "%s", address);
	return oldest;
}

bool ks_guard_wrong(struct ks_guard *guard, const struct sockaddr *address, int64_t now_ms)
{
	struct suspect *suspect;
	char text[TEXT_MAX];
	bool is_too_many;

	name_of(address, text);
	ks_lock(&guard->mutex);
	suspect = suspect_at(guard, text);
	if (!suspect->from_ms || now_ms - suspect->from_ms >= KS_GUARD_MINUTE_MS ||
	    now_ms < suspect->from_ms) {
		if (suspect->n > 1)
			ks_log_warn("collector", "%u wrong credentials from %s in a minute",
				    suspect->n, text);
		suspect->from_ms = now_ms;
		suspect->n = 0;
	}
	suspect->n++;
	if (suspect->n == 1 || suspect->n == KS_GUARD_WRONG_MAX + 1)
		ks_log_warn("collector", "wrong credentials from %s%s", text,
			    suspect->n > 1 ? ": told to wait" : "");
	is_too_many = suspect->n > KS_GUARD_WRONG_MAX;
	ks_unlock(&guard->mutex);
	return is_too_many;
}
