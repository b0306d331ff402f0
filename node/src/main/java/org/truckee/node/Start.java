package org.truckee.node;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.truckee.crypto.Ed25519Key;
import org.truckee.crypto.NodeCertificate;
import org.truckee.node.config.Endpoint;
import org.truckee.node.config.NodeConfiguration;
import org.truckee.node.config.NodeConfiguration.StorageSettings;
import org.truckee.node.config.NodeException;
import org.truckee.node.config.TubAddress;
import org.truckee.node.directory.Introducers;
import org.truckee.node.directory.Inventory;
import org.truckee.node.directory.NodeDirectory;
import org.truckee.node.directory.StaticServers;
import org.truckee.wire.introducer.AnnouncedServer;
import org.truckee.wire.introducer.IntroducerClient;

/** The start of a node, part by part ({@code spec/09 §6}). What was started is pushed to parts. */
final class Start {
  private final NodeDirectory directory;
  private final Inventory inventory;
  private final Deque<AutoCloseable> parts;
  private final NodeResources resources;

  Start(
      NodeDirectory directory,
      Inventory inventory,
      Deque<AutoCloseable> parts,
      NodeResources resources) {
    this.directory = directory;
    this.inventory = inventory;
    this.parts = parts;
    this.resources = resources;
  }

  /** A storage server, a client, or both. */
  Node client(OptionalInt webPort) throws NodeException {
    NodeConfiguration configuration = NodeConfiguration.read(directory.path());
    Introducers introducers = directory.introducers(configuration.introducer());
    StaticServers named = directory.staticServers();
    NodeCertificate certificate = directory.certificate();
    Ed25519Key key = directory.signingKey();
    NodeTub tub = tub(configuration, certificate);
    Optional<StorageService> storage = storage(configuration, certificate, key, tub);
    Optional<KnownServers> servers =
        configuration.web().map(_ -> knownServers(configuration, named));
    Introductions introductions =
        new Introductions(
            directory,
            introducers,
            tub.tub(),
            configuration.nickname(),
            servers.isPresent() ? listener(servers.get(), named) : _ -> {},
            resources);
    if (storage.isPresent()) {
      introductions.publish(storage.get().announcement(), key, directory.announcementNumbers());
    }
    parts.push(introductions);
    introductions.start();
    Optional<ClientService> client = Optional.empty();
    if (configuration.web().isPresent()) {
      Endpoint door = door(configuration.web().get(), webPort);
      client =
          Optional.of(
              ClientService.start(
                  directory,
                  configuration,
                  door,
                  servers.orElseThrow(),
                  introductions::statuses,
                  resources));
      parts.push(client.get());
    }
    inventory.note(configuration.storage().map(StorageSettings::directory));
    List<String> notices = new ArrayList<>(configuration.notices());
    notices.addAll(introducers.problems());
    notices.addAll(named.problems());
    return new Node(
        directory.path(),
        parts,
        notices,
        new Node.Services(storage, client, servers, Optional.empty()));
  }

  private NodeTub tub(NodeConfiguration configuration, NodeCertificate certificate)
      throws NodeException {
    NodeTub tub =
        new NodeTub(
            certificate,
            configuration.connections(),
            TubAddress.resolve(configuration.tub(), directory.surroundings()),
            resources.random());
    parts.push(tub);
    return tub;
  }

  private Optional<StorageService> storage(
      NodeConfiguration configuration, NodeCertificate certificate, Ed25519Key key, NodeTub tub)
      throws NodeException {
    Optional<Path> shares = configuration.storage().map(StorageSettings::directory);
    if (shares.isEmpty()) {
      if (tub.address().isPresent()) {
        tub.listen();
      }
      return Optional.empty();
    }
    inventory.checkStorage(shares.get());
    StorageService storage =
        StorageService.start(directory, configuration, certificate, key, tub, resources);
    parts.push(storage);
    return Optional.of(storage);
  }

  private KnownServers knownServers(NodeConfiguration configuration, StaticServers named) {
    ServerWatch watch = new ServerWatch(configuration.connections(), resources);
    parts.push(watch);
    KnownServers servers = new KnownServers(watch::over);
    parts.push(servers);
    named.servers().forEach(servers::put);
    return servers;
  }

  private static IntroducerClient.Listener listener(KnownServers servers, StaticServers named) {
    return new IntroducedServers(
        servers, named.servers().stream().map(AnnouncedServer::id).collect(Collectors.toSet()));
  }

  private static Endpoint door(Endpoint configured, OptionalInt port) {
    return new Endpoint(configured.address(), port.orElse(configured.port()));
  }

  /** An introducer. */
  Node introducer(OptionalInt webPort) throws NodeException {
    NodeConfiguration configuration = NodeConfiguration.readIntroducer(directory.path());
    NodeCertificate certificate = directory.certificate();
    NodeTub tub = tub(configuration, certificate);
    Optional<Endpoint> door = configuration.web().map(web -> door(web, webPort));
    IntroducerService introducer =
        IntroducerService.start(directory, tub, door, configuration.staticDirectory(), resources);
    parts.push(introducer);
    inventory.note(Optional.empty());
    return new Node(
        directory.path(),
        parts,
        configuration.notices(),
        new Node.Services(
            Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(introducer)));
  }
}
