/* SPDX-License-Identifier: Apache-2.0 */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "record/verify.h"
#include "xapi/statement.h"

/*
 * Any bytes as a statement from a disk that may be damaged or a kiosk that may be forged: a view that is
 * whole and terminated, or nothing.
 */

static void check_text(const char *text, size_t room)
{
	assert(memchr(text, '\0', room));
}

static void check_view(const struct ks_statement_view *view)
{
	assert(ks_uuid_is_valid(view->id));
	check_text(view->staff, sizeof(view->staff));
	check_text(view->verb, sizeof(view->verb));
	check_text(view->object, sizeof(view->object));
	check_text(view->plan, sizeof(view->plan));
	check_text(view->lesson, sizeof(view->lesson));
	check_text(view->gathering, sizeof(view->gathering));
	check_text(view->registration, sizeof(view->registration));
	check_text(view->kiosk, sizeof(view->kiosk));
	check_text(view->prev, sizeof(view->prev));
	check_text(view->clock, sizeof(view->clock));
	assert(view->seq >= 0);
	assert(view->nendo >= 0 && view->nendo <= 9999);
	assert(view->is_course == (view->plan[0] != '\0' && view->lesson[0] == '\0'));
	assert(!view->success || view->has_success);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct ks_statement_view empty;
	struct ks_statement_view view;
	struct ks_chain chain = {0};
	uint8_t hash[KS_HASH_BYTES];

	if (ks_statement_read((const char *)data, size, &view) == KS_OK)
		check_view(&view);
	else
		assert(memcmp(&view, &empty, sizeof(view)) == 0);
	ks_blake2b(data, size, hash);
	assert(ks_chain_step(&chain, 1, (const char *)data, size, hash) < KS_CHAIN_FAULT_COUNT);
	return 0;
}
