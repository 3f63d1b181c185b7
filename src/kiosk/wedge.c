/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk/wedge.h"

#include <string.h>
#include <strings.h>

#include "kiosk/card.h"
#include "record/card.h"

/*
 * A card's number may have digits alone, so what is typed cannot tell which of the two it is: the configuration does. A scanner's
 * Enter behind a number that already led on must not say はい for somebody who has not looked.
 */

static bool is_recent(const struct ks_app *app, const struct ks_input *input)
{
	return input->t_ms - app->wedge.last_ms < KS_WEDGE_GAP_MS;
}

static void forget(struct ks_wedge *wedge)
{
	explicit_bzero(wedge->typed, sizeof(wedge->typed));
	wedge->n = 0;
}

static enum ks_wedge_does take_card(struct ks_app *app, const struct ks_input *input)
{
	struct ks_wedge *wedge = &app->wedge;
	uint8_t id[KS_CARD_ID_MAX];
	size_t len;

	if (!is_recent(app, input))
		forget(wedge);
	wedge->last_ms = input->t_ms;
	if (input->key == KS_KEY_DIGIT || input->key == KS_KEY_HEX) {
		if (wedge->n + 1 < sizeof(wedge->typed))
			wedge->typed[wedge->n++] = input->digit;
		else
			wedge->n = sizeof(wedge->typed); /* no card has so many */
		return KS_WEDGE_TAKEN;
	}
	if (input->key != KS_KEY_ENTER || wedge->n == 0)
		return KS_WEDGE_NOTHING;
	len = wedge->n < sizeof(wedge->typed) ? ks_card_read_hex(wedge->typed, id) : 0;
	forget(wedge);
	if (len == 0 || !app->cards)
		return KS_WEDGE_TAKEN;
	ks_cards_post(app->cards, id, len);
	explicit_bzero(id, sizeof(id));
	return KS_WEDGE_CARD;
}

static enum ks_wedge_does take_number(struct ks_app *app, const struct ks_input *input,
				      enum ks_screen_id *to)
{
	bool is_spent = app->wedge.has_led_on && is_recent(app, input);

	if (input->key == KS_KEY_DIGIT)
		return ks_cards_ask(app, to) ? KS_WEDGE_BEGINS : KS_WEDGE_NOTHING;
	app->wedge.has_led_on = false;
	return input->key == KS_KEY_ENTER && is_spent ? KS_WEDGE_TAKEN : KS_WEDGE_NOTHING;
}

enum ks_wedge_does ks_wedge_input(struct ks_app *app, const struct ks_input *input,
				  enum ks_screen_id *to)
{
	if (input->kind != KS_INPUT_KEY || app->is_preview)
		return KS_WEDGE_NOTHING;
	switch (app->options->keyboard_reader) {
	case KS_KEYBOARD_CARD:
		return take_card(app, input);
	case KS_KEYBOARD_NUMBER:
		return take_number(app, input, to);
	case KS_KEYBOARD_PERSON:
		break;
	}
	return KS_WEDGE_NOTHING;
}

void ks_wedge_typed(struct ks_app *app, const struct ks_input *input, bool has_led_on)
{
	app->wedge.last_ms = input->t_ms;
	app->wedge.has_led_on = has_led_on;
}
