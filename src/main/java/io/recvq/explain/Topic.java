package io.recvq.explain;

/** What an entry of the reference is about; each topic is one text file of this package. */
public enum Topic {
  ERRNO("errno", "errno.txt", "Errors of system calls"),
  ICMP("ICMP", "icmp.txt", "ICMP messages (TYPE/CODE)"),
  STATE("TCP state", "states.txt", "TCP states"),
  COLUMN("column", "columns.txt", "Columns of the socket table"),
  TCP_INFO("TCP_INFO field", "tcpinfo.txt", "Fields of TCP_INFO"),
  NOTE("packet note", "notes.txt", "Packet notes"),
  MALFORMED("malformed reason", "malformed.txt", "Reasons for a malformed frame"),
  EFFECT("effect", "effects.txt", "Effects and moments"),
  SYSCTL("kernel setting", "sysctl.txt", "Kernel settings"),
  TERM("term", "terms.txt", "Terms, probe states and verdicts");

  private final String title;
  private final String file;
  private final String heading;

  Topic(String title, String file, String heading) {
    this.title = title;
    this.file = file;
    this.heading = heading;
  }

  /** What one entry is called, as in "errno". */
  public String title() {
    return title;
  }

  /** The heading above a list of its entries. */
  public String heading() {
    return heading;
  }

  String file() {
    return file;
  }
}
