package org.truckee.firstgen.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.truckee.crypto.TubId;
import org.truckee.firstgen.OldVectors;
import org.truckee.firstgen.UsesVectors;
import org.truckee.firstgen.drive.BadWriteEnablerException;
import org.truckee.firstgen.drive.DirectoryFiles;
import org.truckee.firstgen.drive.DirectoryServer;
import org.truckee.firstgen.drive.DriveException;
import org.truckee.firstgen.drive.Entry;
import org.truckee.firstgen.drive.NoPublicRootException;
import org.truckee.firstgen.drive.NoSuchChildException;
import org.truckee.firstgen.drive.RemoteDirectories;
import org.truckee.firstgen.drive.ServedDirectories;
import org.truckee.firstgen.hash.ZBase32;
import org.truckee.firstgen.node.ServedClient;
import org.truckee.firstgen.share.ShareLayout;
import org.truckee.firstgen.storage.DiskShares;
import org.truckee.firstgen.storage.ServedShares;
import org.truckee.firstgen.uri.DirectoryIndex;
import org.truckee.firstgen.uri.WritableDirectoryUri;
import org.truckee.firstgen.uri.WriteEnabler;
import org.truckee.firstgen.uri.WriteKey;
import org.truckee.foolscap.RemoteFailure;
import org.truckee.foolscap.RemoteFailureException;
import org.truckee.foolscap.ReportedException;
import org.truckee.foolscap.ViolationException;
import org.truckee.foolscap.banana.ControlTokens;
import org.truckee.foolscap.banana.TokenReader;
import org.truckee.foolscap.banana.TokenWriter;
import org.truckee.foolscap.banana.Vocabulary;
import org.truckee.foolscap.remote.LocalObject;
import org.truckee.foolscap.remote.RemoteInterface;
import org.truckee.foolscap.remote.RemoteMethod;
import org.truckee.foolscap.remote.RemoteReference;
import org.truckee.foolscap.slicing.MessageReader;
import org.truckee.foolscap.slicing.References;
import org.truckee.foolscap.slicing.ValueReader;
import org.truckee.foolscap.slicing.ValueWriter;
import org.truckee.foolscap.slicing.WireReference;
import org.truckee.foolscap.value.Reference;
import org.truckee.foolscap.value.Value;

/**
 * What nodes of 2007 have said to one another, byte for byte: our callers say the same, and our
 * objects understand it and answer the same.
 */
@UsesVectors("wire")
final class WireTranscriptsTest {
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final byte[] INDEX =
      OldVectors.bytes(OldVectors.get("vdrive_server").path("index"));
  private static final byte[] STORAGE_INDEX =
      OldVectors.bytes(OldVectors.get("lease_secrets").path("storage_index"));

  private static final Pattern REFUSED =
      Pattern.compile("Violation \\((\\w+)\\.(\\w+)\\((\\w+)=\\)\\)");

  @TempDir Path folder;

  /** The calls of one connection. */
  private static List<List<JsonNode>> connections() {
    List<List<JsonNode>> connections = new ArrayList<>();
    OldVectors.stream(OldVectors.get("wire").path("calls"))
        .forEach(
            call -> {
              if (call.path("caller_to_callee").asText().startsWith("0088")) {
                connections.add(new ArrayList<>());
              }
              connections.getLast().add(call);
            });
    return connections;
  }

  private static List<JsonNode> connection(String first) {
    return connections().stream()
        .filter(calls -> calls.getFirst().path("call").asText().equals(first))
        .findFirst()
        .orElseThrow();
  }

