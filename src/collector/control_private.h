/* SPDX-License-Identifier: Apache-2.0 */
/* What both ends of the control socket share. */
#ifndef KS_COLLECTOR_CONTROL_PRIVATE_H
#define KS_COLLECTOR_CONTROL_PRIVATE_H

#include <stdbool.h>
#include <sys/un.h>

#include "base/buf.h"
#include "collector/control.h"

#define KS_CONTROL_SOCKET "control.sock"

/** ks_control_socket() - listen at, or connect to, the socket in @state; -1 when that fails. */
int ks_control_socket(const char *state, bool listens);
/**
 * ks_control_read() - to the end of the stream; KS_FULL beyond KS_CONTROL_MAX_BYTES
 * @file: receives a file that came with it, to be closed; -1: none
 */
KS_MUST_USE enum ks_rc ks_control_read(int fd, struct ks_buf *out, int *file);
KS_MUST_USE enum ks_rc ks_control_write(int fd, const char *bytes, size_t len);

/** ks_control_send_file() - the first byte of a request, and @file with it. */
KS_MUST_USE enum ks_rc ks_control_send_file(int fd, char first, int file);

/** ks_control_role() - which role an operation needs of the state folder it is carried out in. */
enum ks_store_role ks_control_role(const char *request);

struct json_t;
struct ks_access;

/** ks_control_text() - that member of a request, "" when there is none; lives with @request. */
const char *ks_control_text(const struct json_t *request, const char *name);
/* Member of a request: the open file that came with it, -1 for none. */
#define KS_CONTROL_FILE "open_file"

/** ks_control_say() - an answer; takes over @message. */
struct json_t *ks_control_say(bool ok, char *message);
/** ks_control_failure() - what to say when the store did not take it; malloc'd. */
char *ks_control_failure(enum ks_rc rc);
/**
 * ks_control_log_change() - what changes records or who may read stands in the access log, whichever way it came
 * @change: user, what and n_people; role and reason where there are any. When and which deed is filled in.
 */
KS_MUST_USE enum ks_rc ks_control_log_change(struct ks_centre *centre,
					     const struct ks_access *change);
/** ks_control_unlogged() - what to say when the change was made and the access log did not take it; malloc'd. */
char *ks_control_unlogged(enum ks_rc rc);
/** ks_control_text() - a member of the request; "" when it is not there. */
const char *ks_control_text(const struct json_t *request, const char *name);

