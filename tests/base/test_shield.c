/* SPDX-License-Identifier: Apache-2.0 */
#include "base/shield.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"
#include "support/test.h"

/* What is given up is given up for good, so each case is a process of its own. */

enum { WELL, NO_LANDLOCK, WRITES_OUTSIDE, NOT_INSIDE, READS_NO_MORE };

static int give_up_and_try(const char *inside, const char *outside)
{
	const char *const folders[] = {NULL, inside, "/nowhere/at/all"};
	char *within = ks_path_join(inside, "a"), *renamed = ks_path_join(inside, "b");
	char *without = ks_path_join(outside, "a"), *there = ks_path_join(outside, "there");
	char *bytes = NULL;
	size_t len;
	enum ks_rc rc = ks_shield_writes(folders, KS_COUNT(folders));
	int seen = WELL;

	if (rc != KS_OK)
		return rc == KS_NOT_FOUND ? NO_LANDLOCK : NOT_INSIDE;
	if (ks_file_write(within, "x", 1, 0600) != KS_OK || rename(within, renamed) != 0 ||
	    ks_file_write(renamed, "", 0, 0600) != KS_OK || unlink(renamed) != 0)
		seen = NOT_INSIDE;
	if (ks_file_write(without, "x", 1, 0600) == KS_OK || truncate(there, 0) == 0 ||
	    open(there, O_WRONLY | O_CLOEXEC) >= 0 || unlink(there) == 0)
		seen = WRITES_OUTSIDE;
	if (ks_file_read(there, 16, &bytes, &len) != KS_OK || len != 3)
		seen = READS_NO_MORE;
	if (seen == WELL)
		(void)execl("/bin/true", "true", NULL); /* if it ran, 0 would be seen */
	free(bytes);
	free(within);
	free(renamed);
	free(without);
	free(there);
	return seen;
}

static void only_the_named_folders_are_written(void **state)
{
	char *inside = ks_test_folder(), *outside = ks_test_folder();
	int status;
	pid_t child;

	(void)state;
	free(ks_test_write(outside, "there", "old"));
	child = fork();
	if (child == 0)
		_exit(16 + give_up_and_try(inside, outside)); /* a program that ran would end with less */
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status));
	if (WEXITSTATUS(status) == 16 + NO_LANDLOCK)
		print_message("skipped: this kernel has no Landlock\n");
	else
		assert_int_equal(WEXITSTATUS(status), 16 + WELL);
	ks_test_folder_finish(inside);
	ks_test_folder_finish(outside);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(only_the_named_folders_are_written),
	};

	return ks_test_run(tests);
}
