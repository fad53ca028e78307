package io.funclet.host.config.source;

import io.funclet.host.config.text.PrintableText;
import io.funclet.host.config.text.UnitParser;
import io.funclet.host.config.text.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** The environment of the process. Empty variables count as not set. Single-threaded. */
public final class Environment {

    private static final int MOST_SUSPECTED = 20;

    private final Map<String, String> variables;
    private final ConfigProblems problems;

    public Environment(Map<String, String> variables, ConfigProblems problems) {
        this.variables = variables;
        this.problems = problems.from("environment");
    }

    public ConfigProblems problems() {
        return problems;
    }

    public Map<String, String> variables() {
        return variables;
    }

    /** The value of any variable, without surrounding blanks. */
    public Optional<String> text(String variable) {
        String text = variables.getOrDefault(variable, "").strip();
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }

    public Optional<String> text(FuncletVariable variable) {
        return text(variable.toString());
    }

    public OptionalInt count(FuncletVariable variable) {
        Optional<Value.Scalar> value = scalar(variable);
        return value.isEmpty()
                ? OptionalInt.empty()
                : positive(variable, UnitParser.count(value.get().text()), Integer.MAX_VALUE, "a count from 1 to ", "");
    }

    /** Reads a size. Warns if it is very small. */
    public OptionalInt size(FuncletVariable variable, int most) {
        Optional<Value.Scalar> value = scalar(variable);
        if (value.isEmpty()) {
            return OptionalInt.empty();
        }
        OptionalInt size = positive(
                variable, UnitParser.size(value.get()), most, "a size (512k, 4m, or bytes) of 1 to ", " bytes");
        if (size.isPresent() && size.getAsInt() < UnitParser.LEAST_PLAUSIBLE_BYTES) {
            problems.suspect(
                    variable.toString(),
                    value.get().described() + " means " + size.getAsInt()
                            + " bytes, which hardly anything fits; kilobytes are written 8k");
        }
        return size;
    }

    private OptionalInt positive(
            FuncletVariable variable, Optional<Integer> read, int most, String expected, String unit) {
        if (read.isEmpty() || read.get() <= 0 || read.get() > most) {
            reject(variable, "is not " + expected + most + unit);
            return OptionalInt.empty();
        }
        return OptionalInt.of(read.get());
    }

    /** Reads a duration of at least a millisecond. */
    public Optional<Duration> duration(FuncletVariable variable) {
        Optional<Value.Scalar> value = scalar(variable);
        Optional<Duration> duration = value.isEmpty() ? Optional.empty() : UnitParser.duration(value.get());
        if (value.isPresent() && (duration.isEmpty() || duration.get().toMillis() == 0)) {
            reject(variable, "is not a duration from 1ms to 2562047h (100ms, 30s, 5m, 1h30m)");
            return Optional.empty();
        }
        return duration;
    }

    public Optional<Boolean> onOff(FuncletVariable variable) {
        Optional<String> text = text(variable);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        boolean on = text.get().equals("on");
        if (!on && !text.get().equals("off")) {
            reject(variable, "is not on or off");
        }
        return Optional.of(on);
    }

    /** Reads the name of one of these constants, in lower case. */
    public <E extends Enum<E>> Optional<E> choice(FuncletVariable variable, String expected, E[] choices) {
        Optional<String> text = text(variable);
        Optional<E> choice = text.isEmpty() ? Optional.empty() : choice(text.get(), choices);
        if (text.isPresent() && choice.isEmpty()) {
            reject(variable, "is not " + expected);
        }
        return choice;
    }

    /** The constant with this name, which is in lower case. */
    public static <E extends Enum<E>> Optional<E> choice(String name, E[] choices) {
        for (E choice : choices) {
            if (choice.name().toLowerCase(Locale.ROOT).equals(name)) {
                return Optional.of(choice);
            }
        }
        return Optional.empty();
    }

    /** The value as if quoted: a number without a unit more likely means seconds than nanoseconds. */
    public Optional<Value.Scalar> scalar(FuncletVariable variable) {
        Optional<String> text = text(variable);
        return text.isEmpty() ? Optional.empty() : Optional.of(new Value.Scalar(text.get(), Value.Style.QUOTED, 0));
    }

    public void reject(FuncletVariable variable, String why) {
        problems.add(variable.toString(), PrintableText.quoted(text(variable).orElse("")) + " " + why);
    }

    /** Warns of each variable with the prefix of Funclet that Funclet does not know. */
    public void suspectUnknown() {
        List<String> unknown = new ArrayList<>();
        for (Map.Entry<String, String> variable : variables.entrySet()) {
            String name = variable.getKey();
            if (beginsLikeOurs(name)
                    && !FuncletVariable.isKnown(name)
                    && !variable.getValue().isBlank()
                    && !isServiceLink(name)) {
                unknown.add(name);
            }
        }
        if (!unknown.isEmpty()) {
            suspect(unknown);
        }
    }

    /** Ignores case, so that misspelled variables are found, too. */
    private static boolean beginsLikeOurs(String name) {
        return name.regionMatches(true, 0, FuncletVariable.PREFIX, 0, FuncletVariable.PREFIX.length());
    }

    private void suspect(List<String> unknown) {
        List<String> known = new ArrayList<>();
        for (FuncletVariable variable : FuncletVariable.values()) {
            known.add(variable.name());
        }
        unknown.sort(null);
        for (String name : unknown.subList(0, Math.min(MOST_SUSPECTED, unknown.size()))) {
            String meant = DidYouMean.nearest(name.substring(FuncletVariable.PREFIX.length()), known)
                    .map(variable -> "; did you mean " + FuncletVariable.valueOf(variable) + "?")
                    .orElse(", and ignored");
            problems.suspect("", PrintableText.printable(name) + " is not known" + meant);
        }
    }

    /** Whether Kubernetes sets it for a service of the namespace, which may be named like Funclet. */
    private boolean isServiceLink(String name) {
        for (String part : new String[] {"_SERVICE_", "_PORT"}) {
            int at = name.indexOf(part);
            if (at >= 0 && variables.containsKey(name.substring(0, at) + "_SERVICE_HOST")) {
                return true;
            }
        }
        return false;
    }
}
