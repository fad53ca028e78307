package io.funclet.host.it.library;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.funclet.host.it.jar.FunctionJar;
import io.funclet.host.it.jar.PlainJar;
import io.funclet.host.it.jar.RepackedJar;
import io.funclet.host.it.runtime.Operator;
import io.funclet.host.it.runtime.Operator.Said;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The ways in which a library comes to a function. */
enum TrialPlacement {

    /** In the bundle, by the recipe of the documentation. */
    INSIDE,
    /** In the same directory, as Maven delivers it: a bundle or a plain jar. */
    BESIDE,
    /** In the same directory, without OSGi headers. */
    PLAIN,
    /** In the bundle that {@code funclet wrap} makes. */
    WRAPPED;

    /** The runtime has these, and the recipe says not to carry them. */
    static boolean isCarried(String fileName) {
        return !fileName.startsWith("slf4j-api");
    }

    boolean isOutside() {
        return this == BESIDE || this == PLAIN;
    }

    /** Puts a library into a code directory, if that is where it belongs. */
    void deployLibraries(List<Path> jars, Path code) throws IOException {
        if (isOutside()) {
            for (Path jar : jars) {
                libraryVersion(jar, 1).deploy(code, jar.getFileName().toString());
            }
        }
    }

    /** Another content of a library's jar, with the same classes. */
    FunctionJar libraryVersion(Path jar, int number) throws IOException {
        byte[] bytes = Files.readAllBytes(jar);
        if (this == PLAIN) {
            return RepackedJar.withHeaders(new FunctionJar(bytes), headers -> {
                headers.keySet()
                        .removeIf(name -> name.toString()
                                .matches("(Bundle|Import|Export|Private|DynamicImport)-.*"
                                        + "|(Provide|Require)-Capability|Fragment-Host|Service-Component"));
                headers.putValue("Trial", Integer.toString(number));
            });
        }
        return number == 1
                ? new FunctionJar(bytes)
                : RepackedJar.withHeaders(
                        new FunctionJar(bytes), headers -> headers.putValue("Trial", Integer.toString(number)));
    }

    private List<Path> withoutHeaders(List<Path> jars, Path directory) throws IOException {
        List<Path> plain = new ArrayList<>();
        for (Path jar : jars) {
            plain.add(libraryVersion(jar, 1).deploy(directory, jar.getFileName().toString()));
        }
        return plain;
    }

    FunctionJar function(TrialLibrary library, List<Path> jars, Operator operator, Path directory) throws Exception {
        if (this == WRAPPED) {
            return wrapped(library, jars, operator, directory);
        }
        FunctionJar.Bundle bundle = FunctionJar.bundle(library.symbolicName())
                .libraries(this == PLAIN ? withoutHeaders(jars, directory) : jars)
                .source(library.source());
        if (this == INSIDE) {
            bundle.header(
                            "-includeresource",
                            jars.stream()
                                    .filter(jar -> isCarried(jar.getFileName().toString()))
                                    .map(jar -> "lib/" + jar.getFileName() + "=" + jar + ";lib:=true")
                                    .collect(Collectors.joining(",")))
                    .header("Import-Package", "io.funclet.api, *;resolution:=optional");
        }
        library.settings().forEach((name, value) -> {
            if (name.startsWith("-")) {
                bundle.header(name, value);
            }
        });
        return bundle.build();
    }

    private static FunctionJar wrapped(TrialLibrary library, List<Path> jars, Operator operator, Path directory)
            throws Exception {
        Path plain = PlainJar.of(library.source()).libraries(jars).build().deploy(directory, library.name() + ".jar");
        Path libraries = Files.createDirectories(directory.resolve(library.name() + "-libraries"));
        for (Path jar : jars) {
            Files.copy(jar, libraries.resolve(jar.getFileName()));
        }
        Path bundle = directory.resolve(library.name() + "-bundle.jar");
        Said said = operator.launch("wrap", plain.toString(), "-o", bundle.toString(), "--with", libraries.toString());
        assertEquals(0, said.status(), said::toString);
        return new FunctionJar(Files.readAllBytes(bundle));
    }
}
