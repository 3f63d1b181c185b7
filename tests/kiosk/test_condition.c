/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk/condition.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"
#include "base/log.h"
#include "base/mem.h"
#include "kiosk/checked.h"
#include "kiosk/glass.h"
#include "kiosk/visiting.h"
#include "record/db.h"
#include "record/incident.h"
#include "support/test.h"

/* What programs beside the kiosk and people far from it are told: whether somebody is here, and whether all is well. */

static bool is_free(struct glass *glass)
{
	char *path = ks_path_join(glass->folder, "visit.lock");
	int fd = open(path, O_RDWR | O_CLOEXEC);
	bool is = fd < 0 || flock(fd, LOCK_EX | LOCK_NB) == 0;

	if (fd >= 0)
		close(fd);
	free(path);
	return is;
}

static void from_the_first_touch_until_the_end_somebody_is_here(void **state)
{
	struct glass *glass = *state;

	assert_true(is_free(glass));
	glass_tap(glass, KS_ACT_TRAIN, 0);
	assert_false(is_free(glass));
	glass_tap(glass, KS_ACT_CLOSE, 0);
	assert_true(is_free(glass));
	glass_sign_in(glass);
	glass_tap(glass, KS_ACT_OPEN, 0); /* recorded: what follows looks at it */
	assert_false(is_free(glass));
	glass_tap(glass, KS_ACT_SIGN_OUT, 0);
	assert_true(is_free(glass));
}

static void an_open_reception_is_somebody(void **state)
{
	struct glass *glass = *state;

	snprintf(glass->app.reception_id, sizeof(glass->app.reception_id), "%s", "g-1");
	ks_visiting_tell(&glass->app);
	assert_false(is_free(glass));
	glass->app.reception_id[0] = '\0';
	ks_visiting_tell(&glass->app);
	assert_true(is_free(glass));
}

/* Whoever looks holds the lock for a moment: what is refused then is made good with the next screen. */
static void a_lock_that_is_held_by_who_looks_is_taken_later(void **state)
{
	struct glass *glass = *state;
	char *path = ks_path_join(glass->folder, "visit.lock");
	int fd;

	glass_tap(glass, KS_ACT_TRAIN, 0);
	glass_tap(glass, KS_ACT_CLOSE, 0);
	fd = open(path, O_RDWR | O_CLOEXEC);
	assert_int_equal(flock(fd, LOCK_EX | LOCK_NB), 0);
	glass_tap(glass, KS_ACT_TRAIN, 0);
	close(fd);
	assert_true(is_free(glass));
	glass_key(glass, KS_KEY_DIGIT, '1');
	assert_false(is_free(glass));
	glass_rest(glass);
	free(path);
}

static const struct ks_finding *line(const struct ks_doctor *doctor, const char *id)
{
	for (size_t i = 0; i < doctor->n; i++)
		if (strcmp(doctor->findings[i].id, id) == 0)
			return &doctor->findings[i];
	return NULL;
}

/* The record is changed behind the program's back by one letter. */
static void spoil(struct glass *glass)
{
	struct ks_store *store = glass->app.site.store;

	assert_int_equal(ks_db_run(store, "DROP TRIGGER statement_no_update", ""), KS_OK);
	assert_int_equal(ks_db_run(store,
				   "UPDATE statement SET bytes = CAST(replace(CAST(bytes AS TEXT),"
				   " 'kenshu-kiosk', 'kenshu-kiosc') AS BLOB) WHERE seq = 1",
				   ""),
			 KS_OK);
}

static void wait_for_the_walk(struct glass *glass)
{
	while (!ks_checked_now_and_then(&glass->app))
		nanosleep(&(struct timespec){.tv_nsec = 1000000}, NULL);
}

