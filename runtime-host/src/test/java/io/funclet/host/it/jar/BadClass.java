package io.funclet.host.it.jar;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.zip.ZipEntry;

/** Jars whose component is declared well, and has a class of which no function can be made; and what has to be said. */
public enum BadClass {
    API_THAT_IS_NOT_IMPORTED(
            function -> FunctionJar.bundle("it." + function)
                    .function(function, "return event;")
                    .header("Import-Package", "!io.funclet.api,*")
                    .build(),
            true,
            "does not import io.funclet.api",
            "Import-Package: io.funclet.api"),
    CLASS_THAT_IS_LEFT_OUT(
            function -> without("Function_" + function, function, ""), true, ": its class is not in the bundle"),
    DIRECTORY_WITHOUT_AN_ENTRY(
            function -> moved(function, "classes,."),
            true,
            " is in the directory classes of the jar, ",
            "no entry for the directory itself"),
    CLASS_OUTSIDE_OF_THE_CLASS_PATH(
            function -> moved(function, "."),
            true,
            " is in the directory classes of the jar, ",
            "Bundle-ClassPath does not name"),
    CLASS_PATH_WITHOUT_THE_JAR_ITSELF(
            function -> {
                FunctionJar whole = BadJar.good(function, "");
                String manifest = "META-INF/MANIFEST.MF";
                String changed = RepackedJar.text(whole, manifest)
                        .replace("Bundle-SymbolicName:", "Bundle-ClassPath: lib\r\nBundle-SymbolicName:");
                return repacked(
                        whole,
                        entry -> !entry.equals(manifest),
                        Map.of(manifest, changed.getBytes(StandardCharsets.UTF_8), "lib/", new byte[0]));
            },
            true,
            " is in the jar, but Bundle-ClassPath lacks the entry \".\""),
    SUPERCLASS_THAT_IS_LEFT_OUT(
            function -> without("Base", function, " extends Base"),
            true,
            ": its class needs it.",
            ".Base, which is not in the bundle"),
    LIBRARY_THAT_IS_NOT_IMPORTED(
            function -> FunctionJar.bundle("it." + function)
                    .source(source(function, "public class Function_" + function + " extends com.example.Base", ""))
                    .against(new FunctionSource("com.example.Base", "package com.example; public class Base {}"))
                    .header("Import-Package", "!com.example,*")
                    .build(),
            true,
            "needs com.example.Base, which is neither in the bundle nor in a package that it imports"),
    CLASS_OF_A_NEWER_JAVA(
            function -> replaced(function, ofJava(99, source(function, "public class Function_" + function, ""))),
            true,
            ": its class is compiled for Java 99, and this process runs on Java "),
    ABSTRACT_CLASS(function -> replaced(function, "public abstract class", ""), true, ": its class is abstract"),
    CLASS_THAT_IS_NOT_PUBLIC(function -> replaced(function, "class", ""), true, ": its class is not public"),
    CONSTRUCTOR_WITH_A_PARAMETER(
            function -> replaced(function, "public class", "public Function_" + function + "(String name) {}"),
            true,
            ": its class has no public constructor without parameters"),
    NO_FUNCTION(
            function -> replaced(
                    function,
                    compiled(new FunctionSource(
                            "it." + function + ".Function_" + function,
                            "package it." + function + "; public class Function_" + function + " {}"))),
            true,
            ": its class does not implement io.funclet.api.FunctionHandler, which the component provides"),
    CONSTRUCTOR_THAT_THROWS(
            function -> replaced(
                    function,
                    "public class",
                    "public Function_" + function + "() { throw new IllegalStateException(\"not constructed\"); }"),
            false,
            "failed to activate: java.lang.IllegalStateException: not constructed, at it.",
            ".<init>(Function_"),
    INITIALIZER_THAT_THROWS(
            function -> replaced(
                    function,
                    "public class",
                    "static { if (true) throw new IllegalStateException(\"not initialized\"); }"),
            false,
            "failed to activate: a static initializer threw java.lang.IllegalStateException: not initialized, at it.",
            ".<clinit>(Function_"),
    ACTIVATION_THAT_THROWS(
            function -> FunctionJar.bundle("it." + function)
                    .source(source(
                            function,
                            "public class Function_" + function,
                            "@Activate void start() { throw new IllegalStateException(\"no sensor\","
                                    + " new java.io.IOException(\"unplugged\")); }"))
                    .build(),
            false,
            "failed to activate: java.lang.IllegalStateException: no sensor, caused by java.io.IOException: unplugged, at it.",
            ".start(Function_"),
    REFERENCE_WHOSE_CLASS_IS_LEFT_OUT(
            function -> {
                FunctionSource helper = new FunctionSource("it." + function + ".Helper", """
                    package it.%s;

                    @org.osgi.service.component.annotations.Component
                    public class Helper implements Runnable {
                        public void run() {}
                    }
                    """.formatted(function));
                FunctionJar whole = FunctionJar.bundle("it." + function)
                        .source(source(
                                function,
                                "public class Function_" + function,
                                "@Reference(name = \"helper\", target = \"(component.name=it." + function
                                        + ".Helper)\") Runnable helper;"))
                        .source(helper)
                        .build();
                return repacked(whole, entry -> !entry.endsWith("/Helper.class"), Map.of());
            },
            false,
            "cannot have its reference helper: component it.",
            "Helper: its class is not in the bundle");

