/**
 * A storage server of 2007: shares and leases on a disk in the formats of that age, and what others
 * may ask of it over Foolscap ({@code spec/12 §9}).
 */
package org.truckee.firstgen.storage;
