/* SPDX-License-Identifier: Apache-2.0 */
#include "support/cut.h"

#include "desk.h"
#include "lrs/announce.h"

/* A page whose database fails is no page: it says so, shows nobody's record, and is not half of one. */

struct asked {
	struct fixture *f;
	const char *path;
	char *whole; /* as it is when nothing fails */
};

static enum ks_rc see(void *context)
{
	const struct asked *asked = context;
	int status = ask(asked->f, asked->f->cookie[KS_USER_HR], asked->path, NULL);
	const char *page = ks_buf_text(&asked->f->reply.body);

	if (status == 200) {
		if (asked->whole && strcmp(page, asked->whole) != 0)
			fail_msg("%s says what is not so", asked->path);
		return KS_OK;
	}
	if (status != 503 && status != 303) /* 303: who that is could not be read */
		fail_msg("%s: %d: %s", asked->path, status, page);
	assert_null(strstr(page, "quoted"));
	assert_null(strstr(page, "000003"));
	return KS_IO;
}

static void a_page_is_whole_or_none(void **state)
{
	static const char *const paths[] = {"/completion?nendo=2026",
					    "/outstanding?nendo=2026",
					    "/letters?nendo=2026",
					    "/plan?nendo=2026",
					    "/exemptions?nendo=2026",
					    "/corrections?nendo=2026",
					    "/gatherings?nendo=2026",
					    "/inspection?nendo=2026",
					    "/questions?nendo=2026",
					    "/roster",
					    "/people/000003?nendo=2026",
					    "/kiosks",
					    "/audit?nendo=2026",
					    "/roster?format=csv&reason=x",
					    "/outstanding?nendo=2026&format=xlsx&reason=x"};
	struct fixture *f = *state;
	struct ks_sample_kiosk kiosk = ks_sample_kiosk("k-01");
	struct ks_announce_wish wish = {.id = "",
					.title = "春の研修",
					.place = "",
					.lessons = "",
					.date = "2026-04-20",
					.from = "10:00",
					.to = "11:00",
					.expected = "全員"};
	char *said = NULL;

	assert_int_equal(ks_centre_announce(f->sample.centre, &wish, &said, NULL), KS_OK);
	free(said);
	ks_sample_ingest(&f->sample, &kiosk, "000003", "checkin", "session/2026-04-20-1");
	ks_sample_ingest(&f->sample, &kiosk, "000003", "passed", "course/annual/m1");
	for (size_t i = 0; i < KS_COUNT(paths); i++) {
		struct asked asked = {f, paths[i], NULL};
		struct ks_cut cut = {.store = f->sample.store,
				     .act = see,
				     .context = &asked,
				     .name = paths[i],
				     .leaves_trace = true};

		ks_clock_advance(&f->sample.clock, 20000); /* nothing that was kept for a moment */
		assert_int_equal(see(&asked), KS_OK);
		if (!strstr(paths[i], "audit") && !strstr(paths[i], "xlsx"))
			asked.whole = ks_strdup(ks_buf_text(&f->reply.body));
		ks_cut_everywhere(&cut);
		free(asked.whole);
		assert_true(cut.n_refused > 0);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_page_is_whole_or_none, setup, teardown),
	};

	return ks_test_run(tests);
}
