package io.funclet.host.config;

import io.funclet.host.config.source.BaseDirectory;
import io.funclet.host.config.source.Document;
import io.funclet.host.config.source.Environment;
import io.funclet.host.config.source.FuncletVariable;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Who must have signed the jars of a code directory.
 *
 * @param directory with certificates, public keys and lists; absolute; {@code null} if the mode is {@link Mode#OFF}
 */
public record TrustConfig(Mode mode, Path directory) {

    /** What becomes of a jar that is not trusted. */
    public enum Mode {
        /** Nothing is checked. */
        OFF,
        /** It is deployed, with a warning. */
        WARN,
        /** It is rejected. */
        REQUIRE
    }

    private static final String EXPECTED = "what becomes of jars that are not trusted (off, warn, require)";

    /** Reads the section {@code trust} of a map, which holds for what the map describes; empty if it is wrong. */
    public static Optional<TrustConfig> read(Document parent, BaseDirectory base) {
        Document trust = parent.map("trust");
        Mode mode = trust.read("mode", EXPECTED, scalar -> Environment.choice(scalar.text(), Mode.values()))
                .orElse(Mode.REQUIRE);
        Optional<String> directory = trust.text("directory").filter(text -> !text.isBlank());
        if (mode == Mode.OFF || !trust.isReadable()) {
            return Optional.of(new TrustConfig(Mode.OFF, null));
        }
        if (directory.isEmpty()) {
            parent.problems().add(parent.at("trust"), "needs the key directory, with certificates or public keys");
            return Optional.empty();
        }
        return Optional.of(new TrustConfig(mode, base.directory(trust.at("directory"), directory.get())));
    }

    /** Reads what holds for all code directories about which no file says anything; empty if that is nothing. */
    public static Optional<TrustConfig> read(Environment environment) {
        String text = environment.text(FuncletVariable.TRUST).orElse("");
        if (text.isEmpty()) {
            return Optional.empty();
        }
        String[] parts = text.split(":", 2);
        Optional<Mode> mode = Environment.choice(parts[0], Mode.values());
        boolean off = mode.isPresent() && mode.get() == Mode.OFF;
        if (mode.isEmpty() || off != (parts.length == 1) || !off && parts[1].isBlank()) {
            environment.reject(FuncletVariable.TRUST, "is none of require:DIRECTORY, warn:DIRECTORY and off");
            return Optional.empty();
        }
        BaseDirectory here = new BaseDirectory(Path.of("").toAbsolutePath(), environment.problems());
        return Optional.of(
                new TrustConfig(mode.get(), off ? null : here.directory(FuncletVariable.TRUST.toString(), parts[1])));
    }
}
