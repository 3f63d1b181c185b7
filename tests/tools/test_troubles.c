/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Everything that `verify`, `kiosk list` and `doctor` say of a centre and of a kiosk, once for each thing that can be wrong
 * there, to the letter (tests/data/golden/troubles.txt). What is wrong is written into the record as it would stand there.
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/mem.h"
#include "content/shelf.h"
#include "lrs/access.h"
#include "lrs/mark.h"
#include "record/db.h"
#include "record/deed.h"
#include "record/incident.h"
#include "said.h"
#include "support/centre_sample.h"
#include "support/golden.h"
#include "support/record_sample.h"
#include "support/test.h"
#include "tools/doctor.h"
#include "tools/tools.h"

/* @words without the place of this test's folder. */
static void put_placed(struct ks_buf *out, const char *words, const char *folder)
{
	for (const char *at = words, *found; *at; at = found ? found + strlen(folder) : "") {
		found = strstr(at, folder);
		ks_buf_append(out, at, found ? (size_t)(found - at) : strlen(at));
		ks_buf_puts(out, found ? "@" : "");
	}
}

static void put_said(struct ks_buf *out, const char *name, struct said said, const char *folder)
{
	ks_buf_printf(out, "--- %s: %d\n", name, said.exit_code);
	put_placed(out, said.out, folder);
	if (said.err[0])
		ks_buf_puts(out, "err: ");
	put_placed(out, said.err, folder);
	said_finish(&said);
}

static void put_doctor(struct ks_buf *out, const char *folder, int64_t now_ms)
{
	struct ks_doctor doctor = {0};
	struct ks_doctor_case at = {.root = "", .state = folder, .now_ms = now_ms};

	ks_doctor_record(&doctor, &at);
	ks_buf_puts(out, "--- doctor\n");
	for (size_t i = 0; i < doctor.n; i++)
		ks_buf_printf(out, "%d %s %s: %s (%s)\n", (int)doctor.findings[i].mark,
			      doctor.findings[i].id, doctor.findings[i].title,
			      doctor.findings[i].seen,
			      doctor.findings[i].todo ? doctor.findings[i].todo : "-");
	ks_doctor_finish(&doctor);
}

/* ---- a centre ---- */

static const struct {
	const char *name, *sql[3];
} centre_troubles[] = {
	{"nothing", {NULL}},
	{"its key is confirmed", {"UPDATE kiosk SET key_by = 'hr'"}},
	{"revoked", {"UPDATE kiosk SET secret_sha256 = zeroblob(32), key_by = 'hr'"}},
	{"taken over",
	 {"UPDATE kiosk SET taken_over_by = 'k-02', secret_sha256 = zeroblob(32) WHERE id = 'k-01'"}},
	{"taken over by one of a short name",
	 {"UPDATE kiosk SET taken_over_by = 'z', secret_sha256 = zeroblob(32) WHERE id = 'k-01'"}},
	{"a new secret waits", {"UPDATE kiosk SET next_sha256 = zeroblob(32), key_by = 'hr'"}},
	{"units", {"INSERT INTO setting VALUES('kiosk_units/k-01', 'a' || char(10) || 'b')"}},
	{"one unit", {"INSERT INTO setting VALUES('kiosk_units/k-01', 'a')"}},
	{"no unit", {"INSERT INTO setting VALUES('kiosk_units/k-01', '')"}},
	{"a break in the chain", {"UPDATE kiosk_tally SET n_breaks = 2"}},
	{"a conflict",
	 {"INSERT INTO conflict(kiosk, id, bytes, at_ms) VALUES('k-01', 'x', x'00', 1)"}},
	{"set aside", {"UPDATE kiosk SET n_quarantined = 1"}},
	{"another key", {"UPDATE kiosk SET key_alarm = 1"}},
	{"claims", {"INSERT INTO claim VALUES('k-01', 1, 1, 1)"}},
	{"disowned",
	 {"INSERT INTO claim VALUES('k-01', 1, 1, 5)",
	  "UPDATE kiosk SET secret_sha256 = zeroblob(32)"}},
	{"disowned, its key confirmed",
	 {"INSERT INTO claim VALUES('k-01', 1, 1, 5)", "UPDATE kiosk SET key_by = 'hr'"}},
	{"another name of it", {"UPDATE kiosk SET identity = 'k-01' WHERE id = 'k-02'"}},
	{"another short name of it",
	 {"UPDATE kiosk SET id = 'z' WHERE id = 'k-02'",
	  "UPDATE kiosk SET identity = 'z' WHERE id = 'k-01'"}},
	{"a number twice", {"UPDATE kiosk_tally SET n_twice = 1, twice_seq = 2, n_breaks = 1"}},
	{"a twin without a number", {"UPDATE kiosk_tally SET twin_ms = 1"}},
	{"a twin that is settled",
	 {"INSERT INTO setting VALUES('twin_settled/k-01',"
	  " '{\"n_twice\":1,\"at_ms\":1779064220000,\"reason\":\"x\"}')",
	  "UPDATE kiosk_tally SET n_twice = 1, twice_seq = 2"}},
	{"a key that nothing came with", {"UPDATE kiosk SET public_key = 'x' WHERE id = 'k-02'"}},
	{"no head any more", {"DELETE FROM received_head", "UPDATE kiosk SET key_by = 'hr'"}},
	{"no key and no head", {"DELETE FROM received_head", "UPDATE kiosk SET public_key = NULL"}},
	{"a second epoch", {"UPDATE received_head SET seq = 1000000003"}},
	{"the first number of it", {"UPDATE received_head SET seq = 1000000001"}},
	{"the last number of the first", {"UPDATE received_head SET seq = 1000000000"}},
	{"more signed than there is", {"UPDATE received_head SET seq = 5"}},
	{"its own statements",
	 {"INSERT INTO kiosk(id, secret_sha256, added_ms)"
	  " VALUES('@centre', zeroblob(32), 1)"}},
	{"never heard of", {"UPDATE kiosk SET last_seen_ms = 0"}},
	{"forwarding",
	 {"INSERT INTO forward VALUES('far', 3, 1779064220000, '')",
	  "INSERT INTO setting VALUES('forward/far/endpoint', 'https://far.example')"}},
	{"forwarding that fails", {"INSERT INTO forward VALUES('far', 0, 0, '返事がありません')"}},
	{"forwarding that is refused",
	 {"INSERT INTO forward VALUES('far', 3, 1779064220000, '')",
	  "INSERT INTO forward_aside VALUES('far', 1, 'x', 1, 0)"}},
	{"a copy of another", {"INSERT INTO setting VALUES('replica_from', 'https://far.example')"}},
	{"a broken log of looks",
	 {"DROP TRIGGER access_log_no_update", "UPDATE access_log SET bytes = x'00' WHERE n = 2"}},
	{"a log of looks without its end",
	 {"DROP TRIGGER access_log_no_delete", "DELETE FROM access_log WHERE n = 3"}},
};

