package io.funclet.host.framework.requirement;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The bundles that bring services of OSGi's specifications, and parts of former Java, that the runtime does not bring. */
public final class KnownProviders {

    private static final String HTTP = "org.apache.felix.http.jetty";
    private static final String SERVLETS = "org.apache.felix.http.servlet-api";
    private static final String BLUEPRINT = "org.apache.aries.blueprint";

    /** By a package, with what is below it; or by the name of an extender, an implementation or a contract. */
    private static final Map<String, String> BUNDLES = Map.ofEntries(
            Map.entry("org.osgi.service.metatype", "org.apache.felix.metatype"),
            Map.entry("osgi.metatype", "org.apache.felix.metatype"),
            Map.entry("org.osgi.service.event", "org.apache.felix.eventadmin"),
            Map.entry("osgi.event", "org.apache.felix.eventadmin"),
            Map.entry("org.osgi.service.prefs", "org.apache.felix.prefs"),
            Map.entry("org.osgi.service.coordinator", "org.apache.felix.coordinator"),
            Map.entry("org.osgi.service.http", HTTP),
            Map.entry("org.osgi.service.servlet", HTTP),
            Map.entry("osgi.http", HTTP),
            Map.entry("javax.servlet", SERVLETS),
            Map.entry("jakarta.servlet", SERVLETS),
            Map.entry("JavaServlet", SERVLETS),
            Map.entry("JakartaServlet", SERVLETS),
            Map.entry("org.osgi.service.blueprint", BLUEPRINT),
            Map.entry("osgi.blueprint", BLUEPRINT),
            Map.entry("org.osgi.service.jndi", "org.apache.aries.jndi"),
            Map.entry("org.apache.aries.proxy", "org.apache.aries.proxy"),
            Map.entry("org.apache.aries.util", "org.apache.aries.util"),
            Map.entry("org.apache.felix.service.command", "org.apache.felix.gogo.runtime"),
            // They have left Java. Later versions have other packages.
            Map.entry("javax.xml.bind", "jakarta.xml.bind-api 2.3.3"),
            Map.entry("javax.activation", "com.sun.activation.jakarta.activation 1.2.2"),
            Map.entry("org.osgi.util.converter", "org.osgi.util.converter"),
            Map.entry("org.osgi.util.pushstream", "org.osgi.util.pushstream"));

    /** What versions of SLF4J before 2 look for. */
    private static final String BINDING = "org.slf4j.impl";

    private KnownProviders() {}

    /**
     * What to do about required things that nothing provides; empty if that is unknown.
     *
     * @param names of packages, service interfaces, extenders, implementations and contracts
     */
    public static Optional<String> advice(Collection<String> names) {
        if (names.contains(BINDING)) {
            return Optional.of("the runtime brings SLF4J for all functions: delete this jar, if it is slf4j-api or an"
                    + " implementation of it");
        }
        Map<String, String> known = new TreeMap<>();
        for (String name : names) {
            find(name).ifPresent(bundle -> known.merge(bundle, name, (one, other) -> one + ", " + other));
        }
        return known.isEmpty()
                ? Optional.empty()
                : Optional.of(known.entrySet().stream()
                        .map(entry -> "the runtime does not bring " + entry.getValue() + ": put bundle "
                                + entry.getKey() + " beside the jar")
                        .collect(Collectors.joining("; ")));
    }

    private static Optional<String> find(String name) {
        for (String at = name; !at.isEmpty(); at = at.substring(0, Math.max(0, at.lastIndexOf('.')))) {
            String bundle = BUNDLES.get(at);
            if (bundle != null) {
                return Optional.of(bundle);
            }
        }
        return Optional.empty();
    }
}
