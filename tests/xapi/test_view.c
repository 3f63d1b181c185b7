/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "support/golden.h"
#include "support/test.h"
#include "xapi/statement.h"

/*
 * What of a statement goes into the record, and what of it does not when one place of it is another: too long, none of ours, out of
 * its range. Kept as a whole in tests/data/golden/xapi/view.txt, a line for each place.
 */

#define HEAD(name, verb)                                                                           \
	"{'id':'019e3879-0560-7000-8000-000000000001','actor':{'account':{'homePage':"             \
	"'https://k.example/staff','name':'" name "'}},'verb':{'id':'http://v.example/" verb "'}," \
	"'timestamp':'2026-05-18T00:30:20.000Z',"

/* "*7" is seven letters; "#7" is seven digits of a hash; ' stands for ". */
static const struct {
	const char *what, *text;
	const char *edits[80][2];
} statements[] = {
	{"a lesson that was passed",
	 HEAD("s-000123",
	      "passed") "'object':{'id':'https://k.example/course/annual/m1'},"
			"'result':{'success':true,'score':{'raw':4,'max':5},'duration':'PT1H2M3.5S'},"
			"'context':{'registration':'r-1','contextActivities':{'grouping':[{'id':'https://k.example/program/2026'},"
			"{'id':'https://k.example/course/annual'}]},'extensions':{"
			"'https://k.example/xapi/ext/kiosk':{'id':'k-01','seq':7,'prev':'#64','clock':'synced'},"
			"'https://w3id.org/xapi/cmi5/context/extensions/masteryscore':0.8,"
			"'https://k.example/xapi/ext/attempt':2,"
			"'https://k.example/xapi/ext/roll':{'how':'paper','by':'000103','reason':'用紙','present':3,'counted':4}}}}",
	 {{"s-000123", "s-*63"},
	  {"s-000123", "s-*64"},
	  {"s-000123", "s-~0123456789abcdef0123456789abcdef"},
	  {"s-000123", "x-000123"},
	  {"s-000123", "sx000123"},
	  {"/staff", "/staffs"},
	  {"https://k.example/staff", "/staff"},
	  {"https://k.example/staff", "/staffa/staff"},
	  {"http://v.example/passed", "passed"},
	  {"http://v.example/passed", "http://v.example/"},
	  {"http://v.example/passed", "http://v.example/*23"},
	  {"http://v.example/passed", "http://v.example/*24"},
	  {"/course/annual/m1", "/course/annual/*39"},
	  {"/course/annual/m1", "/course/annual/*40"},
	  {"/course/annual/m1", "/course/*39/m1"},
	  {"/course/annual/m1", "/course/*40/m1"},
	  {"/course/annual/m1", "/course/*34/test"},
	  {"/course/annual/m1", "/course/*35/test"},
	  {"/course/annual/m1", "/course/a/test"},
	  {"/course/annual/m1", "/course/a"},
	  {"/course/annual/m1", "/course/a/"},
	  {"/course/annual/m1", "/course/a/b/c"},
	  {"/course/annual/m1", "/course/"},
	  {"/course/annual/m1", "/curse/annual/m1"},
	  {"https://k.example/course/annual/m1", "https://k.example/*237"},
	  {"https://k.example/course/annual/m1", "https://k.example/*238"},
	  {"'r-1'", "'*36'"},
	  {"'r-1'", "'*37'"},
	  {"'r-1'", "1"},
	  {"program/2026", "program/202"},
	  {"program/2026", "program/20267"},
	  {"program/2026", "program/20x6"},
	  {"program/2026", "program/"},
	  {"[{'id':'https://k.example/program/2026'},{'id':'https://k.example/course/annual'}]",
	   "{'id':'https://k.example/program/2026'}"},
	  {"[{'id':'https://k.example/program/2026'},",
	   "[{'id':'https://k.example/x'},{'id':'https://k.example/program/2025'},{'id':'https://k.example/program/2024'},"},
	  {"'id':'k-01','seq'", "'id':'*63','seq'"},
	  {"'id':'k-01','seq'", "'id':'*64','seq'"},
	  {"'id':'k-01','seq'", "'id':1,'seq'"},
	  {"'seq':7", "'seq':0"},
	  {"'seq':7", "'seq':1"},
	  {"'seq':7", "'seq':-1"},
	  {"#64", "#65"},
	  {"'synced'", "'*15'"},
	  {"'synced'", "'*16'"},
	  {"0.8", "0"},
	  {"0.8", "1"},
	  {"0.8", "1.01"},
	  {"0.8", "-0.01"},
	  {"0.8", "0.5"},
	  {"0.8", "'0.8'"},
	  {"attempt':2", "attempt':0"},
	  {"attempt':2", "attempt':1"},
	  {"attempt':2", "attempt':999999"},
	  {"attempt':2", "attempt':1000000"},
	  {"'raw':4", "'raw':0"},
	  {"'raw':4", "'raw':-1"},
	  {"'raw':4,'max':5", "'raw':5,'max':5"},
	  {"'raw':4,'max':5", "'raw':6,'max':5"},
	  {"'raw':4,'max':5", "'raw':0,'max':0"},
	  {"'raw':4,'max':5", "'raw':0,'max':1"},
	  {"'raw':4,'max':5", "'raw':7,'max':999"},
	  {"'raw':4,'max':5", "'raw':7,'max':1000"},
	  {"'success':true", "'success':false"},
	  {"'success':true", "'success':'true'"},
	  {"2026-05-18T00:30:20.000Z", "2026-05-18"}}},
	{"how it came about",
	 HEAD("s-000123",
	      "operated") "'object':{'id':'https://k.example/kiosk/k-01'},'context':{'extensions':{"
			  "'https://k.example/xapi/ext/roll':{'how':'paper','by':'000103','reason':'用紙','present':3,'counted':4}}}}",
	 {{"operated", "passed"},
	  {"/kiosk/k-01", "/session/1"},
	  {"/kiosk/k-01", "/course/a"},
	  {"'paper'", "'*15'"},
	  {"'paper'", "'*16'"},
	  {"'000103'", "'*63'"},
	  {"'000103'", "'*64'"},
	  {"'用紙'", "'*383'"},
	  {"'用紙'", "'*384'"},
	  {"'present':3", "'present':0"},
	  {"'present':3", "'present':-1"},
	  {"'present':3", "'present':1"},
	  {"'present':3", "'present':1000000"},
	  {"'present':3", "'present':1000001"},
	  {"'counted':4", "'counted':-4"},
	  {"{'how'", "[{'how'"}}},
	{"a question that was answered",
	 HEAD("s-000123",
	      "answered") "'object':{'id':'https://k.example/course/annual/m1/quiz/q1','definition':{"
			  "'name':{'ja-JP':'題'},'description':{'ja-JP':'どれですか。'},"
			  "'extensions':{'https://k.example/xapi/ext/clauses':['3(1)','6(6)']}}},"
			  "'result':{'success':true,'score':{'raw':1,'max':1},'response':'a'},"
			  "'context':{'revision':'annual@2026.1+abc','extensions':{'https://k.example/xapi/ext/attempt':2}}}",
	 {{"/quiz/q1", "/quiz/*39"},
	  {"/quiz/q1", "/quiz/*40"},
	  {"/quiz/q1", "/quiz/"},
	  {"/quiz/q1", "/quiz/q"},
	  {"/quiz/q1", "/quit/q1"},
	  {"/quiz/q1", "/q1"},
	  {"/course/annual/m1/quiz/q1", "/course//quiz/q1"},
	  {"/course/annual/m1/quiz/q1", "/quiz/q1"},
	  {"annual@2026.1+abc", "abc"},
	  {"annual@2026.1+abc", "a+b+c"},
	  {"annual@2026.1+abc", "a+*39"},
	  {"annual@2026.1+abc", "a+*40"},
	  {"{'ja-JP':'題'}", "{'ja-JP':'*767'}"},
	  {"{'ja-JP':'題'}", "{'ja-JP':'*768'}"},
	  {"{'ja-JP':'題'}", "{'en':'t'}"},
	  {"'response':'a'", "'response':'*119'"},
	  {"'response':'a'", "'response':'*120'"},
	  {"['3(1)','6(6)']", "[]"},
	  {"['3(1)','6(6)']", "['3(1)']"},
	  {"['3(1)','6(6)']", "'3(1)'"},
	  {"['3(1)','6(6)']", "[1,'6(6)',['x'],'7']"},
	  {"['3(1)','6(6)']", "['*127']"},
	  {"['3(1)','6(6)']", "['*128']"}}},
	{"a gathering",
	 HEAD("s-000123", "checkin") "'object':{'id':'https://k.example/session/2026-11-24-1','definition':{"
				     "'name':{'ja-JP':'集合研修'}}}}",
	 {{"2026-11-24-1", "*63"},
	  {"2026-11-24-1", "*64"},
	  {"2026-11-24-1", "a/b"},
	  {"2026-11-24-1", ""},
	  {"集合研修", "*511"},
	  {"集合研修", "*512"},
	  {"/session/", "/sessions/"}}},
	{"a card",
	 HEAD("s-000123", "bound") "'object':{'id':'https://k.example/card/#64'}}",
	 {{"#64", "#63"}, {"#64", "#65"}, {"#64", "#63g"}, {"#64", "A#63"}, {"/card/", "/cart/"}}},
	{"an item of a sheet",
	 HEAD("p-0123456789abcdef0123456789abcdef",
	      "answered") "'object':{'id':'https://k.example/checklist/self-2026/i03','definition':{'description':{'ja-JP':'席を離れる'}}},"
			  "'result':{'response':'yes'}}",
	 {{"/self-2026/i03", "/self-2026"},
	  {"/self-2026/i03", "/self-2026/"},
	  {"/self-2026/i03", "/self-2026/*71"},
	  {"/self-2026/i03", "/self-2026/*72"},
	  {"/self-2026/i03", "/*39-2026/i03"},
	  {"/self-2026/i03", "/*40-2026/i03"},
	  {"/self-2026/i03", "/self2026/i03"},
	  {"/self-2026/i03", "/s-2026/i03"},
	  {"/self-2026/i03", "/-2026/i03"},
	  {"/self-2026/i03", "/self/i03"},
	  {"席を離れる", "*767"},
	  {"席を離れる", "*768"},
	  {"'response':'yes'", "'response':'*15'"},
	  {"'response':'yes'", "'response':'*16'"},
	  {"p-0123456789abcdef0123456789abcdef", "p-0123456789abcdef0123456789abcdeg"},
	  {"p-0123456789abcdef0123456789abcdef", "p-0123456789abcdef0123456789abcdef0"},
	  {"p-0123456789abcdef0123456789abcdef", "s-000123"},
	  {"/answered", "/completed"}}},
	{"an acknowledgement",
	 HEAD("s-000123",
	      "agree") "'object':{'id':'https://k.example/policy/2026','definition':{'extensions':{"
		       "'https://k.example/xapi/ext/sha256':'#64'}}},'context':{'contextActivities':{'grouping':["
		       "{'id':'https://k.example/program/2026'},{'id':'https://k.example/course/annual/m1'},"
		       "{'id':'https://k.example/course/annual'},{'id':'https://k.example/course/other'}]}}}",
	 {{"/agree", "/agreed"},
	  {"#64", "#63"},
	  {"#64", "#65"},
	  {"/policy/2026", "/policy/"},
	  {"/policy/2026", "/policies/2026"},
	  {"'https://k.example/course/annual'", "'https://k.example/course/*39'"},
	  {"'https://k.example/course/annual'", "'https://k.example/course/*40'"},
	  {"{'id':'https://k.example/course/annual'},{'id':'https://k.example/course/other'}", "1"},
	  {"[{'id':'https://k.example/program/2026'},", "["}}},
};

