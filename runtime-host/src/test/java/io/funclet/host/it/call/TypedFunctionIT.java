package io.funclet.host.it.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.host.it.client.Generation;
import io.funclet.host.it.jar.FrameworkSource;
import io.funclet.host.it.jar.FunctionJar;
import io.funclet.host.it.jar.FunctionSource;
import io.funclet.host.it.jar.PlainJar;
import io.funclet.host.it.runtime.Embedded;
import io.funclet.host.it.runtime.Operator.Said;
import io.funclet.host.it.runtime.RuntimeExtension;
import io.grpc.Status;
import io.grpc.Status.Code;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Functions on types of their authors, from outside: deployed, called, updated, rejected. */
@Embedded
class TypedFunctionIT {

    private static final Pattern EXAMPLE = Pattern.compile("(?ms)^```java\\n(package com\\.example;.*?)^```$");

    @RegisterExtension
    static final RuntimeExtension site = RuntimeExtension.of("alarm", "mixed", "activated", "wrapped", "old");

    /** A typed function of one package, with further members in its class. */
    private static FunctionSource typed(String name, String types, String members) {
        return new FunctionSource("it." + name + ".Typed", """
                package it.%s;

                import io.funclet.api.*;
                import java.util.*;
                import org.osgi.service.component.annotations.*;

                @Component
                @FunctionName("%s")
                @FunctionLimits(concurrency = 3)
                public class Typed implements TypedFunction<%s> {
                %s
                }
                """.formatted(name, name, types, members));
    }

    private static String body(String event, String response, String body) {
        return "public " + response + " handle(" + event + " event, CallContext context) throws Exception {" + body
                + "}";
    }

    @Test
    void example_ofThePage_isDeployed_andTypesItsCalls() throws Exception {
        Matcher example = EXAMPLE.matcher(Files.readString(Path.of("../docs/reference/typed-functions.md")));
        assertTrue(example.find());
        FunctionJar.bundle("com.example")
                .source(new FunctionSource("com.example.AlarmFunction", example.group(1)))
                .build()
                .deploy(site.code("alarm"), "alarm.jar");

        assertEquals(
                "{\"sensors\":[\"s1\"]}",
                site.callers().call("alarm", "{\"readings\": [{\"sensor\": \"s1\", \"celsius\": 90}]}"));
        assertEquals("", site.callers().call("alarm", "{\"readings\": []}"));

        String wrong = "{\"readings\": [{\"celsius\": 1}, {\"celsius\": \"hot\"}]}";
        Status failure = site.callers().failure(Generation.G3, "alarm", wrong);
        assertEquals(Code.FAILED_PRECONDITION, failure.getCode());
        String line = "$.readings[1].celsius: expected double, got \"hot\"";
        assertEquals("function alarm: " + line, failure.getDescription());
        assertEquals(
                Code.FAILED_PRECONDITION,
                site.callers().failure(Generation.G4, "alarm", "").getCode());
        assertTrue(site.log().await(line).contains(" DEBUG "), "a rejection is no fault of the function");
    }

    @Test
    void bundleForTheApiBeforeTypedFunctions_isServed() throws Exception {
        Path bundle = FunctionJar.echo("it.old", "old")
                .libraries(List.of(baseline()))
                .build()
                .deploy(site.code("old"), "old.jar");

        assertEquals("{1", site.callers().call("old", "{1"));
        try (JarFile jar = new JarFile(bundle.toFile())) {
            String imports = jar.getManifest().getMainAttributes().getValue("Import-Package");
            assertTrue(imports.startsWith("io.funclet.api;version=\"[1.0,2)\""), imports);
        }
    }

    /** As an older runtime says it of a bundle for the API of today. */
    @Test
    void bundleForALaterApi_waits_andIsToldWhatToDo() throws Exception {
        FunctionJar.echo("it.later", "later")
                .header("Import-Package", "io.funclet.api;version=\"[1.99,2)\",*")
                .build()
                .deploy(site.code("old"), "later.jar");

        String line = site.log().await("waiting old/later.jar");

        assertTrue(
                line.contains("imports package io.funclet.api [1.99.0,2.0.0), but the runtime exports version 1."),
                line);
        assertTrue(line.contains("it is built for another Funclet: build it with the runtime-api of the oldest"), line);
        site.operator().explain("later.jar", "it is built for another Funclet");
    }

