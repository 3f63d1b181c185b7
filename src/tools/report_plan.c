/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"
#include "base/mem.h"
#include "collector/centre.h"
#include "content/content.h"
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

static int say_missing(const char *folder, int nendo)
{
	char *words = ks_wareki_nendo(nendo);

	fprintf(stderr,
		"%s（%d）の研修計画がありません。計画を届けた端末はなく、%s にもありません。"
		"--content で教材のフォルダーを指定してください。\n",
		words, nendo, folder);
	free(words);
	return KS_EXIT_FAILED;
}

int ks_report_plans(const struct ks_report *report, struct ks_plans *out)
{
	struct ks_diags diags = {0};
	struct ks_unpacked place;
	char *folder;

	*out = (struct ks_plans){0};
	if (!report->content) {
		if (ks_centre_plans(report->store, report->nendo, out) == KS_OK)
			return KS_EXIT_DONE;
		ks_plans_finish(out);
	}
	folder = report->content ? ks_strdup(report->content) : ks_tools_content_folder();
	if (ks_unpacked_open(folder, &place, &diags) == KS_OK)
		find_in_folder(place.folder, report->nendo, out);
	ks_diags_print(&diags, stderr);
	ks_diags_finish(&diags);
	ks_unpacked_close(&place);
	if (out->n_items == 0)
		say_missing(folder, report->nendo);
	free(folder);
	return out->n_items > 0 ? KS_EXIT_DONE : KS_EXIT_FAILED;
}
