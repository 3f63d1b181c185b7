/* SPDX-License-Identifier: Apache-2.0 */
#include <inttypes.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "lrs/access.h"
#include "lrs/centre_private.h"
#include "lrs/evidence.h"
#include "lrs/exemption.h"
#include "record/db.h"
#include "record/verify.h"
#include "support/centre_sample.h"
#include "support/golden.h"
#include "support/test.h"

/*
 * Somebody with the file and a tool alters one thing of a record, or takes it away: what `verify` names then, and what an auditor
 * finds in the evidence that is written from it. tests/data/golden/lrs/tampered.txt.
 */

static const char roster_csv[] =
	"職員番号,氏名,氏名カナ,所属,任用区分,任用開始,任用終了,在籍状態,役割\r\n"
	"000001,見本 一,ミホン イチ,総務課,01,2010-04-01,,在職,端末利用\r\n"
	"000002,見本 二,ミホン ニ,総務課,01,2010-04-01,,在職,管理職\r\n"
	"000004,見本 四,ミホン ヨン,総務課,01,2010-04-01,,在職,管理職\r\n";

static const struct {
	const char *what, *sql;
} deeds[] = {
#define ROW(columns) "UPDATE received SET " columns " WHERE kiosk = 'k-01' AND seq = 3"
	{"nothing", ""},
	{"an id", ROW("id = '0190a2b4-0000-7000-8000-000000000001'")},
	{"of whom", ROW("staff = '000002'")},
	{"a verb", ROW("verb = 'failed'")},
	{"what it is about", ROW("object = 'x'")},
	{"a course", ROW("plan = 'other'")},
	{"a lesson", ROW("lesson = 'm2'")},
	{"a gathering", ROW("gathering = 'g'")},
	{"a year", ROW("nendo = 2025")},
	{"a sitting", ROW("registration = 'x'")},
	{"a time", ROW("wall_ms = wall_ms + 1")},
	{"how sure the clock was", ROW("clock = 'unsynced'")},
	{"what it says of the one before", ROW("prev = replace(prev, substr(prev, 1, 1), 'x')")},
	{"whether it was right", ROW("success = 0")},
	{"that it says whether it was right", ROW("success = NULL")},
	{"a number", ROW("seq = 9")},
	{"that it has a number", ROW("seq = 0")},
	{"a hash", ROW("hash = zeroblob(32)")},
	{"bytes", ROW("bytes = CAST(replace(CAST(bytes AS TEXT), 'passed', 'failed') AS BLOB)")},
	{"bytes, and the hash of them",
	 "UPDATE received SET bytes = (SELECT bytes FROM received WHERE kiosk = 'k-01' AND seq = 2),"
	 " hash = (SELECT hash FROM received WHERE kiosk = 'k-01' AND seq = 2)"
	 " WHERE kiosk = 'k-01' AND seq = 3"},
	{"bytes that are no statement, and the hash of them",
	 ROW("bytes = CAST('{}' AS BLOB), hash = x'c09da522dac261c3d2566230bed10d2f3ef13f8e7654576c12e857e07f786098'")},
	{"the bytes of the last, and the hash of them",
	 "UPDATE received SET bytes = (SELECT bytes FROM received WHERE kiosk = 'k-02'),"
	 " hash = (SELECT hash FROM received WHERE kiosk = 'k-02')"
	 " WHERE kiosk = 'k-01' AND seq = 5"},
	{"all bytes", ROW("bytes = x''")},
	{"a client's bytes",
	 "UPDATE received SET bytes = CAST('{}' AS BLOB) WHERE kiosk LIKE 'client:%'"},
	{"a client's hash", "UPDATE received SET hash = zeroblob(32) WHERE kiosk LIKE 'client:%'"},
	{"a client's bytes, and the hash of them",
	 "UPDATE received SET bytes = CAST('{}' AS BLOB), hash = x'c09da522dac261c3d2566230bed10d2f3ef13f8e7654576c12e857e07f786098' WHERE kiosk LIKE 'client:%'"},
	{"the first", "DELETE FROM received WHERE kiosk = 'k-01' AND seq = 1"},
	{"one in the middle", "DELETE FROM received WHERE kiosk = 'k-01' AND seq = 3"},
	{"the last", "DELETE FROM received WHERE kiosk = 'k-01' AND seq = 5"},
	{"all of a kiosk", "DELETE FROM received WHERE kiosk = 'k-02'"},
	{"where it ends", "UPDATE received_head SET seq = 6 WHERE kiosk = 'k-01'"},
	{"where it ends, earlier", "UPDATE received_head SET seq = 4 WHERE kiosk = 'k-01'"},
	{"the hash of its end",
	 "UPDATE received_head SET hash = substr(hash, 2) || '0' WHERE kiosk = 'k-01'"},
	{"half of that hash", "UPDATE received_head SET hash = substr(hash, 2) WHERE kiosk = 'k-01'"},
	{"its signature", "UPDATE received_head SET signature = 'x' WHERE kiosk = 'k-01'"},
	{"its end", "DELETE FROM received_head WHERE kiosk = 'k-01'"},
	{"its proof", "DELETE FROM proof WHERE kiosk = 'k-01'"},
	{"where the proof is", "UPDATE proof SET seq = 4 WHERE kiosk = 'k-01'"},
	{"the signature of the proof", "UPDATE proof SET signature = 'x' WHERE kiosk = 'k-01'"},
	{"the hash of the proof",
	 "UPDATE proof SET hash = substr(hash, 2) || '0' WHERE kiosk = 'k-01'"},
	{"a key",
	 "UPDATE kiosk SET public_key = (SELECT public_key FROM kiosk WHERE id = 'k-02') WHERE id = 'k-01'"},
	{"that there is a key", "UPDATE kiosk SET public_key = NULL WHERE id = 'k-01'"},
	{"a kiosk", "DELETE FROM kiosk WHERE id = 'k-01'"},
	{"a kiosk, its end and its proof",
	 "DELETE FROM kiosk WHERE id = 'k-01'; DELETE FROM received_head WHERE kiosk = 'k-01';"
	 "DELETE FROM proof WHERE kiosk = 'k-01'"},
	{"HR's words",
	 "UPDATE received SET bytes = CAST(replace(CAST(bytes AS TEXT), 'child', 'nurse') AS BLOB)"
	 " WHERE kiosk = '@centre' AND seq = 1"},
	{"the days of an exemption", "UPDATE exemption SET to_day = '2030-01-01'"},
	{"an exemption", "DELETE FROM exemption"},
	{"a completion", "UPDATE standing SET done_ms = done_ms + 1 WHERE done_ms > 0"},
	{"how it was completed", "UPDATE standing SET how = 'x' WHERE done_ms > 0"},
	{"who failed", "DELETE FROM failure"},
	{"who came", "UPDATE attended SET at_ms = at_ms - 1"},
	{"what happened at a gathering", "DELETE FROM gathering_fact"},
	{"what was answered", "UPDATE question_tally SET n_right = n_right + 1"},
	{"a try", "UPDATE tried SET passed = 1 - passed"},
	{"a closed year", "INSERT INTO nendo_seal(nendo, statement, at_ms, sha256, document)"
			  " VALUES(2025, 'x', 1, 'y', 'z')"},
	{"who looked",
	 "UPDATE access_log SET bytes = CAST(replace(CAST(bytes AS TEXT), 'hr', 'xx') AS BLOB) WHERE n = 2"},
	{"the number of a look", "UPDATE access_log SET n = 9 WHERE n = 3"},
	{"that somebody looked", "DELETE FROM access_log WHERE n = 2"},
	{"all who looked first", "DELETE FROM access_log WHERE n = 1"},
	{"the hash of a look", "UPDATE access_log SET hash = zeroblob(32) WHERE n = 1"},
#undef ROW
};