static void prepare(struct ks_sample_centre *sample)
{
	struct ks_sample_kiosk kiosk = ks_sample_kiosk("k-01");
	const struct ks_access access = {
		.at_ms = KS_TEST_WALL_MS, .user = "hr", .role = "人事", .what = "一覧", .reason = ""};
	char *secret;

	assert_int_equal(ks_centre_add_kiosk(sample->centre, "k-02", &secret), KS_OK);
	free(secret);
	for (int i = 0; i < 3; i++)
		ks_sample_ingest(sample, &kiosk, "000001", "passed", "course/annual/m1");
	for (int i = 0; i < 3; i++)
		assert_int_equal(ks_access_add(sample->store, &access), KS_OK);
}

static void put_centre(struct ks_buf *out, struct ks_sample_centre *sample)
{
	const char *argv[] = {"list", "--state", sample->folder};

	put_said(out, "verify", said_by(ks_tools_verify, 2, argv + 1), sample->folder);
	put_said(out, "kiosk list", said_by(ks_tools_kiosk, 3, argv), sample->folder);
	put_doctor(out, sample->folder, ks_clock_wall_ms(&sample->clock));
}

static void all_that_can_be_wrong_at_a_centre_is_told(void **state)
{
	struct ks_buf out = {0};

	(void)state;
	for (size_t i = 0; i < KS_COUNT(centre_troubles); i++) {
		struct ks_sample_centre sample;

		ks_sample_centre_init(&sample);
		prepare(&sample);
		for (size_t k = 0; k < KS_COUNT(centre_troubles[i].sql); k++)
			if (centre_troubles[i].sql[k] &&
			    ks_db_run(sample.store, centre_troubles[i].sql[k], "") != KS_OK)
				fail_msg("%s", centre_troubles[i].sql[k]);
		ks_buf_printf(&out, "==== %s\n", centre_troubles[i].name);
		put_centre(&out, &sample);
		ks_sample_centre_finish(&sample);
	}
	ks_test_golden("tests/data/golden/centre-troubles.txt", ks_buf_text(&out));
	ks_buf_finish(&out);
}

