/* SPDX-License-Identifier: Apache-2.0 */
#include "support/test.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"
#include "support/calls.h"

/* Complete or absent, and nothing left lying beside. */

static int in_folder(void **state)
{
	*state = ks_test_folder();
	return 0;
}

static int out_of_folder(void **state)
{
	ks_test_folder_finish(*state);
	return 0;
}

static size_t count_names(const char *folder)
{
	char **names;
	size_t n;

	assert_int_equal(ks_folder_list(folder, NULL, &names, &n), KS_OK);
	ks_folder_list_finish(names, n);
	return n;
}

static void joined_paths_have_one_slash(void **state)
{
	static const char *const cases[][3] = {
		{"/a", "b", "/a/b"}, {"/a/", "b", "/a/b"}, {"/", "b", "/b"}, {"a", "b/c", "a/b/c"}};

	(void)state;
	for (size_t i = 0; i < KS_COUNT(cases); i++) {
		char *path = ks_path_join(cases[i][0], cases[i][1]);

		assert_string_equal(path, cases[i][2]);
		free(path);
	}
}

static void written_file_reads_back_with_its_mode_and_nothing_beside(void **state)
{
	char *path = ks_path_join(*state, "secret"), *data = NULL;
	size_t len = 0;
	struct stat st;

	assert_int_equal(ks_file_write(path, "old", 3, 0644), KS_OK);
	assert_int_equal(ks_file_write(path, "a\0b", 3, 0600), KS_OK);
	assert_int_equal(ks_file_read(path, 3, &data, &len), KS_OK);
	assert_int_equal(len, 3);
	assert_memory_equal(data, "a\0b\0", 4);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	assert_int_equal(count_names(*state), 1);
	free(data);
	free(path);
}

static void created_file_is_never_replaced(void **state)
{
	char *path = ks_path_join(*state, "key");

	assert_int_equal(ks_file_create(path, "first", 5, 0600), KS_OK);
	assert_int_equal(ks_file_create(path, "second", 6, 0600), KS_CONFLICT);
	char *text = ks_test_read(path);

	assert_string_equal(text, "first");
	assert_int_equal(count_names(*state), 1);
	free(text);
	free(path);
}

static void reading_stops_at_the_ceiling(void **state)
{
	char *path = ks_test_write(*state, "f", "12345"), *data = NULL;
	size_t len;

	assert_int_equal(ks_file_read(path, 4, &data, &len), KS_FULL);
	assert_int_equal(ks_file_read("/proc/self/maps", 10, &data, &len), KS_FULL); /* says size 0 */
	assert_null(data);
	assert_int_equal(ks_file_read(path, 5, &data, &len), KS_OK);
	free(data);
	free(path);
}

static void only_regular_files_are_read(void **state)
{
	char *data = NULL, *absent = ks_path_join(*state, "absent"),
	     *pipe_path = ks_path_join(*state, "pipe");
	size_t len;

	assert_int_equal(mkfifo(pipe_path, 0600), 0);
	assert_int_equal(ks_file_read(*state, 10, &data, &len), KS_IO);
	assert_int_equal(ks_file_read(pipe_path, 10, &data, &len), KS_IO); /* and does not hang */
	assert_int_equal(ks_file_read(absent, 10, &data, &len), KS_NOT_FOUND);
	assert_null(data);
	free(absent);
	free(pipe_path);
}

static void failed_write_leaves_the_old_content(void **state)
{
	char *folder = ks_path_join(*state, "d"), *path = ks_path_join(folder, "f");

	assert_int_equal(ks_folder_make(path), KS_OK); /* a folder stands where the file should go */
	assert_int_not_equal(ks_file_write(path, "x", 1, 0600), KS_OK);
	assert_true(ks_folder_exists(path));
	assert_int_equal(count_names(folder), 1);
	free(folder);
	free(path);
	assert_int_equal(ks_file_write("/proc/nowhere/f", "x", 1, 0600), KS_NOT_FOUND);
}