/** ks_control_add_gathering() - "gathering.add" */
struct json_t *ks_control_add_gathering(struct ks_centre *centre, const struct json_t *request);
/** ks_control_change_gathering() - "gathering.change": what the request names, the rest stays. */
struct json_t *ks_control_change_gathering(struct ks_centre *centre, const struct json_t *request);
/** ks_control_cancel_gathering() - "gathering.cancel": it takes place no more. */
struct json_t *ks_control_cancel_gathering(struct ks_centre *centre, const struct json_t *request);
/** ks_control_close_gathering() - "gathering.close": the head count, and one `attended` a person. */
struct json_t *ks_control_close_gathering(struct ks_centre *centre, const struct json_t *request);
/** ks_control_paper_gathering() - "gathering.paper": who had signed on paper. */
struct json_t *ks_control_paper_gathering(struct ks_centre *centre, const struct json_t *request);
/** ks_control_courier_key() - "courier.key": as the message. */
struct json_t *ks_control_courier_key(struct ks_centre *centre, const struct json_t *request);
/** ks_control_courier_take() - "courier.take": the parcel that came with it; "receipt" and "people" go back, base64url. */
struct json_t *ks_control_courier_take(struct ks_centre *centre, const struct json_t *request);
/** ks_control_reset_pin() - "pin.reset": the new one is answered as "secret". */
struct json_t *ks_control_reset_pin(struct ks_centre *centre, const struct json_t *request);
/** ks_control_pin_slips() - "pin.slips": first PINs, for who has none ("all": for everybody), as "secret": [[number, name, 所属, PIN], …]. */
struct json_t *ks_control_pin_slips(struct ks_centre *centre, const struct json_t *request);
/** ks_control_bind_card() - "card.bind": the card with that number is theirs from now on. */
struct json_t *ks_control_bind_card(struct ks_centre *centre, const struct json_t *request);
/** ks_control_lose_card() - "card.lose": they have none any more. */
struct json_t *ks_control_lose_card(struct ks_centre *centre, const struct json_t *request);
/** ks_control_import_roster() - "roster.import": the list in, or only what it would change ("dry_run"). */
struct json_t *ks_control_import_roster(struct ks_centre *centre, const struct json_t *request);
/** ks_control_exempt() - "exempt.add": an absence, 対象外 or みなし受講 of one person. */
struct json_t *ks_control_exempt(struct ks_centre *centre, const struct json_t *request);
/** ks_control_exempt_end() - "exempt.end": its last day, or that it was never so. */
struct json_t *ks_control_exempt_end(struct ks_centre *centre, const struct json_t *request);
/** ks_control_correct() - "correct.propose": an attendance, a completion, an answer key. */
struct json_t *ks_control_correct(struct ks_centre *centre, const struct json_t *request);
/** ks_control_correct_decide() - "correct.decide": approve or reject it. */
struct json_t *ks_control_correct_decide(struct ks_centre *centre, const struct json_t *request);
/** ks_control_correct_rules() - "correct.rules": who may do which. */
struct json_t *ks_control_correct_rules(struct ks_centre *centre, const struct json_t *request);
/** ks_control_audit_pack() - "audit.pack": a pack is about to be made: into the access log, and the centre has its key. */
struct json_t *ks_control_audit_pack(struct ks_centre *centre, const struct json_t *request);
/** ks_control_close_nendo() - "nendo.close": seal the numbers of a 年度. */
struct json_t *ks_control_close_nendo(struct ks_centre *centre, const struct json_t *request);
/** ks_control_roster_document() - "roster.document": what kiosks get, for who has no collector; as "secret". */
struct json_t *ks_control_roster_document(struct ks_centre *centre, const struct json_t *request);
/** ks_control_undo_roster() - "roster.undo": the last list out again. */
struct json_t *ks_control_undo_roster(struct ks_centre *centre, const struct json_t *request);
/** ks_control_add_user() - "user.add": with "password", or one is made and answered as "secret". */
struct json_t *ks_control_add_user(struct ks_centre *centre, const struct json_t *request);
/** ks_control_set_password() - "user.password": the same for somebody who is there. */
struct json_t *ks_control_set_password(struct ks_centre *centre, const struct json_t *request);
/** ks_control_set_number() - "user.number": which person the user is; with "off" nobody any more. */
struct json_t *ks_control_set_number(struct ks_centre *centre, const struct json_t *request);
/** ks_control_set_totp() - "user.totp": a new secret for an authenticator, answered as "secret"; with "off" none any more. */
struct json_t *ks_control_set_totp(struct ks_centre *centre, const struct json_t *request);
/** ks_control_remove_user() - "user.remove" */
struct json_t *ks_control_remove_user(struct ks_centre *centre, const struct json_t *request);
/** ks_control_count_source() - "source.count": HR says that a client's claims count, or no longer. */
struct json_t *ks_control_count_source(struct ks_centre *centre, const struct json_t *request);
/** ks_control_take_replica() - "replica.take": a "page" of "from"; "more", "n" and "n_skipped" go back. */
struct json_t *ks_control_take_replica(struct ks_centre *centre, const struct json_t *request);
/** ks_control_rebuild() - "summaries.rebuild": what reports read, anew from the statements. */
struct json_t *ks_control_rebuild(struct ks_centre *centre, const struct json_t *request);
/** ks_control_void() - "statement.void": HR takes a record back. */
struct json_t *ks_control_void(struct ks_centre *centre, const struct json_t *request);
/** ks_control_unknown_kiosk() - the answer that no kiosk has this name. */
struct json_t *ks_control_unknown_kiosk(const char *kiosk);
/** ks_control_bad_kiosk() - the answer that none can have it. */
struct json_t *ks_control_bad_kiosk(const char *kiosk);
/** ks_control_bad_secret() - the answer that @secret is none, as another program may send it; NULL: it is one. */
struct json_t *ks_control_bad_secret(const char *secret);
/** ks_control_invite_kiosk() - "kiosk.invite": the code is answered as "secret". */
struct json_t *ks_control_invite_kiosk(struct ks_centre *centre, const struct json_t *request);
/** ks_control_rotate_kiosk() - "kiosk.rotate": another secret for the same kiosk. */
struct json_t *ks_control_rotate_kiosk(struct ks_centre *centre, const struct json_t *request);
/** ks_control_confirm_kiosk() - "kiosk.confirm": its key is the one that the kiosk shows. */
struct json_t *ks_control_confirm_kiosk(struct ks_centre *centre, const struct json_t *request);
/** ks_control_refuse_units() - NULL, or the answer that in one of the request's 所属 nobody works. */
struct json_t *ks_control_refuse_units(struct ks_centre *centre, const struct json_t *request);
/** ks_control_keep_units() - those that the request names for its kiosk, if any. */
KS_MUST_USE enum ks_rc ks_control_keep_units(struct ks_centre *centre, const struct json_t *request);
/** ks_control_set_units() - "kiosk.units": of which 所属 a kiosk gets the PINs. */
struct json_t *ks_control_set_units(struct ks_centre *centre, const struct json_t *request);
/** ks_control_settle_kiosk() - "kiosk.settle": HR has seen to a record that went on in two places. */
struct json_t *ks_control_settle_kiosk(struct ks_centre *centre, const struct json_t *request);
/** ks_control_adopt_kiosk() - "kiosk.adopt": the account of a folder's key, as "kiosk". */
struct json_t *ks_control_adopt_kiosk(struct ks_centre *centre, const struct json_t *request);
/** ks_control_carry_kiosk() - "kiosk.carry": one request of that account's to /xAPI/…, with its "status" and "body". */
struct json_t *ks_control_carry_kiosk(struct ks_centre *centre, const struct json_t *request);

#endif
