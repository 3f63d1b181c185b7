/* SPDX-License-Identifier: Apache-2.0 */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "support/golden.h"
#include "support/test.h"
#include "xapi/validate.h"

/*
 * What the rules say of every member of statements that have them all: taken away, given another type, beside one more that nobody
 * knows. Kept as a whole in tests/data/golden/xapi, a line for each member that the rules of 1.0.3 and 2.0 agree about, else two.
 */

static const char *const statements[] = {
	"{'id':'8f2ab7b0-0d5c-4b0e-9d63-0a6b1b0f6a01','actor':{'objectType':'Agent','name':'見本',"
	"'account':{'homePage':'https://kenshu.example/staff','name':'000123'}},"
	"'verb':{'id':'http://adlnet.gov/expapi/verbs/answered','display':{'ja':'答えた'}},"
	"'object':{'objectType':'Activity','id':'https://kenshu.example/q1','definition':{'name':{'ja':'問'},"
	"'description':{'ja':'問い'},'type':'http://adlnet.gov/expapi/activities/cmi.interaction',"
	"'moreInfo':'https://kenshu.example/more','extensions':{'https://kenshu.example/x':[1]},"
	"'interactionType':'choice','correctResponsesPattern':['a[,]b'],"
	"'choices':[{'id':'a','description':{'ja':'甲'}},{'id':'b'}]}},"
	"'result':{'score':{'scaled':0.5,'raw':5,'min':0,'max':10},'success':true,'completion':false,'response':'a',"
	"'duration':'PT13S','extensions':{'https://kenshu.example/r':null}},"
	"'context':{'registration':'8f2ab7b0-0d5c-4b0e-9d63-0a6b1b0f6a02','instructor':{'mbox':'mailto:a@kenshu.example'},"
	"'team':{'objectType':'Group','name':'班','mbox_sha1sum':'ebd31e95054c018b10727ccffd2ef2ec3a016ee9',"
	"'member':[{'openid':'https://kenshu.example/id'}]},"
	"'contextActivities':{'parent':[{'id':'https://kenshu.example/p'}],'grouping':{'id':'https://kenshu.example/g'},"
	"'category':[{'id':'https://kenshu.example/c','objectType':'Activity'}],'other':[{'id':'https://kenshu.example/o'}]},"
	"'revision':'3','platform':'kenshu','language':'ja-JP','statement':{'objectType':'StatementRef',"
	"'id':'8f2ab7b0-0d5c-4b0e-9d63-0a6b1b0f6a03'},'extensions':{'https://kenshu.example/e':'x'}},"
	"'timestamp':'2026-05-18T00:30:00.000Z','stored':'2026-05-18T00:30:01Z',"
	"'authority':{'objectType':'Group','member':[{'account':{'homePage':'https://kenshu.example/o','name':'c'}},"
	"{'mbox':'mailto:b@kenshu.example'}]},'version':'VERSION',"
	"'attachments':[{'usageType':'https://kenshu.example/u','display':{'ja':'紙'},'description':{'ja':'写し'},"
	"'contentType':'application/pdf','length':7,"
	"'sha2':'2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae','fileUrl':'https://kenshu.example/f'}]}",
	"{'actor':{'objectType':'Group','member':[{'mbox':'mailto:a@kenshu.example'}]},"
	"'verb':{'id':'https://kenshu.example/met'},'object':{'objectType':'Agent','mbox':'mailto:c@kenshu.example'}}",
	"{'actor':{'mbox':'mailto:a@kenshu.example'},'verb':{'id':'http://adlnet.gov/expapi/verbs/voided'},"
	"'object':{'objectType':'StatementRef','id':'8f2ab7b0-0d5c-4b0e-9d63-0a6b1b0f6a04'}}",
	"{'actor':{'mbox':'mailto:a@kenshu.example'},'verb':{'id':'https://kenshu.example/planned'},"
	"'object':{'objectType':'SubStatement','actor':{'objectType':'Group','openid':'https://kenshu.example/id'},"
	"'verb':{'id':'https://kenshu.example/met'},'object':{'objectType':'Group','mbox':'mailto:g@kenshu.example'},"
	"'result':{'success':true},'context':{'language':'ja'},'timestamp':'2026-05-18T00:30:00+09:00',"
	"'attachments':[]}}",
	"{'actor':{'mbox':'mailto:a@kenshu.example'},'verb':{'id':'https://kenshu.example/did'},"
	"'object':{'id':'https://kenshu.example/l','definition':{'interactionType':'likert','scale':[{'id':'1'},{'id':'2'}]}}}",
	"{'actor':{'mbox':'mailto:a@kenshu.example'},'verb':{'id':'https://kenshu.example/did'},"
	"'object':{'id':'https://kenshu.example/m','definition':{'interactionType':'matching','source':[{'id':'1'}],"
	"'target':[{'id':'2'}]}}}",
	"{'actor':{'mbox':'mailto:a@kenshu.example'},'verb':{'id':'https://kenshu.example/did'},"
	"'object':{'id':'https://kenshu.example/s','definition':{'interactionType':'performance','steps':[{'id':'1'}]}}}",
};

static const char *const others[] = {
	"null", "true", "7",   "-1.5", "\"x\"", "\"\"", "\"2026-05-18T00:30:00Z\"",
	"[]",   "{}",   "[[]]"};

