/* SPDX-License-Identifier: Apache-2.0 */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"
#include "lrs/user.h"
#include "said.h"
#include "support/test.h"
#include "tools/tools.h"

/* `kenshu init`: by options, by answers, and what is wrong said before anything is written. */

struct fixture {
	char *folder, *state, *config;
};

static int set_up(void **state)
{
	struct fixture *f = ks_alloc_zero(1, sizeof(*f));

	ks_id_init();
	f->folder = ks_test_folder();
	f->state = ks_path_join(f->folder, "C");
	f->config = ks_path_join(f->folder, "collector.conf");
	*state = f;
	return 0;
}

static int tear_down(void **state)
{
	struct fixture *f = *state;

	ks_test_folder_finish(f->folder);
	free(f->state);
	free(f->config);
	free(f);
	return 0;
}

/* With what somebody types; NULL: nothing, and no terminal. */
static struct said init(struct fixture *f, const char *typed, int argc, const char **argv)
{
	char *file = ks_test_write(f->folder, "typed", typed ? typed : "");
	int fd = open(file, O_RDONLY), kept = dup(STDIN_FILENO);
	struct said said;

	assert_true(fd >= 0 && kept >= 0);
	assert_true(dup2(fd, STDIN_FILENO) >= 0);
	clearerr(stdin);
	said = said_by(ks_tools_init, argc, argv);
	assert_true(dup2(kept, STDIN_FILENO) >= 0);
	close(fd);
	close(kept);
	free(file);
	return said;
}

static void by_options_a_centre_is_ready_for_its_first_user_and_kiosk(void **state)
{
	struct fixture *f = *state;
	const char *argv[] = {
		"--state", f->state,  "--listen", "0.0.0.0:9443", "--config",
		f->config, "--kiosk", "k-07",     "--address",    "training.example:9443"};
	struct said said = init(f, NULL, KS_COUNT(argv), argv);
	struct ks_store *store;
	char *why = NULL, *config = ks_test_read(f->config);

	assert_string_equal(said.err, "");
	assert_int_equal(said.exit_code, KS_EXIT_DONE);
	assert_non_null(strstr(said.out, "http://training.example:9443/first"));
	assert_non_null(strstr(said.out, "端末 k-07 の画面に"));
	assert_non_null(strstr(said.out, "アドレス training.example:9443　登録コード "));
	assert_non_null(strstr(said.out, "暗号化しません"));
	assert_non_null(strstr(config, "listen: 0.0.0.0:9443\n"));
	assert_non_null(strstr(config, f->state));
	assert_int_equal(ks_store_open(f->state, KS_ROLE_COLLECTOR, KS_ACCESS_READ, &store, &why),
			 KS_OK);
	assert_true(ks_user_first_is_open(store));
	ks_store_close(store);
	said_finish(&said);
	free(config);
}

static void by_answers_it_is_the_same_and_an_old_file_is_kept(void **state)
{
	struct fixture *f = *state;
	char *typed = ks_format("%s\n127.0.0.1:9000\n\n \nk-north\n%s\n", f->state, f->config);
	const char *argv[] = {"--ask"};
	struct said said;
	char *old = ks_format("%s.old", f->config), *text;

	free(ks_test_write(f->folder, "collector.conf", "listen: 127.0.0.1:1\n"));
	said = init(f, typed, KS_COUNT(argv), argv);
	assert_string_equal(said.err, "");
	assert_int_equal(said.exit_code, KS_EXIT_DONE);
	assert_non_null(strstr(said.out, "記録を置くフォルダー [/var/lib/kenshu-collector]: "));
	assert_non_null(strstr(said.out, "端末 k-north の画面に"));
	text = ks_test_read(old);
	assert_string_equal(text, "listen: 127.0.0.1:1\n");
	free(text);
	text = ks_test_read(f->config);
	assert_non_null(strstr(text, "listen: 127.0.0.1:9000\n"));
	free(text);
	said_finish(&said);
	free(old);
	free(typed);
}

static void what_is_wrong_is_said_before_anything_is_written(void **state)
{
	struct fixture *f = *state;
	const char *listen[] = {"--state", f->state, "--listen", "everywhere"};
	const char *half[] = {"--state", f->state, "--tls-cert", "/dev/null"};
	const char *missing[] = {"--state",     f->state,    "--tls-cert",
				 "/no/such/ca", "--tls-key", "/no/such/key"};
	const struct {
		int argc;
		const char **argv;
		const char *err;
	} cases[] = {{KS_COUNT(listen), listen, "「everywhere」という受け付け先はありません"},
		     {KS_COUNT(half), half, "両方を書いてください"},
		     {KS_COUNT(missing), missing, "/no/such/ca がありません"}};

	for (size_t i = 0; i < KS_COUNT(cases); i++) {
		struct said said = init(f, NULL, cases[i].argc, cases[i].argv);

		assert_int_not_equal(said.exit_code, KS_EXIT_DONE);
		assert_non_null(strstr(said.err, cases[i].err));
		assert_false(ks_folder_exists(f->state));
		said_finish(&said);
	}
}

static void again_it_invites_again_and_leaves_the_users_alone(void **state)
{
	struct fixture *f = *state;
	const char *argv[] = {"--state", f->state};
	const char *add[] = {"add", "hr1", "--role", "人事", "--state", f->state};
	struct said said = init(f, NULL, KS_COUNT(argv), argv);

	said_finish(&said);
	said = said_by(ks_tools_user, KS_COUNT(add), add);
	assert_int_equal(said.exit_code, KS_EXIT_DONE);
	said_finish(&said);
	said = init(f, NULL, KS_COUNT(argv), argv);
	assert_int_equal(said.exit_code, KS_EXIT_DONE);
	assert_non_null(strstr(said.out, "利用者は、もう登録されています"));
	said_finish(&said);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			by_options_a_centre_is_ready_for_its_first_user_and_kiosk, set_up, tear_down),
		cmocka_unit_test_setup_teardown(by_answers_it_is_the_same_and_an_old_file_is_kept,
						set_up, tear_down),
		cmocka_unit_test_setup_teardown(what_is_wrong_is_said_before_anything_is_written,
						set_up, tear_down),
		cmocka_unit_test_setup_teardown(again_it_invites_again_and_leaves_the_users_alone,
						set_up, tear_down),
	};

	return ks_test_run(tests);
}
