/* SPDX-License-Identifier: Apache-2.0 */
#include <fcntl.h>
#include <linux/capability.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/buf.h"
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

/* What somebody types from here on, an @ for the folder; "": nothing, and no terminal. Return: for stop_typing(). */
static int type_in(struct fixture *f, const char *typed)
{
	struct ks_buf text = {0};
	int fd, kept = dup(STDIN_FILENO);
	char *file;

	for (; *typed; typed++)
		if (*typed == '@')
			ks_buf_puts(&text, f->folder);
		else
			ks_buf_append(&text, typed, 1);
	file = ks_test_write(f->folder, "typed", ks_buf_text(&text));
	fd = open(file, O_RDONLY);
	assert_true(fd >= 0 && kept >= 0);
	assert_true(dup2(fd, STDIN_FILENO) >= 0);
	clearerr(stdin);
	close(fd);
	free(file);
	ks_buf_finish(&text);
	return kept;
}

static void stop_typing(int kept)
{
	assert_true(dup2(kept, STDIN_FILENO) >= 0);
	close(kept);
}

static struct said init(struct fixture *f, const char *typed, int argc, const char **argv)
{
	int kept = type_in(f, typed);
	struct said said = said_by(ks_tools_init, argc, argv);

	stop_typing(kept);
	return said;
}

static void take_typed(struct fixture *f, const char *typed, const struct said_step *step)
{
	int kept = type_in(f, typed);

	said_take(step, f->folder);
	stop_typing(kept);
}