/* Two hundred are told one by one. */
static void faults_beyond_two_hundred_are_counted(void **state)
{
	static const int n[] = {200, 201, 203};
	struct ks_sample_centre sample;
	struct ks_sample_kiosk kiosk = ks_sample_kiosk("k-01");
	int k = 0;

	(void)state;
	ks_sample_centre_init(&sample);
	ks_sample_ingest(&sample, &kiosk, "000001", "passed", "course/annual/m1");
	for (size_t i = 0; i < KS_COUNT(n); i++) {
		struct said said;
		char *end;

		for (; k < n[i]; k++) {
			kiosk.prev[0] = kiosk.prev[0] == 'a' ? 'b' : 'a';
			ks_sample_ingest(&sample, &kiosk, "000001", "passed", "course/annual/m1");
		}
		said = said_by(ks_tools_verify, 2, (const char *[]){"--state", sample.folder});
		end = ks_format("%s%d件を確かめ、誤りを %d件見つけました。",
				n[i] == 201   ? "ほかに 1件あります。\n"
				: n[i] == 203 ? "ほかに 3件あります。\n"
					      : "",
				n[i] + 1, n[i]);
		assert_int_equal(said.exit_code, KS_EXIT_FAILED);
		if (!strstr(said.out, end))
			fail_msg("%d: %s", n[i], said.out);
		assert_int_equal(!strstr(said.out, "ほかに"), n[i] <= 200);
		free(end);
		said_finish(&said);
	}
	ks_sample_centre_finish(&sample);
}

/* What stands on paper: as it was, as it is not, and what is no mark at all. */
static void a_mark_of_paper_is_held_against_the_record(void **state)
{
	struct ks_sample_centre sample;
	struct ks_arena arena = {0};
	struct ks_buf out = {0};
	const char *mark = "", *marks[5];

	(void)state;
	ks_sample_centre_init(&sample);
	prepare(&sample);
	assert_int_equal(ks_centre_mark(sample.store, "", &arena, &mark), KS_OK);
	assert_memory_equal(mark, "3-", 2);
	marks[0] = mark;
	marks[1] = "3-0123456789abcdef";
	marks[2] = "4-0123456789abcdef";
	marks[3] = "x";
	marks[4] = "3-0123456789abcde";
	for (size_t i = 0; i < KS_COUNT(marks); i++) {
		const char *argv[] = {"--state", sample.folder, "--mark", marks[i]};

		put_said(&out, "verify --mark", said_by(ks_tools_verify, 4, argv), mark);
	}
	ks_test_golden("tests/data/golden/marks.txt", ks_buf_text(&out));
	ks_buf_finish(&out);
	ks_arena_finish(&arena);
	ks_sample_centre_finish(&sample);
}

/* ---- a kiosk ---- */

static void put_kiosk(struct ks_buf *out, const char *name, const char *folder)
{
	const char *argv[] = {"list", "--state", folder};

	ks_buf_printf(out, "==== %s\n", name);
	put_said(out, "verify", said_by(ks_tools_verify, 2, argv + 1), folder);
	put_said(out, "kiosk list", said_by(ks_tools_kiosk, 3, argv), folder);
	put_doctor(out, folder, KS_TEST_WALL_MS);
}

static void note(struct ks_store *store, enum ks_incident_kind kind)
{
	struct ks_incident incident = {.kind = kind, .wall_ms = KS_TEST_WALL_MS};

	assert_int_equal(ks_incident_note(store, &incident), KS_OK);
}

/* What @trouble is about happens while the kiosk runs; then it stands still and is looked at. */
static void look_at_kiosk(struct ks_buf *out, const char *name,
			  void (*trouble)(struct ks_record_sample *s))
{
	void *state;
	struct ks_record_sample *s;

	ks_record_sample_setup(&state);
	s = state;
	for (int i = 0; i < 3; i++)
		ks_record_sample_append(s, KS_FACT_INITIALIZED);
	trouble(s);
	ks_record_sample_close(s);
	put_kiosk(out, name, s->folder);
	ks_test_folder_finish(s->folder);
	free(s);
}

static void none(struct ks_record_sample *s)
{
	(void)s;
}

static void two_aside(struct ks_record_sample *s)
{
	assert_int_equal(ks_ledger_quarantine(s->ledger, 2, "HTTP 400"), KS_OK);
	assert_int_equal(ks_ledger_quarantine(s->ledger, 3, "HTTP 400"), KS_OK);
}

static void deeds(struct ks_record_sample *s)
{
	assert_int_equal(ks_deed_note(s->store, KS_TEST_WALL_MS, "写しから戻しました。"), KS_OK);
	assert_int_equal(ks_deed_note(s->store, KS_TEST_WALL_MS + 60000, "鍵を替えました。"), KS_OK);
}

static void settled(struct ks_record_sample *s)
{
	note(s->store, KS_INCIDENT_RESTORED);
	assert_int_equal(ks_store_settle_incident(s->store, KS_TEST_WALL_MS, "電源を確かめた"),
			 KS_OK);
}

static void settled_and_again(struct ks_record_sample *s)
{
	settled(s);
	note(s->store, KS_INCIDENT_GAPS);
}

