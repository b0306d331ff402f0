/**
 * Running things at once and moving bytes: task scopes and time limits, the threads for work that
 * burns CPU, memory budgets, streams and channels over bytes that come piece by piece. Knows
 * nothing of shares or servers.
 */
package org.truckee.grid.transfer;
