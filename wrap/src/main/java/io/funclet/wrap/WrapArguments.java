package io.funclet.wrap;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What to wrap.
 *
 * @param function the plain jar
 * @param output the bundle to write
 * @param name its symbolic name, if the jar's own is not meant
 * @param version its version, if the jar's own is not meant
 * @param libraries jars, and directories of jars
 * @param platform jars of the runtime, which a bundle imports and does not carry
 */
record WrapArguments(
        Path function,
        Path output,
        Optional<String> name,
        Optional<String> version,
        List<Path> libraries,
        List<Path> platform) {

    /** Pairs of a key and a value. The command line has checked them. */
    static WrapArguments of(String... pairs) {
        Path function = null;
        Path output = null;
        Optional<String> name = Optional.empty();
        Optional<String> version = Optional.empty();
        List<Path> libraries = new ArrayList<>();
        List<Path> platform = new ArrayList<>();
        for (int i = 0; i + 1 < pairs.length; i += 2) {
            String value = pairs[i + 1];
            switch (pairs[i]) {
                case "function" -> function = Path.of(value);
                case "output" -> output = Path.of(value);
                case "name" -> name = Optional.of(value);
                case "version" -> version = Optional.of(value);
                case "library" -> libraries.add(Path.of(value));
                case "platform" -> platform.add(Path.of(value));
                default -> throw new IllegalArgumentException(pairs[i]);
            }
        }
        return new WrapArguments(function, output, name, version, List.copyOf(libraries), List.copyOf(platform));
    }
}
