package io.funclet.host.it.library;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.host.it.jar.FunctionJar;
import io.funclet.host.it.jar.FunctionSource;
import io.funclet.host.it.runtime.CheckedJars;
import io.funclet.host.it.runtime.Embedded;
import io.funclet.host.it.runtime.Operator.Said;
import io.funclet.host.it.runtime.RuntimeExtension;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A package of Java EE that is there by its other name is said to be, wherever one asks why. */
@Embedded
class RenamedPackagesIT extends CheckedJars {

    private static final String ADVICE = "javax.inject was renamed to jakarta.inject, and only the old name is there,"
            + " from it.old 0.0.0: build against it, or put a bundle that exports jakarta.inject beside the jar";

    @RegisterExtension
    final RuntimeExtension site = RuntimeExtension.of("f");

    @BeforeEach
    void deployTheOldOne() throws Exception {
        FunctionJar old = FunctionJar.bundle("it.old")
                .source(FunctionSource.text("javax.inject", "\"\""))
                .header("Export-Package", "javax.inject")
                .build();
        old.deploy(site.code("f"), "a-old.jar");
        old.deploy(code, "a-old.jar");
        site.log().await("deployed f/a-old.jar");
    }

    private static FunctionJar function(String imports) {
        return FunctionJar.bundle("it.f")
                .against(FunctionSource.text("jakarta.inject", "\"\""))
                .function("f", "return Payload.of(jakarta.inject.Text.text());")
                .header("Import-Package", imports)
                .build();
    }

    private void assertChecked(FunctionJar jar) throws Exception {
        Said checked = check(jar.deploy(directory, "f.jar"), "--with", code.toString());
        assertTrue(checked.names(ADVICE), checked::toString);
    }

    private void assertExplained() throws Exception {
        Said explained = site.operator().run("explain", "f.jar");
        assertTrue(explained.names(ADVICE), explained::toString);
    }

    @Test
    void mandatoryImport() throws Exception {
        FunctionJar jar = function("*");
        assertChecked(jar);
        jar.deploy(site.code("f"), "f.jar");
        String line = site.log().await("waiting f/f.jar");
        assertTrue(line.contains(ADVICE), line);
        assertExplained();
    }

    @Test
    void optionalImport() throws Exception {
        FunctionJar jar = function("io.funclet.api, *;resolution:=optional");
        assertChecked(jar);
        jar.deploy(site.code("f"), "f.jar");
        site.awaitServing("f");
        assertExplained();
        site.callers().failure("f", "");
        site.log().awaitAll("function f failed: NoClassDefFoundError", ADVICE);
    }
}
