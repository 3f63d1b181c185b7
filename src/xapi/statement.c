/* SPDX-License-Identifier: Apache-2.0 */
#include "xapi/statement.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/calendar.h"
#include "base/mem.h"
#include "content/agreement.h"
#include "xapi/interaction.h"
#include "xapi/statement_put.h"

/*
 * One row per kind of fact says verb, object and results; the rest is the same for all, so two kinds cannot drift apart.
 * Member order is fixed: the bytes are hashed. Numbers are written from integers, because a locale may print a comma.
 */

#define ADL_VERB "http://adlnet.gov/expapi/verbs/"
#define ADL_ACTIVITY "http://adlnet.gov/expapi/activities/"
#define CMI5 "https://w3id.org/xapi/cmi5/"
#define ACTIVITY_STREAMS "http://activitystrea.ms/schema/1.0/"
#define OWN_VERB "xapi/verbs/" /* below iri_base */

enum object_kind {
	OBJECT_LESSON,
	OBJECT_PAGE,
	OBJECT_QUESTION,
	OBJECT_COURSE,
	OBJECT_GATHERING,
	OBJECT_POLICY,
	OBJECT_CHECKLIST,
	OBJECT_ITEM, /* of a checklist */
	OBJECT_CARD,
	OBJECT_KIOSK,
};

enum part {
	PART_DURATION = 1 << 0,
	PART_PROGRESS = 1 << 1, /* cmi5 progress extension */
	PART_ANSWER = 1 << 2,   /* response, success and score of one question */
	PART_SCORE = 1 << 3,    /* score of an attempt, masteryscore beside it */
	PART_COMPLETION = 1 << 4,
	PART_ATTEMPT = 1 << 5,  /* attempt number */
	PART_PASSED = 1 << 6,   /* success: true where there is a score, else false */
	PART_SENTENCE = 1 << 7, /* success, and the sentence agreed to as response */
	PART_RESPONSE = 1 << 8, /* response alone: there is no right one */
	PART_ROLL = 1 << 9, /* how, by whom and why somebody counts as present or not, or as having answered */
};

#define JUDGED (PART_SCORE | PART_ATTEMPT | PART_DURATION | PART_ROLL)

