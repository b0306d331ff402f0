package org.truckee.node.config;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import org.truckee.capability.MutableFormat;
import org.truckee.foolscap.Furl;
import org.truckee.grid.EncodingParameters;
import org.truckee.grid.ServerId;
import org.truckee.wire.gridmanager.GridManagers;

/**
 * What {@code tahoe.cfg} and our own {@code truckee.cfg} of a node directory say ({@code spec/09
 * §4}), as far as it concerns the parts of a node that there are. Options for parts that are still
 * missing are refused if a node without them would do something else than its operator asked for;
 * otherwise they are accepted, with a notice where that matters.
 *
 * @param nickname what the operator calls the node; may be empty
 * @param tub where other nodes reach this one
 * @param web where the web API listens; absent for no web server
 * @param tempDirectory where the web server spools large requests
 * @param staticDirectory what the web server shows below {@code /static}; need not be there
 * @param encoding how new files are spread
 * @param mutableFormat of new mutable files and directories, if nobody says otherwise
 * @param preferredServers those that come first for every file
 * @param connections how other nodes are connected to
 * @param network by which networks that is done, and whether others may see where this node is
 * @param gridManagers who decides which servers are given new shares
 * @param plugins the storage plugins by which servers are used, with their options, in their order
 * @param introducer the FURL of the introducer in {@code tahoe.cfg}, which is a secret
 * @param storage the storage server; absent if there is none
 * @param helper who uploads for whom
 * @param sftp the SFTP server; absent if there is none
 * @param controlPort whether programs that test the node may have it do things; {@code truckee.cfg}
 * @param logGatherer who is told of the log; absent if nobody is
 * @param notices sentences that the operator should see at start
 */
public record NodeConfiguration(
    String nickname,
    TubSettings tub,
    Optional<WebEndpoint> web,
    Path tempDirectory,
    Path staticDirectory,
    EncodingParameters encoding,
    MutableFormat mutableFormat,
    Set<ServerId> preferredServers,
    ConnectionSettings connections,
    NetworkSettings network,
    GridManagers gridManagers,
    Map<String, Map<String, String>> plugins,
    Optional<String> introducer,
    Optional<StorageSettings> storage,
    HelperSettings helper,
    Optional<SftpSettings> sftp,
    boolean controlPort,
    Optional<Furl> logGatherer,
    List<String> notices) {
  private static final long MAX_FILE_SIZE = 4L * IniFile.MAX_CHARACTERS;

  /**
   * Where other nodes reach this one, as written in the file ({@code spec/09 §3.4}).
   *
   * @param port {@code tub.port}
   * @param location {@code tub.location}
   */
  public record TubSettings(Optional<String> port, Optional<String> location) {}

  /**
   * A storage server.
   *
   * @param directory where the shares are
   * @param reservedSpace bytes of the disk to keep free
   * @param readOnly whether new immutable shares are refused
   * @param forceFoolscap whether HTTPS is not spoken
   * @param durable whether an acknowledged share survives the loss of power; {@code truckee.cfg}
   * @param discarding whether what is uploaded is accepted and thrown away
   * @param upkeep how the shares are looked after
   * @param offer how others get to it
   */
  public record StorageSettings(
      Path directory,
      long reservedSpace,
      boolean readOnly,
      boolean forceFoolscap,
      boolean durable,
      boolean discarding,
      UpkeepSettings upkeep,
      OfferSettings offer) {}

  /**
   * How others get to a storage server.
   *
   * @param anonymous whether everybody can use it who knows its FURL
   * @param plugins the storage plugins that offer it, with their options, by name
   * @param certificates the files with the certificates of grid managers, in order; absent if it
   *     takes no part in that
   */
  public record OfferSettings(
      boolean anonymous,
      SortedMap<String, Map<String, String>> plugins,
      Optional<List<Path>> certificates) {}

  /**
   * Upload helpers ({@code spec/07 §10.1}).
   *
   * @param furl the helper that uploads for this node; absent if none does
   * @param enabled whether this node uploads for others
   */
  public record HelperSettings(Optional<Furl> furl, boolean enabled) {
    /** No helper on either side. */
    static final HelperSettings NONE = new HelperSettings(Optional.empty(), false);
  }

  /**
   * How other nodes are connected to.
   *
   * @param keepalive after how much silence a peer is asked for a sign of life; the usual if absent
   * @param disconnect after how much silence a connection is given up; never if absent
   * @param forceFoolscap whether storage servers are not used over HTTPS
   */
  public record ConnectionSettings(
      Optional<Duration> keepalive, Optional<Duration> disconnect, boolean forceFoolscap) {}

  /**
   * Reads the configuration of a node directory. Missing files are empty ones; files that are there
   * and empty have lost what they said.
   *
   * @throws ConfigurationException if a file cannot be read, breaks the syntax, has unknown options
   *     or asks for something that is not supported
   */
  public static NodeConfiguration read(Path directory) throws ConfigurationException {
    return of(
        readFile(directory.resolve("tahoe.cfg")),
        readFile(directory.resolve("truckee.cfg")),
        directory);
  }

  /**
   * Reads the configuration of an introducer's directory, which has fewer sections.
   *
   * @throws ConfigurationException as above
   */
  public static NodeConfiguration readIntroducer(Path directory) throws ConfigurationException {
    IniFile tahoe = readFile(directory.resolve("tahoe.cfg"));
    IniFile truckee = readFile(directory.resolve("truckee.cfg"));
    KnownOptions.TAHOE_INTRODUCER.check(tahoe);
    KnownOptions.TRUCKEE.check(truckee);
    return new ConfigurationReader(
            new Options(tahoe, directory), new Options(truckee, directory), tahoe, directory)
        .readIntroducer();
  }

  /**
   * Makes sense of the two files.
   *
   * @param directory the node directory, for relative paths
   * @throws ConfigurationException as above
   */
  public static NodeConfiguration of(IniFile tahoe, IniFile truckee, Path directory)
      throws ConfigurationException {
    KnownOptions.TAHOE_CLIENT.check(tahoe);
    KnownOptions.TRUCKEE.check(truckee);
    return new ConfigurationReader(
            new Options(tahoe, directory), new Options(truckee, directory), tahoe, directory)
        .read();
  }

  /**
   * A configuration file, empty if it does not exist.
   *
   * @throws ConfigurationException if it cannot be read as UTF-8 text, or breaks the syntax
   */
  public static IniFile readFile(Path file) throws ConfigurationException {
    try {
      if (Files.exists(file) && Files.size(file) > MAX_FILE_SIZE) {
        throw new ConfigurationException(
            "'%s' is too long: is it a configuration file?".formatted(file));
      }
      String text = Files.readString(file);
      if (text.isBlank()) {
        throw new ConfigurationException(
            "'%s' is empty: put it back from a backup, or remove it if it shall say nothing"
                .formatted(file));
      }
      return IniFile.parse(file.toString(), text);
    } catch (NoSuchFileException e) {
      return IniFile.empty(file.toString());
    } catch (CharacterCodingException e) {
      throw new ConfigurationException("'%s' is not UTF-8 text".formatted(file), e);
    } catch (ConfigurationException e) {
      throw e;
    } catch (IOException e) {
      throw new ConfigurationException(
          "'%s' cannot be read: %s".formatted(file, e.getMessage()), e);
    }
  }
}
