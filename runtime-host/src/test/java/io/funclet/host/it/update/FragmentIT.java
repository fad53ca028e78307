package io.funclet.host.it.update;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.funclet.host.it.jar.FunctionJar;
import io.funclet.host.it.jar.FunctionSource;
import io.funclet.host.it.jar.TracedComponent;
import io.funclet.host.it.runtime.Embedded;
import io.funclet.host.it.runtime.RuntimeExtension;
import io.funclet.host.it.runtime.UpdatedGroup;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Fragments, which become part of a bundle that may be there before them. */
@Embedded
class FragmentIT {

    @RegisterExtension
    static final RuntimeExtension site =
            RuntimeExtension.of(Map.of("after", List.of("settled"), "before", List.of("expected")));

    /** A function that answers with what a class says that it does not have itself, and what a resource does. */
    private static FunctionJar.Bundle host(UpdatedGroup group, String name) {
        TracedComponent component =
                TracedComponent.function(name, "type() + \"/\" + resource()").members("""
                private static String type() {
                    try {
                        return (String) Class.forName("extra.Text").getMethod("text").invoke(null);
                    } catch (ClassNotFoundException notThere) {
                        return "none";
                    } catch (ReflectiveOperationException e) {
                        throw new IllegalStateException(e);
                    }
                }

                private static String resource() {
                    try (java.io.InputStream in = Traced.class.getResourceAsStream("/extra.txt")) {
                        return in == null ? "none" : new String(in.readAllBytes());
                    } catch (java.io.IOException e) {
                        throw new java.io.UncheckedIOException(e);
                    }
                }
                """);
        // What a bundle imports, a fragment cannot bring; bnd would import every class that is named in a string.
        return group.bundle(name, "5.0.0", component).header("Import-Package", "!extra,*");
    }

    private static FunctionJar.Bundle fragment(String host, String version) {
        return FunctionJar.bundle(host + ".fragment")
                .version(version)
                .source(FunctionSource.text("extra", "\"" + version + "\""))
                .header("Include-Resource", "extra.txt;literal=\"" + version + "\"")
                .header("Fragment-Host", host);
    }

    @Test
    void fragmentThatComesAfterItsHost_isPartOfIt_untilItIsDeleted() throws Exception {
        try (UpdatedGroup group = site.group("after")) {
            group.put("host.jar", host(group, "settled"));
            group.begin().awaitAll("none/none");
            for (String version : List.of("1.0.0", "1.0.1")) {
                group.put("fragment.jar", fragment("it.settled", version));
                group.awaitAll(version + "/" + version);
            }
            group.delete("fragment.jar");
            group.awaitAll("none/none");
            group.end();
            group.assertSaw("settled", "none/none", "1.0.0/1.0.0", "1.0.1/1.0.1", "none/none");
        }
    }

    @Test
    void fragmentWithoutItsHost_waits_andSaysForWhom_andNoMore() throws Exception {
        try (UpdatedGroup group = site.group("before")) {
            group.begin();
            group.put("fragment.jar", fragment("it.expected", "1.0.0"));
            site.log()
                    .await(
                            "the host of before/fragment.jar",
                            line -> line.contains("waiting")
                                    && line.contains("before/fragment.jar")
                                    && line.replace("it.expected.fragment", "").contains("it.expected"));
            group.put("host.jar", host(group, "expected"));
            group.awaitAll("1.0.0/1.0.0");
            group.end();
            group.assertSaw("expected", "1.0.0/1.0.0");
            assertEquals(0, site.log().count("did not stop cleanly"), "warnings about what never starts either");
        }
    }
}
