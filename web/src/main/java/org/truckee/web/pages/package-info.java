/**
 * The pages for people: what each shows, as records, and the templates that make HTML of it ({@code
 * src/main/jte}, made into classes by the build). Everything is escaped by the place where it
 * stands; a page is whole without scripts, which only make it more comfortable.
 */
package org.truckee.web.pages;