static const struct kind {
	const char *verb, *display;
	enum object_kind object;
	unsigned parts;
} kinds[] = {
	[KS_FACT_INITIALIZED] = {ADL_VERB "initialized", "開始した", OBJECT_LESSON, PART_ROLL},
	[KS_FACT_RESUMED] = {ADL_VERB "resumed", "再開した", OBJECT_LESSON, PART_ROLL},
	[KS_FACT_SUSPENDED] = {ADL_VERB "suspended", "中断した", OBJECT_LESSON,
			       PART_DURATION | PART_PROGRESS | PART_ROLL},
	[KS_FACT_TERMINATED] = {ADL_VERB "terminated", "終了した", OBJECT_LESSON,
				PART_DURATION | PART_ROLL},
	[KS_FACT_ABANDONED] = {"https://w3id.org/xapi/adl/verbs/abandoned", "途中で離席した",
			       OBJECT_LESSON, PART_DURATION},
	[KS_FACT_EXPERIENCED] = {ADL_VERB "experienced", "閲覧した", OBJECT_PAGE, PART_DURATION},
	[KS_FACT_ANSWERED] = {ADL_VERB "answered", "解答した", OBJECT_QUESTION,
			      PART_ANSWER | PART_ATTEMPT | PART_DURATION | PART_ROLL},
	[KS_FACT_PASSED] = {ADL_VERB "passed", "合格した", OBJECT_LESSON, JUDGED | PART_PASSED},
	[KS_FACT_FAILED] = {ADL_VERB "failed", "不合格だった", OBJECT_LESSON, JUDGED},
	[KS_FACT_COMPLETED_LESSON] = {ADL_VERB "completed", "修了した", OBJECT_LESSON,
				      PART_COMPLETION | PART_DURATION | PART_ROLL},
	[KS_FACT_COMPLETED_COURSE] = {ADL_VERB "completed", "修了した", OBJECT_COURSE,
				      PART_COMPLETION | PART_DURATION | PART_ROLL},
	[KS_FACT_CHECKED_IN] = {ACTIVITY_STREAMS "checkin", "入室した", OBJECT_GATHERING, PART_ROLL},
	[KS_FACT_AGREED] = {"http://activitystrea.ms/schema/1.0/agree", KS_AGREEMENT "をした",
			    OBJECT_POLICY, PART_SENTENCE},
	[KS_FACT_INSPECTED] = {ADL_VERB "answered", "解答した", OBJECT_ITEM,
			       PART_RESPONSE | PART_DURATION},
	[KS_FACT_COMPLETED_CHECKLIST] = {ADL_VERB "completed", "修了した", OBJECT_CHECKLIST,
					 PART_COMPLETION | PART_DURATION},
	[KS_FACT_LEFT] = {ACTIVITY_STREAMS "leave", "退室した", OBJECT_GATHERING,
			  PART_DURATION | PART_ROLL},
	[KS_FACT_ATTENDED] = {ADL_VERB "attended", "出席した", OBJECT_GATHERING,
			      PART_COMPLETION | PART_DURATION | PART_ROLL},
	[KS_FACT_EXCUSED] = {OWN_VERB "excused", "欠席の理由を記録した", OBJECT_GATHERING, PART_ROLL},
	[KS_FACT_ADMITTED] = {OWN_VERB "admitted", "出席に訂正した", OBJECT_GATHERING, PART_ROLL},
	[KS_FACT_REMOVED] = {OWN_VERB "removed", "出席を取り消した", OBJECT_GATHERING, PART_ROLL},
	[KS_FACT_CLOSED] = {OWN_VERB "closed", "受付を締めた", OBJECT_GATHERING, PART_ROLL},
	[KS_FACT_OPERATED] = {OWN_VERB "operated", "端末を操作した", OBJECT_KIOSK, PART_ROLL},
	[KS_FACT_CARD] = {OWN_VERB "bound", "職員証を結び付けた", OBJECT_CARD, 0},
	[KS_FACT_OPENED] = {OWN_VERB "opened", "集合研修を開いた", OBJECT_GATHERING, PART_ROLL},
	[KS_FACT_POLLED] = {OWN_VERB "polled", "挙手を数えた", OBJECT_GATHERING, PART_ROLL},
	[KS_FACT_DRILLED] = {OWN_VERB "drilled", "訓練の経過を記録した", OBJECT_GATHERING,
			     PART_DURATION | PART_ROLL},
};
_Static_assert(KS_COUNT(kinds) == KS_FACT_KIND_COUNT, "one row per kind of fact");

const char *ks_statement_verb(enum ks_fact_kind kind)
{
	assert((size_t)kind < KS_COUNT(kinds));
	return strrchr(kinds[kind].verb, '/') + 1;
}

void ks_statement_policy_key(const char *sha256, char out[KS_ID_MAX])
{
	(void)snprintf(out, KS_ID_MAX, "policy/%.32s", sha256);
}

static const char *iri_base(const struct ks_fact *fact)
{
	return fact->content->organisation.iri_base;
}

void ks_attended_id(const char *iri, const char *gathering, const char *staff, char out[KS_UUID_TEXT])
{
	char *name = ks_format("%s/attended/%s/%s", iri, gathering, staff);

	ks_uuid_v5(name, out);
	free(name);
}

void ks_registration(const char *iri, int nendo, const char *plan_id, const char *staff,
		     char out[KS_UUID_TEXT])
{
	char *name = ks_format("%s/registration/%d/%s/%s", iri, nendo, plan_id, staff);

	ks_uuid_v5(name, out);
	free(name);
}

