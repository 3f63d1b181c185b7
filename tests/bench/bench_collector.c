/* SPDX-License-Identifier: Apache-2.0 */
#include <arpa/inet.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/calendar.h"
#include "base/file.h"
#include "base/mem.h"
#include "collector/server.h"
#include "lrs/user.h"
#include "record/roster.h"
#include "report/report.h"
#include "support/bench.h"
#include "support/centre_sample.h"

/*
 * The collector's figures: durable ingest over real HTTP in batches of 50, and the reports over 10,000 staff and
 * 100,000 statements. One `name value unit` a line. `bench_collector pages`: HR's pages over 1,000,000.
 */

#define N_STAFF 10000
#define N_BATCHES 2000
#define N_BATCHES_OF_PAGES 20000
#define BATCH 50
#define BEGAN_MS INT64_C(1779064220000) /* 18 May 2026 */
#define BASE "https://kenshu.example"

static void import_staff(struct ks_store *store)
{
	struct ks_buf csv = {0};
	struct ks_roster roster;
	struct ks_roster_change change;
	struct ks_diags diags = {0};

	ks_buf_puts(&csv,
		    "職員番号,氏名,氏名カナ,所属,所属区分,施設,任用区分,任用開始,任用終了,在籍状態,"
		    "役割,初期暗証番号\r\n");
	for (int i = 0; i < N_STAFF; i++)
		ks_buf_printf(&csv,
			      "%06d,見本 %d,ミホン,第%d課,事務局,本庁,01,2010-04-01,,在職,%s,\r\n",
			      i, i, i % 60, i % 50 ? "" : "管理職");
	ks_bench_need(ks_roster_parse("r.csv", csv.data, csv.len, &roster, &diags) == KS_OK,
		      "roster");
	ks_bench_need(ks_roster_store(store, &roster, &change) == KS_OK, "roster store");
	ks_roster_finish(&roster);
	ks_diags_finish(&diags);
	ks_buf_finish(&csv);
}

/* One person in N_PASSING never passes m5: every statement about it says that it was failed. */
#define N_PASSING 20
#define N_QUESTIONS 50
#define N_FAILING (N_STAFF / N_PASSING)

static bool is_failing(int n)
{
	return n / 10 % N_STAFF % N_PASSING == 0 && n / 5 % 2 == 1;
}

/* Where the statement happened, below the course; a question has a result. */
static char *object_of(int n, const char *verb)
{
	const char *lesson = n / 5 % 2 ? "m5" : "m1";

	if (strcmp(verb, "answered") == 0)
		return ks_format("%s/quiz/%s-q%02d", lesson, lesson, n % 7919 % N_QUESTIONS);
	return ks_strdup(lesson);
}

/* What is passed is passed with success, as kiosks write it; the rest is mixed. */
static bool is_right(int n, const char *verb)
{
	if (strcmp(verb, "passed") == 0 || strcmp(verb, "failed") == 0)
		return verb[0] == 'p';
	return n % 3 != 0;
}

/* Ten statements a person: one lesson after another is opened, read, answered and passed. */
static void write_statement(struct ks_buf *out, int n, char prev[KS_HASH_HEX])
{
	static const char *const verbs[] = {"initialized", "experienced", "answered", "answered",
					    "passed"};
	const char *verb = is_failing(n) ? "failed" : verbs[n % 5];
	char *object = object_of(n, verb);
	size_t from = out->len;
	uint8_t hash[KS_HASH_BYTES];
	char id[KS_UUID_TEXT], when[32];
	int64_t wall_ms = BEGAN_MS + n * INT64_C(1000);

	ks_uuid_v7(wall_ms, id);
	ks_time_format_utc(wall_ms, when);
	ks_buf_printf(out,
		      "{\"id\":\"%s\",\"actor\":{\"account\":{\"homePage\":\"" BASE "/staff\","
		      "\"name\":\"s-%06d\"}},\"verb\":{\"id\":\"http://adlnet.gov/expapi/verbs/%s\","
		      "\"display\":{\"ja-JP\":\"研修\"}},\"object\":{\"objectType\":\"Activity\","
		      "\"id\":\"" BASE "/course/annual/%s\",\"definition\":{\"type\":"
		      "\"http://adlnet.gov/expapi/activities/module\",\"name\":{\"ja-JP\":"
		      "\"情報セキュリティ基本方針のあらまし\"}}},\"result\":{\"success\":%s},"
		      "\"context\":{\"revision\":\"annual@2026.1+0123456789ab\",\"contextActivities\":"
		      "{\"grouping\":[{\"id\":\"" BASE "/program/2026\"}]},\"extensions\":"
		      "{\"" BASE "/xapi/ext/kiosk\":{\"id\":\"k-01\",\"seq\":%d,\"prev\":\"%s\","
		      "\"clock\":\"synced\"}}},\"timestamp\":\"%s\"}",
		      id, n / 10 % N_STAFF, verb, object, is_right(n, verb) ? "true" : "false",
		      n + 1, prev, when);
	free(object);
	ks_blake2b(out->data + from, out->len - from, hash);
	ks_hex(hash, sizeof(hash), prev);
}