    private final Function<String, FunctionJar> maker;
    private final boolean isSeenBeforeAStart;
    private final List<String> words;

    BadClass(Function<String, FunctionJar> maker, boolean isSeenBeforeAStart, String... words) {
        this.maker = maker;
        this.isSeenBeforeAStart = isSeenBeforeAStart;
        this.words = List.of(words);
    }

    public FunctionJar of(String function) {
        return maker.apply(function);
    }

    /** Whether it can be told without running any code of the jar. */
    public boolean isSeenBeforeAStart() {
        return isSeenBeforeAStart;
    }

    /** What has to be said of it, in this order. */
    public String[] words() {
        return words.toArray(String[]::new);
    }

    /** A class file that says it were of this version of Java. */
    public static byte[] ofJava(int version, FunctionSource source) {
        List<FunctionSource> all = List.of(source, FrameworkSource.BUNDLE_CONTEXT, FrameworkSource.BUNDLE_ACTIVATOR);
        byte[] bytes = FunctionSource.compile(all)
                .get(source.className().replace('.', '/') + ".class")
                .clone();
        // The major version, after the magic and the minor one.
        bytes[7] = (byte) (version + 44);
        return bytes;
    }

    private static FunctionSource source(String function, String declaration, String members) {
        return new FunctionSource(
                "it." + function + ".Function_" + function, """
                package it.%s;

                import io.funclet.api.*;
                import org.osgi.service.component.annotations.*;

                @Component
                @FunctionName("%s")
                %s implements FunctionHandler {
                    %s

                    @Override
                    public Payload handle(Payload event, CallContext context) {
                        return event;
                    }
                }
                """.formatted(function, function, declaration, members));
    }

    private static byte[] compiled(FunctionSource source) {
        return FunctionSource.compile(List.of(source))
                .get(source.className().replace('.', '/') + ".class")
                .clone();
    }

    /** A jar as bnd makes it of a good class, with another one in the place of that. */
    private static FunctionJar replaced(String function, String declaration, String members) {
        return replaced(function, compiled(source(function, declaration + " Function_" + function, members)));
    }

    private static FunctionJar replaced(String function, byte[] classFile) {
        String path = "it/" + function + "/Function_" + function + ".class";
        return repacked(BadJar.good(function, ""), entry -> !entry.equals(path), Map.of(path, classFile));
    }

    /** With its class in a directory of which the zip file says nothing. */
    private static FunctionJar moved(String function, String classPath) {
        String path = "it/" + function + "/Function_" + function + ".class";
        FunctionJar whole = FunctionJar.bundle("it." + function)
                .source(source(function, "public class Function_" + function, ""))
                .header("Bundle-ClassPath", classPath)
                .build();
        byte[] classFile = compiled(source(function, "public class Function_" + function, ""));
        return repacked(whole, entry -> !entry.equals(path), Map.of("classes/" + path, classFile));
    }

    private static FunctionJar without(String simpleName, String function, String clause) {
        FunctionJar whole = FunctionJar.bundle("it." + function)
                .source(source(function, "public class Function_" + function + clause, ""))
                .source(new FunctionSource(
                        "it." + function + ".Base", "package it." + function + "; public class Base {}"))
                .build();
        return repacked(whole, entry -> !entry.endsWith("/" + simpleName + ".class"), Map.of());
    }

    private static FunctionJar repacked(FunctionJar jar, Predicate<String> kept, Map<String, byte[]> added) {
        return new FunctionJar(RepackedJar.with(jar, kept, ZipEntry.DEFLATED, added));
    }
}
