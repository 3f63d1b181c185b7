/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/deadline.h"

#include <netinet/in.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/lock.h"
#include "base/log.h"
#include "base/mem.h"

/*
 * A table by socket number and one thread that looks twice a second. Cutting means shutdown(): the HTTP library then
 * sees the end of the connection and closes it itself, so a number is never cut after it was given to somebody else.
 */

#define DEADLINE_LOOK_MS 500
#define ADDRESS_BYTES 16
#define SENDING_MS 2000 /* a body that takes longer gives way like one who does nothing */

struct guest {
	int64_t at_ms;    /* when it is cut; 0: nobody is there, or it is cut already */
	int64_t since_ms; /* does what it does */
	enum ks_doing doing;
	unsigned char address[ADDRESS_BYTES];
};

struct ks_deadlines {
	pthread_mutex_t mutex;
	pthread_cond_t wake;
	pthread_t thread;
	bool is_stopping;
	unsigned n_all, n_per_address;
	struct guest *guests; /* by socket */
	size_t n_sockets;
};

static int64_t now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void cut(struct ks_deadlines *deadlines, size_t socket, const char *why)
{
	ks_log_info("collector", "connection cut: %s", why);
	shutdown((int)socket, SHUT_RDWR);
	deadlines->guests[socket].at_ms = 0;
}

static void cut_late(struct ks_deadlines *deadlines, int64_t now)
{
	for (size_t i = 0; i < deadlines->n_sockets; i++)
		if (deadlines->guests[i].at_ms && deadlines->guests[i].at_ms <= now)
			cut(deadlines, i, "request took too long");
}

static void *look(void *context)
{
	struct ks_deadlines *deadlines = context;

	ks_lock(&deadlines->mutex);
	while (!deadlines->is_stopping) {
		struct timespec until;
		int64_t next = now_ms() + DEADLINE_LOOK_MS;

		cut_late(deadlines, now_ms());
		until.tv_sec = next / 1000;
		until.tv_nsec = next % 1000 * 1000000;
		pthread_cond_timedwait(&deadlines->wake, &deadlines->mutex, &until);
	}
	ks_unlock(&deadlines->mutex);
	return NULL;
}

enum ks_rc ks_deadlines_start(unsigned n_all, unsigned n_per_address, struct ks_deadlines **out)
{
	struct ks_deadlines *deadlines = ks_alloc_zero(1, sizeof(*deadlines));
	pthread_condattr_t attributes;

	deadlines->n_all = n_all;
	deadlines->n_per_address = n_per_address;
	ks_mutex_init(&deadlines->mutex);
	pthread_condattr_init(&attributes);
	pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
	pthread_cond_init(&deadlines->wake, &attributes);
	pthread_condattr_destroy(&attributes);
	*out = deadlines;
	if (pthread_create(&deadlines->thread, NULL, look, deadlines) == 0)
		return KS_OK;
	free(deadlines);
	*out = NULL;
	return KS_IO;
}

void ks_deadlines_stop(struct ks_deadlines *deadlines)
{
	if (!deadlines)
		return;
	ks_lock(&deadlines->mutex);
	deadlines->is_stopping = true;
	pthread_cond_signal(&deadlines->wake);
	ks_unlock(&deadlines->mutex);
	pthread_join(deadlines->thread, NULL);
	pthread_cond_destroy(&deadlines->wake);
	pthread_mutex_destroy(&deadlines->mutex);
	free(deadlines->guests);
	free(deadlines);
}

/* ---- who is there ---- */

/* IPv4 whole, of IPv6 the network: whoever has one has all addresses in it. */
static void read_address(const struct sockaddr *address, unsigned char out[ADDRESS_BYTES])
{
	memset(out, 0, ADDRESS_BYTES);
	if (address && address->sa_family == AF_INET)
		memcpy(out, &((const struct sockaddr_in *)address)->sin_addr, 4);
	else if (address && address->sa_family == AF_INET6)
		memcpy(out, &((const struct sockaddr_in6 *)address)->sin6_addr, 8);
}

