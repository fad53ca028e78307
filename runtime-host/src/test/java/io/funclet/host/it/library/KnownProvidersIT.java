package io.funclet.host.it.library;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.funclet.host.it.jar.FunctionJar;
import io.funclet.host.it.jar.FunctionSource;
import io.funclet.host.it.runtime.Embedded;
import io.funclet.host.it.runtime.Operator.Said;
import io.funclet.host.it.runtime.RuntimeExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A service of OSGi that the runtime does not bring is said with the bundle that does, wherever one asks why. */
@Embedded
class KnownProvidersIT {

    private static final FunctionSource PREFERENCES = new FunctionSource(
            "org.osgi.service.prefs.PreferencesService",
            "package org.osgi.service.prefs; public interface PreferencesService {}");

    @RegisterExtension
    final RuntimeExtension site = RuntimeExtension.of("f");

    private void assertSaid(FunctionJar.Bundle bundle, String what, String advice) throws Exception {
        site.deploy(bundle, "f", "f.jar");
        String line = site.log().await("waiting f/f.jar");
        assertTrue(line.contains(what) && line.contains(advice), line);
        Said explained = site.operator().run("explain", "f.jar");
        assertTrue(explained.names(what, advice), explained::toString);
        Said checked =
                site.operator().run("check", site.code("f").resolve("f.jar").toString());
        assertTrue(checked.names(what, advice), checked::toString);
    }

    @Test
    void packageThatIsMissing() throws Exception {
        assertSaid(
                FunctionJar.bundle("it.f")
                        .function("f", "return event;")
                        .header("Import-Package", "org.osgi.service.metatype,*"),
                "imports package org.osgi.service.metatype",
                "the runtime does not bring org.osgi.service.metatype: put bundle org.apache.felix.metatype beside");
    }

    @Test
    void implementationThatIsRequired() throws Exception {
        assertSaid(
                FunctionJar.bundle("it.f")
                        .function("f", "return event;")
                        .header(
                                "Require-Capability",
                                "osgi.implementation;filter:=\"(osgi.implementation=osgi.http)\""),
                "requires implementation osgi.http",
                "the runtime does not bring osgi.http: put bundle org.apache.felix.http.jetty beside");
    }

    @Test
    void serviceOfAReference() throws Exception {
        assertSaid(
                FunctionJar.bundle("it.f")
                        .source(PREFERENCES)
                        .header("Export-Package", "org.osgi.service.prefs")
                        .component("f", """
                                @Reference
                                org.osgi.service.prefs.PreferencesService preferences;

                                @Override
                                public Payload handle(Payload event, CallContext context) {
                                    return event;
                                }
                                """),
                "service org.osgi.service.prefs.PreferencesService",
                "the runtime does not bring org.osgi.service.prefs.PreferencesService: put bundle"
                        + " org.apache.felix.prefs beside");
    }
}
