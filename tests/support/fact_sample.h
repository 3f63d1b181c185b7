/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Facts of every kind, for tests of the statements made of them. The content is course_sample.h's with words put in.
 * Header only, because benches and fuzz targets link no helpers.
 */
#ifndef KS_TESTS_SUPPORT_FACT_SAMPLE_H
#define KS_TESTS_SUPPORT_FACT_SAMPLE_H

#include "base/mem.h"
#include "base/rich.h"
#include "support/course_sample.h"
#include "support/test.h"
#include "xapi/statement.h"

#define KS_FACT_SAMPLE_CARD "3f21000000000000000000000000000000000000000000000000000000000000"

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
		.card = KS_FACT_SAMPLE_CARD,
		.kiosk = "k-01",
		.gathering_title = "令和8年度 集合研修",
		.sentence = "読みました。\"守ります\"。",
		.checklist = ks_record_sample_checklist(),
		.item_index = 1,
		.response = KS_RESPONSE_UNKNOWN,
	};
}

/** ks_fact_sample_stamp() - number 4711 of k-01, with a clock nobody vouches for. */
static inline struct ks_stamp ks_fact_sample_stamp(void)
{
	struct ks_stamp s = {.id = "019e3879-0560-7000-8000-000000000001",
			     .kiosk = "k-01",
			     .seq = 4711,
			     .time = {.wall_ms = KS_TEST_WALL_MS,
				      .mono_ms = 987654,
				      .boot = "b0070000-0000-4000-8000-000000000001",
				      .trust = KS_CLOCK_UNSYNCED}};

	memset(s.prev, 'c', KS_HASH_HEX - 1);
	return s;
}

/** ks_fact_sample_build() - the bytes of one fact of @kind; free(). */
static inline char *ks_fact_sample_build(const struct ks_sample *sample, enum ks_fact_kind kind,
					 size_t question)
{
	struct ks_answer answer;
	struct ks_stamp stamp = ks_fact_sample_stamp();
	struct ks_fact fact = ks_record_sample_fact(sample, kind, question, &answer);
	struct ks_buf out = {0};

	ks_statement_build(&fact, &stamp, &out);
	return ks_buf_take(&out);
}

#endif
