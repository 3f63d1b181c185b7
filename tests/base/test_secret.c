/* SPDX-License-Identifier: Apache-2.0 */
#include "base/secret.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"
#include "support/test.h"

/* Rights that are too wide are told, and a crash leaves nothing behind. */

static void a_file_that_others_read_and_a_folder_they_write_are_told(void **state)
{
	char *folder = ks_test_folder(), *file = ks_path_join(folder, "cred"), *said = NULL;
	size_t len = 0;
	FILE *to = open_memstream(&said, &len);

	(void)state;
	assert_int_equal(ks_file_create(file, "k-01:x", 6, 0600), KS_OK);
	assert_false(ks_secret_tell_file(file, to));
	assert_false(ks_secret_tell_folder(folder, to));
	assert_int_equal(chmod(folder, 0755), 0);
	assert_false(ks_secret_tell_folder(folder, to)); /* its files have their own rights */
	fflush(to);
	assert_int_equal(len, 0);
	assert_int_equal(chmod(file, 0644), 0);
	assert_int_equal(chmod(folder, 0777), 0);
	assert_true(ks_secret_tell_file(file, to));
	assert_true(ks_secret_tell_folder(folder, to));
	assert_false(ks_secret_tell_file("/nowhere/cred", to));
	fclose(to);
	assert_non_null(strstr(said, "chmod 600 "));
	assert_non_null(strstr(said, "chmod 700 "));
	free(said);
	free(file);
	ks_test_folder_finish(folder);
}

static void a_crash_leaves_no_core(void **state)
{
	int status = 0;
	pid_t child = fork();

	(void)state;
	assert_true(child >= 0);
	if (child == 0) {
		struct rlimit limit;

		ks_secret_no_dumps();
		if (getrlimit(RLIMIT_CORE, &limit) != 0 || limit.rlim_cur != 0 || limit.rlim_max != 0)
			_exit(1);
		signal(SIGABRT, SIG_DFL);
		abort();
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFSIGNALED(status));
	assert_int_equal(WTERMSIG(status), SIGABRT);
	assert_false(WCOREDUMP(status));
}

/* Nobody reads the memory of a program that has names in it, a sanitizer excepted; who looks for a fault asks for it. */
static void only_who_looks_for_a_fault_reads_the_memory(void **state)
{
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
	const int kept = 1;
#else
	const int kept = 0;
#endif

	(void)state;
	for (int looks = 0; looks < 2; looks++) {
		int status = 0;
		pid_t child = fork();

		assert_true(child >= 0);
		if (child == 0) {
			struct rlimit before, after;

			if (looks)
				setenv("KENSHU_CORE", "1", 1);
			else
				unsetenv("KENSHU_CORE");
			if (prctl(PR_SET_DUMPABLE, 1, 0, 0, 0) != 0 ||
			    getrlimit(RLIMIT_CORE, &before) != 0)
				_exit(1);
			ks_secret_no_dumps();
			if (getrlimit(RLIMIT_CORE, &after) != 0)
				_exit(2);
			if (prctl(PR_GET_DUMPABLE, 0, 0, 0, 0) != (looks ? 1 : kept))
				_exit(3);
			_exit(after.rlim_max != (looks ? before.rlim_max : 0) ? 4 : 0);
		}
		assert_int_equal(waitpid(child, &status, 0), child);
		assert_true(WIFEXITED(status));
		assert_int_equal(WEXITSTATUS(status), 0);
	}
}

static void what_stays_on_this_machine(void **state)
{
	static const char *const here[] = {"localhost",   "LOCALHOST:80",   "127.0.0.1",
					   "127.0.0.1:0", "127.0.0.1/xAPI", "[::1]",
					   "[::1]:8443"};
	static const char *const elsewhere[] = {"",           "0.0.0.0:80",
						"[::]:80",    "localhost.example",
						"127.0.0.11", "10.127.0.0.1",
						"centre:80"};

	(void)state;
	for (size_t i = 0; i < KS_COUNT(here); i++)
		assert_true(ks_secret_stays_here(here[i]));
	for (size_t i = 0; i < KS_COUNT(elsewhere); i++)
		assert_false(ks_secret_stays_here(elsewhere[i]));
	assert_false(ks_secret_stays_here(NULL));
}

static void an_address_is_http_or_https_and_one_of_them_is_in_clear(void **state)
{
	static const struct {
		const char *url, *host;
		bool is_in_clear;
	} rows[] = {
		{"https://centre.example/xAPI", "centre.example/xAPI", false},
		{"HTTPS://centre.example", "centre.example", false},
		{"http://centre.example/xAPI", "centre.example/xAPI", true},
		{"Http://centre.example", "centre.example", true},
		{"http://localhost:8090/xAPI", "localhost:8090/xAPI", false},
		{"http://[::1]/xAPI", "[::1]/xAPI", false},
		{"http://localhost:8090@centre.example/xAPI", "localhost:8090@centre.example/xAPI",
		 true},
		{"http://localhost.example/", "localhost.example/", true},
		{"http:/centre.example", NULL, false},
		{"ftp://centre.example", NULL, false},
		{"", NULL, false},
		{NULL, NULL, false},
	};

	(void)state;
	for (size_t i = 0; i < KS_COUNT(rows); i++) {
		const char *host = ks_secret_host_of(rows[i].url);

		if (rows[i].host)
			assert_string_equal(host, rows[i].host);
		else
			assert_null(host);
		assert_int_equal(ks_secret_is_in_clear(rows[i].url), rows[i].is_in_clear);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_file_that_others_read_and_a_folder_they_write_are_told),
		cmocka_unit_test(a_crash_leaves_no_core),
		cmocka_unit_test(only_who_looks_for_a_fault_reads_the_memory),
		cmocka_unit_test(what_stays_on_this_machine),
		cmocka_unit_test(an_address_is_http_or_https_and_one_of_them_is_in_clear),
	};

	return ks_test_run(tests);
}
