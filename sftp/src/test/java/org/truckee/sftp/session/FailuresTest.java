package org.truckee.sftp.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.truckee.grid.GridException;
import org.truckee.grid.NoSuchChildException;
import org.truckee.sftp.protocol.StatusCode;

/** What clients are told of failures ({@code spec/11 §A8}). */
final class FailuresTest {
  @ParameterizedTest
  @CsvSource({
    "read at 127.0.0.1:7458: Connection refused, read at (address): Connection refused",
    "at 192.0.2.7 it failed, at (address) it failed",
    "at storage.example.net:3456: gone, at (address): gone",
    "at [2001:db8::7]:3456: gone, at (address): gone",
    "at 2001:db8:0:1::7 gone, at (address) gone",
    "at fd00::7 gone and ::1 too, at (address) gone and (address) too",
    "at ::ffff:192.0.2.7 gone, at (address) gone",
    "connect to host.example/192.0.2.7:80 failed, connect to (address) failed",
    "GET https://example.net:1/storage failed, GET (address) failed",
    "sh1-on-ym6qdnda: read of h4ims share 1, sh1-on-ym6qdnda: read of h4ims share 1",
    "before RIStorageServer.tahoe.allmydata.com:get_buckets, before"
        + " RIStorageServer.tahoe.allmydata.com:get_buckets",
    "shares were placed on 1 of 5 servers; last: no room, shares were placed on 1 of 5 servers;"
        + " last: no room"
  })
  void addressesOfMachinesAreNobodysBusiness(String message, String told) {
    assertThat(Failures.of(new GridException(message))).hasMessage(told);
    assertThat(Failures.of(new IOException(message))).hasMessage(told);
  }

  @Test
  void namesOfFilesAreToldAsTheyAre() {
    assertThat(Failures.of(new NoSuchChildException("127.0.0.1:80")))
        .hasMessage("127.0.0.1:80")
        .returns(StatusCode.NO_SUCH_FILE, e -> e.code());
  }
}
