package io.recvq.cli;

import io.recvq.capture.PacketRecorder.Recording;
import io.recvq.net.OperationException;
import io.recvq.render.Style;
import io.recvq.report.Report;
import io.recvq.report.Report.Program;
import io.recvq.scenario.EnvironmentReader;
import io.recvq.scenario.PythonProgram;
import io.recvq.scenario.Scenario;
import io.recvq.scenario.ScenarioResult;
import io.recvq.scenario.ScenarioResult.Outcome;
import io.recvq.scenario.ScenarioRun;
import io.recvq.sys.Machine;
import io.recvq.view.PacketComments;
import io.recvq.view.RunStatistics;
import io.recvq.view.ScenarioJson;
import io.recvq.view.ScenarioReport;
import io.recvq.view.ScenarioText;
import io.recvq.view.TimeLineRows;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Runs a scenario for {@code reproduce}, once or several times, and shows what came of it. */
final class ScenarioReproduction {
  private final CommandContext context;
  private final Scenario scenario;
  private final ReproduceCommand asked;
  private final Style style;
  private final ScenarioText text;

  ScenarioReproduction(CommandContext context, Scenario scenario, ReproduceCommand asked) {
    this.context = context;
    this.scenario = scenario;
    this.asked = asked;
    this.style = asked.json ? Style.PLAIN : context.style(asked.color);
    this.text = new ScenarioText(style);
  }

  ExitStatus run() throws IOException, InterruptedException {
    if (!asked.json) {
      context.out().println(text.title(scenario));
      context.out().println();
      context.out().flush();
    }
    return asked.repeat == 1 ? once() : severalTimes();
  }

  private ScenarioResult reproduce(ScenarioRun.Watcher watcher)
      throws IOException, InterruptedException {
    ScenarioRun.Settings settings =
        new ScenarioRun.Settings(
            !asked.noCapture,
            Optional.ofNullable(asked.timeout),
            network -> EnvironmentReader.read(Machine.local(), network, CommandRunner.version()));
    return ScenarioRun.run(scenario, settings, context.stop()::isStopped, watcher);
  }

  private ExitStatus once() throws IOException, InterruptedException {
    ScenarioResult result =
        reproduce(
            call -> {
              if (!asked.json) {
                context.out().println(text.call(call));
                context.out().flush();
              }
            });
    String version = CommandRunner.version();
    Optional<Program> program =
        PythonProgram.of(scenario, version).map(source -> new Program("Python", source));
    Report page = ScenarioReport.of(result, asked.evidence.commandLine(), program, version);
    if (asked.write != null) {
      Recording recording =
          result
              .wire()
              .orElseThrow(
                  () ->
                      OperationException.of(
                          "keep the packets in " + asked.write,
                          result.wireNotLooked().orElse("there are none"),
                          ""));
      PacketComments.of(page).write(recording, asked.write);
    }
    if (asked.json) {
      ScenarioJson.timeLine(context.json(), result, page);
      ScenarioJson.verdict(context.json(), result, 0);
    } else {
      if (asked.rows) {
        context.out().println();
        TimeLineRows.of(page, style).forEach(context.out()::println);
      }
      text.verdict(result).forEach(context.out()::println);
      context.result(lines -> ScenarioJson.verdict(lines, result, 0));
    }
    asked.evidence.write(context, page);
    return status(result.outcome());
  }

  private static ExitStatus status(Outcome outcome) {
    return switch (outcome) {
      case REPRODUCED -> ExitStatus.OK;
      case NOT_REPRODUCED -> ExitStatus.BAD_ANSWER;
      case COULD_NOT_LOOK -> ExitStatus.COULD_NOT_LOOK;
    };
  }

  private ExitStatus severalTimes() throws IOException, InterruptedException {
    List<RunStatistics.Run> results = new ArrayList<>();
    for (int number = 1; number <= asked.repeat; number++) {
      ScenarioResult result = reproduce(call -> {});
      results.add(RunStatistics.Run.of(result));
      if (asked.json) {
        ScenarioJson.verdict(context.json(), result, number);
      } else {
        context.out().println(text.run(number, asked.repeat, result));
      }
      context.out().flush();
    }
    RunStatistics statistics = RunStatistics.of(results);
    if (asked.json) {
      ScenarioJson.summary(context.json(), scenario, statistics);
    } else {
      text.summary(statistics).forEach(context.out()::println);
      context.result(lines -> ScenarioJson.summary(lines, scenario, statistics));
    }
    return statistics.notLooked() > 0
        ? ExitStatus.COULD_NOT_LOOK
        : statistics.reproduced() == asked.repeat ? ExitStatus.OK : ExitStatus.BAD_ANSWER;
  }
}
