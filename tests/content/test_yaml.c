/* SPDX-License-Identifier: Apache-2.0 */
#include "content/yaml.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "content/tell.h"
#include "support/golden.h"
#include "support/test.h"

/* What is read of YAML as authors write it, with its lines, and what each value is taken for: tests/data/golden/yaml.txt. */

static const char *const documents[] = {
	"",
	"# nothing\n",
	"a: 1\nb:\n  - x\n  - y z\nc: {d: e, f: [g, h]}\n",
	"- a\n-\n- b: 1\n  c: 2\n- [d]\n",
	"text\n",
	"a: 01\nb: yes\nc: ''\nd:\ne: ~\nf: |\n  two\n  lines\ng: \"q\\tq\"\n",
	"a: 1\nb: 2\na: 3\n",
	"a: {b: 1, b: 2}\n",
	"[a]: 1\n",
	"{a: 1}: 2\n",
	"? - a\n: 1\n",
	"a: &x 1\n",
	"a: *x\n",
	"a: !t 1\n",
	"a: &x [1]\n",
	"a: !t {b: 1}\n",
	"a: 1\n---\nb: 2\n",
	"--- \na: 1\n...\n",
	"a: \"b\\0c\"\n",
	"\"a\\0\": 1\n",
	/* cut off at " #" */
	"title: 対策 #1 の話\n",
	"title: 対策 # 覚え書き\n",
	"title: 対策 ## x\n",
	"title: 対策#1\n",
	"title: \"対策 #1\"\n",
	"title: 対策   #1\nb: 1\n",
	"title: 対策 #",
	"title: 対策 #1",
	"- 一 #x\n- 二\n",
	"a: [一 #x\n]\n",
	"一 #x",
	"title: 対策\n#1\n",
	"title: 対策 #\t\n",
	/* no YAML */
	"title：試し\n b: 1\n",
	"a: 1\n  - b：二\n c: 2\n",
	"a: 1\n b_c：二\n d: 3\n",
	"a: [1\n",
	"a: 1\n b\n",
	"Ab：1\n b: 1\n c\n",
	"：\n  a: b: c\n",
	"a: b: c\n",
	"\ta: 1\n",
	"a: 'x\n",
	/* as deep as may be: 12, 13 */
	"[[[[[[[[[[[[]]]]]]]]]]]]",
	"[[[[[[[[[[[[[]]]]]]]]]]]]]",
	"[[[[[[[[[[[[1]]]]]]]]]]]]",
	"{a: [[[[[[[[[[[[1]]]]]]]]]]]]}",
};

static void put_node(const struct ks_yaml *node, int depth, struct ks_buf *out)
{
	static const char *const kinds[] = {"text", "list", "map"};

	ks_buf_printf(out, "%*s%d: ", depth * 2 + 1, "", node->line);
	if (node->key)
		ks_buf_printf(out, "%s = ", node->key);
	if (node->kind == KS_YAML_TEXT)
		ks_buf_json(out, node->text);
	else
		ks_buf_printf(out, "%s of %zu", kinds[node->kind], node->n_children);
	ks_buf_puts(out, "\n");
	for (const struct ks_yaml *child = node->first; child; child = child->next)
		put_node(child, depth + 1, out);
}

static void what_is_read(void **state)
{
	struct ks_buf out = {0};

	(void)state;
	for (size_t i = 0; i < KS_COUNT(documents); i++) {
		struct ks_arena arena = {0};
		struct ks_diags diags = {0};
		struct ks_source source = {.file = "/a.yaml", .diags = &diags, .arena = &arena};
		struct ks_yaml *root = NULL;
		enum ks_rc rc = ks_yaml_parse(&source, documents[i], strlen(documents[i]),
					      i % 2 ? 1 : 20, &root);

		ks_buf_puts(&out, "== ");
		ks_buf_json(&out, documents[i]);
		ks_buf_printf(&out, ": %s\n", ks_rc_name(rc));
		if (root)
			put_node(root, 0, &out);
		tell_diags(&diags, "/", &out);
		ks_diags_finish(&diags);
		ks_arena_finish(&arena);
	}
	ks_test_golden("tests/data/golden/yaml.txt", ks_buf_text(&out));
	ks_buf_finish(&out);
}

