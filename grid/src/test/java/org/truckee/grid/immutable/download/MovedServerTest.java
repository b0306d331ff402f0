package org.truckee.grid.immutable.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.truckee.capability.ChkReadCap;
import org.truckee.grid.ClientLeaseSecret;
import org.truckee.grid.ConvergenceSecret;
import org.truckee.grid.EncodingParameters;
import org.truckee.grid.Grid;
import org.truckee.grid.GridServer;
import org.truckee.grid.Source;
import org.truckee.grid.client.GridClient;
import org.truckee.grid.simulation.FaultyServer;
import org.truckee.grid.simulation.TestGrid;

/** A server that is reached in another way from one moment to the next. */
class MovedServerTest {
  private static final byte[] CONTENTS = "a file ".repeat(100).getBytes(StandardCharsets.UTF_8);

  @Test
  void aFileThatIsOpenIsReadFromWhereItsServerIsNow() throws Exception {
    TestGrid servers = TestGrid.of(1);
    FaultyServer before = servers.server(0);
    GridServer here = servers.connected().getFirst();
    AtomicReference<List<GridServer>> known = new AtomicReference<>(List.of(here));
    try (Grid grid =
        GridClient.of(known::get)
            .leaseSecret(new ClientLeaseSecret(new byte[32]))
            .convergenceSecret(new ConvergenceSecret(new byte[32]))
            .encoding(EncodingParameters.of(1, 1, 1))
            .build()) {
      ChkReadCap cap = (ChkReadCap) grid.upload(Source.of(CONTENTS)).cap();
      before.crash();
      assertThatThrownBy(() -> read(grid, cap)).isInstanceOf(IOException.class);
      known.set(
          List.of(
              new GridServer(
                  here.id(),
                  here.nickname(),
                  here.permutationSeed(),
                  here.leaseSeed(),
                  servers.memory(before),
                  true)));
      assertThat(read(grid, cap)).isEqualTo(CONTENTS);
    }
  }

  private static byte[] read(Grid grid, ChkReadCap cap) throws IOException, InterruptedException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    grid.open(cap).stream().transferTo(out);
    return out.toByteArray();
  }
}
