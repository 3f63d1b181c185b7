/* SPDX-License-Identifier: Apache-2.0 */
#include "roster_parsed.h"

#include <stdlib.h>
#include <string.h>

#include "record/roster_field.h"
#include "record/roster_private.h"
#include "support/golden.h"

/*
 * What HR's list is read as and what is said of it, a small list for each rule, at its edge. Kept as a whole in
 * tests/data/golden/lists-read.txt.
 */

#define H \
	"職員番号,氏名,氏名カナ,所属,任用区分,任用開始,任用終了,在籍状態,役割,発令日,休業区分,休業開始,休業終了,初期暗証番号\n"
#define L(number, name, kana, unit, employment, from, to, state, roles, ordered, leave,      \
	  leave_from, leave_to, pin)                                                         \
	number "," name "," kana "," unit "," employment "," from "," to "," state "," roles \
	       "," ordered "," leave "," leave_from "," leave_to "," pin "\n"
#define N(number)                                                                              \
	L(number, "見 本", "ミホン", "課", "01", "2026-04-01", "", "在職", "", "", "", "", "", \
	  "918391")
#define NAMED(name, kana) \
	L("7", name, kana, "課", "01", "2026-04-01", "", "在職", "", "", "", "", "", "918391")
#define PIN(pin) \
	L("7", "見 本", "ミホン", "課", "01", "2026-04-01", "", "在職", "", "", "", "", "", pin)
#define DAYS(from, to, ordered) \
	L("7", "見 本", "ミ", "課", "01", from, to, "在職", "", ordered, "", "", "", "918391")
#define AWAY(state, leave, from, to) \
	L("7", "見 本", "ミ", "課", "01", "2026-04-01", "", state, "", "", leave, from, to, "918391")
#define WORDS(employment, state, roles)                                                         \
	L("7", "見 本", "ミ", "課", employment, "2026-04-01", "", state, roles, "", "", "", "", \
	  "918391")
#define POST(unit, from, to, pin) \
	L("7", "見 本", "ミ", unit, "01", from, to, "在職", "", "", "", "", "", pin)

