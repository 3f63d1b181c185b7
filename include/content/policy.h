/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The policy text, byte for byte, with an index of its clauses, and the list of its errata.
 * The text is never mended: a reading other than the original stands beside it (CURRICULUM §2).
 *
 * Clause ids are written as people cite them: "1", "2(8)", "3(1)", "6(3)", "6(3)②".
 */
#ifndef KS_CONTENT_POLICY_H
#define KS_CONTENT_POLICY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/diag.h"
#include "base/id.h"
#include "base/mem.h"
#include "base/rc.h"
#include "base/rich.h"

struct ks_clause {
	const char *id;    /* "6(3)②" */
	const char *mark;  /* as printed at its head: "6", "(3)", "②" */
	const char *title; /* "組織体制"; "" where the clause has none: 3(1), 4(2), 6(3)② */
	const char *text; /* own text without the heading and without sub-clauses; paragraphs split by '\n' */
	size_t from, to; /* byte range in the file, heading and sub-clauses included */
	int depth;       /* 0: "6", 1: "6(3)", 2: "6(3)②" */
	int parent;      /* index of the clause above, -1 at depth 0 */
};

/* A word of the policy, and how it is read in hiragana. */
struct ks_policy_word {
	const char *word, *reading;
	bool is_suggested; /* offered without typing */
};

struct ks_erratum {
	int number;         /* of the list in CURRICULUM §2, 1 … */
	const char *clause; /* clause id; "" for the document as a whole (its title) */
	const char *original; /* substring of the clause, byte for byte; "" where something is missing */
	const char *reading; /* how the training reads it; "" where it only remarks */
	const char *kind;    /* 誤記 脱字 誤字 衍字 表記 用語 不整合 欠落 … */
	const char *note;    /* sentence shown below a quotation */
	const char *status;  /* 未照会 照会中 確認済 正誤表あり */
};

struct ks_policy {
	struct ks_arena arena;
	const char *bytes; /* the file */
	size_t len;
	const char *title; /* くれさか環境事務組合 情報セキュリティ基本方針 */
	const char *short_name; /* 情報セキュリティ基本方針 */
	const char *issued;     /* 令和8年3月策定 */
	const char *version;    /* folder name: "kuresaka-2026-03" */
	char sha256[KS_HASH_HEX];
	struct ks_clause *clauses; /* in the order of the text */
	size_t n_clauses;
	struct ks_erratum *errata;
	size_t n_errata;
	struct ks_policy_word *words; /* words.yaml, for the search; may be none */
	size_t n_words;
};

/**
 * ks_policy_load() - read FOLDER/policy.txt, FOLDER/errata.yaml and FOLDER/words.yaml
 * Return: KS_OK; KS_INVALID when something was diagnosed as an error. @out must be finished in any case.
 */
KS_MUST_USE enum ks_rc ks_policy_load(const char *folder, struct ks_policy *out,
				      struct ks_diags *diags);
/** ks_policy_finish() - frees it all; the struct is empty afterwards. Accepts NULL. */
void ks_policy_finish(struct ks_policy *policy);

/** ks_policy_find() - clause with exactly this id, NULL when there is none. */
const struct ks_clause *ks_policy_find(const struct ks_policy *policy, const char *id);
/** ks_policy_full_text() - the clause's bytes in the file, sub-clauses included. Not NUL-terminated. */
const char *ks_policy_full_text(const struct ks_policy *policy, const struct ks_clause *clause,
				size_t *len);
/** ks_policy_quotes() - is @quote (… between parts stands for left-out text; line breaks do not count) a substring of the clause? */
bool ks_policy_quotes(const struct ks_policy *policy, const struct ks_clause *clause,
		      const char *quote);
/**
 * ks_policy_next_erratum() - errata whose original occurs in @text quoted from @clause (or its sub-clauses)
 * @after: the one found before, NULL to begin; @at: receives the offset in @text
 */
const struct ks_erratum *ks_policy_next_erratum(const struct ks_policy *policy,
						const struct ks_clause *clause, const char *text,
						const struct ks_erratum *after, size_t *at);

/* Where a search found its words: the first place in a clause. */
struct ks_policy_hit {
	size_t clause; /* index */
	bool is_in_title;
	size_t at, len; /* bytes in the clause's title or text */
};
#define KS_POLICY_QUERY_MAX 64
/**
 * ks_policy_search() - clauses that hold @query: as it stands, in katakana, or (from two characters on) any word whose
 * reading begins with it
 * Return: the number of hits, at most @max.
 */
size_t ks_policy_search(const struct ks_policy *policy, const char *query,
			struct ks_policy_hit *hits, size_t max);

/**
 * ks_policy_mark_found() - @text once more, with every place of what ks_policy_search() would find for @query marked
 * @text: of a clause, errata marked or not: a 〔ママ〕 inside a word does not hide it; @arena owns the result
 */
struct ks_rich ks_policy_mark_found(const struct ks_policy *policy, const char *query,
				    const struct ks_rich *text, struct ks_arena *arena);

/* A quotation with its errata marked. */
struct ks_quotation {
	struct ks_rich text;   /* literal; errata underlined and followed by a small 〔ママ〕 */
	struct ks_rich *notes; /* to stand below it, in the order of the text */
	size_t n_notes;
};
/** ks_policy_mark() - mark up @text, which is quoted from @clause; @arena owns the result. */
struct ks_quotation ks_policy_mark(const struct ks_policy *policy, const struct ks_clause *clause,
				   const char *text, struct ks_arena *arena);

/** ks_clause_is_within() - is clause @id the clause @above or below it? "6" holds "6(3)" and "6(3)②", not "60". */
bool ks_clause_is_within(const char *id, const char *above);

#endif
