/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A store, a ledger with a fake clock and facts of every kind, for tests of what is recorded. The content is
 * course_sample.h's with words put in. Header only, because benches and fuzz targets link no helpers.
 */
#ifndef KS_TESTS_SUPPORT_RECORD_SAMPLE_H
#define KS_TESTS_SUPPORT_RECORD_SAMPLE_H

#include <assert.h>
#include <stdlib.h>

#include "base/rich.h"
#include "record/ledger.h"
#include "support/course_sample.h"
#include "support/test.h"

struct ks_record_sample {
	struct ks_sample course;
	struct ks_clock clock;
	char *folder;
	struct ks_store *store;
	struct ks_ledger *ledger;
	struct ks_answer answer;
};

#define KS_SAMPLE_SESSION "0d5b2c1e-5c0b-4b7e-9a53-4c6f5b1d2e01"

/** ks_record_sample_words() - one question of each kind, everything with Japanese words. */
static inline void ks_record_sample_words(struct ks_sample *sample)
{
	static const char *const stems[] = {
		"「完全性」の説明として\n正しいものを一つ選んでください。",
		"あてはまるものを\"すべて\"選んでください。",
		"会計年度任用職員も含まれる。",
		"どの箱に入りますか。",
		"順に並べてください。",
		"あやしい所をさがしてください。",
	};

	ks_sample_usual(sample);
	sample->content.organisation.iri_base = "https://kenshu.kuresaka.example";
	sample->plan.id = "annual";
	sample->plan.title = "情報セキュリティ年次研修";
	sample->plan.revision = "2026.1";
	sample->plan.nendo = 2026;
	sample->content.policy.title = "情報セキュリティ基本方針";
	sample->content.policy.issued = "令和8年3月策定";
	sample->content.policy.version = "kuresaka-2026-03";
	memset(sample->content.policy.sha256, '9', KS_HASH_HEX - 1);
	sample->lesson.title = "この方針は、だれの・何のため";
	for (size_t i = 0; i < KS_SAMPLE_PAGES; i++) {
		static const char *const ids[] = {"p01", "p02", "p03"};

		sample->pages[i].id = ids[i];
		sample->pages[i].title = ks_rich_plain("３つの要素：機密性・完全性・可用性");
	}
	for (size_t i = 0; i < 3; i++)
		sample->boxes[i] = ks_rich_plain(i == 0 ? "公開" : i == 1 ? "内部" : "重要");
	for (size_t q = 0; q < sample->lesson.quiz.n_questions; q++) {
		sample->questions[q].name = q == 0 ? "定義(6) 完全性" : "";
		sample->questions[q].stem = ks_rich_plain(stems[q]);
		for (size_t i = 0; i < sample->questions[q].n_choices; i++)
			sample->choices[q][i].text = ks_rich_plain("え／らび");
	}
}

/** ks_record_sample_checklist() - two items: i03 and i07. */
static inline const struct ks_checklist *ks_record_sample_checklist(void)
{
	static struct ks_checklist_item items[] = {{.id = "i03"}, {.id = "i07"}};
	static struct ks_checklist sheet = {.id = "self-inspection",
					    .title = "自己点検票",
					    .revision = "2026.2",
					    .items = items,
					    .n_items = 2};

	items[0].text = ks_rich_plain("席を離れるとき、画面をロックしている。");
	items[1].text = ks_rich_plain("情報を持ち出すときは、許可を得て記録している。");
	return &sheet;
}

/** ks_record_sample_fact() - a fact of @kind with all members it names. @answer is filled for it. */
static inline struct ks_fact ks_record_sample_fact(const struct ks_sample *sample,
						   enum ks_fact_kind kind, size_t question,
						   struct ks_answer *answer)
{
	*answer = ks_sample_answer(&sample->questions[question], true);
	return (struct ks_fact){
		.kind = kind,
		.staff = "000123",
		.session_id = KS_SAMPLE_SESSION,
		.content = &sample->content,
		.plan = &sample->plan,
		.plan_lesson = &sample->plan_lesson,
		.lesson = &sample->lesson,
		.page_index = 2,
		.question = &sample->questions[question],
		.answer = answer,
		.is_right = true,
		.n_right = 5,
		.n_questions = 6,
		.pass_right = 5,
		.attempt_number = 2,
		.progress_percent = 40,
		.duration_ms = 12340,
		.gathering_id = "2026-11-24-1",
		.gathering_title = "令和8年度 集合研修",
		.sentence = "読みました。\"守ります\"。",
		.checklist = ks_record_sample_checklist(),
		.item_index = 1,
		.response = KS_RESPONSE_UNKNOWN,
	};
}

/** ks_record_sample_open() - open (again) the ledger in the sample's folder. */
static inline void ks_record_sample_open(struct ks_record_sample *s)
{
	char *why = NULL;
	enum ks_rc rc = ks_store_open(s->folder, KS_ROLE_KIOSK, KS_ACCESS_WRITE, &s->store, &why);

	if (rc != KS_OK)
		print_error("%s\n", why);
	assert_int_equal(rc, KS_OK);
	assert_int_equal(ks_ledger_open(s->store, &s->clock, "k-01", &s->ledger), KS_OK);
}

static inline void ks_record_sample_close(struct ks_record_sample *s)
{
	ks_ledger_close(s->ledger);
	ks_store_close(s->store);
	s->ledger = NULL;
	s->store = NULL;
}

/** ks_record_sample_setup() - cmocka setup: *state is a struct ks_record_sample with an open, empty ledger. */
static inline int ks_record_sample_setup(void **state)
{
	struct ks_record_sample *s = calloc(1, sizeof(*s));

	assert(s != NULL);
	ks_id_init();
	ks_record_sample_words(&s->course);
	s->clock = ks_clock_fake(KS_TEST_WALL_MS);
	s->folder = ks_test_folder();
	ks_record_sample_open(s);
	*state = s;
	return 0;
}

static inline int ks_record_sample_teardown(void **state)
{
	struct ks_record_sample *s = *state;

	ks_record_sample_close(s);
	ks_test_folder_finish(s->folder);
	free(s);
	return 0;
}

/** ks_record_sample_append() - one fact in a transaction of its own; returns its seq. */
static inline int64_t ks_record_sample_append(struct ks_record_sample *s, enum ks_fact_kind kind)
{
	struct ks_fact fact = ks_record_sample_fact(&s->course, kind, 0, &s->answer);
	int64_t seq = 0;

	assert_int_equal(ks_ledger_begin(s->ledger), KS_OK);
	assert_int_equal(ks_ledger_append(s->ledger, &fact, &seq), KS_OK);
	assert_int_equal(ks_ledger_commit(s->ledger), KS_OK);
	return seq;
}

#endif
