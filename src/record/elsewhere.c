/* SPDX-License-Identifier: Apache-2.0 */
#include "record/elsewhere.h"

#include <sqlite3.h>

#include "base/log.h"
#include "record/db.h"
#include "xapi/completion.h"
#include "xapi/statement.h"

/* ---- at the centre ---- */

enum ks_rc ks_elsewhere_put_papers(struct ks_store *store, struct ks_buf *out)
{
	sqlite3_stmt *stmt;
	const char *before = "";
	enum ks_rc rc;

	ks_buf_putc(out, '[');
	ks_db_lock(store);
	stmt = ks_db_query(store,
			   "SELECT staff, nendo, plan, lesson, done_ms FROM standing"
			   " WHERE how = '" KS_FACT_PAPER "' AND done_ms > 0"
			   " ORDER BY nendo, plan, staff, lesson",
			   "");
	while ((rc = ks_db_step(store, stmt)) == KS_OK) {
		struct ks_completion c = {ks_db_text(stmt, 0), sqlite3_column_int64(stmt, 1),
					  ks_db_text(stmt, 2), ks_db_text(stmt, 3),
					  sqlite3_column_int64(stmt, 4)};

		if (ks_completion_fault(&c))
			continue; /* told where the completions are */
		ks_buf_printf(out, "%s[", before);
		ks_buf_json(out, c.staff);
		ks_buf_printf(out, ",%d,", (int)c.nendo);
		ks_buf_json(out, c.plan);
		ks_buf_putc(out, ',');
		ks_buf_json(out, c.lesson);
		ks_buf_putc(out, ']');
		before = ",";
	}
	ks_db_end(stmt);
	ks_db_unlock(store);
	ks_buf_putc(out, ']');
	return rc == KS_NOT_FOUND ? KS_OK : rc;
}

/* ---- at a kiosk ---- */

/* Of what and by whom, without when. */
static struct ks_completion read_whose(const json_t *row)
{
	return (struct ks_completion){
		.staff = json_string_value(json_array_get(row, 0)),
		.nendo = json_integer_value(json_array_get(row, 1)),
		.plan = json_string_value(json_array_get(row, 2)),
		.lesson = json_string_value(json_array_get(row, 3)),
	};
}

/* NULL when @row is a completion that fits the rules, and @out says which; else what is wrong with it. */
static const char *read_completion(const json_t *row, struct ks_completion *out)
{
	const char *time = json_string_value(json_array_get(row, 4));

	*out = read_whose(row);
	if (json_array_size(row) != 5)
		return "row";
	if (!time || !ks_time_parse(time, &out->done_ms))
		return "time";
	return ks_completion_fault(out);
}

enum ks_rc ks_elsewhere_take_completion(struct ks_store *store, const json_t *row, size_t i)
{
	struct ks_completion c;
	const char *fault = read_completion(row, &c);

	if (fault) { /* the people and the other completions are no worse for it */
		ks_log_warn("roster", "completion %zu of the document is left out: %s", i + 1, fault);
		return KS_OK;
	}
	return ks_db_run(store,
			 "INSERT OR REPLACE INTO elsewhere(staff, nendo, plan, lesson, done_ms)"
			 " VALUES(?, ?, ?, ?, ?)",
			 "tdtti", c.staff, (int)c.nendo, c.plan, c.lesson, c.done_ms);
}

enum ks_rc ks_elsewhere_take_papers(struct ks_store *store, const json_t *papers)
{
	enum ks_rc rc = KS_OK;

	if (json_is_array(papers))
		rc = ks_db_run(store, "DELETE FROM on_paper", "");
	for (size_t i = 0; i < json_array_size(papers) && rc == KS_OK; i++) {
		struct ks_completion c = read_whose(json_array_get(papers, i));
		const char *fault = ks_completion_fault(&c);

		if (fault) {
			ks_log_warn("roster", "paper %zu of the document is left out: %s", i + 1,
				    fault);
			continue;
		}
		rc = ks_db_run(store,
			       "INSERT OR IGNORE INTO on_paper(staff, nendo, plan, lesson)"
			       " VALUES(?, ?, ?, ?)",
			       "tdtt", c.staff, (int)c.nendo, c.plan, c.lesson);
	}
	return rc;
}

enum ks_rc ks_elsewhere_take(struct ks_store *store, const json_t *root)
{
	const json_t *completed = json_object_get(root, "completed");
	enum ks_rc rc = KS_OK;

	for (size_t i = 0; i < json_array_size(completed) && rc == KS_OK; i++)
		rc = ks_elsewhere_take_completion(store, json_array_get(completed, i), i);
	return rc == KS_OK ? ks_elsewhere_take_papers(store, json_object_get(root, "on_paper")) : rc;
}
