/* SPDX-License-Identifier: Apache-2.0 */
#include "report/course.h"

#include <string.h>

#include "base/buf.h"
#include "base/calendar.h"

static const char *name_of(const struct ks_roster *roster, const char *staff)
{
	const struct ks_roster_entry *entry = ks_roster_entry(roster, staff);

	return entry ? entry->person.name : staff;
}

static void put_begin(struct ks_buf *out, int64_t at_ms)
{
	struct ks_civil at = ks_civil_from_ms(at_ms);

	ks_buf_printf(out, "%s%d月%d日 %d:%02d　", out->len > 0 ? "\n" : "", at.date.month,
		      at.date.day, at.hour, at.minute);
}

static void put_poll(struct ks_buf *out, const struct ks_roster *roster,
		     const struct ks_roll_fact *fact)
{
	put_begin(out, fact->at_ms);
	ks_buf_printf(out, "挙手 %s（会場 %d名、手を挙げた人 %d名、係員 %s）", fact->reason,
		      fact->n_present, fact->n_counted, name_of(roster, fact->by));
}

/* @begun_ms: of the drill this is a step of; 0: its beginning is not there. */
static void put_drill(struct ks_buf *out, const struct ks_roster *roster,
		      const struct ks_roll_fact *fact, int64_t begun_ms)
{
	bool is_begin = strcmp(fact->how, "begun") == 0;
	int64_t s = begun_ms > 0 ? (fact->at_ms - begun_ms) / 1000 : 0;

	put_begin(out, fact->at_ms);
	if (is_begin)
		ks_buf_printf(out, "訓練を始めました %s（係員 %s）", fact->reason,
			      name_of(roster, fact->by));
	else if (strcmp(fact->how, "ended") == 0)
		ks_buf_printf(out, "訓練を終えました %s（%d分%02d秒）", fact->reason, (int)(s / 60),
			      (int)(s % 60));
	else
		ks_buf_printf(out, "訓練 %d分%02d秒 %s", (int)(s / 60), (int)(s % 60), fact->reason);
}

const char *ks_report_course(struct ks_arena *arena, const struct ks_roster *roster,
			     const struct ks_roll *roll)
{
	struct ks_buf out = {0};
	const char *kept;
	int64_t begun_ms = 0;

	for (size_t i = 0; i < roll->n_facts; i++) {
		const struct ks_roll_fact *fact = &roll->facts[i];

		if (strcmp(fact->verb, "polled") == 0)
			put_poll(&out, roster, fact);
		if (strcmp(fact->verb, "drilled") != 0)
			continue;
		if (strcmp(fact->how, "begun") == 0)
			begun_ms = fact->at_ms;
		put_drill(&out, roster, fact, begun_ms);
	}
	kept = ks_arena_strdup(arena, ks_buf_text(&out));
	ks_buf_finish(&out);
	return kept;
}
