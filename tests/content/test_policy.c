/* SPDX-License-Identifier: Apache-2.0 */
#include "support/test.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "content/expect.h"
#include "content/policy.h"

/* The policy: the real text is indexed to the last clause, and what cannot be indexed is told by line. */

static void load_real(struct ks_policy *policy)
{
	char *folder = ks_format("%s/policy/kuresaka-2026-03", content_folder());
	struct ks_diags diags = {0};

	assert_int_equal(ks_policy_load(folder, policy, &diags), KS_OK);
	expect_none(&diags);
	ks_diags_finish(&diags);
	free(folder);
}

static void the_real_policy_has_every_clause_in_order(void **state)
{
	static const char *const ids[] = {
		"1",    "2",     "2(1)", "2(2)", "2(3)", "2(4)", "2(5)",  "2(6)",  "2(7)",  "2(8)",
		"2(9)", "2(10)", "3",    "3(1)", "3(2)", "3(3)", "3(4)",  "3(5)",  "4",     "4(1)",
		"4(2)", "5",     "6",    "6(1)", "6(2)", "6(3)", "6(3)①", "6(3)②", "6(3)③", "6(4)",
		"6(5)", "6(6)",  "6(7)", "6(8)", "6(9)", "7",    "8"};
	struct ks_policy policy;

	(void)state;
	load_real(&policy);
	assert_int_equal(policy.n_clauses, KS_COUNT(ids));
	for (size_t i = 0; i < KS_COUNT(ids); i++)
		assert_string_equal(policy.clauses[i].id, ids[i]);
	assert_string_equal(policy.title, "くれさか環境事務組合 情報セキュリティ基本方針");
	assert_string_equal(policy.short_name, "情報セキュリティ基本方針");
	assert_string_equal(policy.issued, "令和8年3月策定");
	assert_string_equal(policy.version, "kuresaka-2026-03");
	ks_policy_finish(&policy);
}

static void titles_and_texts_are_told_apart(void **state)
{
	struct ks_policy policy;
	const struct ks_clause *clause;

	(void)state;
	load_real(&policy);
	clause = ks_policy_find(&policy, "6(1)");
	assert_string_equal(clause->title, "組織体制");
	assert_string_equal(clause->mark, "(1)");
	assert_string_equal(
		clause->text,
		"本組合の情報資産について、情報セキュリティ対策を推進する組織体制を確立する。");
	clause = ks_policy_find(&policy, "3(5)");
	assert_string_equal(clause->title, "");
	assert_string_equal(
		clause->text,
		"電力供給の途絶、通信の途絶、水道供給の途絶等のインフラの障害からの波及等");
	clause = ks_policy_find(&policy, "6(3)②");
	assert_string_equal(clause->mark, "②");
	assert_int_equal(clause->depth, 2);
	assert_string_equal(policy.clauses[clause->parent].id, "6(3)");
	assert_null(ks_policy_find(&policy, "6(10)"));
	ks_policy_finish(&policy);
}

static void a_clause_range_holds_its_sub_clauses_and_ends_with_its_text(void **state)
{
	struct ks_policy policy;
	const char *text;
	size_t len;

	(void)state;
	load_real(&policy);
	text = ks_policy_full_text(&policy, ks_policy_find(&policy, "6(3)"), &len);
	assert_memory_equal(text, "(3) 情報システムの強靱化の向上\n",
			    strlen("(3) 情報システムの強靱化の向上\n"));
	assert_memory_equal(text + len - strlen("等を導入する。"), "等を導入する。",
			    strlen("等を導入する。"));
	text = ks_policy_full_text(&policy, ks_policy_find(&policy, "3(1)"), &len);
	assert_memory_equal(text, "- (1) ", 6);
	assert_memory_equal(text + len - strlen("内部不正等"), "内部不正等", strlen("内部不正等"));
	ks_policy_finish(&policy);
}

static void a_quotation_is_a_part_of_its_clause_or_none(void **state)
{
	static const struct {
		const char *clause, *quote;
		bool is_quoted;
	} cases[] = {
		{"1", "機密性、完全性及び可能性を維持するため", true},
		{"1", "機密性、完全性及び可用性を維持するため", false}, /* mended */
		{"1", "本基本方針は、…維持するため、…目的とする。", true},
		{"1", "目的とする。…本基本方針は、", false}, /* in the wrong order */
		{"3(1)", "ウィルス攻撃", true},
		{"3(1)", "ウイルス攻撃", false},
		{"3(2)", "ウィルス攻撃", false}, /* another clause */
		{"3", "ウィルス攻撃", true},     /* sub-clauses belong to it */
		{"6(3)", "次の三段階の対策を講じる。① マイナンバー利用事務系",
		 true},                /* over a line break */
		{"6(3)", "……", false}, /* nothing quoted */
		{"6(3)", "", false},
	};
	struct ks_policy policy;

	(void)state;
	load_real(&policy);
	for (size_t i = 0; i < KS_COUNT(cases); i++)
		if (ks_policy_quotes(&policy, ks_policy_find(&policy, cases[i].clause),
				     cases[i].quote) != cases[i].is_quoted)
			fail_msg("%s: %s", cases[i].clause, cases[i].quote);
	ks_policy_finish(&policy);
}

