package io.funclet.host.framework.guard;

import java.util.Objects;
import java.util.Properties;
import java.util.regex.Pattern;

/** Replaces {@code System.setProperty} and similar methods in function bundles. */
public final class SystemProperties {

    /** Keys that Java, the runtime and its launcher set. */
    private static final Pattern OF_JAVA = Pattern.compile(
            "(java|jdk|sun|os|user|file|path|line|native|stdout|stderr|funclet|io\\.grpc|io\\.netty)\\..*");

    private SystemProperties() {}

    /** Adds what Java and the runtime have set, where it is missing. */
    public static void setProperties(Properties properties) {
        if (properties != null) {
            Properties present = System.getProperties();
            for (String key : present.stringPropertyNames()) {
                if (OF_JAVA.matcher(key).matches()) {
                    properties.putIfAbsent(key, present.getProperty(key));
                }
            }
        }
        Settings.change(SettingKind.PROPERTIES, properties);
    }

    public static String setProperty(String key, String value) {
        String before = System.getProperty(key);
        Settings.change(new PropertySetting(key), Objects.requireNonNull(value));
        return before;
    }

    /** Keeps what Java and the runtime have set. */
    public static String clearProperty(String key) {
        String before = System.getProperty(key);
        Setting setting = new PropertySetting(key);
        Object original = Settings.isChanged(setting) ? Settings.original(setting) : before;
        if (original != null && OF_JAVA.matcher(key).matches()) {
            throw new SecurityException(
                    "a function must not take system property " + key + " away, which is there for all");
        }
        Settings.change(setting, null);
        return before;
    }
}
