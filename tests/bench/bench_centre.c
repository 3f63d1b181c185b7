/* SPDX-License-Identifier: Apache-2.0 */
#include <pthread.h>
#include <sodium.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/calendar.h"
#include "base/file.h"
#include "base/mem.h"
#include "collector/server.h"
#include "record/roster.h"
#include "report/report.h"
#include "support/bench.h"
#include "support/centre_sample.h"

/*
 * The centre of a large body: `bench_centre [N]` (1,000,000) statements of 10,000 people from eight kiosks at once, as
 * long as real ones (about 1.5 kB), signed, then what is asked of it. One `name value unit` a line. Not part of `make bench`, as
 * it takes minutes and two gigabytes. `bench_centre 0 FOLDER` asks the reports of a folder that is there, for perf.
 */

#define N_STAFF 10000
#define N_CLIENTS 8
#define BATCH 50
/* The bodies of so many are made before: only sending, storing and answering is timed. */
#define TIMED_MAX 100000
#define WARM_UP 4000 /* statements, from which the centre learns its dictionary */
#define BEGAN_MS INT64_C(1779064220000) /* 18 May 2026 */
#define BASE "https://kenshu.example"
#define N_ASKED 200
#define A_PERSON 100 /* statements */

struct body {
	char *head;
	struct ks_buf text;
};

struct client {
	int number, port, n_batches; /* to send now */
	char *auth;
	struct ks_sample_kiosk kiosk;
	int64_t written;
	double cpu_s;      /* of sending: what is not the centre's */
	struct body *made; /* beforehand; NULL: each when it is due */
};

static int64_t n_all = 1000000;
static atomic_bool is_filled;
static double making_s; /* processor, of the bodies made beforehand */

/* --- what is there ---------------------------------------------------------------------------- */

static void import_staff(struct ks_store *store)
{
	struct ks_buf csv = {0};

	ks_buf_puts(&csv,
		    "職員番号,氏名,氏名カナ,所属,所属区分,施設,任用区分,任用開始,任用終了,在籍状態,"
		    "役割,初期暗証番号\r\n");
	for (int i = 0; i < N_STAFF; i++)
		ks_buf_printf(&csv,
			      "%06d,見本 %d,ミホン,第%d課,事務局,本庁,01,2010-04-01,,在職,,\r\n", i,
			      i, i % 60);
	ks_sample_import(store, csv.data);
	ks_buf_finish(&csv);
}

/* One registration a person: of the course in this 年度. */
static void registration_of(int staff, char out[KS_UUID_TEXT])
{
	uint8_t hash[KS_HASH_BYTES];
	char hex[KS_HASH_HEX];

	ks_blake2b(&staff, sizeof(staff), hash);
	ks_hex(hash, sizeof(hash), hex);
	snprintf(out, KS_UUID_TEXT, "%.8s-%.4s-5%.3s-8%.3s-%.12s", hex, hex + 8, hex + 12, hex + 15,
		 hex + 18);
}

#define ACTIVITIES "http://adlnet.gov/expapi/activities/"

static void put_context(struct ks_buf *out, const char *registration, const char *lesson,
			const struct ks_sample_kiosk *kiosk)
{
	ks_buf_printf(out,
		      "\"context\":{\"registration\":\"%s\",\"platform\":\"kenshu-kiosk/0.1.0\","
		      "\"revision\":\"annual@2026.1+0123456789ab\",\"language\":\"ja-JP\","
		      "\"contextActivities\":{\"parent\":[{\"id\":\"" BASE "/course/annual/%s\","
		      "\"definition\":{\"type\":\"" ACTIVITIES "module\",\"name\":{\"ja-JP\":"
		      "\"情報セキュリティ基本方針のあらまし\"}}}],\"grouping\":[{\"id\":\"" BASE
		      "/program/2026\",\"definition\":{\"type\":\"" ACTIVITIES
		      "course\",\"name\":{\"ja-JP\":"
		      "\"令和8年度 情報セキュリティ研修\"}}},{\"id\":\"" BASE "/course/annual\"}],"
		      "\"category\":[{\"id\":\"" BASE "/xapi/profile/v1\"}]},\"extensions\":{\"" BASE
		      "/xapi/ext/kiosk\":{\"id\":\"%s\",\"seq\":%lld,\"prev\":\"%s\",\"clock\":\"synced\","
		      "\"mono_ms\":%lld,\"boot\":\"0d5b2c1e-5a51-4b6d-9a57-0a1b2c3d4e5f\"}}}",
		      registration, lesson, kiosk->name, (long long)kiosk->seq, kiosk->prev,
		      (long long)kiosk->seq * 1000);
}

