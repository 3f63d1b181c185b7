/* SPDX-License-Identifier: Apache-2.0 */
#include "base/shield.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"
#include "support/test.h"

/* What is given up is given up for good, so each case is a process of its own. */

enum { WELL, NO_LANDLOCK, WRITES_OUTSIDE, NOT_INSIDE, NOT_NAMED, READS_NO_MORE };

static bool is_written(const char *path)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC);

	if (fd >= 0)
		close(fd);
	return fd >= 0;
}

static int give_up_and_try(const char *inside, const char *outside)
{
	char *within = ks_path_join(inside, "a"), *renamed = ks_path_join(inside, "b");
	char *without = ks_path_join(outside, "a"), *there = ks_path_join(outside, "there");
	char *named = ks_path_join(outside, "named"), *below = ks_path_join(inside, "c/d/e");
	const char *const folders[] = {NULL, inside, "", named, "/dev/null", "/nowhere/at/all"};
	char *bytes = NULL;
	size_t len;
	enum ks_rc rc = ks_shield_writes(folders, KS_COUNT(folders));
	int seen = WELL;

	if (rc != KS_OK)
		return rc == KS_NOT_FOUND ? NO_LANDLOCK : NOT_INSIDE;
	if (ks_file_write(within, "x", 1, 0600) != KS_OK || rename(within, renamed) != 0 ||
	    ks_file_write(renamed, "", 0, 0600) != KS_OK || ks_folder_make(below) != KS_OK ||
	    symlink("x", within) != 0 || unlink(within) != 0 || mkfifo(within, 0600) != 0 ||
	    unlink(within) != 0 || rmdir(below) != 0 || rename(renamed, below) != 0 ||
	    unlink(below) != 0)
		seen = NOT_INSIDE;
	if (!is_written(named) || unlink(named) == 0 || !is_written("/dev/null"))
		seen = NOT_NAMED;
	if (ks_file_write(without, "x", 1, 0600) == KS_OK || truncate(there, 0) == 0 ||
	    is_written(there) || unlink(there) == 0 || mkdir(without, 0700) == 0 ||
	    is_written("/dev/zero"))
		seen = WRITES_OUTSIDE;
	if (ks_file_read(there, 16, &bytes, &len) != KS_OK || len != 3)
		seen = READS_NO_MORE;
	if (seen == WELL)
		(void)execl("/bin/true", "true", NULL); /* if it ran, 0 would be seen */
	if (seen == WELL && prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) != 1)
		seen = WRITES_OUTSIDE; /* by a program with rights of its own */
	free(bytes);
	free(within);
	free(renamed);
	free(without);
	free(there);
	free(named);
	free(below);
	return seen;
}

static void only_the_named_folders_are_written(void **state)
{
	char *inside = ks_test_folder(), *outside = ks_test_folder();
	int status;
	pid_t child;

	(void)state;
	free(ks_test_write(outside, "there", "old"));
	free(ks_test_write(outside, "named", "old"));
	child = fork();
	if (child == 0)
		_exit(16 + give_up_and_try(inside, outside)); /* a program that ran would end with less */
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status));
	assert_int_equal(ks_shield_is_there(), WEXITSTATUS(status) != 16 + NO_LANDLOCK);
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
