/* SPDX-License-Identifier: Apache-2.0 */
#include "base/file.h"
#include "content/bundle.h"
#include "desk.h"
#include "lrs/announce.h"
#include "lrs/offer.h"

/* 解答用紙: from the page of a gathering to the PDF that is handed round. */

#define LESSON(id, title)                                                                       \
	"{\"id\":\"" id "\",\"title\":\"" title "\",\"minutes\":5,\"ready\":true,\"audience\":" \
	"{\"employment\":[],\"roles\":[],\"facilities\":[]},\"pools\":[],\"questions\":5,"      \
	"\"pass\":4}"
#define PLAN(id, title)                                                                         \
	"{\"format\":\"kenshu-plan-1\",\"id\":\"" id "\",\"title\":\"" title                    \
	"\",\"revision\":\"1\",\"nendo\":2026,\"opens\":\"2026-04-01\",\"due\":\"2026-12-25\"," \
	"\"mid_year_days\":14,\"max_repeats\":3,\"audience\":{\"employment\":[],\"roles\":[],"  \
	"\"facilities\":[]},\"lessons\":[" LESSON("m1", "一つめ") "," LESSON("m2", "二つめ") "]}"

static void announce(struct fixture *f, const char *date, const char *lessons)
{
	struct ks_announce_wish wish = {.id = "",
					.title = "春の研修",
					.place = "",
					.lessons = lessons,
					.date = date,
					.from = "10:00",
					.to = "11:00",
					.expected = ""};
	char *said = NULL;

	assert_int_equal(ks_centre_announce(f->sample.centre, &wish, &said, NULL), KS_OK);
	free(said);
}

/* The folder content/ of this program, as the centre offers it to its kiosks. */
static void offer(struct fixture *f)
{
	struct ks_bundle_wish wish = {.version = 1, .previous = ""};
	const char *folder = ks_store_folder(f->sample.store);
	char *path = ks_path_join(folder, "b");
	struct ks_diags diags = {0};
	struct ks_buf bytes = {0};
	struct ks_sign_key key;
	struct ks_offer out;

	ks_sign_key_make(&key);
	wish.key = &key;
	assert_int_equal(ks_bundle_make("content", &wish, &bytes, &diags), KS_OK);
	assert_int_equal(ks_file_write(path, bytes.data, bytes.len, 0600), KS_OK);
	assert_int_equal(ks_offer_put(folder, path, &out, &diags), KS_OK);
	ks_buf_finish(&bytes);
	ks_diags_finish(&diags);
	free(path);
}

static void see(struct fixture *f, const char *address)
{
	assert_int_equal(ask(f, f->cookie[KS_USER_TRAINER], address, NULL), 200);
}

static void a_sheet_is_asked_for_where_there_are_lessons(void **state)
{
	static const char button[] = "<button type=\"submit\">解答用紙（PDF）を作る</button>";
	struct fixture *f = *state;

	assert_int_equal(ks_centre_take_plans(f->sample.centre, "k-01", PLAN("annual", "年次")),
			 KS_OK);
	announce(f, "2026-06-01", "m1, m2");
	announce(f, "2026-06-03", "");
	announce(f, "2027-04-01", "m1");
	see(f, "/gatherings?nendo=2026&edit=2026-06-01-1");
	assert_true(is_said(f, button));
	assert_true(is_said(f, "name=\"edit\" value=\"2026-06-01-1\""));
	assert_true(is_said(f, "<option value=\"m1\">m1　一つめ</option>"));
	assert_true(is_said(f, "<option value=\"m2\">m2　二つめ</option>"));
	assert_false(is_said(f, "<option value=\"\">　"));
	assert_false(is_said(f, "name=\"course\""));
	assert_false(is_said(f, "まだセンターに届いていません"));
	see(f, "/gatherings?nendo=2026&edit=2026-06-03-1");
	assert_false(is_said(f, button));
	assert_true(is_said(f, "「扱う科目」を入れると、解答用紙を作れます"));
	see(f, "/gatherings?nendo=2027&edit=2027-04-01-1");
	assert_false(is_said(f, button));
	assert_true(is_said(f, "この年度のコースが、まだセンターに届いていません"));

	assert_int_equal(
		ks_centre_take_plans(f->sample.centre, "k-01",
				     "[" PLAN("annual", "年次") "," PLAN("second", "もう一つ") "]"),
		KS_OK);
	see(f, "/gatherings?nendo=2026&edit=2026-06-01-1");
	assert_true(is_said(f, "<option value=\"\">この科目がある最初のコース</option>"
			       "<option value=\"annual\">年次</option>"
			       "<option value=\"second\">もう一つ</option>"));
}

