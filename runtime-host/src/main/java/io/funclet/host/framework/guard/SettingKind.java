package io.funclet.host.framework.guard;

import java.io.InputStream;
import java.io.PrintStream;
import java.util.Locale;
import java.util.Properties;
import java.util.TimeZone;

/** What there is one of for the whole process. */
enum SettingKind {
    OUT,
    ERR,
    IN,
    PROPERTIES,
    LOCALE,
    TIME_ZONE;

    /** There are three of them. */
    record Locales(Locale all, Locale display, Locale format) {}

    Object get() {
        return switch (this) {
            case OUT -> System.out;
            case ERR -> System.err;
            case IN -> System.in;
            case PROPERTIES -> System.getProperties();
            case LOCALE ->
                new Locales(
                        Locale.getDefault(),
                        Locale.getDefault(Locale.Category.DISPLAY),
                        Locale.getDefault(Locale.Category.FORMAT));
            case TIME_ZONE -> TimeZone.getDefault();
        };
    }

    void set(Object value) {
        switch (this) {
            case OUT -> System.setOut((PrintStream) value);
            case ERR -> System.setErr((PrintStream) value);
            case IN -> System.setIn((InputStream) value);
            case PROPERTIES -> System.setProperties((Properties) value);
            case LOCALE -> {
                Locales locales = (Locales) value;
                Locale.setDefault(locales.all());
                Locale.setDefault(Locale.Category.DISPLAY, locales.display());
                Locale.setDefault(Locale.Category.FORMAT, locales.format());
            }
            case TIME_ZONE -> TimeZone.setDefault((TimeZone) value);
        }
    }

    /** Objects of a bundle's classes are not asked. */
    boolean isSame(Object one, Object other) {
        return switch (this) {
            case OUT, ERR, IN, PROPERTIES -> one == other;
            case LOCALE -> one.equals(other);
            // Java hands out copies.
            case TIME_ZONE ->
                one instanceof TimeZone zone
                        && other instanceof TimeZone otherZone
                        && zone.getClass() == otherZone.getClass()
                        && zone.getID().equals(otherZone.getID());
        };
    }

    String inWords(Object value) {
        return switch (this) {
            case OUT -> "System.out " + value.getClass().getName();
            case ERR -> "System.err " + value.getClass().getName();
            case IN -> "System.in " + value.getClass().getName();
            case PROPERTIES -> "System.setProperties";
            case LOCALE -> "default Locale " + ((Locales) value).all();
            case TIME_ZONE -> "default TimeZone " + ((TimeZone) value).getID();
        };
    }
}
