package io.funclet.host.it.jar;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.zip.ZipEntry;

/** Jars that must not be taken, and what the explanation has to name, whatever its words. */
public enum BadJar {
    NOT_A_ZIP(function -> new FunctionJar("this is no jar".getBytes(StandardCharsets.US_ASCII)), "zip"),
    EMPTY_FILE(function -> new FunctionJar(new byte[0]), "zip"),
    TRUNCATED(
            function -> {
                FunctionJar whole = good(function, "half");
                return whole.truncated(whole.bytes().length / 2);
            },
            "zip"),
    DAMAGED(
            function -> {
                // Stored, so that the flipped bit is in the content and nowhere else.
                byte[] bytes = RepackedJar.with(good(function, "damaged"), entry -> true, ZipEntry.STORED, Map.of());
                byte[] magic = {(byte) 0xCA, (byte) 0xFE, (byte) 0xBA, (byte) 0xBE};
                int start = 0;
                while (!Arrays.equals(bytes, start, start + magic.length, magic, 0, magic.length)) {
                    start++;
                }
                bytes[start + 300] ^= 1;
                return new FunctionJar(bytes);
            },
            "Function_"),
    WITHOUT_MANIFEST(
            function -> {
                Predicate<String> rest = entry -> !entry.equals("META-INF/MANIFEST.MF");
                return new FunctionJar(RepackedJar.with(good(function, "bare"), rest, ZipEntry.DEFLATED, Map.of()));
            },
            "manifest"),
    NOT_A_BUNDLE(function -> FunctionJar.withManifest(Map.of("Bundle-ManifestVersion", "2")), "Bundle-SymbolicName"),
    ESCAPING_ENTRY(
            function -> {
                Map<String, byte[]> escape = Map.of("../../escaped.txt", new byte[1]);
                return new FunctionJar(
                        RepackedJar.with(good(function, "out"), entry -> true, ZipEntry.DEFLATED, escape));
            },
            "../../escaped.txt"),
    VERSION_THAT_IS_NONE(
            function -> FunctionJar.withManifest(Map.of(
                    "Bundle-ManifestVersion", "2",
                    "Bundle-SymbolicName", "it." + function,
                    "Bundle-Version", "one.two")),
            "one.two"),
    /** Without quotes, the comma ends the clause. */
    IMPORT_THAT_IS_NONE(
            function -> FunctionJar.withManifest(Map.of(
                    "Bundle-ManifestVersion", "2",
                    "Bundle-SymbolicName", "it." + function,
                    "Import-Package", "io.funclet.api;version=[1.0,2)")),
            "not a valid bundle",
            "[1.0"),
    IMPORT_THAT_NOBODY_EXPORTS(
            function -> with(function, it -> it.header("Import-Package", "com.example.absent;version=\"[1.2,2)\",*")),
            "com.example.absent",
            "1.2"),
    IMPORT_OF_ANOTHER_VERSION(
            function -> with(function, it -> it.header("Import-Package", "io.funclet.api;version=\"[7.0,8)\",*")),
            "io.funclet.api",
            "7.0",
            "exports version 1."),
    NEWER_JAVA(
            function -> {
                String required = "osgi.ee;filter:=\"(&(osgi.ee=JavaSE)(version=99))\"";
                return with(function, it -> it.header("Require-Capability", required));
            },
            "requires Java 99",
            "this process runs on Java"),
    NATIVE_CODE_OF_ONE_VERSION_OF_THE_SYSTEM(
            function -> with(
                    function,
                    it -> it.header("Include-Resource", "lib/x.so;literal=none")
                            .header("Bundle-NativeCode", "lib/x.so;osname=linux;osversion=\"3.0\"")),
            "has native code only for osname linux and osversion 3.0.0",
            "means that version alone",
            "[3.0.0,99)"),
    PRIVATE_API(
            function -> with(
                    function,
                    it -> it.header("Private-Package", "it." + function + ",io.funclet.api")
                            .header("Import-Package", "!io.funclet.api,*")
                            .header("-removeheaders", "Export-Package")),
            "io.funclet.api"),
    CLASS_THAT_IS_NOT_THERE(
            function -> FunctionJar.bundle("it." + function)
                    .source(new FunctionSource(
                            "com.example.Gone",
                            "package com.example; public class Gone { public static void go() {} }"))
                    .component(function, "@Activate void start() { com.example.Gone.go(); }" + BadJar.HANDLER)
                    .header("Private-Package", "it." + function)
                    .header("Import-Package", "!com.example,*")
                    .build(),
            "Gone"),
    ACTIVATOR_THROWS(
            function -> {
                // Authors of functions have no framework on their class path; two empty names are enough to compile
                // against.
                return with(
                        function,
                        it -> it.source(framework("BundleContext", ""))
                                .source(framework(
                                        "BundleActivator",
                                        "void start(BundleContext context) throws Exception;"
                                                + "void stop(BundleContext context) throws Exception;"))
                                .source(new FunctionSource("it." + function + ".Activator", """
                                    package it.%s;

                                    import org.osgi.framework.*;

                                    public class Activator implements BundleActivator {
                                        public void start(BundleContext context) {
                                            throw new IllegalStateException("the activator says no");
                                        }

                                        public void stop(BundleContext context) {}
                                    }
                                    """.formatted(function)))
                                .header("Private-Package", "it." + function)
                                .header("Bundle-Activator", "it." + function + ".Activator"));
            },
            "the activator says no",
            "Activator.start(Activator.java:"),
    COMPONENT_THROWS(
            function -> component(
                    function, "@Activate void start() { throw new IllegalStateException(\"the component says no\"); }"),
            "the component says no",
            ".start(Function_"),
    COMPONENT_HANGS(
            function -> {
                // It forgets that it is interrupted: park returns at once otherwise, and the thread takes a processor.
                return component(
                        function,
                        "@Activate void start() { for (;; Thread.interrupted()) "
                                + "java.util.concurrent.locks.LockSupport.park(); }");
            },
            "it hangs at it.",
            ".start(Function_",
            ", in "),
    FUNCTION_WITHOUT_A_NAME(
            function -> FunctionJar.bundle("it." + function)
                    .source(new FunctionSource("it." + function + ".Nameless", """
                            package it.%s;

                            import io.funclet.api.*;
                            import org.osgi.service.component.annotations.*;

                            @Component
                            public class Nameless implements FunctionHandler {
                            %s
                            }
                            """.formatted(function, BadJar.HANDLER)))
                    .build(),
            "function.name"),
    REFERENCE_THAT_NOBODY_SATISFIES(
            function -> component(function, "@Reference java.util.function.Supplier<String> supplier;"),
            "java.util.function.Supplier"),
    /** As an update of a function of the same bundle; in an empty directory it would be a good one. */
    OTHER_FUNCTION(
            function -> FunctionJar.bundle("it." + function)
                    .version("1.0.5")
                    .function(function + "-other", "return event;")
                    .build(),
            "function");