static void free_space_is_known_only_where_there_is_a_file_system(void **state)
{
	assert_true(ks_file_free_mib(*state) >= 0);
	assert_int_equal(ks_file_free_mib("/no/such/place"), -1);
}

static void folders_are_made_with_their_parents_and_for_nobody_else(void **state)
{
	char *deep = ks_path_join(*state, "a/b/c"), *file = ks_test_write(*state, "f", "");
	char *below_file = ks_path_join(file, "g");
	struct stat st;

	assert_int_equal(ks_folder_make(deep), KS_OK);
	assert_int_equal(ks_folder_make(deep), KS_OK);
	for (size_t n = strlen(deep); n > strlen(*state); n -= 2) { /* each of the three */
		deep[n] = '\0';
		assert_int_equal(stat(deep, &st), 0);
		assert_int_equal(st.st_mode & 0777, 0700);
	}
	assert_int_equal(ks_folder_make(file), KS_IO);
	assert_int_equal(ks_folder_make(below_file), KS_IO);
	assert_int_equal(ks_folder_make(""), KS_IO);
	free(deep);
	free(file);
	free(below_file);
}

static void a_folder_is_no_file_and_a_file_is_no_folder(void **state)
{
	char *path = ks_test_write(*state, "f", "x");

	assert_true(ks_folder_exists(*state) && !ks_file_exists(*state));
	assert_true(ks_file_exists(path) && !ks_folder_exists(path));
	assert_int_equal(unlink(path), 0);
	assert_false(ks_file_exists(path) || ks_folder_exists(path));
	free(path);
}

static void names_come_sorted_by_suffix_without_dot_files(void **state)
{
	static const char *const all[] = {"b.md", "a.md", "B.md", ".c.md", "a.txt", "md", ".md"};
	char **names = NULL;
	size_t n = 0;

	for (size_t i = 0; i < KS_COUNT(all); i++)
		free(ks_test_write(*state, all[i], ""));
	assert_int_equal(ks_folder_list(*state, ".md", &names, &n), KS_OK);
	assert_int_equal(n, 3);
	assert_string_equal(names[0], "B.md");
	assert_string_equal(names[1], "a.md");
	assert_string_equal(names[2], "b.md");
	ks_folder_list_finish(names, n);
	assert_int_equal(ks_folder_list(*state, "md", &names, &n),
			 KS_OK); /* a suffix may be all of it */
	assert_int_equal(n, 4);
	assert_string_equal(names[3], "md");
	ks_folder_list_finish(names, n);
	assert_int_equal(ks_folder_list("/no/such/place", NULL, &names, &n), KS_NOT_FOUND);
	assert_int_equal(n, 0);
	ks_folder_list_finish(names, n);
}

static void program_knows_its_own_folder(void **state)
{
	char *folder = ks_program_folder(), *self = ks_path_join(folder, "test_file");

	(void)state;
	assert_true(ks_file_exists(self));
	free(folder);
	free(self);
}

/* A tree with all that may lie in it; what a link leads to is not its own. */
static void a_folder_is_removed_with_all_below_and_nothing_beside(void **state)
{
	char *tree = ks_path_join(*state, "tree"), *deep = ks_path_join(tree, "a/b");
	char *kept = ks_test_write(*state, "kept", "x"), *link_path = ks_path_join(tree, "link");

	assert_int_equal(ks_folder_make(deep), KS_OK);
	free(ks_test_write(deep, ".hidden", ""));
	assert_int_equal(symlink(*state, link_path), 0);
	ks_folder_remove(tree);
	assert_false(ks_folder_exists(tree));
	assert_true(ks_file_exists(kept));
	assert_int_equal(count_names(*state), 1);
	ks_folder_remove(tree);
	free(tree);
	free(deep);
	free(kept);
	free(link_path);
}

