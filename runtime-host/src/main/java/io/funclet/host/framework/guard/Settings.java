package io.funclet.host.framework.guard;

import java.io.InputStream;
import java.io.PrintStream;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TimeZone;
import javax.net.ssl.HostnameVerifier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;

/**
 * Replaces setters of process-wide settings in function bundles. They work as before. This class records which bundle
 * set a value, and restores the former one when that version goes.
 */
public final class Settings {

    /** The changes in force, the latest last. */
    private static final Map<Setting, Change> CHANGES = new LinkedHashMap<>();

    /** Values of bundles that are gone. Other bundles may have kept one and set it again. */
    private static final List<WeakReference<Object>> GONE = new ArrayList<>();

    /**
     * What a bundle has set.
     *
     * @param original what was there before the first bundle
     */
    private record Change(Object original, Object value, ClassLoader by) {}

    private Settings() {}

    public static void setOut(PrintStream stream) {
        change(SettingKind.OUT, present(stream, "System.out"));
    }

    public static void setErr(PrintStream stream) {
        change(SettingKind.ERR, present(stream, "System.err"));
    }

    public static void setIn(InputStream stream) {
        change(SettingKind.IN, present(stream, "System.in"));
    }

    public static void setDefault(SSLContext context) {
        change(SettingKind.SSL_CONTEXT, Objects.requireNonNull(context));
    }

    public static void setDefaultSSLSocketFactory(SSLSocketFactory factory) {
        change(SettingKind.HTTPS_SOCKETS, factory);
    }

    public static void setDefaultHostnameVerifier(HostnameVerifier verifier) {
        change(SettingKind.HTTPS_HOST_NAMES, verifier);
    }

    public static void setDefault(Locale locale) {
        change(SettingKind.LOCALE, new SettingKind.Locales(locale, locale, locale));
    }

    public static void setDefault(Locale.Category category, Locale locale) {
        SettingKind.Locales now = (SettingKind.Locales) SettingKind.LOCALE.get();
        change(
                SettingKind.LOCALE,
                switch (category) {
                    case DISPLAY -> new SettingKind.Locales(now.all(), locale, now.format());
                    case FORMAT -> new SettingKind.Locales(now.all(), now.display(), locale);
                });
    }

    public static void setDefault(TimeZone zone) {
        change(SettingKind.TIME_ZONE, zone);
    }

    private static <T> T present(T stream, String name) {
        if (stream == null) {
            throw new SecurityException("a function must not take " + name + " away, which is there for all");
        }
        return stream;
    }

    /** The value before the first bundle set it; {@code null} if no bundle has, or if there was no value. */
    static synchronized Object original(Setting setting) {
        Change change = CHANGES.get(setting);
        return change == null ? null : change.original();
    }

    /** Whether a bundle has set it, and not set it back. */
    static synchronized boolean isChanged(Setting setting) {
        return CHANGES.containsKey(setting);
    }

    static synchronized void change(Setting setting, Object value) {
        Change before = CHANGES.get(setting);
        Object original = before == null ? setting.get() : before.original();
        if (isGone(value) || setting.isSame(value, original)) {
            setting.set(original);
            CHANGES.remove(setting);
        } else {
            setting.set(value);
            // Read back: Java replaces null by a value.
            CHANGES.remove(setting);
            CHANGES.put(setting, new Change(original, setting.get(), Callers.bundle()));
        }
    }

    private static boolean isGone(Object value) {
        return value != null && GONE.stream().anyMatch(gone -> gone.get() == value);
    }

    /**
     * Restores the former values where those of a bundle that goes are still in force. Returns these settings, in words.
     */
    public static synchronized List<String> giveBack(ClassLoader loader) {
        GONE.removeIf(gone -> gone.get() == null);
        List<String> found = new ArrayList<>();
        List<Setting> latestFirst = new ArrayList<>(CHANGES.keySet());
        Collections.reverse(latestFirst);
        for (Setting setting : latestFirst) {
            Change change = CHANGES.get(setting);
            if (change.by() == loader) {
                CHANGES.remove(setting);
                if (setting.isSame(setting.get(), change.value()) && setting.restore(change.original())) {
                    found.add(setting.inWords(change.value()));
                }
                if (!(change.value() instanceof String)) {
                    GONE.add(new WeakReference<>(change.value()));
                }
            }
        }
        return found;
    }
}
