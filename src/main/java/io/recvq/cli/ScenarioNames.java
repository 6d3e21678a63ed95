package io.recvq.cli;

import io.recvq.scenario.Catalogue;
import java.util.Iterator;

/** The names of the built-in scenarios for completion. */
final class ScenarioNames implements Iterable<String> {
  @Override
  public Iterator<String> iterator() {
    return Catalogue.names().iterator();
  }
}