/* What is written for @short: quotes, and as many letters or digits as told. */
static char *expand(const char *text)
{
	struct ks_buf out = {0};

	while (*text) {
		char *end;
		long n = *text == '*' || *text == '#' ? strtol(text + 1, &end, 10) : 0;

		for (long i = 0; i < n; i++)
			ks_buf_putc(&out, *text == '*' ? 'x' : '9');
		if (n == 0)
			ks_buf_putc(&out, *text == '\'' ? '"' : *text);
		text = n > 0 ? end : text + 1;
	}
	return ks_buf_take(&out);
}

static void put_text(struct ks_buf *out, const char *name, const char *value, const char *usual)
{
	size_t len = strlen(value);

	if (strcmp(value, usual) == 0)
		return;
	if (len > 60)
		ks_buf_printf(out, " %s=%.4s…%zu;", name, value, len);
	else
		ks_buf_printf(out, " %s=%s;", name, value);
}

static void put_number(struct ks_buf *out, const char *name, int64_t value, int64_t usual)
{
	if (value != usual)
		ks_buf_printf(out, " %s=%lld;", name, (long long)value);
}

/* What of @view is not as in @usual. */
static void put_view(struct ks_buf *out, const struct ks_statement_view *view,
		     const struct ks_statement_view *usual)
{
#define TEXT(member) put_text(out, #member, view->member, usual->member)
#define NUMBER(member) put_number(out, #member, view->member, usual->member)
	TEXT(id), TEXT(staff), TEXT(verb), TEXT(object), TEXT(plan), TEXT(lesson), NUMBER(is_course);
	TEXT(gathering), TEXT(gathering_title), TEXT(how), TEXT(by), TEXT(reason), NUMBER(n_present);
	NUMBER(n_counted), TEXT(card), TEXT(question), TEXT(question_title), TEXT(revision);
	TEXT(clauses), TEXT(answer), TEXT(checklist), TEXT(item), TEXT(item_text), TEXT(response);
	NUMBER(nendo), TEXT(registration), TEXT(kiosk), NUMBER(seq), TEXT(prev), TEXT(clock);
	NUMBER(wall_ms), NUMBER(has_success), NUMBER(success), NUMBER(attempt), NUMBER(score_raw);
	NUMBER(score_max), NUMBER(score_pass), NUMBER(duration_ms);
	ks_buf_putc(out, '\n');
}

