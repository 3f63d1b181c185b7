/* SPDX-License-Identifier: Apache-2.0 */
#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/svg.h"
#include "content/lesson_read.h"
#include "content/policy_index.h"

/*
 * Any text as the Markdown of a lesson (with a small policy made of it too, so that both readers meet the
 * same bytes), and as a drawing. Spans must stay within their text: the ui paints by them.
 */

static const char policy_text[] =
	"題 方針\n\n令和8年3月策定\n\n1 目的\n\n可能性を維持する。\n\n2 定義\n\n(1) 系\n\n① 持出し\n";

static void check_rich(const struct ks_rich *rich)
{
	assert(!rich->text ? rich->len == 0 : rich->text[rich->len] == '\0');
	for (size_t i = 0; i < rich->n_spans; i++) {
		assert(rich->spans[i].from <= rich->spans[i].to && rich->spans[i].to <= rich->len);
		assert(i == 0 || rich->spans[i - 1].from <= rich->spans[i].from);
		assert((rich->spans[i].mark != KS_MARK_RUBY) == (!rich->spans[i].aux));
	}
}

static void check_page(const struct ks_page *page)
{
	check_rich(&page->title);
	for (size_t i = 0; i < page->n_blocks; i++) {
		const struct ks_block *block = &page->blocks[i];

		check_rich(&block->text);
		for (size_t k = 0; k < block->n_items; k++)
			check_rich(&block->items[k]);
		for (size_t k = 0; k < block->n_parts; k++)
			check_rich(&block->parts[k].text);
	}
}

/* Every clause's range lies in the text, within its parent's. */
static void check_policy(const struct ks_policy *policy)
{
	for (size_t i = 0; i < policy->n_clauses; i++) {
		const struct ks_clause *clause = &policy->clauses[i];

		assert(clause->from <= clause->to && clause->to <= policy->len);
		assert(clause->parent < (int)i);
		if (clause->parent >= 0)
			assert(policy->clauses[clause->parent].from <= clause->from &&
			       clause->to <= policy->clauses[clause->parent].to);
	}
}

static void index_policy(const char *text, size_t len, struct ks_policy *policy,
			 struct ks_diags *diags)
{
	struct ks_source source = {"fuzz", diags, &policy->arena};

	policy->bytes = text;
	policy->len = len;
	(void)!ks_policy_index(&source, policy);
	check_policy(policy);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct ks_arena arena = {0};
	struct ks_diags diags = {0};
	struct ks_policy policy = {0}, other = {0};
	struct ks_lesson_reader reader = {.source = {"fuzz", &diags, &arena}, .policy = &policy};
	char *text = ks_strndup((const char *)data, size);
	struct ks_svg svg;

	index_policy(policy_text, sizeof(policy_text) - 1, &policy, &diags);
	index_policy(text, strlen(text), &other, &diags);
	ks_lesson_read_markdown(&reader, text, strlen(text));
	for (size_t i = 0; i < reader.n_pages; i++)
		check_page(&reader.pages[i]);
	(void)!ks_svg_parse("fuzz", (const char *)data, size, &svg, &diags);
	ks_svg_finish(&svg);
	free(reader.pages);
	free(reader.blocks);
	free(reader.clauses);
	free(text);
	ks_arena_finish(&other.arena);
	ks_policy_finish(&policy);
	ks_diags_finish(&diags);
	ks_arena_finish(&arena);
	return 0;
}
