/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>

#include "desk.h"
#include "support/golden.h"
#include "web/call.h"
#include "web/chart.h"

/* What pages are built of, without a centre: who is logged in, what lies between two pages, tables, filters and the chart. */

/* ---- sessions ---- */

#define NOW INT64_C(1779064220000)

static void a_session_ends_to_the_millisecond(void **state)
{
	struct ks_sessions *sessions = ks_sessions_open();
	struct ks_web_session found;
	char token[44], other[44];
	int64_t at = NOW;

	(void)state;
	ks_sessions_begin(sessions, "hr", NOW, token);
	assert_int_equal(strlen(token), 43);
	assert_true(ks_sessions_find(sessions, token, NOW + KS_WEB_IDLE_MS, &found));
	assert_string_equal(found.user, "hr");
	assert_int_equal(strlen(found.csrf), 43);
	assert_true(ks_sessions_find(sessions, token, NOW + 2 * KS_WEB_IDLE_MS, &found));
	assert_false(ks_sessions_find(sessions, token, NOW + 3 * KS_WEB_IDLE_MS + 1, &found));
	assert_false(ks_sessions_find(sessions, token, NOW + 2 * KS_WEB_IDLE_MS, &found)); /* it is gone */

	ks_sessions_begin(sessions, "hr", NOW, token);
	for (; at < NOW + KS_WEB_SESSION_MS; at += KS_WEB_IDLE_MS)
		assert_true(ks_sessions_find(sessions, token, at, &found));
	assert_true(ks_sessions_find(sessions, token, NOW + KS_WEB_SESSION_MS, &found));
	assert_false(ks_sessions_find(sessions, token, NOW + KS_WEB_SESSION_MS + 1, &found));

	ks_sessions_begin(sessions, "hr", NOW, token); /* the clock was put back */
	assert_true(ks_sessions_find(sessions, token, NOW, &found));
	assert_false(ks_sessions_find(sessions, token, NOW - 1, &found));

	ks_sessions_begin(sessions, "hr", NOW, token);
	ks_sessions_begin(sessions, "it", NOW, other);
	ks_sessions_end(sessions, token);
	ks_sessions_end(sessions, "none");
	assert_false(ks_sessions_find(sessions, token, NOW, &found));
	assert_true(ks_sessions_find(sessions, other, NOW, &found));
	assert_string_equal(found.user, "it");
	ks_sessions_close(sessions);
	ks_sessions_close(NULL);
}

/* 256 are kept; the one that was used longest ago makes room. */
static void the_oldest_session_makes_room(void **state)
{
	struct ks_sessions *sessions = ks_sessions_open();
	struct ks_web_session found;
	char tokens[256][44], one_more[44];

	(void)state;
	for (int i = 0; i < 256; i++)
		ks_sessions_begin(sessions, "hr", NOW + i, tokens[i]);
	assert_true(ks_sessions_find(sessions, tokens[0], NOW + 300, &found));
	ks_sessions_begin(sessions, "hr", NOW + 301, one_more);
	for (int i = 0; i < 256; i++)
		assert_int_equal(ks_sessions_find(sessions, tokens[i], NOW + 302, &found), i != 1);
	assert_true(ks_sessions_find(sessions, one_more, NOW + 302, &found));
	ks_sessions_close(sessions);
}

