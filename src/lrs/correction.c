/* SPDX-License-Identifier: Apache-2.0 */
#include "lrs/correction.h"

#include <assert.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/calendar.h"
#include "base/mem.h"
#include "lrs/correction_work.h"
#include "record/db.h"
#include "record/gathering.h"
#include "record/roll.h"

/* What is asked for is looked at whole, and put in words, before anything is said: it stays for good. */

#define TARGETS_MAX 2000

const char *ks_correction_fault_word(enum ks_correction_fault fault)
{
	static const char *const words[] = {
		[KS_CORRECTION_FINE] = "",
		[KS_CORRECTION_NO_USER] =
			"その利用者はいません。kenshu user list で名前を確かめてください。",
		[KS_CORRECTION_NO_RIGHT] =
			"その利用者の役割では、できません。kenshu correct rules で確かめてください。",
		[KS_CORRECTION_SAME_USER] =
			"申し出た人は、自分では承認できません。ほかの利用者が承認してください。",
		[KS_CORRECTION_OWN] =
			"自分についてのことは、申し出も決定もできません。ほかの利用者に頼んでください。",
		[KS_CORRECTION_NO_PERSON] =
			"その職員番号の人は、名簿にいません。番号を確かめてください。",
		[KS_CORRECTION_NO_GATHERING] =
			"その番号の集合研修はありません。kenshu gathering list で確かめてください。",
		[KS_CORRECTION_NOTHING] = "記録は、もうそのとおりです。",
		[KS_CORRECTION_NO_DONE] =
			"その年度・コース・科目の、端末での修了がありません。"
			"みなし受講の取消しは、対象外の画面か kenshu exempt end でできます。",
		[KS_CORRECTION_NO_TO] =
			"正しい人の職員番号が名簿にないか、本人と同じです。番号を確かめてください。",
		[KS_CORRECTION_NO_QUESTION] =
			"その年度に、その問題（版）への解答はありません。設問分析の番号を確かめてください。",
		[KS_CORRECTION_NO_ANSWER] =
			"正解とする答えを、設問分析や記録にある形（例 c2）か、全員正解の * で書いてください。",
		[KS_CORRECTION_NO_REASON] =
			"理由を、改行などの見えない文字を入れずに、120字までで書いてください。",
		[KS_CORRECTION_PENDING] =
			"同じことの訂正が、承認を待っています。先に、それを承認か却下してください。",
		[KS_CORRECTION_NO_ID] =
			"その番号の訂正はありません。kenshu correct list で確かめてください。",
		[KS_CORRECTION_IS_DECIDED] = "その訂正は、もう決まっています。",
		[KS_CORRECTION_NO_BASE] = "教材の organisation.yaml の iri_base が分かりません。"
					  "--content で教材を示してください。",
		[KS_CORRECTION_NO_PLAN] =
			"その年度のコースが、まだ届いていません。端末が一度センターにつながると、承認できます。",
	};

	if (fault >= KS_CORRECTION_EXEMPTION)
		return ks_exemption_fault_word(
			(enum ks_exemption_fault)((int)fault - KS_CORRECTION_EXEMPTION));
	assert((size_t)fault < KS_COUNT(words));
	return words[fault];
}

static const struct ks_person *person_of(const struct ks_correction_work *work, const char *number)
{
	return ks_roster_typed(&work->roster, number);
}

static const char *moment(struct ks_arena *arena, int64_t wall_ms)
{
	char *words = ks_time_words(wall_ms), *kept = ks_arena_strdup(arena, words);

	free(words);
	return kept;
}

/* ---- who ---- */

static enum ks_correction_fault judge_user(struct ks_correction_work *work, const char *name,
					   bool approves)
{
	struct ks_correction_rules rules;
	struct ks_user user;
	enum ks_rc rc = ks_user_find(work->centre->store, name, &user);

	if (rc == KS_NOT_FOUND)
		return KS_CORRECTION_NO_USER;
	if (rc == KS_OK)
		rc = ks_correction_rules_load(work->centre->store, &rules);
	work->rc = rc;
	if (rc != KS_OK)
		return KS_CORRECTION_FINE;
	return (approves ? rules.may_approve : rules.may_propose)[user.role]
		       ? KS_CORRECTION_FINE
		       : KS_CORRECTION_NO_RIGHT;
}

