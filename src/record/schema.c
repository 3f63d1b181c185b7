/* SPDX-License-Identifier: Apache-2.0 */
#include "base/mem.h"
#include "record/schema_steps.h"
#include "record/store_private.h"

/*
 * Every table there is, as migrations by user_version. A step that was released is never edited: what
 * comes later is a further row of the table at the end. schema_run.c carries them out.
 */

/* The people, common to kiosk and collector. */
static const char common_tables[] =
	"CREATE TABLE setting(name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;"
	"CREATE TABLE person("
	" number TEXT PRIMARY KEY, name TEXT NOT NULL, kana TEXT NOT NULL,"
	" is_listed INTEGER NOT NULL CHECK(is_listed IN (0, 1))) STRICT, WITHOUT ROWID;"
	"CREATE TABLE appointment("
	" number TEXT NOT NULL REFERENCES person(number), position INTEGER NOT NULL,"
	" unit TEXT NOT NULL, unit_kind TEXT NOT NULL, facility TEXT NOT NULL,"
	" employment TEXT NOT NULL, from_day TEXT NOT NULL, to_day TEXT NOT NULL,"
	" status TEXT NOT NULL, roles TEXT NOT NULL,"
	" PRIMARY KEY(number, position)) STRICT, WITHOUT ROWID;"
	"CREATE TABLE pin("
	" number TEXT PRIMARY KEY REFERENCES person(number), hash TEXT NOT NULL,"
	" source TEXT NOT NULL CHECK(source IN ('initial', 'own'))) STRICT, WITHOUT ROWID;"
	"CREATE TABLE gathering("
	" id TEXT PRIMARY KEY, day TEXT NOT NULL, from_minute INTEGER NOT NULL,"
	" to_minute INTEGER NOT NULL, title TEXT NOT NULL, place TEXT NOT NULL) STRICT, WITHOUT ROWID;";

/*
 * The ledger. `statement` is append-only by trigger; whatever happens to a statement later (delivered,
 * refused) is a fact in a table of its own.
 */
static const char kiosk_tables[] =
	"CREATE TABLE statement("
	" seq INTEGER PRIMARY KEY CHECK(seq > 0), id TEXT NOT NULL UNIQUE, bytes BLOB NOT NULL,"
	" hash BLOB NOT NULL CHECK(length(hash) = 32), wall_ms INTEGER NOT NULL,"
	" kind TEXT NOT NULL, staff TEXT NOT NULL) STRICT;"
	"CREATE TRIGGER statement_no_update BEFORE UPDATE ON statement"
	" BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;"
	"CREATE TRIGGER statement_no_delete BEFORE DELETE ON statement"
	" BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;"
	/* REPLACE deletes without firing the trigger above, so an old number is refused here. */
	"CREATE TRIGGER statement_in_order BEFORE INSERT ON statement"
	" WHEN NEW.seq <= (SELECT coalesce(max(seq), 0) FROM statement)"
	" OR EXISTS(SELECT 1 FROM statement WHERE id = NEW.id)"
	" BEGIN SELECT RAISE(ABORT, 'the ledger only grows'); END;"
	"CREATE TABLE delivery(seq INTEGER PRIMARY KEY, at_ms INTEGER NOT NULL) STRICT;"
	"CREATE TABLE quarantine("
	" seq INTEGER PRIMARY KEY, reason TEXT NOT NULL, at_ms INTEGER NOT NULL) STRICT;"
	"CREATE TABLE progress("
	" staff TEXT NOT NULL, nendo INTEGER NOT NULL, plan TEXT NOT NULL, lesson TEXT NOT NULL,"
	" session_json TEXT, done_ms INTEGER NOT NULL, done_seq INTEGER NOT NULL,"
	" n_attempts INTEGER NOT NULL, progress_percent INTEGER NOT NULL,"
	" PRIMARY KEY(staff, nendo, plan, lesson)) STRICT, WITHOUT ROWID;"
	"CREATE TABLE elsewhere("
	" staff TEXT NOT NULL, nendo INTEGER NOT NULL, plan TEXT NOT NULL, lesson TEXT NOT NULL,"
	" done_ms INTEGER NOT NULL,"
	" PRIMARY KEY(staff, nendo, plan, lesson)) STRICT, WITHOUT ROWID;"
	"CREATE TABLE sitting("
	" session_id TEXT PRIMARY KEY, staff TEXT NOT NULL, nendo INTEGER NOT NULL,"
	" plan TEXT NOT NULL, lesson TEXT NOT NULL, begun_ms INTEGER NOT NULL,"
	" last_ms INTEGER NOT NULL) STRICT, WITHOUT ROWID;"
	"CREATE TABLE preference("
	" staff TEXT NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL,"
	" PRIMARY KEY(staff, name)) STRICT, WITHOUT ROWID;"
	"CREATE TABLE pin_try("
	" number TEXT PRIMARY KEY, n_wrong INTEGER NOT NULL, lock_ms INTEGER NOT NULL,"
	" lock_boot TEXT NOT NULL, lock_mono_ms INTEGER NOT NULL) STRICT, WITHOUT ROWID;"
	"CREATE TABLE attendance("
	" gathering TEXT NOT NULL, staff TEXT NOT NULL, seq INTEGER NOT NULL,"
	" PRIMARY KEY(gathering, staff)) STRICT, WITHOUT ROWID;";