static const char *const lists[] = {
	"",
	"\n",
	",,\n",
	H,
	H ",,,,,,,,,,,,,\n",
	H "7\n",
	H N("7") "8,x\n",
	H "7,見 本,ミ,課,01,2026-04-01,,在職,,,,,,918391,\n",
	/* headers */
	"職員番号,職員番号,氏名,氏名カナ,所属,任用区分,任用開始,任用終了,在籍状態\n7,8,見 本,ミ,課,01,2026-04-01,,在職\n",
	"職員番号,氏名,氏名カナ,所属,任用区分,任用開始,任用終了\n7,見 本,,,x,x,x\n",
	"職員番号,氏名,氏名カナ,所属,任用区分,任用終了,在籍状態,余り\n7,見 本,,,x,x,x,\n",
	"職員コード,漢字氏名,フリガナ,所属名,職員区分,採用日,任期満了日,在籍区分,勤務地\n7,見 本,ミ,課,01,2026-04-01,,在職,本庁\n",
	" 職員番号 ,氏　名,氏名ｶﾅ,所属,任用区分,任用開始,任用終了,在籍状態,\a,余り\n7,見 本,ミ,課,01,2026-04-01,,在職,,\n",
	"職員番号,氏名,氏名カナ,所属,任用区分,任用開始,任用終了,在籍状態,役割,初期暗証番号,所属区分\n"
	"7,見 本,ミ,課,01,2026-04-01,,在職,,918391,局\n",
	/* who */
	H N("") N("") N("8"),
	H N("A-1") N("123456789012") N("９９"),
	H N("1234567890123") N("a b") N("あ"),
	H N("0") N("00"),
	H NAMED("", "ミ"),
	H NAMED("見本", "") NAMED("見本", ""),
	H NAMED("見　本", ""),
	H NAMED("\"a\nb\"", "ミ"),
	H N("7") NAMED("別 人", "ミホン"),
	H N("7") NAMED("見 本", "ベツ"),
	H NAMED(" 見 本 ", "　ミ　"),
	/* PINs */
	H PIN(""),
	H PIN("91839") PIN("9183911"),
	H PIN("91839x"),
	H PIN("９１８３９１"),
	H PIN("123456"),
	H PIN("850412"),
	H POST("a", "2026-04-01", "", "918391") POST("b", "2026-04-01", "", ""),
	H POST("a", "2026-04-01", "", "") POST("b", "2026-04-02", "", "918391"),
	H POST("a", "2026-04-01", "", "918391") POST("b", "2026-04-01", "", "918392")
		POST("c", "2026-04-01", "", "918391"),
	/* days */
	H DAYS("", "", ""),
	H DAYS("2026/4/1", "R9.3.31", ""),
	H DAYS("8/4/1", "", ""),
	H DAYS("令和8年4月1日", "9999-12-31", ""),
	H DAYS("2026-04-01", "9998-12-31", ""),
	H DAYS("2026-02-29", "x", "y"),
	H DAYS("2026-04-01", "2026-03-31", ""),
	H DAYS("2026-04-01", "2026-04-01", "2026-04-01"),
	H DAYS("2026-04-01", "2026-04-30", "2026-03-31"),
	H DAYS("2026-04-01", "2026-04-30", "2026-04-30"),
	H DAYS("2026-04-01", "2026-04-30", "2026-05-01"),
	H DAYS("2026-04-01", "", "2036-05-01"),
	/* absences */
	H AWAY("育休", "", "", ""),
	H AWAY("育休", "", "2026-05-01", "2026-05-31"),
	H AWAY("在職", "", "2026-05-01", ""),
	H AWAY("在職", "", "", "2026-05-31"),
	H AWAY("在職", "育休", "2026-05-01", "2026-05-01"),
	H AWAY("在職", "育休", "2026-05-02", "2026-05-01"),
	H AWAY("在職", "在職", "", ""),
	H AWAY("退職", "退職", "", ""),
	H AWAY("無断", "無断", "", ""),
	/* words */
	H WORDS("1", "在職", ""),
	H WORDS("０６", "休職", "管理職;端末利用"),
	H WORDS("14", "退職", "管理職、端末利用，研修担当"),
	H WORDS("15", "", " 管理職 ； ; 端末利用 ､"),
	H WORDS("99", "在職", "\"管理職\n端末利用\""),
	H WORDS("正規", "在職", "a,b"),
	H WORDS("", "在職", ""),
	/* two lines of one person */
	H POST("a", "2026-04-01", "2026-06-30", "918391") POST("a", "2026-06-30", "", ""),
	H POST("a", "2026-04-01", "2026-06-29", "918391") POST("a", "2026-06-30", "", ""),
	H POST("a", "2026-06-30", "", "918391") POST("a", "2026-04-01", "", ""),
	H POST("a", "2026-04-01", "", "918391") POST("b", "2026-04-01", "", ""),
	H POST("a", "2026-04-01", "", "918391") POST("a", "2026-04-01", "", ""),
	H L("7", "見 本", "ミ", "課", "01", "2026-04-01", "", "在職", "", "", "育休", "2026-05-01",
	    "2026-05-31", "918391") L("7", "見 本", "ミ", "課", "01", "2026-04-01", "", "在職", "",
				      "", "育休", "2026-07-01", "2026-07-31", ""),
	H L("7", "見 本", "ミ", "課", "01", "2026-04-01", "", "在職", "", "", "育休", "2026-05-01",
	    "2026-05-31", "918391") L("7", "見 本", "ミ", "課", "01", "2026-04-01", "", "在職", "",
				      "", "育休", "2026-05-01", "2026-06-30", ""),
	H L("7", "見 本", "ミ", "課", "01", "2026-04-01", "", "在職", "", "", "育休", "2026-05-01",
	    "2026-05-31", "918391") POST("課", "2026-04-01", "", ""),
};

static void put_person(struct ks_buf *out, const struct ks_roster_entry *e)
{
	ks_buf_printf(out, "  %s|%s|%s|%s%s\n", e->person.number, e->person.name, e->person.kana,
		      e->pin_initial ? e->pin_initial : "-", e->is_listed ? "" : " not listed");
	for (size_t i = 0; i < e->person.n_appointments; i++) {
		ks_buf_puts(out, "   ");
		for (int k = KS_FIELD_UNIT; k < KS_FIELD_PIN; k++) {
			char day[16];

			if (ks_roster_fields[k].column)
				ks_buf_printf(out, "|%s",
					      ks_roster_field_text(&e->person.appointments[i],
								   &ks_roster_fields[k], day));
		}
		ks_buf_putc(out, '\n');
	}
}

