/* SPDX-License-Identifier: Apache-2.0 */
#include "course/exemption.h"

#include <assert.h>
#include <string.h>

#include "base/mem.h"

/*
 * The kinds and their rules. Who is at work on most days of it, or owes the work all the same, stays in the denominator:
 * care leave is taken by the day, and 欠勤 is no reason not to be trained.
 */

static const struct ks_exemption_kind kinds[] = {
	{"休職", "suspension-illness", KS_EXEMPTION_AWAY, NULL},
	{"病気休暇", "sick-leave", KS_EXEMPTION_AWAY, NULL},
	{"産休", "maternity-leave", KS_EXEMPTION_AWAY, NULL},
	{"育休", "childcare-leave", KS_EXEMPTION_AWAY, NULL},
	{"介護休暇", "care-leave", KS_EXEMPTION_MOVES, NULL},
	{"停職", "suspension-discipline", KS_EXEMPTION_AWAY, NULL},
	{"欠勤", "absence", KS_EXEMPTION_MOVES, NULL},
	{"派遣", "dispatch", KS_EXEMPTION_AWAY, NULL},
	{"出向", "secondment", KS_EXEMPTION_AWAY, NULL},
	{"派遣出", "dispatch-out", KS_EXEMPTION_AWAY, NULL},
	{"対象外", "excused", KS_EXEMPTION_EXCUSES, "Administrative"},
	{"他機関受講", "taken-elsewhere", KS_EXEMPTION_CREDITS, "Equivalent Outside Activity"},
	{"紙受講", "taken-on-paper", KS_EXEMPTION_CREDITS, "Equivalent AU"},
	{"読み上げ受講", "taken-read-aloud", KS_EXEMPTION_CREDITS, "Equivalent AU"},
};

const struct ks_exemption_kind *ks_exemption_kinds(size_t *n)
{
	*n = KS_COUNT(kinds);
	return kinds;
}

const struct ks_exemption_kind *ks_exemption_kind_find(const char *text)
{
	for (size_t i = 0; i < KS_COUNT(kinds); i++)
		if (strcmp(kinds[i].word, text) == 0 || strcmp(kinds[i].id, text) == 0)
			return &kinds[i];
	return NULL;
}

bool ks_exemption_is_absence(const struct ks_exemption_kind *kind)
{
	return kind->rule == KS_EXEMPTION_AWAY || kind->rule == KS_EXEMPTION_MOVES;
}

const char *ks_exemption_rule_word(enum ks_exemption_rule rule)
{
	static const char *const words[] = {
		[KS_EXEMPTION_AWAY] = "その間は母数に入れない",
		[KS_EXEMPTION_MOVES] = "母数に入れ、期限を復帰から数える",
		[KS_EXEMPTION_EXCUSES] = "母数に入れない",
		[KS_EXEMPTION_CREDITS] = "修了とみなす",
	};

	assert((size_t)rule < KS_COUNT(words));
	return words[rule];
}

bool ks_exemption_excuses(const struct ks_exemption *exemption, int nendo, const char *plan,
			  const char *lesson)
{
	if (exemption->kind->rule != KS_EXEMPTION_EXCUSES || exemption->nendo != nendo)
		return false;
	return (!exemption->plan[0] || strcmp(exemption->plan, plan) == 0) &&
	       (!exemption->lesson[0] || strcmp(exemption->lesson, lesson) == 0);
}
