/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk/card.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/lock.h"
#include "base/log.h"
#include "base/mem.h"
#include "kiosk/trace.h"
#include "visit/attend.h"
#include "visit/card.h"
#include "visit/signin.h"

/*
 * A card counts where a number is asked, and on the screens it could be asked from: the idle one, 受付, and the confirmation
 * of whoever came before. Anywhere else it is not looked at: nobody is signed out by a card that lies too near.
 */

#define WAITING_MAX 16

struct card {
	uint8_t id[KS_CARD_ID_MAX];
	size_t len;
	int64_t from_us; /* when it was laid there, for the bench */
};

struct ks_cards {
	pthread_mutex_t lock; /* over what waits */
	struct card waiting[WAITING_MAX];
	size_t n_waiting;
	struct card last; /* looked at; the UI's thread only */
	int64_t last_mono_ms;
	int64_t taken_us; /* when that was read, until it is on the glass; 0: it is */
	char tried[5];    /* the end of the number of what the 係員 tried the reader with */
};

struct ks_cards *ks_cards_open(void)
{
	struct ks_cards *cards = ks_alloc_zero(1, sizeof(*cards));

	ks_mutex_init(&cards->lock);
	return cards;
}

void ks_cards_close(struct ks_cards *cards)
{
	if (!cards)
		return;
	pthread_mutex_destroy(&cards->lock);
	explicit_bzero(cards, sizeof(*cards));
	free(cards);
}

const char *ks_cards_tried(const struct ks_cards *cards)
{
	return cards->tried;
}

static void drop_oldest(struct ks_cards *cards)
{
	cards->n_waiting--;
	memmove(cards->waiting, cards->waiting + 1, cards->n_waiting * sizeof(*cards->waiting));
}

void ks_cards_post_from(struct ks_cards *cards, const uint8_t *id, size_t len, int64_t from_us)
{
	struct card card = {.len = len, .from_us = from_us};

	if (len < KS_CARD_ID_LEAST || len > sizeof(card.id))
		return;
	memcpy(card.id, id, len);
	ks_lock(&cards->lock);
	if (cards->n_waiting == WAITING_MAX)
		drop_oldest(cards);
	cards->waiting[cards->n_waiting++] = card;
	ks_unlock(&cards->lock);
}

void ks_cards_post(struct ks_cards *cards, const uint8_t *id, size_t len)
{
	ks_cards_post_from(cards, id, len, ks_trace_now());
}

static bool next(struct ks_cards *cards, struct card *card)
{
	bool is_there;

	ks_lock(&cards->lock);
	is_there = cards->n_waiting > 0;
	if (is_there) {
		*card = cards->waiting[0];
		drop_oldest(cards);
	}
	ks_unlock(&cards->lock);
	return is_there;
}

/* It still lies there, or was moved a little. */
static bool is_again(struct ks_app *app, const struct card *card)
{
	struct ks_cards *cards = app->cards;
	int64_t now_ms = ks_clock_mono_ms(&app->clock);
	bool is_same = cards->last.len == card->len &&
		       memcmp(cards->last.id, card->id, card->len) == 0 &&
		       now_ms - cards->last_mono_ms < KS_CARD_AGAIN_MS;

	cards->last = *card;
	cards->last_mono_ms = now_ms;
	return is_same;
}

/* To where a card is asked for, from the screens that lead there by one tap; its outcome, as of that tap. */
static enum ks_rc begin(struct ks_app *app, enum ks_screen_id from, bool was_attended)
{
	if (from == KS_SCREEN_RECEPTION)
		return ks_attend_begin_at(&app->site, &app->visit, app->reception_id,
					  app->reception_by);
	if (was_attended)
		return ks_attend_begin(&app->site, &app->visit);
	ks_signin_begin(&app->visit);
	return KS_OK;
}

static enum ks_screen_id meet(struct ks_app *app, const struct card *card)
{
	bool was_attended = app->screen == KS_SCREEN_ATTENDED;
	enum ks_screen_id from = was_attended ? ks_app_sign_out(app, false) : app->screen;
	enum ks_rc rc = KS_OK;

	switch (from) {
	case KS_SCREEN_RECEPTION:
	case KS_SCREEN_ATTRACT:
		rc = begin(app, from, was_attended);
		if (rc != KS_OK || !ks_card_is_asked(&app->visit))
			return ks_app_where(app, rc);
		break;
	case KS_SCREEN_SIGNIN:
	case KS_SCREEN_NAME:
	case KS_SCREEN_CONFIRM:
		if (!ks_card_is_asked(&app->visit))
			return KS_SCREEN_SAME;
		break;
	case KS_SCREEN_DEVICE: /* the 係員 tries the reader */
		(void)snprintf(app->cards->tried, sizeof(app->cards->tried), "%02X%02X",
			       card->id[card->len - 2], card->id[card->len - 1]);
		return KS_SCREEN_SAME;
	default: /* trouble, behind the one who was here */
		return was_attended ? from : KS_SCREEN_SAME;
	}
	return ks_app_where(app, ks_card_read(&app->site, &app->visit, card->id, card->len));
}

static bool is_served(struct ks_app *app)
{
	return !app->is_preview && app->site.store && !ks_app_is_key_refused(app);
}

bool ks_cards_ask(struct ks_app *app, enum ks_screen_id *to)
{
	bool was_attended = app->screen == KS_SCREEN_ATTENDED;
	enum ks_screen_id from = app->screen;

	if ((from != KS_SCREEN_RECEPTION && from != KS_SCREEN_ATTRACT && !was_attended) ||
	    !is_served(app))
		return false;
	if (was_attended)
		from = ks_app_sign_out(app, false);
	*to = from == KS_SCREEN_TROUBLE ? from : ks_app_where(app, begin(app, from, was_attended));
	return true;
}

bool ks_cards_take(struct ks_app *app, enum ks_screen_id *to)
{
	struct card card;

	if (!app->cards || !next(app->cards, &card))
		return false;
	app->cards->tried[0] = '\0';
	*to = is_again(app, &card) || !is_served(app) ? KS_SCREEN_SAME : meet(app, &card);
	app->cards->taken_us = card.from_us;
	explicit_bzero(&card, sizeof(card));
	return true;
}

void ks_cards_shown(struct ks_app *app)
{
	if (app->cards->taken_us != 0)
		ks_trace_since("card", app->cards->taken_us);
	app->cards->taken_us = 0;
}
