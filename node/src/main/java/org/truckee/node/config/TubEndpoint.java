package org.truckee.node.config;

/** Where a Tub listens: one of the endpoints of {@code tub.port} ({@code spec/09 §3.1}). */
public sealed interface TubEndpoint permits Endpoint, HiddenEndpoint {}
