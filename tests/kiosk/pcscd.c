/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk/pcscd.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "support/test.h"

#define WAIT_S 30
#define CONTEXT 77

struct pcscd pcscd = {.lock = PTHREAD_MUTEX_INITIALIZER, .told = PTHREAD_COND_INITIALIZER};

static LONG establish(DWORD scope, LPCVOID one, LPCVOID two, LPSCARDCONTEXT context)
{
	LONG rc = SCARD_S_SUCCESS;

	pthread_mutex_lock(&pcscd.lock);
	pcscd.faults += scope != SCARD_SCOPE_SYSTEM || one || two;
	if (pcscd.is_down)
		rc = SCARD_E_NO_SERVICE;
	else
		pcscd.established++;
	*context = CONTEXT;
	pthread_cond_broadcast(&pcscd.told);
	pthread_mutex_unlock(&pcscd.lock);
	return rc;
}

static LONG release(SCARDCONTEXT context)
{
	pthread_mutex_lock(&pcscd.lock);
	pcscd.faults += context != CONTEXT;
	pcscd.released++;
	pthread_mutex_unlock(&pcscd.lock);
	return SCARD_S_SUCCESS;
}

static LONG cancel(SCARDCONTEXT context)
{
	pthread_mutex_lock(&pcscd.lock);
	pcscd.faults += context != CONTEXT;
	pcscd.is_cancelled = true;
	pthread_cond_broadcast(&pcscd.told);
	pthread_mutex_unlock(&pcscd.lock);
	return SCARD_S_SUCCESS;
}

static void name_of(int i, char name[16])
{
	snprintf(name, 16, "Reader %u", (unsigned)i % 100);
}

static struct pcscd_reader *reader_called(const char *name)
{
	char is[16];

	for (int i = 0; i < PCSCD_READERS; i++) {
		name_of(i, is);
		if (pcscd.readers[i].is_there && strcmp(is, name) == 0)
			return &pcscd.readers[i];
	}
	return NULL;
}

static LONG list(SCARDCONTEXT context, LPCSTR groups, LPSTR names, LPDWORD len)
{
	DWORD need = 1;
	char name[16];

	pthread_mutex_lock(&pcscd.lock);
	pcscd.faults += context != CONTEXT || groups;
	pcscd.listed++;
	for (int i = 0; i < PCSCD_READERS; i++) {
		if (!pcscd.readers[i].is_there)
			continue;
		name_of(i, name);
		if (names)
			memcpy(names + need - 1, name, strlen(name) + 1);
		need += (DWORD)strlen(name) + 1;
	}
	pthread_mutex_unlock(&pcscd.lock);
	if (names)
		names[need - 1] = '\0';
	*len = need;
	return need == 1 ? SCARD_E_NO_READERS_AVAILABLE : SCARD_S_SUCCESS;
}

/* What changed since the caller looked; under the lock. */
static LONG seen(SCARD_READERSTATE *states, DWORD n)
{
	LONG rc = SCARD_E_TIMEOUT;

	for (DWORD i = 0; i < n; i++) {
		struct pcscd_reader *reader = i ? reader_called(states[i].szReader) : NULL;
		DWORD now = i == 0 ? pcscd.changes << 16 : reader ? reader->state : 0;

		if (i > 0 && !reader)
			return SCARD_E_UNKNOWN_READER;
		if (i > 0 && reader->is_unavailable)
			now = SCARD_STATE_UNAVAILABLE;
		states[i].dwEventState = now;
		if (states[i].dwCurrentState == now)
			continue;
		states[i].dwEventState |= SCARD_STATE_CHANGED;
		rc = SCARD_S_SUCCESS;
	}
	return rc;
}

static LONG wait_change(SCARDCONTEXT context, DWORD ms, SCARD_READERSTATE *states, DWORD n)
{
	LONG rc;

	pthread_mutex_lock(&pcscd.lock);
	pcscd.faults += context != CONTEXT || ms < 1000 || n < 1 ||
			strcmp(states[0].szReader, "\\\\?PnP?\\Notification") != 0;
	for (;;) {
		rc = pcscd.answer;
		pcscd.answer = SCARD_S_SUCCESS;
		if (pcscd.is_down)
			rc = SCARD_E_NO_SERVICE;
		if (rc == SCARD_S_SUCCESS && pcscd.is_cancelled)
			rc = SCARD_E_CANCELLED;
		if (rc == SCARD_S_SUCCESS) {
			rc = seen(states, n);
			if (rc == SCARD_E_TIMEOUT) {
				pcscd.is_asleep = true;
				pthread_cond_broadcast(&pcscd.told);
				pthread_cond_wait(&pcscd.told, &pcscd.lock);
				continue;
			}
		}
		break;
	}
	pcscd.is_asleep = false;
	pthread_mutex_unlock(&pcscd.lock);
	return rc;
}