static void by_options_a_centre_is_ready_for_its_first_user_and_kiosk(void **state)
{
	struct fixture *f = *state;
	const char *argv[] = {
		"--state", f->state,  "--listen", "0.0.0.0:9443", "--config",
		f->config, "--kiosk", "k-07",     "--address",    "training.example:9443"};
	struct said said = init(f, "", KS_COUNT(argv), argv);
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

#define LISTENS(at)                                              \
	{                                                        \
		"--state", "@/C", "--listen", at, SAID_STATELESS \
	}
#define NO_LISTEN(at) \
	"「" at "」という受け付け先はありません。127.0.0.1:8090 のように書いてください。\n"
#define BOTH "証明書と秘密鍵は、両方を書いてください。\n"

static const struct said_step wrong[] = {
	{ks_tools_init, LISTENS("everywhere"), 2, NULL, NO_LISTEN("everywhere")},
	{ks_tools_init, LISTENS(":8090"), 2, NULL, NO_LISTEN(":8090")},
	{ks_tools_init, LISTENS("a:"), 2, NULL, NO_LISTEN("a:")},
	{ks_tools_init, LISTENS("a:80x"), 2, NULL, NO_LISTEN("a:80x")},
	{ks_tools_init, LISTENS("a:0"), 2, NULL, NO_LISTEN("a:0")},
	{ks_tools_init, LISTENS("a:-1"), 2, NULL, NO_LISTEN("a:-1")},
	{ks_tools_init, LISTENS("a:65536"), 2, NULL, NO_LISTEN("a:65536")},
	{ks_tools_init, {"--state", "@/C", "--tls-cert", "/dev/null", SAID_STATELESS}, 2, NULL, BOTH},
	{ks_tools_init, {"--state", "@/C", "--tls-key", "/dev/null", SAID_STATELESS}, 2, NULL, BOTH},
	{ks_tools_init,
	 {"--state", "@/C", "--tls-cert", "@/no-cert", "--tls-key", "@/typed", SAID_STATELESS},
	 78,
	 NULL,
	 "@/no-cert がありません。場所を確かめてください。\n"},
	{ks_tools_init,
	 {"--state", "@/C", "--tls-cert", "@/typed", "--tls-key", "@/no-key", SAID_STATELESS},
	 78,
	 NULL,
	 "@/no-key がありません。場所を確かめてください。\n"},
};

static void what_is_wrong_is_said_before_anything_is_written(void **state)
{
	struct fixture *f = *state;

	for (size_t i = 0; i < KS_COUNT(wrong); i++) {
		take_typed(f, "", &wrong[i]);
		assert_false(ks_folder_exists(f->state));
	}
	for (int i = 0; i < 2; i++) {
		static const struct said_step good[] = {
			{ks_tools_init, LISTENS("a:1"), 0, "*", NULL},
			{ks_tools_init, LISTENS("a:65535"), 0, "*", NULL}};

		take_typed(f, "", &good[i]);
	}
}

static void again_it_invites_again_and_leaves_the_users_alone(void **state)
{
	struct fixture *f = *state;
	const char *argv[] = {"--state", f->state};
	const char *add[] = {"add", "hr1", "--role", "人事", "--state", f->state};
	struct said said = init(f, "", KS_COUNT(argv), argv);

	said_finish(&said);
	said = said_by(ks_tools_user, KS_COUNT(add), add);
	assert_int_equal(said.exit_code, KS_EXIT_DONE);
	said_finish(&said);
	said = init(f, "", KS_COUNT(argv), argv);
	assert_int_equal(said.exit_code, KS_EXIT_DONE);
	assert_non_null(strstr(said.out, "利用者は、もう登録されています"));
	said_finish(&said);
}

/* ---- to the letter ---- */

#define OTHERS_READ                                                                                                                                   \
	"\n注意: このままでは、ほかの機械との通信を暗号化しません。端末を使う前に、証明書を用意するか、" \
	"nginx を前に置いてください（kiosk/README.md）。\n"
#define CODE_OF(kiosk)                                                                                                                                  \
	"端末 " kiosk                                                                                                                                   \
	" の登録コードです。24時間以内に、その端末の画面で入れてください。一台で一度だけ使えます。二度は" \
	"表示しません。\n\n用意ができました。つぎに、することです。\n\n1. センターを始めます。\n     "
#define FIRST_AT(address)          \
	"2. ブラウザーで " address \
	"/first を開き、この番号で最初の利用者（人事）を登録します。\n     *-*-*-*\n"
#define THEN(kiosk, address)                                                                                            \
	"3. 名簿を取り込みます。「名簿」の画面か、つぎの命令です。\n"                        \
	"     kenshu roster import 名簿.csv --state @/C\n4. 端末 " kiosk                                                \
	" の画面に、アドレスと登録コードを入れます（24時間、一度だけ使えます）。\n     アドレス " address               \
	"　登録コード *-*\n"                                                                                      \
	"5. 写しを毎日取ります（cron など）。具合は kenshu doctor --state @/C で分かります。\n" \
	"     kenshu backup --state @/C --to 写しのフォルダー\n"
#define ASKED "センターの用意をします。そのままでよいものは、Enter を押してください。\n"

static const struct {
	const char *typed;
	struct said_step step;
} told[] = {
	{"", /* all by itself, and typed by nobody */
	 {ks_tools_init,
	  {"--state", "@/C", SAID_STATELESS},
	  0,
	  CODE_OF("k-01") "kenshu-collector --state @/C --listen 127.0.0.1:8090\n" FIRST_AT(
		  "http://127.0.0.1:8090") THEN("k-01", "（端末から見たこの機械の名前）") OTHERS_READ,
	  NULL}},
	{"", /* whoever hangs up takes what is proposed */
	 {ks_tools_init,
	  {"--state", "@/C", "--ask", SAID_STATELESS},
	  0,
	  ASKED
	  "受け付けるアドレスとポート（ほかの機械からも受けるなら 0.0.0.0:8443 など） [127.0.0.1:8090]: "
	  "証明書のファイル（PEM。前に nginx を置くなら、なし） [なし]: "
	  "端末が使うアドレス（例 training.example:8443） [なし]: 最初の端末の名前 [k-01]: "
	  "設定を書くファイル [なし]: " CODE_OF(
		  "k-01") "kenshu-collector --state @/C --listen 127.0.0.1:8090\n" FIRST_AT("http://127.0.0.1:8090")
		  THEN("k-01", "（端末から見たこの機械の名前）") OTHERS_READ,
	  NULL}},
	{" \t0.0.0.0:8443  \r\n@/cert\n@/key \n",
	 {ks_tools_init,
	  {"--state", "@/C", "--address", "t.example:8443", "--kiosk", "k-02", "--config", "@/conf",
	   "--ask", SAID_STATELESS},
	  0,
	  ASKED
	  "受け付けるアドレスとポート（ほかの機械からも受けるなら 0.0.0.0:8443 など） [127.0.0.1:8090]: "
	  "証明書のファイル（PEM。前に nginx を置くなら、なし） [なし]: "
	  "その秘密鍵のファイル（PEM） [なし]: " CODE_OF(
		  "k-02") "kenshu-collector --config @/conf\n" FIRST_AT("https://t.example:8443")
		  THEN("k-02", "t.example:8443"),
	  NULL}},
	{"",
	 {ks_tools_init,
	  {"--state", "@/C", "--listen", "[::]:1", "--tls-cert", "@/cert", "--tls-key", "@/key",
	   SAID_STATELESS},
	  0,
	  CODE_OF("k-01") "kenshu-collector --state @/C --listen [::]:1 --tls-cert @/cert --tls-key @/key\n" FIRST_AT(
		  "https://[::]:1") THEN("k-01", "（端末から見たこの機械の名前）"),
	  NULL}},
	{"", {ks_tools_user, {"add", "hr1", "--role", "人事"}, 0, "*", NULL}},
	{"",
	 {ks_tools_init,
	  {"--state", "@/C", "--config", "@/conf", SAID_STATELESS},
	  0,
	  "前の設定は @/conf.old に残しました。\n" CODE_OF(
		  "k-01") "kenshu-collector --config @/conf\n"
			  "2. 利用者は、もう登録されています（kenshu user list --state @/C）。\n" THEN(
				  "k-01", "（端末から見たこの機械の名前）") OTHERS_READ,
	  NULL}},
	{"",
	 {ks_tools_init,
	  {"--state", "@/N", "--config", "@/none/conf", SAID_STATELESS},
	  1,
	  NULL,
	  "@/none/conf を書けません（not-found）。権限を確かめてください。\n"}},
	{"",
	 {ks_tools_init,
	  {"--state", "@/K", SAID_STATELESS},
	  78,
	  NULL,
	  "error: store: open failed: conflict\n状態フォルダー @/K は端末（kenshu-kiosk）のものです。*"}},
	{"",
	 {ks_tools_init,
	  {"--state", "@/C", "--kiosk", "K 1", SAID_STATELESS},
	  1,
	  NULL,
	  "端末の名前「K 1」は使えません。*"}},
};

/* The folder of a kiosk @name below the test's. */
static struct ks_store *open_kiosk(struct fixture *f, const char *name)
{
	char *path = ks_path_join(f->folder, name), *why = NULL;
	struct ks_store *store;

	assert_int_equal(ks_store_open(path, KS_ROLE_KIOSK, KS_ACCESS_WRITE, &store, &why), KS_OK);
	free(path);
	return store;
}

static void what_comes_next_is_told_in_the_words_to_type(void **state)
{
	struct fixture *f = *state;
	char *conf = ks_path_join(f->folder, "conf"), *text, *wanted;

	free(ks_test_write(f->folder, "cert", "x"));
	free(ks_test_write(f->folder, "key", "x"));
	ks_store_close(open_kiosk(f, "K"));
	for (size_t i = 0; i < KS_COUNT(told); i++) {
		take_typed(f, told[i].typed, &told[i].step);
		if (i != 2)
			continue;
		text = ks_test_read(conf);
		wanted = ks_format("# kenshu init が書きました。\nstate: %s/C\nlisten: 0.0.0.0:8443\n"
				   "tls_cert: %s/cert\ntls_key: %s/key\n",
				   f->folder, f->folder, f->folder);
		assert_string_equal(text, wanted);
		assert_int_equal(said_mode(f->folder, "conf"), 0644);
		free(wanted);
		free(text);
	}
	free(conf);
}
/* A kiosk, say, holds it: the command opens no second door to a record. */
static void a_folder_in_use_is_tried_later(void **state)
{
	static const struct said_step step = {
		ks_tools_init,
		{"--state", "@/C", SAID_STATELESS},
		75,
		NULL,
		"@/C は、動いているセンターが使っています。止めてから、もう一度実行してください。\n"};
	struct fixture *f = *state;
	struct ks_store *store;
	char *why = NULL;

	assert_int_equal(ks_store_open(f->state, KS_ROLE_COLLECTOR, KS_ACCESS_WRITE, &store, &why),
			 KS_OK);
	take_typed(f, "", &step);
	ks_store_close(store);
}

/* What root puts into the folder of the collector's own user the collector could not read. */
static void root_becomes_the_owner_of_the_folder(void **state)
{
	const char *argv[] = {"--state", ((struct fixture *)*state)->state};
	struct fixture *f = *state;
	int status;
	pid_t child;

	if (geteuid() != 0)
		skip();
	assert_int_equal(ks_folder_make(f->state), KS_OK);
	assert_int_equal(chown(f->state, 12345, 12346), 0);
	child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		struct said said = init(f, "", 2, argv);

		_exit(strstr(said.err, "持ち主") || getuid() != 12345 || geteuid() != 12345 ||
		      getgid() != 12346 || getgroups(0, NULL) != 0);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
}

#define PACKAGED "/var/lib/kenshu-collector"

/* Init without a word, in the test's folder as if that were all there is, by whoever @prepare makes of root. Return: exit code. */
static int init_within(struct fixture *f, bool (*prepare)(void))
{
	int kept = type_in(f, ""), status;
	struct ks_test_stream out = ks_test_stream_begin(stdout), err = ks_test_stream_begin(stderr);
	pid_t child = fork();
	char *said, *refused;

	assert_true(child >= 0);
	if (child == 0) {
		int exit_code = 99;

		if (chroot(f->folder) == 0 && chdir("/") == 0 && prepare())
			exit_code = ks_tools_init(0, NULL);
		fflush(stdout);
		_exit(exit_code);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	refused = ks_test_stream_end(&err);
	said = ks_test_stream_end(&out);
	stop_typing(kept);
	assert_true(WIFEXITED(status));
	if (WEXITSTATUS(status) == KS_EXIT_DONE) {
		assert_non_null(strstr(said, "1. センターを始めます。\n"
					     "     systemctl enable --now kenshu-collector\n2. "));
		assert_string_equal(refused, "");
	} else {
		assert_string_equal(refused, PACKAGED
				    " の持ち主になれません。その利用者で実行してください。\n");
		assert_string_equal(said, "");
	}
	free(said);
	free(refused);
	return WEXITSTATUS(status);
}

static bool has_all_rights(void)
{
	return true;
}

/* Root in name, as in many a container. */
static bool may_not_become_another(void)
{
	struct __user_cap_header_struct head = {.version = _LINUX_CAPABILITY_VERSION_3};
	struct __user_cap_data_struct none[2] = {{0}};

	return syscall(SYS_capset, &head, none) == 0;
}

/* As the package leaves it: by the name of its service, and by root where the folder is another's. */
static void the_packages_own_folder_is_started_by_its_service(void **state)
{
	struct fixture *f = *state;
	char *folder = ks_format("%s" PACKAGED, f->folder),
	     *record = ks_path_join(folder, "kenshu.db");
	struct stat status;

	if (geteuid() != 0) {
		free(record);
		free(folder);
		skip();
	}
	assert_int_equal(ks_folder_make(folder), KS_OK);
	assert_int_equal(chown(folder, 12345, 12346), 0);
	for (char *end = strrchr(folder, '/'); strlen(folder) > strlen(f->folder);
	     end = strrchr(folder, '/')) {
		*end = '\0';
		assert_int_equal(chmod(folder, 0755), 0);
	}
	assert_int_equal(init_within(f, may_not_become_another), KS_EXIT_FAILED);
	assert_int_equal(stat(record, &status), -1);
	assert_int_equal(init_within(f, has_all_rights), KS_EXIT_DONE);
	assert_int_equal(stat(record, &status), 0);
	assert_int_equal(status.st_uid, 12345);
	assert_int_equal(status.st_gid, 12346);
	free(record);
	free(folder);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		TEST(by_options_a_centre_is_ready_for_its_first_user_and_kiosk),
		TEST(by_answers_it_is_the_same_and_an_old_file_is_kept),
		TEST(what_is_wrong_is_said_before_anything_is_written),
		TEST(again_it_invites_again_and_leaves_the_users_alone),
		TEST(what_comes_next_is_told_in_the_words_to_type),
		TEST(a_folder_in_use_is_tried_later),
		TEST(root_becomes_the_owner_of_the_folder),
		TEST(the_packages_own_folder_is_started_by_its_service),
	};

	return ks_test_run(tests);
}
