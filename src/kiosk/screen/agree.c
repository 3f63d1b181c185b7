/* SPDX-License-Identifier: Apache-2.0 */
#include "visit/agree.h"

#include <string.h>

#include "kiosk/flow.h"
#include "kiosk/frame.h"
#include "kiosk/parts.h"
#include "kiosk/screen/policy.h"
#include "kiosk/screen/saved.h"
#include "kiosk/screen/screen.h"
#include "kiosk/words/words.h"

/*
 * At the end of a course: the policy by title, version and first digits of its sha256, its clause about the duty to
 * comply, and the very sentence that is recorded when one agrees to it. Who is not ready signs out: it stays owed.
 */

#define DIGITS 12

static void enter(const struct ks_app *app, struct ks_view *view)
{
	(void)app;
	view->part = 0;
}

/* The very words on the screen, which are recorded with the agreement. */
static const char *sentence_words(const struct ks_app *app)
{
	const struct ks_plan *plan = app->visit.agree.plan;

	return *plan->acknowledge_text ? plan->acknowledge_text : ks_word(KS_W_AGREE_SENTENCE);
}

static const char *version_words(struct ks_app *app, struct ks_scene *scene)
{
	const struct ks_policy *policy = &app->content.policy;

	return ks_say(ks_scene_arena(scene), KS_W_AGREE_VERSION, policy->version,
		      ks_scene_format(scene, "%.*s", DIGITS, policy->sha256));
}

/* What one agrees to: the clause about the duty to comply, NULL where a policy has none. */
static const struct ks_clause *duty_in(const struct ks_policy *policy)
{
	for (size_t i = 0; i < policy->n_clauses; i++)
		if (strstr(policy->clauses[i].title, "遵守義務"))
			return &policy->clauses[i];
	return NULL;
}

static void flow_policy(struct ks_flow *flow, struct ks_app *app)
{
	const struct ks_policy *policy = &app->content.policy;
	const struct ks_clause *duty = duty_in(policy);
	const char *name = ks_scene_format(flow->scene, "%s（%s）", policy->title, policy->issued);
	struct ks_rich text =
		duty ? ks_policy_mark(policy, duty, duty->text, ks_scene_arena(flow->scene)).text
		     : ks_rich_plain(name);
	struct ks_quote quote = {.ground = KS_COLOR_KEY_SOFT,
				 .bar = KS_COLOR_KEY,
				 .text = &text,
				 .mm = duty ? 6.4 : 8.0,
				 .title = duty ? ks_scene_format(flow->scene, "%s　%s %s", name,
								 duty->id, duty->title)
					       : NULL,
				 .source = version_words(app, flow->scene)};
	struct ks_rect r;

	if (ks_flow_room(flow, ks_widget_quote(flow->scene, flow->column, &quote, true), &r))
		ks_widget_quote(flow->scene, r, &quote, false);
}

static void fill(struct ks_flow *flow, struct ks_app *app)
{
	bool is_done = app->visit.agree.receipt;
	struct ks_text_style heading = ks_widget_heading_style(&app->ui, KS_MM_HEADING);
	struct ks_text_style sentence = ks_widget_style(&app->ui, 9.6);
	struct ks_text_style note = ks_widget_style(&app->ui, 6.4);
	struct ks_rich title = ks_rich_plain(ks_word(is_done ? KS_W_AGREE_DONE : KS_W_AGREE_HEADING));
	struct ks_rich words = ks_rich_plain(sentence_words(app));
	struct ks_rich aside = ks_rich_plain(ks_word(KS_W_AGREE_ASIDE));
	struct ks_rect r;

	sentence.face = KS_FACE_BOLD;
	note.color = KS_COLOR_INK2;
	ks_flow_text(flow, KS_ROLE_HEADING, &title, &heading, 0);
	flow_policy(flow, app);
	if (!is_done)
		ks_flow_text(flow, KS_ROLE_TEXT, &aside, &note, 0);
	ks_flow_text(flow, KS_ROLE_TEXT, &words, &sentence, 0); /* beside the button */
	if (is_done && ks_flow_room(flow, ks_em(&app->ui.metrics, 7.2) * 8, &r))
		ks_saved_build(app, flow->scene, r, KS_W_AGREE_DONE_AT, app->visit.agree.receipt);
}

static void build(struct ks_app *app, struct ks_scene *scene)
{
	const struct ks_visit *visit = &app->visit;
	bool is_done = visit->agree.receipt;
	struct ks_frame_head head = ks_frame_person_head(ks_word(KS_W_AGREE_TITLE),
							 ks_word(KS_W_SIGN_OUT), KS_ACT_SIGN_OUT);
	struct ks_button read = {.kind = KS_BUTTON_STRONG,
				 .label = ks_word(is_done ? KS_W_TO_LIST : KS_W_AGREE_READ),
				 .action = {is_done ? KS_ACT_HOME : KS_ACT_POLICY, 0},
				 .is_main = is_done};
	struct ks_button agree = {.kind = KS_BUTTON_PRIMARY,
				  .label = ks_word(KS_W_AGREE_YES),
				  .action = {KS_ACT_AGREE, 0}};
	struct ks_frame frame = ks_parts_build(app, scene, &head, fill);

	if (app->view.part == 0)
		ks_frame_bottom_button(scene, &frame, KS_SLOT_LEFT, &read);
	if (!is_done && app->view.part + 1 >= app->view.n_parts)
		ks_frame_bottom_button(scene, &frame, KS_SLOT_RIGHT, &agree);
	ks_parts_words(app, scene, &frame);
}

static enum ks_screen_id agree(struct ks_app *app)
{
	enum ks_rc rc = ks_agree(&app->site, &app->visit, sentence_words(app));

	return rc == KS_OK ? KS_SCREEN_SAME : ks_app_where(app, rc);
}

static enum ks_screen_id tap(struct ks_app *app, struct ks_action action)
{
	if (ks_parts_tap(app, action))
		return KS_SCREEN_SAME;
	switch ((enum ks_act)action.what) {
	case KS_ACT_AGREE:
		return app->visit.agree.receipt ? KS_SCREEN_SAME : agree(app);
	case KS_ACT_POLICY:
		ks_policy_reader_begin(&app->view);
		return KS_SCREEN_POLICY;
	case KS_ACT_HOME:
		return ks_app_home(app);
	default:
		return KS_SCREEN_SAME;
	}
}

const struct ks_screen ks_screen_agree = {
	.name = "agree", .enter = enter, .build = build, .tap = tap, .is_read = true};
