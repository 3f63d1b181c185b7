/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Figures for `make bench`: with $KENSHU_TRACE=FILE each mark is a line `name microseconds`. Without it nothing
 * is measured or written. With $KENSHU_SCENES=FILE every scene that reaches the glass is dumped there: the walk
 * over all screens (tests/flow/walk.py) reads them.
 */
#ifndef KIOSK_TRACE_H
#define KIOSK_TRACE_H

#include <stdint.h>

#include "ui/scene.h"

void ks_trace_open(void);
/** ks_trace_now() - CLOCK_MONOTONIC in µs, which the bench can compare with its own; 0 when not tracing. */
int64_t ks_trace_now(void);
/** ks_trace_at() - "@name <now>": something happened at this instant. */
void ks_trace_at(const char *name);
/** ks_trace_since() - "name <µs since from>". */
void ks_trace_since(const char *name, int64_t from_us);
/** ks_trace_scene() - what is on the glass now. */
void ks_trace_scene(const struct ks_scene *scene);
void ks_trace_close(void);

#endif
