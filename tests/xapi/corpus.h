/* SPDX-License-Identifier: Apache-2.0 */
/* The corpora of statement writes (tests/data/xapi), which lie there packed. */
#ifndef KS_TESTS_XAPI_CORPUS_H
#define KS_TESTS_XAPI_CORPUS_H

#include <stdio.h>
#include <sys/types.h>

/** ks_corpus_open() - its lines, from @child, which the caller waits for when it has closed the file. */
FILE *ks_corpus_open(const char *path, pid_t *child);

#endif
