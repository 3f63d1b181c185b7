/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/packages.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"
#include "collector/server.h"
#include "support/centre_sample.h"
#include "support/test.h"

/* What apt of a kiosk gets over real HTTP from the folder of packages, and what nobody gets. */

struct fixture {
	struct ks_sample_centre sample;
	struct ks_server *server;
	char *folder; /* packages/ is served, secret is not */
	struct ks_buf answer;
	int port;
};

/* A folder, and what is no file: links out of it, a pipe that would keep a reader waiting. */
static void plant_odd_things(const char *packages)
{
	char *link = ks_path_join(packages, "link"), *up = ks_path_join(packages, "up");
	char *pool = ks_path_join(packages, "pool"), *pipe = ks_path_join(packages, "pipe");

	assert_int_equal(symlink("../secret", link), 0);
	assert_int_equal(symlink("..", up), 0);
	assert_int_equal(mkdir(pool, 0755), 0);
	assert_int_equal(mkfifo(pipe, 0644), 0);
	free(link);
	free(up);
	free(pool);
	free(pipe);
}

static int setup(void **state)
{
	struct fixture *f = ks_alloc_zero(1, sizeof(*f));
	char *packages;

	f->folder = ks_test_folder();
	packages = ks_path_join(f->folder, "packages");
	assert_int_equal(mkdir(packages, 0755), 0);
	free(ks_test_write(f->folder, "secret", "of the centre\n"));
	free(ks_test_write(packages, "InRelease", "Origin: kenshu\n"));
	free(ks_test_write(packages, ".hidden", "x\n"));
	free(ks_test_write(packages, "kenshu_0.2.0+b1~1_amd64.deb", "!<arch>\n"));
	plant_odd_things(packages);
	free(ks_test_write(packages, "pool/a.deb", "in a folder\n"));
	assert_int_equal(ks_packages_use(packages), KS_OK);
	ks_sample_centre_init(&f->sample);
	assert_int_equal(ks_server_start(f->sample.centre, "127.0.0.1:0", false, &f->server), KS_OK);
	f->port = ks_server_port(f->server);
	free(packages);
	*state = f;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *f = *state;

	ks_server_stop(f->server);
	ks_packages_finish();
	ks_sample_centre_finish(&f->sample);
	ks_test_folder_finish(f->folder);
	ks_buf_finish(&f->answer);
	free(f);
	return 0;
}

static int get(struct fixture *f, const char *path)
{
	return ks_sample_http(f->port, "GET", path, "", NULL, &f->answer);
}

/* The same file by a way of @len bytes: each "./" is nothing. */
static int get_with_length(struct fixture *f, size_t len)
{
	struct ks_buf path = {0};
	size_t n = strlen("pool/a.deb");
	int status;

	ks_buf_puts(&path, "/packages/");
	for (; n + 2 <= len; n += 2)
		ks_buf_puts(&path, "./");
	ks_buf_puts(&path, "pool/a.deb");
	assert_int_equal(n, len);
	status = get(f, ks_buf_text(&path));
	ks_buf_finish(&path);
	return status;
}

static void whole_files_are_read_by_anybody(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(get(f, "/packages/InRelease"), 200);
	assert_non_null(strstr(ks_buf_text(&f->answer), "Origin: kenshu\n"));
	assert_non_null(strstr(ks_buf_text(&f->answer), "Content-Length: 15\r\n"));
	assert_int_equal(get(f, "/packages/kenshu_0.2.0+b1~1_amd64.deb"), 200);
	assert_int_equal(get(f, "/packages/kenshu_0.2.0%2bb1%7E1_amd64.deb"),
			 200);                                  /* as apt writes it */
	assert_int_equal(get(f, "/packages/./InRelease"), 200); /* of `deb URL ./` */
	assert_int_equal(get(f, "/packages/pool/a.deb"), 200);
	assert_non_null(strstr(ks_buf_text(&f->answer), "in a folder"));
	assert_int_equal(get_with_length(f, 512), 200);
	assert_int_equal(get_with_length(f, 514), 404);
}