/* What kiosks delivered. `stored` is the order of arrival; the index columns serve the reports. */
static const char collector_tables[] =
	"CREATE TABLE kiosk("
	" id TEXT PRIMARY KEY, secret_sha256 BLOB NOT NULL CHECK(length(secret_sha256) = 32),"
	" public_key TEXT, added_ms INTEGER NOT NULL, last_seen_ms INTEGER NOT NULL DEFAULT 0,"
	" key_alarm INTEGER NOT NULL DEFAULT 0) STRICT, WITHOUT ROWID;"
	"CREATE TABLE received("
	" stored INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, kiosk TEXT NOT NULL,"
	" seq INTEGER NOT NULL, prev TEXT NOT NULL, hash BLOB NOT NULL CHECK(length(hash) = 32),"
	" staff TEXT NOT NULL, verb TEXT NOT NULL, object TEXT NOT NULL, plan TEXT NOT NULL,"
	" lesson TEXT NOT NULL, gathering TEXT NOT NULL, nendo INTEGER NOT NULL,"
	" registration TEXT NOT NULL, wall_ms INTEGER NOT NULL, clock TEXT NOT NULL,"
	" success INTEGER, stored_ms INTEGER NOT NULL, bytes BLOB NOT NULL) STRICT;"
	"CREATE TRIGGER received_no_update BEFORE UPDATE ON received"
	" BEGIN SELECT RAISE(ABORT, 'what was received is append-only'); END;"
	"CREATE TRIGGER received_no_delete BEFORE DELETE ON received"
	" BEGIN SELECT RAISE(ABORT, 'what was received is append-only'); END;"
	/* REPLACE deletes without firing the trigger above, so a known id is refused here. */
	"CREATE TRIGGER received_once BEFORE INSERT ON received"
	" WHEN EXISTS(SELECT 1 FROM received WHERE id = NEW.id OR stored = NEW.stored)"
	" BEGIN SELECT RAISE(ABORT, 'already received'); END;"
	"CREATE INDEX received_chain ON received(kiosk, seq);"
	"CREATE INDEX received_progress ON received(nendo, plan, staff, lesson, verb, wall_ms, clock);"
	"CREATE INDEX received_gathering ON received(gathering, staff) WHERE gathering <> '';"
	"CREATE TABLE received_head("
	" kiosk TEXT PRIMARY KEY, seq INTEGER NOT NULL, hash TEXT NOT NULL, signature TEXT NOT NULL,"
	" received_ms INTEGER NOT NULL) STRICT, WITHOUT ROWID;"
	"CREATE TABLE conflict("
	" n INTEGER PRIMARY KEY AUTOINCREMENT, kiosk TEXT NOT NULL, id TEXT NOT NULL,"
	" bytes BLOB NOT NULL, at_ms INTEGER NOT NULL) STRICT;"
	"CREATE TABLE plan("
	" nendo INTEGER NOT NULL, plan TEXT NOT NULL, revision TEXT NOT NULL, kiosk TEXT NOT NULL,"
	" json TEXT NOT NULL, taken_ms INTEGER NOT NULL,"
	" PRIMARY KEY(nendo, plan, revision)) STRICT, WITHOUT ROWID;";

/*
 * Who began and who finished which lesson, kept beside `received` in the same transaction (src/lrs
 * store_ingest.c): a report reads a few rows a person instead of all statements. done_ms 0: begun only.
 */
static const char collector_summary[] =
	"CREATE TABLE standing("
	" nendo INTEGER NOT NULL, plan TEXT NOT NULL, staff TEXT NOT NULL, lesson TEXT NOT NULL,"
	" done_ms INTEGER NOT NULL, clock TEXT NOT NULL,"
	" PRIMARY KEY(nendo, plan, staff, lesson)) STRICT, WITHOUT ROWID;"
	"INSERT INTO standing SELECT nendo, plan, staff, lesson, coalesce(min(wall_ms), 0), clock"
	" FROM received WHERE staff <> '' AND plan <> '' AND lesson <> '' AND nendo <> 0"
	"  AND verb IN ('passed', 'completed') GROUP BY nendo, plan, staff, lesson;"
	"INSERT OR IGNORE INTO standing SELECT DISTINCT nendo, plan, staff, lesson, 0, ''"
	" FROM received WHERE staff <> '' AND plan <> '' AND lesson <> '' AND nendo <> 0;"
	"DROP INDEX received_progress;";

