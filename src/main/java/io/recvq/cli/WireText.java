package io.recvq.cli;

import java.util.List;

/** What a scenario shows of the wire. */
interface WireText {
  List<String> lines();
}
