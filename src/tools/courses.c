/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/mem.h"
#include "content/bundle.h"
#include "content/load.h"
#include "content/plan.h"
#include "tools/tools.h"

/* What a request says of the content that lies beside whoever asks: the centre has none. */

void ks_tools_put_plans(struct ks_buf *out, const char *content)
{
	char *courses = ks_path_join(content, "courses"), **names = NULL;
	struct ks_diags ignored = {0}; /* `kenshu content check` tells them */
	size_t n_names = 0, n_put = 0;

	if (ks_folder_list(courses, ".yaml", &names, &n_names) != KS_OK)
		n_names = 0;
	ks_buf_puts(out, ",\"plans\":[");
	for (size_t i = 0; i < n_names; i++) {
		char *file = ks_path_join(courses, names[i]), *json;
		struct ks_plan plan;

		if (ks_plan_load(file, &plan, &ignored) == KS_OK) {
			json = ks_plan_to_json(&plan);
			ks_buf_printf(out, "%s%s", n_put++ > 0 ? "," : "", json);
			free(json);
		}
		ks_plan_finish(&plan);
		free(file);
	}
	ks_buf_puts(out, "]");
	ks_diags_finish(&ignored);
	ks_folder_list_finish(names, n_names);
	free(courses);
}

int ks_tools_put_courses(struct ks_buf *out, const char *content)
{
	char *folder = content ? ks_strdup(content) : ks_tools_content_folder();
	struct ks_content head = {0};
	struct ks_diags diags = {0};
	struct ks_unpacked place;
	int exit_code = KS_EXIT_DONE;
	enum ks_rc rc = ks_unpacked_open(folder, &place, &diags);

	if (rc == KS_OK) {
		const char *at = place.folder ? place.folder : folder;

		ks_tools_put_plans(out, at);
		rc = ks_content_open(at, &head, &diags);
		if (rc == KS_OK || rc == KS_INVALID) {
			ks_buf_puts(out, ",\"iri_base\":");
			ks_buf_json(out, head.organisation.iri_base);
		}
	} else if (content) { /* none was named: the centre knows what kiosks told it */
		if (rc == KS_NOT_FOUND)
			ks_diags_error(&diags, folder, 0, "教材のフォルダーがありません。");
		ks_diags_print(&diags, stderr);
		exit_code = KS_EXIT_FAILED;
	}
	ks_content_finish(&head);
	ks_unpacked_close(&place);
	ks_diags_finish(&diags);
	free(folder);
	return exit_code;
}

int ks_tools_ask_about(const char *state, const char *operation, const struct ks_member *members,
		       size_t n_members, const char *nendo, const char *content)
{
	struct ks_buf request = {.ceiling = (size_t)1 << 24};
	int exit_code;

	if (nendo && (strlen(nendo) != 4 || strspn(nendo, "0123456789") != 4)) {
		fprintf(stderr, "--nendo は西暦の年度を 2026 のように書いてください。\n");
		return KS_EXIT_USAGE;
	}
	ks_tools_begin_request(&request, operation, members, n_members);
	ks_buf_printf(&request, ",\"nendo\":%ld", nendo ? strtol(nendo, NULL, 10) : 0);
	exit_code = ks_tools_put_courses(&request, content);
	ks_buf_puts(&request, "}");
	if (exit_code == KS_EXIT_DONE)
		exit_code = ks_tools_ask(state, ks_buf_text(&request), NULL, NULL);
	ks_buf_finish(&request);
	return exit_code;
}
