/* SPDX-License-Identifier: Apache-2.0 */
#include "durability/shim.h"

#include <dlfcn.h>

/*
 * What a PIN costs is between the processor and itself: no disk is asked. Made and checked at libsodium's lowest cost (the
 * hash says at which it was made), a visit takes half the time, and twice as many faults are tried.
 */

#define PASSES_MIN 1
#define MEMORY_MIN 8192

/* As in sodium/crypto_pwhash.h, which no floor of ours brings here. */
int crypto_pwhash_str_alg(char *out, const char *password, unsigned long long n,
			  unsigned long long passes, size_t memory, int algorithm);

int crypto_pwhash_str_alg(char *out, const char *password, unsigned long long n,
			  unsigned long long passes, size_t memory, int algorithm)
{
	static int (*real)(char *, const char *, unsigned long long, unsigned long long, size_t, int);

	(void)passes;
	(void)memory;
	*(void **)&real = dlsym(RTLD_NEXT, "crypto_pwhash_str_alg");
	return real(out, password, n, PASSES_MIN, MEMORY_MIN, algorithm);
}
