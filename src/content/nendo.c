/* SPDX-License-Identifier: Apache-2.0 */
#include "content/nendo.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/calendar.h"
#include "base/file.h"
#include "base/mem.h"
#include "content/plan.h"

/* The course files are people's own, with their remarks: only four lines of each are written anew. */

#define COURSE_BYTES_MAX ((size_t)1 << 20)

static bool begins(const char *line, const char *end, const char *key)
{
	size_t len = strlen(key);

	return (size_t)(end - line) > len && strncmp(line, key, len) == 0;
}

/* 2026-12-25 … → 2027-12-25 …; false when there is no day in it. */
static bool put_later(const char *line, const char *end, int years, struct ks_buf *out)
{
	const char *at = line + strcspn(line, "0123456789\n");
	char text[16] = "";
	struct ks_date day;

	if (end - at < 10)
		return false;
	memcpy(text, at, 10);
	if (!ks_date_parse(text, &day))
		return false;
	day.year += years;
	if (day.month == 2 && day.day == 29)
		day.day = 28;
	ks_date_format(day, text);
	ks_buf_append(out, line, (size_t)(at - line));
	ks_buf_puts(out, text);
	ks_buf_append(out, at + 10, (size_t)(end - at - 10));
	return true;
}

static void put_line(const char *line, const char *end, int from, int to, struct ks_buf *out)
{
	if (begins(line, end, "nendo:"))
		ks_buf_printf(out, "nendo: %d", to);
	else if (begins(line, end, "revision:"))
		ks_buf_printf(out, "revision: \"%d.1\"", to);
	else if (!(begins(line, end, "opens:") || begins(line, end, "due:")) ||
		 !put_later(line, end, to - from, out))
		ks_buf_append(out, line, (size_t)(end - line));
}

void ks_nendo_course(const char *text, int from, int to, struct ks_buf *out)
{
	while (*text) {
		const char *end = text + strcspn(text, "\n");

		put_line(text, end, from, to, out);
		if (*end)
			ks_buf_putc(out, '\n');
		text = *end ? end + 1 : end;
	}
}

/* ---- the folder ---- */

struct opening {
	const char *content;
	char *courses;
	int from, to;
	struct ks_diags *diags;
	char **names;
	size_t n_names;
	struct ks_buf plan; /* 対象 and 時期, a line a course */
	char **paths;       /* of what is to be written */
	struct ks_buf *texts;
	size_t n;
};

/* annual.yaml → annual-2027.yaml; annual-2026.yaml likewise. */
static char *name_for(const struct opening *o, const char *name)
{
	size_t len = strlen(name) - strlen(".yaml");
	char *tail = ks_format("-%d", o->from), *out;

	if (len > strlen(tail) && strncmp(name + len - strlen(tail), tail, strlen(tail)) == 0)
		len -= strlen(tail);
	out = ks_format("%.*s-%d.yaml", (int)len, name, o->to);
	free(tail);
	return out;
}

static void describe(struct opening *o, const struct ks_plan *plan)
{
	struct ks_date opens = plan->opens, due = plan->due;
	char first[16], last[16];

	opens.year += o->to - o->from;
	due.year += o->to - o->from;
	ks_date_format(opens, first);
	ks_date_format(due, last);
	ks_buf_printf(&o->plan, "  - course: %s\n    title: ", plan->id);
	ks_buf_json(&o->plan, plan->title);
	ks_buf_printf(&o->plan, "\n    period: %s から %s まで\n", first, last);
}

static enum ks_rc take_course(struct opening *o, const char *name)
{
	char *file = ks_path_join(o->courses, name), *text = NULL, *next;
	struct ks_plan plan;
	size_t len = 0;
	enum ks_rc rc = ks_plan_load(file, &plan, o->diags);

