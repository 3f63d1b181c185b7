/* SPDX-License-Identifier: Apache-2.0 */
#include <arpa/inet.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/mem.h"
#include "collector/server.h"
#include "record/roster.h"
#include "report/report.h"
#include "support/bench.h"
#include "support/centre_sample.h"
#include "support/test.h"

/*
 * How far one centre goes: `bench_limits [STAFF] [KIOSKS] [LESSONS]` (100,000 people, 1,000 kiosks, 12 lessons
 * that everybody has passed). What grows with people (the document that kiosks fetch, at the centre and at the kiosk,
 * and reports), what grows with kiosks (the list of them, the morning on which all come at once), in one `name value
 * unit` a line. Not part of `make bench`: it takes minutes. `bench_limits --kiosk FILE` is the kiosk that takes the document.
 */

#define BATCH 50
#define FILL 600 /* in one transaction, to begin with */
#define LESSONS_MAX 32
#define N_THREADS 64
#define TIMES 3

struct kiosk {
	struct ks_sample_kiosk pen;
	char *auth;
	double took_s;
	bool is_served;
};

static struct ks_sample_centre centre;
static struct kiosk *kiosks;
static int n_staff = 100000, n_kiosks = 1000, n_lessons = 12, port;
static atomic_int next_kiosk;
static atomic_bool is_over;
static char *etag;

/* --- what is there ---------------------------------------------------------------------------- */

static void import_staff(void)
{
	struct ks_buf csv = {0};
	double from = ks_bench_now_s();

	ks_buf_puts(&csv,
		    "職員番号,氏名,氏名カナ,所属,所属区分,施設,任用区分,任用開始,任用終了,在籍状態,"
		    "役割,初期暗証番号\r\n");
	for (int i = 0; i < n_staff; i++)
		ks_buf_printf(
			&csv,
			"%06d,見本 太郎%d,ミホン タロウ,第%d課,事務局,第%d庁舎,01,2010-04-01,,在職,,\r\n",
			i, i, i % 600, i % 40);
	ks_sample_import(centre.store, csv.data);
	ks_buf_finish(&csv);
	printf("import %.1f s\n", ks_bench_now_s() - from);
}

static void enrol(void)
{
	double from = ks_bench_now_s();

	kiosks = ks_alloc_zero((size_t)n_kiosks, sizeof(*kiosks));
	for (int i = 0; i < n_kiosks; i++) {
		char name[16], *secret;

		snprintf(name, sizeof(name), "k-%04d", i + 1);
		kiosks[i].pen = ks_sample_kiosk(name);
		ks_bench_need(ks_centre_add_kiosk(centre.centre, name, &secret) == KS_OK, "kiosk");
		kiosks[i].auth = ks_sample_basic(name, secret);
		free(secret);
	}
	printf("kiosk_add %.1f s\n", ks_bench_now_s() - from);
}

static char *write_one(struct kiosk *kiosk, int n)
{
	char staff[16], path[48];

	snprintf(staff, sizeof(staff), "%06d", n / n_lessons % n_staff);
	snprintf(path, sizeof(path), "course/annual/m%d", n % n_lessons + 1);
	return ks_sample_write(&kiosk->pen, staff, "passed", path, KS_TEST_WALL_MS + n, "synced");
}

static void take_in(struct kiosk *kiosk, int first, size_t n)
{
	const char *bytes[FILL];
	size_t lens[FILL], bad;
	char *why = NULL;
	struct ks_head head;

	for (size_t i = 0; i < n; i++) {
		bytes[i] = write_one(kiosk, first + (int)i);
		lens[i] = strlen(bytes[i]);
	}
	if (ks_centre_ingest(centre.centre, kiosk->pen.name, bytes, lens, n, &bad, &why) != KS_OK)
		ks_bench_need(false, why ? why : "ingest");
	for (size_t i = 0; i < n; i++)
		free((char *)bytes[i]);
	head = ks_sample_head(&kiosk->pen);
	ks_bench_need(ks_centre_take_head(centre.centre, kiosk->pen.name, &head) == KS_OK, "head");
	ks_head_finish(&head);
}

