package io.funclet.host.framework.serviceloader;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.osgi.framework.Bundle;

/**
 * What one class loader finds of services in other bundles. {@code ServiceLoader} gets their files from {@link #files}, and
 * then asks the class loader for the classes that they name: {@link #load} passes that on to their own class loaders.
 */
public final class ProviderSearch {

    /** Without a driver, a connection fails. Other libraries do without a provider, or are deployed anew with it. */
    private static final String DRIVER = "java.sql.Driver";

    /** Names of files are the caller's own. */
    private static final int MOST_REMEMBERED = 1000;

    private final Bundle user;
    private final Neighbours neighbours;

    /** By the name of the service. */
    private final Map<String, Found> found = new ConcurrentHashMap<>();

    /** The bundles that have the providers, by class name. */
    private final Map<String, Bundle> providers = new ConcurrentHashMap<>();

    /** The names of providers that the bundle sees without this class. */
    private final Set<String> visible = ConcurrentHashMap.newKeySet();

    @GuardedBy("this")
    private boolean hasAwaited;

    /**
     * The result of a search.
     *
     * @param service what was looked for; weak, because it may be of a bundle that leaves earlier
     * @param files the files of other bundles
     * @param providers the bundles that have one
     */
    private record Found(WeakReference<Class<?>> service, List<URL> files, List<Bundle> providers) {}

    ProviderSearch(Bundle user, Neighbours neighbours) {
        this.user = user;
        this.neighbours = neighbours;
    }

    /**
     * Finds the files about a service. The first search decides, as the resolver does once for packages: a bundle is deployed
     * anew when others come or go.
     *
     * @param name of the service
     * @param own finds the files that the bundle sees itself
     * @return these, and those of bundles for which the name means the same class as for the caller. None for the runtime,
     *     which uses no providers of bundles
     */
    public List<URL> files(String name, Supplier<List<URL>> own) {
        Lookup lookup = Lookup.underWay();
        if (lookup.byRuntime()) {
            return List.of();
        }
        List<URL> files = new ArrayList<>(own.get());
        Class<?> service = service(name, lookup.bundles());
        if (service != null) {
            List<Bundle> users = users(lookup.bundles());
            files.addAll(ofOthers(service, users));
            if (files.isEmpty()) {
                users.forEach(one -> neighbours.missed(one, service));
            }
        }
        return files;
    }

    /** The innermost one may keep what it gets, such as a library that is called with a function's context class loader. */
    private List<Bundle> users(List<Bundle> callers) {
        return callers.isEmpty() || callers.get(0).equals(user) ? List.of(user) : List.of(callers.get(0), user);
    }

    private List<URL> ofOthers(Class<?> service, List<Bundle> users) {
        if (service.getName().equals(DRIVER)) {
            awaitDrivers();
        }
        users.forEach(one -> neighbours.asked(one, service));
        Found known = found.get(service.getName());
        if (known == null || !known.service().refersTo(service)) {
            known = search(service, neighbours.of(user));
            if (found.size() < MOST_REMEMBERED) {
                found.put(service.getName(), known);
            }
        }
        for (Bundle provider : known.providers()) {
            users.forEach(one -> neighbours.used(one, provider));
        }
        return known.files();
    }

    /**
     * What the name means to the code that asks: to the innermost bundle that knows it, else to this one, and else to Java,
     * which also asks for services that its callers do not name.
     */
    private Class<?> service(String name, List<Bundle> callers) {
        for (Bundle caller : callers) {
            Class<?> service = BundleClasses.find(caller, name);
            if (service != null) {
                return service;
            }
        }
        Class<?> service = BundleClasses.find(user, name);
        return service == null ? BundleClasses.ofJava(name) : service;
    }

    /** All threads wait, once. */
    private synchronized void awaitDrivers() {
        if (!hasAwaited) {
            hasAwaited = true;
            neighbours.awaitOthers(user);
        }
    }

    private Found search(Class<?> service, List<Bundle> bundles) {
        List<URL> files = new ArrayList<>();
        List<Bundle> having = new ArrayList<>();
        for (Bundle bundle : bundles) {
            List<URL> own = offered(bundle, service);
            if (!own.isEmpty()) {
                files.addAll(own);
                having.add(bundle);
                own.forEach(file -> ServiceFile.names(file).forEach(name -> add(name, bundle)));
            }
        }
        return new Found(new WeakReference<>(service), List.copyOf(files), List.copyOf(having));
    }

    private void add(String name, Bundle bundle) {
        if (visible.contains(name) || bundle.equals(providers.get(name))) {
            return;
        }
        Class<?> seen = providers.containsKey(name) ? null : BundleClasses.find(user, name);
        Bundle first = user;
        if (seen != null) {
            visible.add(name);
        } else {
            first = providers.putIfAbsent(name, bundle);
            if (first == null) {
                return;
            }
            seen = BundleClasses.find(first, name);
        }
        Class<?> other = BundleClasses.find(bundle, name);
        if (other != null && other != seen) {
            neighbours.hidden(user, name, first, bundle);
        }
    }

    /**
     * Loads a provider that another bundle has.
     *
     * @param name of any class
     * @return {@code null} if it is none, or none that the bundle does not see itself
     * @throws ClassNotFoundException if the other bundle has no such class
     */
    public Class<?> load(String name) throws ClassNotFoundException {
        Bundle provider = providers.get(name);
        return provider == null ? null : provider.loadClass(name);
    }

    /**
     * The files by which a bundle offers providers of a service.
     *
     * @return none if the name of the service means another class to it
     */
    static List<URL> offered(Bundle bundle, Class<?> service) {
        List<URL> files = ServiceFile.in(bundle, service.getName());
        return files.isEmpty() || BundleClasses.find(bundle, service.getName()) != service ? List.of() : files;
    }

    /** Whether a bundle offers providers of a service. */
    public static boolean isOffered(Bundle bundle, Class<?> service) {
        return !offered(bundle, service).isEmpty();
    }
}
