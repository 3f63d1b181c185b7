// SPDX-License-Identifier: Apache-2.0
#include "sync/enrol.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"
#include "record/identity.h"
#include "support/test.h"

/* What is asked for a code, and what each answer means; `kenshu kiosk enrol` has its own test with a real centre. */

#define ENDPOINT "https://centre.example/xAPI"

static struct {
	enum ks_rc rc;
	int status;
	const char *xapi_version, *type, *body;
} centre;
static int n_asked;
static char *asked_url, *asked_body, *asked_headers;

static enum ks_rc perform(struct ks_http *http, const struct ks_http_request *request,
			  struct ks_http_response *response)
{
	(void)http;
	n_asked++;
	free(asked_url);
	free(asked_body);
	free(asked_headers);
	assert_string_equal(request->method, "POST");
	assert_null(request->credentials);
	assert_int_equal(request->n_headers, 2);
	assert_int_equal(request->body_len, strlen(request->body));
	asked_url = ks_strdup(request->url);
	asked_body = ks_strdup(request->body);
	asked_headers = ks_format("%s\n%s", request->headers[0], request->headers[1]);
	if (centre.rc != KS_OK)
		return centre.rc;
	response->status = centre.status;
	snprintf(response->xapi_version, sizeof(response->xapi_version), "%s", centre.xapi_version);
	snprintf(response->content_type, sizeof(response->content_type), "%s", centre.type);
	ks_buf_puts(&response->body, centre.body);
	return KS_OK;
}

static struct ks_http http = {.perform = perform};

static char *folder, *file;

static int setup(void **state)
{
	(void)state;
	folder = ks_test_folder();
	file = ks_path_join(folder, "credentials");
	n_asked = 0;
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	free(asked_url);
	free(asked_body);
	free(asked_headers);
	asked_url = asked_body = asked_headers = NULL;
	free(file);
	ks_test_folder_finish(folder);
	return 0;
}

static enum ks_enrolled enrol(const char *at, struct ks_store *store)
{
	struct ks_enrol_wish wish = {
		.endpoint = ENDPOINT, .code = "ABCD2345", .file = at, .store = store};

	return ks_enrol(&http, &wish);
}

static void each_answer_means_one_thing(void **state)
{
	static const char *const json = "application/json";
	static const struct {
		int status;
		const char *xapi_version, *type, *body;
		enum ks_enrolled outcome;
	} cases[] = {
		{400, "1.0.3", json, "{}", KS_ENROL_WRONG_CODE},
		{401, "1.0.3", json, "{}", KS_ENROL_WRONG_CODE},
		{409, "1.0.3", json, "{}", KS_ENROL_OTHER_KEY},
		{429, "1.0.3", json, "{}", KS_ENROL_WAIT},
		{403, "1.0.3", json, "{}", KS_ENROL_NO_CENTRE},
		{404, "1.0.3", json, "{}", KS_ENROL_NO_CENTRE},
		{500, "1.0.3", json, "{}", KS_ENROL_NO_CENTRE},
		{201, "1.0.3", json, "{\"kiosk\":\"k-01\"}", KS_ENROL_NO_CENTRE},
		/* a portal may say anything */
		{400, "", json, "{}", KS_ENROL_NOT_OURS},
		{429, "", json, "{}", KS_ENROL_NOT_OURS},
		{200, "", json, "{\"kiosk\":\"k-01\"}", KS_ENROL_NOT_OURS},
		{200, "1.0.3", "text/html", "{\"kiosk\":\"k-01\"}", KS_ENROL_NOT_OURS},
		/* a name that cannot be written as one */
		{200, "1.0.3", json, "", KS_ENROL_NO_CENTRE},
		{200, "1.0.3", json, "[1]", KS_ENROL_NO_CENTRE},
		{200, "1.0.3", json, "{\"kiosk\":1}", KS_ENROL_NO_CENTRE},
		{200, "1.0.3", json, "{\"kiosk\":\"\"}", KS_ENROL_NO_CENTRE},
		{200, "1.0.3", json, "{\"kiosk\":\"a:b\"}", KS_ENROL_NO_CENTRE},
		{200, "1.0.3", json, "{\"kiosk\":\"a\\nb\"}", KS_ENROL_NO_CENTRE},
		{200, "1.0.3", json, "{\"kiosk\":\"a\\rb\"}", KS_ENROL_NO_CENTRE},
	};

	(void)state;
	for (size_t i = 0; i < KS_COUNT(cases); i++) {
		centre.rc = KS_OK;
		centre.status = cases[i].status;
		centre.xapi_version = cases[i].xapi_version;
		centre.type = cases[i].type;
		centre.body = cases[i].body;
		if (enrol(file, NULL) != cases[i].outcome)
			fail_msg("%d %s", cases[i].status, cases[i].body);
		assert_int_equal(n_asked, i + 1);
		assert_false(ks_file_exists(file));
	}
	centre.rc = KS_IO;
	assert_int_equal(enrol(file, NULL), KS_ENROL_NO_CENTRE);
}

