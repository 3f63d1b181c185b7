/* SPDX-License-Identifier: Apache-2.0 */
#include "support/centre_sample.h"

#include <arpa/inet.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
#include <zdict.h>

#include "base/calendar.h"
#include "base/mem.h"
#include "record/db.h"
#include "record/roster.h"
#include "support/test.h"

/* Shared by the collector's test programs. */

#define BASE "https://kenshu.example"

/*
 * A centre learns its dictionary from some hundred statements; a test's few would lie there plain, and a reader that forgot
 * body() would work. So each begins with one, made of any statement and of this.
 */
static void give_dictionary(struct ks_store *store)
{
	static const char content[] =
		"{\"id\":\"\",\"actor\":{\"account\":{\"homePage\":\"" BASE
		"/staff\",\"name\":\"s-\"}},"
		"\"verb\":{\"id\":\"http://adlnet.gov/expapi/verbs/\"},\"object\":{\"id\":\"" BASE
		"/course/annual/m1\"},\"result\":{\"success\":true},\"context\":{\"registration\":\"\","
		"\"contextActivities\":{\"grouping\":[{\"id\":\"" BASE
		"/program/2026\"}]},\"extensions\":{\"" BASE
		"/xapi/ext/kiosk\":{\"id\":\"k-01\",\"seq\":1,"
		"\"prev\":\"0000\",\"clock\":\"synced\"}}},\"timestamp\":\"2026-11-24T\"}";
	static char bytes[4096];
	static size_t len;
	uint8_t hash[KS_HASH_BYTES];

	if (len == 0) {
		const size_t lens[] = {100, 100, 100, 100};
		const ZDICT_params_t params = {.dictID = 40000};

		len = ZDICT_finalizeDictionary(bytes, sizeof(bytes), content, sizeof(content) - 1,
					       content, lens, KS_COUNT(lens), params);
		assert_false(ZDICT_isError(len));
	}
	ks_blake2b(bytes, len, hash);
	assert_int_equal(ks_db_run(store,
				   "INSERT INTO dictionary(id, hash, bytes, again)"
				   " VALUES(40000, ?1, ?2, ?2)",
				   "bb", hash, sizeof(hash), bytes, len),
			 KS_OK);
}

void ks_sample_centre_init(struct ks_sample_centre *sample)
{
	char *why = NULL;

	ks_id_init();
	sample->folder = ks_test_folder();
	sample->clock = ks_clock_fake(KS_TEST_WALL_MS);
	assert_int_equal(ks_store_open(sample->folder, KS_ROLE_COLLECTOR, KS_ACCESS_WRITE,
				       &sample->store, &why),
			 KS_OK);
	give_dictionary(sample->store);
	assert_int_equal(ks_centre_open(sample->store, &sample->clock, &sample->centre), KS_OK);
}

void ks_sample_centre_finish(struct ks_sample_centre *sample)
{
	ks_centre_close(sample->centre);
	ks_store_close(sample->store);
	ks_test_folder_finish(sample->folder);
}

int ks_sample_setup_empty(void **state)
{
	struct ks_sample_centre *sample = ks_alloc_zero(1, sizeof(*sample));

	ks_sample_centre_init(sample);
	*state = sample;
	return 0;
}

int ks_sample_setup(void **state)
{
	struct ks_sample_centre *sample;
	char *secret;

	(void)ks_sample_setup_empty(state);
	sample = *state;
	assert_int_equal(ks_centre_add_kiosk(sample->centre, "k-01", &secret), KS_OK);
	free(secret);
	return 0;
}

int ks_sample_teardown(void **state)
{
	ks_sample_centre_finish(*state);
	free(*state);
	return 0;
}

struct ks_sample_machine ks_sample_machine(void)
{
	struct ks_sample_machine machine = {.folder = ks_test_folder()};
	char *why = NULL;

	assert_int_equal(ks_store_open(machine.folder, KS_ROLE_KIOSK, KS_ACCESS_WRITE,
				       &machine.store, &why),
			 KS_OK);
	assert_int_equal(ks_ledger_make_identity(machine.store), KS_OK);
	return machine;
}

void ks_sample_machine_finish(struct ks_sample_machine *machine)
{
	ks_store_close(machine->store);
	ks_test_folder_finish(machine->folder);
}

struct ks_sample_kiosk ks_sample_kiosk(const char *name)
{
	struct ks_sample_kiosk kiosk = {0};

	snprintf(kiosk.name, sizeof(kiosk.name), "%s", name);
	memset(kiosk.prev, '0', KS_HASH_HEX - 1);
	return kiosk;
}

/* What ks_sample_write() wrote became @text. */
static void rechain(struct ks_sample_kiosk *kiosk, const char *text)
{
	uint8_t hash[KS_HASH_BYTES];

	ks_blake2b(text, strlen(text), hash);
	ks_hex(hash, sizeof(hash), kiosk->prev);
}