static bool is_from(const struct guest *guest, const unsigned char *address)
{
	return guest->at_ms && (!address || memcmp(guest->address, address, ADDRESS_BYTES) == 0);
}

static unsigned count(const struct ks_deadlines *deadlines, const unsigned char *address)
{
	unsigned n = 0;

	for (size_t i = 0; i < deadlines->n_sockets; i++)
		n += is_from(&deadlines->guests[i], address);
	return n;
}

/* The address that has most connections: it is its own that give way. */
static const unsigned char *busiest(const struct ks_deadlines *deadlines)
{
	const unsigned char *found = NULL;
	unsigned most = 0;

	for (size_t i = 0; i < deadlines->n_sockets; i++) {
		const struct guest *guest = &deadlines->guests[i];
		unsigned n = guest->at_ms ? count(deadlines, guest->address) : 0;

		if (n > most) {
			most = n;
			found = guest->address;
		}
	}
	return found;
}

static bool may_give_way(const struct guest *guest, int64_t now)
{
	return guest->doing == KS_DOING_NOTHING ||
	       (guest->doing == KS_DOING_SENDING && now - guest->since_ms > SENDING_MS);
}

/* Return: which socket of @address has idled for longest; @otherwise when all are busy. */
static size_t idlest(const struct ks_deadlines *deadlines, const unsigned char *address,
		     size_t otherwise, int64_t now)
{
	size_t found = otherwise;
	int64_t since = INT64_MAX;

	for (size_t i = 0; i < deadlines->n_sockets; i++) {
		const struct guest *guest = &deadlines->guests[i];

		if (i == otherwise || !is_from(guest, address) || !may_give_way(guest, now) ||
		    guest->since_ms >= since)
			continue;
		since = guest->since_ms;
		found = i;
	}
	return found;
}

static struct guest *guest_at(struct ks_deadlines *deadlines, size_t socket)
{
	if (socket >= deadlines->n_sockets) {
		size_t n = socket + 64;

		deadlines->guests = ks_realloc(deadlines->guests, n, sizeof(*deadlines->guests));
		memset(&deadlines->guests[deadlines->n_sockets], 0,
		       (n - deadlines->n_sockets) * sizeof(*deadlines->guests));
		deadlines->n_sockets = n;
	}
	return &deadlines->guests[socket];
}

void ks_deadlines_enter(struct ks_deadlines *deadlines, int socket, const struct sockaddr *address,
			int ms)
{
	int64_t now = now_ms();
	struct guest *guest;

	ks_lock(&deadlines->mutex);
	guest = guest_at(deadlines, (size_t)socket);
	*guest = (struct guest){.at_ms = now + ms, .since_ms = now};
	read_address(address, guest->address);
	if (count(deadlines, guest->address) > deadlines->n_per_address)
		cut(deadlines, idlest(deadlines, guest->address, (size_t)socket, now),
		    "too many of one address");
	else if (count(deadlines, NULL) > deadlines->n_all)
		cut(deadlines, idlest(deadlines, busiest(deadlines), (size_t)socket, now),
		    "too many");
	ks_unlock(&deadlines->mutex);
}

void ks_deadlines_watch(struct ks_deadlines *deadlines, int socket, int ms, enum ks_doing doing)
{
	struct guest *guest;

	ks_lock(&deadlines->mutex);
	guest = guest_at(deadlines, (size_t)socket);
	if (guest->at_ms) { /* else it is cut, and about to be closed */
		guest->since_ms = now_ms();
		guest->at_ms = guest->since_ms + ms;
		guest->doing = doing;
	}
	ks_unlock(&deadlines->mutex);
}

void ks_deadlines_forget(struct ks_deadlines *deadlines, int socket)
{
	ks_lock(&deadlines->mutex);
	if ((size_t)socket < deadlines->n_sockets)
		deadlines->guests[socket].at_ms = 0;
	ks_unlock(&deadlines->mutex);
}