static void sql(struct ks_sample_centre *sample, const char *text)
{
	char *why = NULL;

	ks_db_lock(sample->store);
	if (sqlite3_exec(ks_db_handle(sample->store), text, NULL, NULL, &why) != SQLITE_OK)
		fail_msg("%s: %s", text, why);
	ks_db_unlock(sample->store);
}

static void add_access(struct ks_sample_centre *sample)
{
	static const struct ks_access access = {.at_ms = 1,
						.user = "hr",
						.role = "人事",
						.deed = KS_DEED_SAW,
						.what = "名簿",
						.reason = "",
						.n_people = 3};

	for (int i = 0; i < 3; i++)
		assert_int_equal(ks_access_add(sample->store, &access), KS_OK);
}

static void exempt(struct ks_sample_centre *sample)
{
	static const struct ks_exemption_wish wish = {.number = "000001",
						      .kind = "育休",
						      .plan = "",
						      .lesson = "",
						      .from = {2026, 6, 1},
						      .reason = "届出のとおり",
						      .by = "000002",
						      .approver = "000004",
						      .iri_base = "https://kenshu.example"};
	enum ks_exemption_fault fault;
	char id[KS_UUID_TEXT];
	size_t n;

	assert_int_equal(ks_centre_exempt(sample->centre, &wish, &fault, id, &n), KS_OK);
}

