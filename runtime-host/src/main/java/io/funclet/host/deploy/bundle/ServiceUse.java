package io.funclet.host.deploy.bundle;

import java.lang.ref.WeakReference;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.framework.Bundle;

/** Which services a bundle has looked for by {@code ServiceLoader}, and which bundles use its providers. Any thread. */
public final class ServiceUse {

    /** A bundle may look for names of its own making. */
    private static final int MOST = 1000;

    /** By name. Weak, because a class may be of a bundle that leaves earlier. */
    private final Map<String, WeakReference<Class<?>>> asked = new ConcurrentHashMap<>();

    /** The names of services without any provider. */
    private final Set<String> missed = ConcurrentHashMap.newKeySet();

    /** The ids of bundles. */
    private final Set<Long> users = ConcurrentHashMap.newKeySet();

    void asked(Class<?> service) {
        if (asked.size() < MOST) {
            asked.put(service.getName(), new WeakReference<>(service));
        }
    }

    /** What it has looked for, with or without success. */
    public List<Class<?>> asked() {
        return asked.isEmpty()
                ? List.of()
                : asked.values().stream()
                        .<Class<?>>map(WeakReference::get)
                        .filter(Objects::nonNull)
                        .toList();
    }

    void missed(Class<?> service) {
        if (missed.size() < MOST) {
            missed.add(service.getName());
        }
    }

    /** The names of services that it has looked for in vain; not those of Java. */
    Set<String> missed() {
        return missed;
    }

    void usedBy(Bundle user) {
        users.add(user.getBundleId());
    }

    public boolean isUsedBy(Bundle user) {
        return users.contains(user.getBundleId());
    }

    /** The ids of the bundles that use its providers; may hold some that have gone. */
    Set<Long> users() {
        return users;
    }
}
