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
 * A report is only as right as its denominators, so the plan comes from the nearest witness: what the person named,
 * else what a kiosk said it runs, else the content that lies beside this program.
 */

static bool takes_plan(const char *file, int nendo, struct ks_plan *out)
{
	struct ks_diags diags = {0};
	bool is_good = ks_plan_load(file, out, &diags) == KS_OK && out->nendo == nendo;

	if (diags.n_errors > 0)
		ks_diags_print(&diags, stderr);
	ks_diags_finish(&diags);
	if (!is_good)
		ks_plan_finish(out);
	return is_good;
}

/* Only courses/ is read: a report needs neither lessons nor policy. */
static bool find_in_folder(const char *content, int nendo, struct ks_plan *out)
{
	char *courses = ks_path_join(content, "courses");
	char **names = NULL;
	size_t n_names = 0;
	bool is_found = false;

	if (ks_folder_list(courses, ".yaml", &names, &n_names) != KS_OK)
		n_names = 0;
	for (size_t i = 0; !is_found && i < n_names; i++) {
		char *file = ks_path_join(courses, names[i]);

		is_found = takes_plan(file, nendo, out);
		free(file);
	}
	ks_folder_list_finish(names, n_names);
	free(courses);
	return is_found;
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

int ks_report_plan(const struct ks_report *report, struct ks_plan *out)
{
	char *json = NULL, *folder;
	bool is_found;
	enum ks_rc rc;

	*out = (struct ks_plan){0};
	if (!report->content) {
		rc = ks_centre_plan_json(report->store, report->nendo, &json);
		if (rc == KS_OK)
			rc = ks_plan_from_json(json, out);
		free(json);
		if (rc == KS_OK)
			return KS_EXIT_DONE;
		ks_plan_finish(out);
	}
	folder = report->content ? ks_strdup(report->content) : ks_tools_content_folder();
	is_found = find_in_folder(folder, report->nendo, out);
	if (!is_found)
		say_missing(folder, report->nendo);
	free(folder);
	return is_found ? KS_EXIT_DONE : KS_EXIT_FAILED;
}
