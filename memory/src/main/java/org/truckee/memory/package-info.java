/**
 * The memory authority of a process: how much of the heap may be held on behalf of others, and by
 * whom.
 *
 * <p>Everything whose amount somebody outside decides (connections, request bodies, spools,
 * segments under way) is taken out of a {@link org.truckee.memory.MemoryBudget} before it is
 * allocated and given back afterwards. The budgets of a process form a tree whose root is sized
 * from the heap: {@link org.truckee.memory.ProcessMemory}.
 */
package org.truckee.memory;
