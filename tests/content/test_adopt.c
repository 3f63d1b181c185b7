/* SPDX-License-Identifier: Apache-2.0 */
#include "content/adopt.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/mem.h"
#include "support/test.h"

/* Two made-up policies, numbered in two ways, beside the one taught here. */

struct fixture {
	char *folder, *written;
	struct ks_policy from, to;
	struct ks_adopt_pair *pairs;
};

static void load(struct fixture *f, const char *file)
{
	struct ks_diags diags = {0};
	struct ks_buf text = {0};
	char *bytes = NULL;
	size_t len = 0;

	memset(f, 0, sizeof(*f));
	f->folder = ks_test_folder();
	assert_int_equal(ks_file_read(file, 1 << 20, &bytes, &len), KS_OK);
	ks_adopt_policy(bytes, &text);
	f->written = ks_strdup(ks_buf_text(&text));
	free(ks_test_write(f->folder, "policy.txt", f->written));
	free(ks_test_write(f->folder, "errata.yaml", "# 照会票\n"));
	if (ks_policy_load(f->folder, &f->to, &diags) != KS_OK) {
		ks_diags_print(&diags, stderr);
		fail_msg("%s", f->written);
	}
	assert_int_equal(ks_policy_load("content/policy/kuresaka-2026-03", &f->from, &diags), KS_OK);
	f->pairs = ks_adopt_align(&f->from, &f->to);
	ks_diags_finish(&diags);
	ks_buf_finish(&text);
	free(bytes);
}

static void finish(struct fixture *f)
{
	free(f->pairs);
	free(f->written);
	ks_policy_finish(&f->from);
	ks_policy_finish(&f->to);
	ks_test_folder_finish(f->folder);
}

static const char *of(const struct fixture *f, const char *id, enum ks_adopt_verdict verdict)
{
	const struct ks_clause *clause = ks_policy_find(&f->from, id);
	const struct ks_adopt_pair *pair = &f->pairs[clause - f->from.clauses];

	if (pair->verdict != verdict)
		fail_msg("%s: %d, likeness %.2f with %s", id, (int)pair->verdict, pair->likeness,
			 f->to.clauses[pair->to].id);
	return f->to.clauses[pair->to].id;
}

static void articles_items_and_kana_are_read(void **state)
{
	struct fixture f;

	(void)state;
	load(&f, "tests/data/policies/articles.txt");
	assert_string_equal(f.to.title, "みなとがわ衛生組合 情報セキュリティ基本方針");
	assert_string_equal(ks_policy_find(&f.to, "1")->title, "目的");
	assert_non_null(strstr(ks_policy_find(&f.to, "2(4)")->text, "機密性"));
	assert_non_null(strstr(ks_policy_find(&f.to, "4(2)")->text, "指導する。"));
	assert_string_equal(ks_policy_find(&f.to, "5(3)②")->text,
			    "新たに職員等となった者には、速やかに行う。");
	assert_null(ks_policy_find(&f.to, "6"));
	finish(&f);
}

static void numbers_parentheses_and_circles_are_read(void **state)
{
	struct fixture f;

	(void)state;
	load(&f, "tests/data/policies/numbers.txt");
	assert_string_equal(f.to.issued, "令和9年3月");
	assert_string_equal(ks_policy_find(&f.to, "2(3)")->title, "可用性");
	assert_string_equal(ks_policy_find(&f.to, "4(1)①")->text,
			    "気づいた職員は、直ちに所属長に連絡する。");
	assert_null(ks_policy_find(&f.to, "5"));
	finish(&f);
}

/* Our own policy, read this way, is the same clauses. */
static void our_own_is_read_as_it_is(void **state)
{
	struct fixture f;

	(void)state;
	load(&f, "content/policy/kuresaka-2026-03/policy.txt");
	assert_int_equal(f.to.n_clauses, f.from.n_clauses);
	for (size_t i = 0; i < f.to.n_clauses; i++) {
		assert_string_equal(f.to.clauses[i].id, f.from.clauses[i].id);
		assert_string_equal(f.to.clauses[i].text, f.from.clauses[i].text);
		assert_int_equal(f.pairs[i].verdict, KS_ADOPT_HOLDS);
		assert_int_equal(f.pairs[i].to, i);
	}
	finish(&f);
}

