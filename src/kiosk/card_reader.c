/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk/card_reader.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/lock.h"
#include "base/log.h"
#include "base/mem.h"
#include "kiosk/trace.h"

/*
 * pcscd tells when a card comes, so nothing is asked again and again. Whatever goes wrong, with a card, a reader or pcscd, the
 * answer is to begin anew a little later: a reader that is torn out must not cost a restart.
 */

#define READERS_MAX 8
#define PLUGGED "\\\\?PnP?\\Notification" /* pcscd's name for "a reader came or went" */
#define AGAIN_S 1       /* after it was there; twice as long each time it is not, */
#define AGAIN_MOST_S 64 /* so that a kiosk without pcscd sleeps */
#define END_S 3
#define WAIT_MS 60000
#define REPLY_MAX 64

struct ks_card_reader {
	pthread_t thread;
	pthread_mutex_t lock; /* over context and is_stopping */
	pthread_cond_t stopped;
	bool is_stopping, has_context;
	SCARDCONTEXT context;
	_Atomic int state;
	struct ks_cards *cards;
	struct ks_window *window;
	const struct ks_card_lib *lib;
};

size_t ks_card_reply(const uint8_t *reply, size_t len, uint8_t id[KS_CARD_ID_MAX])
{
	if (len < KS_CARD_ID_LEAST + 2 || len > KS_CARD_ID_MAX + 2 || reply[len - 2] != 0x90 ||
	    reply[len - 1] != 0x00)
		return 0;
	memcpy(id, reply, len - 2);
	return len - 2;
}

/* ---- one card ---- */

/* PC/SC part 3: GET DATA, which readers answer for any contactless card: FeliCa's IDm, MIFARE's UID. */
static size_t ask_id(struct ks_card_reader *reader, SCARDHANDLE card, DWORD protocol,
		     uint8_t id[KS_CARD_ID_MAX])
{
	static const uint8_t question[] = {0xFF, 0xCA, 0x00, 0x00, 0x00};
	SCARD_IO_REQUEST how = {protocol, sizeof(how)};
	uint8_t reply[REPLY_MAX];
	DWORD len = sizeof(reply);

	if (reader->lib->SCardTransmit(card, &how, question, sizeof(question), NULL, reply, &len) !=
	    SCARD_S_SUCCESS)
		return 0;
	return ks_card_reply(reply, len, id);
}

static void read_card(struct ks_card_reader *reader, const char *name)
{
	int64_t from_us = ks_trace_now();
	uint8_t id[KS_CARD_ID_MAX];
	SCARDHANDLE card;
	DWORD protocol;
	size_t len;

	if (reader->lib->SCardConnect(reader->context, name, SCARD_SHARE_SHARED,
				      SCARD_PROTOCOL_T0 | SCARD_PROTOCOL_T1, &card,
				      &protocol) != SCARD_S_SUCCESS)
		return; /* gone again */
	len = ask_id(reader, card, protocol, id);
	(void)reader->lib->SCardDisconnect(card, SCARD_LEAVE_CARD);
	if (len == 0) {
		ks_log_info("card", "a card without a number");
		return;
	}
	ks_cards_post_from(reader->cards, id, len, from_us);
	ks_window_wake(reader->window);
	explicit_bzero(id, sizeof(id));
}

/* ---- the readers ---- */

static void tell(struct ks_card_reader *reader, enum ks_card_reader_state state)
{
	if (atomic_exchange(&reader->state, (int)state) == (int)state)
		return;
	ks_log_info("card", "reader state %d", (int)state);
	ks_window_wake(reader->window);
}

/* The watched readers; @names is where their names stand. Returns how many, behind the one that tells of new ones. */
static DWORD list(struct ks_card_reader *reader, SCARD_READERSTATE states[READERS_MAX + 1],
		  char **names)
{
	DWORD n = 1, len = 0;

	memset(states, 0, (READERS_MAX + 1) * sizeof(*states));
	states[0].szReader = PLUGGED;
	free(*names);
	*names = NULL;
	if (reader->lib->SCardListReaders(reader->context, NULL, NULL, &len) != SCARD_S_SUCCESS)
		return n;
	*names = ks_alloc_zero(len + 1, 1);
	if (reader->lib->SCardListReaders(reader->context, NULL, *names, &len) != SCARD_S_SUCCESS)
		return n;
	for (const char *at = *names; *at && n <= READERS_MAX; at += strlen(at) + 1)
		states[n++].szReader = at;
	return n;
}

/* What changed at the readers; false: there are others now. */
static bool look(struct ks_card_reader *reader, SCARD_READERSTATE *states, DWORD n)
{
	bool is_same = !(states[0].dwEventState & SCARD_STATE_CHANGED);

	for (DWORD i = 0; i < n; i++) {
		DWORD was = states[i].dwCurrentState, now = states[i].dwEventState;

		states[i].dwCurrentState = now & ~(DWORD)SCARD_STATE_CHANGED;
		if (i > 0 && now & (SCARD_STATE_UNKNOWN | SCARD_STATE_UNAVAILABLE))
			is_same = false;
		else if (i > 0 && now & SCARD_STATE_PRESENT && !(now & SCARD_STATE_MUTE) &&
			 !(was & SCARD_STATE_PRESENT))
			read_card(reader, states[i].szReader);
	}
	return is_same;
}

