package io.alluvium.udfs.units;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.flink.table.annotation.DataTypeHint;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.functions.ScalarFunction;
import org.apache.flink.table.functions.SpecializedFunction;
import org.apache.flink.table.functions.UserDefinedFunction;
import org.apache.flink.table.types.inference.CallContext;

/**
 * {@code CONVERT_UNIT(value, from_unit, to_unit)}: the value in another unit of the same quantity,
 * such as {@code CONVERT_UNIT(gust, 'km/h', 'm/s')}. The units are those of {@link Unit}; capitals
 * count.
 *
 * <p>Null where an argument is null, where a column holds a unit that is not known, or the units
 * are of different quantities. Units that stand in the statement itself are checked when it is
 * planned.
 */
public final class ConvertUnit extends ScalarFunction implements SpecializedFunction {
  private static final long serialVersionUID = 1L;

  @Override
  public UserDefinedFunction specialize(SpecializedContext context) {
    Optional<Unit> from = unit(context.getCallContext(), 1);
    Optional<Unit> to = unit(context.getCallContext(), 2);
    if (from.isPresent() && to.isPresent() && from.get().quantity() != to.get().quantity()) {
      throw new ValidationException(
          "CONVERT_UNIT: '"
              + from.get().symbol()
              + "' measures "
              + text(from.get().quantity())
              + ", and '"
              + to.get().symbol()
              + "' "
              + text(to.get().quantity())
              + ".");
    }
    return this;
  }

  /** The converted value. */
  @DataTypeHint("DOUBLE")
  public Double eval(
      @DataTypeHint("DOUBLE") Double value,
      @DataTypeHint("STRING") String from,
      @DataTypeHint("STRING") String to) {
    if (value == null || from == null || to == null) {
      return null;
    }
    Optional<Unit> source = Unit.find(from);
    Optional<Unit> target = Unit.find(to);
    if (source.isEmpty()
        || target.isEmpty()
        || source.get().quantity() != target.get().quantity()) {
      return null;
    }
    return source.get().convert(value, target.get());
  }

  private static Optional<Unit> unit(CallContext call, int argument) {
    if (!call.isArgumentLiteral(argument) || call.isArgumentNull(argument)) {
      return Optional.empty();
    }
    String symbol = call.getArgumentValue(argument, String.class).orElseThrow();
    Optional<Unit> unit = Unit.find(symbol);
    if (unit.isEmpty()) {
      throw new ValidationException(
          "CONVERT_UNIT: there is no unit '"
              + symbol
              + "'; there are "
              + Arrays.stream(Unit.values()).map(Unit::symbol).collect(Collectors.joining(", "))
              + ".");
    }
    return unit;
  }

  private static String text(Unit.Quantity quantity) {
    return quantity.name().toLowerCase(java.util.Locale.ROOT);
  }
}
