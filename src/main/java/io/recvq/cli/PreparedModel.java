package io.recvq.cli;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.IGetter;
import picocli.CommandLine.Model.ISetter;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.Range;

/**
 * The picocli model of one command without its texts: what is needed to parse its words into its
 * fields. Its subclasses are written by the build, from the annotations, because reading those at
 * each start takes longer than most short commands do. Help is made from the annotations
 * themselves.
 */
abstract class PreparedModel {
  private final CommandSpec spec;
  private final List<ArgSpec> alternatives = new ArrayList<>();

  /**
   * @param command the object whose fields are filled in
   */
  PreparedModel(String name, RecvqCommand command) {
    spec = CommandSpec.wrapWithoutInspection(command).name(name);
  }

  final CommandSpec spec() {
    return spec;
  }

  /** The value of a field, by its number. */
  abstract @Nullable Object get(int field);

  /** Gives a field, by its number, a value of its type. */
  abstract void set(int field, @Nullable Object value);

  final OptionSpec.Builder option(int field, Class<?> type, Range arity, String... names) {
    Slot slot = new Slot(this, field);
    OptionSpec.Builder option = OptionSpec.builder(names);
    return option.type(type).arity(arity).getter(slot).setter(slot).initialValue(get(field));
  }

  final PositionalParamSpec.Builder operand(int field, Class<?> type, Range arity, Range index) {
    Slot slot = new Slot(this, field);
    PositionalParamSpec.Builder operand = PositionalParamSpec.builder().index(index);
    return operand.type(type).arity(arity).getter(slot).setter(slot).initialValue(get(field));
  }

  final void add(ArgSpec argument) {
    spec.add(argument);
  }

  /** One of several that exclude each other; {@link #addAlternatives} follows the last one. */
  final void addAlternative(ArgSpec argument) {
    alternatives.add(argument);
  }

  final void addAlternatives() {
    ArgGroupSpec.Builder group = ArgGroupSpec.builder().exclusive(true).multiplicity("0..1");
    for (ArgSpec argument : alternatives) {
      group.addArg(argument);
    }
    spec.addArgGroup(group.build());
    alternatives.clear();
  }

  static Range from(int least) {
    return new Range(least, Integer.MAX_VALUE, true, false, least + "..*");
  }

  static Range range(int least, int most) {
    return new Range(least, most, false, false, null);
  }

  /** picocli's way to a field. */
  private record Slot(PreparedModel model, int field) implements IGetter, ISetter {
    @Override
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals", "NullAway"})
    public <T> T get() {
      return (T) model.get(field);
    }

    @Override
    @SuppressWarnings({"unchecked", "NullAway"})
    public <T> T set(T value) {
      Object before = model.get(field);
      model.set(field, value);
      return (T) before;
    }
  }
}