static void put_read(struct ks_buf *out, const char *name, const char *csv)
{
	struct parsed p = parse(csv);

	ks_buf_printf(out, "== %s: %s\n", name, ks_rc_name(p.rc));
	for (size_t i = 0; i < p.diags.n_items; i++)
		ks_buf_printf(out, "  %s%d: %s\n",
			      p.diags.items[i].severity == KS_SEVERITY_ERROR ? "!" : "",
			      p.diags.items[i].line, p.diags.items[i].message);
	for (size_t i = 0; i < p.roster.n_entries; i++)
		put_person(out, &p.roster.entries[i]);
	finish(&p);
}

static void what_is_read_of_a_list_and_said_of_it(void **state)
{
	struct ks_buf out = {0};

	(void)state;
	for (size_t i = 0; i < KS_COUNT(lists); i++) {
		const char *rest =
			strncmp(lists[i], H, strlen(H)) == 0 ? lists[i] + strlen(H) : lists[i];

		put_read(&out, rest, lists[i]);
	}
	ks_test_golden("tests/data/golden/lists-read.txt", ks_buf_text(&out));
	ks_buf_finish(&out);
}

/* As many lines as a person may have, and one more. */
static void too_many_lines_of_one_person_are_told_once(void **state)
{
	(void)state;
	for (int n = KS_ROSTER_APPOINTMENTS_MAX; n <= KS_ROSTER_APPOINTMENTS_MAX + 2; n++) {
		struct ks_buf csv = {0};
		struct parsed p;

		ks_buf_puts(&csv, H);
		for (int i = 0; i < n; i++)
			ks_buf_printf(&csv, "7,見 本,ミ,課%d,01,2026-04-01,,在職,,,,,,918391\n", i);
		p = parse(ks_buf_text(&csv));
		assert_int_equal(p.rc, n == KS_ROSTER_APPOINTMENTS_MAX ? KS_OK : KS_INVALID);
		assert_int_equal(p.diags.n_errors, n > KS_ROSTER_APPOINTMENTS_MAX);
		if (n > KS_ROSTER_APPOINTMENTS_MAX)
			expect(&p, KS_SEVERITY_ERROR, 2,
			       "職員番号「7」の行が多すぎます（64行まで）。");
		else
			assert_int_equal(p.roster.entries[0].person.n_appointments,
					 KS_ROSTER_APPOINTMENTS_MAX);
		finish(&p);
		ks_buf_finish(&csv);
	}
}

/* A cell of 400 bytes is the longest that is taken. */
static void cell_has_400_bytes_at_most(void **state)
{
	(void)state;
	for (int n = 400; n <= 401; n++) {
		char *csv = ks_format(H "7,見 本,ミ,%0*d,01,2026-04-01,,在職,,,,,,918391\n", n, 0);
		struct parsed p = parse(csv);

		assert_int_equal(p.rc, n == 400 ? KS_OK : KS_INVALID);
		if (n > 400)
			expect(&p, KS_SEVERITY_ERROR, 2,
			       "所属に、改行などの見えない文字があるか、長すぎます");
		finish(&p);
		free(csv);
	}
}

/* Invisible marks that a name must not carry to a screen or a terminal; the blanks beside them may. */
static void text_is_plain_or_not(void **state)
{
	static const char *const plain[] = {"",
					    " ",
					    "~",
					    "\xc2\xa0",
					    "\xe2\x80\xa7",
					    "\xe2\x80\xaf",
					    "\xe2\x81\xa5",
					    "\xe2\x81\xaa",
					    "髙\xf0\xa0\xae\xb7"};
	static const char *const not_plain[] = {"\x1f",         "\x7f",         "\xc2\x80",
						"\xc2\x9f",     "\xe2\x80\xa8", "\xe2\x80\xa9",
						"\xe2\x80\xaa", "\xe2\x80\xae", "\xe2\x81\xa6",
						"\xe2\x81\xa9", "\xff",         "\n"};

	(void)state;
	for (size_t i = 0; i < KS_COUNT(plain); i++)
		if (!ks_roster_is_plain(plain[i]))
			fail_msg("plain %zu", i);
	for (size_t i = 0; i < KS_COUNT(not_plain); i++)
		if (ks_roster_is_plain(not_plain[i]))
			fail_msg("not plain %zu", i);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_read_of_a_list_and_said_of_it),
		cmocka_unit_test(too_many_lines_of_one_person_are_told_once),
		cmocka_unit_test(cell_has_400_bytes_at_most),
		cmocka_unit_test(text_is_plain_or_not),
	};

	return ks_test_run(tests);
}
