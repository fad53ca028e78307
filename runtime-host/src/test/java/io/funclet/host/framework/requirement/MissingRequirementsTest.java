package io.funclet.host.framework.requirement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.host.framework.BareBundle;
import io.funclet.host.framework.EmbeddedFelix;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.wiring.FrameworkWiring;

/** What is said of a bundle that does not resolve, in the embedded framework. */
class MissingRequirementsTest {

    private static final String THIS = MissingRequirementsTest.class.getName();
    private static final String CLASS_FILE = THIS.replace('.', '/') + ".class";

    @TempDir
    Path storage;

    @AutoClose
    private EmbeddedFelix felix;

    @BeforeEach
    void start() throws Exception {
        felix = EmbeddedFelix.start(storage, Map.of());
    }

    private Bundle installed(String name, Map<String, String> headers, Map<String, byte[]> entries)
            throws BundleException {
        return new BareBundle(name, headers, entries).installIn(felix);
    }

    private String missing(Bundle bundle) {
        FrameworkWiring wiring = felix.context().getBundle().adapt(FrameworkWiring.class);
        return new MissingRequirements(wiring, bundle, each -> true).line("");
    }

    private static String packages(int many) {
        return IntStream.range(0, many).mapToObj(i -> "com.example.p" + i).collect(Collectors.joining(","));
    }

    private static byte[] thisClass() throws Exception {
        try (InputStream in = MissingRequirementsTest.class.getClassLoader().getResourceAsStream(CLASS_FILE)) {
            return in.readAllBytes();
        }
    }

    @Test
    void manyPackages_areCounted_andThreeAreNamed() throws Exception {
        assertEquals(
                "imports packages com.example.p0, com.example.p1, com.example.p2 and 96 more, which no bundle exports; "
                        + LibraryAdvice.add(),
                missing(installed("user", Map.of("Import-Package", packages(99)), Map.of())));
    }

    @Test
    void packagesThatAreThereByTheirNameBeforeOrAfterTheRenaming_areSaidToBe() throws Exception {
        installed("old", Map.of("Export-Package", "javax.inject,javax.ws.rs,javax.ws.rs.core"), Map.of());
        installed("new", Map.of("Export-Package", "jakarta.json"), Map.of());
        String imports = "jakarta.inject,javax.json,javax.mail,jakarta.ws.rs,jakarta.ws.rs.core";

        String advice = "javax.inject was renamed to jakarta.inject, and only the old name is there, from old 0.0.0:"
                + " build against it, or put a bundle that exports jakarta.inject beside the jar";
        Bundle one = installed("one", Map.of("Import-Package", "jakarta.inject"), Map.of());
        assertEquals("imports package jakarta.inject, which no bundle exports; " + advice, missing(one));
        assertEquals(
                List.of(new Reason("no bundle provides that"), new Reason(advice)),
                UnmetRequirements.of(felix.context(), one, (user, provider) -> true)
                        .get(0)
                        .because());
        assertEquals(
                "imports packages jakarta.inject, javax.json, javax.mail and 2 more, which no bundle exports;"
                        + " javax.json was renamed to jakarta.json, and only the new name is there, from new 0.0.0: build"
                        + " against it, or put a bundle that exports javax.json beside the jar;"
                        + " javax.inject, javax.ws.rs, javax.ws.rs.core were renamed to jakarta.inject, jakarta.ws.rs,"
                        + " jakarta.ws.rs.core, and only the old names are there, from old 0.0.0: build against them, or"
                        + " put a bundle that exports jakarta.inject, jakarta.ws.rs, jakarta.ws.rs.core beside the jar",
                missing(installed("many", Map.of("Import-Package", imports), Map.of())));
    }

    @Test
    void packagesOfOneThatDoesNotResolve_areSaidTogether_withoutThoseItExportsItself() throws Exception {
        installed(
                "library",
                Map.of("Export-Package", packages(24), "Import-Package", packages(24) + ",com.example.core"),
                Map.of());
        Bundle user = installed("user", Map.of("Import-Package", packages(24)), Map.of());

        List<Reason> reasons = UnmetRequirements.of(felix.context(), user, (one, other) -> true);

        assertEquals(24, reasons.size(), "explain has them all");
        assertEquals(
                "imports packages com.example.p0, com.example.p1, com.example.p2 and 21 more (library 0.0.0 would provide"
                        + " it, but does not resolve (imports package com.example.core (no bundle provides that)))",
                Reason.line(reasons));
    }

    @Test
    void differentReasons_areCutShort() {
        List<Reason> reasons = IntStream.range(0, 10)
                .mapToObj(i -> new Reason("component c" + i + " waits"))
                .toList();

        assertEquals(
                "component c0 waits; component c1 waits; component c2 waits; 7 more, which explain has",
                Reason.line(reasons));
    }

    @Test
    void packageWhoseClassesAreInTheJar_isSaidToBe() throws Exception {
        String line = missing(installed(
                "shaded",
                Map.of("Import-Package", "io.funclet.host.framework.requirement"),
                Map.of(CLASS_FILE, thisClass())));

        assertTrue(
                line.contains(
                        "; io.funclet.host.framework.requirement is in this very jar, and its manifest does not know"),
                line);
    }

    @Test
    void packageThatOnlyALibraryWithinMentions_isSaidToBe_withTheLineThatMakesItOptional() throws Exception {
        byte[] library = BareBundle.jar(new Manifest(), Map.of(CLASS_FILE, thisClass()));
        Map<String, String> headers =
                Map.of("Import-Package", "org.junit.jupiter.api", "Bundle-ClassPath", ".,lib/library-1.0.jar");

        Bundle bundle = installed("embedded", headers, Map.of("lib/library-1.0.jar", library));

        String advice =
                "mentioned by classes of library-1.0.jar (" + THIS + ") within it; if they are not used, let bnd make"
                        + " it optional: Import-Package: org.junit.jupiter.api;resolution:=optional, *";
        assertEquals("imports package org.junit.jupiter.api, which no bundle exports; " + advice, missing(bundle));
        assertEquals(
                List.of(new Reason("no bundle provides that"), new Reason(advice)),
                UnmetRequirements.of(felix.context(), bundle, (one, other) -> true)
                        .get(0)
                        .because());
    }
}