static LONG connect_to(SCARDCONTEXT context, LPCSTR name, DWORD mode, DWORD protocols,
		       LPSCARDHANDLE card, LPDWORD protocol)
{
	struct pcscd_reader *reader;
	LONG rc = SCARD_E_NO_SMARTCARD;

	pthread_mutex_lock(&pcscd.lock);
	pcscd.faults +=
		context != CONTEXT || mode != SCARD_SHARE_SHARED || protocols != SCARD_PROTOCOL_ANY;
	reader = reader_called(name);
	if (reader && !reader->is_refused) {
		*card = (SCARDHANDLE)(reader - pcscd.readers) + 1;
		*protocol = SCARD_PROTOCOL_T1;
		pcscd.connected++;
		rc = SCARD_S_SUCCESS;
	}
	pthread_mutex_unlock(&pcscd.lock);
	return rc;
}

static LONG disconnect(SCARDHANDLE card, DWORD how)
{
	pthread_mutex_lock(&pcscd.lock);
	pcscd.faults += card < 1 || card > PCSCD_READERS || how != SCARD_LEAVE_CARD;
	pcscd.disconnected++;
	pthread_mutex_unlock(&pcscd.lock);
	return SCARD_S_SUCCESS;
}

static LONG transmit(SCARDHANDLE card, const SCARD_IO_REQUEST *how, LPCBYTE question, DWORD len,
		     SCARD_IO_REQUEST *got, LPBYTE reply, LPDWORD reply_len)
{
	static const uint8_t uid[] = {0xFF, 0xCA, 0x00, 0x00, 0x00};
	const struct pcscd_reader *reader = &pcscd.readers[card - 1];

	pthread_mutex_lock(&pcscd.lock);
	pcscd.asked++;
	pcscd.faults += how->dwProtocol != SCARD_PROTOCOL_T1 || how->cbPciLength != sizeof(*how) ||
			len != sizeof(uid) || memcmp(question, uid, len) != 0 || got ||
			*reply_len < sizeof(reader->reply);
	memcpy(reply, reader->reply, reader->len);
	*reply_len = reader->len;
	pthread_mutex_unlock(&pcscd.lock);
	return reader->len ? SCARD_S_SUCCESS : SCARD_E_NOT_TRANSACTED;
}

const struct ks_card_lib pcscd_lib = {
	.SCardCancel = cancel,
	.SCardConnect = connect_to,
	.SCardDisconnect = disconnect,
	.SCardEstablishContext = establish,
	.SCardGetStatusChange = wait_change,
	.SCardListReaders = list,
	.SCardReleaseContext = release,
	.SCardTransmit = transmit,
};

/* ---- hands ---- */

static void wait_told(void)
{
	struct timespec until;

	clock_gettime(CLOCK_REALTIME, &until);
	until.tv_sec += WAIT_S;
	assert_int_equal(pthread_cond_timedwait(&pcscd.told, &pcscd.lock, &until), 0);
}

void pcscd_still(void)
{
	pthread_mutex_lock(&pcscd.lock);
	while (!pcscd.is_asleep)
		wait_told();
	pthread_mutex_unlock(&pcscd.lock);
}

void pcscd_begin(void)
{
	pthread_mutex_lock(&pcscd.lock);
}

void pcscd_end(void)
{
	pcscd.is_asleep = false;
	pthread_cond_broadcast(&pcscd.told);
	pthread_mutex_unlock(&pcscd.lock);
	pcscd_still();
}

void pcscd_set(int i, bool is_there)
{
	pcscd.readers[i] = (struct pcscd_reader){.is_there = is_there, .state = SCARD_STATE_EMPTY};
	pcscd.changes++;
}

void pcscd_plug(int i, bool is_there)
{
	pcscd_begin();
	pcscd_set(i, is_there);
	pcscd_end();
}

void pcscd_hold(int i, DWORD state, const uint8_t *reply, DWORD len)
{
	pcscd_begin();
	pcscd.readers[i].state = state;
	if (len)
		memcpy(pcscd.readers[i].reply, reply, len);
	pcscd.readers[i].len = len;
	pcscd_end();
}

void pcscd_hold_card(int i, uint8_t last)
{
	const uint8_t reply[] = {0x01, 0x02, last, last, 0x90, 0x00};

	pcscd_hold(i, SCARD_STATE_PRESENT, reply, sizeof(reply));
}

void pcscd_lift(int i)
{
	pcscd_hold(i, SCARD_STATE_EMPTY, NULL, 0);
}

void pcscd_reset(void)
{
	memset(pcscd.readers, 0, sizeof(pcscd.readers));
	pcscd.changes = 1;
	pcscd.answer = SCARD_S_SUCCESS;
	pcscd.is_asleep = pcscd.is_cancelled = pcscd.is_down = false;
	pcscd.established = pcscd.released = pcscd.listed = 0;
	pcscd.connected = pcscd.disconnected = pcscd.asked = pcscd.faults = 0;
}