/* A person's statements: each lesson opened, read, answered twice and passed. */
static void write_statement(struct ks_buf *out, struct client *client)
{
	static const char *const verbs[] = {"initialized", "experienced", "answered", "answered",
					    "passed"};
	int64_t n = client->written++;
	int staff = (int)((n / A_PERSON * N_CLIENTS + client->number) % N_STAFF);
	int lesson = (int)(n / 5 % 12) + 1;
	const char *verb = verbs[n % 5];
	int64_t wall_ms = BEGAN_MS + n * 4000;
	char registration[KS_UUID_TEXT], when[32], name[8], object[64];
	uint8_t hash[KS_HASH_BYTES];
	size_t from = out->len;

	registration_of(staff, registration);
	ks_uuid_v7(wall_ms, client->kiosk.last_id);
	ks_time_format_utc(wall_ms, when);
	client->kiosk.seq++;
	snprintf(name, sizeof(name), "m%d", lesson);
	snprintf(object, sizeof(object), n % 5 == 2 || n % 5 == 3 ? "%s/quiz/%s-q%02d" : "%s", name,
		 name, (int)(n % 41));
	ks_buf_printf(
		out,
		"{\"id\":\"%s\",\"actor\":{\"objectType\":\"Agent\",\"account\":{\"homePage\":"
		"\"" BASE "/staff\",\"name\":\"s-%06d\"}},\"verb\":{\"id\":"
		"\"http://adlnet.gov/expapi/verbs/%s\",\"display\":{\"ja-JP\":\"研修\"}},"
		"\"object\":{\"objectType\":\"Activity\",\"id\":\"" BASE
		"/course/annual/%s\",\"definition\":{\"type\":\"" ACTIVITIES
		"module\",\"name\":{\"ja-JP\":\"情報セキュリティ基本方針のあらまし\"},"
		"\"description\":{\"ja-JP\":\"組合の情報を守るために、だれが何をするかを学びます。\"}}},"
		"\"result\":{\"success\":true,\"score\":{\"scaled\":1,\"raw\":1,\"min\":0,\"max\":1},"
		"\"duration\":\"PT12.34S\"},",
		client->kiosk.last_id, staff, verb, object);
	put_context(out, registration, name, &client->kiosk);
	ks_buf_printf(out, ",\"timestamp\":\"%s\"}", when);
	ks_blake2b(out->data + from, out->len - from, hash);
	ks_hex(hash, sizeof(hash), client->kiosk.prev);
}

/* --- sending ---------------------------------------------------------------------------------- */

static void make_body(struct client *client, struct body *out)
{
	struct ks_head head;

	*out = (struct body){0};
	for (int i = 0; i < BATCH; i++) {
		ks_buf_puts(&out->text, i ? "," : "[");
		write_statement(&out->text, client);
	}
	ks_buf_puts(&out->text, "]");
	head = ks_sample_head(&client->kiosk);
	out->head = ks_format("POST /xAPI/statements HTTP/1.1\r\nHost: x\r\n%s"
			      "X-Experience-API-Version: 1.0.3\r\nContent-Type: application/json\r\n"
			      "X-Kenshu-Head: %lld %s %s %s\r\nContent-Length: %zu\r\n\r\n",
			      client->auth, (long long)head.seq, head.hash, head.public_key,
			      head.signature, out->text.len);
	ks_head_finish(&head);
}

