/* SPDX-License-Identifier: Apache-2.0 */
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "lrs/centre_private.h"
#include "lrs/enrol.h"
#include "record/db.h"
#include "record/roster.h"

/*
 * Whose PINs a kiosk gets: of the 所属 that HR named for it, or of everybody; and only where somebody vouches for its key. So
 * neither a stolen file of credentials nor a kiosk that stands in one office gives the PINs of all.
 *
 * There is no pepper beside. A kiosk checks PINs without the centre, so it would have to hold the pepper too: in the same
 * sealed parcel, opened by the same key, read by whoever can read the hashes. And the centre's own folder holds both. It would
 * hinder only who gets the hashes alone, and they travel and lie nowhere alone; what hinders guessing is argon2id and
 * that a machine gets few hashes.
 */

static char *units_name(const char *kiosk)
{
	return ks_format("kiosk_units/%s", kiosk);
}

/* One a line; commas of any kind stand between them, where they are told. */
static char *as_lines(const char *told)
{
	static const char *const commas[] = {",", "、", "，", "\n"};
	struct ks_buf out = {0};
	bool is_between = true;

	while (*told) {
		size_t skip = *told == ' ' && is_between;

		for (size_t i = 0; i < KS_COUNT(commas); i++)
			if (strncmp(told, commas[i], strlen(commas[i])) == 0)
				skip = strlen(commas[i]);
		if (skip == 0) {
			if (is_between && out.len > 0)
				ks_buf_putc(&out, '\n');
			ks_buf_putc(&out, *told);
		}
		is_between = skip > 0;
		told += skip > 0 ? skip : 1;
	}
	return ks_buf_take(&out);
}

static bool is_unit(const struct ks_roster *roster, const char *unit)
{
	for (size_t i = 0; i < roster->n_entries; i++)
		for (size_t k = 0; k < roster->entries[i].person.n_appointments; k++)
			if (strcmp(roster->entries[i].person.appointments[k].unit, unit) == 0)
				return true;
	return false;
}

/* The first of them where nobody works; malloc'd, NULL: somebody does everywhere. */
static char *find_strange(const struct ks_roster *roster, const char *lines)
{
	char *copy = ks_strdup(lines), *rest = copy, *unit, *strange = NULL;

	while (!strange && (unit = strsep(&rest, "\n")))
		if (!is_unit(roster, unit))
			strange = ks_strdup(unit);
	free(copy);
	return strange;
}

enum ks_rc ks_centre_strange_unit(struct ks_centre *centre, const char *units, char **strange)
{
	char *lines = as_lines(units);
	struct ks_roster roster = {0};
	enum ks_rc rc = lines[0] ? ks_roster_load(centre->store, false, &roster) : KS_OK;

	*strange = rc == KS_OK && lines[0] ? find_strange(&roster, lines) : NULL;
	ks_roster_finish(&roster);
	free(lines);
	return rc;
}

enum ks_rc ks_centre_set_units(struct ks_centre *centre, const char *kiosk, const char *units)
{
	static const char is_kiosk[] =
		"SELECT (SELECT count(*) FROM kiosk WHERE id = ?1 AND id <> '" KS_CENTRE_OWN "')"
		" + (SELECT count(*) FROM invite WHERE kiosk = ?1)";
	char *lines = as_lines(units), *name = units_name(kiosk);
	int64_t n_known = 0;
	enum ks_rc rc = ks_db_number(centre->store, &n_known, is_kiosk, "t", kiosk);

	if (rc == KS_OK)
		rc = n_known > 0 ? ks_store_set(centre->store, name, lines) : KS_NOT_FOUND;
	free(lines);
	free(name);
	return rc;
}

enum ks_rc ks_centre_units(struct ks_store *store, const char *kiosk, char **units)
{
	char *name = units_name(kiosk);
	enum ks_rc rc = ks_store_get(store, name, units);

	free(name);
	if (rc != KS_NOT_FOUND)
		return rc;
	*units = ks_strdup("");
	return KS_OK;
}

enum ks_rc ks_centre_vouches(struct ks_store *store, const char *kiosk, const char *key, bool *is_so)
{
	static const char is_known[] =
		"SELECT public_key IS NULL, public_key = ?2 AND key_by <> '' FROM kiosk"
		" WHERE id = ?1 AND id <> '" KS_CENTRE_OWN "'";
	struct sqlite3_stmt *stmt;
	bool is_new = false, is_said = false;
	enum ks_rc rc;

	*is_so = false;
	ks_db_lock(store);
	stmt = ks_db_query(store, is_known, "tt", kiosk, key);
	rc = ks_db_step(store, stmt);
	if (rc == KS_OK) {
		is_new = sqlite3_column_int(stmt, 0) != 0;
		*is_so = sqlite3_column_int(stmt, 1) != 0;
	}
	ks_db_end(stmt);
	ks_db_unlock(store);
	if (rc == KS_OK && is_new) { /* `kiosk add --key`, and it has delivered nothing yet */
		rc = ks_centre_is_expected_key(store, kiosk, key, is_so, &is_said);
		*is_so = *is_so && is_said;
	}
	return rc == KS_NOT_FOUND ? KS_OK : rc;
}
