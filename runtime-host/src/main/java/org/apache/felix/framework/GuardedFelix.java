package org.apache.felix.framework;

import io.funclet.host.framework.serviceloader.ServiceMediator;
import java.io.InputStream;
import java.net.URLStreamHandler;
import java.util.Collection;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.FrameworkListener;
import org.osgi.framework.ServiceRegistration;
import org.osgi.framework.connect.ModuleConnector;
import org.osgi.framework.startlevel.FrameworkStartLevel;
import org.osgi.framework.wiring.FrameworkWiring;

/**
 * A framework that calls a veto before a bundle, or the framework itself, is stopped, updated, uninstalled or
 * refreshed, and before a hook is registered, on the calling thread. It covers {@code Bundle}, {@code FrameworkWiring}, {@code FrameworkStartLevel}, and
 * services that use them. It is in Felix's package because the methods are visible only there. OSGi's {@code
 * AdminPermission} needs a security manager.
 */
@SuppressWarnings({"rawtypes", "unchecked"}) // Felix compiles without generics in places
public final class GuardedFelix extends Felix {

    private static final String HOOKS = "org.osgi.framework.hooks.";

    /** Each bundle may weave the classes of its code directory, as libraries do. */
    private static final String WEAVING = HOOKS + "weaving.";

    private final BiConsumer<Bundle, String> veto;
    private final ServiceMediator mediator;

    /** {@code null} until the first use, which is in Felix's constructor. */
    private URLStreamHandler entries;

    /** Properties that have been set since the start; {@code null} while there are none. */
    private volatile Map<String, String> changed;

    /**
     * @param veto receives the bundle and what is about to happen to it, as a verb; its exception reaches the caller
     * @param mediator what the class loaders of bundles ask for services
     */
    public GuardedFelix(
            Map<String, ?> configuration,
            ModuleConnector connector,
            BiConsumer<Bundle, String> veto,
            ServiceMediator mediator) {
        super(configuration, connector);
        this.veto = veto;
        this.mediator = mediator;
    }

    /** Sets a framework property that code reads from now on. */
    public synchronized void setProperty(String name, String value) {
        Map<String, String> properties = changed == null ? new HashMap<>() : new HashMap<>(changed);
        properties.put(name, value);
        changed = properties;
    }

    @Override
    String getProperty(String name) {
        Map<String, String> properties = changed;
        String value = properties == null ? null : properties.get(name);
        return value == null ? super.getProperty(name) : value;
    }

    @Override
    synchronized URLStreamHandler getBundleStreamHandler() {
        if (entries == null) {
            entries = EntryConnection.handler(this);
        }
        return entries;
    }

    @Override
    public void stop() throws BundleException {
        veto.accept(this, "stop");
        super.stop();
    }

    @Override
    public void stop(int options) throws BundleException {
        stop();
    }

    @Override
    public void update() throws BundleException {
        update(null);
    }

    @Override
    public void update(InputStream content) throws BundleException {
        veto.accept(this, "update");
        super.update(content);
    }

    @Override
    public void uninstall() throws BundleException {
        veto.accept(this, "uninstall");
        super.uninstall();
    }

    @Override
    void stopBundle(BundleImpl bundle, boolean record) throws BundleException {
        veto.accept(bundle, "stop");
        super.stopBundle(bundle, record);
    }

    @Override
    void updateBundle(BundleImpl bundle, InputStream content) throws BundleException {
        veto.accept(bundle, "update");
        super.updateBundle(bundle, content);
    }

    @Override
    void uninstallBundle(BundleImpl bundle) throws BundleException {
        veto.accept(bundle, "uninstall");
        super.uninstallBundle(bundle);
    }

    @Override
    ServiceRegistration registerService(
            BundleContextImpl context, String[] names, Object service, Dictionary properties) {
        if (names != null) {
            for (String name : names) {
                if (name != null
                        && name.startsWith(HOOKS)
                        && (context.getBundle() == this || !name.startsWith(WEAVING))) {
                    veto.accept(this, "register " + name + " with");
                }
            }
        }
        return super.registerService(context, names, service, properties);
    }

    @Override
    void setBundleStateAndNotify(BundleImpl bundle, int state) {
        // Felix calls this as soon as a bundle is wired, before any class of it can be loaded.
        if (state == Bundle.RESOLVED && bundle != this) {
            MediatedBundleClassLoader.install(bundle, mediator);
        }
        super.setBundleStateAndNotify(bundle, state);
    }

    /** Does nothing: the runtime has one start level, and the framework's own thread calls this. */
    @Override
    void setBundleStartLevel(Bundle bundle, int level) {}

    @Override
    void setInitialBundleStartLevel(int level) {
        veto.accept(this, "set the start level of");
        super.setInitialBundleStartLevel(level);
    }

    @Override
    public <A> A adapt(Class<A> type) {
        A adapted = super.adapt(type);
        if (type == FrameworkWiring.class) {
            return type.cast(guarded((FrameworkWiring) adapted));
        }
        return type == FrameworkStartLevel.class ? type.cast(guarded((FrameworkStartLevel) adapted)) : adapted;
    }

    /** The methods that are not overridden only ask the framework. GuardedFelixTest calls them all. */
    private FrameworkWiring guarded(FrameworkWiring wiring) {
        return new FrameworkWiringImpl(this, null) {
            @Override
            public void refreshBundles(Collection<Bundle> bundles, FrameworkListener... listeners) {
                if (bundles == null) {
                    veto.accept(GuardedFelix.this, "refresh");
                } else {
                    // Their users are refreshed, too.
                    getDependencyClosure(bundles).forEach(bundle -> veto.accept(bundle, "refresh"));
                }
                wiring.refreshBundles(bundles, listeners);
            }

            @Override
            public boolean resolveBundles(Collection<Bundle> bundles) {
                return wiring.resolveBundles(bundles);
            }
        };
    }

    /** Likewise. */
    private FrameworkStartLevel guarded(FrameworkStartLevel level) {
        return new FrameworkStartLevelImpl(this, null) {
            @Override
            public void setStartLevel(int wanted, FrameworkListener... listeners) {
                veto.accept(GuardedFelix.this, "set the start level of");
                level.setStartLevel(wanted, listeners);
            }
        };
    }
}
