/* SPDX-License-Identifier: Apache-2.0 */
#include "tools/mecab.h"

#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/utf8.h"

/*
 * Three functions of libmecab's C interface, which has been the same since 2006. Its own output format is asked for, so
 * that no structure of the library needs to be known here.
 */

struct ks_mecab {
	void *library;
	void *tagger;
	const char *(*parse)(void *tagger, const char *text);
	void (*destroy)(void *tagger);
};

/* A function of the library; void pointers become functions only by this detour. */
static bool find(void *library, const char *name, void *function)
{
	void *found = dlsym(library, name);

	memcpy(function, &found, sizeof(found));
	return found;
}

struct ks_mecab *ks_mecab_open(void)
{
	struct ks_mecab *mecab = ks_alloc_zero(1, sizeof(*mecab));
	void *(*create)(const char *options) = NULL;

	mecab->library = dlopen("libmecab.so.2", RTLD_NOW | RTLD_LOCAL);
	if (mecab->library && find(mecab->library, "mecab_new2", &create) &&
	    find(mecab->library, "mecab_sparse_tostr", &mecab->parse) &&
	    find(mecab->library, "mecab_destroy", &mecab->destroy))
		mecab->tagger = create("-F%m\\t%f[7]\\n -U%m\\t\\n -E\\n");
	if (mecab->tagger)
		return mecab;
	ks_mecab_close(mecab);
	return NULL;
}

void ks_mecab_close(struct ks_mecab *mecab)
{
	if (!mecab)
		return;
	if (mecab->tagger)
		mecab->destroy(mecab->tagger);
	if (mecab->library)
		dlclose(mecab->library);
	free(mecab);
}

static void put_hiragana(struct ks_buf *out, const char *from, const char *to)
{
	char bytes[4];

	while (from < to) {
		uint32_t c = ks_utf8_next(&from, to);

		if (c >= 0x30A1 && c <= 0x30F6)
			c -= 0x60;
		ks_buf_append(out, bytes, ks_utf8_put(bytes, c));
	}
}

void ks_mecab_each(struct ks_mecab *mecab, const char *text,
		   void (*each)(void *to, const char *word, const char *reading), void *to)
{
	const char *at = mecab->parse(mecab->tagger, text);

	while (at && *at != '\0') {
		size_t n = strcspn(at, "\n"), tab = strcspn(at, "\t");
		struct ks_buf reading = {0};
		char *word;

		if (tab < n) {
			word = ks_strndup(at, tab);
			put_hiragana(&reading, at + tab + 1, at + n);
			each(to, word, ks_buf_text(&reading));
			free(word);
		}
		ks_buf_finish(&reading);
		at += n + (at[n] == '\n');
	}
}
