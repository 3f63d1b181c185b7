/* SPDX-License-Identifier: Apache-2.0 */
#include "support/test.h"

#include "collector/forward.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "base/file.h"
#include "base/mem.h"
#include "collector/server.h"
#include "lrs/forward.h"
#include "record/db.h"
#include "support/centre_sample.h"

/* Sending on as main() has it done: files that name targets, a thread each, over real HTTP to another centre. */

struct fixture {
	struct ks_sample_centre here, there;
	struct ks_sample_kiosk kiosk;
	struct ks_server *server; /* of the other centre */
	char *folder;
	struct ks_forward *forward;
};

static int setup(void **state)
{
	struct fixture *f = ks_alloc_zero(1, sizeof(*f));

	ks_sample_centre_init(&f->here);
	ks_sample_centre_init(&f->there);
	f->kiosk = ks_sample_kiosk("k-01");
	f->folder = ks_test_folder();
	assert_int_equal(ks_server_start(f->there.centre, "127.0.0.1:0", false, &f->server), KS_OK);
	*state = f;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *f = *state;

	ks_forward_stop(f->forward);
	ks_server_stop(f->server);
	ks_sample_centre_finish(&f->here);
	ks_sample_centre_finish(&f->there);
	ks_test_folder_finish(f->folder);
	free(f);
	return 0;
}

/* The path of a target's file, malloc'd. */
static char *target(struct fixture *f, const char *name, const char *secret, int port)
{
	char *text = ks_format("centre:%s\nhttp://127.0.0.1:%d/xAPI\n", secret, port);
	char *path = ks_test_write(f->folder, name, text);

	assert_int_equal(chmod(path, 0600), 0);
	free(text);
	return path;
}

static void write_one(struct fixture *f)
{
	ks_sample_ingest(&f->here, &f->kiosk, "000001", "experienced", "course/annual/m1");
}

/* The only target, as a command sees it. */
static struct ks_forward_state state_of(struct fixture *f)
{
	struct ks_forward_state *states, out;
	size_t n;

	assert_int_equal(ks_forward_states(f->here.store, &states, &n), KS_OK);
	assert_int_equal(n, 1);
	out = states[0];
	free(states);
	return out;
}

/* As main() does, until @trouble is told and nothing waits that should not, or for long enough. */
static void tend_until(struct fixture *f, const char *trouble, int64_t n_pending)
{
	for (int i = 0; i < 800; i++) {
		struct ks_forward_state now;

		ks_forward_tend(f->forward);
		now = state_of(f);
		if (strcmp(now.trouble, trouble) == 0 && now.n_pending == n_pending)
			return;
		(void)nanosleep(&(struct timespec){.tv_nsec = 10000000}, NULL);
	}
	fail_msg("「%s」 %d, not 「%s」 %d", state_of(f).trouble, (int)state_of(f).n_pending,
		 trouble, (int)n_pending);
}

/* Takes the log's lines out of @said: a thread of the target may write one while its start is listened to. */
static void drop_log(char *said)
{
	char *to = said;

	for (const char *line = said; *line;) {
		size_t len = strcspn(line, "\n");

		len += line[len] == '\n';
		if (strncmp(line, "warn: ", 6) != 0 && strncmp(line, "error: ", 7) != 0) {
			memmove(to, line, len);
			to += len;
		}
		line += len;
	}
	*to = '\0';
}

/* What is told while @files are started, malloc'd. */
static char *start(struct fixture *f, const char *files, enum ks_rc expected)
{
	struct ks_test_stream stream = ks_test_stream_begin(stderr);
	enum ks_rc rc = ks_forward_start(f->here.store, files, &f->forward);
	char *said = ks_test_stream_end(&stream);

	drop_log(said);
	assert_int_equal(rc, expected);
	return said;
}

static void expect_start(struct fixture *f, const char *files, enum ks_rc expected, const char *words)
{
	char *said = start(f, files, expected);

	if (!words[0])
		assert_string_equal(said, "");
	else if (!strstr(said, words))
		fail_msg("%s: %s", files, said);
	free(said);
}