/* A whole statement in both versions: [0] 1.0.3, [1] 2.0. */
struct pair {
	json_t *root[2], *at[2];
};

static void put_verdict(const struct pair *pair, int version, struct ks_buf *out)
{
	struct ks_finding finding;

	if (ks_validate_statement(pair->root[version], (enum ks_xapi_version)version, &finding) ==
	    KS_OK)
		ks_buf_puts(out, " ok");
	else
		ks_buf_printf(out, " %s:%s", finding.member, finding.reason);
	ks_buf_puts(out, ";");
}

static void put_line(const char *path, const char *how, struct ks_buf said[2], struct ks_buf *out)
{
	bool is_one = strcmp(ks_buf_text(&said[0]), ks_buf_text(&said[1])) == 0;

	ks_buf_printf(out, "%s %s%s%s\n", path, how, is_one ? "" : " [1.0.3]", ks_buf_text(&said[0]));
	if (!is_one)
		ks_buf_printf(out, "%s %s [2.0]%s\n", path, how, ks_buf_text(&said[1]));
	ks_buf_finish(&said[0]);
	ks_buf_finish(&said[1]);
}

static void walk(const struct pair *pair, const char *path, struct ks_buf *out);

static void walk_member(const struct pair *pair, const char *key, const char *path, struct ks_buf *out)
{
	struct ks_buf said[2] = {{0}, {0}};
	struct pair inner = *pair;

	for (int v = 0; v < 2; v++) {
		inner.at[v] = json_incref(json_object_get(pair->at[v], key));
		json_object_del(pair->at[v], key);
		put_verdict(pair, v, &said[v]);
	}
	put_line(path, "away", said, out);
	for (size_t i = 0; i < KS_COUNT(others); i++) {
		for (int v = 0; v < 2; v++) {
			json_object_set_new(pair->at[v], key,
					    json_loads(others[i], JSON_DECODE_ANY, NULL));
			put_verdict(pair, v, &said[v]);
		}
		put_line(path, others[i], said, out);
	}
	for (int v = 0; v < 2; v++)
		json_object_set(pair->at[v], key, inner.at[v]);
	walk(&inner, path, out);
	for (int v = 0; v < 2; v++)
		json_decref(inner.at[v]);
}

static void walk(const struct pair *pair, const char *path, struct ks_buf *out)
{
	struct ks_buf said[2] = {{0}, {0}};
	const char *keys[24];
	size_t n = 0;

	for (size_t i = 0; i < json_array_size(pair->at[0]); i++) {
		struct pair inner = *pair;
		char *below = ks_format("%s[%zu]", path, i);

		for (int v = 0; v < 2; v++)
			inner.at[v] = json_array_get(pair->at[v], i);
		walk(&inner, below, out);
		free(below);
	}
	if (!json_is_object(pair->at[0]))
		return;
	for (void *it = json_object_iter(pair->at[0]); it;
	     it = json_object_iter_next(pair->at[0], it)) {
		assert_true(n < KS_COUNT(keys));
		keys[n++] = ks_strdup(json_object_iter_key(it));
	}
	for (int v = 0; v < 2; v++) {
		json_object_set_new(pair->at[v], "unknown", json_true());
		put_verdict(pair, v, &said[v]);
		json_object_del(pair->at[v], "unknown");
	}
	put_line(path, "and one more", said, out);
	ks_buf_finish(&said[0]);
	ks_buf_finish(&said[1]);
	for (size_t i = 0; i < n; i++) {
		char *below = ks_format("%s.%s", path, keys[i]);

		walk_member(pair, keys[i], below, out);
		free(below);
		free((char *)(uintptr_t)keys[i]);
	}
}

static json_t *statement_of(const char *text, const char *version)
{
	char *json = ks_strdup(text), *at;
	json_t *root;

	for (at = json; *at; at++)
		if (*at == '\'')
			*at = '"';
	root = json_loads(json, 0, NULL);
	assert_non_null(root);
	if (json_object_get(root, "version"))
		json_object_set_new(root, "version", json_string(version));
	free(json);
	return root;
}

static void every_member_keeps_its_rule(void **state)
{
	struct ks_buf out = {0};

	(void)state;
	for (size_t i = 0; i < KS_COUNT(statements); i++) {
		struct pair pair = {{statement_of(statements[i], "1.0.3"),
				     statement_of(statements[i], "2.0.0")},
				    {NULL, NULL}};
		char name[8];

		for (int v = 0; v < 2; v++) {
			struct ks_finding finding;

			pair.at[v] = pair.root[v];
			if (ks_validate_statement(pair.root[v], (enum ks_xapi_version)v, &finding) !=
			    KS_OK)
				fail_msg("statement %zu: %s %s", i, finding.member, finding.reason);
		}
		(void)snprintf(name, sizeof(name), "%zu", i);
		walk(&pair, name, &out);
		json_decref(pair.root[0]);
		json_decref(pair.root[1]);
	}
	ks_test_golden("tests/data/golden/xapi/members.txt", ks_buf_text(&out));
	ks_buf_finish(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_member_keeps_its_rule),
	};

	return ks_test_run(tests);
}