/* A part of a whole as a decimal with at most four places: 0.8, 0.6667, 1. */
static void put_ratio(struct ks_buf *out, int part, int whole)
{
	char digits[16];
	int n = whole > 0 ? (part * 10000 + whole / 2) / whole : 0;
	size_t len = (size_t)snprintf(digits, sizeof(digits), "%d.%04d", n / 10000, n % 10000);

	while (digits[len - 1] == '0')
		len--;
	if (digits[len - 1] == '.')
		len--;
	ks_buf_append(out, digits, len);
}

/* ---- IRIs ---- */

/* A sheet of a 年度: "checklist/self-inspection-2026", and an item of it. */
static void put_checklist_iri(struct ks_buf *out, const struct ks_fact *fact, enum object_kind object)
{
	char *sheet = ks_format("%s-%d", fact->checklist->id, fact->plan->nendo);
	const char *parts[3] = {"checklist", sheet, ""};

	if (object == OBJECT_ITEM)
		parts[2] = fact->checklist->items[fact->item_index].id;
	ks_put_iri(out, iri_base(fact), parts, object == OBJECT_ITEM ? 3 : 2);
	free(sheet);
}

/* The test of a course is "annual-test" beside the lessons, and ".../annual/test" as an activity. */
static const char *lesson_part(const struct ks_fact *fact)
{
	return fact->plan_lesson && fact->plan_lesson->is_test ? "test" : fact->lesson->id;
}

static void put_object_iri(struct ks_buf *out, const struct ks_fact *fact, enum object_kind object)
{
	const char *base = iri_base(fact);
	const char *pairs[][2] = {
		[OBJECT_GATHERING] = {"session", fact->gathering_id},
		[OBJECT_CARD] = {"card", fact->card},
		[OBJECT_KIOSK] = {"kiosk", fact->kiosk},
	};

	if (pairs[object][0]) {
		ks_put_iri(out, base, pairs[object], 2);
		return;
	}
	if (object == OBJECT_POLICY) {
		ks_put_iri(out, base, (const char *[]){"policy", fact->content->policy.version}, 2);
		return;
	}
	if (object == OBJECT_CHECKLIST || object == OBJECT_ITEM) {
		put_checklist_iri(out, fact, object);
		return;
	}
	const char *parts[5] = {"course", fact->plan->id};
	size_t n = 2;

	if (object != OBJECT_COURSE)
		parts[n++] = lesson_part(fact);
	if (object == OBJECT_PAGE)
		parts[n++] = fact->lesson->pages[fact->page_index].id;
	if (object == OBJECT_QUESTION) {
		parts[n++] = "quiz";
		parts[n++] = fact->question->id;
	}
	ks_put_iri(out, base, parts, n);
}

/* ---- the members of a statement, in their order ---- */

/* What an object is called; free(). NULL for no name. */
static char *object_name(const struct ks_fact *fact, enum object_kind object)
{
	const struct ks_checklist *checklist = fact->checklist;
	char *nendo, *name;

	switch (object) {
	case OBJECT_LESSON:
		return ks_strdup(fact->lesson->title);
	case OBJECT_PAGE:
		return ks_strdup(fact->lesson->pages[fact->page_index].title.text);
	case OBJECT_QUESTION:
		return fact->question->name ? ks_strdup(fact->question->name) : NULL;
	case OBJECT_COURSE:
		return ks_strdup(fact->plan->title);
	case OBJECT_GATHERING:
		return fact->gathering_title ? ks_strdup(fact->gathering_title) : NULL;
	case OBJECT_POLICY:
		return ks_format("%s（%s）", fact->content->policy.title,
				 fact->content->policy.issued);
	case OBJECT_CHECKLIST:
		nendo = ks_wareki_nendo(fact->plan->nendo);
		name = ks_format("%s %s", nendo, checklist->title);
		free(nendo);
		return name;
	case OBJECT_ITEM:
		return ks_format("%s %d", checklist->title, fact->item_index + 1);
	case OBJECT_CARD:
	case OBJECT_KIOSK:
		return ks_strdup(object == OBJECT_CARD ? "職員証" : "研修端末");
	}
	return NULL;
}

