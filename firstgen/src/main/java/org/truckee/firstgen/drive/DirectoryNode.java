package org.truckee.firstgen.drive;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.truckee.firstgen.upload.Uploadable;
import org.truckee.firstgen.uri.DirectoryUri;
import org.truckee.firstgen.uri.OldUri;
import org.truckee.firstgen.uri.WritableDirectoryUri;
import org.truckee.firstgen.uri.WriteKey;

/**
 * A directory that can be read and perhaps changed ({@code spec/12 §6.6}). What a damaged entry
 * hides is missing alone: its neighbours can be read. Methods that change something fail with
 * {@link NotMutableException} before anything is sent if the URI grants reading only.
 */
public final class DirectoryNode implements DriveNode {
  private final DirectoryUri uri;
  private final NodeMaker maker;

  DirectoryNode(DirectoryUri uri, NodeMaker maker) {
    this.uri = uri;
    this.maker = maker;
  }

  @Override
  public DirectoryUri uri() {
    return uri;
  }

  /** Whether this node can change the directory; others may be able to. */
  public boolean isMutable() {
    return !uri.isReadOnly();
  }

  /** What grants reading it and nothing more. */
  public DirectoryUri immutableUri() {
    return uri.readOnly();
  }

  /** All children, and what is wrong with those that are damaged. */
  public Listing list() throws DriveException, InterruptedException {
    SortedMap<ChildName, DriveNode> children = new TreeMap<>();
    List<String> damaged = new ArrayList<>();
    for (Entry entry : maker.server(uri).list(uri.index())) {
      String known = "an entry without a readable name";
      try {
        ChildName name = new ChildName(Slot.open(uri.readKey().bytes(), entry.name()));
        known = name.text();
        children.put(name, open(entry));
      } catch (DamagedEntryException e) {
        damaged.add("%s: %s".formatted(known, e.getMessage()));
      }
    }
    return new Listing(children, damaged);
  }

  private DriveNode open(Entry entry) throws DamagedEntryException {
    byte[] text =
        entry.write().length > 0 && uri instanceof WritableDirectoryUri writable
            ? Slot.open(writable.writeKey().bytes(), entry.write())
            : Slot.open(uri.readKey().bytes(), entry.read());
    try {
      return maker.node(OldUri.parse(new String(text, StandardCharsets.ISO_8859_1)));
    } catch (IllegalArgumentException e) {
      throw new DamagedEntryException("it does not hold a URI: " + e.getMessage());
    }
  }

  /** Whether there is a child of that name. */
  public boolean hasChild(ChildName name) throws DriveException, InterruptedException {
    try {
      maker.server(uri).get(uri.index(), nameHash(name));
      return true;
    } catch (NoSuchChildException _) {
      return false;
    }
  }

  private byte[] nameHash(ChildName name) {
    return uri.readKey().childNameHash(name.bytes());
  }

  /**
   * The child of that name.
   *
   * @throws NoSuchChildException if there is none
   * @throws DamagedEntryException if its entry cannot be read
   */
  public DriveNode get(ChildName name) throws DriveException, InterruptedException {
    Entry entry;
    try {
      entry = maker.server(uri).get(uri.index(), nameHash(name));
    } catch (NoSuchChildException _) {
      throw new NoSuchChildException(
          "get(index=%s): unable to find child named '%s'".formatted(uri.index(), name));
    }
    return open(entry);
  }

  /**
   * The node at the end of a path; this one if the path is empty.
   *
   * @throws NoSuchChildException if a part of it is missing
   */
  public DriveNode atPath(List<ChildName> path) throws DriveException, InterruptedException {
    DriveNode node = this;
    for (ChildName name : path) {
      node =
          switch (node) {
            case DirectoryNode directory -> directory.get(name);
            case FileNode _ ->
                throw new DriveException(
                    "'%s' cannot be in a file: only directories have children".formatted(name));
          };
    }
    return node;
  }

  /** Adds or replaces a child. */
  public void setUri(ChildName name, OldUri child) throws DriveException, InterruptedException {
    WritableDirectoryUri writable = writable();
    byte[] readKey = writable.readKey().bytes();
    byte[] write =
        child.isMutable() && !child.isReadOnly()
            ? seal(writable.writeKey().bytes(), ascii(child.text()))
            : new byte[0];
    Entry entry =
        new Entry(
            seal(readKey, name.bytes()), write, seal(readKey, ascii(child.readOnly().text())));
    maker.server(uri).set(uri.index(), writable.writeKey().writeEnabler(), nameHash(name), entry);
  }

  private byte[] seal(byte[] key, byte[] plaintext) throws DriveException {
    byte[] slot = Slot.seal(key, plaintext, maker.random());
    if (slot.length > Slot.MAX_LENGTH) {
      throw new DriveException(
          "names and URIs have at most %d bytes, not %d"
              .formatted(Slot.MAX_LENGTH - Slot.OVERHEAD, plaintext.length));
    }
    return slot;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private WritableDirectoryUri writable() throws NotMutableException {
    if (uri instanceof WritableDirectoryUri writable) {
      return writable;
    }
    throw new NotMutableException("this is the read-only URI of the directory");
  }

  /** Adds or replaces a child; the child. */
  public DriveNode setNode(ChildName name, DriveNode child)
      throws DriveException, InterruptedException {
    setUri(name, child.uri());
    return child;
  }

  /** Uploads a file and adds it as a child. */
  public FileNode addFile(ChildName name, Uploadable file)
      throws IOException, InterruptedException {
    writable();
    return (FileNode) setNode(name, maker.node(maker.upload(file)));
  }

  /**
   * Removes a child; what it names stays where it is.
   *
   * @throws NoSuchChildException if there is none
   */
  public void delete(ChildName name) throws DriveException, InterruptedException {
    WritableDirectoryUri writable = writable();
    maker.server(uri).delete(uri.index(), writable.writeKey().writeEnabler(), nameHash(name));
  }

  /** Makes an empty directory at the same server and adds it as a child. */
  public DirectoryNode createEmptyDirectory(ChildName name)
      throws DriveException, InterruptedException {
    writable();
    WriteKey key = WriteKey.random(maker.random());
    WritableDirectoryUri made = new WritableDirectoryUri(uri.furl(), key);
    maker.server(made).create(made.index(), key.writeEnabler());
    return (DirectoryNode) setNode(name, maker.directory(made));
  }

  /**
   * Moves a child to another directory, or gives it another name. It is there twice for a moment.
   * Nothing happens if it is there already.
   */
  public void moveChildTo(ChildName name, DirectoryNode target, ChildName newName)
      throws DriveException, InterruptedException {
    writable();
    target.writable();
    DriveNode child = get(name);
    if (target.uri.index().equals(uri.index()) && newName.equals(name)) {
      return;
    }
    target.setNode(newName, child);
    delete(name);
  }

  /** The names under which servers know everything that can be reached from here. */
  public Manifest buildManifest() throws DriveException, InterruptedException {
    return Manifest.of(this);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof DirectoryNode that && uri.equals(that.uri);
  }

  @Override
  public int hashCode() {
    return uri.hashCode();
  }

  @Override
  public String toString() {
    return uri.toString();
  }
}