    public static final String HANDLER = """

            @Override
            public Payload handle(Payload event, CallContext context) {
                return Payload.of("bad");
            }
            """;

    private final Function<String, FunctionJar> maker;
    private final List<String> reason;

    BadJar(Function<String, FunctionJar> maker, String... reason) {
        this.maker = maker;
        this.reason = List.of(reason);
    }

    /** Such a jar in the place of the good one of a function. */
    public FunctionJar of(String function) {
        return maker.apply(function);
    }

    /** A function that answers with a text. */
    public static FunctionJar good(String function, String answer) {
        return FunctionJar.of("it." + function, function, "return Payload.of(\"" + answer + "\");");
    }

    public boolean isExplainedBy(String text) {
        return reason.stream().allMatch(text::contains);
    }

    public String inWords() {
        return String.join(", ", reason);
    }

    private static FunctionJar with(String function, UnaryOperator<FunctionJar.Bundle> change) {
        return change.apply(FunctionJar.bundle("it." + function).function(function, "return Payload.of(\"bad\");"))
                .build();
    }

    private static FunctionJar component(String function, String members) {
        return FunctionJar.bundle("it." + function)
                .component(function, members + HANDLER)
                .build();
    }

    private static FunctionSource framework(String name, String members) {
        return new FunctionSource(
                "org.osgi.framework." + name,
                "package org.osgi.framework; public interface " + name + " {" + members + "}");
    }
}
