/* SPDX-License-Identifier: Apache-2.0 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"
#include "base/mem.h"

/*
 * Runs a fuzz target over kept inputs without libFuzzer, so that gcc's sanitizers see them on every
 * machine. Each input gets memory of exactly its length: one byte more would hide a read past the end.
 */

#define INPUT_BYTES_MAX ((size_t)16 << 20)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int main(int argc, char **argv)
{
	for (int i = 1; i < argc; i++) {
		char *data = NULL;
		size_t len = 0;

		if (ks_file_read(argv[i], INPUT_BYTES_MAX, &data, &len) != KS_OK) {
			fprintf(stderr, "%s: cannot be read\n", argv[i]);
			return EXIT_FAILURE;
		}
		/* malloc(0) has no byte to read either; ks_alloc() would make it one. */
		uint8_t *exact = malloc(len);

		for (size_t k = 0; k < len; k++)
			exact[k] = (uint8_t)data[k];
		free(data);
		LLVMFuzzerTestOneInput(exact, len);
		free(exact);
	}
	printf("ok %s: %d inputs\n", argv[0], argc - 1);
	return EXIT_SUCCESS;
}
