/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk/card_reader.h"

#include <string.h>

#include "support/test.h"

/* What a card answers comes from outside: only a number between 4 and 32 bytes before 90 00 is one. */

static void a_number_stands_before_its_status(void **state)
{
	static const uint8_t felica[] = {0x01, 0x12, 0x04, 0x7A, 0xB0,
					 0x55, 0x3F, 0x21, 0x90, 0x00};
	static const uint8_t mifare[] = {0x04, 0xA1, 0xB2, 0xC3, 0x90, 0x00};
	uint8_t id[KS_CARD_ID_MAX] = {0};

	(void)state;
	assert_int_equal(ks_card_reply(felica, sizeof(felica), id), 8);
	assert_memory_equal(id, felica, 8);
	assert_int_equal(ks_card_reply(mifare, sizeof(mifare), id), 4);
	assert_memory_equal(id, mifare, 4);
}

static void anything_else_is_none(void **state)
{
	uint8_t reply[KS_CARD_ID_MAX + 4] = {0}, id[KS_CARD_ID_MAX];

	(void)state;
	for (size_t len = 0; len <= sizeof(reply); len++) {
		size_t most = len < 2 ? 0 : len - 2;

		memset(reply, 0x11, sizeof(reply));
		assert_int_equal(ks_card_reply(reply, len, id), 0); /* no status */
		if (len < 2)
			continue;
		reply[len - 2] = 0x63;
		reply[len - 1] = 0x00;
		assert_int_equal(ks_card_reply(reply, len, id), 0); /* a refusal */
		reply[len - 2] = 0x90;
		assert_int_equal(ks_card_reply(reply, len, id),
				 most >= KS_CARD_ID_LEAST && most <= KS_CARD_ID_MAX ? most : 0);
	}
}

static void without_a_reader_its_state_is_off(void **state)
{
	(void)state;
	assert_int_equal(ks_card_reader_state(NULL), KS_CARD_READER_OFF);
	ks_card_reader_stop(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_number_stands_before_its_status),
		cmocka_unit_test(anything_else_is_none),
		cmocka_unit_test(without_a_reader_its_state_is_off),
	};

	return ks_test_run(tests);
}