/* Whether the record that changes is the user's own; who has no 職員番号 here owns none. */
static enum ks_correction_fault judge_own(struct ks_correction_work *work, const char *name)
{
	struct ks_user user;

	work->rc = ks_user_find(work->centre->store, name, &user);
	if (work->rc != KS_OK || !user.staff[0])
		return KS_CORRECTION_FINE;
	return ks_correction_is_about(&work->fact, user.staff) ? KS_CORRECTION_OWN
							       : KS_CORRECTION_FINE;
}

/* ---- attendance ---- */

static const char *present_word(struct ks_correction_work *work, int64_t at_ms)
{
	struct ks_civil at = ks_civil_from_ms(at_ms);

	return at_ms ? ks_arena_format(&work->arena, "出席（%d:%02d）", at.hour, at.minute) : "出席";
}

/* What every list says of them now: by check-ins, by the 係員, from paper, by earlier corrections. */
static const char *present_now(struct ks_correction_work *work)
{
	const struct ks_roll_person *person;
	const char *word = "欠席";
	struct ks_roll roll;

	work->rc = ks_roll_load(work->centre->store, work->fact.gathering, &roll);
	if (work->rc != KS_OK)
		return "";
	person = ks_roll_find(&roll, work->fact.staff);
	if (person && person->is_present)
		word = present_word(work, person->in_ms);
	ks_roll_finish(&roll);
	return word;
}

static enum ks_correction_fault judge_attendance(struct ks_correction_work *work)
{
	struct ks_correction_fact *fact = &work->fact;
	struct ks_gathering gathering = {0};
	struct ks_civil at = {0};
	int minute = work->wish->at_minute;

	work->rc = ks_gathering_find(work->centre->store, work->wish->gathering, &gathering);
	if (work->rc != KS_OK) {
		work->rc = work->rc == KS_NOT_FOUND ? KS_OK : work->rc;
		return KS_CORRECTION_NO_GATHERING;
	}
	minute = minute < 0 ? gathering.from_minute : minute;
	at.date = gathering.date;
	at.hour = minute / 60;
	at.minute = minute % 60;
	fact->gathering = work->wish->gathering;
	fact->nendo = ks_nendo_of(gathering.date);
	ks_gathering_finish(&gathering);
	fact->at_ms = fact->kind == KS_CORRECTION_PRESENT ? ks_civil_to_ms(&at) : 0;
	fact->was = present_now(work);
	fact->becomes = fact->at_ms ? present_word(work, fact->at_ms) : "欠席";
	return strcmp(fact->was, fact->becomes) == 0 ? KS_CORRECTION_NOTHING : KS_CORRECTION_FINE;
}

/* ---- a completion ---- */

/* Everything of the sittings in which the lesson was passed: the answers were the same person's. */
static const char *find_targets(struct ks_correction_work *work)
{
#define SESSION                                     \
	"json_extract(CAST(body(r.bytes) AS TEXT)," \
	" '$.context.extensions.\"https://w3id.org/xapi/cmi5/context/extensions/sessionid\"')"
	static const char select[] =
		"WITH mine AS (SELECT r.id, r.kiosk, r.verb, " SESSION " AS session FROM received r"
		"  WHERE r.staff = ? AND r.nendo = ? AND r.plan = ? AND r.lesson = ?"
		"  AND NOT EXISTS(SELECT 1 FROM void v WHERE v.target = r.id) ORDER BY r.stored)"
		" SELECT id FROM mine m WHERE verb IN ('passed', 'completed') OR EXISTS("
		"  SELECT 1 FROM mine w WHERE w.verb IN ('passed', 'completed')"
		"   AND w.kiosk = m.kiosk AND w.session = m.session) LIMIT ?";
	const struct ks_correction_fact *fact = &work->fact;
	struct ks_buf out = {0};
	const char *kept;
	sqlite3_stmt *stmt;
	enum ks_rc rc;

	ks_db_lock(work->centre->store);
	stmt = ks_db_query(work->centre->store, select, "tdttd", fact->staff, fact->nendo,
			   fact->plan, fact->lesson, TARGETS_MAX);
	while ((rc = ks_db_step(work->centre->store, stmt)) == KS_OK)
		ks_buf_printf(&out, "%s%s", out.len ? " " : "", ks_db_text(stmt, 0));
	ks_db_end(stmt);
	ks_db_unlock(work->centre->store);
	work->rc = rc == KS_NOT_FOUND ? KS_OK : rc;
	kept = ks_arena_strdup(&work->arena, ks_buf_text(&out));
	ks_buf_finish(&out);
	return kept;
}

