package io.funclet.host.it.bundle;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.funclet.host.it.jar.FunctionJar;
import io.funclet.host.it.jar.FunctionSource;
import io.funclet.host.it.jar.PlainJar;
import io.funclet.host.it.runtime.Embedded;
import io.funclet.host.it.runtime.RuntimeExtension;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Libraries beside a function that look for classes and resources of their own by the context class loader. */
@Embedded
class ContextClassLoaderIT {

    private static final FunctionSource INNER = FunctionSource.text("library.inner", "\"inner\"");

    private static final FunctionSource LIBRARY = new FunctionSource("library.Text", """
            package library;
            public class Text {
                public static String text() throws Exception {
                    ClassLoader context = Thread.currentThread().getContextClassLoader();
                    Object inner = Class.forName("library.inner.Text", true, context).getMethod("text").invoke(null);
                    return inner + new String(context.getResourceAsStream("library/inner/word.txt").readAllBytes());
                }
            }
            """);

    @RegisterExtension
    static final RuntimeExtension site = RuntimeExtension.of("bundle", "plain", "own", "java");

    private static void serve(String name, String body) throws Exception {
        FunctionJar.bundle("it." + name)
                .function(name, "return Payload.of(" + body + ");")
                .against(LIBRARY, INNER)
                .build()
                .deploy(site.code(name), "fn.jar");
    }

    private static void deployBundle(Path code, String word) throws Exception {
        FunctionJar.bundle("it.library")
                .version(word)
                .source(LIBRARY)
                .source(INNER)
                .header("Export-Package", "library")
                .header("Include-Resource", "library/inner/word.txt;literal=\" " + word + "\"")
                .build()
                .deploy(code, "library.jar");
    }

    @Test
    void bundle_findsItsOwn_afterEachUpdate() throws Exception {
        deployBundle(site.code("bundle"), "1.0.0");
        serve("bundle", "library.Text.text()");
        site.awaitAnswer("bundle", "inner 1.0.0");
        for (String version : new String[] {"1.0.1", "1.0.2"}) {
            deployBundle(site.code("bundle"), version);
            site.awaitAnswer("bundle", "inner " + version);
        }
    }

    @Test
    void plainJar_findsItsOwn() throws Exception {
        PlainJar.of(LIBRARY, INNER)
                .entry("library/inner/word.txt", " plain")
                .build()
                .deploy(site.code("plain"), "library.jar");
        serve("plain", "library.Text.text()");
        site.awaitAnswer("plain", "inner plain");
    }

    @Test
    void function_findsOnlyWhatItImports() throws Exception {
        deployBundle(site.code("own"), "1.0.0");
        site.log().await("deployed own/library.jar");
        FunctionJar.bundle("it.own").function("own", """
                        try {
                            Class.forName(event.text());
                            return Payload.of("found");
                        } catch (ClassNotFoundException none) {
                            return Payload.of("none");
                        }
                        """).build().deploy(site.code("own"), "fn.jar");
        site.awaitServing("own");

        assertEquals("none", site.callers().call("own", "library.inner.Text"));
    }

    @Test
    void classesThatNoModuleOfJavaExports_areFound_asOnAClassPath() throws Exception {
        FunctionJar.of("it.java", "java", "return Payload.of(Class.forName(event.text()).getName());")
                .deploy(site.code("java"), "fn.jar");
        site.awaitServing("java");

        String internal = "jdk.internal.access.JavaLangAccess";
        assertEquals(internal, site.callers().call("java", internal));
    }
}