    /** The API of the last release, as its authors have compiled against it. */
    private static Path baseline() throws Exception {
        try (Stream<Path> files = Files.walk(Path.of("../runtime-api/baseline"))) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    @Test
    void responseThatCannotBeJson_isAFailureOfTheFunction() throws Exception {
        FunctionJar.bundle("it.mixed")
                .source(typed(
                        "mixed", "Object, double[]", body("Object", "double[]", "return new double[] {0, 1 / 0.0};")))
                .build()
                .deploy(site.code("mixed"), "mixed.jar");

        Status failure = site.callers().failure(Generation.G3, "mixed", "1");

        assertEquals(Code.UNKNOWN, failure.getCode());
        assertEquals(
                "function mixed failed: InvalidResponseException: $[1]: Infinity is no number in JSON",
                failure.getDescription());
    }

    @Test
    void typeThatIsNotSupported_isRejected_andSaidOffline() throws Exception {
        FunctionJar jar = FunctionJar.bundle("it.mixed")
                .version("2.0.0")
                .source(typed(
                        "mixed",
                        "Typed.In, String",
                        "static { if (true) throw new IllegalStateException(\"initialized\"); }"
                                + "enum Level {LOW; static {if (true) throw new IllegalStateException();}}"
                                + "record In(Level level, ArrayList<String> names) {}"
                                + body("In", "String", "return null;")))
                .build();
        String words =
                "component it.mixed.Typed: its class is a typed function that cannot be served: component names of record"
                        + " it.mixed.Typed$In: java.util.ArrayList is not supported: declare a record,";

        Said said = site.operator()
                .run("check", jar.deploy(site.temporary(), "checked.jar").toString());
        Files.delete(site.temporary().resolve("checked.jar"));

        assertEquals(1, said.status(), said::toString);
        assertTrue(said.names(words), said::toString);
        FunctionJar.bundle("it.raw")
                .source(typed(
                        "raw", "Typed.In, String", "record In(List names) {}" + body("In", "String", "return null;")))
                .build()
                .deploy(site.code("mixed"), "raw.jar");
        assertTrue(site.log()
                .await("rejected mixed/raw.jar")
                .contains("record it.raw.Typed$In: the raw type java.util.List"));
    }

    @Test
    void lambdaOfAnActivator_isRejected_becauseItNamesNoTypes() throws Exception {
        FunctionJar.bundle("it.activated")
                .header("Bundle-Activator", "it.activated.Activator")
                .against(
                        FrameworkSource.BUNDLE_ACTIVATOR,
                        FrameworkSource.type("ServiceRegistration<S>", ""),
                        FrameworkSource.type(
                                "BundleContext",
                                "ServiceRegistration<?> registerService("
                                        + "String name, Object service, java.util.Dictionary<String, ?> properties);"))
                .source(new FunctionSource("it.activated.Activator", """
                        package it.activated;

                        import io.funclet.api.*;
                        import java.util.*;
                        import org.osgi.framework.*;

                        public class Activator implements BundleActivator {
                            public void start(BundleContext context) {
                                TypedFunction<String, String> function = (event, call) -> event;
                                context.registerService(TypedFunction.class.getName(), function,
                                        new Hashtable<>(Map.of("function.name", "activated")));
                            }

                            public void stop(BundleContext context) {}
                        }
                        """))
                .build()
                .deploy(site.code("activated"), "activated.jar");

        String line = site.log().await("rejected activated/activated.jar");

        assertTrue(line.contains("the type of E in interface io.funclet.api.TypedFunction is not known"), line);
    }

    @Test
    void plainJar_isNamedAsAFunctionWithoutBnd_andWrapped() throws Exception {
        FunctionSource base = new FunctionSource("it.wrapped.Base", """
                package it.wrapped;

                public abstract class Base<T> implements io.funclet.api.TypedFunction<java.util.List<T>, T> {}
                """);
        FunctionSource function = new FunctionSource("it.wrapped.Typed", """
                package it.wrapped;

                import io.funclet.api.*;

                @FunctionName("wrapped")
                public class Typed extends Base<Typed.Item> {
                    public record Item(int number) {}

                    @Override
                    public Item handle(java.util.List<Item> event, CallContext context) {
                        return event.get(0);
                    }
                }
                """);
        FunctionJar plain = PlainJar.of(function, base).build();
        plain.deploy(site.code("wrapped"), "plain.jar");
        assertTrue(site.log()
                .await("rejected wrapped/plain.jar")
                .contains("it.wrapped.Typed has the annotation @FunctionName"));
        Path jar = plain.deploy(site.temporary(), "plain.jar");
        Path bundle = site.temporary().resolve("wrapped.jar");

        Said said = site.operator().launch("wrap", jar.toString(), "-o", bundle.toString());

        assertEquals(0, said.status(), said::toString);
        Files.move(
                bundle, site.code("wrapped").resolve("plain.jar"), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        Files.delete(jar);
        assertEquals("{\"number\":7}", site.callers().call("wrapped", "[{\"number\": 7}]"));
    }
}
