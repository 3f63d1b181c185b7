/* SPDX-License-Identifier: Apache-2.0 */
#include "report/pack.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "lrs/access.h"
#include "lrs/correction.h"
#include "record/ledger.h"
#include "report/zip.h"
#include "support/centre_sample.h"
#include "support/test.h"

/* A pack that is whole, and one byte of any file altered: which one is told. */

static const char roster_csv[] =
	"職員番号,氏名,氏名カナ,所属,所属区分,施設,任用区分,任用開始,任用終了,在籍状態,役割,初期暗証番号\r\n"
	"000001,見本 一,ミホン イチ,総務課,事務局,本庁,01,2010-04-01,,在職,端末利用,\r\n"
	"000002,見本 二,ミホン ニ,総務課,事務局,本庁,01,2010-04-01,,在職,端末利用,\r\n";

struct fixture {
	struct ks_sample_centre sample;
	struct ks_sample_kiosk kiosk;
	struct ks_plan_lesson lesson;
	struct ks_plan plan;
	struct ks_pack_wish wish;
	struct ks_buf zip;
	struct ks_pack_check check;
	char first[128];
	size_t n_told;
};

static int setup(void **state)
{
	struct fixture *f = ks_alloc_zero(1, sizeof(*f));

	ks_sample_centre_init(&f->sample);
	ks_sample_import(f->sample.store, roster_csv);
	f->kiosk = ks_sample_kiosk("k-01");
	f->lesson = (struct ks_plan_lesson){.id = "m1", .title = "一", .is_ready = true};
	f->plan = (struct ks_plan){.id = "annual",
				   .title = "年次研修",
				   .revision = "1",
				   .nendo = 2026,
				   .opens = {2026, 4, 1},
				   .due = {2026, 5, 1},
				   .lessons = &f->lesson,
				   .n_lessons = 1};
	f->wish = (struct ks_pack_wish){.nendo = 2026,
					.now_ms = ks_centre_now_ms(f->sample.centre),
					.plans = &f->plan,
					.n_plans = 1};
	ks_sample_ingest_answer(&f->sample, &f->kiosk, "course/annual/m1/quiz/m1-q01",
				"annual@1+aa", true);
	ks_sample_ingest(&f->sample, &f->kiosk, "000001", "passed", "course/annual/m1");
	assert_int_equal(ks_access_add(f->sample.store, &(struct ks_access){.at_ms = 1,
									    .user = "hr",
									    .role = "人事",
									    .what = "受講状況",
									    .reason = "",
									    .n_people = 2}),
			 KS_OK);
	assert_int_equal(ks_ledger_make_identity(f->sample.store), KS_OK);
	f->zip.ceiling = KS_PACK_MAX_BYTES;
	assert_int_equal(ks_pack_make(f->sample.store, &f->wish, &f->zip), KS_OK);
	*state = f;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *f = *state;

	ks_buf_finish(&f->zip);
	ks_sample_centre_finish(&f->sample);
	free(f);
	return 0;
}

static void tell(void *context, const char *file, const char *word)
{
	struct fixture *f = context;

	(void)word;
	if (f->n_told++ == 0)
		snprintf(f->first, sizeof(f->first), "%s", file);
}

static enum ks_rc verify(struct fixture *f, const struct ks_buf *zip)
{
	f->n_told = 0;
	f->first[0] = '\0';
	return ks_pack_verify(ks_buf_text(zip), zip->len, tell, f, &f->check);
}

/* The same archive with file @which altered by @flip at @at (of its bytes), left out (@flip 0), or as it is (@which of none). */
static struct ks_buf rebuild(struct fixture *f, const char *which, size_t at, char flip,
			     const char *extra)
{
	struct ks_unzip *from = ks_unzip_open(ks_buf_text(&f->zip), f->zip.len);
	struct ks_zip *to = ks_zip_begin();
	struct ks_buf out = {.ceiling = KS_PACK_MAX_BYTES};
	const char *name;

	assert_true(from && to);
	for (size_t i = 0; (name = ks_unzip_name(from, i)); i++) {
		struct ks_buf bytes = {.ceiling = KS_PACK_MAX_BYTES};
		size_t len;
		char *text;

		assert_int_equal(ks_unzip_read(from, name, &bytes), KS_OK);
		len = bytes.len;
		text = ks_buf_take(&bytes);
		if (strcmp(name, which) == 0) {
			if (!flip) {
				free(text);
				continue;
			}
			text[at % len] ^= flip;
		}
		assert_int_equal(ks_zip_add(to, name, text, len), KS_OK);
	}
	if (extra)
		assert_int_equal(ks_zip_add(to, extra, ks_strdup("x"), 1), KS_OK);
	assert_int_equal(ks_zip_end(to, &out), KS_OK);
	ks_unzip_close(from);
	return out;
}

