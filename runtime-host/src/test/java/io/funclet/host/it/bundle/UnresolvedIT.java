package io.funclet.host.it.bundle;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.host.it.jar.FunctionJar;
import io.funclet.host.it.jar.FunctionSource;
import io.funclet.host.it.jar.RepackedJar;
import io.funclet.host.it.runtime.Embedded;
import io.funclet.host.it.runtime.Operator.Said;
import io.funclet.host.it.runtime.RuntimeExtension;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Bundles that cannot be wired: what they lack is said as their manifests have it, and not as a framework has it. */
@Embedded
class UnresolvedIT {

    @RegisterExtension
    static final RuntimeExtension site =
            RuntimeExtension.of("capable", "required", "fragment", "hidden", "rejecting", "unresolved", "twofold");

    private static FunctionJar.Bundle library(String name, String packageName, String version) {
        return FunctionJar.bundle(name)
                .version("1.0.0")
                .source(FunctionSource.text(packageName, "\"\""))
                .header("Export-Package", packageName + ";version=" + version);
    }

    private static FunctionJar.Bundle user(String function, String imports) {
        return FunctionJar.bundle("it.user")
                .function(function, "return event;")
                .header("Import-Package", imports + ",*");
    }

    @Test
    void capability_isSaidByItsName() throws Exception {
        site.deploy(
                user("capable", "io.funclet.api")
                        .header(
                                "Require-Capability",
                                "example.device;filter:=\"(&(example.device=led)(version>=2)(!(version>=3)))\""),
                "capable",
                "f.jar");

        String line = site.log().await("waiting capable/f.jar");

        assertTrue(line.endsWith(": requires example.device led [2.0.0,3.0.0), which nothing provides"), line);
    }

    @Test
    void bundleOfAnotherVersion_isNamed_toWhoRequiresItAsAWhole() throws Exception {
        site.deploy(library("it.library", "p", "1.0.0"), "required", "library.jar");
        site.log().await("deployed required/library.jar");
        site.deploy(
                user("required", "io.funclet.api").header("Require-Bundle", "it.library;bundle-version=\"[2,3)\""),
                "required",
                "f.jar");

        String line = site.log().await("waiting required/f.jar");

        assertTrue(line.endsWith(": requires bundle it.library [2.0.0,3.0.0), but it is there in version 1.0.0"), line);
        explain("required", "requires bundle it.library [2.0.0,3.0.0)", "it.library is there in version 1.0.0");
    }

    @Test
    void packageThatABundleHas_andDoesNotExport_isNamed_withTheBundle() throws Exception {
        site.deploy(
                library("it.library", "p", "1.0.0").source(FunctionSource.text("p.inner", "\"\"")),
                "hidden",
                "library.jar");
        site.log().await("deployed hidden/library.jar");
        site.deploy(user("hidden", "io.funclet.api,p.inner"), "hidden", "f.jar");

        String line = site.log().await("waiting hidden/f.jar");

        assertTrue(
                line.endsWith(": imports package p.inner, which it.library 1.0.0 has and does not export:"
                        + " carry that library in the bundle"),
                line);
    }

    @Test
    void fragmentOfAHostThatIsThere_isSaidToLackOnlyWhatItLacks() throws Exception {
        site.deploy(library("it.library", "p", "1.0.0"), "fragment", "library.jar");
        site.log().await("deployed fragment/library.jar");
        site.deploy(
                FunctionJar.bundle("it.fragment")
                        .source(FunctionSource.text("extra", "\"\""))
                        .header("Fragment-Host", "it.library")
                        .header("Import-Package", "com.example.absent"),
                "fragment",
                "f.jar");
        site.log().await("waiting fragment/f.jar");

        Said said = explain("fragment", "imports package com.example.absent", "no bundle provides that");

        assertFalse(said.out().contains("is a fragment of"), said::toString);
    }

    private static Said explain(String directory, String... words) throws Exception {
        return site.operator().explain(site.code(directory).resolve("f.jar").toString(), words);
    }

    @Test
    void jarThatHoldsThePackage_andWasRejected_isNamed() throws Exception {
        byte[] rejected = RepackedJar.with(
                library("it.library", "p", "1.0.0").build(),
                entry -> !entry.equals(JarFile.MANIFEST_NAME),
                ZipEntry.DEFLATED,
                Map.of(
                        JarFile.MANIFEST_NAME,
                        "Manifest-Version: 1.0\nBundle-ManifestVersion: 3\nBundle-SymbolicName: it.library\n"
                                .getBytes(StandardCharsets.UTF_8)));
        new FunctionJar(rejected).deploy(site.code("rejecting"), "library.jar");
        site.log().await("rejected rejecting/library.jar");
        site.deploy(user("rejecting", "p"), "rejecting", "f.jar");

        String line = site.log().await("waiting rejecting/f.jar");

        assertTrue(
                line.contains(
                        ": imports package p, which no bundle exports; library.jar has classes of p, but is rejected:"),
                line);
    }

    @Test
    void providerThatDoesNotResolve_isSaidWithWhatItLacks() throws Exception {
        site.deploy(
                library("it.library", "p", "1.0.0")
                        .header("Import-Package", "com.example.absent;version=\"[1.0,2)\",*"),
                "unresolved",
                "library.jar");
        site.log().await("waiting unresolved/library.jar");
        site.deploy(user("unresolved", "p;version=\"[1.0,2)\""), "unresolved", "f.jar");

        String line = site.log().await("waiting unresolved/f.jar");

        assertTrue(
                line.endsWith(
                        ": imports package p [1.0.0,2.0.0) (it.library 1.0.0 would provide it, but does not resolve"
                                + " (imports package com.example.absent [1.0.0,2.0.0) (no bundle provides that)))"),
                line);
    }

    @Test
    void packageThatWouldBeSeenTwice_isNamed_withBothOfWhomItIs() throws Exception {
        site.deploy(library("it.first", "p", "1.0.0"), "twofold", "first.jar");
        site.deploy(library("it.second", "p", "2.0.0"), "twofold", "second.jar");
        site.deploy(
                library("it.between", "q", "1.0.0")
                        .header("Export-Package", "q;version=1.0.0;uses:=p")
                        .header("Import-Package", "p;version=\"[1.0,2)\",*"),
                "twofold",
                "between.jar");
        for (String file : new String[] {"first", "second", "between"}) {
            site.log().await("deployed twofold/" + file + ".jar");
        }
        site.deploy(user("twofold", "p;version=\"[2.0,3)\",q"), "twofold", "f.jar");

        String line = site.log().await("waiting twofold/f.jar");

        assertTrue(
                line.endsWith(": would get package p from it.second and, by way of what else it imports, from it.first:"
                        + " it cannot have both"),
                line);
    }
}