/* What a question is about: which clause is understood is counted by it. */
static void put_clauses(struct ks_buf *out, const struct ks_fact *fact)
{
	const struct ks_question *question = fact->question;

	if (question->n_clauses == 0)
		return;
	ks_buf_puts(out, ",\"extensions\":{");
	ks_put_iri(out, iri_base(fact), (const char *[]){"xapi/ext/clauses"}, 1);
	for (size_t i = 0; i < question->n_clauses; i++) {
		ks_buf_puts(out, i ? "," : ":[");
		ks_buf_json(out, question->clauses[i]);
	}
	ks_buf_puts(out, "]}");
}

static void put_definition(struct ks_buf *out, const struct ks_fact *fact, enum object_kind object)
{
	static const char *const types[] = {
		[OBJECT_LESSON] = ADL_ACTIVITY "module",
		[OBJECT_PAGE] = ADL_ACTIVITY "lesson",
		[OBJECT_QUESTION] = ADL_ACTIVITY "cmi.interaction",
		[OBJECT_COURSE] = ADL_ACTIVITY "course",
		[OBJECT_GATHERING] = ADL_ACTIVITY "meeting",
		[OBJECT_POLICY] = ADL_ACTIVITY "file",
		[OBJECT_CHECKLIST] = "http://id.tincanapi.com/activitytype/checklist",
		[OBJECT_ITEM] = ADL_ACTIVITY "cmi.interaction",
		[OBJECT_KIOSK] = "http://activitystrea.ms/schema/1.0/device",
		[OBJECT_CARD] = "http://activitystrea.ms/schema/1.0/badge",
	};
	char *name = object_name(fact, object);

	assert((size_t)object < KS_COUNT(types));
	ks_buf_puts(out, ",\"definition\":{\"type\":");
	ks_buf_json(out, types[object]);
	if (name && name[0] != '\0') {
		ks_buf_puts(out, ",\"name\":");
		ks_interaction_put_words(out, name);
	}
	free(name);
	if (object == OBJECT_QUESTION) {
		ks_interaction_put(out, fact->question);
		put_clauses(out, fact);
	}
	if (object == OBJECT_ITEM)
		ks_interaction_put_item(out, &fact->checklist->items[fact->item_index]);
	if (object == OBJECT_POLICY) {
		ks_buf_puts(out, ",\"extensions\":{");
		ks_put_iri(out, iri_base(fact), (const char *[]){"xapi/ext/sha256"}, 1);
		ks_buf_printf(out, ":\"%s\"}", fact->content->policy.sha256);
	}
	ks_buf_putc(out, '}');
}

static void put_answer(struct ks_buf *out, const struct ks_fact *fact)
{
	struct ks_buf response = {0};

	ks_answer_response(fact->question, fact->answer, &response);
	ks_buf_puts(out, "\"response\":");
	ks_buf_json(out, ks_buf_text(&response));
	ks_buf_finish(&response);
	ks_buf_printf(out, ",\"success\":%s,\"score\":{\"scaled\":%d,\"raw\":%d,\"min\":0,\"max\":1}",
		      fact->is_right ? "true" : "false", fact->is_right, fact->is_right);
}

static void put_score(struct ks_buf *out, const struct ks_fact *fact)
{
	ks_buf_puts(out, "\"score\":{\"scaled\":");
	put_ratio(out, fact->n_right, fact->n_questions);
	ks_buf_printf(out, ",\"raw\":%d,\"min\":0,\"max\":%d}", fact->n_right, fact->n_questions);
}

