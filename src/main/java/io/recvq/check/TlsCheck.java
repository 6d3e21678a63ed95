package io.recvq.check;

import io.recvq.document.DocumentException;
import io.recvq.net.AddressSpec;
import io.recvq.net.OperationException;
import io.recvq.probe.ProbeTarget;
import io.recvq.probe.TlsFacts;
import io.recvq.probe.TlsProbe;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A TLS handshake succeeds and shows a certificate as expected. */
record TlsCheck(
    AddressSpec.Inet address,
    String serverName,
    Optional<Long> daysLeft,
    Optional<String> version,
    List<String> names,
    Optional<Boolean> trusted)
    implements Check {

  TlsCheck {
    names = List.copyOf(names);
  }

  static Check read(Fields fields) throws DocumentException {
    AddressSpec.Inet address = fields.address("target");
    return new TlsCheck(
        address,
        fields.text("server-name").orElse(address.host()),
        fields.number("days-left", 0, 100_000),
        fields.oneOf("version", List.of("TLSv1.2", "TLSv1.3")),
        fields.texts("names"),
        fields.has("trusted") ? Optional.of(fields.flag("trusted", true)) : Optional.empty());
  }

  @Override
  public Outcome run(long deadlineNanos) throws IOException, InterruptedException {
    ProbeTarget target = Reach.target(address.host(), deadlineNanos);
    try {
      TlsFacts facts =
          TlsProbe.handshake(target, address.port(), serverName, Reach.left(deadlineNanos));
      return judge(facts, Instant.now());
    } catch (OperationException e) {
      return Outcome.fail(String.valueOf(e.getMessage()));
    }
  }

  private Outcome judge(TlsFacts facts, Instant now) {
    if (!facts.handshake()) {
      return Outcome.fail("no TLS: " + facts.problem());
    }
    long days = facts.daysLeft(now);
    if (daysLeft.isPresent() && days < daysLeft.get()) {
      return Outcome.fail(
          days < 0 ? "the certificate " + facts.validity(now) : "only " + days + " days left");
    }
    if (version.isPresent() && !facts.version().equals(version.get())) {
      return Outcome.fail("the version is " + facts.version());
    }
    for (String name : names) {
      if (facts.names().stream()
          .noneMatch(n -> n.toLowerCase(Locale.ROOT).equals(name.toLowerCase(Locale.ROOT)))) {
        return Outcome.fail("the certificate has no name " + name + ", only " + facts.names());
      }
    }
    if (trusted.isPresent() && trusted.get() != facts.trusted()) {
      return Outcome.fail(facts.trusted() ? "it is trusted" : "not trusted: " + facts.problem());
    }
    return Outcome.pass(facts.version() + ", " + facts.subject() + ", " + days + " days left");
  }
}