/* Everybody has passed every lesson: what the document and the reports are longest by. */
static void pass_all(void)
{
	int n_all = n_staff * n_lessons;
	double from = ks_bench_now_s();

	for (int first = 0, i = 0; first < n_all; first += FILL, i++)
		take_in(&kiosks[i % n_kiosks], first,
			(size_t)(n_all - first < FILL ? n_all - first : FILL));
	fprintf(stderr, "%d statements in %.0f s\n", n_all, ks_bench_now_s() - from);
}

/* --- what is asked ---------------------------------------------------------------------------- */

static char *roster_headers(struct kiosk *kiosk)
{
	struct ks_head head = ks_sample_head(&kiosk->pen);
	char *text = ks_format("%sX-Kenshu-Delta: 1\r\nX-Kenshu-Head: %lld %s %s %s\r\n%s%s%s",
			       kiosk->auth, (long long)head.seq, head.hash, head.public_key,
			       head.signature, etag ? "If-None-Match: " : "", etag ? etag : "",
			       etag ? "\r\n" : "");

	ks_head_finish(&head);
	return text;
}

static void take_etag(const struct ks_buf *answer)
{
	const char *at = strstr(answer->data, "ETag: ");

	ks_bench_need(at, "no ETag");
	free(etag);
	etag = ks_strndup(at + 6, strcspn(at + 6, "\r"));
}

/* What takes longer to make than a request may is there at the second. */
static void fetch(const char *name, struct ks_buf *answer)
{
	char *headers = roster_headers(&kiosks[0]);
	double from = ks_bench_now_s(), cpu_from = ks_bench_cpu_s(RUSAGE_SELF);
	int status = 0, n_cut = -1;

	while (status != 200 && n_cut < TIMES) {
		n_cut++;
		status = ks_sample_http(port, "GET", "/kiosk/v1/roster", headers, NULL, answer);
	}
	ks_bench_need(status == 200, "no roster");
	printf("%s %.1f ms\n%s_processor %.1f ms\n%s_bytes %zu\n%s_cut %d\n", name,
	       (ks_bench_now_s() - from) * 1000, name,
	       (ks_bench_cpu_s(RUSAGE_SELF) - cpu_from) * 1000, name,
	       strlen(ks_sample_body(answer)), name, n_cut);
	fflush(stdout);
	take_etag(answer);
	free(headers);
}

/* In a process of its own: what it holds before, at most, and when all is taken. */
static int take_document(const char *path)
{
	struct ks_sample_machine kiosk = ks_sample_machine();
	double from, before = ks_bench_pss_mib();
	char *text = NULL;
	size_t len = 0;

	ks_bench_need(ks_file_read(path, KS_ROSTER_DOCUMENT_MAX_BYTES, &text, &len) == KS_OK, path);
	for (int i = 0; i < 2; i++) { /* the second replaces what the first brought */
		from = ks_bench_now_s();
		ks_bench_need(ks_roster_store_json(kiosk.store, text, len) == KS_OK, "not taken");
		printf("kiosk_takes_document_%d %.1f s\n", i + 1, ks_bench_now_s() - from);
	}
	free(text);
	printf("kiosk_before %.1f MiB\nkiosk_at_most %.0f MiB\nkiosk_after %.1f MiB\n", before,
	       ks_bench_peak_mib(), ks_bench_pss_mib());
	ks_sample_machine_finish(&kiosk);
	return EXIT_SUCCESS;
}

static void bench_kiosk(const struct ks_buf *document)
{
	char *path = ks_path_join(centre.folder, "document.json");
	pid_t child;
	int status = 1;

	fflush(stdout);
	ks_bench_need(ks_file_write(path, ks_sample_body(document),
				    strlen(ks_sample_body(document)), 0600) == KS_OK,
		      path);
	child = fork();
	if (child == 0) {
		execl("/proc/self/exe", "bench_limits", "--kiosk", path, NULL);
		_exit(1);
	}
	ks_bench_need(child > 0 && waitpid(child, &status, 0) == child && status == 0, "kiosk");
	free(path);
}

static void bench_document(void)
{
	struct ks_buf document = {.ceiling = KS_ROSTER_DOCUMENT_MAX_BYTES};
	struct rusage used;

	fetch("roster_first", &document);
	free(etag);
	etag = NULL;
	fetch("roster_again", &document);
	bench_kiosk(&document);
	ks_sample_ingest(&centre, &kiosks[0].pen, "000001", "passed", "course/annual/m99");
	ks_centre_touch(centre.centre); /* at once, as after a word of HR's */
	fetch("roster_difference", &document);
	ks_buf_finish(&document);
	getrusage(RUSAGE_SELF, &used);
	printf("centre_memory %.0f MiB\n", (double)used.ru_maxrss / 1024);
}

