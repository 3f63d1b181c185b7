/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/decode.h"
#include "base/file.h"
#include "base/mem.h"
#include "content/adopt.h"
#include "tools/content_commands.h"
#include "tools/tools.h"

/*
 * The second body is up in a day: everything that can be carried over is, and adopt.md says by lesson and question what
 * still holds, what must be rewritten, and which clauses nobody teaches.
 */

#define FILE_BYTES_MAX ((size_t)16 << 20)
#define POLICY_BYTES_MAX ((size_t)1 << 20)
#define DEPTH_MAX 6
#define VERSION "adopted"

struct adoption {
	const char *file, *name, *out;
	char *beside;              /* where it is made: it is @out when it is whole */
	struct ks_content content; /* what is taught here */
	struct ks_policy policy;   /* the new one */
	struct ks_adopt_pair *pairs;
	struct ks_buf report;
	size_t n_holds, n_rewrite, n_untaught;
};

/* ---- the new policy ---- */

static enum ks_rc write_text(const char *folder, const char *name, const char *text, size_t len)
{
	char *path = ks_path_join(folder, name);
	enum ks_rc rc = ks_file_write(path, text, len, 0644);

	free(path);
	return rc;
}

static enum ks_rc write_policy(const char *folder, const char *utf8)
{
	static const char errata[] = "# 照会票です。原文で気づいたことを、ここに書きます。\n";
	struct ks_buf text = {0};
	enum ks_rc rc = ks_folder_make(folder);

	ks_adopt_policy(utf8, &text);
	if (rc == KS_OK)
		rc = write_text(folder, "policy.txt", ks_buf_text(&text), text.len);
	if (rc == KS_OK)
		rc = write_text(folder, "original.txt", utf8, strlen(utf8));
	if (rc == KS_OK)
		rc = write_text(folder, "errata.yaml", errata, strlen(errata));
	ks_buf_finish(&text);
	return rc;
}

static void tell_unwritten(const struct adoption *a, enum ks_rc rc)
{
	fprintf(stderr, "%s に書けませんでした（%s）。\n", a->out, ks_rc_name(rc));
}

/* Line by line it is the user's file, which stays; what was made of it goes when it is of no use. */
static void name_as_told(const struct adoption *a, struct ks_diags *diags)
{
	for (size_t i = 0; i < diags->n_items; i++)
		if (strncmp(diags->items[i].file, a->beside, strlen(a->beside)) == 0) {
			free(diags->items[i].file);
			diags->items[i].file = ks_strdup(a->file);
		}
}

static int read_policy(struct adoption *a, const char *folder)
{
	struct ks_diags diags = {0};
	char *bytes = NULL, *utf8 = NULL;
	size_t len = 0;
	enum ks_rc rc = ks_file_read(a->file, POLICY_BYTES_MAX, &bytes, &len);

	if (rc != KS_OK)
		fprintf(stderr, "%s を読めません。ファイル名を確かめてください。\n", a->file);
	else if (!(utf8 = ks_decode_text(a->file, bytes, len, &len, &diags)))
		rc = KS_INVALID;
	if (rc == KS_OK && (rc = write_policy(folder, utf8)) != KS_OK)
		tell_unwritten(a, rc);
	if (rc == KS_OK)
		rc = ks_policy_load(folder, &a->policy, &diags);
	name_as_told(a, &diags);
	ks_diags_print(&diags, stderr);
	ks_diags_finish(&diags);
	free(bytes);
	free(utf8);
	return rc == KS_OK ? KS_EXIT_DONE : KS_EXIT_FAILED;
}

/* ---- the files ---- */

static bool ends(const char *name, const char *with)
{
	size_t len = strlen(name), n = strlen(with);

	return len > n && strcmp(name + len - n, with) == 0;
}

static void put_organisation(const struct adoption *a, const char *text, struct ks_buf *out)
{
	while (*text) {
		const char *end = text + strcspn(text, "\n");

		if (strncmp(text, "name:", 5) == 0) {
			ks_buf_puts(out, "name: ");
			ks_buf_json(out, a->name);
		} else {
			ks_buf_append(out, text, (size_t)(end - text));
		}
		if (*end)
			ks_buf_putc(out, '\n');
		text = *end ? end + 1 : end;
	}
}

static enum ks_rc copy_file(const struct adoption *a, const char *from, const char *to)
{
	struct ks_buf text = {0};
	char *bytes = NULL;
	size_t len = 0;
	enum ks_rc rc = ks_file_read(from, FILE_BYTES_MAX, &bytes, &len);

