package io.funclet.host.config.load;

import io.funclet.host.config.ConfigFile;
import io.funclet.host.config.FunctionConfig;
import io.funclet.host.config.InvalidConfigException;
import io.funclet.host.config.ListenAddress;
import io.funclet.host.config.RuntimeConfig;
import io.funclet.host.config.ServerConfig;
import io.funclet.host.config.TlsConfig;
import io.funclet.host.config.source.BaseDirectory;
import io.funclet.host.config.source.ConfigProblems;
import io.funclet.host.config.source.Document;
import io.funclet.host.config.text.Value;
import io.funclet.host.storage.FileOwner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What {@code funclet serve} serves: the functions of a directory under their own names, with what a file says about them.
 *
 * @param directory with the bundles
 * @param file named by the operator, and must exist; empty for {@link #FILE_NAME} in the parent of the directory, if there
 *     is one
 * @param address before that of the file
 * @param name before that of the file
 * @param variables the environment of the process
 */
public record ServeConfig(
        Path directory,
        Optional<Path> file,
        Optional<ListenAddress> address,
        Optional<String> name,
        Map<String, String> variables) {

    public static final String FILE_NAME = "funclet.yml";

    public static final ListenAddress DEFAULT_ADDRESS = new ListenAddress("127.0.0.1", 50051);

    /**
     * Reads the file, if there is one. Relative paths begin at its directory. Any thread.
     *
     * @throws InvalidConfigException with all problems at once
     */
    public RuntimeConfig read() throws InvalidConfigException {
        return read(false);
    }

    /** The same where the directory may also be that of a tenant, whose functions it then has. For checks. */
    public RuntimeConfig readForAnyDirectory() throws InvalidConfigException {
        return read(true);
    }

    private RuntimeConfig read(boolean any) throws InvalidConfigException {
        Path here = Path.of("").toAbsolutePath();
        Optional<Path> path = file.isPresent() ? file.map(here::resolve) : beside(directory);
        // Also a file without access: to do without it could mean to do without TLS.
        boolean missing = path.isEmpty() || file.isEmpty() && Files.notExists(path.get());
        ConfigProblems problems =
                new ConfigProblems(missing ? "serve" : file.orElseGet(path::get).toString());
        if (!missing && file.isEmpty()) {
            checkOwner(path.get(), problems);
        }
        Value.Mapping content = missing
                ? ConfigLoader.NOTHING
                : ConfigLoader.yaml(here, path.get().toString(), problems, true);
        Sections sections = Sections.of(
                ConfigLoader.document(content, variables, problems),
                variables,
                missing ? here : path.get().getParent(),
                path.map(found -> new ConfigFile<>(found, content, this::read)));
        return read(sections, any);
    }

    private RuntimeConfig read(Sections sections, boolean any) throws InvalidConfigException {
        Document root = sections.root();
        Document server = root.map("server");
        Optional<String> text = server.text("address").filter(it -> !it.isBlank());
        ListenAddress listen = address.orElseGet(
                () -> text.map(it -> ListenAddress.read(server.at("address"), it, sections.problems()))
                        .orElse(DEFAULT_ADDRESS));
        ServerConfig serving = ServerConfig.read(server, listen, TlsConfig.read(server, sections.base()));
        BaseDirectory here = new BaseDirectory(
                Path.of("").toAbsolutePath(), sections.problems().from("serve"));
        Path bundles = here.directory("directory", directory.toString());
        root.ignore("functions");
        List<FunctionConfig> functions = root.has("functions")
                ? FunctionConfig.readAll(
                        root, sections.defaults(sections.base(), Optional.of(bundles.toString()), true))
                : List.of();
        String named = sections.name();
        return sections.complete(name.orElse(named), serving, functions, Optional.of(bundles), any);
    }

    /** The file of a directory; empty if it has no parent. The links on its path are not followed, so that they may be swapped. */
    private static Optional<Path> beside(Path directory) {
        Path absolute = directory.toAbsolutePath();
        // "." and ".." have no parent by their text.
        if (!absolute.equals(absolute.normalize())) {
            try {
                absolute = absolute.toRealPath();
            } catch (IOException missing) {
                absolute = absolute.normalize();
            }
        }
        return Optional.ofNullable(absolute.getParent()).map(parent -> parent.resolve(FILE_NAME));
    }

    /** Who may write beside the directory must not by that decide where a process of another user listens and what it reads. */
    private static void checkOwner(Path found, ConfigProblems problems) throws InvalidConfigException {
        Optional<String> other = FileOwner.distrust(found);
        if (other.isPresent()) {
            throw InvalidConfigException.fatal(
                    problems,
                    other.get()
                            + ", so Funclet does not read it by itself; name it by --config if it is meant, or remove it");
        }
    }
}