static void send_body(int fd, struct body *body)
{
	char answer[8192];
	size_t len = 0;
	ssize_t n;

	ks_bench_need(send(fd, body->head, strlen(body->head), MSG_NOSIGNAL | MSG_MORE) > 0, "send");
	ks_bench_need(send(fd, body->text.data, body->text.len, MSG_NOSIGNAL) ==
			      (ssize_t)body->text.len,
		      "send body");
	do {
		n = recv(fd, answer + len, sizeof(answer) - 1 - len, 0);
		ks_bench_need(n > 0, "no answer");
		len += (size_t)n;
		answer[len] = '\0';
	} while (answer[len - 1] != ']');
	ks_bench_need(strncmp(answer, "HTTP/1.1 200", 12) == 0, answer);
	free(body->head);
	ks_buf_finish(&body->text);
}

static void *send_all(void *context)
{
	struct client *client = context;
	int fd = ks_sample_connect(client->port);

	for (int i = 0; i < client->n_batches; i++) {
		struct body body;

		if (client->made)
			body = client->made[i];
		else
			make_body(client, &body);
		send_body(fd, &body);
	}
	close(fd);
	client->cpu_s = ks_bench_cpu_s(RUSAGE_THREAD);
	return NULL;
}

/* Seconds until all eight are through. */
static double send_together(struct client *clients, int64_t n_statements, bool is_timed)
{
	pthread_t threads[N_CLIENTS];
	double from, making = ks_bench_cpu_s(RUSAGE_THREAD);

	for (int i = 0; i < N_CLIENTS; i++) {
		struct client *client = &clients[i];

		client->n_batches = (int)(n_statements / N_CLIENTS / BATCH);
		client->made =
			is_timed ? ks_alloc_zero((size_t)client->n_batches, sizeof(*client->made))
				 : NULL;
		for (int k = 0; is_timed && k < client->n_batches; k++)
			make_body(client, &client->made[k]);
	}
	making_s = ks_bench_cpu_s(RUSAGE_THREAD) - making;
	from = ks_bench_now_s();
	for (int i = 0; i < N_CLIENTS; i++)
		ks_bench_need(pthread_create(&threads[i], NULL, send_all, &clients[i]) == 0,
			      "thread");
	for (int i = 0; i < N_CLIENTS; i++)
		pthread_join(threads[i], NULL);
	from = ks_bench_now_s() - from;
	for (int i = 0; i < N_CLIENTS; i++)
		free(clients[i].made);
	return from;
}

/* --- asking ----------------------------------------------------------------------------------- */

static char *filter_of(int kind, int i)
{
	int n_people = (int)(n_all / A_PERSON < N_STAFF ? n_all / A_PERSON : N_STAFF);
	int staff = (int)(i * 7919LL % n_people);
	char registration[KS_UUID_TEXT], from[32], to[32];

	registration_of(staff, registration);
	/* of when it was stored, which is now */
	ks_time_format_utc((int64_t)time(NULL) * 1000 - 3600000 - i, from);
	ks_time_format_utc((int64_t)time(NULL) * 1000 + i, to);
	switch (kind) {
	case 0:
		return ks_format("agent=%%7B%%22account%%22%%3A%%7B%%22homePage%%22%%3A%%22" BASE
				 "/staff%%22%%2C%%22name%%22%%3A%%22s-%06d%%22%%7D%%7D",
				 staff);
	case 1:
		return ks_format("verb=http://adlnet.gov/expapi/verbs/%s",
				 i % 2 ? "passed" : "answered");
	case 2:
		return ks_format("activity=" BASE "/course/annual/m%d", i % 12 + 1);
	case 3:
		return ks_format("activity=" BASE "/course/annual&related_activities=true");
	case 4:
		return ks_format("registration=%s", registration);
	case 5:
		return ks_format("since=%s", from);
	case 6:
		return ks_format("until=%s", to);
	default:
		return ks_format("agent=%%7B%%22account%%22%%3A%%7B%%22homePage%%22%%3A%%22" BASE
				 "/staff%%22%%2C%%22name%%22%%3A%%22s-%06d%%22%%7D%%7D"
				 "&verb=http://adlnet.gov/expapi/verbs/passed&activity=" BASE
				 "/program/2026&related_activities=true",
				 staff);
	}
}

