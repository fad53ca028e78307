package io.funclet.host.framework.isolation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.funclet.host.framework.EmbeddedFelix;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceEvent;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.osgi.framework.hooks.service.EventListenerHook;
import org.osgi.framework.hooks.service.ListenerHook;
import org.osgi.framework.hooks.service.ListenerHook.ListenerInfo;

/** The hooks that the framework calls, with what it may call them: bundles and services that have just gone. */
class IsolationTest {

    @TempDir
    Path storage;

    @AutoClose
    private EmbeddedFelix felix;

    /** Who was kept from whom. */
    private final List<String> kept = new ArrayList<>();

    private Bundle bundle;
    private Bundle gone;
    private BundleContext contextOfGone;
    private Isolation hook;

    @BeforeEach
    void start() throws Exception {
        felix = EmbeddedFelix.start(storage, Map.of());
        bundle = started("there");
        gone = started("gone");
        contextOfGone = gone.getBundleContext();
        Isolation.enforce(
                felix.context(),
                (user, provider) -> true,
                (user, provider) -> kept.add(user.getSymbolicName() + " from " + provider.getSymbolicName()));
        ServiceReference<EventListenerHook> hooks = felix.context().getServiceReference(EventListenerHook.class);
        hook = (Isolation) felix.context().getService(hooks);
        gone.uninstall();
    }

    @Test
    void bundleThatHasGone_isToldOfNoBundle() {
        Collection<BundleContext> contexts = new ArrayList<>(List.of(contextOfGone, bundle.getBundleContext()));

        hook.event(new BundleEvent(BundleEvent.STARTED, bundle), contexts);

        assertEquals(List.of(bundle.getBundleContext()), contexts);
    }

    @Test
    void bundleThatHasGone_findsNoBundle() {
        Collection<Bundle> bundles = new ArrayList<>(List.of(bundle));

        hook.find(contextOfGone, bundles);

        assertEquals(List.of(), bundles);
    }

    @Test
    void bundleThatHasGone_isToldOfNoService_norMissesOne() {
        ServiceReference<?> service = register().getReference();
        bundle.getBundleContext().addServiceListener(event -> {});
        Map<BundleContext, Collection<ListenerInfo>> listeners = new HashMap<>();
        listeners.put(contextOfGone, listeners());
        listeners.put(bundle.getBundleContext(), listeners());

        hook.event(new ServiceEvent(ServiceEvent.REGISTERED, service), listeners);

        assertEquals(List.of(bundle.getBundleContext()), List.copyOf(listeners.keySet()));
        assertEquals(List.of(), kept);
    }

    @Test
    void bundleThatHasGone_findsNoService() {
        Collection<ServiceReference<?>> references =
                new ArrayList<>(List.of(register().getReference()));

        hook.find(contextOfGone, null, null, true, references);

        assertEquals(List.of(), references);
    }

    @Test
    void serviceThatHasGone_isFoundByNobody_norToldOf() {
        ServiceRegistration<?> registration = register();
        ServiceReference<?> service = registration.getReference();
        Collection<ServiceReference<?>> references = new ArrayList<>(List.of(service));
        Map<BundleContext, Collection<ListenerInfo>> listeners = new HashMap<>();
        listeners.put(felix.context(), listeners());
        registration.unregister();

        hook.find(felix.context(), null, null, true, references);
        hook.event(new ServiceEvent(ServiceEvent.REGISTERED, service), listeners);

        assertEquals(List.of(), references);
        assertEquals(Map.of(), listeners);
    }

    /** A thousand bundles with components would otherwise ask a thousand filters for each service of each bundle. */
    @Test
    void newService_goesOnOnlyToBundles_oneOfWhoseFiltersItMeets() throws Exception {
        BundleContext context = bundle.getBundleContext();
        List<Boolean> toldOfRunnable = new ArrayList<>();
        felix.context()
                .registerService(
                        EventListenerHook.class,
                        (event, listeners) -> {
                            if (event.getServiceReference().isAssignableTo(bundle, Runnable.class.getName())
                                    && event.getServiceReference().getBundle() == bundle) {
                                toldOfRunnable.add(listeners.containsKey(context));
                            }
                        },
                        FrameworkUtil.asDictionary(Map.of(Constants.SERVICE_RANKING, -1)));
        context.addServiceListener(event -> {}, "(objectClass=java.util.concurrent.Callable)");
        register();

        context.addServiceListener(event -> {}, "(objectClass=java.lang.Runnable)");
        register();

        assertEquals(List.of(false, true), toldOfRunnable);
    }

    /** Those of all bundles. */
    private Collection<ListenerInfo> listeners() {
        List<ListenerInfo> listeners = new ArrayList<>();
        ListenerHook hook = new ListenerHook() {

            @Override
            public void added(Collection<ListenerInfo> present) {
                listeners.addAll(present);
            }

            @Override
            public void removed(Collection<ListenerInfo> gone) {}
        };
        felix.context().registerService(ListenerHook.class, hook, null).unregister();
        return listeners;
    }

    private ServiceRegistration<?> register() {
        return bundle.getBundleContext().registerService(Runnable.class, () -> {}, null);
    }

    private Bundle started(String symbolicName) throws Exception {
        Manifest manifest = new Manifest();
        Attributes attributes = manifest.getMainAttributes();
        attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.putValue("Bundle-ManifestVersion", "2");
        attributes.putValue("Bundle-SymbolicName", symbolicName);
        ByteArrayOutputStream jar = new ByteArrayOutputStream();
        new JarOutputStream(jar, manifest).close();
        Bundle started =
                felix.context().installBundle("test:" + symbolicName, new ByteArrayInputStream(jar.toByteArray()));
        started.start();
        return started;
    }
}