static void without_a_file_nothing_is_sent(void **state)
{
	struct fixture *f = *state;

	expect_start(f, NULL, KS_OK, "");
	assert_null(f->forward);
	expect_start(f, "", KS_OK, "");
	assert_null(f->forward);
	ks_forward_tend(NULL);
	ks_forward_stop(NULL);
	ks_forward_target_finish(NULL);
}

static void what_is_here_and_what_comes_later_goes_out(void **state)
{
	struct fixture *f = *state;
	char *secret = ks_centre_make_secret(), *path;
	int64_t at;

	assert_int_equal(ks_centre_register(f->there.centre, "centre", "all", secret), KS_OK);
	path = target(f, "lrs-1.txt", secret, ks_server_port(f->server));
	write_one(f);
	write_one(f);
	expect_start(f, path, KS_OK, "");
	tend_until(f, "", 0);
	at = state_of(f).delivered_ms;
	assert_true(at > 0);
	assert_string_equal(state_of(f).name, "lrs-1");
	assert_int_equal(ks_forward_last(f->there.store), 2);
	write_one(f); /* it is poked, and does not wait for its turn */
	tend_until(f, "", 0);
	assert_int_equal(ks_forward_last(f->there.store), 3);
	free(path);
	free(secret);
}

static void what_keeps_it_from_going_out_is_told_in_the_store(void **state)
{
	struct fixture *f = *state;
	char *path = target(f, "lrs-1.txt", "wrong", ks_server_port(f->server));

	write_one(f);
	expect_start(f, path, KS_OK, "");
	tend_until(f, "認証情報が断られました（401）", 1);
	ks_forward_stop(f->forward);
	free(path);

	path = target(f, "lrs-1.txt", "wrong", 1); /* nobody listens there */
	expect_start(f, path, KS_OK, "");
	tend_until(f, "返事がありません", 1);
	free(path);
}

static void who_answers_and_does_not_take_it_is_told_by_its_status(void **state)
{
	struct fixture *f = *state;
	char *text =
		ks_format("centre:x\nhttp://127.0.0.1:%d/xAPI/nowhere\n", ks_server_port(f->server));
	char *path = ks_test_write(f->folder, "lrs-1.txt", text);

	assert_int_equal(chmod(path, 0600), 0);
	write_one(f);
	expect_start(f, path, KS_OK, "");
	tend_until(f, "受け取ってもらえません（404）", 1);
	free(path);
	free(text);
}

static void a_target_that_cannot_be_is_told_and_none_is_started(void **state)
{
	struct fixture *f = *state;
	int port = ks_server_port(f->server);
	char *good = target(f, "lrs-1.txt", "x", port), *odd = target(f, "LRS_1.txt", "x", port);
	char *twice = ks_format("%s %s", good, good),
	     *both = ks_format("%s %s/none.txt", good, f->folder);
	char *open_path = target(f, "lrs-2.txt", "x", port);

	expect_start(f, twice, KS_INVALID,
		     "転送先は、別の名前のファイルで、8 か所までにしてください。");
	assert_null(f->forward);
	expect_start(f, both, KS_INVALID, "none.txt: 転送先のファイルを読めません。");
	assert_null(f->forward);
	expect_start(f, odd, KS_INVALID, "ファイルの名前は、lrs-1.txt のように、");
	assert_null(f->forward);
	assert_int_equal(chmod(open_path, 0644), 0);
	expect_start(f, open_path, KS_OK, "は、ほかの利用者も読めます。chmod 600");
	free(good);
	free(odd);
	free(twice);
	free(both);
	free(open_path);
}

static void there_are_eight_at_most(void **state)
{
	struct fixture *f = *state;
	struct ks_buf files = {0};

	for (int i = 1; i <= 9; i++) {
		char name[16];
		char *path;

		(void)snprintf(name, sizeof(name), "lrs-%d.txt", i);
		path = target(f, name, "x", ks_server_port(f->server));
		ks_buf_printf(&files, "%s%s", i > 1 ? " " : "", path);
		free(path);
		if (i == 8) {
			expect_start(f, ks_buf_text(&files), KS_OK, "");
			ks_forward_stop(f->forward);
		}
	}
	expect_start(f, ks_buf_text(&files), KS_INVALID, "8 か所まで");
	assert_null(f->forward);
	ks_buf_finish(&files);
}