static enum ks_correction_fault judge_undone(struct ks_correction_work *work)
{
	static const char done[] = "SELECT done_ms FROM standing WHERE nendo = ? AND plan = ?"
				   " AND staff = ? AND lesson = ? AND done_ms > 0";
	struct ks_correction_fact *fact = &work->fact;
	const struct ks_correction_wish *wish = work->wish;
	const struct ks_person *to = person_of(work, wish->to_number);
	int64_t done_ms = 0;

	fact->nendo = wish->nendo;
	fact->plan = wish->plan;
	fact->lesson = wish->lesson;
	work->rc = ks_db_number(work->centre->store, &done_ms, done, "dttt", fact->nendo,
				fact->plan, fact->staff, fact->lesson);
	if (work->rc == KS_NOT_FOUND) {
		work->rc = KS_OK;
		return KS_CORRECTION_NO_DONE;
	}
	if (wish->to_number && wish->to_number[0] && (!to || strcmp(to->number, fact->staff) == 0))
		return KS_CORRECTION_NO_TO;
	fact->to_staff = to ? to->number : "";
	fact->at_ms = to ? done_ms : 0;
	fact->was = ks_arena_format(&work->arena, "修了（%s）", moment(&work->arena, done_ms));
	fact->becomes =
		to ? ks_arena_format(&work->arena, "取消し（%s の修了とする）", ks_person_typed(to))
		   : "取消し";
	if (work->rc == KS_OK)
		fact->targets = find_targets(work);
	return KS_CORRECTION_FINE;
}

/* ---- an answer key ---- */

/* What stood as right in the newest answer to it. */
static const char *find_pattern(struct ks_correction_work *work)
{
	static const char select[] =
		"SELECT json_extract(CAST(body(bytes) AS TEXT),"
		" '$.object.definition.correctResponsesPattern[0]') FROM received"
		" WHERE verb = 'answered' AND nendo = ?1"
		" AND substr(object, -length(?2) - 6) = '/quiz/' || ?2 ORDER BY stored DESC LIMIT 1";
	const char *text = "";
	sqlite3_stmt *stmt;
	enum ks_rc rc;

	ks_db_lock(work->centre->store);
	stmt = ks_db_query(work->centre->store, select, "dt", work->fact.nendo, work->fact.question);
	rc = ks_db_step(work->centre->store, stmt);
	if (rc == KS_OK)
		text = ks_arena_strdup(&work->arena, ks_db_text(stmt, 0));
	ks_db_end(stmt);
	ks_db_unlock(work->centre->store);
	work->rc = rc == KS_NOT_FOUND ? KS_OK : rc;
	return text;
}

static enum ks_correction_fault judge_key(struct ks_correction_work *work)
{
	static const char known[] =
		"SELECT count(*) FROM question_tally WHERE nendo = ? AND question = ?"
		" AND ?3 IN ('', revision)";
	struct ks_correction_fact *fact = &work->fact;
	const struct ks_correction_wish *wish = work->wish;
	const char *pattern;
	int64_t n = 0;

	fact->nendo = wish->nendo;
	fact->question = wish->question;
	fact->revision = wish->revision ? wish->revision : "";
	fact->answer = wish->answer;
	work->rc = ks_db_number(work->centre->store, &n, known, "dtt", fact->nendo, fact->question,
				fact->revision);
	if (work->rc == KS_OK && n == 0)
		return KS_CORRECTION_NO_QUESTION;
	if (!wish->answer[0] ||
	    strlen(wish->answer) >= sizeof(((struct ks_statement_view *)0)->answer) ||
	    !ks_gathering_is_text(wish->answer))
		return KS_CORRECTION_NO_ANSWER;
	pattern = work->rc == KS_OK ? find_pattern(work) : "";
	if (strcmp(pattern, wish->answer) == 0)
		return KS_CORRECTION_NOTHING;
	fact->was = ks_arena_format(&work->arena, "正解は %s", pattern);
	fact->becomes = strcmp(wish->answer, KS_CORRECTION_ALL) == 0
				? "全員を正解とする"
				: ks_arena_format(&work->arena, "%s も正解とする", wish->answer);
	return KS_CORRECTION_FINE;
}

