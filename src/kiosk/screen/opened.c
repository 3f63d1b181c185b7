/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "kiosk/parts.h"
#include "kiosk/screen/screen.h"
#include "kiosk/words/words.h"
#include "visit/desk.h"

/* 予定にない集合研修を開く: what, where and how long, a tap each, nothing to type. It begins now, and its roll is open. */

enum step { STEP_WHAT, STEP_WHERE, STEP_LONG };

struct opened {
	enum step step;
	int what, where;
	enum ks_word told; /* why it was not opened; 0: nothing */
};
KS_SCREEN_STATE(struct opened, OPENED)

static const int minutes[] = {30, 60, 90, 120};

static void enter(const struct ks_app *app, struct ks_view *view)
{
	(void)app;
	memset(state_of(view), 0, sizeof(struct opened));
	view->part = 0;
}

/* What it may be called: NULL behind the last. */
static const char *what_at(const struct ks_app *app, int i)
{
	static const enum ks_word usual[] = {KS_W_NEW_WHAT_1, KS_W_NEW_WHAT_2};

	if (i < (int)KS_COUNT(usual))
		return ks_word(usual[i]);
	i -= (int)KS_COUNT(usual);
	return (size_t)i < app->content.n_drills ? app->content.drills[i].title : NULL;
}

/* Where this kiosk stands, else where there are several places for kiosks each of them, then usual rooms. */
static const char *where_at(const struct ks_app *app, int i)
{
	static const enum ks_word usual[] = {KS_W_NEW_WHERE_1, KS_W_NEW_WHERE_2, KS_W_NEW_WHERE_3};
	const struct ks_organisation *organisation = &app->content.organisation;
	int n = 0;

	for (size_t s = 0; s < organisation->n_spots; s++) {
		const struct ks_here *spot = &organisation->spots[s];

		if (spot->place.len == 0 ||
		    (spot->kiosk[0] && strcmp(spot->kiosk, app->options->kiosk) != 0))
			continue;
		if (n++ == i)
			return spot->place.text;
	}
	i -= n;
	return i < (int)KS_COUNT(usual) ? ks_word(usual[i]) : NULL;
}

static void flow_row(struct ks_flow *flow, const char *words, int i)
{
	struct ks_rich rich = ks_rich_plain(words);
	struct ks_choice_row row = {.mark = ks_scene_format(flow->scene, "%d", i + 1),
				    .text = &rich,
				    .action = {KS_ACT_CHOOSE, i}};

	ks_flow_choice(flow, &row);
}

static void fill(struct ks_flow *flow, struct ks_app *app)
{
	static const enum ks_word headings[] = {
		[STEP_WHAT] = KS_W_NEW_WHAT, [STEP_WHERE] = KS_W_NEW_WHERE, [STEP_LONG] = KS_W_NEW_LONG};
	const struct opened *opened = state_in(&app->view);
	const char *words;

	flow->gap_px = ks_mm(&app->ui.metrics, 4.0);
	ks_flow_words(flow, KS_ROLE_HEADING, ks_word(headings[opened->step]), KS_MM_HEADING);
	if (opened->told)
		ks_flow_words(flow, KS_ROLE_TEXT, ks_word(opened->told), 7.0);
	for (int i = 0; opened->step == STEP_WHAT && (words = what_at(app, i)); i++)
		flow_row(flow, words, i);
	for (int i = 0; opened->step == STEP_WHERE && (words = where_at(app, i)); i++)
		flow_row(flow, words, i);
	for (int i = 0; opened->step == STEP_LONG && i < (int)KS_COUNT(minutes); i++)
		flow_row(flow, ks_say(ks_scene_arena(flow->scene), KS_W_NEW_MINUTES, minutes[i]), i);
}

static void build(struct ks_app *app, struct ks_scene *scene)
{
	struct ks_frame_head head =
		ks_frame_person_head(ks_word(KS_W_NEW_TITLE), ks_word(KS_W_DESK_BACK), KS_ACT_DESK);

	head.has_bottom = false;
	ks_parts_build(app, scene, &head, fill);
}

/* It stands on the first part. */
static enum ks_screen_id tell(struct ks_app *app, enum ks_word why)
{
	state_of(&app->view)->told = why;
	app->view.part = 0;
	return KS_SCREEN_SAME;
}

static enum ks_screen_id open_it(struct ks_app *app, int i)
{
	const struct opened *opened = state_in(&app->view);
	enum ks_rc rc = ks_desk_open_new(&app->site, &app->visit, what_at(app, opened->what),
					 where_at(app, opened->where), minutes[i]);

	switch (rc) {
	case KS_NOT_FOUND:
		return tell(app, KS_W_NEW_DOUBT);
	case KS_CONFLICT:
		return tell(app, KS_W_NEW_TWICE);
	case KS_INVALID:
		return tell(app, KS_W_NEW_LATE);
	default:
		return ks_app_where(app, rc);
	}
}

static enum ks_screen_id choose(struct ks_app *app, int i)
{
	struct opened *opened = state_of(&app->view);

	opened->told = 0;
	if (opened->step == STEP_LONG)
		return i < (int)KS_COUNT(minutes) ? open_it(app, i) : KS_SCREEN_SAME;
	if (opened->step == STEP_WHAT)
		opened->what = i;
	else
		opened->where = i;
	opened->step++;
	app->view.part = 0;
	return KS_SCREEN_SAME;
}

static enum ks_screen_id tap(struct ks_app *app, struct ks_action action)
{
	if (ks_parts_tap(app, action))
		return KS_SCREEN_SAME;
	if (action.what == KS_ACT_CHOOSE)
		return choose(app, action.arg);
	if (action.what != KS_ACT_DESK)
		return KS_SCREEN_SAME;
	ks_desk_back(&app->visit);
	return ks_app_where(app, KS_OK);
}

const struct ks_screen ks_screen_opened = {
	.name = "opened", .enter = enter, .build = build, .tap = tap, .is_read = true};
