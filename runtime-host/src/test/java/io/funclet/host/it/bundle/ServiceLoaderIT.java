package io.funclet.host.it.bundle;

import static org.junit.jupiter.api.Assertions.assertFalse;

import io.funclet.host.it.client.Await;
import io.funclet.host.it.jar.FunctionJar;
import io.funclet.host.it.jar.FunctionSource;
import io.funclet.host.it.jar.TracedComponent;
import io.funclet.host.it.runtime.Embedded;
import io.funclet.host.it.runtime.RuntimeExtension;
import io.funclet.host.it.runtime.UpdatedGroup;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Providers of services, for {@code ServiceLoader} and what Java builds on it, in bundles beside their users. */
@Embedded
class ServiceLoaderIT {

    /** Keeps what it finds, as most libraries do. */
    private static final FunctionSource KEEPER = new FunctionSource("keep.Keeper", """
            package keep;

            import java.util.*;
            import java.util.stream.*;

            public final class Keeper {
                private static final List<greet.Greeter> ALL = ServiceLoader.load(
                        greet.Greeter.class, Keeper.class.getClassLoader()).stream()
                        .map(ServiceLoader.Provider::get).collect(Collectors.toList());

                public static String kept() {
                    return ALL.stream().map(greet.Greeter::greeting).sorted().collect(Collectors.joining("+", "<", ">"));
                }
            }
            """);

    /** What a function finds: by the context class loader, on the common pool, and by its own class loader. */
    private static final String FIND = """
            private static String find(ServiceLoader<greet.Greeter> all) {
                StringJoiner found = new StringJoiner("+", "<", ">");
                all.forEach(greeter -> found.add(greeter.greeting()));
                return found.toString();
            }

            private static String found() {
                String context = find(ServiceLoader.load(greet.Greeter.class));
                String own = find(ServiceLoader.load(greet.Greeter.class, Traced.class.getClassLoader()));
                String pool = java.util.concurrent.CompletableFuture.supplyAsync(
                        () -> find(ServiceLoader.load(greet.Greeter.class))).join();
                return context.equals(own) && own.equals(pool) ? own : context + own + pool;
            }
            """;

    @RegisterExtension
    static final RuntimeExtension site = RuntimeExtension.of(Map.of(
            "beside", List.of("finds", "keeps"),
            "private", List.of("looks", "carries"),
            "twice", List.of("unsure"),
            "java", List.of("parses"),
            "demanding", List.of("demands"),
            "gone", List.of("leaves")));

    private static FunctionJar.Bundle finder(UpdatedGroup group, String name) {
        return group.bundle(
                        name, "5.0.0", TracedComponent.function(name, "found()").members(FIND))
                .against(Greeter.SOURCE);
    }

    @Test
    void providersBeside_areFound_asSoonAsTheyCome_andFollowUpdates() throws Exception {
        try (UpdatedGroup group = site.group("beside")) {
            group.put("api.jar", Greeter.api("it.beside.api"));
            FunctionJar.Bundle keeper = FunctionJar.bundle("it.beside.keeper")
                    .source(KEEPER)
                    .against(Greeter.SOURCE)
                    .header("Export-Package", "keep;version=\"1.0\"");
            group.put("keeper.jar", keeper);
            group.put("finds.jar", finder(group, "finds"));
            group.put(
                    "keeps.jar",
                    group.function("keeps", "5.0.0", "keep.Keeper.kept()").against(KEEPER, Greeter.SOURCE));
            group.begin().awaitAll("<>");
            site.operator().explain("beside/keeps.jar", "uses keeper.jar, which found no provider of a service");
            site.operator().explain("beside/keeper.jar", "has looked by ServiceLoader for greet.Greeter");
            for (String version : List.of("1.0.0", "1.0.1", "1.0.2")) {
                group.put("hello.jar", Greeter.provider("it.beside.hello", version, version));
                group.awaitAll("<" + version + ">");
            }
            group.put("more.jar", Greeter.provider("it.beside.more", "2.0.0", "2.0.0"));
            group.awaitAll("<1.0.2+2.0.0>");
            group.delete("hello.jar");
            group.awaitAll("<2.0.0>");
            group.end();
            for (String function : List.of("finds", "keeps")) {
                group.assertSaw(function, "<>", "<1.0.0>", "<1.0.1>", "<1.0.2>", "<1.0.2+2.0.0>", "<2.0.0>");
            }
        }
    }