/* Self-inspection: where people stand on their sheets and what they answered (inspection.c); kiosk and centre. */
static const char inspection_tables[] =
	"CREATE TABLE inspection("
	" staff TEXT NOT NULL, nendo INTEGER NOT NULL, checklist TEXT NOT NULL, item TEXT NOT NULL,"
	" is_help INTEGER NOT NULL, done_ms INTEGER NOT NULL, done_seq INTEGER NOT NULL,"
	" PRIMARY KEY(staff, nendo, checklist)) STRICT, WITHOUT ROWID;"
	"CREATE TABLE inspection_answer("
	" staff TEXT NOT NULL, nendo INTEGER NOT NULL, checklist TEXT NOT NULL, item TEXT NOT NULL,"
	" text TEXT NOT NULL, response TEXT NOT NULL, at_ms INTEGER NOT NULL,"
	" PRIMARY KEY(staff, nendo, checklist, item)) STRICT, WITHOUT ROWID;";

/* 発令日 of a transfer or a return to work, for the course that counts from it. */
static const char appointment_order[] =
	"ALTER TABLE appointment ADD COLUMN ordered_day TEXT NOT NULL DEFAULT '';";

/*
 * For the reports on quizzes: who failed what, and how often each question was answered and how often right, the latter
 * kept beside `received` like `standing`. What came before is counted here as xapi/statement_read.c would read it: the
 * question is what stands behind the last / of the object, its revision what stands behind the last + of the context's.
 */
static const char quiz_summary[] =
	"CREATE INDEX received_failed ON received(nendo, staff, lesson, plan, wall_ms, verb)"
	" WHERE verb = 'failed';"
	"CREATE TABLE question_tally("
	" nendo INTEGER NOT NULL, lesson TEXT NOT NULL, question TEXT NOT NULL,"
	" revision TEXT NOT NULL, title TEXT NOT NULL, n_answers INTEGER NOT NULL,"
	" n_right INTEGER NOT NULL, last_ms INTEGER NOT NULL,"
	" PRIMARY KEY(nendo, lesson, question, revision)) STRICT, WITHOUT ROWID;"
	"INSERT INTO question_tally"
	" SELECT nendo, lesson, question,"
	"  substr(revision, length(rtrim(revision, replace(revision, '+', ''))) + 1) AS content,"
	"  title, count(*), sum(success), max(wall_ms)"
	" FROM (SELECT nendo, lesson, object, success, wall_ms,"
	"   substr(object, length(rtrim(object, replace(object, '/', ''))) + 1) AS question,"
	"   coalesce(json_extract(json, '$.context.revision'), '') AS revision,"
	"   coalesce(json_extract(json, '$.object.definition.name.\"ja-JP\"'),"
	"    json_extract(json, '$.object.definition.description.\"ja-JP\"'), '') AS title"
	"  FROM (SELECT *, CAST(bytes AS TEXT) AS json FROM received WHERE verb = 'answered'"
	"   AND lesson <> '' AND nendo <> 0 AND success IS NOT NULL) WHERE json_valid(json))"
	" WHERE length(CAST(question AS BLOB)) BETWEEN 1 AND 39"
	"  AND substr(object, -length(question) - 6) = '/quiz/' || question"
	" GROUP BY nendo, lesson, question, content;";

/*
 * Whose the records are (`number`) and what is typed (`typed`) part when a number changes or is given to somebody else.
 * Absences have days. A list that is taken leaves what it changed, so that it can be taken back and read as of a day;
 * one that was ordered ahead waits as `document` until `from_day`.
 */
static const char people_as_they_are[] =
	"ALTER TABLE person ADD COLUMN typed TEXT NOT NULL DEFAULT '';"
	"UPDATE person SET typed = number;"
	"CREATE INDEX person_typed ON person(typed);"
	"ALTER TABLE appointment ADD COLUMN leave_kind TEXT NOT NULL DEFAULT '';"
	"ALTER TABLE appointment ADD COLUMN leave_from TEXT NOT NULL DEFAULT '';"
	"ALTER TABLE appointment ADD COLUMN leave_to TEXT NOT NULL DEFAULT '';"
	"CREATE TABLE roster_import("
	" n INTEGER PRIMARY KEY AUTOINCREMENT, at_ms INTEGER NOT NULL, from_day TEXT NOT NULL,"
	" state TEXT NOT NULL CHECK(state IN ('waiting', 'taken', 'undone')),"
	" document TEXT NOT NULL) STRICT;"
	"CREATE TABLE roster_before("
	" import INTEGER NOT NULL, number TEXT NOT NULL, json TEXT NOT NULL,"
	" PRIMARY KEY(import, number)) STRICT, WITHOUT ROWID;";

/*
 * The centre as an LRS (src/lrs): programs that may use it; names (IRIs, agents) interned as numbers, and which statement
 * is about which of them; statements that point at others; activities; documents; attachments.
 * tag.kind: enum ks_tag in src/lrs/index.h. reference.is_void: the pointing statement voids its target.
 */
