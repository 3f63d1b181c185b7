/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk/parts.h"
#include "kiosk/screen/roll_say.h"
#include "kiosk/screen/screen.h"
#include "kiosk/words/words.h"
#include "visit/desk.h"

/* A reason out of a list (design 42, 43): the one that is touched is recorded at once, word for word. */

static const struct {
	enum ks_word heading, first, last;
} lists[] = {
	[KS_DESK_EXCUSE] = {KS_W_WHY_EXCUSE, KS_W_WHY_EXCUSE_1, KS_W_WHY_EXCUSE_7},
	[KS_DESK_REMOVE] = {KS_W_WHY_REMOVE, KS_W_WHY_REMOVE_1, KS_W_WHY_REMOVE_3},
	[KS_DESK_ADMIT] = {KS_W_WHY_ADMIT, KS_W_WHY_ADMIT_1, KS_W_WHY_ADMIT_4},
	[KS_DESK_CLOSE] = {KS_W_WHY_CLOSE, KS_W_WHY_CLOSE_1, KS_W_WHY_CLOSE_3},
};

static const char *heading_words(struct ks_app *app, struct ks_scene *scene)
{
	const struct ks_desk_visit *desk = &app->visit.desk;
	const char *name = desk->staff ? ks_desk_name(&app->visit, desk->staff) : "";
	size_t n_here = desk->roll.n_here + desk->roll.n_walk_ins;

	if (desk->deed == KS_DESK_CLOSE)
		return ks_say(ks_scene_arena(scene), KS_W_WHY_CLOSE, (int)n_here, desk->n_counted);
	return ks_say(ks_scene_arena(scene), lists[desk->deed].heading, name[0] ? name : desk->staff);
}

/* What there is to look at about the one whose presence is to be taken back; NULL: nothing. */
static const char *noted_words(struct ks_app *app, struct ks_scene *scene)
{
	const struct ks_desk_visit *desk = &app->visit.desk;
	const struct ks_roll_person *person =
		desk->deed == KS_DESK_REMOVE ? ks_roll_find(&desk->roll, desk->staff) : NULL;

	return person ? ks_roll_say_notes(scene, person) : NULL;
}

static void flow_reason(struct ks_flow *flow, const char *words, struct ks_action action)
{
	struct ks_rich rich = ks_rich_plain(words);
	struct ks_choice_row row = {.text = &rich, .action = action};

	ks_flow_choice(flow, &row);
}

static void fill(struct ks_flow *flow, struct ks_app *app)
{
	struct ks_text_style heading = ks_widget_heading_style(&app->ui, 10.0);
	struct ks_text_style small = ks_widget_style(&app->ui, 6.4);
	enum ks_desk_deed deed = app->visit.desk.deed;
	struct ks_rich title = ks_rich_plain(heading_words(app, flow->scene));
	struct ks_rich note = ks_rich_plain(ks_word(KS_W_WHY_NOTE));
	const char *noted = noted_words(app, flow->scene);

	flow->gap_px = ks_mm(&app->ui.metrics, 4.0);
	small.color = KS_COLOR_INK2;
	ks_flow_text(flow, KS_ROLE_HEADING, &title, &heading, 0);
	if (noted)
		ks_flow_words(flow, KS_ROLE_TEXT, noted, KS_MM_LABEL);
	ks_flow_text(flow, KS_ROLE_TEXT, &note, &small, 0);
	if (deed == KS_DESK_CLOSE)
		flow_reason(flow, ks_word(KS_W_WHY_GO_BACK), (struct ks_action){KS_ACT_HOME, 1});
	for (int word = (int)lists[deed].first; word <= (int)lists[deed].last; word++)
		flow_reason(flow, ks_word((enum ks_word)word), (struct ks_action){KS_ACT_WHY, word});
}

static void build(struct ks_app *app, struct ks_scene *scene)
{
	struct ks_frame_head head =
		ks_frame_person_head(ks_word(KS_W_ROLL_TITLE), ks_word(KS_W_ROLL_BACK), KS_ACT_HOME);

	head.has_bottom = false;
	ks_parts_build(app, scene, &head, fill);
}

static enum ks_screen_id tap(struct ks_app *app, struct ks_action action)
{
	if (ks_parts_tap(app, action))
		return KS_SCREEN_SAME;
	if (action.what == KS_ACT_HOME)
		ks_desk_back(&app->visit);
	else if (action.what != KS_ACT_WHY)
		return KS_SCREEN_SAME;
	else
		return ks_app_where(
			app, (action.arg == KS_W_WHY_ADMIT_4 ? ks_desk_from_paper : ks_desk_say)(
				     &app->site, &app->visit, ks_word((enum ks_word)action.arg)));
	return ks_app_where(app, KS_OK);
}

const struct ks_screen ks_screen_why = {
	.name = "why", .enter = ks_parts_enter, .build = build, .tap = tap, .is_read = true};
