/* SPDX-License-Identifier: Apache-2.0 */
#include "durability/shim.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/*
 * The order in which things were written, synced and shown is all that a power cut can be made of. One write with
 * O_APPEND a record, so that two programs (kiosk and collector) can share a journal.
 */

static const struct shim_real *real;
static int journal_fd = -1;

void shim_journal_open(const struct shim_real *calls)
{
	const char *path = getenv("DUR_JOURNAL");

	real = calls;
	if (path && *path)
		journal_fd = real->open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
}

static void put(char **at, const void *data, size_t n)
{
	if (n > 0)
		memcpy(*at, data, n);
	*at += n;
}

void shim_journal_note(const struct shim_record *head, const char *path, const void *data)
{
	struct shim_record record = *head;
	char *whole, *at;
	size_t n;

	if (journal_fd < 0)
		return;
	record.call = shim_fault_call();
	record.n_path = path ? (uint32_t)strlen(path) : 0;
	if (!data)
		record.n_data = 0;
	n = sizeof(record) + record.n_path + record.n_data;
	at = whole = malloc(n);
	if (!whole)
		abort();
	put(&at, &record, sizeof(record));
	put(&at, path, record.n_path);
	put(&at, data, record.n_data);
	if (real->write(journal_fd, whole, n) != (ssize_t)n)
		abort(); /* a journal with a hole would prove nothing */
	free(whole);
}
