package org.apache.felix.framework;

import java.io.InputStream;
import java.util.Collection;
import java.util.Map;
import java.util.function.BiConsumer;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.FrameworkListener;
import org.osgi.framework.connect.ModuleConnector;
import org.osgi.framework.startlevel.FrameworkStartLevel;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.FrameworkWiring;
import org.osgi.resource.Requirement;

/**
 * A framework that asks before a bundle, or the framework itself, is stopped, updated, uninstalled or refreshed, on the thread
 * that wants it, and by whatever way: {@code Bundle}, {@code FrameworkWiring}, {@code FrameworkStartLevel}, and the services
 * that do the same. In Felix's own package, whose methods for that are visible nowhere else; OSGi's own question, the
 * {@code AdminPermission}, needs a security manager.
 */
@SuppressWarnings("unchecked") // Felix compiles without generics in places
public final class GuardedFelix extends Felix {

    private final BiConsumer<Bundle, String> veto;

    /**
     * Makes a framework.
     *
     * @param configuration as Felix takes it
     * @param connector as Felix takes it
     * @param veto given the bundle and what is about to happen to it, as a verb; throws what the caller is to be thrown
     */
    public GuardedFelix(Map<String, ?> configuration, ModuleConnector connector, BiConsumer<Bundle, String> veto) {
        super(configuration, connector);
        this.veto = veto;
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

    /** Does nothing: called by the framework's own thread, for whoever asked. The runtime has one start level. */
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
            return type.cast(new Wiring((FrameworkWiring) adapted));
        }
        return type == FrameworkStartLevel.class ? type.cast(new Level((FrameworkStartLevel) adapted)) : adapted;
    }

    private final class Wiring implements FrameworkWiring {

        private final FrameworkWiring wiring;

        Wiring(FrameworkWiring wiring) {
            this.wiring = wiring;
        }

        @Override
        public void refreshBundles(Collection<Bundle> bundles, FrameworkListener... listeners) {
            if (bundles == null) {
                veto.accept(GuardedFelix.this, "refresh");
            } else {
                // Those that use them are refreshed, too.
                getDependencyClosure(bundles).forEach(bundle -> veto.accept(bundle, "refresh"));
            }
            wiring.refreshBundles(bundles, listeners);
        }

        @Override
        public boolean resolveBundles(Collection<Bundle> bundles) {
            return wiring.resolveBundles(bundles);
        }

        @Override
        public Collection<Bundle> getRemovalPendingBundles() {
            return wiring.getRemovalPendingBundles();
        }

        @Override
        public Collection<Bundle> getDependencyClosure(Collection<Bundle> bundles) {
            return wiring.getDependencyClosure(bundles);
        }

        @Override
        public Collection<BundleCapability> findProviders(Requirement requirement) {
            return wiring.findProviders(requirement);
        }

        @Override
        public Bundle getBundle() {
            return wiring.getBundle();
        }
    }

    private final class Level implements FrameworkStartLevel {

        private final FrameworkStartLevel level;

        Level(FrameworkStartLevel level) {
            this.level = level;
        }

        @Override
        public int getStartLevel() {
            return level.getStartLevel();
        }

        @Override
        public void setStartLevel(int wanted, FrameworkListener... listeners) {
            veto.accept(GuardedFelix.this, "set the start level of");
            level.setStartLevel(wanted, listeners);
        }

        @Override
        public int getInitialBundleStartLevel() {
            return level.getInitialBundleStartLevel();
        }

        @Override
        public void setInitialBundleStartLevel(int wanted) {
            level.setInitialBundleStartLevel(wanted);
        }

        @Override
        public Bundle getBundle() {
            return level.getBundle();
        }
    }
}
