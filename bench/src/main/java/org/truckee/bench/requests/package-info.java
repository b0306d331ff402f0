/**
 * What a request costs, counted rather than timed: allocated bytes, processor time, system calls
 * and TLS records of the client node and of its servers, for each kind of request. Counts hardly
 * change with what else the machine does.
 */
package org.truckee.bench.requests;