/* ---- proposed ---- */

static enum ks_correction_fault judge_pending(struct ks_correction_work *work)
{
	static const char same[] =
		"SELECT count(*) FROM correction WHERE state = 0 AND staff = ? AND gathering = ?"
		" AND nendo = ? AND plan = ? AND lesson = ? AND question = ?"
		" AND (kind IN ('plan', 'exempt', 'exempt-end')) = ?";
	const struct ks_correction_fact *f = &work->fact;
	int64_t n = 0;

	work->rc = ks_db_number(work->centre->store, &n, same, "ttdtttd", f->staff, f->gathering,
				f->nendo, f->plan, f->lesson, f->question,
				!ks_correction_is_of_record(f->kind));
	return n > 0 ? KS_CORRECTION_PENDING : KS_CORRECTION_FINE;
}

static enum ks_correction_fault judge(struct ks_correction_work *work)
{
	const struct ks_correction_wish *wish = work->wish;
	struct ks_correction_fact *fact = &work->fact;
	bool is_of_record = ks_correction_is_of_record(wish->kind);
	bool is_key = wish->kind == KS_CORRECTION_KEY;
	const struct ks_person *person =
		is_key || !is_of_record ? NULL : person_of(work, wish->number);
	enum ks_correction_fault fault = judge_user(work, wish->user, false);

	*fact = (struct ks_correction_fact){
		.kind = wish->kind,
		.staff = person ? person->number : "",
		.to_staff = "",
		.plan = "",
		.lesson = "",
		.gathering = "",
		.question = "",
		.revision = "",
		.answer = "",
		.reason = wish->reason,
		.by = wish->user,
		.refers = "",
		.targets = "",
	};
	if (fault == KS_CORRECTION_FINE && !is_key && is_of_record && !person)
		fault = KS_CORRECTION_NO_PERSON;
	if (fault == KS_CORRECTION_FINE && work->rc == KS_OK)
		fault = !is_of_record                        ? ks_approval_judge(work)
			: is_key                             ? judge_key(work)
			: wish->kind == KS_CORRECTION_UNDONE ? judge_undone(work)
							     : judge_attendance(work);
	/* Told before whatever else is wrong with it. */
	if ((fault == KS_CORRECTION_FINE || fault > KS_CORRECTION_OWN) && work->rc == KS_OK &&
	    judge_own(work, wish->user) != KS_CORRECTION_FINE)
		fault = KS_CORRECTION_OWN;
	if (fault == KS_CORRECTION_FINE && (!wish->reason[0] || !ks_gathering_is_text(wish->reason)))
		fault = KS_CORRECTION_NO_REASON;
	return fault == KS_CORRECTION_FINE && work->rc == KS_OK ? judge_pending(work) : fault;
}

static void build(const void *fact, const struct ks_stamp *stamp, struct ks_buf *out)
{
	ks_correction_build(fact, stamp, out);
}

/* What was approved is said beside the approval, or neither is. */
static enum ks_rc record(const struct ks_correction_work *work, char id[KS_UUID_TEXT])
{
	size_t n = work->fact.step == KS_CORRECTION_APPROVED ? work->exemption.n : 0;
	struct ks_centre_fact *told = ks_alloc_zero(n + 1, sizeof(*told));
	enum ks_rc rc;

	told[0] = (struct ks_centre_fact){.build = build, .fact = &work->fact};
	for (size_t i = 0; i < n; i++)
		told[i + 1] = work->exemption.told[i];
	rc = ks_centre_record(work->centre, told, n + 1, id);
	free(told);
	return rc;
}

/* Says it, when nothing is against it. */
static enum ks_rc say(struct ks_correction_work *work, const char *iri_base,
		      enum ks_correction_fault *fault, char id[KS_UUID_TEXT])
{
	enum ks_rc rc = work->rc;