/* --- the morning ------------------------------------------------------------------------------ */

/* Each from an address of its own, as in a body. */
static int connect_from(int i)
{
	struct sockaddr_in own = {.sin_family = AF_INET}, to = {.sin_family = AF_INET};
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	own.sin_addr.s_addr =
		htonl(0x7f010001u + ((uint32_t)(i / 250) << 16) + ((uint32_t)(i % 250) << 8));
	to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	to.sin_port = htons((uint16_t)port);
	ks_bench_need(fd >= 0 && bind(fd, (struct sockaddr *)&own, sizeof(own)) == 0, "address");
	ks_bench_need(connect(fd, (struct sockaddr *)&to, sizeof(to)) == 0, "connect");
	return fd;
}

/* One exchange; the connection stays, as a kiosk's does. */
static bool exchange(int fd, const char *head, const char *body)
{
	char answer[65536];
	size_t len = 0;
	ssize_t n;
	const char *end = NULL, *length;

	if (send(fd, head, strlen(head), MSG_NOSIGNAL) < 0 ||
	    (body && send(fd, body, strlen(body), MSG_NOSIGNAL) < 0))
		return false;
	while (!end || len < (size_t)(end - answer) + 4 + strtoul(length + 16, NULL, 10)) {
		n = recv(fd, answer + len, sizeof(answer) - 1 - len, 0);
		if (n <= 0)
			return false;
		len += (size_t)n;
		answer[len] = '\0';
		end = strstr(answer, "\r\n\r\n");
		length = end ? strstr(answer, "Content-Length: ") : NULL;
		if (end && !length)
			break; /* 304 */
	}
	return strncmp(answer, "HTTP/1.1 200", 12) == 0 || strncmp(answer, "HTTP/1.1 304", 12) == 0;
}

static void come(struct kiosk *kiosk, int i)
{
	struct ks_buf body = {0};
	struct ks_head head;
	char *post, *get, *headers;
	double from;
	int fd;

	for (int k = 0; k < BATCH; k++) {
		char *text = write_one(kiosk, i * BATCH + k);

		ks_buf_printf(&body, "%s%s", k ? "," : "[", text);
		free(text);
	}
	ks_buf_puts(&body, "]");
	head = ks_sample_head(&kiosk->pen);
	post = ks_format("POST /xAPI/statements HTTP/1.1\r\nHost: x\r\n%s"
			 "X-Experience-API-Version: 1.0.3\r\nContent-Type: application/json\r\n"
			 "X-Kenshu-Head: %lld %s %s %s\r\nContent-Length: %zu\r\n\r\n",
			 kiosk->auth, (long long)head.seq, head.hash, head.public_key,
			 head.signature, body.len);
	headers = roster_headers(kiosk);
	get = ks_format("GET /kiosk/v1/roster HTTP/1.1\r\nHost: x\r\n%s\r\n", headers);
	from = ks_bench_now_s();
	fd = connect_from(i);
	kiosk->is_served = exchange(fd, post, body.data) && exchange(fd, get, NULL);
	kiosk->took_s = ks_bench_now_s() - from;
	close(fd);
	ks_head_finish(&head);
	ks_buf_finish(&body);
	free(post);
	free(get);
	free(headers);
}

static void *come_in_turn(void *context)
{
	int i;

	(void)context;
	while ((i = atomic_fetch_add(&next_kiosk, 1)) < n_kiosks)
		come(&kiosks[i], i);
	return NULL;
}

/* As the collector's main thread does. */
static void *tend(void *context)
{
	(void)context;
	while (!atomic_load(&is_over)) {
		sleep(1);
		ks_centre_tend(centre.centre);
	}
	return NULL;
}

static int by_size(const void *a, const void *b)
{
	double x = ((const struct kiosk *)a)->took_s, y = ((const struct kiosk *)b)->took_s;

	return (x > y) - (x < y);
}