static void a_name_is_the_files_without_its_ending(void **state)
{
	struct fixture *f = *state;
	static const struct {
		const char *name, *expected;
	} cases[] = {
		{"lrs-1.txt", "lrs-1"},
		{"a.b.c", "a"},
		{"plain", "plain"},
		{"abcdefghijklmnopqrstuvwxyz-0123456.txt", "abcdefghijklmnopqrstuvwxyz-01234"},
	};

	for (size_t i = 0; i < KS_COUNT(cases); i++) {
		char *path = target(f, cases[i].name, "x", 1);
		struct ks_forward_target read;

		assert_int_equal(ks_forward_read(path, &read), KS_OK);
		assert_string_equal(read.name, cases[i].expected);
		assert_string_equal(read.credentials, "centre:x");
		assert_string_equal(read.endpoint, "http://127.0.0.1:1/xAPI");
		assert_null(read.ca_file);
		ks_forward_target_finish(&read);
		assert_null(read.credentials);
		free(path);
	}
}

static void an_address_without_tls_to_another_machine_is_warned_of(void **state)
{
	static const struct {
		const char *text, *words;
		const char *ca;
	} cases[] = {
		{"a:b\nhttp://lrs.example/xAPI\n", "暗号化されずに通信路を通ります", NULL},
		{"a:b\r\nhttps://lrs.example/xAPI\r\n/etc/ca.pem\r\n", "", "/etc/ca.pem"},
		{"a:b\nhttp://localhost:80/xAPI", "", NULL},
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < KS_COUNT(cases); i++) {
		char *path = ks_test_write(f->folder, "lrs-1.txt", cases[i].text);
		struct ks_forward_target read;
		struct ks_test_stream stream;
		char *said;

		assert_int_equal(chmod(path, 0600), 0);
		stream = ks_test_stream_begin(stderr);
		assert_int_equal(ks_forward_read(path, &read), KS_OK);
		said = ks_test_stream_end(&stream);
		assert_true(cases[i].words[0] ? !!strstr(said, cases[i].words) : !said[0]);
		if (cases[i].ca)
			assert_string_equal(read.ca_file, cases[i].ca);
		else
			assert_null(read.ca_file);
		ks_forward_target_finish(&read);
		free(said);
		free(path);
	}
}

static void how_it_stands_is_logged_where_it_cannot_be_kept(void **state)
{
	struct fixture *f = *state;
	char *path = target(f, "lrs-1.txt", "x", 1), *said;
	struct ks_test_stream err;

	expect_start(f, path, KS_OK, "");
	assert_int_equal(ks_db_run(f->here.store, "PRAGMA query_only = 1", ""), KS_OK);
	err = ks_test_stream_begin(stderr);
	ks_forward_tend(f->forward);
	said = ks_test_stream_end(&err);
	assert_int_equal(ks_db_run(f->here.store, "PRAGMA query_only = 0", ""), KS_OK);
	assert_non_null(strstr(said, "warn: forward: how lrs-1 stands could not be kept\n"));
	free(said);
	free(path);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(without_a_file_nothing_is_sent),
		TEST(what_is_here_and_what_comes_later_goes_out),
		TEST(what_keeps_it_from_going_out_is_told_in_the_store),
		TEST(who_answers_and_does_not_take_it_is_told_by_its_status),
		TEST(a_target_that_cannot_be_is_told_and_none_is_started),
		TEST(how_it_stands_is_logged_where_it_cannot_be_kept),
		TEST(there_are_eight_at_most),
		TEST(a_name_is_the_files_without_its_ending),
		TEST(an_address_without_tls_to_another_machine_is_warned_of),
	};

	return ks_test_run(tests);
}