	if (rc == KS_OK && ends(from, "/organisation.yaml"))
		put_organisation(a, bytes, &text);
	else if (rc == KS_OK && (ends(from, ".md") || ends(from, ".gift") || ends(from, ".yaml")))
		ks_adopt_text(bytes, &a->content.policy, &a->policy, a->pairs, &text);
	else if (rc == KS_OK)
		ks_buf_append(&text, bytes, len);
	if (rc == KS_OK)
		rc = ks_file_write(to, ks_buf_text(&text), text.len, 0644);
	ks_buf_finish(&text);
	free(bytes);
	return rc;
}

/* The old policy stays behind; the new one is there already. */
static enum ks_rc copy_folder(const struct adoption *a, const char *from, const char *to, int depth)
{
	char **names = NULL;
	size_t n = 0;
	enum ks_rc rc = ks_folder_list(from, NULL, &names, &n);

	if (rc == KS_OK)
		rc = ks_folder_make(to);
	for (size_t i = 0; i < n && rc == KS_OK; i++) {
		char *source = ks_path_join(from, names[i]), *target = ks_path_join(to, names[i]);

		if (depth == 0 && strcmp(names[i], "policy") == 0)
			;
		else if (!ks_folder_exists(source))
			rc = copy_file(a, source, target);
		else if (depth < DEPTH_MAX)
			rc = copy_folder(a, source, target, depth + 1);
		free(source);
		free(target);
	}
	ks_folder_list_finish(names, n);
	return rc;
}

/* ---- what people still have to do ---- */

static const struct ks_adopt_pair *pair_of(const struct adoption *a, const char *id)
{
	const struct ks_clause *clause = ks_policy_find(&a->content.policy, id);

	return clause ? &a->pairs[clause - a->content.policy.clauses] : NULL;
}

/* The worst of its clauses decides. */
static const struct ks_adopt_pair *worst_of(const struct adoption *a, const char **clauses, size_t n)
{
	const struct ks_adopt_pair *worst = NULL;

	for (size_t i = 0; i < n; i++) {
		const struct ks_adopt_pair *pair = pair_of(a, clauses[i]);

		if (pair && (!worst || pair->verdict > worst->verdict))
			worst = pair;
	}
	return worst;
}

static void judge(struct adoption *a, const char *what, const char *title, const char **clauses,
		  size_t n)
{
	const struct ks_adopt_pair *worst = worst_of(a, clauses, n);

	if (!worst || worst->verdict == KS_ADOPT_HOLDS) {
		a->n_holds++;
		return;
	}
	a->n_rewrite++;
	ks_buf_printf(&a->report, "- %s %s: %s（新しい方針の %s、似ている度合い %.0f%%）\n", what,
		      title, worst->verdict == KS_ADOPT_REWRITE ? "書き直す" : "当たる条がない",
		      a->policy.clauses[worst->to].id, 100 * worst->likeness);
}

static void report_lesson(struct adoption *a, const struct ks_lesson *lesson)
{
	size_t n_holds = a->n_holds, n_rewrite = a->n_rewrite;

	ks_buf_printf(&a->report, "\n## %s %s\n\n", lesson->id, lesson->title);
	for (size_t i = 0; i < lesson->n_pages; i++)
		judge(a, lesson->pages[i].id, lesson->pages[i].title.text, lesson->pages[i].clauses,
		      lesson->pages[i].n_clauses);
	for (size_t i = 0; i < lesson->quiz.n_questions; i++) {
		const struct ks_question *question = &lesson->quiz.questions[i];

		judge(a, question->id, question->name ? question->name : "", question->clauses,
		      question->n_clauses);
	}
	ks_buf_printf(&a->report, "\nそのまま使える %zu、書き直す %zu\n", a->n_holds - n_holds,
		      a->n_rewrite - n_rewrite);
}

static bool is_taught(const struct adoption *a, size_t clause)
{
	for (size_t i = 0; i < a->content.policy.n_clauses; i++)
		if (a->pairs[i].to == clause && a->pairs[i].verdict != KS_ADOPT_GONE)
			return true;
	return false;
}

static void report_clauses(struct adoption *a)
{
	ks_buf_puts(&a->report, "\n## どの科目も教えていない条\n\n");
	for (size_t i = 0; i < a->policy.n_clauses; i++) {
		const struct ks_clause *clause = &a->policy.clauses[i];

		if (is_taught(a, i) || !clause->text[0])
			continue;
		a->n_untaught++;
		ks_buf_printf(&a->report, "- %s %s %s\n", clause->id, clause->title, clause->text);
	}
	ks_buf_puts(&a->report,
		    "\n## 条の対応\n\n| ここの方針 | 新しい方針 | 似ている度合い |\n|---|---|---|\n");
	for (size_t i = 0; i < a->content.policy.n_clauses; i++)
		ks_buf_printf(&a->report, "| %s | %s | %.0f%% |\n", a->content.policy.clauses[i].id,
			      a->policy.clauses[a->pairs[i].to].id, 100 * a->pairs[i].likeness);
}