static void second_epoch(struct ks_record_sample *s)
{
	assert_int_equal(ks_ledger_begin_epoch(s->ledger, 2), KS_OK);
	ks_record_sample_append(s, KS_FACT_INITIALIZED);
}

static void no_roster_and_no_content(struct ks_record_sample *s)
{
	char *path = ks_test_write(s->folder, "bad" KS_SHELF_SUFFIX, "no bundle");
	struct ks_shelf_told told = {0};

	assert_int_not_equal(ks_shelf_install(s->folder, path, true, &told), KS_OK);
	assert_int_equal(ks_store_set(s->store, "roster_file_told", "署名した鍵が違います。"), KS_OK);
	free(path);
}

static void nameless(struct ks_record_sample *s)
{
	assert_int_equal(ks_db_run(s->store, "DELETE FROM setting WHERE name = 'kiosk'", ""), KS_OK);
}

static void without_the_second(struct ks_record_sample *s)
{
	assert_int_equal(ks_db_run(s->store, "DROP TRIGGER statement_no_delete", ""), KS_OK);
	assert_int_equal(ks_db_run(s->store, "DELETE FROM statement WHERE seq = 2", ""), KS_OK);
}

static void altered(struct ks_record_sample *s)
{
	assert_int_equal(ks_db_run(s->store, "DROP TRIGGER statement_no_update", ""), KS_OK);
	assert_int_equal(ks_db_run(s->store,
				   "UPDATE statement SET bytes = CAST(replace(CAST(bytes AS TEXT),"
				   " 'kenshu', 'kensha') AS BLOB)",
				   ""),
			 KS_OK);
}

static void all_that_can_be_wrong_at_a_kiosk_is_told(void **state)
{
	static const struct {
		const char *name;
		void (*trouble)(struct ks_record_sample *s);
	} troubles[] = {{"nothing", none},
			{"two set aside", two_aside},
			{"deeds", deeds},
			{"settled", settled},
			{"settled, and again", settled_and_again},
			{"a second epoch", second_epoch},
			{"a list and content that were not taken", no_roster_and_no_content},
			{"nameless", nameless},
			{"one is not there", without_the_second},
			{"altered", altered}};
	struct ks_buf out = {0};

	(void)state;
	for (size_t i = 0; i < KS_COUNT(troubles); i++)
		look_at_kiosk(&out, troubles[i].name, troubles[i].trouble);
	ks_test_golden("tests/data/golden/kiosk-troubles.txt", ks_buf_text(&out));
	ks_buf_finish(&out);
}

/* ---- what is saved of a folder with holes ---- */

static void keep_alone(const char *folder, const char *kept)
{
	char **names = NULL;
	size_t n = 0;

	assert_int_equal(ks_folder_list(folder, NULL, &names, &n), KS_OK);
	for (size_t i = 0; i < n; i++) {
		char *path = ks_path_join(folder, names[i]);

		if (strcmp(names[i], kept) != 0)
			(void)!unlink(path);
		free(path);
	}
	ks_folder_list_finish(names, n);
}

static void holes_are_told_number_by_number(void **state)
{
	void *sample;
	struct ks_record_sample *s;
	char *to = ks_test_folder(), *new = ks_path_join(to, "new");
	struct ks_buf out = {0};

	(void)state;
	ks_record_sample_setup(&sample);
	s = sample;
	for (int i = 0; i < 9; i++)
		ks_record_sample_append(s, KS_FACT_INITIALIZED);
	assert_int_equal(ks_db_run(s->store, "DROP TRIGGER statement_no_delete", ""), KS_OK);
	assert_int_equal(ks_db_run(s->store, "DELETE FROM statement WHERE seq IN (2, 4, 5, 6)", ""),
			 KS_OK);
	assert_int_equal(ks_db_run(s->store, "DELETE FROM setting WHERE name LIKE 'identity%'", ""),
			 KS_OK);
	ks_record_sample_close(s);
	keep_alone(s->folder, "kenshu.db");
	put_said(&out, "salvage",
		 said_by(ks_tools_salvage, 4, (const char *[]){"--state", s->folder, "--out", new}),
		 to);
	put_said(&out, "verify", said_by(ks_tools_verify, 2, (const char *[]){"--state", new}), to);
	ks_test_golden("tests/data/golden/salvaged.txt", ks_buf_text(&out));
	ks_buf_finish(&out);
	ks_test_folder_finish(s->folder);
	free(s);
	free(new);
	ks_test_folder_finish(to);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(all_that_can_be_wrong_at_a_centre_is_told),
		cmocka_unit_test(faults_beyond_two_hundred_are_counted),
		cmocka_unit_test(a_mark_of_paper_is_held_against_the_record),
		cmocka_unit_test(all_that_can_be_wrong_at_a_kiosk_is_told),
		cmocka_unit_test(holes_are_told_number_by_number),
	};

	return ks_test_run(tests);
}