static const char lrs_tables[] =
	"CREATE TABLE client("
	" id TEXT PRIMARY KEY, secret_sha256 BLOB NOT NULL CHECK(length(secret_sha256) = 32),"
	" scope TEXT NOT NULL, added_ms INTEGER NOT NULL) STRICT, WITHOUT ROWID;"
	"CREATE TABLE name(n INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE) STRICT;"
	"CREATE TABLE tag("
	" kind INTEGER NOT NULL, name INTEGER NOT NULL, stored INTEGER NOT NULL,"
	" PRIMARY KEY(kind, name, stored)) STRICT, WITHOUT ROWID;"
	"CREATE TABLE reference("
	" target TEXT NOT NULL, stored INTEGER NOT NULL, is_void INTEGER NOT NULL,"
	" PRIMARY KEY(target, stored)) STRICT, WITHOUT ROWID;"
	"CREATE TABLE activity(name INTEGER PRIMARY KEY, definition TEXT NOT NULL) STRICT;"
	"CREATE TABLE person_name("
	" agent INTEGER NOT NULL, text TEXT NOT NULL, PRIMARY KEY(agent, text)) STRICT, WITHOUT ROWID;"
	"CREATE TABLE document("
	" kind INTEGER NOT NULL, activity TEXT NOT NULL, agent TEXT NOT NULL,"
	" registration TEXT NOT NULL, id TEXT NOT NULL, type TEXT NOT NULL, bytes BLOB NOT NULL,"
	" etag TEXT NOT NULL, updated_ms INTEGER NOT NULL,"
	" PRIMARY KEY(kind, activity, agent, registration, id)) STRICT, WITHOUT ROWID;"
	"CREATE TABLE attachment("
	" sha2 TEXT PRIMARY KEY, bytes BLOB NOT NULL) STRICT, WITHOUT ROWID;";

/*
 * What each kiosk's record at the centre comes to, kept beside `received` by a trigger, so that it is right whoever wrote
 * the row: how many, of how many different numbers, up to which; numbers that are there twice, and neighbours that do not
 * fit. A kiosk is its key: another name (account) with the same key is the same one (identity).
 */
#define NUMBERED "count(DISTINCT CASE WHEN seq > 0 THEN seq END)"
static const char kiosk_tally[] =
	"ALTER TABLE kiosk ADD COLUMN identity TEXT NOT NULL DEFAULT '';"
	"ALTER TABLE kiosk ADD COLUMN n_quarantined INTEGER NOT NULL DEFAULT 0;"
	"ALTER TABLE kiosk ADD COLUMN resend INTEGER NOT NULL DEFAULT 0;"
	"CREATE TABLE kiosk_tally("
	" kiosk TEXT PRIMARY KEY, n_statements INTEGER NOT NULL, n_numbered INTEGER NOT NULL,"
	" last_seq INTEGER NOT NULL, n_twice INTEGER NOT NULL, twice_seq INTEGER NOT NULL,"
	" n_breaks INTEGER NOT NULL, twin_ms INTEGER NOT NULL) STRICT, WITHOUT ROWID;"
	"INSERT INTO kiosk_tally SELECT kiosk, count(*), " NUMBERED ", max(seq),"
	" sum(seq > 0) - " NUMBERED ","
	" coalesce((SELECT min(a.seq) FROM received a WHERE a.kiosk = received.kiosk AND a.seq > 0"
	"  AND EXISTS(SELECT 1 FROM received b WHERE b.kiosk = a.kiosk AND b.seq = a.seq"
	"   AND b.stored <> a.stored)), 0),"
	" (SELECT count(*) FROM received r JOIN received p ON p.kiosk = r.kiosk"
	"  AND p.seq = r.seq - 1 WHERE r.kiosk = received.kiosk AND r.seq > 1"
	"  AND r.prev <> lower(hex(p.hash))), 0 FROM received GROUP BY kiosk;"
	"CREATE TRIGGER received_tally AFTER INSERT ON received BEGIN"
	" INSERT INTO kiosk_tally VALUES(NEW.kiosk, 0, 0, 0, 0, 0, 0, 0) ON CONFLICT DO NOTHING;"
	" UPDATE kiosk_tally SET n_statements = n_statements + 1,"
	"  last_seq = max(last_seq, NEW.seq), n_numbered = n_numbered + (NEW.seq > 0)"
	"  WHERE kiosk = NEW.kiosk;"
	" UPDATE kiosk_tally SET n_numbered = n_numbered - 1, n_twice = n_twice + 1,"
	"  twice_seq = CASE WHEN twice_seq = 0 THEN NEW.seq ELSE min(twice_seq, NEW.seq) END,"
	"  twin_ms = NEW.stored_ms WHERE kiosk = NEW.kiosk AND NEW.seq > 0"
	"  AND EXISTS(SELECT 1 FROM received r WHERE r.kiosk = NEW.kiosk AND r.seq = NEW.seq"
	"   AND r.stored <> NEW.stored);"
	" UPDATE kiosk_tally SET n_breaks = n_breaks"
	"  + (SELECT count(*) FROM received p WHERE p.kiosk = NEW.kiosk AND p.seq = NEW.seq - 1"
	"   AND NEW.seq > 1 AND NEW.prev <> lower(hex(p.hash)))"
	"  + (SELECT count(*) FROM received n WHERE n.kiosk = NEW.kiosk AND n.seq = NEW.seq + 1"
	"   AND NEW.seq > 0 AND n.prev <> lower(hex(NEW.hash)))"
	"  WHERE kiosk = NEW.kiosk; END;";