static void a_pack_is_whole_and_the_same_twice(void **state)
{
	struct fixture *f = *state;
	struct ks_buf again = {.ceiling = KS_PACK_MAX_BYTES};

	assert_int_equal(verify(f, &f->zip), KS_OK);
	assert_int_equal(f->check.n_faults, 0);
	assert_int_equal(f->check.evidence.n_statements, 2);
	assert_int_equal(f->check.evidence.n_access, 1);
	assert_int_equal(f->check.evidence.n_heads, 1);
	assert_true(f->check.n_files > 20);
	assert_int_equal(ks_pack_make(f->sample.store, &f->wish, &again), KS_OK);
	assert_int_equal(again.len, f->zip.len);
	assert_memory_equal(ks_buf_text(&again), ks_buf_text(&f->zip), again.len);
	ks_buf_finish(&again);
}

static void one_byte_of_any_file_is_told(void **state)
{
	struct fixture *f = *state;
	struct ks_unzip *zip = ks_unzip_open(ks_buf_text(&f->zip), f->zip.len);
	const char *name;
	size_t n = 0;

	for (size_t i = 0; (name = ks_unzip_name(zip, i)); i++)
		for (size_t at = 0; at < 3; at++) {
			struct ks_buf bytes = {.ceiling = KS_PACK_MAX_BYTES}, bad;
			size_t places[] = {0, 0, 0};

			assert_int_equal(ks_unzip_read(zip, name, &bytes), KS_OK);
			places[1] = bytes.len / 2;
			places[2] = bytes.len - 1;
			bad = rebuild(f, name, places[at], 4, NULL);
			/* A file of the list that is named otherwise is missing, and the list is not as signed. */
			assert_int_equal(verify(f, &bad), KS_OK);
			if (f->n_told == 0 || strcmp(f->first, name) != 0)
				fail_msg("%s altered: told is %s", name, f->first);
			ks_buf_finish(&bad);
			ks_buf_finish(&bytes);
			n++;
		}
	assert_true(n > 60);
	ks_unzip_close(zip);
}

static void a_file_that_is_gone_or_new_is_told(void **state)
{
	struct fixture *f = *state;
	struct ks_buf bad = rebuild(f, "目次.txt", 0, 0, NULL);

	assert_int_equal(verify(f, &bad), KS_OK);
	assert_string_equal(f->first, "目次.txt");
	ks_buf_finish(&bad);
	bad = rebuild(f, "", 0, 0, "4号_人的な対策/受講状況2.csv");
	assert_int_equal(verify(f, &bad), KS_OK);
	assert_string_equal(f->first, "4号_人的な対策/受講状況2.csv");
	ks_buf_finish(&bad);
	bad = rebuild(f, "manifest.sig", 0, 0, NULL);
	assert_int_equal(verify(f, &bad), KS_OK);
	assert_string_equal(f->first, "manifest.sig");
	ks_buf_finish(&bad);
	assert_int_equal(ks_pack_verify("no zip", 6, tell, f, &f->check), KS_INVALID);
}

