package io.funclet.host.framework.guard;

import java.io.InputStream;
import java.io.PrintStream;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TimeZone;

/**
 * Stands in function bundles where setters stood of what there is one of for the whole process. They do what they did, and
 * it is noted whose it was, so that it can be given back when that version goes. Public for the bundles' class loaders.
 */
public final class Settings {

    /** By kind, as long as they stand. */
    private static final Map<SettingKind, Change> CHANGES = new EnumMap<>(SettingKind.class);

    /** What bundles had set that are gone: others may have kept it, to set it again in their turn. */
    private static final List<WeakReference<Object>> GONE = new ArrayList<>();

    /**
     * What a bundle has set.
     *
     * @param original what was there before the first bundle
     */
    private record Change(Object original, Object value, ClassLoader by) {}

    private Settings() {}

    /**
     * Instead of {@link System#setOut}.
     *
     * @param stream not {@code null}: all who print would fail
     */
    public static void setOut(PrintStream stream) {
        change(SettingKind.OUT, present(stream, "System.out"));
    }

    /**
     * Instead of {@link System#setErr}.
     *
     * @param stream not {@code null}: all who print would fail
     */
    public static void setErr(PrintStream stream) {
        change(SettingKind.ERR, present(stream, "System.err"));
    }

    /**
     * Instead of {@link System#setIn}.
     *
     * @param stream not {@code null}: all who read would fail
     */
    public static void setIn(InputStream stream) {
        change(SettingKind.IN, present(stream, "System.in"));
    }

    /**
     * Instead of {@link System#setProperties}.
     *
     * @param properties as there
     */
    public static void setProperties(Properties properties) {
        change(SettingKind.PROPERTIES, properties);
    }

    /**
     * Instead of {@link Locale#setDefault(Locale)}.
     *
     * @param locale as there
     */
    public static void setDefault(Locale locale) {
        change(SettingKind.LOCALE, new SettingKind.Locales(locale, locale, locale));
    }

    /**
     * Instead of {@link Locale#setDefault(Locale.Category, Locale)}.
     *
     * @param category as there
     * @param locale as there
     */
    public static void setDefault(Locale.Category category, Locale locale) {
        Locale display = Locale.getDefault(Locale.Category.DISPLAY);
        Locale format = Locale.getDefault(Locale.Category.FORMAT);
        change(
                SettingKind.LOCALE,
                switch (category) {
                    case DISPLAY -> new SettingKind.Locales(Locale.getDefault(), locale, format);
                    case FORMAT -> new SettingKind.Locales(Locale.getDefault(), display, locale);
                });
    }

    /**
     * Instead of {@link TimeZone#setDefault}.
     *
     * @param zone as there
     */
    public static void setDefault(TimeZone zone) {
        change(SettingKind.TIME_ZONE, zone);
    }

    private static <T> T present(T stream, String name) {
        if (stream == null) {
            throw new SecurityException("a function must not take " + name + " away, which is there for all");
        }
        return stream;
    }

    private static synchronized void change(SettingKind kind, Object value) {
        Change before = CHANGES.get(kind);
        Object original = before == null ? kind.get() : before.original();
        if (isGone(value) || kind.isSame(value, original)) {
            kind.set(original);
            CHANGES.remove(kind);
        } else {
            kind.set(value);
            // Not what was given: of null, Java makes something.
            CHANGES.put(kind, new Change(original, kind.get(), Callers.bundle()));
        }
    }

    private static boolean isGone(Object value) {
        return value != null && GONE.stream().anyMatch(gone -> gone.get() == value);
    }

    /**
     * Sets what it was before, where what a bundle has set is still there.
     *
     * @param loader the class loader of the bundle, which goes
     * @return what it was, each in words
     */
    public static synchronized List<String> giveBack(ClassLoader loader) {
        GONE.removeIf(gone -> gone.get() == null);
        List<String> found = new ArrayList<>();
        CHANGES.entrySet().removeIf(entry -> {
            SettingKind kind = entry.getKey();
            Change change = entry.getValue();
            if (change.by() != loader) {
                return false;
            }
            if (kind.isSame(kind.get(), change.value())) {
                kind.set(change.original());
                found.add(kind.inWords(change.value()));
            }
            GONE.add(new WeakReference<>(change.value()));
            return true;
        });
        return found;
    }
}
