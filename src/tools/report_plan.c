/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"
#include "base/mem.h"
#include "content/content.h"
#include "content/unpacked.h"
#include "lrs/centre.h"
#include "tools/report.h"
#include "tools/tools.h"

/*
 * A report is only as right as its denominators, so the plans come from the nearest witness: what the person named,
 * else what the kiosks said they run, else the content that lies beside this program.
 */

static void take_plan(const char *file, int nendo, struct ks_plans *out)
{
	struct ks_diags diags = {0};
	struct ks_plan plan;

	if (ks_plan_load(file, &plan, &diags) == KS_OK && plan.nendo == nendo) {
		ks_grow(&out->items, out->n_items, &out->capacity);
		out->items[out->n_items++] = plan;
	} else {
		ks_plan_finish(&plan);
	}
	ks_diags_print(&diags, stderr);
	ks_diags_finish(&diags);
}

/* Only courses/ is read: a report needs neither lessons nor policy. */
static void find_in_folder(const char *content, int nendo, struct ks_plans *out)
{
	char *courses = ks_path_join(content, "courses");
	char **names = NULL;
	size_t n_names = 0;

	if (ks_folder_list(courses, ".yaml", &names, &n_names) != KS_OK)
		n_names = 0;
	for (size_t i = 0; i < n_names; i++) {
		char *file = ks_path_join(courses, names[i]);

		take_plan(file, nendo, out);
		free(file);
	}
	ks_folder_list_finish(names, n_names);
	free(courses);
}

/* The newest 年度 that has a plan at the centre or in the folder, 0 for none. */
static int find_other_nendo(struct ks_store *store, const char *content)
{
	char *courses = ks_path_join(content, "courses"), **names = NULL;
	struct ks_diags ignored = {0};
	size_t n_names = 0;
	int newest = 0;

	if (ks_centre_plan_nendo(store, &newest) != KS_OK)
		newest = 0;
	if (ks_folder_list(courses, ".yaml", &names, &n_names) != KS_OK)
		n_names = 0;
	for (size_t i = 0; i < n_names; i++) {
		char *file = ks_path_join(courses, names[i]);
		struct ks_plan plan;

		if (ks_plan_load(file, &plan, &ignored) == KS_OK && plan.nendo > newest)
			newest = plan.nendo;
		ks_plan_finish(&plan);
		free(file);
	}
	ks_diags_finish(&ignored);
	ks_folder_list_finish(names, n_names);
	free(courses);
	return newest;
}

/* A folder found beside the program is named without the way there: "/usr/share/…", not "/usr/bin/../share/…". */
static void say_missing(const struct ks_report *report, const char *folder, int other_nendo)
{
	char *words = ks_wareki_nendo(report->nendo), *named = realpath(folder, NULL);

	fprintf(stderr, "%s（%d）の研修計画がありません。計画を届けた端末はなく、%s にもありません。",
		words, report->nendo, report->content || !named ? folder : named);
	if (other_nendo > 0) {
		char *other = ks_wareki_nendo(other_nendo);

		fprintf(stderr,
			"%sの計画ならあります。--nendo %d を付けて、もう一度実行してください。\n",
			other, other_nendo);
		free(other);
	} else {
		fprintf(stderr, "--content で教材のフォルダーを指定してください。\n");
	}
	free(words);
	free(named);
}

int ks_report_plans(const struct ks_report *report, struct ks_plans *out)
{
	struct ks_diags diags = {0};
	struct ks_unpacked place;
	char *folder;
	enum ks_rc rc;

	*out = (struct ks_plans){0};
	if (!report->content) {
		rc = ks_centre_plans(report->store, report->nendo, out);
		if (rc != KS_NOT_FOUND) /* no other plan stands in for one that cannot be read */
			return rc == KS_OK ? KS_EXIT_DONE : ks_tools_failed(rc);
	}
	folder = report->content ? ks_strdup(report->content) : ks_tools_content_folder();
	if (ks_unpacked_open(folder, &place, &diags) == KS_OK)
		find_in_folder(place.folder, report->nendo, out);
	if (out->n_items == 0)
		say_missing(report, folder,
			    find_other_nendo(report->store, place.folder ? place.folder : folder));
	ks_diags_print(&diags, stderr);
	ks_diags_finish(&diags);
	ks_unpacked_close(&place);
	free(folder);
	return out->n_items > 0 ? KS_EXIT_DONE : KS_EXIT_FAILED;
}