/* Whoever can sign a list anew still cannot write the record anew: its chain is the kiosk's. */
static void a_record_that_was_rewritten_breaks_its_chain(void **state)
{
	struct fixture *f = *state;
	struct ks_buf statements = {0}, heads = {0}, access = {0};
	struct ks_evidence_check check;
	char *at, *second;

	assert_int_equal(ks_evidence_statements(f->sample.store, &statements), KS_OK);
	assert_int_equal(ks_evidence_heads(f->sample.store, &heads), KS_OK);
	assert_int_equal(ks_evidence_access(f->sample.store, &access), KS_OK);
	assert_int_equal(ks_evidence_verify(ks_buf_text(&statements), ks_buf_text(&heads),
					    ks_buf_text(&access), &check),
			 KS_OK);
	assert_int_equal(check.n_findings, 0);
	second = strchr(statements.data, '\n') + 1;
	assert_int_equal(
		ks_evidence_verify(second, ks_buf_text(&heads), ks_buf_text(&access), &check), KS_OK);
	assert_int_equal(check.n_findings, 1); /* the first is missing */
	*second = '\0';
	assert_int_equal(ks_evidence_verify(ks_buf_text(&statements), ks_buf_text(&heads),
					    ks_buf_text(&access), &check),
			 KS_OK);
	assert_int_equal(check.n_findings, 1); /* the last is missing: the kiosk signed it */
	*second = '{';
	at = strstr(statements.data, "s-000001");
	at[7] = '9';
	assert_int_equal(ks_evidence_verify(ks_buf_text(&statements), ks_buf_text(&heads),
					    ks_buf_text(&access), &check),
			 KS_OK);
	assert_int_equal(check.n_findings, 1);
	assert_string_equal(check.findings[0].where, "k-01 1");
	ks_buf_finish(&statements);
	ks_buf_finish(&heads);
	ks_buf_finish(&access);
}

/* Findings as auditors write them, with the numbers of the lists. */
static void the_findings_have_the_numbers_of_the_lists(void **state)
{
	struct fixture *f = *state;
	struct ks_unzip *zip = ks_unzip_open(ks_buf_text(&f->zip), f->zip.len);
	struct ks_buf text = {0}, list = {0};

	assert_int_equal(ks_unzip_read(zip, "目次.txt", &text), KS_OK);
	assert_non_null(strstr(ks_buf_text(&text),
			       "名簿 2名のうち対象 2名（対象外 0名）。対象 2名のうち、修了 1名、"));
	assert_int_equal(ks_unzip_read(zip, "8号_監査と見直し/設問分析.csv", &list), KS_OK);
	assert_non_null(strstr(ks_buf_text(&list), "m1-q01,m1-q01 の題,aa,1,1,100.0%"));
	ks_buf_clear(&list);
	assert_int_equal(ks_unzip_read(zip, "記録/名簿_2026-05-18.csv", &list), KS_OK);
	assert_non_null(strstr(ks_buf_text(&list), "000002"));
	ks_unzip_close(zip);
	ks_buf_finish(&text);
	ks_buf_finish(&list);
}

static void approve_the_plan(struct fixture *f)
{
	static const char *const users[] = {"hr1", "hr2"};
	struct ks_correction_wish wish = {.kind = KS_CORRECTION_PLAN,
					  .nendo = 2026,
					  .reason = "起案 12",
					  .user = users[0],
					  .iri_base = "https://kenshu.example"};
	enum ks_correction_fault fault;
	char id[KS_UUID_TEXT], *json = ks_plan_to_json(&f->plan);
	const char *why;

	assert_int_equal(ks_centre_take_plans(f->sample.centre, "k-01", json), KS_OK);
	for (size_t i = 0; i < KS_COUNT(users); i++) {
		struct ks_user user = {.role = KS_USER_HR};

		snprintf(user.name, sizeof(user.name), "%s", users[i]);
		assert_int_equal(ks_user_add(f->sample.store, &user, "long enough", &why), KS_OK);
	}
	assert_int_equal(ks_centre_correct(f->sample.centre, &wish, &fault, id), KS_OK);
	assert_int_equal(ks_centre_correct_decide(f->sample.centre, id, "hr1", true, "", &fault),
			 KS_INVALID);
	assert_int_equal(fault, KS_CORRECTION_SAME_USER);
	assert_int_equal(ks_centre_correct_decide(f->sample.centre, id, "hr2", true, "", &fault),
			 KS_OK);
	free(json);
}

static char *file_of(const struct ks_buf *zip, const char *name)
{
	struct ks_buf bytes = {.ceiling = KS_PACK_MAX_BYTES};
	struct ks_unzip *from = ks_unzip_open(ks_buf_text(zip), zip->len);

	assert_non_null(from);
	assert_int_equal(ks_unzip_read(from, name, &bytes), KS_OK);
	ks_unzip_close(from);
	return ks_buf_take(&bytes);
}

