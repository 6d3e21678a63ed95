package io.recvq.peer;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import java.util.function.Consumer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;
import tlschannel.NeedsReadException;
import tlschannel.NeedsWriteException;
import tlschannel.TlsChannel;

/**
 * The bytes go through TLS. Bytes count as sent when the record that holds them has left whole, so
 * that nothing is lost where the connection is closed once everything was sent.
 */
final class TlsTransport implements Transport {
  /** The most that one TLS record holds (RFC 8446, 5.1). */
  private static final int RECORD_BYTES = 16 << 10;

  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final SocketChannel channel;
  private final SSLEngine engine;
  private final TlsChannel tls;
  private @Nullable Consumer<SSLSession> whenSecured;

  /** What the socket must be ready for before a read, or a write, is worth another try. */
  private int readNeeds;

  private int writeNeeds = SelectionKey.OP_WRITE;

  /** Bytes of the next write that are in a record already, which has not left yet. */
  private int ahead;

  private boolean secured;
  private boolean mayHoldInput;
  private boolean outputEnds;
  private @Nullable ByteBuffer closeNotify;
  private boolean resets;

  TlsTransport(SocketChannel channel, SSLEngine engine, TlsChannel tls, boolean speaksFirst) {
    this.channel = channel;
    this.engine = engine;
    this.tls = tls;
    this.readNeeds = speaksFirst ? SelectionKey.OP_WRITE : SelectionKey.OP_READ;
  }

  @Override
  public void whenSecured(Consumer<SSLSession> listener) {
    whenSecured = listener;
  }

  @Override
  public SocketChannel socket() {
    return channel;
  }

  @Override
  public int interest(int wanted) {
    int needs = 0;
    if ((wanted & SelectionKey.OP_READ) != 0) {
      needs |= readNeeds;
    }
    if ((wanted & SelectionKey.OP_WRITE) != 0) {
      needs |= writeNeeds;
    }
    if (closeNotify != null) {
      needs |= SelectionKey.OP_WRITE;
    } else if (outputEnds && !secured) {
      needs |= readNeeds;
    }
    return needs;
  }

  @Override
  public int possible(int ready) {
    int possible = 0;
    if ((ready & readNeeds) != 0 || closeNotify != null) {
      possible |= SelectionKey.OP_READ;
    }
    if ((ready & writeNeeds) != 0) {
      possible |= SelectionKey.OP_WRITE;
    }
    return possible;
  }

  @Override
  public boolean isLayer() {
    return true;
  }

  @Override
  public boolean isShakingHands() {
    return !secured;
  }

  @Override
  public boolean holdsInput() {
    return mayHoldInput;
  }

  @Override
  public int read(ByteBuffer into) throws IOException {
    mayHoldInput = false;
    try {
      sendCloseNotify();
      tls.handshake();
      handshakeDone();
      int count = tls.read(into);
      readNeeds = SelectionKey.OP_READ;
      // Another record may have come with this one; only a read that finds none tells.
      mayHoldInput = count > 0;
      return count;
    } catch (NeedsReadException e) {
      mayHoldInput = false;
      readNeeds = SelectionKey.OP_READ;
      return 0;
    } catch (NeedsWriteException e) {
      readNeeds = SelectionKey.OP_WRITE;
      return 0;
    } catch (ClosedChannelException | SSLException e) {
      throw failure(e);
    }
  }

  private void handshakeDone() throws IOException {
    if (!secured) {
      secured = true;
      // What the peer sent right behind its last of the handshake may be here already, also when a
      // write made the handshake; no socket will become ready for it.
      mayHoldInput = true;
      Consumer<SSLSession> listener = whenSecured;
      if (listener != null) {
        listener.accept(engine.getSession());
      }
      if (outputEnds) {
        endOutput();
      }
    }
  }

  @Override
  public int write(ByteBuffer from) throws IOException {
    int start = from.position();
    try {
      tls.handshake();
      handshakeDone();
      if (ahead > 0) {
        tls.write(NOTHING);
        int sent = Math.min(ahead, from.remaining());
        from.position(start + sent);
        ahead -= sent;
      }
      while (from.hasRemaining()) {
        writeRecord(from);
      }
      writeNeeds = SelectionKey.OP_WRITE;
    } catch (NeedsWriteException e) {
      writeNeeds = SelectionKey.OP_WRITE;
    } catch (NeedsReadException e) {
      writeNeeds = SelectionKey.OP_READ;
    } catch (ClosedChannelException | SSLException e) {
      throw failure(e);
    }
    return from.position() - start;
  }

  private void writeRecord(ByteBuffer from) throws IOException {
    int size = Math.min(RECORD_BYTES, from.remaining());
    ByteBuffer record = from.slice(from.position(), size);
    try {
      tls.write(record);
    } catch (NeedsWriteException e) {
      ahead = record.position();
      throw e;
    }
    if (record.hasRemaining()) {
      throw new SSLException("the peer has ended the TLS connection");
    }
    from.position(from.position() + size);
  }

  /** Sends close_notify; the peer may go on (RFC 8446, 6.1), unlike before TLS 1.3. */
  @Override
  public void endOutput() throws IOException {
    outputEnds = true;
    if (secured && closeNotify == null) {
      engine.closeOutbound();
      ByteBuffer record = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
      engine.wrap(NOTHING, record);
      closeNotify = record.flip();
      sendCloseNotify();
    }
  }

  private void sendCloseNotify() throws IOException {
    ByteBuffer record = closeNotify;
    if (record != null) {
      channel.write(record);
      if (!record.hasRemaining()) {
        closeNotify = null;
      }
    }
  }

  /** What went wrong in words; the peer is told by an alert. */
  private IOException failure(IOException cause) {
    if (cause instanceof ClosedChannelException) {
      return new IOException(TlsFailure.closedEarly(engine.getUseClientMode()));
    }
    sendAlert();
    return new IOException(TlsFailure.text((SSLException) cause), cause);
  }

  private void sendAlert() {
    ByteBuffer alert = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
    try {
      engine.wrap(NOTHING, alert);
      channel.write(alert.flip());
    } catch (IOException e) {
      // The peer is told by the close that follows, if not by the alert.
      mayHoldInput = false;
    }
  }

  @Override
  public void resetOnClose() throws IOException {
    resets = true;
    channel.setOption(java.net.StandardSocketOptions.SO_LINGER, 0);
  }

  @Override
  public void close() throws IOException {
    if (resets) {
      channel.close();
    }
    tls.close();
  }

  @Override
  public Optional<SocketAddress> local() {
    return new SocketTransport(channel).local();
  }

  @Override
  public Optional<SocketAddress> remote() {
    return new SocketTransport(channel).remote();
  }
}
