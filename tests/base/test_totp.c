/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "base/id.h"
#include "base/totp.h"
#include "support/test.h"

/* RFC 6238, appendix B: the secret is the ASCII "12345678901234567890". */
static void the_codes_are_those_of_the_rfc(void **state)
{
	static const struct {
		int64_t second;
		const char *code;
	} rows[] = {
		{59, "94287082"},         {1111111109, "07081804"}, {1111111111, "14050471"},
		{1234567890, "89005924"}, {2000000000, "69279037"}, {20000000000, "65353130"},
	};
	char code[9];

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		ks_totp_code((const uint8_t *)"12345678901234567890", 20, rows[i].second / 30, 8,
			     code);
		assert_string_equal(code, rows[i].code);
	}
	/* RFC 4226, appendix D: six digits by counter. */
	ks_totp_code((const uint8_t *)"12345678901234567890", 20, 0, 6, code);
	assert_string_equal(code, "755224");
	ks_totp_code((const uint8_t *)"12345678901234567890", 20, 9, 6, code);
	assert_string_equal(code, "520489");
}

/* RFC 2104: a key longer than a block is hashed first (by Python's hmac). */
static void a_key_of_any_length_has_its_codes(void **state)
{
	static const struct {
		size_t len;
		const char *code;
	} rows[] = {{63, "51262422"}, {64, "83699142"}, {65, "54712935"}, {100, "63361226"}};
	uint8_t key[100];
	char code[9];

	(void)state;
	memset(key, 'k', sizeof(key));
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		ks_totp_code(key, rows[i].len, 7, 8, code);
		assert_string_equal(code, rows[i].code);
	}
}

/* RFC 4648, section 10, without padding. */
static void base32_goes_there_and_back(void **state)
{
	static const char *const rows[][2] = {{"", ""},
					      {"f", "MY"},
					      {"fo", "MZXQ"},
					      {"foo", "MZXW6"},
					      {"foob", "MZXW6YQ"},
					      {"fooba", "MZXW6YTB"},
					      {"foobar", "MZXW6YTBOI"}};
	uint8_t back[16];
	char text[32];

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		size_t len = strlen(rows[i][0]);

		ks_base32((const uint8_t *)rows[i][0], len, text);
		assert_string_equal(text, rows[i][1]);
		assert_true(ks_unbase32(text, back, len));
		assert_memory_equal(back, rows[i][0], len);
	}
	assert_false(ks_unbase32("MZXW6", back, 2));
	assert_false(ks_unbase32("MZXW6", back, 4));
	assert_false(ks_unbase32("mzxw6", back, 3));
	assert_false(ks_unbase32("MZXW7", back, 3)); /* bits that belong to nothing */
	assert_false(ks_unbase32("MZX=6", back, 3));
}

static void a_code_is_good_for_a_minute_and_once(void **state)
{
	static const char secret[] = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"; /* the RFC's */
	const int64_t at = INT64_C(1111111111) * 1000, step = 1111111111 / 30;

	(void)state;
	assert_int_equal(ks_totp_step(secret, "050471", at, 0), step);
	assert_int_equal(ks_totp_step(secret, "050471", at + KS_TOTP_STEP_MS, 0), step);
	assert_int_equal(ks_totp_step(secret, "050471", at - KS_TOTP_STEP_MS, 0), step);
	assert_int_equal(ks_totp_step(secret, "050471", at + 2 * KS_TOTP_STEP_MS, 0), 0);
	assert_int_equal(ks_totp_step(secret, "050471", at, step), 0);
	assert_int_equal(ks_totp_step(secret, "050472", at, 0), 0);
	assert_int_equal(ks_totp_step(secret, "", at, 0), 0);
	assert_int_equal(ks_totp_step(secret, "0504711", at, 0), 0);
	assert_int_equal(ks_totp_step(secret, "+50471", at, 0), 0);
	assert_int_equal(ks_totp_step("", "050471", at, 0), 0);
}

static void a_secret_is_one_that_can_be_read_back(void **state)
{
	char one[KS_TOTP_SECRET_TEXT], two[KS_TOTP_SECRET_TEXT];
	uint8_t bytes[KS_TOTP_SECRET_BYTES];

	(void)state;
	ks_id_init();
	ks_totp_secret(one);
	ks_totp_secret(two);
	assert_string_not_equal(one, two);
	assert_true(ks_unbase32(one, bytes, sizeof(bytes)));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_codes_are_those_of_the_rfc),
		cmocka_unit_test(a_key_of_any_length_has_its_codes),
		cmocka_unit_test(base32_goes_there_and_back),
		cmocka_unit_test(a_code_is_good_for_a_minute_and_once),
		cmocka_unit_test(a_secret_is_one_that_can_be_read_back),
	};

	return ks_test_run(tests);
}
