/* SPDX-License-Identifier: Apache-2.0 */
#include "tools/report_from.h"

#include <jansson.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/calendar.h"
#include "base/clock.h"
#include "base/mem.h"
#include "base/secret.h"
#include "collector/control.h"
#include "lrs/replica.h"
#include "sync/pull.h"
#include "tools/tools.h"

/* An LRS that gives pages without an end and without a statement is left alone after so many. */
#define EMPTY_PAGES_MAX 100
/* Beyond this what the LRS has would be of the future to us, and would count for nothing (lrs/claim.h). */
#define BEHIND_MAX_MS (INT64_C(12) * 60 * 60 * 1000)

struct fetch {
	struct ks_http *http;
	const char *state, *url, *credentials, *version;
	size_t n, n_skipped, n_empty;
	bool has_begun_anew;
};

/* --- what is wrong, for who has to mend it ---------------------------------------------------- */

static int tell_again(const struct fetch *f, const struct ks_http_response *response)
{
	if (response->fault == KS_HTTP_FAULT_CERTIFICATE) {
		fprintf(stderr,
			"%s の証明書を確かめられません。期限と名前を確かめてください。"
			"組織の中の認証局のものなら、--ca で示します。\n",
			f->url);
		return KS_EXIT_BAD_CONFIG;
	}
	if (response->fault == KS_HTTP_FAULT_PROXY) {
		fprintf(stderr, "プロキシを通れません。環境変数 https_proxy を確かめてください。\n");
		return KS_EXIT_BAD_CONFIG;
	}
	if (response->status > 0)
		fprintf(stderr, "%s は、いま応じられません（%d）。", f->url, response->status);
	else
		fprintf(stderr, "%s から返事がありません。", f->url);
	fprintf(stderr,
		"ここまでに届いた %zu件は残っています。少し待って、同じ命令をもう一度実行すると、"
		"続きから取り寄せます。\n"
		"前に取り寄せた記録だけで作るときは、--from を付けずに実行してください。\n",
		f->n);
	return KS_EXIT_TRY_LATER;
}

static int tell_refused(const struct fetch *f, int status)
{
	fprintf(stderr,
		"%s に断られました（%d）。--credentials の「名前:秘密」と、その名前に記録を"
		"読む権限（statements/read）があるかを、LRS の管理者に確かめてください。\n",
		f->url, status);
	return KS_EXIT_BAD_CONFIG;
}

static int tell_no_lrs(const struct fetch *f, int status)
{
	fprintf(stderr,
		"%s は、LRS として答えません（%d）。アドレスが LRS の入口（多くは /xAPI で"
		"終わります）か、途中の機器がほかの頁を返していないかを確かめてください。\n",
		f->url, status);
	return KS_EXIT_BAD_CONFIG;
}

/* --- one page --------------------------------------------------------------------------------- */

/* Asked of whoever holds the store. @answer: json_decref(). Exit code. */
static int ask(const struct fetch *f, json_t *request, json_t **answer)
{
	char *text = json_dumps(request, JSON_COMPACT), *said = NULL, *why = NULL;
	const char *message;
	enum ks_rc rc = text ? ks_control_ask(f->state, text, -1, &said, &why) : KS_INVALID;
	int exit_code = KS_EXIT_DONE;

	*answer = rc == KS_OK ? json_loads(said, 0, NULL) : NULL;
	message = json_string_value(json_object_get(*answer, "message"));
	if (!json_is_true(json_object_get(*answer, "ok"))) {
		fprintf(stderr, "%s\n",
			message ? message
			: why   ? why
			      : "届いた一覧に、UTF-8 ではない文字があり、読めません。");
		exit_code = rc == KS_BUSY ? KS_EXIT_TRY_LATER
			    : rc == KS_OK ? KS_EXIT_BAD_CONFIG
					  : KS_EXIT_FAILED;
	}
	free(text);
	free(said);
	free(why);
	json_decref(request);
	return exit_code;
}

/* @more: receives where to go on, malloc'd; "" behind the last page. */
static int take(struct fetch *f, const struct ks_http_response *response, bool is_first, char **more)
{
	json_t *answer = NULL;
	json_t *request = json_pack("{s:s, s:s, s:b, s:I, s:s%}", "do", "replica.take", "from",
				    f->url, "is_first", (int)is_first, "consistent_ms",
				    (json_int_t)response->consistent_ms, "page",
				    ks_buf_text(&response->body), response->body.len);
	int exit_code = ask(f, request, &answer);

	if (exit_code == KS_EXIT_DONE) {
		json_int_t n = json_integer_value(json_object_get(answer, "n"));
		const char *next = json_string_value(json_object_get(answer, "more"));

		f->n += (size_t)n;
		f->n_skipped += (size_t)json_integer_value(json_object_get(answer, "n_skipped"));
		f->n_empty = n == 0 ? f->n_empty + 1 : 0;
		*more = ks_strdup(next ? next : "");
	}
	json_decref(answer);
	return exit_code;
}