static void five_wrong_passwords_shut_a_name(void **state)
{
	struct ks_sessions *sessions = ks_sessions_open();

	(void)state;
	for (int left = 4; left >= 0; left--) {
		assert_int_equal(ks_sessions_wait(sessions, "hr", NOW), 0);
		assert_int_equal(ks_sessions_tried(sessions, "hr", false, NOW), left);
	}
	assert_int_equal(ks_sessions_tried(sessions, "hr", false, NOW), 0);
	assert_int_equal(ks_sessions_wait(sessions, "hr", NOW), KS_WEB_WAIT_MS);
	assert_int_equal(ks_sessions_wait(sessions, "hr", NOW + KS_WEB_WAIT_MS - 1), 1);
	assert_int_equal(ks_sessions_wait(sessions, "hr", NOW + KS_WEB_WAIT_MS), 0);
	assert_int_equal(ks_sessions_wait(sessions, "it", NOW), 0);
	assert_int_equal(ks_sessions_tried(sessions, "hr", false, NOW + KS_WEB_WAIT_MS), 0);
	assert_int_equal(ks_sessions_tried(sessions, "hr", false, NOW + 2 * KS_WEB_WAIT_MS + 1), 4);
	assert_int_equal(ks_sessions_tried(sessions, "hr", true, NOW + 2 * KS_WEB_WAIT_MS + 2), 5);
	assert_int_equal(ks_sessions_tried(sessions, "hr", false, NOW + 2 * KS_WEB_WAIT_MS + 3), 4);
	ks_sessions_close(sessions);
}

/* 1024 names are remembered; who was quiet for longest is forgotten. */
static void the_quietest_name_is_forgotten(void **state)
{
	struct ks_sessions *sessions = ks_sessions_open();
	char name[8];

	(void)state;
	for (int i = 0; i < 1025; i++) {
		(void)snprintf(name, sizeof(name), "u%d", i);
		for (int k = 0; k < 5; k++)
			(void)ks_sessions_tried(sessions, name, false, NOW + i);
		if (i == 1023)
			assert_true(ks_sessions_wait(sessions, "u0", NOW + i) > 0);
	}
	assert_true(ks_sessions_wait(sessions, "u1", NOW + 1025) > 0);
	assert_true(ks_sessions_wait(sessions, "u1024", NOW + 1025) > 0);
	assert_int_equal(ks_sessions_wait(sessions, "u0", NOW + 1025), 0);
	ks_sessions_close(sessions);
}

/* ---- what lies between being sent and being taken ---- */

static void keep(struct ks_uploads *uploads, const char *user, int64_t now_ms, const char *bytes)
{
	struct ks_upload upload = {
		.name = ks_strdup("x.csv"), .bytes = ks_strdup(bytes), .len = strlen(bytes)};

	ks_uploads_keep(uploads, user, now_ms, &upload);
	assert_null(upload.bytes); /* it is theirs now */
	assert_null(upload.name);
}

static bool lies(struct ks_uploads *uploads, const char *user, int64_t now_ms, const char *bytes)
{
	struct ks_upload upload;
	bool is_there = ks_uploads_copy(uploads, user, now_ms, &upload);

	if (is_there) {
		assert_int_equal(upload.len, strlen(bytes));
		assert_memory_equal(upload.bytes, bytes, upload.len);
		assert_string_equal(upload.name, "x.csv");
		assert_string_equal(upload.words, "");
	}
	ks_upload_finish(&upload);
	return is_there;
}

static void a_list_lies_for_its_user_alone(void **state)
{
	static const char *const users[] = {"u0", "u1", "u2", "u3", "u4", "u5", "u6", "u7", "u8"};
	struct ks_uploads *uploads = ks_uploads_open();

	(void)state;
	assert_false(lies(uploads, "u0", NOW, ""));
	for (int i = 0; i < 8; i++)
		keep(uploads, users[i], NOW + i, users[i]);
	for (int i = 0; i < 8; i++)
		assert_true(lies(uploads, users[i], NOW + 8, users[i]));
	keep(uploads, "u0", NOW + 8, "anew");
	assert_true(lies(uploads, "u0", NOW + 8, "anew"));
	keep(uploads, "u8", NOW + 9, "u8"); /* the oldest makes room */
	assert_false(lies(uploads, "u1", NOW + 9, "u1"));
	for (int i = 2; i < 9; i++)
		assert_true(lies(uploads, users[i], NOW + 9, users[i]));
	ks_uploads_drop(uploads, "u1", NOW + 9); /* not there: nobody else's goes */
	ks_uploads_drop(uploads, "u5", NOW + 9);
	assert_false(lies(uploads, "u5", NOW + 9, "u5"));
	assert_true(lies(uploads, "u0", NOW + 9, "anew"));
	assert_true(lies(uploads, "u4", NOW + 4 + KS_WEB_SESSION_MS, "u4"));
	assert_false(lies(uploads, "u4", NOW + 5 + KS_WEB_SESSION_MS, "u4"));
	ks_uploads_close(uploads);
	ks_uploads_close(NULL);
}

