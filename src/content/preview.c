/* SPDX-License-Identifier: Apache-2.0 */
#include "content/preview.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "content/check.h"
#include "content/contacts.h"
#include "content/load_private.h"
#include "content/organisation_read.h"
#include "content/places.h"
#include "content/source.h"

/*
 * The rules are those of `kenshu content check`, and the course is made up here: an author looks at a lesson before any
 * course has it.
 */

#define MARKDOWN ".md"
#define PASS_PERCENT 80

char *ks_preview_folder(const char *lesson)
{
	size_t len = strlen(lesson), tail = strlen(MARKDOWN);
	char *folder, *full;

	if (len > tail && strcmp(lesson + len - tail, MARKDOWN) == 0)
		while (len > 0 && lesson[len - 1] != '/')
			len--;
	while (len > 1 && lesson[len - 1] == '/')
		len--;
	folder = ks_strndup(len > 0 ? lesson : ".", len > 0 ? len : 1);
	/* A lesson is named like its folder, so the folder needs a name. */
	full = folder[strspn(folder, "./")] == '\0' ? realpath(folder, NULL) : NULL;
	if (!full)
		return folder;
	free(folder);
	return full;
}

/* CONTENT of CONTENT/lessons/m6; NULL when the folder is not there. */
static char *content_above(const char *folder)
{
	char *full = realpath(folder, NULL);

	for (int i = 0; full && i < 2; i++) {
		char *slash = strrchr(full, '/');

		if (slash)
			*slash = '\0';
	}
	return full;
}

static void make_course(struct ks_content *out, int n_questions_max)
{
	const struct ks_lesson *lesson = &out->lessons[0];
	struct ks_plan *plan = ks_arena_alloc(&out->arena, sizeof(*plan));
	struct ks_plan_lesson *wanted = ks_arena_alloc(&out->arena, sizeof(*wanted));
	int n = (int)lesson->quiz.n_questions;

	n = n < n_questions_max ? n : n_questions_max;
	*wanted = (struct ks_plan_lesson){.id = lesson->id,
					  .title = lesson->title,
					  .minutes = lesson->minutes,
					  .is_ready = true,
					  .n_questions = n,
					  .pass_right = (n * PASS_PERCENT + 99) / 100};
	*plan = (struct ks_plan){.id = "preview",
				 .file = "",
				 .title = lesson->title,
				 .revision = "",
				 .acknowledge_text = "",
				 .policy_sha256 = "",
				 .lessons = wanted,
				 .n_lessons = 1};
	out->plans = plan;
	out->n_plans = 1;
}

static void check(struct ks_content *out, struct ks_diags *diags)
{
	ks_check_pages(out, diags);
	ks_check_figures(out, diags);
	ks_check_questions(out, diags);
	ks_places_check(out, diags);
	ks_contacts_check(out, diags);
	ks_check_teaching(out, false, diags);
}

enum ks_rc ks_preview_load(const char *lesson, const char *content, int n_questions_max,
			   struct ks_content *out, struct ks_diags *diags)
{
	char *folder = ks_preview_folder(lesson);
	char *above = content ? ks_strdup(content) : content_above(folder);
	size_t errors = diags->n_errors;
	enum ks_rc rc = KS_NOT_FOUND;

	memset(out, 0, sizeof(*out));
	if (!above || !ks_folder_exists(folder)) {
		ks_diags_error(diags, lesson, 0, "科目のフォルダーがありません。");
	} else {
		out->folder = ks_arena_strdup(&out->arena, above);
		ks_organisation_read(out, NULL);
		ks_load_policy(out, diags);
		(void)!ks_readings_load(ks_source_join(&out->arena, above, "readings.yaml"),
					&out->readings, diags);
		out->lessons = ks_arena_alloc(&out->arena, sizeof(*out->lessons));
		rc = ks_lesson_load(folder, &out->policy, &out->lessons[0], diags);
		out->n_lessons = 1;
		ks_places_fill(out);
		ks_contacts_fill(out);
		check(out, diags);
		make_course(out, n_questions_max);
		if (rc == KS_OK && diags->n_errors > errors)
			rc = KS_INVALID;
	}
	free(above);
	free(folder);
	return rc;
}
