package io.funclet.host.typed.codec;

import io.funclet.host.typed.json.JsonCodec;
import io.funclet.host.typed.json.JsonFault;
import io.funclet.host.typed.json.JsonNumbers;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

/** Java's own types that are one value in JSON. Nothing of a bundle gets in here. */
final class ScalarTypes {

    private static final class Table {

        private final Map<Class<?>, JsonCodec> codecs = new HashMap<>();

        private void wholeNumbers() {
            whole(byte.class, Byte.class, Byte.MIN_VALUE, Byte.MAX_VALUE, Long::byteValue);
            whole(short.class, Short.class, Short.MIN_VALUE, Short.MAX_VALUE, Long::shortValue);
            whole(int.class, Integer.class, Integer.MIN_VALUE, Integer.MAX_VALUE, Long::intValue);
            whole(long.class, Long.class, Long.MIN_VALUE, Long.MAX_VALUE, number -> number);
            number(BigInteger.class, JsonNumbers::big);
        }

        private void whole(Class<?> primitive, Class<?> box, long least, long most, Function<Long, Object> cast) {
            String name = primitive.getName();
            both(primitive, box, text -> cast.apply(JsonNumbers.whole(text, name, least, most)));
        }

        private void realNumbers() {
            both(float.class, Float.class, JsonNumbers::single);
            both(double.class, Double.class, JsonNumbers::real);
            number(BigDecimal.class, text -> JsonNumbers.decimal(text, "BigDecimal"));
            number(Number.class, text -> JsonNumbers.decimal(text, "BigDecimal"));
        }

        private void both(Class<?> primitive, Class<?> box, ScalarCodec.Parser parser) {
            ScalarCodec codec = ScalarCodec.number(primitive.getName(), parser, ScalarTypes::formatNumber);
            codecs.put(primitive, new PrimitiveCodec(codec));
            codecs.put(box, codec);
        }

        private void number(Class<?> type, ScalarCodec.Parser parser) {
            codecs.put(type, ScalarCodec.number(type.getSimpleName(), parser, ScalarTypes::formatNumber));
        }

        private void texts() {
            codecs.put(String.class, ScalarCodec.text("String", text -> text, Object::toString));
            codecs.put(Boolean.class, new BooleanCodec());
            codecs.put(boolean.class, new PrimitiveCodec(new BooleanCodec()));
            ScalarCodec character = ScalarCodec.text("one character", ScalarTypes::character, Object::toString);
            codecs.put(Character.class, character);
            codecs.put(char.class, new PrimitiveCodec(character));
            text(UUID.class, ScalarTypes::uuid, "c0c6f3a8-51b7-4bd1-9a4e-1f2f4c1e2a3b");
            text(URI.class, URI::create, "https://example.com/a");
            codecs.put(
                    byte[].class,
                    ScalarCodec.text(
                            "bytes in Base64",
                            parser("bytes in Base64", Base64.getDecoder()::decode),
                            value -> Base64.getEncoder().encodeToString((byte[]) value)));
        }

        private void times() {
            text(Instant.class, Instant::parse, "2026-01-31T10:15:30Z");
            text(LocalDate.class, LocalDate::parse, "2026-01-31");
            text(LocalTime.class, LocalTime::parse, "10:15:30");
            text(LocalDateTime.class, LocalDateTime::parse, "2026-01-31T10:15:30");
            text(OffsetDateTime.class, OffsetDateTime::parse, "2026-01-31T10:15:30+01:00");
            text(OffsetTime.class, OffsetTime::parse, "10:15:30+01:00");
            text(ZonedDateTime.class, ZonedDateTime::parse, "2026-01-31T10:15:30+01:00[Europe/Paris]");
            text(Duration.class, Duration::parse, "PT1M30S");
            text(Period.class, Period::parse, "P1M");
            text(Year.class, Year::parse, "2026");
            text(YearMonth.class, YearMonth::parse, "2026-01");
            text(MonthDay.class, MonthDay::parse, "--01-31");
            text(ZoneId.class, ZoneId::of, "Europe/Paris");
            text(ZoneOffset.class, ZoneOffset::of, "+01:00");
        }

        private void text(Class<?> type, Function<String, Object> reader, String example) {
            String name = type.getSimpleName() + " such as " + example;
            codecs.put(type, ScalarCodec.text(name, parser(name, reader), Object::toString));
        }
    }

    private static final Map<Class<?>, JsonCodec> CODECS = all();

    private ScalarTypes() {}

    private static Map<Class<?>, JsonCodec> all() {
        Table table = new Table();
        table.wholeNumbers();
        table.realNumbers();
        table.texts();
        table.times();
        return Map.copyOf(table.codecs);
    }

    /** {@code null} if the type is none of them. */
    static JsonCodec codec(Class<?> type) {
        return CODECS.get(type);
    }

    private static ScalarCodec.Parser parser(String name, Function<String, Object> reader) {
        return text -> {
            try {
                return reader.apply(text);
            } catch (DateTimeException | IllegalArgumentException | ArithmeticException wrong) {
                throw JsonFault.expected(name, JsonFault.quoted(text));
            }
        };
    }

    private static Object character(String text) throws JsonFault {
        if (text.length() != 1) {
            throw JsonFault.expected("one character", JsonFault.quoted(text));
        }
        return text.charAt(0);
    }

    /** Java reads shorter texts, too, and makes other texts of them. */
    private static UUID uuid(String text) {
        UUID uuid = UUID.fromString(text);
        if (!uuid.toString().equalsIgnoreCase(text)) {
            throw new IllegalArgumentException(text);
        }
        return uuid;
    }

    /** Of classes that are not Java's, the text must be a number. */
    private static String formatNumber(Object value) throws JsonFault {
        String text = value.toString();
        // The digits of a large BigInteger need no second look.
        if (!(value instanceof BigInteger) && !(value instanceof BigDecimal) && !JsonNumbers.isNumber(text)) {
            throw new JsonFault(JsonFault.clipped(text) + " is no number in JSON");
        }
        return text;
    }
}