static void what_is_not_a_plain_file_is_not_there(void **state)
{
	static const char *const paths[] = {
		"/packages/",
		"/packages/pool",
		"/packages/pool/",
		"/packages/none",
		"/packages/.hidden",
		"/packages/link",
		"/packages/up/secret",
		"/packages/pipe",
		"/packages/../secret",
		"/packages/pool/../../secret",
		"/packages/%2e%2e/secret",
		"/packages/..%2fsecret",
		"/packages//InRelease",
		"/packages/.",
		"/packages/./../secret",
		"/packages/InRelease/x",
		"/packages/InRelease%00",
		"/packages/pool\\a.deb",
		"/packages//etc/passwd",
		"/packages/%2fetc%2fpasswd",
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < KS_COUNT(paths); i++) {
		assert_int_equal(get(f, paths[i]), 404);
		assert_null(strstr(ks_buf_text(&f->answer), "of the centre"));
		assert_null(strstr(ks_buf_text(&f->answer), "Origin"));
	}
}

static void nothing_is_written(void **state)
{
	static const char *const methods[] = {"PUT", "POST", "DELETE"};
	struct fixture *f = *state;

	for (size_t i = 0; i < KS_COUNT(methods); i++) {
		assert_int_equal(ks_sample_http(f->port, methods[i], "/packages/InRelease", "", "x",
						&f->answer),
				 405);
		assert_non_null(strstr(ks_buf_text(&f->answer), "Allow: GET, HEAD"));
	}
	assert_int_equal(get(f, "/packages/InRelease"), 200);
}

static const char *known_since(const struct ks_request *request, const char *name)
{
	return strcmp(name, "If-Modified-Since") == 0 ? request->context : NULL;
}

/* Where no bytes go out no file stays open: of what was not changed, of a folder, and of what is not there. */
static void a_file_that_is_not_sent_is_not_held(void **state)
{
	static const char *const paths[] = {"/packages/InRelease", "/packages/pool",
					    "/packages/none"};
	static const int statuses[] = {304, 404, 404};
	struct ks_request request = {.method = "GET", .header = known_since};
	struct ks_reply reply = {0};
	struct ks_packages_file file;
	char since[sizeof(reply.last_modified)];

	(void)state;
	request.path = paths[0];
	file = ks_packages_open(&request, &reply);
	assert_true(file.fd >= 0);
	assert_int_equal(file.size, strlen("Origin: kenshu\n"));
	close(file.fd);
	memcpy(since, reply.last_modified, sizeof(since));
	request.context = since;
	ks_reply_finish(&reply);
	for (size_t i = 0; i < KS_COUNT(paths); i++) {
		reply = (struct ks_reply){0};
		request.path = paths[i];
		file = ks_packages_open(&request, &reply);
		assert_int_equal(file.fd, -1);
		assert_int_equal(reply.status, statuses[i]);
		ks_reply_finish(&reply);
	}
}

static void what_apt_has_is_not_sent_again(void **state)
{
	struct fixture *f = *state;
	const char *told;
	char *since;

	assert_int_equal(get(f, "/packages/InRelease"), 200);
	told = strstr(ks_buf_text(&f->answer), "Last-Modified: ");
	assert_non_null(told);
	told += strlen("Last-Modified: ");
	since = ks_format("If-Modified-Since: %.*s\r\n", (int)strcspn(told, "\r"), told);
	assert_int_equal(
		ks_sample_http(f->port, "GET", "/packages/InRelease", since, NULL, &f->answer), 304);
	assert_null(strstr(ks_buf_text(&f->answer), "Origin"));
	free(since);
}

static void without_the_setting_there_is_nothing(void **state)
{
	struct fixture *f = *state;
	int with = get(f, "/packages/InRelease");

	ks_packages_finish();
	assert_int_equal(with, 200);
	assert_int_not_equal(get(f, "/packages/InRelease"), 200);
	assert_int_equal(ks_packages_use("/no/such/folder"), KS_NOT_FOUND);
	assert_int_equal(ks_packages_use(NULL), KS_OK); /* whoever has none serves none */
	assert_false(ks_packages_owns("/packages/InRelease"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(whole_files_are_read_by_anybody, setup, teardown),
		cmocka_unit_test_setup_teardown(what_is_not_a_plain_file_is_not_there, setup,
						teardown),
		cmocka_unit_test_setup_teardown(nothing_is_written, setup, teardown),
		cmocka_unit_test_setup_teardown(what_apt_has_is_not_sent_again, setup, teardown),
		cmocka_unit_test_setup_teardown(a_file_that_is_not_sent_is_not_held, setup, teardown),
		cmocka_unit_test_setup_teardown(without_the_setting_there_is_nothing, setup, teardown),
	};

	return ks_test_run(tests);
}