static void it_tells_who_approved_the_plan(void **state)
{
	static const char name[] = "1号_組織体制/研修計画の承認.csv";
	struct fixture *f = *state;
	struct ks_buf zip = {.ceiling = KS_PACK_MAX_BYTES};
	char *text = file_of(&f->zip, "目次.txt");

	assert_non_null(strstr(text, "研修計画の承認の記録は、ありません。"));
	free(text);
	approve_the_plan(f);
	assert_int_equal(ks_pack_make(f->sample.store, &f->wish, &zip), KS_OK);
	text = file_of(&zip, name);
	assert_non_null(strstr(text, ",承認,研修計画の承認,2026,"));
	assert_non_null(strstr(text, ",起案 12,hr1,"));
	assert_non_null(strstr(text, ",hr2,"));
	free(text);
	text = file_of(&zip, "目次.txt");
	assert_non_null(strstr(text, "に hr2 が承認しました（申し出 hr1）。\r\n"));
	free(text);
	assert_int_equal(verify(f, &zip), KS_OK);
	assert_int_equal(f->check.n_faults, 0);
	ks_buf_finish(&zip);
}

/* ---- packs that nobody's program made ---- */

struct told {
	struct ks_buf lines;
};

static void tell_line(void *context, const char *file, const char *word)
{
	struct told *told = context;

	ks_buf_printf(&told->lines, "%s: %s\n", file, word);
}

#define ZEROS "0000000000000000000000000000000000000000000000000000000000000000"

/* Each thing that is not as it should be, in words. */
static void every_fault_of_a_pack_has_its_words(void **state)
{
	static const struct {
		const char *list, *signature, *statements, *words;
		size_t n_files;
	} cases[] = {
		{"", "1 h k s\n", "", "manifest.sig: 署名が正しくありません\n", 0},
		{"", "1 h k\n", "", "manifest.sig: ないか、読めません\n", 0},
		{"", NULL, "", "manifest.sig: ないか、読めません\n", 0},
		{ZEROS "  \n", NULL, "",
		 "manifest.sig: ないか、読めません\nmanifest.sha256: 読めない行があります\n", 0},
		{ZEROS "  x\n" ZEROS "  y", NULL, "",
		 "manifest.sig: ないか、読めません\nx: ありません\ny: ありません\n", 2},
		{ZEROS "x y\n" ZEROS " xy\n\n", NULL, "",
		 "manifest.sig: ないか、読めません\nmanifest.sha256: 読めない行があります\n"
		 "manifest.sha256: 読めない行があります\nmanifest.sha256: 読めない行があります\n",
		 0},
		{"", NULL, "{\n",
		 "manifest.sig: ないか、読めません\n記録/statements.jsonl: 一覧にないファイルです\n"
		 "記録/: 読めない行があります\n記録（ 0）: 読めない行があります\n",
		 0},
		{ZEROS "  記録/statements.jsonl\n", NULL, "{\n",
		 "manifest.sig: ないか、読めません\n記録/statements.jsonl: 作ったときから変わっています\n"
		 "記録/: 読めない行があります\n記録（ 0）: 読めない行があります\n",
		 1},
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < KS_COUNT(cases); i++) {
		struct ks_zip *zip = ks_zip_begin();
		struct ks_buf out = {.ceiling = KS_PACK_MAX_BYTES};
		struct told told = {{0}};

		assert_int_equal(ks_zip_add(zip, "manifest.sha256", ks_strdup(cases[i].list),
					    strlen(cases[i].list)),
				 KS_OK);
		if (cases[i].signature)
			assert_int_equal(ks_zip_add(zip, "manifest.sig", ks_strdup(cases[i].signature),
						    strlen(cases[i].signature)),
					 KS_OK);
		if (cases[i].statements[0])
			assert_int_equal(ks_zip_add(zip, "記録/statements.jsonl",
						    ks_strdup(cases[i].statements),
						    strlen(cases[i].statements)),
					 KS_OK);
		assert_int_equal(ks_zip_end(zip, &out), KS_OK);
		assert_int_equal(ks_pack_verify(ks_buf_text(&out), out.len, tell_line, &told,
						&f->check),
				 KS_OK);
		assert_string_equal(ks_buf_text(&told.lines), cases[i].words);
		assert_int_equal(f->check.n_files, cases[i].n_files);
		ks_buf_finish(&told.lines);
		ks_buf_finish(&out);
	}
}

