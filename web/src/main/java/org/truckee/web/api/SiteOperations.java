package org.truckee.web.api;

/**
 * What this site has to show of itself.
 *
 * @param welcome the first page
 * @param status what the grid does
 * @param incidents takes reports of what is strange
 * @param logs what the node says
 */
record SiteOperations(
    WelcomePage welcome, StatusOverview status, ReportIncident incidents, LogStream logs) {}
