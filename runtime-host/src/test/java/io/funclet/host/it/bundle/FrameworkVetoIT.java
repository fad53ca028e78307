package io.funclet.host.it.bundle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.host.it.jar.FrameworkSource;
import io.funclet.host.it.jar.FunctionJar;
import io.funclet.host.it.jar.FunctionSource;
import io.funclet.host.it.runtime.RuntimeExtension;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a function may do to the framework in which all run: nothing that others notice. */
class FrameworkVetoIT {

    private static final FunctionSource CONTEXT =
            FrameworkSource.type("BundleContext", "Bundle getBundle(); Bundle getBundle(long id);");

    private static final FunctionSource BUNDLE = FrameworkSource.type(
            "Bundle",
            "void stop() throws Exception; void update() throws Exception; void uninstall() throws Exception;"
                    + " BundleContext getBundleContext(); <A> A adapt(Class<A> type);");

    private static final FunctionSource LISTENER = FrameworkSource.type("FrameworkListener", "");

    private static final FunctionSource WIRING = new FunctionSource("org.osgi.framework.wiring.FrameworkWiring", """
            package org.osgi.framework.wiring;

            import org.osgi.framework.*;

            public interface FrameworkWiring {
                void refreshBundles(java.util.Collection<Bundle> bundles, FrameworkListener... listeners);
            }
            """);

    private static final FunctionSource LEVEL =
            new FunctionSource("org.osgi.framework.startlevel.FrameworkStartLevel", """
            package org.osgi.framework.startlevel;

            import org.osgi.framework.*;

            public interface FrameworkStartLevel {
                void setStartLevel(int level, FrameworkListener... listeners);
                void setInitialBundleStartLevel(int level);
            }
            """);

    /** By number of the bundle: the framework, the platform's and the function's own. */
    private static final String RUDE = """
            private BundleContext context;

            @Activate
            public void begin(BundleContext context) {
                this.context = context;
            }

            @Override
            public Payload handle(Payload event, CallContext call) throws Exception {
                String[] words = event.text().split(" ");
                if (words.length == 1) {
                    return event;
                }
                Bundle system = context.getBundle(0);
                Bundle bundle = words[1].equals("own") ? context.getBundle() : context.getBundle(Long.parseLong(words[1]));
                switch (words[0]) {
                    case "stop" -> bundle.stop();
                    case "update" -> bundle.update();
                    case "uninstall" -> bundle.uninstall();
                    case "reflect" -> {
                        try {
                            Bundle.class.getMethod("stop").invoke(bundle);
                        } catch (java.lang.reflect.InvocationTargetException e) {
                            throw (Exception) e.getCause();
                        }
                    }
                    case "refresh" -> system.adapt(FrameworkWiring.class)
                            .refreshBundles(words[1].equals("0") ? null : List.of(bundle));
                    case "level" -> system.adapt(FrameworkStartLevel.class).setStartLevel(0);
                    default -> system.adapt(FrameworkStartLevel.class).setInitialBundleStartLevel(9);
                }
                return event;
            }
            """;

    private static RuntimeExtension site(String java) throws Exception {
        RuntimeExtension site = RuntimeExtension.of("rude", "other").on(java).start();
        FunctionJar.of("it.other", "other", "return event;").deploy(site.code("other"), "fn.jar");
        FunctionSource rude = FunctionSource.component("it.rude", "rude", RUDE);
        FunctionJar.bundle("it.rude")
                .source(new FunctionSource(
                        rude.className(),
                        rude.text()
                                .replace(
                                        "import java.util.*;",
                                        "import java.util.*;import org.osgi.framework.*;"
                                                + "import org.osgi.framework.wiring.*;"
                                                + "import org.osgi.framework.startlevel.*;")))
                .against(CONTEXT, BUNDLE, LISTENER, WIRING, LEVEL)
                .build()
                .deploy(site.code("rude"), "fn.jar");
        assertEquals("there", site.callers().call("other", "there"));
        assertEquals("there", site.callers().call("rude", "there"));
        return site;
    }

    @ParameterizedTest
    @ValueSource(strings = {"newest", "17"})
    void functionThatStopsUpdatesOrRemovesBundles_isToldNo_andAllGoesOn(String java) throws Exception {
        try (RuntimeExtension site = site(java)) {
            for (String harm : List.of("stop", "update", "uninstall", "reflect", "refresh")) {
                for (String bundle : List.of("0", "1", "2", "3", "4", "5", "own")) {
                    String said =
                            site.callers().failure("rude", harm + " " + bundle).getDescription();
                    String verb = harm.equals("reflect") ? "stop" : harm;
                    assertTrue(said.contains("SecurityException: a function must not " + verb + " "), said);
                }
            }
            for (String harm : List.of("level 0", "initial 0")) {
                String said = site.callers().failure("rude", harm).getDescription();
                assertTrue(said.contains("a function must not set the start level of the framework"), said);
            }

            assertEquals("there", site.callers().call("other", "there"));
            assertEquals("there", site.callers().call("rude", "there"));
            FunctionJar.of("it.other", "other", "return Payload.of(\"new\");").deploy(site.code("other"), "fn.jar");
            site.awaitAnswer("other", "new");
        }
    }
}