/*
 * The centre's pages: who may open them, who looked at what (a chain of its own, src/lrs/access.c), and who was reminded.
 */
static const char pages_tables[] =
	"CREATE TABLE web_user("
	" name TEXT PRIMARY KEY, role TEXT NOT NULL, unit TEXT NOT NULL, hash TEXT NOT NULL,"
	" added_ms INTEGER NOT NULL, gone_ms INTEGER NOT NULL DEFAULT 0) STRICT, WITHOUT ROWID;"
	"CREATE TABLE access_log("
	" n INTEGER PRIMARY KEY CHECK(n > 0), hash BLOB NOT NULL CHECK(length(hash) = 32),"
	" bytes BLOB NOT NULL) STRICT;"
	"CREATE TRIGGER access_log_no_update BEFORE UPDATE ON access_log"
	" BEGIN SELECT RAISE(ABORT, 'the access log is append-only'); END;"
	"CREATE TRIGGER access_log_no_delete BEFORE DELETE ON access_log"
	" BEGIN SELECT RAISE(ABORT, 'the access log is append-only'); END;"
	"CREATE TRIGGER access_log_in_order BEFORE INSERT ON access_log"
	" WHEN NEW.n <> (SELECT coalesce(max(n), 0) + 1 FROM access_log)"
	" BEGIN SELECT RAISE(ABORT, 'the access log only grows'); END;"
	"CREATE TABLE reminder("
	" nendo INTEGER NOT NULL, staff TEXT NOT NULL, at_ms INTEGER NOT NULL, by TEXT NOT NULL,"
	" how TEXT NOT NULL, text TEXT NOT NULL,"
	" PRIMARY KEY(nendo, staff, at_ms)) STRICT, WITHOUT ROWID;"
	"CREATE TRIGGER reminder_no_update BEFORE UPDATE ON reminder"
	" BEGIN SELECT RAISE(ABORT, 'reminders are append-only'); END;"
	"CREATE TRIGGER reminder_no_delete BEFORE DELETE ON reminder"
	" BEGIN SELECT RAISE(ABORT, 'reminders are append-only'); END;";

/*
 * What is proof and what only a claim (src/lrs/proof.c). claim: rows of `received` that count for nothing, and why (enum
 * ks_claim); proof: the last signed head of each account whose statement is here; source: senders whose claims count by
 * HR's word; void: what HR took back. The summaries below are kept from what counts; `rebuild` has the centre make them
 * anew when it opens.
 */
#define OF_KIOSK " WHERE kiosk NOT LIKE 'client:%'"
static const char proofs[] =
	"CREATE TABLE claim("
	" kiosk TEXT NOT NULL, seq INTEGER NOT NULL, stored INTEGER NOT NULL,"
	" reason INTEGER NOT NULL, PRIMARY KEY(kiosk, seq, stored)) STRICT, WITHOUT ROWID;"
	"CREATE TABLE proof("
	" kiosk TEXT PRIMARY KEY, seq INTEGER NOT NULL, hash TEXT NOT NULL,"
	" signature TEXT NOT NULL) STRICT, WITHOUT ROWID;"
	"CREATE TABLE source(name TEXT PRIMARY KEY, at_ms INTEGER NOT NULL) STRICT, WITHOUT ROWID;"
	"CREATE TABLE void(target TEXT PRIMARY KEY, stored INTEGER NOT NULL) STRICT, WITHOUT ROWID;"
	"CREATE TABLE attended("
	" gathering TEXT NOT NULL, staff TEXT NOT NULL, kiosk TEXT NOT NULL, at_ms INTEGER NOT NULL,"
	" PRIMARY KEY(gathering, staff)) STRICT, WITHOUT ROWID;"
	"CREATE TABLE failure("
	" nendo INTEGER NOT NULL, staff TEXT NOT NULL, lesson TEXT NOT NULL, plan TEXT NOT NULL,"
	" n INTEGER NOT NULL, last_ms INTEGER NOT NULL,"
	" PRIMARY KEY(nendo, staff, lesson, plan)) STRICT, WITHOUT ROWID;"
	"INSERT INTO proof SELECT h.kiosk, h.seq, h.hash, h.signature FROM received_head h"
	" JOIN kiosk k ON k.id = h.kiosk WHERE EXISTS(SELECT 1 FROM received r"
	"  WHERE r.kiosk = coalesce(nullif(k.identity, ''), k.id) AND r.seq = h.seq"
	"  AND lower(hex(r.hash)) = h.hash);"
	"INSERT INTO claim SELECT kiosk, seq, stored, 1 FROM received r" OF_KIOSK
	" AND (seq = 0 OR seq > coalesce((SELECT max(p.seq) FROM proof p JOIN kiosk k ON k.id = p.kiosk"
	"  WHERE k.id = r.kiosk OR k.identity = r.kiosk), 0));"
	"INSERT INTO setting SELECT 'rebuild', '1' WHERE EXISTS(SELECT 1 FROM received);"
	"DROP INDEX received_failed; DROP INDEX received_gathering;";