static enum ks_rc write_report(struct adoption *a)
{
	ks_buf_printf(&a->report, "# %s の教材にするために\n\n", a->name);
	ks_buf_puts(&a->report,
		    "引用と条の番号は、新しい方針のものになっています。次の所は、人が読んで直します。\n"
		    "原文は policy/" VERSION
		    "/original.txt です。policy.txt では、条の頭の番号だけを書き替えました。\n");
	for (size_t i = 0; i < a->content.n_lessons; i++)
		report_lesson(a, &a->content.lessons[i]);
	report_clauses(a);
	ks_buf_printf(
		&a->report,
		"\n## 名前\n\n文と絵の中の「%s」は、そのままです。「%s」の言い方に直してください。\n",
		a->content.organisation.name, a->name);
	return write_text(a->beside, "adopt.md", ks_buf_text(&a->report), a->report.len);
}

static int make_beside(struct adoption *a)
{
	char *above = ks_format(
		"%.*s", (int)(strrchr(a->out, '/') ? strrchr(a->out, '/') - a->out : 0), a->out);
	enum ks_rc rc = above[0] ? ks_folder_make(above) : KS_OK;

	a->beside = ks_format("%s.XXXXXX", a->out);
	if (rc == KS_OK && !mkdtemp(a->beside))
		rc = KS_IO;
	if (rc != KS_OK)
		tell_unwritten(a, rc);
	free(above);
	return rc == KS_OK ? KS_EXIT_DONE : KS_EXIT_FAILED;
}

static int adopt(struct adoption *a, const char *content)
{
	char *above = ks_path_join(a->beside, "policy"), *folder = ks_path_join(above, VERSION);
	int exit_code = ks_tools_content_open(content, &a->content);
	enum ks_rc rc = KS_OK;

	if (exit_code == KS_EXIT_DONE)
		exit_code = read_policy(a, folder);
	if (exit_code == KS_EXIT_DONE) {
		a->pairs = ks_adopt_align(&a->content.policy, &a->policy);
		rc = copy_folder(a, a->content.folder, a->beside, 0);
		if (rc == KS_OK)
			rc = write_report(a);
		if (rc == KS_OK && rename(a->beside, a->out) != 0)
			rc = KS_IO;
	}
	if (rc != KS_OK) {
		tell_unwritten(a, rc);
		exit_code = KS_EXIT_FAILED;
	}
	if (exit_code == KS_EXIT_DONE)
		printf("%s を作りました。そのまま使えるページと問題 %zu、書き直す %zu、教えていない条 %zu です。\n"
		       "直す所: %s/adopt.md　確かめる: kenshu content check %s\n",
		       a->out, a->n_holds, a->n_rewrite, a->n_untaught, a->out, a->out);
	free(above);
	free(folder);
	return exit_code;
}

int ks_content_adopt(int argc, char **argv)
{
	struct adoption a = {0};
	const char *content = NULL;
	const struct ks_option options[] = {
		{"--policy", "FILE", "新しい団体の方針（テキスト。UTF-8、CP932 など）", &a.file,
		 NULL, true},
		{"--name", "TEXT", "新しい団体の名前", &a.name, NULL, true},
		{"--out", "DIR", "新しい教材のフォルダー（まだないもの）", &a.out, NULL, true},
		{"--content", "DIR", "もとにする教材（なければ、プログラムのそばの教材）", &content,
		 NULL, false},
	};
	const struct ks_args args = {
		.program = "kenshu content adopt",
		.summary = "別の団体の方針で、教材を作ります。引用と条の番号は新しい方針のものになります。\n"
			   "人が直す所は、--out の adopt.md に並びます。",
		.options = options,
		.n_options = KS_COUNT(options),
	};
	char *beside;
	int exit_code;

	if (!ks_tools_parse(&args, argc, argv, NULL, &exit_code))
		return exit_code;
	if (ks_file_exists(a.out) || ks_folder_exists(a.out)) {
		fprintf(stderr, "%s は、もうあります。別の名前にしてください。\n", a.out);
		return KS_EXIT_FAILED;
	}
	beside = content ? ks_strdup(content) : ks_tools_content_folder();
	exit_code = make_beside(&a);
	if (exit_code == KS_EXIT_DONE) {
		exit_code = adopt(&a, beside);
		if (exit_code != KS_EXIT_DONE)
			ks_folder_remove(a.beside);
	}
	free(a.beside);
	free(beside);
	free(a.pairs);
	ks_buf_finish(&a.report);
	ks_policy_finish(&a.policy);
	ks_content_finish(&a.content);
	return exit_code;
}
