/* SPDX-License-Identifier: Apache-2.0 */
#include <sodium.h>

#include "desk.h"
#include "support/real.h"

/* The initial PINs of a list are overwritten wherever they were: how many buffers with one in it that is, step by step. */

#define PIN "483920"
#define LIST                                                                                                                                            \
	"職員番号,氏名,氏名カナ,所属,所属区分,施設,任用区分,任用開始,任用終了,在籍状態,役割,初期暗証番号\r\n" \
	"000001,見本 一,ミホン イチ,総務課,事務局,本庁,01,2010-04-01,,在職,端末利用," PIN "\r\n"

static int n_wiped;
static bool is_inside; /* libsodium's uses the C library's */

static void count(const void *at, size_t len)
{
	n_wiped += !is_inside && memmem(at, len, PIN, strlen(PIN));
}

void sodium_memzero(void *const at, const size_t len)
{
	count(at, len);
	is_inside = true;
	KS_REAL(void, sodium_memzero, void *, size_t)(at, len);
	is_inside = false;
}

void explicit_bzero(void *at, size_t len)
{
	void *volatile there = at; /* the compiler knows that this one only writes */

	count(there, len);
	KS_REAL(void, explicit_bzero, void *, size_t)(at, len);
}

/* What it is called when the compiler knows how large the buffer is. */
void __explicit_bzero_chk(void *at, size_t len, size_t room);

void __explicit_bzero_chk(void *at, size_t len, size_t room)
{
	(void)room;
	explicit_bzero(at, len);
}

static void expect(const char *what, int n)
{
	if (n_wiped != n)
		fail_msg("%s: %d buffers with a PIN were wiped, not %d", what, n_wiped, n);
	n_wiped = 0;
}

static void upload(struct fixture *f)
{
	assert_int_equal(post_file(f, KS_USER_HR, "/roster/upload", "x.csv", LIST), 303);
}

static void a_list_leaves_no_pin_behind(void **state)
{
	struct fixture *f = *state;

	n_wiped = 0;
	upload(f);
	expect("sent", 1); /* the part that it came in; it is kept */
	upload(f);
	expect("sent again", 2); /* and the one before */
	assert_int_equal(ask(f, f->cookie[KS_USER_HR], "/roster/import", NULL), 200);
	expect("looked at", 1);
	assert_int_equal(post(f, KS_USER_HR, "/roster/import", "do=slips&reason=x"), 200);
	expect("printed", 2); /* the copy, and the people read from it */
	assert_int_equal(post(f, KS_USER_HR, "/roster/import", "do=drop"), 303);
	expect("given up", 1);
	assert_int_equal(post(f, KS_USER_HR, "/roster/import", "do=drop"), 303);
	expect("given up twice", 0);
	upload(f);
	assert_int_equal(post(f, KS_USER_HR, "/roster/import", "do=take"), 303);
	expect("taken", 5); /* the part, the copy, what was kept; and the list of PINs and its batch */
	upload(f);
	assert_int_equal(post(f, KS_USER_HR, "/logout", "x=y"), 303);
	expect("left", 2);
	enter(f, KS_USER_HR);
	upload(f);
	ks_web_close(f->web);
	f->web = ks_web_open(f->sample.centre);
	expect("closed", 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_list_leaves_no_pin_behind, setup, teardown),
	};

	return ks_test_run(tests);
}
