package io.funclet.host.framework.guard;

import java.io.InputStream;
import java.io.PrintStream;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;
import java.util.Properties;
import java.util.TimeZone;
import javax.net.ssl.HostnameVerifier;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;

/** The settings of which the process has one each. */
enum SettingKind implements Setting {
    OUT,
    ERR,
    IN,
    PROPERTIES,
    LOCALE,
    TIME_ZONE,
    SSL_CONTEXT,
    HTTPS_SOCKETS,
    HTTPS_HOST_NAMES;

    record Locales(Locale all, Locale display, Locale format) {}

    private static SSLContext sslContext() {
        try {
            return SSLContext.getDefault();
        } catch (NoSuchAlgorithmException noneCanBeMade) {
            throw new IllegalStateException(noneCanBeMade);
        }
    }

    @Override
    public Object get() {
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
            case SSL_CONTEXT -> sslContext();
            case HTTPS_SOCKETS -> HttpsURLConnection.getDefaultSSLSocketFactory();
            case HTTPS_HOST_NAMES -> HttpsURLConnection.getDefaultHostnameVerifier();
        };
    }

    @Override
    public void set(Object value) {
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
            case SSL_CONTEXT -> SSLContext.setDefault((SSLContext) value);
            case HTTPS_SOCKETS -> HttpsURLConnection.setDefaultSSLSocketFactory((SSLSocketFactory) value);
            case HTTPS_HOST_NAMES -> HttpsURLConnection.setDefaultHostnameVerifier((HostnameVerifier) value);
        }
    }

    @Override
    public boolean isSame(Object one, Object other) {
        return switch (this) {
            case OUT, ERR, IN, PROPERTIES, SSL_CONTEXT, HTTPS_SOCKETS, HTTPS_HOST_NAMES -> one == other;
            case LOCALE -> one.equals(other);
            // Java returns copies.
            case TIME_ZONE ->
                one instanceof TimeZone zone
                        && other instanceof TimeZone otherZone
                        && zone.getClass() == otherZone.getClass()
                        && zone.getID().equals(otherZone.getID());
        };
    }

    @Override
    public String inWords(Object value) {
        return switch (this) {
            case OUT -> "System.out " + value.getClass().getName();
            case ERR -> "System.err " + value.getClass().getName();
            case IN -> "System.in " + value.getClass().getName();
            case PROPERTIES -> "System.setProperties";
            case LOCALE -> "default Locale " + ((Locales) value).all();
            case TIME_ZONE -> "default TimeZone " + ((TimeZone) value).getID();
            case SSL_CONTEXT -> "default SSLContext";
            case HTTPS_SOCKETS -> "default SSLSocketFactory " + value.getClass().getName();
            case HTTPS_HOST_NAMES ->
                "default HostnameVerifier " + value.getClass().getName();
        };
    }
}
