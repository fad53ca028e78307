package io.funclet.host.it.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Metrics as a collector reads them: OpenMetrics 1.0, or Prometheus text 0.0.4, by the letter. What breaks a rule of the
 * format fails the test.
 *
 * @param values by name and labels, as in {@code name{a="b",c="d"}}, labels in the order of their names
 * @param types of the families, by name
 */
public record MetricsText(Map<String, Double> values, Map<String, String> types) {

    private static final Pattern SAMPLE =
            Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(.*)})? (NaN|[+-]Inf|[-+0-9.eE]+)");

    private static final Pattern LABEL =
            Pattern.compile("\\G(?:^|,)([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\"\\\\\n]|\\\\[\\\\\"n])*)\"");

    /** What a sample's name may add to its family's, in OpenMetrics. */
    private static final Map<String, List<String>> SUFFIXES = Map.of(
            "counter", List.of("_total", "_created"),
            "gauge", List.of(""),
            "info", List.of("_info"),
            "histogram", List.of("_bucket", "_count", "_sum", "_created"),
            "summary", List.of("", "_count", "_sum", "_created"));

    public static MetricsText openMetrics(String text) {
        assertTrue(text.endsWith("\n# EOF\n"), "no # EOF at the end");
        return parse(text.substring(0, text.length() - "# EOF\n".length()), true);
    }

    public static MetricsText prometheus(String text) {
        assertTrue(text.endsWith("\n"), "no line break at the end");
        return parse(text, false);
    }

    private static MetricsText parse(String text, boolean open) {
        MetricsText metrics = new MetricsText(new LinkedHashMap<>(), new HashMap<>());
        Set<String> ended = new HashSet<>();
        String family = "";
        for (String line : text.split("\n")) {
            if (line.startsWith("# TYPE ")) {
                String[] parts = line.substring("# TYPE ".length()).split(" ");
                assertNull(metrics.types.put(parts[0], parts[1]), () -> "twice: " + line);
            } else if (!line.startsWith("# HELP ") && !line.startsWith("# UNIT ")) {
                Matcher sample = SAMPLE.matcher(line);
                assertTrue(sample.matches(), () -> "no sample: " + line);
                String of = metrics.familyOf(sample.group(1), open);
                assertNotNull(of, () -> "of no family: " + line);
                if (!of.equals(family)) {
                    assertTrue(ended.add(of), () -> "the family is in two places: " + line);
                    family = of;
                }
                String key = sample.group(1) + labels(sample.group(2));
                assertNull(metrics.values.put(key, number(sample.group(3))), () -> "twice: " + line);
            }
        }
        metrics.checkHistograms();
        return metrics;
    }

    private String familyOf(String sample, boolean open) {
        for (Map.Entry<String, String> type : types.entrySet()) {
            if (!sample.startsWith(type.getKey())) {
                continue;
            }
            String suffix = sample.substring(type.getKey().length());
            List<String> suffixes = SUFFIXES.get(type.getValue());
            assertNotNull(suffixes, () -> "no type: " + type);
            if (suffixes.contains(suffix) || !open && suffix.isEmpty()) {
                return type.getKey();
            }
        }
        return null;
    }

    private static String labels(String text) {
        if (text == null || text.isEmpty()) {
            return "";
        }
        TreeMap<String, String> labels = new TreeMap<>();
        Matcher label = LABEL.matcher(text);
        int end = 0;
        while (label.find()) {
            assertNull(labels.put(label.group(1), label.group(2)), () -> "a label twice: " + text);
            end = label.end();
        }
        assertEquals(text.length(), end, () -> "no labels: " + text);
        // One that is empty is none.
        labels.values().removeIf(String::isEmpty);
        StringBuilder key = new StringBuilder();
        labels.forEach((name, value) -> key.append(key.isEmpty() ? "{" : ",")
                .append(name)
                .append("=\"")
                .append(value)
                .append('"'));
        return key.append('}').toString();
    }

    private static double number(String text) {
        return switch (text) {
            case "+Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(text);
        };
    }

    /** Of each histogram, buckets do not shrink, and the last one holds all. */
    private void checkHistograms() {
        Pattern le = Pattern.compile("(,?)le=\"([^\"]+)\"");
        Map<String, TreeMap<Double, Double>> histograms = new HashMap<>();
        values.forEach((key, value) -> {
            Matcher bound = le.matcher(key);
            if (key.contains("_bucket{") && bound.find()) {
                String series = (key.substring(0, bound.start()) + key.substring(bound.end()))
                        .replace("_bucket", "_count")
                        .replace("{,", "{")
                        .replace("{}", "");
                histograms.computeIfAbsent(series, any -> new TreeMap<>()).put(number(bound.group(2)), value);
            }
        });
        histograms.forEach((series, buckets) -> {
            double before = 0;
            for (double count : buckets.values()) {
                assertTrue(count >= before, () -> "buckets shrink: " + series + " " + buckets);
                before = count;
            }
            assertEquals(
                    values.get(series), buckets.get(Double.POSITIVE_INFINITY), () -> "does not hold all: " + series);
        });
    }

    /** The value of a series that there must be. */
    public double value(String series) {
        Double value = values.get(series);
        assertNotNull(value, () -> "no " + series + " in " + values.keySet());
        return value;
    }

    /** The sum of the series of a name that have all of these labels. */
    public double sum(String name, String... labels) {
        return values.entrySet().stream()
                .filter(entry -> entry.getKey().equals(name) || entry.getKey().startsWith(name + "{"))
                .filter(entry -> List.of(labels).stream().allMatch(entry.getKey()::contains))
                .mapToDouble(Map.Entry::getValue)
                .sum();
    }
}