/* ---- what a form brings ---- */

static const char *multipart(const struct ks_request *request, const char *name)
{
	(void)request;
	return strcmp(name, "Content-Type") == 0 ? "multipart/form-data; boundary=B" : NULL;
}

#define PART(head, bytes) "--B\r\nContent-Disposition: form-data; " head "\r\n\r\n" bytes "\r\n"

static void read_parts(struct ks_call *call, const char *body)
{
	struct ks_request request = {.method = "POST", .header = multipart, .body = body};

	request.body_len = strlen(body);
	*call = (struct ks_call){.request = &request};
	assert_int_equal(ks_call_read_parts(call), KS_OK);
	call->request = NULL;
}

static void end_parts(struct ks_call *call)
{
	ks_upload_finish(&call->upload);
	ks_form_finish(&call->form);
}

static void a_file_is_the_list_and_its_words_and_all_else_is_a_field(void **state)
{
	struct ks_call call;
	struct ks_buf long_words = {0};

	(void)state;
	read_parts(&call, PART("name=\"csrf\"", "abc") PART("name=\"list\"; filename=\"a.csv\"", "")
				  PART("name=\"list\"; filename=\"b.csv\"",
				       "one") PART("name=\"list\"; filename=\"c.csv\"", "two")
					  PART("name=\"words\"; filename=\"w\"",
					       "x: y") PART("name=\"words\"; filename=\"v\"", "z: y")
						  PART("name=\"more\"; filename=\"m\"", "no")
							  PART("name=\"list\"", "text") "--B--\r\n");
	assert_string_equal(call.upload.name, "b.csv");
	assert_int_equal(call.upload.len, 3);
	assert_memory_equal(call.upload.bytes, "one", 3);
	assert_string_equal(call.upload.words, "x: y");
	assert_int_equal(call.form.n, 2);
	assert_string_equal(call.form.items[0].name, "csrf");
	assert_string_equal(call.form.items[0].value, "abc");
	assert_string_equal(call.form.items[1].value, "text");
	end_parts(&call);

	for (int more = 0; more < 2; more++) {
		ks_buf_puts(&long_words, "--B\r\nContent-Disposition: form-data; name=\"words\";"
					 " filename=\"w\"\r\n\r\n");
		for (size_t i = 0; i < KS_WEB_FORM_MAX_BYTES + (size_t)more; i++)
			ks_buf_putc(&long_words, 'a');
		ks_buf_puts(&long_words, "\r\n--B--\r\n");
		read_parts(&call, ks_buf_text(&long_words));
		assert_int_equal(!call.upload.words, more);
		assert_int_equal(call.form.n, 0);
		end_parts(&call);
		ks_buf_finish(&long_words);
	}
	read_parts(&call, PART("name=\"words\"; filename=\"w\"", "\xff") "--B--\r\n");
	assert_null(call.upload.words);
	end_parts(&call);
}

static void a_name_is_shown_when_it_can_be(void **state)
{
#define TEN "0123456789"
#define MANY TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN
	static const char *const cases[][2] = {{"a b.csv", "a b.csv"}, {"名簿.csv", "名簿.csv"},
					       {"", "名簿"},           {"a\x1f", "名簿"},
					       {"a\x7f", "名簿"},      {"\xff", "名簿"},
					       {MANY, MANY},           {MANY "x", "名簿"}};

	(void)state;
	for (size_t i = 0; i < KS_COUNT(cases); i++) {
		char *body = ks_format(
			"--B\r\nContent-Disposition: form-data; name=\"list\"; filename=\"%s\"\r\n\r\nx\r\n--B--\r\n",
			cases[i][0]);
		struct ks_call call;

		read_parts(&call, body);
		assert_string_equal(call.upload.name, cases[i][1]);
		end_parts(&call);
		free(body);
	}
}