/* A file of /proc says that it is empty, and grows under the reader's hands. */
static void a_file_that_says_no_size_is_read_whole(void **state)
{
	FILE *file = fopen("/proc/self/environ", "re");
	char seen[1 << 16], *data = NULL;
	size_t n, len = 0;

	(void)state;
	assert_non_null(file);
	n = fread(seen, 1, sizeof(seen), file);
	fclose(file);
	assert_true(n > 2);
	assert_int_equal(ks_file_read("/proc/self/environ", n, &data, &len), KS_OK);
	assert_int_equal(len, n);
	assert_memory_equal(data, seen, n);
	assert_int_equal(data[len], '\0');
	free(data);
	data = NULL;
	assert_int_equal(ks_file_read("/proc/self/environ", n - 1, &data, &len), KS_FULL);
	assert_null(data);
}

static void every_reason_not_to_read_or_write_has_its_name(void **state)
{
	char *file = ks_test_write(*state, "f", "x"), *below = ks_path_join(file, "g");
	char *full = ks_path_join(*state, "full"), *null = ks_path_join(*state, "null");
	char *folder = ks_path_join(*state, "d"), longer[400], *too_long, *data = NULL;
	size_t len;

	memset(longer, 'n', sizeof(longer));
	longer[399] = '\0';
	too_long = ks_path_join(*state, longer);
	assert_int_equal(ks_folder_make(folder), KS_OK);
	assert_int_equal(ks_file_read(below, 9, &data, &len), KS_NOT_FOUND);
	assert_int_equal(ks_file_read(too_long, 9, &data, &len), KS_IO);
	assert_int_equal(ks_file_write(below, "x", 1, 0600), KS_NOT_FOUND);
	assert_int_equal(ks_file_write(too_long, "x", 1, 0600), KS_IO);
	assert_int_equal(ks_file_write(folder, "x", 1, 0600), KS_IO);
	assert_int_equal(ks_file_create(folder, "x", 1, 0600), KS_CONFLICT);
	assert_int_equal(ks_file_create(below, "x", 1, 0600), KS_NOT_FOUND);
	assert_int_equal(symlink("/dev/full", full),
			 0); /* by links: should they be replaced, the machine's stay */
	assert_int_equal(symlink("/dev/null", null), 0);
	assert_int_equal(ks_file_write(full, "x", 1, 0600), KS_IO);
	assert_int_equal(ks_file_write(null, "x", 1, 0600), KS_OK);
	assert_int_equal(ks_folder_sync(file), KS_IO);
	assert_int_equal(ks_folder_sync(*state), KS_OK);
	assert_int_equal(count_names(*state), 4);
	free(full);
	free(null);
	free(file);
	free(below);
	free(folder);
	free(too_long);
}

/* A disk that takes a part and then no more (here: files of so many bytes): the old content stays, and nothing beside it. */
static void a_write_that_breaks_off_changes_nothing(void **state)
{
	char *path = ks_test_write(*state, "f", "old"), *other = ks_path_join(*state, "g"), *text;
	struct rlimit before, small;
	char data[64];

	memset(data, 'x', sizeof(data));
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
	small = (struct rlimit){40, before.rlim_max};
	(void)signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
	enum ks_rc rc = ks_file_write(path, data, sizeof(data), 0600);
	enum ks_rc created = ks_file_create(other, data, sizeof(data), 0600);
	enum ks_rc fits = ks_file_create(other, data, 40, 0600);

	assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
	(void)signal(SIGXFSZ, SIG_DFL);
	assert_int_equal(rc, KS_IO);
	assert_int_equal(created, KS_IO);
	assert_int_equal(fits, KS_OK);
	text = ks_test_read(path);
	assert_string_equal(text, "old");
	assert_int_equal(count_names(*state), 2);
	free(text);
	free(path);
	free(other);
}

enum { MAY_NOT_MOUNT = 77 };