static struct ks_statement_view view_of(const char *text)
{
	struct ks_statement_view view;
	char *json = expand(text);

	if (ks_statement_read(json, strlen(json), &view) != KS_OK)
		memset(&view, 0, sizeof(view));
	free(json);
	return view;
}

static void each_place_of_a_statement_goes_where_it_belongs(void **state)
{
	static const struct ks_statement_view nothing;
	struct ks_buf out = {0};

	(void)state;
	for (size_t i = 0; i < KS_COUNT(statements); i++) {
		struct ks_statement_view usual = view_of(statements[i].text);

		ks_buf_printf(&out, "%s:", statements[i].what);
		put_view(&out, &usual, &nothing);
		for (size_t k = 0; k < KS_COUNT(statements[i].edits) && statements[i].edits[k][0];
		     k++) {
			const char *from = statements[i].edits[k][0], *to = statements[i].edits[k][1];
			const char *at = strstr(statements[i].text, from);
			char *text;
			struct ks_statement_view view;

			if (!at)
				fail_msg("%s is not in %s", from, statements[i].text);
			text = ks_format("%.*s%s%s", (int)(at - statements[i].text),
					 statements[i].text, to, at + strlen(from));
			view = view_of(text);
			ks_buf_printf(&out, "  %s -> %s:", from, to);
			put_view(&out, &view, &usual);
			free(text);
		}
	}
	ks_test_golden("tests/data/golden/xapi/view.txt", ks_buf_text(&out));
	ks_buf_finish(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_place_of_a_statement_goes_where_it_belongs),
	};

	return ks_test_run(tests);
}
