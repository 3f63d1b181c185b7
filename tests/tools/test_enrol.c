/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/code.h"
#include "base/file.h"
#include "base/mem.h"
#include "collector/server.h"
#include "lrs/enrol.h"
#include "said.h"
#include "support/centre_sample.h"
#include "support/test.h"
#include "tools/tools.h"

/* `kenshu kiosk enrol` against a real collector. */

struct fixture {
	struct ks_sample_centre sample;
	struct ks_server *server;
	char *folder, *endpoint, *cred, *kiosk;
};

static int setup(void **state)
{
	struct fixture *f = ks_alloc_zero(1, sizeof(*f));

	ks_sample_centre_init(&f->sample);
	assert_int_equal(ks_server_start(f->sample.centre, "127.0.0.1:0", false, &f->server), KS_OK);
	f->folder = ks_test_folder();
	f->endpoint = ks_format("http://127.0.0.1:%d/xAPI", ks_server_port(f->server));
	f->cred = ks_path_join(f->folder, "credentials");
	f->kiosk = ks_path_join(f->folder, "K");
	*state = f;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *f = *state;

	ks_server_stop(f->server);
	ks_sample_centre_finish(&f->sample);
	ks_test_folder_finish(f->folder);
	free(f->endpoint);
	free(f->cred);
	free(f->kiosk);
	free(f);
	return 0;
}

/* @kiosk NULL: without a folder. */
static void enrol(struct fixture *f, const char *endpoint, const char *code, const char *file,
		  const char *kiosk, int exit_code, const char *words)
{
	const char *argv[] = {"enrol", "--endpoint", endpoint,  "--code", code,
			      "--out", file,         "--state", kiosk};
	struct said said = said_by(ks_tools_kiosk, kiosk ? 9 : 7, argv);

	(void)f;
	assert_int_equal(said.exit_code, exit_code);
	assert_non_null(strstr(exit_code == 0 ? said.out : said.err, words));
	said_finish(&said);
}

static char *invite(struct fixture *f, const char *kiosk)
{
	char code[KS_CODE_CHARS + 1];

	assert_int_equal(ks_centre_invite(f->sample.centre, kiosk, "", 1, code), KS_OK);
	return ks_code_grouped(code);
}

static void a_code_becomes_credentials_that_only_the_owner_may_read(void **state)
{
	struct fixture *f = *state;
	char *code = invite(f, "k-01"), *text, *secret, *other = ks_path_join(f->folder, "K2");
	struct stat st;

	enrol(f, f->endpoint, "ABCD", f->cred, f->kiosk, 2, "8文字です");
	enrol(f, f->endpoint, "AAAA-AAAA", f->cred, f->kiosk, 1, "この登録コードは使えません");
	assert_false(ks_file_exists(f->cred));
	assert_int_equal(ks_file_write(f->cred, "", 0, 0600), KS_OK); /* as an installer leaves it */
	enrol(f, f->endpoint, code, f->cred, f->kiosk, 0, "登録しました");
	assert_int_equal(stat(f->cred, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	text = ks_test_read(f->cred);
	assert_memory_equal(text, "k-01:", 5);
	assert_non_null(strstr(text, f->endpoint));
	secret = ks_strndup(text + 5, strcspn(text + 5, "\n"));
	assert_int_equal(ks_centre_check_kiosk(f->sample.centre, "k-01", secret), KS_OK);
	enrol(f, f->endpoint, code, f->cred, other, 1, "ほかの端末で使われています");
	free(other);
	free(secret);
	free(text);
	free(code);
}

static void where_it_cannot_be_written_no_code_is_spent(void **state)
{
	struct fixture *f = *state;
	char *code = invite(f, "k-01"), *nowhere = ks_path_join(f->folder, "none/credentials");

	enrol(f, f->endpoint, code, nowhere, f->kiosk, 1, "に書けません");
	enrol(f, f->endpoint, code, f->cred, NULL, 0, "未確認"); /* it is good for anybody still */
	free(nowhere);
	free(code);
}

static void what_is_no_centre_is_told(void **state)
{
	struct fixture *f = *state;
	char *page = ks_format("http://127.0.0.1:%d/nowhere/xAPI", ks_server_port(f->server));

	enrol(f, page, "AAAA-AAAA", f->cred, f->kiosk, 75, "研修のセンターではありません");
	enrol(f, "http://127.0.0.1:1/xAPI", "AAAA-AAAA", f->cred, f->kiosk, 75, "返事がありません");
	assert_false(ks_file_exists(f->cred));
	free(page);
}

static void a_name_stays_with_the_machine_that_has_it(void **state)
{
	struct fixture *f = *state;
	char *code = invite(f, "k-01"), *other = ks_path_join(f->folder, "K2");

	enrol(f, f->endpoint, code, f->cred, f->kiosk, 0, "登録しました");
	free(code);
	code = invite(f, "k-01");
	enrol(f, f->endpoint, code, f->cred, other, 1, "この名前は、別の鍵の端末のものです。");
	free(other);
	free(code);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(a_code_becomes_credentials_that_only_the_owner_may_read),
		TEST(where_it_cannot_be_written_no_code_is_spent),
		TEST(what_is_no_centre_is_told),
		TEST(a_name_stays_with_the_machine_that_has_it),
	};

	return ks_test_run(tests);
}