/* ---- what a page is written with ---- */

static struct ks_reply reply;
static struct ks_request request = {.path = "/list", .method = "GET"};

static void begin(struct ks_call *call)
{
	*call = (struct ks_call){.request = &request,
				 .reply = &reply,
				 .csrf = "token",
				 .right = KS_RIGHT_ALL,
				 .today = {2026, 5, 18},
				 .nendo = 2026,
				 .filter = {"", "", ""},
				 .on = "",
				 .format = ""};
	ks_html_begin(&call->html, &reply.body);
}

/* Elements, a line each. */
static void expect(const char *name)
{
	struct fixture f = {.reply = reply};
	char *path = ks_format("tests/data/golden/web/%s.html", name), *lines = page_lines(&f, true);

	ks_test_golden(path, lines);
	ks_buf_finish(&reply.body);
	free(lines);
	free(path);
}

static void pages_of_a_list_turn_at_fifty(void **state)
{
	static const struct {
		size_t page, n_rows, from;
	} cases[] = {{0, 0, 0},     {5, 0, 0},    {0, 1, 0},    {0, 50, 0},   {1, 50, 0},
		     {0, 51, 0},    {1, 51, 50},  {2, 51, 50},  {1, 100, 50}, {2, 100, 50},
		     {2, 101, 100}, {1, 101, 50}, {9, 101, 100}};
	struct ks_call call;

	(void)state;
	begin(&call);
	for (size_t i = 0; i < KS_COUNT(cases); i++) {
		call.page = cases[i].page;
		assert_int_equal(ks_page_from(&call, cases[i].n_rows), cases[i].from);
		ks_page_pager(&call, cases[i].n_rows, "名");
	}
	expect("pager");
}

static void filters_offer_what_there_is_and_keep_what_was_chosen(void **state)
{
	static const int nendos[] = {2026, 2027, 2028, 2022, 2021, 1999};
	static const char *values[] = {"m1", "m2"}, *words[] = {"一", "二"};
	static const char *units[] = {"会計課", "総務課"};
	const struct ks_units two = {units, 2};
	struct ks_choices choices = {"lesson", "科目", "すべて", "", values, words, 2};
	struct ks_call call;
	char *url;

	(void)state;
	begin(&call);
	for (size_t i = 0; i < KS_COUNT(nendos); i++) {
		call.nendo = nendos[i];
		ks_page_filters(&call, NULL, false);
	}
	expect("filters-nendo");

	begin(&call);
	call.more = &choices;
	call.n_more = 1;
	for (int i = 0; i < 3; i++) {
		call.right = i < 2 ? KS_RIGHT_ALL : KS_RIGHT_OWN;
		ks_page_filters(&call, &two, true);
		ks_page_exports_of(&call, i ? "clauses" : "");
		url = ks_page_url(&call, "page", "2");
		ks_html_link(&call.html, url, NULL, "url");
		free(url);
		choices.chosen = "m2";
		call.filter = (struct ks_report_filter){"総務課", "6", "未受講"};
		call.on = "2026-05-01";
	}
	expect("filters");
}

#define WIDE26 "一二三四五六七八九十一二三"