static void a_file_has_so_many_nodes(void **state)
{
	(void)state;
	for (int more = 0; more < 2; more++) {
		struct ks_arena arena = {0};
		struct ks_diags diags = {0};
		struct ks_source source = {.file = "/a.yaml", .diags = &diags, .arena = &arena};
		struct ks_yaml *root = NULL;
		struct ks_buf text = {0};
		enum ks_rc rc;

		for (int i = 0; i < KS_YAML_NODES_MAX - 1 + more; i++) /* and the list itself */
			ks_buf_puts(&text, "- a\n");
		rc = ks_yaml_parse(&source, text.data, text.len, 1, &root);
		assert_int_equal(rc, more ? KS_INVALID : KS_OK);
		assert_int_equal(!root, more);
		assert_int_equal(diags.n_items, more);
		if (more) {
			assert_int_equal(diags.items[0].line, KS_YAML_NODES_MAX);
			assert_string_equal(diags.items[0].message,
					    "項目が多すぎます。ファイルを分けてください。");
		}
		ks_buf_finish(&text);
		ks_diags_finish(&diags);
		ks_arena_finish(&arena);
	}
}

static void put_texts(const struct ks_source *source, const struct ks_yaml *root, const char *key,
		      struct ks_buf *out)
{
	size_t n = 99;
	const char **texts = ks_yaml_texts(source, root, key, &n);

	ks_buf_printf(out, "%s%zu:", texts ? "" : "none, ", n);
	for (size_t i = 0; i < n; i++)
		ks_buf_printf(out, " 「%s」", texts[i]);
}

/* Each key of a map as every kind of value. */
static void what_a_value_is_taken_for(void **state)
{
	static const char text[] =
		"map: {a: 1}\nlist: [x, '', [y], z]\nmaps: [{a: 1}, {b: 2}]\nmixed: [{a: 1}, x]\n"
		"empty:\nnone: []\nword: 字\ntrue: true\nfalse: false\nzero: 0\none: 1\nfive: 05\nsix: 6\n"
		"minus: -1\nday: 2026-04-01\nno_day: 2026-02-30\n";
	static const char *const keys[] = {"map",  "list",  "maps",  "mixed",  "empty", "none",
					   "word", "true",  "false", "zero",   "one",   "five",
					   "six",  "minus", "day",   "no_day", "absent"};
	struct ks_arena arena = {0};
	struct ks_diags diags = {0};
	struct ks_source source = {.file = "/a.yaml", .diags = &diags, .arena = &arena};
	struct ks_buf out = {0};
	struct ks_yaml *root;

	(void)state;
	assert_int_equal(ks_yaml_parse(&source, text, strlen(text), 1, &root), KS_OK);
	for (size_t i = 0; i < KS_COUNT(keys); i++) {
		const char *key = keys[i];
		const struct ks_yaml *maps;
		struct ks_date date;

		ks_buf_printf(&out, "== %s: 「%s」", key, ks_yaml_need_text(&source, root, key));
		ks_buf_printf(&out, " or 「%s」;", ks_yaml_text(&source, root, key, "else"));
		ks_buf_printf(&out, " %d", ks_yaml_need_number(&source, root, key, 1, 5));
		ks_buf_printf(&out, " or %d;", ks_yaml_number(&source, root, key, 1, 5, 9));
		ks_buf_printf(&out, " %d", ks_yaml_bool(&source, root, key, false));
		ks_buf_printf(&out, " or %d; ", ks_yaml_bool(&source, root, key, true));
		date = ks_yaml_need_date(&source, root, key);
		ks_buf_printf(&out, "%d-%d-%d; ", date.year, date.month, date.day);
		put_texts(&source, root, key, &out);
		maps = ks_yaml_maps(&source, root, key);
		ks_buf_printf(&out, "; maps %d\n", maps ? (int)maps->n_children : -1);
		tell_diags(&diags, "/", &out);
		ks_diags_finish(&diags);
	}
	ks_buf_puts(&out, "== keys\n");
	ks_yaml_only(&source, root,
		     "map list maps mixed empty none word true false zero  one five six minus day");
	ks_yaml_only(&source, ks_yaml_get(root, "list"), "x");
	ks_yaml_only(&source, ks_yaml_get(root, "map"), "aa ab");
	ks_yaml_only(&source, NULL, "x");
	tell_diags(&diags, "/", &out);
	ks_diags_finish(&diags);
	assert_null(ks_yaml_get(NULL, "a"));
	assert_null(ks_yaml_get(ks_yaml_get(root, "word"), "a"));
	ks_test_golden("tests/data/golden/yaml-values.txt", ks_buf_text(&out));
	ks_buf_finish(&out);
	ks_arena_finish(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_read),
		cmocka_unit_test(a_file_has_so_many_nodes),
		cmocka_unit_test(what_a_value_is_taken_for),
	};

	return ks_test_run(tests);
}