/* As a kiosk does: the end of each request is signed, or nothing of it counts. */
static char *sign_head(int64_t seq, const char hash[KS_HASH_HEX])
{
	static const unsigned char seed[crypto_sign_SEEDBYTES] = {1};
	unsigned char public_key[crypto_sign_PUBLICKEYBYTES], secret[crypto_sign_SECRETKEYBYTES];
	unsigned char signature[crypto_sign_BYTES];
	char *text = ks_format("kenshu-head-v1\nk-01\n%lld\n%s\n", (long long)seq, hash);
	char *key, *signed_text, *header;

	crypto_sign_seed_keypair(public_key, secret, seed);
	crypto_sign_detached(signature, NULL, (const unsigned char *)text, strlen(text), secret);
	key = ks_base64url(public_key, sizeof(public_key));
	signed_text = ks_base64url(signature, sizeof(signature));
	header = ks_format("X-Kenshu-Head: %lld %s %s %s\r\n", (long long)seq, hash, key,
			   signed_text);
	free(signed_text);
	free(key);
	free(text);
	return header;
}

static char *authorization(const char *secret)
{
	char *plain = ks_format("k-01:%s", secret), coded[128], *text;

	sodium_bin2base64(coded, sizeof(coded), (const unsigned char *)plain, strlen(plain),
			  sodium_base64_VARIANT_ORIGINAL);
	text = ks_strdup(coded);
	free(plain);
	return text;
}

static void exchange(int fd, const char *head, const struct ks_buf *body)
{
	char answer[8192];
	size_t len = 0;
	ssize_t n;

	ks_bench_need(send(fd, head, strlen(head), MSG_NOSIGNAL | MSG_MORE) > 0, "send");
	ks_bench_need(send(fd, body->data, body->len, MSG_NOSIGNAL) == (ssize_t)body->len,
		      "send body");
	do {
		n = recv(fd, answer + len, sizeof(answer) - 1 - len, 0);
		ks_bench_need(n > 0, "no answer");
		len += (size_t)n;
		answer[len] = '\0';
	} while (answer[len - 1] != ']');
	ks_bench_need(strncmp(answer, "HTTP/1.1 200", 12) == 0, "not 200");
}

/* Bodies are written beforehand: only sending, storing and answering is timed. */
static double ingest(int port, const char *auth, int from_batch, int to_batch, char prev[KS_HASH_HEX])
{
	struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	double seconds = 0;

	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	ks_bench_need(connect(fd, (struct sockaddr *)&address, sizeof(address)) == 0, "connect");
	for (int b = from_batch; b < to_batch; b++) {
		struct ks_buf body = {0};
		char *head, *signed_head;
		double from;

		for (int i = 0; i < BATCH; i++) {
			ks_buf_puts(&body, i ? "," : "[");
			write_statement(&body, b * BATCH + i, prev);
		}
		ks_buf_puts(&body, "]");
		signed_head = sign_head((int64_t)(b + 1) * BATCH, prev);
		head = ks_format(
			"POST /xAPI/statements HTTP/1.1\r\nHost: x\r\nAuthorization: Basic %s\r\n"
			"X-Experience-API-Version: 1.0.3\r\nContent-Type: application/json\r\n"
			"%sContent-Length: %zu\r\n\r\n",
			auth, signed_head, body.len);
		free(signed_head);
		from = ks_bench_now_s();
		exchange(fd, head, &body);
		seconds += ks_bench_now_s() - from;
		free(head);
		ks_buf_finish(&body);
	}
	close(fd);
	return seconds;
}

static void bench_ingest(int port, const char *auth, int n_batches, char prev[KS_HASH_HEX])
{
	double seconds;

	memset(prev, '0', KS_HASH_HEX - 1);
	prev[KS_HASH_HEX - 1] = '\0';
	seconds = ingest(port, auth, 0, n_batches, prev);
	printf("collector_ingest_batch_%d_of_%d %.0f statements/s\n", BATCH, n_batches * BATCH,
	       n_batches * BATCH / seconds);
}

