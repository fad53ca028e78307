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
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;

/**
 * Stands in function bundles where setters stood of what there is one of for the whole process. They do what they did, and
 * it is noted whose it was, so that it can be given back when that version goes. Public for the bundles' class loaders.
 */
public final class Settings {

    /** As long as they stand, the latest last. */
    private static final Map<Setting, Change> CHANGES = new LinkedHashMap<>();

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
     * Instead of {@link SSLContext#setDefault}.
     *
     * @param context as there
     */
    public static void setDefault(SSLContext context) {
        change(SettingKind.SSL_CONTEXT, Objects.requireNonNull(context));
    }

    /**
     * Instead of {@link HttpsURLConnection#setDefaultSSLSocketFactory}.
     *
     * @param factory as there
     */
    public static void setDefaultSSLSocketFactory(SSLSocketFactory factory) {
        change(SettingKind.HTTPS_SOCKETS, factory);
    }

    /**
     * Instead of {@link HttpsURLConnection#setDefaultHostnameVerifier}.
     *
     * @param verifier as there
     */
    public static void setDefaultHostnameVerifier(HostnameVerifier verifier) {
        change(SettingKind.HTTPS_HOST_NAMES, verifier);
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

    /** What was there before the first bundle set it; {@code null} if none has, or if it was not there. */
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
            // Not what was given: of null, Java makes something.
            CHANGES.remove(setting);
            CHANGES.put(setting, new Change(original, setting.get(), Callers.bundle()));
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
