package io.recvq.cli;

import java.io.IOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.Range;
import picocli.CommandLine.Spec;

/**
 * A step of the build: writes a {@link PreparedModel} for each command from what picocli reads in
 * its annotations. It fails for what it cannot write, so that no command is parsed otherwise than
 * its annotations say.
 */
final class PreparedModelWriter {
  private final String name;
  private final String type;
  private final CommandSpec spec;
  private final Map<Class<?>, String> paths = new LinkedHashMap<>();
  private final List<String> specFields = new ArrayList<>();
  private final List<String> gets = new ArrayList<>();
  private final List<String> sets = new ArrayList<>();
  private final List<String> adds = new ArrayList<>();

  /** Whether picocli makes a group only when one of its options is given: not worth writing. */
  private boolean lateObjects;


  private PreparedModelWriter(String name) {
    RecvqCommand command = Commands.create(name);
    this.name = name;
    this.type = command.getClass().getSimpleName();
    this.spec = new CommandLine(command).getCommandSpec();
    findPaths(command, command.getClass(), "command");
  }

  /** The only argument is the folder that the sources are written to. */
  public static void main(String[] arguments) throws IOException {
    Path folder = Files.createDirectories(Path.of(arguments[0], "io/recvq/cli"));
    List<String> names = new ArrayList<>(Commands.names());
    names.addAll(Commands.SESSION.names());
    StringBuilder cases = new StringBuilder();
    StringBuilder summaries = new StringBuilder();
    for (String name : names) {
      PreparedModelWriter writer = new PreparedModelWriter(name);
      String[] description = writer.spec.usageMessage().description();
      summaries.append("      case %s -> %s;\n".formatted(quoted(name), quoted(description[0])));
      if (writer.lateObjects) {
        continue;
      }
      Files.writeString(folder.resolve("Written" + writer.type + ".java"), writer.source());
      cases.append(
          "      case \"%1$s\" -> new Written%2$s((%2$s) command);\n".formatted(name, writer.type));
    }
    Files.writeString(
        folder.resolve("WrittenModels.java"),
        """
        package io.recvq.cli;

        final class WrittenModels implements PreparedModels {
          WrittenModels() {}

          @Override
          public Object of(String name, RecvqCommand command) {
            return switch (name) {
        %s      default -> null;
            };
          }

          @Override
          public String summary(String name) {
            return switch (name) {
        %s      default -> null;
            };
          }
        }
        """
            .formatted(cases, summaries));
  }

  /** Where the objects are whose fields picocli fills in: the command, its mixins and groups. */
  private void findPaths(Object object, Class<?> from, String path) {
    for (Class<?> each = from; each != Object.class; each = each.getSuperclass()) {
      require(paths.put(each, path) == null, "two objects of " + each);
      for (Field field : each.getDeclaredFields()) {
        if (has(field, Mixin.class) || has(field, ArgGroup.class)) {
          Object below = value(object, field);
          lateObjects |= below == null;
          findPaths(below, field.getType(), path + "." + field.getName());
        }
        if (has(field, Spec.class)) {
          specFields.add(path + "." + field.getName());
        }
      }
    }
  }

  private static Object value(Object object, Field field) {
    try {
      return object == null ? null : field.get(object);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("private: " + field, e);
    }
  }

  private static boolean has(Field field, Class<? extends Annotation> annotation) {
    return field.isAnnotationPresent(annotation);
  }

  private void require(boolean condition, String message) {
    if (!condition) {
      throw new IllegalStateException("command " + name + ": cannot write " + message);
    }
  }