/* Our clock far behind the LRS's: its newest records would be told off as of the future. */
static int check_clock(const struct fetch *f, const struct ks_http_response *response)
{
	struct ks_clock clock = ks_clock_system();

	if (response->date_ms - ks_clock_wall_ms(&clock) <= BEHIND_MAX_MS)
		return KS_EXIT_DONE;
	fprintf(stderr,
		"このコンピューターの時計が、%s より半日以上遅れています。時計を合わせてから、"
		"もう一度実行してください。記録は取り寄せていません。\n",
		f->url);
	return KS_EXIT_BAD_CONFIG;
}

/* A `more` that the LRS has forgotten: once anew from where we were sure. */
static int begin_anew(struct fetch *f, const struct ks_http_response *response)
{
	json_t *answer = NULL;
	int exit_code;

	if (f->has_begun_anew)
		return tell_no_lrs(f, response->status);
	f->has_begun_anew = true;
	exit_code = ask(f,
			json_pack("{s:s, s:s, s:b}", "do", "replica.take", "from", f->url,
				  "begin_anew", 1),
			&answer);
	json_decref(answer);
	return exit_code;
}

static int take_page(struct fetch *f, const char *address, bool is_first, char **more)
{
	struct ks_pull_answer page;
	int exit_code;

	ks_pull_page(f->http, address, f->credentials, f->version, &page);
	switch (page.outcome) {
	case KS_PULL_PAGE:
		exit_code = check_clock(f, &page.response);
		if (exit_code == KS_EXIT_DONE)
			exit_code = take(f, &page.response, is_first, more);
		break;
	case KS_PULL_REFUSED:
		exit_code = tell_refused(f, page.response.status);
		break;
	case KS_PULL_STALE:
		exit_code = is_first ? tell_no_lrs(f, page.response.status)
				     : begin_anew(f, &page.response);
		break;
	case KS_PULL_NO_LRS:
		exit_code = tell_no_lrs(f, page.response.status);
		break;
	default:
		exit_code = tell_again(f, &page.response);
	}
	ks_http_response_finish(&page.response);
	return exit_code;
}

/* --- all of them ------------------------------------------------------------------------------ */

/* Where the next page is: @more of the one before, else by `since`. NULL: @more leads elsewhere. */
static int next_address(const struct fetch *f, const char *more, int64_t since_ms, char **out)
{
	*out = *more ? ks_pull_more(f->url, more) : ks_pull_first(f->url, since_ms);
	if (*out)
		return KS_EXIT_DONE;
	fprintf(stderr,
		"%s が、続きの記録を別のサーバー（%s）にあると答えました。認証情報を別のサーバーに"
		"渡さないため、取り寄せません。--from のアドレスを確かめてください。\n",
		f->url, more);
	return KS_EXIT_BAD_CONFIG;
}

static int tell_endless(const struct fetch *f)
{
	fprintf(stderr, "%s が、終わりのない一覧を返しています。LRS の管理者に知らせてください。\n",
		f->url);
	return KS_EXIT_FAILED;
}

static int read_where(const struct fetch *f, struct ks_replica *out)
{
	struct ks_store *store = NULL;
	int exit_code = ks_tools_open(f->state, &store);
	enum ks_rc rc = exit_code == KS_EXIT_DONE ? ks_replica_read(store, out) : KS_OK;

	ks_store_close(store);
	if (rc != KS_OK)
		exit_code = ks_tools_failed(rc);
	if (exit_code != KS_EXIT_DONE || !*out->from || strcmp(out->from, f->url) == 0)
		return exit_code;
	fprintf(stderr,
		"%s は、%s の写しです。%s の写しには、--state に別のフォルダーを指定してください。\n",
		f->state, out->from, f->url);
	return KS_EXIT_BAD_CONFIG;
}

