package io.funclet.host.it.bundle;

import io.funclet.host.it.jar.FunctionJar;
import io.funclet.host.it.jar.FunctionSource;

/** Bundles with a service {@code greet.Greeter} for {@code ServiceLoader}: its type, and providers that say what they are given. */
final class Greeter {

    static final FunctionSource SOURCE =
            new FunctionSource("greet.Greeter", "package greet; public interface Greeter { String greeting(); }");

    private Greeter() {}

    static FunctionJar.Bundle api(String symbolicName) {
        return FunctionJar.bundle(symbolicName).source(SOURCE).header("Export-Package", "greet;version=\"1.0\"");
    }

    static FunctionJar.Bundle provider(String symbolicName, String version, String greeting) {
        String name = symbolicName + ".Hello";
        return FunctionJar.bundle(symbolicName)
                .version(version)
                .source(implementation(name, greeting))
                .against(SOURCE)
                .serviceProvider(SOURCE.className(), name);
    }

    static FunctionSource implementation(String name, String greeting) {
        int dot = name.lastIndexOf('.');
        return new FunctionSource(
                name,
                "package " + name.substring(0, dot) + "; public class " + name.substring(dot + 1)
                        + " implements greet.Greeter { public String greeting() { return \"" + greeting + "\"; } }");
    }
}
