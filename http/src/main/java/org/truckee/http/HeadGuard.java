package org.truckee.http;

import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.internal.HttpConnection;

/**
 * Makes connections that look at the head of a request while it arrives: they refuse the field that
 * is one too many (a head of short lines takes many times its bytes), and a transfer coding that
 * would have to be undone.
 */
final class HeadGuard extends HttpConnectionFactory {
  private final ConnectionWatch watch;
  private final int mostFields;

  HeadGuard(HttpConfiguration configuration, ConnectionWatch watch, int mostFields) {
    super(configuration);
    this.watch = watch;
    this.mostFields = mostFields;
  }

  @Override
  public Connection newConnection(Connector connector, EndPoint endPoint) {
    GuardedConnection connection =
        new GuardedConnection(getHttpConfiguration(), connector, endPoint, watch, mostFields);
    connection.setTransferEncodingChunkMaxLength(getTransferEncodingChunkMaxLength());
    return configure(connection, connector, endPoint);
  }

  private static final class GuardedConnection extends HttpConnection {
    private final ConnectionWatch watch;
    private final int mostFields;

    GuardedConnection(
        HttpConfiguration configuration,
        Connector connector,
        EndPoint endPoint,
        ConnectionWatch watch,
        int mostFields) {
      // The constructor of the library already asks for the request handler.
      this.watch = watch;
      this.mostFields = mostFields;
      super(configuration, connector, endPoint);
    }

    @Override
    protected RequestHandler newRequestHandler() {
      return new Guard();
    }

    private final class Guard extends RequestHandler {
      private int fields;

      @Override
      public void messageBegin() {
        fields = 0;
        watch.head(GuardedConnection.this);
        super.messageBegin();
      }

      @Override
      public void startRequest(String method, String uri, HttpVersion version) {
        fields = 0;
        watch.head(GuardedConnection.this);
        super.startRequest(method, uri, version);
      }

      @Override
      public void parsedHeader(HttpField field) {
        fields++;
        if (fields > mostFields) {
          throw new HttpException.RuntimeException(
              HttpStatus.REQUEST_HEADER_FIELDS_TOO_LARGE_431,
              "more than %d header fields".formatted(mostFields));
        }
        if (field.getHeader() == HttpHeader.TRANSFER_ENCODING
            && !"chunked".equalsIgnoreCase(field.getValue().strip())) {
          throw new HttpException.RuntimeException(
              HttpStatus.NOT_IMPLEMENTED_501, "the only transfer coding known here is chunked");
        }
        super.parsedHeader(field);
      }
    }
  }
}