static struct ks_plan_lesson lessons[] = {
	{.id = "m1", .title = "一", .is_ready = true, .minutes = 5, .n_questions = 5, .pass_right = 4},
	{.id = "m5", .title = "五", .is_ready = true, .minutes = 5, .n_questions = 5, .pass_right = 4}};
static const struct ks_plan plan = {.id = "annual",
				    .title = "年次研修",
				    .revision = "1",
				    .nendo = 2026,
				    .opens = {2026, 4, 1},
				    .due = {2026, 12, 25},
				    .lessons = lessons,
				    .n_lessons = KS_COUNT(lessons)};
static const struct ks_date june = {2026, 6, 1};

static void make_completion(struct ks_store *store)
{
	struct ks_completion report;

	ks_bench_need(ks_report_completion(store, &plan, 1, 2026, june, &report) == KS_OK, "report");
	ks_bench_need(report.n_done == N_STAFF - N_FAILING, "the report does not count everybody");
	ks_completion_finish(&report);
}

static void make_followup(struct ks_store *store)
{
	struct ks_followup report;

	ks_bench_need(ks_report_followup(store, &plan, 1, 2026, june, KS_FOLLOWUP_TIMES, &report) ==
			      KS_OK,
		      "followup");
	ks_bench_need(report.n_rows == N_FAILING, "the follow-up does not name everybody");
	ks_followup_finish(&report);
}

static void make_questions(struct ks_store *store)
{
	struct ks_question_list report;

	ks_bench_need(ks_report_questions(store, &plan, 1, 2026, &report) == KS_OK, "questions");
	ks_bench_need(report.n_rows == 2 * N_QUESTIONS, "the report does not count every question");
	ks_question_list_finish(&report);
}

static void bench_reports(struct ks_store *store)
{
	static const struct {
		const char *name;
		void (*make)(struct ks_store *store);
	} reports[] = {
		{"collector_report_completion_10k_staff_100k_statements", make_completion},
		{"report_followup_100k", make_followup},
		{"report_questions_100k", make_questions},
	};

	for (size_t i = 0; i < KS_COUNT(reports); i++) {
		double best = 1e9;

		for (int k = 0; k < 5; k++) {
			double from = ks_bench_now_s(), took;

			reports[i].make(store);
			took = ks_bench_now_s() - from;
			best = took < best ? took : best;
		}
		printf("%s %.2f ms\n", reports[i].name, best * 1000);
	}
}

/* --- pages ------------------------------------------------------------------------------------ */

#define N_LOOKS 60
#define N_FIRST_LOOKS 10

struct browser {
	int port;
	char *cookie;
	const char *auth; /* of the kiosk */
	int n_batches;
	char prev[KS_HASH_HEX];
};

/* How long it took in ms; the page is in @page. */
static double look(const struct browser *browser, const char *path, struct ks_buf *page)
{
	double from = ks_bench_now_s();

	ks_buf_finish(page);
	ks_bench_need(ks_sample_http(browser->port, "GET", path, browser->cookie, "", page) == 200,
		      path);
	return (ks_bench_now_s() - from) * 1000;
}

static void bench_page(const struct browser *browser, const char *path)
{
	struct ks_buf page = {0};
	double took[N_LOOKS], p95;

	(void)look(browser, path, &page);
	for (int i = 0; i < N_LOOKS; i++)
		took[i] = look(browser, path, &page);
	p95 = ks_bench_p95(took, N_LOOKS);
	printf("page%s_p50 %.1f ms\npage%s_p95 %.1f ms\npage%s_size %.1f kB\n", path,
	       took[N_LOOKS / 2], path, p95, path, (double)strlen(ks_sample_body(&page)) / 1000);
	ks_buf_finish(&page);
}

/* The look behind a request of a kiosk's: what is kept between two looks has to be made anew. */
static void bench_first_look(struct browser *browser, const char *path)
{
	struct ks_buf page = {0};
	double took[N_FIRST_LOOKS];

	for (int i = 0; i < N_FIRST_LOOKS; i++) {
		(void)ingest(browser->port, browser->auth, browser->n_batches,
			     browser->n_batches + 1, browser->prev);
		browser->n_batches++;
		took[i] = look(browser, path, &page);
	}
	printf("page%s_after_new_statements_p95 %.1f ms\n", path, ks_bench_p95(took, N_FIRST_LOOKS));
	ks_buf_finish(&page);
}