/* Why there is none, in words; and the file, under the number that is printed on it. */
static void a_sheet_is_a_file_or_it_says_why_not(void **state)
{
	static const struct {
		const char *address, *words;
	} cases[] = {
		{"/gatherings?edit=2026-06-01-9&sheet=m1", "この番号の集合研修は、ありません。"},
		{"/gatherings?edit=2026-06-01-1&sheet=m99", "このコースに、この科目はありません。"},
		{"/gatherings?edit=2026-06-01-1&sheet=m1&course=other",
		 "このコースに、この科目はありません。"},
		{"/gatherings?edit=2027-04-01-1&sheet=m1", "このコースに、この科目はありません。"},
	};
	static const char sheet[] = "/gatherings?nendo=2026&edit=2026-06-01-1&sheet=m1";
	struct fixture *f = *state;
	char *name, *other;

	announce(f, "2026-06-01", "m1");
	announce(f, "2027-04-01", "m1");
	announce(f, "2026-06-02", "m1");
	assert_int_equal(ask(f, f->cookie[KS_USER_HR], sheet, NULL), 404);
	assert_true(is_said(f, "センターから端末に配っている教材がありません"));
	offer(f);
	for (size_t i = 0; i < KS_COUNT(cases); i++) {
		assert_int_equal(ask(f, f->cookie[KS_USER_HR], cases[i].address, NULL), 404);
		assert_true(is_said(f, "解答用紙を作れません"));
		assert_true(is_said(f, cases[i].words));
	}
	see(f, sheet);
	assert_memory_equal(ks_buf_text(&f->reply.body), "%PDF-", 5);
	assert_string_equal(f->reply.content_type, "application/pdf");
	/* 解答用紙_m1_3F2-81A_2026_2026-05-18.pdf */
	name = ks_strdup(strstr(told(f, "Content-Disposition"), "UTF-8''") + 7);
	assert_non_null(strstr(name, "%E8%A7%A3%E7%AD%94%E7%94%A8%E7%B4%99_m1_"));
	assert_int_equal(strcspn(strstr(name, "_m1_") + 4, "_"), 7);
	see(f, "/gatherings?nendo=2026&edit=2026-06-01-1&sheet=m1&course=annual");
	assert_non_null(strstr(told(f, "Content-Disposition"), name)); /* the same questions */
	see(f, "/gatherings?nendo=2026&edit=2026-06-02-1&sheet=m1");
	other = ks_strdup(strstr(told(f, "Content-Disposition"), "UTF-8''") + 7);
	assert_string_not_equal(name, other);
	free(name);
	free(other);
}

/* Who only looks gets the page, not the file. */
static void a_sheet_is_for_who_may_change_the_gathering(void **state)
{
	struct fixture *f = *state;

	announce(f, "2026-06-01", "m1");
	offer(f);
	assert_int_equal(ask(f, f->cookie[KS_USER_AUDITOR],
			     "/gatherings?nendo=2026&edit=2026-06-01-1&sheet=m1", NULL),
			 200);
	assert_true(is_said(f, "<main"));
	assert_false(is_said(f, "解答用紙"));
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(a_sheet_is_asked_for_where_there_are_lessons),
		TEST(a_sheet_is_a_file_or_it_says_why_not),
		TEST(a_sheet_is_for_who_may_change_the_gathering),
	};

	return ks_test_run(tests);
}
