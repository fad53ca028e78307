package io.funclet.host.it;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.zip.ZipEntry;

/** Jars that must not be taken, and what the explanation has to name, whatever its words. */
enum BadJar {
    NOT_A_ZIP("zip") {
        @Override
        FunctionJar of(String function) {
            return new FunctionJar("this is no jar".getBytes(StandardCharsets.US_ASCII));
        }
    },
    EMPTY_FILE("zip") {
        @Override
        FunctionJar of(String function) {
            return new FunctionJar(new byte[0]);
        }
    },
    TRUNCATED("zip") {
        @Override
        FunctionJar of(String function) {
            FunctionJar whole = good(function, "half");
            return whole.truncated(whole.bytes().length / 2);
        }
    },
    DAMAGED("Function_") {
        @Override
        FunctionJar of(String function) {
            // Stored, so that the flipped bit is in the content and nowhere else.
            byte[] bytes = RepackedJar.with(good(function, "damaged"), entry -> true, ZipEntry.STORED, Map.of());
            byte[] magic = {(byte) 0xCA, (byte) 0xFE, (byte) 0xBA, (byte) 0xBE};
            int start = 0;
            while (!Arrays.equals(bytes, start, start + magic.length, magic, 0, magic.length)) {
                start++;
            }
            bytes[start + 300] ^= 1;
            return new FunctionJar(bytes);
        }
    },
    WITHOUT_MANIFEST("manifest") {
        @Override
        FunctionJar of(String function) {
            Predicate<String> rest = entry -> !entry.equals("META-INF/MANIFEST.MF");
            return new FunctionJar(RepackedJar.with(good(function, "bare"), rest, ZipEntry.DEFLATED, Map.of()));
        }
    },
    NOT_A_BUNDLE("Bundle-SymbolicName") {
        @Override
        FunctionJar of(String function) {
            return FunctionJar.withManifest(Map.of("Bundle-ManifestVersion", "2"));
        }
    },
    ESCAPING_ENTRY("../../escaped.txt") {
        @Override
        FunctionJar of(String function) {
            Map<String, byte[]> escape = Map.of("../../escaped.txt", new byte[1]);
            return new FunctionJar(RepackedJar.with(good(function, "out"), entry -> true, ZipEntry.DEFLATED, escape));
        }
    },
    VERSION_THAT_IS_NONE("one.two") {
        @Override
        FunctionJar of(String function) {
            return FunctionJar.withManifest(Map.of(
                    "Bundle-ManifestVersion", "2",
                    "Bundle-SymbolicName", "it." + function,
                    "Bundle-Version", "one.two"));
        }
    },
    /** Without quotes, the comma ends the clause. */
    IMPORT_THAT_IS_NONE("not a valid bundle", "[1.0") {
        @Override
        FunctionJar of(String function) {
            return FunctionJar.withManifest(Map.of(
                    "Bundle-ManifestVersion", "2",
                    "Bundle-SymbolicName", "it." + function,
                    "Import-Package", "io.funclet.api;version=[1.0,2)"));
        }
    },
    IMPORT_THAT_NOBODY_EXPORTS("com.example.absent", "1.2") {
        @Override
        FunctionJar of(String function) {
            return with(function, it -> it.header("Import-Package", "com.example.absent;version=\"[1.2,2)\",*"));
        }
    },
    IMPORT_OF_ANOTHER_VERSION("io.funclet.api", "7.0", "exports version 1.") {
        @Override
        FunctionJar of(String function) {
            return with(function, it -> it.header("Import-Package", "io.funclet.api;version=\"[7.0,8)\",*"));
        }
    },
    NEWER_JAVA("requires Java 99", "this process runs on Java") {
        @Override
        FunctionJar of(String function) {
            String required = "osgi.ee;filter:=\"(&(osgi.ee=JavaSE)(version=99))\"";
            return with(function, it -> it.header("Require-Capability", required));
        }
    },
    NATIVE_CODE_OF_ONE_VERSION_OF_THE_SYSTEM(
            "has native code only for osname linux and osversion 3.0.0", "means that version alone", "[3.0.0,99)") {
        @Override
        FunctionJar of(String function) {
            return with(
                    function,
                    it -> it.header("Include-Resource", "lib/x.so;literal=none")
                            .header("Bundle-NativeCode", "lib/x.so;osname=linux;osversion=\"3.0\""));
        }
    },
    PRIVATE_API("io.funclet.api") {
        @Override
        FunctionJar of(String function) {
            return with(
                    function,
                    it -> it.header("Private-Package", "it." + function + ",io.funclet.api")
                            .header("Import-Package", "!io.funclet.api,*")
                            .header("-removeheaders", "Export-Package"));
        }
    },
    CLASS_THAT_IS_NOT_THERE("Gone") {
        @Override
        FunctionJar of(String function) {
            return FunctionJar.bundle("it." + function)
                    .source(new FunctionSource(
                            "com.example.Gone",
                            "package com.example; public class Gone { public static void go() {} }"))
                    .component(function, "@Activate void start() { com.example.Gone.go(); }" + HANDLER)
                    .header("Private-Package", "it." + function)
                    .header("Import-Package", "!com.example,*")
                    .build();
        }
    },
    ACTIVATOR_THROWS("the activator says no", "Activator.start(Activator.java:") {
        @Override
        FunctionJar of(String function) {
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
        }
    },
    COMPONENT_THROWS("the component says no", ".start(Function_") {
        @Override
        FunctionJar of(String function) {
            return component(
                    function, "@Activate void start() { throw new IllegalStateException(\"the component says no\"); }");
        }
    },
    COMPONENT_HANGS("it hangs at it.", ".start(Function_", ", in ") {
        @Override
        FunctionJar of(String function) {
            // It forgets that it is interrupted: park returns at once otherwise, and the thread takes a processor.
            return component(
                    function,
                    "@Activate void start() { for (;; Thread.interrupted()) "
                            + "java.util.concurrent.locks.LockSupport.park(); }");
        }
    },
    FUNCTION_WITHOUT_A_NAME("function.name") {
        @Override
        FunctionJar of(String function) {
            return FunctionJar.bundle("it." + function)
                    .source(new FunctionSource("it." + function + ".Nameless", """
                            package it.%s;

                            import io.funclet.api.*;
                            import org.osgi.service.component.annotations.*;

                            @Component
                            public class Nameless implements FunctionHandler {
                            %s
                            }
                            """.formatted(function, HANDLER)))
                    .build();
        }
    },
    REFERENCE_THAT_NOBODY_SATISFIES("java.util.function.Supplier") {
        @Override
        FunctionJar of(String function) {
            return component(function, "@Reference java.util.function.Supplier<String> supplier;");
        }
    },
    /** As an update of a function of the same bundle; in an empty directory it would be a good one. */
    OTHER_FUNCTION("function") {
        @Override
        FunctionJar of(String function) {
            return FunctionJar.bundle("it." + function)
                    .version("1.0.5")
                    .function(function + "-other", "return event;")
                    .build();
        }
    };

    static final String HANDLER = """

            @Override
            public Payload handle(Payload event, CallContext context) {
                return Payload.of("bad");
            }
            """;

    private final List<String> reason;

    BadJar(String... reason) {
        this.reason = List.of(reason);
    }

    /** Such a jar in the place of the good one of a function. */
    abstract FunctionJar of(String function);

    /** A function that answers with a text. */
    static FunctionJar good(String function, String answer) {
        return FunctionJar.of("it." + function, function, "return Payload.of(\"" + answer + "\");");
    }

    boolean isExplainedBy(String text) {
        return reason.stream().allMatch(text::contains);
    }

    String inWords() {
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