static void put_result(struct ks_buf *out, const struct ks_fact *fact, unsigned parts)
{
	const char *comma = "";

	if ((parts & ~(unsigned)(PART_ATTEMPT | PART_ROLL)) == 0)
		return;
	ks_buf_puts(out, ",\"result\":{");
	if (parts & PART_ANSWER) {
		put_answer(out, fact);
		comma = ",";
	}
	if (parts & PART_SENTENCE) {
		ks_buf_puts(out, "\"success\":true,\"response\":");
		ks_buf_json(out, fact->sentence);
	}
	if (parts & PART_RESPONSE) {
		ks_buf_printf(out, "\"response\":\"%s\"", ks_response_id(fact->response));
		comma = ",";
	}
	if (parts & PART_SCORE) {
		put_score(out, fact);
		ks_buf_printf(out, ",\"success\":%s", parts & PART_PASSED ? "true" : "false");
		comma = ",";
	}
	if (parts & PART_COMPLETION) {
		ks_buf_puts(out, "\"completion\":true");
		comma = ",";
	}
	if (parts & PART_DURATION) {
		char duration[32];

		ks_duration_format(fact->duration_ms, duration);
		ks_buf_printf(out, "%s\"duration\":\"%s\"", comma, duration);
	}
	if (parts & PART_PROGRESS)
		ks_buf_printf(out, ",\"extensions\":{\"" CMI5 "result/extensions/progress\":%d}",
			      fact->progress_percent);
	ks_buf_putc(out, '}');
}

static void put_activity(struct ks_buf *out, const char *before)
{
	ks_buf_puts(out, before);
	ks_buf_puts(out, "{\"objectType\":\"Activity\",\"id\":");
}

static void put_parent(struct ks_buf *out, const struct ks_fact *fact, enum object_kind object)
{
	put_activity(out, ",\"parent\":[");
	if (object == OBJECT_ITEM) {
		put_checklist_iri(out, fact, OBJECT_CHECKLIST);
	} else {
		const char *parts[4] = {"course", fact->plan->id, lesson_part(fact), "quiz"};

		ks_put_iri(out, iri_base(fact), parts,
			   object == OBJECT_LESSON ? 2
			   : object == OBJECT_PAGE ? 3
						   : 4);
	}
	ks_buf_puts(out, "}]");
}

static void put_activities(struct ks_buf *out, const struct ks_fact *fact, enum object_kind object)
{
	static const bool has_parent[] = {
		[OBJECT_LESSON] = true, [OBJECT_PAGE] = true, [OBJECT_QUESTION] = true, [OBJECT_ITEM] = true};
	const char *base = iri_base(fact);

	ks_buf_puts(out, ",\"contextActivities\":{");
	ks_put_profile(out, base);
	if (object < KS_COUNT(has_parent) && has_parent[object])
		put_parent(out, fact, object);
	if (fact->plan) {
		char nendo[16];

		(void)snprintf(nendo, sizeof(nendo), "%d", fact->plan->nendo);
		put_activity(out, ",\"grouping\":[");
		ks_put_iri(out, base, (const char *[]){"program", nendo}, 2);
		put_activity(out, "},");
		ks_put_iri(out, base, (const char *[]){"course", fact->plan->id}, 2);
		ks_buf_puts(out, "}]");
	}
	ks_buf_putc(out, '}');
}

void ks_put_place(struct ks_buf *out, const char *base, const struct ks_stamp *stamp)
{
	ks_put_iri(out, base, (const char *[]){"xapi/ext/kiosk"}, 1);
	ks_buf_puts(out, ":{\"id\":");
	ks_buf_json(out, stamp->kiosk);
	ks_buf_printf(out,
		      ",\"seq\":%" PRId64 ",\"prev\":\"%s\",\"clock\":\"%s\",\"mono_ms\":%" PRId64
		      ",\"boot\":",
		      stamp->seq, stamp->prev, ks_clock_trust_name(stamp->time.trust),
		      stamp->time.mono_ms);
	ks_buf_json(out, stamp->time.boot);
	ks_buf_putc(out, '}');
}

