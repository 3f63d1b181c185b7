/* SPDX-License-Identifier: Apache-2.0 */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/id.h"
#include "base/lock.h"
#include "base/mem.h"
#include "web/call.h"

/*
 * Sessions and wrong passwords, in memory: a stolen database opens no session, and a restart ends them all. Both tables are
 * of fixed size, so that nobody can fill the memory: the oldest makes room.
 */

#define SESSIONS_MAX 256
#define NAMES_MAX 1024

struct slot {
	uint8_t token_hash[KS_HASH_BYTES];
	struct ks_web_session session;
	int64_t begun_ms, used_ms; /* used_ms 0: free */
};

/* Wrong passwords of one name, whether there is such a user or not. */
struct tries {
	uint8_t name_hash[KS_HASH_BYTES];
	int n_wrong;
	int64_t last_ms;
};

struct ks_sessions {
	pthread_mutex_t mutex;
	struct slot slots[SESSIONS_MAX];
	struct tries tries[NAMES_MAX];
};

struct ks_sessions *ks_sessions_open(void)
{
	struct ks_sessions *sessions = ks_alloc_zero(1, sizeof(*sessions));

	ks_mutex_init(&sessions->mutex);
	return sessions;
}

void ks_sessions_close(struct ks_sessions *sessions)
{
	if (!sessions)
		return;
	pthread_mutex_destroy(&sessions->mutex);
	free(sessions);
}

static void make_token(char out[44])
{
	uint8_t random[32];
	char *text;

	ks_random(random, sizeof(random));
	text = ks_base64url(random, sizeof(random));
	snprintf(out, 44, "%s", text);
	free(text);
}

void ks_sessions_begin(struct ks_sessions *sessions, const char *user, int64_t now_ms, char token[44])
{
	struct slot *slot = sessions->slots;

	make_token(token);
	ks_lock(&sessions->mutex);
	for (size_t i = 1; i < SESSIONS_MAX; i++)
		if (sessions->slots[i].used_ms < slot->used_ms)
			slot = &sessions->slots[i];
	ks_sha256(token, strlen(token), slot->token_hash);
	snprintf(slot->session.user, sizeof(slot->session.user), "%s", user);
	make_token(slot->session.csrf);
	slot->begun_ms = slot->used_ms = now_ms;
	ks_unlock(&sessions->mutex);
}

/* NULL when there is none; under the mutex. Found by hash, so that the time it takes tells nothing of a token. */
static struct slot *find(struct ks_sessions *sessions, const char *token)
{
	uint8_t hash[KS_HASH_BYTES];

	ks_sha256(token, strlen(token), hash);
	for (size_t i = 0; i < SESSIONS_MAX; i++)
		if (sessions->slots[i].used_ms != 0 &&
		    memcmp(sessions->slots[i].token_hash, hash, sizeof(hash)) == 0)
			return &sessions->slots[i];
	return NULL;
}

bool ks_sessions_find(struct ks_sessions *sessions, const char *token, int64_t now_ms,
		      struct ks_web_session *out)
{
	struct slot *slot;

	ks_lock(&sessions->mutex);
	slot = find(sessions, token);
	if (slot && (now_ms - slot->used_ms > KS_WEB_IDLE_MS ||
		     now_ms - slot->begun_ms > KS_WEB_SESSION_MS || now_ms < slot->begun_ms)) {
		memset(slot, 0, sizeof(*slot));
		slot = NULL;
	}
	if (slot) {
		slot->used_ms = now_ms;
		*out = slot->session;
	}
	ks_unlock(&sessions->mutex);
	return slot;
}

void ks_sessions_end(struct ks_sessions *sessions, const char *token)
{
	struct slot *slot;

	ks_lock(&sessions->mutex);
	slot = find(sessions, token);
	if (slot)
		memset(slot, 0, sizeof(*slot));
	ks_unlock(&sessions->mutex);
}

/* The name's entry, else the one that has been quiet for longest. */
static struct tries *tries_of(struct ks_sessions *sessions, const char *user)
{
	uint8_t hash[KS_HASH_BYTES];
	struct tries *oldest = sessions->tries;

	ks_sha256(user, strlen(user), hash);
	for (size_t i = 0; i < NAMES_MAX; i++) {
		struct tries *tries = &sessions->tries[i];

		if (memcmp(tries->name_hash, hash, sizeof(hash)) == 0)
			return tries;
		if (tries->last_ms < oldest->last_ms)
			oldest = tries;
	}
	*oldest = (struct tries){0};
	memcpy(oldest->name_hash, hash, sizeof(hash));
	return oldest;
}

static int64_t wait_of(const struct tries *tries, int64_t now_ms)
{
	int64_t over = tries->last_ms + KS_WEB_WAIT_MS - now_ms;

	return tries->n_wrong >= KS_WEB_TRIES && over > 0 ? over : 0;
}

int64_t ks_sessions_wait(struct ks_sessions *sessions, const char *user, int64_t now_ms)
{
	int64_t wait;

	ks_lock(&sessions->mutex);
	wait = wait_of(tries_of(sessions, user), now_ms);
	ks_unlock(&sessions->mutex);
	return wait;
}

int ks_sessions_tried(struct ks_sessions *sessions, const char *user, bool is_right, int64_t now_ms)
{
	struct tries *tries;
	int left;

	ks_lock(&sessions->mutex);
	tries = tries_of(sessions, user);
	if (is_right || now_ms - tries->last_ms > KS_WEB_WAIT_MS)
		tries->n_wrong = 0;
	tries->n_wrong += !is_right;
	tries->last_ms = now_ms;
	left = tries->n_wrong < KS_WEB_TRIES ? KS_WEB_TRIES - tries->n_wrong : 0;
	ks_unlock(&sessions->mutex);
	return left;
}
