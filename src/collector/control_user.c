/* SPDX-License-Identifier: Apache-2.0 */
#include <jansson.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/totp.h"
#include "collector/control_private.h"
#include "lrs/access.h"
#include "lrs/user.h"
#include "record/roster.h"

/* Users of the pages, as the command `kenshu user` asks for them. What changes who may read stands in the access log. */

static bool copy(char *out, size_t room, const char *text)
{
	if (strlen(text) >= room)
		return false;
	memcpy(out, text, strlen(text) + 1);
	return true;
}

/* Told, or made up: 128 bits that can be read to somebody. malloc'd */
static char *take_password(const json_t *request, bool *is_made)
{
	const char *told = json_string_value(json_object_get(request, "password"));
	uint8_t random[16];

	*is_made = !told;
	if (told)
		return ks_strdup(told);
	ks_random(random, sizeof(random));
	return ks_base64url(random, sizeof(random));
}

/* The command line has no name to sign with: whoever may write the state folder. */
static enum ks_rc log_change(struct ks_centre *centre, const char *deed, const char *name)
{
	char *what = ks_format("利用者 %s を%s", name, deed);
	enum ks_rc rc = ks_control_log_change(
		centre, &(struct ks_access){.user = "kenshu user", .what = what, .n_people = -1});

	free(what);
	return rc;
}

/* To what became of a change: @deed is logged when it was made. Takes @done. */
static json_t *answer_to(struct ks_centre *centre, enum ks_rc rc, const char *deed,
			 const char *name, const char *why, char *done)
{
	enum ks_rc logged = rc == KS_OK ? log_change(centre, deed, name) : KS_OK;
	char *message;

	if (rc == KS_OK && logged == KS_OK)
		return ks_control_say(true, done);
	free(done);
	if (rc == KS_OK)
		message = ks_control_unlogged(logged);
	else if (rc == KS_INVALID)
		message = ks_strdup(why);
	else if (rc == KS_CONFLICT)
		message = ks_format(
			"利用者 %s は登録済みか、前に使われた名前です。別の名前にしてください。",
			name);
	else if (rc == KS_NOT_FOUND)
		message = ks_format(
			"利用者 %s はいません。kenshu user list で名前を確かめてください。", name);
	else
		message = ks_control_failure(rc);
	return ks_control_say(false, message);
}

static void tell_password(json_t *answer, bool is_made, char *password)
{
	if (is_made && json_is_true(json_object_get(answer, "ok")))
		json_object_set_new(answer, "secret", json_string(password));
	sodium_memzero(password, strlen(password));
	free(password);
}

/* Whose record is the user's own, as the roster keeps the number; "" for none told. */
static enum ks_rc find_staff(struct ks_centre *centre, const char *typed, struct ks_user *out,
			     const char **why)
{
	const struct ks_person *person;
	struct ks_roster roster = {0};
	enum ks_rc rc = KS_OK;

	if (typed[0])
		rc = ks_roster_load(ks_centre_store(centre), true, &roster);
	person = ks_roster_typed(&roster, typed);
	if (rc == KS_OK && typed[0] &&
	    (!person || !copy(out->staff, sizeof(out->staff), person->number))) {
		*why = "その職員番号の人は、名簿にいません。番号を確かめてください。";
		rc = KS_INVALID;
	}
	ks_roster_finish(&roster);
	return rc;
}

json_t *ks_control_add_user(struct ks_centre *centre, const json_t *request)
{
	const char *name = ks_control_text(request, "user"), *why = NULL;
	struct ks_user user = {.role = ks_user_role_find(ks_control_text(request, "role")),
			       .added_ms = ks_centre_now_ms(centre)};
	bool is_made, fits = copy(user.name, sizeof(user.name), name);
	char *password;
	json_t *answer;
	enum ks_rc rc;

	fits = copy(user.unit, sizeof(user.unit), ks_control_text(request, "unit")) && fits;
	if (!fits)
		return ks_control_say(false, ks_strdup("利用者の名前か所属が長すぎます。"));
	password = take_password(request, &is_made);
	rc = find_staff(centre, ks_control_text(request, "number"), &user, &why);
	if (rc == KS_OK)
		rc = ks_user_add(ks_centre_store(centre), &user, password, &why);
	answer = answer_to(centre, rc, "登録", name, why,
			   ks_format("利用者 %s（%s%s%s）を登録しました。", name,
				     ks_user_role_word(user.role), user.unit[0] ? " " : "",
				     user.unit));
	tell_password(answer, is_made, password);
	return answer;
}

json_t *ks_control_set_password(struct ks_centre *centre, const json_t *request)
{
	const char *name = ks_control_text(request, "user"), *why = NULL;
	bool is_made;
	char *password = take_password(request, &is_made);
	json_t *answer;
	enum ks_rc rc = ks_user_set_password(ks_centre_store(centre), name, password, &why);

	answer = answer_to(centre, rc, "新しいパスワードに変更", name, why,
			   ks_format("利用者 %s のパスワードを変えました。", name));
	tell_password(answer, is_made, password);
	return answer;
}

json_t *ks_control_set_totp(struct ks_centre *centre, const json_t *request)
{
	const char *name = ks_control_text(request, "user");
	bool is_off = ks_control_text(request, "off")[0];
	char secret[KS_TOTP_SECRET_TEXT] = "";
	json_t *answer;
	enum ks_rc rc;

	if (!is_off)
		ks_totp_secret(secret);
	rc = ks_user_set_totp(ks_centre_store(centre), name, secret);
	answer = answer_to(
		centre, rc, is_off ? "認証アプリなしに変更" : "認証アプリありに変更", name, NULL,
		ks_format(is_off ? "利用者 %s は、パスワードだけで入ります。"
				 : "利用者 %s は、パスワードと認証アプリの番号で入ります。",
			  name));
	if (!is_off && json_is_true(json_object_get(answer, "ok")))
		json_object_set_new(answer, "secret", json_string(secret));
	sodium_memzero(secret, sizeof(secret));
	return answer;
}

json_t *ks_control_set_number(struct ks_centre *centre, const json_t *request)
{
	const char *name = ks_control_text(request, "user"), *why = NULL;
	const char *number = ks_control_text(request, "number");
	bool is_off = ks_control_text(request, "off")[0];
	struct ks_user user = {0};
	enum ks_rc rc;

	if (is_off == (number[0] != '\0'))
		return ks_control_say(
			false, ks_strdup("--number か --off の、どちらか一つを書いてください。"));
	rc = find_staff(centre, number, &user, &why);
	if (rc == KS_OK)
		rc = ks_user_set_staff(ks_centre_store(centre), name, user.staff);
	return answer_to(centre, rc, is_off ? "職員番号なしに変更" : "職員番号ありに変更", name, why,
			 ks_format(is_off ? "利用者 %s と職員番号の結びつきをやめました。"
					  : "利用者 %s の職員番号を登録しました。",
				   name));
}

json_t *ks_control_remove_user(struct ks_centre *centre, const json_t *request)
{
	const char *name = ks_control_text(request, "user");
	enum ks_rc rc = ks_user_remove(ks_centre_store(centre), name, ks_centre_now_ms(centre));

	return answer_to(centre, rc, "削除", name, NULL,
			 ks_format("利用者 %s を消しました。この名前は、もう使えません。", name));
}
