package org.truckee.web.api;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.truckee.capability.ChkReadCap;
import org.truckee.capability.FileReadCap;
import org.truckee.capability.LiteralCap;
import org.truckee.capability.MutableReadCap;
import org.truckee.grid.DownloadOptions;
import org.truckee.grid.Grid;
import org.truckee.grid.GridException;
import org.truckee.grid.ImmutableFile;

/** The contents of a file, or a part of them, as a response ({@code spec/08 §9.2–9.4}). */
final class FileDownload {
  private final Grid grid;
  private final FileReadCap cap;
  private final String pathName;

  FileDownload(Grid grid, FileReadCap cap, String pathName) {
    this.grid = grid;
    this.cap = cap;
    this.pathName = pathName;
  }

  void send(Exchange exchange)
      throws IOException, WebException, GridException, InterruptedException {
    ImmutableFile file = open();
    String name = name(exchange);
    boolean save = exchange.arguments().flag("save");
    exchange.setHeader("Accept-Ranges", "bytes");
    Optional<RangeHeader.Part> part = RangeHeader.parse(exchange.header("Range"), file.size());
    ContentTypes.ContentType type = ContentTypes.of(name);
    type.encoding().ifPresent(encoding -> exchange.setHeader("Content-Encoding", encoding));
    if (save) {
      exchange.setHeader(
          "Content-Disposition",
          "attachment; filename=\"%s\"".formatted(Escapes.headerBytes(name)));
    }
    long offset = part.map(RangeHeader.Part::first).orElse(0L);
    long length = part.map(RangeHeader.Part::length).orElse(file.size());
    part.ifPresent(
        wanted ->
            exchange.setHeader(
                "Content-Range",
                "bytes %d-%d/%d".formatted(wanted.first(), wanted.last(), file.size())));
    exchange.begin(part.isPresent() ? 206 : 200, type.type(), length);
    if (exchange.isHead()) {
      exchange.write(ByteBuffer.allocate(0), true);
    } else {
      file.copyTo(new ResponseChannel(exchange, length), offset, length, DownloadOptions.DEFAULT);
    }
  }

  private ImmutableFile open() throws GridException {
    return switch (cap) {
      case ChkReadCap chk -> grid.open(chk);
      case LiteralCap literal -> grid.open(literal);
      case MutableReadCap mutable ->
          throw new IllegalStateException("mutable files are not served");
    };
  }

  private String name(Exchange exchange) {
    String asked = exchange.arguments().text("filename").orElse("");
    if (!asked.isEmpty()) {
      return asked;
    }
    return pathName.isEmpty() ? "unknown" : pathName;
  }
}