  private String source() {
    require(spec.subcommands().isEmpty(), "subcommands");
    for (ArgSpec argument : spec.args()) {
      if (alternatives(argument) == null) {
        adds.add("add(" + builder(argument) + ");");
      }
    }
    for (ArgGroupSpec group : spec.argGroups()) {
      require(group.subgroups().isEmpty() && !group.args().isEmpty(), "nested groups");
      require(group.multiplicity().min() == 0 && group.multiplicity().max() == 1, "multiplicity");
      if (group.exclusive()) {
        group.args().forEach(each -> adds.add("addAlternative(" + builder(each) + ");"));
        adds.add("addAlternatives();");
      } else {
        group.args().forEach(each -> require(!each.required(), "required ones in a group"));
      }
    }
    return """
        package io.recvq.cli;

        final class Written%1$s extends PreparedModel {
          private final %1$s command;

          Written%1$s(%1$s command) {
            super("%2$s", command);
            this.command = command;
        %3$s  }

          @Override
          Object get(int field) {
            return switch (field) {
        %4$s      default -> throw new IllegalArgumentException();
            };
          }

          @Override
          @SuppressWarnings("unchecked")
          void set(int field, Object value) {
            switch (field) {
        %5$s      default -> throw new IllegalArgumentException();
            }
          }
        }
        """
        .formatted(type, name, lines("    ", construction()), lines("      ", gets), lines("      ", sets));
  }

  private List<String> construction() {
    List<String> all = new ArrayList<>(adds);
    specFields.forEach(field -> all.add(field + " = spec();"));
    return all;
  }

  private static String lines(String indent, List<String> lines) {
    return lines.stream().map(line -> indent + line + "\n").collect(Collectors.joining());
  }

  /** The group in which this excludes others; null without one. */
  private static ArgGroupSpec alternatives(ArgSpec argument) {
    ArgGroupSpec group = argument.group();
    return group == null || !group.exclusive() ? null : group;
  }

  private String builder(ArgSpec argument) {
    requireNothingElse(argument);
    StringBuilder text = new StringBuilder();
    int number = field((Field) argument.userObject());
    String start = number + ", " + argument.type().getCanonicalName() + ".class, ";
    if (argument instanceof OptionSpec option) {
      String names = Arrays.stream(option.names()).map(PreparedModelWriter::quoted).collect(Collectors.joining(", "));
      text.append("option(" + start + range(option.arity()) + ", " + names + ")");
      text.append(option.usageHelp() ? ".usageHelp(true)" : "");
      text.append(option.versionHelp() ? ".versionHelp(true)" : "");
      text.append(option.negatable() ? ".negatable(true)" : "");
    } else {
      Range index = ((PositionalParamSpec) argument).index();
      text.append("operand(" + start + range(argument.arity()) + ", " + range(index) + ")");
    }
    text.append(".paramLabel(" + quoted(argument.paramLabel()) + ")");
    text.append(argument.required() && alternatives(argument) == null ? ".required(true)" : "");
    text.append(argument.hidden() ? ".hidden(true)" : "");
    if (argument.isMultiValue()) {
      text.append(Arrays.stream(argument.auxiliaryTypes()).map(each -> each.getCanonicalName() + ".class").collect(Collectors.joining(", ", ".auxiliaryTypes(", ")")));
    }
    if (argument.converters().length > 0) {
      text.append(Arrays.stream(argument.converters()).map(each -> "new " + each.getClass().getCanonicalName() + "()").collect(Collectors.joining(", ", ".converters(", ")")));
    }
    return text.append(".build()").toString();
  }

  /** What an annotation may say besides, and no command's says. */
  private void requireNothingElse(ArgSpec argument) {
    String label = argument.paramLabel();
    require(argument.defaultValue() == null, label + "'s default value: give it to the field");
    require(argument.splitRegex().isEmpty(), label + "'s split");
    require(!argument.interactive() && !argument.inherited(), label + "'s interaction or scope");
    require(argument.parameterConsumer() == null, label + "'s parameter consumer");
    require(argument.userObject() instanceof Field, label + ", which is no field");
    if (argument instanceof OptionSpec option) {
      require(option.fallbackValue().isEmpty(), label + "'s fallback value");
    }
  }

  /** Writes the access to a field; gives its number. */
  private int field(Field field) {
    String path = paths.get(field.getDeclaringClass());
    require(path != null, "where " + field + " is");
    int number = gets.size();
    String access = path + "." + field.getName();
    String type = field.getGenericType().getTypeName().replace('$', '.');
    gets.add("case " + number + " -> " + access + ";");
    sets.add("case " + number + " -> " + access + " = (" + type + ") value;");
    return number;
  }

  private static String range(Range range) {
    return range.isVariable()
        ? "from(" + range.min() + ")"
        : "range(" + range.min() + ", " + range.max() + ")";
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
