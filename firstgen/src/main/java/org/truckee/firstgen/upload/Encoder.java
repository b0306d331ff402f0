package org.truckee.firstgen.upload;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.truckee.firstgen.hash.OldHashTree;
import org.truckee.firstgen.hash.OldTag;
import org.truckee.firstgen.peers.Concurrently;
import org.truckee.firstgen.share.SegmentPlan;
import org.truckee.firstgen.share.ShareLayout;
import org.truckee.firstgen.share.ShareSink;
import org.truckee.firstgen.share.ShareWriter;
import org.truckee.firstgen.share.UriExtension;
import org.truckee.firstgen.uri.ChkUri;
import org.truckee.firstgen.uri.FileKey;

/**
 * Makes the shares of a file and sends those that have a place ({@code spec/12 §8.4, §10.3}). Each
 * step goes to all places at once and is answered by all before the next begins; the hashes of the
 * others are computed all the same, because the URI follows from them.
 */
public final class Encoder {
  private static final Logger LOG = LoggerFactory.getLogger(Encoder.class);

  private final SegmentPlan plan;
  private final FileKey key;
  private final int desired;
  private final Map<Integer, ShareWriter> writers = new TreeMap<>();
  private final List<List<byte[]>> blockHashes = new ArrayList<>();

  /**
   * An encoder of one file.
   *
   * @param sinks where shares go, by their numbers; perhaps nowhere
   * @param desired with fewer places than this left the upload is given up
   */
  public Encoder(
      SegmentPlan plan,
      FileKey key,
      ShareLayout layout,
      Map<Integer, ShareSink> sinks,
      int desired) {
    this.plan = plan;
    this.key = key;
    this.desired = desired;
    sinks.forEach((number, sink) -> writers.put(number, new ShareWriter(sink, layout, plan)));
    for (int share = 0; share < plan.total(); share++) {
      blockHashes.add(new ArrayList<>());
    }
  }

  /**
   * Sends everything.
   *
   * @param plaintext the contents from the beginning
   * @throws UploadException if too many places are lost
   */
  public ChkUri run(InputStream plaintext) throws IOException, InterruptedException {
    toAll((number, writer) -> writer.start());
    EncryptedSegments segments = new EncryptedSegments(plaintext, plan, key);
    for (int segment = 0; segment < plan.segments(); segment++) {
      sendSegment(segment, segments.next());
    }
    if (plaintext.read() >= 0) {
      throw new IOException("a file has become longer while it was uploaded");
    }
    OldHashTree plaintextTree = segments.plaintextTree();
    OldHashTree crypttextTree = segments.crypttextTree();
    List<OldHashTree> blockTrees = blockHashes.stream().map(OldHashTree::over).toList();
    OldHashTree shareTree = OldHashTree.over(blockTrees.stream().map(OldHashTree::root).toList());
    toAll((number, writer) -> writer.putPlaintextHashes(plaintextTree));
    toAll((number, writer) -> writer.putCrypttextHashes(crypttextTree));
    toAll((number, writer) -> writer.putBlockHashes(blockTrees.get(number)));
    toAll((number, writer) -> writer.putShareHashes(chain(shareTree, number)));
    UriExtension.Hashes hashes =
        new UriExtension.Hashes(
            segments.plaintextHash(),
            plaintextTree.root(),
            segments.crypttextHash(),
            crypttextTree.root(),
            shareTree.root());
    byte[] extension = new UriExtension(plan, plan.codec(), plan.tailCodec(), hashes).bytes();
    toAll((number, writer) -> writer.putUriExtension(extension));
    toAll((number, writer) -> writer.close());
    return new ChkUri(key, UriExtension.hash(extension), plan.needed(), plan.total(), plan.size());
  }

  private void sendSegment(int segment, byte[] crypttext) throws IOException, InterruptedException {
    boolean last = segment == plan.segments() - 1;
    byte[][] blocks = (last ? plan.tailCodec() : plan.codec()).encode(crypttext);
    for (int share = 0; share < blocks.length; share++) {
      blockHashes.get(share).add(OldTag.BLOCK.hash(blocks[share]));
    }
    toAll((number, writer) -> writer.putBlock(segment, blocks[number]));
  }

  /** The leaf of a share and what connects it with the root; of a single share the root itself. */
  private static SortedMap<Integer, byte[]> chain(OldHashTree tree, int share) {
    SortedMap<Integer, byte[]> chain = new TreeMap<>();
    int leaf = tree.shape().firstLeaf() + share;
    chain.put(leaf, tree.node(leaf));
    tree.shape().neededHashes(share).forEach(node -> chain.put(node, tree.node(node)));
    return chain;
  }

  /** One thing that is sent to every place. */
  private interface Step {
    void send(int number, ShareWriter writer) throws IOException, InterruptedException;
  }

  private void toAll(Step step) throws IOException, InterruptedException {
    List<Map.Entry<Integer, ShareWriter>> places = List.copyOf(writers.entrySet());
    List<Callable<Integer>> sendings = new ArrayList<>();
    for (Map.Entry<Integer, ShareWriter> place : places) {
      sendings.add(
          () -> {
            step.send(place.getKey(), place.getValue());
            return place.getKey();
          });
    }
    List<Concurrently.Outcome<Integer>> outcomes = Concurrently.all(sendings);
    Exception last = null;
    for (int i = 0; i < outcomes.size(); i++) {
      if (outcomes.get(i) instanceof Concurrently.Outcome.Failed<Integer> failed) {
        LOG.warn("{} is lost: {}", places.get(i).getValue().where(), failed.reason().getMessage());
        writers.remove(places.get(i).getKey());
        last = failed.reason();
      }
    }
    if (last != null && writers.size() < desired) {
      throw new UploadException(
          "lost too many shareholders during upload: %d are left, %d are desired; the last error was: %s"
              .formatted(writers.size(), desired, last.getMessage()));
    }
  }
}
