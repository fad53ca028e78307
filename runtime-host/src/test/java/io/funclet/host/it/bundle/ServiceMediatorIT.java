package io.funclet.host.it.bundle;

import io.funclet.host.it.jar.FunctionJar;
import io.funclet.host.it.jar.TracedComponent;
import io.funclet.host.it.runtime.Embedded;
import io.funclet.host.it.runtime.RuntimeExtension;
import io.funclet.host.it.runtime.UpdatedGroup;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Bundles with the headers of a service loader mediator (OSGi Compendium, chapter 133). */
@Embedded
class ServiceMediatorIT {

    @RegisterExtension
    static final RuntimeExtension site =
            RuntimeExtension.of(Map.of("registered", List.of("bound"), "logging", List.of("logs")));

    private static FunctionJar.Bundle registering(String version) {
        return Greeter.provider("it.registered.hello", version, version)
                .header(
                        "Require-Capability",
                        "osgi.extender;filter:=\"(&(osgi.extender=osgi.serviceloader.registrar)(version>=1.0)"
                                + "(!(version>=2.0)))\"")
                .header("Provide-Capability", "osgi.serviceloader;osgi.serviceloader=greet.Greeter;colour=red");
    }

    @Test
    void providerThatRequiresTheRegistrar_isAServiceToo() throws Exception {
        try (UpdatedGroup group = site.group("registered")) {
            group.put("api.jar", Greeter.api("it.registered.api"));
            group.put("hello.jar", registering("1.0.0"));
            TracedComponent bound =
                    TracedComponent.function("bound", "greeter.greeting()").members("""
                            @Reference(target = "(&(colour=red)(serviceloader.mediator=0))")
                            private greet.Greeter greeter;
                            """);
            group.put(
                    "bound.jar",
                    group.bundle("bound", "5.0.0", bound)
                            .against(Greeter.SOURCE)
                            .header(
                                    "Require-Capability",
                                    "osgi.extender;filter:=\"(osgi.extender=osgi.serviceloader.processor)\","
                                            + "osgi.serviceloader;filter:=\"(osgi.serviceloader=greet.Greeter)\""));
            group.begin().awaitAll("1.0.0");
            group.put("hello.jar", registering("1.0.1"));
            group.awaitAll("1.0.1");
            group.end();
        }
    }

    /** As SLF4J's own bundle: it imports one of its packages, and requires a mediator and an implementation. */
    @Test
    void copyOfSlf4jBeside_resolves_andLinesReachTheLog() throws Exception {
        try (UpdatedGroup group = site.group("logging")) {
            group.put(
                    "slf4j.jar",
                    FunctionJar.bundle("it.logging.slf4j")
                            .header("Export-Package", "org.slf4j.*;version=\"2.9\";-noimport:=true")
                            .header("Import-Package", "org.slf4j.spi;version=\"[2,3)\"")
                            .header(
                                    "Require-Capability",
                                    "osgi.extender;filter:=\"(&(osgi.extender=osgi.serviceloader.processor)"
                                            + "(version>=1.0.0)(!(version>=2.0.0)))\",osgi.serviceloader;"
                                            + "filter:=\"(osgi.serviceloader=org.slf4j.spi.SLF4JServiceProvider)\""));
            site.log().awaitAll("deployed", "logging/slf4j.jar");
            group.put(
                    "logs.jar",
                    group.bundle(
                            "logs",
                            "5.0.0",
                            TracedComponent.function("logs", "said()").members("""
                                    private static String said() {
                                        org.slf4j.LoggerFactory.getLogger("it.logs").info("line of the function");
                                        return "said";
                                    }
                                    """)));
            group.begin().awaitAll("said");
            site.log().awaitAll("INFO", "line of the function", "logs");
            group.end();
        }
    }
}