/* Until pcscd is gone, or the kiosk ends. */
static void serve(struct ks_card_reader *reader)
{
	SCARD_READERSTATE states[READERS_MAX + 1];
	char *names = NULL;
	DWORD n = list(reader, states, &names);
	LONG result = SCARD_S_SUCCESS;
	bool is_first = true; /* the first answer only tells what there is */

	while (result == SCARD_S_SUCCESS || result == SCARD_E_TIMEOUT ||
	       result == SCARD_E_UNKNOWN_READER) {
		tell(reader, n > 1 ? KS_CARD_READER_READY : KS_CARD_READER_NONE);
		result = reader->lib->SCardGetStatusChange(reader->context, WAIT_MS, states, n);
		if (result == SCARD_E_TIMEOUT)
			continue;
		if (result == SCARD_S_SUCCESS && (look(reader, states, n) || is_first)) {
			is_first = false;
			continue;
		}
		if (result == SCARD_S_SUCCESS || result == SCARD_E_UNKNOWN_READER)
			n = list(reader, states, &names);
		is_first = true;
	}
	free(names);
}

/* ---- the thread ---- */

/* False: the kiosk ends. */
static bool pause(struct ks_card_reader *reader, int seconds)
{
	struct timespec until;
	bool goes_on;

	clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_sec += seconds;
	ks_lock(&reader->lock);
	while (!reader->is_stopping &&
	       pthread_cond_timedwait(&reader->stopped, &reader->lock, &until) == 0)
		;
	goes_on = !reader->is_stopping;
	ks_unlock(&reader->lock);
	return goes_on;
}

/* The context stands where stop() can cancel it. False: the kiosk ends. */
static bool keep_context(struct ks_card_reader *reader, bool has_context)
{
	bool goes_on;

	ks_lock(&reader->lock);
	reader->has_context = has_context;
	goes_on = !reader->is_stopping;
	ks_unlock(&reader->lock);
	return goes_on;
}

static void *run(void *of)
{
	struct ks_card_reader *reader = of;
	int again_s = AGAIN_S;

	if (!reader->lib)
		reader->lib = ks_card_lib();
	if (!reader->lib)
		return NULL;
	do {
		if (reader->lib->SCardEstablishContext(SCARD_SCOPE_SYSTEM, NULL, NULL,
						       &reader->context) != SCARD_S_SUCCESS) {
			tell(reader, KS_CARD_READER_NO_PCSCD);
			again_s = again_s < AGAIN_MOST_S ? 2 * again_s : AGAIN_MOST_S;
			continue;
		}
		again_s = AGAIN_S;
		if (keep_context(reader, true))
			serve(reader);
		(void)keep_context(reader, false);
		(void)reader->lib->SCardReleaseContext(reader->context);
		tell(reader, KS_CARD_READER_NO_PCSCD);
	} while (pause(reader, again_s));
	return NULL;
}

struct ks_card_reader *ks_card_reader_start(struct ks_app *app, const struct ks_card_lib *lib)
{
	struct ks_card_reader *reader;
	pthread_condattr_t by_monotonic;

	if (app->options->is_without_reader || !app->cards)
		return NULL;
	reader = ks_alloc_zero(1, sizeof(*reader));
	reader->lib = lib;
	reader->cards = app->cards;
	reader->window = app->window;
	ks_mutex_init(&reader->lock);
	pthread_condattr_init(&by_monotonic);
	pthread_condattr_setclock(&by_monotonic, CLOCK_MONOTONIC);
	pthread_cond_init(&reader->stopped, &by_monotonic);
	pthread_condattr_destroy(&by_monotonic);
	if (pthread_create(&reader->thread, NULL, run, reader) == 0)
		return reader;
	ks_log_error("card", "no thread for the reader");
	free(reader);
	return NULL;
}

void ks_card_reader_stop(struct ks_card_reader *reader)
{
	struct timespec until;

	if (!reader)
		return;
	ks_lock(&reader->lock);
	reader->is_stopping = true;
	pthread_cond_signal(&reader->stopped);
	if (reader->has_context)
		(void)reader->lib->SCardCancel(reader->context);
	ks_unlock(&reader->lock);
	clock_gettime(CLOCK_REALTIME, &until);
	until.tv_sec += END_S;
	if (pthread_timedjoin_np(reader->thread, NULL, &until) != 0) {
		ks_log_warn("card", "pcscd does not answer: the reader's thread is left behind");
		pthread_cancel(reader->thread); /* it holds nothing but the reader's own memory */
		pthread_join(reader->thread, NULL);
	}
	free(reader);
}

enum ks_card_reader_state ks_card_reader_state(const struct ks_card_reader *reader)
{
	return reader ? (enum ks_card_reader_state)atomic_load(&reader->state) : KS_CARD_READER_OFF;
}