char *ks_sample_write(struct ks_sample_kiosk *kiosk, const char *staff, const char *verb,
		      const char *path, int64_t wall_ms, const char *clock)
{
	char when[32];
	char *text;

	ks_uuid_v7(wall_ms, kiosk->last_id);
	ks_time_format_utc(wall_ms, when);
	text = ks_format("{\"id\":\"%s\",\"actor\":{\"account\":{\"homePage\":\"" BASE "/staff\","
			 "\"name\":\"%s-%s\"}},\"verb\":{\"id\":\"http://verbs.example/%s\"},"
			 "\"object\":{\"id\":\"" BASE "/%s\"},\"context\":{\"contextActivities\":"
			 "{\"grouping\":[{\"id\":\"" BASE "/program/2026\"}]},\"extensions\":"
			 "{\"" BASE "/xapi/ext/kiosk\":{\"id\":\"%s\",\"seq\":%lld,\"prev\":\"%s\","
			 "\"clock\":\"%s\"}}},\"timestamp\":\"%s\"}",
			 kiosk->last_id, *staff == '~' ? "p" : "s", staff + (*staff == '~'), verb,
			 path, kiosk->name, (long long)++kiosk->seq, kiosk->prev, clock, when);
	rechain(kiosk, text);
	return text;
}

struct ks_head ks_sample_head(const struct ks_sample_kiosk *kiosk)
{
	unsigned char seed[crypto_sign_SEEDBYTES], public_key[crypto_sign_PUBLICKEYBYTES];
	unsigned char secret[crypto_sign_SECRETKEYBYTES], signature[crypto_sign_BYTES];
	struct ks_head head = {.seq = kiosk->seq};
	char *text = ks_format("kenshu-head-v1\n%s\n%lld\n%s\n", kiosk->name, (long long)kiosk->seq,
			       kiosk->prev);

	_Static_assert(sizeof(seed) == KS_HASH_BYTES, "a hash is a seed");
	ks_blake2b(kiosk->name, strlen(kiosk->name), seed);
	crypto_sign_seed_keypair(public_key, secret, seed);
	memcpy(head.hash, kiosk->prev, sizeof(head.hash));
	crypto_sign_detached(signature, NULL, (const unsigned char *)text, strlen(text), secret);
	head.public_key = ks_base64url(public_key, sizeof(public_key));
	head.signature = ks_base64url(signature, sizeof(signature));
	free(text);
	return head;
}

void ks_sample_sign(struct ks_sample_centre *sample, const struct ks_sample_kiosk *kiosk)
{
	struct ks_head head = ks_sample_head(kiosk);
	char *secret = NULL;

	if (ks_centre_add_kiosk(sample->centre, kiosk->name, &secret) == KS_OK)
		free(secret);
	assert_int_equal(ks_centre_take_head(sample->centre, kiosk->name, &head), KS_OK);
	ks_head_finish(&head);
}

static void take_in(struct ks_sample_centre *sample, const struct ks_sample_kiosk *kiosk,
		    const char *text)
{
	size_t len = strlen(text), bad_index;
	char *why = NULL;

	assert_int_equal(ks_centre_ingest(sample->centre, kiosk->name, &text, &len, 1, &bad_index,
					  &why),
			 KS_OK);
	ks_sample_sign(sample, kiosk);
}

void ks_sample_ingest(struct ks_sample_centre *sample, struct ks_sample_kiosk *kiosk,
		      const char *staff, const char *verb, const char *path)
{
	int64_t now = ks_clock_wall_ms(&sample->clock);
	char *text = ks_sample_write(kiosk, staff, verb, path, now, "synced");

	take_in(sample, kiosk, text);
	free(text);
}

void ks_sample_ingest_told(struct ks_sample_centre *sample, struct ks_sample_kiosk *kiosk,
			   const char *staff, const char *verb, const char *path,
			   const char *result, const char *extension)
{
	static const char head[] = "\"context\":{", before[] = "\"extensions\":{";
	char *text = ks_sample_write(kiosk, staff, verb, path, ks_clock_wall_ms(&sample->clock),
				     "synced");
	char *context = strstr(text, head), *extensions = strstr(text, before) + strlen(before);
	char *whole = ks_format("%.*s\"result\":{%s},%.*s%s%s%s", (int)(context - text), text,
				result, (int)(extensions - context), context, extension,
				extension[0] ? "," : "", extensions);

	rechain(kiosk, whole);
	take_in(sample, kiosk, whole);
	free(whole);
	free(text);
}

void ks_sample_ingest_as(struct ks_sample_centre *sample, struct ks_sample_kiosk *kiosk,
			 const char *id, const char *staff, const char *verb, const char *path)
{
	char *text = ks_sample_write(kiosk, staff, verb, path, ks_clock_wall_ms(&sample->clock),
				     "synced");

	memcpy(strstr(text, kiosk->last_id), id, KS_UUID_TEXT - 1);
	memcpy(kiosk->last_id, id, KS_UUID_TEXT);
	rechain(kiosk, text);
	take_in(sample, kiosk, text);
	free(text);
}