    @Test
    void providersInsideAFunction_areItsOwn() throws Exception {
        try (UpdatedGroup group = site.group("private")) {
            group.put("api.jar", Greeter.api("it.private.api"));
            group.put(
                    "carries.jar",
                    finder(group, "carries")
                            .source(Greeter.implementation("it.carries.inner.Hello", "inner"))
                            .serviceProvider("greet.Greeter", "it.carries.inner.Hello"));
            group.put("looks.jar", finder(group, "looks"));
            group.begin();
            group.await("carries", "<inner>");
            group.await("looks", "<>");
            site.operator()
                    .explain(
                            "looks.jar",
                            "has looked by ServiceLoader for greet.Greeter, and found no provider; if it needs one, put"
                                    + " a jar with a provider of it beside the function");
            assertFalse(site.operator().run("explain", "carries.jar").out().contains("found no provider"));
            group.end();
        }
    }

    @Test
    void twoProvidersWithOneClassName_areToldOf() throws Exception {
        try (UpdatedGroup group = site.group("twice")) {
            group.put("api.jar", Greeter.api("it.twice.api"));
            for (String file : List.of("a", "b")) {
                group.put(
                        file + ".jar",
                        FunctionJar.bundle("it.twice." + file)
                                .source(Greeter.implementation("same.Hello", file))
                                .against(Greeter.SOURCE)
                                .serviceProvider("greet.Greeter", "same.Hello"));
            }
            group.put("unsure.jar", finder(group, "unsure"));
            group.begin().awaitAll("<a>");
            site.log()
                    .awaitAll(
                            "WARN",
                            "it.twice.a 0.0.0 (twice/a.jar) and it.twice.b 0.0.0 (twice/b.jar)",
                            "both have a service provider same.Hello",
                            "gets that of the first only");
            group.end();
        }
    }

    /** Java looks up by the context class loader of a call. */
    @Test
    void javaItself_findsAProviderBeside_duringACall() throws Exception {
        try (UpdatedGroup group = site.group("java")) {
            String answer = "javax.xml.parsers.SAXParserFactory.newInstance().toString()";
            group.put("parses.jar", group.function("parses", "5.0.0", answer));
            for (String version : List.of("1.0.0", "1.0.1")) {
                FunctionSource factory = new FunctionSource("parse.Factory", """
                        package parse;

                        public class Factory extends javax.xml.parsers.SAXParserFactory {
                            public javax.xml.parsers.SAXParser newSAXParser() { return null; }
                            public void setFeature(String name, boolean value) {}
                            public boolean getFeature(String name) { return false; }
                            public String toString() { return "%s"; }
                        }
                        """.formatted(version));
                group.put(
                        "parser.jar",
                        FunctionJar.bundle("it.java.parser")
                                .version(version)
                                .source(factory)
                                .serviceProvider("javax.xml.parsers.SAXParserFactory", "parse.Factory"));
                if (version.equals("1.0.0")) {
                    group.begin();
                }
                group.awaitAll(version);
            }
            group.end();
        }
    }

    @Test
    void activationThatFailsForWantOfAProvider_isToldWhatToDo_andSucceedsWithIt() throws Exception {
        Path code = site.code("demanding");
        Greeter.api("it.demanding.api").build().deploy(code, "api.jar");
        FunctionJar.bundle("it.demanding")
                .against(Greeter.SOURCE)
                .component("demands", """
                        private final greet.Greeter greeter =
                                ServiceLoader.load(greet.Greeter.class).findFirst().orElseThrow();

                        @Override
                        public Payload handle(Payload event, CallContext context) {
                            return Payload.of(greeter.greeting());
                        }
                        """)
                .build()
                .deploy(code, "fn.jar");
        String failure = "NoSuchElementException: No value present";
        String advice = "it has looked by ServiceLoader for greet.Greeter, and found no provider; if it needs one, put";
        site.log().awaitAll("rejected demanding/fn.jar", failure, advice);
        site.operator().explain("demanding/fn.jar", failure, advice);

        Greeter.provider("it.demanding.hello", "1.0.0", "hello").build().deploy(code, "hello.jar");

        site.awaitAnswer("demands", "hello");
    }

    @Test
    void versionsThatHaveGone_keepNoClassLoader() throws Exception {
        long before = site.bundleLoaders();
        try (UpdatedGroup group = site.group("gone")) {
            group.put("api.jar", Greeter.api("it.gone.api"));
            group.put("leaves.jar", finder(group, "leaves"));
            for (int update = 0; update < 5; update++) {
                String version = "1.0." + update;
                group.put("hello.jar", Greeter.provider("it.gone.hello", version, version));
                if (update == 0) {
                    group.begin();
                }
                group.awaitAll("<" + version + ">");
            }
            group.end();
        }
        Await.until(
                "its class loaders are collected",
                Await.LONG,
                () -> site.bundleLoaders() <= before,
                () -> "more than " + before);
    }
}
