/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk/screen/signin_say.h"

#include <stdlib.h>

#include "kiosk/words/words.h"
#include "visit/attend.h"
#include "visit/device.h"
#include "visit/signin.h"

/* One keypad for four questions: a number, a PIN, somebody else's number, how many. */

#define COUNT_DIGITS 3

bool ks_signin_is_pin(const struct ks_app *app)
{
	return app->visit.place == KS_VISIT_PIN;
}

bool ks_signin_is_keys(const struct ks_app *app)
{
	return app->visit.place == KS_VISIT_KEYS;
}

bool ks_signin_is_choice(const struct ks_app *app)
{
	return app->visit.place == KS_VISIT_CHOOSE;
}

bool ks_signin_is_secret(const struct ks_app *app)
{
	return ks_signin_is_pin(app) || ks_signin_is_choice(app);
}

/* A number that was typed may be anybody's, or nobody's: who that is would tell whether there is one. */
const char *ks_signin_who(const struct ks_app *app, struct ks_arena *arena)
{
	const struct ks_visit *visit = &app->visit;
	const struct ks_appointment *appointment = ks_visit_appointment(visit);

	if (!visit->is_named && !ks_signin_is_choice(app))
		return ks_say(arena, KS_W_PIN_NUMBER, ks_person_typed(&visit->person));
	return ks_say(arena, KS_W_PIN_WHO, visit->family_name, appointment ? appointment->unit : "");
}

static bool is_count(const struct ks_app *app)
{
	return ks_signin_is_keys(app) && app->visit.desk.deed == KS_DESK_CLOSE;
}

bool ks_signin_is_card(const struct ks_app *app)
{
	return app->visit.card.is_unknown && !ks_signin_is_secret(app);
}

static bool is_paper(const struct ks_app *app)
{
	return ks_signin_is_keys(app) && app->visit.desk.deed == KS_DESK_PAPER;
}

static bool is_clock(const struct ks_app *app)
{
	return ks_signin_is_keys(app) && app->visit.desk.deed == KS_DESK_CLOCK;
}

int ks_signin_boxes(const struct ks_app *app)
{
	if (is_clock(app))
		return KS_DEVICE_CLOCK_DIGITS;
	if (is_count(app))
		return COUNT_DIGITS;
	return ks_signin_is_secret(app) ? KS_PIN_DIGITS : ks_signin_number_digits(&app->site);
}

const char *ks_signin_heading(const struct ks_app *app, struct ks_arena *arena)
{
	if (is_clock(app))
		return ks_word(KS_W_KEYS_CLOCK);
	if (is_paper(app))
		return ks_word(KS_W_KEYS_PAPER);
	if (ks_signin_is_keys(app))
		return ks_word(is_count(app) ? KS_W_KEYS_CLOSE : KS_W_KEYS_ADMIT);
	if (ks_signin_is_card(app))
		return ks_say(arena, KS_W_CARD_UNKNOWN, app->visit.card.tail);
	if (ks_signin_is_choice(app))
		return ks_word(app->visit.chosen[0] ? KS_W_CHOOSE_AGAIN : KS_W_CHOOSE_HEADING);
	return ks_word(ks_signin_is_pin(app) ? KS_W_PIN_HEADING : KS_W_NUMBER_HEADING);
}

const char *ks_signin_label(const struct ks_app *app, struct ks_arena *arena)
{
	const struct ks_roll *roll = &app->visit.desk.roll;

	if (is_count(app))
		return ks_say(arena, KS_W_KEYS_CLOSE_LABEL, (int)(roll->n_here + roll->n_walk_ins));
	if (ks_signin_is_keys(app))
		return ks_word(is_clock(app) ? KS_W_KEYS_CLOCK_LABEL : KS_W_KEYS_ADMIT_LABEL);
	if (ks_signin_is_choice(app))
		return ks_word(KS_W_CHOOSE_LABEL);
	return ks_signin_is_pin(app) ? ks_word(KS_W_PIN_LABEL)
				     : ks_say(arena, KS_W_NUMBER_LABEL, ks_signin_boxes(app));
}

/* Missing, and nobody said why. */
static int n_silent(const struct ks_roll *roll)
{
	int n = 0;

	for (size_t i = 0; i < roll->n_people; i++)
		n += roll->people[i].is_expected && !roll->people[i].is_present &&
		     !roll->people[i].reason[0];
	return n;
}

const char *ks_signin_count(const struct ks_app *app, struct ks_arena *arena, const char *typed,
			    bool *is_same)
{
	const struct ks_roll *roll = &app->visit.desk.roll;
	int n_here = (int)(roll->n_here + roll->n_walk_ins), n_off = 100;
	const char *words, *silent;

	if (!is_count(app) || (typed && !typed[0]))
		return NULL;
	if (typed)
		n_off = abs((int)strtol(typed, NULL, 10) - n_here);
	if (is_same)
		*is_same = n_off == 0;
	words = n_off == 0 ? ks_word(KS_W_KEYS_CLOSE_SAME)
			   : ks_say(arena, KS_W_KEYS_CLOSE_OTHER, n_off);
	/* In 低い位置 the bar's buttons stand below the question: there is room for what matters. */
	if (n_silent(roll) == 0 || app->ui.metrics.is_low)
		return words;
	silent = ks_say(arena, KS_W_KEYS_CLOSE_SILENT, (int)roll->n_missing, n_silent(roll));
	return ks_arena_format(arena, "%s%s", words, silent);
}

/* At the number: the 係員, and who forgot theirs; or on without binding the card. */
static void add_ways(const struct ks_app *app, struct ks_frame_head *head)
{
	const struct ks_visit *visit = &app->visit;

	if (visit->place != KS_VISIT_NUMBER)
		return;
	if (ks_signin_is_card(app)) {
		head->extra_label = ks_word(KS_W_CARD_SKIP);
		head->extra = (struct ks_action){KS_ACT_CARD, 0};
	} else if (visit->purpose == KS_PURPOSE_ATTEND) {
		head->extra_label = ks_word(KS_W_DESK);
		head->extra = (struct ks_action){KS_ACT_DESK, 0};
		head->other_label = ks_word(KS_W_NAME_TITLE);
		head->other = (struct ks_action){KS_ACT_NAME, 0};
	}
}

struct ks_frame_head ks_signin_head(struct ks_app *app, struct ks_scene *scene)
{
	const struct ks_visit *visit = &app->visit;
	struct ks_frame_head head =
		ks_frame_door_head(ks_word(KS_W_SIGNIN_TITLE), ks_word(KS_W_QUIT_SIGNIN));

	if (ks_signin_is_keys(app)) {
		head = ks_frame_person_head(ks_word(is_clock(app)   ? KS_W_DEVICE_TITLE
						    : is_paper(app) ? KS_W_PAPER_TITLE
								    : KS_W_ROLL_TITLE),
					    ks_word(is_clock(app)   ? KS_W_DEVICE_BACK
						    : is_paper(app) ? KS_W_PAPER_OTHER
								    : KS_W_ROLL_BACK),
					    KS_ACT_HOME);
		head.has_bottom = false;
	} else if (visit->purpose == KS_PURPOSE_DESK) {
		head.title = ks_word(KS_W_DESK);
	} else if (visit->purpose == KS_PURPOSE_ATTEND) {
		head.title = ks_say(ks_scene_arena(scene), KS_W_ATTEND_FOR,
				    ks_attend_gathering(visit)->title);
	}
	add_ways(app, &head);
	return head;
}