	if (rc == KS_OK && plan.nendo == o->to)
		rc = KS_CONFLICT;
	if (rc == KS_OK && plan.nendo == o->from) {
		rc = ks_file_read(file, COURSE_BYTES_MAX, &text, &len);
		if (rc == KS_OK) {
			next = name_for(o, name);
			ks_nendo_course(text, o->from, o->to, &o->texts[o->n]);
			o->paths[o->n++] = ks_path_join(o->courses, next);
			describe(o, &plan);
			free(next);
		}
	}
	ks_plan_finish(&plan);
	free(text);
	free(file);
	return rc;
}

static void put_value(struct ks_buf *out, const char *key, const char *value)
{
	ks_buf_printf(out, "%s: ", key);
	ks_buf_json(out, value ? value : "");
	ks_buf_putc(out, '\n');
}

static void make_plan(struct opening *o, const struct ks_nendo_approval *approval)
{
	struct ks_buf *out = &o->texts[o->n];
	char *folder = ks_path_join(o->content, "training-plan"), *name = ks_format("%d.yaml", o->to);
	char *nendo = ks_wareki_nendo(o->to);

	ks_buf_printf(
		out,
		"# %sの研修計画です。承認者と承認日を書き入れて、承認を受けてから4月1日を迎えます。\n",
		nendo);
	ks_buf_printf(out, "nendo: %d\n", o->to);
	put_value(out, "purpose", "情報セキュリティ基本方針を、職員等が仕事の中で守れるようにする。");
	put_value(out, "audience", "方針の「職員等」と、情報資産を扱う派遣・委託の人");
	put_value(out, "method", "職場の研修端末で科目ごとに受け、確認テストで確かめる。");
	put_value(out, "approver", approval->approver);
	put_value(out, "approved_on", approval->approved_on);
	ks_buf_puts(out, "courses:\n");
	ks_buf_puts(out, ks_buf_text(&o->plan));
	o->paths[o->n++] = ks_path_join(folder, name);
	free(nendo);
	free(name);
	free(folder);
}

/* All are read and none is there before the first is written. */
static enum ks_rc write_all(struct opening *o)
{
	char *folder = ks_path_join(o->content, "training-plan");
	enum ks_rc rc = KS_OK;

	for (size_t i = 0; i < o->n && rc == KS_OK; i++)
		rc = ks_file_exists(o->paths[i]) ? KS_CONFLICT : KS_OK;
	if (rc == KS_OK)
		rc = ks_folder_make(folder);
	/* The plan first: courses without one would count already. */
	for (size_t i = o->n; i-- > 0 && rc == KS_OK;)
		rc = ks_file_create(o->paths[i], ks_buf_text(&o->texts[i]), o->texts[i].len, 0644);
	free(folder);
	return rc;
}

enum ks_rc ks_nendo_open(const char *content, int from, int to,
			 const struct ks_nendo_approval *approval, struct ks_diags *diags,
			 size_t *n_courses)
{
	struct opening o = {.content = content,
			    .courses = ks_path_join(content, "courses"),
			    .from = from,
			    .to = to,
			    .diags = diags};
	enum ks_rc rc = ks_folder_list(o.courses, ".yaml", &o.names, &o.n_names);

	o.paths = ks_alloc_zero(o.n_names + 1, sizeof(*o.paths));
	o.texts = ks_alloc_zero(o.n_names + 1, sizeof(*o.texts));
	for (size_t i = 0; i < o.n_names && rc == KS_OK; i++)
		rc = take_course(&o, o.names[i]);
	*n_courses = o.n;
	if (rc == KS_OK && o.n == 0)
		rc = KS_NOT_FOUND;
	if (rc == KS_OK) {
		make_plan(&o, approval);
		rc = write_all(&o);
	}
	for (size_t i = 0; i < o.n; i++) {
		free(o.paths[i]);
		ks_buf_finish(&o.texts[i]);
	}
	ks_buf_finish(&o.plan);
	free(o.paths);
	free(o.texts);
	ks_folder_list_finish(o.names, o.n_names);
	free(o.courses);
	return rc;
}