static void every_line_is_told_and_says_what_to_do(void **state)
{
	static const char *const ids[] = {"fonts",   "display",    "touch",   "reader",
					  "disk",    "record",     "sending", "backup",
					  "content", "encryption", "version", "shield"};
	struct glass *glass = *state;
	struct ks_sync_status status = {0};
	struct ks_doctor doctor = {0};

	wait_for_the_walk(glass);
	ks_condition_look(&glass->app, &status, &doctor);
	for (size_t i = 0; i < KS_COUNT(ids); i++)
		assert_non_null(line(&doctor, ids[i]));
	for (size_t i = 0; i < doctor.n; i++)
		assert_int_equal(!doctor.findings[i].todo,
				 doctor.findings[i].mark == KS_DOCTOR_GOOD ||
					 doctor.findings[i].mark == KS_DOCTOR_NONE);
	assert_int_equal(line(&doctor, "record")->mark, KS_DOCTOR_GOOD);
	assert_non_null(strstr(line(&doctor, "record")->seen, "欠けも書き換えもありません"));
	/* nothing was delivered here */
	assert_int_equal(line(&doctor, "backup")->mark, KS_DOCTOR_CARE);
	ks_doctor_finish(&doctor);
}

/* Before all kiosks fall silent on one day. */
static void the_end_of_the_centres_certificate_is_told(void **state)
{
	static const struct {
		int days;
		enum ks_doctor_mark mark;
	} cases[] = {{90, KS_DOCTOR_GOOD}, {20, KS_DOCTOR_CARE}, {2, KS_DOCTOR_BAD}};
	struct glass *glass = *state;
	struct ks_sync_status status = {0};
	struct ks_doctor doctor = {0};

	wait_for_the_walk(glass);
	ks_condition_look(&glass->app, &status, &doctor);
	assert_null(line(&doctor, "certificate")); /* http, or not looked at yet */
	ks_doctor_finish(&doctor);
	for (size_t i = 0; i < KS_COUNT(cases); i++) {
		memset(&doctor, 0, sizeof(doctor));
		status.certificate_end_ms =
			ks_clock_wall_ms(&glass->app.clock) + INT64_C(86400000) * cases[i].days + 1;
		ks_condition_look(&glass->app, &status, &doctor);
		assert_int_equal(line(&doctor, "certificate")->mark, cases[i].mark);
		ks_doctor_finish(&doctor);
	}
}

static void once_a_day_a_changed_record_is_found(void **state)
{
	struct glass *glass = *state;
	struct ks_sync_status status = {0};
	struct ks_doctor doctor = {0};

	glass->app.clock = ks_clock_fake(ks_clock_wall_ms(&glass->app.clock));
	glass->app.checked = (struct ks_checked){0};
	wait_for_the_walk(glass);
	ks_condition_look(&glass->app, &status, &doctor);
	assert_int_equal(line(&doctor, "record")->mark, KS_DOCTOR_GOOD);
	ks_doctor_finish(&doctor);
	spoil(glass);
	ks_clock_advance(&glass->app.clock,
			 INT64_C(86400000) - 1); /* within the day: not walked again */
	memset(&doctor, 0, sizeof(doctor));
	wait_for_the_walk(glass);
	ks_condition_look(&glass->app, &status, &doctor);
	assert_int_equal(line(&doctor, "record")->mark, KS_DOCTOR_GOOD);
	ks_doctor_finish(&doctor);
	ks_clock_advance(&glass->app.clock, 1);
	memset(&doctor, 0, sizeof(doctor));
	wait_for_the_walk(glass);
	ks_condition_look(&glass->app, &status, &doctor);
	assert_int_equal(line(&doctor, "record")->mark, KS_DOCTOR_BAD);
	ks_doctor_finish(&doctor);
	glass->app.clock = ks_clock_system();
}

/* A kiosk that is told to end does not wait for the walk, and what happens meanwhile is recorded. */
static void the_walk_is_given_up_and_keeps_nobody_waiting(void **state)
{
	struct glass *glass = *state;

	glass->app.checked = (struct ks_checked){0};
	(void)ks_checked_now_and_then(&glass->app);
	glass_sign_in(glass);
	glass_tap(glass, KS_ACT_OPEN, 0);
	glass_rest(glass);
	ks_checked_stop(&glass->app);
	assert_null(glass->app.checker);
	assert_int_equal(glass->app.checked.wall_ms, 0);
	wait_for_the_walk(glass);
	assert_int_not_equal(glass->app.checked.wall_ms, 0);
	assert_int_equal(glass->app.checked.n_faults, 0);
}

