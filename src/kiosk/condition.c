/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk/condition.h"

#include <stdlib.h>

#include "base/calendar.h"
#include "content/shelf.h"
#include "kiosk/checked.h"
#include "record/copied.h"

/* Nothing here is about a person. */

#define EVERY_MS (INT64_C(15) * 60 * 1000)
#define SKEW_CARE_MS 10000
#define SKEW_BAD_MS 300000

static void look_at_clock(struct ks_doctor *doctor, const struct ks_sync_status *status)
{
	int64_t apart =
		status->centre_offset_ms < 0 ? -status->centre_offset_ms : status->centre_offset_ms;
	bool is_near = apart <= SKEW_CARE_MS;

	if (status->is_centre_time_known)
		ks_doctor_add(doctor, "clock", "時計",
			      is_near                ? KS_DOCTOR_GOOD
			      : apart <= SKEW_BAD_MS ? KS_DOCTOR_CARE
						     : KS_DOCTOR_BAD,
			      is_near ? NULL : "timedatectl で時刻合わせ（NTP）を入にしてください。",
			      "センターの時計と %lld秒ちがいます", (long long)(apart / 1000));
}

static void look_at_sending(struct ks_doctor *doctor, const struct ks_sync_status *status)
{
	if (status->n_quarantined > 0)
		ks_doctor_add(doctor, "sending", "送信", KS_DOCTOR_BAD,
			      "原因を直してから、kenshu kiosk resend で、もう一度送らせてください。",
			      "断られて取り置き %lld件", (long long)status->n_quarantined);
	else
		ks_doctor_add(doctor, "sending", "送信", KS_DOCTOR_GOOD, NULL,
			      "取り置きはありません");
}

static void look_at_chain(struct ks_doctor *doctor, const struct ks_checked *checked)
{
	struct ks_civil at = ks_civil_from_ms(checked->wall_ms);

	if (checked->wall_ms == 0)
		ks_doctor_add(doctor, "record", "記録", KS_DOCTOR_BAD,
			      "端末を止め、kenshu verify で確かめてください。", "読めません");
	else if (checked->n_faults > 0)
		ks_doctor_add(
			doctor, "record", "記録", KS_DOCTOR_BAD,
			"端末を止め、kenshu verify で場所を見て、フォルダーを書き換えずに保管してください。",
			"%lld件のうち、合わないところが %zu件", (long long)checked->n_statements,
			checked->n_faults);
	else
		ks_doctor_add(doctor, "record", "記録", KS_DOCTOR_GOOD, NULL,
			      "%lld件、欠けも書き換えもありません（%d月%d日 %d:%02d に確認）",
			      (long long)checked->n_statements, at.date.month, at.date.day, at.hour,
			      at.minute);
}

static void look_at_record(struct ks_doctor *doctor, const struct ks_app *app)
{
	if (app->trouble != KS_OK)
		ks_doctor_add(doctor, "record", "記録", KS_DOCTOR_BAD,
			      "端末のディスクを確かめてください。", "記録できません（%s）",
			      ks_rc_name(app->trouble));
	else if (app->incident >= KS_INCIDENT_GAPS)
		ks_doctor_add(
			doctor, "record", "記録", KS_DOCTOR_BAD,
			"kenshu verify で確かめ、対応を終えたら kenshu kiosk settle を実行してください。",
			"%s", ks_incident_word(app->incident));
	else
		look_at_chain(doctor, &app->checked);
}

static void look_at_content(struct ks_doctor *doctor, const struct ks_app *app)
{
	struct ks_shelf_told told;

	ks_shelf_told(app->options->state, &told);
	if (app->content_faults.n_errors > 0)
		ks_doctor_add(doctor, "content", "教材", KS_DOCTOR_BAD,
			      "kenshu content check で確かめ、直した版を配ってください。",
			      "誤り %zu件", app->content_faults.n_errors);
	else if (told.words[0])
		ks_doctor_add(doctor, "content", "教材", KS_DOCTOR_CARE,
			      "それまでの教材を使い続けます。公開した人に知らせてください。", "%s",
			      told.words);
	else if (app->content.version > 0)
		ks_doctor_add(doctor, "content", "教材", KS_DOCTOR_GOOD, NULL, "版 %d",
			      app->content.version);
	else
		ks_doctor_add(doctor, "content", "教材", KS_DOCTOR_GOOD, NULL, "パッケージのもの");
}

void ks_condition_look(struct ks_app *app, const struct ks_sync_status *status, struct ks_doctor *out)
{
	struct ks_ledger_counts counts;

	look_at_clock(out, status);
	if (status->certificate_end_ms > 0)
		ks_machine_look_at_certificate(out, status->certificate_end_ms,
					       ks_clock_wall_ms(&app->clock));
	ks_machine_look(out, "");
	ks_machine_look_at_kernel(out);
	ks_machine_look_at_disk(out, "", app->options->state);
	look_at_record(out, app);
	look_at_sending(out, status);
	if (ks_ledger_counts_in(app->site.store, &counts) ==
	    KS_OK) /* else look_at_record() has said it */
		ks_copied_look(out, &counts, ks_clock_wall_ms(&app->clock));
	look_at_content(out, app);
	ks_doctor_add(out, "version", "版", KS_DOCTOR_GOOD, NULL, "kenshu %s", KENSHU_VERSION);
}

void ks_condition_tell(struct ks_app *app)
{
	int64_t now_ms = ks_clock_mono_ms(&app->clock);
	struct ks_sync_status status;
	struct ks_doctor doctor = {0};
	struct ks_buf json = {0};

	if (!app->sync || app->visit.is_signed_in)
		return;
	ks_sync_status(app->sync, &status);
	if (app->has_told_condition && now_ms - app->condition_mono_ms < EVERY_MS &&
	    status.content_refused == app->told_refused)
		return;
	if (status.last_success_ms == 0 || !status.is_roster_fresh)
		return; /* nobody answers yet */
	if (!ks_checked_now_and_then(app))
		return; /* told when it is known */
	ks_condition_look(app, &status, &doctor);
	ks_doctor_put_json(&json, &doctor);
	ks_sync_set_condition(app->sync, ks_buf_text(&json));
	app->has_told_condition = true;
	app->condition_mono_ms = now_ms;
	app->told_refused = status.content_refused;
	ks_buf_finish(&json);
	ks_doctor_finish(&doctor);
}