static void bench_queries(int port, const char *auth)
{
	static const char *const names[] = {"agent",        "verb",
					    "activity",     "activity_related",
					    "registration", "since",
					    "until",        "agent_verb_activity"};
	char *headers = ks_format("%sX-Experience-API-Version: 1.0.3\r\n", auth);

	for (size_t kind = 0; kind < KS_COUNT(names); kind++) {
		double took[N_ASKED];

		for (int i = 0; i < N_ASKED; i++) {
			struct ks_buf answer = {0};
			char *filter = filter_of((int)kind, i);
			char *path = ks_format("/xAPI/statements?limit=100&%s", filter);
			double from = ks_bench_now_s();

			if (ks_sample_http(port, "GET", path, headers, NULL, &answer) != 200)
				ks_bench_need(false, ks_buf_text(&answer));
			took[i] = ks_bench_now_s() - from;
			ks_bench_need(strstr(ks_sample_body(&answer), "\"actor\""),
				      "an answer without statements");
			ks_buf_finish(&answer);
			free(path);
			free(filter);
		}
		printf("query_%s_p95 %.2f ms\n", names[kind], ks_bench_p95(took, N_ASKED) * 1000);
		fflush(stdout);
	}
	free(headers);
}

static struct ks_plan_lesson lessons[12];
static struct ks_plan plan = {.id = "annual",
			      .nendo = 2026,
			      .opens = {2026, 4, 1},
			      .due = {2026, 12, 25},
			      .lessons = lessons,
			      .n_lessons = KS_COUNT(lessons)};
static const struct ks_date july = {2026, 7, 1};

#define TIMES 3

static void bench_reports(struct ks_store *store)
{
	struct ks_completion completion;
	struct ks_followup followup;
	struct ks_question_list questions;
	struct ks_duty_list duties;
	struct ks_bench_took took[4][TIMES];

	for (int i = 0; i < TIMES; i++) {
		struct ks_bench_took from = ks_bench_took_since((struct ks_bench_took){0});

		ks_bench_need(ks_report_completion(store, &plan, 1, 2026, july, &completion) == KS_OK,
			      "report");
		ks_completion_finish(&completion);
		took[0][i] = ks_bench_took_since(from);
		from = ks_bench_took_since((struct ks_bench_took){0});
		ks_bench_need(ks_report_followup(store, &plan, 1, 2026, july, KS_FOLLOWUP_TIMES,
						 &followup) == KS_OK,
			      "followup");
		ks_followup_finish(&followup);
		took[1][i] = ks_bench_took_since(from);
		from = ks_bench_took_since((struct ks_bench_took){0});
		ks_bench_need(ks_report_questions(store, &plan, 1, 2026, &questions) == KS_OK,
			      "questions");
		ks_bench_need(questions.n_rows > 0, "no question");
		ks_question_list_finish(&questions);
		took[2][i] = ks_bench_took_since(from);
		from = ks_bench_took_since((struct ks_bench_took){0});
		ks_bench_need(ks_report_duties(store, &plan, 1, 2026, july, &duties) == KS_OK,
			      "duties");
		ks_duty_list_finish(&duties);
		took[3][i] = ks_bench_took_since(from);
	}
	ks_bench_tell_best("report_completion", took[0], TIMES);
	ks_bench_tell_best("report_followup", took[1], TIMES);
	ks_bench_tell_best("report_questions", took[2], TIMES);
	ks_bench_tell_best("report_duties", took[3], TIMES);
}

static void tell_size(const char *folder)
{
	char *path = ks_path_join(folder, "kenshu.db"), *wal = ks_format("%s-wal", path);
	struct stat db, log = {0};

	ks_bench_need(stat(path, &db) == 0, "no database");
	(void)!stat(wal, &log);
	printf("database_per_statement %.0f bytes\n",
	       (double)(db.st_size + log.st_size) / (double)n_all);
	fflush(stdout);
	free(path);
	free(wal);
}

static void enrol(struct ks_centre *centre, struct client *client, int number, int port)
{
	char name[8], *secret;

	snprintf(name, sizeof(name), "k-%02d", number + 1);
	*client = (struct client){.number = number, .port = port, .kiosk = ks_sample_kiosk(name)};
	ks_bench_need(ks_centre_add_kiosk(centre, name, &secret) == KS_OK, "kiosk");
	client->auth = ks_sample_basic(name, secret);
	free(secret);
}

