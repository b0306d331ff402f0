package org.truckee.web.api;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.truckee.grid.transfer.FileThreads;
import org.truckee.http.FileTypes;
import org.truckee.http.HttpRange;
import org.truckee.http.PercentEncoding;
import org.truckee.http.RangeHeaders;
import org.truckee.web.pages.MessageView;
import org.truckee.web.pages.Pages;

/** A file of this site, or parts of it ({@code spec/08 §18.6}). */
final class SendStatic implements Operation<StaticFile> {
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);
  private static final int PIECE = 1 << 16;

  /** Of all sites in a process; threads come when they are needed and go by themselves. */
  private static final FileThreads DISK = new FileThreads();

  @Override
  public void perform(StaticFile file, WebRequest request)
      throws IOException, InterruptedException {
    switch (file) {
      case StaticFile.WithoutSlash _ ->
          Redirects.found(
              request, withSlash(request.path()) + request.arguments().queryWithout(""));
      case StaticFile.Folder folder -> list(folder, request);
      case StaticFile.BuiltIn own -> {
        request.setHeader("Cache-Control", "max-age=3600");
        ByteBuffer bytes = ByteBuffer.wrap(own.bytes());
        send(
            own.name(),
            own.bytes().length,
            own.modified(),
            (begin, length) -> bytes.slice((int) begin, length),
            request);
      }
      case StaticFile.OnDisk(var path, var size, var modified) -> {
        SafeHeaders.ofOperator(request.http());
        try (FileChannel channel = DISK.call(() -> FileChannel.open(path))) {
          send(
              path.getFileName().toString(),
              size,
              modified,
              (begin, length) -> DISK.call(() -> piece(channel, begin, length)),
              request);
        }
      }
    }
  }

  /** Put together anew: what begins with two slashes would lead to another site. */
  private static String withSlash(UrlPath path) {
    return path.pieces().stream()
        .map(PercentEncoding::encode)
        .collect(Collectors.joining("/", "/", "/"));
  }

  private static void list(StaticFile.Folder folder, WebRequest request)
      throws IOException, InterruptedException {
    List<MessageView.Link> links =
        folder.names().stream()
            .map(
                name ->
                    new MessageView.Link(name, PercentEncoding.encode(name).replace("%2F", "/")))
            .toList();
    request.respond(
        200,
        Html.PAGE_TYPE,
        Pages.message(Frames.of("Folder", request), new MessageView("Folder", List.of(), links)));
  }

  /** Where the bytes come from. */
  @FunctionalInterface
  private interface Bytes {
    ByteBuffer piece(long begin, int length) throws IOException;
  }

  private static ByteBuffer piece(FileChannel channel, long begin, int length) throws IOException {
    ByteBuffer piece = ByteBuffer.allocate(length);
    while (piece.hasRemaining()) {
      if (channel.read(piece, begin + piece.position()) < 0) {
        throw new IOException("the file has become shorter while it was sent");
      }
    }
    return piece.flip();
  }

  private static void send(
      String name, long size, Instant modified, Bytes bytes, WebRequest request)
      throws IOException, InterruptedException {
    request.setHeader("Last-Modified", DATE.format(modified));
    request.setHeader("Accept-Ranges", "bytes");
    if (isKnown(modified, request)) {
      request.respondEmpty(304);
      return;
    }
    String type = FileTypes.of(name, "text/html");
    Optional<List<HttpRange>> ranges =
        request.header("Range").flatMap(header -> ByteRanges.of(header, size));
    if (ranges.isEmpty()) {
      request.http().setContentType(type);
      whole(new HttpRange(0, size), 200, bytes, request);
    } else if (ranges.get().isEmpty()) {
      request.setHeader("Content-Range", "bytes */" + size);
      request.respondEmpty(416);
    } else if (ranges.get().size() == 1) {
      HttpRange one = ranges.get().getFirst();
      request.setHeader("Content-Range", RangeHeaders.describe(one, size));
      request.http().setContentType(type);
      whole(one, 206, bytes, request);
    } else {
      parts(ranges.get(), type, size, bytes, request);
    }
  }

  private static boolean isKnown(Instant modified, WebRequest request) {
    Optional<String> since = request.header("If-Modified-Since");
    try {
      return since.isPresent()
          && !modified.isAfter(
              Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(since.get())));
    } catch (DateTimeException e) {
      return false;
    }
  }

  private static void whole(HttpRange range, int status, Bytes bytes, WebRequest request)
      throws IOException, InterruptedException {
    request.http().begin(status, range.length());
    if (!request.isHead()) {
      copy(range, bytes, request);
    }
    request.http().send(ByteBuffer.allocate(0), true);
  }

  private static void copy(HttpRange range, Bytes bytes, WebRequest request) throws IOException {
    for (long at = range.begin(); at < range.end(); ) {
      int length = (int) Math.min(PIECE, range.end() - at);
      request.http().send(bytes.piece(at, length), false);
      at += length;
    }
  }

  private static void parts(
      List<HttpRange> ranges, String type, long size, Bytes bytes, WebRequest request)
      throws IOException, InterruptedException {
    String boundary = UUID.randomUUID().toString().replace("-", "");
    String end = "\r\n--%s--\r\n".formatted(boundary);
    List<byte[]> heads =
        ranges.stream()
            .map(
                range ->
                    "\r\n--%s\r\nContent-Type: %s\r\nContent-Range: %s\r\n\r\n"
                        .formatted(boundary, type, RangeHeaders.describe(range, size)))
            .map(head -> head.getBytes(StandardCharsets.UTF_8))
            .toList();
    long length = end.length();
    for (int i = 0; i < heads.size(); i++) {
      length += heads.get(i).length + ranges.get(i).length();
    }
    request.http().setContentType("multipart/byteranges; boundary=" + boundary);
    request.http().begin(206, length);
    for (int i = 0; i < heads.size() && !request.isHead(); i++) {
      request.http().send(ByteBuffer.wrap(heads.get(i)), false);
      copy(ranges.get(i), bytes, request);
    }
    byte[] last = request.isHead() ? new byte[0] : end.getBytes(StandardCharsets.US_ASCII);
    request.http().send(ByteBuffer.wrap(last), true);
  }
}