static void errata_are_found_in_the_clause_they_belong_to(void **state)
{
	char *folder = ks_test_folder();
	struct ks_policy policy;
	const struct ks_erratum *erratum;
	size_t at = 0;

	(void)state;
	sample_policy(folder, &policy);
	erratum = ks_policy_next_erratum(&policy, ks_policy_find(&policy, "2"), "、ウィルス攻撃",
					 NULL, &at);
	assert_non_null(erratum);
	assert_int_equal(erratum->number, 7);
	assert_int_equal(at, strlen("、"));
	assert_null(ks_policy_next_erratum(&policy, ks_policy_find(&policy, "2"), "、ウィルス攻撃",
					   erratum, &at));
	assert_null(ks_policy_next_erratum(&policy, ks_policy_find(&policy, "2(2)"), "ウィルス",
					   NULL, &at));
	ks_policy_finish(&policy);
	ks_test_folder_finish(folder);
}

static void a_clause_lies_within_its_ancestors_only(void **state)
{
	(void)state;
	assert_true(ks_clause_is_within("6(3)②", "6"));
	assert_true(ks_clause_is_within("6(3)②", "6(3)"));
	assert_true(ks_clause_is_within("6(3)", "6(3)"));
	assert_false(ks_clause_is_within("6", "6(3)"));
	assert_false(ks_clause_is_within("10", "1"));
	assert_false(ks_clause_is_within("2(10)", "2(1)"));
}

static void what_cannot_be_indexed_is_told_with_its_line(void **state)
{
	static const struct {
		const char *text;
		int line;
		const char *words;
	} cases[] = {
		{"題\n\n令和8年3月策定\n\n1 目的\n\n本文\n\n3 飛んだ番号\n", 9,
		 "条番号が続いていません（1 の次に 3）"},
		{"題\n\n令和8年3月策定\n\n(1) 見出しなし\n", 5, "条「(n)」の前に"},
		{"題\n\n令和8年3月策定\n\n1 目的\n\n① いきなり\n", 7, "条「①」の前に"},
		{"題\n\n策定\n\n余計な行\n\n1 目的\n\n本文\n", 5, "どの条にも入らない行"},
		{"1 目的\n\n本文\n", 1, "表題"},
		{"題\n\n策定\n", 0, "条を一つも見つけられない"},
		{"題\r\n\r\n策定\r\n", 1, "LF だけ"},
		{"題\n\xE3\x81 壊れた字\n", 2, "UTF-8 で読めない"},
	};
	char *folder = ks_test_folder();

	(void)state;
	free(ks_test_write(folder, "errata.yaml", "[]\n")); /* nothing is wrong with it */
	for (size_t i = 0; i < KS_COUNT(cases); i++) {
		struct ks_policy policy;
		struct ks_diags diags = {0};

		free(ks_test_write(folder, "policy.txt", cases[i].text));
		assert_int_equal(ks_policy_load(folder, &policy, &diags), KS_INVALID);
		expect_error(&diags, cases[i].line, cases[i].words);
		assert_int_equal(diags.n_items, i == 1 ? 2 : 1); /* (1) alone is no clause */
		ks_policy_finish(&policy);
		ks_diags_finish(&diags);
	}
	ks_test_folder_finish(folder);
}

static void an_erratum_must_name_a_clause_and_words_that_are_there(void **state)
{
	static const char good[] = "題\n\n策定\n\n1 目的\n\n可能性\n";
	static const struct {
		const char *yaml;
		int line;
		const char *words;
	} cases[] = {
		{"- number: 1\n  clause: \"1\"\n  original: 可能性\n  kind: 誤記\n  note: n\n  status: 済\n",
		 1, "status の「済」は知りません"},
		{"- number: 1\n  clause: \"9\"\n  kind: 誤記\n  note: n\n  status: 照会中\n", 1,
		 "条「9」は方針にありません"},
		{"- number: 1\n  clause: \"1\"\n  original: 可用性\n  kind: 誤記\n  note: n\n  status: 照会中\n",
		 1, "original「可用性」は方針の条 1の原文にありません"},
		{"- number: 1\n  clause: \"1\"\n  orignal: 可能性\n  kind: 誤記\n  note: n\n  status: 照会中\n",
		 3, "項目「orignal」は知りません"},
		{"- number: x\n  clause: \"1\"\n  kind: 誤記\n  note: n\n  status: 照会中\n", 1,
		 "1 から 999 までの数"},
		{"- number: 1\n  clause: \"1\"\n  kind: 誤記\n  status: 照会中\n", 1,
		 "項目「note」がありません"},
		{"number: 1\n", 1, "照会票は"},
	};
	char *folder = ks_test_folder();

	(void)state;
	free(ks_test_write(folder, "policy.txt", good));
	for (size_t i = 0; i < KS_COUNT(cases); i++) {
		struct ks_policy policy;
		struct ks_diags diags = {0};

		free(ks_test_write(folder, "errata.yaml", cases[i].yaml));
		assert_int_equal(ks_policy_load(folder, &policy, &diags), KS_INVALID);
		expect_error_in(&diags, "errata.yaml", cases[i].line, cases[i].words);
		ks_policy_finish(&policy);
		ks_diags_finish(&diags);
	}
	ks_test_folder_finish(folder);
}

static const struct CMUnitTest tests[] = {
	cmocka_unit_test(the_real_policy_has_every_clause_in_order),
	cmocka_unit_test(titles_and_texts_are_told_apart),
	cmocka_unit_test(a_clause_range_holds_its_sub_clauses_and_ends_with_its_text),
	cmocka_unit_test(a_quotation_is_a_part_of_its_clause_or_none),
	cmocka_unit_test(errata_are_found_in_the_clause_they_belong_to),
	cmocka_unit_test(a_clause_lies_within_its_ancestors_only),
	cmocka_unit_test(what_cannot_be_indexed_is_told_with_its_line),
	cmocka_unit_test(an_erratum_must_name_a_clause_and_words_that_are_there),
};

int main(void)
{
	return ks_test_run(tests);
}
