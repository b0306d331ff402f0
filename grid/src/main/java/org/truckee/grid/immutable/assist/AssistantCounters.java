package org.truckee.grid.immutable.assist;

import java.util.concurrent.atomic.LongAdder;

/** What a helper counts ({@code spec/07 §10.6}). */
record AssistantCounters(
    LongAdder requests,
    LongAdder alreadyPresent,
    LongAdder needUpload,
    LongAdder resumes,
    LongAdder fetchedBytes,
    LongAdder encodedBytes) {
  AssistantCounters() {
    this(
        new LongAdder(),
        new LongAdder(),
        new LongAdder(),
        new LongAdder(),
        new LongAdder(),
        new LongAdder());
  }
}