/*
 * What HR said beside the list (exemption.c), as its statements leave it; a kiosk has only what it must know. done_ms:
 * when a lesson counts as done (みなし受講). What the numbers of a 年度 were when it was closed: they move no more.
 */
static const char exemption_tables[] =
	"CREATE TABLE exemption("
	" id TEXT PRIMARY KEY, staff TEXT NOT NULL, kind TEXT NOT NULL, nendo INTEGER NOT NULL,"
	" plan TEXT NOT NULL, lesson TEXT NOT NULL, from_day TEXT NOT NULL, to_day TEXT NOT NULL,"
	" done_ms INTEGER NOT NULL, reason TEXT NOT NULL, by_staff TEXT NOT NULL,"
	" approver TEXT NOT NULL, at_ms INTEGER NOT NULL, is_withdrawn INTEGER NOT NULL,"
	" end_id TEXT NOT NULL, end_reason TEXT NOT NULL, end_by TEXT NOT NULL,"
	" end_approver TEXT NOT NULL, end_ms INTEGER NOT NULL) STRICT, WITHOUT ROWID;"
	"CREATE INDEX exemption_staff ON exemption(staff);"
	"CREATE TABLE nendo_seal("
	" nendo INTEGER PRIMARY KEY, statement TEXT NOT NULL, at_ms INTEGER NOT NULL,"
	" sha256 TEXT NOT NULL, document TEXT NOT NULL) STRICT;";

/*
 * What HR corrected (src/lrs/correction.c), as its statements leave it; state is enum ks_correction_step. regraded: answers
 * that an approved answer key makes right; credited: failed tries that pass with them. `present` and `done` are what reports
 * read: what was recorded, with what was said and corrected at the centre.
 */
#define IN_FORCE " c.state = 1 AND c.kind IN ('present', 'absent')"
static const char correction_tables[] =
	"CREATE TABLE correction("
	" id TEXT PRIMARY KEY, kind TEXT NOT NULL, nendo INTEGER NOT NULL, staff TEXT NOT NULL,"
	" to_staff TEXT NOT NULL, plan TEXT NOT NULL, lesson TEXT NOT NULL, gathering TEXT NOT NULL,"
	" question TEXT NOT NULL, revision TEXT NOT NULL, answer TEXT NOT NULL,"
	" at_ms INTEGER NOT NULL, was TEXT NOT NULL, becomes TEXT NOT NULL, targets TEXT NOT NULL,"
	" reason TEXT NOT NULL, by_user TEXT NOT NULL, by_ms INTEGER NOT NULL,"
	" state INTEGER NOT NULL DEFAULT 0, end_id TEXT NOT NULL DEFAULT '',"
	" end_reason TEXT NOT NULL DEFAULT '', end_user TEXT NOT NULL DEFAULT '',"
	" end_ms INTEGER NOT NULL DEFAULT 0) STRICT, WITHOUT ROWID;"
	"CREATE INDEX correction_key ON correction(question) WHERE kind = 'key' AND state = 1;"
	"CREATE INDEX correction_gathering ON correction(gathering, staff) WHERE state = 1;"
	"CREATE TABLE regraded("
	" id TEXT PRIMARY KEY, nendo INTEGER NOT NULL, staff TEXT NOT NULL, kiosk TEXT NOT NULL,"
	" plan TEXT NOT NULL, lesson TEXT NOT NULL, attempt INTEGER NOT NULL,"
	" question TEXT NOT NULL, revision TEXT NOT NULL) STRICT, WITHOUT ROWID;"
	"CREATE INDEX regraded_staff ON regraded(staff);"
	"CREATE TABLE credited("
	" id TEXT PRIMARY KEY, nendo INTEGER NOT NULL, staff TEXT NOT NULL, plan TEXT NOT NULL,"
	" lesson TEXT NOT NULL, done_ms INTEGER NOT NULL) STRICT, WITHOUT ROWID;"
	"CREATE INDEX credited_staff ON credited(staff);"
	"CREATE VIEW present(gathering, staff, kiosk, at_ms) AS"
	" SELECT gathering, staff, kiosk, at_ms FROM attended a WHERE NOT EXISTS("
	"  SELECT 1 FROM correction c WHERE c.gathering = a.gathering AND c.staff = a.staff AND" IN_FORCE
	") UNION ALL SELECT gathering, staff, '@centre', at_ms FROM correction"
	"  WHERE state = 1 AND kind = 'present';"
	"CREATE VIEW beside(nendo, plan, staff, lesson, done_ms) AS"
	" SELECT nendo, plan, staff, lesson, done_ms FROM exemption"
	"  WHERE done_ms > 0 AND NOT is_withdrawn"
	" UNION ALL SELECT nendo, plan, staff, lesson, done_ms FROM credited"
	" UNION ALL SELECT nendo, plan, to_staff, lesson, at_ms FROM correction"
	"  WHERE state = 1 AND kind = 'undone' AND to_staff <> '';"
	"CREATE VIEW done(nendo, plan, staff, lesson, done_ms) AS"
	" SELECT nendo, plan, staff, lesson, done_ms FROM standing WHERE done_ms > 0"
	" UNION ALL SELECT nendo, plan, staff, lesson, done_ms FROM beside;";

