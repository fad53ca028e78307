package org.apache.felix.framework;

import io.funclet.host.framework.guard.NativeFiles;
import io.funclet.host.framework.serviceloader.ProviderSearch;
import io.funclet.host.framework.serviceloader.ServiceFile;
import io.funclet.host.framework.serviceloader.ServiceMediator;
import io.funclet.host.jdk.PrivateField;
import java.lang.reflect.Field;
import java.net.URL;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.felix.framework.cache.ConnectContentContent;
import org.apache.felix.framework.util.Util;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.hooks.weaving.WovenClass;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.framework.wiring.BundleWiring;

/**
 * Felix's class loader of a bundle, which also finds the service providers of other bundles. So {@code ServiceLoader} works
 * the same whether it is called by the bundle, by a library or by Java, and by which class loader. As the context class loader,
 * it finds for a library what the library sees itself. It finds native libraries of the system, too. Only hooks of bundles that
 * the bundle sees weave its classes. Nothing else differs. It is in Felix's package because a bundle gets no class loader of its own choice.
 */
@SuppressWarnings({"rawtypes", "unchecked"}) // Felix compiles without generics in places
final class MediatedBundleClassLoader extends BundleWiringImpl.BundleClassLoader implements ServiceFile.Contents {

    private static final String LOADER = "m_classLoader";

    static {
        // Java asks each class for this.
        ClassLoader.registerAsParallelCapable();
    }

    private final ServiceMediator mediator;

    /** {@code null} until a service is looked for by it. */
    private volatile ProviderSearch search;

    private MediatedBundleClassLoader(BundleWiringImpl wiring, Logger logger, ServiceMediator mediator) {
        super(wiring, null, logger);
        this.mediator = mediator;
    }

    /** Gives a bundle that has just been resolved its class loader, unless it has one or needs none. */
    static void install(BundleImpl bundle, ServiceMediator mediator) {
        if (bundle.adapt(BundleRevision.class) instanceof BundleRevisionImpl revision
                && revision.getWiring() instanceof BundleWiringImpl wiring
                && !Util.isFragment(revision)
                && !(revision.getContent() instanceof ConnectContentContent)) {
            try {
                synchronized (wiring) {
                    give(
                            wiring,
                            () -> new MediatedBundleClassLoader(
                                    wiring, bundle.getFramework().getLogger(), mediator));
                }
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** By Java's memory access, which spares a start 5 ms of reflection; by reflection where Java denies that. */
    private static void give(BundleWiringImpl wiring, Supplier<ClassLoader> loader)
            throws ReflectiveOperationException {
        try {
            if (PrivateField.read(wiring, BundleWiringImpl.class, LOADER) == null) {
                PrivateField.write(wiring, BundleWiringImpl.class, LOADER, loader.get());
            }
        } catch (UnsupportedOperationException denied) {
            Field field = BundleWiringImpl.class.getDeclaredField(LOADER);
            field.setAccessible(true);
            if (field.get(wiring) == null) {
                field.set(wiring, loader.get());
            }
        }
    }

    @Override
    protected Class loadClass(String name, boolean resolve) throws ClassNotFoundException {
        ProviderSearch searched = search;
        Class<?> provider = searched == null ? null : searched.load(name);
        if (provider != null) {
            return provider;
        }
        try {
            return super.loadClass(name, resolve);
        } catch (ClassNotFoundException missing) {
            if (isImportedDynamically(name)) {
                return super.loadClass(name, resolve);
            }
            Class<?> ofLibrary = isContext() ? mediator.classOfLibrary(getBundle(), name) : null;
            if (ofLibrary == null) {
                throw missing;
            }
            return ofLibrary;
        }
    }

    /**
     * Whether its package is wired on demand. While one thread has that done, Felix does not find other classes of the package
     * for other threads. Java remembers that for the place in the code that asks.
     */
    private boolean isImportedDynamically(String name) {
        BundleWiring wiring = getBundle().adapt(BundleWiring.class);
        String asked = Util.getClassPackage(name);
        return wiring != null
                && wiring.getRequiredWires(PackageNamespace.PACKAGE_NAMESPACE).stream()
                        .anyMatch(wire -> PackageNamespace.RESOLUTION_DYNAMIC.equals(
                                        wire.getRequirement().getDirectives().get(Constants.RESOLUTION_DIRECTIVE))
                                && asked.equals(
                                        wire.getCapability().getAttributes().get(PackageNamespace.PACKAGE_NAMESPACE)));
    }

    private boolean isContext() {
        return Thread.currentThread().getContextClassLoader() == this;
    }

    @Override
    public URL getResource(String name) {
        String service = ServiceMediator.service(name);
        ProviderSearch searched = service == null ? null : search();
        if (searched == null) {
            URL found = super.getResource(name);
            return found == null && isContext() ? mediator.resourceOfLibrary(getBundle(), name) : found;
        }
        List<URL> files = searched.files(service, () -> visible(name));
        return files.isEmpty() ? null : files.get(0);
    }

    @Override
    public Enumeration getResources(String name) {
        String service = ServiceMediator.service(name);
        ProviderSearch searched = service == null ? null : search();
        return searched == null
                ? super.getResources(name)
                : Collections.enumeration(searched.files(service, () -> visible(name)));
    }

    /** Java rejects a file that the class loader of another version has loaded. So each version gets its own. */
    @Override
    protected String findLibrary(String name) {
        return NativeFiles.library(name, super.findLibrary(name), this);
    }

    @Override
    void transformClass(Felix felix, WovenClassImpl woven, Set hooks, Set listeners, String name, byte[] bytes) {
        super.transformClass(felix, woven, usable(hooks), usable(listeners), name, bytes);
    }

    @Override
    protected void callWovenClassListeners(Felix felix, Set listeners, WovenClass woven) {
        super.callWovenClassListeners(felix, usable(listeners), woven);
    }

    /** Without those of bundles that this one does not see. Felix asks the hooks of all bundles. */
    private Set usable(Set<ServiceReference<?>> hooks) {
        Set<ServiceReference<?>> usable = new LinkedHashSet<>();
        for (ServiceReference<?> hook : hooks) {
            Bundle provider = hook.getBundle();
            if (provider != null && mediator.mayUse(getBundle(), provider)) {
                usable.add(hook);
            }
        }
        return usable;
    }

    private List<URL> visible(String name) {
        Enumeration<URL> found = super.getResources(name);
        return found == null ? List.of() : Collections.list(found);
    }

    private ProviderSearch search() {
        if (search == null) {
            synchronized (this) {
                if (search == null) {
                    search = mediator.search(getBundle());
                }
            }
        }
        return search;
    }

    @Override
    public List<URL> own(String name) {
        Enumeration<URL> found = findResources(name);
        return Collections.list(found);
    }
}
