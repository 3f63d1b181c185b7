/* SPDX-License-Identifier: Apache-2.0 */
/* Whether some font of the chain (base/fonts.h) can show a character. Private to src/tools. */
#ifndef KS_TOOLS_GLYPHS_H
#define KS_TOOLS_GLYPHS_H

#include <stdbool.h>
#include <stdint.h>

struct ks_glyphs;

/** ks_glyphs_open() - NULL when not one font of the chain is installed. */
struct ks_glyphs *ks_glyphs_open(void);
void ks_glyphs_close(struct ks_glyphs *glyphs);
/**
 * ks_glyphs_has() - fits struct ks_check_options
 * @selector: a variation selector behind @c (異体字), 0 for none: then the very variant must be there
 */
bool ks_glyphs_has(void *glyphs, uint32_t c, uint32_t selector);
/** ks_glyphs_missing() - the n-th font file of the chain that is not installed; NULL behind the last. */
const char *ks_glyphs_missing(const struct ks_glyphs *glyphs, unsigned n);

#endif
