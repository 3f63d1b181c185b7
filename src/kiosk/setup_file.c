/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk/setup_file.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/config.h"
#include "base/file.h"
#include "base/log.h"

/* `name: value` lines, as the configuration has them. What cannot be read is asked anew. */

#define FILE_NAME "setup"

static const char *const steps[KS_SETUP_STEP_COUNT] = {
	[KS_SETUP_NONE] = "done",   [KS_SETUP_KIND] = "kind",   [KS_SETUP_WIDTH] = "width",
	[KS_SETUP_TOUCH] = "touch", [KS_SETUP_ENROL] = "enrol", [KS_SETUP_PLACE] = "place",
};

static enum ks_setup_step step_of(const char *word)
{
	for (int i = 0; word && i < KS_SETUP_STEP_COUNT; i++)
		if (strcmp(steps[i], word) == 0)
			return (enum ks_setup_step)i;
	return KS_SETUP_KIND;
}

void ks_setup_read(struct ks_options *options, bool may_ask, const char **display_mm)
{
	const char *step = NULL, *alone = NULL;
	const struct ks_config_name names[] = {{"step", &step},
					       {"alone", &alone},
					       {"display_mm", display_mm},
					       {"place", &options->place}};
	char *file = ks_path_join(options->state, FILE_NAME);
	bool is_there = ks_file_exists(file);
	struct ks_diags diags = {0};

	options->is_mm_told = *display_mm;
	options->is_place_told = options->place;
	if (is_there && ks_config_read(file, names, KS_COUNT(names), &options->arena, &diags) != KS_OK)
		ks_log_warn("kiosk", "%s cannot be read", file);
	ks_diags_finish(&diags);
	free(file);
	options->is_alone = may_ask && alone && strcmp(alone, "yes") == 0;
	if (options->is_alone) {
		options->endpoint = "";
		options->wants_enrolment = false;
	}
	if (is_there)
		options->setup_step = step_of(step);
	else if (may_ask && options->wants_enrolment)
		options->setup_step = KS_SETUP_KIND;
}

void ks_setup_recognise(struct ks_options *options, struct ks_store *store, const char *label)
{
	char *known = NULL;

	if (options->setup_step == KS_SETUP_KIND && ks_store_get(store, "kiosk", &known) == KS_OK &&
	    strcmp(known, label) == 0) {
		options->setup_step = KS_SETUP_NONE;
		options->is_alone = true;
		options->endpoint = "";
		options->wants_enrolment = false;
	}
	free(known);
}

enum ks_screen_id ks_setup_screen(const struct ks_options *options)
{
	bool is_enrol = options->setup_step == KS_SETUP_ENROL;

	if (options->setup_step == KS_SETUP_NONE ||
	    (is_enrol && !options->wants_enrolment && options->is_place_told))
		return KS_SCREEN_SAME;
	return is_enrol && options->wants_enrolment ? KS_SCREEN_ENROL : KS_SCREEN_SETUP;
}

enum ks_rc ks_setup_write(const struct ks_options *options)
{
	struct ks_buf text = {0};
	char *file = ks_path_join(options->state, FILE_NAME);
	enum ks_rc rc;

	ks_buf_printf(&text, "step: %s\nalone: %s\n", steps[options->setup_step],
		      options->is_alone ? "yes" : "no");
	if (!options->is_mm_told)
		ks_buf_printf(&text, "display_mm: %.0f\n", options->display_long_mm);
	if (!options->is_place_told && options->place && *options->place)
		ks_buf_printf(&text, "place: %s\n", options->place);
	rc = ks_file_write(file, text.data, text.len, 0600);
	if (rc != KS_OK)
		ks_log_error("kiosk", "%s cannot be written: %s", file, ks_rc_name(rc));
	ks_buf_finish(&text);
	free(file);
	return rc;
}