static void answer_well(void)
{
	centre.rc = KS_OK;
	centre.status = 200;
	centre.xapi_version = "1.0.3";
	centre.type = "application/json";
	centre.body = "{\"kiosk\":\"k-07\"}";
}

static const char *text_of(const json_t *root, const char *name)
{
	const char *text = json_string_value(json_object_get(root, name));

	return text ? text : "";
}

/* The hash that was told is that of the secret that was kept; the secret itself was never told. */
static void the_secret_is_kept_and_only_its_hash_is_told(void **state)
{
	char *kept, hex[KS_HASH_HEX];
	uint8_t hash[KS_HASH_BYTES];
	struct stat st;
	json_t *root;

	(void)state;
	answer_well();
	assert_int_equal(enrol(file, NULL), KS_ENROLLED);
	assert_string_equal(asked_url, "https://centre.example/kiosk/v1/enrol");
	assert_string_equal(asked_headers,
			    "Content-Type: application/json\nX-Experience-API-Version: 1.0.3");
	kept = ks_test_read(file);
	assert_memory_equal(kept, "k-07:", 5);
	assert_string_equal(strchr(kept, '\n'), "\n" ENDPOINT "\n");
	*strchr(kept, '\n') = '\0';
	ks_sha256(kept + 5, strlen(kept + 5), hash);
	ks_hex(hash, sizeof(hash), hex);
	root = json_loads(asked_body, 0, NULL);
	assert_int_equal(json_object_size(root), 2);
	assert_string_equal(text_of(root, "code"), "ABCD2345");
	assert_string_equal(text_of(root, "secret_sha256"), hex);
	assert_null(strstr(asked_body, kept + 5));
	assert_int_equal(stat(file, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	json_decref(root);
	free(kept);
}

static void with_a_folder_its_key_signs_the_wish(void **state)
{
	char *why = NULL;
	struct ks_store *store;
	struct ks_enrolment told = {0};
	json_t *root;

	(void)state;
	answer_well();
	assert_int_equal(ks_store_open(folder, KS_ROLE_KIOSK, KS_ACCESS_WRITE, &store, &why), KS_OK);
	assert_int_equal(enrol(file, store), KS_ENROLLED);
	root = json_loads(asked_body, 0, NULL);
	assert_int_equal(json_object_size(root), 4);
	told.code = text_of(root, "code");
	snprintf(told.secret_hex, sizeof(told.secret_hex), "%s", text_of(root, "secret_sha256"));
	told.public_key = ks_strdup(text_of(root, "key"));
	told.signature = ks_strdup(text_of(root, "signature"));
	assert_true(ks_enrolment_is_signed(&told));
	ks_enrolment_finish(&told);
	json_decref(root);
	ks_store_close(store);
}

static void where_nothing_can_be_written_nothing_is_asked(void **state)
{
	char *nowhere = ks_path_join(folder, "none/credentials");

	(void)state;
	answer_well();
	assert_int_equal(enrol(nowhere, NULL), KS_ENROL_NOT_WRITTEN);
	assert_int_equal(enrol(folder, NULL), KS_ENROL_NOT_WRITTEN); /* a folder is no file */
	assert_int_equal(n_asked, 0);
	assert_true(ks_enrol_is_writable(file));
	assert_false(ks_enrol_is_writable(nowhere));
	assert_true(ks_enrol_is_writable("no-such-file-here"));
	assert_int_equal(ks_enrol_is_writable("/no-such-file-at-the-root"), access("/", W_OK) == 0);
	free(nowhere);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(each_answer_means_one_thing),
		TEST(the_secret_is_kept_and_only_its_hash_is_told),
		TEST(with_a_folder_its_key_signs_the_wish),
		TEST(where_nothing_can_be_written_nothing_is_asked),
	};

	return ks_test_run(tests);
}