static char *log_in(int port)
{
	static const char type[] = "Content-Type: application/x-www-form-urlencoded\r\n"
				   "X-Forwarded-Proto: https\r\n";
	struct ks_buf answer = {0};
	const char *at;
	char *cookie;

	ks_bench_need(ks_sample_http(port, "POST", "/login", type, "user=hr&password=long+enough",
				     &answer) == 303,
		      "login");
	at = strstr(ks_buf_text(&answer), "__Host-kenshu=");
	ks_bench_need(at, "no cookie");
	cookie = ks_format("Cookie: %.*s\r\n", (int)strcspn(at, ";"), at);
	ks_buf_finish(&answer);
	return cookie;
}

static void bench_pages(struct ks_centre *centre, struct browser *browser)
{
	static const char *const pages[] = {"/completion",
					    "/outstanding",
					    "/exemptions",
					    "/corrections",
					    "/gatherings",
					    "/inspection",
					    "/questions",
					    "/roster",
					    "/people/000123",
					    "/letters",
					    "/plan",
					    "/questions?unit=%E7%AC%AC5%E8%AA%B2",
					    "/questions?employment=01",
					    "/kiosks",
					    "/audit"};
	static const char *const changing[] = {"/completion", "/outstanding", "/exemptions",
					       "/questions", "/people/000123"};
	struct ks_user user = {.name = "hr", .role = KS_USER_HR};
	char *json = ks_plans_to_json(&plan, 1, plan.nendo);
	struct ks_buf file = {0};
	const char *why;

	ks_bench_need(ks_user_add(ks_centre_store(centre), &user, "long enough", &why) == KS_OK,
		      "user");
	ks_bench_need(ks_centre_take_plans(centre, "k-01", json) == KS_OK, "plan");
	browser->cookie = log_in(browser->port);
	for (size_t i = 0; i < KS_COUNT(pages); i++)
		bench_page(browser, pages[i]);
	for (size_t i = 0; i < KS_COUNT(changing); i++)
		bench_first_look(browser, changing[i]);
	printf("page_completion_xlsx_10000 %.0f ms\n",
	       look(browser, "/completion?format=xlsx&reason=x", &file));
	printf("page_roster_xlsx_10000 %.0f ms\n",
	       look(browser, "/roster?format=xlsx&reason=x", &file));
	ks_buf_finish(&file);
	free(browser->cookie);
	free(json);
}

static void remove_folder(const char *folder)
{
	char **names = NULL;
	size_t n = 0;

	if (ks_folder_list(folder, NULL, &names, &n) != KS_OK)
		return;
	for (size_t i = 0; i < n; i++) {
		char *path = ks_path_join(folder, names[i]);

		unlink(path);
		free(path);
	}
	ks_folder_list_finish(names, n);
	rmdir(folder);
}

int main(int argc, char **argv)
{
	bool is_pages = argc > 1 && strcmp(argv[1], "pages") == 0;
	struct browser browser = {.n_batches = is_pages ? N_BATCHES_OF_PAGES : N_BATCHES};
	char folder[] = "/tmp/kenshu-bench-XXXXXX";
	struct ks_clock clock;
	char *why = NULL, *secret, *auth;
	struct ks_store *store;
	struct ks_centre *centre;
	struct ks_server *server;

	ks_id_init();
	clock = ks_clock_system();
	ks_bench_need(mkdtemp(folder), "folder");
	ks_bench_need(ks_store_open(folder, KS_ROLE_COLLECTOR, KS_ACCESS_WRITE, &store, &why) == KS_OK,
		      "store");
	ks_bench_need(ks_centre_open(store, &clock, &centre) == KS_OK, "centre");
	ks_bench_need(ks_centre_add_kiosk(centre, "k-01", &secret) == KS_OK, "kiosk");
	ks_bench_need(ks_server_start(centre, "127.0.0.1:0", false, &server) == KS_OK, "server");
	import_staff(store);
	auth = authorization(secret);
	browser.port = ks_server_port(server);
	browser.auth = auth;
	bench_ingest(browser.port, auth, browser.n_batches, browser.prev);
	if (is_pages)
		bench_pages(centre, &browser);
	else
		bench_reports(store);
	ks_server_stop(server);
	ks_centre_close(centre);
	ks_store_close(store);
	remove_folder(folder);
	free(secret);
	free(auth);
	return EXIT_SUCCESS;
}
