/* SPDX-License-Identifier: Apache-2.0 */
/* Whose state folder it is: kept in the database by the first program that opens it (store.h). */
#ifndef KS_RECORD_ROLE_H
#define KS_RECORD_ROLE_H

enum ks_store_role {
	KS_ROLE_ANY, /* a tool: whatever it is, claims nothing */
	KS_ROLE_KIOSK,
	KS_ROLE_COLLECTOR,
};

#endif
