package io.recvq.cli;

import io.recvq.explain.Entry;
import io.recvq.explain.Reference;
import java.util.Iterator;

/** The reference's words for completion; those with spaces are left out. */
final class ReferenceWords implements Iterable<String> {
  @Override
  public Iterator<String> iterator() {
    return Reference.load().entries().stream()
        .map(Entry::name)
        .filter(name -> name.indexOf(' ') < 0)
        .distinct()
        .iterator();
  }
}
