package io.funclet.host.framework.requirement;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.felix.framework.capabilityset.SimpleFilter;

/**
 * Filters (OSGi Core, chapter 3.2.7) as people say them: what they demand, without the brackets. They are read by the
 * framework's own reader, because OSGi's {@code Filter} tells nobody what it is made of.
 */
public final class FilterText {

    private FilterText() {}

    /** The text itself if it is no filter. */
    public static String of(String filter) {
        return parsed(filter).map(FilterText::of).orElse(filter);
    }

    /** Empty if the text is no filter. */
    static Optional<SimpleFilter> parsed(String filter) {
        try {
            return Optional.of(SimpleFilter.parse(filter));
        } catch (IllegalArgumentException | IndexOutOfBoundsException none) {
            // The reader goes beyond the end of a text that ends too early.
            return Optional.empty();
        }
    }

    static String of(SimpleFilter filter) {
        return switch (filter.getOperation()) {
            case SimpleFilter.AND -> joined(filter, " and ", SimpleFilter.OR);
            case SimpleFilter.OR -> joined(filter, " or ", SimpleFilter.AND);
            case SimpleFilter.NOT -> "not " + joined(filter, "", SimpleFilter.AND, SimpleFilter.OR);
            case SimpleFilter.PRESENT -> "any " + filter.getName();
            case SimpleFilter.SUBSTRING ->
                filter.getName() + "="
                        + ((List<?>) filter.getValue())
                                .stream().map(String::valueOf).collect(Collectors.joining("*"));
            case SimpleFilter.LTE -> filter.getName() + "<=" + filter.getValue();
            case SimpleFilter.GTE -> filter.getName() + ">=" + filter.getValue();
            case SimpleFilter.APPROX -> filter.getName() + "~=" + filter.getValue();
            default -> filter.getName() + "=" + filter.getValue();
        };
    }

    private static String joined(SimpleFilter filter, String by, Integer... toBracket) {
        return operands(filter)
                .map(each -> List.of(toBracket).contains(each.getOperation()) ? "(" + of(each) + ")" : of(each))
                .collect(Collectors.joining(by));
    }

    /** What an operator of filters applies to. */
    static Stream<SimpleFilter> operands(SimpleFilter filter) {
        return ((List<?>) filter.getValue()).stream().map(SimpleFilter.class::cast);
    }
}
