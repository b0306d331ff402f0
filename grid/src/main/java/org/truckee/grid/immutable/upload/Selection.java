package org.truckee.grid.immutable.upload;

import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.truckee.grid.ServerId;
import org.truckee.grid.spread.Holders;
import org.truckee.storage.ShareNumber;

/**
 * The servers that were found for a file.
 *
 * @param granted the shares that servers take
 * @param holders who will hold what when all of them have been sent
 * @param preexisting how many share numbers servers had before
 */
record Selection(List<GrantedShare> granted, Holders holders, int preexisting) {
  /** The shares that have still to be sent. */
  List<GrantedShare> toBeSent() {
    return granted.stream().filter(share -> !share.stored()).toList();
  }

  /** The shares that were sent with the question. */
  List<GrantedShare> stored() {
    return granted.stream().filter(GrantedShare::stored).toList();
  }

  /** Where these are. */
  SortedMap<ShareNumber, SortedSet<ServerId>> storedMap() {
    SortedMap<ShareNumber, SortedSet<ServerId>> map = new TreeMap<>();
    for (GrantedShare share : stored()) {
      map.computeIfAbsent(share.share(), unused -> new TreeSet<>()).add(share.server().id());
    }
    return map;
  }
}