static void say_as_client(struct ks_sample_centre *sample)
{
	struct ks_sample_kiosk pen = ks_sample_kiosk("k-09");
	char *text = ks_sample_write(&pen, "000002", "experienced", "course/annual/m1",
				     KS_TEST_WALL_MS, "synced"),
	     *secret;
	size_t len = strlen(text);
	struct ks_delivery delivery = {.kiosk = "client:lms-1",
				       .bytes = (const char *const *)&text,
				       .lens = &len,
				       .n_statements = 1};

	assert_int_equal(ks_centre_add_client(sample->centre, "lms-1", KS_SCOPE_WRITE, &secret),
			 KS_OK);
	assert_int_equal(ks_centre_deliver(sample->centre, &delivery), KS_OK);
	free(delivery.why);
	free(secret);
	free(text);
}

static void fill(struct ks_sample_centre *sample)
{
	struct ks_sample_kiosk first = ks_sample_kiosk("k-01"), second = ks_sample_kiosk("k-02");

	ks_sample_import(sample->store, roster_csv);
	ks_sample_ingest(sample, &first, "000001", "initialized", "course/annual/m1");
	ks_sample_ingest_answer(sample, &first, "course/annual/m1/quiz/m1-q01", "1", true);
	ks_sample_ingest_told(sample, &first, "000001", "passed", "course/annual/m1",
			      "\"success\":true", "");
	ks_sample_ingest_told(sample, &first, "000002", "failed", "course/annual/m1",
			      "\"success\":false,\"score\":{\"raw\":2,\"min\":0,\"max\":3}",
			      "\"https://kenshu.example/xapi/ext/attempt\":1");
	ks_sample_ingest(sample, &first, "000001", "checkin", "session/2026-05-18-1");
	ks_sample_ingest(sample, &second, "000002", "initialized", "course/annual/m1");
	say_as_client(sample);
	exempt(sample);
	add_access(sample);
	sql(sample, "UPDATE received SET bytes = body(bytes); DROP TRIGGER received_no_update;"
		    "DROP TRIGGER received_no_delete;"
		    "DROP TRIGGER access_log_no_update; DROP TRIGGER access_log_no_delete");
}

static void put_fault(void *context, const char *kiosk, int64_t seq, int fault)
{
	static const char *const names[KS_CHAIN_FAULT_COUNT] = {
		[KS_CHAIN_OK] = "ok",           [KS_CHAIN_GAP] = "gap",
		[KS_CHAIN_BYTES] = "bytes",     [KS_CHAIN_PREV] = "prev",
		[KS_CHAIN_INDEX] = "index",     [KS_CHAIN_HEAD] = "head",
		[KS_CHAIN_TWICE] = "twice",     [KS_CHAIN_PROGRESS] = "progress",
		[KS_CHAIN_NO_HEAD] = "no head", [KS_CHAIN_TAIL] = "tail",
		[KS_CHAIN_TWIN] = "twin",       [KS_CHAIN_UNSIGNED] = "unsigned",
	};

	ks_buf_printf(context, "  %s at %s %" PRId64 "\n", names[fault], kiosk[0] ? kiosk : "-", seq);
}

static void put_verified(struct ks_sample_centre *sample, struct ks_buf *out)
{
	struct ks_buf faults = {0};
	int64_t n = 0;
	enum ks_rc rc = ks_centre_verify(sample->store, put_fault, &faults, &n);

	ks_buf_printf(out, " %s, %" PRId64 " statements\n%s", ks_rc_name(rc), n,
		      ks_buf_text(&faults));
	ks_buf_finish(&faults);
}

