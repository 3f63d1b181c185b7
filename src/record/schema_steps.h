/* SPDX-License-Identifier: Apache-2.0 */
/* The migrations as texts (schema.c), for who carries them out (schema_run.c). Private to src/record. */
#ifndef KS_RECORD_SCHEMA_STEPS_H
#define KS_RECORD_SCHEMA_STEPS_H

#define KS_SCHEMA_TEXTS 3

/* ks_schema_steps[i] leads from user_version i to i + 1; there are ks_schema_version() of them, unused texts are NULL. */
extern const char ks_schema_tries[];    /* schema_tries.c */
extern const char ks_schema_forward[];  /* schema_forward.c */
extern const char ks_schema_paper[];    /* schema_paper.c */
extern const char ks_schema_pins[];     /* schema_pins.c */
extern const char ks_schema_user[];     /* schema_user.c */
extern const char ks_schema_on_paper[]; /* schema_paper.c */
extern const char ks_schema_marks[];    /* schema_tries.c */
extern const char *const ks_schema_steps[][KS_SCHEMA_TEXTS];

#endif
