/* SPDX-License-Identifier: Apache-2.0 */
#include "base/shield.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"
#include "support/real.h"
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

/* ---- a kernel of any age ---- */

/* As the kernel's documentation has it; most machines that run these tests have no Landlock of their own. */
static struct {
	bool is_ours;
	long abi, fails; /* the number of the call that fails; 0: none */
	uint64_t handled;
	size_t n_rules;
	struct {
		char path[256];
		uint64_t allowed;
	} rules[8];
	bool is_restricted;
} kernel;

static long refuse(int error)
{
	errno = error;
	return -1;
}

static long create_ruleset(const struct landlock_ruleset_attr *attr, size_t size, unsigned flags)
{
	uint64_t known = kernel.abi >= 3 ? 0x7fff : kernel.abi == 2 ? 0x3fff : 0x1fff;

	if (flags == LANDLOCK_CREATE_RULESET_VERSION)
		return attr || size ? refuse(EINVAL) : kernel.abi;
	if (flags || size != sizeof(*attr) || !attr->handled_access_fs ||
	    (attr->handled_access_fs & ~known))
		return refuse(EINVAL);
	kernel.handled = attr->handled_access_fs;
	return open("/dev/null", O_RDONLY | O_CLOEXEC);
}

static long add_rule(unsigned type, const struct landlock_path_beneath_attr *attr, unsigned flags)
{
	char link[64];
	struct stat status;
	ssize_t len;

	if (flags || type != LANDLOCK_RULE_PATH_BENEATH || fstat(attr->parent_fd, &status) != 0 ||
	    (attr->allowed_access & ~kernel.handled) ||
	    (!S_ISDIR(status.st_mode) && (attr->allowed_access & ~UINT64_C(0x4007))))
		return refuse(EINVAL);
	snprintf(link, sizeof(link), "/proc/self/fd/%d", attr->parent_fd);
	len = readlink(link, kernel.rules[kernel.n_rules].path, sizeof(kernel.rules[0].path) - 1);
	assert_true(len > 0);
	kernel.rules[kernel.n_rules].path[len] = '\0';
	kernel.rules[kernel.n_rules++].allowed = attr->allowed_access;
	return 0;
}

long syscall(long number, ...)
{
	long told[5];
	va_list rest;

	va_start(rest, number);
	for (size_t i = 0; i < KS_COUNT(told); i++)
		told[i] = va_arg(rest, long);
	va_end(rest);
	if (!kernel.is_ours)
		return KS_REAL(long, syscall, long, long, long, long, long,
			       long)(number, told[0], told[1], told[2], told[3], told[4]);
	if (number == kernel.fails && !(number == SYS_landlock_create_ruleset && told[2]))
		return refuse(E2BIG);
	if (number == SYS_landlock_create_ruleset)
		return create_ruleset((const void *)told[0], (size_t)told[1], (unsigned)told[2]);
	if (number == SYS_landlock_add_rule)
		return add_rule((unsigned)told[1], (const void *)told[2], (unsigned)told[3]);
	kernel.is_restricted = number == SYS_landlock_restrict_self && told[1] == 0;
	return kernel.is_restricted ? 0 : refuse(ENOSYS);
}

static enum ks_rc give_up(long abi, long fails, const char *folder, const char *file)
{
	const char *const places[] = {NULL, folder, "", "/nowhere/at/all", file};
	enum ks_rc rc;

	memset(&kernel, 0, sizeof(kernel));
	kernel.is_ours = true;
	kernel.abi = abi;
	kernel.fails = fails;
	rc = ks_shield_writes(places, KS_COUNT(places));
	assert_int_equal(ks_shield_is_there(), abi >= 1);
	kernel.is_ours = false;
	return rc;
}

/* Whatever writes, and what each kernel knows of that; a file has fewer rights than a folder. */
static void each_kernel_is_asked_for_what_it_knows(void **state)
{
	static const struct {
		long abi;
		uint64_t folder, file;
	} rows[] = {{1, 0x1ff2, 0x2}, {2, 0x3ff2, 0x2}, {3, 0x7ff2, 0x4002}, {6, 0x7ff2, 0x4002}};
	char *folder = ks_test_folder(), *file = ks_test_write(folder, "f", "");

	(void)state;
	for (size_t i = 0; i < KS_COUNT(rows); i++) {
		assert_int_equal(give_up(rows[i].abi, 0, folder, file), KS_OK);
		assert_int_equal(kernel.handled, rows[i].folder | 1); /* nor runs a program */
		assert_int_equal(kernel.n_rules, 2);
		assert_string_equal(kernel.rules[0].path, folder);
		assert_int_equal(kernel.rules[0].allowed, rows[i].folder);
		assert_string_equal(kernel.rules[1].path, file);
		assert_int_equal(kernel.rules[1].allowed, rows[i].file);
		assert_true(kernel.is_restricted);
	}
	assert_int_equal(prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0), 1);
	free(file);
	ks_test_folder_finish(folder);
}

static void what_was_not_given_up_is_told(void **state)
{
	char *folder = ks_test_folder(), *file = ks_test_write(folder, "f", "");

	(void)state;
	assert_int_equal(give_up(0, 0, folder, file), KS_NOT_FOUND);
	assert_int_equal(give_up(-1, 0, folder, file), KS_NOT_FOUND);
	assert_int_equal(give_up(3, SYS_landlock_create_ruleset, folder, file), KS_IO);
	assert_int_equal(give_up(3, SYS_landlock_add_rule, folder, file), KS_IO);
	assert_false(kernel.is_restricted);
	assert_int_equal(give_up(3, SYS_landlock_restrict_self, folder, file), KS_IO);
	free(file);
	ks_test_folder_finish(folder);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_kernel_is_asked_for_what_it_knows),
		cmocka_unit_test(what_was_not_given_up_is_told),
		cmocka_unit_test(only_the_named_folders_are_written),
	};

	return ks_test_run(tests);
}