static void put_evidence(struct ks_sample_centre *sample, struct ks_buf *out)
{
	struct ks_buf statements = {0}, heads = {0}, access = {0};
	struct ks_evidence_check check;
	enum ks_rc rc;

	assert_int_equal(ks_evidence_statements(sample->store, &statements), KS_OK);
	assert_int_equal(ks_evidence_heads(sample->store, &heads), KS_OK);
	assert_int_equal(ks_evidence_access(sample->store, &access), KS_OK);
	rc = ks_evidence_verify(ks_buf_text(&statements), ks_buf_text(&heads), ks_buf_text(&access),
				&check);
	ks_buf_printf(out,
		      "  evidence: %s, %" PRId64 " statements, %" PRId64 " heads, %" PRId64
		      " looks\n",
		      ks_rc_name(rc), check.n_statements, check.n_heads, check.n_access);
	for (size_t i = 0; i < check.n_findings; i++)
		ks_buf_printf(out, "  %s: %s\n", check.findings[i].where, check.findings[i].word);
	ks_buf_finish(&statements);
	ks_buf_finish(&heads);
	ks_buf_finish(&access);
}

static void what_is_found_of_each_alteration(void **state)
{
	struct ks_sample_centre *sample = *state;
	struct ks_buf out = {0};

	fill(sample);
	for (size_t i = 0; i < KS_COUNT(deeds); i++) {
		sql(sample, "SAVEPOINT deed");
		sql(sample, deeds[i].sql);
		ks_buf_printf(&out, "%s:", deeds[i].what);
		put_verified(sample, &out);
		put_evidence(sample, &out);
		sql(sample, "ROLLBACK TO deed; RELEASE deed");
	}
	ks_test_golden("tests/data/golden/lrs/tampered.txt", ks_buf_text(&out));
	ks_buf_finish(&out);
}

/* What no tool of ours wrote: each line that cannot be read is told, and so are more findings than are kept. */
static void what_is_found_in_lines_of_any_kind(void **state)
{
	static const char hash[] = "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d";
	static const struct {
		const char *statements, *heads, *access;
	} cases[] = {
		{"", "", ""},
		{"x", "", ""},
		{"", "[]\n", ""},
		{"", "", "\n"},
		{"{}\n", "{}\n", "{}\n"},
		{"{\"kiosk\":\"k-01\",\"seq\":1,\"hash\":\"x\",\"statement\":\"{}\"}",
		 "{\"kiosk\":\"k-01\",\"identity\":\"k-01\",\"seq\":1}\n"
		 "{\"kiosk\":\"k-02\",\"identity\":\"k-02\",\"seq\":1}\n"
		 "{\"kiosk\":\"k-03\",\"identity\":\"k-03\",\"seq\":0}\n",
		 "{\"n\":1,\"hash\":\"x\",\"entry\":\"{\\\"n\\\":2}\"}"},
	};
	struct ks_evidence_check check;
	struct ks_buf out = {0}, many = {0};

	(void)state;
	for (size_t i = 0; i < KS_COUNT(cases); i++) {
		enum ks_rc rc = ks_evidence_verify(cases[i].statements, cases[i].heads,
						   cases[i].access, &check);

		ks_buf_printf(&out, "%zu: %s, %" PRId64 ", %" PRId64 ", %" PRId64 "\n", i,
			      ks_rc_name(rc), check.n_statements, check.n_heads, check.n_access);
		for (size_t k = 0; k < check.n_findings; k++)
			ks_buf_printf(&out, "  %s: %s\n", check.findings[k].where,
				      check.findings[k].word);
	}
	ks_test_golden("tests/data/golden/lrs/lines.txt", ks_buf_text(&out));
	for (int i = 0; i < 25; i++)
		ks_buf_printf(&many,
			      "{\"kiosk\":\"k-%d\",\"seq\":2,\"hash\":\"%s\",\"statement\":\"\"}\n",
			      i, hash);
	assert_int_equal(ks_evidence_verify(ks_buf_text(&many), "", "", &check), KS_OK);
	assert_int_equal(check.n_findings, 25);
	assert_string_equal(check.findings[KS_COUNT(check.findings) - 1].where, "k-19 2");
	ks_buf_finish(&many);
	ks_buf_finish(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(what_is_found_of_each_alteration, ks_sample_setup,
						ks_sample_teardown),
		cmocka_unit_test(what_is_found_in_lines_of_any_kind),
	};

	return ks_test_run(tests);
}