static void bench_morning(void)
{
	pthread_t threads[N_THREADS], tender;
	double from = ks_bench_now_s(), cpu_from = ks_bench_cpu_s(RUSAGE_SELF);
	int n_failed = 0;

	ks_bench_need(pthread_create(&tender, NULL, tend, NULL) == 0, "thread");
	for (int i = 0; i < N_THREADS; i++)
		ks_bench_need(pthread_create(&threads[i], NULL, come_in_turn, NULL) == 0, "thread");
	for (int i = 0; i < N_THREADS; i++)
		pthread_join(threads[i], NULL);
	from = ks_bench_now_s() - from;
	cpu_from = ks_bench_cpu_s(RUSAGE_SELF) - cpu_from;
	atomic_store(&is_over, true);
	pthread_join(tender, NULL);
	for (int i = 0; i < n_kiosks; i++)
		n_failed += !kiosks[i].is_served;
	qsort(kiosks, (size_t)n_kiosks, sizeof(*kiosks), by_size);
	printf("morning_all_kiosks %.1f s\nmorning_processor %.1f s\nmorning_kiosk_p99 %.2f s\n"
	       "morning_failed %d\nmorning_memory %.0f MiB\n",
	       from, cpu_from, kiosks[n_kiosks * 99 / 100].took_s, n_failed, ks_bench_pss_mib());
	fflush(stdout);
}

static void bench_reports(void)
{
	struct ks_plan_lesson lessons[LESSONS_MAX];
	struct ks_plan plan = {.id = "annual",
			       .nendo = 2026,
			       .opens = {2026, 4, 1},
			       .due = {2026, 12, 25},
			       .lessons = lessons,
			       .n_lessons = (size_t)n_lessons};
	struct ks_date today = {2026, 7, 1};
	struct ks_bench_took took[2][TIMES];

	for (int i = 0; i < n_lessons; i++)
		lessons[i] = (struct ks_plan_lesson){
			.id = ks_format("m%d", i + 1), .title = (char[]){""}, .is_ready = true};
	for (int i = 0; i < TIMES; i++) {
		struct ks_bench_took from = ks_bench_took_since((struct ks_bench_took){0});
		struct ks_completion completion;
		struct ks_followup followup;

		ks_bench_need(ks_report_completion(centre.store, &plan, 1, plan.nendo, today,
						   &completion) == KS_OK,
			      "completion");
		took[0][i] = ks_bench_took_since(from);
		ks_bench_need(completion.n_done == (size_t)n_staff, "not everybody is done");
		ks_completion_finish(&completion);
		from = ks_bench_took_since((struct ks_bench_took){0});
		ks_bench_need(ks_report_followup(centre.store, &plan, 1, plan.nendo, today,
						 KS_FOLLOWUP_TIMES, &followup) == KS_OK,
			      "followup");
		took[1][i] = ks_bench_took_since(from);
		ks_followup_finish(&followup);
	}
	ks_bench_tell_best("report_completion", took[0], TIMES);
	ks_bench_tell_best("report_followup", took[1], TIMES);
	for (int i = 0; i < n_lessons; i++)
		free((char *)lessons[i].id);
}

int main(int argc, char **argv)
{
	struct ks_server *server;

	ks_id_init();
	if (argc > 2 && strcmp(argv[1], "--kiosk") == 0)
		return take_document(argv[2]);
	if (argc > 1)
		n_staff = (int)strtol(argv[1], NULL, 10);
	if (argc > 2)
		n_kiosks = (int)strtol(argv[2], NULL, 10);
	if (argc > 3)
		n_lessons = (int)strtol(argv[3], NULL, 10);
	ks_bench_need(n_staff > 0 && n_kiosks > 0 && n_lessons > 0 && n_lessons <= LESSONS_MAX,
		      "numbers out of range");
	ks_sample_centre_init(&centre);
	centre.clock = ks_clock_system(); /* what a document costs is told by it */
	ks_bench_need(ks_server_start(centre.centre, "127.0.0.1:0", false, &server) == KS_OK,
		      "server");
	port = ks_server_port(server);
	import_staff();
	enrol();
	pass_all();
	bench_document();
	bench_morning();
	bench_reports();
	ks_server_stop(server);
	ks_bench_command("kiosk_list", "build/kenshu", centre.folder, "kiosk", "list");
	ks_bench_command("verify", "build/kenshu", centre.folder, "verify", NULL);
	ks_sample_centre_finish(&centre);
	return EXIT_SUCCESS;
}
