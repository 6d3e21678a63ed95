package io.recvq.cli;

import io.recvq.explain.Entry;
import io.recvq.explain.Reference;
import io.recvq.render.Escape;
import io.recvq.view.ExplainJson;
import io.recvq.view.ExplainText;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code explain}: what a word of sockets, TCP or recvq means, and what to run next. */
@Command(
    name = "explain",
    description = "What an errno, ICMP type, TCP state, column or term means.",
    footer = {
      "",
      "Examples:",
      "  recvq explain ECONNRESET          an errno by name",
      "  recvq explain 104                 or by number",
      "  recvq explain icmp 3/1            an ICMP type and code",
      "  recvq explain CLOSE-WAIT          a TCP state, with its transitions",
      "  recvq explain Recv-Q rwnd_limited a column and a field of TCP_INFO",
      "  recvq explain --search keepalive  every entry that speaks of it",
      "  recvq explain                     all words",
      "",
      "Exit status: 0 explained; 1 no such word (the nearest are named)."
    })
final class ExplainCommand extends RecvqCommand {
  @Parameters(
      paramLabel = "WORD",
      arity = "0..*",
      completionCandidates = ReferenceWords.class,
      description = "Words, or one phrase.")
  List<String> words = new ArrayList<>();

  @Option(
      names = {"-s", "--search"},
      order = 1,
      description = "List the entries that contain the words.")
  boolean search;

  @Option(names = "--json", order = 2, description = "One JSON object for each entry.")
  boolean json;

  @Override
  protected ExitStatus run(CommandContext context) {
    Reference reference = Reference.load();
    ExplainText text = new ExplainText(context.style(color), context.terminal().columns());
    if (words.isEmpty()) {
      if (search) {
        throw new UsageException("--search needs a word");
      }
      return everything(reference, text, context);
    }
    List<Entry> found = search ? reference.search(words) : reference.find(words);
    if (found.isEmpty()) {
      return unknown(reference, context);
    }
    if (json) {
      found.forEach(entry -> ExplainJson.write(context.json(), entry, values(entry)));
    } else if (search) {
      text.list(found).forEach(context.out()::println);
    } else {
      for (int i = 0; i < found.size(); i++) {
        if (i > 0) {
          context.out().println();
        }
        for (String line : text.entry(found.get(i), values(found.get(i)))) {
          context.out().println(line);
        }
        if (context.session().isPresent()) {
          Entry entry = found.get(i);
          context.result(lines -> ExplainJson.write(lines, entry, values(entry)));
        }
      }
    }
    return ExitStatus.OK;
  }

  private ExitStatus everything(Reference reference, ExplainText text, CommandContext context) {
    if (json) {
      reference.entries().forEach(entry -> ExplainJson.write(context.json(), entry, values(entry)));
    } else {
      text.index(reference).forEach(context.out()::println);
    }
    return ExitStatus.OK;
  }

  private ExitStatus unknown(Reference reference, CommandContext context) {
    String phrase = Escape.text(String.join(" ", words));
    List<String> near = new ArrayList<>();
    if (!search) {
      for (String word : words) {
        if (reference.find(word).isEmpty()) {
          near.addAll(reference.nearest(word));
        }
      }
    }
    String hint =
        near.isEmpty()
            ? "recvq explain lists all words, --search looks inside them"
            : "nearest: " + String.join(", ", near.stream().distinct().toList());
    context.err().println("recvq: nothing is known of '" + phrase + "'; " + hint);
    return ExitStatus.BAD_ANSWER;
  }

  /** Present values of the entry's kernel settings; without those that cannot be read here. */
  private static Map<String, String> values(Entry entry) {
    Map<String, String> values = new LinkedHashMap<>();
    for (String sysctl : entry.sysctls()) {
      // One read of the whole value: the kernel answers a second one with end of file.
      Path file = Path.of("/proc/sys", sysctl.replace('.', '/'));
      try (BufferedReader reader = Files.newBufferedReader(file)) {
        values.put(sysctl, String.valueOf(reader.readLine()).strip().replaceAll("\\s+", " "));
      } catch (IOException e) {
        // No such setting here: the text says so, and the entry itself is still worth showing.
        values.remove(sysctl);
      }
    }
    return values;
  }
}
