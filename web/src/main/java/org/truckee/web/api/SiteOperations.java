package org.truckee.web.api;

/**
 * What this site has to show of itself.
 *
 * @param welcome the first page
 * @param status what the grid does
 * @param transfers single operations of the grid
 * @param info what is known of files and directories
 * @param storage how the storage server is
 * @param metrics figures for programs that watch the node
 * @param statistics what the node has done
 * @param helper what its upload helper does
 * @param incidents takes reports of what is strange
 * @param logs what the node says
 * @param sheets of paper against the loss of keys
 */
record SiteOperations(
    WelcomePage welcome,
    StatusOverview status,
    StatusPages transfers,
    InfoPage info,
    StoragePage storage,
    MetricsText metrics,
    StatisticsPage statistics,
    HelperPage helper,
    ReportIncident incidents,
    LogStream logs,
    RecoverySheets sheets) {}
