/* SPDX-License-Identifier: Apache-2.0 */
/* The name of the record that the centre keeps of what HR says. */
#ifndef KS_LRS_OWN_H
#define KS_LRS_OWN_H

/* What stands where a kiosk's name stands, for what is said at the centre itself; no kiosk can have it. */
#define KS_CENTRE_OWN "@centre"

#endif