/* To the end of one query. @was_continued: it was one that began earlier, so there may be newer statements. */
static int run_query(struct fetch *f, bool *was_continued)
{
	struct ks_replica where = {0};
	int exit_code = read_where(f, &where);
	char *more = exit_code == KS_EXIT_DONE ? ks_strdup(where.more) : NULL;
	bool is_first = more && !*more, is_over = false;

	*was_continued = more && *more;
	while (exit_code == KS_EXIT_DONE && !is_over) {
		char *address = NULL, *next = NULL;

		exit_code = next_address(f, more, where.since_ms, &address);
		if (exit_code == KS_EXIT_DONE)
			exit_code = take_page(f, address, is_first, &next);
		if (exit_code == KS_EXIT_DONE && next && (*next && strcmp(next, more) == 0))
			exit_code = tell_endless(f);
		if (exit_code == KS_EXIT_DONE && f->n_empty > EMPTY_PAGES_MAX)
			exit_code = tell_endless(f);
		is_over = next && !*next;
		is_first = !next; /* begun anew */
		free(address);
		free(more);
		more = next ? next : ks_strdup("");
	}
	free(more);
	ks_replica_finish(&where);
	return exit_code;
}

int ks_report_fetch_over(struct ks_http *http, const char *state, const char *url,
			 const char *credentials)
{
	struct fetch f = {.http = http, .state = state, .credentials = credentials};
	size_t len = strlen(url);
	char *address;
	bool was_continued = false;
	int exit_code;

	while (len > 0 && url[len - 1] == '/')
		len--;
	address = ks_strndup(url, len);
	f.url = address;
	f.version = ks_pull_version(http, address, credentials);
	exit_code = run_query(&f, &was_continued);
	if (exit_code == KS_EXIT_DONE && was_continued)
		exit_code = run_query(&f, &was_continued);
	if (f.n_skipped > 0)
		fprintf(stderr,
			"注意: 記録の形でないもの、前に届いたものと内容の違うものが %zu件あり、"
			"数えていません。\n",
			f.n_skipped);
	free(address);
	return exit_code;
}

/* --- the command ------------------------------------------------------------------------------ */

static int check_url(const char *url)
{
	if (!ks_secret_host_of(url)) {
		fprintf(stderr, "--from は、https://lrs.example.jp/xAPI のように書いてください。\n");
		return KS_EXIT_USAGE;
	}
	if (ks_secret_is_in_clear(url))
		fprintf(stderr,
			"注意: %s は暗号化していません。認証情報と記録が、途中で読まれることがあります。\n",
			url);
	return KS_EXIT_DONE;
}

int ks_report_fetch(const char *state, const struct ks_report_from *from)
{
	struct ks_http http;
	char *credentials;
	int exit_code;

	if (!from->credentials) {
		fprintf(stderr,
			"--from を使うときは、--credentials で「名前:秘密」のファイルも指定してください。\n");
		return KS_EXIT_USAGE;
	}
	exit_code = check_url(from->url);
	if (exit_code != KS_EXIT_DONE)
		return exit_code;
	credentials = ks_tools_read_line(from->credentials);
	if (credentials)
		(void)ks_secret_tell_file(from->credentials, stderr);
	if (!credentials || !strchr(credentials, ':')) {
		if (credentials)
			fprintf(stderr, "%s:1: 「名前:秘密」の形ではありません。\n",
				from->credentials);
		free(credentials);
		return KS_EXIT_BAD_CONFIG;
	}
	if (ks_http_curl_open(from->ca_file, NULL, &http) == KS_OK) {
		exit_code = ks_report_fetch_over(&http, state, from->url, credentials);
		ks_http_curl_close(&http);
	} else {
		fprintf(stderr, "通信の部品（libcurl）がありません。\n");
		exit_code = KS_EXIT_BAD_CONFIG;
	}
	sodium_memzero(credentials, strlen(credentials));
	free(credentials);
	return exit_code;
}

char *ks_report_replica_note(struct ks_store *store)
{
	struct ks_replica replica;
	struct ks_civil at;
	char *note = NULL;

	if (ks_replica_read(store, &replica) == KS_OK && *replica.from) {
		at = ks_civil_from_ms(replica.at_ms);
		note = replica.at_ms > 0
			       ? ks_format("%s から %04d-%02d-%02d %d:%02d までに取り寄せた記録によります。"
					   "端末の署名は付いて来ないので、その LRS の言うとおりに数えています。"
					   "kenshu verify では確かめられません。",
					   replica.from, at.date.year, at.date.month, at.date.day,
					   at.hour, at.minute)
			       : ks_format("%s から取り寄せる途中で、まだ全部ではありません。",
					   replica.from);
	}
	ks_replica_finish(&replica);
	return note;
}