void ks_sample_ingest_shown(struct ks_sample_centre *sample, struct ks_sample_kiosk *kiosk,
			    const char *path, const char *revision, const char *definition,
			    const char *result)
{
	char *text = ks_sample_write(kiosk, "000001", "answered", path,
				     ks_clock_wall_ms(&sample->clock), "synced");
	char *context = strstr(text, "},\"context\":{");
	char *whole = ks_format("%.*s,\"definition\":{%s}},\"result\":{%s},\"context\":{\"revision\":"
				"\"%s\",%s",
				(int)(context - text), text, definition, result, revision,
				context + strlen("},\"context\":{"));

	rechain(kiosk, whole);
	take_in(sample, kiosk, whole);
	free(whole);
	free(text);
}

void ks_sample_ingest_answer(struct ks_sample_centre *sample, struct ks_sample_kiosk *kiosk,
			     const char *path, const char *revision, bool is_right)
{
	char *definition = ks_format("\"name\":{\"ja-JP\":\"%s の題\"}", strrchr(path, '/') + 1);

	ks_sample_ingest_shown(sample, kiosk, path, revision, definition,
			       is_right ? "\"success\":true" : "\"success\":false");
	free(definition);
}

static void count_fault(void *context, const char *kiosk, int64_t seq, int fault)
{
	(void)kiosk;
	(void)seq;
	(void)fault;
	(*(size_t *)context)++;
}

size_t ks_sample_n_faults(struct ks_store *store)
{
	size_t n_faults = 0;
	int64_t n = 0;

	assert_int_equal(ks_centre_verify(store, count_fault, &n_faults, &n), KS_OK);
	return n_faults;
}

void ks_sample_import(struct ks_store *store, const char *csv)
{
	struct ks_diags diags = {0};
	struct ks_roster roster;
	struct ks_roster_change change;

	assert_int_equal(ks_roster_parse("r.csv", csv, strlen(csv), &roster, &diags), KS_OK);
	assert_int_equal(ks_roster_store(store, &roster, &change), KS_OK);
	ks_roster_finish(&roster);
	ks_diags_finish(&diags);
}

void ks_sample_agree(struct ks_sample_centre *sample, struct ks_sample_kiosk *kiosk,
		     const char *staff, const char *plan, const char *sha256)
{
	char *text = ks_sample_write(kiosk, staff, "agree", "policy/p",
				     ks_clock_wall_ms(&sample->clock), "synced");
	char *object = strstr(text, "\"object\":{\"id\":"), *end = strstr(object, "},\"context\"");
	char *program = strstr(text, "/program/2026\"}]") + strlen("/program/2026\"}");
	char *whole = ks_format("%.*s,\"definition\":{\"extensions\":{\"" BASE
				"/xapi/ext/sha256\":\"%s\"}}%.*s,{\"id\":\"" BASE "/course/%s\"}%s",
				(int)(end - text), text, sha256, (int)(program - end), end, plan,
				program);

	rechain(kiosk, whole);
	take_in(sample, kiosk, whole);
	free(whole);
	free(text);
}

int ks_sample_connect(int port)
{
	struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
	struct timeval patience = {.tv_sec = 20};
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	assert_int_equal(connect(fd, (struct sockaddr *)&address, sizeof(address)), 0);
	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
	return fd;
}

static void send_all(int fd, const char *bytes, size_t len)
{
	while (len > 0) {
		ssize_t n = send(fd, bytes, len, MSG_NOSIGNAL);

		if (n <= 0)
			return;
		bytes += n;
		len -= (size_t)n;
	}
}

int ks_sample_http(int port, const char *method, const char *path, const char *headers,
		   const char *body, struct ks_buf *answer)
{
	int fd = ks_sample_connect(port);
	char piece[8192];
	ssize_t n;
	char *head = ks_format("%s %s HTTP/1.1\r\nHost: x\r\nConnection: close\r\n%s", method, path,
			       headers);

	send_all(fd, head, strlen(head));
	free(head);
	if (body) {
		head = ks_format("Content-Length: %zu\r\n", strlen(body));
		send_all(fd, head, strlen(head));
		free(head);
	}
	send_all(fd, "\r\n", 2);
	if (body)
		send_all(fd, body, strlen(body));
	ks_buf_clear(answer);
	while ((n = recv(fd, piece, sizeof(piece), 0)) > 0)
		ks_buf_append(answer, piece, (size_t)n);
	close(fd);
	return answer->len > 12 ? (int)strtol(answer->data + strlen("HTTP/1.1 "), NULL, 10) : 0;
}

const char *ks_sample_body(const struct ks_buf *answer)
{
	const char *end = strstr(ks_buf_text(answer), "\r\n\r\n");

	return end ? end + 4 : "";
}

char *ks_sample_basic(const char *user, const char *secret)
{
	char *plain = ks_format("%s:%s", user, secret);
	char coded[256];
	char *line;

	sodium_bin2base64(coded, sizeof(coded), (const unsigned char *)plain, strlen(plain),
			  sodium_base64_VARIANT_ORIGINAL);
	line = ks_format("Authorization: Basic %s\r\n", coded);
	free(plain);
	return line;
}
