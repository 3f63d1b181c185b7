/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk/screen/roll_say.h"

#include <string.h>

#include "kiosk/words/words.h"
#include "visit/attend.h"
#include "visit/desk.h"

/*
 * 代返 made visible: what stands beside a check-in is said as it happened, to the 係員 and the auditor alone, and accuses nobody.
 * Without a PIN is how most people come where a reader or the number is enough: it stands in the sum and with the one person
 * who is looked at, not at every row.
 */

static const struct note {
	unsigned bit;
	enum ks_word words;
	bool is_usual;
} notes[] = {
	{KS_ROLL_TWO_AT_ONCE, KS_W_ROLL_AT_ONCE, false},
	{KS_ROLL_TWO_DOORS, KS_W_ROLL_TWO_DOORS, false},
	{KS_ROLL_FAILED_FIRST, KS_W_ROLL_FAILED_FIRST, false},
	{KS_ROLL_NO_PIN, KS_W_ROLL_NO_PIN, true},
};

static const char *in_words(struct ks_app *app, struct ks_scene *scene,
			    const struct ks_roll_person *person)
{
	const struct ks_gathering *gathering = ks_attend_gathering(&app->visit);
	struct ks_civil at = ks_civil_from_ms(person->in_ms);
	enum ks_word word = KS_W_ROLL_IN;

	if (ks_roll_is_walk_in(&app->visit.desk.roll, person))
		word = KS_W_ROLL_IN_WALK;
	else if (ks_gathering_when(gathering, person->in_ms) == KS_GATHERING_LATE)
		word = KS_W_ROLL_IN_LATE;
	return ks_say(ks_scene_arena(scene), word, at.hour, at.minute);
}

/* NULL: none of them. */
static const char *join(struct ks_scene *scene, unsigned bits, bool has_usual)
{
	const char *said = NULL;

	for (size_t i = 0; i < KS_COUNT(notes); i++) {
		const char *word = ks_word(notes[i].words);

		if (!(bits & notes[i].bit) || (notes[i].is_usual && !has_usual))
			continue;
		said = said ? ks_scene_format(scene, "%s・%s", said, word) : word;
	}
	return said;
}

const char *ks_roll_say_state(struct ks_app *app, struct ks_scene *scene,
			      const struct ks_roll_person *person)
{
	const char *said, *noted;

	if (person->is_corrected)
		return ks_say(ks_scene_arena(scene),
			      person->is_present ? KS_W_ROLL_ADMITTED : KS_W_ROLL_REMOVED,
			      person->reason);
	if (!person->is_present)
		return person->reason[0] ? person->reason : ks_word(KS_W_ROLL_WHY);
	said = in_words(app, scene, person);
	noted = join(scene, person->notes, false);
	return noted ? ks_scene_format(scene, "%s　%s", said, noted) : said;
}

const char *ks_roll_say_notes(struct ks_scene *scene, const struct ks_roll_person *person)
{
	const char *said = join(scene, person->notes, true);

	return said ? ks_say(ks_scene_arena(scene), KS_W_ROLL_NOTES, said) : NULL;
}

const char *ks_roll_say_sum(struct ks_scene *scene, const struct ks_roll *roll)
{
	const char *said = NULL;

	for (size_t i = 0; i < KS_COUNT(notes); i++) {
		const char *word;
		int n = 0;

		for (size_t j = 0; j < roll->n_people; j++)
			n += (roll->people[j].notes & notes[i].bit) != 0;
		if (n == 0)
			continue;
		word = ks_say(ks_scene_arena(scene), KS_W_ROLL_NOTED, ks_word(notes[i].words), n);
		said = said ? ks_scene_format(scene, "%s・%s", said, word) : word;
	}
	return said ? ks_say(ks_scene_arena(scene), KS_W_ROLL_NOTES, said) : NULL;
}

/* Somebody of the list by name, else as they are told: HR's users have no number here. */
static const char *name_of(const struct ks_app *app, const char *staff)
{
	const char *name = ks_desk_name(&app->visit, staff);

	return name[0] ? name : staff;
}

const char *ks_roll_say_correction(struct ks_app *app, struct ks_scene *scene,
				   const struct ks_roll_fact *fact)
{
	bool is_out = strcmp(fact->verb, "removed") == 0;
	struct ks_civil at = ks_civil_from_ms(fact->at_ms);

	if (!is_out && strcmp(fact->verb, "admitted") != 0)
		return NULL;
	return ks_say(ks_scene_arena(scene),
		      is_out ? KS_W_ROLL_CORRECTED_OUT : KS_W_ROLL_CORRECTED_IN,
		      name_of(app, fact->staff), fact->reason, name_of(app, fact->by), at.hour,
		      at.minute);
}
