package org.truckee.wire.network.i2p;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import org.truckee.wire.network.AddressFamily;
import org.truckee.wire.network.Place;

/**
 * Connects through I2P.
 *
 * @param session the place from which that is done
 */
public record I2pFamily(SamSession session) implements AddressFamily {
  @Override
  public String name() {
    return "i2p";
  }

  @Override
  public boolean hides() {
    return true;
  }

  @Override
  public SocketChannel connect(Place place, Duration limit) throws IOException {
    try {
      return session.connect(place, limit);
    } catch (SamException e) {
      throw e;
    } catch (IOException e) {
      throw new SamException("the SAM bridge of I2P: " + e.getMessage(), e);
    }
  }
}
