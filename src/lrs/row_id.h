/* SPDX-License-Identifier: Apache-2.0 */
/* What a row of `received` is called. */
#ifndef LRS_ROW_ID_H
#define LRS_ROW_ID_H

/*
 * One fact may stand in two records under one id (xapi/statement_same.h). The row of each further one is called by the id, this,
 * and the place in its record; who reads by id or lists statements sees the first alone.
 */
#define KS_ROW_AGAIN "@"
#define KS_ROW_ID(column) "substr(" column ", 1, 36)" /* the statement's id, of any of its rows */

#endif