/* Which of the outcomes is not the one it should be; 0: all are. In a process that has its mounts for itself. */
static int on_a_small_disk(const char *folder)
{
	char *file = ks_path_join(folder, "f"), *below = ks_path_join(folder, "d");
	static char data[128 << 10];
	enum ks_rc seen[6];
	static const enum ks_rc right[6] = {KS_FULL,      KS_FULL,      KS_OK,
					    KS_READ_ONLY, KS_READ_ONLY, KS_READ_ONLY};

	if (unshare(CLONE_NEWNS) != 0 || mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0 ||
	    mount("tmpfs", folder, "tmpfs", 0, "size=64k,mode=0700") != 0)
		return MAY_NOT_MOUNT;
	seen[0] = ks_file_write(file, data, sizeof(data), 0600);
	seen[1] = ks_file_create(file, data, sizeof(data), 0600);
	seen[2] = count_names(folder) == 0 ? ks_file_create(file, data, 4096, 0600) : KS_IO;
	if (mount(NULL, folder, NULL, MS_REMOUNT | MS_RDONLY, NULL) != 0)
		return MAY_NOT_MOUNT;
	seen[3] = ks_file_write(file, "x", 1, 0600);
	seen[4] = ks_folder_make(below);
	seen[5] = ks_folder_make(folder);
	free(file);
	free(below);
	for (int i = 0; i < 6; i++)
		if (seen[i] != right[i])
			return i + 1;
	return 0;
}

/* Who looks after the machine has to do one thing or another. */
static void a_full_disk_is_told_from_one_that_may_not_be_written(void **state)
{
	int status;
	pid_t child = fork();

	assert_true(child >= 0);
	if (child == 0)
		_exit(on_a_small_disk(*state));
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status));
	if (WEXITSTATUS(status) == MAY_NOT_MOUNT)
		print_message("skipped: nothing may be mounted here\n");
	else
		assert_int_equal(WEXITSTATUS(status), 0);
}

/* A name alone stands in the folder the program was started in. */
static void a_name_without_a_folder_is_written_here(void **state)
{
	char *here = realpath(".", NULL), *path = ks_path_join(*state, "f");

	assert_int_equal(chdir(*state), 0);
	assert_int_equal(ks_file_write("f", "x", 1, 0600), KS_OK);
	assert_int_equal(ks_file_create("g", "x", 1, 0640), KS_OK);
	assert_int_equal(chdir(here), 0);
	assert_true(ks_file_exists(path));
	free(path);
	free(here);
}

/* What a disk has left, as the kernel counts its blocks; give or take what others write meanwhile. */
static void free_space_is_counted_in_mebibytes(void **state)
{
	long mib = ks_file_free_mib(*state), kernel;
	struct statfs fs;

	assert_int_equal(statfs(*state, &fs), 0);
	kernel = (long)((double)fs.f_bavail * (double)fs.f_bsize / (1024.0 * 1024.0));
	assert_true(mib <= kernel + kernel / 4 + 64 && mib >= kernel - kernel / 4 - 64);
}

/* Each call that a disk can refuse: what is said, and whether the new text stands; nothing lies beside in any case. */
static void a_disk_that_refuses_is_told_and_a_signal_is_no_refusal(void **state)
{
	static const struct {
		unsigned kinds;
		int at, error;
		enum ks_rc rc;
		const char *then;
	} cases[] = {
		{KS_CALLS_WRITE, 1, EIO, KS_IO, "old"},
		{KS_CALLS_WRITE, 1, ENOSPC, KS_FULL, "old"},
		{KS_CALLS_WRITE, 1, EDQUOT, KS_FULL, "old"},
		{KS_CALLS_WRITE, 1, EROFS, KS_READ_ONLY, "old"},
		{KS_CALLS_WRITE, 1, EACCES, KS_IO, "old"},
		{KS_CALLS_WRITE, 1, EINTR, KS_OK, "new text"},
		{KS_CALLS_WRITE, 1, 0, KS_OK, "new text"}, /* half of it at first */
		{KS_CALLS_SYNC, 1, EIO, KS_IO, "old"},
		{KS_CALLS_SYNC, 1, ENOSPC, KS_FULL, "old"},
		{KS_CALLS_SYNC, 2, EIO, KS_IO, "new text"}, /* of the folder */
		{KS_CALLS_RENAME, 1, EACCES, KS_READ_ONLY, "old"},
		{KS_CALLS_RENAME, 1, EDQUOT, KS_FULL, "old"},
		{KS_CALLS_OPEN, 1, EMFILE, KS_IO, "new text"},
	};

	for (size_t i = 0; i < KS_COUNT(cases); i++) {
		char *path = ks_test_write(*state, "f", "old"), *text;
		enum ks_rc rc;

		ks_calls_fail(cases[i].kinds, cases[i].at, false, cases[i].error);
		rc = ks_file_write(path, "new text", 8, 0600);
		assert_in_range(ks_calls_end(), cases[i].at, 3);
		text = ks_test_read(path);
		if (rc != cases[i].rc || strcmp(text, cases[i].then) != 0)
			fail_msg("case %zu: %s, %s", i, ks_rc_name(rc), text);
		assert_int_equal(count_names(*state), 1);
		free(text);
		free(path);
	}
}