/*
 * Who is expected at a gathering, and what was said of it and by whom (roll.c): check-ins, leaving, corrections, closing,
 * as statements left them; kiosk and centre. At the centre it is a summary, made anew from what counts.
 */
static const char roll_tables[] =
	"ALTER TABLE gathering ADD COLUMN lessons TEXT NOT NULL DEFAULT '';"
	"ALTER TABLE gathering ADD COLUMN is_cancelled INTEGER NOT NULL DEFAULT 0;"
	"CREATE TABLE gathering_expected("
	" gathering TEXT NOT NULL, staff TEXT NOT NULL,"
	" PRIMARY KEY(gathering, staff)) STRICT, WITHOUT ROWID;"
	"CREATE TABLE gathering_fact("
	" id TEXT PRIMARY KEY, gathering TEXT NOT NULL, staff TEXT NOT NULL, verb TEXT NOT NULL,"
	" kiosk TEXT NOT NULL, at_ms INTEGER NOT NULL, how TEXT NOT NULL, by_staff TEXT NOT NULL,"
	" reason TEXT NOT NULL, n_present INTEGER NOT NULL, n_counted INTEGER NOT NULL)"
	" STRICT, WITHOUT ROWID;"
	"CREATE INDEX gathering_fact_of ON gathering_fact(gathering, at_ms);"
	"INSERT INTO gathering_fact SELECT s.id, a.gathering, a.staff, 'checkin', '', s.wall_ms,"
	" '', '', '', 0, 0 FROM attendance a JOIN statement s ON s.seq = a.seq;"
	"INSERT OR IGNORE INTO setting SELECT 'rebuild', '1' WHERE EXISTS(SELECT 1 FROM received);";

/*
 * Which card is whose (card.c): every word about it, a row each. source: 0 a statement's, 1 HR's, 2 the centre's to a kiosk.
 */
static const char card_tables[] =
	"CREATE TABLE card("
	" id TEXT PRIMARY KEY, staff TEXT NOT NULL, name TEXT NOT NULL, at_ms INTEGER NOT NULL,"
	" source INTEGER NOT NULL) STRICT, WITHOUT ROWID;"
	"CREATE INDEX card_name ON card(name); CREATE INDEX card_staff ON card(staff);";

/*
 * What a kiosk says of itself when it asks for the people; the second secret of a user (totp_step: of the code that was
 * used last); what was decided to do about bad answers of a self-inspection (src/lrs/measure.c), which is only ever added to.
 */
static const char more_of_pages[] =
	"ALTER TABLE kiosk ADD COLUMN skew_ms INTEGER NOT NULL DEFAULT 0;"
	"ALTER TABLE kiosk ADD COLUMN program TEXT NOT NULL DEFAULT '';"
	"ALTER TABLE kiosk ADD COLUMN revision TEXT NOT NULL DEFAULT '';"
	"ALTER TABLE web_user ADD COLUMN totp TEXT NOT NULL DEFAULT '';"
	"ALTER TABLE web_user ADD COLUMN totp_step INTEGER NOT NULL DEFAULT 0;"
	"CREATE TABLE measure("
	" n INTEGER PRIMARY KEY AUTOINCREMENT, nendo INTEGER NOT NULL, checklist TEXT NOT NULL,"
	" item TEXT NOT NULL, unit TEXT NOT NULL, what TEXT NOT NULL, owner TEXT NOT NULL,"
	" due_day TEXT NOT NULL, by TEXT NOT NULL, at_ms INTEGER NOT NULL) STRICT;"
	"CREATE TABLE measure_done("
	" measure INTEGER PRIMARY KEY REFERENCES measure(n), result TEXT NOT NULL,"
	" by TEXT NOT NULL, at_ms INTEGER NOT NULL) STRICT;"
	"CREATE TRIGGER measure_no_update BEFORE UPDATE ON measure"
	" BEGIN SELECT RAISE(ABORT, 'measures are append-only'); END;"
	"CREATE TRIGGER measure_no_delete BEFORE DELETE ON measure"
	" BEGIN SELECT RAISE(ABORT, 'measures are append-only'); END;"
	"CREATE TRIGGER measure_done_no_update BEFORE UPDATE ON measure_done"
	" BEGIN SELECT RAISE(ABORT, 'measures are append-only'); END;"
	"CREATE TRIGGER measure_done_no_delete BEFORE DELETE ON measure_done"
	" BEGIN SELECT RAISE(ABORT, 'measures are append-only'); END;";

