package io.funclet.host.framework.requirement;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.felix.framework.capabilityset.SimpleFilter;

/**
 * Filters (OSGi Core, chapter 3.2.7) in words. Uses the framework's own parser, because OSGi's {@code Filter} does not
 * expose its parts.
 */
public final class FilterText {

    private FilterText() {}

    /** In words; the text itself if it is not a filter. */
    public static String of(String filter) {
        return parsed(filter).map(FilterText::of).orElse(filter);
    }

    /** Empty if the text is not a filter. */
    static Optional<SimpleFilter> parsed(String filter) {
        try {
            return Optional.of(SimpleFilter.parse(filter));
        } catch (IllegalArgumentException | IndexOutOfBoundsException none) {
            // The parser reads beyond the end of an incomplete text.
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

    static Stream<SimpleFilter> operands(SimpleFilter filter) {
        return ((List<?>) filter.getValue()).stream().map(SimpleFilter.class::cast);
    }
}
