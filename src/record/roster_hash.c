/* SPDX-License-Identifier: Apache-2.0 */
#include <pthread.h>
#include <stdatomic.h>
#include <unistd.h>

#include "record/pin.h"
#include "record/roster_private.h"

/*
 * Argon2id is slow on purpose, so a list is hashed on all cores, before the transaction begins.
 */

#define THREADS_MAX 8

struct work {
	const char *const *pins, *const *numbers;
	const uint8_t *key; /* NULL: no codes */
	size_t n;
	char **hashes;
	atomic_size_t next;
};

static void *hash_some(void *context)
{
	struct work *work = context;
	size_t i;

	while ((i = atomic_fetch_add(&work->next, 1)) < work->n) {
		work->hashes[i] = NULL;
		if (work->pins[i])
			work->hashes[i] = work->key ? ks_pin_hash_code(work->pins[i],
								       work->numbers[i], work->key)
						    : ks_pin_hash(work->pins[i]);
	}
	return NULL;
}

void ks_roster_hash_pins(const char *const *pins, const char *const *numbers, size_t n,
			 const uint8_t *key, char **hashes)
{
	struct work work = {.pins = pins, .numbers = numbers, .key = key, .n = n, .hashes = hashes};
	pthread_t threads[THREADS_MAX];
	long n_cores = sysconf(_SC_NPROCESSORS_ONLN);
	int n_threads = 0;

	/* This thread is one of them, so a thread that cannot be started costs only time. */
	while (n_threads + 1 < n_cores && n_threads < THREADS_MAX - 1 &&
	       pthread_create(&threads[n_threads], NULL, hash_some, &work) == 0)
		n_threads++;
	(void)hash_some(&work);
	for (int i = 0; i < n_threads; i++)
		pthread_join(threads[i], NULL);
}