  private static byte[] filled(char letter, int length) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) letter);
    return bytes;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  @Test
  void theTranscriptsHaveTheseConnections() {
    assertThat(connections().stream().map(calls -> calls.getFirst().path("call").asText()))
        .containsExactly(
            "create_directory(index, write_enabler)",
            "get_public_root_uri()",
            "get_public_root_uri() [URI longer than 300]",
            "list(index) [1001 children]",
            "get_versions()",
            "hello(node=, furl=)",
            "new_peers(furls)");
  }

  @Test
  void directories() throws Exception {
    Played played =
        new Played(
            connection("create_directory(index, write_enabler)"),
            OldRemote.VirtualDriveServer.class,
            new ServedDirectories(DirectoryFiles.open(folder)));
    byte[] enabler =
        OldVectors.bytes(
            OldVectors.get("vdrive_server").path("steps").path(1).path("args").path(1));
    byte[] key = OldVectors.bytes(OldVectors.get("child_name_hash").path(1).path("h_name"));
    byte[] name = filled('N', 47);
    byte[] read = filled('R', 60);
    byte[] none = {};
    played.call("create_directory", INDEX, enabler);
    played.call("set", INDEX, enabler, key, name, none, read);
    played.call("get", INDEX, key);
    played.call("list", INDEX);
    played.call("delete", INDEX, enabler, key);
    played.call("get", INDEX, key);
    played.call("set", INDEX, filled('w', 32), key, name, none, read);
    played.call("get_public_root_uri");
    played.refusedByCaller("set", INDEX, enabler, key, filled('N', 1001), none, read);
    played.refusedByCaller("list", Arrays.copyOf(INDEX, 31));
    played.end();
  }

  /** Whoever calls a directory server of 2007 learns what has gone wrong there. */
  @Test
  void failuresAreUnderstood() {
    Map<String, Class<? extends DriveException>> meanings =
        Map.of(
            "exceptions.KeyError",
            NoSuchChildException.class,
            OldFailures.BAD_WRITE_ENABLER,
            BadWriteEnablerException.class,
            OldFailures.NO_PUBLIC_ROOT,
            NoPublicRootException.class);
    List<JsonNode> failures =
        connection("create_directory(index, write_enabler)").stream()
            .filter(call -> call.has("remote_failure"))
            .map(call -> call.path("remote_failure"))
            .toList();
    assertThat(failures).hasSize(3);
    for (JsonNode failure : failures) {
      String type = failure.path("type").asText();
      RemoteDirectories caller = new RemoteDirectories(failing(failure));
      assertThatThrownBy(caller::publicRoot).isInstanceOf(meanings.get(type));
      assertThatThrownBy(() -> caller.get(new DirectoryIndex(INDEX), INDEX))
          .isInstanceOf(meanings.get(type));
    }
  }

  private static OldRemote.VirtualDriveServer failing(JsonNode failure) {
    RemoteFailure told =
        new RemoteFailure(
            failure.path("type").asText(),
            OldVectors.stream(failure.path("parents_include")).map(JsonNode::asText).toList(),
            failure.path("value").asText(),
            "");
    return (OldRemote.VirtualDriveServer)
        Proxy.newProxyInstance(
            WireTranscriptsTest.class.getClassLoader(),
            new Class<?>[] {OldRemote.VirtualDriveServer.class},
            (proxy, method, arguments) -> {
              throw new RemoteFailureException(method.getName(), told);
            });
  }

  @Test
  void thePublicRoot() throws Exception {
    Played played =
        new Played(
            connection("get_public_root_uri()"),
            OldRemote.VirtualDriveServer.class,
            new ServedDirectories(new Fixed("pb://abc@1.2.3.4:5/vdrive", 0)));
    played.call("get_public_root_uri");
    played.end();
  }

  @Test
  void aRootWithALongNameIsNotGiven() throws Exception {
    Played played =
        new Played(
            connection("get_public_root_uri() [URI longer than 300]"),
            OldRemote.VirtualDriveServer.class,
            new ServedDirectories(new Fixed("pb://abc@1.2.3.4:5/" + "v".repeat(300), 0)));
    played.call("get_public_root_uri");
    played.end();
  }

  @Test
  void moreChildrenThanAllowedAreNotListed() throws Exception {
    Played played =
        new Played(
            connection("list(index) [1001 children]"),
            OldRemote.VirtualDriveServer.class,
            new ServedDirectories(new Fixed("pb://abc@1.2.3.4:5/vdrive", 1001)));
    played.call("list", INDEX);
    played.end();
  }

  /** A server with a root and children that are always the same. */
  private record Fixed(String furl, int children) implements DirectoryServer {
    @Override
    public WritableDirectoryUri publicRoot() {
      return new WritableDirectoryUri(
          furl, new WriteKey(ZBase32.decode("wesr7iz7x3fxhkajwwe751tw9a")));
    }

    @Override
    public List<Entry> list(DirectoryIndex index) {
      return Collections.nCopies(children, new Entry(new byte[0], new byte[0], new byte[0]));
    }

    @Override
    public void create(DirectoryIndex index, WriteEnabler enabler) {}

    @Override
    public Entry get(DirectoryIndex index, byte[] nameHash) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void set(DirectoryIndex index, WriteEnabler enabler, byte[] nameHash, Entry entry) {}

    @Override
    public void delete(DirectoryIndex index, WriteEnabler enabler, byte[] nameHash) {}
  }

  /** The node of the transcripts has another version, and does not tell its node id. */
  private record OldNode(ServedClient served) implements OldRemote.Client {
    @Override
    public OldRemote.Versions getVersions() {
      return new OldRemote.Versions(ascii("0.5.1-10"), ascii("0.5.1-10"));
    }

    @Override
    public Reference getService(byte[] name) throws ReportedException {
      return served.getService(name);
    }

    @Override
    public byte[] getNodeid() throws ReportedException {
      throw new ReportedException(RemoteFailure.attributeError("remote_get_nodeid"));
    }
  }

  @Test
  void clientAndStorage() throws Exception {
    DiskShares shares =
        DiskShares.open(
            folder,
            new DiskShares.Settings(ShareLayout.A, OptionalLong.empty(), false, Clock.systemUTC()));
    ServedClient served = new ServedClient(new TubId(new byte[20]), new ServedShares(shares));
    Played played =
        new Played(connection("get_versions()"), OldRemote.Client.class, new OldNode(served));
    played.call("get_versions");
    played.call("get_service", (Object) ascii("storageserver"));
    played.call("get_service", (Object) ascii("vdrive"));
    played.call("get_nodeid");
    played.target(OldRemote.StorageServer.class);
    byte[] renew = filled('r', 32);
    byte[] cancel = filled('c', 32);
    played.call(
        "allocate_buckets", STORAGE_INDEX, renew, cancel, Set.of(0), 1321, LocalObject.canary());
    played.target(OldRemote.BucketWriter.class);
    played.call("write", 0, ascii("HELLO"));
    played.letGo();
    // A Java int cannot be 2^31, so our caller has nothing to refuse.
    played.skip("write", Value.of(1L << 31), Value.bytes("x"));
    played.call("close");
    played.target(OldRemote.StorageServer.class);
    played.call("get_buckets", (Object) STORAGE_INDEX);
    played.target(OldRemote.BucketReader.class);
    played.call("read", 1, 3);
    played.target(OldRemote.StorageServer.class);
    played.call("renew_lease", STORAGE_INDEX, renew);
    played.call("renew_lease", STORAGE_INDEX, filled('x', 32));
    played.call("cancel_lease", STORAGE_INDEX, cancel);
    played.call("get_buckets", (Object) STORAGE_INDEX);
    played.refusedByCaller(
        "allocate_buckets",
        STORAGE_INDEX,
        renew,
        cancel,
        new TreeSet<>(IntStream.range(0, 201).boxed().toList()),
        1321,
        LocalObject.canary());
    played.refusedByCaller("get_buckets", (Object) new byte[17]);
    played.end();
  }

  private static final class Silent implements OldRemote.IntroducerClient, OldRemote.Introducer {
    @Override
    public void newPeers(Set<byte[]> furls) {
      assertThat(furls).hasSize(1);
    }

    @Override
    public void setEncodingParameters(OldRemote.Encoding parameters) {
      assertThat(parameters).isEqualTo(new OldRemote.Encoding(3, 7, 10));
    }

    @Override
    public void hello(OldRemote.IntroducerClient node, byte[] furl) {
      assertThat(furl).isEqualTo(ascii("pb://abc@1.2.3.4:5/xyz"));
    }
  }

  @Test
  void hello() throws Exception {
    Played played =
        new Played(connection("hello(node=, furl=)"), OldRemote.Introducer.class, new Silent());
    played.call("hello", new Silent(), ascii("pb://abc@1.2.3.4:5/xyz"));
    // In Java nobody can give an object of another interface, but somebody may send one.
    played.skip(
        "hello",
        stub(new WireReference.Mine(7, Optional.of("RIClient"), Optional.empty())),
        Value.bytes("pb://abc@1.2.3.4:5/xyz"));
    played.end();
  }

  @Test
  void introductions() throws Exception {
    Played played =
        new Played(connection("new_peers(furls)"), OldRemote.IntroducerClient.class, new Silent());
    played.call("new_peers", (Object) Set.of(ascii("pb://abc@1.2.3.4:5/xyz")));
    played.call("set_encoding_parameters", new OldRemote.Encoding(3, 7, 10));
    Set<byte[]> many = new HashSet<>();
    IntStream.range(0, 31).forEach(i -> many.add(ascii("pb://abc@1.2.3.4:5/" + i)));
    played.refusedByCaller("new_peers", (Object) many);
    played.skip("set_encoding_parameters", Value.list(Value.of(3), Value.of(7), Value.of(10)));
    played.end();
  }

  private static RemoteReference stub(WireReference.Mine mine) {
    return (RemoteReference)
        Proxy.newProxyInstance(
            WireTranscriptsTest.class.getClassLoader(),
            new Class<?>[] {RemoteReference.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "interfaceName" -> mine.interfaceName();
                  case "as" -> InvocationHandler.invokeDefault(proxy, method, arguments);
                  case "onLost" -> (RemoteReference.Registration) () -> {};
                  case "release" -> null;
                  case "hashCode" -> System.identityHashCode(proxy);
                  case "equals" -> proxy == arguments[0];
                  case "toString" -> "object " + mine.clid();
                  default -> throw new UnsupportedOperationException(method.getName());
                });
  }

  /** One side's objects by their numbers. */
  private static final class Objects implements References {
    private final List<LocalObject> own = new ArrayList<>();

    @Override
    public WireReference send(Reference reference) {
      LocalObject object = (LocalObject) reference;
      for (int i = 0; i < own.size(); i++) {
        if (own.get(i).implementation() == object.implementation()) {
          return new WireReference.Mine(i + 1L, Optional.empty(), Optional.empty());
        }
      }
      own.add(object);
      String name = object.schema().map(RemoteInterface::name).orElse("");
      return new WireReference.Mine(own.size(), Optional.of(name), Optional.empty());
    }

    @Override
    public Reference receive(WireReference reference) {
      return stub((WireReference.Mine) reference);
    }
  }

  /** One end of a connection: what it writes, and what it reads of the transcript. */
  private static final class End {
    private final Objects objects = new Objects();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ValueWriter writer =
        new ValueWriter(new TokenWriter(out, Vocabulary.PROTOCOL_WORDS), objects);
    private final MessageReader reader;
    private final ValueReader values;

    End(List<JsonNode> calls, String incoming) {
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      calls.stream()
          .filter(call -> call.has(incoming))
          .forEach(call -> all.writeBytes(OldVectors.bytes(call, incoming)));
      reader =
          new MessageReader(
              new TokenReader(
                  new ByteArrayInputStream(all.toByteArray()),
                  new ControlTokens() {
                    @Override
                    public void ping(BigInteger number) {}

                    @Override
                    public void pong(BigInteger number) {}
                  }),
              Vocabulary.PROTOCOL_WORDS);
      values = new ValueReader(reader, objects, Set.of());
    }

    String written() throws IOException {
      writer.tokens().flush();
      String hex = HexFormat.of().formatHex(out.toByteArray());
      out.reset();
      return hex;
    }
  }

  /** A connection of a transcript, call by call. */
  private static final class Played {
    private final List<JsonNode> calls;
    private final End caller;
    private final End callee;
    private Class<?> type;
    private int next;
    private long requests;

    Played(List<JsonNode> calls, Class<?> type, Object object) {
      this.calls = calls;
      this.type = type;
      this.caller = new End(calls, "callee_to_caller");
      this.callee = new End(calls, "caller_to_callee");
      callee.objects.own.add(LocalObject.of(type, object));
    }

    /** From now on the last object is called that has this interface. */
    void target(Class<?> other) {
      type = other;
    }

    private long clid() {
      for (int i = callee.objects.own.size(); i > 0; i--) {
        LocalObject object = callee.objects.own.get(i - 1);
        if (object.schema().equals(Optional.of(RemoteInterface.of(type)))) {
          return i;
        }
      }
      throw new AssertionError("there is no " + type);
    }

    void call(String name, Object... arguments) throws Exception {
      JsonNode call = calls.get(next++);
      RemoteMethod method = RemoteInterface.of(type).method(name).orElseThrow();
      requests++;
      write(method, method.send(arguments));
      assertThat(caller.written())
          .as(call.path("call").asText())
          .isEqualTo(call.path("caller_to_callee").asText());
      if (call.has("remote_failure")) {
        assertThatThrownBy(() -> carryOut(method))
            .satisfies(thrown -> compare(call.path("remote_failure"), thrown));
        countFailure();
      } else {
        carryOut(method);
        assertThat(callee.written())
            .as(call.path("call").asText())
            .isEqualTo(call.path("callee_to_caller").asText());
        understand(method);
      }
    }

    private void write(RemoteMethod method, List<Value> arguments) throws IOException {
      ValueWriter writer = caller.writer;
      writer.open("call");
      writer.tokens().integer(requests);
      writer.tokens().integer(clid());
      writer.tokens().string(method.name());
      writer.open("arguments");
      List<Value> positional = method.positional(arguments);
      writer.tokens().integer(positional.size());
      for (Value argument : positional) {
        writer.value(argument);
      }
      for (Map.Entry<String, Value> keyword : method.keywords(arguments).entrySet()) {
        writer.tokens().string(keyword.getKey());
        writer.value(keyword.getValue());
      }
      writer.close();
      writer.close();
    }

    private void carryOut(RemoteMethod method) throws Exception {
      MessageReader reader = callee.reader;
      assertThat(reader.nextMessage()).isEqualTo("call");
      reader.limit(1 << 20);
      assertThat(reader.id("request", false)).isEqualTo(requests);
      LocalObject target = callee.objects.own.get((int) reader.id("object", true) - 1);
      assertThat(reader.name("method", 100)).isEqualTo(method.name());
      assertThat(reader.begin("arguments")).isEqualTo("arguments");
      long count = reader.id("count", false);
      Value[] given = new Value[method.argumentNames().size()];
      for (int i = 0; i < count; i++) {
        given[i] = callee.values.value(method.argument(i));
      }
      while (reader.more()) {
        int index = method.argumentNames().indexOf(reader.name("argument", 100));
        given[index] = callee.values.value(method.argument(index));
      }
      reader.end("more than a call");
      Value result = method.invoke(target.implementation(), Arrays.asList(given), LIMIT);
      callee.writer.open("answer");
      callee.writer.tokens().integer(requests);
      callee.writer.value(result);
      callee.writer.close();
    }

    /** An error is a sequence with a sequence that has a list in it. */
    private void countFailure() throws IOException {
      callee.writer.open("error");
      callee.writer.open("copyable");
      callee.writer.open("list");
      callee.writer.close();
      callee.writer.close();
      callee.writer.close();
      callee.written();
    }

    private void understand(RemoteMethod method) throws IOException {
      assertThat(caller.reader.nextMessage()).isEqualTo("answer");
      caller.reader.limit(1 << 20);
      assertThat(caller.reader.id("request", false)).isEqualTo(requests);
      Value value = caller.values.value(method.result());
      caller.reader.end("more than an answer");
      method.receiveResult(value, LIMIT);
    }

    private static void compare(JsonNode expected, Throwable thrown) {
      RemoteFailure failure =
          (thrown instanceof ReportedException reported
                  ? reported.failure()
                  : RemoteFailure.violation(thrown.getMessage()))
              .withOldNames();
      assertThat(failure.type()).isEqualTo(expected.path("type").asText());
      assertThat(failure.parents())
          .containsExactlyInAnyOrderElementsOf(
              OldVectors.stream(expected.path("parents_include")).map(JsonNode::asText).toList());
      String text = expected.path("value").asText();
      if (thrown instanceof ViolationException) {
        // The words are everybody's own; what is wrong is the same.
        assertThat(text).startsWith("Violation (in return value of");
        assertThat(failure.value()).isNotEmpty();
      } else if (text.startsWith("(free text")) {
        assertThat(failure.value()).isNotEmpty();
      } else {
        assertThat(failure.value()).isEqualTo(text);
      }
    }

    /** Our caller refuses it too, and our object does if somebody sends it all the same. */
    void refusedByCaller(String name, Object... arguments) {
      JsonNode call = calls.get(next++);
      RemoteMethod method = RemoteInterface.of(type).method(name).orElseThrow();
      assertThatThrownBy(() -> method.send(arguments))
          .isInstanceOf(ViolationException.class)
          .hasMessageContaining(refused(call));
      refusedByCallee(method, Arrays.stream(arguments).map(Played::unchecked).toList());
    }

    private void refusedByCallee(RemoteMethod method, List<Value> arguments) {
      assertThatThrownBy(
              () ->
                  method.invoke(
                      callee.objects.own.get((int) clid() - 1).implementation(), arguments, LIMIT))
          .isInstanceOf(ViolationException.class);
    }

    /** Interface, method and argument that the caller of 2007 complained about, in our words. */
    private static String refused(JsonNode call) {
      Matcher text = REFUSED.matcher(call.path("refused_by_caller").asText());
      assertThat(text.find()).as(call.path("call").asText()).isTrue();
      return "%s:%s, argument %s:".formatted(text.group(1), text.group(2), text.group(3));
    }

    /** What somebody sends who does not heed the limits. */
    private static Value unchecked(Object argument) {
      return switch (argument) {
        case byte[] bytes -> Value.bytes(bytes);
        case Integer number -> Value.of(number);
        case Set<?> members ->
            Value.set(members.stream().map(Played::unchecked).collect(Collectors.toSet()));
        case LocalObject object -> object;
        default -> throw new AssertionError("no value for " + argument);
      };
    }

    /** A call that was given up when its numbers had been spent, and cannot be made in Java. */
    void skip(String name, Value... arguments) throws IOException {
      JsonNode call = calls.get(next++);
      RemoteMethod method = RemoteInterface.of(type).method(name).orElseThrow();
      assertThat(refused(call)).startsWith(method.fullName());
      refusedByCallee(method, List.of(arguments));
      requests++;
      spend(caller);
    }

    /** The callee does not need the canary any more, and says so with a call of its own. */
    void letGo() throws IOException {
      spend(callee);
    }

    private static void spend(End end) throws IOException {
      end.writer.open("call");
      end.writer.open("arguments");
      end.writer.close();
      end.writer.close();
      end.written();
    }

    void end() {
      assertThat(next).isEqualTo(calls.size());
    }
  }
}