static void put_extensions(struct ks_buf *out, const struct ks_fact *fact,
			   const struct ks_stamp *stamp, unsigned parts)
{
	ks_buf_puts(out, ",\"extensions\":{");
	if (fact->session_id && fact->session_id[0] != '\0') {
		ks_buf_puts(out, "\"" CMI5 "context/extensions/sessionid\":");
		ks_buf_json(out, fact->session_id);
		ks_buf_putc(out, ',');
	}
	if (parts & PART_SCORE) {
		ks_buf_puts(out, "\"" CMI5 "context/extensions/masteryscore\":");
		put_ratio(out, fact->pass_right, fact->n_questions);
		ks_buf_putc(out, ',');
	}
	if (parts & PART_ATTEMPT) {
		ks_put_iri(out, iri_base(fact), (const char *[]){"xapi/ext/attempt"}, 1);
		ks_buf_printf(out, ":%d,", fact->attempt_number);
	}
	if (parts & PART_ROLL)
		ks_put_roll(out, iri_base(fact), fact);
	ks_put_place(out, iri_base(fact), stamp);
	ks_buf_putc(out, '}');
}

static void put_context(struct ks_buf *out, const struct ks_fact *fact,
			const struct ks_stamp *stamp, const struct kind *kind)
{
	ks_buf_puts(out, ",\"context\":{");
	if (fact->plan) {
		char registration[KS_UUID_TEXT];

		ks_registration(iri_base(fact), fact->plan->nendo, fact->plan->id, fact->staff,
				registration);
		ks_buf_printf(out, "\"registration\":\"%s\",", registration);
	}
	if (kind->parts & PART_ROLL && fact->by && fact->by[0]) {
		ks_buf_puts(out, "\"instructor\":");
		ks_put_person(out, iri_base(fact), fact->by);
		ks_buf_putc(out, ',');
	}
	ks_buf_printf(out, "\"platform\":\"kenshu%s/" KENSHU_VERSION "\",",
		      fact->is_of_centre ? "" : "-kiosk");
	if (fact->plan) {
		bool is_sheet = kind->object == OBJECT_CHECKLIST || kind->object == OBJECT_ITEM;
		char *revision =
			ks_format("%s@%s%s%.12s", is_sheet ? fact->checklist->id : fact->plan->id,
				  is_sheet ? fact->checklist->revision : fact->plan->revision,
				  fact->is_of_centre ? "" : "+", fact->content->digest);

		ks_buf_puts(out, "\"revision\":");
		ks_buf_json(out, revision);
		ks_buf_putc(out, ',');
		free(revision);
	}
	ks_buf_puts(out, "\"language\":\"ja-JP\"");
	put_activities(out, fact, kind->object);
	put_extensions(out, fact, stamp, kind->parts);
	ks_buf_putc(out, '}');
}

void ks_statement_build(const struct ks_fact *fact, const struct ks_stamp *stamp, struct ks_buf *out)
{
	assert((size_t)fact->kind < KS_COUNT(kinds));
	const struct kind *kind = &kinds[fact->kind];
	char time[32];

	assert(fact->content && fact->staff);
	assert(fact->plan || kind->object == OBJECT_GATHERING || kind->object >= OBJECT_CARD);
	ks_buf_puts(out, "{\"id\":");
	ks_buf_json(out, stamp->id);
	ks_buf_putc(out, ',');
	ks_buf_puts(out, "\"actor\":");
	ks_put_person(out, iri_base(fact), fact->staff);
	ks_buf_puts(out, ",\"verb\":{\"id\":");
	if (strncmp(kind->verb, OWN_VERB, strlen(OWN_VERB)) == 0)
		ks_put_iri(out, iri_base(fact), (const char *[]){kind->verb}, 1);
	else
		ks_buf_json(out, kind->verb);
	ks_buf_puts(out, ",\"display\":");
	ks_interaction_put_words(out, kind->display);
	put_activity(out, "},\"object\":");
	put_object_iri(out, fact, kind->object);
	put_definition(out, fact, kind->object);
	ks_buf_putc(out, '}');
	put_result(out, fact, kind->parts);
	put_context(out, fact, stamp, kind);
	ks_time_format_utc(stamp->time.wall_ms, time);
	ks_buf_printf(out, ",\"timestamp\":\"%s\"}", time);
}