static void each_kind_of_cell_and_field(void **state)
{
	static const struct ks_table_column columns[] = {
		{"番号", KS_CELL_TEXT}, {"数", KS_CELL_NUMBER}, {"率", KS_CELL_PERCENT},
		{"状態", KS_CELL_TEXT}, {"強い", KS_CELL_TEXT}, {"長い", KS_CELL_TEXT},
		{"ない", KS_CELL_TEXT}};
	static const enum ks_show shows[] = {KS_SHOW_PERSON, KS_SHOW_PLAIN,  KS_SHOW_PLAIN,
					     KS_SHOW_STATE,  KS_SHOW_STRONG, KS_SHOW_PLAIN,
					     KS_SHOW_NOT};
	static const struct ks_field fields[] = {{"a", "字", "text", NULL, 0, false, false},
						 {"b", "字", "text", "v", 7, true, true},
						 {"c", "日", "date", "2026-05-18", 7, true, false},
						 {"d", "紙", "file", "v", 0, false, true}};
	static const struct ks_heading headings[] = {{"一", NULL}, {NULL, "num"}, {"三", "num"}};
	struct ks_table table;
	struct ks_call call;

	(void)state;
	ks_table_init(&table, columns, KS_COUNT(columns));
	for (size_t i = 0; i < 4; i++) {
		ks_table_text(&table, i == 3 ? "" : "000001/é");
		ks_table_number(&table, i);
		ks_table_rate(&table, i, 3);
		ks_table_text(&table, i == 1 ? "修了" : i == 2 ? "ほか" : "");
		ks_table_text(&table, i == 2 ? WIDE26 "x" : WIDE26);
		ks_table_text(&table, i == 2 ? WIDE26 "x" : WIDE26);
		ks_table_text(&table, "");
	}
	assert_true(ks_page_is_told(&table, 0));
	assert_true(ks_page_is_told(&table, 3));
	assert_false(ks_page_is_told(&table, 6));
	begin(&call);
	ks_page_table(&call, &(struct ks_page_table){&table, shows, 1, 2, "表"});
	ks_page_table(&call, &(struct ks_page_table){&table, shows, 3, 9, ""});
	ks_page_head(&call, "題", headings, KS_COUNT(headings));
	ks_page_foot(&call);
	ks_page_form_begin(&call, "/list");
	for (size_t i = 0; i < KS_COUNT(fields); i++)
		ks_page_field(&call, "f", &fields[i]);
	ks_page_form_end(&call);
	expect("cells");
	ks_table_finish(&table);
}

/* ---- the chart ---- */

static struct ks_question_row dot(const char *question, size_t n, size_t n_right, double power)
{
	return (struct ks_question_row){.question = question,
					.n_answers = n,
					.n_right = n_right,
					.verdict = ks_question_judge(n, n_right),
					.power = power};
}

static void a_name_stands_beside_its_dot_where_there_is_room(void **state)
{
	struct ks_question_row rows[] = {
		dot("none", 100, 50, NAN),    dot("fine", 100, 60, 0.5),
		dot("low", 100, 10, 0.5),     dot("near", 100, 12, 0.52),
		dot("below", 100, 10, 0.4),   dot("far", 100, 35, 0.5),
		dot("easy", 100, 100, 0.3),   dot("weak", 100, 70, 0.1),
		dot("weaker", 100, 71, -0.3), dot("off", 100, 45, -0.9),
		dot("edge", 100, 39, 1),      dot("n9", 100, 20, -0.1),
		dot("n10", 100, 20, -0.25),   dot("n11", 100, 20, 0.9),
	};
	struct ks_question_list list = {.rows = rows, .n_rows = KS_COUNT(rows)};
	struct ks_call call;

	(void)state;
	begin(&call);
	ks_page_question_chart(&call, &list);
	expect("chart");
	begin(&call);
	list.n_rows = 1; /* nothing is known of how well it tells people apart */
	ks_page_question_chart(&call, &list);
	assert_string_equal(ks_buf_text(&reply.body), "<!DOCTYPE html>\n");
	ks_buf_finish(&reply.body);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_session_ends_to_the_millisecond),
		cmocka_unit_test(the_oldest_session_makes_room),
		cmocka_unit_test(five_wrong_passwords_shut_a_name),
		cmocka_unit_test(the_quietest_name_is_forgotten),
		cmocka_unit_test(a_list_lies_for_its_user_alone),
		cmocka_unit_test(a_file_is_the_list_and_its_words_and_all_else_is_a_field),
		cmocka_unit_test(a_name_is_shown_when_it_can_be),
		cmocka_unit_test(pages_of_a_list_turn_at_fifty),
		cmocka_unit_test(filters_offer_what_there_is_and_keep_what_was_chosen),
		cmocka_unit_test(each_kind_of_cell_and_field),
		cmocka_unit_test(a_name_stands_beside_its_dot_where_there_is_room),
	};

	return ks_test_run(tests);
}