/* The same of reading. */
static void a_file_that_cannot_be_read_is_told_and_a_signal_is_no_fault(void **state)
{
	static const struct {
		int error;
		enum ks_rc rc;
	} cases[] = {{EIO, KS_IO}, {EINTR, KS_OK}, {0, KS_OK}};
	char *path = ks_test_write(*state, "f", "some text");

	for (size_t i = 0; i < KS_COUNT(cases); i++) {
		char *data = NULL;
		size_t len = 0;

		ks_calls_fail(KS_CALLS_READ, 1, false, cases[i].error);
		assert_int_equal(ks_file_read(path, 100, &data, &len), cases[i].rc);
		assert_in_range(ks_calls_end(), 1, 4);
		assert_int_equal(len, cases[i].rc == KS_OK ? 9 : 0);
		if (data)
			assert_string_equal(data, "some text");
		free(data);
	}
	free(path);
}

#define in_temp(f) cmocka_unit_test_setup_teardown(f, in_folder, out_of_folder)

static void writing_to_a_pipe_goes_through_it_and_leaves_it_there(void **state)
{
	char *folder = ks_test_folder(), *path = ks_path_join(folder, "pipe");
	struct stat st;
	char got[8] = "";
	int fd;

	(void)state;
	assert_int_equal(mkfifo(path, 0600), 0);
	fd = open(path, O_RDWR | O_NONBLOCK);
	assert_true(fd >= 0);
	assert_int_equal(ks_file_write(path, "abc", 3, 0644), KS_OK);
	assert_int_equal(read(fd, got, sizeof(got)), 3);
	assert_string_equal(got, "abc");
	assert_int_equal(stat(path, &st), 0);
	assert_true(S_ISFIFO(st.st_mode));
	close(fd);
	free(path);
	ks_test_folder_finish(folder);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(joined_paths_have_one_slash),
		cmocka_unit_test(writing_to_a_pipe_goes_through_it_and_leaves_it_there),
		in_temp(written_file_reads_back_with_its_mode_and_nothing_beside),
		in_temp(created_file_is_never_replaced),
		in_temp(reading_stops_at_the_ceiling),
		in_temp(only_regular_files_are_read),
		in_temp(failed_write_leaves_the_old_content),
		in_temp(free_space_is_known_only_where_there_is_a_file_system),
		in_temp(folders_are_made_with_their_parents_and_for_nobody_else),
		in_temp(a_folder_is_no_file_and_a_file_is_no_folder),
		in_temp(names_come_sorted_by_suffix_without_dot_files),
		in_temp(a_folder_is_removed_with_all_below_and_nothing_beside),
		in_temp(a_file_that_says_no_size_is_read_whole),
		in_temp(every_reason_not_to_read_or_write_has_its_name),
		in_temp(a_write_that_breaks_off_changes_nothing),
		in_temp(a_full_disk_is_told_from_one_that_may_not_be_written),
		in_temp(a_name_without_a_folder_is_written_here),
		in_temp(free_space_is_counted_in_mebibytes),
		in_temp(a_disk_that_refuses_is_told_and_a_signal_is_no_refusal),
		in_temp(a_file_that_cannot_be_read_is_told_and_a_signal_is_no_fault),
		cmocka_unit_test(program_knows_its_own_folder),
	};

	return ks_test_run(tests);
}