/*
 * How a kiosk becomes one (src/lrs/enrol.c). invite: codes given out, hashed, and the key that used one; key_by: who says
 * that the key is the kiosk's ('' nobody yet, 'code', 'hr', 'before' this was asked); next_sha256: a secret that takes the
 * other's place when it is first used; taken_over_by: the kiosk that stands in its place.
 */
static const char enrolment_tables[] =
	"CREATE TABLE invite("
	" hash BLOB PRIMARY KEY, kiosk TEXT NOT NULL UNIQUE, until_ms INTEGER NOT NULL,"
	" takes_over TEXT NOT NULL, used_by TEXT NOT NULL DEFAULT '') STRICT, WITHOUT ROWID;"
	"ALTER TABLE kiosk ADD COLUMN key_by TEXT NOT NULL DEFAULT '';"
	"ALTER TABLE kiosk ADD COLUMN next_sha256 BLOB;"
	"ALTER TABLE kiosk ADD COLUMN taken_over_by TEXT NOT NULL DEFAULT '';"
	"UPDATE kiosk SET key_by = 'before' WHERE public_key IS NOT NULL;";

/*
 * A centre's statements are stored packed (body.c). What was received still never changes: only how it is packed may, and
 * only by a program that shows that the same bytes come back. A dictionary is never let go.
 */
static const char packed_bodies[] =
	"CREATE TABLE dictionary("
	" n INTEGER PRIMARY KEY AUTOINCREMENT, id INTEGER NOT NULL UNIQUE,"
	" hash BLOB NOT NULL CHECK(length(hash) = 32), bytes BLOB NOT NULL, again BLOB NOT NULL) STRICT;"
	"CREATE TRIGGER dictionary_no_update BEFORE UPDATE ON dictionary"
	" BEGIN SELECT RAISE(ABORT, 'dictionaries are append-only'); END;"
	"CREATE TRIGGER dictionary_no_delete BEFORE DELETE ON dictionary"
	" BEGIN SELECT RAISE(ABORT, 'dictionaries are append-only'); END;"
	"DROP TRIGGER received_no_update;"
	"CREATE TRIGGER received_no_update BEFORE UPDATE ON received"
	" WHEN NOT (NEW.stored IS OLD.stored AND NEW.id IS OLD.id AND NEW.kiosk IS OLD.kiosk"
	"  AND NEW.seq IS OLD.seq AND NEW.prev IS OLD.prev AND NEW.hash IS OLD.hash"
	"  AND NEW.staff IS OLD.staff AND NEW.verb IS OLD.verb AND NEW.object IS OLD.object"
	"  AND NEW.plan IS OLD.plan AND NEW.lesson IS OLD.lesson AND NEW.gathering IS OLD.gathering"
	"  AND NEW.nendo IS OLD.nendo AND NEW.registration IS OLD.registration"
	"  AND NEW.wall_ms IS OLD.wall_ms AND NEW.clock IS OLD.clock AND NEW.success IS OLD.success"
	"  AND NEW.stored_ms IS OLD.stored_ms AND body(NEW.bytes) IS body(OLD.bytes))"
	" BEGIN SELECT RAISE(ABORT, 'what was received is append-only'); END;";
/* Answers to a self-inspection stand at the centre under pseudonyms (pseudonym.c), those of before too: counted anew. */
static const char pseudonyms[] = "INSERT OR IGNORE INTO setting SELECT 'rebuild', '1'"
				 " WHERE EXISTS(SELECT 1 FROM received);";

const char *const ks_schema_steps[][KS_SCHEMA_TEXTS] = {
	{common_tables, kiosk_tables, collector_tables},
	{collector_summary},
	{inspection_tables},
	{appointment_order},
	{quiz_summary},
	{people_as_they_are},
	{lrs_tables},
	{kiosk_tally},
	{pages_tables},
	{proofs},
	{exemption_tables},
	{correction_tables},
	{roll_tables},
	{card_tables},
	{more_of_pages},
	{enrolment_tables},
	{packed_bodies},
	{pseudonyms},
	{ks_schema_tries},
	{ks_schema_forward},
	{ks_schema_paper},
	{ks_schema_pins},
	{ks_schema_user},
	{ks_schema_on_paper},
	{ks_schema_marks},
};

int ks_schema_version(void)
{
	return (int)KS_COUNT(ks_schema_steps);
}
