/* SPDX-License-Identifier: Apache-2.0 */
#include "content/policy.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "content/policy_index.h"
#include "content/source.h"
#include "content/yaml.h"

/*
 * Every quotation on a screen is held against this text, so that what staff read as "the policy" is the
 * policy. What is wrong in it is listed beside it, never mended in it.
 */

#define ELLIPSIS "…"

static void hash_bytes(struct ks_policy *policy)
{
	uint8_t hash[KS_HASH_BYTES];

	ks_sha256(policy->bytes, policy->len, hash);
	ks_hex(hash, sizeof(hash), policy->sha256);
}

static void check_original(const struct ks_source *source, const struct ks_policy *policy,
			   const struct ks_erratum *erratum, int line)
{
	const struct ks_clause *clause = NULL;
	const char *text = policy->bytes;
	size_t len = policy->len;

	if (erratum->clause[0] != '\0') {
		clause = ks_policy_find(policy, erratum->clause);
		if (!clause) {
			ks_diags_error(source->diags, source->file, line,
				       "条「%s」は方針にありません。条番号を直してください。",
				       erratum->clause);
			return;
		}
		text = ks_policy_full_text(policy, clause, &len);
	}
	if (!ks_source_find(text, len, erratum->original, strlen(erratum->original)))
		ks_diags_error(source->diags, source->file, line,
			       "original「%s」は方針%s%sの原文にありません。一字ずつ照らしてください。",
			       erratum->original, clause ? "の条 " : "", erratum->clause);
}

static void check_status(const struct ks_source *source, const char *status, int line)
{
	static const char *const known[] = {"未照会", "照会中", "確認済", "正誤表あり", ""};

	for (size_t i = 0; i < KS_COUNT(known); i++)
		if (strcmp(status, known[i]) == 0)
			return; /* "": missing, which is told */
	ks_diags_error(
		source->diags, source->file, line,
		"status の「%s」は知りません。未照会、照会中、確認済、正誤表あり のどれかを書いてください。",
		status);
}

static void read_erratum(const struct ks_source *source, struct ks_policy *policy,
			 const struct ks_yaml *node, struct ks_erratum *out)
{
	ks_yaml_only(source, node, "number clause original reading kind note status");
	out->number = ks_yaml_need_number(source, node, "number", 1, 999);
	out->clause = ks_yaml_text(source, node, "clause", "");
	out->original = ks_yaml_text(source, node, "original", "");
	out->reading = ks_yaml_text(source, node, "reading", "");
	out->kind = ks_yaml_need_text(source, node, "kind");
	out->note = ks_yaml_need_text(source, node, "note");
	out->status = ks_yaml_need_text(source, node, "status");
	check_status(source, out->status, node->line);
	check_original(source, policy, out, node->line);
}

static void read_errata(const struct ks_source *source, struct ks_policy *policy)
{
	struct ks_yaml *root = NULL;
	char *text = NULL;
	size_t len = 0;

	if (ks_source_read(source, false, &text, &len) != KS_OK ||
	    ks_yaml_parse(source, text, len, 1, &root) != KS_OK || !root)
		return;
	if (root->kind != KS_YAML_LIST) {
		ks_diags_error(source->diags, source->file, root->line,
			       "照会票は「- number: 1」で始まる並びにしてください。");
		return;
	}
	policy->errata = ks_arena_alloc(&policy->arena, root->n_children * sizeof(*policy->errata));
	for (const struct ks_yaml *node = root->first; node; node = node->next) {
		if (node->kind == KS_YAML_MAP)
			read_erratum(source, policy, node, &policy->errata[policy->n_errata++]);
		else
			ks_diags_error(source->diags, source->file, node->line,
				       "照会票の一件は number、clause などの項目で書きます。");
	}
}

enum ks_rc ks_policy_load(const char *folder, struct ks_policy *out, struct ks_diags *diags)
{
	struct ks_source source = {.diags = diags, .arena = &out->arena};
	size_t errors = diags->n_errors;
	char *text = NULL;

	memset(out, 0, sizeof(*out));
	out->version = ks_arena_strdup(&out->arena, ks_source_name(folder));
	out->title = out->short_name = out->issued = out->bytes = "";
	source.file = ks_source_join(&out->arena, folder, "policy.txt");
	if (ks_source_read(&source, true, &text, &out->len) != KS_OK)
		return KS_INVALID;
	out->bytes = text;
	out->title = out->issued = NULL;
	hash_bytes(out);
	if (ks_policy_index(&source, out) != KS_OK)
		return KS_INVALID;
	source.file = ks_source_join(&out->arena, folder, "errata.yaml");
	read_errata(&source, out);
	source.file = ks_source_join(&out->arena, folder, "words.yaml");
	ks_policy_read_words(&source, out);
	return diags->n_errors > errors ? KS_INVALID : KS_OK;
}

void ks_policy_finish(struct ks_policy *policy)
{
	if (!policy)
		return;
	ks_arena_finish(&policy->arena);
	memset(policy, 0, sizeof(*policy));
}

const struct ks_clause *ks_policy_find(const struct ks_policy *policy, const char *id)
{
	for (size_t i = 0; i < policy->n_clauses; i++)
		if (strcmp(policy->clauses[i].id, id) == 0)
			return &policy->clauses[i];
	return NULL;
}

const char *ks_policy_full_text(const struct ks_policy *policy, const struct ks_clause *clause,
				size_t *len)
{
	*len = clause->to - clause->from;
	return policy->bytes + clause->from;
}

/* Appends without line breaks: paragraphs of a quotation are joined, those of the policy too. */
static void put_joined(struct ks_buf *out, const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (text[i] != '\n')
			ks_buf_putc(out, text[i]);
}

bool ks_policy_quotes(const struct ks_policy *policy, const struct ks_clause *clause,
		      const char *quote)
{
	struct ks_buf text = {0}, wanted = {0};
	const char *at, *part, *end;
	bool is_quoted = true, has_words = false;
	size_t len;

	part = ks_policy_full_text(policy, clause, &len);
	put_joined(&text, part, len);
	put_joined(&wanted, quote, strlen(quote));
	at = ks_buf_text(&text);
	end = at + text.len;
	for (part = ks_buf_text(&wanted); is_quoted && *part != '\0';) {
		const char *stop = strstr(part, ELLIPSIS);
		size_t n = stop ? (size_t)(stop - part) : strlen(part);

		if (n > 0) {
			const char *found = ks_source_find(at, (size_t)(end - at), part, n);

			is_quoted = found;
			has_words = true;
			at = is_quoted ? found + n : end;
		}
		part += n + (stop ? strlen(ELLIPSIS) : 0);
	}
	ks_buf_finish(&text);
	ks_buf_finish(&wanted);
	return is_quoted && has_words;
}

bool ks_clause_is_within(const char *id, const char *above)
{
	size_t n = strlen(above);

	return strncmp(id, above, n) == 0 && !(id[n] >= '0' && id[n] <= '9');
}

const struct ks_erratum *ks_policy_next_erratum(const struct ks_policy *policy,
						const struct ks_clause *clause, const char *text,
						const struct ks_erratum *after, size_t *at)
{
	size_t i = after ? (size_t)(after - policy->errata) + 1 : 0;

	for (; i < policy->n_errata; i++) {
		const struct ks_erratum *erratum = &policy->errata[i];
		const char *found;

		if (erratum->original[0] == '\0' || erratum->clause[0] == '\0' ||
		    !ks_clause_is_within(erratum->clause, clause->id))
			continue;
		found = strstr(text, erratum->original);
		if (found) {
			*at = (size_t)(found - text);
			return erratum;
		}
	}
	return NULL;
}
