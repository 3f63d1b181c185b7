/* SPDX-License-Identifier: Apache-2.0 */
#include "support/test.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "record/db.h"
#include "record/pin_news.h"
#include "sync/diary.h"
#include "sync/sync_private.h"

/*
 * What each answer to each request means: to how much it is believed, and when it is asked again. All that is said at the
 * first moment stands in tests/data/golden/sync/answers.txt.
 */

#define JSON "application/json"
#define ID "0190a2b4-0000-7000-8000-000000000001"
#define OFFER "3 2 6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"

static const struct ks_fake_answer answers[] = {
	{0, NULL, NULL, NULL, 0},      {100, JSON, "{}", NULL, 0},
	{199, JSON, "{}", NULL, 0},    {200, JSON, "right", NULL, 0},
	{200, JSON, "{}", NULL, 0},    {200, "text/html", "<html>", NULL, 0},
	{204, "", NULL, NULL, 0},      {206, "application/octet-stream", "x", NULL, 0},
	{299, JSON, "right", NULL, 0}, {300, JSON, "{}", NULL, 0},
	{302, JSON, "{}", NULL, 0},    {304, "", NULL, NULL, 0},
	{399, JSON, "{}", NULL, 0},    {400, JSON, "{}", NULL, 0},
	{401, JSON, "{}", NULL, 0},    {402, JSON, "{}", NULL, 0},
	{403, JSON, "{}", NULL, 0},    {404, JSON, "{}", NULL, 0},
	{408, JSON, "{}", NULL, 0},    {409, JSON, "{}", NULL, 0},
	{412, JSON, "{}", NULL, 0},    {413, JSON, "{}", NULL, 0},
	{429, JSON, "{}", NULL, 7},    {429, JSON, "{}", NULL, 7200},
	{499, JSON, "{}", NULL, 0},    {500, JSON, "{}", NULL, 7},
	{503, JSON, "{}", NULL, 3600}, {503, JSON, "{}", NULL, 0},
	{599, JSON, "{}", NULL, 0},
};

enum who { OWN, GATEWAY, HEADERLESS };
static const char *const who_names[] = {"", ", from a gateway",
					", from an LRS that names no version"};

static const struct request {
	enum ks_fake_path path;
	const char *name, *right;
	int n;
	enum who last; /* for whom else it is asked */
} requests[] = {
	{KS_FAKE_ABOUT, "about", "{\"version\":[\"1.0.3\"]}", 1, GATEWAY},
	{KS_FAKE_ROSTER, "roster", NULL, 0, HEADERLESS},
	{KS_FAKE_PLAN, "plan", "{}", 0, OWN},
	{KS_FAKE_CONDITION, "condition", "{}", 0, OWN},
	{KS_FAKE_PINS, "pins", "{\"refused\":0}", 0, OWN},
	{KS_FAKE_CONTENT, "content", "{}", 0, HEADERLESS},
	{KS_FAKE_POST, "one statement", "[\"" ID "\"]", 1, HEADERLESS},
	{KS_FAKE_POST, "three statements", "[\"" ID "\"]", 3, HEADERLESS},
	{KS_FAKE_GET, "conflict", "{\"id\":\"" ID "\"}", 1, HEADERLESS},
};

/* Answers of one outcome. */
struct group {
	char *outcome;
	struct ks_buf answers;
};

/* Nothing is known of any endpoint, nothing waits, and then @request is what there is to do. */
static void set_up(struct ks_fixture *f, const struct request *request, enum who who)
{
	static const struct ks_fake_answer good = {204, "", NULL, NULL, 0},
					   there = {409, JSON, "[\"" ID "\"]", NULL, 0};
	enum ks_fake_path path = request->path;

	for (int i = 0; i < KS_FAKE_PATH_COUNT; i++) {
		f->scripts[i] = (struct ks_fake_script){.otherwise = good};
		f->is_gateway[i] = false;
	}
	f->scripts[KS_FAKE_ROSTER].otherwise = (struct ks_fake_answer){304, "", NULL, NULL, 0};
	f->scripts[KS_FAKE_ABOUT].otherwise =
		(struct ks_fake_answer){200, JSON, "{\"version\":[\"1.0.3\"]}", NULL, 0};
	if (path == KS_FAKE_GET)
		ks_fixture_answer(f, KS_FAKE_POST, there);
	f->is_gateway[path] = who != OWN;
	f->is_gateway[KS_FAKE_ABOUT] = who == HEADERLESS || f->is_gateway[KS_FAKE_ABOUT];
	assert_int_equal(ks_db_run(f->store,
				   "INSERT OR IGNORE INTO delivery (seq, at_ms)"
				   " SELECT seq, 0 FROM statement",
				   ""),
			 KS_OK);
	assert_int_equal(ks_db_run(f->store, "DELETE FROM quarantine", ""), KS_OK);
	assert_int_equal(ks_db_run(f->store, "DELETE FROM setting WHERE name LIKE 'sync%'", ""),
			 KS_OK);
	if (who == HEADERLESS) {
		assert_int_equal(ks_store_set(f->store, "sync_endpoint", f->options.endpoint), KS_OK);
		assert_int_equal(ks_store_set(f->store, "sync_headerless", "1"), KS_OK);
	}
	if (request->n > 0)
		ks_fixture_record(f, request->n);
	if (path == KS_FAKE_PINS)
		assert_int_equal(ks_pin_news_note(f->store, KS_FIXTURE_WHO, true), KS_OK);
	ks_fixture_open(f);
	if (path == KS_FAKE_CONDITION)
		ks_sync_core_set_condition(f->core, "[]");
}

