package io.funclet.host.typed;

import com.google.gson.stream.JsonReader;
import io.funclet.api.JsonDiscriminator;
import io.funclet.api.JsonName;
import io.funclet.api.Payload;
import java.lang.reflect.Field;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;

/** Types of functions, and what becomes of values that a function of such a type returns as it gets them. */
final class TypedValues {

    record Reading(String sensor, double celsius) {}

    record Station(String name, List<Reading> readings, Optional<String> note, Integer height) {}

    record Range(int from, int to) {
        Range {
            if (from > to) {
                throw new IllegalArgumentException("from is after to");
            }
        }
    }

    enum Level {
        LOW,
        @JsonName("very high")
        HIGH
    }

    sealed interface Command permits Open, Wait {}

    record Open(int valve) implements Command {}

    record Wait(Duration time) implements Command {}

    /** The types of the table, by their fields; more of them for the other tests. */
    @SuppressWarnings({"unused", "rawtypes"})
    private static final class Declared {
        Reading reading;
        Station station;
        List<Range> ranges;
        Level level;
        Command command;
        List<Command> commands;
        int integer;
        byte small;
        long large;
        BigInteger bigInteger;
        BigDecimal bigDecimal;
        double real;
        float single;
        boolean flag;
        char character;
        String text;
        Instant instant;
        LocalDate date;
        Duration duration;
        UUID uuid;
        Map<String, Integer> numbers;
        Map<Integer, String> byNumber;
        Map<Level, Boolean> byLevel;
        Set<Integer> set;
        int[] array;
        List<byte[]> blobs;
        List<Optional<Integer>> gaps;
        Optional<Reading> optional;
        OptionalInt optionalInt;
        Object any;
        List<Number> exact;
        List<Payload> raws;
        Payload raw;
        byte[] bytes;

        ArrayList<String> implementation;
        List rawList;
        Thread noRecord;
        Map<Reading, String> byRecord;
        Optional<Optional<String>> twice;
        List<? extends Reading>[] wildcards;
        Shape shape;
        Clash clash;
        Twins twins;
        Endless<String> endless;
        Box<Reading> box;
        Tree tree;
        Event event;
        Double[] boxes;
        Failing failing;
        Void nothing;
        Point<List<Integer>> point;
        Switch onOff;
        JsonReader nameless;
        Hidden hidden;
        Bean bean;
        Partly partly;
    }

    sealed interface Twins permits Left.Twin, Right.Twin {}

    static final class Left {
        record Twin() implements Twins {}
    }

    static final class Right {
        record Twin() implements Twins {}
    }

    sealed interface Shape permits Circle {}

    static final class Circle implements Shape {}

    sealed interface Clash permits Typed {}

    record Typed(String type) implements Clash {}

    record Endless<T>(Endless<List<T>> next) {}

    record Box<T>(T content, List<T> more) {}

    record Tree(int number, List<Tree> children) {}

    @JsonDiscriminator("kind")
    sealed interface Event permits Begin, Group {}

    @JsonName("begin")
    record Begin(String type) implements Event {}

    sealed interface Group extends Event permits Pair {}

    record Pair(Event left, Event right) implements Group {}

    record Failing(String text) {
        Failing {
            if (text.equals("error")) {
                throw new AssertionError("an error");
            }
        }

        @Override
        public String text() {
            throw new IllegalStateException("no text");
        }
    }

    /** As Kotlin makes a data class whose parameters all have default values. */
    public static class Point<T> {
        private final T content;

        @JsonName("is on")
        private final boolean on;

        public Point() {
            this(null, false);
        }

        public Point(T content, boolean on) {
            if (content == null) {
                throw new NullPointerException(
                        "Parameter specified as non-null is null: method Point.<init>, parameter content");
            }
            this.content = content;
            this.on = on;
        }

        public T getContent() {
            return content;
        }

        public boolean isOn() {
            return on;
        }
    }

    /** As a sealed class of Kotlin. */
    public abstract static sealed class Switch permits Off, Dimmed {}

    /** As a data object of Kotlin. */
    public static final class Off extends Switch {
        public static final Off INSTANCE = new Off();

        private Off() {}
    }

    public static final class Dimmed extends Switch {
        private final int level;

        public Dimmed(int level) {
            this.level = level;
        }

        public int level() {
            return level;
        }
    }

    public static final class Hidden {
        public Hidden(int secret) {}
    }

    public static final class Bean {
        public void setName(String name) {}
    }

    sealed interface Partly permits Extensible {}

    public static non-sealed class Extensible implements Partly {
        public Extensible(int level) {}
    }

    static Type type(String name) {
        for (Field field : Declared.class.getDeclaredFields()) {
            Type type = field.getGenericType();
            String simple = type.getTypeName().replaceAll("[\\w.$]*[.$](\\w)", "$1");
            if (name.equals(simple) || name.equals(field.getName())) {
                return type;
            }
        }
        throw new AssertionError("the test has no " + name);
    }

    private TypedValues() {}
}
