package org.truckee.bench.grid;

/** Something that is timed, and so a row of the table. */
enum Row {
  UPLOAD("upload, large file", Job.LARGE_FILE),
  FIRST_BYTE("first byte, large file", Job.LARGE_FILE),
  RANGE("64 kB range in the middle", Job.LARGE_FILE),
  DOWNLOAD("download, large file", Job.LARGE_FILE),
  VERIFY("verify, large file", Job.LARGE_FILE),
  SMALL_PUT("small put, one after the other", Job.SMALL_FILES),
  SMALL_GET("small get, one after the other", Job.SMALL_FILES),
  CONCURRENT_PUT("small put, many clients at once", Job.CONCURRENT_SMALL_FILES),
  CONCURRENT_GET("small get, many clients at once", Job.CONCURRENT_SMALL_FILES),
  FAR_PUT("small put, far servers", Job.FAR_SMALL_FILES),
  FAR_GET("small get, far servers", Job.FAR_SMALL_FILES);

  /** What a result of a row is counted in. */
  enum Unit {
    MILLISECONDS,
    ROUND_TRIPS
  }

  private final String label;
  private final Job job;

  Row(String label, Job job) {
    this.label = label;
    this.job = job;
  }

  String label() {
    return label;
  }

  Job job() {
    return job;
  }

  Unit unit() {
    return job == Job.FAR_SMALL_FILES ? Unit.ROUND_TRIPS : Unit.MILLISECONDS;
  }
}
