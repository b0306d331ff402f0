package org.truckee.firstgen.web;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.truckee.firstgen.download.DownloadTarget;
import org.truckee.firstgen.drive.FileNode;
import org.truckee.http.Exchange;
import org.truckee.http.FileTypes;
import org.truckee.http.RefusedException;

/** What can be asked of a file ({@code spec/12 §15}). */
final class FileAnswers {
  private FileAnswers() {}

  static void answer(WebRequest request, FileNode file, LocalFiles localFiles)
      throws IOException, InterruptedException {
    switch (request.t()) {
      case "", "download" -> {
        if (request.argument("localfile").isPresent()) {
          localFiles.download(request, file);
        } else {
          content(request, file);
        }
      }
      case "json" -> OldWeb.text(request.exchange(), 200, NodeJson.of(file));
      case "uri", "readonly-uri" -> OldWeb.text(request.exchange(), 200, file.uri().text());
      default -> throw new RefusedException(400, "a file knows no t=" + request.t());
    }
  }

  private static void content(WebRequest request, FileNode file)
      throws IOException, InterruptedException {
    Exchange exchange = request.exchange();
    String last = new String(request.path().getLast(), StandardCharsets.UTF_8);
    String name = request.argument("filename").orElse(last);
    exchange.setContentType(FileTypes.of(name, "application/octet-stream"));
    if (exchange.headOnly()) {
      exchange.begin(200, file.size());
      exchange.send(ByteBuffer.allocate(0), true);
      return;
    }
    file.download(new Answer(exchange, file.size()));
  }

  /**
   * A file on its way to a client. If it fails on the way, the connection ends, so that the client
   * sees that the rest is missing; the last bytes are held back until all hashes agree.
   */
  private static final class Answer implements DownloadTarget<Exchange> {
    private final Exchange exchange;
    private final long size;
    private byte[] heldBack = {};

    Answer(Exchange exchange, long size) {
      this.exchange = exchange;
      this.size = size;
    }

    @Override
    public void open(long length) throws IOException {
      try {
        exchange.begin(200, size);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("the server is stopping", e);
      }
    }

    @Override
    public void write(byte[] data) throws IOException {
      if (heldBack.length > 0) {
        exchange.send(ByteBuffer.wrap(heldBack), false);
      }
      heldBack = data;
    }

    @Override
    public void close() {}

    @Override
    public void fail(Exception why) {}

    @Override
    public Exchange finish() throws IOException {
      exchange.send(ByteBuffer.wrap(heldBack), true);
      return exchange;
    }
  }
}