static enum ks_incident_kind incident_of(struct glass *glass)
{
	struct ks_incident incident;

	assert_int_equal(ks_store_incident(glass->app.site.store, &incident), KS_OK);
	return incident.kind;
}

/* What is told when it is looked at; malloc'd. */
static char *look(struct glass *glass)
{
	struct ks_test_stream stream = ks_test_stream_begin(stderr);

	ks_log_set(KS_LOG_INFO);
	ks_checked_after_update(&glass->app);
	ks_log_set(KS_LOG_WARN);
	return ks_test_stream_end(&stream);
}

/* On a disk that takes nothing the fault is told all the same, and looked for again at the next start. */
static void is_looked_at_where_nothing_is_kept(struct glass *glass)
{
	struct ks_store *store = glass->app.site.store;
	char *said;

	assert_int_equal(ks_db_run(store,
				   "CREATE TRIGGER full BEFORE INSERT ON setting"
				   " BEGIN SELECT RAISE(ABORT, 'full'); END",
				   ""),
			 KS_OK);
	for (int start = 0; start < 2; start++) {
		said = look(glass);
		assert_non_null(strstr(said, "1 faults in the record, the first at 1\n"));
		assert_non_null(strstr(said, "the fault could not be noted\n"));
		assert_null(strstr(said, "the record was looked at"));
		free(said);
	}
	assert_int_equal(ks_db_run(store, "DROP TRIGGER full", ""), KS_OK);
}

/* The record is spoilt by the test before. */
static void after_an_update_the_record_is_looked_at_once(void **state)
{
	struct glass *glass = *state;
	struct ks_store *store = glass->app.site.store;
	struct ks_incident incident;
	char *by = NULL, *said, *looked;

	ks_checked_after_update(&glass->app); /* the same version: not looked at */
	assert_int_equal(incident_of(glass), KS_INCIDENT_NONE);
	assert_int_equal(ks_store_set(store, "checked_by", "0.0.9"), KS_OK);
	is_looked_at_where_nothing_is_kept(glass);
	said = look(glass);
	looked = ks_format("the record was looked at: %lld statements\n",
			   (long long)ks_ledger_last_seq(glass->app.site.ledger));
	assert_non_null(strstr(said, "1 faults in the record, the first at 1\n"));
	assert_non_null(strstr(said, looked));
	free(looked);
	free(said);
	assert_int_equal(ks_store_incident(store, &incident), KS_OK);
	assert_int_equal(incident.kind, KS_INCIDENT_ALTERED);
	assert_int_equal(incident.n_saved, ks_ledger_last_seq(glass->app.site.ledger));
	assert_int_equal(incident.n_lost, 1);
	assert_int_equal(incident.wall_ms, glass->app.checked.wall_ms);
	assert_int_equal(ks_store_get(store, "checked_by", &by), KS_OK);
	assert_string_equal(by, KENSHU_VERSION);
	free(by);
	/* settled by the 係員: it does not come back with the next start */
	assert_int_equal(ks_store_settle_incident(store, 1, "紙の記録と照合した"), KS_OK);
	ks_checked_after_update(&glass->app);
	assert_int_equal(incident_of(glass), KS_INCIDENT_NONE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(from_the_first_touch_until_the_end_somebody_is_here,
				       glass_begin),
		cmocka_unit_test_setup(an_open_reception_is_somebody, glass_begin),
		cmocka_unit_test_setup(a_lock_that_is_held_by_who_looks_is_taken_later, glass_begin),
		cmocka_unit_test_setup(every_line_is_told_and_says_what_to_do, glass_begin),
		cmocka_unit_test_setup(the_end_of_the_centres_certificate_is_told, glass_begin),
		cmocka_unit_test_setup(the_walk_is_given_up_and_keeps_nobody_waiting, glass_begin),
		cmocka_unit_test_setup(once_a_day_a_changed_record_is_found, glass_begin),
		cmocka_unit_test_setup(after_an_update_the_record_is_looked_at_once, glass_begin),
	};

	return ks_test_run_in(tests, glass_setup, glass_teardown);
}
