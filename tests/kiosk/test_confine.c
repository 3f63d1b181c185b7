/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk/confine.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/shield.h"
#include "support/test.h"

/* A kiosk writes where it has to and nowhere else. What is given up is given up for good, so each case is a process of its own. */

/* What a child could do, in its exit code. */
enum { STATE = 1, TEMP = 2, STICK = 4, CREDENTIALS = 8, RUNTIME = 16, ELSEWHERE = 32, RUNS = 64 };

struct bench {
	char *state, *temp, *stick, *credentials, *runtime, *elsewhere;
	struct ks_options options;
};

static int set_up(void **state)
{
	struct bench *bench = ks_alloc_zero(1, sizeof(*bench));
	char **const folders[] = {&bench->state,       &bench->temp,    &bench->stick,
				  &bench->credentials, &bench->runtime, &bench->elsewhere};

	for (size_t i = 0; i < KS_COUNT(folders); i++)
		*folders[i] = ks_test_folder();
	bench->options.state = ks_path_join(bench->state, "K"); /* made by the first start */
	bench->options.credentials_file = ks_path_join(bench->credentials, "cred");
	*state = bench;
	return 0;
}

static int tear_down(void **state)
{
	struct bench *bench = *state;

	free((char *)bench->options.state);
	free((char *)bench->options.credentials_file);
	ks_test_folder_finish(bench->state);
	ks_test_folder_finish(bench->temp);
	ks_test_folder_finish(bench->stick);
	ks_test_folder_finish(bench->credentials);
	ks_test_folder_finish(bench->runtime);
	ks_test_folder_finish(bench->elsewhere);
	free(bench);
	return 0;
}

static int can_write(const char *folder, int bit)
{
	char *file = ks_path_join(folder, "planted");
	int can = ks_file_write(file, "x", 1, 0600) == KS_OK ? bit : 0;

	free(file);
	return can;
}

static int can_run(void)
{
	pid_t child = fork();
	int status = -1;

	if (child == 0) {
		(void)execl("/bin/true", "true", NULL);
		_exit(1);
	}
	return waitpid(child, &status, 0) == child && status == 0 ? RUNS : 0;
}

static int what_it_can(const struct bench *bench)
{
	int status;
	pid_t child = fork();

	if (child == 0) {
		setenv("TMPDIR", bench->temp, 1);
		setenv("XDG_RUNTIME_DIR", bench->runtime, 1);
		ks_confine(&bench->options);
		_exit(can_write(bench->options.state, STATE) | can_write(bench->temp, TEMP) |
		      can_write(bench->stick, STICK) | can_write(bench->credentials, CREDENTIALS) |
		      can_write(bench->runtime, RUNTIME) | can_write(bench->elsewhere, ELSEWHERE) |
		      can_run());
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status);
}

static void what_is_planted_outside_is_not_written(void **state)
{
	struct bench *bench = *state;

	if (!ks_shield_is_there()) {
		print_message("skipped: this kernel has no Landlock\n");
		return;
	}
	assert_int_equal(what_it_can(bench), STATE | TEMP | RUNTIME);
	bench->options.courier = bench->stick;
	assert_int_equal(what_it_can(bench), STATE | TEMP | RUNTIME | STICK);
}

/* The first start writes the file that enrolment brought; a kiosk that has one does not. */
static void credentials_are_written_while_they_are_asked_for(void **state)
{
	struct bench *bench = *state;

	if (!ks_shield_is_there())
		return;
	bench->options.wants_enrolment = true;
	assert_int_equal(what_it_can(bench), STATE | TEMP | RUNTIME | CREDENTIALS);
}

/* Pictures go where the script says, and an author's preview keeps nothing at all. */
static void a_script_and_a_preview_are_as_before(void **state)
{
	struct bench *bench = *state;
	const int all = TEMP | STICK | CREDENTIALS | RUNTIME | ELSEWHERE | RUNS;

	bench->options.script = "-";
	assert_int_equal(what_it_can(bench), all); /* and its folder is not made */
	bench->options.script = NULL;
	bench->options.preview = "content";
	assert_int_equal(what_it_can(bench), all);
}

/* A file without a folder lies where the program was started. */
static void credentials_beside_the_program_are_written(void **state)
{
	struct bench *bench = *state;
	char *here = getcwd(NULL, 0);

	if (!ks_shield_is_there()) {
		free(here);
		return;
	}
	free((char *)bench->options.credentials_file);
	bench->options.credentials_file = ks_strdup("cred");
	assert_int_equal(chdir(bench->credentials), 0);
	assert_int_equal(what_it_can(bench), STATE | TEMP | RUNTIME);
	bench->options.wants_enrolment = true;
	assert_int_equal(what_it_can(bench), STATE | TEMP | RUNTIME | CREDENTIALS);
	assert_int_equal(chdir(here), 0);
	free((char *)bench->options.credentials_file);
	bench->options.credentials_file = NULL;
	assert_int_equal(what_it_can(bench), STATE | TEMP | RUNTIME);
	free(here);
}

/* What is told on stderr; in a process of its own, as it is given up for good. */
static char *told(const struct bench *bench)
{
	char *path = ks_path_join(bench->elsewhere, "told"), *text;
	pid_t child = fork();
	int status;

	if (child == 0) {
		if (!freopen(path, "w", stderr))
			_exit(1);
		setenv("KENSHU_LOG", "info", 1);
		ks_log_from_env();
		ks_confine(&bench->options);
		fflush(stderr);
		_exit(0);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
	text = ks_test_read(path);
	free(path);
	return text;
}

/* An operator reads what is closed, and what is not there. */
static void what_was_closed_is_told(void **state)
{
	struct bench *bench = *state;
	char *text, *file;

	if (!ks_shield_is_there())
		return;
	text = told(bench);
	assert_non_null(strstr(text, "nothing is written but below "));
	assert_non_null(strstr(text, bench->options.state));
	assert_null(strstr(text, "is not there"));
	assert_null(strstr(text, "stay writable"));
	free(text);
	file = ks_test_write(bench->state, "file", "");
	free((char *)bench->options.state);
	bench->options.state = ks_path_join(file, "K");
	text = told(bench);
	assert_non_null(strstr(text, "file/K is not there"));
	free(text);
	free(file);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(what_is_planted_outside_is_not_written, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(credentials_are_written_while_they_are_asked_for,
						set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_script_and_a_preview_are_as_before, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(credentials_beside_the_program_are_written, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(what_was_closed_is_told, set_up, tear_down),
	};

	return ks_test_run(tests);
}