	if (rc == KS_OK && *fault == KS_CORRECTION_FINE) {
		rc = ks_centre_iri_base(work->centre, iri_base, &work->base);
		if (rc == KS_NOT_FOUND)
			*fault = KS_CORRECTION_NO_BASE;
	}
	if (*fault != KS_CORRECTION_FINE)
		return rc == KS_OK || rc == KS_NOT_FOUND ? KS_INVALID : rc;
	work->fact.iri_base = work->base;
	return rc == KS_OK ? record(work, id) : rc;
}

static void finish(struct ks_correction_work *work)
{
	ks_exemption_facts_finish(&work->exemption);
	ks_roster_finish(&work->roster);
	ks_arena_finish(&work->arena);
	free(work->base);
}

enum ks_rc ks_centre_correct(struct ks_centre *centre, const struct ks_correction_wish *wish,
			     enum ks_correction_fault *fault, char id[KS_UUID_TEXT])
{
	struct ks_correction_work work = {.centre = centre, .wish = wish};
	enum ks_rc rc;

	*fault = KS_CORRECTION_FINE;
	work.rc = ks_roster_load(centre->store, true, &work.roster);
	if (work.rc == KS_OK)
		*fault = judge(&work);
	rc = say(&work, wish->iri_base, fault, id);
	finish(&work);
	return rc;
}

/* ---- decided ---- */

/* By its id or the beginning of it; NULL when it is none's or several's. */
static const struct ks_correction *find(const struct ks_correction *rows, size_t n, const char *id)
{
	const struct ks_correction *found = NULL;

	for (size_t i = 0; id[0] && i < n; i++) {
		if (strncmp(rows[i].id, id, strlen(id)) != 0)
			continue;
		if (found)
			return NULL;
		found = &rows[i];
	}
	return found;
}

static enum ks_correction_fault judge_decision(struct ks_correction_work *work, const char *id,
					       const char *user, bool is_approved, const char *reason)
{
	const struct ks_correction *rows = NULL, *row;
	struct ks_correction_rules rules;
	size_t n = 0;
	enum ks_correction_fault fault = judge_user(work, user, true);

	if (fault != KS_CORRECTION_FINE || work->rc != KS_OK)
		return fault;
	work->rc = ks_correction_load(work->centre->store, &work->arena, &rows, &n);
	if (work->rc == KS_OK)
		work->rc = ks_correction_rules_load(work->centre->store, &rules);
	if (work->rc != KS_OK)
		return KS_CORRECTION_FINE;
	row = find(rows, n, id);
	if (!row)
		return KS_CORRECTION_NO_ID;
	if (row->what.step != KS_CORRECTION_PROPOSED)
		return KS_CORRECTION_IS_DECIDED;
	if (strcmp(row->what.by, user) == 0 && !rules.is_alone)
		return KS_CORRECTION_SAME_USER;
	if (!ks_gathering_is_text(reason))
		return KS_CORRECTION_NO_REASON;
	work->fact = row->what;
	fault = judge_own(work, user);
	if (fault == KS_CORRECTION_FINE && work->rc == KS_OK && is_approved)
		fault = ks_approval_facts(work, row->what.by, user);
	if (fault != KS_CORRECTION_FINE || work->rc != KS_OK)
		return fault;
	work->fact.refers = row->id;
	work->fact.targets = "";
	work->fact.by = user;
	work->fact.reason = reason;
	return KS_CORRECTION_FINE;
}

enum ks_rc ks_centre_correct_decide(struct ks_centre *centre, const char *id, const char *user,
				    bool is_approved, const char *reason,
				    enum ks_correction_fault *fault)
{
	struct ks_correction_work work = {.centre = centre};
	char said[KS_UUID_TEXT];
	enum ks_rc rc;

	*fault = KS_CORRECTION_FINE;
	work.rc = ks_roster_load(centre->store, true, &work.roster);
	if (work.rc == KS_OK)
		*fault = judge_decision(&work, id, user, is_approved, reason);
	work.fact.step = is_approved ? KS_CORRECTION_APPROVED : KS_CORRECTION_REJECTED;
	rc = say(&work, NULL, fault, said);
	finish(&work);
	return rc;
}
