package org.truckee.foolscap.connection;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.truckee.foolscap.BananaException;
import org.truckee.foolscap.Furl;
import org.truckee.foolscap.ViolationException;
import org.truckee.foolscap.remote.LocalObject;
import org.truckee.foolscap.remote.RemoteReference;
import org.truckee.foolscap.slicing.References;
import org.truckee.foolscap.slicing.WireReference;
import org.truckee.foolscap.value.Reference;

/** All objects that the two sides of a connection have shown each other ({@code spec/06 §8}). */
final class ReferenceTables implements References {
  private final Connection connection;
  private final OwnObjects own;
  private final ForeignObjects foreign;
  private final Gifts gifts;
  private final boolean acceptGifts;

  /** Used by the reading thread only. */
  private List<Gift> received = new ArrayList<>();

  ReferenceTables(
      Connection connection,
      OwnObjects own,
      ForeignObjects foreign,
      Gifts gifts,
      boolean acceptGifts) {
    this.connection = connection;
    this.own = own;
    this.foreign = foreign;
    this.gifts = gifts;
    this.acceptGifts = acceptGifts;
  }

  @Override
  public WireReference send(Reference reference) throws ViolationException {
    return switch (reference) {
      case LocalObject object -> own.send(object);
      case HeldReference held when held.connection() == connection -> {
        if (held.isReleased()) {
          throw new ViolationException("a reference that was released cannot be sent back");
        }
        yield new WireReference.Yours(held.clid());
      }
      case RemoteReference other -> gifts.give(other);
      default ->
          throw new ViolationException(
              "%s is nothing that can be called".formatted(reference.getClass().getName()));
    };
  }

  @Override
  public Reference receive(WireReference reference) throws ViolationException, BananaException {
    return switch (reference) {
      case WireReference.Mine mine -> foreign.receive(mine);
      case WireReference.Yours yours ->
          own.find(yours.clid())
              .orElseThrow(
                  () -> new BananaException("your-reference to nothing that you were sent"));
      case WireReference.Theirs theirs -> gift(theirs);
    };
  }

  private Reference gift(WireReference.Theirs theirs) throws ViolationException {
    if (!acceptGifts) {
      throw new ViolationException("gifts are prohibited in this Tub");
    }
    Furl furl;
    try {
      furl = Furl.parse(theirs.furl());
    } catch (IllegalArgumentException e) {
      throw new ViolationException("a gift with a malformed FURL");
    }
    HeldReference held = new HeldReference(connection, 0, Optional.empty(), Optional.of(furl));
    received.add(new Gift(theirs.giftId(), furl, held));
    return held;
  }

  /** The gifts that have come since this was asked for last. */
  List<Gift> takeGifts() {
    if (received.isEmpty()) {
      return List.of();
    }
    List<Gift> taken = received;
    received = new ArrayList<>();
    return taken;
  }

  /** Forgets everything. */
  void clear() {
    own.clear();
    foreign.clear();
    gifts.clear();
  }
}