/* What was said, but for the numbers of the answer and of the statement. */
static void put_said(struct ks_buf *out, const char *said)
{
	static const char *const before[] = {"(HTTP ", "statement "};

	for (; *said; said++) {
		ks_buf_putc(out, *said);
		for (size_t i = 0; i < KS_COUNT(before); i++)
			if (out->len >= strlen(before[i]) &&
			    memcmp(out->data + out->len - strlen(before[i]), before[i],
				   strlen(before[i])) == 0)
				said += strspn(said + 1, "0123456789");
	}
}

/* What becomes of it; malloc'd. */
static char *outcome_of(struct ks_fixture *f, const struct request *request, enum who who,
			struct ks_fake_answer answer)
{
	enum ks_fake_path path = request->path;
	size_t before = ks_fixture_count(f, path);
	struct ks_test_stream stream;
	struct ks_buf out = {0};
	char *said;

	set_up(f, request, who);
	ks_fixture_answer(f, path, answer);
	if (path == KS_FAKE_ABOUT || path == KS_FAKE_ROSTER) /* the next is another one */
		f->scripts[path].otherwise = (struct ks_fake_answer){0};
	else
		f->scripts[path].otherwise = answer;
	stream = ks_test_stream_begin(stderr);
	ks_fixture_run(f, 0);
	said = ks_test_stream_end(&stream);
	put_said(&out, said);
	ks_buf_printf(&out, "%zu asked; ", ks_fixture_count(f, path) - before);
	ks_diary_outcome(&out, f);
	ks_diary_due(&out, f);
	ks_buf_puts(&out, "\n");
	free(said);
	return ks_buf_take(&out);
}

static void put_answer(struct ks_buf *out, const struct ks_fake_answer *answer, bool is_right)
{
	ks_buf_printf(out, "%s%d", out->len ? ", " : "", answer->status);
	if (answer->retry_after_s)
		ks_buf_printf(out, " after %d s", answer->retry_after_s);
	if (answer->status == 200)
		ks_buf_printf(out, " %s", is_right ? "as it should be" : answer->body);
}

static void tell(struct ks_fixture *f, const struct request *request, enum who who,
		 const char *roster, struct ks_buf *out)
{
	struct group groups[KS_COUNT(answers)] = {0};
	size_t n = 0;

	ks_buf_printf(out, "== %s%s\n", request->name, who_names[who]);
	for (size_t k = 0; k < KS_COUNT(answers); k++) {
		struct ks_fake_answer answer = answers[k];
		bool is_right = answer.body && strcmp(answer.body, "right") == 0;
		size_t i = 0;
		char *outcome;

		if (is_right)
			answer.body = request->right ? request->right : roster;
		outcome = outcome_of(f, request, who, answer);
		while (i < n && strcmp(groups[i].outcome, outcome) != 0)
			i++;
		if (i < n)
			free(outcome);
		else
			groups[n++].outcome = outcome;
		put_answer(&groups[i].answers, &answer, is_right);
	}
	for (size_t i = 0; i < n; i++) {
		ks_buf_printf(out, "-- %s\n%s", ks_buf_text(&groups[i].answers), groups[i].outcome);
		ks_buf_finish(&groups[i].answers);
		free(groups[i].outcome);
	}
}

static void what_each_answer_means(void **state)
{
	struct ks_diary diary = {0};
	char *roster = ks_fixture_roster();

	(void)state;
	for (size_t i = 0; i < KS_COUNT(requests); i++) {
		struct ks_fixture f;

		ks_fixture_begin(&f);
		assert_int_equal(ks_db_run(f.store, "PRAGMA synchronous = OFF", ""), KS_OK);
		f.options.plan_json = requests[i].path == KS_FAKE_PLAN ? "{}" : NULL;
		f.offer = requests[i].path == KS_FAKE_CONTENT ? OFFER : NULL;
		f.options.shelf = f.folder;
		if (requests[i].path == KS_FAKE_PINS)
			ks_fixture_choose_pin(&f);
		for (enum who who = OWN; who <= requests[i].last; who++)
			tell(&f, &requests[i], who, roster, &diary.text);
		ks_fixture_finish(&f);
	}
	ks_diary_finish(&diary, "answers.txt");
	free(roster);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(what_each_answer_means)};

	return ks_test_run(tests);
}