/* What the collector's main thread does. */
static void *tend(void *context)
{
	while (!atomic_load(&is_filled)) {
		ks_centre_tend(context);
		nanosleep(&(struct timespec){.tv_sec = 1}, NULL);
	}
	return NULL;
}

static void fill(struct ks_centre *centre, int port)
{
	struct client clients[N_CLIENTS];
	int64_t n_timed = n_all - WARM_UP < TIMED_MAX ? n_all - WARM_UP : TIMED_MAX;
	struct rusage used;
	double from = ks_bench_now_s(), wall, cpu;
	pthread_t tender;

	for (int i = 0; i < N_CLIENTS; i++)
		enrol(centre, &clients[i], i, port);
	ks_bench_need(pthread_create(&tender, NULL, tend, centre) == 0, "thread");
	send_together(clients, WARM_UP, true);
	cpu = ks_bench_cpu_s(RUSAGE_SELF);
	wall = send_together(clients, n_timed, true);
	cpu = ks_bench_cpu_s(RUSAGE_SELF) - cpu;
	for (int i = 0; i < N_CLIENTS; i++)
		cpu -= clients[i].cpu_s;
	printf("ingest_%d_clients %.0f statements/s\n", N_CLIENTS, (double)n_timed / wall);
	/* Tells more than the line above where something else runs; the making of the bodies is in it. */
	printf("ingest_processor %.1f us\n", (cpu - making_s) * 1e6 / (double)n_timed);
	fflush(stdout);
	send_together(clients, n_all - n_timed - WARM_UP, false);
	atomic_store(&is_filled, true);
	pthread_join(tender, NULL);
	getrusage(RUSAGE_SELF, &used);
	fprintf(stderr, "filled in %.0f s, %.0f MiB\n", ks_bench_now_s() - from,
		(double)used.ru_maxrss / 1024);
	from = ks_bench_now_s();
	for (int64_t n = n_all / 500 / 20 + 2; n > 0; n--)
		ks_centre_tend(centre);
	fprintf(stderr, "index in %.0f s\n", ks_bench_now_s() - from);
	for (int i = 0; i < N_CLIENTS; i++)
		free(clients[i].auth);
}

int main(int argc, char **argv)
{
	char *folder = argc > 2 ? argv[2] : ks_strdup("build/bench-centre");
	const char *kenshu = "build/kenshu";
	struct ks_clock clock;
	char *why = NULL, *secret = NULL, *auth;
	struct ks_store *store;
	struct ks_centre *centre;
	struct ks_server *server;

	ks_id_init();
	clock = ks_clock_system();
	if (argc > 1)
		n_all = strtoll(argv[1], NULL, 10);
	ks_bench_need(n_all == 0 || n_all >= 2 * WARM_UP, "fewer than 8000 statements say nothing");
	for (int i = 0; i < (int)KS_COUNT(lessons); i++)
		lessons[i] = (struct ks_plan_lesson){
			.id = ks_format("m%d", i + 1), .title = (char[]){""}, .is_ready = true};
	ks_bench_need(ks_store_open(folder, KS_ROLE_COLLECTOR, KS_ACCESS_WRITE, &store, &why) == KS_OK,
		      folder);
	if (n_all == 0) {
		bench_reports(store);
		ks_store_close(store);
		return EXIT_SUCCESS;
	}
	ks_bench_need(ks_centre_open(store, &clock, &centre) == KS_OK, "centre");
	ks_bench_need(ks_server_start(centre, "127.0.0.1:0", false, &server) == KS_OK, "server");
	import_staff(store);
	ks_bench_need(ks_centre_add_client(centre, "bi", KS_SCOPE_READ, &secret) == KS_OK, "client");
	auth = ks_sample_basic("bi", secret);
	fill(centre, ks_server_port(server));
	bench_queries(ks_server_port(server), auth);
	bench_reports(store);
	ks_server_stop(server);
	ks_centre_close(centre);
	ks_store_close(store);
	tell_size(folder);
	ks_bench_command("kiosk_list", kenshu, folder, "kiosk", "list");
	ks_bench_command("verify", kenshu, folder, "verify", NULL);
	free(secret);
	free(auth);
	return EXIT_SUCCESS;
}