/* A zip without a list is no pack; a list that was signed by somebody else's key is told by its key. */
static void a_pack_needs_its_list_and_tells_its_key(void **state)
{
	struct fixture *f = *state;
	struct ks_buf bad = rebuild(f, "manifest.sha256", 0, 0, NULL);
	struct told told = {{0}};

	assert_int_equal(verify(f, &bad), KS_INVALID);
	ks_buf_finish(&bad);
	assert_int_equal(verify(f, &f->zip), KS_OK);
	assert_int_equal(strlen(f->check.key), 43);
	bad = rebuild(f, "manifest.sha256", 3, 1, NULL); /* a digit of a hash */
	assert_int_equal(ks_pack_verify(ks_buf_text(&bad), bad.len, tell_line, &told, &f->check),
			 KS_OK);
	assert_non_null(strstr(ks_buf_text(&told.lines),
			       "manifest.sha256: 署名したときのものと違います\n"));
	assert_non_null(strstr(ks_buf_text(&told.lines), ": 作ったときから変わっています\n"));
	ks_buf_finish(&told.lines);
	ks_buf_finish(&bad);
}

/* Twenty findings are told by name, and the others counted. */
static void more_findings_than_are_told_are_counted(void **state)
{
	struct fixture *f = *state;
	struct ks_unzip *from = ks_unzip_open(ks_buf_text(&f->zip), f->zip.len);
	struct ks_zip *to = ks_zip_begin();
	struct ks_buf out = {.ceiling = KS_PACK_MAX_BYTES}, lines = {.ceiling = KS_PACK_MAX_BYTES};
	struct told told = {{0}};
	const char *name;
	size_t n_told = 0;

	for (size_t i = 0; (name = ks_unzip_name(from, i)); i++) {
		struct ks_buf bytes = {.ceiling = KS_PACK_MAX_BYTES};
		size_t len;

		assert_int_equal(ks_unzip_read(from, name, &bytes), KS_OK);
		for (int k = 0; k < 30 && strcmp(name, "記録/statements.jsonl") == 0; k++)
			ks_buf_puts(&lines, "{}\n");
		if (lines.len > 0 && strcmp(name, "記録/statements.jsonl") == 0) {
			ks_buf_finish(&bytes);
			bytes = lines;
		}
		len = bytes.len;
		assert_int_equal(ks_zip_add(to, name, ks_buf_take(&bytes), len), KS_OK);
	}
	assert_int_equal(ks_zip_end(to, &out), KS_OK);
	ks_unzip_close(from);
	assert_int_equal(ks_pack_verify(ks_buf_text(&out), out.len, tell_line, &told, &f->check),
			 KS_OK);
	for (const char *at = ks_buf_text(&told.lines); *at; at = strchr(at, '\n') + 1)
		n_told++;
	assert_true(f->check.evidence.n_findings > 20);
	assert_int_equal(n_told, 1 + 20); /* the file that was altered, and those */
	assert_int_equal(f->check.n_faults, 1 + f->check.evidence.n_findings);
	ks_buf_finish(&told.lines);
	ks_buf_finish(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_pack_is_whole_and_the_same_twice),
		cmocka_unit_test(one_byte_of_any_file_is_told),
		cmocka_unit_test(a_file_that_is_gone_or_new_is_told),
		cmocka_unit_test(a_record_that_was_rewritten_breaks_its_chain),
		cmocka_unit_test(the_findings_have_the_numbers_of_the_lists),
		cmocka_unit_test(it_tells_who_approved_the_plan),
		cmocka_unit_test(every_fault_of_a_pack_has_its_words),
		cmocka_unit_test(a_pack_needs_its_list_and_tells_its_key),
		cmocka_unit_test(more_findings_than_are_told_are_counted),
	};

	return ks_test_run_in(tests, setup, teardown);
}