static void clauses_are_aligned_and_what_is_not_near_is_told(void **state)
{
	struct fixture f;

	(void)state;
	load(&f, "tests/data/policies/articles.txt");
	assert_string_equal(of(&f, "1", KS_ADOPT_HOLDS), "1");
	assert_string_equal(of(&f, "2(5)", KS_ADOPT_HOLDS), "2(4)");
	assert_string_equal(of(&f, "2(7)", KS_ADOPT_HOLDS), "2(6)");
	assert_string_equal(of(&f, "3(3)", KS_ADOPT_HOLDS), "3(3)");
	assert_string_equal(of(&f, "5", KS_ADOPT_HOLDS), "4(1)");
	assert_string_equal(of(&f, "6(4)", KS_ADOPT_HOLDS), "5(2)");
	(void)of(&f, "2(10)", KS_ADOPT_GONE);
	(void)of(&f, "6(8)", KS_ADOPT_GONE);
	finish(&f);
	load(&f, "tests/data/policies/numbers.txt");
	assert_string_equal(of(&f, "2(7)", KS_ADOPT_REWRITE), "2(3)");
	assert_string_equal(of(&f, "1", KS_ADOPT_REWRITE), "1"); /* the same title alone */
	(void)of(&f, "2(8)", KS_ADOPT_GONE);
	finish(&f);
}

static void every_number_and_quotation_becomes_the_new_ones(void **state)
{
	static const char text[] =
		"---\nclauses: [\"2(5)\", \"5\"]\n---\n<!-- clause: 5 2(7) -->\n"
		"守ります〔5〕。〔個人情報保護法60条〕\n```policy 2(5)\n…情報\nに…\n```\n"
		"// [tag:2(7)] [tag:9]\n      - clauses: [\"2(7)\"] # 可用性\n";
	struct fixture f;
	struct ks_buf out = {0};

	(void)state;
	load(&f, "tests/data/policies/articles.txt");
	ks_adopt_text(text, &f.from, &f.to, f.pairs, &out);
	assert_string_equal(
		ks_buf_text(&out),
		"---\nclauses: [\"2(4)\", \"4(1)\"]\n---\n<!-- clause: 4(1) 2(6) -->\n"
		"守ります〔4(1)〕。〔個人情報保護法60条〕\n```policy 2(4)\n"
		"機密性　情報にアクセスすることを認められた者だけが、情報にアクセスできる状態を確保することをいう。\n```\n"
		"// [tag:2(6)] [tag:9]\n      - clauses: [\"2(6)\"] # 可用性\n");
	ks_buf_finish(&out);
	finish(&f);
}

/* Two clauses of ours that the new policy says in one: it stands once in each place, and nothing else is lost. */
static void what_became_one_clause_is_named_once(void **state)
{
	static const char text[] =
		"// [id:q1] [tag:2(5)]  [tag:2(7)] [tag:5]\n[tag:2(7)][tag:2(5)] x [tag:2(7)]\n"
		"// [tag:2(5)\n[tag:2(7)] [tag:77] [tag:]\nclauses: [\"2(5)\", \"2(7)\", \"5\"]\n"
		"must: [\"2(7)\", \"5\", \"2(5)\"]\n<!-- clause: 2(5) 2(7) 5 -->\n"
		"<!-- clause: 5 2(7) 2(5) x -->\nclauses: [\"2(5)\", \"2(7\n";
	struct ks_adopt_pair *pairs;
	struct ks_buf out = {0};
	struct fixture f;
	size_t one = 0;

	(void)state;
	load(&f, "tests/data/policies/articles.txt");
	pairs = f.pairs;
	for (size_t i = 0; i < f.from.n_clauses; i++)
		if (strcmp(f.from.clauses[i].id, "2(5)") == 0)
			one = pairs[i].to;
	for (size_t i = 0; i < f.from.n_clauses; i++)
		if (strcmp(f.from.clauses[i].id, "2(7)") == 0)
			pairs[i].to = one;
	ks_adopt_text(text, &f.from, &f.to, pairs, &out);
	assert_string_equal(ks_buf_text(&out),
			    "// [id:q1] [tag:2(4)] [tag:4(1)]\n[tag:2(4)] x\n"
			    "// [tag:2(5)\n[tag:2(4)] [tag:77] [tag:]\n"
			    "clauses: [\"2(4)\", \"4(1)\"]\nmust: [\"2(4)\", \"4(1)\"]\n"
			    "<!-- clause: 2(4) 4(1) -->\n<!-- clause: 4(1) 2(4) -->\n"
			    "clauses: [\"2(5)\", \"2(7\n");
	ks_buf_finish(&out);
	finish(&f);
}

static void likeness_is_between_none_and_same(void **state)
{
	(void)state;
	assert_true(ks_adopt_likeness("情報を守る。", "情報を、守る") > 0.99);
	assert_true(ks_adopt_likeness("情報を守る", "給食の献立") < 0.01);
	assert_true(ks_adopt_likeness("", "") < 0.01);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(articles_items_and_kana_are_read),
		cmocka_unit_test(numbers_parentheses_and_circles_are_read),
		cmocka_unit_test(our_own_is_read_as_it_is),
		cmocka_unit_test(clauses_are_aligned_and_what_is_not_near_is_told),
		cmocka_unit_test(every_number_and_quotation_becomes_the_new_ones),
		cmocka_unit_test(what_became_one_clause_is_named_once),
		cmocka_unit_test(likeness_is_between_none_and_same),
	};

	return ks_test_run(tests);
}
