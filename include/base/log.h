/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One line on stderr per event, English, ids only: never a name, a PIN, a card id or an answer
 * (RELIABILITY "Security in short"). Thread-safe. systemd adds the time.
 */
#ifndef KS_BASE_LOG_H
#define KS_BASE_LOG_H

#include "base/rc.h"

enum ks_log_level { KS_LOG_ERROR, KS_LOG_WARN, KS_LOG_INFO, KS_LOG_DEBUG };

/** ks_log_set() - show up to @level (default KS_LOG_WARN; programs read $KENSHU_LOG). */
void ks_log_set(enum ks_log_level level);
/** ks_log_from_env() - ks_log_set() by $KENSHU_LOG: error, warn, info or debug; anything else changes nothing. */
void ks_log_from_env(void);
/** ks_log() - one line to stderr, "level: area: …", written at once; English, ids only. Any thread. */
void ks_log(enum ks_log_level level, const char *area, const char *format, ...) KS_PRINTF(3, 4);
#define ks_log_error(area, ...) ks_log(KS_LOG_ERROR, (area), __VA_ARGS__)
#define ks_log_warn(area, ...) ks_log(KS_LOG_WARN, (area), __VA_ARGS__)
#define ks_log_info(area, ...) ks_log(KS_LOG_INFO, (area), __VA_ARGS__)
#define ks_log_debug(area, ...) ks_log(KS_LOG_DEBUG, (area), __VA_ARGS__)

#endif
