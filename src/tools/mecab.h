/* SPDX-License-Identifier: Apache-2.0 */
/*
 * MeCab, which proposes readings: a help for authors. It is opened when it is asked for (libmecab2 and a dictionary), so
 * neither the kiosk nor any other command needs it. Private to src/tools.
 */
#ifndef KS_TOOLS_MECAB_H
#define KS_TOOLS_MECAB_H

struct ks_mecab;

/** ks_mecab_open() - NULL when MeCab or its dictionary is not installed. */
struct ks_mecab *ks_mecab_open(void);
/** ks_mecab_each() - every word of @text in order; @reading is in hiragana, "" when MeCab knows none. */
void ks_mecab_each(struct ks_mecab *mecab, const char *text,
		   void (*each)(void *to, const char *word, const char *reading), void *to);
void ks_mecab_close(struct ks_mecab *mecab);

#endif
